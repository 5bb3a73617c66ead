"""Mentions and replies are questions where the settings say so, and nowhere else; follow-ups are made whole."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from bot.handlers.followup import completed
from bot.handlers.gate import LIMITS, Gate
from tests.chatting import running_bot
from tests.fake_discord import APPLICATION, BEN, GUILD, text_of

KIM = "when did Kim visit Russia?"


@pytest.mark.parametrize(
    ("previous", "said", "expected"),
    [
        (KIM, "what about Putin?", "when did Putin visit Russia?"),
        (KIM, "And how about Kim Yo Jong", "when did Kim Yo Jong visit Russia?"),
        ("who won the cup in 2018?", "and in 2019?", "who won the cup in 2019?"),
        ("who won the cup in May 2018", "and 2019?", "who won the cup in 2019"),
        ("who won the cup?", "and in 2019?", "who won the cup in 2019?"),
        ("who won the cup?", "what about Rovers?", "what about Rovers?"),
        (KIM, "who designed the bridge?", "who designed the bridge?"),
        ("", "and in 2019?", "and in 2019?"),
        (KIM, "", ""),
        (KIM, f"and{' ' * 900}Putin  ?", "when did Putin visit Russia?"),
        (KIM, f"and {'y' * 90}", f"and {'y' * 90}"),
    ],
)
def test_a_follow_up_is_made_whole(previous, said, expected):
    assert completed(previous, said) == expected


@pytest.mark.parametrize("said", ["and" + " " * 3_900 + "x?y", "and " + "x " * 1_900, "what about" + "\n" * 3_900])
def test_what_is_said_is_read_in_no_time(said):
    """Whatever it is made of: it is read on the event loop."""
    started = time.perf_counter()
    completed(KIM, said)

    assert time.perf_counter() - started < 0.5


async def test_a_mention_is_answered_and_followed_up(fake, settings):
    """In the channel, pinging nobody; a reply keeps the rest of the question."""
    async with running_bot(fake, replace(settings, answer_mentions=True)) as bot:
        await fake.say(f"<@{APPLICATION}> {KIM}")
        answer = await fake.said()
        await fake.say("what about Putin?", to=answer)
        after = await fake.said()
        await fake.say("nothing for a bot", mention=False)
        await fake.say(f"<@{APPLICATION}>")
        empty = await fake.said()
        await bot.keeper.run(lambda state: state.set_guild(GUILD, "private", "yes"))
        bot.client.forget_settings(GUILD)
        await fake.say(f"<@{APPLICATION}> {KIM}")
        refused = await fake.said()

    assert "## September 2023" in text_of(answer)
    assert text_of(after).startswith("-# when did Putin visit Russia?\n")
    assert "The question is empty" in text_of(empty)
    assert "Answers are private here" in text_of(refused)
    assert fake.posted.empty()
    assert fake.identified["intents"] == 1 | 1 << 9


async def test_who_is_too_fast_is_told_once_and_then_nothing(fake, settings, monkeypatch):
    """Until the wait is over; others are answered meanwhile, and one more is told soon after."""
    monkeypatch.setitem(LIMITS, "person", (1, 1_000.0))
    async with running_bot(fake, replace(settings, answer_mentions=True)) as bot:
        clock = [0.0]
        bot.client.gate = Gate(lambda: clock[0])
        await fake.say(f"<@{APPLICATION}> {KIM}")
        answer = await fake.said()
        for _ in range(5):
            await fake.say(f"<@{APPLICATION}> {KIM}")
        told = await fake.said()
        await fake.say(f"<@{APPLICATION}> {KIM}", person=BEN)
        other = await fake.said()
        clock[0] = 30.0
        await fake.say(f"<@{APPLICATION}> {KIM}")
        again = await fake.said()

    assert "## September 2023" in text_of(answer)
    assert re.fullmatch(r"You ask faster than I may answer\.\nTry again <t:\d+:R>\.", text_of(told))
    assert "## September 2023" in text_of(other)
    assert "You ask faster" in text_of(again)
    assert fake.posted.empty()


async def test_filters_are_kept_by_a_follow_up(fake, settings):
    async with running_bot(fake, replace(settings, answer_mentions=True)):
        first = await fake.command("ask", question=KIM, outlet="The Harbour Post")
        await fake.say("what about Putin?", to=await first.reply())
        after = await fake.said()

    assert "-# Only articles: outlet The Harbour Post" in text_of(after)


async def test_a_follow_up_to_a_page_that_was_turned(fake, settings):
    async with running_bot(fake, replace(settings, answer_mentions=True)):
        first = await (await fake.command("ask", question=KIM)).reply()
        turned = await (await fake.press(first, "Next ▶")).reply()
        await fake.say("what about Putin?", to=turned)
        after = await fake.said()

    assert text_of(after).startswith("-# when did Putin visit Russia?\n")


async def test_mentions_are_passed_over_unless_turned_on(bot):
    """Even if Discord sent them."""
    await bot.fake.say(f"<@{APPLICATION}> {KIM}")
    await (await bot.fake.command("help")).reply()

    assert bot.fake.posted.empty()
    assert bot.fake.identified["intents"] == 1
