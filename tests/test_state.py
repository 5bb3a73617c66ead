"""The state file: an earlier one is brought up to date, and what it holds goes on working."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.state import APPLICATION_ID, KeptAnswer, KeptExtract, State, StateError, read_code
from index.models import Filters, Span

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
INSERT INTO receipts VALUES ('R', 'A', 1, 'i', 't', 'r', 0, 4, 'text', '[[0, 2]]');
"""
"""A state file as the first version made it."""


@pytest.fixture
def state(tmp_path):
    with closing(State(tmp_path / "state.db")) as opened:
        yield opened


def test_what_is_kept_comes_back(state):
    extract = KeptExtract("R", 1, "i", "t", "r", 0, 4, "text", (Span(0, 2),), "7")
    kept = KeptAnswer("A", state.person(5), "2026-01-01", Filters(publisher="o"), "q?", (extract,), True, "7")
    state.save_answer(kept)

    assert state.answer("A") == kept
    assert state.receipt("R") == (extract, "2026-01-01")
    state.publish("A")
    found = state.answer("A")
    assert found is not None
    assert not found.is_private


def test_a_file_of_the_first_form_is_brought_up_to_date(tmp_path):
    """Its answers are from the default library, and public as far as anybody knows."""
    with closing(sqlite3.connect(tmp_path / "state.db")) as connection:
        connection.executescript(FIRST_FORM)
    with closing(State(tmp_path / "state.db")) as state:
        found = state.answer("A")

    assert found is not None
    assert (found.is_private, found.library, found.extracts[0].library) == (False, "", "")
    assert found.extracts[0].marks == (Span(0, 2),)


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
