"""Read sources on their schedules while the bot runs: a few at a time, never while other work is going on."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial

from bot.handlers.desk import Desk
from bot.handlers.library import run_reindex
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import WriteStoppedError
from bot.handlers.sources import all_sources
from index.errors import ArticleIndexError
from index.report import Report
from index.schedule import due

log = logging.getLogger(__name__)

POLL_S = 60.0
"""How often it is looked whether a source is due."""
SOURCES_A_RUN = 10
"""How many sources are read in one go; the rest is due a minute later."""


async def keep_schedules(
    desks: Callable[[], Sequence[Desk]], user_id: Callable[[], int], poll_s: float = POLL_S
) -> None:
    """Read what is due, for every library, until cancelled; ``user_id`` is the bot's own, as whose work it counts."""
    while True:
        for desk in desks():
            await read_due(desk, user_id())
        await asyncio.sleep(poll_s)


async def read_due(desk: Desk, user_id: int) -> Report | None:
    """Read the sources of a library that are due; ``None`` if none is, or nothing could be done now.

    Whatever goes wrong is in the log, and tried again later.
    """
    if desk.runs.current or desk.runs.background:
        return None
    try:
        if not (desk.service.settings.own_sources or await desk.service.exists()):
            return None
        waiting = due(await all_sources(desk.service), datetime.now(UTC))
        if not waiting:
            return None
        wanted = tuple(item.source.address for item in waiting[:SOURCES_A_RUN])
        work = partial(run_reindex, desk.service, BuildRequest(wanted))
        report = await desk.runs.scheduled(user_id, work).task
    except (ArticleIndexError, RequestError) as error:
        log.warning("scheduled reading: %s", error)
        return None
    except (WriteStoppedError, asyncio.CancelledError):
        task = asyncio.current_task()
        if task is not None and task.cancelling():
            desk.runs.stop()
            raise
        log.info("scheduled reading: stopped by a person")
        return None
    return report
