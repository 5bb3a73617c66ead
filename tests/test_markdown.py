"""Text in Discord's Markdown: nothing in it formats, links or pings; marks are bold, and nothing else is."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.markdown import day, escape, escape_line, linked, plain, quoted, safe_link, unescape
from index.models import Span

NASTY = st.lists(
    st.sampled_from(
        ["*", "**", "_", "__", "~~", "`", "```\n", "||", "[a](http://b.c)", "<@1>", "<@&2>", "<#3>", "<t:1:R>",
         "@everyone", "@here", "# ", "## ", "-# ", "- ", "1. ", "> ", ">>> ", "\\", "\n", " ", "https://x.org/a_b",
         "</a:4>", "e\u0301\u0301", "\u202eabc", "x.", "\x00",
         "discord.gg/abc", ":smile:", "<a:b:5>", "word", "Ünïcödé", "👩‍👩‍👧", "漢字"]
    ),
    max_size=25,
).map("".join) | st.text(max_size=80)  # fmt: skip
ACTIVE = re.compile(
    r"[*_~`|<\[\]]|@everyone|@here|://|discord\.gg/|^\s*(?:#|-|\+|>|\d+\.)", re.MULTILINE | re.IGNORECASE
)


def inert(markdown: str) -> str:
    """Return Markdown with every escaped character taken for a letter."""
    return re.sub(r"\\[^0-9A-Za-z\s]", "x", markdown)


@given(NASTY)
def test_escaped_text_holds_nothing_that_means_something(text):
    assert not ACTIVE.search(inert(escape(text)))


@given(NASTY)
def test_escaped_text_reads_as_it_was(text):
    """Only control characters are other than they were, and a character without width after "@"."""
    assert unescape(escape(text)) == plain(text).replace("@\u200b", "@")


@given(NASTY)
def test_a_line_is_one_line(text):
    assert not re.search(r"[\n\r\x0b\x0c\x85\u2028]", escape_line(text))


@given(NASTY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
@example("\u202eabc", [(0, 1)])
def test_a_quote_has_bars_and_its_bold_is_closed(text, pairs):
    """Every line is behind a bar, holds whole pairs of "**", and nothing else that means something."""
    marks = [Span(*sorted(pair)) for pair in pairs if max(pair) <= len(text)]

    for line in quoted(text, marks).splitlines():
        assert line.startswith("> ")
        pieces = inert(line[2:]).split("**")
        assert len(pieces) % 2 == 1
        assert all(piece.strip() for piece in pieces[1::2])
        assert not any(ACTIVE.search("." + piece) for piece in pieces)


@given(NASTY, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=5))
def test_a_quote_is_the_text(text, pairs):
    """Without its bars and bold, a quote is the text it was given, but for white space."""
    marks = [Span(*sorted(pair)) for pair in pairs if max(pair) <= len(text)]
    lines = [re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", line[2:]) for line in quoted(text, marks).splitlines()]

    assert unescape("\n".join(lines)).split() == plain(text).replace("@\u200b", "@").split()


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], "> Kim visited Russia"),
        ([Span(0, 3)], "> **Kim** visited Russia"),
        ([Span(0, 3), Span(4, 11)], "> **Kim visited** Russia"),
        ([Span(3, 12)], "> Kim **visited** Russia"),
        ([Span(0, 3), Span(1, 6)], "> **Kim vi**sited Russia"),
        ([Span(3, 4)], "> Kim visited Russia"),
    ],
    ids=["none", "one", "neighbours", "white space", "overlapping", "only white space"],
)
def test_marks_are_bold(marks, expected):
    assert quoted("Kim visited Russia", marks) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.org/x_(y)?q=1&r=[2]#z", "https://a.org/x_%28y%29?q=1&r=%5B2%5D#z"),
        ("http://ü.de/ä b", "http://%C3%BC.de/%C3%A4%20b"),
        ("javascript:alert(1)", None),
        ("https://a.org@evil.org/", None),
        ("https://", None),
        ("https://[::1", None),
        (None, None),
        ("https://a.org/> @everyone", "https://a.org/%3E%20@everyone"),
    ],
)
def test_only_web_links_are_links(url, expected):
    assert safe_link(url) == expected


def test_a_title_can_not_end_its_link():
    assert linked("a](http://evil.org)\n# b", "https://a.org") == "[a\\](http\\://evil.org) # b](<https://a.org>)"
    assert linked("a*", None) == "a\\*"


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2024-06-20", "<t:1718884800:D>"), ("2024-06-20T23:59:00+09:00", "<t:1718884800:D>"), ("soon*", "soon\\*")],
)
def test_a_day_is_the_readers(published, expected):
    assert day(published) == expected
