"""Copies of an SQLite file: made while others read and write it, and checked before they count as made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite may keep beside a file, by the endings of the names."""
IN_USE_WAIT_S = 1.0


class CopyFaultError(Exception):
    """A copy that is not whole; its text says what is wrong with it."""


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """Write one state of an open file into a new file of its own; others may go on writing meanwhile.

    The copy is whole or not there: it is made under another name, checked, and then renamed. It may be read by those
    who may read the source, and until it is whole by its owner alone.

    Raises
    ------
    CopyFaultError, sqlite3.Error, OSError
    """
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        with closing(sqlite3.connect(part)) as made:
            # All pages in one go: in steps it would begin anew whenever somebody writes, under load for ever.
            source.backup(made)
            made.execute("PRAGMA journal_mode = DELETE")
        check_whole(part)
        part.chmod(Path(source.execute("PRAGMA database_list").fetchone()[2]).stat().st_mode & 0o777)
        part.replace(target)
    finally:
        for ending in ("", *BESIDE):
            part.with_name(part.name + ending).unlink(missing_ok=True)


def check_whole(path: Path) -> None:
    """Read a file from its first page to its last, with all that must agree in it.

    Raises
    ------
    CopyFaultError, sqlite3.Error
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise CopyFaultError(found)
        if row := connection.execute("PRAGMA foreign_key_check").fetchone():
            raise CopyFaultError(f"a row of {row[0]} refers to one of {row[2]} that is not there")


def keep_before_upgrade(source: sqlite3.Connection, path: Path, label: str) -> Path:
    """Keep a copy of a file beside it before its tables are changed, once for each label; return where it is."""
    kept = path.with_name(f"{path.name}.{label}")
    if not kept.exists():
        copy_database(source, kept)
    return kept


def is_in_use(path: Path) -> bool:
    """Tell whether another connection has a file open, reading or writing, in this process or another.

    In the write-ahead mode every connection holds a shared lock for as long as it is open, and to leave the mode takes
    an exclusive one.
    """
    with closing(sqlite3.connect(path, timeout=IN_USE_WAIT_S)) as connection:
        try:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            left = connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
            if mode == "wal" and left == "delete":
                connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            return True
    return bool(mode == "wal" and left != "delete")


def compact(connection: sqlite3.Connection) -> None:
    """Write a file anew without its free space, and empty what stands beside it."""
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
