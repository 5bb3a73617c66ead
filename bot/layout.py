"""A reply measured and cut to what one Discord message can hold: texts in Markdown, and rows of buttons."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

import regex

from bot.fragments import link_to_quote
from bot.markdown import day, escape_line, linked, quoted, safe_link, units, written
from bot.phrases import in_language, say, translated, with_days
from bot.replies import (
    MAX_COMPONENTS,
    MAX_CUSTOM_ID,
    MAX_LABEL,
    MAX_ROW,
    MAX_TEXT,
    MAX_TEXT_BYTES,
    Action,
    Asked,
    Block,
    Facts,
    Heading,
    Kept,
    Quote,
    Reading,
    Reply,
    Table,
    Text,
)
from index.models import Span

MAX_HEADING = 300
MAX_LINE = 700
MAX_ASKED = 1_300
"""A question is shown whole, as buttons and follow-ups read it there; this many hold all but the oddest."""
MAX_CITATION = 700
"""Share of a message that one block may take, in UTF-16 units; quotes share what is left."""
MAX_LINK = 512
MAX_WHOLE = 20_000
"""Nothing longer is looked at as a whole: white space aside, it could not fit."""
MIN_QUOTE = 40
"""A quote for which less is left is not shown at all, and a line says so."""
PAGE_START = 3
LEFT_OUT = say("-# … the rest does not fit into one message")
_SENTENCE_END = regex.compile(r"[.!?…。！？][\"'”’»)\]]*(?=\s|$)")
_WORD_END = regex.compile(r"\b", flags=regex.WORD)


@dataclass(frozen=True, slots=True)
class Line:
    """A text in Markdown; ``is_head`` tells that it belongs to the answer whatever page is turned to."""

    markdown: str
    is_head: bool = False
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """Buttons side by side, at most five."""

    actions: tuple[Action, ...]


Piece = Line | Row


def size(text: str) -> int:
    """Return how much of a message's room a text takes, in UTF-16 units; many bytes count as more."""
    return max(units(text), -(-len(text.encode("utf-8", "surrogatepass")) * MAX_TEXT // MAX_TEXT_BYTES))


def custom_id(action: Action) -> str:
    """Return the id by which a pressed button is known, also after a restart."""
    made = f"c1:{action.verb}:{action.argument}"
    if len(made) > MAX_CUSTOM_ID:
        raise ValueError(f"the id of {action.verb} is too long")
    return made


def lay_out(reply: Reply, language: str = "") -> tuple[Piece, ...]:
    """Return a reply as the pieces of one message: at most 4,000 characters and 40 components with their container.

    Our own words are in the language, and days are Discord's timestamps.
    """
    pieces = _measured_pieces(translated(reply, language), in_language(LEFT_OUT, language))
    return tuple(
        replace(item, markdown=with_days(item.markdown)) if isinstance(item, Line) else item for item in pieces
    )


def _measured_pieces(reply: Reply, left_out: str) -> tuple[Piece, ...]:
    rows = [Row(tuple(map(_measured, row[:MAX_ROW]))) for row in reply.actions if row]
    room = MAX_COMPONENTS - 2 - sum(1 + len(row.actions) for row in rows)
    left = MAX_TEXT - size(left_out)
    waiting = sum(isinstance(block, Quote | Reading) for block in reply.blocks)
    fixed = sum(size(_fixed(block).markdown) for block in reply.blocks if not isinstance(block, Quote | Reading))
    pieces: list[Piece] = []
    for block in reply.blocks:
        if isinstance(block, Quote | Reading):
            made = _quote_pieces(block, max(left - fixed, 0) // waiting)
            waiting -= 1
        else:
            line = _fixed(block)
            fixed -= size(line.markdown)
            made = [line]
        needed = sum(1 if isinstance(piece, Line) else 1 + len(piece.actions) for piece in made)
        length = sum(size(piece.markdown) for piece in made if isinstance(piece, Line))
        if not made or needed > room or length > left:
            return (*pieces, Line(left_out), *rows)
        pieces += made
        room, left = room - needed, left - length
    return (*pieces, *rows)


def _measured(action: Action) -> Action:
    label = cut(action.label, lambda text: size(text) <= MAX_LABEL) or "…"
    return Action(label, action.verb, action.argument, action.style)


def _fixed(block: Block) -> Line:
    """Return a block of our own words as Markdown, cut to its share."""
    if isinstance(block, Heading):
        return Line("## " + fitted(block.text, MAX_HEADING), is_head=True)
    if isinstance(block, Asked):
        return Line("-# " + fitted(shortened(block.text, MAX_ASKED), MAX_ASKED), is_head=True, is_question=True)
    if isinstance(block, Kept):
        return Line(block.markdown, is_head=True, is_question=block.is_question)
    if isinstance(block, Facts):
        return Line("\n".join(f"**{escape_line(name)}** {fitted(value, MAX_LINE)}" for name, value in block.rows))
    if isinstance(block, Table):
        return Line(_table(block))
    if isinstance(block, Text):
        return Line(("-# " if block.quiet else "") + fitted(block.text, MAX_LINE), is_head=not block.of_page)
    raise TypeError(type(block))


def fitted(text: str, limit: int) -> str:
    """Return a text as one line of Markdown that takes no more than ``limit``, cut at a sentence or a word."""
    line = " ".join(text.split())
    return escape_line(cut(line, lambda part: size(escape_line(part)) <= limit)) or "…"


def shortened(text: str, limit: int) -> str:
    """Return a text as it is or, where it would take more than ``limit`` as Markdown, cut and with an ellipsis."""
    line = " ".join(text.split())
    if size(escape_line(line)) <= limit:
        return text
    return cut(line, lambda part: size(escape_line(part)) <= limit - 2) + " …"


def _table(table: Table) -> str:
    """Return figures in columns of one width, inside a block in which nothing is formatted."""
    rows = [tuple(cell.replace("`", "'").replace("\n", " ")[:24] for cell in row) for row in (table.names, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    ]
    kept: list[str] = []
    while lines and size("\n".join([*kept, lines[0]])) <= MAX_LINE:
        kept.append(lines.pop(0).rstrip())
    return "```\n" + "\n".join(kept) + "\n```"


def _quote_pieces(block: Quote | Reading, limit: int) -> list[Piece]:
    """Return a quote, cut where it has to be, with its citation and its buttons; nothing if too little room is left."""
    last = citation_line(block) if isinstance(block, Quote) else ""
    limit -= size(last) + 1
    if limit < MIN_QUOTE:
        return []
    shown = cut(block.text, lambda part: size(_drawn(block, part)) <= limit)
    body = _drawn(block, shown)
    lines = [body if body.strip("> \n") else "> …", last]  # of control characters alone nothing is left
    pieces: list[Piece] = [Line("\n".join(line for line in lines if line))]
    if isinstance(block, Quote) and block.actions:
        pieces.append(Row(tuple(map(_measured, block.actions[:MAX_ROW]))))
    return pieces


def _drawn(block: Quote | Reading, part: str) -> str:
    marks = [Span(mark.start, min(mark.end, len(part))) for mark in block.marks if mark.start < len(part)]
    ellipsis = " …" if part != block.text else ""
    return quoted(part, marks) + ellipsis


def citation_line(quote: Quote) -> str:
    """Return number, title with its link, outlet, date and receipt of a quote, in small letters."""
    article = quote.article
    if article is None:
        return f"-# **{quote.number}** · {fitted(quote.citation, MAX_CITATION)}"
    link = safe_link(link_to_quote(article, quote.start, quote.start + len(quote.text)))
    if link and len(link) > MAX_LINK:
        link = safe_link(article.url)
    title = cut(" ".join(article.title.split()), lambda part: size(escape_line(part)) <= MAX_HEADING) or "…"
    parts = [
        f"**{quote.number}**",
        linked(title, link if link and len(link) <= MAX_LINK else None),
        article.publisher and fitted(article.publisher, MAX_LABEL),
        article.published and day(article.published),
        quote.also and fitted(quote.also, MAX_LABEL),
        quote.receipt and f"`{quote.receipt}`",
    ]
    return "-# " + " · ".join(part for part in parts if part)


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest beginning of a text that fits: the whole, else up to a sentence's end, else a word's.

    Where not even the first word fits, nothing is left. ``fits`` must hold for every beginning of a text it holds for.
    """
    if len(text) <= MAX_WHOLE and fits(text):
        return text
    window = text[: MAX_TEXT + 1]
    ends = sorted({found.start() for found in _WORD_END.finditer(window)} - {len(window)})
    place = bisect_right(ends, 0, key=lambda end: 0 if fits(window[:end].rstrip()) else 1)
    longest = window[: ends[place - 1]].rstrip() if place else ""
    sentence = max((found.end() for found in _SENTENCE_END.finditer(longest)), default=0)
    return longest[:sentence] if sentence * 2 >= len(longest) else longest


@lru_cache(maxsize=16)
def article_pages(text: str, limit: int) -> tuple[Span, ...]:
    """Return the pages of an article, each of which fits into ``limit`` when it is drawn; together they are the text.

    Whoever reads an article turns its pages, so those of the last few are remembered.
    """
    # A line break costs its quote bar too, and where a page begins, a bar and one escape more may be needed.
    letters = ["\n> " if letter == "\n" else letter for letter in written(text)]
    lengths = _sums(units(letter) for letter in letters)
    octets = _sums(len(letter.encode("utf-8", "surrogatepass")) for letter in letters)
    pages, start = [], 0
    while start < len(text):
        end = min(
            bisect_right(lengths, lengths[start] + limit - PAGE_START, lo=start),
            bisect_right(octets, octets[start] + (limit - PAGE_START) * MAX_TEXT_BYTES // MAX_TEXT, lo=start),
        ) - 1  # fmt: skip
        if end < len(text):
            most = max(1, end - start)
            length = len(cut(text[start : start + most + 1], _at_most(most))) or most
            end = start + length
            while end < len(text) and text[end].isspace():
                end += 1
        pages.append(Span(start, end))
        start = end
    return tuple(pages)


def _at_most(count: int) -> Callable[[str], bool]:
    return lambda part: len(part) <= count


def _sums(costs: Iterable[int]) -> list[int]:
    return [0, *accumulate(costs)]
