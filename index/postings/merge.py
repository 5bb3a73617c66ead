"""Make one segment of several neighbours: fewer places to look in, and removed passages' postings gone for good.

A merge is one transaction and changes no score. `due` says which segments to merge next: as soon as `FAN` neighbours
are of about the same size, so that a library of N passages has about `FAN` * log(N) / log(`FAN`) segments and every
posting is written again about log(N) / log(`FAN`) times.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.postings.codec import Postings
from index.postings.lengths import read_lengths
from index.postings.packs import Run, read_runs
from index.postings.segments import write_segment
from index.postings.tables import DamagedPostings, Segment, note_change, read_segments
from index.postings.writing import decode_lists, sort_postings

Mask = NDArray[np.bool_]

RUN_BYTES = 1_000_000
"""About how many bytes of lists, half a million postings and more, are held and merged at a time."""

FAN = 8
"""How many neighbours of one size are merged."""
SMALLEST = 16
"""Segments of up to this many passages count as one size."""
MAX_WIDTH = 4_000_000
"""No merge makes a segment of more passages than this, which bounds the time and the space of one merge."""
REMOVED_SHARE = 0.25
"""A segment with this share of its passages removed is written again without them."""


def due(db: Database) -> list[Segment]:
    """Return the neighbouring segments to merge next, or the one to write again; none when all is in order."""
    segments = read_segments(db)
    levels = [_level(segment.width) for segment in segments]
    for start in range(len(segments) - FAN, -1, -1):
        chosen = segments[start : start + FAN]
        if max(levels[start : start + FAN]) == levels[start + FAN - 1] and width_of(chosen) <= MAX_WIDTH:
            return chosen
    return [segment for segment in segments if segment.removed >= REMOVED_SHARE * segment.width][:1]


def newest(db: Database, at_most: int) -> list[Segment]:
    """Return the newest neighbours that span at most so many passages, to be merged at the end of a run.

    Adding many articles thus ends in one segment, for work in proportion to what was added; none if there is only one.
    """
    chosen: list[Segment] = []
    for segment in reversed(read_segments(db)):
        if width_of([segment, *chosen]) > min(at_most, MAX_WIDTH):
            break
        chosen.insert(0, segment)
    return chosen if len(chosen) > 1 else []


def _level(width: int) -> int:
    return math.ceil(math.log(max(width, SMALLEST) / SMALLEST, FAN))


def width_of(segments: Sequence[Segment]) -> int:
    """Return how many passages neighbouring segments span, those removed between them included."""
    return segments[-1].first + segments[-1].width - segments[0].first


def merge(db: Database, segments: Sequence[Segment]) -> None:
    """Replace neighbouring segments by one, inside the caller's transaction; removed passages leave no posting.

    Raises
    ------
    DamagedPostings
    """
    first, width = segments[0].first, width_of(segments)
    live = read_lengths(db, first, width) > 0
    try:
        # Below the first id until those it replaces are gone; written while these are read, a run at a time.
        merged = write_segment(db, -1 - first, width, _merged(db, segments, live)) if live.any() else None
    except (IndexError, ValueError) as error:
        raise DamagedPostings("lists") from error
    for segment in segments:
        db.execute("DELETE FROM segments WHERE segment_id = ?", [segment.segment_id])
    if merged is not None:
        db.execute("UPDATE segments SET first_passage = ? WHERE segment_id = ?", [first, merged])
    note_change(db)


class _Stream:
    """The lists of a segment, read in order of their terms as they are needed."""

    def __init__(self, db: Database, segment: Segment, size: int) -> None:
        self._runs = read_runs(db, segment, size)
        self._held: list[Run] = []
        self._size = size

    def fill(self) -> str | None:
        """Hold enough to go on with; return the last term held, or ``None`` if there are no more to come."""
        while sum(len(run.body) for run in self._held) < self._size:
            run = next(self._runs, None)
            if run is None:
                return None
            self._held.append(run)
        return self._held[-1].terms[-1]

    def take(self, end: str | None) -> list[Run]:
        """Give away what is held of the terms up to one, it included; ``None``: all."""
        if end is None:
            taken, self._held = self._held, []
            return taken
        cuts = [run.cut(end) for run in self._held]
        self._held = [rest for _, rest in cuts if rest.terms]
        return [part for part, _ in cuts if part.terms]


def _merged(db: Database, segments: Sequence[Segment], live: Mask) -> Iterator[tuple[list[str], Postings]]:
    """Yield runs of terms with their postings in the segment to be; terms without one are left out."""
    whole = sum(segment.width for segment in segments)
    streams = [_Stream(db, segment, RUN_BYTES * segment.width // whole) for segment in segments]
    while True:
        # Every segment is read up to the least of these terms at least.
        end = min((term for stream in streams if (term := stream.fill()) is not None), default=None)
        parts = [part for stream in streams for part in stream.take(end)]
        if not parts:
            return
        yield from _joined(parts, segments[0].first, live)


def _joined(runs: Sequence[Run], first: int, live: Mask) -> Iterator[tuple[list[str], Postings]]:
    """Yield the terms of runs, which are in order of their segments, with all postings by (term, place), if any."""
    names = [term for run in runs for term in run.terms]
    terms = sorted(set(names))
    numbers = {term: number for number, term in enumerate(terms)}
    of_list = np.fromiter(map(numbers.__getitem__, names), dtype=np.int64, count=len(names))
    dfs, sizes = (np.concatenate([getattr(run, name) for run in runs]) for name in ("dfs", "sizes"))
    counts = [len(run.terms) for run in runs]
    widths = np.repeat([run.segment.width for run in runs], counts)
    bases = np.repeat([run.segment.first - first for run in runs], counts)
    body = np.frombuffer(b"".join(run.body for run in runs), dtype=np.uint8)
    found = decode_lists(body, np.cumsum(sizes) - sizes, dfs, widths)
    places = found.places + bases[found.lists]
    kept = live[places]
    order, number, places = sort_postings(of_list[found.lists[kept]], places[kept], len(live))
    present = np.bincount(number, minlength=len(terms)) > 0
    if present.any():
        dense = np.cumsum(present) - 1
        yield list(compress(terms, present.tolist())), Postings(dense[number], places, found.tfs[kept][order])
