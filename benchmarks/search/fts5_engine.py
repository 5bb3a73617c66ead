"""SQLite's full-text search by sqlite-utils, asked for passages with any of the terms."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlite_utils import Database

from benchmarks.search.corpus import Corpus
from benchmarks.search.engine import Engine, Ranked, folder_bytes

_TOKENIZER = "unicode61 remove_diacritics 0 tokenchars '.,'"
"""Keeps the terms as they are: figures have points in them."""


class _FTS5:
    def build(self, corpus: Corpus, folder: Path) -> None:
        db = Database(folder / "passages.db")
        table = db.table("passages")
        table.insert_all(_rows(corpus), pk="id", batch_size=10_000)
        table.enable_fts(["text"], tokenize=_TOKENIZER)
        db.close()

    def open(self, folder: Path) -> None:
        self._db = Database(sqlite3.connect(f"{(folder / 'passages.db').resolve().as_uri()}?mode=ro", uri=True))

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        asked = " OR ".join('"' + term.replace('"', '""') + '"' for term in terms)
        sql = "SELECT rowid, rank FROM passages_fts WHERE passages_fts MATCH ? ORDER BY rank LIMIT ?"
        return [(number, -score) for number, score in self._db.execute(sql, [asked, k])]

    def close(self) -> None:
        self._db.close()

    def index_bytes(self, folder: Path) -> int:
        connection = sqlite3.connect(folder / "passages.db")
        try:
            return int(
                connection.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'passages_fts%'").fetchone()[0]
            )
        except sqlite3.OperationalError:  # this SQLite was built without dbstat
            return folder_bytes(folder)
        finally:
            connection.close()


def _rows(corpus: Corpus) -> Iterator[dict[str, int | str]]:
    for article in corpus.articles():
        for number, passage in enumerate(article.passages, start=article.first):
            yield {"id": number, "text": " ".join(passage)}


def make() -> Engine:
    """Return the engine."""
    return _FTS5()
