"""What is read of a library in a cluster besides the best passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from index.engines.opensearch import layout
from index.engines.opensearch.http import Http, Json
from index.engines.opensearch.ledger import ClusterLedger
from index.engines.opensearch.stories import stories_of
from index.models import Article
from index.rank import K1, B, Statistics
from index.store import ListedArticle, Overview, PreparedArticle

LISTED_AT_MOST = 100_000
"""How many articles a list holds: the newest."""


class ClusterReading(ClusterLedger):
    """The part of the engine that reads articles."""

    path: Path
    _http: Http

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

    def _values(self, field: str, count: int) -> list[str]:
        """Return the first values that a field has in the articles, in order."""
        aggregations: Json = {"values": {"terms": {"field": field, "size": count, "order": {"_key": "asc"}}}}
        answer = self._asking.whole_search(self._names.articles, {"size": 0, "aggs": aggregations})
        return [item["key"] for item in answer["aggregations"]["values"]["buckets"]]

    def states(self) -> Iterator[tuple[str, str]]:
        """Yield the id of every article, and what differs when it has changed, in the order of the ids."""
        fields = ["id", "content_hash", "revision"]
        for document in self._asking.scan(self._names.articles, {"match_all": {}}, "id", fields):
            yield document["id"], f"{document['content_hash']} {document['revision']}"

    def stored(self, after: str = "") -> Iterator[PreparedArticle]:
        """Yield every article whose id comes after ``after``, in the order of their ids."""
        for document in self._asking.scan(self._names.articles, {"match_all": {}}, "id", [], after=after):
            yield layout.stored_from(document)
