"""What commands and buttons may ask of the client, apart from the client that knows them all."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from collections.abc import Coroutine
from contextlib import suppress
from functools import partial
from typing import Any

import discord

from bot.chat.recording import Recorder, listen
from bot.chat.watch import Watch
from bot.handlers.desk import Asker, Desk, Desks
from bot.handlers.gate import Gate
from bot.handlers.guilds import NOTHING_SET, GuildSettings, guild_settings
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from bot.state import StateError
from index.errors import ArticleIndexError

log = logging.getLogger(__name__)

SETTINGS_S = 0.5
"""How long what a guild has set is waited for; Discord takes a first response for three seconds only."""
FINISH_S = 6.0
"""How long a stop waits for what is under way."""
LAST_WORDS_S = 1.5
"""How long it waits for what goes on in the background, such as the message about a reindex."""
CLOSE_S = 1.5
"""How long it waits for the gateway to say goodbye; with the two above it is less than ten seconds."""


class BaseClient(discord.Client, ABC):
    """A connection with the handlers' desks, that knows which interactions are being worked on."""

    def __init__(self, service: Service, keeper: Keeper, **options: Any) -> None:
        # It joins no voice channel, so nobody needs the warnings of what that would take.
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
        super().__init__(**options)
        self.service, self.keeper = service, keeper
        self.desks, self.gate = Desks(service, keeper), Gate(time.monotonic)
        self._guild_settings: dict[int, GuildSettings] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.watch = Watch()
        self.recorder: Recorder | None = None
        """Who keeps a conversation where that is asked for; there is none where nobody could read it."""
        self.is_stopping = False
        self._told_to_stop = asyncio.Event()
        self.idle = asyncio.Event()
        """Set while no interaction is being worked on."""
        self.idle.set()

    @abstractmethod
    async def press(self, interaction: Interaction, verb: str, argument: str) -> None:
        """Do what a button is for."""

    @abstractmethod
    def raise_if_unwilling(self, interaction: Interaction) -> None:
        """Raise if nothing new is begun for a person just now."""

    async def settings_of(self, guild: int | None) -> GuildSettings:
        """Return what a guild has set; from memory, as it is asked for before the first response.

        Raises
        ------
        StateError
        """
        if guild is None:
            return NOTHING_SET
        if guild not in self._guild_settings:
            try:
                async with asyncio.timeout(SETTINGS_S):
                    self._guild_settings[guild] = await self.keeper.read(partial(guild_settings, guild=guild))
            except TimeoutError as error:
                raise StateError("the settings of a guild could not be read in time") from error
        return self._guild_settings[guild]

    def may_care(self, guild: int) -> bool:
        """Tell whether managers of a guild may care for its library: it is named, or the library is its alone.

        Anybody can add a public bot to a guild of their own, so being in a guild gives it no right.
        """
        return guild in self.service.settings.admin_guilds or self.desks.of(guild).guilds == {guild}

    def forget_settings(self, guild: int) -> None:
        """Read what a guild has set anew when it is needed next."""
        self._guild_settings.pop(guild, None)

    async def language_of(self, interaction: Interaction) -> str:
        """Return the language to answer in: the guild's if it has set one, else the person's own."""
        try:
            now = await self.settings_of(interaction.guild_id)
        except StateError:
            now = NOTHING_SET
        return now.language or interaction.locale.value.partition("-")[0]

    async def asker_of(self, interaction: Interaction, *, is_private: bool) -> Asker:
        """Return who asks, and how many extracts they are shown at once."""
        return await self.asker(interaction.user.id, interaction.guild_id, is_private=is_private)

    async def asker(self, user_id: int, guild: int | None, *, is_private: bool) -> Asker:
        """Return a person of a guild as one who asks."""
        try:
            now = await self.settings_of(guild)
        except StateError:
            now = NOTHING_SET
        return Asker(user_id, is_private, now.extracts or self.service.settings.for_guild(guild).extracts)

    @property
    def under_way(self) -> int:
        """How many interactions are being worked on."""
        return len(self.watch)

    def refresh_catalogue(self, desk: Desk) -> None:
        """Read the titles anew, in the background, if they are no longer fresh."""
        if desk.catalogue.is_stale:
            self.follow(self.read_catalogue(desk))

    def follow(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something in the background."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def read_catalogue(self, desk: Desk) -> None:
        """Read the titles anew if they are no longer fresh; a library that can't be read is only noted."""
        try:
            await desk.catalogue.refresh()
        except (ArticleIndexError, TimeoutError) as error:
            log.warning("the titles could not be read: %s", error)

    def begun(self, interaction_id: int, name: str) -> None:
        """Note that an interaction is being worked on; ``name`` tells what it is for."""
        self.watch.begun(interaction_id, name)
        self.idle.clear()

    def finished(self, interaction_id: int) -> None:
        """Note that an interaction has got its answer."""
        self.watch.finished(interaction_id)
        if not self.watch:
            self.idle.set()

    async def pause(self, seconds: float) -> None:
        """Wait, but not while the bot is being stopped."""
        with suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0.0)):
                await self._told_to_stop.wait()

    def listen(self, interaction: Interaction) -> None:
        """Have an interaction recorded, if it belongs to a conversation that is."""
        if self.recorder is not None and self.recorder.place is not None:
            may_keep = self.service.settings.for_guild(interaction.guild_id).keep_questions
            listen(self.recorder, interaction, may_keep=may_keep)

    async def settled(self) -> None:
        """Wait until nothing is under way any more, nor in the background."""
        await self.idle.wait()
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Close the connection, and the libraries of guilds."""
        await super().close()
        await asyncio.to_thread(self.desks.close)

    async def finish(self) -> None:
        """Take nothing new, wait for what is under way, but not for long, then close the connection."""
        self.is_stopping = True
        self._told_to_stop.set()
        try:
            await asyncio.wait_for(self.idle.wait(), FINISH_S)
        except TimeoutError:
            log.warning("stopped with %s interactions under way", len(self.watch))
        for desk in self.desks.every():
            desk.runs.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=LAST_WORDS_S)
            for task in late:
                task.cancel()
        try:
            await asyncio.wait_for(self.close(), CLOSE_S)
        except TimeoutError:
            log.warning("the gateway did not say goodbye")


Interaction = discord.Interaction[BaseClient]
