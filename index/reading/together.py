"""Read many links at once: each source in a thread of its own, what they give in one stream."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from index.models import Read
from index.reading.ahead import ReadAhead
from index.reading.site import LinkReader

SOURCES_AT_ONCE = 16
"""How many sources are read at once; their hosts are asked in turn, see `index.reading.web.crew`."""
AT_A_TIME = 10
"""How many articles come at a time."""
WAITING = 8
"""How many such batches may wait to be stored before the reading waits, too."""
LOOK_S = 0.2
"""How often it is looked whether the run is to stop."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some of what a source gave; the last one says so, and why there was no more if it failed."""

    reader: LinkReader | ReadAhead
    items: list[Read]
    is_last: bool = False
    error: Exception | None = None


def read_together(
    readers: Sequence[LinkReader | ReadAhead], stopped: threading.Event, waiting: Callable[[], object]
) -> Iterator[Batch]:
    """Yield what links give, as it comes, until all are read or ``stopped``.

    ``waiting`` is called now and then while nothing comes, and may raise.
    """
    out: queue.Queue[Batch] = queue.Queue(WAITING)
    left = deque(readers)
    running = 0
    while left or running:
        while left and running < SOURCES_AT_ONCE:
            work = threading.Thread(
                target=_read, args=(left.popleft(), out, stopped), name="cuttings-source", daemon=True
            )
            work.start()
            running += 1
        try:
            batch = out.get(timeout=LOOK_S)
        except queue.Empty:
            waiting()
            continue
        running -= batch.is_last
        yield batch


def _read(reader: LinkReader | ReadAhead, out: queue.Queue[Batch], stopped: threading.Event) -> None:
    items: list[Read] = []
    error: Exception | None = None
    try:
        for item in reader.read():
            items.append(item)
            if len(items) == AT_A_TIME:
                if not _put(Batch(reader, items), out, stopped):
                    return
                items = []
    except Exception as raised:  # noqa: BLE001 - handed to the run, which knows what is a source's and what is not
        error = raised
    _put(Batch(reader, items, True, error), out, stopped)


def _put(batch: Batch, out: queue.Queue[Batch], stopped: threading.Event) -> bool:
    """Hand a batch over, and tell whether anybody was there to take it."""
    while not stopped.is_set():
        try:
            out.put(batch, timeout=LOOK_S)
        except queue.Full:
            continue
        return True
    return False
