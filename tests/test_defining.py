"""Who or what something is, where many passages name it."""

import json

import pytest

from bot.answering.questions.question import read_question
from bot.answering.ranking.defining import defining_first
from bot.terminal.main import main
from index.models import Query
from index.search import search
from index.store import Library


@pytest.fixture
def path(tmp_path, capsys):
    """Return a library of 40 articles that name a feast and a woman often, and of two that say it once."""
    rows = [
        {
            "title": f"Boats {number}",
            "text": f"Ida Falk came to Quayfest with {number} boats, and Ida Falk left Quayfest with {number} more.",
            "published": "2023-05-01",
        }
        for number in range(40)
    ]
    rows += [{"title": "Report", "text": text, "published": "2023-05-02"} for text in (FEAST, WOMAN)]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", str(source), "--library", str(tmp_path / "library.db")]) == 0
    capsys.readouterr()
    return tmp_path / "library.db"


FEAST = "Quayfest marks the day on which the harbour of Norland was freed, years before the long war ended."
WOMAN = "In a long speech in the town hall of Halmar on Monday, Norland's premier Ida Falk spoke of the sea."


@pytest.mark.parametrize(
    ("question", "telling"), [("what is Quayfest?", FEAST), ("who is Ida Falk?", WOMAN)], ids=["behind", "before"]
)
def test_a_passage_that_says_it_comes_first(path, question, telling):
    read = read_question(question, ["en"])
    with Library.open_for_reading(path) as library:
        hits = search(library, Query(read.terms, limit=80)).hits

    assert hits[-1].passage.text == telling
    assert [hit.passage.text for hit in defining_first(read, hits)] == [
        telling,
        *(hit.passage.text for hit in hits[:-1]),
    ]


def test_passages_stay_in_order_where_something_else_is_asked(path):
    read = read_question("when did Ida Falk come to Quayfest?", ["en"])
    with Library.open_for_reading(path) as library:
        hits = search(library, Query(read.terms, limit=80)).hits

    assert defining_first(read, hits) == list(hits)


def test_what_it_is_is_found_though_many_passages_rank_above(path, capsys):
    assert main(["ask", "what is Quayfest?", "--library", str(path), "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["extracts"][0]["text"] == FEAST
