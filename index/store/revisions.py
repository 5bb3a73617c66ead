"""Earlier texts of articles, and what was set by hand; both outlive the storing of an article anew."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlite_utils import Database

KEPT = 5
"""How many earlier texts of an article are kept where nothing else is set."""
EDITABLE = ("title", "published", "publisher", "author")
"""What can be set by hand."""


@dataclass(frozen=True, slots=True)
class Revision:
    """An earlier text of an article, named as citations name it, and until when it was the one."""

    revision: str
    title: str
    text: str
    published: str | None
    replaced_at: str


def create_tables(db: Database) -> None:
    """Create the tables of revisions and edits."""
    db.execute(
        """CREATE TABLE revisions (article_id TEXT NOT NULL, revision TEXT NOT NULL, title TEXT NOT NULL,
            text BLOB NOT NULL, published TEXT, replaced_at TEXT NOT NULL, PRIMARY KEY (article_id, revision)) STRICT"""
    )
    db.execute("CREATE TABLE edits (article_id TEXT PRIMARY KEY, fields TEXT NOT NULL) STRICT, WITHOUT ROWID")


def keep_revision(db: Database, article_id: str, new_revision: str, most: int) -> None:
    """Keep the text of an article about to be replaced, if the new one is another; the oldest beyond ``most`` go."""
    row = db.execute("SELECT revision, title, text, published FROM articles WHERE id = ?", [article_id]).fetchone()
    if row is None or row[0] == new_revision or most <= 0:
        return
    now = datetime.now(UTC).isoformat(timespec="microseconds")
    # A text that comes back is today's, and no earlier one any more.
    db.execute("DELETE FROM revisions WHERE article_id = ? AND revision = ?", [article_id, new_revision])
    db.execute(
        "INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?, ?, ?)",
        [article_id, row[0], row[1], zlib.compress(row[2].encode()), row[3], now],
    )
    db.execute(
        """DELETE FROM revisions WHERE article_id = :it AND revision NOT IN (
            SELECT revision FROM revisions WHERE article_id = :it ORDER BY replaced_at DESC LIMIT :most)""",
        {"it": article_id, "most": most},
    )


def put_revisions(db: Database, article_id: str, earlier: Iterable[Revision]) -> None:
    """Take over earlier texts of an article from another library."""
    rows = [
        (article_id, item.revision, item.title, zlib.compress(item.text.encode()), item.published, item.replaced_at)
        for item in earlier
    ]
    with db.atomic():
        db.conn.executemany("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?, ?, ?)", rows)


def forget_revisions(db: Database, article_id: str) -> None:
    """Forget the earlier texts of an article that is removed."""
    db.execute("DELETE FROM revisions WHERE article_id = ?", [article_id])


def revisions_of(db: Database, article_id: str) -> list[Revision]:
    """Return the earlier texts of an article, the latest first."""
    rows = db.execute(
        """SELECT revision, title, text, published, replaced_at FROM revisions WHERE article_id = ?
        ORDER BY replaced_at DESC, revision""",
        [article_id],
    )
    return [Revision(row[0], row[1], zlib.decompress(row[2]).decode(), row[3], row[4]) for row in rows.fetchall()]


def edits(db: Database) -> dict[str, dict[str, str | None]]:
    """Return article id -> what was set by hand, by the names of `EDITABLE`."""
    return {row[0]: json.loads(row[1]) for row in db.execute("SELECT article_id, fields FROM edits").fetchall()}


def note_edit(db: Database, article_id: str, fields: Mapping[str, str | None]) -> None:
    """Remember what was set by hand for an article, besides what was before; nothing set any more forgets all."""
    known = edits(db).get(article_id, {}) if fields else {}
    with db.atomic():
        db.execute("DELETE FROM edits WHERE article_id = ?", [article_id])
        if fields:
            merged = json.dumps({**known, **fields}, ensure_ascii=False, sort_keys=True)
            db.execute("INSERT INTO edits VALUES (?, ?)", [article_id, merged])
