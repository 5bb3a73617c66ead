"""What asks for today is read and no word to look for; what only looks like it stays."""

from datetime import date

import pytest

from bot.answering.questions.english import spelled_out
from bot.answering.questions.now import says_now, without_now
from bot.answering.questions.question import read_question


@pytest.mark.parametrize(
    ("question", "rest"),
    [
        ("who coaches the Lanterns now?", "who coaches the Lanterns?"),
        ("price of kites rn?", "price of kites?"),
        ("how many were rescued so far", "how many were rescued"),
        ("who currently coaches the Lanterns?", "who coaches the Lanterns?"),
        ("who's the CEO of Tidewatch, since Falk left?", "who's the CEO of Tidewatch?"),
        ("who's the coach of Halmar football now that Falk has gone?", "who's the coach of Halmar football?"),
        ("who won the latest Lantern?", "who won the latest Lantern?"),
    ],
)
def test_today_is_asked_for(question, rest):
    assert says_now(question)
    assert without_now(question) == rest


def test_what_is_quoted_stays():
    assert without_now('who said "it is happening right now"') == 'who said "it is happening right now"'


@pytest.mark.parametrize(
    "question",
    [
        "who directed Lantern Now?",
        "who invented the ATM?",
        "what is an RN?",
        "when is it legal to date?",
        "why is the moon so far away?",
        "who is the man arrested after the fair?",
        "who is the only president elected after the war?",
        "who is the next president after Falk?",
        "what happened in recent years?",
        "where was Falk at the time?",
    ],
)
def test_what_only_looks_like_it_stays(question):
    assert not says_now(question)
    assert without_now(question) == question


@pytest.mark.parametrize(
    "text",
    [
        "capital of Norland attacked",
        "Mayor of Halmar resigns",
        "kite price hikes",
        "coach of the year",
        "The price of kites is stable until when?",
        "Mayor of Halmar. Who is she?",
        "Falk visited Norland",
    ],
)
def test_what_says_more_than_a_thing_is_no_question(text):
    assert spelled_out(text) == text


def test_a_thing_may_be_told_by_a_clause():
    text = "number of kids killed when the bridge came down?"

    assert spelled_out(text) == f"what is the {text}"


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("population of Norland last year", ("norland", "popul")),
        ("who currently coaches Halmar, according to the Post", ("coach", "halmar")),
    ],
)
def test_what_is_filtered_by_is_cut_out_of_what_is_left(question, terms):
    read = read_question(question, ["en"], today=date(2026, 1, 1), outlet_named=lambda name: "post.example")

    assert read.terms == terms
    assert read.written == question
