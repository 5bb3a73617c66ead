"""Discord's Markdown read back: lines, and stretches of one look, for whoever shows what Discord would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum


class Kind(StrEnum):
    """How a line looks as a whole."""

    PLAIN = "plain"
    HEADING = "heading"
    QUIET = "quiet"
    QUOTE = "quote"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters that look alike; ``link`` is where they lead, ``""`` nowhere."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of a text."""

    kind: Kind
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """The letters alone."""
        return "".join(stretch.text for stretch in self.stretches)


_STARTS = (("# ", Kind.HEADING), ("## ", Kind.HEADING), ("### ", Kind.HEADING), ("-# ", Kind.QUIET), ("> ", Kind.QUOTE))
_FENCE = "```"
_TOKEN = re.compile(
    r"\\(?P<escaped>[^0-9A-Za-z\s])"
    r"|(?P<bold>\*\*)"
    r"|(?P<italic>[*_])"
    r"|`(?P<code>[^`\n]+)`"
    r"|\[(?P<title>(?:\\.|[^\\\]])*)\]\(<?(?P<url>[^\s<>()]+)>?\)"
    r"|<t:(?P<time>-?\d{1,12})(?::(?P<style>[tTdDfFR]))?>"
    r"|<(?P<mention>@&|@!?|#)(?P<id>\d+)>"
    r"|\u200b"
)
_MENTIONS = {"@": "@person ", "@!": "@person ", "@&": "@role ", "#": "#channel "}


def read_lines(markdown: str, now: datetime | None = None) -> list[TextLine]:
    """Return the lines of a text as Discord shows them.

    ``now`` is what "5 minutes ago" counts from; without it such moments are shown as "(time)", so that the same text
    always reads the same.
    """
    lines: list[TextLine] = []
    in_code = False
    for line in markdown.split("\n"):
        if line.startswith(_FENCE):
            in_code = not in_code
        elif in_code:
            lines.append(TextLine(Kind.CODE, (Stretch(line, code=True),)))
        else:
            start, kind = next(((start, kind) for start, kind in _STARTS if line.startswith(start)), ("", Kind.PLAIN))
            lines.append(TextLine(kind, tuple(_stretches(line.removeprefix(start), now))))
    return lines


def _stretches(text: str, now: datetime | None) -> Iterator[Stretch]:
    look = Stretch("")
    place = 0
    for found in _TOKEN.finditer(text):
        if found.start() > place:
            yield replace(look, text=text[place : found.start()])
        place = found.end()
        if found["bold"]:
            look = replace(look, bold=not look.bold)
        elif found["italic"]:
            look = replace(look, italic=not look.italic)
        elif found["code"]:
            yield replace(look, text=found["code"], code=True)
        elif found["title"] is not None:
            for stretch in _stretches(found["title"], now):
                yield replace(stretch, bold=stretch.bold or look.bold, link=found["url"])
        elif plain := _plain(found, now):
            yield replace(look, text=plain)
    if place < len(text):
        yield replace(look, text=text[place:])


def _plain(found: re.Match[str], now: datetime | None) -> str:
    if found["escaped"]:
        return found["escaped"]
    if found["time"]:
        return _moment(int(found["time"]), found["style"] or "f", now)
    return _MENTIONS[found["mention"]] + found["id"] if found["mention"] else ""


def _moment(seconds: int, style: str, now: datetime | None) -> str:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return str(seconds)
    if style == "R":
        return _ago((now - moment).total_seconds()) if now else "(time)"
    day = f"{moment.day} {moment:%B %Y}"
    shown = {"t": f"{moment:%H:%M}", "T": f"{moment:%H:%M:%S}", "d": f"{moment:%d/%m/%Y}", "D": day}
    return shown.get(style, f"{day} {moment:%H:%M}")


def _ago(seconds: float) -> str:
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        count = int(abs(seconds) // length)
        if count or unit == "second":
            said = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{said} ago" if seconds >= 0 else f"in {said}"
    raise AssertionError(seconds)
