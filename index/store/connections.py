"""Open the file of a library, for reading or for writing."""

from __future__ import annotations

import sqlite3
from contextlib import ExitStack, closing
from pathlib import Path

from index.store import schema

BUSY_TIMEOUT_S = 5.0
"""How long a connection waits for one that writes."""
PAGE_CACHE_KB = 8_000
"""How much of the file SQLite keeps in memory for each connection."""


def connect_reading(path: Path, options: str) -> sqlite3.Connection:
    """Open a file read-only, and check that it is a library of today's form."""
    with ExitStack() as on_failure:
        # Used in one thread, but closed by whoever made that thread, after its end.
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro{options}", uri=True, timeout=BUSY_TIMEOUT_S, check_same_thread=False
        )
        on_failure.callback(connection.close)
        schema.check_format(path, connection)
        schema.check_current(path, connection)
        connection.execute(f"PRAGMA cache_size = -{PAGE_CACHE_KB}")
        on_failure.pop_all()
    return connection


def connect_writing(path: Path, timeout_s: float) -> sqlite3.Connection:
    """Open a file for writing, making it where there is none; the lock is held."""
    fresh = not path.exists() or path.stat().st_size == 0
    connection = sqlite3.connect(path, timeout=timeout_s)
    if fresh:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def check_readable(path: Path) -> None:
    """Raise unless the file is empty or a library; a file that is neither must not even get a lock beside it."""
    if path.stat().st_size:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            schema.check_format(path, connection)
