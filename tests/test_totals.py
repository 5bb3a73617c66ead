"""How many there are in all is no figure of some."""

import pytest

from bot.answering.matching.totals import counts_all_there
from tests.stories import news_sentence


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
        ("How many provinces are there in Norland?", "Norland is divided into ten provinces.", True),
        ("How many days are in a year?", "A year lasts 365 days.", True),
        ("How many provinces are dry?", "Rain fell across ten dry provinces.", True),
    ],
)
def test_how_many_there_are_in_all_is_no_figure_of_some(question, text, told):
    assert counts_all_there(*news_sentence(question, text)) is told
