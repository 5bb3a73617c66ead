"""A figure answers "how many" only where it counts what is asked."""

from dataclasses import replace

import pytest

from bot.answering.matching.counting import counts_asked
from bot.answering.matching.telling import tells
from bot.answering.ranking.evidence import faults
from index.rank import Statistics
from tests.stories import news_sentence


@pytest.mark.parametrize(
    ("question", "text", "counts"),
    [
        ("how many boats did Falk sell?", "Falk sold 12 boats.", True),
        ("how many boats did Falk sell?", "Falk sold 12 of her old wooden boats.", True),
        ("how many Lanterns did Falk sell?", "Falk sold two phones.", True),
        ("how many boats did Falk sell?", "Falk sold boats for three years.", False),
        ("how many boats did Falk sell?", "The number of boats that Falk sold rose to 12.", True),
        ("how many boats did Falk sell?", "Falk sold 12 units.", True),
        ("how many boats did Falk sell?", "Two buyers sued Falk, who sold boats.", False),
        ("how many people died in Halmar?", "The storm left 12 dead in Halmar.", True),
        ("how many people died in Halmar?", "The toll of deaths in Halmar is at least 12.", True),
        ("how many people died in Halmar?", "The deaths in Halmar came within two miles.", False),
        ("how many were killed in Halmar?", "A storm in Halmar killed 12.", True),
        ("how many votes did the Halmar bill get?", "The Halmar bill passed, 12-3.", True),
        ("how many votes did the Halmar bill get?", "The Halmar bill passed in two days.", False),
        ("how many times did Falk win?", "Falk won in 12 towns.", True),
        ("how many children does Falk have?", "Falk has two daughters and a son.", True),
        ("how many games did Falk win?", "Falk won twelve.", True),
        ("how many games did Falk win?", "Falk won, 12 years later, on grass.", False),
        ("how many percent did Falk get?", "Falk got 45%.", True),
        ("how many cars did Falk crash?", "Falk crashed 12 vehicles.", True),
        ("how many years did Falk get?", "Falk came two years after Aldo got it.", False),
        ("how many years did Falk get?", "Falk was sentenced to 12 years after she got a new judge.", True),
        ("how many years did Falk get?", "Falk was sentenced to about 12 years before she wrote.", True),
        ("when did Falk win?", "Falk won.", True),
    ],
)
def test_a_figure_counts_what_is_asked(question, text, counts):
    assert counts_asked(*news_sentence(question, text)) is counts


def test_a_sentence_of_news_that_counts_something_else_does_not_tell():
    question = "how many boats did Falk sell?"

    assert tells(*news_sentence(question, "Falk sold 12 boats."))
    assert not tells(*news_sentence(question, "Falk sold boats for three years."))


def test_an_encyclopedia_may_say_it_in_other_words():
    asked, candidate = news_sentence("how many boats did Falk sell?", "Falk sold boats for three years.")
    undated = candidate._replace(article=replace(candidate.article, published=None))

    assert not tells(asked, candidate)
    assert tells(asked, undated)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sixty years after Ida Falk went to the moon, others follow.", False),
        ("Ida Falk's trip to the moon took about a week before she came back.", True),
    ],
)
def test_a_time_after_which_something_is_does_not_tell_how_long_it_was(text, told):
    assert tells(*news_sentence("how long was Ida Falk's trip to the moon?", text)) is told


@pytest.mark.parametrize(
    ("text", "is_missing"), [("A 4-day week is tried in Halmar.", True), ("It is 9 weeks.", False)]
)
def test_a_length_of_time_in_the_question_is_no_answer(text, is_missing):
    question, candidate = news_sentence("how long does the 4 day week in Halmar run?", text)
    assert ("no such date or figure" in faults(question, candidate, Statistics(1, 9, {}))) is is_missing
