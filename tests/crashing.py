"""A writer that is killed: works through random changes of a library, told by a seed, and may kill itself in one.

Run as ``python -m tests.crashing LIBRARY SEED FIRST KILL_AT``: does the operations of the seed from number FIRST on,
writes the number of each one done to standard output, and sends itself SIGKILL after KILL_AT thousand steps of
SQLite's machine.
"""

import itertools
import os
import random
import signal
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


def main():
    """Work until killed."""
    path, seed, first, kill_at = Path(sys.argv[1]), *map(int, sys.argv[2:])
    steps = itertools.count(1)
    with Library.open_for_writing(path) as library:
        library.db.conn.set_progress_handler(
            lambda: os.kill(os.getpid(), signal.SIGKILL) if next(steps) >= kill_at else None, 1_000
        )
        for number, (name, articles) in enumerate(operations(seed)):
            if number >= first:
                apply(library, name, articles)
                os.write(1, f"{number}\n".encode())


if __name__ == "__main__":
    main()
