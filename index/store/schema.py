"""The tables of a library, and how a library of an earlier format becomes one of today's."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database, Migrations

from index.errors import NewerLibraryError, NotALibraryError, OlderLibraryError
from index.models import Span
from index.postings import segments, tables
from index.store import removals, revisions, stories, times
from index.store.copies import keep_before_upgrade
from index.store.rows import facets_of
from index.text.bags import TERMS_VERSION, Bags, count_terms
from index.text.language import DEFAULT_LANGUAGE

APPLICATION_ID = 0x43755473
"""Marks an SQLite file as a Cuttings library ("CuTs")."""
INCREMENTAL = 2
"""What ``PRAGMA auto_vacuum`` says where free pages can be given back a few at a time."""
FORMAT = 5
"""The newest library format this version knows, kept as SQLite's ``user_version``."""

migrations = Migrations("cuttings.library")


@migrations()
def m001_articles(db: Database) -> None:
    """Create the tables of format 1; those of its index were replaced by format 2."""
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


@migrations()
def m002_segments(db: Database) -> None:
    """Keep the index in segments, and what articles are filtered by in a table of its own."""
    for table in ("postings", "terms", "lengths", "passage_terms", "counts"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    db.execute(
        """CREATE TABLE facets (kind TEXT NOT NULL, value TEXT NOT NULL, article_key INTEGER NOT NULL
            REFERENCES articles(article_key) ON DELETE CASCADE, first_passage INTEGER NOT NULL,
            passage_count INTEGER NOT NULL, PRIMARY KEY (kind, value, article_key)) STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX facets_by_article ON facets(article_key)")
    for column in ("url", "title", "location"):
        db.execute(f"CREATE INDEX articles_by_{column} ON articles({column})")
    tables.create_tables(db)
    rows = db.execute(
        """SELECT article_key, first_passage, passage_count, published, publisher, author, language, tags
            FROM articles"""
    )
    for key, first, count, *columns in rows.fetchall():
        put_facets(db, key, first, count, columns)
    rebuild_index(db)
    db.execute("PRAGMA user_version = 2")


@migrations()
def m003_sources(db: Database) -> None:
    """Keep how sources are read and how they did, what was learnt of their pages, and where dates are from."""
    for column in ("modified", "date_rule", "fingerprint"):
        db.execute(f"ALTER TABLE articles ADD COLUMN {column} TEXT")
    db.execute("CREATE INDEX articles_by_source ON articles(source)")
    for column in (
        "name TEXT NOT NULL DEFAULT ''",
        "kind TEXT NOT NULL DEFAULT 'auto'",
        "every_s INTEGER",
        "outlet TEXT",
        "tags TEXT NOT NULL DEFAULT '[]'",
        "include TEXT NOT NULL DEFAULT '[]'",
        "exclude TEXT NOT NULL DEFAULT '[]'",
        "last_run TEXT",
        "last_counts TEXT NOT NULL DEFAULT '{}'",
        "last_error TEXT",
        "failures INTEGER NOT NULL DEFAULT 0",
    ):
        db.execute(f"ALTER TABLE sources ADD COLUMN {column}")
    db.execute(
        """CREATE TABLE fetches (source TEXT NOT NULL REFERENCES sources(location) ON DELETE CASCADE,
            link TEXT NOT NULL, article_id TEXT NOT NULL, etag TEXT, modified TEXT, mark TEXT NOT NULL,
            checked_at TEXT NOT NULL, PRIMARY KEY (source, link)) STRICT, WITHOUT ROWID"""
    )
    stories.create_tables(db)
    revisions.create_tables(db)
    db.execute("PRAGMA user_version = 3")


@migrations()
def m004_times(db: Database) -> None:
    """Keep the time expressions of every article; `Library.tidy` finds those of the articles there are."""
    times.create_tables(db)
    db.execute("PRAGMA user_version = 4")


@migrations()
def m005_failing_pages(db: Database) -> None:
    """Keep where pages have moved, which of them fail, and what was removed by hand, to stay out."""
    db.execute("ALTER TABLE fetches ADD COLUMN final TEXT NOT NULL DEFAULT ''")
    db.execute(
        """CREATE TABLE page_failures (source TEXT NOT NULL REFERENCES sources(location) ON DELETE CASCADE,
            link TEXT NOT NULL, reason TEXT NOT NULL, failures INTEGER NOT NULL, retry_at TEXT NOT NULL,
            PRIMARY KEY (source, link)) STRICT, WITHOUT ROWID"""
    )
    removals.create_tables(db)
    db.execute("PRAGMA user_version = 5")


def put_facets(db: Database, article_key: int, first: int, count: int, columns: list[str | None]) -> None:
    """Note what an article can be filtered by; ``columns`` are the parameters of `facets_of`."""
    db.conn.executemany(
        "INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, ?)",
        [(kind, value, article_key, first, count) for kind, value in facets_of(*columns)],
    )


def rebuild_index(db: Database) -> None:
    """Make the index anew from the stored texts, inside the caller's transaction; passages keep their ids."""
    segments.rebuild(db, _all_bags(db), TERMS_VERSION)


def _all_bags(db: Database) -> Iterator[tuple[int, Bags]]:
    """Yield the first passage id of every article that has passages, and their bags, in order of the ids."""
    rows = db.execute(
        "SELECT article_key, first_passage, title, text, language FROM articles WHERE passage_count ORDER BY 2"
    )
    for key, first, title, text, language in rows:
        yield first, stored_bags(db, key, title, text, language)


def stored_bags(db: Database, article_key: int, title: str, text: str, language: str | None) -> Bags:
    """Return the bags of an article's passages as they were when it was stored."""
    spans = db.execute(
        'SELECT start, "end" FROM passages WHERE article_key = ? ORDER BY passage_id', [article_key]
    ).fetchall()
    return count_terms(title, text, [Span(*span) for span in spans], language or DEFAULT_LANGUAGE)


def check_format(path: Path, connection: sqlite3.Connection) -> None:
    """Raise unless the file is a library this version can open for writing, which brings it up to date."""
    application_id = connection.execute("PRAGMA application_id").fetchone()[0]
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if application_id != APPLICATION_ID:
        raise NotALibraryError(path)
    if found > FORMAT:
        raise NewerLibraryError(path, found, FORMAT)


def check_current(path: Path, connection: sqlite3.Connection) -> None:
    """Raise unless the library has today's format and was indexed by today's rules."""
    if connection.execute("PRAGMA user_version").fetchone()[0] < FORMAT:
        raise OlderLibraryError(path)
    found = connection.execute("SELECT terms_version FROM counts").fetchone()[0]
    if found > TERMS_VERSION:
        raise NewerLibraryError(path, found, TERMS_VERSION)
    if found < TERMS_VERSION:
        raise OlderLibraryError(path)


def bring_up_to_date(path: Path, db: Database) -> None:
    """Apply what migrations are due, and index anew if the rules for terms have changed since.

    Before a migration a copy of the library is kept beside it, named after its format.

    Raises
    ------
    NewerLibraryError
        It was indexed by newer rules than ours.
    """
    if migrations.applied(db) and migrations.pending(db):
        found = db.execute("PRAGMA user_version").fetchone()[0]
        keep_before_upgrade(db.conn, path, f"format-{found}")
    migrations.apply(db)
    if db.execute("PRAGMA user_version").fetchone()[0] < FORMAT:  # whichever migration came last
        db.execute(f"PRAGMA user_version = {FORMAT}")
    if db.execute("PRAGMA auto_vacuum").fetchone()[0] != INCREMENTAL:  # as libraries of format 1 were made
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.execute("VACUUM")
    times.follow_rules(db)
    found = db.execute("SELECT terms_version FROM counts").fetchone()[0]
    if found > TERMS_VERSION:
        raise NewerLibraryError(path, found, TERMS_VERSION)
    if found < TERMS_VERSION:
        with db.atomic():
            rebuild_index(db)
