"""Paragraphs and sentences as spans."""

import pytest

from index.models import Span
from index.text.sentences import split_paragraphs, split_sentences


def sentences_of(text, language="en"):
    return [
        text[start:end] for found in split_sentences(text, language, split_paragraphs(text)) for start, end in found
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "The hall closes at 8 p.m. Sunday for the winter.",
        "It starts at 7 a.m. ET in the capital.",
        "Doors open at 6 p.m. Dec. 12 in the old mill.",
        "Former U.S. Rep. Will Hurd crossed the bridge.",
        "While Ms. Grisham waited, Sen. Any Body spoke.",
        "The tower is No. 9 of twelve.",
        "It was reported on Dec. 19 by the harbour master.",
        "The case of Quill vs. Harbour Board goes on.",
        "A pack weighs 9 oz. and costs little.",
        "Sen. Ada Quill, D-N.Y., met Sen. Any Body, R-W.Va., by the harbour.",
        "“Are you able to see it?” Ada Quill said.",
        "Doors open at 9 a.m. on weekdays.",
        "Kerrang! declared it the record of the year.",
        "Ada Quill met J.D. Falk by the harbour.",
        "“M.D. Falk House is open,” Ada Quill said.",
        "Ada Quill earned a J.D.",
        "It was built in 70 A.D.",
    ],
)
def test_what_belongs_together_stays_together(sentence):
    """Each of these is one sentence, with another before and behind it."""
    assert sentences_of(f"It rained. {sentence} The sun came out.") == ["It rained.", sentence, "The sun came out."]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The ferry leaves at 8 p.m.", "The bridge stays open."),
        ("He has lived in the U.S.", "The house is old."),
        ("“It was a way to start.”", "Baker said he also bought a boat."),
        ("Is it far?", "No one knew."),
        ("It cost nine pounds.", "9 people paid."),
    ],
)
def test_what_ends_ends(first, second):
    """Two sentences stay two, also where an abbreviation ends the first."""
    assert sentences_of(f"{first} {second}") == [first, second]


def test_what_belongs_together_stays_together_over_a_wrapped_line():
    """A line break inside a paragraph divides words as a space does."""
    lines = [
        "The old harbour master of the town met the former",
        "Rep. Will Hurd on the quay, as he often did",
        "then.",
    ]
    text = "\n".join(lines)

    assert sentences_of(text) == [text]


def test_a_list_keeps_its_numbers():
    assert sentences_of("1. Guangzhou is first.\n2. Ukraine is second.") == [
        "1. Guangzhou is first.",
        "2. Ukraine is second.",
    ]


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_paragraphs_end_at_blank_lines_and_unwrapped_lines(line_break):
    """Whatever the kind of line break."""
    text = line_break.join(["One line here", "another line", "", "", "  third  ", ""])

    assert [text[start:end] for start, end in split_paragraphs(text)] == ["One line here", "another line", "third"]


def test_a_wrapped_paragraph_is_one():
    """Full, even lines belong to one paragraph."""
    text = "The old harbour master of this small town has\nwalked along the quay on every single day\nof the year."

    assert split_paragraphs(text) == [Span(0, len(text))]


@pytest.mark.parametrize("language", ["en", "de", "ja", "ar", "xx"])
@pytest.mark.parametrize("space", ["\x85", "\xa0", "\u1680", "\u2003", "\u2028", "\u202f", "\u3000"])
def test_no_space_breaks_the_division_down(language, space):
    """Texts that were taken in unchanged, and paragraphs to be examined, may hold any."""
    assert "".join(sentences_of(f"Take plan A{space}. Or not.", language)).endswith("Or not.")
