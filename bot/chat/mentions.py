"""Answer those who mention the bot or reply to an answer, where the settings turn that on."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.chat.base import BaseClient
from bot.chat.draw import code_of, question_of, view_of
from bot.chat.responding import PATIENCE_S, SENDING_ERRORS, Caught, failure_of, raise_if_too_fast
from bot.handlers import answers
from bot.handlers.followup import completed
from bot.handlers.kept import known_answer
from bot.handlers.requests import AskRequest, RequestError
from bot.phrases import say
from bot.replies import Outcome, Reply, Text
from index.models import Filters

log = logging.getLogger(__name__)


async def answer_message(client: BaseClient, message: discord.Message) -> None:
    """Answer a message that mentions the bot; every other one is passed over."""
    if client.is_stopping or message.author.bot or client.user is None or client.user not in message.mentions:
        return
    guild = message.guild.id if message.guild else None
    wait_s = client.gate.wait_s(message.author.id, guild, client.under_way)
    if wait_s and not client.gate.may_be_told(message.author.id, guild):
        return
    client.begun(message.id, "mention")
    try:
        reply = await _reply(client, message, guild, wait_s)
        client.watch.ended(message.id, reply.outcome)
        await message.reply(view=await view_of(reply, await _language(client, message)), mention_author=False)
    except SENDING_ERRORS:
        log.warning("a message could not be answered", exc_info=True)
    finally:
        client.finished(message.id)


async def _language(client: BaseClient, message: discord.Message) -> str:
    """Return the language to answer a message in; Discord doesn't tell the author's own, so it is the guild's."""
    async with Caught():
        now = await client.settings_of(message.guild.id if message.guild else None)
        if now.language or not message.guild:
            return now.language
    return message.guild.preferred_locale.value.partition("-")[0] if message.guild else ""


async def _reply(client: BaseClient, message: discord.Message, guild: int | None, wait_s: float) -> Reply:
    """Return the answer or, to who asks too fast, when to try again."""
    async with Caught() as caught:
        raise_if_too_fast(wait_s)
        return await asyncio.wait_for(_answer(client, message, guild), PATIENCE_S)
    return failure_of(caught.error or TimeoutError(), await _language(client, message))


async def _answer(client: BaseClient, message: discord.Message, guild: int | None) -> Reply:
    now, desk = await client.settings_of(guild), client.desks.of(guild)
    places = {message.channel.id, getattr(message.channel, "parent_id", None) or message.channel.id}
    if now.answers_privately(frozenset(places), wished=None):
        return Reply(Outcome.NOTHING, (Text(say("Answers are private here; use /ask.")),))
    said = message.content.replace(f"<@{client.application_id}>", "").replace(f"<@!{client.application_id}>", "")
    text, filters = said.strip(), Filters()
    before = message.reference.resolved if message.reference else None
    if isinstance(before, discord.Message) and before.author == client.user:
        text = completed(question_of(before) or "", text)
        try:
            filters = (await known_answer(desk, code_of(before) or "", message.author.id)).filters
        except RequestError:
            filters = Filters()
    asker = await client.asker(message.author.id, guild, is_private=False)
    return await answers.ask_kept(desk, AskRequest(text, filters=filters), asker)
