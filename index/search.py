"""Query -> hits: the exact top k by BM25."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from index.errors import LibraryDamagedError
from index.models import Hit, Query
from index.postings.reader import BareHit, Selection
from index.rank import K1, B, Statistics, score_passages
from index.store import Library

Narrow = Callable[[Sequence[Hit]], Sequence[Hit]]
"""Chooses among hits, best first; it may know no more than their places and the ids and dates of their articles."""
_NO_TIE = ("", 0)


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a query, best first, and the statistics they were scored with."""

    hits: tuple[Hit, ...]
    statistics: Statistics


@dataclass(frozen=True, slots=True)
class Ranking:
    """The best passages of a query, best first, with the score and the particulars of each."""

    bare_hits: tuple[BareHit, ...]
    scores: tuple[float, ...]
    statistics: Statistics


def search(library: Library, query: Query, k1: float = K1, b: float = B, narrow: Narrow | None = None) -> Found:
    """Return the ``query.limit`` passages with the highest BM25 scores, see `rank_passages`, as hits.

    ``narrow`` chooses among them before texts are read, which takes longer than finding them.

    Raises
    ------
    LibraryDamagedError
    """
    with library.snapshot():
        ranking = _rank(library, query, k1, b)
        read = library.outlines if narrow else library.passages
        passages = read([bare_hit.passage_id for bare_hit in ranking.bare_hits])
        if len(passages) != len(ranking.bare_hits):
            raise LibraryDamagedError(library.path)  # the index names passages that are not stored
        hits = [
            Hit(passage, score, rank, bare_hit.length, bare_hit.tfs)
            for rank, (passage, score, bare_hit) in enumerate(
                zip(passages, ranking.scores, ranking.bare_hits, strict=True)
            )
        ]
        if narrow:
            chosen = narrow(hits)
            whole = library.passages([hit.passage.passage_id for hit in chosen])
            hits = [replace(hit, passage=passage) for hit, passage in zip(chosen, whole, strict=True)]
    return Found(tuple(hits), ranking.statistics)


def rank_passages(library: Library, query: Query, k1: float = K1, b: float = B) -> Ranking:
    """Return the ``query.limit`` passages with the highest BM25 scores, without their texts.

    Equal scores go by article id, then by place in the article, so the order does not depend on when an article
    was added. The scores are those of `rank_bm25` for these passages.

    Raises
    ------
    LibraryDamagedError
    """
    with library.snapshot():
        return _rank(library, query, k1, b)


def _rank(library: Library, query: Query, k1: float, b: float) -> Ranking:
    only = Selection(query.filters, partial(library.passage_ranges, query.filters)) if query.filters.active else None
    statistics, bare_hits = library.postings.best(query.terms, query.limit, k1, b, only)
    scores = score_passages(statistics, bare_hits)
    order = _order(library, bare_hits, scores, query.limit)
    return Ranking(tuple([bare_hits[place] for place in order]), tuple([scores[place] for place in order]), statistics)


def _order(library: Library, bare_hits: Sequence[BareHit], scores: Sequence[float], limit: int) -> list[int]:
    """Return the places of the ``limit`` best, ties broken by article id, then place."""
    order = sorted(range(len(scores)), key=scores.__getitem__, reverse=True)
    tied = {place for one, other in pairwise(order) if scores[one] == scores[other] for place in (one, other)}
    if not tied:
        return order[:limit]
    keys = library.ties.keys([bare_hits[place].passage_id for place in tied], library.postings.counts)
    keyed = [(-scores[place], keys.get(bare_hits[place].passage_id, _NO_TIE), place) for place in order]
    return [place for _, _, place in sorted(keyed)[:limit]]
