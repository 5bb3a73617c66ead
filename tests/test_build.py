"""Building: what is new, changed, unchanged, removed and failed; and nothing half-way."""

import errno
import json
import os
import sqlite3

import pytest

from index.build import Rules, add, reindex
from index.errors import LibraryLockedError, LibraryWriteError, NewerLibraryError, NotALibraryError
from index.models import Filters, Query
from index.search import search
from index.store import Library


def quiet(what, done, total):
    """Show no progress."""


@pytest.fixture
def folder(tmp_path):
    """Make a folder of three articles."""
    articles = tmp_path / "articles"
    articles.mkdir()
    for name, subject in (("boats", "harbour"), ("snow", "mountain"), ("bread", "bakery")):
        text = f"All about {name}\n\nThe {subject} was quiet on Monday, and {name} were seen by nobody at all."
        (articles / f"{name}.txt").write_text(text, encoding="utf-8")
    return articles


@pytest.fixture
def library(tmp_path):
    with Library.open_for_writing(tmp_path / "library.db") as opened:
        yield opened


def counts(report):
    return (report.added, report.changed, report.removed, report.unchanged, len(report.failed))


def test_a_folder_is_added_then_unchanged_and_nothing_is_written(library, folder):
    """Adding an unchanged folder again writes not one byte."""
    assert counts(add(library, [folder], progress=quiet)) == (3, 0, 0, 0, 0)
    before = library.db.conn.total_changes
    version = library.db.execute("PRAGMA data_version").fetchone()

    assert counts(add(library, [folder], progress=quiet)) == (0, 0, 0, 3, 0)
    assert library.db.conn.total_changes == before
    assert library.db.execute("PRAGMA data_version").fetchone() == version


def test_a_changed_file_replaces_its_article(library, folder):
    add(library, [folder], progress=quiet)
    (folder / "snow.txt").write_text("All about snow\n\nThe valley was loud on Tuesday.", encoding="utf-8")

    assert counts(add(library, [folder], progress=quiet)) == (0, 1, 0, 2, 0)
    assert not search(library, Query(("mountain",))).hits
    assert search(library, Query(("valley",))).hits


def test_reindex_removes_what_is_gone(library, folder):
    """A removed article can't be found by the next query."""
    add(library, [folder], progress=quiet)
    (folder / "bread.txt").unlink()

    assert counts(reindex(library, [], progress=quiet)) == (0, 0, 1, 2, 0)
    assert not search(library, Query(("bakeri",))).hits


def test_an_emptied_source_removes_nothing(library, folder):
    add(library, [folder], progress=quiet)
    for path in folder.iterdir():
        path.unlink()

    report = reindex(library, [], progress=quiet)

    assert counts(report) == (0, 0, 0, 0, 1)
    assert library.overview().articles == 3


def test_a_folder_that_cant_be_looked_into_keeps_its_articles(library, folder, monkeypatch):
    """What was read from below it stays and is reported; what is gone elsewhere goes."""
    below = folder / "old" / "older"
    below.mkdir(parents=True)
    (folder / "bread.txt").rename(below / "bread.txt")
    (folder / "older.txt").write_text("All about tides\n\nThe estuary was quiet.", encoding="utf-8")
    add(library, [folder], progress=quiet)
    (folder / "snow.txt").unlink()
    (folder / "older.txt").unlink()
    scandir = os.scandir

    def refuse(path):
        if str(path) == str(folder / "old"):
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refuse)  # nothing stops a superuser, as whom the tests may run
        report = reindex(library, [], progress=quiet)

    assert counts(report) == (0, 0, 2, 1, 1)
    assert report.failed == [(str(folder / "old"), "this folder can't be looked into (Permission denied)")]
    assert library.overview().failures == tuple(report.failed)
    assert search(library, Query(("bakeri",))).hits

    assert counts(reindex(library, [], progress=quiet)) == (0, 0, 0, 2, 0)


def test_a_moved_folder_keeps_its_articles(library, folder, tmp_path):
    add(library, [folder], progress=quiet)
    moved = tmp_path / "elsewhere"
    moved.mkdir()
    folder.rename(moved / "articles")

    assert counts(add(library, [moved / "articles"], progress=quiet)) == (0, 0, 0, 3, 0)


def test_a_url_that_is_none_is_kept_as_it_is(library, tmp_path):
    source = tmp_path / "rows.jsonl"
    source.write_text(json.dumps({"title": "Snow", "text": "The mountain was quiet.", "url": "http://[x"}), "utf-8")

    assert counts(add(library, [source], progress=quiet)) == (1, 0, 0, 0, 0)


def test_bad_lines_are_reported_and_the_rest_is_added(library, tmp_path):
    source = tmp_path / "rows.jsonl"
    good = json.dumps({"title": "Snow", "text": "The mountain was quiet."})
    source.write_text(f"{good}\nnot json\n" + '{"title": "No text"}\n', encoding="utf-8")

    report = add(library, [source], progress=quiet)

    assert report.added == 1
    assert [location.rpartition("#")[2] for location, _ in report.failed] == ["2", "3"]
    assert len(library.overview().failures) == 2


def test_the_raw_input_is_kept(library, folder):
    add(library, [folder], progress=quiet)
    article_id = library.find_ids(str(folder / "snow.txt"))[0]

    assert library.raw_input(article_id) == (folder / "snow.txt").read_bytes()


def test_every_row_of_the_index_agrees_with_the_passages(library, folder):
    """Counts kept in the index equal those of the passages."""
    add(library, [folder], progress=quiet)
    library.save([], library.find_ids(str(folder / "snow.txt")))

    stored = library.db.execute("SELECT count(*) FROM passages").fetchone()[0]
    counted = library.db.execute("SELECT passages FROM counts").fetchone()[0]
    assert stored == counted == 2
    assert library.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


def test_removing_gives_the_space_back(library, tmp_path):
    """A library from which nearly everything is removed becomes small again, and merging is part of it."""
    source = tmp_path / "many.jsonl"
    rows = [
        {"id": str(number), "title": f"Note {number}", "text": f"Boat{number} left the grey harbour. " * 400}
        for number in range(90)
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    add(library, [source], progress=quiet)
    large = library.db.execute("PRAGMA page_count").fetchone()[0]

    source.write_text(json.dumps(rows[7]), encoding="utf-8")
    assert reindex(library, [source], progress=quiet, rules=Rules(confirmed=True)).removed == 89

    assert library.db.execute("PRAGMA page_count").fetchone()[0] < large / 3
    assert library.db.execute("SELECT count(*) FROM surplus").fetchone()[0] == 0
    assert {hit.passage.article.id for hit in search(library, Query(("boat7", "boat8"))).hits} == {"7"}


def test_many_articles_go_through_worker_processes(library, tmp_path):
    """Enough articles for worker processes give the same as few."""
    source = tmp_path / "many.jsonl"
    rows = [
        {"id": str(number), "title": f"Note {number}", "text": f"Boat {number} left the harbour.\n\nIt was grey."}
        for number in range(130)
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    assert counts(add(library, [source], progress=quiet)) == (130, 0, 0, 0, 0)
    assert [hit.passage.article.id for hit in search(library, Query(("77",))).hits] == ["77"]


def test_dates_filter_on_publication(library, tmp_path):
    source = tmp_path / "rows.jsonl"
    rows = [
        {"id": day, "title": "Snow", "text": "The mountain was quiet.", "published": day}
        for day in ("2023-12-31", "2024-01-01")
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    add(library, [source], progress=quiet)

    from datetime import date

    found = search(library, Query(("mountain",), Filters(since=date(2024, 1, 1))))
    assert [hit.passage.article.id for hit in found.hits] == ["2024-01-01"]


def test_a_second_writer_is_refused_and_told_who_writes(library):
    """The lock names the process that holds it, and is free again when that one closes."""
    with pytest.raises(LibraryLockedError, match=f"process {os.getpid()} since .* is writing to"):
        Library.open_for_writing(library.path, timeout_s=0.01)
    library.close()

    Library.open_for_writing(library.path, timeout_s=0.01).close()


def test_another_file_is_not_a_library(tmp_path):
    text = tmp_path / "notes.db"
    text.write_text("These are notes, and long enough to be taken for a database by nobody.", encoding="utf-8")
    with pytest.raises(NotALibraryError):
        Library.open_for_reading(text)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(NotALibraryError):
        Library.open_for_writing(other)


def test_a_newer_library_is_refused(library):
    library.db.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerLibraryError):
        Library.open_for_reading(library.path)


def test_a_full_disk_leaves_the_library_as_it_was(library, folder):
    """SQLite refusing to grow is our error, and nothing of the run is kept."""
    add(library, [folder], progress=quiet)
    (folder / "long.txt").write_text("A long one\n\n" + "The harbour was grey again. " * 4_000, encoding="utf-8")
    pages = library.db.execute("PRAGMA page_count").fetchone()[0]
    library.db.execute(f"PRAGMA max_page_count = {pages + 1}")

    with pytest.raises(LibraryWriteError, match="the disk is full"):
        add(library, [folder], progress=quiet)
    assert library.overview().articles == 3
    assert library.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
