"""What plain BM25 is, that passages are measured beside; and the brief questions that weights are fitted on."""

import json
import math
import re

import pytest

from benchmarks.fit import fit_groups
from benchmarks.labelled import brief_questions
from benchmarks.passages import Plain, all_passages, shares, ways
from bot.answering.questions.question import read_question
from index.build import add
from index.store import Library

STORIES = [
    ("Ferry Alma", "The ferry crossed the strait, and the ferry came back."),
    ("Ferry", "The mayor of Halmar praised the ferry, the harbour and the strait of Vesland."),
    ("Alma", "Rain fell over the hill, and nobody minded it much."),
]


@pytest.fixture
def stored(tmp_path):
    source = tmp_path / "articles.jsonl"
    rows = [{"title": title, "text": text, "published": "2023-05-04"} for title, text in STORIES]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open_for_writing(tmp_path / "library.db") as library:
        add(library, [source], progress=lambda what, done, total: None)
    with Library.open_for_reading(tmp_path / "library.db") as library:
        yield library


def test_plain_bm25_is_the_textbook_formula_without_titles(stored):
    """No title counts: of "Alma", which only titles hold, nothing is found."""
    plain = Plain(all_passages(stored))

    found = plain.best(["ferri", "strait"], 1.5, 0.75, 5)

    assert [item.article.title for item in found] == ["Ferry Alma", "Ferry"]
    assert plain.best(["alma"], 1.5, 0.75, 5) == []
    assert math.isclose(plain._lengths.mean(), sum(plain._lengths) / 3)


def test_every_way_ranks_passages(stored):
    plain = Plain(all_passages(stored))

    found = dict(ways(stored, plain, read_question("who praised the ferry?", ["en"])))

    assert list(found) == [
        "plain BM25, k1 1.5", "plain BM25, k1 .9", "with titles", "and article, place", "and the day",
            "and the best sentence",
    ]  # fmt: skip
    assert all(passages[0].article.title == "Ferry" for passages in found.values())


def test_shares_are_of_the_first_1_5_and_20():
    assert shares([[0, 3], [4], [19], [99]]) == "0.250 / 0.500 / 0.750"


def test_every_brief_question_has_terms_and_a_pattern_or_none():
    lines = [line.split("\t") for part in brief_questions() for line in part]

    assert len(lines) > 150
    assert sum(not pattern for _, pattern in lines) >= 40
    assert all(re.compile(pattern) and read_question(text, ["en"]).terms for text, pattern in lines)


def test_what_is_fitted_adds_to_the_scores_given():
    """Where those tell the right one already, there is hardly anything left to learn."""
    groups = [([{"near": 1.0}, {"near": 0.0}], [True, False])] * 20

    learnt = fit_groups(groups)["near"]

    assert fit_groups(groups, given=[[9.0, 0.0]] * 20).get("near", 0.0) < learnt / 10


def test_some_brief_questions_are_held_back():
    fitted_on, held_back = brief_questions()

    assert len(held_back) > 100
    asked = [{line.split("\t")[0].lower().rstrip("?") for line in part} for part in (fitted_on, held_back)]
    assert not asked[0] & asked[1]
