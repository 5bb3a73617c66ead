"""The state file in a thread of its own, opened when it is first needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from bot.state import State

T = TypeVar("T")


class Keeper:
    """Runs work on the state, one piece after the other."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="cuttings-state")
        self._state: State | None = None

    async def run(self, work: Callable[[State], T]) -> T:
        """Return what ``work`` makes of the state.

        Raises
        ------
        StateError
        """
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._work, work)

    def _work(self, work: Callable[[State], T]) -> T:
        if self._state is None:
            self._state = State(self._path)
        return work(self._state)

    def close(self) -> None:
        """Wait for what is under way, and close the file."""
        self._thread.shutdown()
        if self._state:
            self._state.close()
