"""`/library`: for managers only, whatever Discord lets through; one reindex at a time, with its progress."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.handlers.guilds import guild_settings
from bot.handlers.library import add
from bot.handlers.requests import BuildRequest
from bot.source_settings import SourceSetting
from bot.state import StateError
from index import build
from index.errors import LibraryWriteError
from index.models import Source
from index.store import Library
from index.store.sources import describe_source, note_outcome
from tests.chatting import running_bot
from tests.discord_limits import EPHEMERAL
from tests.fake_discord import (
    ADA,
    BEN,
    CHANNEL,
    GUILD,
    MANAGE_GUILD,
    OTHER_GUILD,
    TIMEOUT_S,
    Channel,
    File,
    Role,
    buttons,
    text_of,
)

TREATY = "https://example.org/harbour-post/pyongyang-treaty"


async def use(bot, name, *, permissions=MANAGE_GUILD, **options):
    return await (await bot.fake.command(f"library {name}", permissions=permissions, **options)).reply()


async def press(bot, message, label, *, permissions=MANAGE_GUILD, **options):
    return await (await bot.fake.press(message, label, permissions=permissions, **options)).reply()


@pytest.fixture(autouse=True)
def _quick_edits(monkeypatch):
    """Let nobody wait for the time between two edits."""
    monkeypatch.setattr("bot.chat.library.EDIT_EVERY_S", 0.02)
    monkeypatch.setattr("bot.chat.library.QUICK_S", 0.02)


@pytest.mark.parametrize(
    ("name", "options"),
    [("status", {}), ("reindex", {}), ("reindex", {"full": True}), ("remove", {"article": TREATY}),
     ("inspect", {"article": TREATY})],
)  # fmt: skip
async def test_who_is_no_manager_is_refused_privately(bot, name, options):
    reply = await use(bot, name, permissions=0, **options)

    assert text_of(reply) == "Only managers of this server may do that."
    assert reply["flags"] & EPHEMERAL


async def test_who_is_no_manager_gets_no_titles_nor_buttons_to_work(bot):
    asked = await use(bot, "remove", article=TREATY)
    refused = await press(bot, asked, "Remove it", permissions=0, person=BEN)

    assert text_of(refused) == "Only managers of this server may do that."
    assert await bot.service.read(lambda library: library.find_ids(TREATY))


async def test_members_of_a_named_role_are_managers(bot):
    """The role everybody has will do for a test. They may not name further roles."""
    await bot.keeper.run(lambda state: state.set_guild(GUILD, "admin_roles", f"7,{GUILD}"))

    assert text_of(await use(bot, "status", permissions=0)).startswith("## The library\n")
    assert "Only managers" in text_of(await use(bot, "settings", permissions=0, role=Role(8)))
    assert (await bot.keeper.run(lambda state: guild_settings(state, GUILD))).roles == {7, GUILD}


async def test_settings_are_shown_and_changed(bot):
    before = text_of(await use(bot, "settings"))
    after = text_of(await use(bot, "settings", channel=Channel(CHANNEL + 1), private=True, role=Role(GUILD)))
    again = text_of(await use(bot, "settings", channel=Channel(CHANNEL + 1), private=False, role=Role(GUILD)))

    assert "**Answers for all to see** in every channel\n**Answers at first** for all to see" in before
    assert f"in <#{CHANNEL + 1}>\n**Answers at first** private\n**Extracts on a page** 3\n" in after
    assert f"**Care for the library** by <@&{GUILD}>" in after
    assert again == before


async def test_a_guild_sets_how_many_extracts_a_page_shows(bot):
    """Also when a page is turned; more than fit into a message are not."""
    shown = text_of(await use(bot, "settings", extracts=2))
    first = await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()
    second = await press(bot, first, "Next ▶", permissions=0)

    assert "**Extracts on a page** 2" in shown
    assert [text_of(page).count("\n-# **") for page in (first, second)] == [2, 2]
    assert "-# **3** · " in text_of(second)
    assert "**Extracts on a page** 5" in text_of(await use(bot, "settings", extracts=50))


async def test_a_guild_sets_the_language_of_the_interface(bot):
    """It comes before each person's own; extracts stay as they are."""
    shown = text_of(await use(bot, "settings", language="de"))
    french = await (await bot.fake.command("ask", question="when did Kim visit Russia?", locale="fr")).reply()
    again = text_of(await use(bot, "settings", language="own"))

    assert "Deutsch" in shown
    assert "Mehr Umgebung" in buttons(french)
    assert "> **Kim** Jong Un **visited Russia** in" in text_of(french)
    assert "**Language** each person's own" in again


async def test_answers_are_private_outside_the_named_channels(bot):
    """Whatever the asker wishes, and by no other way either."""
    await use(bot, "settings", channel=Channel(CHANNEL + 1))
    told = await bot.fake.command("ask", question="when did Kim visit Russia?", private=False)
    reply = await told.reply()
    posted = await press(bot, reply, "Post here")

    assert reply["flags"] & EPHEMERAL
    assert posted["flags"] & EPHEMERAL
    assert "Answers are private in this channel" in text_of(posted)


async def test_a_guild_may_want_answers_private_at_first(bot):
    await use(bot, "settings", private=True)
    at_first = await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()
    wished = await (await bot.fake.command("ask", question="when did Kim visit Russia?", private=False)).reply()

    assert at_first["flags"] & EPHEMERAL
    assert not wished["flags"] & EPHEMERAL


@pytest.mark.parametrize("named", [(), (GUILD + 1,)])
@pytest.mark.parametrize(
    ("name", "options"),
    [("status", {}), ("reindex", {}), ("remove", {"article": TREATY}), ("inspect", {"article": TREATY}),
     ("add", {"file": File("moon.txt")})],
)  # fmt: skip
async def test_only_named_guilds_care_for_the_library(fake, settings, named, name, options):
    """Whoever adds the bot to a guild of their own must not become a manager of the one library; the id is told."""
    fake.files["moon.txt"] = b"The Moon"
    async with running_bot(fake, replace(settings, admin_guilds=named)) as bot:
        reply = await use(bot, name, **options)
        other = await use(bot, name, permissions=0, **options)

    assert f"has to put its id, {GUILD}, into discord.admin\\_guilds in the configuration." in text_of(reply)
    assert reply["flags"] & EPHEMERAL
    assert text_of(other) == "Only managers of this server may do that."


async def test_a_guild_that_is_not_named_has_settings_of_its_own(fake, settings, caplog):
    """And no more: buttons of a guild that was named before, and titles, are refused too; the log tells the id."""
    async with running_bot(fake, settings) as bot:
        asked = await use(bot, "remove", article=TREATY)
    assert "discord.admin_guilds" not in caplog.text
    async with running_bot(fake, replace(settings, admin_guilds=())) as bot:
        shown = text_of(await use(bot, "settings", extracts=2))
        refused = text_of(await press(bot, asked, "Remove it"))
        titles = await (await fake.complete("library remove", "article", "", permissions=MANAGE_GUILD)).choices()
        kept = await bot.service.read(lambda library: library.find_ids(TREATY))

    assert "**Extracts on a page** 2" in shown
    assert f"its id, {GUILD}," in refused
    assert titles == []
    assert kept
    assert f"discord.admin_guilds = [ID]; I am in {GUILD} ('The Guild')" in caplog.text


@pytest.mark.parametrize("name", ["status", "reindex"])
async def test_who_took_the_bot_along_to_a_guild_of_their_own_is_no_manager_here(bot, name):
    """Installed for one person alone, the bot is used in guilds it isn't in, where that person may do anything."""
    reply = await use(bot, name, guild=OTHER_GUILD)

    assert text_of(reply) == "Only managers of this server may do that."
    assert reply["flags"] & EPHEMERAL


async def test_status_shows_no_path(bot):
    text = text_of(await use(bot, "status"))

    assert "**articles** 22" in text
    assert "**sources** articles\n" in text
    assert "Nothing is running." in text
    assert "/" not in text.replace("</", "")


async def test_reindex_reports_what_it_did(bot):
    told = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await told.until(lambda it: it.original and "Reindex: done" in text_of(it.original))

    assert "**unchanged** 22" in text_of(told.original)
    assert "**added** 0" in text_of(told.original)


@pytest.fixture
def held(monkeypatch):
    """Hold every reindex until the event is set; it goes on reporting, as a real one does."""
    going_on, real = threading.Event(), build.reindex

    def slow(library, sources, *, progress, rules):
        while not going_on.wait(0.01):
            progress("Reading", 3, 10)
        return real(library, sources, progress=progress, rules=rules)

    monkeypatch.setattr("index.build.reindex", slow)
    yield going_on
    going_on.set()


async def test_one_reindex_at_a_time_and_it_can_be_stopped(bot, held):
    first = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await first.until(lambda it: it.original and "Reading 3 of 10" in text_of(it.original))
    second = await use(bot, "reindex", person=BEN)
    status = await use(bot, "status")
    removing = await press(bot, await use(bot, "remove", article=TREATY), "Remove it")
    refused = await press(bot, first.original, "Cancel", permissions=0, person=BEN)
    await bot.fake.press(first.original, "Cancel", permissions=MANAGE_GUILD)
    await first.until(lambda it: "Reindex: stopped" in text_of(it.original))
    nothing = await press(bot, {**first.original, "components": refused_row()}, "Cancel")

    since = rf"Begun by <@{ADA}> <t:\d+:R>"
    assert re.fullmatch("Work on the library is going on; wait until it has finished.\n" + since, text_of(second))
    assert second["flags"] & EPHEMERAL
    assert re.search(f"## Reindex\n(?:Starting|Reading 3 of 10)\n{since}", text_of(status))
    assert "Work on the library is going on" in text_of(removing)
    assert "Only managers" in text_of(refused)
    assert "Nothing is running any more." in text_of(nothing)


def refused_row():
    """Return the row of a message whose run is over."""
    return [{"type": 1, "components": [{"type": 2, "style": 4, "label": "Cancel", "custom_id": "c1:stop:"}]}]


async def test_a_run_that_outlives_its_token_is_reported_all_the_same(bot, held):
    """After a quarter of an hour the message is changed by its channel, where the bot may see it."""
    told = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await told.until(lambda it: it.original and it.edits)
    bot.fake.failures = [(401, 50027)] * 100
    held.set()
    async with asyncio.timeout(TIMEOUT_S):
        changed = await bot.fake.channel_edits.get()

    assert changed["id"] == told.original["id"]
    assert "Reindex: done" in text_of(changed)
    bot.fake.failures.clear()


async def test_a_private_run_that_outlives_its_token_says_where_its_report_will_be(bot, held, monkeypatch):
    """Its message can be changed no more by then, and nothing of it may show to others; `status` has the report."""
    await use(bot, "settings", private=True)
    monkeypatch.setattr("bot.chat.library.EDIT_UNTIL_S", 0.3)
    told = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await told.until(lambda it: it.original and "`/library status` tells how it ended." in text_of(it.original))
    bot.fake.failures = [(401, 50027)] * 100
    held.set()
    async with asyncio.timeout(TIMEOUT_S):
        await bot.client.settled()
    tries = len(bot.fake.failures)
    bot.fake.failures.clear()
    status = text_of(await use(bot, "status"))

    assert told.original["flags"] & EPHEMERAL
    assert tries == 100
    assert bot.fake.channel_edits.empty()
    assert bot.fake.posted.empty()
    assert f"Last run: Reindex, done\nBegun by <@{ADA}> <t:" in status
    assert "\n-# added 0, changed 0, removed 0, unchanged 22, failed 0" in status


async def test_status_tells_why_answers_were_not_helpful(bot):
    """In the words of those who said so, but not who they are; no word of it does anything."""
    answer = await (await bot.fake.command("ask", question="when did Kim visit Russia?", person=BEN)).reply()
    form = await bot.fake.press(answer, "Not helpful", person=BEN)
    await (await bot.fake.submit(form, "**wrong** @everyone", person=BEN)).reply()
    status = text_of(await use(bot, "status"))

    assert re.search(r"\n-# Not helpful, <t:\d+:D>: “\\\*\\\*wrong\\\*\\\* @\u200beveryone”", status)
    assert str(BEN) not in status


async def test_status_tells_why_a_run_failed(bot, monkeypatch):
    """With the id that is in the log, for who could not be told any more."""

    def broken(*_, **__):
        raise LibraryWriteError(bot.service.settings.library, "no space left")

    monkeypatch.setattr("index.build.reindex", broken)
    told = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await told.until(lambda it: it.original and "Failure " in text_of(it.original))
    status = text_of(await use(bot, "status"))

    (code,) = re.findall("Failure ([0-9a-f]{8})", text_of(told.original))
    why = "The library can't be used at the moment; whoever runs me can find the reason in my log."
    assert "Last run: Reindex, failed" in status
    assert f"\n-# {why}\n-# Failure {code}" in status


async def test_status_tells_when_sources_are_read_next(fake, settings):
    """By their names, never where they are; those that are due already come within a minute."""
    sources = (Source("https://example.org/feed", "The @everyone News", "feed", 3_600), Source("https://example.org/b"))
    async with running_bot(fake, replace(settings, sources=tuple(map(SourceSetting, sources)))) as bot:
        first = text_of(await use(bot, "status"))
        with Library.open_for_writing(settings.library) as library:
            library.note_source(sources[0].address, "2026-01-01T00:00:00+00:00")
            describe_source(library, sources[0])
            now = datetime.now(UTC).isoformat(timespec="seconds")
            note_outcome(library, sources[0].address, now, {"added": 1}, None)
        later = text_of(await use(bot, "status"))

    assert "-# Next to be read: The @\u200beveryone News, within a minute" in first
    assert re.search(r"\n-# Next to be read: The @\u200beveryone News, <t:\d+:R>", later)
    assert first.count("Next to be read") == 1


async def test_the_progress_is_shown_with_time_in_between(bot, held, monkeypatch):
    """Every change of the message comes so long after the one before it, the report too; a quick run shows none."""
    monkeypatch.setattr("bot.chat.library.EDIT_EVERY_S", 0.3)
    monkeypatch.setattr("bot.chat.library.QUICK_S", 0.3)
    told = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    seen: list[tuple[float, str]] = []
    while not seen or "done" not in seen[-1][1]:
        await told.until(lambda it: it.edits > len(seen))
        seen.append((time.monotonic(), text_of(told.original)))
        held.set()
    monkeypatch.setattr("bot.chat.library.QUICK_S", TIMEOUT_S)
    quick = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await quick.until(lambda it: it.original and "Reindex: done" in text_of(it.original))

    assert "Reading 3 of 10" in seen[0][1]
    assert all(after - before > 0.28 for (before, _), (after, _) in pairwise(seen))
    assert quick.edits == 1


async def test_status_tells_of_the_last_run(bot, held):
    """Who began it, when, and how it ended; also after a restart, as it is kept."""
    first = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await first.until(lambda it: it.original and it.edits)
    await bot.fake.press(first.original, "Cancel", permissions=MANAGE_GUILD)
    await first.until(lambda it: "Reindex: stopped" in text_of(it.original))
    stopped = text_of(await use(bot, "status"))
    held.set()
    second = await bot.fake.command("library reindex", permissions=MANAGE_GUILD, person=BEN)
    await second.until(lambda it: it.original and "Reindex: done" in text_of(it.original))
    done = text_of(await use(bot, "status"))

    assert f"Nothing is running.\nLast run: Reindex, stopped\nBegun by <@{ADA}> <t:" in stopped
    assert f"Last run: Reindex, done\nBegun by <@{BEN}> <t:" in done
    assert "**waiting for an answer** 0\n" in done


async def test_names_of_what_failed_are_not_for_all_to_see(bot):
    """Where answers are private, so is the progress, and the report names them."""
    bot.fake.files["secret-plan.txt"] = b" "
    seen = []
    for private in (False, True):
        await use(bot, "settings", private=private)
        told = await bot.fake.command("library add", permissions=MANAGE_GUILD, file=File("secret-plan.txt"))
        await told.until(lambda it: it.original and "Add: done" in text_of(it.original))
        seen.append(told.original)

    assert "secret" not in text_of(seen[0])
    assert "`/library status` tells what failed" in text_of(seen[0])
    assert "secret-plan.txt: " in text_of(seen[1])
    assert seen[1]["flags"] & EPHEMERAL
    assert "secret-plan.txt" in text_of(await use(bot, "status"))


async def test_one_source_is_read_again(bot, tmp_path):
    """Chosen by its name alone; nobody sees where it is."""
    (tmp_path / "more").mkdir()
    for name in ("ferry", "tram"):
        (tmp_path / "more" / f"{name}.txt").write_text(f"The {name}\n\nThe {name} leaves at noon every day.\n")
    await add(bot.service, BuildRequest((tmp_path / "more",)), lambda what, done, total: None)
    bot.client.desks.default.catalogue.expire()
    await bot.client.desks.default.catalogue.refresh()
    (tmp_path / "more" / "ferry.txt").unlink()
    asked = await bot.fake.complete("library reindex", "source", "mor", permissions=MANAGE_GUILD)
    (key,) = await asked.choices()
    told = await bot.fake.command("library reindex", permissions=MANAGE_GUILD, source=key)
    await told.until(lambda it: it.original and "Reindex: done" in text_of(it.original))

    assert asked.data["choices"][0]["name"] == "more"
    assert str(tmp_path) not in str(asked.data)
    assert "**removed** 1\n**unchanged** 1" in text_of(told.original)
    assert "Choose one of the sources offered" in text_of(await use(bot, "reindex", source="nothing"))
    assert await (await bot.fake.complete("library reindex", "source", "mor")).choices() == []


async def test_a_reindex_works_after_one_was_stopped(bot, held):
    first = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await first.until(lambda it: it.original and it.edits)
    await bot.fake.press(first.original, "Cancel", permissions=MANAGE_GUILD)
    await first.until(lambda it: "Reindex: stopped" in text_of(it.original))
    held.set()
    second = await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
    await second.until(lambda it: it.original and "Reindex: done" in text_of(it.original))

    assert "**unchanged** 22" in text_of(second.original)


async def test_a_removed_article_is_gone_for_the_next_question(bot):
    asked = await use(bot, "remove", article=TREATY)
    removed = await press(bot, asked, "Remove it")
    reply = await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()

    assert "Putin and Kim sign a partnership treaty" in text_of(asked)
    assert "can't answer the next question" in text_of(removed)
    assert "Putin and Kim sign" not in text_of(reply)


async def test_a_removal_that_takes_long_goes_on_and_is_told_of(bot, monkeypatch):
    """Nobody hears that it was stopped, nothing else begins meanwhile, and a Cancel can't end it half-way."""
    going_on, real = threading.Event(), Library.save
    monkeypatch.setattr("bot.handlers.care.REMOVE_S", 0.05)
    monkeypatch.setattr(Library, "save", lambda *given, **more: (going_on.wait(), real(*given, **more))[1])
    told = text_of(await press(bot, await use(bot, "remove", article=TREATY), "Remove it"))
    await bot.fake.forge(await use(bot, "status"), "c1:stop:", permissions=MANAGE_GUILD)
    refused = text_of(await use(bot, "reindex"))
    running = text_of(await use(bot, "status"))
    going_on.set()
    async with asyncio.timeout(TIMEOUT_S):
        while "Last run: Remove" not in (ended := text_of(await use(bot, "status"))):
            pass

    assert "goes on; `/library status` tells when" in told
    assert "Work on the library is going on" in refused
    assert f"## Remove\nStopping\nBegun by <@{ADA}>" in running
    assert f"Last run: Remove, done\nBegun by <@{ADA}> <t:" in ended
    assert await bot.service.read(lambda library: library.find_ids(TREATY)) == []


async def test_titles_are_offered_to_managers_only(bot, monkeypatch):
    """And to nobody where it can't be told who is one."""
    to_manager = await bot.fake.complete("library remove", "article", "putin and", permissions=MANAGE_GUILD)
    to_other = await bot.fake.complete("library remove", "article", "putin and")
    assert len(await to_manager.choices()) == 1
    assert await to_other.choices() == []

    async def broken(_):
        raise StateError("gone")

    bot.client.forget_settings(GUILD)
    monkeypatch.setattr(bot.client, "settings_of", broken)
    assert await (await bot.fake.complete("library remove", "article", "putin and")).choices() == []


@pytest.mark.parametrize("name", ["remove", "inspect"])
async def test_an_article_nobody_knows(bot, name):
    assert "Choose one of the articles offered" in text_of(await use(bot, name, article="nothing"))


async def test_inspect_shows_source_and_text(bot):
    text = text_of(await use(bot, "inspect", article=TREATY))

    assert "**date from** these words of the source: date: 2024-06-20\n" in text
    assert "As it was read:\n> " in text
    assert "As it is kept:\n> " in text
    assert "2024-06-20-pyongyang-treaty.md" in text


async def test_a_file_is_added_and_answers(bot, settings):
    """Its name can't lead out of its folder; a file of the same name takes its place."""
    name = "../../etc/./The Moon!.TXT"
    bot.fake.files[name] = b"The moon landing\n\nNeil Armstrong stepped onto the Moon on 21 July 1969."
    told = await bot.fake.command("library add", permissions=MANAGE_GUILD, file=File(name))
    await told.until(lambda it: it.original and "Add: done" in text_of(it.original))
    reply = await (await bot.fake.command("ask", question="when did Armstrong step onto the Moon?")).reply()

    assert "**added** 1" in text_of(told.original)
    assert "## 21 July 1969" in text_of(reply)
    assert [path.name for path in (settings.library.parent / "uploads").iterdir()] == ["The-Moon.txt"]


@pytest.mark.parametrize("name", ["a.exe", "txt", ".txt.", "a/b"])
async def test_a_file_of_another_kind_is_refused(bot, name):
    bot.fake.files[name] = b"words"

    reply = await use(bot, "add", file=File(name))

    assert "I read files of the kinds" in text_of(reply)
    assert reply["flags"] & EPHEMERAL


async def test_a_first_file_that_holds_no_article_and_then_one_that_does(fake, settings):
    """Questions in between and afterwards are answered; the library made for nothing is not deleted under the bot."""
    fake.files = {"empty.txt": b" ", "moon.txt": b"The Moon\n\nNeil Armstrong stepped onto the Moon on 21 July 1969."}
    moon = "when did Armstrong step onto the Moon?"
    async with running_bot(fake, replace(settings, library=settings.library.with_name("first.db"))) as bot:
        said = [text_of(await (await fake.command("ask", question=moon)).reply())]
        for name, end in (("empty.txt", "**failed** 1"), ("moon.txt", "**added** 1")):
            told = await fake.command("library add", permissions=MANAGE_GUILD, file=File(name))
            await told.until(lambda it, end=end: it.original and end in text_of(it.original))
            said.append(text_of(await (await fake.command("ask", question=moon)).reply()))
            assert bot.service.settings.library.exists()

    assert "There is no library yet" in said[0]
    assert "The library holds no articles yet" in said[1]
    assert "## 21 July 1969" in said[2]
