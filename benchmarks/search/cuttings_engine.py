"""Cuttings: a library saved in batches, as `cuttings add` does, and searched as `cuttings search` does."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import numpy as np

from benchmarks.search.corpus import Corpus, TokenisedArticle
from benchmarks.search.engine import K1, B, Engine, Ranked, folder_bytes
from index.build import BATCH_ARTICLES
from index.models import Article, PassageSpan, Query, Span
from index.search import search
from index.store import Library, PreparedArticle, pack_passage

_BETWEEN = "\n\n"
_TEXT_TABLES = ("articles", "passages", "raw_inputs", "sqlite_autoindex_articles_1", "passages_by_article")


class _Cuttings:
    """Articles are called by the number of their first passage, so that equal scores come in the corpus' order."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        with Library.open_for_writing(folder / "library.db") as library:
            library.note_source("corpus", "2024-01-01")
            batch: list[PreparedArticle] = []
            for article in corpus.articles():
                batch.append(_prepared(article))
                if len(batch) == BATCH_ARTICLES:
                    library.save(batch)
                    batch = []
            library.save(batch)

    def open(self, folder: Path) -> None:
        self._library = Library.open_for_reading(folder / "library.db")

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        hits = search(self._library, Query(tuple(terms), limit=k), K1, B).hits
        return [
            (int(passage.article.id) + passage.article.text.count(_BETWEEN, 0, passage.start), hit.score)
            for hit in hits
            for passage in [hit.passage]
        ]

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


def _prepared(article: TokenisedArticle) -> PreparedArticle:
    """Return an article ready to be stored: its text is its terms, a passage one sentence."""
    texts = [" ".join(passage) for passage in article.passages]
    starts = np.cumsum([0, *(len(text) + len(_BETWEEN) for text in texts)]).tolist()
    spans = [Span(start, start + len(text)) for start, text in zip(starts, texts, strict=False)]
    places: defaultdict[str, int] = defaultdict(count().__next__)
    flat = np.fromiter(map(places.__getitem__, chain.from_iterable(article.passages)), dtype=np.int64)
    lengths = np.array(list(map(len, article.passages)), dtype=np.int64)
    keys = np.repeat(np.arange(len(lengths)), lengths) * len(places) + flat
    distinct, tf = np.unique(keys, return_counts=True)
    passage_index, term_index = np.divmod(distinct, max(len(places), 1))
    return PreparedArticle(
        article=Article(f"{article.first:09}", "", _BETWEEN.join(texts), "benchmark", language="en", location="corpus"),
        content_hash="",
        source="corpus",
        raw=b"",
        passages=tuple(pack_passage(PassageSpan(*span, (span,))) for span in spans),
        terms=tuple(places),
        term_index=term_index,
        passage_index=passage_index,
        tf=tf,
        lengths=lengths,
    )


def make() -> Engine:
    """Return the engine."""
    return _Cuttings()
