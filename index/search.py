"""Query -> hits: the exact top k by BM25."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from index.models import Hit, Query
from index.postings import Scored, score_all
from index.rank import K1, B, Statistics, score_passages
from index.store import Library


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a query, best first, and the statistics they were scored with."""

    hits: tuple[Hit, ...]
    statistics: Statistics


def search(library: Library, query: Query, k1: float = K1, b: float = B) -> Found:
    """Return the ``query.limit`` passages with the highest BM25 scores.

    Equal scores go by article id, then by place in the article, so the order does not depend on when an article
    was added. The scores are those of `rank_bm25` for these passages.
    """
    with library.db.atomic():
        scored = score_all(library.db, query.terms, k1, b)
        allowed = _allowed(library, query, scored)
        places = _best_places(library, scored, allowed, query.limit)
        ids = [int(scored.passage_ids[place]) for place in places]
        passages = library.passages(ids)
    scores = score_passages(
        scored.statistics,
        query.terms,
        [{term: int(tf[place]) for term, tf in scored.term_frequencies.items()} for place in places],
        [int(scored.lengths[place]) for place in places],
    )
    hits = (Hit(passage, score, rank) for rank, (passage, score) in enumerate(zip(passages, scores, strict=True)))
    return Found(tuple(hits), scored.statistics)


def _allowed(library: Library, query: Query, scored: Scored) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the places of ``scored`` that pass the query's filters."""
    if not query.filters.active:
        return np.arange(len(scored.passage_ids))
    ranges = library.passage_ranges(query.filters)
    size = int(scored.passage_ids[-1]) + 1 if len(scored.passage_ids) else 0
    mask = np.zeros(size, dtype=bool)
    for first, count in ranges:
        mask[first : first + count] = True
    return np.flatnonzero(mask[scored.passage_ids])


def _best_places(
    library: Library, scored: Scored, allowed: np.ndarray[tuple[int], np.dtype[np.int64]], limit: int
) -> list[int]:
    """Return the places of the ``limit`` best passages, ties broken by article id and start."""
    scores = scored.scores[allowed]
    if len(scores) > limit:
        least = np.partition(scores, len(scores) - limit)[len(scores) - limit]
        allowed = allowed[scores >= least]
    ids = [int(scored.passage_ids[place]) for place in allowed]
    ties = library.tie_keys(ids)
    ranked = sorted(zip(allowed.tolist(), ids, strict=True), key=lambda pair: (-scored.scores[pair[0]], ties[pair[1]]))
    return [place for place, _ in ranked[:limit]]
