"""Find the best passages in lists of postings, in numpy: what runs where the compiled kernel is not there.

Lists are taken from the rarest term up and their passages' scores added. Once the terms left could not lift a passage
that holds none of those taken into the best k, no passage joins any more; the terms left are looked up only for the
passages that can still get there (Turtle and Flood 1995, MaxScore). What comes out is exact.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.postings.candidates import SLACK, Candidates, Floats, Scope, TermLists
from index.postings.codec import Ints, decode_lists, sort_postings

PROMISING = 3
"""For how many times the passages wanted the terms left are looked up, to know early what score is needed."""
LONG = 3_000
"""Before the first list of this many postings is added, it pays to know what score is needed."""


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A term's postings over all segments, positions ascending; ``highest`` is the most that one adds, idf apart."""

    positions: NDArray[np.uint32]
    tfs: NDArray[np.uint32]
    highest: float

    @property
    def size(self) -> int:
        return self.positions.nbytes + self.tfs.nbytes


class PlainRanker:
    """Ranks within one scope, the state of a library at a moment; keeps decoded lists and its accumulators."""

    def __init__(self, scope: Scope, cache_bytes: int) -> None:
        self._scope = scope
        self._cache_bytes = cache_bytes
        self._scores = np.zeros(len(scope.lengths))
        self._cache: OrderedDict[str, _Decoded] = OrderedDict()
        self._cached_bytes = 0

    def candidates(
        self, terms: Sequence[TermLists], limit: int, allowed: NDArray[np.uint8] | None = None
    ) -> Candidates:
        """Return every passage that can be among the ``limit`` best; see `Candidates`."""
        found = self._decoded(terms)
        rarest_first = sorted(
            ((lists, term.idf) for lists, term in zip(found, terms, strict=True)),
            key=lambda pair: len(pair[0].positions),
        )
        chosen = self._best(rarest_first, limit, allowed)
        tfs = np.zeros((len(terms), len(chosen)), dtype=np.int64)
        for number, lists in enumerate(found):
            at, held = _look_up(lists.positions, chosen)
            tfs[number, held] = lists.tfs[at[held]]
        names = [term.term for term in terms]
        return [
            (position, {name: tf for name, tf in zip(names, row, strict=True) if tf})
            for position, row in zip(chosen.tolist(), tfs.T.tolist(), strict=True)
        ]

    def _best(self, terms: Sequence[tuple[_Decoded, float]], limit: int, allowed: NDArray[np.uint8] | None) -> Ints:
        """Return the positions of the best, ascending; ``terms`` are lists and idf, rarest first."""
        bounds = [lists.highest * idf for lists, idf in terms]
        left = np.append(np.cumsum(bounds[::-1])[::-1], 0.0).tolist()
        touched = [np.zeros(0, dtype=np.int64)]
        taken = 0
        threshold = 0.0
        while taken < len(terms) and left[taken] >= threshold * (1 - SLACK):
            touched.append(self._add(*terms[taken], allowed))
            taken += 1
            if not threshold and taken < len(terms) and len(terms[taken][0].positions) >= LONG:
                threshold = self._reached(touched, terms[taken:], limit)
        positions = np.concatenate(touched)
        scores = self._scores.take(positions)
        self._scores[positions] = 0.0
        if taken == len(terms):
            threshold = _threshold(scores, limit)
        kept = (scores > 0) & (scores + left[taken] >= threshold * (1 - SLACK))
        rest = [(lists, idf, left[taken + place]) for place, (lists, idf) in enumerate(terms[taken:])]
        return self._complete(positions[kept], scores[kept], rest, limit)

    def _reached(self, touched: Sequence[Ints], rest: Sequence[tuple[_Decoded, float]], limit: int) -> float:
        """Return a score that ``limit`` passages reach: the terms left are looked up for some of the best so far."""
        positions = np.concatenate(touched)
        scores = self._scores.take(positions)
        if len(scores) > PROMISING * limit:
            chosen = np.argpartition(scores, len(scores) - PROMISING * limit)[-PROMISING * limit :]
            positions, scores = positions[chosen], scores[chosen]
        for lists, idf in rest:
            at, held = _look_up(lists.positions, positions)
            scores[held] += self._scope.impacts(lists.tfs[at[held]], positions[held]) * idf
        return _threshold(scores, limit)

    def _add(self, lists: _Decoded, idf: float, allowed: NDArray[np.uint8] | None) -> Ints:
        """Add a term to the scores of its passages; return those that had none before."""
        positions, tfs = lists.positions.astype(np.intp), lists.tfs
        if allowed is not None:
            kept = allowed.take(positions).view(bool)
            positions, tfs = positions[kept], tfs[kept]
        before = self._scores.take(positions)
        added = self._scope.impacts(tfs, positions)
        added *= idf
        added += before
        self._scores[positions] = added
        fresh: Ints = positions[before == 0.0]
        return fresh

    def _complete(
        self, positions: Ints, scores: Floats, rest: Sequence[tuple[_Decoded, float, float]], limit: int
    ) -> Ints:
        """Look the terms left up for these passages, dropping those that fall behind; return the best, ascending."""
        for lists, idf, left in rest:
            kept = scores + left >= _threshold(scores, limit) * (1 - SLACK)
            positions, scores = positions[kept], scores[kept]
            at, held = _look_up(lists.positions, positions)
            scores[held] += self._scope.impacts(lists.tfs[at[held]], positions[held]) * idf
        return np.sort(positions[scores >= _threshold(scores, limit) * (1 - SLACK)])

    def _decoded(self, terms: Sequence[TermLists]) -> list[_Decoded]:
        missing = [term for term in terms if term.term not in self._cache]
        for term, lists in zip(missing, _decode(missing, self._scope), strict=True):
            self._cache[term.term] = lists
            self._cached_bytes += lists.size
        found = [self._cache[term.term] for term in terms]
        for term in terms:
            self._cache.move_to_end(term.term)
        while self._cached_bytes > self._cache_bytes and len(self._cache) > len(terms):
            self._cached_bytes -= self._cache.popitem(last=False)[1].size
        return found


def _decode(terms: Sequence[TermLists], scope: Scope) -> list[_Decoded]:
    """Decode the lists of several terms at once."""
    if not terms:
        return []
    lists = [(number, *found) for number, term in enumerate(terms) for found in term.lists]
    bodies = [body for _, _, _, _, body in lists]
    sizes = np.fromiter(map(len, bodies), dtype=np.int64, count=len(bodies))
    owner, offsets, widths, dfs = (np.array([row[place] for row in lists], dtype=np.int64) for place in range(4))
    found = decode_lists(np.frombuffer(b"".join(bodies), dtype=np.uint8), np.cumsum(sizes) - sizes, dfs, widths)
    number = owner[found.lists]
    positions = found.places + offsets[found.lists]
    live = scope.lengths.take(positions) > 0
    number, positions, tfs = number[live], positions[live], found.tfs[live]
    order, number, positions = sort_postings(number, positions, len(scope.lengths))
    tfs = tfs[order]
    impacts = scope.impacts(tfs, positions)
    bounds = np.searchsorted(number, np.arange(len(terms) + 1)).tolist()
    return [
        _Decoded(
            positions[start:end].astype(np.uint32),
            tfs[start:end].astype(np.uint32),
            float(impacts[start:end].max(initial=0.0)),
        )
        for start, end in pairwise(bounds)
    ]


def _threshold(scores: Floats, limit: int) -> float:
    """Return the ``limit``-th highest score, or 0.0 if there are fewer."""
    if len(scores) < limit:
        return 0.0
    return float(np.partition(scores, len(scores) - limit)[len(scores) - limit])


def _look_up(positions: NDArray[np.uint32], wanted: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return where each wanted position stands in a list, and whether it does."""
    if not len(positions):
        return np.zeros(len(wanted), dtype=np.int64), np.zeros(len(wanted), dtype=bool)
    at = np.minimum(np.searchsorted(positions, wanted.astype(np.uint32)), len(positions) - 1)
    return at, positions.take(at) == wanted
