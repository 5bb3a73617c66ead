"""The client: what it is connected with, which commands and buttons it has, and how it ends."""

from __future__ import annotations

import logging
from typing import Any

import discord
from discord import app_commands

from bot.chat import commands, library, menus, pressing
from bot.chat.base import BaseClient, Interaction
from bot.chat.buttons import Press
from bot.chat.mentions import answer_message
from bot.chat.reporting import tell_channels_of
from bot.chat.responding import Handled, raise_if_too_fast, refuse, tell_failure
from bot.chat.syncing import sync_if_needed
from bot.chat.translation import Names
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.phrases import say
from bot.state import StateError

log = logging.getLogger(__name__)

READY_TIMEOUT_S = 2.0
MAX_NAMED = 5
"""How many guilds one line of the log names."""
STOPPING = say("I am being restarted; try again in a minute")
OTHER_VERSION = say("this button is from another version of me; ask again")
FORM_VERSION = "c1"
"""How the ids of our forms begin; see `bot.layout.custom_id`."""


class Tree(app_commands.CommandTree[BaseClient]):
    """The commands, with one place for everything that goes wrong in them."""

    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Begin nothing new while the bot is being stopped, nor for who is too fast."""
        if interaction.type is discord.InteractionType.autocomplete:
            return True
        try:
            interaction.client.raise_if_unwilling(interaction)
        except RequestError as error:
            await refuse(interaction, error)
            return False
        return True

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Tell the person in one sentence; the log gets the rest."""
        await tell_failure(interaction, getattr(error, "original", error))


class CuttingsClient(BaseClient):
    """A connection to Discord that answers from one library."""

    def __init__(self, service: Service, keeper: Keeper, ready_timeout_s: float = READY_TIMEOUT_S) -> None:
        super().__init__(
            service,
            keeper,
            intents=discord.Intents(guilds=True, guild_messages=service.settings.answer_mentions),
            allowed_mentions=discord.AllowedMentions.none(),
            guild_ready_timeout=ready_timeout_s,
            max_messages=None,
            shard_count=service.settings.shard_count or None,
            shard_ids=list(service.settings.shard_ids) or None,
        )
        self.tree = Tree(
            self,
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=True),
        )
        for command in commands.all_commands():
            self.tree.add_command(command)
        for menu in menus.all_menus():
            self.tree.add_command(menu)
        self.tree.add_command(library.GROUP)
        self.was_ready = False

    async def setup_hook(self) -> None:
        """Make the buttons known, and give the test guild, if there is one, today's commands."""
        self.add_dynamic_items(Press)
        tell_channels_of(self)
        for desk in self.desks.every():
            await self.read_catalogue(desk)
        await self.tree.set_translator(Names())
        if guild := self.service.settings.test_guild:
            self.tree.copy_global_to(guild=discord.Object(guild))
            try:
                await self.sync(guild)
            except (discord.HTTPException, app_commands.AppCommandError, StateError) as error:
                log.warning("the test guild did not get the commands: %s", error)

    async def sync(self, guild: int | None = None) -> tuple[int, bool]:
        """Give Discord the commands if it hasn't got them; return how many it has, and whether they were given.

        Raises
        ------
        discord.HTTPException, discord.app_commands.AppCommandError, StateError
        """
        return await sync_if_needed(self, self.tree, guild)

    async def on_ready(self) -> None:
        """Note in the log that questions are answered now."""
        self.was_ready = True
        log.info("ready, in %s guilds", len(self.guilds))
        if self.guilds and not any(self.may_care(guild.id) for guild in self.guilds):
            named = ", ".join(f"{guild.id} ({guild.name!r})" for guild in self.guilds[:MAX_NAMED])
            log.warning("nobody may use /library; name your guild as discord.admin_guilds = [ID]; I am in %s", named)

    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that mentions the bot, where the settings turn that on."""
        if self.service.settings.answer_mentions:
            await answer_message(self, message)

    def raise_if_unwilling(self, interaction: Interaction) -> None:
        """Raise if nothing new is begun, or not for this person just now.

        Raises
        ------
        RequestError
        """
        if self.is_stopping:
            raise RequestError(STOPPING)
        raise_if_too_fast(self.gate.any_wait_s(interaction.user.id, self.under_way))

    async def press(self, interaction: Interaction, verb: str, argument: str) -> None:
        """Do what a button is for."""
        async with Handled(interaction):
            pressed = pressing.VERBS.get(verb)
            self.raise_if_unwilling(interaction)
            if pressed is None:
                raise RequestError(OTHER_VERSION)
            await pressed(interaction, argument)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a submitted form; like buttons, forms are known by their ids alone, so they outlive a restart."""
        data: Any = interaction.data or {}
        version, _, rest = data.get("custom_id", "").partition(":")
        if interaction.type is discord.InteractionType.modal_submit and version == FORM_VERSION:
            verb, _, argument = rest.partition(":")
            async with Handled(interaction):
                self.raise_if_unwilling(interaction)
                if verb not in pressing.FORMS:
                    raise RequestError(OTHER_VERSION)
                await pressing.FORMS[verb](interaction, argument, pressing.typed(data["components"]))


class ShardedClient(CuttingsClient, discord.AutoShardedClient):
    """A client with several connections, as Discord wants it of bots in very many guilds.

    How many, and which of them are this process's, the settings say; if they don't, Discord does, and all are.
    """
