"""A figure of another time than a question names is none of that time."""

import pytest

from tests.stories import asked, dated_library

BOTH = "The guard rescued 80 sailors in 2022, compared with 75 sailors in 2021."


@pytest.mark.parametrize(
    ("text", "year", "told"),
    [
        (BOTH, "2022", "80"),
        (BOTH, "2021", "75"),
        ("The guard rescued 80 sailors in 2022, up from 75 sailors the year before.", "2022", "80"),
        ("The guard rescued 80 sailors by Dec. 20, compared with 75 sailors last season.", "2021", None),
        ("The guard rescued 80 sailors in 2021, it said on 3 May 2023.", "2021", "80"),
    ],
)
def test_of_two_figures_the_one_of_the_year_asked_for_is_read(tmp_path, capsys, text, year, told):
    library = dated_library(tmp_path, ("2022-12-28", text))
    _, found = asked(library, capsys, f"How many sailors did the guard rescue in {year}?")

    assert (found["short_answer"] and found["short_answer"]["text"]) == told


def test_what_is_told_on_an_anniversary_was_years_before(tmp_path, capsys):
    text = "Exactly five years after a storm destroyed more than 100 boats in Halmar, gulls came."
    library = dated_library(tmp_path, ("2023-01-09", text))
    _, found = asked(library, capsys, "How many boats were destroyed in Halmar in January 2023?")

    assert found["status"] == "no_answer"


@pytest.mark.parametrize(
    ("text", "is_answered"),
    [
        ("The ferry of Halmar sank at 3:05 p.m. local time on Friday.", True),
        ("The ferry of Halmar sank on Friday.", False),
    ],
)
def test_what_time_it_was_is_told_by_no_day(tmp_path, capsys, text, is_answered):
    library = dated_library(tmp_path, ("2023-01-09", text))
    _, found = asked(library, capsys, "What time did the ferry of Halmar sink?")

    assert (found["status"] == "answered") is is_answered
    assert found["question"] == "What time did the ferry of Halmar sink?"


def test_what_time_it_was_may_be_asked_in_small_letters(tmp_path, capsys):
    library = dated_library(
        tmp_path, ("2023-01-09", "The Halmar ferry sank on Friday, as the Norland ferry did in 2005.")
    )
    _, found = asked(library, capsys, "what time did the halmar ferry sink")

    assert found["status"] == "no_answer"
