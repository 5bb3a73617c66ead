"""What a library knows of articles besides themselves: earlier texts, what was set by hand, what was set apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlite_utils import Database

from index.store.revisions import Revision, edits, note_edit, put_revisions, revisions_of
from index.store.stories import set_apart


@dataclass(frozen=True, slots=True)
class History:
    """What is known of an article besides itself; ``edited`` is what was set by hand, ``earlier`` the latest first."""

    edited: Mapping[str, str | None] = field(default_factory=dict)
    is_apart: bool = False
    earlier: tuple[Revision, ...] = ()


def histories(db: Database, article_ids: Sequence[str]) -> dict[str, History]:
    """Return article id -> what is known of it besides itself, of those of which anything is."""
    wanted = json.dumps(list(article_ids))
    apart = db.execute(
        "SELECT article_id FROM apart WHERE article_id IN (SELECT value FROM json_each(?))", [wanted]
    ).fetchall()
    changed = db.execute(
        "SELECT DISTINCT article_id FROM revisions WHERE article_id IN (SELECT value FROM json_each(?))", [wanted]
    ).fetchall()
    alone, revised, set_by_hand = {row[0] for row in apart}, {row[0] for row in changed}, edits(db)
    return {
        name: History(
            set_by_hand.get(name, {}), name in alone, tuple(revisions_of(db, name)) if name in revised else ()
        )
        for name in article_ids
        if name in alone or name in revised or name in set_by_hand
    }


def put_history(db: Database, article_id: str, history: History) -> None:
    """Take over what another library knew of an article that is stored here."""
    with db.atomic():
        put_revisions(db, article_id, history.earlier)
        if history.edited:
            note_edit(db, article_id, history.edited)
        if history.is_apart:
            set_apart(db, article_id, is_apart=True)
