"""The state file: an earlier one is brought up to date, and what it holds goes on working."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.guilds import Changes, change, guild_settings
from bot.state import APPLICATION_ID, KeptAnswer, KeptExtract, State, StateError, read_code
from index.models import Article, Filters, Span

FIRST_FORM = f"""
PRAGMA application_id = {APPLICATION_ID};
CREATE TABLE _sqlite_migrations (migration_set TEXT, name TEXT, applied_at TEXT);
INSERT INTO _sqlite_migrations VALUES ('cuttings.state', 'm001_state', '2026-01-01');
CREATE TABLE answers (code TEXT PRIMARY KEY, person TEXT NOT NULL, made_at TEXT NOT NULL, filters TEXT NOT NULL,
    question TEXT) STRICT;
CREATE TABLE receipts (code TEXT PRIMARY KEY, answer TEXT REFERENCES answers(code), number INTEGER NOT NULL,
    article_id TEXT NOT NULL, title TEXT NOT NULL, revision TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, text TEXT NOT NULL, marks TEXT NOT NULL) STRICT;
CREATE TABLE votes (answer TEXT NOT NULL REFERENCES answers(code), person TEXT NOT NULL, helpful INTEGER NOT NULL,
    reason TEXT, voted_at TEXT NOT NULL, PRIMARY KEY (answer, person)) STRICT;
CREATE TABLE guild_settings (guild TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (guild, name)) STRICT;
INSERT INTO answers VALUES ('A', 'p', '2026-01-01', '{{}}', NULL);
INSERT INTO receipts VALUES ('R', 'A', 1, 'i', 'Old Title', 'r', 0, 9, 'old words', '[[0, 2]]');
INSERT INTO receipts VALUES ('S', 'A', 2, 'i', 'Old Title', 'r', 0, 9, 'old words', '[]');
INSERT INTO receipts VALUES ('W', NULL, 0, 'j', 'Old Title', 'r', 0, 0, '', '[]');
INSERT INTO votes VALUES ('A', 'p', 1, NULL, '2026-01-01');
"""
"""A state file as the first version made it."""


@pytest.fixture
def state(tmp_path):
    with closing(State(tmp_path / "state.db")) as opened:
        yield opened


def an_extract(number=1, start=0, text="the words", article_id="i", revision="r"):
    article = Article(
        id=article_id, title="t", text=" " * start + text, revision=revision, url=None, published=None, publisher=None,
        author=None, language="en", tags=(), location="l",
    )  # fmt: skip
    return KeptExtract.of(article, Span(start, start + len(text)), number=number, marks=(Span(0, 2),), library="7")


def an_answer(state, code, *extracts, made_at="2026-01-01", library="7"):
    return KeptAnswer(code, state.person(5), made_at, Filters(publisher="o"), "q?", extracts, True, library)


def test_what_is_kept_comes_back(state):
    extract = an_extract()
    kept = state.save_answer(an_answer(state, "A", extract))

    assert state.answer("A") == kept
    assert kept.extracts == (extract,)
    assert state.receipt(extract.receipt) == (
        replace(extract, number=0, marks=()),
        datetime.now(UTC).date().isoformat(),
    )
    state.publish("A")
    found = state.answer("A")
    assert found is not None
    assert not found.is_private


def test_a_span_has_one_receipt_however_often_it_is_shown(state):
    """Another revision, place, article or library has its own; each answer keeps its own numbers and marks."""
    first = state.save_answer(an_answer(state, "A", an_extract(1)))
    again = state.save_answer(an_answer(state, "B", an_extract(4), an_extract(5, start=2), an_extract(6, revision="s")))
    alone = state.save_receipt(an_extract())

    assert again.extracts[0].receipt == first.extracts[0].receipt == alone.receipt
    assert again.extracts[0].is_of("the words")
    assert [item.number for item in state.answer("B").extracts] == [4, 5, 6]
    assert len({item.receipt for item in again.extracts}) == 3


@given(st.text())
def test_words_are_known_again_but_not_kept(text):
    """White space aside; any other words are told apart."""
    kept = an_extract(text=text)

    assert kept.is_of(f" {text}\n")
    assert not kept.is_of(text + "x")
    assert text not in kept.digest or len(text) < 3


def held(path):
    """Return everything that the state's files hold, copies aside."""
    return b"".join(
        path.with_name(path.name + end).read_bytes() for end in ("", "-wal") if Path(f"{path}{end}").exists()
    )


def test_a_file_of_the_first_form_is_brought_up_to_date(tmp_path):
    """Its answers are from the default library and public, its receipts work, and their words are nowhere any more."""
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_FORM)
    assert b"old words" in held(path)
    with closing(State(path)) as state:
        found = state.answer("A")
        receipts = [state.receipt(code) for code in ("R", "S", "W")]
        shown_again = state.save_receipt(replace(an_extract(), article_id="i", start=0, end=9, library=""))
        votes = state.votes()
        words = held(path)

    assert found is not None
    assert (found.is_private, found.library, found.extracts[0].library) == (False, "", "")
    assert [item.receipt for item in found.extracts] == ["R", "S"]
    assert found.extracts[0].marks == (Span(0, 2),)
    assert all(item.is_of("old words") for item in found.extracts)
    assert receipts[0] is not None
    assert receipts[2] is not None
    assert receipts[0][1] == "2026-01-01"
    assert receipts[2][0].is_whole
    assert shown_again.receipt == "R"
    assert votes == (1, 0)
    assert b"old words" not in words
    assert b"Old Title" not in words


def test_old_answers_go_and_receipts_stay_until_they_are_old_too(state):
    """Votes are counted on, in the library they are of; what an answer still shows has its receipt."""
    old = state.save_answer(an_answer(state, "A", an_extract(1), an_extract(2, start=5)))
    new = state.save_answer(an_answer(state, "B", an_extract(1), made_at="2026-06-01"))
    state.vote("A", "p", "2026-01-02", helpful=True)
    state.vote("B", "p", "2026-06-02", helpful=False)
    kept, gone = (item.receipt for item in old.extracts)

    assert state.sweep("2026-01-01", "2026-01-01") == 0
    assert state.sweep("2026-03-01", "2026-01-01") == 1
    assert state.answer("A") is None
    assert state.answer("B") == new
    assert state.receipt(gone)
    assert (state.votes("7"), state.votes()) == ((1, 1), (0, 0))
    assert state.sweep("2026-03-01", "9999-01-01") == 1
    assert state.receipt(gone) is None
    assert state.receipt(kept)
    assert state.sweep("2026-03-01", "9999-01-01") == 0
    assert state.sweep("2026-07-01", "9999-01-01") == 2
    assert state.votes("7") == (1, 1)


def test_many_are_swept_in_small_steps(state, monkeypatch):
    monkeypatch.setattr("bot.state.SWEPT_AT_ONCE", 2)
    for number in range(5):
        state.save_answer(an_answer(state, f"A{number}", an_extract(start=number)))

    assert [state.sweep("2026-03-01", "2026-01-01") for _ in range(4)] == [2, 2, 1, 0]


def test_the_copy_of_before_an_upgrade_goes_in_time(tmp_path):
    """It holds the words that are no longer kept."""
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_FORM)
    with closing(State(path)) as state:
        (copy,) = tmp_path.glob("state.db.before-*")
        assert b"old words" in copy.read_bytes()
        assert state.forget_copies(copy.stat().st_mtime - 1) == 0
        assert state.forget_copies(copy.stat().st_mtime + 1) == 1

    assert not copy.exists()


def test_another_file_is_refused(tmp_path):
    with closing(sqlite3.connect(tmp_path / "state.db")) as connection:
        connection.execute("CREATE TABLE theirs (x)")

    with pytest.raises(StateError, match="holds something else"):
        State(tmp_path / "state.db")


def test_people_are_hashes_with_a_key_of_the_file(tmp_path, state):
    with closing(State(tmp_path / "other.db")) as other:
        assert state.person(5) == state.person(5) != other.person(5)
    for name in ("state.db", "state.db-key"):
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.glob("*key*")) == ["other.db-key", "state.db-key"]


@pytest.mark.parametrize("held", [b"", b"x" * 31, b"x" * 33])
def test_half_a_key_is_refused(tmp_path, held):
    """With an empty one, anybody who knows an id could tell whose hash it is."""
    (tmp_path / "state.db-key").write_bytes(held)

    with pytest.raises(StateError, match="holds no whole key"):
        State(tmp_path / "state.db")


def test_codes_are_read_as_people_type_them():
    assert read_code(" 7km2-q4xo ") == "7KM2Q4X0"


def test_an_upgrade_that_breaks_off_changes_nothing(tmp_path, monkeypatch):
    """The file is as it was, words and all, and the next start does it."""
    path = tmp_path / "state.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(FIRST_FORM)
    with monkeypatch.context() as patch:
        patch.setattr("bot.state.schema.digest_of", lambda code, text: 1 / 0)
        with pytest.raises(StateError):
            State(path)
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("SELECT text FROM receipts ORDER BY code").fetchall()
    with closing(State(path)) as state:
        found = state.receipt("R")

    assert before == [("old words",), ("old words",), ("",)]
    assert found is not None
    assert found[0].is_of("old words")


def test_guilds_that_have_set_nothing_take_no_memory_each(state):
    assert guild_settings(state, 1) is guild_settings(state, 2)
    change(state, 2, Changes(is_private=True))
    assert guild_settings(state, 2).is_private
    assert not guild_settings(state, 1).is_private
