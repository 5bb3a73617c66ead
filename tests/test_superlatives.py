"""A superlative is of what is asked, and of as much of the world."""

import pytest

from bot.answering.matching.superlatives import is_superlative_of_other
from tests.stories import news_sentence


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
        ("What is the interest rate in Norland?", "Norland put the rate of interest at five percent.", False),
        ("What is the longest river in Norland?", "The river Ask is the longest in Norland.", False),
        ("What is the biggest city in Norland?", "Halmar is a city of canals, the biggest in Norland.", False),
        ("What is the highest mountain in Norland?", "The mountain Ask is the highest peak in Norland.", False),
        ("What is the largest ocean in the world?", "The Ask is Earth's largest ocean.", False),
        ("When did the second wave of fever begin?", "The second surge of fever began in May.", False),
        ("Which town is the cheapest to live in?", "Halmar is the cheapest town.", False),
    ],
)
def test_a_superlative_is_of_what_is_asked(question, text, is_of_other):
    assert is_superlative_of_other(*news_sentence(question, text)) is is_of_other
