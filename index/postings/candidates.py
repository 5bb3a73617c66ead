"""The contract of finding the best passages: what goes in, what comes out, whoever does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.postings.codec import Ints

Floats = NDArray[np.float64]

SLACK = 1e-9
"""How much less than the k-th best score, relatively, still counts as equal: far above any rounding."""


TABLE_TFS = 16
"""Term frequencies below this are looked up in a table; those above are few."""


class TermLists(NamedTuple):
    """A term of a query: its idf and its lists, as (offset, width, df, body) of each segment that has one.

    ``offset`` is where the segment begins among the positions of the scope.
    """

    term: str
    idf: float
    lists: tuple[tuple[int, int, int, bytes], ...]


@dataclass(frozen=True)
class Scope:
    """The passages there are, numbered from 0 without gaps between segments: their positions.

    Parameters
    ----------
    lengths
        Tokens of each, 0 where one was removed.
    norms
        For every length from 0 to the highest, BM25's ``k1 * (1 - b + b * length / avgdl)``.
    k1
        BM25's k1.
    """

    lengths: NDArray[np.uint16]
    norms: Floats
    k1: float

    def impacts(self, tfs: NDArray[np.integer], positions: Ints) -> Floats:
        """Return what postings add to scores but for the idf."""
        lengths = self.lengths.take(positions)
        if tfs.max(initial=0) < TABLE_TFS:
            return self.tabled(tfs, lengths)
        found = self.tabled(np.minimum(tfs, TABLE_TFS - 1), lengths)
        high = np.flatnonzero(tfs >= TABLE_TFS)
        if len(high):
            found[high] = self._impacts(tfs[high].astype(np.int64), lengths[high])
        return found

    def tabled(self, tfs: NDArray[np.integer], lengths: NDArray[np.integer]) -> Floats:
        """Return the same of tfs below `TABLE_TFS` in passages of these lengths."""
        return self.table.take(tfs.astype(np.intp, copy=False) * len(self.norms) + lengths)

    @cached_property
    def removed(self) -> Ints:
        """The positions of removed passages."""
        return np.flatnonzero(self.lengths == 0)

    @cached_property
    def table(self) -> Floats:
        """The impacts of every tf below `TABLE_TFS` in passages of every length, tf by tf.

        0.0 for tf 0, and for length 0, a removed passage.
        """
        lengths = np.arange(len(self.norms))
        rows = [self._impacts(np.full(len(lengths), tf), lengths) * (lengths > 0) for tf in range(1, TABLE_TFS)]
        return np.concatenate([np.zeros(len(lengths)), *rows])

    @cached_property
    def highest_once(self) -> float:
        """The most that a term that stands once in a passage adds but for its idf: the impact in the shortest one."""
        shortest = int(self.lengths.min(initial=len(self.norms) - 1, where=self.lengths > 0))
        return float(self.table[len(self.norms) + shortest])

    def _impacts(self, tfs: Ints, lengths: NDArray[np.integer]) -> Floats:
        """Compute impacts by the operations of `rank_bm25`, in its order."""
        return np.asarray(tfs * (self.k1 + 1) / (tfs + self.norms.take(lengths)), dtype=np.float64)


Candidates = list[tuple[int, dict[str, int]]]
"""Every passage whose score is at least the k-th best but for rounding, ties included, and maybe some that come close:
its position, ascending, and term -> tf for the terms that it holds, in the order of the query."""


class Ranker(Protocol):
    """Finds the best passages within one scope."""

    def __init__(self, scope: Scope, cache_bytes: int) -> None: ...

    def candidates(
        self, terms: Sequence[TermLists], limit: int, allowed: NDArray[np.uint8] | None = None
    ) -> Candidates:
        """Return every passage that can be among the ``limit`` best.

        ``allowed`` has 1 for each position that counts; ``None`` means all do.
        """
        ...
