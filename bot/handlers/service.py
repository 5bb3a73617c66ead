"""What every handler needs: the settings, and the library in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from bot.config import Settings
from index.store import Library

T = TypeVar("T")


class Service:
    """Runs work on the library in a small pool of threads, each with a read-only connection of its own."""

    def __init__(self, settings: Settings, threads: int = 1) -> None:
        self.settings = settings
        self._local = threading.local()
        self._opened: list[Library] = []
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="cuttings")

    async def read(self, work: Callable[[Library], T]) -> T:
        """Return what ``work`` makes of the library.

        Raises
        ------
        ArticleIndexError
            The library can't be opened.
        """
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._work, work)

    async def write(self, work: Callable[[Library], T]) -> T:
        """Return what ``work`` makes of the library, opened for writing."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._work_writing, work)

    def _work(self, work: Callable[[Library], T]) -> T:
        library: Library | None = getattr(self._local, "library", None)
        if library is None:
            library = self._local.library = Library.open_for_reading(self.settings.library)
        return work(library)

    def _work_writing(self, work: Callable[[Library], T]) -> T:
        with Library.open_for_writing(self.settings.library) as library:
            return work(library)

    def close(self) -> None:
        """Close the connections, each in its thread, and end the threads."""
        self._pool.submit(self._close_here).result()
        self._pool.shutdown()

    def _close_here(self) -> None:
        library: Library | None = getattr(self._local, "library", None)
        if library is not None:
            library.close()
