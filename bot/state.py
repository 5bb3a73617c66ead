"""What people do, in a file of its own: receipts, votes and what guilds have set. All its SQL is here."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlite_utils import Database, Migrations

from index.models import Filters, Span
from index.store.copies import CopyFaultError, compact, copy_database, keep_before_upgrade

APPLICATION_ID = 0x43755370
"""Marks an SQLite file as a state of Cuttings ("CuSp")."""
BUSY_TIMEOUT_S = 2.0
READING_TIMEOUT_S = 0.2
"""Readers wait for nobody, unless another program holds the file for itself alone."""
KEY_BYTES = 32
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: nothing in it is taken for something else."""
CODE_LENGTH = 8

migrations = Migrations("cuttings.state")


class StateError(Exception):
    """The state can't be read or written; its text is one sentence for whoever runs the bot."""


@dataclass(frozen=True, slots=True)
class KeptExtract:
    """An extract that was shown, as it stood then; one of an article as a whole has ``number`` 0 and no text."""

    receipt: str
    number: int
    article_id: str
    title: str
    revision: str
    start: int
    end: int
    text: str
    marks: tuple[Span, ...] = ()
    library: str = ""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What the buttons below an answer need. ``person`` is a keyed hash; ``question`` is ``None`` if not kept.

    ``library`` is the name of the library it is from, ``""`` for the default one, as it is of each extract.
    """

    code: str
    person: str
    made_at: str
    filters: Filters
    question: str | None
    extracts: tuple[KeptExtract, ...]
    is_private: bool = False
    library: str = ""


def new_code() -> str:
    """Return a code nobody can guess, easy to read out and to type."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return a typed code as it is kept, whatever its letter case, hyphens and lookalikes."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


@migrations()
def m001_state(db: Database) -> None:
    """Create the tables."""
    db.execute(
        """CREATE TABLE answers (code TEXT PRIMARY KEY, person TEXT NOT NULL, made_at TEXT NOT NULL,
            filters TEXT NOT NULL, question TEXT) STRICT"""
    )
    db.execute("CREATE INDEX answers_by_person ON answers(person)")
    db.execute(
        """CREATE TABLE receipts (code TEXT PRIMARY KEY, answer TEXT REFERENCES answers(code), number INTEGER NOT NULL,
            article_id TEXT NOT NULL, title TEXT NOT NULL, revision TEXT NOT NULL, start INTEGER NOT NULL,
            "end" INTEGER NOT NULL, text TEXT NOT NULL, marks TEXT NOT NULL) STRICT"""
    )
    db.execute("CREATE INDEX receipts_by_answer ON receipts(answer, number)")
    db.execute(
        """CREATE TABLE votes (answer TEXT NOT NULL REFERENCES answers(code), person TEXT NOT NULL,
            helpful INTEGER NOT NULL, reason TEXT, voted_at TEXT NOT NULL, PRIMARY KEY (answer, person)) STRICT"""
    )
    db.execute("CREATE INDEX votes_by_person ON votes(person)")
    db.execute(
        "CREATE TABLE guild_settings (guild TEXT, name TEXT, value TEXT NOT NULL, PRIMARY KEY (guild, name)) STRICT"
    )


@migrations()
def m002_whose(db: Database) -> None:
    """Note which answers are private, and which library answers and receipts are from."""
    db.execute("ALTER TABLE answers ADD COLUMN private INTEGER NOT NULL DEFAULT 0")
    db.execute("ALTER TABLE answers ADD COLUMN library TEXT NOT NULL DEFAULT ''")
    db.execute("ALTER TABLE receipts ADD COLUMN library TEXT NOT NULL DEFAULT ''")


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, CopyFaultError) as error:
        raise StateError(f"{path} can't be used: {error}") from error
    except OSError as error:
        raise StateError(f"{path} can't be used: {error.strerror}") from error


class State:
    """An open state file; stay in one thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, made if there is none.

        Raises
        ------
        StateError
            The file is something else, or can't be opened or written.
        """
        self._path = path
        with _translated(path), ExitStack() as on_failure:
            with suppress(FileExistsError):
                os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            connection = sqlite3.connect(path, timeout=BUSY_TIMEOUT_S, check_same_thread=False)
            on_failure.callback(connection.close)
            known = connection.execute("PRAGMA application_id").fetchone()[0]
            if known != APPLICATION_ID:
                if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise StateError(f"{path} holds something else; name another file as discord.state")
                connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA foreign_keys = ON")
            self._db = Database(connection)
            _prepare(path, self._db)
            self._key = _key(key_path(path))
            on_failure.pop_all()

    @classmethod
    def for_reading(cls, path: Path) -> State:
        """Open a file that another `State` has open, to read it while that one waits for its turn to write.

        Raises
        ------
        StateError
        """
        state = cls.__new__(cls)
        state._path = path
        with _translated(path), ExitStack() as on_failure:
            place = f"{path.absolute().as_uri()}?mode=ro"
            connection = sqlite3.connect(place, uri=True, timeout=READING_TIMEOUT_S, check_same_thread=False)
            on_failure.callback(connection.close)
            connection.execute("SELECT count(*) FROM answers WHERE code = ''")
            state._db = Database(connection)
            state._key = _key(key_path(path))
            on_failure.pop_all()
        return state

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def copy(self, target: Path) -> None:
        """Write a checked copy of what is kept now, and of the key beside it, while others go on.

        Raises
        ------
        StateError
        """
        with _translated(target):
            copy_database(self._db.conn, target)
            made = os.open(key_path(target), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(made, "wb") as file:
                file.write(self._key)

    def vacuum(self) -> None:
        """Give free space back to the disk.

        Raises
        ------
        StateError
        """
        with _translated(self._path):
            compact(self._db.conn)

    def person(self, user_id: int) -> str:
        """Return what stands for a person: a hash that nobody can undo without the key, which is in another file."""
        return hashlib.blake2b(str(user_id).encode(), key=self._key, digest_size=12).hexdigest()

    def save_answer(self, answer: KeptAnswer) -> None:
        """Keep an answer and the receipts of its extracts."""
        with _translated(self._path), self._db.atomic():
            self._db.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    answer.code, answer.person, answer.made_at, _filters_json(answer.filters), answer.question,
                    int(answer.is_private), answer.library,
                ],
            )  # fmt: skip
            for extract in answer.extracts:
                self._insert(extract, answer.code)

    def publish(self, code: str) -> None:
        """Note that an answer is no longer private."""
        with _translated(self._path), self._db.atomic():
            self._db.execute("UPDATE answers SET private = 0 WHERE code = ?", [code])

    def save_receipt(self, extract: KeptExtract) -> None:
        """Keep one receipt that belongs to no answer."""
        with _translated(self._path), self._db.atomic():
            self._insert(extract, None)

    def _insert(self, item: KeptExtract, answer: str | None) -> None:
        self._db.execute(
            "INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                item.receipt, answer, item.number, item.article_id, item.title, item.revision, item.start, item.end,
                item.text, json.dumps(item.marks), item.library,
            ],
        )  # fmt: skip

    def answer(self, code: str) -> KeptAnswer | None:
        """Return the answer of a code, or ``None`` if there is none."""
        with _translated(self._path):
            row = self._db.execute("SELECT * FROM answers WHERE code = ?", [code]).fetchone()
            if row is None:
                return None
            found = self._db.execute("SELECT * FROM receipts WHERE answer = ? ORDER BY number", [code]).fetchall()
        extracts = tuple(map(_extract_of, found))
        return KeptAnswer(row[0], row[1], row[2], _filters_of(row[3]), row[4], extracts, bool(row[5]), row[6])

    def receipt(self, code: str) -> tuple[KeptExtract, str] | None:
        """Return the extract of a receipt and when it was shown (ISO, ``""`` if not known), or ``None``."""
        with _translated(self._path):
            row = self._db.execute(
                "SELECT r.*, a.made_at FROM receipts r LEFT JOIN answers a ON a.code = r.answer WHERE r.code = ?",
                [code],
            ).fetchone()
        return (_extract_of(row[:-1]), row[-1] or "") if row else None

    def vote(self, answer: str, person: str, voted_at: str, *, helpful: bool) -> None:
        """Note what a person thinks of an answer; it takes the place of what they thought before."""
        with _translated(self._path), self._db.atomic():
            self._db.execute(
                """INSERT INTO votes VALUES (?, ?, ?, NULL, ?) ON CONFLICT DO UPDATE
                    SET helpful = excluded.helpful, voted_at = excluded.voted_at,
                    reason = CASE WHEN excluded.helpful THEN NULL ELSE reason END""",
                [answer, person, int(helpful), voted_at],
            )

    def give_reason(self, answer: str, person: str, voted_at: str, reason: str) -> None:
        """Note that a person found an answer not helpful, and why; it may come before the vote itself."""
        with _translated(self._path), self._db.atomic():
            self._db.execute(
                """INSERT INTO votes VALUES (?, ?, 0, ?, ?) ON CONFLICT DO UPDATE
                    SET helpful = 0, reason = excluded.reason, voted_at = excluded.voted_at""",
                [answer, person, reason, voted_at],
            )

    def votes(self) -> tuple[int, int]:
        """Return how many votes found an answer helpful, and how many did not."""
        with _translated(self._path):
            row = self._db.execute("SELECT coalesce(sum(helpful), 0), count(*) FROM votes").fetchone()
        return row[0], row[1] - row[0]

    def kept_about(self, person: str) -> tuple[int, int, int]:
        """Return how many answers, texts of questions and votes of a person are kept."""
        with _translated(self._path):
            row = self._db.execute(
                "SELECT count(*), count(question) FROM answers WHERE person = ?", [person]
            ).fetchone()
            votes = self._db.execute("SELECT count(*) FROM votes WHERE person = ?", [person]).fetchone()
        return row[0], row[1], votes[0]

    def forget(self, person: str) -> None:
        """Delete a person's votes, and what says that their answers were asked by them, and what they asked."""
        with _translated(self._path), self._db.atomic():
            self._db.execute("DELETE FROM votes WHERE person = ?", [person])
            self._db.execute(
                "UPDATE answers SET person = '', question = NULL, filters = '{}' WHERE person = ?", [person]
            )

    def guild_setting(self, guild: int, name: str) -> str | None:
        """Return what a guild has set, or ``None``."""
        with _translated(self._path):
            row = self._db.execute(
                "SELECT value FROM guild_settings WHERE guild = ? AND name = ?", [str(guild), name]
            ).fetchone()
        return row[0] if row else None

    def set_guild(self, guild: int, name: str, value: str | None) -> None:
        """Set or, with ``None``, unset something for a guild."""
        with _translated(self._path), self._db.atomic():
            self._db.execute("DELETE FROM guild_settings WHERE guild = ? AND name = ?", [str(guild), name])
            if value is not None:
                self._db.execute("INSERT INTO guild_settings VALUES (?, ?, ?)", [str(guild), name, value])


def _prepare(path: Path, db: Database) -> None:
    """Bring the tables up to date; of those of an older version a copy is kept first.

    Raises
    ------
    StateError
        They were made by a newer version, and this one would not fill them rightly.
    """
    due = _due(path, db)
    if due and migrations.applied(db):
        keep_before_upgrade(db.conn, path, f"before-{due[-1]}")
    migrations.apply(db)


def _due(path: Path, db: Database) -> list[str]:
    """Return the names of the migrations that are due; raise where a newer version has been here."""
    ours = [item.name for item in migrations.pending(Database(memory=True))]
    applied = [item.name for item in migrations.applied(db)]
    if newer := [name for name in applied if name not in ours]:
        raise StateError(f"{path} was written by a newer Cuttings ({newer[-1]}); upgrade Cuttings to open it")
    return [name for name in ours if name not in applied]


def key_path(path: Path) -> Path:
    """Return where the key of a state is."""
    return path.with_name(path.name + "-key")


def check_state(path: Path) -> None:
    """Raise unless a file is a whole state that this version can use; it is only read.

    Raises
    ------
    StateError
    """
    with _translated(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StateError(f"{path} holds something else; name another file as discord.state")
        _due(path, Database(connection))


def _key(path: Path) -> bytes:
    """Return the secret that hashes of people are made with; it is made once, readable by its owner alone.

    It is written elsewhere first, so that a crash or a full disk leaves no half a key, with which anybody could undo
    the hashes.

    Raises
    ------
    StateError
        What is there is no key.
    """
    if not path.exists():
        draft = path.with_name(f"{path.name}-{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_bytes(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            with suppress(FileExistsError):
                os.link(draft, path)  # unlike a rename, it leaves a key that another process has just made
        finally:
            draft.unlink(missing_ok=True)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StateError(f"{path} holds no whole key; put back a copy of it, or delete it to forget who asked what")
    return key


def _extract_of(row: tuple[str, str, int, str, str, str, int, int, str, str, str]) -> KeptExtract:
    marks = tuple(Span(*pair) for pair in json.loads(row[9]))
    return KeptExtract(row[0], row[2], row[3], row[4], row[5], row[6], row[7], row[8], marks, row[10])


def _filters_json(filters: Filters) -> str:
    given = {name: getattr(filters, name) for name in Filters.__dataclass_fields__}
    return json.dumps({name: str(value) for name, value in given.items() if value is not None}, ensure_ascii=False)


def _filters_of(text: str) -> Filters:
    given: dict[str, str] = json.loads(text)
    since, until = (given.get(name) for name in ("since", "until"))
    return Filters(
        date.fromisoformat(since) if since else None,
        date.fromisoformat(until) if until else None,
        *(given.get(name) for name in ("publisher", "author", "tag", "language", "article_id")),
    )
