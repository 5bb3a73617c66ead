"""Who came before or after somebody is told as such."""

import pytest

from bot.answering.matching.succession import tells_succession
from bot.answering.questions.asked_role import named_beside
from bot.answering.questions.question import read_question
from bot.answering.topics.offices import asks_holder
from tests.stories import news_sentence


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Who was mayor of Halmar before Ida Falk?", "Mayor Ida Falk opened the harbour of Halmar.", False),
        ("Who was mayor of Halmar before Ida Falk?", "Bo Rask, mayor of Halmar, opened the harbour.", False),
        ("Who was mayor of Halmar before Ida Falk?", "Ida Falk succeeded Bo Rask as mayor of Halmar.", True),
        ("Who became mayor of Halmar after Ida Falk?", "Lea Lund took over as mayor of Halmar from Falk.", True),
        ("Who was mayor before Ida Falk?", "Ida Falk fired Mayor Bo Rask.", True),
        ("Who was mayor before Ida Falk?", "Bo Rask was mayor for 49 days before Ida Falk.", True),
        ("Who became king after Olav?", "Karl ascended the throne when King Olav fell ill.", True),
        ("Who was mayor before Ida Falk?", "Since Monday Bo Rask has sung for Mayor Ida Falk.", False),
        ("Who was mayor before Ida Falk?", "Mayor Ida Falk met former President Olav Berg.", False),
        ("Who was mayor before Ida Falk?", "Mayor Ida Falk met former mayor Bo Rask.", True),
        ("Who succeeded Ida Falk?", "They did not succeed in denying Ida Falk her seat.", False),
        ("Who replaced Bo Rask as coach?", "Lund replaced longtime Norland star Bo Rask as coach.", True),
        ("Who will be the next king?", "Karl will one day succeed Olav as king.", True),
        ("Who won the cup the year after Falk?", "Lund won the cup the year after Falk.", True),
        ("Who came after Ida Falk as mayor?", "Mayor Ida Falk waved.", False),
        ("Who was the last mayor to quit before Ida Falk?", "Mayor Bo Rask quit, and Ida Falk waved.", True),
        ("Who won the cup the year after Falk?", "Falk won the cup in May.", False),
        ("Who replaced Falk?", "Falk and Lund hope to replace Rask.", False),
        ("Who replaced Falk?", "Lund is to replace Falk.", True),
        ("Who will be the next mayor of Halmar?", "The mayor of Halmar is Ida Falk.", False),
        ("Who will be the next mayor of Halmar?", "Ida Falk was elected mayor of Halmar.", True),
        ("Who is mayor of Halmar?", "The mayor of Halmar is Ida Falk.", True),
    ],
)
def test_who_came_after_somebody_is_told_as_such(question, text, told):
    assert tells_succession(*news_sentence(question, text)) is told


@pytest.mark.parametrize(
    ("question", "beside"),
    [
        ("Who was mayor of Halmar before Ida Falk?", "Ida Falk"),
        ("Who's the king after Olav IV?", "Olav IV"),
        ("Who is mayor of Halmar?", None),
        ("Who sang before the Halmar show began?", None),
    ],
)
def test_whom_a_question_names_beside_its_holder(question, beside):
    assert named_beside(question) == beside


@pytest.mark.parametrize(
    ("question", "is_asked"),
    [
        ("Who is the mayor of Halmar after Ida Falk?", False),
        ("Who is the mayor of Halmar after Ida Falk resigned?", True),
        ("Who is the mayor of Halmar?", True),
    ],
)
def test_whoever_comes_after_a_name_is_not_the_holder_of_today(question, is_asked):
    assert asks_holder(read_question(question, ["en"])) is is_asked
