"""Let go of old answers and receipts, a few at a time, while the bot runs."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.config import Settings
from bot.handlers.keeper import Keeper
from bot.state import State, StateError

log = logging.getLogger(__name__)

EVERY_S = 6 * 3_600.0
"""How often it is looked for what is old."""
PAUSE_S = 0.1
"""How long others have their turn between two deletions."""
DAY_S = 86_400


async def keep_sweeping(keeper: Keeper, settings: Callable[[], Settings], every_s: float = EVERY_S) -> None:
    """Sweep now and then, until cancelled."""
    while True:
        try:
            await sweep(keeper, settings())
        except StateError as error:
            log.warning("old answers could not be deleted: %s", error)
        await asyncio.sleep(every_s)


async def sweep(keeper: Keeper, settings: Settings, pause_s: float = PAUSE_S) -> int:
    """Delete the answers and receipts that are older than the settings say, and return how many.

    Raises
    ------
    StateError
    """
    today = datetime.now(UTC).date()
    answers = (today - timedelta(days=settings.answer_days)).isoformat()
    receipts = (today - timedelta(days=settings.receipt_days)).isoformat()
    work = partial(State.sweep, answers_before=answers, receipts_before=receipts)
    total = 0
    while gone := await keeper.run(work):
        total += gone
        await asyncio.sleep(pause_s)
    await keeper.run(lambda state: state.forget_copies(time.time() - settings.answer_days * DAY_S))
    if total:
        log.info("deleted %s old answers and receipts", total)
    return total
