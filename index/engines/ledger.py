"""What a library remembers besides its articles: sources, how they did, what is known of pages, what was set by hand.

An engine without tables of its own for this gets it from `index.engines.notes`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

from index.models import FetchRecord, PageFailure, Source
from index.store import KnownArticle, KnownSource
from index.store.history import History
from index.store.removals import Removal
from index.store.revisions import Revision


class ReadingLedger(Protocol):
    """What can be asked about where the articles come from."""

    def known_sources(self) -> list[KnownSource]:
        """Return every source ever added, in order of address."""
        ...

    def revisions_of(self, article_id: str) -> list[Revision]:
        """Return the earlier texts of an article, the latest first."""
        ...

    def edits(self) -> dict[str, dict[str, str | None]]:
        """Return article id -> what was set by hand: title, published, publisher, author."""
        ...

    def repeated_lines(self) -> dict[str, frozenset[str]]:
        """Return publisher -> keys of the lines once found repeated across its articles."""
        ...

    def failures_of(self, address: str) -> list[tuple[str, str]]:
        """Return place and reason of what failed when a source was last read."""
        ...

    def fetch_records(self, address: str) -> dict[str, FetchRecord]:
        """Return link -> what is known of the pages of a source; only pages whose article the library holds."""
        ...

    def page_failures(self, address: str) -> dict[str, PageFailure]:
        """Return link -> how a page of a source fails; only those that failed when they were last asked for."""
        ...

    def removals(self) -> list[Removal]:
        """Return what was removed by hand, in order of the ids."""
        ...

    def histories(self, article_ids: Sequence[str]) -> dict[str, History]:
        """Return article id -> what is known of it besides itself, of those of which anything is."""
        ...


class Ledger(ReadingLedger, Protocol):
    """What a run over sources asks and notes."""

    def aside(self, waiting: Callable[[], object]) -> AbstractContextManager[None]:
        """Let others write until the end of the block, in which nothing may be written; ``waiting`` may raise."""
        ...

    def has_changed_elsewhere(self) -> bool:
        """Tell whether another process has written since this was last asked, as far as the engine needs to know."""
        ...

    def note_counts(self, address: str, counts: Mapping[str, int]) -> None:
        """Set the counts of a source's last run right, where they were noted before its end."""
        ...

    def note_page_failures(self, address: str, found: Mapping[str, PageFailure | None]) -> None:
        """Remember how pages of a source fail, by link; ``None`` says that one does not any more."""
        ...

    def note_removals(self, found: Sequence[Removal]) -> None:
        """Remember what is removed by hand."""
        ...

    def remove_by_hand(self, article_ids: Sequence[str], *, version: int) -> None:
        """Remove articles that are to stay out, however often their sources are read again."""
        ...

    def readmit(self, articles: Sequence[tuple[str, str]]) -> None:
        """Let articles, named by id and fingerprint, back in that were removed by hand."""
        ...

    def put_history(self, article_id: str, found: History) -> None:
        """Take over what another library knew of an article that is stored here."""
        ...

    def known_articles(self) -> list[KnownArticle]:
        """Return what is known of every article, for telling new from changed from unchanged."""
        ...

    def known_article(self, article_id: str) -> KnownArticle:
        """Return what is known of an article the library holds."""
        ...

    def note_source(self, location: str, added_at: str) -> None:
        """Remember a source for `reindex`; one already known stays as it is."""
        ...

    def describe_source(self, source: Source) -> None:
        """Remember how a source, which is known already, is to be read."""
        ...

    def note_run(self, source: str, failures: Sequence[tuple[str, str]], repeated: dict[str, frozenset[str]]) -> None:
        """Keep the failures of a source's last run, and newly found repeated lines."""
        ...

    def note_outcome(self, address: str, at: str, counts: Mapping[str, int], error: str | None) -> None:
        """Remember when a source was read, and how it did."""
        ...

    def note_fetches(self, address: str, records: Iterable[FetchRecord]) -> None:
        """Remember what was learnt of pages of a source, and forget those whose article is gone."""
        ...

    def forget_source(self, address: str) -> int:
        """Remove a source with everything that came from it; return how many articles that were."""
        ...

    def note_edit(self, article_id: str, fields: Mapping[str, str | None]) -> None:
        """Remember what is set by hand for an article, besides what was before."""
        ...

    def forget_edits(self, article_id: str) -> None:
        """Forget what was set by hand for an article, and have it stored anew when its source is read again."""
        ...

    def keep_revisions(self, article_id: str, earlier: Sequence[Revision]) -> None:
        """Take over the earlier texts of an article from another library."""
        ...

    def set_apart(self, article_id: str, *, is_apart: bool) -> None:
        """Take an article out of its story for good, or put it back; it may not be stored at the moment."""
        ...


def now_ms() -> int:
    """Return the version of what is read now."""
    return int(datetime.now(UTC).timestamp() * 1000)
