"""What people have removed by hand: it stays out, however often its source is read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Removed:
    """The articles that people have removed: their ids and their fingerprints, as copies of them stay out, too."""

    ids: frozenset[str] = frozenset()
    fingerprints: frozenset[str] = frozenset()

    def __contains__(self, item: tuple[str, str]) -> bool:
        """Tell whether an article of this id and fingerprint is one of them."""
        return item[0] in self.ids or item[1] in self.fingerprints


def create_tables(db: Database) -> None:
    """Create the table of removals."""
    db.execute(
        """CREATE TABLE removals (article_id TEXT PRIMARY KEY, fingerprint TEXT, removed_at TEXT NOT NULL)
            STRICT, WITHOUT ROWID"""
    )


def removed(db: Database) -> Removed:
    """Return what was removed by hand."""
    rows = db.execute("SELECT article_id, fingerprint FROM removals").fetchall()
    return Removed(frozenset(row[0] for row in rows), frozenset(row[1] for row in rows if row[1]))


def note_removals(db: Database, article_ids: Sequence[str]) -> None:
    """Remember that articles, which are still there, are removed by hand."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    db.execute(
        """INSERT OR REPLACE INTO removals SELECT id, fingerprint, ? FROM articles
        WHERE id IN (SELECT value FROM json_each(?))""",
        [now, json.dumps(list(article_ids))],
    )


def forget_removals(db: Database, articles: Iterable[tuple[str, str]]) -> None:
    """Let articles, named by id and fingerprint, back in."""
    if db.execute("SELECT 1 FROM removals LIMIT 1").fetchone():
        with db.atomic():
            db.conn.executemany("DELETE FROM removals WHERE article_id = ? OR fingerprint = ?", list(articles))


def removal_rows(db: Database) -> list[tuple[str, str | None, str]]:
    """Return all that was removed by hand, to be carried over into another file."""
    return list(db.execute("SELECT article_id, fingerprint, removed_at FROM removals ORDER BY article_id").fetchall())


def put_removal_rows(db: Database, rows: Sequence[tuple[str, str | None, str]]) -> list[str]:
    """Take removals over from another file, in the place of one's own; return the ids of articles to be removed."""
    db.execute("DELETE FROM removals")
    db.conn.executemany("INSERT INTO removals VALUES (?, ?, ?)", rows)
    found = db.execute(
        """SELECT id FROM articles WHERE id IN (SELECT article_id FROM removals)
        OR fingerprint IN (SELECT fingerprint FROM removals WHERE fingerprint <> '') ORDER BY id"""
    )
    return [row[0] for row in found.fetchall()]
