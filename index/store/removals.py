"""What people have removed by hand: it stays out, however often its source is read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Removal:
    """An article that was removed by hand: its id, what copies of it have in common (``""``: not known), and when."""

    article_id: str
    fingerprint: str
    removed_at: str

    @classmethod
    def now(cls, article_id: str, fingerprint: str | None) -> Removal:
        """Return the removal of an article."""
        return cls(article_id, fingerprint or "", datetime.now(UTC).isoformat(timespec="seconds"))


class Removed:
    """All that was removed by hand, with its copies."""

    def __init__(self, removals: Iterable[Removal] = ()) -> None:
        kept = list(removals)
        self._ids = {item.article_id for item in kept}
        self._fingerprints = {item.fingerprint for item in kept if item.fingerprint}

    def holds(self, article_id: str, fingerprint: str) -> bool:
        """Tell whether an article of this id and fingerprint is to stay out."""
        return article_id in self._ids or fingerprint in self._fingerprints


def create_tables(db: Database) -> None:
    """Create the table of removals."""
    db.execute(
        """CREATE TABLE removals (article_id TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, removed_at TEXT NOT NULL)
            STRICT, WITHOUT ROWID"""
    )


def removals(db: Database) -> list[Removal]:
    """Return what was removed by hand, in order of the ids."""
    rows = db.execute("SELECT article_id, fingerprint, removed_at FROM removals ORDER BY article_id").fetchall()
    return [Removal(*row) for row in rows]


def note_removals(db: Database, found: Sequence[Removal]) -> None:
    """Remember what is removed by hand."""
    with db.atomic():
        db.conn.executemany("INSERT OR REPLACE INTO removals VALUES (?, ?, ?)", [astuple(item) for item in found])


def forget_removals(db: Database, articles: Iterable[tuple[str, str]]) -> None:
    """Let articles, named by id and fingerprint, back in."""
    if db.execute("SELECT 1 FROM removals LIMIT 1").fetchone():
        with db.atomic():
            db.conn.executemany(
                "DELETE FROM removals WHERE article_id = ? OR (fingerprint = ? AND fingerprint <> '')", list(articles)
            )


def fingerprints(db: Database, article_ids: Sequence[str]) -> dict[str, str | None]:
    """Return article id -> fingerprint, of those that are stored."""
    rows = db.execute(
        "SELECT id, fingerprint FROM articles WHERE id IN (SELECT value FROM json_each(?))",
        [json.dumps(list(article_ids))],
    )
    return dict(rows.fetchall())


def stored_again(db: Database) -> list[str]:
    """Return the ids of the stored articles that are to stay out."""
    found = db.execute(
        """SELECT id FROM articles WHERE id IN (SELECT article_id FROM removals)
        OR fingerprint IN (SELECT fingerprint FROM removals WHERE fingerprint <> '') ORDER BY id"""
    )
    return [row[0] for row in found.fetchall()]
