"""Sources -> library: read, tell new from changed from unchanged, prepare, store; and report."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from index.errors import LibraryWriteError, SourceError
from index.identity import Identified, Sorter
from index.models import ReadFailure
from index.prepare import CHUNK_ARTICLES, WORKERS_FROM, Preparer, Unusable
from index.reading.source import read_source
from index.report import Progress, Report
from index.store import Library, PreparedGroup
from index.text.repeated import LineCounter

BATCH_ARTICLES = 1_000
"""How many articles are committed at a time; Ctrl-C loses at most this many."""


def add(
    library: Library, sources: Sequence[Path], *, progress: Progress, remove: bool = False, full: bool = False
) -> Report:
    """Read sources into a library and return what was done.

    Parameters
    ----------
    remove
        Also remove the articles that a source no longer holds; a source that fails or is empty removes nothing.
    full
        Store every article again, changed or not.

    Raises
    ------
    LibraryLockedError, LibraryWriteError
        What was committed before stays.
    """
    try:
        with tempfile.TemporaryFile() as spool, closing(Preparer()) as preparer:
            run = _Run(library, spool, progress, preparer, full=full)
            for source in sources:
                run.read(source.absolute(), remove=remove)
            run.store()
            return run.report
    except OSError as error:
        raise LibraryWriteError(library.path, error.strerror or "no reason given") from error


def reindex(library: Library, sources: Sequence[Path], *, progress: Progress, full: bool = False) -> Report:
    """Read sources again (all known ones if none is named); add, change and remove to match them."""
    return add(
        library, sources or [Path(source) for source in library.sources()], progress=progress, remove=True, full=full
    )


class _Run:
    """One run over sources: everything is read first, since what an outlet repeats shows only then; then stored."""

    def __init__(
        self, library: Library, spool: IO[bytes], progress: Progress, preparer: Preparer, *, full: bool
    ) -> None:
        self.report = Report()
        self._library, self._spool, self._progress = library, spool, progress
        self._preparer = preparer
        self._sorter = Sorter(library.known_articles(), self.report, full=full)
        self._lines = LineCounter()
        self._chunk: list[Identified] = []
        self._read_count = self._store_count = self._added_passages = 0
        self._failures: dict[str, list[tuple[str, str]]] = {}
        """Source -> what failed in it; only sources that could be read."""
        self._gone: list[str] = []

    def read(self, source: Path, *, remove: bool) -> None:
        """Read a source into the spool; note what failed in it and, to ``remove``, what it no longer holds."""
        failed: set[str] = set()
        before = len(self.report.failed)
        try:
            for item in read_source(source):
                if isinstance(item, ReadFailure):
                    self.report.failed.append((item.location, item.reason))
                    failed.add(item.location.partition("#")[0])
                elif identified := self._sorter.take(item, source):
                    self._lines.count(item.publisher, item.title, item.text)
                    self._put(identified)
                self._read_count += 1
                self._progress("Reading", self._read_count, None)
        except SourceError as error:
            self.report.failed.append((error.source, error.reason))
            return
        self._failures[str(source)] = self.report.failed[before:]
        if remove:
            self._gone += self._sorter.missing(source, failed)

    def _put(self, identified: Identified) -> None:
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
        repeated = self._lines.repeated(self._library.repeated_lines())
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for source in self._failures:
            self._library.note_source(source, now)
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

    def _fail(self, item: Unusable) -> None:
        failure = (item.location, item.reason)
        self.report.failed.append(failure)
        self._failures[item.source].append(failure)

    def _commit(self, batch: Sequence[PreparedGroup]) -> None:
        articles = [item for group in batch for item in group.articles]
        if not articles:
            return
        self._library.save(batch)
        self._added_passages += sum(len(item.passages) for item in articles)
        changed = sum(self._sorter.knows(item.article.id) for item in articles)
        self.report.changed += changed
        self.report.added += len(articles) - changed
        if self._library.is_scattered():
            self._tidy()

    def _tidy(self, added: int = 0) -> None:
        for _ in self._library.tidy(added):
            self._progress("Merging", self.report.read, None)

    def _take_out(self) -> None:
        if self._gone:
            self._library.save([], self._gone)
            self.report.removed = len(self._gone)
