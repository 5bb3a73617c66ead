"""Answer those who mention the bot or reply to an answer, where the settings turn that on."""

from __future__ import annotations

import asyncio
import logging

import discord

from bot.chat.base import BaseClient
from bot.chat.draw import code_of, question_of, view_of
from bot.chat.responding import BUDGET_S, SENDING_ERRORS, Caught, failure_of
from bot.handlers import answers
from bot.handlers.followup import completed
from bot.handlers.requests import AskRequest
from bot.replies import Outcome, Reply, Text
from index.models import Filters

log = logging.getLogger(__name__)


async def answer_message(client: BaseClient, message: discord.Message) -> None:
    """Answer a message that mentions the bot; every other one is passed over."""
    if message.author.bot or client.user is None or client.user not in message.mentions:
        return
    wait_s = client.gate.wait_s(message.author.id, message.guild.id if message.guild else None, client.under_way)
    if wait_s:
        return
    client.begun(message.id)
    try:
        await message.reply(view=await view_of(await _reply(client, message)), mention_author=False)
    except SENDING_ERRORS:
        log.warning("a message could not be answered", exc_info=True)
    finally:
        client.finished(message.id)


async def _reply(client: BaseClient, message: discord.Message) -> Reply:
    async with Caught() as caught:
        return await asyncio.wait_for(_answer(client, message), BUDGET_S)
    return failure_of(caught.error or TimeoutError())


async def _answer(client: BaseClient, message: discord.Message) -> Reply:
    now = await client.settings_of(message.guild.id if message.guild else None)
    places = {message.channel.id, getattr(message.channel, "parent_id", None) or message.channel.id}
    if now.answers_privately(frozenset(places), wished=None):
        return Reply(Outcome.NOTHING, (Text("Answers are private here; use /ask."),))
    said = message.content.replace(f"<@{client.application_id}>", "").replace(f"<@!{client.application_id}>", "")
    text, filters = said.strip(), Filters()
    before = message.reference.resolved if message.reference else None
    if isinstance(before, discord.Message) and before.author == client.user:
        text = completed(question_of(before) or "", text)
        kept = await client.keeper.run(lambda state: state.answer(code_of(before) or ""))
        filters = kept.filters if kept else filters
    request = AskRequest(text, answers.page_length(client.service), filters)
    asker = answers.Asker(message.author.id)
    return await answers.ask_kept(client.service, client.keeper, request, asker, client.catalogue)
