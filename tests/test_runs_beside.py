"""Runs beside other work: a slow site blocks nobody, what is committed stays, and what was removed stays out."""

from __future__ import annotations

import random
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.build import Rules, add, reindex
from index.engines.sqlite import SqliteEngine
from index.errors import LibraryLockedError
from index.models import Query, Source
from index.search import search
from index.store import Library
from index.store.generations import generations, roll_back
from index.store.sources import known_sources, page_failures
from tests.bad_server import reply, silence
from tests.web_pages import RULES, paragraphs, quiet, sitemap

ROOT = Path(__file__).parent.parent


def story(word):
    """Return a page with a story that no other word's has."""
    return reply(
        f"<!DOCTYPE html><html><head><title>The {word} ferry</title></head><body>{paragraphs(word)}</body></html>"
    )


@pytest.fixture
def path(tmp_path):
    (tmp_path / "config.toml").write_text("[reading]\ndelay = 0\nallow_loopback = true\n", encoding="utf-8")
    return tmp_path / "library.db"


def found(path, word):
    with Library.open_for_reading(path) as library:
        return bool(search(library, Query((word,))).hits)


def titles(path):
    with Library.open_for_reading(path) as library:
        return sorted(item.title for item in library.listed())


@contextmanager
def held_up(bad, path_asked, page):
    """Have a page wait for the end of the block; yields what is set once it was asked for."""
    asked, go_on = threading.Event(), threading.Event()

    def behave(connection: socket.socket, request):
        asked.set()
        go_on.wait(20)
        connection.sendall(page)

    bad.pages[path_asked] = behave
    try:
        yield asked
    finally:
        go_on.set()


@contextmanager
def running(path, *sources, rules=RULES, work=reindex):
    """Run over sources in a thread until the end of the block, which waits for it; yields a list with its report."""
    done = []

    def run():
        with SqliteEngine.open_for_writing(path) as library:
            done.append(work(library, list(sources), progress=quiet, rules=rules))

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield done
    finally:
        thread.join(30)


def cuttings(folder, *arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "bot.terminal.main", *arguments],
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# -- while a site is slow --------------------------------------------------------------------------------------------


def test_a_slow_site_blocks_no_other_writer(bad, path, tmp_path):
    note = tmp_path / "note.txt"
    note.write_text("The bridge\n\nThe bridge was painted green.", encoding="utf-8")
    with running(path, bad.link("/slow")) as done, held_up(bad, "/slow", story("red")) as asked:
        assert asked.wait(10)
        with Library.open_for_writing(path, timeout_s=0) as library:
            assert add(library, [note], progress=quiet).added == 1
        assert found(path, "bridg")

    assert done[0].added == 1
    assert titles(path) == ["The bridge", "The red ferry"]


def test_a_slow_site_does_not_hold_up_what_another_one_brought(bad, path):
    bad.pages["/quick"] = story("blue")
    with (
        running(path, bad.link("/slow"), bad.link("/quick", "localhost")),
        held_up(bad, "/slow", story("red")) as asked,
    ):
        assert asked.wait(10)
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not (path.exists() and _has(path, "blue")):
            time.sleep(0.01)
        assert titles(path) == ["The blue ferry"]

    assert titles(path) == ["The blue ferry", "The red ferry"]


def _has(path, word):
    try:
        return found(path, word)
    except Exception:  # noqa: BLE001 - it is being made
        return False


def test_what_is_removed_while_it_is_fetched_anew_stays_away(bad, path):
    bad.pages["/a"] = story("red")
    with Library.open_for_writing(path) as library:
        add(library, [bad.link("/a")], progress=quiet, rules=RULES)
        (wanted,) = (item.id for item in library.listed())
    with running(path) as done, held_up(bad, "/a", story("green")) as asked:
        assert asked.wait(10)
        with Library.open_for_writing(path) as library:
            library.remove_by_hand([wanted])

    assert done[0].changed == 0
    assert titles(path) == []


def test_what_another_run_changed_meanwhile_is_not_lost(bad, path, tmp_path):
    """A whole new file may even have taken the library's place."""
    note = tmp_path / "note.txt"
    note.write_text("The bridge\n\nThe bridge was painted green.", encoding="utf-8")
    with Library.open_for_writing(path) as library:
        add(library, [note], progress=quiet)
    with running(path, bad.link("/slow")), held_up(bad, "/slow", story("red")) as asked:
        assert asked.wait(10)
        copy = tmp_path / "copy.db"
        with Library.open_for_writing(path) as library:
            library.copy(copy)
        copy.replace(path)

    assert titles(path) == ["The bridge", "The red ferry"]


def test_a_source_is_read_by_one_run_at_a_time(bad, path):
    with running(path, bad.link("/slow")), held_up(bad, "/slow", story("red")) as asked:
        assert asked.wait(10)
        with Library.open_for_writing(path) as library:
            report = reindex(library, [bad.link("/slow")], progress=quiet, rules=RULES)

    assert report.failed == [(bad.link("/slow"), "is being read by another run; wait until that has ended")]
    assert [path for path in bad.paths() if path == "/slow"] == ["/slow"]
    with Library.open_for_reading(path) as library:
        assert [known.failures for known in known_sources(library)] == [0]
    assert [file.name for file in path.parent.glob("*-reading-*")] == []


def test_who_writes_too_long_is_named_in_the_end(bad, path, monkeypatch):
    monkeypatch.setattr("index.store.library.ASIDE_TIMEOUT_S", 0.0)
    caught = []

    def work(*arguments, **named):
        with pytest.raises(LibraryLockedError) as raised:
            add(*arguments, **named)
        caught.append(str(raised.value))

    with Library.open_for_writing(path):
        pass
    with running(path, bad.link("/slow"), work=work):
        with held_up(bad, "/slow", story("red")) as asked:
            assert asked.wait(10)
            blocking = Library.open_for_writing(path)
        while not caught:
            time.sleep(0.01)
        blocking.close()

    assert "process" in caught[0]


def test_a_full_rebuild_that_fetches_blocks_no_other_writer(bad, path, tmp_path):
    from index.rebuild import rebuild

    bad.pages["/a"] = story("red")
    note = tmp_path / "note.txt"
    note.write_text("The bridge\n\nThe bridge was painted green.", encoding="utf-8")
    with Library.open_for_writing(path) as library:
        add(library, [bad.link("/a")], progress=quiet, rules=RULES)

    def work(library, _, progress, rules):
        return rebuild(library, progress=progress, rules=rules)

    with running(path, work=work) as done, held_up(bad, "/a", story("green")) as asked:
        assert asked.wait(10)
        with Library.open_for_writing(path, timeout_s=0) as library:
            add(library, [note], progress=quiet)

    assert done[0].changed == 1
    assert titles(path) == ["The bridge", "The green ferry"]


# -- when the process ends -------------------------------------------------------------------------------------------


def test_a_killed_run_keeps_what_was_committed_and_the_next_goes_on(bad, path):
    links = [bad.link(f"/{word}") for word in ("red", "blue", "green")]
    bad.pages["/sitemap.xml"] = sitemap(*links)
    bad.pages |= {f"/{word}": story(word) for word in ("red", "blue", "green")}
    bad.pages["/silent"] = silence(bad)
    with cuttings(path.parent, "add", bad.link("/sitemap.xml"), bad.link("/silent", "localhost")) as run:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not (path.exists() and _has(path, "green")):
            time.sleep(0.02)
        run.kill()
    assert titles(path) == ["The blue ferry", "The green ferry", "The red ferry"]
    bad.asked.clear()
    bad.pages["/silent"] = story("yellow")

    with Library.open_for_writing(path) as library:
        report = add(library, [bad.link("/sitemap.xml"), bad.link("/silent", "localhost")], progress=quiet, rules=RULES)

    assert (report.added, report.unchanged) == (1, 3)


def test_ctrl_c_while_a_site_is_silent_ends_at_once_in_one_sentence(bad, path):
    bad.pages["/quick"], bad.pages["/silent"] = story("red"), silence(bad)
    with cuttings(path.parent, "add", bad.link("/quick", "localhost"), bad.link("/silent")) as run:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not ("/silent" in bad.paths() and path.exists() and _has(path, "red")):
            time.sleep(0.02)
        began = time.monotonic()
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=20)

    assert run.returncode == 130
    assert err.strip().splitlines()[-1] == (
        "cuttings: stopped; what was committed stays, run the same command again to go on"
    )
    assert "Traceback" not in out + err
    assert time.monotonic() - began < 5  # the site itself would be waited for much longer
    assert titles(path) == ["The red ferry"]
    with Library.open_for_writing(path) as library:
        assert library.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_killed_at_random_the_library_is_whole_and_the_next_run_goes_on(bad, path):
    """However often a run over two sites is killed, at last all is there, and no article twice."""
    words = [f"word{number}" for number in range(8)]
    bad.pages["/sitemap.xml"] = sitemap(*(bad.link(f"/{word}") for word in words))
    bad.pages |= {f"/{word}": story(word) for word in words}
    chance = random.Random(6)
    for _ in range(4):
        with cuttings(path.parent, "add", bad.link("/sitemap.xml"), bad.link("/word0", "localhost")) as run:
            try:
                run.wait(chance.uniform(0.5, 3.0))
            except subprocess.TimeoutExpired:
                run.kill()
        if path.exists():
            with Library.open_for_writing(path) as library:
                assert library.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"

    with Library.open_for_writing(path) as library:
        report = add(library, [bad.link("/sitemap.xml")], progress=quiet, rules=RULES)
        assert report.failed == []
        ours = [item.id for item in library.listed() if item.publisher != "localhost"]
    assert len(ours) >= 8
    for word in words:
        assert found(path, word)


# -- what was removed ------------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "articles"
    made.mkdir()
    for word in ("bridge", "market"):
        (made / f"{word}.txt").write_text(f"The {word}\n\nThe {word} was painted green.", encoding="utf-8")
    return made


def removed(path, title):
    with Library.open_for_writing(path) as library:
        library.remove_by_hand([item.id for item in library.listed() if item.title == title])


def test_what_was_removed_by_hand_stays_out(path, folder):
    """Neither a run over its source, nor all of it stored anew, nor a copy of it elsewhere brings it back."""
    with Library.open_for_writing(path) as library:
        add(library, [folder], progress=quiet)
    removed(path, "The bridge")
    (folder / "again.txt").write_text((folder / "bridge.txt").read_text(encoding="utf-8"), encoding="utf-8")

    for full in (False, True):
        with Library.open_for_writing(path) as library:
            report = reindex(library, [], progress=quiet, full=full)
        assert (report.added, report.kept_out) == (0, 2)
        assert titles(path) == ["The market"]
    with Library.open_for_writing(path) as library:
        assert add(library, [folder], progress=quiet).kept_out == 2


def test_a_removed_page_of_a_feed_or_sitemap_stays_out(bad, path):
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/red"), bad.link("/blue"))
    bad.pages["/red"], bad.pages["/blue"] = story("red"), story("blue")
    with Library.open_for_writing(path) as library:
        add(library, [bad.link("/sitemap.xml")], progress=quiet, rules=RULES)
    removed(path, "The red ferry")
    bad.pages["/red"] = story("red and changed")

    with Library.open_for_writing(path) as library:
        report = reindex(library, [], progress=quiet, rules=RULES)

    assert (report.kept_out, report.unchanged) == (1, 1)
    assert not found(path, "red")


def test_what_was_removed_comes_back_when_it_is_asked_for_by_name(path, folder):
    with Library.open_for_writing(path) as library:
        add(library, [folder], progress=quiet)
    removed(path, "The bridge")

    with Library.open_for_writing(path) as library:
        assert add(library, [folder / "bridge.txt"], progress=quiet).added == 1
        assert reindex(library, [], progress=quiet).kept_out == 0
    assert titles(path) == ["The bridge", "The market"]


def test_no_way_back_to_an_earlier_file_brings_it_back(path, folder):
    from index.rebuild import rebuild

    with SqliteEngine.open_for_writing(path) as library:
        add(library, [folder], progress=quiet)
        rebuild(library, progress=quiet, rules=Rules())
    removed(path, "The bridge")
    roll_back(path)

    assert titles(path) == ["The market"]
    with Library.open_for_writing(path) as library:
        assert reindex(library, [], progress=quiet).kept_out == 1
    roll_back(path)
    assert titles(path) == ["The market"]
    assert generations(path)


# -- pages that fail -------------------------------------------------------------------------------------------------


def test_a_failing_page_is_asked_for_less_and_less_often(bad, path, monkeypatch):
    monkeypatch.setattr("index.reading.web.fetcher.WAITS_S", (0.0, 0.0))
    source = Source(bad.link("/sitemap.xml"), kind="sitemap")
    bad.pages["/sitemap.xml"] = sitemap(bad.link("/red"), bad.link("/blue"))
    bad.pages["/red"], bad.pages["/blue"] = story("red"), reply("<html><body></body></html>")

    with Library.open_for_writing(path) as library:
        first = reindex(library, [source], progress=quiet, rules=RULES)
        bad.asked.clear()
        second = reindex(library, [], progress=quiet, rules=RULES)
        assert "/blue" not in bad.paths()
        assert [failure.failures for failure in page_failures(library, source.address).values()] == [1]
        assert library.overview().failures == ((bad.link("/blue"), "no article text was found in the page"),)
        library.db.execute("UPDATE page_failures SET retry_at = '2020-01-01T00:00:00+00:00'")
        library.db.conn.commit()
        reindex(library, [], progress=quiet, rules=RULES)
        (failure,) = page_failures(library, source.address).values()
        full = reindex(library, [], progress=quiet, rules=RULES, full=True)
        bad.pages["/blue"] = story("blue")
        last = reindex(library, [], progress=quiet, rules=RULES, full=True)
        assert page_failures(library, source.address) == {}

    assert [reason for _, reason in first.failed] == ["no article text was found in the page"]
    assert (second.failed, second.left, second.unchanged) == ([], 1, 1)
    assert failure.failures == 2
    assert len(full.failed) == 1
    assert last.added == 1
