"""The table of articles' time expressions: written and removed with the article, filled later in older libraries."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from index.text.times import TIMES_VERSION, article_times, pack_times

FILLED_AT_A_TIME = 100
"""How many articles of an older library get their times in one transaction: a fraction of a second's work."""


def create_tables(db: Database) -> None:
    """Create the tables, with every article there is as one whose times are still to be found."""
    db.execute(
        """CREATE TABLE times (article_key INTEGER PRIMARY KEY REFERENCES articles(article_key) ON DELETE CASCADE,
            packed BLOB NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE times_due (article_key INTEGER PRIMARY KEY
            REFERENCES articles(article_key) ON DELETE CASCADE) STRICT"""
    )
    db.execute(
        "CREATE TABLE times_rules (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER NOT NULL) STRICT"
    )
    db.execute("INSERT INTO times_rules VALUES (1, 0)")


def put_times(db: Database, packed: Iterable[tuple[int, bytes]]) -> None:
    """Keep the times of articles, given by their keys, inside the caller's transaction."""
    db.conn.executemany("INSERT OR REPLACE INTO times VALUES (?, ?)", packed)


def follow_rules(db: Database) -> None:
    """Note that every article's times are to be found anew, if the rules for them have changed since."""
    if db.execute("SELECT version FROM times_rules").fetchone()[0] >= TIMES_VERSION:
        return
    with db.atomic():
        db.execute("INSERT OR IGNORE INTO times_due SELECT article_key FROM articles")
        db.execute("DELETE FROM times")
        db.execute("UPDATE times_rules SET version = ?", [TIMES_VERSION])


def fill_some(db: Database) -> bool:
    """Find the times of some articles that lack them, in one transaction; tell whether there were any.

    Until then whoever asks finds the dates of such articles in their text.
    """
    if not db.execute("SELECT EXISTS (SELECT 1 FROM times_due)").fetchone()[0]:
        return False
    with db.atomic():
        rows = db.execute(
            "SELECT article_key, text, published, language FROM times_due JOIN articles USING (article_key) LIMIT ?",
            [FILLED_AT_A_TIME],
        ).fetchall()
        put_times(db, ((key, pack_times(article_times(*about))) for key, *about in rows))
        db.conn.executemany("DELETE FROM times_due WHERE article_key = ?", [row[:1] for row in rows])
    return True
