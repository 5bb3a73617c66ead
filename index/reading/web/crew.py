"""Ask many hosts at once, each of them one thing at a time, and none before it may be asked again."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")

HOSTS_AT_ONCE = 8
"""How many hosts are asked at once."""


class Crew:
    """Threads that do the work of hosts in turn, however many sources it comes from.

    ``free_in`` tells in how many seconds a host may be asked again. Who waits for its host keeps no thread busy.
    """

    def __init__(self, free_in: Callable[[str], float], size: int = HOSTS_AT_ONCE) -> None:
        self._free_in, self._size = free_in, size
        self._waiting: dict[str, deque[Callable[[], None]]] = {}
        """Host -> its work; the host that had no turn for longest comes first."""
        self._drops: set[Future[object]] = set()
        self._busy: set[str] = set()
        self._changed = threading.Condition()
        self._threads = 0
        self._is_stopped = False

    def do(self, host: str, work: Callable[[], T]) -> Future[T]:
        """Have a piece of work done when its host's turn comes; after `stop` it is cancelled at once."""
        future: Future[T] = Future()

        def task() -> None:
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:  # noqa: BLE001 - handed to whoever waits for it
                    future.set_exception(error)

        with self._changed:
            if self._is_stopped:
                future.cancel()
                return future
            self._waiting.setdefault(host, deque()).append(task)
            self._drops.add(future)  # type: ignore[arg-type]  # only ever cancelled
            future.add_done_callback(self._drops.discard)
            if self._threads < self._size:
                self._threads += 1
                threading.Thread(target=self._serve, name="cuttings-fetch", daemon=True).start()
            self._changed.notify()
        return future

    def stop(self) -> None:
        """Begin nothing any more; what has not begun is cancelled."""
        with self._changed:
            self._is_stopped = True
            self._waiting.clear()
            dropped = list(self._drops)
            self._changed.notify_all()
        for future in dropped:
            future.cancel()

    def _serve(self) -> None:
        while (turn := self._next()) is not None:
            host, task = turn
            try:
                task()
            finally:
                with self._changed:
                    self._busy.discard(host)
                    self._changed.notify_all()

    def _next(self) -> tuple[str, Callable[[], None]] | None:
        """Return the next host and its work, once there is one; ``None`` after `stop`."""
        with self._changed:
            while not self._is_stopped:
                soonest: float | None = None
                for host in list(self._waiting):
                    left_s = self._free_in(host)
                    if host in self._busy:
                        continue
                    if left_s <= 0:
                        return host, self._taken(host)
                    soonest = left_s if soonest is None else min(soonest, left_s)
                self._changed.wait(soonest)
            return None

    def _taken(self, host: str) -> Callable[[], None]:
        tasks = self._waiting.pop(host)
        task = tasks.popleft()
        if tasks:
            self._waiting[host] = tasks  # behind the others
        self._busy.add(host)
        return task
