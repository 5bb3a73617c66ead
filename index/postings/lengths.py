"""The lengths of passages in tokens, in blocks with a checksum each; 0 where a passage was removed."""

from __future__ import annotations

import zlib

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.postings.codec import Ints
from index.postings.tables import DamagedPostings

Lengths = NDArray[np.uint16]

LENGTH_BLOCK = 16_384
"""How many passages' lengths are kept in one row."""
MAX_LENGTH = 0xFFFF
"""Longest passage, in tokens; cutting and the limit on title tokens keep every passage far below."""


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


def _checked_lengths(checksum: int, body: bytes) -> Lengths:
    if zlib.crc32(body) != checksum:
        raise DamagedPostings("lengths")
    return np.frombuffer(body, dtype="<u2")


def read_lengths(db: Database, first: int, count: int) -> Lengths:
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
