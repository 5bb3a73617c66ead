"""Runs in a process of their own: the same reports, errors and stops as in a thread, and nothing left behind."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import threading
from dataclasses import replace

import pytest

from bot.config import Settings
from bot.handlers.library import run_add, run_reindex
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.runs import Runs
from bot.handlers.service import Service
from index.errors import LibraryLockedError, LibraryMissingError, WorkerLostError
from index.report import Report
from index.store import Library
from tests.bad_server import serving, silence
from tests.web_pages import quiet


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "articles"
    made.mkdir()
    for word in ("ferry", "bridge"):
        (made / f"{word}.txt").write_text(f"The {word}\n\nThe {word} was painted green.", encoding="utf-8")
    return made


@pytest.fixture
def service(tmp_path):
    made = Service(Settings(library=tmp_path / "library.db", allow_loopback=True, delay=0.0), has_runs_apart=True)
    yield made
    made.close()
    assert multiprocessing.active_children() == []


def titles(library):
    return sorted(item.title for item in library.listed())


async def test_a_run_apart_does_the_same(service, folder):
    seen = []
    report = await run_add(service, BuildRequest((folder,)), lambda *said: seen.append(said))
    (folder / "ferry.txt").unlink()
    again = await run_reindex(service, BuildRequest(()), quiet)
    full = await run_reindex(service, BuildRequest((), full=True), quiet)

    assert report == Report(added=2)
    assert ("Reading", 2, None) in seen
    assert ("Indexing", 2, 2) in seen
    assert (again.removed, again.unchanged) == (1, 1)
    assert full.changed == 1
    assert await service.read(titles) == ["The bridge"]


async def test_its_errors_are_those_of_a_run_here(service, folder, tmp_path):
    with pytest.raises(LibraryMissingError, match="make one first"):
        await run_reindex(service, BuildRequest(()), quiet)
    with (
        Library.open_for_writing(tmp_path / "library.db"),
        pytest.raises(LibraryLockedError, match=f"process {os.getpid()}") as raised,
    ):
        await run_add(service, BuildRequest((folder,)), quiet)
    assert raised.value.__dict__.keys() >= {"path"}
    golden = tmp_path / "golden.jsonl"
    golden.write_text("no question", encoding="utf-8")
    await run_add(service, BuildRequest((folder,)), quiet)
    service.settings = replace(service.settings, golden=golden)
    with pytest.raises(RequestError, match="hold a line that is not JSON"):
        await run_reindex(service, BuildRequest((), full=True), quiet)


async def test_it_stops_when_it_is_told_to(service, tmp_path):
    """Even while a site is silent; the process ends, and others may write."""
    with serving() as bad:
        bad.pages["/silent"] = silence(bad, begun := threading.Event())
        runs = Runs(service)

        async def work(progress):
            return await run_add(service, BuildRequest((bad.link("/silent"),)), progress)

        run = runs.scheduled(1, work)
        assert await asyncio.to_thread(begun.wait, 60)
        runs.stop()
        await asyncio.wait({run.task})
    assert run.task.cancelled() or run.task.exception() is not None
    assert multiprocessing.active_children() == []
    with Library.open_for_writing(tmp_path / "library.db", timeout_s=0):
        pass


async def test_a_process_that_is_killed_is_an_error_like_any(service):
    with serving() as bad:
        bad.pages["/silent"] = silence(bad, begun := threading.Event())
        run = asyncio.create_task(run_add(service, BuildRequest((bad.link("/silent"),)), quiet))
        assert await asyncio.to_thread(begun.wait, 60)
        (child,) = multiprocessing.active_children()
        assert child.pid is not None
        if hasattr(os, "getpriority"):
            assert os.getpriority(os.PRIO_PROCESS, child.pid) > os.getpriority(os.PRIO_PROCESS, 0)
        os.kill(child.pid, signal.SIGKILL)

        with pytest.raises(WorkerLostError):
            await run


async def test_what_it_logs_is_in_our_log(service, folder, caplog, monkeypatch):
    """Here by hand: what a run logs is seldom, and not made at will."""
    from bot.handlers.apart import run_apart

    caplog.set_level(logging.INFO)
    report = await asyncio.to_thread(run_apart, service.settings, _logging, BuildRequest((folder,)), quiet)

    assert report == Report()
    assert ("x.y", logging.WARNING, "strange \x1b") in caplog.record_tuples


async def _logging(service, request, progress):
    logging.getLogger("x.y").warning("strange %s", "\x1b")
    return Report()
