"""Who may care for the library: the check is ours, whatever Discord's settings of the commands say."""

from __future__ import annotations

import discord

from bot.chat.base import Interaction
from bot.handlers.requests import RequestError

REFUSAL = "only managers of this server may do that"
UNNAMED = "the bot is in several servers; whoever runs it has to name those that may do that, in discord.admin_guilds"


async def check_admin(interaction: Interaction) -> None:
    """Raise unless the person may care for the library here and now.

    Raises
    ------
    RequestError
        They may not; their permissions are those Discord sent with this very interaction.
    """
    guild, person = interaction.guild_id, interaction.user
    allowed = interaction.client.service.settings.admin_guilds
    # Whoever installed the bot for themselves alone can use it in a guild of their own, where they may do anything.
    if guild is None or interaction.client.get_guild(guild) is None:
        raise RequestError(REFUSAL)
    if not allowed and len(interaction.client.guilds) > 1:
        raise RequestError(UNNAMED)
    if (allowed and guild not in allowed) or not isinstance(person, discord.Member):
        raise RequestError(REFUSAL)
    if interaction.permissions.manage_guild or interaction.permissions.administrator:
        return
    named = (await interaction.client.settings_of(guild)).roles
    if named.isdisjoint(role.id for role in person.roles):
        raise RequestError(REFUSAL)
