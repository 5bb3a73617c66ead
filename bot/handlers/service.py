"""What every handler needs: the settings, and the library in threads of its own."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from contextvars import copy_context
from functools import partial
from pathlib import Path
from typing import TypeVar

from bot.config import SQLITE, Settings
from bot.handlers.floors import Floor
from bot.handlers.places import name_in_cluster, place_of
from index.engines.engine import Place, ReadingEngine, WritingEngine
from index.errors import ArticleIndexError, LibraryMissingError, NotInAFileError
from index.report import Progress
from index.store import Library

T = TypeVar("T")

READERS = max(2, min(4, os.cpu_count() or 1))
"""How many questions are worked on at once; more than there are cores only take turns, also with the event loop."""
PATIENCE_S = 60.0
"""How long work with a budget may wait for its turn, when very many ask at once."""


def _file_id(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another one that takes its place, ``None`` where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _file_of(engine: ReadingEngine) -> Library:
    if not isinstance(engine, Library):
        raise NotInAFileError(str(engine.path))
    return engine


class WriteStoppedError(Exception):
    """Nobody waits for this work any more: what it has committed stays, and it ends here."""


class Service:
    """Runs work on the library in a small pool of threads, each with a read-only connection of its own.

    Writing has two more threads, one for people and one for what reads sources on schedule; so nobody waits behind
    either. ``budget_s`` is how long a piece of reading may take
    from its turn on, ``None`` for as long as it likes. ``has_runs_apart`` tells whether runs over sources are made in
    processes of their own.
    """

    def __init__(
        self,
        settings: Settings,
        readers: int = READERS,
        budget_s: float | None = None,
        *,
        has_runs_apart: bool = False,
    ) -> None:
        self.settings, self.budget_s, self.has_runs_apart = settings, budget_s, has_runs_apart
        self.floor = Floor(settings.library)
        self._local = threading.local()
        self._opened: list[ReadingEngine] = []
        self._reader_count = readers
        self._readers = ThreadPoolExecutor(readers, thread_name_prefix="cuttings-read")
        self._writer = ThreadPoolExecutor(2, thread_name_prefix="cuttings-write")

    async def read(self, work: Callable[[ReadingEngine], T]) -> T:
        """Return what ``work`` makes of the library.

        Raises
        ------
        ArticleIndexError
            The library can't be opened.
        TimeoutError
            It took longer than the budget. A thread can't be stopped, so the work ends unheard.
        """
        loop, turn, context = asyncio.get_running_loop(), asyncio.Event(), copy_context()

        def begin() -> T:
            loop.call_soon_threadsafe(turn.set)
            return context.run(self._work, work)

        future = loop.run_in_executor(self._readers, begin)
        if self.budget_s is None:
            return await future
        await asyncio.wait_for(turn.wait(), PATIENCE_S)
        return await asyncio.wait_for(future, self.budget_s)

    async def read_file(self, work: Callable[[Library], T]) -> T:
        """Return what ``work`` makes of the library's file.

        Raises
        ------
        NotInAFileError
            The library is in a cluster.
        """
        self._check_engine()
        return await self.read(lambda engine: work(_file_of(engine)))

    async def exists(self) -> bool:
        """Tell whether there is a library.

        Raises
        ------
        ConfigError, ClusterError
        """
        return await asyncio.to_thread(self.place.exists)

    @property
    def place(self) -> Place:
        """Where the library is.

        Raises
        ------
        ConfigError
        """
        return place_of(self.settings)

    async def check_there(self) -> None:
        """Raise unless there is a library.

        Raises
        ------
        LibraryMissingError, ClusterMissingError, ClusterError
        """
        if not await self.exists():
            raise self.place.missing()

    def check_file(self) -> None:
        """Raise unless the library is a file, and that is there.

        Raises
        ------
        NotInAFileError, LibraryMissingError
        """
        self._check_engine()
        if not self.settings.library.exists():
            raise LibraryMissingError(self.settings.library)

    def _check_engine(self) -> None:
        """Raise unless libraries are files.

        Raises
        ------
        NotInAFileError
        """
        if self.settings.engine != SQLITE:
            raise NotInAFileError(f"in a cluster, as {name_in_cluster(self.settings.library)}")

    async def write(self, work: Callable[[WritingEngine], T]) -> T:
        """Return what ``work`` makes of the library, opened for writing.

        If the caller is cancelled, ``work`` ends at its next call of a `stoppable` function, which is waited for: while
        the thread writes, nobody may take the library for free. What came to its end all the same is returned.
        """
        return await self.run_writing(partial(self._work_writing, work))

    async def run_writing(self, work: Callable[[], T]) -> T:
        """Return what ``work`` gives, done in a thread for writing; it is ended like that of `write`."""
        loop, stopped, run = asyncio.get_running_loop(), threading.Event(), copy_context().run

        def begin() -> T:
            self._local.stopped = stopped
            if stopped.is_set():
                raise WriteStoppedError
            return work()

        future = loop.run_in_executor(self._writer, run, begin)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            stopped.set()
            future.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # taken notice of
            await asyncio.wait({future})
            if isinstance(future.exception(), WriteStoppedError):
                raise
            return future.result()

    @property
    def waiting(self) -> int:
        """How many pieces of reading wait for their turn; the executor tells it in no other way."""
        return self._readers._work_queue.qsize()

    def stoppable(self, progress: Progress) -> Progress:
        """Return ``progress`` as a function that raises `WriteStoppedError` once its write was cancelled."""

        def update(what: str, done: int, total: int | None) -> None:
            stopped: threading.Event | None = getattr(self._local, "stopped", None)
            if stopped is not None and stopped.is_set():
                raise WriteStoppedError
            progress(what, done, total)

        return update

    def _work(self, work: Callable[[ReadingEngine], T]) -> T:
        try:
            return work(self._library())
        except ArticleIndexError:
            self._let_go()  # once the file has been mended, the next to come opens it anew
            raise

    def _library(self) -> ReadingEngine:
        """Return this thread's library, opened anew where another file has taken its place, or it is gone."""
        file = _file_id(self.settings.library)
        library: ReadingEngine | None = getattr(self._local, "library", None)
        if library is not None and file == self._local.file:
            return library
        self._let_go()
        library = self._local.library = self.place.open_for_reading(self._reader_count)
        self._local.file = file
        self._opened.append(library)
        return library

    def _let_go(self) -> None:
        library: ReadingEngine | None = getattr(self._local, "library", None)
        if library is not None:
            self._local.library = None
            self._opened.remove(library)
            library.close()

    def _work_writing(self, work: Callable[[WritingEngine], T]) -> T:
        with closing(self.place.open_for_writing()) as library:
            return work(library)

    def close(self) -> None:
        """Wait for what is under way, end the threads and close their connections."""
        self._readers.shutdown(cancel_futures=True)
        self._writer.shutdown()
        for library in self._opened:
            library.close()
