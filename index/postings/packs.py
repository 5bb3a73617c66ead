"""Packs: how the lists of a segment lie in rows, and how they are found again.

The terms of a segment, in order, are cut into packs: one row holds some dozens of short lists, or one long one.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from sqlite_utils import Database

from index.postings.codec import Bytes, Ints
from index.postings.tables import DamagedPostings, Segment

PACK_BYTES = 1_000
"""A pack takes no more lists when its lists have this many bytes: three packs fit on a page of SQLite's."""
PACK_TERMS = 64
"""How many terms a pack has at most."""


class TermList(NamedTuple):
    """One term's list in a segment: its document frequency there, and the list's bytes."""

    df: int
    body: bytes


def write_packs(db: Database, segment_id: int, terms: Sequence[str], dfs: Ints, buffer: Bytes, offsets: Ints) -> None:
    """Write the lists of terms, which are in order: df of each, and where in the buffer it starts, the end at last."""
    db.conn.executemany(
        "INSERT INTO packs (segment_id, first_term, checksum, terms, numbers, body) VALUES (?, ?, ?, ?, ?, ?)",
        (
            (segment_id, terms[start], *_pack(terms[start:end], dfs[start:end], buffer, offsets[start : end + 1]))
            for start, end in _pack_bounds(np.diff(offsets).tolist())
        ),
    )


def _pack_bounds(sizes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Cut lists of these sizes into packs: no pack is over `PACK_BYTES` but by a single list."""
    start, held = 0, 0
    for place, size in enumerate(sizes):
        if place > start and (held + size > PACK_BYTES or place - start == PACK_TERMS):
            yield start, place
            start, held = place, 0
        held += size
    if sizes:
        yield start, len(sizes)


def _pack(terms: Sequence[str], dfs: Ints, buffer: Bytes, offsets: Ints) -> tuple[int, bytes, bytes, bytes]:
    """Return a pack's checksum, terms, numbers (the df of each list, then where each ends) and body."""
    names = "\n".join(terms).encode()
    numbers = np.concatenate((dfs, offsets[1:] - offsets[0])).astype("<u4").tobytes()
    body = buffer[offsets[0] : offsets[-1]].tobytes()
    return _checksum(names, numbers, body), names, numbers, body


def _checksum(names: bytes, numbers: bytes, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(numbers, zlib.crc32(names)))


def read_lists(db: Database, segment_id: int, terms: Sequence[str]) -> dict[str, TermList | None]:
    """Return the lists of terms in a segment; ``None`` for a term that has none.

    Raises
    ------
    DamagedPostings
    """
    found: dict[str, TermList | None] = dict.fromkeys(terms)
    rows = db.conn.execute(
        """SELECT wanted.value, first_term, checksum, terms, numbers, body FROM json_each(?2) AS wanted
            JOIN packs ON pack_id = (SELECT pack_id FROM packs WHERE segment_id = ?1 AND first_term <= wanted.value
            ORDER BY first_term DESC LIMIT 1)""",
        (segment_id, json.dumps(terms)),
    )
    for term, *row in rows:
        found[term] = _list_in(row, term)
    return found


def _list_in(row: Sequence[Any], term: str) -> TermList | None:
    """Return the list of a term in a pack; in bytes, as every question does this for each of its terms."""
    names, numbers, body = _checked(row)
    at = (b"\n%b\n" % names).find(b"\n%b\n" % term.encode())
    if at < 0:
        return None
    place = names.count(b"\n", 0, at)
    ends = (len(numbers) >> 1) + 4 * place
    start = _number(numbers, ends - 4) if place else 0
    return TermList(_number(numbers, 4 * place), body[start : _number(numbers, ends)])


def _number(numbers: bytes, at: int) -> int:
    return int.from_bytes(numbers[at : at + 4], "little")


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring terms of a segment: df and size in bytes of each one's list, and the lists one behind the other."""

    segment: Segment
    terms: list[str]
    dfs: Ints
    sizes: Ints
    body: bytes

    def cut(self, term: str) -> tuple[Run, Run]:
        """Return the run of the terms up to a term, it included, and that of the others; either may be empty."""
        place = bisect_right(self.terms, term)
        at = int(self.sizes[:place].sum())
        return (
            Run(self.segment, self.terms[:place], self.dfs[:place], self.sizes[:place], self.body[:at]),
            Run(self.segment, self.terms[place:], self.dfs[place:], self.sizes[place:], self.body[at:]),
        )


def read_runs(db: Database, segment: Segment, size: int) -> Iterator[Run]:
    """Yield the lists of a segment in order of their terms, about ``size`` bytes at a time.

    Raises
    ------
    DamagedPostings
    """
    rows = db.execute(
        "SELECT first_term, checksum, terms, numbers, body FROM packs WHERE segment_id = ? ORDER BY first_term",
        [segment.segment_id],
    )
    held: list[tuple[bytes, bytes, bytes]] = []
    held_bytes = 0
    for row in rows:
        held.append(_checked(row))
        held_bytes += len(held[-1][2])
        if held_bytes >= size:
            yield _joined(segment, held)
            held, held_bytes = [], 0
    if held:
        yield _joined(segment, held)


def _joined(segment: Segment, packs: Sequence[tuple[bytes, bytes, bytes]]) -> Run:
    """Make a run of the terms, numbers and bodies of packs."""
    names, numbers, bodies = zip(*packs, strict=True)
    dfs = b"".join(part[: len(part) >> 1] for part in numbers)
    ends = np.frombuffer(b"".join(part[len(part) >> 1 :] for part in numbers), dtype="<u4").astype(np.int64)
    sizes = ends.copy()
    sizes[1:] -= ends[:-1]
    starts = np.cumsum([0, *(len(part) >> 3 for part in numbers[:-1])])
    sizes[starts] = ends[starts]
    terms = b"\n".join(names).decode().split("\n")
    return Run(segment, terms, np.frombuffer(dfs, dtype="<u4").astype(np.int64), sizes, b"".join(bodies))


def _checked(row: Sequence[Any]) -> tuple[bytes, bytes, bytes]:
    """Return a pack's terms, numbers and body.

    Raises
    ------
    DamagedPostings
        They do not fit the checksum, or the first term is not the first.
    """
    first, checksum, names, numbers, body = row
    if _checksum(names, numbers, body) != checksum:
        raise DamagedPostings("packs")
    if not (names + b"\n").startswith(first.encode() + b"\n"):
        raise DamagedPostings("first_term")
    return names, numbers, body
