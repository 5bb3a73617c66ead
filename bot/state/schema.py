"""The tables of the state file, from its first form to today's."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.state.kept import digest_of

migrations = Migrations("cuttings.state")


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


@migrations()
def m003_no_words(db: Database) -> None:
    """Keep digests in the place of quoted words and titles, one receipt for a span however often it is shown.

    Receipts of before keep their codes, also where several are of one span.
    """
    db.conn.create_function("digest_of", 2, digest_of, deterministic=True)
    db.conn.create_function("words_in", 1, lambda text: len(" ".join(text.split())), deterministic=True)
    db.execute("ALTER TABLE receipts RENAME TO old_receipts")
    db.execute(
        """CREATE TABLE receipts (code TEXT PRIMARY KEY, library TEXT NOT NULL, article_id TEXT NOT NULL,
            revision TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, digest TEXT NOT NULL,
            length INTEGER NOT NULL, first_shown TEXT NOT NULL, last_shown TEXT NOT NULL) STRICT"""
    )
    db.execute(
        """CREATE TABLE shown (answer TEXT NOT NULL REFERENCES answers(code), number INTEGER NOT NULL,
            receipt TEXT NOT NULL REFERENCES receipts(code), marks TEXT NOT NULL, PRIMARY KEY (answer, number))
            STRICT, WITHOUT ROWID"""
    )
    db.execute(
        """INSERT INTO receipts SELECT r.code, r.library, article_id, revision, start, "end", digest_of(r.code, text),
            words_in(text), coalesce(substr(made_at, 1, 10), date()), coalesce(substr(made_at, 1, 10), date())
            FROM old_receipts r LEFT JOIN answers a ON a.code = r.answer"""
    )
    db.execute("INSERT INTO shown SELECT answer, number, code, marks FROM old_receipts WHERE answer IS NOT NULL")
    db.execute("DROP TABLE old_receipts")
    db.execute('CREATE INDEX receipts_by_span ON receipts(library, article_id, revision, start, "end")')
    db.execute("CREATE INDEX receipts_by_day ON receipts(last_shown)")
    db.execute("CREATE INDEX shown_by_receipt ON shown(receipt)")
    db.execute("CREATE INDEX answers_by_time ON answers(made_at)")
    db.execute(
        """CREATE TABLE old_votes (library TEXT NOT NULL, helpful INTEGER NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (library, helpful)) STRICT, WITHOUT ROWID"""
    )
