"""Who may care for the library: the check is ours, whatever Discord's settings of the commands say."""

from __future__ import annotations

import discord

from bot.chat.base import Interaction
from bot.handlers.requests import RequestError
from bot.phrases import say

REFUSAL = say("only managers of this server may do that")


async def check_admin(interaction: Interaction) -> None:
    """Raise unless the person may care for the library of this guild here and now.

    Raises
    ------
    RequestError
        They may not; their permissions are those Discord sent with this very interaction.
    """
    await check_manager(interaction)
    client, guild = interaction.client, interaction.guild_id or 0
    if not client.may_care(guild):
        raise RequestError(
            say(
                "this server may not care for the library; whoever runs the bot has to put its id, {guild}, into "
                "discord.admin_guilds in the configuration",
                guild=str(guild),
            )
        )


async def check_manager(interaction: Interaction) -> None:
    """Raise unless the person manages this guild, or has a role that was named by those who do.

    Raises
    ------
    RequestError
    """
    client, guild, person = interaction.client, interaction.guild_id, interaction.user
    # Whoever installed the bot for themselves alone can use it in a guild of their own, where they may do anything.
    if guild is None or client.get_guild(guild) is None or not isinstance(person, discord.Member):
        raise RequestError(REFUSAL)
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return
    named = (await client.settings_of(guild)).roles
    if named.isdisjoint(role.id for role in person.roles):
        raise RequestError(REFUSAL)
