"""Search: exact BM25 inside the library file, whatever its history."""

import json
import math
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.build import add
from index.models import Filters, Query
from index.search import search
from index.store import Library
from index.text.tokens import tokenize

WORDS = ["harbour", "treaty", "visit", "grey", "boat", "market", "council", "snow", "letter", "bridge"]
articles = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=25).map(" ".join), min_size=1, max_size=12, unique=True
)


def quiet(what, done, total):
    """Show no progress."""


def store(folder, texts, name="library.db"):
    """Make a library of one article a text."""
    source = folder / f"{name}.jsonl"
    rows = [
        {"id": f"a{hash_of(text)}", "title": "Notes", "text": text, "published": "2024-01-01", "publisher": "Wire"}
        for text in texts
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open_for_writing(folder / name) as library:
        add(library, [source], progress=quiet)
    return folder / name


def hash_of(text: str) -> str:
    return text.replace(" ", "")[:200]


def textbook(texts, terms, k1=0.9, b=0.75):
    """Score every text by BM25 as the papers have it, with Lucene's idf."""
    bags = [Counter(tokenize(text, "en") + tokenize("Notes", "en")) for text in texts]
    avgdl = sum(bag.total() for bag in bags) / len(bags)
    scores = []
    for bag in bags:
        score = 0.0
        for term in terms:
            df = sum(term in other for other in bags)
            idf = math.log(1 + (len(bags) - df + 0.5) / (df + 0.5)) if df else 0.0
            tf = bag[term]
            score += idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * bag.total() / avgdl))
        scores.append(score)
    return scores


def ranking(path, terms, limit=10, filters=None):
    with Library.open_for_reading(path) as library:
        found = search(library, Query(tuple(sorted(set(terms))), filters or Filters(), limit))
    return [(hit.passage.article.id, hit.score) for hit in found.hits]


@settings(max_examples=25, deadline=None)
@given(articles, st.lists(st.sampled_from(WORDS), min_size=1, max_size=4))
def test_scores_equal_a_textbook_bm25(texts, words):
    """Scores equal the formula to 1e-9, and only passages that hold a term are found."""
    terms = sorted({term for word in words for term in tokenize(word, "en")})
    with TemporaryDirectory() as folder:
        found = ranking(store(Path(folder), texts), terms, 50)

    expected = {f"a{hash_of(text)}": score for text, score in zip(texts, textbook(texts, terms), strict=True) if score}
    assert {article_id: pytest.approx(score, abs=1e-9) for article_id, score in found} == expected
    assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)


@settings(max_examples=15, deadline=None)
@given(articles, st.randoms(use_true_random=False), st.sampled_from(WORDS))
def test_ranking_does_not_depend_on_the_order_of_adding(texts, random, word):
    """The same articles in another order give the same passages, scores and order, equal scores included."""
    shuffled = random.sample(texts, len(texts))
    with TemporaryDirectory() as folder:
        one = ranking(store(Path(folder), texts, "one.db"), tokenize(word, "en"), 3)
        other = ranking(store(Path(folder), shuffled, "other.db"), tokenize(word, "en"), 3)

    assert one == other


@settings(max_examples=15, deadline=None)
@given(articles, articles, st.sampled_from(WORDS))
def test_removing_leaves_what_a_fresh_library_would_be(texts, more, word):
    """After articles are removed, scores are those of a library that never held them."""
    gone = [text for text in more if text not in texts]
    with TemporaryDirectory() as folder:
        edited = store(Path(folder), [*gone, *texts], "edited.db")
        with Library.open_for_writing(edited) as library:
            library.save([], [f"a{hash_of(text)}" for text in gone])
        left = ranking(edited, tokenize(word, "en"))
        fresh = ranking(store(Path(folder), texts, "fresh.db"), tokenize(word, "en"))

    assert left == fresh


def test_top_k_is_a_prefix_of_the_full_ranking(tmp_path):
    texts = [f"{'treaty ' * count}{'snow ' * (9 - count)}letter {count}" for count in range(1, 9)]
    path = store(tmp_path, texts)

    full = ranking(path, ["treati", "snow"], 50)
    assert ranking(path, ["treati", "snow"], 3) == full[:3]
    assert len(full) == 8


def test_filters_keep_scores_and_drop_articles(tmp_path):
    path = store(tmp_path, ["treaty and snow", "treaty alone"])

    assert ranking(path, ["treati"], 5, Filters(publisher="WIRE")) == ranking(path, ["treati"], 5)
    assert ranking(path, ["treati"], 5, Filters(publisher="Other")) == []


def test_an_unknown_term_finds_nothing(tmp_path):
    assert ranking(store(tmp_path, ["treaty"]), ["zebra"]) == []
