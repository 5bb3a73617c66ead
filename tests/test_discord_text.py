"""Discord's Markdown read back: what we write is what a person reads."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.discord_text import Kind, Stretch, read_lines
from bot.markdown import NO_WIDTH, escape_line, linked, plain, quoted
from index.models import Span

NOW = datetime(2024, 6, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markdown", "kind", "stretches"),
    [
        ("## **September** 2023", Kind.HEADING, (Stretch("September", bold=True), Stretch(" 2023"))),
        ("-# small `7KM2Q4XA`", Kind.QUIET, (Stretch("small "), Stretch("7KM2Q4XA", code=True))),
        (
            "> a *b* _c_",
            Kind.QUOTE,
            (Stretch("a "), Stretch("b", italic=True), Stretch(" "), Stretch("c", italic=True)),
        ),
        (r"2 \* 3 \_x\_", Kind.PLAIN, tuple(map(Stretch, ("2 ", "*", " 3 ", "_", "x", "_")))),
        (
            r"[a \] b](<https://x.org/y>)",
            Kind.PLAIN,
            tuple(Stretch(t, link="https://x.org/y") for t in ("a ", "]", " b")),
        ),
        ("<t:1718884800:D>", Kind.PLAIN, (Stretch("20 June 2024"),)),
        ("<t:1718884800>", Kind.PLAIN, (Stretch("20 June 2024 12:00"),)),
        ("<t:1718884800:t> <t:1718884800:d>", Kind.PLAIN, tuple(map(Stretch, ("12:00", " ", "20/06/2024")))),
        ("<t:1718884500:R>", Kind.PLAIN, (Stretch("5 minutes ago"),)),
        ("<t:1718971200:R>", Kind.PLAIN, (Stretch("in 1 day"),)),
        ("<t:999999999999:D>", Kind.PLAIN, (Stretch("999999999999"),)),
        ("<@5> <@&6> <#7>", Kind.PLAIN, tuple(map(Stretch, ("@person 5", " ", "@role 6", " ", "#channel 7")))),
    ],
)
def test_a_line_is_read(markdown, kind, stretches):
    (line,) = read_lines(markdown, NOW)

    assert (line.kind, line.stretches) == (kind, stretches)


def test_a_block_of_code_is_left_as_it_is():
    lines = read_lines("a\n```\n**b** <t:1:R>\n```\nc")

    assert [(line.kind, line.text) for line in lines] == [
        (Kind.PLAIN, "a"),
        (Kind.CODE, "**b** <t:1:R>"),
        (Kind.PLAIN, "c"),
    ]


def test_without_a_now_moments_read_the_same_always():
    assert read_lines("<t:1718884500:R>")[0].text == "(time)"


@given(st.text(max_size=60))
def test_any_escaped_text_reads_as_itself(text):
    """Whatever an article says: no letter of it formats anything."""
    (line,) = read_lines("x" + escape_line(text))

    assert "".join(line.text.split()) == "".join(("x" + plain(text).replace(NO_WIDTH, "")).split())
    assert not any(stretch.bold or stretch.italic or stretch.code or stretch.link for stretch in line.stretches)


@given(st.text("ab *_`", min_size=1, max_size=20), st.integers(0, 5), st.integers(1, 8))
def test_marks_of_a_quote_are_its_bold_words(text, start, length):
    lines = read_lines(quoted(text, [Span(start, min(start + length, len(text)))] if start < len(text) else []))

    assert "".join(line.text for line in lines).strip() == text.strip() if text.strip() else not lines[0].text.strip()


def test_a_link_is_read_back():
    (line,) = read_lines(linked("Who [really] won?", "https://example.org/a"))

    assert line.text == "Who [really] won?"
    assert {stretch.link for stretch in line.stretches} == {"https://example.org/a"}
