"""Bad weather: cut connections, refusals for a while, a dropped gateway; every question still ends in an answer."""

from __future__ import annotations

import asyncio

from tests.chatting import running_bot
from tests.fake_discord import TIMEOUT_S, text_of

KIM = "when did Kim visit Russia?"


async def ask(bot):
    return text_of(await (await bot.fake.command("ask", question=KIM)).reply())


async def test_a_connection_cut_after_the_first_response(fake, settings):
    """The response took effect, but nobody told the bot; it finds out and goes on."""
    async with running_bot(fake, settings) as bot:
        fake.cut_callbacks = 1
        assert "## September 2023" in await ask(bot)

    assert fake.problems == ["a second first response"]
    fake.problems.clear()


async def test_a_connection_cut_at_the_answer(bot):
    bot.fake.cut_edits = 1

    assert "## September 2023" in await ask(bot)


async def test_a_limit_and_a_bad_gateway_at_the_answer(bot):
    """discord.py waits and tries again by itself."""
    bot.fake.failures = [429, 503]

    assert "## September 2023" in await ask(bot)


async def test_an_answer_discord_refuses_is_told_of(bot, caplog):
    """One sentence in the place of "thinking…", and the reason in the log."""
    bot.fake.failures = [403]

    assert (await ask(bot)).startswith("Something went wrong on my side.\n-# Failure ")
    assert "403 Forbidden" in caplog.text


async def test_nobody_can_be_told_when_discord_is_away(bot, caplog):
    """Then the log has it, and the bot goes on."""
    bot.fake.failures = [403, 403]
    told = await bot.fake.command("ask", question=KIM)
    await told.until(lambda it: it.kind)
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.idle.wait()
    assert "nobody could be told" in caplog.text

    assert "## September 2023" in await ask(bot)


async def test_a_dropped_gateway_is_taken_up_again(bot):
    await bot.fake.drop()
    async with asyncio.timeout(TIMEOUT_S):
        await bot.fake.ready.wait()

    assert "## September 2023" in await ask(bot)
