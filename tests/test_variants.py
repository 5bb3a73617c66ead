"""Words that are written otherwise elsewhere: a question in British letters is answered by American news."""

import pytest

from bot.answering.lexicon.variants import variants
from bot.answering.questions.question import read_question
from tests.stories import asked, dated_library


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("legalised", "legal"),
        ("organization", "organis"),
        ("analyse", "analyz"),
        ("Harbour", "harbor"),
        ("favorites", "favourit"),
        ("centre", "center"),
        ("kilometers", "kilometr"),
        ("defence", "defens"),
        ("tyres", "tire"),
        ("labour", "labor"),
    ],
)
def test_a_word_is_looked_for_as_it_is_written_elsewhere_too(word, other):
    assert variants({"term": word}) == {other: "term"}


@pytest.mark.parametrize("word", ["promise", "prize", "raised", "four", "paper", "Labour", "seized", "your"])
def test_what_is_written_in_one_way_has_no_other(word):
    assert variants({"term": word}) == {}


def test_both_spellings_are_one_word():
    question = read_question("who legalised the colour?", ["en"])

    assert question.searched == ("colour", "legalis", "color", "legal")
    assert question.aliases["color"] == "colour"


def test_a_question_is_answered_by_news_in_other_letters(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "Norland has legalized kites, Ida Falk said in Halmar."))
    _, found = asked(library, capsys, "who said that Norland has legalised kites?")

    assert found["status"] == "answered"
    assert found["corrections"] == []
