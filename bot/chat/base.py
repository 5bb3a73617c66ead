"""What commands and buttons may ask of the client, apart from the client that knows them all."""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from typing import Any

import discord

from bot.handlers.keeper import Keeper
from bot.handlers.service import Service

log = logging.getLogger(__name__)

FINISH_S = 10.0
"""How long a stop waits for what is under way."""


class BaseClient(discord.Client, ABC):
    """A connection with the handlers' service and keeper, that knows which interactions are being worked on."""

    def __init__(self, service: Service, keeper: Keeper, **options: Any) -> None:
        super().__init__(**options)
        self.service, self.keeper = service, keeper
        self._working: set[int] = set()
        self._idle = asyncio.Event()
        self._idle.set()

    @abstractmethod
    async def press(self, interaction: Interaction, verb: str, argument: str) -> None:
        """Do what a button is for."""

    def begun(self, interaction_id: int) -> None:
        """Note that an interaction is being worked on."""
        self._working.add(interaction_id)
        self._idle.clear()

    def finished(self, interaction_id: int) -> None:
        """Note that an interaction has got its answer."""
        self._working.discard(interaction_id)
        if not self._working:
            self._idle.set()

    async def finish(self) -> None:
        """Wait for what is under way, but not for long, then close the connection."""
        try:
            await asyncio.wait_for(self._idle.wait(), FINISH_S)
        except TimeoutError:
            log.warning("stopped with %s interactions under way", len(self._working))
        await self.close()


Interaction = discord.Interaction[BaseClient]
