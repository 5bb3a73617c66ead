"""The questions every engine is asked, as terms: as people asked them, and short."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path

import numpy as np

from benchmarks.search.corpus import Corpus, distinct
from benchmarks.search.real import read_rows
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.tokens import tokenize

SEED = 1_002
SHORT_LENGTHS = (3, 4)
"""How many terms short questions have, in turn."""
SYNTHETIC_COUNT, SYNTHETIC_LENGTH = 1_000, 12

Questions = dict[str, list[list[str]]]
"""Kind of question -> questions, each its distinct terms in code point order."""

HOW_MADE = (
    "Short questions are the 3 or 4 (in turn) terms of a question that are rarest in the passages, of those that occur."
)


def real_questions(path: Path, corpus: Corpus) -> Questions:
    """Return the questions of a JSON Lines file, in an order shuffled once and for all, and short ones made of them."""
    rows = [row["question"] for row in read_rows(path)]
    asked = [sorted(set(tokenize(row, detect_language(row) or DEFAULT_LANGUAGE))) for row in rows]
    frequencies = _document_frequencies(corpus)
    return _both(asked, lambda term: frequencies.get(term, 0))


def synthetic_questions(corpus: Corpus) -> Questions:
    """Return questions made of 12 distinct terms of one passage each, and short ones made of them."""
    random = np.random.default_rng(SEED)
    terms = corpus.terms()
    ends = np.cumsum(corpus.numbers("lengths"))
    ranks: dict[str, int] = {}
    asked = []
    for passage in random.integers(0, len(ends), SYNTHETIC_COUNT).tolist():
        start = int(ends[passage - 1]) if passage else 0
        found = distinct(corpus.numbers("tokens", start, int(ends[passage]) - start))
        chosen = random.choice(found, min(SYNTHETIC_LENGTH, len(found)), replace=False).tolist()
        ranks |= {terms[rank]: rank for rank in chosen}
        asked.append(sorted(terms[rank] for rank in chosen))
    return _both(asked, lambda term: -ranks[term] - 1)


def _both(asked: Sequence[list[str]], frequency: Callable[[str], int]) -> Questions:
    """Return questions whole and short, shuffled; ``frequency`` tells how common a term is, 0 if it does not occur."""
    order = np.random.default_rng(SEED).permutation(len(asked)).tolist()
    whole = [asked[place] for place in order if any(map(frequency, asked[place]))]
    short = []
    for terms, length in zip(whole, cycle(SHORT_LENGTHS), strict=False):
        known = [term for term in terms if frequency(term)]
        short.append(sorted(sorted(known, key=lambda term: (frequency(term), term))[:length]))
    return {"real": whole, "short": short}


def _document_frequencies(corpus: Corpus) -> dict[str, int]:
    """Return term -> in how many passages it stands."""
    terms, tokens = corpus.terms(), corpus.numbers("tokens")
    passages = np.repeat(np.arange(corpus.about.passages), corpus.numbers("lengths"))
    pairs = distinct(passages * corpus.about.distinct_terms + tokens)
    counts = np.bincount(pairs % corpus.about.distinct_terms, minlength=corpus.about.distinct_terms)
    return {terms[number]: count for number, count in enumerate(counts.tolist())}


def save(questions: Questions, path: Path) -> None:
    """Write questions for the measuring processes."""
    path.write_text(json.dumps(questions), encoding="utf-8")


def load(path: Path) -> Questions:
    """Return questions as saved."""
    loaded: Questions = json.loads(path.read_text(encoding="utf-8"))
    return loaded
