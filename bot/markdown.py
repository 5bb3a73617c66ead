"""Discord's Markdown: any text as text that formats nothing, links nowhere and pings nobody; and quotes of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from urllib.parse import quote, urlsplit

from index.models import Span

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What changes the direction of the text around it, or is no character to be shown; each becomes a space."""
_INLINE = re.compile(r"[\\*_~`|<\[\]]|:(?=\S)|@(?!everyone|here)|(?<=\.[a-z]{2})/|(?<=\.[a-z]{3})/", re.IGNORECASE)
_LINE_START = re.compile(r"^[^\S\n]*(?:\d+(?=[.])|(?=[-+#>]))", re.MULTILINE)
_PINGS = re.compile(r"@(?=everyone|here)", re.IGNORECASE)
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")
NO_WIDTH = "\u200b"
"""Parts "@" from "everyone": Discord looks for them side by side, whatever is escaped."""
_LINK_SAFE = "".join(chr(code) for code in range(0x21, 0x7F) if chr(code) not in '<>()[]\\"`|^{}')


def units(text: str) -> int:
    """Return how long a text is in UTF-16 units, which is never less than however Discord counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clipped(text: str, most: int) -> str:
    """Return the beginning of a text, at most so many UTF-16 units long."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")


def plain(text: str) -> str:
    """Return a text of the same length with spaces for control characters and changes of direction."""
    return _CONTROL.sub(" ", text)


def written(text: str) -> list[str]:
    """Return, for each code point of a text, how it is written so that it means only itself."""
    text = plain(text)
    letters = list(text)
    for found in _INLINE.finditer(text):
        letters[found.start()] = "\\" + letters[found.start()]
    for found in _LINE_START.finditer(text):
        if found.end() < len(text):
            letters[found.end()] = "\\" + text[found.end()]
    for found in _PINGS.finditer(text):
        letters[found.start()] = "@" + NO_WIDTH
    return letters


def escape(text: str) -> str:
    """Return text written so that Discord shows just these characters."""
    return "".join(written(text))


def escape_line(text: str) -> str:
    """Return text as `escape` does, on one line."""
    return escape(" ".join(plain(text).split()))


def unescape(markdown: str) -> str:
    """Return the text that `escape` was given, but for control characters."""
    return _ESCAPE.sub(r"\1", markdown).replace("@" + NO_WIDTH, "@")


def quoted(text: str, marks: Sequence[Span]) -> str:
    """Return text behind quote bars, the marked spans of it in bold; empty lines are left out."""
    letters = written(text)
    for mark in _bold_spans(plain(text), marks):
        letters[mark.start] = "**" + letters[mark.start]
        letters[mark.end - 1] += "**"
    lines = "".join(letters).split("\n")
    return "\n".join(f"> {line}" for line in lines if line.strip())


def _bold_spans(text: str, marks: Sequence[Span]) -> list[Span]:
    """Return the marked spans without white space at their ends, inside one line each; near neighbours are one."""
    spans: list[Span] = []
    for mark in sorted(marks):
        for found in re.finditer(r"\S(?:[^\n]*\S)?", text[: mark.end][mark.start :]):
            start, end = mark.start + found.start(), mark.start + found.end()
            if spans and re.fullmatch(r"[^\S\n]*", text[spans[-1].end : start]):
                spans[-1] = Span(spans[-1].start, max(spans[-1].end, end))
            elif not spans or start >= spans[-1].end:
                spans.append(Span(start, end))
    return spans


def safe_link(url: str | None) -> str | None:
    """Return a web link that can stand between "(<" and ">)", or ``None`` if it is none or leads elsewhere."""
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return None
    return quote(parts.geturl(), safe=_LINK_SAFE)


def linked(title: str, url: str | None) -> str:
    """Return a title as a link to a page, or only the title where there is no safe link."""
    return f"[{escape_line(title)}](<{url}>)" if url else escape_line(title)


def day(published: str) -> str:
    """Return a publication date such that every reader sees it in their own way of writing dates.

    Discord shows a moment in the reader's time zone; noon is the same day nearly everywhere.
    """
    try:
        moment = datetime.combine(date.fromisoformat(published[:10]), time(12), UTC)
    except ValueError:
        return escape_line(published)
    return f"<t:{int(moment.timestamp())}:D>"
