"""Who may care for the library: the check is ours, whatever Discord's settings of the commands say."""

from __future__ import annotations

import discord

from bot.chat.base import Interaction
from bot.handlers.requests import RequestError
from bot.phrases import say

REFUSAL = say("only managers of this server may do that")
UNNAMED = say(
    "the bot is in several servers; whoever runs it has to name those that may do that, in discord.admin_guilds"
)


async def check_admin(interaction: Interaction) -> None:
    """Raise unless the person may care for the library of this guild here and now.

    Raises
    ------
    RequestError
        They may not; their permissions are those Discord sent with this very interaction.
    """
    client, guild, person = interaction.client, interaction.guild_id, interaction.user
    allowed = client.service.settings.admin_guilds
    # Whoever installed the bot for themselves alone can use it in a guild of their own, where they may do anything.
    if guild is None or client.get_guild(guild) is None or not isinstance(person, discord.Member):
        raise RequestError(REFUSAL)
    # A library that is this guild's alone is its managers' business; one of several guilds is not.
    if client.desks.of(guild).guilds != {guild}:
        if not allowed and len(client.guilds) > 1:
            raise RequestError(UNNAMED)
        if allowed and guild not in allowed:
            raise RequestError(REFUSAL)
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return
    named = (await client.settings_of(guild)).roles
    if named.isdisjoint(role.id for role in person.roles):
        raise RequestError(REFUSAL)
