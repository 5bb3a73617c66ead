"""Find the best passages for the terms of a query, in the state the library has now."""

from __future__ import annotations

import logging
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.postings.candidates import Candidates, Ranker, Scope, TermLists
from index.postings.codec import ragged
from index.postings.lengths import Lengths, read_lengths
from index.postings.packs import TermList, read_lists
from index.postings.plain import PlainRanker
from index.postings.tables import (
    Counts,
    DamagedPostings,
    OutdatedPostings,
    Segment,
    has_surplus,
    read_counts,
    read_segments,
    read_surplus,
)
from index.rank import Statistics
from index.text.bags import TERMS_VERSION

log = logging.getLogger(__name__)

DEFAULT_RANKER: type[Ranker] = PlainRanker
try:
    from index.postings.compiled import CompiledRanker
except ImportError:
    log.info("no C compiler was there when Cuttings was installed; questions are ranked in numpy")
else:
    DEFAULT_RANKER = CompiledRanker

CACHE_BYTES = 64_000_000
"""How much of lists is kept for the next questions; `plain` keeps `DECODED` times as much of decoded ones, too."""
CACHED_MASKS = 8
"""How many selections are remembered, a byte a passage each."""


class BareHit(NamedTuple):
    """A hit before its passage was read: its id, its length in tokens, and term -> tf."""

    passage_id: int
    length: int
    tfs: Mapping[str, int]


class Selection(NamedTuple):
    """Which passages count: a key that names the selection, and what finds its runs (first id, how many)."""

    key: Hashable
    ranges: Callable[[], Sequence[tuple[int, int]]]


class _Known(NamedTuple):
    """What the library holds of a term: its df, and its lists in all segments."""

    df: int
    lists: TermLists


class PostingsReader:
    """Reads the index through one connection; what it keeps between queries it renews after every change.

    ``ranker`` finds the best passages in lists: compiled where that is there, else in numpy. ``cache_bytes`` is how
    much of lists is kept for the next questions.
    """

    def __init__(self, db: Database, ranker: type[Ranker] = DEFAULT_RANKER, cache_bytes: int = CACHE_BYTES) -> None:
        self._db = db
        self._cache_bytes = cache_bytes
        self._make_ranker = ranker
        self._counts: Counts | None = None
        self._segments: list[Segment] = []
        self._offsets: list[int] = []
        self._firsts = np.zeros(0, dtype=np.int64)
        self._shifts: list[int] = []
        self._lengths: Lengths = np.zeros(0, dtype=np.uint16)
        self._has_surplus = False
        self._ranker: tuple[float, float, Ranker] | None = None
        self._masks: OrderedDict[Hashable, NDArray[np.uint8]] = OrderedDict()
        self._known: dict[str, _Known] = {}
        self._lists: OrderedDict[tuple[int, str], TermList | None] = OrderedDict()
        self._list_bytes = 0

    def best(
        self,
        terms: Sequence[str],
        limit: int,
        k1: float,
        b: float,
        only: Selection | None = None,
    ) -> tuple[Statistics, list[BareHit]]:
        """Return every passage whose BM25 score is among the ``limit`` best, ties for the last place included.

        A few that come close may be there, too: who scores them leaves them out.

        Parameters
        ----------
        terms
            Distinct.
        only
            If given, only these passages count; statistics stay those of the library.

        Raises
        ------
        DamagedPostings, OutdatedPostings
        """
        counts = self._refresh()
        found = self._find(terms, counts)
        statistics = Statistics(counts.passages, counts.tokens, {term: found[term].df for term in terms}, k1, b)
        lists = [found[term].lists for term in terms if found[term].df]
        if not lists:
            return statistics, []
        allowed = None if only is None else self._allowed(only)
        if allowed is not None and not allowed.any():
            return statistics, []
        try:
            candidates = self._ranker_for(statistics).candidates(lists, limit, allowed)
        except (IndexError, ValueError) as error:  # lists that fit their checksum and yet are none
            raise DamagedPostings("lists") from error
        return statistics, self._bare_hits(candidates)

    @property
    def counts(self) -> Counts:
        """What the library held when it was last searched or asked for this, whichever is later."""
        return self._counts or self._refresh()

    def _refresh(self) -> Counts:
        """Renew what is kept if the library has changed."""
        counts = read_counts(self._db)
        if counts.terms_version != TERMS_VERSION:
            raise OutdatedPostings(counts.terms_version)
        if counts != self._counts:
            self._segments = read_segments(self._db)
            widths = [segment.width for segment in self._segments]
            self._offsets = np.cumsum([0, *widths]).tolist()
            self._firsts = np.array([segment.first for segment in self._segments], dtype=np.int64)
            self._shifts = (self._firsts - self._offsets[:-1]).tolist()
            parts = [read_lengths(self._db, segment.first, segment.width) for segment in self._segments]
            self._lengths = np.concatenate([np.zeros(0, dtype=np.uint16), *parts])
            self._has_surplus = has_surplus(self._db)
            self._ranker = None
            self._masks.clear()
            self._known.clear()
            self._counts = counts
        return counts

    def _find(self, terms: Sequence[str], counts: Counts) -> dict[str, _Known]:
        """Return the df of each term and its lists; kept until the library changes or a list is dropped."""
        found = {term: self._known[term] for term in terms if term in self._known}
        if len(found) < len(terms):
            fresh = self._read([term for term in terms if term not in found], counts)
            self._known |= fresh
            found |= fresh
        return found

    def _read(self, terms: Sequence[str], counts: Counts) -> dict[str, _Known]:
        """Return the df of each term and its lists, with where their segments begin among the positions."""
        lists: dict[str, list[tuple[int, int, int, bytes]]] = {term: [] for term in terms}
        for segment, offset in zip(self._segments, self._offsets, strict=False):
            for term, item in self._lists_of(segment.segment_id, terms).items():
                if item:
                    lists[term].append((offset, segment.width, *item))
        surplus = read_surplus(self._db, terms) if self._has_surplus else {}
        dfs = {term: sum(item[2] for item in held) - surplus.get(term, 0) for term, held in lists.items()}
        idfs = Statistics(counts.passages, counts.tokens, dfs).idfs
        return {term: _Known(dfs[term], TermLists(term, idfs[term], tuple(held))) for term, held in lists.items()}

    def _lists_of(self, segment_id: int, terms: Sequence[str]) -> dict[str, TermList | None]:
        """Return the lists of terms, from the cache those that are there: a segment never changes."""
        kept = self._lists
        found: dict[str, TermList | None] = {}
        missing = []
        for term in terms:
            key = (segment_id, term)
            if key in kept:
                kept.move_to_end(key)
                found[term] = kept[key]
            else:
                missing.append(term)
        if missing:
            read = read_lists(self._db, segment_id, missing)
            found |= read
            for term, item in read.items():
                kept[segment_id, term] = item
                self._list_bytes += _size(item)
            while self._list_bytes > self._cache_bytes and len(kept) > 1:
                self._list_bytes -= _size(kept.popitem(last=False)[1])
                self._known.clear()
        return found

    def _allowed(self, only: Selection) -> NDArray[np.uint8]:
        """Return 1 for every position that a selection holds; the last few are kept."""
        mask = self._masks.get(only.key)
        if mask is None:
            mask = self._masks[only.key] = self._mask(only.ranges())
            if len(self._masks) > CACHED_MASKS:
                self._masks.popitem(last=False)
        return mask

    def _mask(self, ranges: Sequence[tuple[int, int]]) -> NDArray[np.uint8]:
        """Return 1 for every position inside the ranges; passages without terms may be in no segment."""
        flat = np.fromiter(chain.from_iterable(ranges), dtype=np.int64, count=2 * len(ranges))
        starts, counts = flat[::2], flat[1::2]
        segment = np.searchsorted(self._firsts, starts, side="right") - 1
        widths = np.array([item.width for item in self._segments], dtype=np.int64)
        known = (segment >= 0) & (starts < self._firsts[segment] + widths[segment])
        segment = segment[known]
        starts = starts[known] - self._firsts[segment] + np.array(self._offsets)[segment]
        mask = np.zeros(len(self._lengths), dtype=np.uint8)
        mask[ragged(starts, counts[known])] = 1
        return mask

    def _ranker_for(self, statistics: Statistics) -> Ranker:
        kept = self._ranker
        if kept is None or kept[:2] != (statistics.k1, statistics.b):
            longest = int(self._lengths.max(initial=0))
            scope = Scope(self._lengths, statistics.norms(np.arange(longest + 1)), statistics.k1)
            kept = self._ranker = (statistics.k1, statistics.b, self._make_ranker(scope, self._cache_bytes))
        return kept[2]

    def _bare_hits(self, candidates: Candidates) -> list[BareHit]:
        offsets, shifts, length = self._offsets, self._shifts, self._lengths.item
        return [
            BareHit(position + shifts[bisect_right(offsets, position) - 1], length(position), tfs)
            for position, tfs in candidates
        ]


def _size(found: TermList | None) -> int:
    """Return about how many bytes a cached list takes, with what holds it and what is known of its term."""
    return 600 + (len(found.body) if found else 0)
