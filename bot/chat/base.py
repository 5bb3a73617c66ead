"""What commands and buttons may ask of the client, apart from the client that knows them all."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from functools import partial
from typing import Any

import discord

from bot.handlers.care import Runs
from bot.handlers.catalogue import Catalogue
from bot.handlers.gate import Gate
from bot.handlers.guilds import GuildSettings, guild_settings
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from index.errors import ArticleIndexError

log = logging.getLogger(__name__)

FINISH_S = 10.0
"""How long a stop waits for what is under way."""
LAST_WORDS_S = 3.0
"""How long it waits for what goes on in the background, such as the message about a reindex."""


class BaseClient(discord.Client, ABC):
    """A connection with the handlers' service and keeper, that knows which interactions are being worked on."""

    def __init__(self, service: Service, keeper: Keeper, **options: Any) -> None:
        super().__init__(**options)
        self.service, self.keeper = service, keeper
        self.catalogue, self.runs, self.gate = Catalogue(service), Runs(service), Gate(time.monotonic)
        self._guild_settings: dict[int, GuildSettings] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._working: set[int] = set()
        self.idle = asyncio.Event()
        """Set while no interaction is being worked on."""
        self.idle.set()

    @abstractmethod
    async def press(self, interaction: Interaction, verb: str, argument: str) -> None:
        """Do what a button is for."""

    async def settings_of(self, guild: int | None) -> GuildSettings:
        """Return what a guild has set; from memory, as it is asked for before the first response.

        Raises
        ------
        StateError
        """
        if guild is None:
            return GuildSettings()
        if guild not in self._guild_settings:
            self._guild_settings[guild] = await self.keeper.run(partial(guild_settings, guild=guild))
        return self._guild_settings[guild]

    def forget_settings(self, guild: int) -> None:
        """Read what a guild has set anew when it is needed next."""
        self._guild_settings.pop(guild, None)

    @property
    def under_way(self) -> int:
        """How many interactions are being worked on."""
        return len(self._working)

    def refresh_catalogue(self) -> None:
        """Read the titles anew, in the background, if they are no longer fresh."""
        if self.catalogue.is_stale:
            self.follow(self.read_catalogue())

    def follow(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def read_catalogue(self) -> None:
        """Read the titles anew if they are no longer fresh; a library that can't be read is only noted."""
        try:
            await self.catalogue.refresh()
        except ArticleIndexError as error:
            log.warning("the titles could not be read: %s", error)

    def begun(self, interaction_id: int) -> None:
        """Note that an interaction is being worked on."""
        self._working.add(interaction_id)
        self.idle.clear()

    def finished(self, interaction_id: int) -> None:
        """Note that an interaction has got its answer."""
        self._working.discard(interaction_id)
        if not self._working:
            self.idle.set()

    async def settled(self) -> None:
        """Wait until nothing is under way any more, nor in the background."""
        await self.idle.wait()
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def finish(self) -> None:
        """Wait for what is under way, but not for long, then close the connection."""
        try:
            await asyncio.wait_for(self.idle.wait(), FINISH_S)
        except TimeoutError:
            log.warning("stopped with %s interactions under way", len(self._working))
        self.runs.cancel()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST_WORDS_S)
            for task in late:
                task.cancel()
        await self.close()


Interaction = discord.Interaction[BaseClient]
