"""The interface of an engine: what keeps a library and finds its passages.

To add an engine, write one class with these methods and one `Place` that opens it, and let ``tests/test_engines.py``
and ``tests/test_ledger.py`` run their contracts against it. What concerns sources, `index.engines.notes.NotesLedger`
brings along for an engine that can keep notes. What an engine proposes is scored by `index.rank` alone, so all engines
agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Protocol

from index.engines.ledger import Ledger, ReadingLedger
from index.errors import ArticleIndexError
from index.models import Article, Query
from index.rank import K1, B, Statistics
from index.search import Found, Narrow
from index.store import ListedArticle, Overview, PreparedArticle, PreparedGroup
from index.store.revisions import KEPT


class Condition(Enum):
    """How an engine is, from well to ill.

    It is fit; or whole, but with fewer copies than it should have; or it answers, but lets nothing be added; or it
    can't answer.
    """

    GOOD = "good"
    AT_RISK = "at risk"
    CLOSED = "closed to writing"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Health:
    """How an engine is, and the particulars as (what, value), for whoever cares for it."""

    condition: Condition
    summary: str
    particulars: tuple[tuple[str, str], ...] = ()


class ReadingEngine(ReadingLedger, Protocol):
    """What answers questions; used by one thread at a time.

    Every method may raise an `ArticleIndexError`; none returns less than it should without raising.
    """

    @property
    def path(self) -> Path:
        """What messages call the library."""
        ...

    def search(self, query: Query, k1: float = K1, b: float = B, narrow: Narrow | None = None) -> Found:
        """Return the ``query.limit`` passages with the highest BM25 scores, best first, or what ``narrow`` leaves.

        Equal scores go by article id, then by place in the article.
        """
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """See one state of the library until the end of the block, as far as the engine can."""
        ...

    def article(self, article_id: str) -> Article | None:
        """Return an article, or ``None`` if the library doesn't hold it."""
        ...

    def statistics(self, terms: Sequence[str]) -> Statistics:
        """Return how many passages and tokens there are, and the document frequency of each term."""
        ...

    def languages(self) -> list[tuple[str, int]]:
        """Return the languages of the articles with how many there are, most first."""
        ...

    def overview(self) -> Overview:
        """Return what the library holds."""
        ...

    def articles_after(self, article_id: str, count: int) -> list[Article]:
        """Return so many articles at most whose ids come behind one (``""``: all do), in order of the ids."""
        ...

    def find_ids(self, wanted: str) -> list[str]:
        """Return the ids of the articles whose id, link, title or location is exactly ``wanted``, in order."""
        ...

    def listed(self) -> list[ListedArticle]:
        """Return the articles without their texts, newest first, those without a date last, equal ones by id."""
        ...

    def sources(self) -> list[str]:
        """Return the sources ever added, in order of location."""
        ...

    def is_dated(self) -> bool:
        """Tell whether any article has a date of publication."""
        ...

    def outlet_named(self, name: str) -> str | None:
        """Return an outlet, as its articles write it, by its name in any letter case."""
        ...

    def stories(self, article_ids: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        """Return article id -> the ids of all articles that tell the same story; an article alone is left out.

        What is one story `index.stories` decides.
        """
        ...

    def publishers(self, article_ids: Sequence[str]) -> Mapping[str, str]:
        """Return article id -> outlet, of those that name one."""
        ...

    def known_terms(self, near: str) -> dict[str, int]:
        """Return the library's terms that begin as ``near`` does, and in about how many passages each stands.

        Of them at least those that are no more than two letters away from it.
        """
        ...

    def probe(self) -> None:
        """Raise if no question could be answered now; quick enough to be asked every few seconds."""
        ...

    def raw_input(self, article_id: str) -> bytes | None:
        """Return the bytes an article was read from, or ``None`` for an unknown id."""
        ...

    def states(self) -> Iterator[tuple[str, str]]:
        """Yield the id of every article, and what differs when it has changed, in the order of the ids."""
        ...

    def stored(self, after: str = "") -> Iterator[PreparedArticle]:
        """Yield every article whose id comes after ``after``, in the order of their ids."""
        ...

    def changed_at(self) -> float:
        """Return when the library was last changed, in seconds since 1970."""
        ...

    def health(self) -> Health:
        """Tell how the engine is; this never raises because it is ill."""
        ...

    def close(self) -> None:
        """Let go of files and connections."""
        ...


class Writable(Ledger, Protocol):
    """What articles are put into, and taken out of."""

    @property
    def path(self) -> Path:
        """What messages call the library."""
        ...

    def put(self, groups: Sequence[PreparedGroup], *, version: int, keep_revisions: int = KEPT) -> list[str]:
        """Store articles with all their passages; one of the same id is replaced.

        When this returns, the articles are safe, and every question asked from now on can find them. Doing it again
        changes nothing. An article is never seen in part.

        Parameters
        ----------
        version
            When the articles were read, in milliseconds since 1970. Where several processes write at once, an article
            that was stored with a later version stays as it is.
        keep_revisions
            How many earlier texts of each article are kept.

        Returns
        -------
        list
            The ids of the articles that were refused for that reason.
        """
        ...

    def remove(self, article_ids: Sequence[str], *, version: int) -> None:
        """Take articles out; they can't answer the next question. An unknown id is no error."""
        ...

    def tidy(self, added: int = 0) -> Iterator[int]:
        """Do in short steps what makes questions faster after ``added`` passages were put; nothing else changes."""
        ...

    def raw_input(self, article_id: str) -> bytes | None:
        """Return the bytes an article was read from, or ``None`` for an unknown id."""
        ...

    def is_scattered(self) -> bool:
        """Tell whether `tidy` should not wait for the end of a run."""
        ...


class WritingEngine(ReadingEngine, Writable, Protocol):
    """What a library is changed by."""

    def rebuild(self) -> None:
        """Make the index anew from the stored articles, beside the old one, and switch in one step.

        Questions go on meanwhile and see the old index or the new, never a mixture.
        """
        ...

    def vacuum(self) -> None:
        """Give the space of what was replaced or removed back to the disk."""
        ...

    def beside(self) -> AbstractContextManager[Beside]:
        """Make a copy of the library that nobody asks, and nobody else changes the library until the end of the block.

        What the copy holds is lost at the end, unless it has taken the library's place.
        """
        ...


class Beside(Protocol):
    """A copy of a library, to be made better than it."""

    @property
    def engine(self) -> WritingEngine:
        """The copy, open for writing."""
        ...

    def take_place(self) -> None:
        """Put the copy into the place of the library, in one step."""
        ...


class Place(Protocol):
    """Where a library is, whether it is there already or not."""

    @property
    def path(self) -> Path:
        """What messages call the library."""
        ...

    def exists(self) -> bool:
        """Tell whether there is a library."""
        ...

    def missing(self) -> ArticleIndexError:
        """Return the error that there is none."""
        ...

    def open_for_reading(self, readers: int = 1) -> ReadingEngine:
        """Open the library; ``readers`` is how many share the memory that is kept for questions."""
        ...

    def forget(self) -> None:
        """Delete a library that was made a moment ago, and in which nothing was put."""
        ...

    def open_for_writing(self) -> WritingEngine:
        """Open the library to change it, making it where there is none."""
        ...
