"""The group `/library`, for those who care for the library."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial

import discord
from discord import Permissions, app_commands

from bot.chat.base import Interaction
from bot.chat.commands import complete_title
from bot.chat.draw import view_of
from bot.chat.permissions import REFUSAL, check_admin
from bot.chat.responding import SENDING_ERRORS, Handled, Work, answer, insistently
from bot.handlers import care, guilds
from bot.handlers.requests import RequestError
from bot.handlers.service import WriteStoppedError
from bot.replies import Reply
from bot.state import StateError

log = logging.getLogger(__name__)

MAX_FILE_BYTES = 10 * 1024 * 1024
EDIT_EVERY_S = 2.0
EDIT_UNTIL_S = 14 * 60.0
"""After a quarter of an hour Discord takes no more edits by the interaction's token."""

GROUP = app_commands.Group(
    name="library",
    description="Care for the library",
    default_permissions=Permissions(manage_guild=True),
    guild_only=True,
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
)


async def for_admins(interaction: Interaction, work: Work) -> None:
    """Answer privately if the person may ask for it; else refuse."""

    async def checked() -> Reply:
        try:
            await check_admin(interaction)
            return await work
        finally:
            work.close()

    await answer(interaction, checked(), is_private=True)


@GROUP.command(description="What the library holds, what failed, and what is running")
async def status(interaction: Interaction) -> None:
    """Tell how the library is."""
    client = interaction.client
    await for_admins(interaction, care.status(client.service, client.keeper, client.runs))


@GROUP.command(description="Read all sources again, and make the library match them")
@app_commands.describe(full="store every article again, changed or not")
async def reindex(interaction: Interaction, full: bool = False) -> None:
    """Read the sources again, with the progress in one message."""

    async def begin() -> care.Run:
        return interaction.client.runs.reindex(interaction.user.id, full=full)

    await _begin(interaction, begin, lambda: None)


@GROUP.command(description="Add the articles of a file: text, Markdown, HTML, JSON or JSON Lines")
@app_commands.describe(file="at most 10 MB")
async def add(interaction: Interaction, file: discord.Attachment) -> None:
    """Add a file, with the progress in one message."""

    def check() -> None:
        if file.size > MAX_FILE_BYTES:
            raise RequestError(f"that file has {file.size:,} bytes; send at most {MAX_FILE_BYTES:,}")
        care.file_name(file.filename)

    async def begin() -> care.Run:
        return interaction.client.runs.add(interaction.user.id, file.filename, await file.read())

    await _begin(interaction, begin, check)


async def _begin(interaction: Interaction, begin: Callable[[], Awaitable[care.Run]], check: Callable[[], None]) -> None:
    """Begin work on the library if the person may, and follow it; what ``check`` refuses is told privately."""
    client = interaction.client
    async with Handled(interaction):
        await check_admin(interaction)
        check()
        client.runs.check_free()
        await insistently(lambda: interaction.response.defer(thinking=True))
        run = await begin()
        client.follow(_follow(interaction, run))


async def _follow(interaction: Interaction, run: care.Run) -> None:
    """Show how far a run is until its end, and then what it did."""
    until = time.monotonic() + EDIT_UNTIL_S
    shown = ""
    while not run.task.done():
        if run.progress != shown and time.monotonic() < until:
            shown = run.progress
            await _edit(interaction, care.running(run))
        await asyncio.wait({run.task}, timeout=EDIT_EVERY_S)
    interaction.client.catalogue.expire()
    async with Handled(interaction):
        try:
            reply = care.finished(run, run.task.result())
        except (asyncio.CancelledError, WriteStoppedError):
            reply = care.stopped(run)
        view = await view_of(reply)
        await insistently(lambda: interaction.edit_original_response(view=view))


async def _edit(interaction: Interaction, reply: Reply) -> None:
    try:
        await interaction.edit_original_response(view=await view_of(reply))
    except SENDING_ERRORS:
        log.warning("the progress could not be shown", exc_info=True)


@GROUP.command(description="Where answers are for all to see, whether they are private at first, who may use /library")
@app_commands.describe(
    channel="answers are for all to see only in the named channels; name one again to take it away",
    is_private="whether answers are private unless the asker says otherwise",
    role="a role whose members may use /library; name it again to take it away",
)
@app_commands.rename(is_private="private")
async def settings(
    interaction: Interaction,
    channel: app_commands.AppCommandChannel | None = None,
    is_private: bool | None = None,
    role: discord.Role | None = None,
) -> None:
    """Show and change what this guild has set."""

    async def work() -> Reply:
        if interaction.guild_id is None or (role and not interaction.permissions.manage_guild):
            raise RequestError(REFUSAL)
        changed = partial(
            guilds.change,
            guild=interaction.guild_id,
            channel=channel.id if channel else None,
            role=role.id if role else None,
            is_private=is_private,
        )
        now = await interaction.client.keeper.run(changed)
        interaction.client.forget_settings(interaction.guild_id)
        return guilds.shown(now)

    await for_admins(interaction, work())


@GROUP.command(description="Remove an article; it can't answer the next question")
@app_commands.describe(article="begin to type its title, and choose")
async def remove(interaction: Interaction, article: str) -> None:
    """Ask whether to remove an article."""
    client = interaction.client
    await for_admins(interaction, care.ask_to_remove(client.service, client.keeper, article))


@GROUP.command(description="An article as it was read, beside what was kept of it")
@app_commands.describe(article="begin to type its title, and choose")
async def inspect(interaction: Interaction, article: str) -> None:
    """Show an article before and after its cleaning."""
    await for_admins(interaction, care.inspect(interaction.client.service, article))


@remove.autocomplete("article")
@inspect.autocomplete("article")
async def _complete(interaction: Interaction, current: str) -> list[app_commands.Choice[str]]:
    """Offer titles to those who may use them; nothing to others."""
    try:
        await check_admin(interaction)
    except (RequestError, StateError):
        return []
    return await complete_title(interaction, current)
