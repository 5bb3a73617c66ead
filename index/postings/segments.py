"""The tables of the inverted index: segments of consecutive passages, and packs of lists in them.

A segment is written once, in the transaction that adds its passages, and never changed. Its terms, in order, are cut
into packs: one row holds some dozens of short lists, or one long one. Taking a passage out sets its length to 0 and
notes, term by term, by how much the segment's document frequencies are too high; merging makes that true again.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from sqlite_utils import Database

from index.postings.codec import Ints, Postings, encode_lists, sort_postings
from index.text.bags import Bags

PACK_BYTES = 8_192
"""A pack takes no more lists when its lists have this many bytes."""
PACK_TERMS = 256
"""How many terms a pack has at most."""
RUN_POSTINGS = 1_000_000
"""About how many postings are held and encoded at a time."""
REBUILD_WIDTH = 20_000
"""About how many passages a segment has that is made anew."""
LENGTH_BLOCK = 16_384
"""How many passages' lengths are kept in one row."""
MAX_LENGTH = 0xFFFF
"""Longest passage, in tokens; cutting and the limit on title tokens keep every passage far below."""


class DamagedPostings(Exception):  # noqa: N818 - never leaves index: the store tells it with the library's name
    """A row's checksum does not fit its bytes."""


class OutdatedPostings(Exception):  # noqa: N818 - as above
    """The terms in the index were found by other rules than today's: ``version`` tells which, see `index.text.bags`."""

    def __init__(self, version: int) -> None:
        self.version = version


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of passage ids, ``first`` and how many (``width``), whose postings lie together.

    ``removed`` is how many of the passages were taken out since the segment was written.
    """

    segment_id: int
    first: int
    width: int
    removed: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What is known of all passages: the next free id, how many there are, their tokens, and the count of changes.

    ``terms_version`` is that of the rules by which their terms were found, see `index.text.bags`.
    """

    next_passage: int
    passages: int
    tokens: int
    generation: int
    terms_version: int


@dataclass(frozen=True, slots=True)
class TermList:
    """One term's list in a segment: its document frequency there, and the list's bytes."""

    df: int
    body: bytes


def create_tables(db: Database) -> None:
    """Create the tables of the index, empty."""
    db.execute(
        """CREATE TABLE segments (segment_id INTEGER PRIMARY KEY AUTOINCREMENT, first_passage INTEGER NOT NULL UNIQUE,
            width INTEGER NOT NULL, removed INTEGER NOT NULL DEFAULT 0) STRICT"""
    )
    db.execute(
        """CREATE TABLE packs (pack_id INTEGER PRIMARY KEY, segment_id INTEGER NOT NULL
            REFERENCES segments(segment_id) ON DELETE CASCADE, first_term TEXT NOT NULL, checksum INTEGER NOT NULL,
            terms BLOB NOT NULL, numbers BLOB NOT NULL, body BLOB NOT NULL, UNIQUE (segment_id, first_term)) STRICT"""
    )
    db.execute(
        "CREATE TABLE lengths (block INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, lengths BLOB NOT NULL) STRICT"
    )
    db.execute(
        """CREATE TABLE surplus (segment_id INTEGER NOT NULL REFERENCES segments(segment_id) ON DELETE CASCADE,
            term TEXT NOT NULL, df INTEGER NOT NULL, PRIMARY KEY (term, segment_id)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX surplus_by_segment ON surplus(segment_id)")
    db.execute(
        """CREATE TABLE counts (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), next_passage INTEGER NOT NULL,
            passages INTEGER NOT NULL, tokens INTEGER NOT NULL, generation INTEGER NOT NULL,
            terms_version INTEGER NOT NULL) STRICT"""
    )
    db.execute("INSERT INTO counts VALUES (1, 0, 0, 0, 0, 0)")


def read_counts(db: Database) -> Counts:
    """Return the counts of all passages."""
    return Counts(
        *db.conn.execute("SELECT next_passage, passages, tokens, generation, terms_version FROM counts").fetchone()
    )


def _change_counts(db: Database, ids: int, passages: int, tokens: int) -> None:
    db.execute(
        """UPDATE counts SET next_passage = next_passage + ?, passages = passages + ?, tokens = tokens + ?,
            generation = generation + 1""",
        [ids, passages, tokens],
    )


def note_change(db: Database) -> None:
    """Make every reader look again at what it has cached."""
    _change_counts(db, 0, 0, 0)


def read_segments(db: Database) -> list[Segment]:
    """Return all segments in order of their passages."""
    rows = db.execute("SELECT segment_id, first_passage, width, removed FROM segments ORDER BY first_passage")
    return [Segment(*row) for row in rows]


# -- writing ---------------------------------------------------------------------------------------------------------


def add_segment(db: Database, groups: Sequence[Bags]) -> int:
    """Write the bags of new passages as a segment; return the id of the first passage."""
    first = read_counts(db).next_passage
    sizes = [len(group.lengths) for group in groups]
    width = sum(sizes)
    if width:
        _change_counts(db, width, width, sum(int(group.lengths.sum()) for group in groups))
        write_bags(db, first, width, list(zip(np.cumsum([0, *sizes]).tolist(), groups, strict=False)))
    return first


def write_bags(db: Database, first: int, width: int, placed: Sequence[tuple[int, Bags]]) -> None:
    """Write bags as a segment of ``width`` passages: of each, where its passages begin; a gap is removed passages."""
    lengths = np.zeros(width, dtype=np.int64)
    for at, bags in placed:
        lengths[at : at + len(bags.lengths)] = bags.lengths
    write_lengths(db, first, lengths)
    write_segment(db, first, width, _runs(width, placed))


def _runs(width: int, placed: Sequence[tuple[int, Bags]]) -> Iterator[tuple[list[str], Postings]]:
    """Yield runs of terms, in order, with their postings by (term, place)."""
    terms = sorted(set(chain.from_iterable(bags.terms for _, bags in placed)))
    numbers = {term: number for number, term in enumerate(terms)}
    lists = np.concatenate(
        [
            np.fromiter(map(numbers.__getitem__, bags.terms), dtype=np.int64, count=len(bags.terms))[bags.term_index]
            for _, bags in placed
        ]
    )
    order, number, places = sort_postings(
        lists, np.concatenate([bags.passage_index + at for at, bags in placed]), width
    )
    tfs = np.concatenate([bags.tfs for _, bags in placed])[order]
    bounds = np.searchsorted(number, np.arange(len(terms) + 1))
    for start, end in run_bounds(bounds):
        run = slice(bounds[start], bounds[end])
        yield terms[start:end], Postings(number[run] - start, places[run], tfs[run])


def rebuild(db: Database, articles: Iterable[tuple[int, Bags]], terms_version: int) -> None:
    """Write the whole index anew; ``articles`` are first passage ids, ascending, and bags. Ids stay as they are."""
    for table in ("segments", "packs", "surplus", "lengths"):
        db.execute(f"DELETE FROM {table}")  # noqa: S608 - literals
    passages = tokens = end = 0
    held: list[tuple[int, Bags]] = []
    for first, bags in articles:
        if held and first + len(bags.lengths) - held[0][0] > REBUILD_WIDTH:
            _write_held(db, held)
            held = []
        held.append((first, bags))
        passages, tokens = passages + len(bags.lengths), tokens + int(bags.lengths.sum())
        end = first + len(bags.lengths)
    if held:
        _write_held(db, held)
    db.execute(
        """UPDATE counts SET next_passage = ?, passages = ?, tokens = ?, generation = generation + 1,
            terms_version = ?""",
        [end, passages, tokens, terms_version],
    )


def _write_held(db: Database, held: Sequence[tuple[int, Bags]]) -> None:
    first = held[0][0]
    width = held[-1][0] + len(held[-1][1].lengths) - first
    write_bags(db, first, width, [(at - first, bags) for at, bags in held])


def run_bounds(bounds: Ints) -> Iterator[tuple[int, int]]:
    """Cut lists, given where each begins, into runs of about `RUN_POSTINGS`; yield first and last (exclusive)."""
    start, count = 0, len(bounds) - 1
    while start < count:
        end = max(int(np.searchsorted(bounds, bounds[start] + RUN_POSTINGS, side="right")) - 1, start + 1)
        yield start, end
        start = end


def write_segment(db: Database, first: int, width: int, runs: Iterable[tuple[list[str], Postings]]) -> int:
    """Write a segment of lists, return its id; ``runs`` are terms, in order over all runs, and their postings."""
    segment_id = db.execute("INSERT INTO segments (first_passage, width) VALUES (?, ?)", [first, width]).lastrowid or 0
    for terms, postings in runs:
        dfs = np.bincount(postings.lists, minlength=len(terms))
        buffer, offsets = encode_lists(postings, len(terms), width)
        db.conn.executemany(
            "INSERT INTO packs (segment_id, first_term, checksum, terms, numbers, body) VALUES (?, ?, ?, ?, ?, ?)",
            (
                (segment_id, terms[start], *_pack(terms[start:end], dfs[start:end], buffer, offsets[start : end + 1]))
                for start, end in _pack_bounds(np.diff(offsets).tolist())
            ),
        )
    return segment_id


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


def _pack(
    terms: Sequence[str], dfs: Ints, buffer: np.ndarray[tuple[int], np.dtype[np.uint8]], offsets: Ints
) -> tuple[int, bytes, bytes, bytes]:
    """Return a pack's checksum, terms, numbers (the df of each list, then where each ends) and body."""
    names = "\n".join(terms).encode()
    numbers = np.stack([dfs, offsets[1:] - offsets[0]]).astype("<u4").tobytes()
    body = buffer[offsets[0] : offsets[-1]].tobytes()
    return _checksum(names, numbers, body), names, numbers, body


def _checksum(names: bytes, numbers: bytes, body: bytes) -> int:
    return zlib.crc32(body, zlib.crc32(numbers, zlib.crc32(names)))


def write_lengths(db: Database, first: int, lengths: Ints) -> None:
    """Set the lengths of consecutive passages from ``first`` on, in tokens."""
    if lengths.max(initial=0) > MAX_LENGTH:
        raise ValueError(f"a passage has more than {MAX_LENGTH} tokens")
    at = 0
    while at < len(lengths):
        block, offset = divmod(first + at, LENGTH_BLOCK)
        count = min(len(lengths) - at, LENGTH_BLOCK - offset)
        row = db.execute("SELECT checksum, lengths FROM lengths WHERE block = ?", [block]).fetchone()
        values = _checked_lengths(*row).copy() if row else np.zeros(0, dtype="<u2")
        if len(values) < offset + count:
            values = np.pad(values, (0, offset + count - len(values)))
        values[offset : offset + count] = lengths[at : at + count]
        body = values.tobytes()
        db.execute("INSERT OR REPLACE INTO lengths VALUES (?, ?, ?)", [block, zlib.crc32(body), body])
        at += count


def _checked_lengths(checksum: int, body: bytes) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    if zlib.crc32(body) != checksum:
        raise DamagedPostings("lengths")
    return np.frombuffer(body, dtype="<u2")


def remove_passages(db: Database, first: int, bags: Bags) -> None:
    """Take consecutive passages out; ``bags`` is what they hold. Statistics are at once those without them.

    Passages without any term may be in no segment: a segment of nothing else is left out by merging.
    """
    count = len(bags.lengths)
    tokens = int(bags.lengths.sum())
    if tokens:
        segment_id = db.execute(
            "SELECT segment_id FROM segments WHERE first_passage <= ? ORDER BY first_passage DESC LIMIT 1", [first]
        ).fetchone()[0]
        dfs = Counter(bags.terms[number] for number in bags.term_index.tolist())
        db.conn.executemany(
            "INSERT INTO surplus VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET df = df + excluded.df",
            ((segment_id, term, df) for term, df in sorted(dfs.items())),
        )
        db.execute("UPDATE segments SET removed = removed + ? WHERE segment_id = ?", [count, segment_id])
    write_lengths(db, first, np.zeros(count, dtype=np.int64))
    _change_counts(db, 0, -count, -tokens)


# -- reading ---------------------------------------------------------------------------------------------------------


def read_lengths(db: Database, first: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint16]]:
    """Return the lengths of consecutive passages, in tokens; 0 where one is gone, or never was.

    Raises
    ------
    DamagedPostings
    """
    rows = db.execute(
        "SELECT block, checksum, lengths FROM lengths WHERE block BETWEEN ? AND ?",
        [first // LENGTH_BLOCK, (first + count - 1) // LENGTH_BLOCK],
    )
    found = np.zeros(count, dtype="<u2")
    for block, checksum, body in rows:
        start = block * LENGTH_BLOCK - first
        part = _checked_lengths(checksum, body)[max(-start, 0) : max(count - start, 0)]
        found[max(start, 0) :][: len(part)] = part
    return found


def read_list(db: Database, segment_id: int, term: str) -> TermList | None:
    """Return a term's list in a segment, or ``None`` if it has none.

    Raises
    ------
    DamagedPostings
    """
    row = db.conn.execute(
        """SELECT first_term, checksum, terms, numbers, body FROM packs WHERE segment_id = ? AND first_term <= ?
            ORDER BY first_term DESC LIMIT 1""",
        (segment_id, term),
    ).fetchone()
    if row is None:
        return None
    _, names, numbers, body = _checked(row)
    at = f"\n{names}\n".find(f"\n{term}\n")
    if at < 0:
        return None
    place = names.count("\n", 0, at)
    count = len(numbers) >> 1
    start = int(numbers[count + place - 1]) if place else 0
    return TermList(int(numbers[place]), body[start : int(numbers[count + place])])


@dataclass(frozen=True, slots=True)
class Pack:
    """Neighbouring terms of a segment: df and size in bytes of each one's list, and the lists one behind the other."""

    segment: Segment
    terms: list[str]
    dfs: Ints
    sizes: Ints
    body: bytes

    def cut(self, term: str) -> tuple[Pack, Pack]:
        """Return the pack of the terms before a term, and that of the others; either may be empty."""
        place = bisect_left(self.terms, term)
        at = int(self.sizes[:place].sum())
        return (
            Pack(self.segment, self.terms[:place], self.dfs[:place], self.sizes[:place], self.body[:at]),
            Pack(self.segment, self.terms[place:], self.dfs[place:], self.sizes[place:], self.body[at:]),
        )


def read_packs(db: Database, segment: Segment) -> Iterator[Pack]:
    """Yield the packs of a segment in order of their terms.

    Raises
    ------
    DamagedPostings
    """
    rows = db.execute(
        "SELECT first_term, checksum, terms, numbers, body FROM packs WHERE segment_id = ? ORDER BY first_term",
        [segment.segment_id],
    )
    for row in rows:
        _, names, numbers, body = _checked(row)
        dfs, ends = numbers.reshape(2, -1).astype(np.int64)
        yield Pack(segment, names.split("\n"), dfs, np.diff(ends, prepend=0), body)


def _checked(row: Sequence[Any]) -> tuple[str, str, np.ndarray[tuple[int], np.dtype[np.uint32]], bytes]:
    """Return a pack's first term, terms, numbers and body.

    Raises
    ------
    DamagedPostings
        They do not fit the checksum, or the first term is not the first.
    """
    first, checksum, names, numbers, body = row
    if _checksum(names, numbers, body) != checksum:
        raise DamagedPostings("packs")
    terms = names.decode()
    if first != terms.partition("\n")[0]:
        raise DamagedPostings("first_term")
    return first, terms, np.frombuffer(numbers, dtype="<u4"), body


def has_surplus(db: Database) -> bool:
    """Tell whether any passage was removed whose postings are still there."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM surplus)").fetchone()[0])


def read_surplus(db: Database, terms: Sequence[str]) -> Mapping[str, int]:
    """Return by how much the document frequencies of terms, added up over all segments, are too high."""
    marks = ", ".join("?" * len(terms))
    rows = db.execute(f"SELECT term, sum(df) FROM surplus WHERE term IN ({marks}) GROUP BY term", list(terms))  # noqa: S608 - only marks
    return dict(rows.fetchall())
