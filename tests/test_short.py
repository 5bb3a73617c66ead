"""Which of several spans is chosen as the short answer."""

import math

import pytest

from bot.answering.given import given_hit
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.readings import span_readings
from bot.answering.short_answers.short import best_reading, likeliest
from index.rank import Statistics


@pytest.mark.parametrize(
    ("values", "weighed", "chosen"),
    [
        ("A B A", [2, 3, 2], 0),
        ("A B A", [1, 3, 1], 1),
        ("A B A", [2, 3, 2.5], 2),
        ("A B", [1, 1], 0),
        ("A", [0.1], 0),
    ],
)
def test_what_several_sentences_say_is_added_up(values, weighed, chosen):
    """The value with most chance in all is chosen, where it is likeliest; of equal ones the first."""
    odds = [math.log(value) for value in weighed]

    chances, best = likeliest(values.split(), odds)

    assert best == chosen
    assert chances == pytest.approx([value / sum(weighed) for value in weighed])


def test_a_name_has_no_rival_in_the_phrase_that_ends_in_it():
    """Nor is "Danish architect Ida Falk", which would never be shown, chosen before her name."""
    question = read_question("who designed the Halmar Tower?", ["en"])
    hit = given_hit(question, "The Halmar Tower was designed by the Danish architect Ida Falk for a town council.")

    spans = {
        reading.span.value for reading in span_readings(question, rank_sentences(question, [hit], Statistics(1, 9, {})))
    }

    assert "Ida Falk" in spans
    assert "town council" in spans
    assert not any("architect" in value for value in spans)


def test_a_share_is_one_of_what_is_asked_for():
    """However near another one stands to the rest of the question."""
    asked = read_question("what percentage of Torland's voting population failed to vote?", ["en"])
    text = (
        "The vote was 51.6% for a Torland Assembly, and this did not equal the 40% of the electorate deemed necessary, "
        "as 32.9% of the eligible voting population did not, or had been unable to, vote."
    )

    reading = best_reading(asked, rank_sentences(asked, [given_hit(asked, text)], Statistics(1, 9, {})), 1.0)

    assert reading is not None
    assert reading.span.value == "32.9%"
