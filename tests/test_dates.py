"""Dates: where they stand and what they mean."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.text.dates import find_dates

PUBLISHED = date(2024, 6, 21)
"""A Friday."""


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("on 13 September 2023 and", ["2023-09-13"]),
        ("September 13, 2023", ["2023-09-13"]),
        ("Sept. 13, 2023", ["2023-09-13"]),
        ("Wednesday, 13th of September 2023", ["2023-09-13"]),
        ("2023-09-13", ["2023-09-13"]),
        ("in September 2023.", ["2023-09"]),
        ("in 2023, then 1999", ["2023", "1999"]),
        ("the war (1950-1953)", ["1950/1953"]),
        ("1950–53", ["1950/1953"]),
        ("from 2004 to 2005", ["2004/2005"]),
        ("June 18-19, 2024", ["2024-06-18/2024-06-19"]),
        ("18 to 19 June 2024", ["2024-06-18/2024-06-19"]),
        ("June to August 2023", ["2023-06/2023-08"]),
        ("the 1990s", ["1990/1999"]),
        ("31 February 2023", ["2023-02"]),
        ("2000 people, $1999 and 1,200", []),
        ("this year, this Wednesday", []),
        ("", []),
    ],
)
def test_dates_are_normalised(text, values):
    assert [mention.value for mention in find_dates(text)] == values


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("this Wednesday", "2024-06-19"),
        ("on Friday", "2024-06-21"),
        ("last Friday", "2024-06-14"),
        ("next Monday", "2024-06-24"),
        ("today", "2024-06-21"),
        ("yesterday", "2024-06-20"),
        ("tomorrow", "2024-06-22"),
        ("last week", "2024-06-10/2024-06-16"),
        ("last month", "2024-05"),
        ("next year", "2025"),
    ],
)
def test_relative_dates_count_from_publication(text, value):
    assert [(mention.value, mention.relative) for mention in find_dates(text, PUBLISHED)] == [(value, True)]


@given(
    st.text() | st.lists(st.sampled_from(["May", " 31", " 2023", "-", "19", "to", "June ", "99999", ","])).map("".join)
)
def test_mentions_are_slices_in_order(text):
    """Spans slice to the words shown, in order and apart."""
    end = 0
    for mention in find_dates(text, PUBLISHED):
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        end = mention.end
