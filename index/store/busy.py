"""One run of a source at a time, in whatever process: a lock for each, which dies with its holder."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from types import ModuleType
from typing import IO

fcntl: ModuleType | None
try:
    import fcntl
except ImportError:  # Windows, where nothing keeps two runs of a source apart
    fcntl = None


class SourceLocks:
    """The sources of a library that this run reads, from `take` to `release`."""

    def __init__(self, library: Path) -> None:
        self._library = library.resolve()
        self._held: dict[str, tuple[Path, IO[bytes]]] = {}

    def take(self, address: str) -> bool:
        """Return whether a source may be read now: not if another run, here or elsewhere, does so."""
        if fcntl is None or address in self._held or not self._library.is_file():  # in a cluster, versions decide
            return True
        name = hashlib.blake2b(address.encode(errors="replace"), digest_size=6).hexdigest()
        path = self._library.with_name(f"{self._library.name}-reading-{name}")
        while True:
            file = path.open("ab")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Its holder takes the file away at its end, maybe after it was opened here.
                if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                    self._held[address] = (path, file)
                    return True
            except BlockingIOError:
                file.close()
                return False
            except FileNotFoundError:
                pass
            file.close()

    def release(self, address: str) -> None:
        """Let others read a source; nothing happens if it was not taken."""
        if address in self._held:
            path, file = self._held.pop(address)
            path.unlink(missing_ok=True)
            file.close()

    def close(self) -> None:
        """Let others read all of them."""
        for address in list(self._held):
            self.release(address)
