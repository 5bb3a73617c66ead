"""Sentences that tell the reverse of what is asked, or what has befallen somebody else, are no answers."""

import pytest

from tests.stories import answer_from


@pytest.mark.parametrize(
    ("question", "text", "answered"),
    [
        ("who won the men's Halmar cup?", "Ida Falk won the women's Halmar cup on Friday.", False),
        ("who won the men's Halmar cup?", "Bo Rask won the men's Halmar cup on Friday.", True),
        ("who won the men's Halmar cup?", "Bo Rask won the men's and the women's Halmar cup.", True),
        ("who leads South Norland?", "Ida Falk leads North Norland, the paper of Halmar said.", False),
        ("who leads South Norland?", "Ida Falk leads South Norland, the paper of Halmar said.", True),
        ("when did North Norland test a kite?", "South Norland said the North tested a kite on Friday.", True),
        ("when did Bo Rask die?", "Bo Rask met the painter Ida Falk, who died in May 2019.", False),
        ("when did Bo Rask die?", "The painter Ida Falk met Bo Rask, who died in May 2019.", True),
    ],
)
def test_what_is_asked_is_told_and_not_its_reverse(tmp_path, question, text, answered):
    assert answer_from(tmp_path, question, text).answered is answered
