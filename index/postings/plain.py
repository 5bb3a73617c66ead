"""Find the best passages in lists of postings, in numpy: what runs where the compiled kernel is not there.

Lists are taken from the rarest term up and their passages' scores added. Once the terms left could not lift a passage
that holds none of those taken into the best k, no passage joins any more; the terms left are looked up only for the
passages that can still get there (Turtle and Flood 1995, MaxScore). Sums are single precision, so all within `SLACK` of
the k-th best are returned: what is exact is made of them by whoever asked.

A call of numpy takes as long as a thousand additions, so what a posting adds to a score is worked out when its list is
decoded, and a term that many passages hold is kept as its tf in every passage, where looking one up is one step.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.postings.candidates import TABLE_TFS, Candidates, Floats, Scope, TermLists
from index.postings.codec import MAX_BYTE, Ints, decode_flags, decode_list, decode_lists

SLACK = 1e-3
"""How much less than the k-th best score, relatively, still counts as equal: above any rounding of such sums."""
PROMISING = 20
"""For how many times the passages wanted the terms left are looked up, to know early what score is needed."""
LONG = 2_000
"""Before the first list of this many postings is added, it pays to know what score is needed."""
COMMON = 10
"""A term that one in so many passages holds, or more, is kept as its tf in every passage."""
ALONE = 200
"""Lists of so many postings on average are decoded term by term, shorter ones all at once."""
MANY = 6
"""From one in so many of a term's postings on, laying all out is quicker than looking passages up among them."""
GROUP = 8
"""Of so many scores each the greatest is looked at: the k-th of those is hardly lower, and found much sooner."""
SCATTERED = 50
"""From one in so many positions on, marking them among all is quicker than sorting them."""
DENSE = 16
"""From one in so many positions on, clearing the scores of all is quicker than those of some."""
DECODED = 6
"""For each byte of lists that may be kept, how many of decoded ones may: decoding takes as long as ranking."""
FEW = 100
"""So few passages are looked up for a term without asking first which of them can still be among the best."""

Weights = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Rare:
    """A term's postings, positions ascending, and what each adds to a score; ``highest`` is the most that one adds."""

    positions: NDArray[np.uint32]
    weights: Weights
    tfs: NDArray[np.unsignedinteger]
    highest: float

    @property
    def count(self) -> int:
        return len(self.positions)

    @property
    def size(self) -> int:
        return self.positions.nbytes + self.weights.nbytes + self.tfs.nbytes

    def postings(self) -> tuple[Ints, Weights]:
        """Return all positions, and what the term adds at each."""
        return self.positions.astype(np.intp), self.weights

    def weights_at(self, wanted: Ints) -> Weights:
        """Return what the term adds at each position wanted: 0.0 where it isn't."""
        at, held = self._look_up(wanted)
        return self.weights.take(at, mode="clip") * held

    def tfs_at(self, wanted: Ints) -> list[int]:
        """Return the term's tf at each position wanted."""
        at, held = self._look_up(wanted)
        found: list[int] = (self.tfs.take(at, mode="clip") * held).tolist()
        return found

    def _look_up(self, wanted: Ints) -> tuple[Ints, NDArray[np.bool_]]:
        """Return where each position wanted would stand among the term's, and whether it does."""
        at = self.positions.searchsorted(wanted.astype(np.uint32))
        return at, self.positions.take(at, mode="clip") == wanted


@dataclass(frozen=True, slots=True)
class _Common:
    """The same of a term that many passages hold, as its tf at every position there is: below `TABLE_TFS`."""

    scope: Scope
    every: NDArray[np.uint8]
    idf: float
    count: int
    highest: float

    @property
    def size(self) -> int:
        return self.every.nbytes

    def postings(self) -> tuple[Ints, Weights]:
        positions = self.every.nonzero()[0]
        return positions, self.weights_at(positions)

    def weights_at(self, wanted: Ints) -> Weights:
        impacts = self.scope.tabled(self.every.take(wanted), self.scope.lengths.take(wanted))
        return (impacts * self.idf).astype(np.float32)

    def tfs_at(self, wanted: Ints) -> list[int]:
        found: list[int] = self.every.take(wanted).tolist()
        return found


_Term = _Rare | _Common


class PlainRanker:
    """Ranks within one scope, the state of a library at a moment; keeps decoded lists and its accumulators."""

    def __init__(self, scope: Scope, cache_bytes: int) -> None:
        self._scope = scope
        self._cache_bytes = DECODED * cache_bytes
        self._scores = np.zeros(len(scope.lengths), dtype=np.float32)
        self._cache: OrderedDict[str, _Term] = OrderedDict()
        self._cached_bytes = 0

    def candidates(
        self, terms: Sequence[TermLists], limit: int, allowed: NDArray[np.uint8] | None = None
    ) -> Candidates:
        """Return every passage that can be among the ``limit`` best; see `Candidates`."""
        decoded = zip(terms, self._decoded(terms), strict=True)
        found = {term.term: item for term, item in decoded if item.count}  # all of a term's passages may be removed
        if not found:
            return []
        chosen = self._best(sorted(found.values(), key=lambda term: term.count), limit, allowed)
        tfs = [term.tfs_at(chosen) for term in found.values()]
        return [
            (position, {name: tf for name, tf in zip(found, row, strict=True) if tf})
            for position, row in zip(chosen.tolist(), zip(*tfs, strict=True), strict=True)
        ]

    def _best(self, terms: Sequence[_Term], limit: int, allowed: NDArray[np.uint8] | None) -> Ints:
        """Return the positions of the best, ascending; ``terms`` are in order, the rarest first."""
        left = [0.0]
        for term in reversed(terms):
            left.append(left[-1] + term.highest)
        left.reverse()
        touched: list[Ints] = []
        taken = 0
        threshold = 0.0
        while taken < len(terms) and left[taken] >= threshold:
            touched.append(self._add(terms[taken], allowed))
            taken += 1
            if not threshold and taken < len(terms) and terms[taken].count >= LONG:
                positions = np.concatenate(touched)
                threshold = self._reached(positions, self._scores.take(positions), terms[taken:], limit)
        positions = np.concatenate(touched)
        scores = self._scores.take(positions)
        if taken == len(terms):  # a passage stands there once for each of its terms
            threshold = max(threshold, _threshold(scores, limit * taken))
        elif len(positions) >= LONG:
            threshold = max(threshold, self._reached(positions, scores, terms[taken:], limit))
        chosen = _distinct(positions[scores >= threshold - left[taken]], len(self._scores))
        scores = self._scores.take(chosen)
        if len(positions) * DENSE > len(self._scores):
            self._scores.fill(0.0)
        else:
            self._scores[positions] = 0.0
        return self._complete(chosen, scores, terms[taken:], limit, threshold)

    def _add(self, term: _Term, allowed: NDArray[np.uint8] | None) -> Ints:
        """Add a term to the scores of its passages; return their positions."""
        positions, weights = term.postings()
        if allowed is not None:
            kept = allowed[positions].view(bool)
            positions, weights = positions[kept], weights[kept]
        np.add.at(self._scores, positions, weights)  # each position once
        return positions

    def _reached(self, positions: Ints, scores: Weights, rest: Sequence[_Term], limit: int) -> float:
        """Return a score that ``limit`` passages reach: the terms left are looked up for some of the best so far."""
        if len(scores) > PROMISING * limit:
            positions = positions[scores >= _reached_by(scores, PROMISING * limit)]
        positions = _distinct(positions, len(self._scores))
        scores = self._scores.take(positions)
        for term in rest:
            scores += term.weights_at(positions)
        return _threshold(scores, limit)

    def _complete(self, positions: Ints, scores: Weights, rest: Sequence[_Term], limit: int, threshold: float) -> Ints:
        """Look the terms left up for these passages, dropping those that fall behind; return the best, ascending."""
        left = sum(term.highest for term in rest)
        for term in rest:
            if len(positions) > FEW:
                threshold = max(threshold, _threshold(scores, limit))
                kept = scores >= threshold - left
                positions, scores = positions[kept], scores[kept]
            scores += self._weights_at(term, positions)
            left -= term.highest
        kept = scores >= max(threshold, _threshold(scores, limit))
        positions, scores = positions[kept], scores[kept]
        return positions[scores >= _score_of(scores, min(limit, len(scores))) * (1 - SLACK)]

    def _weights_at(self, term: _Term, wanted: Ints) -> Weights:
        """Return what a term adds at each position wanted: of many all its postings are laid out."""
        if term.count > MANY * len(wanted):
            return term.weights_at(wanted)
        positions, weights = term.postings()
        self._scores[positions] = weights
        found: Weights = self._scores[wanted]
        self._scores[positions] = 0.0
        return found

    def _decoded(self, terms: Sequence[TermLists]) -> list[_Term]:
        cache = self._cache
        missing = [term for term in terms if term.term not in cache]
        for name, found in _decode(missing, self._scope) if missing else ():
            cache[name] = found
            self._cached_bytes += found.size
        decoded = [cache[term.term] for term in terms]
        for term in terms:
            cache.move_to_end(term.term)
        while self._cached_bytes > self._cache_bytes and len(cache) > len(terms):
            self._cached_bytes -= cache.popitem(last=False)[1].size
        return decoded


def _decode(terms: Sequence[TermLists], scope: Scope) -> Iterator[tuple[str, _Term]]:
    """Decode the lists of several terms, short ones together; yield name and term."""
    together = []
    for term in terms:
        count = sum(df for _, _, df, _ in term.lists)
        found = _decode_common(term, scope, count) if count * COMMON >= len(scope.lengths) else None
        if found:
            yield term.term, found
        elif count >= ALONE * len(term.lists):
            yield term.term, _decode_alone(term, scope)
        else:
            together.append(term)
    yield from _decode_together(together, scope)


def _decode_common(term: TermLists, scope: Scope, count: int) -> _Common | None:
    """Return a term as its tf in every passage, or ``None`` if one is too high for that."""
    every = np.zeros(len(scope.lengths), dtype=np.uint8)
    highest = 0.0
    for offset, width, df, body in term.lists:
        flags, places, tfs = decode_flags(body, df, width)
        if tfs.max(initial=0) >= TABLE_TFS:
            return None
        every[offset : offset + width] = flags
        places += offset
        every[places] = tfs
        highest = max(highest, float(scope.tabled(tfs, scope.lengths[places]).max(initial=0.0)))
        if flags.any():
            highest = max(highest, scope.highest_once)
    every[scope.removed] = 0
    return _Common(scope, every, term.idf, count, highest * term.idf)


def _decode_alone(term: TermLists, scope: Scope) -> _Rare:
    """Decode the lists of one term; while they are put in order, a posting is one number: position, then tf."""
    parts = [(offset, *decode_list(body, df, width)) for offset, width, df, body in term.lists]
    tf_bits = max(int(tfs.max(initial=1)) for _, _, _, tfs in parts).bit_length()
    fits = len(scope.lengths).bit_length() + tf_bits <= 32
    positions = np.concatenate([run + offset for offset, *runs, _ in parts for run in runs])
    tfs = np.concatenate([run for _, once, _, tfs in parts for run in (np.ones_like(once), tfs)])
    keys = (positions if fits else positions.astype(np.int64)) << tf_bits | tfs
    keys.sort(kind="stable")  # runs in order, which this merges
    tfs = keys & (1 << tf_bits) - 1
    keys >>= tf_bits
    if len(scope.removed):
        live = scope.lengths.take(keys) > 0
        keys, tfs = keys[live], tfs[live]
    return _rare(keys, tfs, scope.impacts(tfs, keys), term.idf)


def _decode_together(terms: Sequence[TermLists], scope: Scope) -> Iterator[tuple[str, _Rare]]:
    """Decode the lists of many terms in a few calls; a posting is one number as in `_decode_alone`, its term first."""
    lists = [(number, *found) for number, term in enumerate(terms) for found in term.lists]
    if not lists:
        return
    bodies = [body for _, _, _, _, body in lists]
    sizes = np.fromiter(map(len, bodies), dtype=np.int64, count=len(bodies))
    owner, offsets, widths, dfs = (np.array([row[place] for row in lists], dtype=np.int64) for place in range(4))
    found = decode_lists(np.frombuffer(b"".join(bodies), dtype=np.uint8), np.cumsum(sizes) - sizes, dfs, widths)
    tfs, place_bits = found.tfs, len(scope.lengths).bit_length()
    keys = (owner << place_bits | offsets)[found.lists] + found.places
    if len(scope.removed):
        live = scope.lengths.take(keys & (1 << place_bits) - 1) > 0
        keys, tfs = keys[live], tfs[live]
    tf_bits = int(tfs.max(initial=1)).bit_length()
    keys = keys << tf_bits | tfs
    keys.sort(kind="stable")
    tfs = keys & (1 << tf_bits) - 1
    keys >>= tf_bits
    positions = keys & (1 << place_bits) - 1
    impacts = scope.impacts(tfs, positions)
    bounds = np.searchsorted(keys, np.arange(len(terms) + 1) << place_bits).tolist()
    for term, (start, end) in zip(terms, pairwise(bounds), strict=True):
        yield term.term, _rare(positions[start:end], tfs[start:end], impacts[start:end], term.idf)


def _rare(positions: Ints, tfs: Ints, impacts: Floats, idf: float) -> _Rare:
    """Return a term's postings in the smallest types that hold them."""
    weights = (impacts * idf).astype(np.float32)
    kept: NDArray[np.unsignedinteger] = tfs.astype(np.uint8 if tfs.max(initial=0) <= MAX_BYTE else np.uint32)
    return _Rare(positions.astype(np.uint32), weights, kept, float(weights.max(initial=0.0)))


def _threshold(scores: Weights, limit: int) -> float:
    """Return a score that a passage needs to be counted with the ``limit`` best; 0.0 if there are fewer."""
    return _reached_by(scores, limit) * (1 - SLACK) if len(scores) >= limit else 0.0


def _reached_by(scores: Weights, count: int) -> float:
    """Return a score that at least so many reach; of many scores only the greatest of each group is looked at."""
    groups = len(scores) // GROUP
    if groups > GROUP * count:
        scores = scores[: groups * GROUP].reshape(GROUP, groups).max(axis=0)
    return _score_of(scores, count)


def _score_of(scores: Weights, place: int) -> float:
    """Return the score at a place, counted from 1, of those in order; 0.0 if there are none."""
    return float(np.partition(scores, len(scores) - place)[len(scores) - place]) if len(scores) else 0.0


def _distinct(positions: Ints, count: int) -> Ints:
    """Return positions, of ``count`` that there are, in order and each once."""
    if len(positions) * SCATTERED > count:
        held = np.zeros(count, dtype=bool)
        held[positions] = True
        return np.flatnonzero(held)
    ordered = np.sort(positions, kind="stable")  # runs in order, mostly, which this merges
    kept = np.ones(len(ordered), dtype=bool)
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    return ordered[kept]
