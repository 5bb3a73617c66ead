"""A hint that says a text holds no figure, sum or share is never wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.lexicon.hints import may_hold_figure, may_hold_money, may_hold_percentage, may_hold_share
from bot.answering.mentions import figures

PIECES = sorted(
    words_of(
        "one twenty half a million Dozens of 5 1,200 3.5 ½ more than up to between and - – % per cent percent "
        "percentage points $ US$ € dollars Euros won cents third quarters majority most twice times as much square "
        "miles tonnes °C magnitude double boats Ten-year , . ' tenants stone"
    )
)


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        (figures._COUNT, may_hold_figure),
        (figures._MONEY, may_hold_money),
        (figures._PERCENT, may_hold_percentage),
        (figures._SHARE, may_hold_share),
        (figures._AS_MUCH, may_hold_share),
    ],
    ids=["count", "money", "percentage", "share", "multiple"],
)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " ", "  "]))))
def test_what_a_pattern_finds_was_hinted_at(pattern, hint, parts):
    text = "".join(piece + blank for piece, blank in parts)
    assert hint(text) or not pattern.search(text)


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(["", " "]))))
def test_measures_are_hinted_at(parts):
    text = "".join(piece + blank for piece, blank in parts)
    assert may_hold_figure(text) or not list(figures.measures("")(text, None))
