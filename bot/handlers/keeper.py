"""The state file in two threads of its own, one to write and one to read, opened when it is first needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from bot.state import State

T = TypeVar("T")


class Keeper:
    """Runs work on the state, one piece after the other; what only reads doesn't wait for what writes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="cuttings-state")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="cuttings-state-read")
        self._state: State | None = None
        self._read_only: State | None = None

    async def run(self, work: Callable[[State], T]) -> T:
        """Return what ``work`` makes of the state.

        Raises
        ------
        StateError
        """
        return await asyncio.get_running_loop().run_in_executor(self._writer, self._work, work)

    async def read(self, work: Callable[[State], T]) -> T:
        """Return what ``work``, which changes nothing, makes of the state, also while another program holds it.

        Raises
        ------
        StateError
        """
        if self._state is None:
            return await self.run(work)  # the file may have to be made, or brought up to date, first
        return await asyncio.get_running_loop().run_in_executor(self._reader, self._work_reading, work)

    def _work(self, work: Callable[[State], T]) -> T:
        if self._state is None:
            self._state = State(self._path)
        return work(self._state)

    def _work_reading(self, work: Callable[[State], T]) -> T:
        if self._read_only is None:
            self._read_only = State.for_reading(self._path)
        return work(self._read_only)

    def close(self) -> None:
        """Wait for what is under way, and close the file."""
        for thread in (self._reader, self._writer):
            thread.shutdown()
        for state in (self._read_only, self._state):
            if state:
                state.close()
