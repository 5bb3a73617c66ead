"""A progress bar with counts and rate, only in a terminal and only for what takes over a second."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DELAY_S = 1.0
"""Nothing is shown before this."""


@contextmanager
def shown_progress() -> Iterator[Callable[[str, int, int | None], None]]:
    """Yield a function to call with (what, done, total); it draws on standard error."""
    if not sys.stderr.isatty():
        yield lambda what, done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} articles/s"),
        TimeRemainingColumn(),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    started = time.monotonic()
    phase, phase_started = "", started
    task = bar.add_task("Reading", total=None, rate="")

    def update(what: str, done: int, total: int | None) -> None:
        nonlocal phase, phase_started
        now = time.monotonic()
        if what != phase:
            phase, phase_started = what, now
        if not bar.live.is_started and now - started > DELAY_S:
            bar.start()
        rate = f"{done / max(now - phase_started, 0.1):,.0f}"
        bar.update(task, description=what, completed=done, total=total, rate=rate)

    try:
        yield update
    finally:
        bar.stop()
