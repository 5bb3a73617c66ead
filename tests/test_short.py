"""Which of several spans is chosen as the short answer."""

import math

import pytest

from bot.answering.short import likeliest


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
