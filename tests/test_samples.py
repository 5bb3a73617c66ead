"""The sample articles: what `make demo` shows is right."""

from pathlib import Path

import pytest

from bot.terminal.main import main

ARTICLES = Path(__file__).parent.parent / "samples" / "articles"


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Make a library of the sample articles."""
    path = tmp_path_factory.mktemp("samples") / "library.db"
    assert main(["add", str(ARTICLES), "--library", str(path)]) == 0
    return str(path)


@pytest.mark.parametrize(
    ("question", "first_line"),
    [
        ("when did Kim visit Russia?", "September 2023"),
        ("when did Putin visit North Korea?", "June 2024"),
        ("when was penicillin discovered?", "September 1928"),
        ("when did the Hubble telescope launch?", "24 April 1990"),
        ("when does the ferry sail?", "4 May 2024"),
    ],
)
def test_a_when_question_gets_a_short_answer(library, capsys, question, first_line):
    assert main(["ask", question, "--library", library]) == 0
    assert capsys.readouterr().out.splitlines()[0] == first_line


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("who designed the Sydney Opera House?", "Jørn Utzon"),
        ("how many passengers does the new ferry carry?", "120 passengers"),
        ("where did Trump and Kim meet in 2018?", "Capella Hotel"),
        ("how tall is the Eiffel Tower?", "330 metres"),
        ("why did the Hanoi talks fail?", "could not agree"),
        ("how much is admission to the museum?", "6 pounds"),
        ("who won the coastal cup?", "Saltmere Rovers"),
    ],
)
def test_the_first_extract_holds_the_answer(library, capsys, question, words):
    assert main(["ask", question, "-k", "1", "--library", library]) == 0
    assert words in capsys.readouterr().out


@pytest.mark.parametrize(
    "question",
    [
        "when did Kim visit Brazil?",
        "how much did the treaty cost?",
        "who is the mayor of Saltmere?",
        "how many people live in Dunmore?",
    ],
)
def test_what_the_library_does_not_say_is_not_answered(library, capsys, question):
    assert main(["ask", question, "--library", library]) == 1
    assert capsys.readouterr().out.startswith("Nothing found")
