"""Cuttings: a library saved in batches, as `cuttings add` does, and ranked as `cuttings search` does."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Sequence
from pathlib import Path

from benchmarks.search.corpus import Corpus, TokenisedArticle
from benchmarks.search.engine import K1, B, Engine, Ranked, folder_bytes
from index.models import Article, Query
from index.postings.candidates import Ranker
from index.postings.plain import PlainRanker
from index.postings.reader import DEFAULT_RANKER, PostingsReader
from index.search import rank_passages
from index.store import Library, PreparedArticle, PreparedGroup
from index.store.rows import PassageRow
from index.text.bags import bags_of
from index.text.times import pack_times

_BETWEEN = "\n\n"
_TEXT_TABLES = (
    "articles",
    "passages",
    "raw_inputs",
    "sqlite_autoindex_articles_1",
    "passages_by_article",
    "facets",
    "facets_by_article",
    "articles_by_passage",
    "articles_by_url",
    "articles_by_title",
    "articles_by_location",
)


class _Cuttings:
    """Articles are called by the number of their first passage, so that equal scores come in the corpus' order.

    Passages of a new library are numbered as they come, which is as the corpus has them.
    """

    def __init__(self, ranker: type[Ranker], *, indexes: bool = True) -> None:
        self._ranker = ranker
        self._indexes = indexes

    def build(self, corpus: Corpus, folder: Path) -> None:
        from index.build import BATCH_ARTICLES  # who asks need not load what builds
        from index.prepare import CHUNK_ARTICLES

        with Library.open_for_writing(folder / "library.db") as library:
            library.note_source("corpus", "2024-01-01")
            batch: list[PreparedGroup] = []
            chunk: list[TokenisedArticle] = []
            for article in corpus.articles():
                chunk.append(article)
                if len(chunk) == CHUNK_ARTICLES:
                    batch.append(self._prepared(chunk))
                    chunk = []
                if len(batch) * CHUNK_ARTICLES == BATCH_ARTICLES:
                    _save(library, batch)
                    batch = []
            _save(library, [*batch, self._prepared(chunk)])
            for _ in library.tidy(corpus.about.passages):
                pass

    def _prepared(self, articles: Sequence[TokenisedArticle]) -> PreparedGroup:
        """Return articles ready to be stored: the text of each is its terms, a passage one sentence."""
        passages = [passage if self._indexes else [] for article in articles for passage in article.passages]
        return PreparedGroup(tuple(map(_stored, articles)), bags_of(passages))

    def open(self, folder: Path) -> None:
        self._library = Library.open_for_reading(folder / "library.db")
        self._library.postings = PostingsReader(self._library.db, self._ranker)

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        ranking = rank_passages(self._library, Query(tuple(terms), limit=k), K1, B)
        return [(bare_hit.passage_id, score) for bare_hit, score in zip(ranking.bare_hits, ranking.scores, strict=True)]

    def close(self) -> None:
        self._library.close()

    def index_bytes(self, folder: Path) -> int:
        connection = sqlite3.connect(folder / "library.db")
        try:
            marks = ",".join("?" * len(_TEXT_TABLES))
            sql = f"SELECT sum(pgsize) FROM dbstat WHERE name NOT IN ({marks})"  # noqa: S608 - only marks
            return int(connection.execute(sql, _TEXT_TABLES).fetchone()[0])
        except sqlite3.OperationalError:  # this SQLite was built without dbstat
            return folder_bytes(folder)
        finally:
            connection.close()


def _save(library: Library, batch: Sequence[PreparedGroup]) -> None:
    library.save(batch)
    if library.is_scattered():
        for _ in library.tidy():
            pass


def _stored(article: TokenisedArticle) -> PreparedArticle:
    texts = list(map(" ".join, article.passages))
    rows = []
    start = 0
    for text in texts:
        end = start + len(text)
        rows.append(PassageRow(start, end, struct.pack("<2I", start, end)))
        start = end + len(_BETWEEN)
    return PreparedArticle(
        article=Article(f"{article.first:09}", "", _BETWEEN.join(texts), "benchmark", language="en", location="corpus"),
        content_hash="",
        source="corpus",
        raw=b"",
        passages=tuple(rows),
        times=pack_times([]),
    )


def make() -> Engine:
    """Return the engine as installed: with the compiled kernel where there was a compiler."""
    return _Cuttings(DEFAULT_RANKER)


def make_plain() -> Engine:
    """Return the engine without the compiled kernel."""
    return _Cuttings(PlainRanker)


def make_store() -> Engine:
    """Return what stores as the engine does, and indexes nothing."""
    return _Cuttings(DEFAULT_RANKER, indexes=False)
