"""The default engine: a library file, searched in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from index.engines.engine import Condition, Health
from index.errors import ArticleIndexError
from index.models import Query
from index.rank import K1, B, Statistics
from index.search import Found, search
from index.store import Library, PreparedArticle, PreparedGroup
from index.store.lookup import is_dated, known_terms, outlet_named
from index.store.stored import stored_articles, stored_states
from index.store.translate import translated


class SqliteEngine(Library):
    """A library file as an engine: one process writes at a time, so what is put last is the latest."""

    def search(self, query: Query, k1: float = K1, b: float = B) -> Found:
        """Return the best passages, as `index.search.search` does."""
        return search(self, query, k1, b)

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

    def known_terms(self, start: str) -> dict[str, int]:
        """Return the library's terms that begin with ``start``, and in about how many passages each stands."""
        return known_terms(self, start)

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

    def put(self, groups: Sequence[PreparedGroup], *, version: int) -> list[str]:
        """Store articles in one transaction; the lock of the one writer makes ``version`` needless."""
        for source in sorted({item.source for group in groups for item in group.articles}):
            self.note_source(source, datetime.fromtimestamp(version / 1000, UTC).isoformat(timespec="seconds"))
        self.save(groups)
        if self.is_scattered():
            for _ in self.tidy():
                pass
        return []

    def remove(self, article_ids: Sequence[str], *, version: int) -> None:
        """Take articles out in one transaction."""
        self.save([], article_ids)

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


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A library file."""

    path: Path

    def exists(self) -> bool:
        """Tell whether there is a file."""
        return self.path.exists()

    def open_for_reading(self, readers: int = 1) -> SqliteEngine:
        """Open the file, which must exist, read-only."""
        return SqliteEngine.open_for_reading(self.path, readers)

    def open_for_writing(self) -> SqliteEngine:
        """Open the file for the one writer, making it where there is none."""
        return SqliteEngine.open_for_writing(self.path)
