"""Bad weather: cut connections, refusals for a while, a dropped gateway; every question still ends in an answer."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from contextlib import ExitStack, asynccontextmanager, closing

import pytest

from bot.chat.run import quick_turns
from tests.chatting import running_bot
from tests.discord_limits import EPHEMERAL
from tests.fake_discord import BEN, GUILD, TIMEOUT_S, NoWaits, buttons, text_of

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


@pytest.fixture
def broken(monkeypatch):
    """Return a function that lets one of the bot's functions fail."""

    def break_(where):
        async def failing(*_, **__):
            raise ZeroDivisionError

        monkeypatch.setattr(where, failing)

    return break_


async def test_a_connection_cut_at_the_deferral_of_what_fails(bot, broken):
    """Nobody told the bot of the deferral; the person is told of the failure in its place all the same."""
    broken("bot.handlers.answers.ask")
    bot.fake.cut_callbacks = 1

    assert (await ask(bot)).startswith("Something went wrong on my side.")
    assert set(bot.fake.problems) == {"a second first response"}
    bot.fake.problems.clear()


async def test_a_connection_cut_at_the_deferral_of_a_page_that_fails(bot, broken, monkeypatch):
    """The failure is told aside: the answer, which all can see, stays."""
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    monkeypatch.setattr("bot.chat.responding.AT_ONCE_S", 0)
    broken("bot.handlers.answers.turn_page")
    bot.fake.cut_callbacks = 1
    told = await bot.fake.press(answer, "Next ▶")
    reply = await told.reply()

    assert text_of(reply).startswith("Something went wrong on my side.")
    assert reply["flags"] & EPHEMERAL
    assert told.edits == 0
    assert set(bot.fake.problems) == {"a second first response"}
    bot.fake.problems.clear()


async def test_a_connection_cut_at_a_form(bot):
    """The form is open, the vote counts, and nobody is told of a failure."""
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    bot.fake.cut_callbacks = 1
    told = await bot.fake.press(answer, "Not helpful")
    await told.modal()
    await (await bot.fake.command("help")).reply()
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.idle.wait()

    assert told.followups == []
    assert await bot.keeper.run(lambda state: state.votes()) == (0, 1)
    assert bot.fake.problems == ["a second first response"]
    bot.fake.problems.clear()


async def test_a_form_that_could_not_be_opened(bot, waits):
    """The vote counts all the same."""
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    bot.fake.first_failures = [403]
    text = text_of(await (await bot.fake.press(answer, "Not helpful")).reply())

    assert text.startswith("Something went wrong on my side.")
    assert await bot.keeper.run(lambda state: state.votes()) == (0, 1)


async def test_a_connection_cut_while_an_answer_is_removed(bot):
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    bot.fake.cut_edits = 1
    told = await bot.fake.press(answer, "Remove")
    await told.until(lambda it: it.original is None and it.edits)
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.idle.wait()

    assert told.followups == []


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


@pytest.fixture
def waits(monkeypatch):
    """Let discord.py wait for nothing, and return what notes its waits."""
    noted = NoWaits()
    monkeypatch.setattr("discord.webhook.async_.asyncio", noted)
    return noted


async def test_a_long_limit_at_the_answer_is_waited_for(bot, waits):
    """Forty seconds are within what the token lives, so the person gets the answer itself, once."""
    bot.fake.failures, bot.fake.retry_after_s = [429], 40
    told = await bot.fake.command("ask", question=KIM)
    reply = await told.reply()

    assert "## September 2023" in text_of(reply)
    assert waits.asked_s == [40]
    assert (told.edits, told.followups) == (1, [])


async def test_a_limit_beyond_the_tokens_life_is_not_waited_for(bot, monkeypatch, caplog):
    """Nobody hangs for an hour, and nobody's place is held for so long."""
    monkeypatch.setattr("bot.chat.responding.TOKEN_S", 0.05)
    bot.fake.failures, bot.fake.retry_after_s = [429, 429], 3_600
    told = await bot.fake.command("ask", question=KIM)
    await told.until(lambda it: it.kind)
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.idle.wait()

    assert "nobody could be told of a failure" in caplog.text
    assert "## September 2023" in await ask(bot)


async def test_errors_for_a_while_end_in_one_sentence(bot, waits, caplog):
    """discord.py gives up after five tries; then the person is told, and the id is in the log."""
    bot.fake.failures = [503] * 5
    told = await bot.fake.command("ask", question=KIM)
    text = text_of(await told.reply())

    assert text.startswith("Something went wrong on my side.\n-# Failure ")
    assert f"failure {text.split()[-1]}" in caplog.text
    assert (told.edits, told.followups) == (1, [])


async def test_errors_for_long_are_only_logged(bot, waits, caplog):
    bot.fake.failures = [500] * 10
    told = await bot.fake.command("ask", question=KIM)
    await told.until(lambda it: it.kind)
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.idle.wait()

    assert "nobody could be told of a failure" in caplog.text
    assert "## September 2023" in await ask(bot)


async def test_an_error_at_the_first_response(bot, waits):
    bot.fake.first_failures = [502]

    assert "## September 2023" in await ask(bot)


async def test_a_first_response_nobody_waits_for_any_more(bot, caplog):
    """Discord says that it came too late: nothing can be shown, and the next question is answered."""
    bot.fake.first_failures = [(404, 10062)] * 2
    await bot.fake.command("ask", question=KIM)
    async with asyncio.timeout(TIMEOUT_S):
        while "nobody could be told of a failure" not in caplog.text:  # noqa: ASYNC110 - a log has no event
            await asyncio.sleep(0)

    assert "## September 2023" in await ask(bot)


async def test_a_token_that_is_over_while_a_page_is_turned(bot, monkeypatch):
    """A public message can be changed without the token; a quick page needs no token at all."""
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    bot.fake.failures = [(401, 50027)]
    quick = await (await bot.fake.press(answer, "Next ▶")).reply()
    monkeypatch.setattr("bot.chat.responding.AT_ONCE_S", 0)
    slow = await bot.fake.press(answer, "Next ▶")
    async with asyncio.timeout(TIMEOUT_S):
        changed = await bot.fake.channel_edits.get()

    assert "**4** · " in text_of(quick)
    assert slow.kind == 6
    assert changed["id"] == answer["id"]
    assert "**4** · " in text_of(changed)


async def test_a_token_that_is_over_on_a_private_page(bot, monkeypatch, caplog):
    """There only a follow-up could tell, and if that fails too, the log does."""
    answer = await (await bot.fake.command("ask", question=KIM, private=True)).reply()
    monkeypatch.setattr("bot.chat.responding.AT_ONCE_S", 0)
    bot.fake.failures = [(401, 50027)]
    told = text_of(await (await bot.fake.press(answer, "Next ▶")).reply())
    bot.fake.failures = [(401, 50027)] * 2
    slow = await bot.fake.press(answer, "Next ▶")
    await slow.until(lambda it: it.kind)
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.idle.wait()

    assert told.startswith("Something went wrong on my side.\n-# Failure ")
    assert "nobody could be told of a failure" in caplog.text
    assert bot.fake.channel_edits.empty()


async def test_the_gateway_drops_while_a_question_is_worked_on(bot, monkeypatch):
    """The answer goes another way, so it arrives."""
    real, entered, going_on = bot.service.read, asyncio.Event(), asyncio.Event()

    async def slow(work):
        entered.set()
        await going_on.wait()
        return await real(work)

    monkeypatch.setattr(bot.service, "read", slow)
    told = await bot.fake.command("ask", question=KIM)
    async with asyncio.timeout(TIMEOUT_S):
        await entered.wait()
        await bot.fake.drop()
        await bot.fake.ready.wait()
    going_on.set()

    assert "## September 2023" in text_of(await told.reply())


async def told_of(bot, caplog):
    """Ask, and return the sentence of a failure, whose id must be in the log, and no path in it."""
    sentence, _, failure = (await ask(bot)).partition("\n")
    assert f"failure {failure.split()[-1]}" in caplog.text
    assert "/" not in sentence
    assert "library.db" not in sentence
    return sentence


async def test_a_library_that_is_broken_and_mended(bot, settings, caplog):
    """Its file is overwritten under the bot; once it is put back, questions are answered again."""
    sound = settings.library.read_bytes()
    assert "## September 2023" in await ask(bot)
    broken, mended = settings.library.with_name("broken"), settings.library.with_name("mended")
    broken.write_bytes(sound[:4_096] + b"x" * (len(sound) - 4_096))
    broken.replace(settings.library)

    assert "The library can't be used at the moment" in await told_of(bot, caplog)
    mended.write_bytes(sound)
    mended.replace(settings.library)
    assert "## September 2023" in await ask(bot)


async def test_a_library_that_is_no_library(bot, settings, caplog):
    settings.library.with_name("new").write_bytes(b"no database" * 1_000)
    settings.library.with_name("new").replace(settings.library)

    assert "The library can't be used at the moment" in await told_of(bot, caplog)


async def test_a_library_that_goes_and_comes_back(bot, settings, caplog):
    """Moved away, it is missing; another one in its place answers at once, without a restart."""
    settings.library.rename(settings.library.with_name("away.db"))
    assert "There is no library yet" in await told_of(bot, caplog)

    shutil.copy(settings.library.with_name("away.db"), settings.library)
    assert "## September 2023" in await ask(bot)


async def test_a_library_another_program_holds(fake, settings, caplog, monkeypatch):
    """Held for itself alone, which no program of ours does: said, and soon enough."""
    monkeypatch.setattr("index.store.connections.BUSY_TIMEOUT_S", 0.05)
    with ExitStack() as until_closed:
        holder = until_closed.enter_context(closing(sqlite3.connect(settings.library, isolation_level=None)))
        holder.execute("PRAGMA locking_mode = EXCLUSIVE")
        holder.execute("BEGIN EXCLUSIVE")
        async with running_bot(fake, settings) as bot:
            assert "The library is being changed just now; try again in a minute." in await told_of(bot, caplog)
            until_closed.close()
            assert "## September 2023" in await ask(bot)


async def test_a_question_is_put_off_in_time_while_others_are_worked_on(bot):
    """Three threads count without a pause, as hard questions do; the first response doesn't wait for them."""
    stop = threading.Event()

    def count():
        while not stop.is_set():
            sum(range(10_000))

    busy = [threading.Thread(target=count, daemon=True) for _ in range(3)]
    with quick_turns():
        for thread in busy:
            thread.start()
        try:
            told = [await bot.fake.command("ask", question=KIM) for _ in range(3)]
            replies = [await one.reply() for one in told]
        finally:
            stop.set()

    assert all("## September 2023" in text_of(reply) for reply in replies)
    assert min(one.first_after_s for one in told) < 1.5, (
        "Discord gives three seconds; other programs may have the machine"
    )


@asynccontextmanager
async def held(*ways):
    """Hold the threads of the state until the end of the block, as a program that locks the file does."""
    going_on = threading.Event()
    tasks = [asyncio.create_task(way(lambda _: going_on.wait(TIMEOUT_S))) for way in ways]
    try:
        yield
    finally:
        going_on.set()
        await asyncio.gather(*tasks)


async def test_buttons_work_while_the_state_can_not_be_written(bot):
    """What they need is read by a way of its own; of a guild nobody asked in before, too."""
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    bot.client.forget_settings(GUILD)
    async with held(bot.keeper.run):
        copy = await (await bot.fake.press(answer, "Next ▶", person=BEN)).reply()
        page = await (await bot.fake.press(answer, "Next ▶")).reply()
        why = await (await bot.fake.press(answer, "Why this answer?")).reply()
        not_mine = await (await bot.fake.press(answer, "Remove", person=BEN)).reply()

    assert "**4** · " in text_of(copy)
    assert copy["flags"] & EPHEMERAL
    assert "**4** · " in text_of(page)
    assert "**Had to be there** Kim" in text_of(why)
    assert "Only who asked may do that" in text_of(not_mine)


@pytest.mark.parametrize("label", ["Next ▶", "Post here", "Why this answer?", "More context", "Helpful", "Not helpful"])
async def test_a_press_is_put_off_in_time_while_the_state_can_not_be_read(bot, label, monkeypatch):
    """Then it ends in what was asked for, once the state can be read again."""
    monkeypatch.setattr("bot.chat.base.SETTINGS_S", 0.05)
    answer = await (await bot.fake.command("ask", question=KIM, private=True)).reply()
    bot.client.forget_settings(GUILD)
    async with held(bot.keeper.run, bot.keeper.read):
        told = await bot.fake.press(answer, label)
        await told.until(lambda it: it.kind)

    assert told.first_after_s < 2
    if told.kind != 9:
        assert "Failure" not in text_of(await told.reply())


async def test_a_question_is_put_off_in_time_while_the_state_can_not_be_read(bot, monkeypatch):
    """Privately, as nobody knows what the guild wants."""
    monkeypatch.setattr("bot.chat.base.SETTINGS_S", 0.05)
    await bot.keeper.run(lambda state: state.votes())
    async with held(bot.keeper.run, bot.keeper.read):
        told = await bot.fake.command("ask", question=KIM)
        await told.until(lambda it: it.kind)
    reply = await told.reply()

    assert told.first_after_s < 2
    assert reply["flags"] & EPHEMERAL
    assert "## September 2023" in text_of(reply)


async def test_a_state_another_program_writes_to(bot, settings, monkeypatch):
    """It costs an answer its buttons, and ends a vote in a sentence."""
    monkeypatch.setattr("bot.state.BUSY_TIMEOUT_S", 0.05)
    answer = await (await bot.fake.command("ask", question=KIM)).reply()
    with closing(sqlite3.connect(settings.state, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        bare = await (await bot.fake.command("ask", question=KIM)).reply()
        vote = await (await bot.fake.press(answer, "Helpful")).reply()

    assert "## September 2023" in text_of(bare)
    assert buttons(bare) == {}
    assert "I can't reach what I keep" in text_of(vote)
