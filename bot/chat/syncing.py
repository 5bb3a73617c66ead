"""Give Discord the commands, but only where what it holds is not what they are."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import discord
from discord import app_commands

from bot.chat.base import BaseClient

_NAME = "commands"


async def sync_if_needed(
    client: BaseClient, tree: app_commands.CommandTree[BaseClient], guild: int | None = None
) -> tuple[int, bool]:
    """Return how many commands Discord has now, and whether they had to be given to it.

    They are given where Discord's list differs from ours, or where something it doesn't show, such as a translation,
    is not what was given the last time.

    Raises
    ------
    discord.HTTPException, discord.app_commands.AppCommandError, StateError
    """
    place = discord.Object(guild) if guild else None
    ours = await _payload(tree, place)
    mark = hashlib.blake2b(json.dumps(ours, sort_keys=True).encode(), digest_size=16).hexdigest()
    held = await _held(client, guild)
    known = await client.keeper.read(lambda state: state.guild_setting(guild or 0, _NAME))
    if known == mark and sorted(map(_shape, ours)) == sorted(map(_shape, held)):
        return len(held), False
    given = await tree.sync(guild=place)
    await client.keeper.run(lambda state: state.set_guild(guild or 0, _NAME, mark))
    return len(given), True


async def _payload(tree: app_commands.CommandTree[BaseClient], place: discord.Object | None) -> list[dict[str, Any]]:
    commands = tree.get_commands(guild=place)
    if tree.translator is None:
        return [command.to_dict(tree) for command in commands]
    return [await command.get_translated_payload(tree, tree.translator) for command in commands]


async def _held(client: BaseClient, guild: int | None) -> list[Mapping[str, Any]]:
    application = client.application_id or 0
    if guild:
        return list(await client.http.get_guild_commands(application, guild))
    return list(await client.http.get_global_commands(application))


def _shape(command: Mapping[str, Any]) -> str:
    """Return what a command is, as far as both our form of it and Discord's tell."""
    options = [_shape(option) for option in command.get("options") or []]
    choices = [choice["name"] for choice in command.get("choices") or []]
    facts = [command["name"], command.get("type", 1), command.get("description") or "", bool(command.get("required"))]
    return json.dumps([*facts, bool(command.get("autocomplete")), choices, options])
