"""Articles on their way into a library: kept aside while the run reads, prepared and committed when it may write."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import IO

from index.engines.engine import Writable
from index.engines.ledger import now_ms
from index.identity import Identified, Sorter
from index.models import DateRule
from index.prepare import CHUNK_ARTICLES, WORKERS_FROM, Preparer, Unusable
from index.reading.exported import history_in
from index.report import Progress
from index.store import PreparedGroup

BATCH_ARTICLES = 1_000
"""How many articles are committed at a time; Ctrl-C loses at most this many."""
Chunk = tuple[list[Identified], bytes]
"""Some articles without their bytes and texts, by which alone most are judged; and all of the articles, pickled."""


@dataclass(slots=True)
class Stored:
    """What came of storing: the source of each article, and what could not be stored.

    An article is refused where another process has stored a later one.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    unusable: list[Unusable] = field(default_factory=list)


def edited(item: Identified, fields: Mapping[str, str | None]) -> Identified:
    """Return an article with what was set for it by hand."""
    if not fields:
        return item
    raw = item.raw
    return replace(
        item,
        raw=replace(
            raw,
            title=fields.get("title") or raw.title,
            published=fields.get("published", raw.published),
            publisher=fields.get("publisher", raw.publisher),
            author=fields.get("author", raw.author),
            date_rule=DateRule.SET if "published" in fields else raw.date_rule,
        ),
    )


class Shelf:
    """What was read and is to be stored, in a file on the disk: sources may be larger than the memory."""

    def __init__(self, spool: IO[bytes], preparer: Preparer) -> None:
        self._spool, self._preparer = spool, preparer
        self._chunk: list[Identified] = []
        self.count = self._total = 0

    def put(self, item: Identified) -> None:
        """Keep an article to be stored."""
        self.count += 1
        self._total += 1
        if self._total == WORKERS_FROM:
            self._preparer.start()
        self._chunk.append(item)
        if len(self._chunk) == CHUNK_ARTICLES:
            self._flush()

    def take(self) -> Iterator[Chunk]:
        """Yield what was kept, in order, and keep it no longer once all of it was taken."""
        self._flush()
        self._spool.seek(0)
        while True:
            try:
                yield pickle.load(self._spool)  # noqa: S301 - our own file, unnamed and private
            except EOFError:
                break
        self._spool.seek(0)
        self._spool.truncate()
        self.count = 0

    def _flush(self) -> None:
        if self._chunk:
            heads = [replace(item, raw=replace(item.raw, raw=b"", text="")) for item in self._chunk]
            chunk = (heads, pickle.dumps(self._chunk, protocol=pickle.HIGHEST_PROTOCOL))
            pickle.dump(chunk, self._spool, protocol=pickle.HIGHEST_PROTOCOL)
            self._chunk = []


class Storer:
    """Prepares what is on a shelf, and commits it batch by batch."""

    def __init__(
        self, library: Writable, preparer: Preparer, progress: Progress, sorter: Sorter, *, keep_revisions: int
    ) -> None:
        self.library = library
        self._preparer, self._progress, self._sorter = preparer, progress, sorter
        self._keep_revisions = keep_revisions
        self._added_passages = 0
        self._version = now_ms()
        self.imports: set[str] = set()
        """The exported files among the sources: with their articles comes what their library knew of them."""

    def store(
        self, shelf: Shelf, repeated: dict[str, frozenset[str]], is_wanted: Callable[[Identified], bool]
    ) -> Stored:
        """Store all that is on a shelf and still wanted, with what was set for it by hand."""
        stored, edits, total = Stored(), self.library.edits(), shelf.count
        batch: list[PreparedGroup] = []
        done = 0
        for prepared in self._preparer.prepare_all(_dressed(shelf.take(), edits, is_wanted), repeated):
            batch.append(prepared.group)
            stored.unusable += prepared.unusable
            done += len(prepared.group.articles) + len(prepared.unusable)
            self._progress("Indexing", done, total)
            if sum(len(group.articles) for group in batch) >= BATCH_ARTICLES:
                self._commit(batch, stored)
                batch = []
        self._commit(batch, stored)
        return stored

    def _commit(self, batch: Sequence[PreparedGroup], stored: Stored) -> None:
        articles = [item for group in batch for item in group.articles]
        if not articles:
            return
        self.library.readmit([(item.article.id, item.fingerprint) for item in articles])
        refused = set(self.library.put(batch, version=self._version, keep_revisions=self._keep_revisions))
        stored.refused += [item.source for item in articles if item.article.id in refused]
        articles = [item for item in articles if item.article.id not in refused]
        for item in articles:
            if item.source in self.imports:
                self.library.put_history(item.article.id, history_in(zlib.decompress(item.raw)))
        self._added_passages += sum(len(item.passages) for item in articles)
        for item in articles:
            (stored.changed if self._sorter.knows(item.article.id) else stored.added).append(item.source)
        if self.library.is_scattered():
            self._tidy(0)

    def take_out(self, article_ids: Sequence[str]) -> None:
        """Remove articles."""
        if article_ids:
            self.library.remove(article_ids, version=self._version)

    def tidy(self) -> None:
        """Merge what was added, as far as that is worth it, and give free space back; nothing is stored behind this."""
        self._preparer.dismiss()
        self._tidy(self._added_passages)

    def _tidy(self, added: int) -> None:
        for _ in self.library.tidy(added):
            self._progress("Merging", added, None)


def _dressed(
    chunks: Iterator[Chunk],
    edits: Mapping[str, Mapping[str, str | None]],
    is_wanted: Callable[[Identified], bool],
) -> Iterator[bytes]:
    """Yield chunks as the preparer takes them, without what is not wanted any more."""
    for heads, packed in chunks:
        wanted = [is_wanted(head) for head in heads]
        if all(wanted) and not any(head.id in edits for head in heads):
            yield packed
            continue
        items: list[Identified] = pickle.loads(packed)  # noqa: S301 - from our own file, as above
        kept = [edited(item, edits.get(item.id, {})) for item, stays in zip(items, wanted, strict=True) if stays]
        if kept:
            yield pickle.dumps(kept, protocol=pickle.HIGHEST_PROTOCOL)
