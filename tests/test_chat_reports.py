"""Reports of runs in channels, what is due in `/library status`, and people's work beside runs on schedule."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace

import pytest

from bot.config import GuildSetup, Settings
from bot.handlers.library import run_add
from bot.handlers.reports import log_report
from bot.handlers.requests import BuildRequest
from bot.handlers.schedule import read_due
from bot.logs import JsonFormatter
from bot.source_settings import SourceSetting
from index.models import Source
from index.report import Report
from tests.chatting import running_bot
from tests.discord_limits import SUPPRESS_NOTIFICATIONS
from tests.fake_discord import CHANNEL, GUILD, MANAGE_GUILD, OTHER_GUILD, text_of


def _own_id(bot):
    assert bot.client.user is not None
    return bot.client.user.id


def quiet(what, done, total):
    """Show no progress."""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "articles"
    made.mkdir()
    (made / "a.txt").write_text("The ferry\n\nThe ferry left the harbour at noon.", encoding="utf-8")
    (made / "@everyone **x**.jsonl").write_text("{}\n", encoding="utf-8")
    return made


@pytest.fixture
def scheduled(settings, folder):
    source = SourceSetting(Source(str(folder), "The @everyone Post", "files", 3_600))
    return replace(settings, report_channel=CHANNEL, sources=(source,))


async def test_a_run_is_told_in_the_channel_pinging_nobody(fake, scheduled, caplog):
    caplog.set_level(logging.INFO)
    async with running_bot(fake, scheduled) as bot:
        report = await read_due(bot.client.desks.default, _own_id(bot))
        message = await fake.said()

    assert report is not None
    assert report.added == 1
    text = text_of(message)
    assert "Reindex: done" in text
    assert "added" in text
    assert "lacks" in text
    assert str(scheduled.library.parent) not in text
    assert message["flags"] & SUPPRESS_NOTIFICATIONS
    assert ("POST", f"/api/v10/channels/{CHANNEL}/messages") in fake.requests
    assert message.get("allowed_mentions", {"parse": []})["parse"] == []
    assert '"added": 1' in caplog.text


async def test_a_channel_that_refuses_is_noted_and_spoils_nothing(fake, scheduled, caplog, monkeypatch):
    async with running_bot(fake, replace(scheduled, report_channel=7)) as bot:
        monkeypatch.setattr(bot.client.http, "send_message", _refused)
        await read_due(bot.client.desks.default, _own_id(bot))
        await bot.client.settled()

    assert "the report of a run could not be sent to the channel 7" in caplog.text


async def _refused(*arguments, **named):
    raise OSError("no way")


async def test_a_persons_run_is_told_too(fake, scheduled):
    async with running_bot(fake, replace(scheduled, sources=())) as bot:
        await bot.fake.command("library reindex", permissions=MANAGE_GUILD)
        message = await fake.said()

    assert "Reindex: done" in text_of(message)


def test_each_library_is_told_of_in_its_own_channels(tmp_path):
    settings = Settings(
        report_channel=1,
        libraries=((OTHER_GUILD, tmp_path / "other.db"),),
        guilds=(GuildSetup(GUILD, report_channel=2), GuildSetup(OTHER_GUILD, report_channel=3), GuildSetup(9)),
    )

    assert settings.report_channels(frozenset()) == [1, 2]
    assert settings.report_channels(frozenset({OTHER_GUILD})) == [3]
    assert Settings().report_channels(frozenset()) == []


async def test_what_is_due_is_in_the_status(fake, scheduled):
    async with running_bot(fake, scheduled) as bot:
        before = text_of(await (await fake.command("library status", permissions=MANAGE_GUILD)).reply())
        await read_due(bot.client.desks.default, _own_id(bot))
        await fake.said()
        after = text_of(await (await fake.command("library status", permissions=MANAGE_GUILD)).reply())

    assert "Next to be read: " in before
    assert "within a minute" in before
    assert "Next to be read: " in after
    assert "<t:" in after


async def test_people_work_while_sources_are_read_on_schedule(bot, folder):
    """Both are shown, and a stop of the bot ends both."""
    desk, going_on = bot.client.desks.default, asyncio.Event()

    async def slow(progress):
        await going_on.wait()
        return Report()

    run = desk.runs.scheduled(1, slow)
    desk.runs.check_free()
    report = await run_add(bot.service, BuildRequest((folder,)), quiet)
    status = text_of(await (await bot.fake.command("library status", permissions=MANAGE_GUILD)).reply())

    assert report.added == 1
    assert "Begun by" in status
    assert desk.runs.background is run
    desk.runs.stop()
    await asyncio.wait({run.task})
    await asyncio.sleep(0)
    assert desk.runs.background is None


def test_the_log_has_the_report_as_json(caplog):
    caplog.set_level(logging.INFO)
    report = Report(added=2, failed=[(f"place {number}", "is empty") for number in range(30)])
    log_report("scheduled reading", report)

    line = json.loads(JsonFormatter([]).format(caplog.records[0]))
    assert line["message"].startswith("scheduled reading: 2 added, 30 failed; {")
    assert (line["report"]["added"], line["report"]["failed"], len(line["report"]["failures"])) == (2, 30, 20)
    assert "10 more failures" in caplog.text
