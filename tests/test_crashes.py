"""Whenever the process dies, the library opens, is whole, and holds either the old state or the new one."""

import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from index.errors import OlderLibraryError
from index.models import Query
from index.search import search
from index.store import Library
from index.store.schema import INCREMENTAL
from index.text.tokens import tokenize
from tests.crashing import FIRST_OPERATIONS, apply, make_old, operations, states

ROOT = Path(__file__).parent.parent
ROUNDS_A_LIBRARY = 20


def articles_of(library):
    """Return article id -> text of everything stored."""
    return dict(library.db.execute("SELECT id, text FROM articles").fetchall())


def check_whole(library):
    """Every article is whole, and the index says of every term what the stored texts say."""
    assert library.db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert library.db.execute("PRAGMA foreign_key_check").fetchall() == []
    dated = "SELECT article_key FROM times UNION ALL SELECT article_key FROM times_due ORDER BY 1"
    keys = library.db.execute("SELECT article_key FROM articles ORDER BY 1").fetchall()
    assert library.db.execute(dated).fetchall() == keys
    stored: dict[int, Counter[str]] = {}
    for key, text, language, first, count in library.db.execute(
        "SELECT article_key, text, language, first_passage, passage_count FROM articles"
    ).fetchall():
        rows = library.db.execute(
            'SELECT passage_id, start, "end" FROM passages WHERE article_key = ? ORDER BY 1', [key]
        ).fetchall()
        assert [row[0] for row in rows] == list(range(first, first + count))
        assert " ".join(text[start:end] for _, start, end in rows).split() == text.split()
        for passage_id, start, end in rows:
            stored[passage_id] = Counter([*tokenize(text[start:end], language), *tokenize("Notes", language)])
    for term in sorted({term for bag in stored.values() for term in bag}):
        statistics, bare_hits = library.postings.best([term], len(stored) + 1, 0.9, 0.75)
        assert {bare_hit.passage_id: bare_hit.tfs[term] for bare_hit in bare_hits} == {
            passage_id: bag[term] for passage_id, bag in stored.items() if term in bag
        }
        assert statistics.df[term] == len(bare_hits)
        assert statistics.passage_count == len(stored)
        assert statistics.token_count == sum(map(Counter.total, stored.values()))


def killed(path, seed, first, kill_at, lines):
    """Run the writer until it kills itself, or is killed after some lines; return the last operation it finished."""
    arguments = [sys.executable, "-m", "tests.crashing", str(path), str(seed), str(first), str(kill_at)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        done = [int(line) for line in islice(writer.stdout, lines)]
        writer.kill()
        done += [int(line) for line in writer.stdout]
        assert writer.wait() == -signal.SIGKILL
    return done[-1] if done else first - 1


def test_killed_at_any_moment_the_library_is_whole(tmp_path, kill_rounds):
    """SIGKILL inside statements and between them, while adding, replacing, removing, merging, repairing, upgrading."""
    random_ = random.Random(kill_rounds)
    reached = 0
    for number in range(kill_rounds):
        if number % ROUNDS_A_LIBRARY == 0:  # a long history takes long to go through again
            seed, done = number, -1
            path = tmp_path / f"library-{number}.db"
        by_itself = random_.random() < 0.7
        kill_at = random_.randint(1, 1_500) if by_itself else 10_000_000
        lines = 10_000 if by_itself else random_.randint(1, 60)
        done = killed(path, seed, done + 1, kill_at, lines)
        with Library.open_for_writing(path) as library:
            check_whole(library)
            held = articles_of(library)
        before, after = islice(states(seed), done + 1, done + 3)
        assert held in (before, after)
        reached = max(reached, done)

    assert reached > FIRST_OPERATIONS


def test_killed_while_it_is_brought_up_to_date_the_library_is_whole(tmp_path, kill_rounds):
    """SIGKILL inside the migration of an old library loses no article, and the next writer ends the work."""
    old, path = tmp_path / "old.db", tmp_path / "library.db"
    with Library.open_for_writing(old) as library:
        for name, articles in islice(operations(5), FIRST_OPERATIONS):
            apply(library, name, articles)
        held = articles_of(library)
        make_old(library)
    upgrade = [sys.executable, "-m", "tests.crashing", str(path)]
    random_ = random.Random(kill_rounds)
    killed_count = 0
    for _ in range(max(kill_rounds // 4, 3)):
        shutil.copy(old, path)
        for kill_at in (*(random_.randint(1, 130) for _ in range(3)), 10_000_000):
            code = subprocess.run([*upgrade, str(kill_at)], cwd=ROOT, check=False).returncode
            assert code in (0, -signal.SIGKILL)
            killed_count += code != 0
        assert code == 0
        with Library.open_for_writing(path) as library:
            check_whole(library)
            assert articles_of(library) == held
        path.unlink()

    assert killed_count


@pytest.mark.parametrize("kind", ["format 1", "other terms"])
def test_an_older_library_is_brought_up_to_date(tmp_path, kind):
    """The first command that writes makes it anew from the stored texts; until then reading says what to do."""
    path = tmp_path / "library.db"
    with Library.open_for_writing(path) as library:
        apply(library, "put", {"one": "The harbour was quiet.", "two": "The mountain was loud."})
        if kind == "format 1":
            make_old(library)
        else:
            library.db.execute("UPDATE counts SET terms_version = terms_version - 1")
    with pytest.raises(OlderLibraryError, match="cuttings reindex"):
        Library.open_for_reading(path)

    with Library.open_for_writing(path) as library:
        check_whole(library)
        assert library.db.execute("PRAGMA auto_vacuum").fetchone()[0] == INCREMENTAL
    with Library.open_for_reading(path) as library:
        assert [hit.passage.article.id for hit in search(library, Query(("harbour",))).hits] == ["one"]
