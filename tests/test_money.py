"""A sum of something else than what is asked is not shown."""

import pytest

from bot.answering.short_answers.showing import is_shown
from tests.stories import likeliest_reading


@pytest.mark.parametrize(
    ("question", "text", "shown"),
    [
        ("how much does Ida Falk make?", "A court fined Ida Falk $4 million.", False),
        ("how much does Ida Falk make?", "Ida Falk completed the $4 million acquisition of Lantern.", False),
        ("how much does Ida Falk make?", "Ida Falk is paid $4 million a year.", True),
        ("how much did Lantern make?", "The film Lantern hit $4 million.", True),
        ("how much did the price of kites drop?", "The price of kites did drop below $4.", False),
        ("how much did the price of kites drop?", "The price of kites did drop by $4.", True),
        ("how much was the Halmar Plan?", "The town is to tap $4 million from the Halmar Plan.", False),
        ("how much was the Halmar Plan?", "The Halmar Plan was $4 million.", True),
        ("how much is a kite?", "The mayor is looking to raise a kite to $4.", False),
        ("how much would a kite be?", "The mayor is looking to raise a kite to $4.", True),
        ("how much did the kite cost?", "The kite did cost about $75 and $230.", False),
        ("how much did the kite cost?", "The kite did cost $75.", True),
        ("how much is Lantern worth?", "Ida Falk's net worth is $4 million, no thanks to Lantern.", False),
        ("how much is Ida Falk worth?", "Ida Falk's net worth is $4 million.", True),
    ],
)
def test_a_sum_is_of_what_is_asked(question, text, shown):
    assert is_shown(*likeliest_reading(question, text)) is shown
