"""Backups: made under load, checked, restored elsewhere; what is damaged, foreign, in use or newer is refused."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import threading
from contextlib import closing
from dataclasses import replace

import pytest
from sqlite_utils import Database

from bot.handlers.answers import ask_kept
from bot.handlers.copies import backup, restore, vacuum
from bot.handlers.desk import Asker, Desk
from bot.handlers.floors import file_of
from bot.handlers.keeper import Keeper
from bot.handlers.receipts import check_receipt
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Facts, Heading, Outcome, Quote
from bot.state import State, StateError
from bot.terminal.main import main
from index.errors import (
    LibraryBrokenError,
    LibraryLockedError,
    LibraryMissingError,
    LibraryWriteError,
    NewerLibraryError,
)
from index.store import Library
from index.store.copies import check_whole, is_in_use


async def ask(settings, question="when did Kim visit Russia?"):
    """Ask as the bot does, and return the receipt of the first quote."""
    service, keeper = Service(settings), Keeper(settings.state)
    try:
        reply = await ask_kept(Desk.of(service, keeper), AskRequest(question, 3), Asker(1))
        assert reply.outcome is Outcome.DONE
        return next(block.receipt for block in reply.blocks if isinstance(block, Quote))
    finally:
        keeper.close()
        service.close()


async def receipt_says(settings, receipt):
    service, keeper = Service(settings), Keeper(settings.state)
    try:
        reply = await check_receipt(Desk.of(service, keeper), receipt)
    finally:
        keeper.close()
        service.close()
    return next(block.text for block in reply.blocks if isinstance(block, Heading))


async def command(*arguments):
    """Run a command beside the loop of the test."""
    return await asyncio.to_thread(main, arguments)


@pytest.fixture
def elsewhere(tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


async def test_a_backup_restored_elsewhere_answers_and_knows_its_receipts(settings, tmp_path, elsewhere):
    receipt = await ask(settings)
    file_of(settings.library).write_text("{}")

    made = await backup(settings, tmp_path / "copy")
    there = replace(settings, library=elsewhere / "l.db", state=elsewhere / "s.db")
    await restore(there, tmp_path / "copy")

    assert dict(next(block.rows for block in made.blocks if isinstance(block, Facts)))["articles"] == "22"
    assert sorted(path.name for path in elsewhere.iterdir()) == ["l.db", "l.db-exam.json", "s.db", "s.db-key"]
    assert {name: (elsewhere / name).stat().st_mode & 0o777 for name in ("s.db", "s.db-key")} == {
        "s.db": 0o600, "s.db-key": 0o600,
    }  # fmt: skip
    assert (tmp_path / "copy").stat().st_mode & 0o777 == 0o700
    assert await receipt_says(there, receipt) == "Unchanged: the quote stands in the article word for word."
    await ask(there)


async def test_backups_under_load_are_each_one_state(settings, tmp_path, elsewhere):
    """While another thread adds and removes articles, every copy is whole: as many articles as it has texts.

    Restored elsewhere, it answers, and knows the receipts of before.
    """
    receipt = await ask(settings)
    stop = threading.Event()
    source = tmp_path / "rain.jsonl"

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            row = {"id": f"rain-{number % 7}", "title": f"Rain {number}", "text": f"Rain fell on hill {number}."}
            source.write_text(json.dumps(row), encoding="utf-8")
            main(["add", str(source), "--library", str(settings.library)])

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            await backup(settings, tmp_path / f"copy{number}")
    finally:
        stop.set()
        writer.join()

    for number in range(5):
        copy = tmp_path / f"copy{number}" / "library.db"
        check_whole(copy)
        with Library.open_for_reading(copy) as library:
            assert library.overview().articles == len(library.listed()) >= 22
        assert await command("ask", "when did Kim visit Russia?", "--library", str(copy)) == 0
    there = replace(settings, library=elsewhere / "l.db", state=elsewhere / "s.db")
    await restore(there, tmp_path / "copy4")
    await ask(there)
    assert await receipt_says(there, receipt) == "Unchanged: the quote stands in the article word for word."


async def test_what_was_there_before_a_restore_is_kept(settings, tmp_path):
    await backup(settings, tmp_path / "copy")
    assert await command("remove", "The mould on the window sill", "--library", str(settings.library)) == 0

    await restore(settings, tmp_path / "copy")

    with Library.open_for_reading(settings.library) as library:
        assert library.overview().articles == 22
    (kept,) = tmp_path.glob("library.db.before-restore-*")
    with Library.open_for_reading(kept) as library:
        assert library.overview().articles == 21


async def test_nothing_is_restored_over_a_library_in_use(settings, tmp_path):
    """Not while somebody reads it, nor while the bot has its state open; everything stays as it was."""
    await ask(settings)
    await backup(settings, tmp_path / "copy")
    before = sorted(path.name for path in tmp_path.iterdir())

    with Library.open_for_reading(settings.library), pytest.raises(LibraryLockedError):
        await restore(settings, tmp_path / "copy")
    with closing(State(settings.state)), pytest.raises(LibraryLockedError):
        await restore(settings, tmp_path / "copy")

    left = {name for name in (path.name for path in tmp_path.iterdir()) if not name.endswith(("-wal", "-shm", "-lock"))}
    assert left == {name for name in before if not name.endswith(("-wal", "-shm", "-lock"))}
    assert not is_in_use(settings.library)


def spoil_library(folder):
    path = folder / "library.db"
    data = bytearray(path.read_bytes())
    data[5_000:5_010] = b"0123456789"
    path.write_bytes(bytes(data))


def lose_library(folder):
    (folder / "library.db").unlink()


def spoil_manifest(folder):
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def nest_manifest(folder):
    (folder / "manifest.json").write_text("[" * 100_000, encoding="utf-8")


def lead_out(folder):
    data = json.loads((folder / "manifest.json").read_text())
    data["files"][0]["name"] = "../library.db"
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")


def come_from_the_future(folder):
    data = json.loads((folder / "manifest.json").read_text())
    data["form"] = 99
    (folder / "manifest.json").write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (spoil_library, "is not as it was backed up"),
        (lose_library, "is not as it was backed up"),
        (spoil_manifest, "is no backup of Cuttings"),
        (nest_manifest, "is no backup of Cuttings"),
        (lead_out, "names a file that no backup holds"),
        (come_from_the_future, "made by a newer Cuttings"),
        (shutil.rmtree, "is no backup of Cuttings"),
    ],
)
async def test_a_backup_that_is_not_whole_is_refused(settings, tmp_path, spoil, words):
    await backup(settings, tmp_path / "copy")
    spoil(tmp_path / "copy")

    with pytest.raises(RequestError, match=words):
        await restore(settings, tmp_path / "copy")
    assert await command("ask", "when did Kim visit Russia?", "--library", str(settings.library)) == 0


async def test_guilds_are_backed_up_with_theirs(settings, tmp_path, elsewhere):
    own = elsewhere / "own.db"
    shutil.copy(settings.library, own)
    both = replace(settings, libraries=((7, own), (8, own)))

    await backup(both, tmp_path / "copy")

    assert (tmp_path / "copy" / "guild-7" / "library.db").is_file()
    with pytest.raises(RequestError, match=r"the configuration has no library for guild 7"):
        await restore(settings, tmp_path / "copy")
    own.unlink()
    await restore(both, tmp_path / "copy")
    assert own.is_file()


async def test_a_backup_that_fails_leaves_nothing(settings, tmp_path):
    gone = replace(settings, library=tmp_path / "none.db")

    with pytest.raises(LibraryMissingError):
        await backup(gone, tmp_path / "copy")

    assert not list(tmp_path.glob("copy*"))


async def test_a_backup_never_writes_over_something(settings, tmp_path):
    (tmp_path / "copy").mkdir()
    with pytest.raises(RequestError, match="not there yet"):
        await backup(settings, tmp_path / "copy")
    (tmp_path / "other.part").mkdir()
    with pytest.raises(RequestError, match="broken off"):
        await backup(settings, tmp_path / "other")


async def test_vacuum_gives_space_back(settings, tmp_path):
    await ask(settings)
    with closing(sqlite3.connect(settings.library)) as library:
        library.execute("CREATE TABLE filler (it BLOB)")
        library.execute("INSERT INTO filler VALUES (zeroblob(1000000))")
        library.execute("DROP TABLE filler")
        library.commit()
    before = settings.library.stat().st_size

    reply = await vacuum(settings)

    assert settings.library.stat().st_size < before
    assert len(next(block.rows for block in reply.blocks if isinstance(block, Facts))) == 2
    with pytest.raises(LibraryMissingError):
        await vacuum(replace(settings, library=tmp_path / "none.db"))


def test_the_commands_say_what_they_did(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)

    assert main(["backup", "copy"]) == 0
    assert main(["restore", "copy"]) == 0
    assert main(["vacuum"]) == 0
    assert main(["restore", "nothing"]) == 2
    assert main(["status", "--json"]) == 0

    printed = capsys.readouterr()
    assert "Backed up to copy." in printed.out
    assert "Restored from copy.\nlibrary.db\nwhat was there before: library.db.before-restore-" in printed.out
    assert printed.err == "cuttings: nothing is no backup of Cuttings: its manifest.json can't be read\n"
    status = json.loads(printed.out.splitlines()[-1])
    assert (status["articles"], status["failures"], status["languages"]) == (22, [], {"en": 22})


def test_a_library_of_another_format_is_kept_before_it_is_upgraded(settings):
    """As if the last migration had never been: the copy has the old format, and opens as it was."""
    with Library.open_for_writing(settings.library) as library:
        found = library.db.execute("PRAGMA user_version").fetchone()[0]
        (last,) = library.db.execute("SELECT name FROM _sqlite_migrations ORDER BY id DESC LIMIT 1").fetchone()
        library.db.execute("DELETE FROM _sqlite_migrations WHERE name = ?", [last])
        library.db.execute("PRAGMA user_version = 1")

    with pytest.raises(LibraryWriteError), Library.open_for_writing(settings.library):
        pass  # the migration itself fails here, as its tables are there; the copy came before it

    kept = settings.library.with_name("library.db.format-1")
    check_whole(kept)
    with closing(sqlite3.connect(kept)) as copy:
        assert copy.execute("PRAGMA user_version").fetchone()[0] == 1
        assert found > 1


def test_a_newer_library_is_refused_in_one_sentence(settings, tmp_path):
    with Library.open_for_writing(settings.library) as library:
        library.db.execute("PRAGMA user_version = 99")

    with pytest.raises(NewerLibraryError, match="upgrade Cuttings to open it"):
        Library.open_for_reading(settings.library)


def test_a_newer_state_is_refused_and_an_older_one_is_kept(tmp_path):
    path = tmp_path / "state.db"
    State(path).close()
    db = Database(path)
    db.execute("INSERT INTO _sqlite_migrations VALUES (99, 'cuttings.state', 'm099_later', 'today')")
    db.conn.commit()
    with pytest.raises(StateError, match="newer Cuttings"):
        State(path)
    db.execute("DELETE FROM _sqlite_migrations")
    db.execute("INSERT INTO _sqlite_migrations VALUES (1, 'cuttings.state', 'm000_before', 'today')")
    db.conn.commit()
    db.close()
    with pytest.raises(StateError):
        State(path)


def test_a_damaged_copy_is_no_copy(settings, tmp_path):
    """The source is damaged where only a full reading sees it: no copy comes of it, and no remains of one."""
    with closing(sqlite3.connect(settings.library)) as connection, connection:
        connection.execute("DELETE FROM articles WHERE article_key = 1")

    with Library.open_for_reading(settings.library) as library, pytest.raises(LibraryBrokenError):
        library.copy(tmp_path / "copy.db")

    assert not list(tmp_path.glob("copy.db*"))
