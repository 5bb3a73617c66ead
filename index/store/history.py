"""What a library knows of articles besides themselves: earlier texts, what was set by hand, what was set apart."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.store.library import Library
from index.store.revisions import Revision, edits, note_edit
from index.store.stories import set_apart
from index.store.translate import translated


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an article besides itself; ``edited`` is what was set by hand, ``earlier`` the latest first."""

    edited: Mapping[str, str | None] = field(default_factory=dict)
    is_apart: bool = False
    earlier: tuple[Revision, ...] = ()


def histories(library: Library, article_ids: Sequence[str]) -> dict[str, History]:
    """Return article id -> what is known of it besides itself, of those of which anything is."""
    wanted = json.dumps(list(article_ids))
    with translated(library.path):
        apart = library.db.execute(
            "SELECT article_id FROM apart WHERE article_id IN (SELECT value FROM json_each(?))", [wanted]
        ).fetchall()
        changed = library.db.execute(
            "SELECT DISTINCT article_id FROM revisions WHERE article_id IN (SELECT value FROM json_each(?))", [wanted]
        ).fetchall()
        set_by_hand = edits(library.db)
        alone, revised = {row[0] for row in apart}, {row[0] for row in changed}
        return {
            name: History(
                set_by_hand.get(name, {}),
                name in alone,
                tuple(library.revisions_of(name)) if name in revised else (),
            )
            for name in article_ids
            if name in alone or name in revised or name in set_by_hand
        }


def put_history(library: Library, article_id: str, history: History) -> None:
    """Take over what another library knew of an article that is stored here."""
    rows = [
        (article_id, item.revision, item.title, zlib.compress(item.text.encode()), item.published, item.replaced_at)
        for item in history.earlier
    ]
    with translated(library.path), library.db.atomic():
        library.db.conn.executemany("INSERT OR REPLACE INTO revisions VALUES (?, ?, ?, ?, ?, ?)", rows)
        if history.edited:
            note_edit(library.db, article_id, history.edited)
        if history.is_apart:
            set_apart(library.db, article_id, is_apart=True)
