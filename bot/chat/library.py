"""The group `/library`, for those who care for the library."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

import discord
from discord import Permissions, app_commands

from bot.chat import recordings
from bot.chat.base import Interaction
from bot.chat.commands import Choice, answers_privately, complete_title
from bot.chat.draw import view_of
from bot.chat.permissions import REFUSAL, check_admin, check_manager
from bot.chat.recording import Place
from bot.chat.responding import SENDING_ERRORS, Caught, Handled, Work, answer, defer, failure_of, show
from bot.handlers import care, guilds, runs
from bot.handlers.answers import MAX_PER_PAGE
from bot.handlers.desk import Desk
from bot.handlers.requests import RequestError
from bot.handlers.service import WriteStoppedError
from bot.markdown import clipped, plain
from bot.phrases import Phrase, say
from bot.replies import MAX_CHOICE, MAX_CHOICES, Reply
from bot.state import StateError

log = logging.getLogger(__name__)

MAX_FILE_BYTES = 10 * 1024 * 1024
EDIT_EVERY_S = 2.0
"""How much time lies between two changes of the message with the progress, at least."""
QUICK_S = 1.0
"""A run that ends sooner shows no progress."""
EDIT_UNTIL_S = 14 * 60.0
"""After a quarter of an hour Discord takes no more edits by the interaction's token."""

GROUP = app_commands.Group(
    name="library",
    description="Care for the library",
    default_permissions=Permissions(manage_guild=True),
    guild_only=True,
    allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
)


async def for_admins(
    interaction: Interaction, work: Work, check: Callable[[Interaction], Awaitable[None]] = check_admin
) -> None:
    """Answer privately if the person may ask for it; else refuse."""

    async def checked() -> Reply:
        try:
            await check(interaction)
            return await work
        finally:
            work.close()

    await answer(interaction, checked(), is_private=True)


@GROUP.command(description="What the library holds, what failed, and what is running")
async def status(interaction: Interaction) -> None:
    """Tell how the library is."""
    client = interaction.client
    await for_admins(interaction, care.status(client.desks.of(interaction.guild_id), client.under_way))


@GROUP.command(description="Read sources again, and make the library match them")
@app_commands.describe(source="read this one alone; all if left out", full="store every article again, changed or not")
async def reindex(interaction: Interaction, source: str | None = None, full: bool = False) -> None:
    """Read the sources again, with the progress in one message."""
    desk = interaction.client.desks.of(interaction.guild_id)

    async def begin() -> runs.Run:
        chosen = (await care.chosen_source(desk, source),) if source else ()
        return desk.runs.reindex(interaction.user.id, chosen, full=full)

    await _begin(interaction, desk, begin, lambda: None)


@GROUP.command(description="Add the article behind a link, or those of up to five files")
@app_commands.describe(
    link="of one page or document",
    file="text, Markdown, HTML, PDF, JSON Lines and more; at most 10 MB",
    file2="one more file",
    file3="one more file",
    file4="one more file",
    file5="one more file",
)
async def add(
    interaction: Interaction,
    link: str | None = None,
    file: discord.Attachment | None = None,
    file2: discord.Attachment | None = None,
    file3: discord.Attachment | None = None,
    file4: discord.Attachment | None = None,
    file5: discord.Attachment | None = None,
) -> None:
    """Add what is behind a link, or files, with the progress in one message."""
    desk = interaction.client.desks.of(interaction.guild_id)
    files = [item for item in (file, file2, file3, file4, file5) if item]

    def check() -> None:
        if bool(link) == bool(files):
            raise RequestError(say("give a link, or attach files"))
        if link:
            runs.page_at(desk.service, link)
        for item in files:
            if item.size > MAX_FILE_BYTES:
                said = say("that file has {size:,} bytes; send at most {most:,}", size=item.size, most=MAX_FILE_BYTES)
                raise RequestError(said)
            runs.file_name(item.filename)

    async def begin() -> runs.Run:
        if link:
            return desk.runs.add_link(interaction.user.id, runs.page_at(desk.service, link))
        held = [(item.filename, await item.read()) for item in files]
        return desk.runs.add(interaction.user.id, held)

    await _begin(interaction, desk, begin, check)


async def _begin(
    interaction: Interaction, desk: Desk, begin: Callable[[], Awaitable[runs.Run]], check: Callable[[], None]
) -> None:
    """Begin work on the library if the person may, and follow it; what ``check`` refuses is told privately."""
    client = interaction.client
    async with Handled(interaction):
        await check_admin(interaction)
        check()
        desk.runs.check_free()
        is_private = await answers_privately(interaction, None)
        await defer(interaction, is_private=is_private)
        run = await begin()
        client.follow(_follow(interaction, desk, run, is_private=is_private))


async def _follow(interaction: Interaction, desk: Desk, run: runs.Run, *, is_private: bool) -> None:
    """Show how far a run is until its end, and then what it did.

    A private message can't be changed any more after a quarter of an hour; its last words say where the report will be.
    """
    until = time.monotonic() + EDIT_UNTIL_S
    said: Phrase | None = None
    message: discord.Message | None = None
    is_cut_off = False
    edited_at = time.monotonic() - EDIT_EVERY_S
    await asyncio.wait({run.task}, timeout=QUICK_S)
    while not run.task.done():
        if time.monotonic() >= until:
            if not is_cut_off:
                is_cut_off = True
                message = await _edit(interaction, care.going_on(run)) or message
                edited_at = time.monotonic()
        elif run.progress != said:
            said = run.progress
            message = await _edit(interaction, care.running(run)) or message
            edited_at = time.monotonic()
        await asyncio.wait({run.task}, timeout=EDIT_EVERY_S)
    desk.catalogue.expire()
    async with Handled(interaction) as handled:
        reply, end = await _ended(interaction, desk, run, is_private=is_private)
        handled.ended(reply.outcome)
        await care.note_run(desk, run, end, reply)
        if not (is_cut_off and is_private):
            await interaction.client.pause(edited_at + EDIT_EVERY_S - time.monotonic())
            await show(interaction, reply, message)


async def _ended(interaction: Interaction, desk: Desk, run: runs.Run, *, is_private: bool) -> tuple[Reply, Phrase]:
    """Return what to tell of a run that has ended, and in a word how it did."""
    async with Caught() as caught:
        try:
            reply = care.finished(run, run.task.result(), shows_failures=is_private or bool(run.link))
        except (asyncio.CancelledError, WriteStoppedError):
            return care.stopped(run), say("stopped")
        shown = await care.added(desk, run.link) if run.link else ()
        return replace(reply, blocks=(*reply.blocks, *shown)), say("done")
    error = caught.error or RuntimeError("a run ended in no way")
    return failure_of(error, await interaction.client.language_of(interaction)), say("failed")


async def _edit(interaction: Interaction, reply: Reply) -> discord.Message | None:
    """Show the progress, and return the message it stands in, ``None`` if it could not be shown."""
    try:
        language = await interaction.client.language_of(interaction)
        return await interaction.edit_original_response(view=await view_of(reply, language))
    except SENDING_ERRORS:
        log.warning("the progress could not be shown", exc_info=True)
        return None


@GROUP.command(description="Where answers are for all to see, how they look, who may use /library")
@app_commands.describe(
    channel="answers are for all to see only in the named channels; name one again to take it away",
    is_private="whether answers are private unless the asker says otherwise",
    role="a role whose members may use /library; name it again to take it away",
    extracts="how many extracts an answer shows on a page",
    language="the language I speak here; extracts are never translated",
)
@app_commands.rename(is_private="private")
@app_commands.choices(language=[Choice(name=name, value=code) for code, name in guilds.LANGUAGE_NAMES.items()])
async def settings(
    interaction: Interaction,
    channel: app_commands.AppCommandChannel | None = None,
    is_private: bool | None = None,
    role: discord.Role | None = None,
    extracts: app_commands.Range[int, 1, MAX_PER_PAGE] | None = None,
    language: str | None = None,
) -> None:
    """Show and change what this guild has set."""
    changes = guilds.Changes(channel.id if channel else None, role.id if role else None, is_private, extracts, language)

    async def work() -> Reply:
        if interaction.guild_id is None or (role and not interaction.permissions.manage_guild):
            raise RequestError(REFUSAL)
        client = interaction.client
        now = await client.keeper.run(partial(guilds.change, guild=interaction.guild_id, changes=changes))
        client.forget_settings(interaction.guild_id)
        return guilds.shown(now, client.service.settings.extracts)

    await for_admins(interaction, work(), check_manager)


@GROUP.command(description="Remove an article; it can't answer the next question")
@app_commands.describe(article="begin to type its title, and choose")
async def remove(interaction: Interaction, article: str) -> None:
    """Ask whether to remove an article."""
    await for_admins(interaction, care.ask_to_remove(interaction.client.desks.of(interaction.guild_id), article))


@GROUP.command(description="An article as it was read, beside what was kept of it")
@app_commands.describe(article="begin to type its title, and choose")
async def inspect(interaction: Interaction, article: str) -> None:
    """Show an article before and after its cleaning."""
    await for_admins(interaction, care.inspect(interaction.client.desks.of(interaction.guild_id), article))


@GROUP.command(description="Record your own conversation with me in this channel as a test; nobody else is recorded")
@app_commands.describe(on="true to begin, false to end and keep it")
async def record(interaction: Interaction, on: bool) -> None:
    """Begin or end the recording of who asks for it."""
    client = interaction.client
    here = Place(interaction.guild_id or 0, interaction.channel_id or 0, interaction.user.id)

    async def work() -> Reply:
        if not on:
            return await recordings.end(client.recorder, here)
        may_keep = client.service.settings.for_guild(interaction.guild_id).keep_questions
        now = await client.settings_of(interaction.guild_id)
        return await recordings.begin(client.recorder, here, str(interaction.locale), may_keep=may_keep, now=now)

    await for_admins(interaction, work())


@remove.autocomplete("article")
@inspect.autocomplete("article")
async def _complete(interaction: Interaction, current: str) -> list[Choice]:
    """Offer titles to those who may use them; nothing to others."""
    return await complete_title(interaction, current) if await _may(interaction) else []


@reindex.autocomplete("source")
async def _complete_source(interaction: Interaction, current: str) -> list[Choice]:
    """Offer the names of sources to those who may read them again; nothing to others."""
    if not await _may(interaction):
        return []
    desk = interaction.client.desks.of(interaction.guild_id)
    interaction.client.refresh_catalogue(desk)
    found = care.named_sources(desk.catalogue.sources, current)[:MAX_CHOICES]
    return [Choice(name=clipped(plain(name), MAX_CHOICE), value=key) for key, name in found]


async def _may(interaction: Interaction) -> bool:
    try:
        await check_admin(interaction)
    except (RequestError, StateError):
        return False
    return True
