"""A library made anew beside the old one: checked, swapped under readers, kept to go back to; or left as it was."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import Settings
from bot.handlers.library import run_reindex
from bot.handlers.rebuilding import roll_back
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import Service
from index.build import add
from index.errors import LibraryLockedError, NoGenerationError, RebuildRefusedError
from index.models import Query
from index.run import Run
from index.search import search
from index.store import Library
from index.store.generations import KEPT, generations

ROOT = Path(__file__).parent.parent


def quiet(what, done, total):
    """Show no progress."""


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "articles"
    made.mkdir()
    for word in ("ferry", "bridge", "market"):
        (made / f"{word}.txt").write_text(
            f"The {word}\n\nMayor Jane Holt opened the {word} on 4 May 2021.", encoding="utf-8"
        )
    return made


@pytest.fixture
def service(tmp_path, folder):
    with Library.open_for_writing(tmp_path / "library.db") as library:
        add(library, [folder], progress=quiet)
    made = Service(Settings(library=tmp_path / "library.db"))
    yield made
    made.close()


async def full(service):
    return await run_reindex(service, BuildRequest((), full=True), quiet)


def titles(library):
    return sorted(item.title for item in library.listed())


def left_over(folder):
    return sorted(path.name for path in folder.glob("library.db*") if "rebuilding" in path.name)


async def test_readers_go_on_and_see_the_new_library_next(service, folder, tmp_path):
    """One with the old file open can still read it; the service opens the new one by itself."""
    (folder / "market.txt").unlink()
    with Library.open_for_reading(tmp_path / "library.db") as reader:
        assert len(await service.read(titles)) == 3
        report = await full(service)

        assert (report.changed, report.removed) == (2, 1)
        assert len(titles(reader)) == 3
        assert search(reader, Query(("market",))).hits
    assert await service.read(titles) == ["The bridge", "The ferry"]
    with Library.open_for_writing(tmp_path / "library.db") as library:
        (folder / "ship.txt").write_text("The ship\n\nIt left.", encoding="utf-8")
        add(library, [folder], progress=quiet)
    assert len(await service.read(titles)) == 3
    assert left_over(tmp_path) == []


async def test_a_rollback_goes_back_and_forth(service, folder):
    (folder / "market.txt").unlink()
    await full(service)

    await roll_back(service)
    assert len(await service.read(titles)) == 3
    await roll_back(service)
    assert len(await service.read(titles)) == 2


async def test_only_the_last_files_are_kept(service, tmp_path):
    for _ in range(KEPT + 2):
        await full(service)

    assert len(generations(tmp_path / "library.db")) == KEPT


async def test_there_may_be_nothing_to_go_back_to(service):
    with pytest.raises(NoGenerationError, match="no earlier file"):
        await roll_back(service)


async def test_nobody_goes_back_while_somebody_writes(service, tmp_path):
    await full(service)
    with Library.open_for_writing(tmp_path / "library.db"), pytest.raises(LibraryLockedError):
        await roll_back(service)


def golden(service, tmp_path, *rows):
    path = tmp_path / "golden.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return Service(Settings(library=tmp_path / "library.db", golden=path))


async def test_a_library_that_answers_fewer_golden_questions_is_refused(service, folder, tmp_path):
    judged = golden(
        service, tmp_path, {"question": "when did Jane Holt open the ferry?", "answers": ["2021"]},
        {"question": "who discovered penicillin?", "answerable": False},
    )  # fmt: skip
    assert (await full(judged)).changed == 3
    (folder / "ferry.txt").write_text("The ferry\n\nNothing is said here.", encoding="utf-8")
    for name in ("bridge", "market"):
        (folder / f"{name}.txt").write_text(f"The {name}\n\nNothing is said here either.", encoding="utf-8")

    with pytest.raises(RebuildRefusedError, match="answers 1 of the golden questions, the old one 2"):
        await full(judged)
    with Library.open_for_reading(tmp_path / "library.db") as library:
        assert search(library, Query(("2021",))).hits
    assert left_over(tmp_path) == []
    judged.close()


@pytest.mark.parametrize("content", ["not json", '{"question": "who?"}', None])
async def test_golden_questions_that_cant_be_read_stop_it(service, tmp_path, content):
    path = tmp_path / "golden.jsonl"
    if content:
        path.write_text(content, encoding="utf-8")
    judged = Service(Settings(library=tmp_path / "library.db", golden=path))

    with pytest.raises(RequestError):
        await full(judged)
    judged.close()


async def test_what_is_broken_off_leaves_the_old_library(service, tmp_path, monkeypatch):
    monkeypatch.setattr(Run, "finish", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        await full(service)
    assert left_over(tmp_path) == []
    assert len(await service.read(titles)) == 3


async def test_a_library_that_lost_articles_is_refused(service, tmp_path, monkeypatch):
    finish = Run.finish

    def losing(self, library):
        report = finish(self, library)
        library.save([], [library.listed()[0].id])
        return report

    monkeypatch.setattr(Run, "finish", losing)

    with pytest.raises(RebuildRefusedError, match="holds 2 articles, and should hold 3"):
        await full(service)
    assert len(await service.read(titles)) == 3


def test_killed_at_any_moment_there_is_a_whole_library(service, tmp_path):
    """SIGKILL while it is copied, filled, checked or swapped: the next run starts afresh."""
    for number in range(4):
        command = [sys.executable, "-m", "bot.terminal.main", "reindex", "--full", "--library", "library.db"]
        with subprocess.Popen(command, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL) as run:
            try:
                run.wait(random.Random(number).uniform(0.3, 1.5))
            except subprocess.TimeoutExpired:
                run.send_signal(signal.SIGKILL)
        with Library.open_for_writing(tmp_path / "library.db") as library:
            assert titles(library) == ["The bridge", "The ferry", "The market"]
            assert library.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
