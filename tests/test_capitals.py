"""Questions typed without capitals are asked with those that the library writes."""

import json

import pytest

from bot.answering.questions.capitals import in_capitals, lacks_capitals
from bot.config import Settings
from bot.handlers.asking import work_out
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.terminal.main import main

STORY = (
    "The premier of Norland, Ilya Rask, met Anna Torv of the USA in Halmar. On Monday Rask said that the treaty, "
    "which Torv had signed, was McLean's work. The Treaty of the seas is older. Treaty talks ended."
)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("who met ilya rask in halmar?", "who met Ilya Rask in Halmar?"),
        ("what was mclean's work?", "what was McLean's work?"),
        ("which treaty had torv signed?", "which treaty had Torv signed?"),
        ("did torv sign for the us?", "did Torv sign for the US?"),
        ("does he like us?", "does he like us?"),
        ("what is a lighthouse?", "what is a lighthouse?"),
        ("When did torv sign the Treaty?", "When did Torv sign the Treaty?"),
        ("When was the year that did torv sign the Treaty?", "When was the year that did Torv sign the Treaty?"),
        ("When was the treaty of Halmar signed?", "When was the treaty of Halmar signed?"),
        ("When did fish return to Halmar?", "When did fish return to Halmar?"),
    ],
)
def test_words_get_the_capitals_that_passages_write_inside_sentences(typed, written):
    assert in_capitals(typed, "en", [STORY]) == written


def test_letters_without_a_small_form_of_one_letter_are_passed_over():
    """A pattern takes the Turkish letter for an i, and its small form is two code points."""
    assert in_capitals("who runs istanbul?", "en", ["On Monday İstanbul slept."]) == "who runs istanbul?"


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("who met rask?", True),
        ("Who met rask?", True),
        ("who met Rask?", False),
        ("When did rask meet Torv?", True),
        ("When did the premier meet Torv?", False),
        ("누가 만났나요?", False),
        ("2023?", False),
    ],
)
def test_only_a_question_without_capitals_needs_them(text, lacks):
    assert lacks_capitals(text) is lacks


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Make a library in which a name is also a word."""
    folder = tmp_path_factory.mktemp("capitals")
    rows = [
        {"title": "Visit", "text": "On Monday premier Ilya Rask visited Norland, and in Norland Rask saw the harbour."},
        *({"title": f"Note {number}", "text": f"Rain fell over hill {number}."} for number in range(12)),
    ]
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", str(source), "--library", str(folder / "library.db")]) == 0
    return folder / "library.db"


@pytest.mark.parametrize("typed", ["who visited  norland?", "who visited Norland?"])
def test_a_name_typed_without_capitals_is_one_and_the_question_stays_as_typed(library, typed):
    service = Service(Settings(library=library), readers=1)
    engine = service.place.open_for_reading(1)
    try:
        worked = work_out(engine, service, AskRequest(typed))
    finally:
        engine.close()
        service.close()

    assert worked.question.names == {"norland"}
    assert worked.answer.question == " ".join(typed.split())
    assert worked.answer.answered


def test_what_the_library_does_not_hold_stays_unanswered(library, capsys):
    assert main(["ask", "who visited vesland?", "--library", str(library)]) == 1
    assert "vesland" in capsys.readouterr().out
