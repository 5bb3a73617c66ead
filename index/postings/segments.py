"""Write segments: runs of consecutive passages whose postings lie together.

A segment is written once, in the transaction that adds its passages, and never changed. Taking a passage out sets its
length to 0 and notes, term by term, by how much the segment's document frequencies are too high; merging makes that
true again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
from sqlite_utils import Database

from index.postings.codec import Ints, Postings
from index.postings.lengths import write_lengths
from index.postings.packs import write_packs
from index.postings.tables import change_counts, read_counts
from index.postings.writing import encode_lists, sort_postings
from index.text.bags import Bags

RUN_POSTINGS = 1_000_000
"""About how many postings are held and encoded at a time."""
REBUILD_WIDTH = 20_000
"""About how many passages a segment has that is made anew."""


def add_segment(db: Database, groups: Sequence[Bags]) -> int:
    """Write the bags of new passages as a segment; return the id of the first passage."""
    first = read_counts(db).next_passage
    sizes = [len(group.lengths) for group in groups]
    width = sum(sizes)
    if width:
        change_counts(db, width, width, sum(int(group.lengths.sum()) for group in groups))
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
        write_packs(db, segment_id, terms, dfs, buffer, offsets)
    return segment_id


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
    change_counts(db, 0, -count, -tokens)
