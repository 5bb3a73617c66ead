"""Which sentences tell the same, so that only one of them is shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.ranking.choosing import says_the_same
from tests.stories import answer_from

ELECTED = "Ida Falk was elected mayor of Halmar on Monday, the town council said in a statement."


@pytest.mark.parametrize(
    ("text", "other", "same"),
    [
        (ELECTED, ELECTED, True),
        (
            "Falk’s win was “no surprise” to the town of Halmar.",
            'Falk\'s win was "no surprise" to the town of Halmar.',
            True,
        ),
        ("Ida Falk was elected mayor of Halmar on Monday, the town council told in a statement.", ELECTED, True),
        ("Ida Falk was elected mayor of Halmar on Monday.", ELECTED, True),
        (ELECTED, "Ida Falk was elected mayor of Halmar on Monday.", False),
        ("Ida Falk was elected mayor of Halmar on Friday.", ELECTED, False),
        ("Bo Lund was elected mayor of Halmar on Monday, the town council said in a statement.", ELECTED, False),
        ("Ida Falk was not elected mayor of Halmar on Monday, the town council said in a statement.", ELECTED, False),
        (
            "The town of Halmar counted 9,000 votes for Falk.",
            "The town of Halmar counted 12,000 votes for Falk.",
            False,
        ),
        ("In May the price of herring fell.", "In May the price of herring rose.", False),
        ("Falk left Halmar before the vote.", "Falk left Halmar after the vote.", False),
        ("In the final Ida Falk beat Bo Lund.", "In the final Bo Lund beat Ida Falk.", False),
        ("In the final it was Falk who beat Lund.", "It was Falk who beat Lund in the final.", True),
    ],
)
def test_what_tells_no_more_figure_name_or_denial_tells_the_same(text, other, same):
    assert says_the_same(text, other) is same


WORDS = st.lists(st.sampled_from(["Falk", "Lund", "beat", "saw", "not", "9", "the", "in", "final"]), min_size=1)


@given(WORDS, WORDS)
def test_whatever_tells_the_same_has_every_figure_name_and_denial(words, others):
    """Of the later text: the earlier one may hold more, but no denial."""
    if says_the_same(" ".join(words), " ".join(others)):
        assert {"Falk", "Lund", "9", "not"}.intersection(words) <= set(others)
        assert ("not" in words) == ("not" in others)
    assert says_the_same(" ".join(words), " ".join(words))


def test_the_best_extracts_may_all_be_of_one_article(tmp_path):
    ferry = (
        "Ida Falk opened the Halmar ferry in May. The Halmar ferry that Ida Falk opened carries forty cars. For the "
        "day when Ida Falk opened it the Halmar ferry was painted."
    )
    answer = answer_from(tmp_path, "Why did Ida Falk open the Halmar ferry?", ferry, "Ida Falk lives in Halmar.")
    assert [extract.article.text for extract in answer.extracts] == [ferry] * 3
