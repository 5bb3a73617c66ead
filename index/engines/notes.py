"""What a library remembers besides its articles, kept as notes: small values by kind, group and key."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, replace
from datetime import UTC, datetime
from typing import Any

from index.engines.ledger import now_ms
from index.models import FetchRecord, PageFailure, Source
from index.store import KnownArticle, KnownSource, PreparedGroup
from index.store.history import History
from index.store.removals import Removal
from index.store.revisions import Revision

Note = dict[str, Any]
"""A value that JSON can hold."""


class NotesLedger(ABC):
    """A ledger for an engine that keeps notes."""

    @abstractmethod
    def notes(self, kind: str, group: str | None = None) -> dict[str, Note]:
        """Return key -> note of a kind, of one group or of all of them."""

    @abstractmethod
    def note(self, kind: str, group: str, values: Mapping[str, Note]) -> None:
        """Keep notes; one of the same kind, group and key is replaced. The next question finds them."""

    @abstractmethod
    def unnote(self, kind: str, group: str, keys: Collection[str]) -> None:
        """Forget notes; one that is not there is no error."""

    @abstractmethod
    def unnote_groups(self, kind: str, groups: Collection[str]) -> None:
        """Forget all notes of a kind in these groups."""

    @abstractmethod
    def known_articles(self) -> list[KnownArticle]:
        """Return what is known of every article."""

    @abstractmethod
    def known_article(self, article_id: str) -> KnownArticle:
        """Return what is known of an article the library holds."""

    @abstractmethod
    def stored_ids(self, article_ids: Collection[str]) -> set[str]:
        """Return those of the ids whose articles are stored."""

    @abstractmethod
    def remove(self, article_ids: Sequence[str], *, version: int) -> None:
        """Take articles out."""

    @abstractmethod
    def spoil(self, article_id: str) -> None:
        """Have an article counted as changed when its source is read again."""

    # -- sources -------------------------------------------------------------------------------------------------

    def known_sources(self) -> list[KnownSource]:
        """Return every source ever added, in order of address."""
        counts = self.articles_by_source()
        found = [_known_source(note, counts) for note in self.notes("source").values()]
        return sorted(found, key=lambda item: item.source.address)

    def articles_by_source(self) -> Counter[str]:
        """Return source -> how many articles the library holds from it."""
        return Counter(item.source for item in self.known_articles())

    def note_source(self, location: str, added_at: str) -> None:
        """Remember a source; one already known stays as it is."""
        if location not in self.notes("source"):
            self._keep_source(KnownSource(Source(location), added_at, None, {}, None, 0, 0))

    def describe_source(self, source: Source) -> None:
        """Remember how a source is to be read."""
        known = self._source(source.address)
        if known and known.source != source:
            self._keep_source(replace(known, source=source))

    def note_outcome(self, address: str, at: str, counts: Mapping[str, int], error: str | None) -> None:
        """Remember when a source was read, and how it did."""
        if known := self._source(address):
            failures = known.failures + 1 if error else 0
            self._keep_source(
                replace(known, last_run=at, last_counts=dict(counts), last_error=error, failures=failures)
            )

    def _source(self, address: str) -> KnownSource | None:
        note = self.notes("source").get(address)
        return _known_source(note, Counter()) if note else None

    def _keep_source(self, known: KnownSource) -> None:
        self.note("source", "", {known.source.address: asdict(known)})

    def forget_source(self, address: str) -> int:
        """Remove a source with everything that came from it; return how many articles that were."""
        ids = [item.id for item in self.known_articles() if item.source == address]
        self.remove(ids, version=now_ms())
        self.unnote_groups("fetch", [address])
        self.unnote_groups("failing", [address])
        self.unnote("failures", "", [address])
        self.unnote("source", "", [address])
        return len(ids)

    def note_run(self, source: str, failures: Sequence[tuple[str, str]], repeated: dict[str, frozenset[str]]) -> None:
        """Keep the failures of a source's last run, and newly found repeated lines."""
        had = self.repeated_lines()
        fresh = {outlet: lines for outlet, lines in repeated.items() if lines - had.get(outlet, frozenset())}
        self.note("lines", "", {name: {"lines": sorted(fresh[name] | had.get(name, frozenset()))} for name in fresh})
        if failures:
            self.note("failures", "", {source: {"failed": [list(failure) for failure in failures]}})
        elif self.failures_of(source):
            self.unnote("failures", "", [source])

    def repeated_lines(self) -> dict[str, frozenset[str]]:
        """Return publisher -> keys of the lines once found repeated across its articles."""
        return {outlet: frozenset(note["lines"]) for outlet, note in self.notes("lines").items()}

    def failures_of(self, address: str) -> list[tuple[str, str]]:
        """Return place and reason of what failed when a source was last read."""
        return _failed(self.notes("failures").get(address, {}))

    def failures(self) -> list[tuple[str, str]]:
        """Return place and reason of what failed when the sources were last read, by place."""
        return sorted(failure for note in self.notes("failures").values() for failure in _failed(note))

    # -- pages ---------------------------------------------------------------------------------------------------

    def fetch_records(self, address: str) -> dict[str, FetchRecord]:
        """Return link -> what is known of the pages of a source; only pages whose article the library holds."""
        records = {link: FetchRecord(**note) for link, note in self.notes("fetch", address).items()}
        stored = self.stored_ids({record.article_id for record in records.values()})
        return {link: record for link, record in sorted(records.items()) if record.article_id in stored}

    def note_fetches(self, address: str, records: Iterable[FetchRecord]) -> None:
        """Remember what was learnt of pages of a source, and forget those whose article is gone."""
        self.note("fetch", address, {record.link: asdict(record) for record in records})
        held = self.fetch_records(address)
        self.unnote("fetch", address, [link for link in self.notes("fetch", address) if link not in held])

    def page_failures(self, address: str) -> dict[str, PageFailure]:
        """Return link -> how a page of a source fails; only those that failed when they were last asked for."""
        return {link: PageFailure(**note) for link, note in self.notes("failing", address).items()}

    def note_page_failures(self, address: str, found: Mapping[str, PageFailure | None]) -> None:
        """Remember how pages of a source fail, by link; ``None`` says that one does not any more."""
        self.note("failing", address, {link: asdict(failure) for link, failure in found.items() if failure})
        self.unnote("failing", address, [link for link, failure in found.items() if failure is None])

    def note_counts(self, address: str, counts: Mapping[str, int]) -> None:
        """Set the counts of a source's last run right, where they were noted before its end."""
        if known := self._source(address):
            self._keep_source(replace(known, last_counts=dict(counts)))

    # -- several processes ---------------------------------------------------------------------------------------

    def aside(self, waiting: Callable[[], object]) -> AbstractContextManager[None]:
        """Do nothing, as several processes may write at once; each article's version tells whose word counts."""
        return nullcontext()

    def has_changed_elsewhere(self) -> bool:
        """Say no, as each article's version keeps what is older from being stored."""
        return False

    # -- what was removed by hand --------------------------------------------------------------------------------

    def removals(self) -> list[Removal]:
        """Return what was removed by hand, in order of the ids."""
        return sorted((Removal(**note) for note in self.notes("removed").values()), key=lambda item: item.article_id)

    def note_removals(self, found: Sequence[Removal]) -> None:
        """Remember what is removed by hand."""
        self.note("removed", "", {item.article_id: asdict(item) for item in found})

    def remove_by_hand(self, article_ids: Sequence[str], *, version: int) -> None:
        """Remove articles that are to stay out, however often their sources are read again."""
        stored = sorted(self.stored_ids(article_ids))
        self.note_removals([Removal.now(name, self.known_article(name).fingerprint) for name in stored])
        self.remove(article_ids, version=version)

    def readmit(self, articles: Sequence[tuple[str, str]]) -> None:
        """Let articles, named by id and fingerprint, back in that were removed by hand."""
        ids = {name for name, _ in articles}
        fingerprints = {fingerprint for _, fingerprint in articles if fingerprint}
        known = [item for item in self.removals() if item.article_id in ids or item.fingerprint in fingerprints]
        self.unnote("removed", "", [item.article_id for item in known])

    # -- what was set by hand, and earlier texts -----------------------------------------------------------------

    def edits(self) -> dict[str, dict[str, str | None]]:
        """Return article id -> what was set by hand."""
        return self.notes("edit")

    def note_edit(self, article_id: str, fields: Mapping[str, str | None]) -> None:
        """Remember what is set by hand for an article, besides what was before."""
        self.note("edit", "", {article_id: {**self.edits().get(article_id, {}), **fields}})

    def forget_edits(self, article_id: str) -> None:
        """Forget what was set by hand for an article, and have it stored anew when its source is read again."""
        self.unnote("edit", "", [article_id])
        self.spoil(article_id)

    def revisions_of(self, article_id: str) -> list[Revision]:
        """Return the earlier texts of an article, the latest first."""
        found = [Revision(**note) for note in self.notes("revision", article_id).values()]
        return sorted(found, key=lambda item: (item.replaced_at, item.revision), reverse=True)

    def keep_revisions(self, article_id: str, earlier: Sequence[Revision]) -> None:
        """Take over the earlier texts of an article from another library."""
        self.note("revision", article_id, {item.revision: asdict(item) for item in earlier})

    def histories(self, article_ids: Sequence[str]) -> dict[str, History]:
        """Return article id -> what is known of it besides itself, of those of which anything is."""
        edited, apart = self.edits(), self.apart()
        found = {
            name: History(edited.get(name, {}), name in apart, tuple(self.revisions_of(name))) for name in article_ids
        }
        return {name: history for name, history in found.items() if history != History()}

    def put_history(self, article_id: str, found: History) -> None:
        """Take over what another library knew of an article."""
        self.keep_revisions(article_id, found.earlier)
        if found.edited:
            self.note_edit(article_id, found.edited)
        if found.is_apart:
            self.set_apart(article_id, is_apart=True)

    def apart(self) -> frozenset[str]:
        """Return the ids of the articles that were taken out of their stories."""
        return frozenset(self.notes("apart", ""))

    def set_apart(self, article_id: str, *, is_apart: bool) -> None:
        """Take an article out of its story for good, or put it back; it may not be stored at the moment."""
        if is_apart:
            self.note("apart", "", {article_id: {}})
        else:
            self.unnote("apart", "", [article_id])

    def note_replaced(self, groups: Sequence[PreparedGroup], stored: Mapping[str, Note], most: int) -> None:
        """Keep the texts of articles about to be replaced by others; the oldest beyond ``most`` of each go.

        ``stored`` is article id -> revision, title, text and published of what is stored now.
        """
        at = datetime.now(UTC).isoformat(timespec="microseconds")
        for article in (item.article for group in groups for item in group.articles):
            old = stored.get(article.id)
            if old is None or old["revision"] == article.revision or most <= 0:
                continue
            before = self.revisions_of(article.id)
            # A text that comes back is today's, and no earlier one any more.
            kept = [item for item in before if item.revision not in {article.revision, old["revision"]}][: most - 1]
            self.unnote("revision", article.id, {item.revision for item in before} - {item.revision for item in kept})
            latest = Revision(old["revision"], old["title"], old["text"], old["published"], at)
            self.keep_revisions(article.id, [latest])


def _failed(note: Note) -> list[tuple[str, str]]:
    return [(place, reason) for place, reason in note.get("failed", [])]


def _known_source(note: Note, counts: Mapping[str, int]) -> KnownSource:
    source: Note = {name: tuple(value) if isinstance(value, list) else value for name, value in note["source"].items()}
    merged: Note = note | {"source": Source(**source)}
    known = KnownSource(**merged)
    return replace(known, articles=counts.get(known.source.address, 0))
