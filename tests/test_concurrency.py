"""Readers and the one writer: nobody sees half of a change, and a dead writer's lock is free."""

import signal
import subprocess
import sys
import threading
from itertools import islice
from pathlib import Path

import pytest

from index.errors import LibraryLockedError
from index.models import Query
from index.search import search
from index.store import Library
from tests.crashing import apply, operations, states

ROOT = Path(__file__).parent.parent
OPERATIONS = 120


def watch(path, seen, enough):
    """Ask for every passage until told that it is enough; note which articles were found each time."""
    with Library.open_for_reading(path) as library:
        while not enough.is_set():
            hits = search(library, Query(("note", "not"), limit=100_000)).hits
            seen.append(frozenset((hit.passage.article.id, hit.passage.article.text) for hit in hits))


def test_readers_see_one_state_after_the_other(tmp_path):
    """While articles are put, removed and merged, every search finds exactly what the library held at one moment."""
    path = tmp_path / "library.db"
    seen: list[list[frozenset[tuple[str, str]]]] = [[], [], []]
    enough = threading.Event()
    with Library.open_for_writing(path) as library:
        readers = [threading.Thread(target=watch, args=(path, own, enough)) for own in seen]
        for reader in readers:
            reader.start()
        for name, articles in islice(operations(3), OPERATIONS):
            if name != "upgrade":  # until it has ended, a library of older rules can't be read
                apply(library, name, articles)
        enough.set()
        for reader in readers:
            reader.join()

    known = [frozenset(state.items()) for state in islice(states(3), OPERATIONS + 1)]
    for own in seen:
        assert own
        place = 0
        for found in own:
            place = known.index(found, place)


def test_a_snapshot_sees_one_state_also_through_one_inside_it(tmp_path):
    """What is written meanwhile comes to light when the outer one ends; what is written inside is not kept."""
    path = tmp_path / "library.db"
    with Library.open_for_writing(path) as writer:
        writer.note_source("before", "2024-01-01")
        with Library.open_for_reading(path) as reader:
            with reader.snapshot():
                held = reader.sources()
                writer.note_source("meanwhile", "2024-01-01")
                with reader.snapshot():
                    assert reader.sources() == held
                assert reader.sources() == held
            assert len(reader.sources()) == len(held) + 1
        with writer.snapshot():
            writer.db.execute("DELETE FROM sources")
        assert len(writer.sources()) == len(held) + 1


def test_the_lock_of_a_dead_process_is_free(tmp_path):
    """A writer that was killed no longer holds the library; one that lives is named."""
    path = tmp_path / "library.db"
    code = (
        "import sys; from pathlib import Path; from index.store import Library\n"
        "library = Library.open_for_writing(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "open\n"
        with pytest.raises(LibraryLockedError, match=f"process {writer.pid} since"):
            Library.open_for_writing(path, timeout_s=0)
        writer.kill()
        assert writer.wait() == -signal.SIGKILL

    Library.open_for_writing(path, timeout_s=0).close()


READER = """
import sys
from pathlib import Path
from index.models import Query
from index.search import search
from index.store import Library

with Library.open_for_reading(Path(sys.argv[1])) as library:
    for term in sys.stdin:
        found = search(library, Query((term.strip(),), limit=50))
        scores = [(hit.passage.article.id, hit.score) for hit in found.hits]
        print(scores, found.statistics.passage_count, flush=True)
"""


def test_a_change_is_visible_to_the_next_question_of_every_process(tmp_path):
    """A process that has the library open sees each change, with the scores of a fresh build."""
    path = tmp_path / "library.db"
    with Library.open_for_writing(path) as library:
        apply(library, "put", {"one": "The harbour was quiet.", "two": "The mountain was loud."})
        with subprocess.Popen(
            [sys.executable, "-c", READER, str(path)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as reader:
            changes = [
                ("put", {"three": "A harbour, a harbour."}),
                ("put", {"one": "The mountain was quiet."}),
                ("remove", {"three": ""}),
                ("put", {"four": "No harbour."}),
                ("merge", {}),
            ]
            held = {"one": "The harbour was quiet.", "two": "The mountain was loud."}
            for number, (name, articles) in enumerate(changes):
                assert asked(reader, "harbour") == fresh(tmp_path / f"fresh-{number}.db", held)
                apply(library, name, articles)
                if name == "remove":
                    held.pop("three")
                held |= articles if name == "put" else {}
            assert asked(reader, "harbour") == fresh(tmp_path / "fresh.db", held)
            assert reader.stdin is not None
            reader.stdin.close()


def asked(reader, term):
    """Return what another process finds."""
    reader.stdin.write(f"{term}\n")
    reader.stdin.flush()
    return reader.stdout.readline().strip()


def fresh(path, articles):
    """Return what is found in a new library of these articles."""
    with Library.open_for_writing(path) as library:
        apply(library, "put", articles)
        found = search(library, Query(("harbour",), limit=50))
    return f"{[(hit.passage.article.id, hit.score) for hit in found.hits]} {found.statistics.passage_count}"
