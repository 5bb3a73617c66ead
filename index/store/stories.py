"""Stories: articles that tell the same in nearly the same words, linked two by two as they are stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlite_utils import Database

from index.text.sketch import BANDS, Hashes, likeness, shingles, sketch, words_of

ALIKE = 0.5
"""Two articles of about the same day that share at least this much (Jaccard, four words in a row) are one story."""
ALIKE_UNDATED = 0.8
"""The same for articles without a date, of which nothing else tells that they belong together."""
DAYS_APART = 3
"""Copies appear within days; what is printed again months later is a form filled in anew."""
SHORT_SHINGLES = 250
"""Shorter texts must have like titles, too: what broken pages leave instead of a story is alike in all of them."""
LIKE_TITLES = 0.3
MOST_COMPARED = 50
"""How many articles one is compared with at most, for every band the earliest stored."""


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
    shown = _Shown(db)
    return [pair for pair in _meeting(all_keys, bands, set(keys)) if shown.is_one_story(*pair, days)]


def _meeting(keys: NDArray[np.int64], bands: Hashes, fresh: set[int]) -> list[tuple[int, int]]:
    """Return the pairs that have a band in common, at least one of them fresh; each article with so many at most."""
    found: dict[int, set[int]] = {}
    is_fresh = np.isin(keys, list(fresh))
    for band in range(BANDS):
        column = bands[:, band]
        order = np.argsort(column, kind="stable")
        starts = np.flatnonzero(np.append(True, column[order][1:] != column[order][:-1]))
        sizes = np.diff(np.append(starts, len(order)))
        for start, size in zip(starts[sizes > 1], sizes[sizes > 1], strict=True):
            group = order[start : start + size]
            for place in group[is_fresh[group]]:
                others = found.setdefault(int(keys[place]), set())
                others.update(int(key) for key in keys[group[: MOST_COMPARED + 1]] if key != keys[place])
    pairs = {tuple(sorted((key, other))) for key, others in found.items() for other in sorted(others)[:MOST_COMPARED]}
    return sorted((pair[0], pair[1]) for pair in pairs)


class _Shown:
    """The texts of the articles compared, each looked at once."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._seen: dict[int, tuple[Hashes, frozenset[str]]] = {}

    def is_one_story(self, one: int, other: int, days: dict[int, int | None]) -> bool:
        """Whether two articles are near copies of one another, of about the same day."""
        first, second = days[one], days[other]
        if (first is None) != (second is None):
            return False
        if first is not None and second is not None and abs(first - second) > DAYS_APART:
            return False
        (text, title), (text_two, title_two) = self._of(one), self._of(other)
        alike, _ = likeness(text, text_two)
        if min(len(text), len(text_two)) < SHORT_SHINGLES:
            both = title | title_two
            if not both or len(title & title_two) / len(both) < LIKE_TITLES:
                return False
        return alike >= (ALIKE if first is not None else ALIKE_UNDATED)

    def _of(self, key: int) -> tuple[Hashes, frozenset[str]]:
        if key not in self._seen:
            text, title = self._db.execute("SELECT text, title FROM articles WHERE article_key = ?", [key]).fetchone()
            self._seen[key] = (shingles(text), frozenset(words_of(title)))
        return self._seen[key]


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
    found: dict[str, tuple[str, ...]] = {}
    for key, name in names.items():
        if name in wanted and name not in found and links.get(key):
            story = tuple(sorted(_reached(key, links, names)))
            found |= dict.fromkeys(story, story) if len(story) > 1 else {}
    return {name: found[name] for name in sorted(wanted) if name in found}


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


def _reached(start: int, links: dict[int, set[int]], names: dict[int, str]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        for other in links.get(waiting.pop(), set()):
            if other in names and other not in seen:
                seen.add(other)
                waiting.append(other)
    return {names[key] for key in seen}


def set_apart(db: Database, article_id: str, *, is_apart: bool) -> None:
    """Take an article out of its story for good, or put it back; it may not be stored at the moment."""
    with db.atomic():
        db.execute("DELETE FROM apart WHERE article_id = ?", [article_id])
        if is_apart:
            db.execute("INSERT INTO apart VALUES (?)", [article_id])
