"""Sources -> library: read, tell new from changed from unchanged, prepare, store; and report."""

from __future__ import annotations

import pickle
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.engines.engine import Writable
from index.engines.ledger import now_ms
from index.errors import LibraryWriteError, SourceError
from index.identity import Identified, Sorter, outlet_key
from index.models import Article, DateRule, FetchRecord, Gone, Kept, RawArticle, Read, ReadFailure, Source
from index.prepare import CHUNK_ARTICLES, WORKERS_FROM, Preparer, Unusable, prepare
from index.reading.ahead import ReadAhead
from index.reading.records import read_exported
from index.reading.site import LinkReader, Web
from index.reading.source import read_source, read_whole
from index.reading.web import FetchPolicy
from index.reading.web.link import as_asked, is_link
from index.report import Progress, Report
from index.store import PreparedGroup
from index.store.revisions import KEPT
from index.text.repeated import LineCounter

FEW_MISSING = 1
"""So many of a source's articles may always go."""
MAX_MISSING = 0.5
"""Where more than this share of a source's articles is missing, or of the pages asked for in a run is gone, it is more
likely that the source is broken."""
BATCH_ARTICLES = 1_000
"""How many articles are committed at a time; Ctrl-C loses at most this many."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How a run goes about its sources.

    Parameters
    ----------
    remove
        Also remove the articles that a source no longer holds; a source that fails or is empty removes nothing.
    full
        Store every article again, changed or not.
    confirmed
        Remove them however many they are; else more than `MAX_MISSING` of a source's articles are kept.
    policy
        How links are fetched.
    configured
        What the configuration says of sources, which comes before what the library remembers of them.
    keep_revisions
        How many earlier texts of an article that has changed are kept.
    ahead
        Sources that were read before, while others could still write.
    """

    remove: bool = False
    full: bool = False
    confirmed: bool = False
    policy: FetchPolicy = field(default_factory=FetchPolicy)
    configured: tuple[Source, ...] = ()
    keep_revisions: int = KEPT
    ahead: tuple[ReadAhead, ...] = ()


def add(
    library: Writable,
    sources: Sequence[Path | str | Source],
    *,
    progress: Progress,
    remove: bool = False,
    full: bool = False,
    rules: Rules | None = None,
) -> Report:
    """Read sources, paths or links, into a library and return what was done.

    ``remove`` and ``full`` are those of ``rules``.

    Raises
    ------
    LibraryLockedError, LibraryWriteError
        What was committed before stays.
    """
    rules = rules or Rules()
    rules = replace(rules, remove=remove or rules.remove, full=full or rules.full)
    wanted = [as_source(source, _described(library, rules)) for source in sources]
    try:
        with tempfile.TemporaryFile() as spool, closing(Preparer()) as preparer:
            with closing(Web(rules.policy, read_whole)) as web:
                run = _Run(library, spool, progress, preparer, web=web, rules=rules)
                for source in wanted:
                    run.read(source)
            run.store()
            return run.report
    except OSError as error:
        raise LibraryWriteError(library.path, error.strerror or "no reason given") from error


def reindex(
    library: Writable,
    sources: Sequence[Path | str | Source],
    *,
    progress: Progress,
    full: bool = False,
    rules: Rules | None = None,
) -> Report:
    """Read sources again (all known and configured ones if none is named); add, change and remove to match them."""
    described = _described(library, rules or Rules())
    everything = [source for source in described.values() if source.kind != "import"]
    return add(library, sources or everything, progress=progress, remove=True, full=full, rules=rules)


def as_source(wanted: Path | str | Source, described: Mapping[str, Source]) -> Source:
    """Return the source that is meant by its name, its link or its path; one not known yet is read as it comes."""
    if isinstance(wanted, Source):
        return wanted
    if isinstance(wanted, str):
        named = [source for source in described.values() if source.name == wanted]
        if named:
            return named[0]
        if is_link(wanted):
            asked = as_asked(wanted)
            return described.get(wanted) or described.get(asked) or Source(asked)
    address = str(Path(wanted).absolute())
    return described.get(address) or Source(address, kind="files")


def _described(library: Writable, rules: Rules) -> dict[str, Source]:
    """Return address -> source: what the library knows, and what the configuration says over it."""
    known = {item.source.address: item.source for item in library.known_sources()}
    return known | {source.address: source for source in rules.configured}


def take_over(library: Writable, source: Path, *, progress: Progress) -> Report:
    """Take the articles of an exported file into a library as they are; the file is never read again by itself.

    Raises
    ------
    LibraryLockedError, LibraryWriteError
    """
    return add(library, [Source(str(source.absolute()), kind="import")], progress=progress)


def edit(library: Writable, article: Article, fields: Mapping[str, str | None]) -> None:
    """Set title, date, outlet or author of an article, and remember them for whenever it is stored again."""
    known = library.known_article(article.id)
    raw = RawArticle(
        location=article.location,
        raw=library.raw_input(article.id) or b"",
        title=article.title,
        text=article.text,
        url=article.url,
        published=article.published,
        publisher=article.publisher,
        author=article.author,
        language=article.language,
        tags=article.tags,
        modified=article.modified,
        date_rule=article.date_rule,
        is_clean=True,
    )
    stored = Identified(raw, article.id, known.content_hash, known.source, known.fingerprint or "")
    library.note_edit(article.id, fields)
    library.put([prepare([edited(stored, fields)], {}).group], version=now_ms())


def edited(item: Identified, fields: Mapping[str, str | None]) -> Identified:
    """Return an article with what was set for it by hand."""
    if not fields:
        return item
    raw = item.raw
    return replace(
        item,
        raw=replace(
            raw,
            title=fields.get("title") or raw.title,
            published=fields.get("published", raw.published),
            publisher=fields.get("publisher", raw.publisher),
            author=fields.get("author", raw.author),
            date_rule=DateRule.SET if "published" in fields else raw.date_rule,
        ),
    )


@dataclass(slots=True)
class Outcome:
    """How one source did in a run: what was counted, what was learnt of its pages, and why it could not be read."""

    source: Source
    counts: Counter[str] = field(default_factory=Counter)
    records: list[FetchRecord] = field(default_factory=list)
    error: str | None = None
    asked: int = 0

    @property
    def has_news(self) -> bool:
        """Whether anything but unchanged articles was met."""
        return self.error is not None or any(count for name, count in self.counts.items() if name != "unchanged")


def _exported(source: Source) -> Iterator[Read]:
    try:
        yield from read_exported(Path(source.address))
    except OSError as error:
        raise SourceError(source.label, f"can't be read ({error.strerror or 'unknown reason'})") from error


class _Run:
    """One run over sources: everything is read first, since what an outlet repeats shows only then; then stored."""

    def __init__(
        self, library: Writable, spool: IO[bytes], progress: Progress, preparer: Preparer, *, web: Web, rules: Rules
    ) -> None:
        self.report = Report()
        self._library, self._spool, self._progress = library, spool, progress
        self._version = now_ms()
        self._preparer, self._web, self._rules = preparer, web, rules
        self._sorter = Sorter(library.known_articles(), self.report, full=rules.full)
        self._lines = LineCounter()
        self._edits = library.edits()
        self._chunk: list[Identified] = []
        self._read_count = self._store_count = self._added_passages = 0
        self._failures: dict[str, list[tuple[str, str]]] = {}
        """Source -> what failed in it; only sources that could be read."""
        self._gone: dict[str, str] = {}
        """Article id -> source, of what is to be removed."""
        self._outcomes: dict[str, Outcome] = {}

    def read(self, source: Source) -> None:
        """Read a source into the spool; note what failed in it and what it no longer holds."""
        before, read_before = replace(self.report, failed=list(self.report.failed)), self._read_count
        outcome = self._outcomes[source.address] = Outcome(source)
        try:
            failed, vanished, is_complete = self._read_all(source, outcome)
        except SourceError as error:
            self.report.failed.append((error.source, error.reason))
            outcome.error = error.reason
        else:
            failures = self._failures[source.address] = self.report.failed[len(before.failed) :]
            if is_link(source.address) and failures and len(failures) == self._read_count - read_before:
                outcome.error = failures[0][1]  # all that was asked for failed
            if self._rules.remove:
                missing = self._sorter.missing(source, failed) if is_complete else []
                self._let_go(source, vanished, missing, asked=outcome.asked)
        for name, count in self.report.counts().items():
            outcome.counts[name] = count - before.counts()[name]

    def _read_all(self, source: Source, outcome: Outcome) -> tuple[set[str], list[str], bool]:
        """Read a source; return where something failed, the ids of pages gone, and whether what did not come is."""
        failed: set[str] = set()
        vanished: list[str] = []
        reader = self._link_reader(source)
        for item in reader.read() if reader else self._read_files(source):
            if isinstance(item, ReadFailure):
                self.report.failed.append((item.location, item.reason))
                failed.add(item.location.partition("#")[0])
            elif isinstance(item, Gone):
                if self._sorter.owns(source, item.article_id):
                    vanished.append(item.article_id)
            elif isinstance(item, Kept):
                self._sorter.keep(item.location, item.article_id, source)
            elif identified := self._sorter.take(item, source):
                self._lines.count(outlet_key(item), item.title, item.text)
                self._put(identified)
            self._read_count += 1
            self._progress("Reading", self._read_count, None)
        if reader is None:
            return failed, vanished, True
        outcome.records, outcome.asked = list(reader.records.values()), reader.asked
        self.report.left += reader.left
        return failed, vanished, reader.is_complete

    def _link_reader(self, source: Source) -> LinkReader | ReadAhead | None:
        if not is_link(source.address):
            return None
        read_before = next((item for item in self._rules.ahead if item.source == source), None)
        if read_before:
            return read_before
        known = self._library.fetch_records(source.address)
        return LinkReader(source, self._web, known, full=self._rules.full)

    def _read_files(self, source: Source) -> Iterator[Read]:
        if source.kind == "import":
            return _exported(source)
        return read_source(Path(source.address), self._web.sandbox)

    def _let_go(self, source: Source, vanished: list[str], missing: list[str], *, asked: int) -> None:
        """Mark articles to be removed, unless they are suspiciously many of the source's or of the pages asked for."""
        ids = list(dict.fromkeys([*vanished, *missing]))
        is_much = len(ids) > max(FEW_MISSING, MAX_MISSING * self._sorter.count_known(source))
        is_much = is_much or len(vanished) > max(FEW_MISSING, MAX_MISSING * asked)
        if is_much and not self._rules.confirmed:
            self.report.withheld.append((source.label, len(ids)))
            self.report.failed.append(
                (source.label, f"lacks {len(ids):,} of its articles, so none was removed; --confirm-removals does it")
            )
        else:
            self._gone |= dict.fromkeys(ids, source.address)

    def _put(self, identified: Identified) -> None:
        identified = edited(identified, self._edits.get(identified.id, {}))
        self._store_count += 1
        if self._store_count == WORKERS_FROM:
            self._preparer.start()
        self._chunk.append(identified)
        if len(self._chunk) == CHUNK_ARTICLES:
            self._flush()

    def _flush(self) -> None:
        if self._chunk:
            pickle.dump(pickle.dumps(self._chunk, protocol=pickle.HIGHEST_PROTOCOL), self._spool)
            self._chunk = []

    def _chunks(self) -> Iterator[bytes]:
        self._flush()
        self._spool.seek(0)
        while True:
            try:
                yield pickle.load(self._spool)  # noqa: S301 - our own file, unnamed and private
            except EOFError:
                return

    def store(self) -> None:
        """Prepare and commit what was read, batch by batch; then take out what is gone."""
        # One link of an article may be dead while another, of this source or the next, still leads to it.
        self._gone = {name: source for name, source in self._gone.items() if not self._sorter.has_seen(name)}
        for copy in self._sorter.copies(self._gone):
            self._gone.pop(copy.id, None)
            self._put(copy)
        repeated = self._lines.repeated(self._library.repeated_lines())
        now = datetime.now(UTC).isoformat(timespec="seconds")
        configured = {source.address for source in self._rules.configured}
        for address in sorted(self._outcomes.keys() & (self._failures.keys() | configured)):
            self._library.note_source(address, now)
            self._library.describe_source(self._outcomes[address].source)
        batch: list[PreparedGroup] = []
        done = 0
        for prepared in self._preparer.prepare_all(self._chunks(), repeated):
            batch.append(prepared.group)
            for item in prepared.unusable:
                self._fail(item)
            done += len(prepared.group.articles) + len(prepared.unusable)
            self._progress("Indexing", done, self._store_count)
            if sum(len(group.articles) for group in batch) >= BATCH_ARTICLES:
                self._commit(batch)
                batch = []
        self._commit(batch)
        self._take_out()
        self._tidy(self._added_passages)
        for source, failures in self._failures.items():
            self._library.note_run(source, failures, repeated)
        self._note(now)

    def _note(self, now: str) -> None:
        """Remember how the sources did; reading files that have not changed, without removing, leaves no trace."""
        for address, outcome in self._outcomes.items():
            if outcome.records:
                ids = self._sorter.ids
                records = [
                    replace(record, article_id=ids[record.link]) for record in outcome.records if record.link in ids
                ]
                self._library.note_fetches(address, records)
            if self._rules.remove or is_link(address) or outcome.has_news:
                self._library.note_outcome(address, now, outcome.counts, outcome.error)

    def _fail(self, item: Unusable) -> None:
        failure = (item.location, item.reason)
        self.report.failed.append(failure)
        self._failures[item.source].append(failure)

    def _commit(self, batch: Sequence[PreparedGroup]) -> None:
        articles = [item for group in batch for item in group.articles]
        if not articles:
            return
        refused = set(self._library.put(batch, version=self._version, keep_revisions=self._rules.keep_revisions))
        self.report.unchanged += len(refused)  # what another process has read later than this run
        articles = [item for item in articles if item.article.id not in refused]
        self._added_passages += sum(len(item.passages) for item in articles)
        changed = sum(self._sorter.knows(item.article.id) for item in articles)
        self.report.changed += changed
        self.report.added += len(articles) - changed
        for item in articles:
            name = "changed" if self._sorter.knows(item.article.id) else "added"
            self._outcomes[item.source].counts[name] += 1
        if self._library.is_scattered():
            self._tidy()

    def _tidy(self, added: int = 0) -> None:
        for _ in self._library.tidy(added):
            self._progress("Merging", self.report.read, None)

    def _take_out(self) -> None:
        if self._gone:
            self._library.remove(list(self._gone), version=self._version)
            self.report.removed = len(self._gone)
            for source in self._gone.values():
                self._outcomes[source].counts["removed"] += 1
