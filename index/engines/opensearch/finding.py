"""The best passages: the cluster proposes, and `index.rank` scores."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from itertools import islice

from index.engines.opensearch import layout
from index.engines.opensearch.answers import Candidate
from index.engines.opensearch.asking import Asking
from index.engines.opensearch.indexes import Indexes
from index.models import Hit, Query
from index.rank import Statistics, score_passages
from index.search import Found

LEAST_CANDIDATES = 50
MOST_CANDIDATES = 2_000
"""How many passages are asked for at most to be sure of the best."""
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

    def search(self, query: Query, k1: float, b: float) -> Found:
        """Return the ``query.limit`` passages with the highest BM25 scores, best first.

        The cluster proposes candidates; they are scored here, by exact lengths and statistics. As it reckons with
        lengths rounded down, its scores are upper bounds: when the worst candidate's is below our k-th best score, no
        passage that it left out can be better, and else more candidates are asked for.

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
            hits = self._hits(ranked, query.limit)
            is_all = len(found) < size or size >= MOST_CANDIDATES
            if is_all or (len(hits) == query.limit and hits[-1].score > self._bound(statistics, found, scores)):
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

    def _hits(self, ranked: Sequence[tuple[float, Candidate]], limit: int) -> list[Hit]:
        """Return the best of the ranked candidates whose articles are stored as they were when these were indexed."""
        hits: list[Hit] = []
        left = iter(ranked)
        while len(hits) < limit and (chosen := list(islice(left, limit - len(hits)))):
            documents = self._asking.documents([item.key for _, item in chosen])
            articles = {key: layout.article_from(document) for key, document in documents.items()}
            for score, item in chosen:
                document = documents.get(item.key)
                if document and document["stamp"] == item.stamp:
                    passage = layout.passage_from(articles[item.key], document, item.place)
                    hits.append(Hit(passage, score, len(hits), item.length, item.tfs))
        return hits
