"""Names that only tell whose somebody is, and names beside which somebody else does it."""

import json

import pytest

from bot.answering.questions.question import read_question
from bot.answering.ranking.comparing import BY_HAND
from bot.answering.ranking.evidence import faults
from bot.answering.ranking.sentences import rank_sentences
from index.build import add
from index.models import Query
from index.search import search
from index.store import Library


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("when did Bo Rask die?", "Ida Falk, wife of Bo Rask, died on Friday."),
        ("when did Bo Rask die?", "The ex-wife of Premier Bo Rask has died on Friday."),
        ("when did Bo Rask die?", "Ida Falk, 81, who met Bo Rask in May, died on Friday."),
        ("when did Bo Rask die?", "Ida Falk (wife of Bo Rask) died on Friday."),
        ("when did Bo Rask die?", "The man who shot Bo Rask died on Friday."),
        ("when did Bo Rask resign?", "Ida Falk, who succeeded Bo Rask, 62, resigned on Friday."),
        ("when did Boris Johnsen resign?", "The son of Boris Johnsen resigned on Friday."),
        ("when was Bo Rask arrested?", "Two associates of Bo Rask were arrested on Friday."),
        ("where was Bo Rask arrested?", "Ida Falk, who supports Bo Rask, was arrested in Halmar."),
        ("who arrested Bo Rask?", "Ida Falk, who supports Bo Rask, was arrested by Anna Torv in Halmar."),
        ("where did Bo Rask die?", "Ida Falk, wife of Bo Rask, died in Halmar."),
        ("who killed Bo Rask?", "Ida Falk, wife of Bo Rask, was killed by Anna Torv in Halmar."),
        ("why was Bo Rask arrested?", "The wife of Bo Rask was arrested because of fraud."),
        ("how many goals did Bo Rask score?", "Ida Falk, a friend of Bo Rask, scored three goals."),
        ("when was Bo Rask born?", "Bo Rask's mother is Ida Rask, the second daughter, born in 1953."),
    ],
)
def test_a_name_that_only_tells_whose_somebody_is_does_not_do_it(ask, question, text):
    found = ask(question, text)

    assert not found.answered
    assert found.short_answer is None


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("when did Bo Rask die?", "A lawyer for Bo Rask said he died on Friday."),
        ("when did Bo Rask die?", "A spokesman for the family said Bo Rask died on Friday."),
        ("when did Bo Rask die?", "She was a friend to many. Bo Rask died on Friday."),
        ("when was Bo Rask shot?", "The brother of Bo Rask, who was shot on Friday, asked for calm."),
        ("when did Bo Rask resign?", "In London, after years of scandal Bo Rask, 62, resigned on Friday."),
        ("when did Bo Rask beat Ida Falk?", "Bo Rask, the rival of Ida Falk, beat her on Friday."),
        (
            "when did Bo Rask meet Ida Falk?",
            "Anna Torv, leader of Norland and Bo Rask, 62, met Ida Falk on Friday.",
        ),
        ("when did the wife of Bo Rask die?", "Ida Falk, wife of Bo Rask, died on Friday."),
        ("when did Bo Rask die?", "Bo Rask, a friend of Ida Falk and Anna Torv, died on Friday."),
        ("who succeeded Bo Rask?", "Ida Falk, the deputy of Bo Rask, succeeded him in May."),
        ("who won the Halmar Prize?", "Ida Falk, a critic of the Halmar Prize, won it in May."),
        ("when did Bo Rask appeal?", "Lawyers for Bo Rask appealed on Friday."),
        ("when did the shooter of Bo Rask die?", "Ida Falk, who shot Bo Rask, died on Friday."),
        ("what did Bo Rask say about fraud?", "A spokesman for Bo Rask said that fraud was never tolerated."),
    ],
)
def test_whose_somebody_is_does_not_hide_what_is_told(ask, question, text):
    assert ask(question, text).answered


def test_somebody_of_whom_is_asked_is_meant(ask):
    found = ask("when did the wife of Bo Rask die?", "The wife of Bo Rask died on Friday.")

    assert found.short_answer
    assert found.short_answer.text == "Friday"


def ranked(folder, question, *texts):
    """Return the candidates for a question from texts of one article each, best first, and what judges them."""
    source, path = folder / "articles.jsonl", folder / "library.db"
    source.write_text("\n".join(json.dumps({"title": "News", "text": text}) for text in texts), encoding="utf-8")
    read = read_question(question, ["en"])
    with Library.open_for_writing(path) as library:
        add(library, [source], progress=lambda what, done, total: None)
    with Library.open_for_reading(path) as library:
        found = search(library, Query(read.terms, limit=5))
    path.unlink()
    return read, rank_sentences(read, found.hits, found.statistics), found.statistics


def test_what_is_told_of_a_friend_comes_later(tmp_path, monkeypatch):
    question, aside = "how many goals did Bo Rask score?", "Ida Falk, a friend of Bo Rask, scored three goals."
    telling = "Bo Rask of Halmar by the sea scored all of his team's two goals."

    _, candidates, _ = ranked(tmp_path, question, aside, telling)
    monkeypatch.setitem(BY_HAND, "aside", 0.0)
    _, unmarked, _ = ranked(tmp_path, question, aside, telling)

    assert candidates[0].said == telling
    assert unmarked[0].said == aside


@pytest.mark.parametrize(("text", "is_too_much"), [("Falk opened the new bridge.", False), ("A bridge fell.", True)])
def test_more_than_half_of_a_question_may_be_missing_but_not_nearly_all(tmp_path, text, is_too_much):
    question = "which famous engineers from Vesland built the new bridge that Falk opened?"

    read, candidates, statistics = ranked(tmp_path, question, text)

    assert ("too much of the question is missing" in faults(read, candidates[0], statistics)) == is_too_much
