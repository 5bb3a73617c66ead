"""Changes to the indexes of a library.

An article is put in three steps: its passages are stored and can be searched; then its document is, which makes them
count; then what it had before is deleted. Whatever dies in between leaves the article as it was or as it shall be, and
passages that count for nothing, which the next change of the article, or a rebuild, takes away.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from index.engines.opensearch.asking import Asking
from index.engines.opensearch.http import Http, Json, lines, reason_of, write_reason
from index.engines.opensearch.layout import article_document, key_of, passage_documents
from index.errors import ClusterWriteError
from index.store import PreparedGroup

BULK_BYTES = 4_000_000
"""About how much is sent at a time."""
SWEPT = 5_000
"""How many passages are deleted at a time."""
PAUSES_S = (0.2, 0.5, 1.0, 2.0, 4.0)
"""How long to wait before refused parts are sent again: a copy takes a second or two to become the first."""
_BUSY = frozenset({429, 502, 503, 504})
_CONFLICT = 409
_GONE = 404


class Action(NamedTuple):
    """One line of a bulk request, and the document behind it, if any."""

    what: Json
    document: Json | None = None

    def packed(self) -> bytes:
        """Return it as it is sent."""
        return lines([self.what] if self.document is None else [self.what, self.document])


class Writing:
    """Changes the articles and passages behind two names, which are aliases or, for a rebuild, indexes."""

    def __init__(self, http: Http, asking: Asking, *, needs_alias: bool = True) -> None:
        self._http = http
        self._asking = asking
        self._options = "?require_alias=true" if needs_alias else ""

    def put(self, groups: Sequence[PreparedGroup], version: int) -> list[str]:
        """Store articles; return the ids of those that were refused, since a later version is stored."""
        items = [item for group in groups for item in group.articles]
        passages = (pair for group in groups for pair in passage_documents(group, version))
        self._bulk(self._asking.passages, (_put(name, document, version) for name, document in passages))
        self.refresh(self._asking.passages)
        ids = {key_of(item.article.id): item.article.id for item in items}
        documents = (_put(key_of(item.article.id), article_document(item, version), version) for item in items)
        refused = self._bulk(self._asking.articles, documents)
        self.refresh(self._asking.articles)
        self.sweep(list(ids), version)
        return [ids[key] for key in refused]

    def remove(self, article_ids: Sequence[str], version: int) -> None:
        """Take articles out; one that was put with a later version stays."""
        keys = [key_of(article_id) for article_id in article_ids]
        self._bulk(self._asking.articles, (_delete(key, version) for key in keys))
        self.refresh(self._asking.articles)
        self.sweep(keys, version)

    def store(self, index: str, documents: Mapping[str, Json], version: int | None = None) -> None:
        """Store documents by their names in one of the indexes; the next question finds them."""
        self._bulk(index, (_put(name, document, version) for name, document in documents.items()))
        self.refresh(index)

    def delete(self, index: str, names: Iterable[str]) -> None:
        """Delete documents from one of the indexes; one that is not there is no error."""
        self._bulk(index, (_delete(name) for name in names))
        self.refresh(index)

    def sweep(self, keys: Sequence[str], version: int) -> None:
        """Delete the passages of articles that no longer count; what a later version may be about to add stays."""
        stored = self._asking.documents(keys, "stamp")
        stamps = sorted({document["stamp"] for document in stored.values()})
        query = {"bool": {"filter": [{"terms": {"key": list(keys)}}], "must_not": [{"terms": {"stamp": stamps}}]}}
        body: Json = {"size": SWEPT, "query": query, "_source": ["stamp"], "sort": ["_doc"]}
        while True:
            hits = self._asking.whole_search(self._asking.passages, body)["hits"]["hits"]
            old = [hit["_id"] for hit in hits if int(hit["_source"]["stamp"].partition("-")[0], 16) <= version]
            if old:
                self._bulk(self._asking.passages, (_delete(name, version) for name in old))
                self.refresh(self._asking.passages)
            if not old or len(hits) < SWEPT:
                return

    def refresh(self, index: str) -> None:
        """Let every question from now on see what was written."""
        shards = self._http.post(f"/{index}/_refresh")["_shards"]
        if shards["failed"]:
            raise ClusterWriteError(self._http.where, f"{shards['failed']} parts of its index could not be refreshed")

    def _bulk(self, index: str, actions: Iterable[Action]) -> list[str]:
        """Send actions and read what became of every one; return the names of those refused for their version."""
        refused: list[str] = []
        for batch in _batches(actions):
            refused += self._send(index, batch)
        return refused

    def _send(self, index: str, batch: list[Action]) -> list[str]:
        refused: list[str] = []
        reason = ""
        for pause_s in (0.0, *PAUSES_S):
            time.sleep(pause_s)
            answer = self._http.post(f"/{index}/_bulk{self._options}", b"".join(action.packed() for action in batch))
            if len(answer["items"]) != len(batch):
                raise ClusterWriteError(self._http.where, "it answered for another number of items than were sent")
            again = []
            for action, item in zip(batch, answer["items"], strict=True):
                ((kind, result),) = item.items()
                status = result["status"]
                if status == _CONFLICT:
                    refused.append(result["_id"])
                elif status in _BUSY:
                    again.append(action)
                    reason = reason_of(result.get("error"))
                elif status >= 300 and not (kind == "delete" and status == _GONE):
                    raise ClusterWriteError(self._http.where, write_reason(reason_of(result.get("error"))))
            if not again:
                return refused
            batch = again
        raise ClusterWriteError(self._http.where, write_reason(reason) or "it is too busy")


def _put(name: str, document: Json, version: int | None = None) -> Action:
    return Action({"index": {"_id": name} | _versioned(version)}, document)


def _delete(name: str, version: int | None = None) -> Action:
    return Action({"delete": {"_id": name} | _versioned(version)})


def _versioned(version: int | None) -> Json:
    return {} if version is None else {"version": version, "version_type": "external_gte"}


def _batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    """Yield actions in batches that are not too large to send."""
    batch: list[Action] = []
    size = 0
    for action in actions:
        batch.append(action)
        size += len(action.packed())
        if size >= BULK_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
