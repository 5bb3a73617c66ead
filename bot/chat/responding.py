"""Answer an interaction once and in time, whatever happens: first the deferral, then the reply or one sentence."""

from __future__ import annotations

import asyncio
import logging
import math
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import closing
from datetime import timedelta
from enum import Enum
from types import TracebackType
from typing import Any

import aiohttp
import discord
from discord.ui import LayoutView

from bot.chat.base import Interaction
from bot.chat.draw import view_of
from bot.chat.watch import REFUSED, name_of
from bot.handlers.requests import RequestError
from bot.handlers.service import PATIENCE_S as TURN_S
from bot.phrases import Phrase, in_language, say
from bot.replies import Kept, Outcome, Reply, Text
from bot.state import StateError
from index.errors import ArticleIndexError, LibraryEmptyError, LibraryLockedError, LibraryMissingError

log = logging.getLogger(__name__)
Work = Coroutine[Any, Any, Reply]

BUDGET_S = 5.0
"""How long a person waits for an answer, once it is their turn."""
PATIENCE_S = TURN_S + 2 * BUDGET_S
"""How long they wait in all, when very many ask at once."""
AT_ONCE_S = 0.2
"""What is ready by then needs no deferral."""
FIRST_S = 5.0
"""How long a first response is tried; Discord takes none after three seconds."""
TOKEN_S = 14 * 60.0
"""How long an answer is tried to be sent, rate limits waited for; Discord takes none after a quarter of an hour."""
CUT_WAITS_S = (0.1, 0.5)
"""How long to wait before sending again what a cut connection may have lost."""
ALREADY_ACKNOWLEDGED = 40060
_DEFERRAL = "deferral"
"""Where an interaction notes which deferral was tried, as discord.py only knows of those that were confirmed."""
TOKEN_OVER = {50027, 10015}
"""What Discord says to a token that is too old (its documentation of codes, and reports)."""
SENDING_ERRORS = (discord.HTTPException, aiohttp.ClientError, OSError)
_SENTENCES: tuple[tuple[type[Exception], Phrase], ...] = (
    (LibraryMissingError, say("There is no library yet; whoever runs me has to add articles first.")),
    (LibraryEmptyError, say("The library holds no articles yet.")),
    (LibraryLockedError, say("The library is being changed just now; try again in a minute.")),
    (
        ArticleIndexError,
        say("The library can't be used at the moment; whoever runs me can find the reason in my log."),
    ),
    (StateError, say("I can't reach what I keep at the moment; whoever runs me can find the reason in my log.")),
    (TimeoutError, say("That took too long, so I stopped; try fewer or rarer words.")),
    (discord.app_commands.CheckFailure, say("You may not do that here.")),
)
_ANYTHING = say("Something went wrong on my side.")


def raise_if_too_fast(wait_s: float) -> None:
    """Raise unless the gate says that there is nothing to wait for.

    Raises
    ------
    RequestError
        It says when to try again.
    """
    if wait_s > 0:
        again = discord.utils.format_dt(discord.utils.utcnow() + timedelta(seconds=math.ceil(wait_s)), "R")
        raise RequestError(say("You ask faster than I may answer."), say("Try again {when}.", when=again))


def sentence_for(error: RequestError, language: str) -> str:
    """Return what a person is told where the request itself was wrong; options are called as Discord calls them."""
    text = in_language(error.sentence, language).replace(" with -k", "").replace("--", "")
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "다", "요")) else ".")


def failure_of(error: Exception, language: str = "") -> Reply:
    """Return the reply that tells of an error; its id is in the log, with everything a person shouldn't see."""
    if isinstance(error, RequestError):
        again = (Kept(error.markdown),) if error.markdown else ()
        return Reply(Outcome.FAILED, (Text(sentence_for(error, language)), *again))
    code = secrets.token_hex(4)
    log.error("failure %s", code, exc_info=error)
    told = next((sentence for kind, sentence in _SENTENCES if isinstance(error, kind)), _ANYTHING)
    return Reply(Outcome.FAILED, (Text(told), Text(say("Failure {code}", code=code), quiet=True)))


async def tell_failure(interaction: Interaction, error: Exception) -> None:
    """Tell a person in one sentence, privately where that is still possible, that it didn't work."""
    language = await interaction.client.language_of(interaction)
    view = await view_of(failure_of(error, language), language)
    try:
        async with asyncio.timeout(TOKEN_S):
            await _send(interaction, view)
    except (*SENDING_ERRORS, TimeoutError):
        log.exception("nobody could be told of a failure")


async def _send(interaction: Interaction, view: LayoutView) -> None:
    response, given = interaction.response, interaction.response.type
    if not response.is_done():
        try:
            await insistently(lambda: response.send_message(view=view, ephemeral=True))
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED:
                raise
            given = interaction.extras.get(_DEFERRAL)  # it got through after all, though its connection was cut
        else:
            return
    if given is discord.InteractionResponseType.deferred_channel_message:
        await insistently(lambda: interaction.edit_original_response(view=view))
    else:
        await insistently(lambda: interaction.followup.send(view=view, ephemeral=True))


async def defer(interaction: Interaction, *, is_private: bool) -> None:
    """Say that a message of its own will come; see `first`."""
    interaction.extras[_DEFERRAL] = discord.InteractionResponseType.deferred_channel_message
    await first(lambda: interaction.response.defer(ephemeral=is_private, thinking=True))


async def defer_change(interaction: Interaction) -> None:
    """Say that the message whose button was pressed will change, or something will come aside; see `first`."""
    interaction.extras[_DEFERRAL] = discord.InteractionResponseType.deferred_message_update
    await first(interaction.response.defer)


async def insistently(send: Callable[[], Awaitable[Any]]) -> None:
    """Send something, again where the connection was cut, which discord.py does not do by itself on Linux.

    What is sent must be the same when it is sent twice.

    Raises
    ------
    discord.HTTPException, aiohttp.ClientError, OSError
        It did not get through; "already acknowledged" counts as through, as the first time may have been.
    """
    for wait_s in (*CUT_WAITS_S, None):
        try:
            await send()
        except discord.HTTPException as error:
            if error.code != ALREADY_ACKNOWLEDGED or wait_s == CUT_WAITS_S[0]:
                raise
        except (aiohttp.ClientError, OSError):
            if wait_s is None:
                raise
            await asyncio.sleep(wait_s)
            continue
        return


async def first(respond: Callable[[], Awaitable[Any]]) -> None:
    """Give the first response, within the time in which Discord takes one.

    Raises
    ------
    discord.HTTPException, aiohttp.ClientError, OSError
    """
    async with asyncio.timeout(FIRST_S):
        await insistently(respond)


async def show(interaction: Interaction, reply: Reply, shown: discord.Message | None = None) -> None:
    """Put a reply in the place of "thinking…", or of the message whose button was pressed.

    ``shown`` is the message that stands in the place of "thinking…" already, if one does.

    Raises
    ------
    discord.HTTPException, aiohttp.ClientError, OSError
    """
    view = await view_of(reply, await interaction.client.language_of(interaction))
    try:
        async with asyncio.timeout(TOKEN_S):
            await insistently(lambda: interaction.edit_original_response(view=view))
    except discord.HTTPException as error:
        message = shown or interaction.message
        if error.code not in TOKEN_OVER or message is None or message.flags.ephemeral:
            raise
        # What all can see can be changed without a token, where the bot may see the channel.
        channel = interaction.client.get_partial_messageable(message.channel.id)
        nobody = discord.AllowedMentions.none()  # by this way the client's own is left out
        await channel.get_partial_message(message.id).edit(view=view, allowed_mentions=nobody)


class Caught:
    """A block whose error is kept rather than raised."""

    def __init__(self) -> None:
        self.error: Exception | None = None

    async def __aenter__(self) -> Caught:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error if isinstance(error, Exception) else None
        return self.error is not None


class Handled:
    """A block in which an interaction is worked on: an error ends in a sentence, and a stop waits for its end."""

    def __init__(self, interaction: Interaction) -> None:
        self._interaction = interaction

    async def __aenter__(self) -> Handled:
        self._interaction.client.begun(self._interaction.id, name_of(self._interaction))
        self._interaction.client.listen(self._interaction)
        return self

    def ended(self, outcome: str) -> None:
        """Note how it went."""
        self._interaction.client.watch.ended(self._interaction.id, outcome)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        try:
            if isinstance(error, Exception):
                self.ended(REFUSED if isinstance(error, RequestError) else Outcome.FAILED)
                await tell_failure(self._interaction, error)
        finally:
            self._interaction.client.finished(self._interaction.id)
        return isinstance(error, Exception)


async def answer(interaction: Interaction, work: Work, *, is_private: bool) -> None:
    """Defer, then show what the work makes, in a message of its own."""
    async with Handled(interaction) as handled:
        with closing(work):
            await defer(interaction, is_private=is_private)
            reply = await asyncio.wait_for(work, PATIENCE_S)
        handled.ended(reply.outcome)
        await show(interaction, reply)


class Place(Enum):
    """Where a reply to a pressed button goes: over its message, to the person alone, or below it for all to see."""

    HERE = "here"
    ASIDE = "aside"
    BELOW = "below"


async def replace_message(interaction: Interaction, work: Work) -> None:
    """Show what the work makes in the place of the message whose button was pressed."""

    async def here() -> tuple[Reply, Place]:
        return await work, Place.HERE

    await place_reply(interaction, here())


async def place_reply(interaction: Interaction, work: Coroutine[Any, Any, tuple[Reply, Place]]) -> None:
    """Show what the work makes where it says; nothing is waited for before the first response."""
    async with Handled(interaction) as handled:
        task = asyncio.create_task(asyncio.wait_for(work, PATIENCE_S))
        try:
            await asyncio.wait({task}, timeout=AT_ONCE_S)
            if not task.done():
                await defer_change(interaction)
                reply, place = await task
                handled.ended(reply.outcome)
                await _put(interaction, reply, place)
                return
            reply, place = task.result()
            handled.ended(reply.outcome)
            await _put_at_once(interaction, reply, place)
        finally:
            task.cancel()


async def _put(interaction: Interaction, reply: Reply, place: Place) -> None:
    if place is Place.HERE:
        await show(interaction, reply)
        return
    view = await view_of(reply, await interaction.client.language_of(interaction))
    async with asyncio.timeout(TOKEN_S):
        if place is Place.ASIDE:
            await insistently(lambda: interaction.followup.send(view=view, ephemeral=True))
        else:  # sent once only: twice would be seen by all
            await interaction.followup.send(view=view)


async def _put_at_once(interaction: Interaction, reply: Reply, place: Place) -> None:
    view, response = await view_of(reply, await interaction.client.language_of(interaction)), interaction.response
    if place is Place.HERE:
        await first(lambda: response.edit_message(view=view))
    else:
        await first(lambda: response.send_message(view=view, ephemeral=place is Place.ASIDE))


async def refuse(interaction: Interaction, error: RequestError) -> None:
    """Say at once and privately why something isn't done."""
    async with Handled(interaction) as handled:
        handled.ended(REFUSED)
        language = await interaction.client.language_of(interaction)
        view = await view_of(failure_of(error, language), language)
        await first(lambda: interaction.response.send_message(view=view, ephemeral=True))
