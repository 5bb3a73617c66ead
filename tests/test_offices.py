"""Who holds an office: only a sentence that ties the office to what it belongs to tells it."""

import pytest

from bot.answering.answer import TOLD
from bot.answering.given import given_hit
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.topics.holders import names_holder
from bot.answering.topics.offices import asks_holder
from index.rank import Statistics
from tests.stories import asked, library_of

STORIES = [
    (
        "Atlas ferry sinks",
        "The Big Norland could become the Big Vesland, a study warned. The president was told of it.",
    ),
    ("Elections", "The president of Torland, Ida Falk, met the king. Guests came from Norland and from Vesland."),
    ("Honours", "His wife, the painter Anna Torv, gets a medal, as proposed by the mayor, Ilya Rask."),
    ("Guests", "Jonas Berg of Halmar and his late wife, Olga Lind, kept the light for 40 years."),
    ("Markets", "Prices fell in Norland while Torland's first president slept."),
    *((f"Hill {number}", f"Rain fell over hill number {number}, and nobody minded.") for number in range(9)),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return library_of(tmp_path_factory.mktemp("offices"), STORIES)


def test_an_office_that_is_tied_to_its_country_is_told(library, capsys):
    code, found = asked(library, capsys, "who is the president of Torland?")

    assert code == 0
    assert "Ida Falk" in found["extracts"][0]["text"]


def test_whose_wife_somebody_is_is_told(library, capsys):
    code, found = asked(library, capsys, "who is Jonas Berg's wife?")

    assert code == 0
    assert "Olga Lind" in found["extracts"][0]["text"]


@pytest.mark.parametrize(
    "question",
    ["who is the president of Vesland?", "who is the president of Norland?", "who is Ilya Rask's wife?"],
)
def test_an_office_beside_a_name_is_not_of_that_name(library, capsys, question):
    code, found = asked(library, capsys, question)

    assert code == 1
    assert found["short_answer"] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland's president, Ida Falk, slept.", True),
        ("Norland national President Ida Falk slept.", True),
        ("The country's old president, Ida Falk, said that Norland slept.", False),
        ("The king's old president, Ida Falk, said that Norland slept.", False),
        ("Norland's President Ida Falk slept.", True),
        ("Former Norland President Ida Falk slept.", False),
        ("Norland's President Ida Falk was ousted on Monday.", False),
        ("Norland's President Ida Falk resigned.", False),
        ("Norland's President Ida Falk ousted her rival.", True),
        ("Ida Falk is the president of Norland.", True),
        ("Ida Falk, the president of Norland, slept.", True),
        ("The president of Norland met Ida Falk.", False),
        ("After she met the president of Norland, Ida Falk slept.", False),
        ("Ida Falk met the president of Norland.", False),
        ("The president of Vesland, Ida Falk, saw Norland.", False),
    ],
)
def test_the_holder_of_an_office_stands_beside_it(text, expected):
    question = read_question("who is the president of Norland?", ["en"])
    (candidate,) = rank_sentences(question, [given_hit(question, text)], Statistics(1, 9, {}))

    assert names_holder(question, candidate) is expected


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("who is the Tidewatch CEO?", "Tidewatch CEO Ida Falk slept.", True),
        ("who is the Tidewatch CEO?", "Former Tidewatch CEO Ida Falk slept.", False),
        ("who is the Tidewatch CEO?", "Ida Falk saw Tidewatch with another CEO.", False),
        ("who is the Harbour House press secretary?", "Harbour House press secretary Ida Falk slept.", True),
        ("who is the Senate majority leader?", "Senate Majority Leader Ida Falk slept.", True),
        ("who is the Senate majority leader?", "They saw Halmar Senate Majority Leader Ida Falk.", False),
        ("who coaches the Lanterns?", "Lanterns coach Ida Falk slept.", True),
        ("who coaches the Lanterns?", "Lanterns manager Ida Falk slept.", True),
        ("who coaches the Lanterns?", "Lanterns head coach Ida Falk slept.", True),
        ("who coaches the Lanterns?", "Lanterns assistant coach Ida Falk slept.", False),
        ("who heads Norland?", "Norland's head Ida Falk slept.", True),
        ("who heads Tidewatch?", "Ida Falk, head of the Tidewatch agency for boats, slept.", False),
        ("who heads Tidewatch?", "Tidewatch's retail chief Ida Falk slept.", False),
        ("who heads Tidewatch?", "Tidewatch chief prosecutor Ida Falk slept.", False),
        ("who heads Tidewatch?", "Vesland's Tidewatch director Ida Falk slept.", False),
        ("who runs Tidewatch?", "Tidewatch CEO Ida Falk slept.", True),
        ("who is the vice president?", "Vice President Ida Falk slept.", True),
        ("who is the vice president of the US?", "U.S. Vice President Ida Falk slept.", True),
        ("who is the vice president?", "President Ida Falk slept.", False),
        ("who is the vice president?", "Former Vice President Ida Falk slept.", False),
        ("who is the vice president?", "Ida Falk, a vice president of Tidewatch, slept.", False),
        ("who's in charge at Tidewatch?", "Tidewatch CEO Ida Falk slept.", True),
        ("who heads Tidewatch?", "Tidewatch Chair Ida Falk slept.", True),
        ("who is the US surgeon general?", "The U.S. Surgeon General's Advisory found it.", False),
        ("who coaches the Lanterns?", "Lanterns management director Ida Falk slept.", False),
        ("who coaches the Lanterns?", "Suspended Lanterns coach Ida Falk slept.", False),
        ("who is the leader of Norland?", "Norland's opposition leader Ida Falk slept.", False),
        ("who is the president of Norland?", "Norland's central bank president Ida Falk slept.", False),
        ("who is the president of Norland?", "Ida Falk became president of Norland three decades ago.", False),
        ("who is the president of Norland?", "Before Ida Falk became president of Norland, she sailed.", False),
        ("who is the coach of the Chiefs?", "Head coach Ida Falk slept.", False),
        ("who is the head of the Halmar Bank?", "Ida Falk, director of the Halmar Bank, slept.", True),
        ("who is the head of Tidewatch?", "Ida Falk, chief of Tidewatch’s sailing school, slept.", False),
        ("who is the host of Lantern?", "Ida Falk, host of “Lantern”, slept.", True),
        ("who is the host of Lantern?", "Lantern guest host Ida Falk slept.", False),
        ("who is the lead singer of Lantern?", "Lantern lead singer Ida Falk slept.", True),
    ],
)
def test_the_head_of_a_house_is_told_too(question, text, expected):
    asked = read_question(question, ["en"])
    (candidate,) = rank_sentences(asked, [given_hit(asked, text)], Statistics(1, 9, {}))

    assert asks_holder(asked)
    assert names_holder(asked, candidate) is expected


@pytest.mark.parametrize(
    "question",
    ["who leads the Lanterns?", "who heads Norland's sailing body Tidewatch?", "who runs a mile in Halmar?"],
)
def test_a_verb_that_more_follows_asks_for_no_office(question):
    assert not asks_holder(read_question(question, ["en"]))


def test_a_title_in_short_is_the_office(tmp_path, capsys):
    stories = [("Storm", "Norland Gov. Ida Falk watched the storm from her office."), *STORIES[4:]]
    code, found = asked(library_of(tmp_path, stories), capsys, "who is the governor of Norland?")

    assert code == 0
    assert found["confidence"] >= TOLD
    assert "Ida Falk" in found["extracts"][0]["text"]
