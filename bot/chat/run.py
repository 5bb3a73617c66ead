"""The bot as a process: start it, start it again where Discord is away, and stop it when it is told to."""

from __future__ import annotations

import asyncio
import logging
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import aiohttp
import discord

from bot.chat.client import CuttingsClient

log = logging.getLogger(__name__)

WAITS_S = (1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 30.0, 30.0)
"""How long to wait before trying again, the first time and so on: about two minutes in all."""
GOODBYE_S = 0.5
"""How long a connection that was closed may take to end."""
TURN_S = 0.0005
"""How long a thread computes before another one may; shorter ones cost more than they give."""
TOO_MANY = 429
FOR_EVER = {4004, 4010, 4011, 4012, 4013, 4014}
"""Close codes of the gateway after which nothing gets better by itself (Discord's documentation)."""
SHARDING_REQUIRED = 4011
PASSING = (aiohttp.ClientError, OSError, TimeoutError, discord.DiscordServerError, discord.GatewayNotFound)


class StartError(Exception):
    """The bot can't run; its text is one sentence. ``is_passing`` tells whether trying later may help."""

    def __init__(self, sentence: str, *, is_passing: bool = False) -> None:
        super().__init__(sentence)
        self.is_passing = is_passing


async def run(
    make_client: Callable[[], CuttingsClient],
    token: str,
    waits_s: Sequence[float] = WAITS_S,
    make_sharded: Callable[[], CuttingsClient] | None = None,
) -> None:
    """Answer until the process is told to stop; where Discord wants shards, go on with what ``make_sharded`` makes.

    Raises
    ------
    StartError
        Discord refuses the bot, or stays out of reach through all the waits.
    """
    with _told_to_stop() as stopping, quick_turns():
        tries = 0
        while not stopping.is_set():
            client = make_client()
            error = await _connected(client, token, stopping)
            if error is None:
                return
            if _wants_shards(error) and make_sharded and make_client is not make_sharded:
                log.warning("Discord wants the bot to have shards; starting again with as many as it says")
                make_client = make_sharded
                continue
            _raise_unless_passing(client, error)
            tries = 0 if client.was_ready else tries
            if tries == len(waits_s):
                raise StartError(
                    "Discord can't be reached; check the network and try again later", is_passing=True
                ) from error
            log.warning("Discord can't be reached (%s); trying again in %s s", type(error).__name__, waits_s[tries])
            await _pause(stopping, waits_s[tries])
            tries += 1


@contextmanager
def quick_turns() -> Iterator[None]:
    """Let the event loop have its turn sooner than after Python's 5 ms, as a response takes several turns."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def _wants_shards(error: BaseException) -> bool:
    return isinstance(error, discord.ConnectionClosed) and error.code == SHARDING_REQUIRED


@contextmanager
def _told_to_stop() -> Iterator[asyncio.Event]:
    """Yield an event that the signals to stop set."""
    loop, stopping = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    try:
        yield stopping
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


async def _connected(client: CuttingsClient, token: str, stopping: asyncio.Event) -> BaseException | None:
    """Run one client until it fails, which is returned, or until the stop."""
    running, stop = asyncio.create_task(client.start(token)), asyncio.create_task(stopping.wait())
    await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
    if stop.done():
        await client.finish()
    else:
        stop.cancel()
        await client.close()
    await asyncio.wait({running}, timeout=GOODBYE_S)
    if not running.done():
        running.cancel()
        await asyncio.wait({running})
    if stop.done() and not stop.cancelled():
        return None
    return running.exception() or ConnectionError("the connection was closed")


async def _pause(stopping: asyncio.Event, wait_s: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), wait_s)
    except TimeoutError:
        return


def _raise_unless_passing(client: CuttingsClient, error: BaseException) -> None:
    if isinstance(error, discord.LoginFailure):
        raise StartError("Discord refuses the token; copy the bot's token once more") from error
    if isinstance(error, discord.PrivilegedIntentsRequired):
        raise StartError("Discord refuses the intents; allow them in the Developer Portal, under Bot") from error
    if isinstance(error, discord.ConnectionClosed) and error.code in FOR_EVER:
        raise StartError(
            f"Discord closed the connection for good (code {error.code}); is the token still valid?"
        ) from error
    # discord.py 2.7.1 asks a websocket that was never opened for its sequence, when the first one is refused.
    is_refused = isinstance(error, AttributeError) and client.ws is None
    # Where Discord's front door limits an address, the login gets a bare 429.
    is_refused = is_refused or (isinstance(error, discord.HTTPException) and error.status == TOO_MANY)
    if not is_refused and not isinstance(error, (*PASSING, discord.ConnectionClosed)):
        raise error


async def sync_commands(client: CuttingsClient, token: str) -> tuple[int, bool]:
    """Give Discord today's commands for every guild, unless it has them; return how many, and whether it was needed.

    Raises
    ------
    StartError, StateError
    """
    try:
        async with client:
            await client.login(token)
            return await client.sync()
    except discord.LoginFailure as error:
        raise StartError("Discord refuses the token; copy the bot's token once more") from error
    except discord.app_commands.AppCommandError as error:
        raise StartError(f"Discord refuses the commands: {error}") from error
    except (*PASSING, discord.HTTPException) as error:
        raise StartError("Discord can't be reached; check the network and try again later", is_passing=True) from error
