"""A writer that is killed: works through random changes of a library, told by a seed, and may kill itself in one.

Run as ``python -m tests.crashing LIBRARY SEED FIRST KILL_AT``: does the operations of the seed from number FIRST on,
writes the number of each one done to standard output, and sends itself SIGKILL after KILL_AT thousand steps of
SQLite's machine. Run as ``python -m tests.crashing LIBRARY KILL_AT`` it only opens a library for writing, which brings
it up to date, and kills itself after KILL_AT hundred steps.
"""

import itertools
import os
import random
import signal
import sqlite3
import sys
from pathlib import Path

from index.identity import Identified
from index.models import RawArticle
from index.postings import merge
from index.postings.tables import read_segments
from index.prepare import prepare
from index.store import Library
from index.store.schema import bring_up_to_date

WORDS = [f"word{number}" for number in range(90)]
FIRST_OPERATIONS = 40
"""From here on articles are removed as often as they are added."""


def operations(seed):
    """Yield random changes without end: name, and article ids with their texts."""
    random_ = random.Random(seed)
    for number in itertools.count():
        names = ["put", "put", "remove", "merge", "repair", "upgrade"] if number > FIRST_OPERATIONS else ["put"]
        name = random_.choice(names)
        ids = [f"article-{random_.randrange(40)}" for _ in range(random_.randint(1, 4))]
        yield (
            name,
            {
                article_id: "\n\n".join(
                    " ".join(random_.choices(WORDS, weights=range(len(WORDS), 0, -1), k=random_.randint(5, 80))) + "."
                    for _ in range(random_.randint(1, 12))
                )
                for article_id in ids
            },
        )


def states(seed):
    """Yield what the library holds, article id -> text, before the first operation and after each one."""
    held: dict[str, str] = {}
    yield dict(held)
    for name, articles in operations(seed):
        if name == "put":
            held.update(articles)
        elif name == "remove":
            for article_id in articles:
                held.pop(article_id, None)
        yield dict(held)


def apply(library, name, articles):
    """Do one operation."""
    if name == "put":
        items = [
            Identified(RawArticle(article_id, text.encode(), "Notes", text), article_id, str(hash(text)), "source")
            for article_id, text in articles.items()
        ]
        library.note_source("source", "2024-01-01")
        library.save([prepare(items, {}).group])
    elif name == "remove":
        library.save([], list(articles))
    elif name == "merge":
        with library.db.atomic():
            merge.merge(library.db, read_segments(library.db))
    elif name == "repair":
        library.repair()
    else:
        library.db.execute("UPDATE counts SET terms_version = 0")
        bring_up_to_date(library.path, library.db)


def undo_sources(library):
    """Take out what formats 3 and 5 added."""
    for table in ("page_failures", "removals", "fetches", "same_story", "sketches", "apart", "revisions", "edits"):
        library.db.execute(f"DROP TABLE {table}")
    library.db.execute("DROP INDEX articles_by_source")
    for table, kept in (("articles", "source"), ("sources", "added_at")):
        columns = [row[1] for row in library.db.execute(f"PRAGMA table_info({table})")]
        for column in columns[columns.index(kept) + 1 :]:
            library.db.execute(f"ALTER TABLE {table} DROP COLUMN {column}")


def make_old(library):
    """Make a library one of format 1, without an index; what is stored stays."""
    for table in ("facets", "surplus", "packs", "segments", "lengths", "counts", "times", "times_due", "times_rules"):
        library.db.execute(f"DROP TABLE {table}")
    for column in ("url", "title", "location"):
        library.db.execute(f"DROP INDEX articles_by_{column}")
    undo_sources(library)
    library.db.execute("DELETE FROM _sqlite_migrations WHERE name > 'm002'")
    library.db.execute("CREATE TABLE postings (posting_key INTEGER PRIMARY KEY)")
    library.db.execute("PRAGMA user_version = 1")
    library.db.execute("PRAGMA auto_vacuum = NONE")
    library.db.execute("VACUUM")


def die_after(connection, count, size):
    """Send ourselves SIGKILL after ``count`` times ``size`` steps of SQLite's machine."""
    steps = itertools.count(1)
    connection.set_progress_handler(
        lambda: os.kill(os.getpid(), signal.SIGKILL) if next(steps) >= count else None, size
    )


def upgrade(path, kill_at):
    """Open an old library for writing, and die on the way."""
    connect = sqlite3.connect

    def connect_and_count(*arguments, **named):
        connection = connect(*arguments, **named)
        die_after(connection, kill_at, 100)
        return connection

    sqlite3.connect = connect_and_count
    Library.open_for_writing(path).close()


def main():
    """Work until killed."""
    path = Path(sys.argv[1])
    if len(sys.argv) == 3:
        upgrade(path, int(sys.argv[2]))
        return
    seed, first, kill_at = map(int, sys.argv[2:])
    with Library.open_for_writing(path) as library:
        die_after(library.db.conn, kill_at, 1_000)
        for number, (name, articles) in enumerate(operations(seed)):
            if number >= first:
                apply(library, name, articles)
                os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main()
