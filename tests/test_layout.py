"""What is laid out fits into one message, whatever the articles hold, and is cut at sentences and words."""

from __future__ import annotations

import re

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.layout import Line, Row, article_pages, custom_id, cut, lay_out, size
from bot.markdown import plain, quoted, unescape
from bot.replies import (
    MAX_COMPONENTS,
    MAX_TEXT,
    Action,
    Asked,
    Facts,
    Heading,
    Kept,
    Outcome,
    Quote,
    Reading,
    Reply,
    Table,
    Text,
)
from index.models import Article, Span
from tests.discord_limits import message_faults
from tests.test_markdown import NASTY

ODD = st.builds(lambda text, times: text * times, NASTY, st.sampled_from([1, 1, 3, 40, 300]))
ROW = st.lists(st.builds(Action, ODD, st.just("page"), st.just("x")), min_size=1, max_size=6).map(tuple)


@st.composite
def quotes(draw):
    text = draw(ODD) or "x"
    marks = tuple(Span(*sorted(draw(st.tuples(*[st.integers(0, len(text))] * 2)))) for _ in range(2))
    article = Article("id", draw(ODD), f"{text} ", "r", draw(st.sampled_from([None, "https://a.org/" + "y" * 700, "https://a.org/z"])),
                      draw(st.sampled_from([None, "2024-06-20", "x"])), draw(st.none() | ODD))  # fmt: skip
    actions = draw(st.sampled_from([(), (Action("More", "more", "a"),) * 2]))
    return Quote(
        draw(st.integers(1, 10)),
        text,
        marks,
        "c",
        article.url,
        draw(st.sampled_from([None, article])),
        0,
        "7K",
        actions,
    )


BLOCK = (
    quotes()
    | st.builds(Heading, ODD)
    | st.builds(Text, ODD, st.booleans())
    | st.builds(Asked, ODD)
    | st.builds(Reading, ODD)
    | st.builds(Facts, st.lists(st.tuples(st.just("name"), NASTY), min_size=1, max_size=3).map(tuple))
    | st.builds(lambda rows: Table(("term", "df"), tuple(rows)), st.lists(st.tuples(ODD, st.just("1")), max_size=30))
    | st.just(Kept("## kept"))
)


def body(pieces):
    """Return a message such as a client would make of the pieces."""
    inner = []
    for number, piece in enumerate(pieces):
        if isinstance(piece, Line):
            inner.append({"type": 10, "content": piece.markdown})
        else:
            ids = [f"{number}.{place}" for place in range(len(piece.actions))]
            row = [
                {"type": 2, "style": 2, "label": action.label, "custom_id": made}
                for action, made in zip(piece.actions, ids, strict=True)
            ]
            inner.append({"type": 1, "components": row})
    return {"components": [{"type": 17, "components": inner}], "flags": 1 << 15, "allowed_mentions": {"parse": []}}


@settings(max_examples=60, deadline=None)
@example((Reading("\x00"),), ())
@given(st.lists(BLOCK, min_size=1, max_size=14).map(tuple), st.lists(ROW, max_size=3).map(tuple))
def test_a_reply_fits_into_one_message(blocks, rows):
    """Whatever it holds: within every limit of Discord, counted as the fake Discord counts."""
    pieces = lay_out(Reply(Outcome.DONE, blocks, actions=rows))

    assert message_faults(body(pieces)) == []
    assert sum(size(piece.markdown) for piece in pieces if isinstance(piece, Line)) <= MAX_TEXT
    assert 1 + sum(1 if isinstance(piece, Line) else 1 + len(piece.actions) for piece in pieces) <= MAX_COMPONENTS


@settings(max_examples=60, deadline=None)
@given(quotes())
@example(Quote(1, "漢字" * 5_000, (), "c", None))
@example(Quote(1, "a" * 100_000, (Span(3, 9),), "c", None))
def test_a_quote_is_cut_between_words_only(quote):
    """What is shown is the beginning of the text, up to where a word ends."""
    (line, *_) = lay_out(Reply(Outcome.DONE, (quote,)))
    assert isinstance(line, Line)
    shown = [row[2:] for row in line.markdown.splitlines() if row.startswith("> ")]
    text = unescape(re.sub(r"(?<!\\)((?:\\\\)*)\*\*", r"\1", "\n".join(shown))).removesuffix("…").split()
    whole = plain(quote.text).replace("@\u200b", "@").split()

    assert whole[: len(text) - 1] == text[:-1] if text else True
    if text and text[-1] != whole[len(text) - 1]:
        assert len(text[-1]) in [found.start() for found in regex.finditer(r"(?w)\b", whole[len(text) - 1])]


def test_three_ordinary_quotes_are_shown_whole():
    text = "The two leaders met again after Kim Jong-un visited Russia in September 2023."
    article = Article("i", "Title", text, "r", "https://a.org/x", "2024-06-20", "The Post")
    quote = Quote(1, text, (Span(32, 43),), "c", article.url, article, 0, "7K3", (Action("More", "more", "7K3:1"),))

    asked = Asked("when did Kim visit?")
    pieces = lay_out(
        Reply(Outcome.DONE, (asked, Heading("September 2023"), quote), actions=((Action("Why?", "why"),),))
    )

    assert pieces == (
        Line("-# when did Kim visit?", is_head=True, is_question=True),
        Line("## September 2023", is_head=True),
        Line(
            "> The two leaders met again after **Kim Jong-un** visited Russia in September 2023.\n"
            "-# **1** · [Title](<https://a.org/x#:~:text=The%20two%20leaders%20met%20again%20after%20Kim%20Jong%2Dun"
            "%20visited%20Russia%20in%20September%202023.>) · The Post · <t:1718884800:D> · `7K3`"
        ),
        Row((Action("More", "more", "7K3:1"),)),
        Row((Action("Why?", "why"),)),
    )


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("One two. Three four.", 20, "One two. Three four."),
        ("One two. Three four.", 15, "One two."),
        ("One. Two three four five", 20, "One. Two three four"),
        ("Unbreakable", 5, ""),
        ("漢字漢字", 2, "漢字"),
        ("", 0, ""),
    ],
)
def test_cut(text, limit, expected):
    """At a sentence where that leaves half of what fits, else at a word."""
    assert cut(text, lambda part: len(part) <= limit) == expected


@settings(max_examples=50, deadline=None)
@given(ODD, st.integers(60, 500))
def test_the_pages_of_an_article_are_the_article(text, limit):
    spans = article_pages(text, limit)

    assert [span.start for span in spans[1:]] == [span.end for span in spans[:-1]]
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(size(quoted(text[span.start : span.end].rstrip(), ())) <= limit for span in spans)


def test_an_id_that_is_too_long_is_refused():
    with pytest.raises(ValueError, match="too long"):
        custom_id(Action("x", "page", "y" * 100))


def test_a_question_is_shown_whole():
    """Buttons and follow-ups read it where it is shown; one that doesn't fit is seen to be cut."""
    whole, cut_off = "why " * 240, "*_" * 500
    (line,) = lay_out(Reply(Outcome.DONE, (Asked(whole),)))
    (short,) = lay_out(Reply(Outcome.DONE, (Asked(cut_off),)))

    assert isinstance(line, Line)
    assert isinstance(short, Line)
    assert line.markdown == "-# " + whole.strip()
    assert short.markdown.endswith("…")
