"""What a question says about the articles it wants: read, kept to, and shown."""

import json
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.questions.constraints import Use, filters_with, meets, read_constraints, speaks_of, without
from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.replies import Text
from bot.terminal.main import main
from index.build import add
from index.models import Filters
from index.store import Library

TODAY = date(2026, 11, 24)
OUTLETS = {"reuters": "Reuters", "the guardian": "The Guardian", "bbc": "BBC", "time": "Time", "post": "Post"}


def read(text):
    """Return text, kind, value and use of each constraint."""
    return [(item.text, item.kind, item.value, item.use) for item in read_constraints(text, TODAY, outlet)]


def outlet(name):
    return OUTLETS.get(name.casefold())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When did Kim visit Russia in 2023?", ("in 2023", "in", "2023", Use.EVIDENCE)),
        ("Who won before May 2019?", ("before May 2019", "before", "2019-05", Use.EVIDENCE)),
        ("Who won after 2019?", ("after 2019", "after", "2019", Use.EVIDENCE)),
        ("Who sang before the 2021 Bowl?", ("before the 2021", "in", "2021", Use.EVIDENCE)),
        ("Who sang before the 1990s began?", ("before the 1990s", "in", "1990/1999", Use.EVIDENCE)),
        ("Who left after the 2021 games?", ("after the 2021", "since", "2021", Use.EVIDENCE)),
        ("How many died between 2004 and 2008?", ("2004 and 2008", "in", "2004/2008", Use.EVIDENCE)),
        ("Who won last week?", ("last week", "in", "2026-11-16/2026-11-22", Use.FILTER)),
        ("Who won since yesterday?", ("since yesterday", "since", "2026-11-23", Use.FILTER)),
        ("What happened at the end of the year?", ("the year", "in", "2026", Use.WORDS)),
        ("Who will win next week?", ("next week", "in", "2026-11-30/2026-12-06", Use.WORDS)),
        ("Who won in March?", ("in March", "in", "2026-03", Use.WORDS)),
        ("What changed since the summit?", ("since the summit", "since", "", Use.WORDS)),
        ("Who won, according to Reuters?", ("according to Reuters", "outlet", "Reuters", Use.FILTER)),
        ("According to the BBC, who won?", ("According to the BBC", "outlet", "BBC", Use.FILTER)),
        ("What did the BBC report about ferries?", ("did the BBC report", "outlet", "BBC", Use.FILTER)),
        (
            "Which ferry sank in The Guardian's report?",
            ("in The Guardian's report", "outlet", "The Guardian", Use.FILTER),
        ),
        ("What is it, according to Kim?", ("according to Kim", "outlet", "Kim", Use.WORDS)),
        ("Who said “mutual  assistance”?", ("“mutual assistance”", "phrase", "mutual assistance", Use.EVIDENCE)),
        ("Wer sagte „nie wieder“?", ("„nie wieder“", "phrase", "nie wieder", Use.EVIDENCE)),
    ],
)
def test_a_constraint_is_read(text, expected):
    """Only what an article of an earlier day can't tell, and an outlet that the library has, become filters."""
    assert read(" ".join(text.split())) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Who won in Time?",
        "Who lives in Post Street?",
        "Since when have they been allies?",
        "Who was the person of the year?",
        "Who wrote the treaty?",
        'What does "?!" mean?',
        "",
    ],
)
def test_what_is_no_constraint(text):
    """An outlet named like any other word counts only where it is plainly meant."""
    assert read(text) == []


def test_filter_words_are_not_looked_for():
    text = "According to Reuters, who won the cup last week?"
    constraints = read_constraints(text, TODAY, outlet)

    assert without(text, constraints) == "who won the cup?"
    assert filters_with(Filters(), constraints) == Filters(since=date(2026, 11, 16), publisher="Reuters")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Who won, according to CNN?", "cnn.com"),
        ("Who won, according to the Halmar Post?", "halmarpost.co.uk"),
        ("Who won, according to The Week?", "theweek.org"),
        ("Who won, as reported by CNN last year?", "cnn.com"),
    ],
)
def test_an_outlet_may_be_called_by_its_address(text, address):
    found = read_constraints(text, TODAY, lambda name: address if name.lower() == address else None)

    assert filters_with(Filters(), found).publisher == address


def test_a_place_is_no_address():
    """Only where an outlet is plainly meant is it looked for so."""
    found = read_constraints("Who won in Norland?", TODAY, lambda name: name if name.endswith(".com") else None)

    assert found == ()


def test_a_chosen_filter_stays():
    constraints = read_constraints("Who won last week according to Reuters?", TODAY, outlet)
    chosen = Filters(since=date(2020, 1, 1), publisher="BBC")

    assert filters_with(chosen, constraints) == chosen


def test_without_a_day_last_week_means_nothing():
    assert read_constraints("Who won last week?", None, outlet) == ()


@pytest.mark.parametrize(
    ("relation", "asked", "value", "expected"),
    [
        ("since", "2020", "2020-01", True),
        ("since", "2020-06", "2020-05-30", False),
        ("since", "2020", "2019/2021", True),
        ("until", "2020", "2020-12-31", True),
        ("until", "2020", "2021", False),
        ("after", "2020-05", "2020-06-01", True),
        ("after", "2020-05", "2020-05-20", False),
        ("after", "2020-05-20", "2020-05", True),
        ("after", "2019/2021", "2021-06", False),
        ("before", "2020-05", "2020-04", True),
        ("before", "2020-05", "2020", False),
        ("in", "2004/2008", "2006-02", True),
        ("in", "2004/2008", "2009", False),
        ("in", "2023-09", "2023", True),
    ],
)
def test_dates_are_held_against_a_time(relation, asked, value, expected):
    assert meets(relation, asked, value) is expected


def test_a_passage_speaks_of_a_time_by_its_years_or_its_day():
    (since,) = read_constraints("Who won since 2019?", None, outlet)

    assert speaks_of(since, "In 2021 they won.", None)
    assert not speaks_of(since, "In 2018 they won.", "2018-05-01")
    assert speaks_of(since, "They won.", "2020-05-01")


def test_after_a_month_is_later_in_its_year_too():
    (after,) = read_constraints("Who won after May 2019?", None, outlet)

    assert speaks_of(after, "They won.", "2019-07-01")
    assert not speaks_of(after, "They won.", "2018-07-01")


@given(st.text(max_size=200), st.sampled_from([TODAY, None]))
def test_constraints_stand_in_the_question_apart_and_in_order(text, today):
    found = read_constraints(text, today, outlet)

    assert all(text[item.start : item.end] == item.text for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


ROWS = [
    {"id": "post", "title": "Bridge", "publisher": "The Post", "published": "2026-11-20",
     "text": "The harbour bridge was closed by Mayor Anna Berg for mutual  assistance of ferries."},
    {"id": "echo", "title": "Bridge", "publisher": "Echo", "published": "2024-02-01",
     "text": "The harbour bridge was closed by Minister Carl Dahl; assistance was mutual."},
    *({"title": f"Hill {number}", "text": f"Rain fell over hill {number}."} for number in range(9)),
]  # fmt: skip


def made_of(rows, folder):
    """Make a library of articles; return its path."""
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open_for_writing(folder / "library.db") as made:
        add(made, [source], progress=lambda what, done, total: None)
    return folder / "library.db"


@pytest.fixture
def library(tmp_path):
    """Make a library of articles from two outlets and two years."""
    return made_of(ROWS, tmp_path)


@pytest.fixture
def service(library):
    made = Service(Settings(library=library), readers=1)
    yield made
    made.close()


def lines(reply):
    return [block.text for block in reply.blocks if isinstance(block, Text)]


@pytest.mark.parametrize(
    ("question", "article", "said"),
    [
        ("Who closed the harbour bridge, according to Echo?", "echo", "only outlet Echo (“according to Echo”)"),
        ("Who closed the harbour bridge last week?", "post", "only articles since 2026-11-16 (“last week”)"),
        ("Who closed the harbour bridge in 2024?", "echo", "in 2024"),
        ('Who closed the harbour bridge for "mutual assistance"?', "post", "word for word “mutual assistance”"),
    ],
)
async def test_a_constraint_chooses_the_article_and_is_shown(service, question, article, said):
    reply = await ask(service, AskRequest(question, 1, today=TODAY))

    assert reply.answer
    assert [item.article.id for item in reply.answer.extracts] == [article]
    assert f"From the question: {said}" in lines(reply)


async def test_a_phrase_that_stands_nowhere_is_no_answer(service):
    """Its words alone do not do: they stand in both articles."""
    reply = await ask(service, AskRequest('Who closed the harbour bridge for "assistance mutual"?', 1))

    assert reply.answer
    assert not reply.answer.answered
    assert reply.answer.missing == ("assistance mutual",)
    assert reply.answer.extracts


async def test_a_phrase_is_found_behind_many_passages_with_its_words(tmp_path):
    """Passages that hold the words rank first, and still the one with the phrase is found."""
    rows = [
        {"title": f"Treaty {number}", "text": "Assistance, mutual assistance of all mutual kinds. " * 3}
        for number in range(150)
    ]
    rows = [
        {"title": row["title"], "text": row["text"].replace("mutual assistance", "mutual, assistance")} for row in rows
    ]
    rows.append(
        {
            "id": "right",
            "title": "Other",
            "text": "A word about mutual assistance " + "and of many other things too " * 9 + ".",
        }
    )
    service = Service(Settings(library=made_of(rows, tmp_path)), readers=1)

    reply = await ask(service, AskRequest('Which treaty says "mutual assistance"?', 1))

    service.close()
    assert reply.answer
    assert [item.article.id for item in reply.answer.extracts] == ["right"]


async def test_last_week_is_not_a_filter_where_no_article_has_a_date(tmp_path):
    rows = [{"title": "Bridge", "text": "The harbour bridge was closed by Anna Berg."}]
    service = Service(Settings(library=made_of(rows, tmp_path)), readers=1)

    reply = await ask(service, AskRequest("Who closed the harbour bridge last week?", today=TODAY))

    service.close()
    assert reply.answer
    assert reply.answer.extracts
    assert reply.answer.filters == Filters()


def test_json_tells_what_was_taken_from_the_question(library, capsys):
    capsys.readouterr()
    main(["ask", "--json", "Who closed the harbour bridge, according to Echo?", "--library", str(library)])

    row = json.loads(capsys.readouterr().out)
    assert row["filters"]["publisher"] == "Echo"
    assert row["constraints"] == [{"text": "according to Echo", "kind": "outlet", "value": "Echo", "use": "filter"}]
