"""Turn the errors of SQLite and of the index into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import TracebackType
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from index.errors import (
    ArticleIndexError,
    LibraryBrokenError,
    LibraryDamagedError,
    LibraryLockedError,
    LibraryWriteError,
    NewerLibraryError,
    NotALibraryError,
    OlderLibraryError,
)
from index.postings.tables import DamagedPostings, OutdatedPostings
from index.store.copies import CopyFaultError
from index.text.bags import TERMS_VERSION


class _HasPath(Protocol):
    """What the errors are about."""

    path: Path


S = TypeVar("S", bound=_HasPath)
P = ParamSpec("P")
T = TypeVar("T")


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Raise our own error about a library for what goes wrong inside."""
    try:
        yield
    except Exception as error:
        ours = _ours(path, error)
        if ours is None:
            raise
        raise ours from error


class Snapshot:
    """A transaction that only reads, as a context; inside another one it is part of that.

    Every question takes one, so it is no generator.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._is_part = False

    def __enter__(self) -> None:
        self._is_part = self._connection.in_transaction
        if not self._is_part:
            self._connection.execute("BEGIN")

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        if not self._is_part and self._connection.in_transaction:
            self._connection.execute("ROLLBACK")  # what only reads has nothing to commit
        ours = _ours(self._path, error) if error else None
        if ours:
            raise ours from error


def reading(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Make a method of a library raise our own errors."""

    @wraps(method)
    def translating(library: S, /, *arguments: P.args, **named: P.kwargs) -> T:
        with translated(library.path):
            return method(library, *arguments, **named)

    return translating


def _ours(path: Path, error: BaseException) -> ArticleIndexError | None:
    """Return what to raise instead, or ``None`` for what is a fault of the program, or ours already."""
    if isinstance(error, CopyFaultError):
        return LibraryBrokenError(path)
    if isinstance(error, DamagedPostings):
        return LibraryDamagedError(path)
    if isinstance(error, OutdatedPostings):
        newer = error.version > TERMS_VERSION
        return NewerLibraryError(path, error.version, TERMS_VERSION) if newer else OlderLibraryError(path)
    if isinstance(error, sqlite3.OperationalError):
        return _of_operation(path, str(error))
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_CORRUPT:
        return LibraryBrokenError(path)
    return NotALibraryError(path) if type(error) is sqlite3.DatabaseError else None


def _of_operation(path: Path, text: str) -> ArticleIndexError:
    if "locked" in text or "busy" in text:
        return LibraryLockedError(path)
    if "decode to UTF-8" in text:
        return LibraryBrokenError(path)
    return LibraryWriteError(path, "the disk is full" if "full" in text else text)
