"""Old answers are let go in the background: their buttons say so, and their receipts go on working."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing, suppress
from dataclasses import replace

from bot.config import Settings
from bot.handlers.keeper import Keeper
from bot.handlers.sweeping import keep_sweeping, sweep
from tests.fake_discord import TIMEOUT_S, text_of
from tests.test_chat_commands import receipt_of

KIM = "when did Kim visit Russia?"


def age(settings, day):
    """Let everything that is kept be of a day."""
    with closing(sqlite3.connect(settings.state)) as connection, connection:
        connection.execute("UPDATE answers SET made_at = ?", [day])
        connection.execute("UPDATE receipts SET first_shown = ?1, last_shown = ?1", [day])


async def test_buttons_of_a_swept_answer_say_so_and_its_receipt_works(bot, settings):
    reply = await (await bot.fake.command("ask", question=KIM)).reply()
    await (await bot.fake.press(reply, "Helpful")).reply()
    age(settings, "2020-01-01")
    gone = await sweep(bot.keeper, replace(settings, receipt_days=36_500), pause_s=0.0)
    turned = text_of(await (await bot.fake.press(reply, "Why this answer?")).reply())
    checked = text_of(await (await bot.fake.command("receipt", code=receipt_of(reply))).reply())
    more = text_of(await (await bot.fake.press(reply, "More context")).reply())
    privacy = text_of(await (await bot.fake.command("privacy")).reply())

    assert gone == 1
    assert turned == "This answer is no longer known here; ask again."
    assert "## Unchanged" in checked
    assert "\n-# **1** · " in more
    assert "**answers you asked for** 0" in privacy


async def test_receipts_end_in_time_too(bot, settings):
    reply = await (await bot.fake.command("ask", question=KIM)).reply()
    age(settings, "2020-01-01")
    await sweep(bot.keeper, settings, pause_s=0.0)

    assert "There is no receipt" in text_of(await (await bot.fake.command("receipt", code=receipt_of(reply))).reply())


async def test_what_is_young_stays(bot, settings):
    reply = await (await bot.fake.command("ask", question=KIM)).reply()

    assert await sweep(bot.keeper, settings) == 0
    assert "Why" in text_of(await (await bot.fake.press(reply, "Why this answer?")).reply())


async def test_a_state_that_cannot_be_read_is_tried_again(tmp_path, caplog):
    """The bot goes on meanwhile."""
    path, asked, twice = tmp_path / "state.db", [], asyncio.Event()
    path.write_bytes(b"no database at all" * 100)
    keeper, settings = Keeper(path), Settings(state=path)

    def now():
        asked.append(caplog.text.count("old answers could not be deleted"))
        if asked[-1] == 2:
            twice.set()
        return settings

    task = asyncio.create_task(keep_sweeping(keeper, now, every_s=0.001))
    async with asyncio.timeout(TIMEOUT_S):
        await twice.wait()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    keeper.close()
