"""Make one segment of several neighbours: fewer places to look in, and removed passages' postings gone for good.

A merge is one transaction and changes no score. `due` says which segments to merge next: as soon as `FAN` neighbours
are of about the same size, so that a library of N passages has about `FAN` * log(N) / log(`FAN`) segments and every
posting is written again about log(N) / log(`FAN`) times.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterator, Sequence
from itertools import compress

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.postings.codec import Postings
from index.postings.lengths import read_lengths
from index.postings.packs import Pack, read_packs
from index.postings.segments import RUN_POSTINGS, write_segment
from index.postings.tables import DamagedPostings, Segment, note_change, read_segments
from index.postings.writing import decode_lists, sort_postings

Mask = NDArray[np.bool_]

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


def _merged(db: Database, segments: Sequence[Segment], live: Mask) -> Iterator[tuple[list[str], Postings]]:
    """Yield runs of terms with their postings in the segment to be; terms without one are left out."""
    streams = [read_packs(db, segment) for segment in segments]
    held: list[Pack] = []
    count = 0
    for pack in heapq.merge(*streams, key=lambda pack: pack.terms[0]):
        if count >= RUN_POSTINGS:
            # No pack to come holds a term before this one's first.
            done = [item for item in held if item.terms[-1] < pack.terms[0]]
            cuts = [item.cut(pack.terms[0]) for item in held if item.terms[-1] >= pack.terms[0]]
            yield from _joined([*done, *(before for before, _ in cuts if before.terms)], segments[0].first, live)
            held = [rest for _, rest in cuts if rest.terms]
            count = sum(int(rest.dfs.sum()) for rest in held)
        held.append(pack)
        count += int(pack.dfs.sum())
    yield from _joined(held, segments[0].first, live)


def _joined(packs: Sequence[Pack], first: int, live: Mask) -> Iterator[tuple[list[str], Postings]]:
    """Yield the terms of packs with all their postings, by (term, place), if there are any."""
    if not packs:
        return
    packs = sorted(packs, key=lambda pack: pack.segment.first)  # so that the places of a term ascend
    names = [term for pack in packs for term in pack.terms]
    terms = sorted(set(names))
    numbers = {term: number for number, term in enumerate(terms)}
    of_list = np.fromiter(map(numbers.__getitem__, names), dtype=np.int64, count=len(names))
    dfs, sizes = (np.concatenate([getattr(pack, name) for pack in packs]) for name in ("dfs", "sizes"))
    counts = [len(pack.terms) for pack in packs]
    widths = np.repeat([pack.segment.width for pack in packs], counts)
    bases = np.repeat([pack.segment.first - first for pack in packs], counts)
    body = np.frombuffer(b"".join(pack.body for pack in packs), dtype=np.uint8)
    found = decode_lists(body, np.cumsum(sizes) - sizes, dfs, widths)
    places = found.places + bases[found.lists]
    kept = live[places]
    order, number, places = sort_postings(of_list[found.lists[kept]], places[kept], len(live))
    present = np.bincount(number, minlength=len(terms)) > 0
    if present.any():
        dense = np.cumsum(present) - 1
        yield list(compress(terms, present.tolist())), Postings(dense[number], places, found.tfs[kept][order])
