"""`cuttings run`: the bot as a service, with its log, its health, and settings that can be read again."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from importlib.metadata import version

from bot.chat.client import CuttingsClient, ShardedClient
from bot.chat.health import Health
from bot.chat.metrics import Metrics
from bot.chat.responding import BUDGET_S
from bot.chat.run import run
from bot.config import ConfigError, Settings
from bot.credentials import load_token
from bot.handlers.desk import Desk
from bot.handlers.keeper import Keeper
from bot.handlers.reloading import reloaded
from bot.handlers.schedule import keep_schedules
from bot.handlers.service import Service
from bot.handlers.sweeping import keep_sweeping
from bot.logs import Log
from bot.terminal.recording import FOLDER, Tapes

log = logging.getLogger(__name__)

LAST_S = 0.5
"""How long a bot that was stopped waits for its threads, in seconds."""


async def run_bot(service: Service, read: Callable[[], Settings]) -> None:
    """Answer on Discord until told to stop; ``read`` reads the settings again.

    Raises
    ------
    ConfigError, StartError, StateError
    """
    settings = service.settings
    token = load_token(settings, os.environ)
    service.budget_s, service.has_runs_apart = BUDGET_S, True
    logged = Log(sys.stderr, [token])
    logged.begin(settings)
    keeper, health = Keeper(settings.state), Health(Metrics(version("cuttings")))
    try:
        await keeper.run(lambda state: state.votes())
        async with AsyncExitStack() as stack:
            stack.enter_context(_at_hangup(lambda: _reload(health, service, logged, read)))
            if settings.port:
                await stack.enter_async_context(health.served(settings.address, settings.port))
            stack.push_async_callback(_end, asyncio.create_task(_schedules(health)))
            stack.push_async_callback(_end, asyncio.create_task(keep_sweeping(keeper, lambda: service.settings)))
            make, sharded = (partial(_made, kind, service, keeper, health) for kind in (CuttingsClient, ShardedClient))
            await run(sharded if settings.shard_count else make, token, make_sharded=sharded)
            _end_in_time()
    finally:
        keeper.close()
        logged.end()


async def _schedules(health: Health) -> None:
    """Read sources on their schedules, while a client is there."""

    def desks() -> list[Desk]:
        client = health.client
        return client.desks.every() if client is not None and client.user is not None else []

    def user_id() -> int:
        client = health.client
        return client.user.id if client is not None and client.user is not None else 0

    await keep_schedules(desks, user_id)


async def _end(task: asyncio.Task[None]) -> None:
    """Cancel a task, and wait for its end."""
    task.cancel()
    await asyncio.wait({task})
    if not task.cancelled() and task.exception() is not None:
        log.error("work in the background stopped", exc_info=task.exception())


def _made(kind: type[CuttingsClient], service: Service, keeper: Keeper, health: Health) -> CuttingsClient:
    client = health.watch(kind(service, keeper))
    client.recorder = Tapes(service.settings.state.with_name(FOLDER))
    return client


@contextmanager
def _at_hangup(do: Callable[[], None]) -> Iterator[None]:
    """Do something at every SIGHUP until the end of the block."""
    if not hasattr(signal, "SIGHUP"):  # Windows
        yield
        return
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, do)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


def _reload(health: Health, service: Service, logged: Log, read: Callable[[], Settings]) -> None:
    """Read the settings again; if they can't be used, everything stays as it was."""
    try:
        settings, said = reloaded(service.settings, read())
    except ConfigError as error:
        for fault in error.faults:
            log.error("the settings stay as they are: %s", fault)
        health.metrics.reloaded("refused")
        return
    service.settings = settings
    if health.client is not None:
        for desk in health.client.desks.every()[1:]:
            desk.service.settings = settings.for_library(desk.service.settings.library)
    logged.change(settings)
    for sentence in said or ["nothing has changed"]:
        log.info("settings read again: %s", sentence)
    health.metrics.reloaded("done")


def _end_in_time() -> None:
    """Let the process end even if a thread hangs in a read or a long write, which nothing could stop.

    What a write has committed stays, and the next one goes on from there.
    """
    timer = threading.Timer(LAST_S, os._exit, [0])
    timer.daemon = True
    timer.start()
