"""What a library file remembers besides its articles, as `index.engines.ledger` asks for it; the SQL is elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from sqlite_utils import Database

from index.models import FetchRecord, PageFailure, Source
from index.store import history, removals, revisions, sources, stories
from index.store.history import History
from index.store.removals import Removal
from index.store.rows import KnownSource
from index.store.translate import reading, translated


class Noted:
    """The part of `index.store.Library` that knows sources, their pages, and what was set by hand."""

    path: Path
    db: Database

    @reading
    def known_sources(self) -> list[KnownSource]:
        """Return every source ever added, in order of address."""
        return sources.known_sources(self)

    def describe_source(self, source: Source) -> None:
        """Remember how a source, which is known already, is to be read."""
        sources.describe_source(self, source)

    def note_outcome(self, address: str, at: str, counts: Mapping[str, int], error: str | None) -> None:
        """Remember when a source was read, and how it did."""
        sources.note_outcome(self, address, at, counts, error)

    def forget_source(self, address: str) -> int:
        """Remove a source with everything that came from it; return how many articles that were."""
        return sources.forget_source(self, address)

    def note_counts(self, address: str, counts: Mapping[str, int]) -> None:
        """Set the counts of a source's last run right, where they were noted before its end."""
        sources.note_counts(self, address, counts)

    def failures_of(self, address: str) -> list[tuple[str, str]]:
        """Return place and reason of what failed when a source was last read."""
        return sources.failures_of(self, address)

    def fetch_records(self, address: str) -> dict[str, FetchRecord]:
        """Return link -> what is known of the pages of a source; only pages whose article the library holds."""
        return sources.fetch_records(self, address)

    def note_fetches(self, address: str, records: Iterable[FetchRecord]) -> None:
        """Remember what was learnt of pages of a source, and forget those whose article is gone."""
        sources.note_fetches(self, address, records)

    def page_failures(self, address: str) -> dict[str, PageFailure]:
        """Return link -> how a page of a source fails; only those that failed when they were last asked for."""
        return sources.page_failures(self, address)

    def note_page_failures(self, address: str, found: Mapping[str, PageFailure | None]) -> None:
        """Remember how pages of a source fail, by link; ``None`` says that one does not any more."""
        sources.note_page_failures(self, address, found)

    def removals(self) -> list[Removal]:
        """Return what was removed by hand, in order of the ids."""
        with translated(self.path):
            return removals.removals(self.db)

    def note_removals(self, found: Sequence[Removal]) -> None:
        """Remember what is removed by hand."""
        with translated(self.path):
            removals.note_removals(self.db, found)

    def readmit(self, articles: Sequence[tuple[str, str]]) -> None:
        """Let articles, named by id and fingerprint, back in that were removed by hand."""
        with translated(self.path):
            removals.forget_removals(self.db, articles)

    def histories(self, article_ids: Sequence[str]) -> dict[str, History]:
        """Return article id -> what is known of it besides itself, of those of which anything is."""
        with translated(self.path):
            return history.histories(self.db, article_ids)

    def put_history(self, article_id: str, found: History) -> None:
        """Take over what another library knew of an article that is stored here."""
        with translated(self.path):
            history.put_history(self.db, article_id, found)

    def keep_revisions(self, article_id: str, earlier: Sequence[revisions.Revision]) -> None:
        """Take over the earlier texts of an article from another library."""
        with translated(self.path):
            revisions.put_revisions(self.db, article_id, earlier)

    def sources(self) -> list[str]:
        """Return the sources ever added, in order of location."""
        return [row[0] for row in self.db.execute("SELECT location FROM sources ORDER BY location")]

    def note_source(self, location: str, added_at: str) -> None:
        """Remember a source for `reindex`; one already known stays as it is."""
        with translated(self.path):
            known = self.db.execute("SELECT 1 FROM sources WHERE location = ?", [location]).fetchone()
            if not known:
                with self.db.atomic():
                    self.db.execute("INSERT INTO sources (location, added_at) VALUES (?, ?)", [location, added_at])

    def repeated_lines(self) -> dict[str, frozenset[str]]:
        """Return publisher -> keys of the lines once found repeated across its articles."""
        found: dict[str, set[str]] = {}
        for publisher, line in self.db.execute("SELECT publisher, line FROM repeated_lines"):
            found.setdefault(publisher, set()).add(line)
        return {publisher: frozenset(lines) for publisher, lines in found.items()}

    def note_run(self, source: str, failures: Sequence[tuple[str, str]], repeated: dict[str, frozenset[str]]) -> None:
        """Keep the failures of a source's last run and newly found repeated lines; write nothing if nothing changed."""
        with translated(self.path):
            old = self.db.execute("SELECT location, reason FROM failures WHERE source = ?", [source]).fetchall()
            had = self.repeated_lines()
            lines = [
                (publisher, line)
                for publisher, found in repeated.items()
                for line in found - had.get(publisher, frozenset())
            ]
            if sorted(old) == sorted(failures) and not lines:
                return
            with self.db.atomic():
                self.db.execute("DELETE FROM failures WHERE source = ?", [source])
                self.db.conn.executemany(
                    "INSERT OR REPLACE INTO failures VALUES (?, ?, ?)", [(*failure, source) for failure in failures]
                )
                self.db.conn.executemany("INSERT OR IGNORE INTO repeated_lines VALUES (?, ?)", sorted(lines))

    def edits(self) -> dict[str, dict[str, str | None]]:
        """Return article id -> what was set by hand: title, published, publisher, author."""
        return revisions.edits(self.db)

    def note_edit(self, article_id: str, fields: Mapping[str, str | None]) -> None:
        """Remember what is set by hand for an article, besides what was before."""
        with translated(self.path):
            revisions.note_edit(self.db, article_id, fields)

    def forget_edits(self, article_id: str) -> None:
        """Forget what was set by hand for an article, and have it stored anew when its source is read again."""
        with translated(self.path), self.db.atomic():
            revisions.note_edit(self.db, article_id, {})
            self.db.execute("UPDATE articles SET content_hash = '' WHERE id = ?", [article_id])

    def set_apart(self, article_id: str, *, is_apart: bool) -> None:
        """Take an article out of its story for good, or put it back."""
        with translated(self.path):
            stories.set_apart(self.db, article_id, is_apart=is_apart)
