"""Schedules in a running bot: what is due is read once, failures wait longer, and nothing runs beside other work."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

import pytest

from bot.config import Settings
from bot.handlers.desk import Desk
from bot.handlers.keeper import Keeper
from bot.handlers.schedule import keep_schedules, read_due
from bot.handlers.service import Service
from bot.source_settings import SourceSetting
from index.models import Source
from index.report import Report
from index.store import Library
from index.store.sources import known_sources


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "articles"
    made.mkdir()
    (made / "a.txt").write_text("The ferry\n\nThe ferry left the harbour at noon.", encoding="utf-8")
    return made


def make_desk(tmp_path, *sources):
    settings = Settings(library=tmp_path / "library.db", state=tmp_path / "state.db")
    settings = replace(settings, sources=tuple(map(SourceSetting, sources)))
    with Library.open_for_writing(settings.library):
        pass
    return Desk.of(Service(settings), Keeper(settings.state))


@pytest.fixture
def desk(tmp_path, folder):
    made = make_desk(tmp_path, Source(str(folder), "boats", "files", 3_600), Source(str(tmp_path), kind="files"))
    yield made
    made.service.close()
    made.keeper.close()


async def test_what_is_due_is_read_once(desk, caplog):
    """A source that was never read is due at once; then its interval counts. One without a schedule never is."""
    caplog.set_level(logging.INFO)
    report = await read_due(desk, 1)

    assert report is not None
    assert report.added == 1
    assert await read_due(desk, 1) is None
    assert "scheduled reading: 1 added" in caplog.text
    known = await desk.service.read(known_sources)
    assert [item.source.name for item in known] == ["boats"]


async def test_a_source_that_fails_is_in_the_log_and_waits(tmp_path, caplog):
    desk = make_desk(tmp_path, Source(str(tmp_path / "none"), "gone", "files", 3_600))
    report = await read_due(desk, 1)
    known = await desk.service.read(known_sources)

    assert report is not None
    assert f"scheduled reading: {tmp_path / 'none'}: there is no such file or folder" in caplog.text
    assert [(item.failures, item.last_error) for item in known] == [(1, "there is no such file or folder")]
    assert await read_due(desk, 1) is None
    desk.service.close()


async def test_nothing_is_read_beside_other_work(desk):
    """Neither while a person's run goes on, nor while another process writes."""
    held = asyncio.Event()

    async def work(progress):
        await held.wait()
        return Report()

    run = desk.runs.scheduled(7, work)
    assert await read_due(desk, 1) is None
    held.set()
    await run.task
    await asyncio.sleep(0)
    assert await read_due(desk, 1) is not None


async def test_a_library_that_is_not_there_is_made(tmp_path, folder):
    desk = make_desk(tmp_path, Source(str(folder), kind="files", every_s=3_600))
    for path in tmp_path.glob("library.db*"):
        path.unlink()

    report = await read_due(desk, 1)

    assert report is not None
    assert report.added == 1
    desk.service.close()


async def test_without_library_and_sources_nothing_is_done(tmp_path, caplog):
    desk = make_desk(tmp_path)
    (tmp_path / "library.db").unlink()

    assert await read_due(desk, 1) is None
    assert caplog.text == ""
    desk.service.close()


async def test_a_library_that_cant_be_read_is_in_the_log(tmp_path, folder, caplog):
    desk = make_desk(tmp_path, Source(str(folder), kind="files", every_s=3_600))
    (tmp_path / "library.db").write_text("These are notes, and long enough to be taken for a database by nobody.")

    assert await read_due(desk, 1) is None
    assert "is not a Cuttings library" in caplog.text
    desk.service.close()


async def test_schedules_are_kept_until_they_are_cancelled(desk):
    read = asyncio.Event()
    desk.runs.told.append(lambda run, report: read.set())
    task = asyncio.create_task(keep_schedules(lambda: [desk], lambda: 1, poll_s=0.01))
    await asyncio.wait_for(read.wait(), 30)
    task.cancel()
    await asyncio.wait({task})

    assert task.cancelled()
    assert (await desk.service.read(known_sources))[0].articles == 1


async def test_a_run_ends_with_the_schedules(desk, monkeypatch):
    """A bot that stops does not wait for a slow source."""
    begun = asyncio.Event()

    async def slow(service, request, progress):
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.handlers.schedule.run_reindex", slow)
    task = asyncio.create_task(keep_schedules(lambda: [desk], lambda: 1))
    await asyncio.wait_for(begun.wait(), 30)
    task.cancel()
    await asyncio.wait({task})
    await asyncio.sleep(0)

    assert task.cancelled()
    assert desk.runs.current is None


async def test_a_run_that_a_person_stops_leaves_the_schedules_going(desk, monkeypatch, caplog):
    caplog.set_level(logging.INFO)

    async def slow(service, request, progress):
        asyncio.get_running_loop().call_soon(desk.runs.cancel)
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.handlers.schedule.run_reindex", slow)

    assert await read_due(desk, 1) is None
    assert "stopped by a person" in caplog.text
