"""The inverted index inside the library file: append, remove, and the exact top k.

For each term and block of 65,536 consecutive passage ids, one row holds the passages' 16-bit offsets in the block and
their term frequencies, both as little-endian arrays. Lengths are kept likewise, one row a block; a length of zero is
a passage that is not there. All of it changes in the transaction that changes the passages.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.rank import K1, B, Floats, Statistics, term_contributions

BLOCK_BITS = 16
BLOCK_SIZE = 1 << BLOCK_BITS
MAX_TF = 0xFFFF
_KEY_BITS = 24
"""A posting row's key is term id times 2**24 plus block: all rows of a term lie together."""

Ints = NDArray[np.int64]


def create_tables(db: Database) -> None:
    """Create the tables of the index, empty."""
    db.execute("CREATE TABLE terms (term_id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE) STRICT")
    db.execute(
        "CREATE TABLE postings (posting_key INTEGER PRIMARY KEY, offsets BLOB NOT NULL, tfs BLOB NOT NULL) STRICT"
    )
    db.execute("CREATE TABLE lengths (block INTEGER PRIMARY KEY, lengths BLOB NOT NULL) STRICT")
    db.execute("CREATE TABLE passage_terms (passage_id INTEGER PRIMARY KEY, term_ids BLOB NOT NULL) STRICT")
    db.execute("CREATE TABLE counts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT")
    db.execute("INSERT INTO counts VALUES ('next_passage', 0), ('passages', 0), ('tokens', 0)")


def _count(db: Database, name: str) -> int:
    return int(db.execute("SELECT value FROM counts WHERE name = ?", [name]).fetchone()[0])


def _add_to_count(db: Database, name: str, change: int) -> None:
    db.execute("UPDATE counts SET value = value + ? WHERE name = ?", [change, name])


class Writer:
    """Collects the postings of many articles and writes them at `flush`, inside the caller's transaction.

    ``term_ids`` is what earlier writers of the same connection learnt, term -> id; it grows, and must be emptied if a
    transaction fails.
    """

    def __init__(self, db: Database, term_ids: dict[str, int]) -> None:
        self._db = db
        self._first = self._next = _count(db, "next_passage")
        self._term_ids = term_ids
        self._terms: list[tuple[Sequence[str], Ints]] = []
        self._parts: list[tuple[Ints, Ints]] = []
        self._lengths: list[Ints] = []

    def add(self, terms: Sequence[str], term_index: Ints, passage_index: Ints, tf: Ints, lengths: Ints) -> int:
        """Take an article's postings; return the id of its first passage."""
        first = self._next
        self._terms.append((terms, term_index))
        self._parts.append((passage_index + first, np.minimum(tf, MAX_TF)))
        self._lengths.append(lengths)
        self._next += len(lengths)
        return first

    def _learn_terms(self) -> None:
        """Give every term collected an id, all unknown ones at once."""
        unknown = sorted(set(chain.from_iterable(terms for terms, _ in self._terms)) - self._term_ids.keys())
        self._db.conn.executemany("INSERT OR IGNORE INTO terms (term) VALUES (?)", ((term,) for term in unknown))
        rows = self._db.execute(
            "SELECT term, term_id FROM json_each(?) JOIN terms ON term = value", [json.dumps(unknown)]
        )
        self._term_ids.update(rows)

    def flush(self) -> None:
        """Write everything collected."""
        if self._next == self._first:
            return
        lengths = np.concatenate(self._lengths)
        _write_lengths(self._db, self._first, lengths)
        _add_to_count(self._db, "next_passage", len(lengths))
        _add_to_count(self._db, "passages", len(lengths))
        _add_to_count(self._db, "tokens", int(lengths.sum()))
        self._learn_terms()
        term_ids = np.concatenate(
            [
                np.fromiter(map(self._term_ids.__getitem__, terms), dtype=np.int64, count=len(terms))[term_index]
                for terms, term_index in self._terms
            ]
        )
        passage_ids, tfs = (np.concatenate(column) for column in zip(*self._parts, strict=True))
        self._write_forward(term_ids, passage_ids)
        keys = (term_ids << _KEY_BITS) | (passage_ids >> BLOCK_BITS)
        order = np.lexsort((passage_ids, keys))
        keys, tfs = keys[order], tfs[order].astype("<u2")
        offsets = (passage_ids[order] & (BLOCK_SIZE - 1)).astype("<u2")
        starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else np.array([], dtype=np.int64)
        rows = [
            (key, offsets[start:end].tobytes(), tfs[start:end].tobytes())
            for key, start, end in zip(
                keys[starts].tolist(), starts.tolist(), [*starts[1:].tolist(), len(keys)], strict=True
            )
        ]
        self._append(rows)

    def _append(self, rows: list[tuple[int, bytes, bytes]]) -> None:
        """Insert rows, or lengthen those there are: new passage ids are always the highest."""
        read = self._db.conn.cursor()
        merged: list[tuple[int, bytes, bytes]] = []
        for key, offsets, tfs in rows:
            old = read.execute("SELECT offsets, tfs FROM postings WHERE posting_key = ?", (key,)).fetchone()
            merged.append((key, old[0] + offsets, old[1] + tfs) if old else (key, offsets, tfs))
        self._db.conn.executemany("INSERT OR REPLACE INTO postings VALUES (?, ?, ?)", merged)

    def _write_forward(self, term_ids: Ints, passage_ids: Ints) -> None:
        """Keep each passage's term ids, so that it can be taken out again."""
        order = np.argsort(passage_ids, kind="stable")
        places, values = passage_ids[order], term_ids[order].astype("<u4")
        bounds = np.searchsorted(places, np.arange(self._first, self._next + 1))
        self._db.conn.executemany(
            "INSERT INTO passage_terms VALUES (?, ?)",
            [
                (self._first + place, values[bounds[place] : bounds[place + 1]].tobytes())
                for place in range(self._next - self._first)
            ],
        )


def _write_lengths(db: Database, first: int, lengths: Ints) -> None:
    """Set the lengths of consecutive passages from ``first`` on."""
    at = 0
    while at < len(lengths):
        block, offset = divmod(first + at, BLOCK_SIZE)
        count = min(len(lengths) - at, BLOCK_SIZE - offset)
        row = db.execute("SELECT lengths FROM lengths WHERE block = ?", [block]).fetchone()
        values = np.frombuffer(row[0], dtype="<u4").copy() if row else np.zeros(0, dtype="<u4")
        if len(values) < offset + count:
            values = np.pad(values, (0, offset + count - len(values)))
        values[offset : offset + count] = lengths[at : at + count]
        db.execute("INSERT OR REPLACE INTO lengths VALUES (?, ?)", [block, values.tobytes()])
        at += count


def remove_passages(db: Database, first: int, count: int) -> None:
    """Take consecutive passages out of the index; statistics are at once those of a library without them."""
    if not count:
        return
    span = [first, first + count]
    rows = db.execute("SELECT term_ids FROM passage_terms WHERE passage_id >= ? AND passage_id < ?", span).fetchall()
    term_ids = {int(term) for row in rows for term in np.frombuffer(row[0], dtype="<u4")}
    for block in range(first >> BLOCK_BITS, ((first + count - 1) >> BLOCK_BITS) + 1):
        low, high = first - block * BLOCK_SIZE, first + count - block * BLOCK_SIZE
        for term_id in sorted(term_ids):
            _cut_row(db, (term_id << _KEY_BITS) | block, low, high)
    db.execute("DELETE FROM passage_terms WHERE passage_id >= ? AND passage_id < ?", span)
    lengths = _lengths(db)[first : first + count]
    _add_to_count(db, "passages", -count)
    _add_to_count(db, "tokens", -int(lengths.sum()))
    _write_lengths(db, first, np.zeros(count, dtype=np.int64))


def _cut_row(db: Database, key: int, low: int, high: int) -> None:
    """Drop the offsets from ``low`` up to ``high`` from a row, and the row if nothing is left."""
    row = db.execute("SELECT offsets, tfs FROM postings WHERE posting_key = ?", [key]).fetchone()
    if row is None:
        return
    offsets, tfs = np.frombuffer(row[0], dtype="<u2"), np.frombuffer(row[1], dtype="<u2")
    kept = (offsets < max(low, 0)) | (offsets >= high)
    if kept.any():
        db.execute(
            "UPDATE postings SET offsets = ?, tfs = ? WHERE posting_key = ?",
            [offsets[kept].tobytes(), tfs[kept].tobytes(), key],
        )
    else:
        db.execute("DELETE FROM postings WHERE posting_key = ?", [key])


def _lengths(db: Database) -> Ints:
    """Return the length of every passage id ever given, in tokens; 0 where the passage is gone."""
    rows = db.execute("SELECT block, lengths FROM lengths ORDER BY block").fetchall()
    parts = [np.frombuffer(row[1], dtype="<u4") for row in rows]
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, dtype=np.int64)


def _read_term(db: Database, term: str) -> tuple[Ints, Ints]:
    """Return the passage ids and term frequencies of a term, ids ascending."""
    row = db.execute("SELECT term_id FROM terms WHERE term = ?", [term]).fetchone()
    if row is None:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    low = row[0] << _KEY_BITS
    rows = db.execute(
        "SELECT posting_key, offsets, tfs FROM postings WHERE posting_key >= ? AND posting_key < ? ORDER BY 1",
        [low, low + (1 << _KEY_BITS)],
    ).fetchall()
    empty = np.zeros(0, dtype=np.int64)
    ids = [np.frombuffer(row[1], dtype="<u2").astype(np.int64) + (row[0] - low) * BLOCK_SIZE for row in rows]
    tfs = [np.frombuffer(row[2], dtype="<u2").astype(np.int64) for row in rows]
    return np.concatenate([empty, *ids]), np.concatenate([empty, *tfs])


@dataclass(frozen=True, slots=True)
class Scored:
    """Everything a query touched: ids of passages that hold a term, their scores, and what the scores came from.

    ``passage_ids`` ascend; ``term_frequencies`` is term -> tf aligned with them; ``lengths`` likewise.
    """

    statistics: Statistics
    passage_ids: Ints
    scores: Floats
    lengths: Ints
    term_frequencies: dict[str, Ints]


def score_all(db: Database, terms: Sequence[str], k1: float = K1, b: float = B) -> Scored:
    """Score every passage that holds one of the terms; ``terms`` are distinct and in code point order."""
    found = {term: _read_term(db, term) for term in terms}
    statistics = Statistics(
        passage_count=_count(db, "passages"),
        token_count=_count(db, "tokens"),
        df={term: len(ids) for term, (ids, _) in found.items()},
        k1=k1,
        b=b,
    )
    all_lengths = _lengths(db)
    touched = np.zeros(len(all_lengths), dtype=bool)
    for ids, _ in found.values():
        touched[ids] = True
    passage_ids = np.flatnonzero(touched)
    lengths = all_lengths[passage_ids]
    scores = np.zeros(len(passage_ids), dtype=np.float64)
    frequencies: dict[str, Ints] = {}
    for term, (ids, tfs) in found.items():
        places = np.searchsorted(passage_ids, ids)
        aligned = np.zeros(len(passage_ids), dtype=np.int64)
        aligned[places] = tfs
        frequencies[term] = aligned
        scores[places] += term_contributions(
            statistics, term, tfs.astype(np.float64), lengths[places].astype(np.float64)
        )
    return Scored(statistics, passage_ids, scores, lengths, frequencies)
