"""The best passages: the cluster proposes, and `index.rank` scores."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from index.engines.opensearch import layout
from index.engines.opensearch.answers import Candidate
from index.engines.opensearch.asking import Asking
from index.engines.opensearch.indexes import Indexes
from index.models import Hit, Query
from index.rank import Statistics, score_passages
from index.search import Found, Narrow

LEAST_CANDIDATES = 50
MOST_CANDIDATES = 2_000
"""How many passages are asked for at most to be sure of the best."""
OUTLINE = "id,key,stamp,published,passages"
"""What of an article's document tells where its passages stand, and of which day it is."""
ROUNDING = 1 + 1e-5
"""The cluster reckons in 32 bits."""
HARDLY_DELETED = 0.01
"""Where less of the index is deleted, what it chooses by is as good as exact."""
DELETED_FRESH_S = 5.0


class Finder:
    """Finds the best passages of one library; ``k1`` is the one its index was made with."""

    def __init__(self, asking: Asking, indexes: Indexes, k1: float) -> None:
        self._asking, self._indexes, self._k1 = asking, indexes, k1
        self._deleted = (-math.inf, 0.0)

    def search(self, query: Query, k1: float, b: float, narrow: Narrow | None = None) -> Found:
        """Return the ``query.limit`` passages with the highest BM25 scores, best first, or what ``narrow`` leaves.

        Only of those are the articles read whole. The cluster proposes candidates; they are scored here, by exact
        lengths and statistics. As it reckons with lengths rounded down, its scores are upper bounds: when the worst
        candidate's is below our k-th best score, no passage that it left out can be better, and else more candidates
        are asked for.

        Raises
        ------
        ClusterDegradedError, ClusterUnreachableError, ClusterRefusedError
        """
        if not query.terms:
            return Found((), self._asking.statistics([], k1, b))
        size = max(LEAST_CANDIDATES, 5 * query.limit)
        while True:
            statistics, found = self._asking.candidates(query.terms, query.filters, size, k1, b)
            scores = score_passages(statistics, found)
            ranked = sorted(
                zip(scores, found, strict=True), key=lambda pair: (-pair[0], pair[1].article_id, pair[1].place)
            )
            stored = self._stored(ranked, query.limit, OUTLINE if narrow else "")
            is_all = len(found) < size or size >= MOST_CANDIDATES
            if is_all or (len(stored) == query.limit and stored[-1].score > self._bound(statistics, found, scores)):
                hits = self._narrowed(stored, narrow) if narrow else _hits(stored)
                return Found(tuple(hits), statistics)
            size = min(4 * size, MOST_CANDIDATES)

    def _bound(self, statistics: Statistics, found: Sequence[Candidate], scores: Sequence[float]) -> float:
        """Return what no passage that isn't among the candidates can score more than.

        Version 2 multiplies its scores by k1 + 1 as `rank_bm25` does, version 3 doesn't; which is told from the scores.
        """
        lowest = min(item.proposed for item in found) * ROUNDING
        if self._deleted_share() > HARDLY_DELETED:
            return lowest * self._too_low(statistics)
        ratio = max(score / item.proposed for score, item in zip(scores, found, strict=True))
        return lowest * (1.0 if ratio < 1 + self._k1 / 2 else 1 + self._k1)

    def _too_low(self, statistics: Statistics) -> float:
        """Return how many times too low a score of the cluster's can be at most, as it also counts deleted passages."""
        known = [term for term, df in statistics.df.items() if df]
        factors, averages = [], [1.0]
        for term, stale in zip(known, self._asking.stale(known), strict=True):
            theirs = math.log(1 + (stale.passages - stale.df + 0.5) / (stale.df + 0.5)) * stale.factor
            factors.append(statistics.idf(term) * (1 + self._k1) / theirs)
            averages.append(statistics.avgdl / stale.average_length)
        return max(factors) * max(averages)

    def _deleted_share(self) -> float:
        """Return how much of the index is deleted, as of some seconds ago at most."""
        seen_at, share = self._deleted
        if time.monotonic() - seen_at > DELETED_FRESH_S:
            share = self._indexes.deleted_share()
            self._deleted = (time.monotonic(), share)
        return share

    def _stored(self, ranked: Sequence[tuple[float, Candidate]], limit: int, fields: str) -> list[_Stored]:
        """Return the best of the ranked candidates whose articles are stored as they were when these were indexed.

        ``fields`` are those of their documents, empty for all.
        """
        stored: list[_Stored] = []
        left = iter(ranked)
        while len(stored) < limit and (chosen := list(islice(left, limit - len(stored)))):
            documents = self._asking.documents([item.key for _, item in chosen], fields)
            stored += [
                _Stored(item, score, document)
                for score, item in chosen
                if (document := documents.get(item.key)) and document["stamp"] == item.stamp
            ]
        return stored

    def _narrowed(self, stored: Sequence[_Stored], narrow: Narrow) -> list[Hit]:
        """Return what is left of some outlines, with articles; those that were changed meanwhile are left out."""
        known = {layout.passage_id(one.item.key, one.item.place): one for one in stored}
        outlines = [
            Hit(layout.outline_from(one.document, one.item.place), one.score, rank, one.item.length, one.item.tfs)
            for rank, one in enumerate(stored)
        ]
        chosen = narrow(outlines)
        ranked = [(hit.score, known[hit.passage.passage_id].item) for hit in chosen]
        whole = {hit.passage.passage_id: hit.passage for hit in _hits(self._stored(ranked, len(ranked), ""))}
        return [replace(hit, passage=found) for hit in chosen if (found := whole.get(hit.passage.passage_id))]


@dataclass(frozen=True, slots=True)
class _Stored:
    """A candidate with its score and what was read of its article's document."""

    item: Candidate
    score: float
    document: layout.Json


def _hits(stored: Sequence[_Stored]) -> list[Hit]:
    articles = {one.item.key: layout.article_from(one.document) for one in stored}
    return [
        Hit(
            layout.passage_from(articles[one.item.key], one.document, one.item.place),
            one.score,
            rank,
            one.item.length,
            one.item.tfs,
        )
        for rank, one in enumerate(stored)
    ]
