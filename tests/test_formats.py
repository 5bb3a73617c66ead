"""Libraries that earlier versions wrote, format by format: brought up to date with a copy kept, and they answer.

``tests/formats`` holds a library of two articles of each earlier format, written by the version that had it.
"""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.terminal.main import main
from index.store import Library
from index.store.copies import check_whole
from index.store.schema import FORMAT

FORMATS = Path(__file__).parent / "formats"
EARLIER = range(1, FORMAT)


@pytest.fixture
def library(tmp_path, request):
    """Return a library as an earlier version left it."""
    path = tmp_path / "library.db"
    path.write_bytes(gzip.decompress((FORMATS / f"library-{request.param}.db.gz").read_bytes()))
    return path


def format_of(path):
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA user_version").fetchone()[0]


def test_every_earlier_format_is_here():
    assert sorted(path.name for path in FORMATS.iterdir()) == [f"library-{number}.db.gz" for number in EARLIER]


@pytest.mark.parametrize("library", EARLIER, indirect=True)
def test_a_library_of_an_earlier_format_is_brought_up_to_date(library, tmp_path, capsys):
    """Whoever only asks is told what to do; the next `add` upgrades it, and keeps what was before."""
    found = format_of(library)
    assert main(["ask", "who opened the ferry?", "--library", str(library)]) == 2
    assert "was written by an older Cuttings; bring it up to date first: cuttings reindex" in capsys.readouterr().err
    (tmp_path / "zeppelin.txt").write_text("A zeppelin\n\nThe zeppelin Otto landed on 3 May 2021.\n", encoding="utf-8")

    assert main(["add", str(tmp_path / "zeppelin.txt"), "--library", str(library)]) == 0
    capsys.readouterr()

    for question, answer in (
        ("when was the old bridge closed?", "March 2020"),
        ("how many passengers does the ferry Marit carry?", "412"),
        ("when did the zeppelin Otto land?", "3 May 2021"),
    ):
        assert main(["ask", question, "--library", str(library)]) == 0
        assert answer in capsys.readouterr().out
    assert (found, format_of(library)) in [(number, FORMAT) for number in EARLIER]
    kept = library.with_name(f"library.db.format-{found}")
    check_whole(kept)
    assert format_of(kept) == found


@pytest.mark.parametrize("library", EARLIER, indirect=True)
def test_an_upgraded_library_knows_its_articles(library):
    """Titles, passages and statistics are there, by today's rules."""
    with Library.open_for_writing(library) as old:
        statistics = old.postings.best(["ferri"], 1, 0.9, 0.75)[0]
        titles = sorted(item.title for item in old.listed())

    assert titles == ["The new ferry", "The old bridge"]
    assert (statistics.passage_count, statistics.df["ferri"]) == (2, 1)
