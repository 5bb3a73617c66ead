"""The library file: one SQLite database a library, and the only SQL besides `postings`."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sqlite_utils import Database, Migrations

from index import postings
from index.errors import (
    LibraryLockedError,
    LibraryMissingError,
    LibraryWriteError,
    NewerLibraryError,
    NotALibraryError,
)
from index.models import Article, Filters, Passage, PassageSpan, Span

APPLICATION_ID = 0x43755473
"""Marks an SQLite file as a Cuttings library ("CuTs")."""
FORMAT = 1
"""The newest library format this version knows, kept as SQLite's ``user_version``."""
BUSY_TIMEOUT_S = 5.0
MAX_TERMS_REMEMBERED = 1_000_000
"""How many term ids a writing library keeps between two saves: about 125 MB."""

_migrations = Migrations("cuttings.library")


@_migrations()
def m001_articles(db: Database) -> None:
    """Create the tables of format 1."""
    db.execute(
        "CREATE TABLE sources (location TEXT PRIMARY KEY, added_at TEXT NOT NULL) STRICT",
    )
    db.execute(
        """CREATE TABLE articles (
            article_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, text TEXT NOT NULL,
            revision TEXT NOT NULL, content_hash TEXT NOT NULL, url TEXT, published TEXT, publisher TEXT, author TEXT,
            language TEXT, tags TEXT NOT NULL, location TEXT NOT NULL, first_passage INTEGER NOT NULL,
            passage_count INTEGER NOT NULL, source TEXT NOT NULL REFERENCES sources(location)) STRICT"""
    )
    db.execute("CREATE INDEX articles_by_passage ON articles(first_passage)")
    db.execute(
        """CREATE TABLE raw_inputs (article_key INTEGER PRIMARY KEY
            REFERENCES articles(article_key) ON DELETE CASCADE, raw BLOB NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE passages (passage_id INTEGER PRIMARY KEY, article_key INTEGER NOT NULL
            REFERENCES articles(article_key) ON DELETE CASCADE, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
            sentences BLOB NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX passages_by_article ON passages(article_key)")
    db.execute("CREATE TABLE failures (location TEXT PRIMARY KEY, reason TEXT NOT NULL, source TEXT NOT NULL) STRICT")
    db.execute("CREATE TABLE repeated_lines (publisher TEXT, line TEXT, PRIMARY KEY (publisher, line)) STRICT")
    postings.create_tables(db)
    db.execute(f"PRAGMA user_version = {FORMAT}")


class PassageRow(NamedTuple):
    """A passage as it is stored: ``sentences`` packs the start and end of each as little-endian 32-bit numbers."""

    start: int
    end: int
    sentences: bytes


def pack_passage(span: PassageSpan) -> PassageRow:
    """Return a passage as it is stored."""
    offsets = np.fromiter(chain.from_iterable(span.sentences), dtype="<u4", count=2 * len(span.sentences))
    return PassageRow(span.start, span.end, offsets.tobytes())


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article cut and tokenised, ready to be stored.

    ``terms`` are its distinct terms; the three arrays have one entry a posting: index into ``terms``, index of the
    passage, tf. ``lengths`` has one entry a passage, in tokens, title included.
    """

    article: Article
    content_hash: str
    source: str
    raw: bytes
    passages: tuple[PassageRow, ...]
    terms: tuple[str, ...]
    term_index: postings.Ints
    passage_index: postings.Ints
    tf: postings.Ints
    lengths: postings.Ints


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What tells whether an article has changed."""

    id: str
    content_hash: str
    location: str
    source: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What a library holds, for `status`."""

    path: Path
    articles: int
    passages: int
    publishers: int
    first_published: str | None
    last_published: str | None
    size_bytes: int
    sources: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, int], ...]


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours."""
    try:
        yield
    except sqlite3.OperationalError as error:
        text = str(error)
        if "locked" in text or "busy" in text:
            raise LibraryLockedError(path) from error
        if "full" in text:
            raise LibraryWriteError(path, "the disk is full") from error
        raise LibraryWriteError(path, text) from error
    except sqlite3.DatabaseError as error:
        if type(error) is not sqlite3.DatabaseError:
            raise
        raise NotALibraryError(path) from error


def _check_format(path: Path, connection: sqlite3.Connection) -> None:
    """Raise unless the file is a library this version can open."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise NotALibraryError(path)
    if found > FORMAT:
        raise NewerLibraryError(path, found, FORMAT)


class Library:
    """An open library: readers use `open_for_reading`, the one writer `open_for_writing`; stay in one thread."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.db = Database(connection)
        self._term_ids: dict[str, int] = {}

    @classmethod
    def open_for_reading(cls, path: Path) -> Library:
        """Open a library read-only.

        Raises
        ------
        LibraryMissingError, NotALibraryError, NewerLibraryError
        """
        if not path.is_file():
            raise NotALibraryError(path) if path.exists() else LibraryMissingError(path)
        with _translated(path), ExitStack() as on_failure:
            connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_TIMEOUT_S)
            on_failure.callback(connection.close)
            _check_format(path, connection)
            on_failure.pop_all()
        return cls(path, connection)

    @classmethod
    def open_for_writing(cls, path: Path, timeout_s: float = BUSY_TIMEOUT_S) -> Library:
        """Open a library for writing, making the file where there is none.

        Raises
        ------
        NotALibraryError, NewerLibraryError, LibraryLockedError, LibraryWriteError
        """
        if path.exists() and not path.is_file():
            raise NotALibraryError(path)
        fresh = not path.exists() or path.stat().st_size == 0
        if not path.parent.is_dir():
            raise LibraryWriteError(path, "its folder does not exist")
        with _translated(path), ExitStack() as on_failure:
            connection = sqlite3.connect(path, timeout=timeout_s)
            on_failure.callback(connection.close)
            if not fresh:
                _check_format(path, connection)
            else:
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            library = cls(path, connection)
            if fresh:
                _migrations.apply(library.db)
            on_failure.pop_all()
        return library

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- writing -------------------------------------------------------------------------------------------------

    def known_articles(self) -> list[KnownArticle]:
        """Return what is known of every article, for telling new from changed from unchanged."""
        rows = self.db.execute("SELECT id, content_hash, location, source FROM articles ORDER BY id")
        return [KnownArticle(*row) for row in rows]

    def repeated_lines(self) -> dict[str, frozenset[str]]:
        """Return publisher -> keys of the lines once found repeated across its articles."""
        found: dict[str, set[str]] = {}
        for publisher, line in self.db.execute("SELECT publisher, line FROM repeated_lines"):
            found.setdefault(publisher, set()).add(line)
        return {publisher: frozenset(lines) for publisher, lines in found.items()}

    def sources(self) -> list[str]:
        """Return the sources ever added, in order of location."""
        return [row[0] for row in self.db.execute("SELECT location FROM sources ORDER BY location")]

    def note_source(self, location: str, added_at: str) -> None:
        """Remember a source for `reindex`; one already known stays as it is."""
        with _translated(self.path):
            known = self.db.execute("SELECT 1 FROM sources WHERE location = ?", [location]).fetchone()
            if not known:
                with self.db.atomic():
                    self.db.execute("INSERT INTO sources VALUES (?, ?)", [location, added_at])

    def note_run(self, source: str, failures: Sequence[tuple[str, str]], repeated: dict[str, frozenset[str]]) -> None:
        """Keep the failures of a source's last run and newly found repeated lines; write nothing if nothing changed."""
        with _translated(self.path):
            old = self.db.execute("SELECT location, reason FROM failures WHERE source = ?", [source]).fetchall()
            had = self.repeated_lines()
            lines = [
                (publisher, line)
                for publisher, found in repeated.items()
                for line in found - had.get(publisher, frozenset())
            ]
            if sorted(old) == sorted(failures) and not lines:
                return
            with self.db.atomic():
                self.db.execute("DELETE FROM failures WHERE source = ?", [source])
                self.db.conn.executemany(
                    "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", [(*failure, source) for failure in failures]
                )
                self.db.conn.executemany("INSERT OR IGNORE INTO repeated_lines VALUES (?, ?)", sorted(lines))

    def save(self, prepared: Sequence[PreparedArticle], remove_ids: Sequence[str] = ()) -> None:
        """Store articles and remove others, all in one transaction; an article of the same id is replaced.

        Raises
        ------
        LibraryLockedError, LibraryWriteError
        """
        term_ids, self._term_ids = self._term_ids, {}
        with _translated(self.path), self.db.atomic():
            for article_id in [*remove_ids, *(item.article.id for item in prepared)]:
                self._remove(article_id)
            writer = postings.Writer(self.db, term_ids)
            for item in prepared:
                self._insert(item, writer)
            writer.flush()
        # Only what was committed is remembered.
        if len(term_ids) <= MAX_TERMS_REMEMBERED:
            self._term_ids = term_ids

    def _remove(self, article_id: str) -> None:
        row = self.db.execute(
            "SELECT article_key, first_passage, passage_count FROM articles WHERE id = ?", [article_id]
        ).fetchone()
        if row:
            postings.remove_passages(self.db, row[1], row[2])
            self.db.execute("DELETE FROM articles WHERE article_key = ?", [row[0]])

    def _insert(self, item: PreparedArticle, writer: postings.Writer) -> None:
        article = item.article
        first = writer.add(item.terms, item.term_index, item.passage_index, item.tf, item.lengths)
        key = self.db.execute(
            """INSERT INTO articles (id, title, text, revision, content_hash, url, published, publisher, author,
            language, tags, location, first_passage, passage_count, source) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)""",
            [
                article.id, article.title, article.text, article.revision, item.content_hash, article.url,
                article.published, article.publisher, article.author, article.language,
                json.dumps(article.tags, ensure_ascii=False), article.location, first, len(item.passages), item.source,
            ],
        ).lastrowid  # fmt: skip
        self.db.execute("INSERT INTO raw_inputs VALUES (?, ?)", [key, item.raw])
        self.db.conn.executemany(
            "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
            [(first + place, key, *passage) for place, passage in enumerate(item.passages)],
        )

    # -- reading -------------------------------------------------------------------------------------------------

    def passages(self, passage_ids: Sequence[int]) -> list[Passage]:
        """Return passages in the order of their ids; an unknown id is left out."""
        rows = self.db.execute(
            """SELECT p.passage_id, p.start, p."end", p.sentences, a.id, a.title, a.text, a.revision, a.url,
            a.published, a.publisher, a.author, a.language, a.tags, a.location FROM json_each(?) AS wanted
            JOIN passages p ON p.passage_id = wanted.value JOIN articles a USING (article_key)""",
            [json.dumps(list(passage_ids))],
        ).fetchall()
        found: dict[int, Passage] = {}
        articles: dict[str, Article] = {}
        for row in rows:
            article = articles.setdefault(row[4], _article(row[4:]))
            sentences = np.frombuffer(row[3], dtype="<u4").reshape(-1, 2).tolist()
            found[row[0]] = Passage(row[0], article, row[1], row[2], tuple(Span(*pair) for pair in sentences))
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def tie_keys(self, passage_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
        """Return passage id -> (article id, start): the order of equal scores, whatever order articles came in."""
        rows = self.db.execute(
            """SELECT p.passage_id, a.id, p.start FROM json_each(?) AS wanted
            JOIN passages p ON p.passage_id = wanted.value JOIN articles a USING (article_key)""",
            [json.dumps(list(passage_ids))],
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def passage_ranges(self, filters: Filters) -> list[tuple[int, int]]:
        """Return (first passage id, count) of every article that passes the filters."""
        rows = self.db.execute(
            """SELECT first_passage, passage_count FROM articles
            WHERE (:since IS NULL OR substr(published, 1, 10) >= :since)
            AND (:until IS NULL OR substr(published, 1, 10) <= :until)
            AND (:publisher IS NULL OR lower(publisher) = lower(:publisher))""",
            {
                "since": filters.since and filters.since.isoformat(),
                "until": filters.until and filters.until.isoformat(),
                "publisher": filters.publisher,
            },
        )
        return [(row[0], row[1]) for row in rows]

    def languages(self) -> list[tuple[str, int]]:
        """Return the languages of the articles with how many there are, most first."""
        rows = self.db.execute(
            "SELECT language, count(*) FROM articles WHERE language IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return [(row[0], row[1]) for row in rows]

    def overview(self) -> Overview:
        """Return what the library holds."""
        row = self.db.execute(
            "SELECT count(*), count(DISTINCT publisher), min(published), max(published) FROM articles"
        ).fetchone()
        passages = self.db.execute("SELECT count(*) FROM passages").fetchone()[0]
        failures = self.db.execute("SELECT location, reason FROM failures ORDER BY location").fetchall()
        return Overview(
            path=self.path,
            articles=row[0],
            passages=passages,
            publishers=row[1],
            first_published=row[2],
            last_published=row[3],
            size_bytes=self.path.stat().st_size,
            sources=tuple(self.sources()),
            failures=tuple((item[0], item[1]) for item in failures),
            languages=tuple(self.languages()),
        )

    def find_ids(self, wanted: str) -> list[str]:
        """Return the ids of the articles whose id, link, title or location is exactly ``wanted``."""
        rows = self.db.execute(
            "SELECT id FROM articles WHERE ? IN (id, url, title, location) ORDER BY id",
            [wanted],
        )
        return [row[0] for row in rows]

    def raw_input(self, article_id: str) -> bytes | None:
        """Return the bytes an article was read from, or ``None`` for an unknown id."""
        row = self.db.execute(
            "SELECT raw FROM raw_inputs JOIN articles USING (article_key) WHERE id = ?", [article_id]
        ).fetchone()
        return zlib.decompress(row[0]) if row else None


def _article(row: Sequence[Any]) -> Article:
    """Make an article of id, title, text, revision, url, published, publisher, author, language, tags, location."""
    *plain, tags, location = row
    return replace(Article(*plain), tags=tuple(json.loads(tags)), location=location)
