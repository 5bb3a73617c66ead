"""What people do, in a file of its own: receipts, votes and what guilds have set. All its SQL is here."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from bot.state.kept import KeptAnswer, KeptExtract, digest_of, filters_json, filters_of, new_code, read_code
from bot.state.key import KEY_BYTES, KeyFaultError, key_path, read_key
from bot.state.schema import migrations
from index.models import Span
from index.store.copies import CopyFaultError, compact, copy_database, keep_before_upgrade

APPLICATION_ID = 0x43755370
"""Marks an SQLite file as a state of Cuttings ("CuSp")."""
BUSY_TIMEOUT_S = 2.0
READING_TIMEOUT_S = 0.2
"""Readers wait for nobody, unless another program holds the file for itself alone."""
SWEPT_AT_ONCE = 500
"""How many rows are deleted in one go, so that others have their turn in between."""
COPY = "before-m*"
"""How the names of copies end that an upgrade leaves beside the file."""
__all__ = [
    "KEY_BYTES", "KeptAnswer", "KeptExtract", "State", "StateError", "check_state", "digest_of", "key_path", "new_code",
    "read_code",
]  # fmt: skip


class StateError(Exception):
    """The state can't be read or written; its text is one sentence for whoever runs the bot."""


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, CopyFaultError) as error:
        raise StateError(f"{path} can't be used: {error}") from error
    except KeyFaultError as error:
        raise StateError(str(error)) from error
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
            connection.execute("PRAGMA secure_delete = ON")
            self._db = Database(connection)
            _prepare(path, self._db)
            self._key = read_key(key_path(path))
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
            state._key = read_key(key_path(path))
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

    def save_answer(self, answer: KeptAnswer) -> KeptAnswer:
        """Keep an answer and the receipts of its extracts, and return it; what was shown before keeps its receipt."""
        with _translated(self._path), self._db.atomic():
            self._db.execute(
                "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    answer.code, answer.person, answer.made_at, filters_json(answer.filters), answer.question,
                    int(answer.is_private), answer.library,
                ],
            )  # fmt: skip
            extracts = tuple(self._with_receipt(extract) for extract in answer.extracts)
            for item in extracts:
                self._db.execute(
                    "INSERT INTO shown VALUES (?, ?, ?, ?)",
                    [answer.code, item.number, item.receipt, json.dumps(item.marks)],
                )
        return replace(answer, extracts=extracts)

    def publish(self, code: str) -> bool:
        """Note that an answer is no longer private, and return whether it was until now."""
        with _translated(self._path), self._db.atomic():
            done = self._db.execute("UPDATE answers SET private = 0 WHERE code = ? AND private", [code])
        return done.rowcount == 1

    def save_receipt(self, extract: KeptExtract) -> KeptExtract:
        """Keep one receipt that belongs to no answer, and return it with the code it has."""
        with _translated(self._path), self._db.atomic():
            return self._with_receipt(extract)

    def _with_receipt(self, item: KeptExtract) -> KeptExtract:
        """Return an extract with the receipt that its span has, which is kept if it has none yet."""
        today = datetime.now(UTC).date().isoformat()
        span = [item.library, item.article_id, item.revision, item.start, item.end]
        row = self._db.execute(
            """SELECT code, digest, last_shown FROM receipts
                WHERE library = ? AND article_id = ? AND revision = ? AND start = ? AND "end" = ? LIMIT 1""",
            span,
        ).fetchone()
        if row is None:
            values = [item.receipt, *span, item.digest, item.length, today, today]
            self._db.execute("INSERT INTO receipts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            return item
        if row[2] < today:
            self._db.execute("UPDATE receipts SET last_shown = ? WHERE code = ?", [today, row[0]])
        return replace(item, receipt=row[0], digest=row[1])

    def answer(self, code: str) -> KeptAnswer | None:
        """Return the answer of a code, or ``None`` if there is none."""
        with _translated(self._path):
            row = self._db.execute("SELECT * FROM answers WHERE code = ?", [code]).fetchone()
            if row is None:
                return None
            found = self._db.execute(
                """SELECT r.*, number, marks FROM shown s JOIN receipts r ON r.code = s.receipt
                    WHERE answer = ? ORDER BY number""",
                [code],
            ).fetchall()
        extracts = tuple(_extract_of(item[:10], item[10], item[11]) for item in found)
        return KeptAnswer(row[0], row[1], row[2], filters_of(row[3]), row[4], extracts, bool(row[5]), row[6])

    def receipt(self, code: str) -> tuple[KeptExtract, str] | None:
        """Return the extract of a receipt and the day it was first shown (ISO), or ``None``."""
        with _translated(self._path):
            row = self._db.execute("SELECT * FROM receipts WHERE code = ?", [code]).fetchone()
        return (_extract_of(row), row[8]) if row else None

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

    def votes(self, library: str = "") -> tuple[int, int]:
        """Return how many votes found an answer from a library helpful, and how many did not, swept ones too."""
        with _translated(self._path):
            rows = self._db.execute(
                """SELECT helpful, sum(count) FROM (
                    SELECT v.helpful, 1 AS count FROM votes v JOIN answers a ON a.code = v.answer WHERE a.library = :it
                    UNION ALL SELECT helpful, count FROM old_votes WHERE library = :it) GROUP BY helpful""",
                {"it": library},
            ).fetchall()
        counts = {bool(helpful): count for helpful, count in rows}
        return counts.get(True, 0), counts.get(False, 0)

    def reasons(self, library: str, count: int) -> list[tuple[str, str]]:
        """Return why answers from a library were not helpful, the latest first, each with its day (ISO)."""
        with _translated(self._path):
            rows = self._db.execute(
                """SELECT reason, substr(voted_at, 1, 10) FROM votes v JOIN answers a ON a.code = v.answer
                    WHERE a.library = ? AND reason <> '' ORDER BY voted_at DESC, answer LIMIT ?""",
                [library, count],
            ).fetchall()
        return [(row[0], row[1]) for row in rows]

    def sweep(self, answers_before: str, receipts_before: str) -> int:
        """Delete a few of the answers given and of the receipts last shown before a day (ISO); return how many.

        Votes go with their answers, and are counted on. A receipt stays while an answer shows it.
        """
        with _translated(self._path), self._db.atomic():
            old = "SELECT code FROM answers WHERE made_at < ? ORDER BY made_at, code LIMIT ?"
            bounds = [answers_before, SWEPT_AT_ONCE]
            self._db.execute(
                f"""INSERT INTO old_votes SELECT a.library, v.helpful, count(*) FROM votes v
                    JOIN answers a ON a.code = v.answer WHERE v.answer IN ({old}) GROUP BY a.library, v.helpful
                    ON CONFLICT DO UPDATE SET count = count + excluded.count""",  # noqa: S608 - literals
                bounds,
            )
            for table in ("votes", "shown"):
                self._db.execute(f"DELETE FROM {table} WHERE answer IN ({old})", bounds)  # noqa: S608 - literals
            gone = self._db.execute(f"DELETE FROM answers WHERE code IN ({old})", bounds).rowcount  # noqa: S608
            gone += self._db.execute(
                """DELETE FROM receipts WHERE code IN (SELECT code FROM receipts r WHERE last_shown < ?
                    AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.receipt = r.code) LIMIT ?)""",
                [receipts_before, SWEPT_AT_ONCE],
            ).rowcount
        return gone

    def forget_copies(self, before: float) -> int:
        """Delete the copies that upgrades left beside the file before a moment (seconds since 1970); return how many.

        They hold what has been deleted here since.
        """
        with _translated(self._path):
            old = [
                copy for copy in self._path.parent.glob(f"{self._path.name}.{COPY}") if copy.stat().st_mtime < before
            ]
            for copy in old:
                copy.unlink(missing_ok=True)
        return len(old)

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
    if due:
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was taken out is not left in the log either


def _due(path: Path, db: Database) -> list[str]:
    """Return the names of the migrations that are due; raise where a newer version has been here."""
    ours = [item.name for item in migrations.pending(Database(memory=True))]
    applied = [item.name for item in migrations.applied(db)]
    if newer := [name for name in applied if name not in ours]:
        raise StateError(f"{path} was written by a newer Cuttings ({newer[-1]}); upgrade Cuttings to open it")
    return [name for name in ours if name not in applied]


def check_state(path: Path) -> None:
    """Raise unless a file is a whole state that this version can use; it is only read.

    Raises
    ------
    StateError
    """
    if path.is_dir():
        raise StateError(f"{path} is a folder; name a file as discord.state")
    with _translated(path), closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StateError(f"{path} holds something else; name another file as discord.state")
        _due(path, Database(connection))


def _extract_of(row: tuple[Any, ...], number: int = 0, marks: str = "[]") -> KeptExtract:
    code, library, article_id, revision, start, end, digest, length, *_ = row
    spans = tuple(Span(*pair) for pair in json.loads(marks))
    return KeptExtract(code, number, article_id, revision, start, end, digest, length, spans, library)
