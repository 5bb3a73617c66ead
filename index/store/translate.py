"""Turn the errors of SQLite and of the index into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Concatenate, NoReturn, ParamSpec, Protocol, TypeVar

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

FAULTS = (CopyFaultError, DamagedPostings, OutdatedPostings, sqlite3.DatabaseError)
"""What may go wrong with a library."""


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
    except FAULTS as error:
        raise_ours(path, error)


def reading(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Make a method of a library raise our own errors."""

    @wraps(method)
    def translating(library: S, /, *arguments: P.args, **named: P.kwargs) -> T:
        with translated(library.path):
            return method(library, *arguments, **named)

    return translating


def raise_ours(path: Path, error: Exception) -> NoReturn:
    """Raise our own error for one of `FAULTS`; itself where it is a fault of the program."""
    ours = _ours(path, error)
    if ours is None:
        raise error
    raise ours from error


def _ours(path: Path, error: Exception) -> ArticleIndexError | None:
    """Return what to raise instead, or ``None`` for what is a fault of the program."""
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
