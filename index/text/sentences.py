"""Paragraphs and sentences as spans of the text they stand in."""

from __future__ import annotations

import re

import sentencex

from index.models import Span

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n|\Z)")
WRAPPED_LINE_MAX = 100
"""Longest line, in code points, of a text that was wrapped by an editor rather than written in paragraphs."""


def _trim(text: str, start: int, end: int) -> Span | None:
    """Return the span without white space at its ends, or ``None`` if nothing else is in it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _is_wrapped(lines: list[Span]) -> bool:
    """Tell whether single line breaks in a block only wrap it: full, even lines but for the last."""
    if len(lines) == 1:
        return False
    lengths = [end - start for start, end in lines]
    return max(lengths) <= WRAPPED_LINE_MAX and min(lengths[:-1]) >= max(lengths) * 0.6 >= 24


def split_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text in order: blocks between blank lines, and the lines of unwrapped blocks."""
    paragraphs: list[Span] = []
    block: list[Span] = []
    for found in _LINE.finditer(text):
        if line := _trim(text, *found.span()):
            block.append(line)
        elif block:
            paragraphs += _block_paragraphs(block)
            block = []
    return paragraphs + _block_paragraphs(block)


def _block_paragraphs(lines: list[Span]) -> list[Span]:
    return [Span(lines[0].start, lines[-1].end)] if lines and _is_wrapped(lines) else lines


def split_sentences(text: str, language: str, paragraphs: list[Span]) -> list[list[Span]]:
    """Return, for each paragraph, its sentences in order.

    ``language`` is an ISO 639-1 code; sentencex falls back to its nearest relative for one it does not know.

    Examples
    --------
    >>> split_sentences("One. Two.", "en", [Span(0, 9)])
    [[Span(start=0, end=4), Span(start=5, end=9)]]
    """
    bounds = [
        (found["start_index"], found["end_index"])
        for found in sentencex.get_sentence_boundaries(language, text)
        if not found["is_paragraph_break"]
    ]
    result: list[list[Span]] = []
    at = 0
    for start, end in paragraphs:
        sentences: list[Span] = []
        while at < len(bounds) and bounds[at][1] <= start:
            at += 1
        cursor, position = at, start
        while position < end:
            stop = min(bounds[cursor][1], end) if cursor < len(bounds) else end
            if span := _trim(text, position, stop):
                sentences.append(span)
            position, cursor = stop, cursor + 1
        result.append(sentences)
    return result
