"""One run over sources: read while others may write, store as it comes, and at the end remove what is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.engines.engine import Writable
from index.errors import SourceError
from index.identity import Identified, Sorter, outlet_key
from index.models import Gone, Kept, Read, ReadFailure, Source, Waiting
from index.outcomes import Outcome, remember
from index.prepare import Preparer
from index.reading.ahead import ReadAhead
from index.reading.exported import read_exported
from index.reading.means import Web
from index.reading.site import LinkReader
from index.reading.source import read_source
from index.reading.together import Batch, read_together
from index.reading.web.link import is_link
from index.report import Progress, Report
from index.rules import Rules, are_too_many
from index.store.busy import SourceLocks
from index.store.removals import Removed
from index.storing import Shelf, Storer
from index.text.repeated import LineCounter

WORTH_STORING = 100
"""So many articles from links are stored at once, and at most so many fetched ones are lost with a process."""
BUSY = "is being read by another run; wait until that has ended"


class Run:
    """Reads sources into a library that is open for writing; others may write to it while nothing is stored.

    What an outlet repeats shows only when all of a source is read; so each is stored at its end, and one on the web,
    which may take long, also now and then before.
    """

    def __init__(
        self,
        library: Writable,
        spool: IO[bytes],
        progress: Progress,
        preparer: Preparer,
        *,
        web: Web,
        rules: Rules,
    ) -> None:
        self._library, self._progress, self._web, self._rules = library, progress, web, rules
        library.has_changed_elsewhere()  # from here on that is news
        self._sorter = Sorter(
            library.known_articles(), full=rules.full, removed=Removed(library.removals()), readmits=not rules.remove
        )
        self._shelf = Shelf(spool, preparer)
        self._storer = Storer(library, preparer, progress, self._sorter, keep_revisions=rules.keep_revisions)
        self._lines = LineCounter()
        self._locks = SourceLocks(library.path)
        self._outcomes: dict[str, Outcome] = {}
        self._ended: list[Outcome] = []
        self._gone: dict[str, str] = {}
        """Article id -> source, of what is to be removed."""
        self._rest = Report()
        """What belongs to no single source."""
        self._read_count = 0

    def close(self) -> None:
        """Let others read the sources."""
        self._web.stopped.set()
        self._locks.close()

    @property
    def report(self) -> Report:
        """What was done so far, the sources in their order."""
        total = Report()
        for part in [*(outcome.report for outcome in self._outcomes.values()), self._rest]:
            total.take_in(part)
        return total

    # -- reading -----------------------------------------------------------------------------------------------------

    def read_and_store(self, sources: Sequence[Source]) -> None:
        """Read sources, each stored at its end at the latest."""
        for source in sources:
            if not is_link(source.address):
                with self._library.aside(self._waiting):
                    self._read_files(source)
                self._store()
        stream = self._links(sources)
        is_more = True
        while is_more:
            with self._library.aside(self._waiting):
                is_more = self._take_some(stream)
            self._store()

    def read(self, sources: Sequence[Source]) -> None:
        """Read sources, to be stored later; the library may be written to by others meanwhile."""
        with self._library.aside(self._waiting):
            for source in sources:
                if not is_link(source.address):
                    self._read_files(source)
            for batch in self._links(sources):
                self._take_batch(batch)

    def _waiting(self) -> None:
        self._progress("Reading", self._read_count, None)

    def _begin(self, source: Source) -> Outcome | None:
        """Return what is to be known of a source's run; ``None`` if another one is reading it."""
        outcome = self._outcomes[source.address] = Outcome(source)
        if source.kind == "import":
            self._storer.imports.add(source.address)
        if self._locks.take(source.address):
            return outcome
        outcome.report.fail(source.label, BUSY)
        return None

    def _read_files(self, source: Source) -> None:
        outcome = self._begin(source)
        if outcome is None:
            return
        error: Exception | None = None
        try:
            for item in _files(source, self._web):
                self._take(outcome, item)
                self._waiting()
        except SourceError as raised:
            error = raised
        self._end(outcome, error)

    def _links(self, sources: Sequence[Source]) -> Iterator[Batch]:
        readers = []
        for source in sources:
            if is_link(source.address) and (outcome := self._begin(source)):
                outcome.reader = self._reader_of(source)
                readers.append(outcome.reader)
        return read_together(readers, self._web.stopped, self._waiting)

    def _reader_of(self, source: Source) -> LinkReader | ReadAhead:
        read_before = next((item for item in self._rules.ahead if item.source == source), None)
        if read_before:
            return read_before
        known = self._library.fetch_records(source.address)
        failing = self._library.page_failures(source.address)
        return LinkReader(source, self._web, known, failing, full=self._rules.full)

    def _take_some(self, stream: Iterator[Batch]) -> bool:
        """Take what comes until it is worth storing, and return whether there may be more."""
        for batch in stream:
            self._take_batch(batch)
            if batch.is_last or self._shelf.count >= WORTH_STORING:
                return True
        return False

    def _take_batch(self, batch: Batch) -> None:
        outcome = self._outcomes[batch.reader.source.address]
        for item in batch.items:
            self._take(outcome, item)
        self._waiting()
        if batch.is_last:
            if batch.error is not None and not isinstance(batch.error, SourceError):
                raise batch.error
            self._end(outcome, batch.error)

    def _take(self, outcome: Outcome, item: Read) -> None:
        """Take one thing that a source gave."""
        self._read_count += 1
        outcome.read_count += 1
        self._sorter.report = outcome.report
        if isinstance(item, ReadFailure):
            outcome.report.fail(item.location, item.reason)
            outcome.failed.add(item.location.partition("#")[0])
        elif isinstance(item, Waiting):
            outcome.report.left += 1
            outcome.failed.add(item.location)
            outcome.resting.append((item.location, item.reason))
        elif isinstance(item, Gone):
            if self._sorter.owns(outcome.source, item.article_id):
                outcome.vanished.append(item.article_id)
        elif isinstance(item, Kept):
            outcome.fresh_links.add(item.location)
            outcome.resting += [(item.location, item.reason)] if item.reason else []
            self._sorter.keep(item.location, item.article_id, outcome.source)
        else:
            outcome.fresh_links.add(item.location)
            if identified := self._sorter.take(item, outcome.source):
                self._lines.count(outlet_key(item), item.title, item.text)
                self._shelf.put(identified)

    def _end(self, outcome: Outcome, error: Exception | None) -> None:
        """Judge a source that was read to its end: what it no longer holds, or why it could not be read."""
        source, reader = outcome.source, outcome.reader
        self._ended.append(outcome)
        if isinstance(error, SourceError):
            outcome.report.fail(error.source, error.reason)
            outcome.error = error.reason
            return
        outcome.is_read = True
        outcome.report.left += reader.pages.left if reader else 0
        failures = outcome.report.failed
        if reader and failures and len(failures) == outcome.read_count:
            outcome.error = failures[0][1]  # all that was asked for failed
        if self._rules.remove:
            is_complete = reader is None or reader.is_complete
            self._let_go(outcome, self._sorter.missing(source, outcome.failed) if is_complete else [])

    def _let_go(self, outcome: Outcome, missing: Sequence[str]) -> None:
        """Mark articles to be removed, unless they are suspiciously many of the source's or of the pages asked for."""
        source, asked = outcome.source, outcome.reader.pages.asked if outcome.reader else 0
        ids = list(dict.fromkeys([*outcome.vanished, *missing]))
        known = self._sorter.count_known(source)
        if not self._rules.confirmed and are_too_many(len(ids), len(outcome.vanished), known=known, asked=asked):
            outcome.report.withheld.append((source.label, len(ids)))
            outcome.report.fail(
                source.label, f"lacks {len(ids):,} of its articles, so none was removed; --confirm-removals does it"
            )
        else:
            self._gone |= dict.fromkeys(ids, source.address)

    # -- storing -----------------------------------------------------------------------------------------------------

    def finish(self, library: Writable | None = None) -> Report:
        """Store what is left, take out what is gone, and return what was done.

        ``library`` is the one to store in from now on, where that is not the one that was read from.
        """
        if library is not None:
            self._library = self._storer.library = library
            self._sorter.look_again(library.known_articles())
        self._look_again()
        # One link of an article may be dead while another, of this source or the next, still leads to it.
        self._gone = {
            name: source
            for name, source in self._gone.items()
            if not self._sorter.has_seen(name) and self._sorter.is_of(name, source)
        }
        self._sorter.report = self._rest
        for copy in self._sorter.copies(self._gone):
            self._gone.pop(copy.id, None)
            self._outcomes[copy.source].fresh_links.add(copy.raw.location)
            self._shelf.put(copy)
        self._store()
        self._storer.take_out(list(self._gone))
        for address, count in Counter(self._gone.values()).items():
            self._outcomes[address].report.removed += count
        self._storer.tidy()
        for address, outcome in self._outcomes.items():
            if outcome.report.removed:
                self._library.note_counts(address, outcome.report.counts())
        return self.report

    def _look_again(self) -> None:
        """Learn what others have written since this run last looked."""
        if self._library.has_changed_elsewhere():
            self._sorter.look_again(self._library.known_articles())
        self._sorter.removed = Removed(self._library.removals())

    def _store(self) -> None:
        """Store what was read, and note how those sources did that are read to their end."""
        self._look_again()
        now = datetime.now(UTC).isoformat(timespec="seconds")
        ended, self._ended = self._ended, []
        repeated = self._lines.repeated(self._library.repeated_lines())
        configured = {source.address for source in self._rules.configured}
        remember(self._library, self._outcomes.values(), {item.source.address for item in ended}, configured)
        stored = self._storer.store(self._shelf, repeated, self._is_wanted)
        for name, addresses in (
            ("added", stored.added),
            ("changed", stored.changed),
            ("unchanged", stored.refused),  # what another process has read later than this run
        ):
            for address in addresses:
                report = self._outcomes[address].report
                setattr(report, name, getattr(report, name) + 1)
        for item in stored.unusable:
            self._outcomes[item.source].report.fail(item.location, item.reason)
        for outcome in self._outcomes.values():
            outcome.note_pages(self._library, self._sorter.ids)
        for outcome in ended:
            outcome.note(self._library, repeated, now, leaves_trace=self._rules.remove)
            self._locks.release(outcome.source.address)

    def _is_wanted(self, item: Identified) -> bool:
        return self._sorter.is_wanted(item, self._outcomes[item.source].source)


def _files(source: Source, web: Web) -> Iterator[Read]:
    """Yield what files hold: those of a folder, or one that was exported."""
    if source.kind != "import":
        yield from read_source(Path(source.address), web.sandbox)
        return
    try:
        yield from read_exported(Path(source.address))
    except OSError as error:
        raise SourceError(source.label, f"can't be read ({error.strerror or 'unknown reason'})") from error
