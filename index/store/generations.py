"""Put another file into a library's place while it is read, and keep the last ones to go back to."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from index.errors import ArticleIndexError, LibraryLockedError, LibraryWriteError, NoGenerationError
from index.store.copies import BESIDE
from index.store.library import Library
from index.store.lock import WriterLock
from index.store.removals import stored_again
from index.store.restore import check_library

KEPT = 2
"""How many earlier files of a library are kept."""
CHECKPOINT_S = 5.0
"""How long to wait for readers in the midst of a question."""
RETRY_S = 0.02

_MARK = ".generation-"


def generations(path: Path) -> list[Path]:
    """Return the earlier files of a library, the latest first."""
    found = path.parent.glob(f"{_escaped(path.name)}{_MARK}*")
    return sorted((file for file in found if file.name.rpartition("-")[2].isalnum()), reverse=True)


def _escaped(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def swap_in(path: Path, made: Path) -> Path:
    """Put a closed file into the place of a library whose writer lock is held; return what the old one is called now.

    Readers that have the old file open go on reading it until they open the library anew; whoever opens it finds the
    old file or the new one, at every moment.

    Raises
    ------
    LibraryLockedError
        Readers kept the old file busy for too long.
    LibraryWriteError
    """
    _empty_log(path)
    kept = path.with_name(f"{path.name}{_MARK}{datetime.now(UTC):%Y%m%dT%H%M%S%f}")
    try:
        _keep(path, kept)
        # The log is empty, and belongs to the old file: the new one must not find it.
        for ending in BESIDE:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        made.replace(path)
        for old in generations(path)[KEPT:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        raise LibraryWriteError(path, error.strerror or "no reason given") from error
    return kept


def _keep(path: Path, kept: Path) -> None:
    try:
        os.link(path, kept)  # so that there is a library at every moment
    except OSError:  # a disk without hard links
        path.rename(kept)


def _empty_log(path: Path) -> None:
    """Have everything that was written put into the file itself; one that is broken stays as it is."""
    deadline = time.monotonic() + CHECKPOINT_S
    try:
        with closing(sqlite3.connect(path)) as connection:
            while connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                if time.monotonic() > deadline:
                    raise LibraryLockedError(path)
                time.sleep(RETRY_S)
    except sqlite3.DatabaseError:
        return


def roll_back(path: Path) -> Path:
    """Put the latest earlier file of a library back in its place; return what the one in use is called now.

    What was removed by hand since stays out.

    Raises
    ------
    NoGenerationError, LibraryLockedError, LibraryWriteError, LibraryBrokenError, NewerLibraryError
    """
    found = generations(path)
    if not found:
        raise NoGenerationError(path)
    check_library(found[0])
    lock = WriterLock(path)
    lock.acquire(0)
    try:
        keep_out(path, found[0])
        return swap_in(path, found[0])
    finally:
        lock.release()


def keep_out(path: Path, other: Path) -> None:
    """Take out of another file of a library what was removed from this one by hand, so that it can't come back.

    Where this one is broken or was made by an older version, the other one stays as it is.

    Raises
    ------
    LibraryWriteError, NewerLibraryError
    """
    try:
        with Library.open_for_reading(path) as library:
            removed = library.removals()
    except (ArticleIndexError, sqlite3.DatabaseError):
        return
    with Library.open_for_writing(other) as library:
        with library.db.atomic():
            library.note_removals(removed)
            library.save([], stored_again(library.db))
        for _ in library.tidy():
            pass
    other.with_name(f"{other.name}-lock").unlink(missing_ok=True)
