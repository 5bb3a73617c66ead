"""`/ask` and its buttons, by a real client on the fake Discord."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest

from bot.handlers.library import remove
from bot.handlers.service import READERS
from tests.chatting import running_bot
from tests.discord_limits import EPHEMERAL, V2
from tests.fake_discord import ADA, BEN, TIMEOUT_S, buttons, text_of

KIM = "when did Kim visit Russia?"


async def ask(bot, question=KIM, **options):
    return await (await bot.fake.command("ask", question=question, **options)).reply()


async def press(bot, message, label, **options):
    return await (await bot.fake.press(message, label, **options)).reply()


async def test_a_question_gets_its_answer(bot):
    """The short answer, quotes with their marks in bold, and where they are from."""
    told = await bot.fake.command("ask", question=KIM)
    reply = await told.reply()

    text = text_of(reply)
    assert text.startswith("-# when did Kim visit Russia?\n## September 2023\n-# 2 articles agree\n> **Kim")
    assert "**September 2023**" in text
    assert (
        "[Putin and Kim sign a partnership treaty in Pyongyang](<https://example.org/harbour-post/pyongyang-treaty"
        in text
    )
    assert " · The Harbour Post · <t:1718884800:D> · `" in text
    assert reply["flags"] == V2
    assert told.kind == 5
    assert told.first_after_s < 1


async def test_a_private_answer_is_private(bot):
    reply = await ask(bot, private=True)

    assert reply["flags"] == V2 | EPHEMERAL
    assert "Post here" in buttons(reply)
    assert "Remove" not in buttons(reply)


async def test_people_ask_in_direct_messages_too(bot):
    reply = await ask(bot, guild=0)

    assert "## September 2023" in text_of(reply)


async def test_filters_are_shown_and_kept(bot):
    reply = await ask(bot, outlet="the harbour post", since="2024-01-01", until="2024-12-31")

    text = text_of(reply)
    assert "-# Only articles: outlet the harbour post, since <t:1704110400:D>, until <t:1735646400:D>" in text
    assert text.count("The Harbour Post ·") == text.count("\n> ")


@pytest.mark.parametrize(("name", "option"), [("ask", "question"), ("search", "words")])
@pytest.mark.parametrize("text", ["what about the other of it?", "?!…", "\u200b"])
async def test_what_holds_no_word_to_look_for_is_refused_privately(bot, name, option, text):
    """All others see nothing of it, though the answer would have been for all."""
    told = await bot.fake.command(name, **{option: text}, private=False)
    refused = await told.reply()

    assert (told.kind, refused["flags"] & EPHEMERAL) == (4, EPHEMERAL)
    assert "holds no word to look for; name the person, place or thing you mean." in text_of(refused)


async def test_no_answer_says_what_is_missing(bot):
    text = text_of(await ask(bot, "when did Kim visit Brazil?"))

    assert "## Nothing found that answers this." in text
    assert "No article mentions: “Brazil”." in text
    assert "Nearest, but not an answer" in text


async def test_no_answer_offers_ways_on(bot):
    """A word spelled alike, what the library covers, and to ask again with fewer filters."""
    reply = await ask(bot, "who signed the Pyongyang treetey?")
    assert "No article mentions: “treetey”.\nDid you mean “treaty” for “treetey”?" in text_of(reply)
    assert "Not found with" not in text_of(reply)
    assert "-# The library covers 22 articles from 6 outlets, <t:1528891200:D> to <t:1756987200:D>." in text_of(reply)

    mended = await press(bot, reply, "Ask with “treaty”")
    assert text_of(mended).startswith("-# who signed the Pyongyang treaty?\n")
    assert mended["id"] == reply["id"]

    narrow = await ask(bot, outlet="The Daily Nothing", since="2030-01-01")
    assert "Only articles left out by the filters mention: “Kim”, “visit”, “Russia”." in text_of(narrow)
    dated = await press(bot, narrow, "Any outlet")
    copy = await press(bot, dated, "Any date", person=BEN)
    wide = await press(bot, dated, "Any date")

    assert "Nothing found" in text_of(dated)
    assert "-# Only articles: since <t:1893499200:D>" in text_of(dated)
    assert copy["flags"] & EPHEMERAL
    assert "## September 2023" in text_of(wide)
    assert wide["id"] == narrow["id"]


async def test_a_word_is_not_missing_whose_other_forms_are_there(bot):
    """The samples say that a bridge "was opened" and that somebody "said"; a word nobody wrote is named alone."""
    text = text_of(await ask(bot, "what did the Xylophon company say?"))

    assert "No article mentions: “Xylophon”" in text
    assert "“say”" not in text


async def test_dates_are_widened_by_a_year(bot):
    narrow = await ask(bot, since="2025-01-01", until="2025-02-28")
    wider = await press(bot, narrow, "A year more")

    assert "-# Only articles: since <t:1704110400:D>, until <t:1772280000:D>" in text_of(wider)
    assert wider["id"] == narrow["id"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"question": " "}, "The question is empty"),
        ({"question": "x" * 2_000}, "The question has 2,000 characters"),
        ({"question": "Kim", "since": "soon"}, "“soon” is no date for “since”"),
        ({"question": "Kim", "since": "2024-02-01", "until": "2024-01-01"}, "Since is later than until"),
    ],
)
async def test_a_wrong_request_is_refused_privately_at_once(bot, options, sentence):
    told = await bot.fake.command("ask", **options)
    reply = await told.reply()

    assert told.kind == 4
    assert reply["flags"] & EPHEMERAL
    assert sentence in text_of(reply)
    assert "--" not in text_of(reply)


async def test_a_question_without_a_word_is_answered(bot):
    assert "holds no word to look for" in text_of(await ask(bot, "who is he?"))


async def test_pages_turn_in_the_message_for_the_asker(bot):
    """Next and back again is the same page; the head stays."""
    first = await ask(bot)
    second = await press(bot, first, "Next ▶")
    again = await press(bot, second, "◀ Previous")

    assert "**4** · " in text_of(second)
    assert text_of(second).startswith("-# when did Kim visit Russia?\n## September 2023\n")
    assert text_of(again) == text_of(first)
    assert second["id"] == first["id"]


async def test_the_question_is_known_on_every_page(bot):
    """On a page turned to, in a private copy of it, and where an answer was posted."""
    turned = await press(bot, await press(bot, await ask(bot), "Next ▶"), "◀ Previous")
    copy = await press(bot, turned, "Next ▶", person=BEN)
    posted = await press(bot, await ask(bot, private=True), "Post here")
    again = await press(bot, posted, "Next ▶")

    for message, person in ((turned, ADA), (copy, BEN), (posted, ADA), (again, ADA)):
        assert "**Had to be there** Kim, Russia" in text_of(
            await press(bot, message, "Why this answer?", person=person)
        )


async def test_ways_to_go_on_stay_when_a_page_is_turned(fake, settings):
    """What is no answer doesn't come to look like one, either."""
    async with running_bot(fake, replace(settings, extracts=1)) as bot:
        first = await ask(bot, "when did Kim visit Brazil?", outlet="The Harbour Post")
        second = await press(bot, first, "Next ▶")
        wide = await press(bot, second, "Any outlet")

    assert "Any outlet" in buttons(second)
    assert second["components"][0]["accent_color"] == first["components"][0]["accent_color"]
    assert text_of(wide).startswith("-# when did Kim visit Brazil?\n")


async def test_pages_turn_in_a_private_copy_for_everybody_else(bot):
    first = await ask(bot)
    copy = await press(bot, first, "Next ▶", person=BEN)

    assert copy["id"] != first["id"]
    assert copy["flags"] & EPHEMERAL
    assert "**4** · " in text_of(copy)


async def test_context_grows_in_a_private_message(bot):
    first = await ask(bot)
    context = await press(bot, first, "More context", person=BEN)
    more = await press(bot, context, "More context", person=BEN)

    assert context["flags"] & EPHEMERAL
    assert len(text_of(more)) >= len(text_of(context)) > 0
    assert more["id"] == context["id"]
    assert "**Kim Jong Un visited Russia in September 2023, travelling by armoured train.**" in text_of(more)


async def test_an_article_is_read_privately(bot):
    article = await press(bot, await ask(bot), "Read the article")

    assert article["flags"] & EPHEMERAL
    assert text_of(article).startswith("## Putin and Kim sign a partnership treaty in Pyongyang\n")
    assert "**Kim Jong Un visited Russia in September 2023, travelling by armoured train.**" in text_of(article)


async def test_why_shows_terms_and_what_they_add(bot):
    reply = await press(bot, await ask(bot), "Why this answer?", person=BEN)

    text = text_of(reply)
    assert reply["flags"] & EPHEMERAL
    assert "**Had to be there** Kim, Russia" in text
    assert "looked for  passages  weighs" in text
    assert "passages  times here" in text
    assert "evidence" in text


async def test_a_vote_counts_once_and_can_be_changed(bot):
    answer = await ask(bot)
    await press(bot, answer, "Helpful", person=BEN)
    await press(bot, answer, "Helpful", person=BEN)
    opened = await bot.fake.press(answer, "Not helpful", person=BEN)
    thanks = await (await bot.fake.submit(opened, "It is about *another* Kim", person=BEN)).reply()

    assert thanks["flags"] & EPHEMERAL
    assert await bot.keeper.run(lambda state: state.votes()) == (0, 1)
    assert reasons(bot) == ["It is about *another* Kim"]
    await press(bot, answer, "Helpful", person=BEN)
    await press(bot, answer, "Helpful", person=ADA)
    assert await bot.keeper.run(lambda state: state.votes()) == (2, 0)
    assert reasons(bot) == [None, None]


def reasons(bot):
    with closing(sqlite3.connect(bot.service.settings.state)) as connection:
        return [row[0] for row in connection.execute("SELECT reason FROM votes")]


async def test_only_the_asker_removes_an_answer(bot):
    answer = await ask(bot)
    refused = await press(bot, answer, "Remove", person=BEN)
    removed = await bot.fake.press(answer, "Remove", person=ADA)
    await removed.until(lambda it: it.original is None and it.edits)

    assert "Only who asked may do that" in text_of(refused)
    assert refused["flags"] & EPHEMERAL


async def test_a_private_answer_is_posted_by_its_asker(bot):
    """The same extracts, for all to see; removed by who asked."""
    answer = await ask(bot, private=True)
    posted = await press(bot, answer, "Post here")
    twice = await press(bot, answer, "Post here")

    assert "posted already" in text_of(twice)
    assert not posted["flags"] & EPHEMERAL
    assert text_of(posted) == text_of(answer)
    assert "Remove" in buttons(posted)


async def test_buttons_outlive_a_restart(fake, settings):
    """Another process, the same message: every button still does its work."""
    async with running_bot(fake, settings) as bot:
        answer = await ask(bot)
    async with running_bot(fake, settings) as bot:
        for label in ("Next ▶", "More context", "Read the article", "Why this answer?", "Helpful"):
            reply = await press(bot, answer, label)
            assert "Failure" not in text_of(reply), label
        opened = await bot.fake.press(answer, "Not helpful")
        await opened.modal()
    async with running_bot(fake, settings) as bot:
        await (await fake.submit(opened, "too old")).reply()
        assert reasons(bot) == ["too old"]


async def test_an_answer_from_before_the_state_is_said_to_be_gone(fake, settings):
    async with running_bot(fake, settings) as bot:
        answer = await ask(bot)
    async with running_bot(fake, replace(settings, state=settings.state.with_name("new.db"))) as bot:
        for label in ("Next ▶", "Why this answer?", "Helpful", "Remove", "More context"):
            assert "here" in text_of(await press(bot, answer, label))


async def test_a_changed_library_is_said(bot):
    """A removed article is not quoted from again; the others are."""
    answer = await ask(bot)
    found = await bot.service.read(
        lambda library: library.find_ids("https://example.org/harbour-post/pyongyang-treaty")
    )
    await remove(bot.service, found[0])
    second = await press(bot, answer, "Next ▶")
    first = await press(bot, second, "◀ Previous")
    again = await press(bot, await press(bot, first, "Next ▶"), "◀ Previous")

    assert text_of(again) == text_of(first)
    assert "was removed from the library since" in text_of(first)
    assert "travelling by armoured train" not in text_of(first)
    assert "was removed" in text_of(await press(bot, answer, "More context"))
    assert "was removed" in text_of(await press(bot, answer, "Read the article"))


async def test_questions_are_not_kept_unless_the_settings_say_so(fake, settings):
    async with running_bot(fake, settings) as bot:
        await ask(bot)
    with closing(sqlite3.connect(settings.state)) as connection:
        dump = "\n".join(connection.iterdump())
    assert "when did" not in dump
    assert str(ADA) not in dump
    async with running_bot(fake, replace(settings, keep_questions=True)) as bot:
        await ask(bot)
    with closing(sqlite3.connect(settings.state)) as connection:
        assert "when did" in "\n".join(connection.iterdump())


async def test_a_missing_library_is_said_without_its_path(fake, settings):
    async with running_bot(fake, replace(settings, library=settings.library.with_name("none.db"))) as bot:
        text = text_of(await ask(bot))

    assert "There is no library yet" in text
    assert "Failure " in text
    assert "none.db" not in text


async def test_whatever_goes_wrong_ends_in_one_sentence_and_an_id(bot, monkeypatch, caplog):
    """The id is in the log, with the traceback; the person sees neither class nor path."""

    async def broken(*_, **__):
        raise ZeroDivisionError("at /home/secret")

    monkeypatch.setattr("bot.handlers.answers.ask", broken)
    text = text_of(await ask(bot))

    assert text.startswith("Something went wrong on my side.\n-# Failure ")
    assert "secret" not in text
    assert f"failure {text.split()[-1]}" in caplog.text
    assert "at /home/secret" in caplog.text


@pytest.fixture
def held(monkeypatch):
    """Return a function that holds whatever a module calls by a name, until the test's end."""
    going_on = threading.Event()

    def hold(where):
        def slow(*_, **__):
            going_on.wait(TIMEOUT_S)
            raise TimeoutError("held until the end")

        monkeypatch.setattr(where, slow)

    yield hold
    going_on.set()


@pytest.mark.parametrize(("name", "option"), [("ask", "question"), ("search", "words")])
async def test_a_search_that_takes_too_long_is_answered_from_memory(bot, held, name, option):
    """By titles that hold words of the question, said to be only that; where none does, by what there is to ask."""
    bot.service.budget_s = 0.05
    held("index.engines.sqlite.search")
    held("bot.handlers.search.Query")
    near = await (await bot.fake.command(name, **{option: "when did Putin and Kim sign a treaty?"})).reply()
    none = await (await bot.fake.command(name, **{option: "zzzz"})).reply()

    why = "Searching took too long, so no passage was looked at; fewer or rarer words are faster."
    said = f"## I ran out of time.\n{why}\n"
    assert f"{said}-# Articles whose titles hold your words:\n**Putin and Kim sign a partnership" in text_of(near)
    assert text_of(near).endswith("> to <t:1756987200:D>.")
    assert f"{said}-# The library covers 22 articles" in text_of(none)


async def test_a_nothing_found_is_told_though_there_is_no_time_for_more(bot, held):
    bot.service.budget_s = 0.5
    held("bot.handlers.nothing._unknown")

    assert "## Nothing found that answers this." in text_of(await ask(bot, "when did Kim visit Brazil?"))


async def test_a_search_that_takes_too_long_is_given_up(bot, held, caplog):
    """One sentence, and an id that is in the log, where nothing is in memory."""
    bot.service.budget_s = 0.05
    bot.client.desks.default.catalogue.articles = ()
    held("index.engines.sqlite.search")
    text = text_of(await ask(bot))

    assert text.startswith("That took too long, so I stopped; try fewer or rarer words.\n-# Failure ")
    assert f"failure {text.split()[-1]}" in caplog.text


async def test_what_was_found_in_time_is_shown_with_a_word(bot, held):
    """The passages are found but can't be read closely in time: they are shown, said to be only that, with buttons."""
    bot.service.budget_s = 0.2
    held("bot.handlers.asking.decide")
    reply = await ask(bot)

    text = text_of(reply)
    assert text.startswith("-# when did Kim visit Russia?\n## I ran out of time.\nThese passages rank highest")
    assert text.count("\n-# **") == 3
    assert "Kim Jong Un visited Russia in September 2023" in text
    assert {"Next ▶", "More context", "Helpful"} <= set(buttons(reply))


async def test_the_budget_begins_with_ones_turn(bot, monkeypatch):
    """Who has to wait because many ask at once is answered all the same."""
    bot.service.budget_s, entered, going_on = 1.0, threading.Event(), threading.Event()

    def busy(_):
        entered.set()
        going_on.wait(TIMEOUT_S)

    others = [asyncio.create_task(bot.service.read(busy)) for _ in range(READERS)]
    await asyncio.to_thread(entered.wait)
    told = await bot.fake.command("ask", question=KIM)
    with pytest.raises(TimeoutError):
        await others[0]
    going_on.set()

    assert "## September 2023" in text_of(await told.reply())
    await asyncio.gather(*others, return_exceptions=True)


async def test_a_broken_state_costs_the_buttons_only(fake, settings):
    settings.state.write_bytes(b"no database" * 100)
    async with running_bot(fake, settings) as bot:
        reply = await ask(bot)

    assert "## September 2023" in text_of(reply)
    assert buttons(reply) == {}


async def test_many_ask_at_once_and_all_are_answered(bot):
    asked = [await bot.fake.command("ask", question=KIM, person=ADA + n) for n in range(200)]
    replies = [await one.reply() for one in asked]

    assert all("## September 2023" in text_of(reply) for reply in replies)
    assert max(one.first_after_s for one in asked) < 3


async def test_a_stop_waits_for_what_is_under_way(fake, settings, monkeypatch):
    """Who asked just before the stop gets the answer."""
    entered, going_on = asyncio.Event(), asyncio.Event()
    async with running_bot(fake, settings) as bot:
        real = bot.service.read

        async def slow(work):
            entered.set()
            await going_on.wait()
            return await real(work)

        monkeypatch.setattr(bot.service, "read", slow)
        asked = await fake.command("ask", question=KIM)
        async with asyncio.timeout(TIMEOUT_S):
            await entered.wait()
        stopping = asyncio.create_task(bot.client.finish())
        await asyncio.sleep(0)
        assert not stopping.done()
        going_on.set()
        assert "September 2023" in text_of(await asked.reply())
        await stopping
