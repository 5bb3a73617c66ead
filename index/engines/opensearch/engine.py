"""The engine: what `index.engines.engine` asks for, of a library in a cluster."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Self

from index.engines.engine import Condition, Health
from index.engines.opensearch import layout
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.asking import Asking, Candidate
from index.engines.opensearch.http import Http, Json
from index.engines.opensearch.indexes import Indexes
from index.engines.opensearch.ledger import ClusterLedger
from index.engines.opensearch.stories import stories_of
from index.engines.opensearch.writing import Writing
from index.errors import (
    ClusterError,
    ClusterMissingError,
    ClusterOlderError,
    ClusterWriteError,
)
from index.models import Article, Hit, Query
from index.rank import K1, B, Statistics, score_passages
from index.search import Found
from index.store import ListedArticle, Overview, PreparedArticle, PreparedGroup
from index.store.revisions import KEPT
from index.store.stored import group_of, with_times

LEAST_CANDIDATES = 50
MOST_CANDIDATES = 2_000
"""How many passages are asked for at most to be sure of the best."""
LISTED_AT_MOST = 100_000
"""How many articles a list holds: the newest."""
ROUNDING = 1 + 1e-5
"""The cluster reckons in 32 bits."""
MUCH_DELETED = 0.1
"""How much of the index may be deleted before the cluster is asked to merge it away."""
HARDLY_DELETED = 0.01
"""Where less of the index is deleted, what it chooses by is as good as exact."""
DELETED_FRESH_S = 5.0
REBUILT = 500
"""How many articles are put at a time by a rebuild."""


class OpenSearchEngine(ClusterLedger):
    """A library in a cluster; one thread at a time, any number of processes.

    With a ``number`` it is a copy of the library beside it, which only its maker knows.
    """

    def __init__(self, address: ClusterAddress, number: int | None = None) -> None:
        self._address, self._is_beside = address, number is not None
        self._http = Http(address)
        self.path = Path(self._http.where)
        self._indexes = Indexes(self._http, address)
        self._names = self._indexes.names if number is None else self._indexes.names.numbered(number)
        self._asking = Asking(self._http, self._names, is_alias=not self._is_beside)
        self._deleted = (-math.inf, 0.0)
        self._writing = Writing(self._http, self._asking, needs_alias=not self._is_beside)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- opening -------------------------------------------------------------------------------------------------

    def is_there(self) -> bool:
        """Tell whether the cluster has a library of this name."""
        return self._indexes.number() is not None

    def delete_empty(self) -> None:
        """Delete the library if it holds no article."""
        number = self._indexes.number()
        if number is not None and not self.languages():
            self._indexes.drop(number)

    def check(self) -> None:
        """Raise unless there is a library that this version can read."""
        if not self.is_there():
            raise ClusterMissingError(self._http.where)
        if self._indexes.is_older(self.path):
            raise ClusterOlderError(self._http.where)

    def make(self) -> None:
        """Make the library where there is none, and anew where it is of older rules; two processes may do so at once.

        Raises
        ------
        NewerLibraryError
        """
        self._indexes.make()
        if self._indexes.is_older(self.path):
            self.rebuild()

    # -- asking --------------------------------------------------------------------------------------------------

    def search(self, query: Query, k1: float = K1, b: float = B) -> Found:
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
            known = [term for term in query.terms if statistics.df.get(term)]
            scores = score_passages(statistics, known, [item.tfs for item in found], [item.length for item in found])
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
        return lowest * (1.0 if ratio < 1 + self._address.k1 / 2 else 1 + self._address.k1)

    def _too_low(self, statistics: Statistics) -> float:
        """Return how many times too low a score of the cluster's can be at most, as it also counts deleted passages."""
        known = [term for term, df in statistics.df.items() if df]
        factors, averages = [], [1.0]
        for term, stale in zip(known, self._asking.stale(known), strict=True):
            theirs = math.log(1 + (stale.passages - stale.df + 0.5) / (stale.df + 0.5)) * stale.factor
            factors.append(statistics.idf(term) * (1 + self._address.k1) / theirs)
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

    def snapshot(self) -> AbstractContextManager[None]:
        """Do nothing: each article is read whole, and no two questions of ours need to see the same state."""
        return nullcontext()

    def article(self, article_id: str) -> Article | None:
        """Return an article, or ``None`` if the library doesn't hold it."""
        document = self._asking.document(article_id)
        return layout.article_from(document) if document else None

    def articles_after(self, article_id: str, count: int) -> list[Article]:
        """Return so many articles at most whose ids come behind one, in order of the ids."""
        everything: Json = {"match_all": {}}
        found = self._asking.scan(self._names.articles, everything, "id", [], after=article_id)
        return [layout.article_from(document) for document in islice(found, count)]

    def raw_input(self, article_id: str) -> bytes | None:
        """Return the bytes an article was read from, or ``None`` for an unknown id."""
        document = self._asking.document(article_id, "raw")
        return layout.unpack_raw(document["raw"]) if document else None

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """Return the statistics that questions with these terms are scored by."""
        return self._asking.statistics(sorted(set(terms)), K1, B)

    def languages(self) -> list[tuple[str, int]]:
        """Return the languages of the articles with how many there are, most first."""
        aggregations = {"languages": {"terms": {"field": "language", "size": 1_000}}}
        body: Json = {"size": 0, "aggs": aggregations}
        buckets = self._asking.whole_search(self._names.articles, body)["aggregations"]["languages"]["buckets"]
        return sorted(((item["key"], item["doc_count"]) for item in buckets), key=lambda pair: (-pair[1], pair[0]))

    def find_ids(self, wanted: str) -> list[str]:
        """Return the ids of the articles whose id, link, title or location is exactly ``wanted``, in order."""
        if len(wanted) > layout.MAX_EXACT:
            return []
        exact = [{"term": {field: wanted}} for field in ("id", "url", "title", "location")]
        query = {"bool": {"should": exact, "minimum_should_match": 1}}
        return sorted(item["id"] for item in self._asking.scan(self._names.articles, query, "key", ["id"]))

    def listed(self) -> list[ListedArticle]:
        """Return the newest articles, at most `LISTED_AT_MOST`, those without a date last, equal ones by id."""
        fields = ["id", "title", "publisher", "published"]
        found = self._asking.scan(self._names.articles, {"match_all": {}}, "key", fields)
        articles = [ListedArticle(item["id"], item["title"], item["publisher"], item["published"]) for item in found]
        articles.sort(key=lambda item: item.id)
        articles.sort(key=lambda item: item.published or "", reverse=True)
        return articles[:LISTED_AT_MOST]

    def overview(self) -> Overview:
        """Return what the library holds; the number of outlets is near if there are thousands."""
        aggregations = {
            "publishers": {"cardinality": {"field": "publisher", "precision_threshold": 10_000}},
            "first": {"terms": {"field": "published", "size": 1, "order": {"_key": "asc"}}},
            "last": {"terms": {"field": "published", "size": 1, "order": {"_key": "desc"}}},
        }
        body: Json = {"size": 0, "track_total_hits": True, "aggs": aggregations}
        answer = self._asking.whole_search(self._names.articles, body)
        found = answer["aggregations"]
        first, last = ([item["key"] for item in found[name]["buckets"]] or [None] for name in ("first", "last"))
        sizes = self._http.get(f"/{self._names.articles},{self._names.passages}/_stats/store")["_all"]["primaries"]
        return Overview(
            path=self.path,
            articles=answer["hits"]["total"]["value"],
            passages=self.statistics([]).passage_count,
            publishers=found["publishers"]["value"],
            first_published=first[0],
            last_published=last[0],
            size_bytes=sizes["store"]["size_in_bytes"],
            sources=tuple(self.sources()),
            failures=tuple(self.failures()),
            languages=tuple(self.languages()),
        )

    def sources(self) -> list[str]:
        """Return the sources ever added, and those that the articles are from, in order of location."""
        return sorted({*self.notes("source"), *self._values("source", 10_000)})

    def is_dated(self) -> bool:
        """Tell whether any article has a date of publication."""
        return bool(self._values("published", 1))

    def outlet_named(self, name: str) -> str | None:
        """Return an outlet, as its articles write it, by its name in any letter case."""
        query: Json = {"term": {"publisher": {"value": name, "case_insensitive": True}}}
        body: Json = {"size": 1, "query": query, "_source": ["publisher"], "sort": ["key"]}
        hits = self._asking.whole_search(self._names.articles, body)["hits"]["hits"]
        return str(hits[0]["_source"]["publisher"]) if hits else None

    def stories(self, article_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        """Return article id -> the ids of all articles that tell the same story; an article alone is left out."""
        found = stories_of(self._asking, article_ids)
        apart = self.apart() if found else frozenset()
        return stories_of(self._asking, article_ids, apart) if not apart.isdisjoint(chain(*found.values())) else found

    def publishers(self, article_ids: Sequence[str]) -> dict[str, str]:
        """Return article id -> outlet, of those that name one."""
        documents = self._asking.documents(list(map(layout.key_of, article_ids)), "id,publisher").values()
        return {item["id"]: item["publisher"] for item in documents if item["publisher"] is not None}

    def known_terms(self, near: str) -> dict[str, int]:
        """Return the terms that are two letters away from ``near`` at most and begin as it does, with their counts."""
        found = self._asking.near_terms(near)
        return dict(self.statistics(found).df) if found else {}

    def probe(self) -> None:
        """Raise if no question could be answered now."""
        self.statistics([])

    def _values(self, field: str, count: int) -> list[str]:
        """Return the first values that a field has in the articles, in order."""
        aggregations: Json = {"values": {"terms": {"field": field, "size": count, "order": {"_key": "asc"}}}}
        answer = self._asking.whole_search(self._names.articles, {"size": 0, "aggs": aggregations})
        return [item["key"] for item in answer["aggregations"]["values"]["buckets"]]

    def health(self) -> Health:
        """Tell how the cluster is: by what it says of itself, and by asking it something."""
        try:
            names = f"{self._names.articles},{self._names.passages}"
            found = self._http.get(f"/_cluster/health/{names}?timeout=1s&level=cluster")
            settings = self._http.get(f"/{names}/_settings/index.blocks.*?flat_settings=true")
        except ClusterError as error:
            return Health(Condition.DOWN, str(error))
        told = _health(found, settings)
        try:
            self.statistics([])
        except ClusterError as error:
            return Health(Condition.DOWN, str(error), told.particulars)
        return told

    # -- changing ------------------------------------------------------------------------------------------------

    def put(self, groups: Sequence[PreparedGroup], *, version: int, keep_revisions: int = KEPT) -> list[str]:
        """Store articles, each whole or not at all; return the ids of those that are stored in a later version.

        Raises
        ------
        ClusterWriteError
            What was stored before stays; putting all again is safe.
        """
        self._refuse_while_rebuilt()
        replaced = self.replaced(groups)
        refused = self._writing.put(groups, version)
        self.note_replaced(groups, {key: old for key, old in replaced.items() if key not in refused}, keep_revisions)
        self._note_change()
        return refused

    def remove(self, article_ids: Sequence[str], *, version: int) -> None:
        """Take articles out; one that is stored in a later version stays."""
        self._refuse_while_rebuilt()
        for start in range(0, len(article_ids), REBUILT):
            self._writing.remove(article_ids[start : start + REBUILT], version)
        self.unnote_groups("revision", article_ids)
        self._note_change()

    def _note_change(self) -> None:
        self.note("changed", "", {"": {"at": time.time()}})

    def tidy(self, added: int = 0) -> Iterator[int]:
        """Have the cluster merge deleted passages away where there are many, as they count in what it chooses by."""
        if self._indexes.deleted_share() > MUCH_DELETED:
            self._indexes.expunge()
            yield added

    def is_scattered(self) -> bool:
        """Tell that there is nothing to tidy."""
        return False

    def states(self) -> Iterator[tuple[str, str]]:
        """Yield the id of every article, and what differs when it has changed, in the order of the ids."""
        fields = ["id", "content_hash", "revision"]
        for document in self._asking.scan(self._names.articles, {"match_all": {}}, "id", fields):
            yield document["id"], f"{document['content_hash']} {document['revision']}"

    def stored(self, after: str = "") -> Iterator[PreparedArticle]:
        """Yield every article whose id comes after ``after``, in the order of their ids."""
        for document in self._asking.scan(self._names.articles, {"match_all": {}}, "id", [], after=after):
            yield layout.stored_from(document)

    def vacuum(self) -> None:
        """Have the cluster merge what was replaced or removed away, also out of the statistics it chooses by."""
        self._indexes.expunge_all()

    def rebuild(self) -> None:
        """Make all indexes anew from the stored articles, beside the old ones, and switch in one step.

        Others can't write meanwhile; asking goes on. If this is ended from outside, doing it again begins anew.

        Raises
        ------
        ClusterError
            The old indexes are then still in use.
        """
        self._indexes.unmark()  # of a rebuild that was ended from outside
        with self.beside() as made:
            made.take_place()

    @contextmanager
    def beside(self) -> Iterator[ClusterBeside]:
        """Make a copy of all indexes, which can take the place of those in use; others can't write meanwhile.

        Raises
        ------
        ClusterError
        """
        self._refuse_while_rebuilt()
        number = self._indexes.number()
        if number is None:
            raise ClusterMissingError(self._http.where)
        self._indexes.mark_rebuilt()
        with ExitStack() as at_end:
            at_end.callback(self._indexes.unmark)
            self._indexes.drop(number + 1)
            self._indexes.make_numbered(number + 1)
            at_end.callback(self._drop_unused, number + 1)
            with OpenSearchEngine(self._address, number + 1) as copy:
                self._copy(copy)
                yield ClusterBeside(copy, self._indexes, number)

    def _drop_unused(self, number: int) -> None:
        if self._indexes.number() != number:
            self._indexes.drop(number)

    def _copy(self, copy: OpenSearchEngine) -> None:
        documents = self._asking.scan(self._names.articles, {"match_all": {}}, "key", [])
        count = 0
        while chosen := list(islice(documents, REBUILT)):
            count += len(chosen)
            for version in sorted({document["_version"] for document in chosen}):
                same = [with_times(layout.stored_from(item)) for item in chosen if item["_version"] == version]
                copy._writing.put([group_of(same)], version)
        notes = self._asking.scan(self._names.ledger, {"match_all": {}}, "name", [])
        while chosen := list(islice(notes, REBUILT)):
            kept = [{key: value for key, value in item.items() if key[0] != "_"} for item in chosen]
            copy._writing.store(copy._names.ledger, {note["name"]: note for note in kept})
        found = self._http.get(f"/{copy._names.articles}/_count")["count"]
        if found != count:
            raise ClusterWriteError(self._http.where, f"the new index has {found} articles instead of {count}")

    def _refuse_while_rebuilt(self) -> None:
        if not self._is_beside and self._indexes.is_being_rebuilt():
            raise ClusterWriteError(
                self._http.where, "its index is being made anew; if that was ended from outside, run cuttings repair"
            )


@dataclass(frozen=True, slots=True)
class ClusterBeside:
    """A copy of the indexes of a library."""

    engine: OpenSearchEngine
    indexes: Indexes
    number: int

    def take_place(self) -> None:
        """Let the library's names lead to the copy, and delete what they led to, all in one step."""
        self.indexes.switch(self.number, self.number + 1)


def _health(found: Json, settings: Json) -> Health:
    blocked = sorted(
        index
        for index, item in settings.items()
        for name, value in item.get("settings", {}).items()
        if name.startswith("index.blocks.read_only") and value == "true"
    )
    particulars = (
        ("nodes", str(found["number_of_nodes"])),
        ("parts in use", str(found["active_shards"])),
        ("parts missing", str(found["unassigned_shards"])),
        ("closed to writing", ", ".join(blocked) or "none"),
    )
    if found["status"] == "red":
        return Health(Condition.DOWN, "the cluster is red: a part of the library can't be read", particulars)
    if blocked:
        return Health(Condition.CLOSED, "the cluster lets nothing be added; its disks may be full", particulars)
    if found["status"] == "yellow":
        return Health(Condition.AT_RISK, "the cluster is yellow: some parts have fewer copies than asked", particulars)
    return Health(Condition.GOOD, "the cluster is green", particulars)
