"""Who holds an office: only a sentence that ties the office to what it belongs to tells it."""

import pytest

from tests.stories import asked, library_of

STORIES = [
    (
        "Atlas ferry sinks",
        "The Big Norland could become the Big Vesland, a study warned. The president was told of it.",
    ),
    ("Elections", "The president of Torland, Ida Falk, met the king. Guests came from Norland and from Vesland."),
    ("Honours", "His wife, the painter Anna Torv, gets a medal, as proposed by the mayor, Ilya Rask."),
    ("Guests", "Jonas Berg of Halmar and his late wife, Olga Lind, kept the light for 40 years."),
    ("Markets", "Prices fell in Norland while Torland's first president slept."),
    *((f"Hill {number}", f"Rain fell over hill number {number}, and nobody minded.") for number in range(9)),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return library_of(tmp_path_factory.mktemp("offices"), STORIES)


def test_an_office_that_is_tied_to_its_country_is_told(library, capsys):
    code, found = asked(library, capsys, "who is the president of Torland?")

    assert code == 0
    assert "Ida Falk" in found["extracts"][0]["text"]


def test_whose_wife_somebody_is_is_told(library, capsys):
    code, found = asked(library, capsys, "who is Jonas Berg's wife?")

    assert code == 0
    assert "Olga Lind" in found["extracts"][0]["text"]


@pytest.mark.parametrize(
    "question",
    ["who is the president of Vesland?", "who is the president of Norland?", "who is Ilya Rask's wife?"],
)
def test_an_office_beside_a_name_is_not_of_that_name(library, capsys, question):
    code, found = asked(library, capsys, question)

    assert code == 1
    assert found["short_answer"] is None
