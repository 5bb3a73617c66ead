"""Take the marks out of Markdown, leaving the text a person reads."""

from __future__ import annotations

import re

_FENCE = re.compile(r"^ {0,3}(?:`{3,}|~{3,})[^`\n]*$", re.M)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TITLE = re.compile(r"^# +(.+?)[ #]*$", re.M)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_RULE = re.compile(r"^ {0,3}(?:={2,}|(?:[-*_][ \t]*){3,})$", re.M)
_QUOTE = re.compile(r"^(?: {0,3}> ?)+", re.M)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$", re.M)
_TARGET = r"\((?:[^()\n]|\([^()\n]*\)){0,2000}\)"
_IMAGE = re.compile(r"!\[[^\[\]]{0,1000}\]" + _TARGET)
_LINK = re.compile(r"(?<!\\)\[([^\[\]]{0,1000})\]" + _TARGET)
_ADDRESS = re.compile(r"<(https?://[^<>\s]+)>")
# Emphasis stays inside its paragraph; the length bound keeps a stray mark from a search to the end of the text.
_INSIDE = r"(?=\S)((?:(?!\n\n).){1,1000}?)(?<=[^\s\\])"
_EMPHASIS = (
    re.compile(r"(?<!\\)\*\*" + _INSIDE + r"\*\*", re.S),
    re.compile(r"(?<![\\\w])__" + _INSIDE + r"__(?!\w)", re.S),
    re.compile(r"(?<![\\*])\*" + _INSIDE + r"\*", re.S),
    re.compile(r"(?<![\\\w])_" + _INSIDE + r"_(?!\w)", re.S),
)
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~|-])")


def plain_text(body: str) -> str:
    """Return a Markdown text without its marks: ``"# A **b** [c](d)"`` gives ``"A b c"``.

    Code keeps every character but its fences and backticks; list marks stay. Known weakness: emphasis around
    inline code keeps its marks, which reads well enough.
    """
    pieces = _FENCE.split(body)
    # Between the first fence and the second stands code, then prose again, and so on.
    pieces[::2] = [_plain_prose(piece) for piece in pieces[::2]]
    return re.sub(r"\n{3,}", "\n\n", "".join(pieces)).strip()


def first_heading(body: str) -> str:
    """Return the text of the first ``# heading`` outside code, or ``""``."""
    prose = "\n".join(_FENCE.split(body)[::2])
    found = _TITLE.search(_COMMENT.sub("", prose))
    return _plain_prose(found[1]).strip() if found else ""


def _plain_prose(prose: str) -> str:
    # Every second piece is the inside of a code span.
    pieces = _CODE.split(_COMMENT.sub("", prose))
    for pattern, replacement in ((_QUOTE, ""), (_RULE, ""), (_HEADING, r"\1")):
        pieces[::2] = [pattern.sub(replacement, piece) for piece in pieces[::2]]
    pieces[::2] = [_plain_inline(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _plain_inline(text: str) -> str:
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    text = _ADDRESS.sub(r"\1", text)
    for emphasis in _EMPHASIS:
        text = emphasis.sub(r"\1", text)
    return _ESCAPE.sub(r"\1", text)
