"""Put a copy of a library, or of any SQLite file of ours, back into its place."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from index.errors import LibraryLockedError, LibraryMissingError, LibraryWriteError
from index.store import schema
from index.store.copies import BESIDE, check_whole, is_in_use
from index.store.lock import WriterLock
from index.store.translate import translated

APPLICATION_ID_AT = 68
"""Where an SQLite file holds its application id, in bytes from the beginning (SQLite's file format, section 1.3)."""


def check_library(path: Path) -> None:
    """Raise unless a file is a whole library that this version can open, of today's format or an earlier one.

    Raises
    ------
    LibraryMissingError, NotALibraryError, NewerLibraryError, LibraryBrokenError
    """
    if not path.is_file():
        raise LibraryMissingError(path)
    with translated(path):
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            schema.check_format(path, connection)
        check_whole(path)


def put_in_place(pairs: Sequence[tuple[Path, Path]], label: str) -> list[Path]:
    """Copy files to where they belong, and return where those went that were there before.

    ``pairs`` are (copy, place). All is copied beside its place first, so that what fails leaves everything as it was;
    then each file that was there is renamed, with ``label`` at its end.

    Raises
    ------
    LibraryLockedError
        Somebody has one of the files open.
    LibraryWriteError
    """
    parts = [(place.with_name(f"{place.name}.part"), place) for _, place in pairs]
    locks: list[WriterLock] = []
    try:
        for _, place in parts:
            _refuse_used(place, locks)
        for (copy, _), (part, place) in zip(pairs, parts, strict=True):
            _copy(copy, part, place)
        return [kept for part, place in parts for kept in _swap(part, place, label)]
    finally:
        for lock in locks:
            lock.release()
        for part, _ in parts:
            part.unlink(missing_ok=True)


def _refuse_used(place: Path, locks: list[WriterLock]) -> None:
    header = _header(place)
    if not header.startswith(b"SQLite format 3\0"):
        return
    with translated(place):
        if header[APPLICATION_ID_AT:] == schema.APPLICATION_ID.to_bytes(4):
            lock = WriterLock(place)
            lock.acquire(0)
            locks.append(lock)
        if is_in_use(place):
            raise LibraryLockedError(place)


def _header(path: Path) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(APPLICATION_ID_AT + 4)


def _copy(copy: Path, part: Path, place: Path) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, part)
        part.chmod(copy.stat().st_mode & 0o777)
    except OSError as error:
        raise LibraryWriteError(place, error.strerror or "no reason given") from error


def _swap(part: Path, place: Path, label: str) -> list[Path]:
    kept = []
    if place.exists():
        kept.append(place.rename(place.with_name(f"{place.name}.{label}")))
    for ending in BESIDE:
        # Whatever the old file had still to take in, it took when its last connection was closed.
        place.with_name(place.name + ending).unlink(missing_ok=True)
    part.replace(place)
    return kept
