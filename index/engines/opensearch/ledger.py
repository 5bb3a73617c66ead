"""What a library in a cluster remembers besides its articles: a note is a document, found by kind and group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from index.engines.notes import Note, NotesLedger
from index.engines.opensearch.asking import Asking
from index.engines.opensearch.http import Json
from index.engines.opensearch.indexes import Names
from index.engines.opensearch.layout import key_of
from index.engines.opensearch.writing import Writing
from index.store import KnownArticle, PreparedGroup

MANY = 1_000
"""How many groups are named in one question at most."""
_ABSENT = "&ignore_unavailable=true"
"""A library that was made before there were ledgers has none until somebody writes to it."""


class ClusterLedger(NotesLedger):
    """The part of the engine that knows sources, their pages, and what was set by hand."""

    _names: Names
    _asking: Asking
    _writing: Writing

    def notes(self, kind: str, group: str | None = None) -> dict[str, Note]:
        """Return key -> note of a kind, of one group or of all of them."""
        found = self._asking.scan(
            self._names.ledger, _of(kind, None if group is None else [group]), "name", ["key", "value"], options=_ABSENT
        )
        return {item["key"]: item["value"] for item in found}

    def note(self, kind: str, group: str, values: Mapping[str, Note]) -> None:
        """Keep notes; one of the same kind, group and key is replaced."""
        documents = {
            _name(kind, group, key): {"kind": kind, "group": key_of(group), "key": key, "value": value}
            for key, value in values.items()
        }
        if documents:
            self._writing.store(
                self._names.ledger, {name: document | {"name": name} for name, document in documents.items()}
            )

    def unnote(self, kind: str, group: str, keys: Collection[str]) -> None:
        """Forget notes; one that is not there is no error."""
        if keys:
            self._writing.delete(self._names.ledger, [_name(kind, group, key) for key in keys])

    def unnote_groups(self, kind: str, groups: Collection[str]) -> None:
        """Forget all notes of a kind in these groups."""
        wanted = list(groups)
        for start in range(0, len(wanted), MANY):
            query = _of(kind, wanted[start : start + MANY])
            found = [item["_id"] for item in self._asking.scan(self._names.ledger, query, "name", ["key"])]
            if found:
                self._writing.delete(self._names.ledger, found)

    def changed_at(self) -> float:
        """Return when the library was last changed, in seconds since 1970."""
        name = _name("changed", "", "")
        found = self._asking.one(self._names.ledger, name)
        return float(found["value"]["at"]) if found else 0.0

    # -- articles ------------------------------------------------------------------------------------------------

    def known_articles(self) -> list[KnownArticle]:
        """Return what is known of every article, for telling new from changed from unchanged."""
        fields = ["id", "content_hash", "location", "source", "fingerprint"]
        found = self._asking.scan(self._names.articles, {"match_all": {}}, "key", fields)
        return sorted((KnownArticle(*(item[name] for name in fields)) for item in found), key=lambda item: item.id)

    def known_article(self, article_id: str) -> KnownArticle:
        """Return what is known of an article the library holds."""
        fields = ("id", "content_hash", "location", "source", "fingerprint")
        found = self._asking.document(article_id, ",".join(fields)) or {}
        return KnownArticle(*(found[name] for name in fields))

    def articles_by_source(self) -> Counter[str]:
        """Return source -> how many articles the library holds from it."""
        aggregations: Json = {"values": {"terms": {"field": "source", "size": 10_000}}}
        answer = self._asking.whole_search(self._names.articles, {"size": 0, "aggs": aggregations})
        buckets = answer["aggregations"]["values"]["buckets"]
        return Counter({item["key"]: item["doc_count"] for item in buckets})

    def stored_ids(self, article_ids: Collection[str]) -> set[str]:
        """Return those of the ids whose articles are stored."""
        wanted = sorted(article_ids)
        found: set[str] = set()
        for start in range(0, len(wanted), MANY):
            keys = [key_of(article_id) for article_id in wanted[start : start + MANY]]
            found |= {item["id"] for item in self._asking.documents(keys, "id").values()}
        return found

    def spoil(self, article_id: str) -> None:
        """Have an article counted as changed when its source is read again; nothing else about it changes."""
        document = self._asking.document(article_id, "*")
        if document:
            version = document.pop("_version")
            self._writing.store(
                self._names.articles, {key_of(article_id): document | {"content_hash": ""}}, version=version
            )

    def replaced(self, groups: Sequence[PreparedGroup]) -> dict[str, Note]:
        """Return article id -> what is stored of the articles whose text another one is about to replace."""
        items = {key_of(item.article.id): item.article for group in groups for item in group.articles}
        stored = self._asking.documents(list(items), "revision")
        keys = [key for key, document in stored.items() if document["revision"] != items[key].revision]
        return {items[key].id: found for key, found in self._asking.documents(keys, _TEXTS).items()}


_TEXTS = "revision,title,text,published"


def _of(kind: str, groups: Sequence[str] | None) -> Json:
    filters: list[Json] = [{"term": {"kind": kind}}]
    if groups is not None:
        filters.append({"terms": {"group": [key_of(group) for group in groups]}})
    return {"bool": {"filter": filters}}


def _name(kind: str, group: str, key: str) -> str:
    return key_of("\0".join((kind, group, key)))
