"""What a disaster has cost is told anew day by day: the last toll of the same one counts."""

import pytest

from tests.stories import asked, dated_library

TOLLS = (
    ("2023-08-09", "At least 36 sailors died in the Halmar fire, the county said."),
    ("2023-08-10", "Anna Torv said that 36 sailors died in the Halmar fire."),
)


@pytest.mark.parametrize(
    ("day", "later", "told"),
    [
        ("2023-08-31", "More than 100 sailors died in the Halmar fire, the county said.", {"More than 100"}),
        ("2023-08-31", "The Halmar fire, in which sailors died, has injured 400 sailors.", {"At least 36", "36"}),
        ("2023-08-31", "More than 100 sailors died in the Halmar ferry that sank.", {"At least 36", "36"}),
        ("2023-08-31", "Twenty sailors died in the Halmar fire, the county said.", {"At least 36", "36", "Twenty"}),
    ],
)
def test_the_toll_of_a_disaster_is_the_last_one_of_its_weeks(tmp_path, capsys, day, later, told):
    library = dated_library(tmp_path, *TOLLS, (day, later))
    _, found = asked(library, capsys, "how many sailors died in the Halmar fire?")

    short = found["short_answer"]
    assert {short["text"], *(other["text"] for other in short["others"])} <= told


@pytest.mark.parametrize(
    ("days", "told"), [(("2023-08-31",), 50), (("2023-11-30", "2024-02-28"), 50), (("2024-08-31",), 36)]
)
def test_a_toll_grows_no_longer_than_its_weeks(tmp_path, capsys, days, told):
    later = [(day, f"{50 + 40 * number} sailors died in the Halmar fire.") for number, day in enumerate(days)]
    library = dated_library(tmp_path, *TOLLS, *later)
    _, found = asked(library, capsys, "how many sailors died in the Halmar fire?")

    assert str(told) in found["extracts"][0]["text"]


def test_the_dead_of_another_place_are_none_of_the_one_asked_for(tmp_path, capsys):
    later = "More than 340 sailors were killed in Norland since raiders came to Halmar."
    library = dated_library(
        tmp_path, ("2023-08-09", "Raiders killed 36 sailors in Halmar, the county said."), ("2023-08-31", later)
    )
    _, found = asked(library, capsys, "how many sailors were killed in Halmar?")

    assert "36" in found["extracts"][0]["text"]
