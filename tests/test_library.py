"""The library file: how it is opened, and what is said when that can't be."""

import asyncio
import os
import pickle
import signal
import sqlite3
import threading
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing

import pytest

from bot.config import Settings
from bot.handlers.service import Service
from index.errors import (
    LibraryBrokenError,
    LibraryUnreadableError,
    LibraryWriteError,
    NewerLibraryError,
    WorkerLostError,
)
from index.models import Query
from index.prepare import Preparer
from index.search import search
from index.store import Library, connections, library
from index.store.lock import WriterLock
from tests.crashing import apply


@pytest.fixture
def path(tmp_path):
    """Make a library of two articles."""
    with Library.open_for_writing(tmp_path / "library.db") as opened:
        apply(opened, "put", {"one": "The harbour was quiet.", "two": "The mountain was loud."})
    return tmp_path / "library.db"


def test_a_library_is_in_wal_mode_whatever_happened_when_it_was_made(path):
    """A process killed before it could say so leaves a file that the next writer puts right."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete"

    with Library.open_for_writing(path) as opened:
        assert opened.db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_a_folder_where_nothing_may_be_written_is_read(path, monkeypatch):
    """Where SQLite can't make its own files beside the library, the library is opened as one that never changes."""
    connect = connections.connect_reading
    monkeypatch.setattr(library, "connect_reading", lambda path, options: refuse_or(connect, path, options))
    with Library.open_for_reading(path) as opened:
        assert [hit.passage.article.id for hit in search(opened, Query(("harbour",))).hits] == ["one"]

    path.with_name("library.db-wal").touch()
    with pytest.raises(LibraryUnreadableError, match=r"can't be read .* check the rights"):
        Library.open_for_reading(path)


def refuse_or(connect, path, options):
    """Refuse to open a file unless it is said to be immutable, as SQLite does in a read-only folder."""
    if not options:
        raise sqlite3.OperationalError("attempt to write a readonly database")
    return connect(path, options)


def test_a_lock_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "library.db-lock").mkdir()

    with pytest.raises(LibraryWriteError, match="can't be written"):
        WriterLock(tmp_path / "library.db").acquire(0)


def test_a_broken_file_is_said_and_nothing_is_promised(path):
    """A page that SQLite can't make sense of is no traceback, and repair isn't named as the way out."""
    with Library.open_for_reading(path) as opened:
        raw = path.read_bytes()
        path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
        for method in (opened.overview, lambda: opened.find_ids("one"), lambda: search(opened, Query(("harbour",)))):
            with pytest.raises(LibraryBrokenError, match="is damaged and can't be read; put back a copy"):
                method()


def test_an_open_reader_notices_newer_rules_for_terms(path):
    """Another process may bring the library up to date; whoever has older rules would then find the wrong passages."""
    with Library.open_for_reading(path) as opened:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE counts SET terms_version = terms_version + 1")
            connection.commit()
        with pytest.raises(NewerLibraryError):
            search(opened, Query(("harbour",)))
    for open_it in (Library.open_for_reading, Library.open_for_writing):
        with pytest.raises(NewerLibraryError):
            open_it(path)


def test_free_pages_are_given_back_many_at_a_time(path):
    """Giving space back takes few steps, and ends where it can't be done."""
    with Library.open_for_writing(path) as opened:
        opened.db.execute("CREATE TABLE large (x BLOB)")
        opened.db.execute("INSERT INTO large VALUES (zeroblob(20000000))")
        opened.db.execute("DROP TABLE large")
        assert opened._pragma("freelist_count") > 2 * library.VACUUM_PAGES

        assert len(list(opened.tidy())) <= 4
        assert opened._pragma("freelist_count") <= library.FREE_SHARE * opened._pragma("page_count")


async def test_a_cancelled_write_stops_and_the_next_one_runs(path):
    """Only the write that nobody waits for any more ends early."""
    service = Service(Settings(path))
    began = threading.Event()
    ended = threading.Event()
    progress = service.stoppable(lambda what, done, total: None)

    def endless(opened):
        began.set()
        try:
            while True:
                progress("working", 1, None)
        finally:
            ended.set()

    try:
        writing = asyncio.create_task(service.write(endless))
        await asyncio.to_thread(began.wait, 10)
        writing.cancel()
        with pytest.raises(asyncio.CancelledError):
            await writing
        assert await asyncio.to_thread(ended.wait, 10)

        def short(opened):
            progress("working", 1, None)
            return "done"

        assert await service.write(short) == "done"
    finally:
        service.close()


@pytest.mark.parametrize("is_known", [False, True])
def test_a_lost_worker_is_one_sentence(is_known):
    """A worker process killed from outside is told apart from an error of ours, whenever that is noticed."""
    with closing(Preparer()) as preparer:
        preparer.start()
        pool = preparer._pool
        assert pool is not None
        pool.submit(os.getpid).result()
        for worker in list(pool._processes.values()):
            assert worker.pid is not None
            os.kill(worker.pid, signal.SIGKILL)
        if is_known:
            with pytest.raises(BrokenProcessPool):
                pool.submit(os.getpid).result()
        with pytest.raises(WorkerLostError, match="run the same command again"):
            list(preparer.prepare_all(iter([b"x"] * 50), {}))


def test_what_comes_behind_the_last_article_is_prepared_without_workers():
    """They end by themselves, while segments are merged."""
    with closing(Preparer()) as preparer:
        preparer.start()
        pool = preparer._pool
        assert pool is not None
        workers = list(pool._processes.values())
        preparer.dismiss()
        preparer.dismiss()

        (prepared,) = preparer.prepare_all(iter([pickle.dumps([])]), {})
        assert prepared.group.articles == ()
        for worker in workers:
            worker.join()
