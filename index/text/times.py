"""The time expressions of a whole article, found once and kept packed: asking need not read its dates again."""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from index.models import TimeMention
from index.text.dates import find_times
from index.text.language import DEFAULT_LANGUAGE

TIMES_VERSION = 6
"""Raise by one when any article gives other mentions than before: they are then found anew, a few at every change."""
SOME_DAY = date(2000, 1, 3)
"""Read against where an article has no date: what is found then has a place but no value."""
_KINDS = ("DATE", "DURATION", "SET")


def article_times(text: str, published: str | None, language: str | None) -> list[TimeMention]:
    """Return the time expressions of an article; the value of a relative one is empty where its date is not known."""
    day = date.fromisoformat(published[:10]) if published else SOME_DAY
    found = find_times(text, day, language or DEFAULT_LANGUAGE)
    return found if published else [replace(item, value="") if item.relative else item for item in found]


def pack_times(mentions: Sequence[TimeMention]) -> bytes:
    """Return mentions, in order and apart, as they are stored."""
    rows = []
    at = 0
    for item in mentions:
        code = 2 * _KINDS.index(item.kind) + item.relative
        rows.append(f"{item.start - at} {item.end - item.start} {code}{item.value}")
        at = item.end
    return zlib.compress("\n".join(rows).encode())


@lru_cache(maxsize=512)
def unpack_times(packed: bytes) -> tuple[TimeMention, ...]:
    """Return the mentions that were packed."""
    found = []
    at = 0
    for row in zlib.decompress(packed).decode().splitlines():
        gap, length, rest = row.split(" ", 2)
        start = at + int(gap)
        at = start + int(length)
        kind, relative = divmod(int(rest[0]), 2)
        found.append(TimeMention(start, at, _KINDS[kind], rest[1:], bool(relative)))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class PackedTimes:
    """An article's time expressions as they are stored; unpacked only by a question that asks for them."""

    packed: bytes

    def between(self, start: int, end: int) -> tuple[TimeMention, ...]:
        """Return the mentions that stand wholly inside a stretch of the article's text."""
        mentions = unpack_times(self.packed)
        first = bisect_left(mentions, start, key=lambda item: item.start)
        last = bisect_left(mentions, end, lo=first, key=lambda item: item.start)
        return tuple(item for item in mentions[first:last] if item.end <= end)
