"""Answer an interaction once and in time, whatever happens: first the deferral, then the reply or one sentence."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import closing
from types import TracebackType
from typing import Any

import aiohttp
import discord

from bot.chat.base import Interaction
from bot.chat.draw import view_of
from bot.handlers.requests import RequestError
from bot.replies import Kept, Outcome, Reply, Text
from bot.state import StateError
from index.errors import ArticleIndexError, LibraryEmptyError, LibraryLockedError, LibraryMissingError

log = logging.getLogger(__name__)
Work = Coroutine[Any, Any, Reply]

BUDGET_S = 5.0
"""How long a person waits for an answer."""
CUT_WAITS_S = (0.1, 0.5)
"""How long to wait before sending again what a cut connection may have lost."""
ALREADY_ACKNOWLEDGED = 40060
SENDING_ERRORS = (discord.HTTPException, aiohttp.ClientError, OSError)
_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (LibraryMissingError, "There is no library yet; whoever runs me has to add articles first."),
    (LibraryEmptyError, "The library holds no articles yet."),
    (LibraryLockedError, "The library is being changed just now; try again in a minute."),
    (ArticleIndexError, "The library can't be used at the moment; whoever runs me can find the reason in my log."),
    (StateError, "I can't reach what I keep at the moment; whoever runs me can find the reason in my log."),
    (TimeoutError, f"That took longer than {BUDGET_S:.0f} seconds, so I stopped; try fewer or rarer words."),
    (discord.app_commands.CheckFailure, "You may not do that here."),
)
_ANYTHING = "Something went wrong on my side."


def sentence_for(error: Exception) -> str | None:
    """Return what a person is told where the request itself was wrong, or ``None`` where it was not."""
    if not isinstance(error, RequestError):
        return None
    text = str(error).replace(" with -k", "").replace("--", "")
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")


def failure_of(error: Exception) -> Reply:
    """Return the reply that tells of an error; its id is in the log, with everything a person shouldn't see."""
    told = sentence_for(error)
    if told:
        return Reply(Outcome.FAILED, (Text(told),))
    code = secrets.token_hex(4)
    log.error("failure %s", code, exc_info=error)
    told = next((sentence for kind, sentence in _SENTENCES if isinstance(error, kind)), _ANYTHING)
    return Reply(Outcome.FAILED, (Text(told), Text(f"Failure {code}", quiet=True)))


async def tell_failure(interaction: Interaction, error: Exception) -> None:
    """Tell a person in one sentence, privately where that is still possible, that it didn't work."""
    try:
        await _send(interaction, failure_of(error))
    except SENDING_ERRORS:
        log.exception("nobody could be told of a failure")


async def _send(interaction: Interaction, reply: Reply) -> None:
    response, view = interaction.response, await view_of(reply)
    if not response.is_done():
        await insistently(lambda: response.send_message(view=view, ephemeral=True))
    elif response.type is discord.InteractionResponseType.deferred_channel_message:
        await insistently(lambda: interaction.edit_original_response(view=view))
    else:
        await insistently(lambda: interaction.followup.send(view=view, ephemeral=True))


async def insistently(send: Callable[[], Awaitable[Any]]) -> None:
    """Send something, again where the connection was cut, which discord.py does not do by itself on Linux.

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

    async def __aenter__(self) -> None:
        self._interaction.client.begun(self._interaction.id)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        try:
            if isinstance(error, Exception):
                await tell_failure(self._interaction, error)
        finally:
            self._interaction.client.finished(self._interaction.id)
        return isinstance(error, Exception)


async def answer(interaction: Interaction, work: Work, *, is_private: bool) -> None:
    """Defer, then show what the work makes, in a message of its own."""
    async with Handled(interaction):
        with closing(work):
            await insistently(lambda: interaction.response.defer(ephemeral=is_private, thinking=True))
            reply = await asyncio.wait_for(work, BUDGET_S)
        view = await view_of(reply)
        await insistently(lambda: interaction.edit_original_response(view=view))


async def replace_message(interaction: Interaction, work: Work) -> None:
    """Show what the work makes in the place of the message whose button was pressed."""
    async with Handled(interaction):
        with closing(work):
            await insistently(interaction.response.defer)
            reply = await asyncio.wait_for(work, BUDGET_S)
        view = await view_of(reply)
        await insistently(lambda: interaction.edit_original_response(view=view))


async def refuse(interaction: Interaction, sentence: str, again: str = "") -> None:
    """Say at once and privately why something isn't done; ``again`` is Markdown of ours that says when it will be."""
    async with Handled(interaction):
        blocks = (Text(sentence), Kept(again)) if again else (Text(sentence),)
        await interaction.response.send_message(view=await view_of(Reply(Outcome.FAILED, blocks)), ephemeral=True)
