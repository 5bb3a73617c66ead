"""The tables of the inverted index, and the rows that tell what it holds: counts, segments, and the surplus.

`packs` has the postings themselves, `lengths` the lengths of passages.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlite_utils import Database


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


class Counts(NamedTuple):
    """What is known of all passages: the next free id, how many there are, their tokens, and the count of changes.

    ``terms_version`` is that of the rules by which their terms were found, see `index.text.bags`.
    """

    next_passage: int
    passages: int
    tokens: int
    generation: int
    terms_version: int


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


def change_counts(db: Database, ids: int, passages: int, tokens: int) -> None:
    """Add to the counts; ``ids`` is how many ids were taken."""
    db.execute(
        """UPDATE counts SET next_passage = next_passage + ?, passages = passages + ?, tokens = tokens + ?,
            generation = generation + 1""",
        [ids, passages, tokens],
    )


def note_change(db: Database) -> None:
    """Make every reader look again at what it has cached."""
    change_counts(db, 0, 0, 0)


def read_segments(db: Database) -> list[Segment]:
    """Return all segments in order of their passages."""
    rows = db.execute("SELECT segment_id, first_passage, width, removed FROM segments ORDER BY first_passage")
    return [Segment(*row) for row in rows]


def has_surplus(db: Database) -> bool:
    """Tell whether any passage was removed whose postings are still there."""
    return bool(db.execute("SELECT EXISTS (SELECT 1 FROM surplus)").fetchone()[0])


def read_surplus(db: Database, terms: Sequence[str]) -> Mapping[str, int]:
    """Return by how much the document frequencies of terms, added up over all segments, are too high."""
    marks = ", ".join("?" * len(terms))
    rows = db.execute(f"SELECT term, sum(df) FROM surplus WHERE term IN ({marks}) GROUP BY term", list(terms))  # noqa: S608 - only marks
    return dict(rows.fetchall())
