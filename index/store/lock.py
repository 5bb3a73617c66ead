"""One writer a library: a lock that names who holds it and that dies with its process."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import IO

from index.errors import LibraryLockedError, LibraryWriteError

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows: SQLite's own lock, which names nobody, has to do
    fcntl = None

RETRY_S = 0.05


class WriterLock:
    """The right to write to a library, held from `acquire` to `release` or to the end of the process.

    The lock is the operating system's, on a file beside the library, which stays there; its text says who holds it.
    """

    def __init__(self, library: Path) -> None:
        self._library = library.resolve()
        self._file: IO[str] | None = None

    def acquire(self, timeout_s: float) -> None:
        """Take the lock, waiting for another writer to end for so long at most.

        Raises
        ------
        LibraryLockedError
            Names the process that holds it.
        LibraryWriteError
            No file may be made beside the library.
        """
        if fcntl is None:
            return
        try:
            file = self._library.with_name(f"{self._library.name}-lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise LibraryWriteError(self._library, error.strerror or "no reason given") from error
        deadline = time.monotonic() + timeout_s
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    file.seek(0)
                    holder = file.read().strip()
                    file.close()
                    raise LibraryLockedError(self._library, holder) from error
                time.sleep(RETRY_S)
        file.truncate(0)
        file.write(f"process {os.getpid()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give the lock back; nothing happens if it is not held."""
        if self._file:
            self._file.truncate(0)
            self._file.close()
            self._file = None
