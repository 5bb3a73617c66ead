"""Whether one sentence tells who won or came next, what of somebody died, what is the largest, how many there are."""

import pytest

from bot.answering.matching.dying import tells_cause
from bot.answering.matching.succession import tells_succession
from bot.answering.matching.superlatives import is_superlative_of_other
from bot.answering.matching.telling import tells
from bot.answering.matching.totals import counts_all_there
from bot.answering.matching.winning import tells_win
from bot.answering.questions.asked_role import named_beside
from bot.answering.questions.question import read_question
from bot.answering.topics.offices import asks_holder
from tests.stories import news_sentence


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How did Halmar win the Lantern Cup?", "Vesland won the Lantern Cup by beating Halmar in Torp.", False),
        ("How did Halmar win the Lantern Cup?", "Vesland beat the young Halmar side for the Lantern Cup.", False),
        ("How did Halmar win the Lantern Cup?", "Halmar lost the Lantern Cup to Vesland.", False),
        ("How did Halmar win the Lantern Cup?", "Halmar came to the Lantern Cup with eleven new players.", False),
        ("How did Halmar win the Lantern Cup?", "Halmar won the Lantern Cup with a late goal.", True),
        ("How did Halmar win the Lantern Cup?", "A late goal gave Halmar the Lantern Cup.", True),
        ("How did Halmar win the Lantern Cup?", "The Lantern Cup was won by Halmar with a late goal.", True),
        ("How did Halmar win the Lantern Cup?", "It was a victory for Halmar in the Lantern Cup.", True),
        ("When did Halmar beat Vesland?", "A day after a win over Halmar, Vesland went home.", False),
        ("When did Halmar beat Vesland?", "Halmar beat Vesland on Sunday.", True),
        ("Why did Halmar cheer?", "Vesland beat Halmar, and Halmar cheered.", True),
    ],
)
def test_a_loser_has_not_won(question, text, told):
    assert tells_win(*news_sentence(question, text)) is told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Who was mayor of Halmar before Ida Falk?", "Mayor Ida Falk opened the harbour of Halmar.", False),
        ("Who was mayor of Halmar before Ida Falk?", "Bo Rask, mayor of Halmar, opened the harbour.", False),
        ("Who was mayor of Halmar before Ida Falk?", "Ida Falk succeeded Bo Rask as mayor of Halmar.", True),
        ("Who became mayor of Halmar after Ida Falk?", "Lea Lund took over as mayor of Halmar from Falk.", True),
        ("Who was mayor before Ida Falk?", "Ida Falk fired Mayor Bo Rask.", True),
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


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("What did Bo Rask die of?", "Bo Rask died on Monday at the age of 96.", False),
        ("What did Bo Rask die of?", "Bo Rask died on Monday after a fall.", True),
        ("What did Bo Rask die of?", "Bo Rask died of old age.", True),
        ("How did Bo Rask die?", "Fans mourned the death of Bo Rask.", True),
        ("How did Bo Rask die?", "Bo Rask died at home, his son said.", False),
        ("How did Bo Rask die?", "A stroke took Bo Rask, who was 96.", True),
        ("What was the cause of Bo Rask's death?", "Bo Rask had cancer.", True),
        ("When did Bo Rask die?", "Bo Rask died on Monday.", True),
    ],
)
def test_that_somebody_died_does_not_tell_what_of(question, text, told):
    assert tells_cause(*news_sentence(question, text)) is told


@pytest.mark.parametrize(
    ("question", "text", "is_of_other"),
    [
        ("What is the longest river in Norland?", "The longest bridge in Norland crosses the river Ask.", True),
        ("What is the longest river in Norland?", "The longest river in Norland is the Ask.", False),
        ("What is the longest river in the world?", "The Ask is Norland's longest river.", True),
        ("What is the longest river in the world?", "The Ask is the world's longest river.", False),
        ("What is the biggest city in the world?", "Halmar is the largest city in Norland.", True),
        ("What is the biggest city in Norland?", "Halmar is the largest city in Norland.", False),
        ("What is the biggest city in Norland?", "Halmar is Norland's second biggest city.", True),
        ("Who is the richest man in the world?", "Ida Falk is the richest person in the world.", False),
        ("Who was the second mayor of Halmar?", "The mayor of Halmar sought a second term.", True),
        ("Who was the second mayor of Halmar?", "Ida Falk was the second mayor of Halmar.", False),
        ("Which town is the cheapest to live in?", "Halmar is the cheapest town.", False),
    ],
)
def test_a_superlative_is_of_what_is_asked(question, text, is_of_other):
    assert is_superlative_of_other(*news_sentence(question, text)) is is_of_other


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("How many provinces are there in Norland?", "Norland has ten provinces.", True),
        ("How many provinces are there in Norland?", "About ten provinces of Norland are dry.", True),
        ("How many provinces are in Norland?", "Rain fell across ten provinces in Norland.", False),
        ("How many provinces are in Norland?", "Norland has one of ten dry provinces.", False),
        ("How many provinces are in Norland?", "Vesland has ten provinces.", False),
        ("How many weeks are in a year?", "The rate fell this year, the 20 years of last weeks being over.", False),
        ("How many people are in Norland?", "Rain fell on ten people in Norland.", True),
        ("How many songs are on Norland's album?", "Norland sold a ten-song album.", True),
        ("How many provinces are dry?", "Rain fell across ten dry provinces.", True),
    ],
)
def test_how_many_there_are_in_all_is_no_figure_of_some(question, text, told):
    assert counts_all_there(*news_sentence(question, text)) is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Bo Rask did go to Norland on Monday.", False),
        ("Bo Rask studied at Halmar College.", True),
    ],
)
def test_where_somebody_went_to_school_is_told_of_a_school(text, told):
    assert tells(*news_sentence("Where did Bo Rask go to school?", text)) is told
