"""The stories of a library file: articles are linked two by two as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.stories import DAYS_APART, MOST_COMPARED, Told, are_near, are_one_story, stories_among
from index.text.sketch import BANDS, Hashes, sketch


def create_tables(db: Database) -> None:
    """Create the tables of stories, and fill them for the articles there are."""
    db.execute(
        """CREATE TABLE sketches (article_key INTEGER PRIMARY KEY REFERENCES articles(article_key) ON DELETE CASCADE,
            day INTEGER, bands BLOB NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX sketches_by_day ON sketches(day)")
    db.execute(
        """CREATE TABLE same_story (one INTEGER NOT NULL REFERENCES articles(article_key) ON DELETE CASCADE,
            other INTEGER NOT NULL REFERENCES articles(article_key) ON DELETE CASCADE, PRIMARY KEY (one, other))
            STRICT, WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX same_story_by_other ON same_story(other)")
    db.execute("CREATE TABLE apart (article_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID")
    rows = db.execute("SELECT article_key, published, text FROM articles ORDER BY article_key").fetchall()
    link_stories(db, [(key, published, sketch(text)) for key, published, text in rows])


def link_stories(db: Database, fresh: Sequence[tuple[int, str | None, bytes]]) -> None:
    """Link articles just stored (key, publication date, sketch) to those they are near copies of."""
    sketched = [(key, published, bands) for key, published, bands in fresh if bands]
    if not sketched:
        return
    db.conn.executemany("INSERT INTO sketches VALUES (?, CAST(julianday(substr(?, 1, 10)) AS INTEGER), ?)", sketched)
    pairs = _pairs(db, [key for key, _, _ in sketched])
    db.conn.executemany("INSERT OR IGNORE INTO same_story VALUES (?, ?)", sorted(pairs))


def _pairs(db: Database, keys: Sequence[int]) -> list[tuple[int, int]]:
    """Return the pairs of articles, at least one of them among ``keys``, that are one story; the lower key first."""
    wanted = json.dumps(list(keys))
    low, high = db.execute(
        "SELECT min(day), max(day) FROM sketches WHERE article_key IN (SELECT value FROM json_each(?))", [wanted]
    ).fetchone()
    rows = db.execute(
        "SELECT article_key, day, bands FROM sketches WHERE day BETWEEN ? AND ? OR day IS NULL ORDER BY article_key",
        [(low or 0) - DAYS_APART, (high or 0) + DAYS_APART],
    ).fetchall()
    days = {row[0]: row[1] for row in rows}
    all_keys = np.array([row[0] for row in rows], dtype=np.int64)
    bands = np.frombuffer(b"".join(row[2] for row in rows), dtype=np.uint64).reshape(-1, BANDS)
    meeting = [pair for pair in _meeting(all_keys, bands, set(keys)) if are_near(days[pair[0]], days[pair[1]])]
    told = _told(db, {key for pair in meeting for key in pair}, days)
    return [(one, other) for one, other in meeting if are_one_story(told[one], told[other])]


def _meeting(keys: NDArray[np.int64], bands: Hashes, fresh: set[int]) -> list[tuple[int, int]]:
    """Return the pairs that have a band in common, at least one of them fresh; each article with so many at most."""
    found: dict[int, set[int]] = {}
    is_fresh = np.isin(keys, list(fresh))
    for band in range(BANDS):
        column = bands[:, band]
        touched = np.flatnonzero(np.isin(column, column[is_fresh]))  # a library holds many that meet none of the fresh
        order = touched[np.argsort(column[touched], kind="stable")]
        starts = np.flatnonzero(np.append(True, column[order][1:] != column[order][:-1]))
        sizes = np.diff(np.append(starts, len(order)))
        for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
            group = order[start : start + size]
            for place in group[is_fresh[group]]:
                others = found.setdefault(int(keys[place]), set())
                others.update(int(key) for key in keys[group[: MOST_COMPARED + 1]] if key != keys[place])
    pairs = {tuple(sorted((key, other))) for key, others in found.items() for other in sorted(others)[:MOST_COMPARED]}
    return sorted((pair[0], pair[1]) for pair in pairs)


def _told(db: Database, keys: Iterable[int], days: Mapping[int, int | None]) -> dict[int, Told]:
    """Return what is compared of articles."""
    rows = db.execute(
        "SELECT article_key, title, text FROM json_each(?) AS wanted JOIN articles ON article_key = wanted.value",
        [json.dumps(sorted(keys))],
    )
    return {key: Told(days[key], title, text) for key, title, text in rows}


def stories_of(db: Database, article_ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return article id -> the ids of its story, itself among them, sorted; an article alone is left out.

    A story is all that links lead to, from one article to the next; what was set apart has none.
    """
    wanted = set(article_ids)
    names = _names(db, "a.id", list(wanted))
    links: dict[int, set[int]] = {}
    frontier = list(names)
    while frontier:
        met: set[int] = set()
        for one, other in _links(db, frontier):
            links.setdefault(one, set()).add(other)
            links.setdefault(other, set()).add(one)
            met |= {one, other}
        fresh = _names(db, "a.article_key", sorted(met - names.keys()))
        names |= fresh
        frontier = list(fresh)
    named = {
        names[key]: {names[other] for other in met if other in names} for key, met in links.items() if key in names
    }
    return stories_among(named, wanted)


def _names(db: Database, column: str, values: Sequence[str | int]) -> dict[int, str]:
    """Return key -> id of the articles with these values that were not set apart."""
    rows = db.execute(
        f"""SELECT a.article_key, a.id FROM json_each(?) AS wanted JOIN articles a ON {column} = wanted.value
        WHERE a.id NOT IN (SELECT article_id FROM apart)""",  # noqa: S608 - one of two names of ours
        [json.dumps(values)],
    )
    return dict(rows.fetchall())


def _links(db: Database, keys: Sequence[int]) -> list[tuple[int, int]]:
    wanted = json.dumps(keys)
    found: list[tuple[int, int]] = db.execute(
        """SELECT one, other FROM same_story WHERE one IN (SELECT value FROM json_each(?))
        UNION SELECT one, other FROM same_story WHERE other IN (SELECT value FROM json_each(?))""",
        [wanted, wanted],
    ).fetchall()
    return found


def set_apart(db: Database, article_id: str, *, is_apart: bool) -> None:
    """Take an article out of its story for good, or put it back; it may not be stored at the moment."""
    with db.atomic():
        db.execute("DELETE FROM apart WHERE article_id = ?", [article_id])
        if is_apart:
            db.execute("INSERT INTO apart VALUES (?)", [article_id])
