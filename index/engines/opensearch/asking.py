"""Questions to the indexes of a library: candidates, statistics, whole articles."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from index.engines.opensearch.answers import Candidate, Stale, candidates_from, fault_of, stale_from, statistics_from
from index.engines.opensearch.http import PAUSES_S, Http, IndexGoneError, Json, degraded, is_gone, lines, reason_of
from index.engines.opensearch.indexes import Names
from index.engines.opensearch.layout import filters_of, key_of
from index.errors import ClusterDegradedError
from index.models import Filters
from index.rank import Statistics

MAX_TERMS = 1_024
"""How many clauses OpenSearch takes in one query; a question of more is asked by its first so many terms."""
SHARD_TIMEOUT = "5s"
MOST_ROUNDS = 8
"""How often near terms are asked for, at most."""
PAGE = 500
"""How many whole articles are read at a time."""
_BUSY = frozenset({429, 502, 503, 504})

T = TypeVar("T")


class Asking:
    """Asks the indexes of one library."""

    def __init__(self, http: Http, names: Names, *, is_alias: bool = True) -> None:
        self._http = http
        self.articles, self.passages = names.articles, names.passages
        self._concrete = None if is_alias else names.passages

    def candidates(
        self, terms: Sequence[str], filters: Filters, size: int, k1: float, b: float
    ) -> tuple[Statistics, list[Candidate]]:
        """Return the ``size`` passages that score highest by the cluster's reckoning, and exact statistics.

        Both are asked for in one request and of one index, whatever is switched meanwhile.

        Raises
        ------
        ClusterDegradedError
            Not all parts of the index answered, or not in time.
        """
        terms = terms[:MAX_TERMS]
        bool_query: Json = {"should": [_term(term) for term in terms], "minimum_should_match": 1}
        if filters.active:
            bool_query["filter"] = filters_of(filters)
        wanted = {"size": size, "query": {"bool": bool_query}, "track_total_hits": False, "timeout": SHARD_TIMEOUT}
        found, totals, *counts = self._ask([wanted, _TOTALS, *map(_count, terms)])
        return statistics_from(terms, totals, counts, k1, b), list(candidates_from(terms, found))

    def statistics(self, terms: Sequence[str], k1: float, b: float) -> Statistics:
        """Return the exact statistics of the passages and of each term."""
        totals, *counts = self._ask([_TOTALS, *map(_count, terms)])
        return statistics_from(terms, totals, counts, k1, b)

    def near_terms(self, term: str) -> list[str]:
        """Return the terms that a fuzzy query for a term finds: asked again without them until none is new."""
        found: set[str] = set()
        fuzzy = {"value": term, "fuzziness": 2, "prefix_length": 1, "max_expansions": 1_000}
        for _ in range(MOST_ROUNDS):
            query = {"must": [{"fuzzy": {"tokens": fuzzy}}], "must_not": [_term(item) for item in sorted(found)]}
            body: Json = {"size": PAGE, "query": {"bool": query}, "_source": ["tokens"]}
            hits = self._ask([body])[0]["hits"]["hits"]
            tokens = {token for hit in hits for token in hit["_source"]["tokens"].split(" ")}
            near = {item for item in tokens if item[:1] == term[:1] and abs(len(item) - len(term)) <= 2}
            if near <= found:
                break
            found |= near
        return sorted(found)[:MAX_TERMS]

    def stale(self, terms: Sequence[str]) -> list[Stale]:
        """Return the statistics by which the cluster itself reckons for each term that some passage holds."""
        bodies: list[Json] = [{"size": 1, "query": _term(term), "explain": True, "_source": False} for term in terms]
        hits = [hit for answer in self._ask(bodies) for hit in answer["hits"]["hits"]]
        return list(map(stale_from, hits))

    def _ask(self, bodies: Sequence[Json]) -> list[Json]:
        """Return an answer for each question to the index of passages; all of them whole."""
        reason = ""
        for pause_s in (0.0, *PAUSES_S):
            time.sleep(pause_s)  # after a switch it takes a moment until every node knows of it
            index = self._concrete or self._resolve()
            try:
                return self._whole(index, bodies)
            except IndexGoneError as error:
                self._concrete, reason = None, error.reason
            except ClusterDegradedError as error:
                if index == self._resolve():
                    raise
                reason = error.reason
        raise ClusterDegradedError(self._http.where, reason)

    def _resolve(self) -> str:
        found = self._http.get(f"/_alias/{self.passages}", missing=True)
        if len(found) != 1:
            raise ClusterDegradedError(self._http.where, f"{len(found)} indexes are called {self.passages}")
        self._concrete = next(iter(found))
        return self._concrete

    def _whole(self, index: str, bodies: Sequence[Json]) -> list[Json]:
        request = lines(line for body in bodies for line in (_header(index, body), body))
        fault = ""
        for pause_s in (0.0, *PAUSES_S):
            time.sleep(pause_s)
            answers: list[Json] = self._http.search("/_msearch", request)["responses"]
            faults = [found for found in map(fault_of, answers) if found]
            if not faults:
                return answers
            fault = faults[0].reason
            if any(found.is_gone for found in faults):
                raise IndexGoneError(self._http.where, fault)
            if faults[0].status not in _BUSY:
                break
        raise ClusterDegradedError(self._http.where, fault)

    def documents(self, keys: Sequence[str], fields: str = "") -> dict[str, Json]:
        """Return key -> document of the articles that are stored at this very moment, with ``_version``."""
        if not keys:
            return {}
        chosen = f"?_source_includes={fields}" if fields else "?_source_excludes=raw"
        body = {"ids": list(dict.fromkeys(keys))}
        documents = self._settled(lambda: self._all_documents(f"/{self.articles}/_mget{chosen}", body))
        return {item["_id"]: item["_source"] | {"_version": item["_version"]} for item in documents if item["found"]}

    def _all_documents(self, path: str, body: Json) -> list[Json]:
        documents: list[Json] = self._http.search(path, body)["docs"]
        for item in documents:
            if "error" in item:
                raise degraded(self._http.where, reason_of(item["error"]), is_gone=is_gone(item["error"]))
        return documents

    def _settled(self, ask: Callable[[], T]) -> T:
        """Ask again where an alias led to an index that a rebuild has replaced in this very moment."""
        for pause_s in PAUSES_S:
            try:
                return ask()
            except IndexGoneError:
                time.sleep(pause_s)
        return ask()

    def document(self, article_id: str, fields: str = "") -> Json | None:
        """Return the document of an article, or ``None``."""
        key = key_of(article_id)
        return self.documents([key], fields).get(key)

    def one(self, index: str, name: str) -> Json | None:
        """Return a document by its name, as it is at this very moment, or ``None``."""
        found = self._http.get(f"/{index}/_doc/{name}", missing=True)
        return found["_source"] if found.get("found") else None

    def scan(
        self, index: str, query: Json, order: str, fields: Sequence[str], *, after: str = "", options: str = ""
    ) -> Iterator[Json]:
        """Yield every document of a query in order of a field that differs in all, behind ``after``."""
        last = [after] if after else None
        while True:
            body: Json = {"size": PAGE, "query": query, "sort": [order], "version": True, "_source": list(fields)}
            if last:
                body["search_after"] = last
            hits = self.whole_search(index, body, options)["hits"]["hits"]
            for hit in hits:
                yield hit["_source"] | {"_version": hit.get("_version"), "_id": hit["_id"]}
            if len(hits) < PAGE:
                return
            last = hits[-1]["sort"]

    def whole_search(self, index: str, body: Json, options: str = "") -> Json:
        """Return an answer that all parts of the index had a share in.

        Raises
        ------
        ClusterDegradedError
        """
        path = f"/{index}/_search?allow_partial_search_results=false{options}"
        return self._settled(lambda: self._whole_answer(path, body))

    def _whole_answer(self, path: str, body: Json) -> Json:
        answer = self._http.search(path, body)
        if fault := fault_of(answer):
            raise degraded(self._http.where, fault.reason, is_gone=fault.is_gone)
        return answer


def _term(term: str) -> Json:
    return {"term": {"tokens": term}}


def _count(term: str) -> Json:
    return {"size": 0, "query": _term(term), "track_total_hits": True, "timeout": SHARD_TIMEOUT}


_TOTALS: Json = {
    "size": 0,
    "track_total_hits": True,
    "aggs": {"tokens": {"sum": {"field": "length"}}},
    "timeout": SHARD_TIMEOUT,
}


def _header(index: str, body: Json) -> Json:
    header: Json = {"index": index, "allow_partial_search_results": False}
    if body["size"]:
        # Each part of the index is to reckon with the statistics of all, as we do.
        return header | {"search_type": "dfs_query_then_fetch"}
    return header | {"request_cache": True}
