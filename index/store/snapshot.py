"""See one state of a library for as long as it takes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType

from index.store.translate import FAULTS, raise_ours


class Snapshot:
    """A transaction that only reads, as a context; inside another it is part of that.

    What is written in it is not kept. Errors are raised as our own. Every question takes one, so it is no generator.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection
        self._is_part = False

    def __enter__(self) -> None:
        self._is_part = self._connection.in_transaction
        if self._is_part:
            return
        try:
            self._connection.execute("BEGIN")
        except sqlite3.DatabaseError as error:
            raise_ours(self._path, error)

    def __exit__(self, _: type[BaseException] | None, error: BaseException | None, __: TracebackType | None) -> None:
        try:
            if not self._is_part and self._connection.in_transaction:
                self._connection.execute("ROLLBACK")  # what only reads has nothing to commit
        except sqlite3.DatabaseError as failed:
            error = error or failed
        if isinstance(error, FAULTS):
            raise_ours(self._path, error)
