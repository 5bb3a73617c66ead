"""Sources in the library file: how they are read, how they did, and what is known of their pages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from pathlib import Path
from typing import Protocol

from sqlite_utils import Database

from index.models import FetchRecord, PageFailure, Source
from index.store.rows import KnownSource
from index.store.translate import translated
from index.store.written import remove_articles


class _Noted(Protocol):
    """A library file; only what is needed of `index.store.Library`."""

    path: Path
    db: Database


def known_sources(library: _Noted) -> list[KnownSource]:
    """Return every source ever added, in order of address."""
    with translated(library.path):
        rows = library.db.execute(
            """SELECT location, name, kind, every_s, outlet, tags, include, exclude, added_at, last_run, last_counts,
            last_error, failures, (SELECT count(*) FROM articles WHERE articles.source = sources.location)
            FROM sources ORDER BY location"""
        ).fetchall()
    return [
        KnownSource(
            Source(*row[:5], *(tuple(json.loads(part)) for part in row[5:8])),
            row[8],
            row[9],
            json.loads(row[10]),
            *row[11:],
        )
        for row in rows
    ]


def describe_source(library: _Noted, source: Source) -> None:
    """Remember how a source, which is known already, is to be read; nothing is written if that is known, too."""
    values = [
        source.name, source.kind, source.every_s, source.outlet, *(
            json.dumps(part, ensure_ascii=False) for part in (source.tags, source.include, source.exclude)
        ), source.address,
    ]  # fmt: skip
    with translated(library.path):
        known = library.db.execute(
            "SELECT name, kind, every_s, outlet, tags, include, exclude, location FROM sources WHERE location = ?",
            [source.address],
        ).fetchone()
        if known != tuple(values):
            with library.db.atomic():
                library.db.execute(
                    """UPDATE sources SET name = ?, kind = ?, every_s = ?, outlet = ?, tags = ?, include = ?,
                    exclude = ? WHERE location = ?""",
                    values,
                )


def note_outcome(library: _Noted, address: str, at: str, counts: Mapping[str, int], error: str | None) -> None:
    """Remember when a source was read, and how it did."""
    with translated(library.path), library.db.atomic():
        library.db.execute(
            """UPDATE sources SET last_run = ?, last_counts = ?, last_error = ?,
            failures = CASE WHEN ? IS NULL THEN 0 ELSE failures + 1 END WHERE location = ?""",
            [at, json.dumps(dict(counts)), error, error, address],
        )


def note_counts(library: _Noted, address: str, counts: Mapping[str, int]) -> None:
    """Set the counts of a source's last run right, where they were noted before its end."""
    with translated(library.path), library.db.atomic():
        library.db.execute("UPDATE sources SET last_counts = ? WHERE location = ?", [json.dumps(dict(counts)), address])


def forget_source(library: _Noted, address: str) -> int:
    """Remove a source with everything that came from it; return how many articles that were."""
    with translated(library.path):
        ids = [row[0] for row in library.db.execute("SELECT id FROM articles WHERE source = ?", [address])]
        with library.db.atomic():
            remove_articles(library.db, ids)
            library.db.execute("DELETE FROM failures WHERE source = ?", [address])
            library.db.execute("DELETE FROM sources WHERE location = ?", [address])
    return len(ids)


def failures_of(library: _Noted, address: str) -> list[tuple[str, str]]:
    """Return place and reason of what failed when a source was last read."""
    with translated(library.path):
        rows = library.db.execute(
            "SELECT location, reason FROM failures WHERE source = ? ORDER BY location", [address]
        ).fetchall()
    return [(row[0], row[1]) for row in rows]


def fetch_records(library: _Noted, address: str) -> dict[str, FetchRecord]:
    """Return link -> what is known of the pages of a source; only pages whose article the library holds."""
    with translated(library.path):
        rows = library.db.execute(
            """SELECT link, article_id, etag, modified, mark, checked_at, final FROM fetches
            WHERE source = ? AND article_id IN (SELECT id FROM articles)""",
            [address],
        ).fetchall()
    return {row[0]: FetchRecord(*row) for row in rows}


def note_fetches(library: _Noted, address: str, records: Iterable[FetchRecord]) -> None:
    """Remember what was learnt of pages of a source, and forget those whose article is gone."""
    rows = [(address, *astuple(record)) for record in records]
    with translated(library.path), library.db.atomic():
        library.db.conn.executemany(
            """INSERT OR REPLACE INTO fetches (source, link, article_id, etag, modified, mark, checked_at, final)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )
        library.db.execute(
            "DELETE FROM fetches WHERE source = ? AND article_id NOT IN (SELECT id FROM articles)", [address]
        )


def page_failures(library: _Noted, address: str) -> dict[str, PageFailure]:
    """Return link -> how a page of a source fails; only those that failed when they were last asked for."""
    with translated(library.path):
        rows = library.db.execute(
            "SELECT link, reason, failures, retry_at FROM page_failures WHERE source = ?", [address]
        ).fetchall()
    return {row[0]: PageFailure(*row) for row in rows}


def note_page_failures(library: _Noted, address: str, found: Mapping[str, PageFailure | None]) -> None:
    """Remember how pages of a source fail, by link; ``None`` says that one does not any more."""
    with translated(library.path), library.db.atomic():
        for link, failure in found.items():
            library.db.execute("DELETE FROM page_failures WHERE source = ? AND link = ?", [address, link])
            if failure:
                library.db.execute("INSERT INTO page_failures VALUES (?, ?, ?, ?, ?)", [address, *astuple(failure)])
