"""How other processes are begun, so that Ctrl-C in a terminal, which reaches all of them, is left to the first one."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back from processes that are begun inside the block, for as long as they live, by inheritance.

    A process that ignores it by itself can do so only once it runs, and is ended by one that comes before.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    resource_tracker.ensure_running()  # beginning it lets Ctrl-C through again, so it comes first
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
