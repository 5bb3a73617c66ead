"""The default engine: a library file, searched in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.engines.engine import Condition, Health
from index.errors import ArticleIndexError, LibraryMissingError
from index.models import Query
from index.rank import K1, B, Statistics
from index.search import Found, Narrow, search
from index.store import Library, PreparedArticle
from index.store.copies import BESIDE
from index.store.generations import swap_in
from index.store.lookup import is_dated, known_terms, outlet_named
from index.store.restore import check_library
from index.store.stored import stored_articles, stored_states
from index.store.translate import translated


class SqliteEngine(Library):
    """A library file as an engine: one process writes at a time, so what is put last is the latest."""

    def search(self, query: Query, k1: float = K1, b: float = B, narrow: Narrow | None = None) -> Found:
        """Return the best passages, as `index.search.search` does."""
        return search(self, query, k1, b, narrow)

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """Return the statistics that questions with these terms are scored by."""
        with self.snapshot():
            return self.postings.best(sorted(set(terms)), 1, K1, B)[0]

    def is_dated(self) -> bool:
        """Tell whether any article has a date of publication."""
        return is_dated(self)

    def outlet_named(self, name: str) -> str | None:
        """Return an outlet, as its articles write it, by its name in any letter case."""
        return outlet_named(self)(name)

    def known_terms(self, near: str) -> dict[str, int]:
        """Return the library's terms with the first letter of ``near``, and in about how many passages each stands."""
        return known_terms(self, near[:1])

    def probe(self) -> None:
        """Read something; the file itself has to be there still, not only for those who have it open."""
        self.path.stat()
        self.languages()

    def health(self) -> Health:
        """Tell whether the file can be read."""
        try:
            self.statistics([])
        except ArticleIndexError as error:
            return Health(Condition.DOWN, str(error))
        return Health(Condition.GOOD, "the library file can be read")

    def states(self) -> Iterator[tuple[str, str]]:
        """Yield the id of every article, and what differs when it has changed, in the order of the ids."""
        with translated(self.path):
            yield from stored_states(self.db)

    def stored(self, after: str = "") -> Iterator[PreparedArticle]:
        """Yield every article whose id comes after ``after``, in the order of their ids."""
        with translated(self.path):
            yield from stored_articles(self.db, after)

    def rebuild(self) -> None:
        """Make the index anew in one transaction."""
        self.repair()

    def changed_at(self) -> float:
        """Return when the file was last written; what was written last may still stand in the one beside it."""
        files = (self.path, self.path.with_name(f"{self.path.name}-wal"))
        return max(file.stat().st_mtime for file in files if file.exists())

    @contextmanager
    def beside(self) -> Iterator[FileBeside]:
        """Make a copy in a file of its own, which can take this one's place; the lock of the one writer is ours."""
        made = self.path.with_name(f"{self.path.name}.rebuilding")
        _remove(made)
        try:
            self.copy(made)
            with SqliteEngine.open_for_writing(made) as engine:
                yield FileBeside(engine, self.path)
        finally:
            _remove(made)


@dataclass(frozen=True, slots=True)
class FileBeside:
    """A copy of a library file."""

    engine: SqliteEngine
    path: Path

    def take_place(self) -> None:
        """Close and check the copy, and put it into the library's place; the old file is kept for a rollback."""
        self.engine.close()
        check_library(self.engine.path)
        swap_in(self.path, self.engine.path)


def _remove(path: Path) -> None:
    for ending in ("", "-lock", *BESIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A library file."""

    path: Path

    def exists(self) -> bool:
        """Tell whether there is a file."""
        return self.path.exists()

    def missing(self) -> LibraryMissingError:
        """Return the error that there is no file."""
        return LibraryMissingError(self.path)

    def open_for_reading(self, readers: int = 1) -> SqliteEngine:
        """Open the file, which must exist, read-only."""
        return SqliteEngine.open_for_reading(self.path, readers)

    def forget(self) -> None:
        """Delete the file, which was made a moment ago, and in which nothing was put."""
        _remove(self.path)

    def open_for_writing(self) -> SqliteEngine:
        """Open the file for the one writer, making it where there is none."""
        return SqliteEngine.open_for_writing(self.path)
