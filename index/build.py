"""Sources -> library: read, tell new from changed from unchanged, clean, cut, store; and report."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import pickle
import signal
import tempfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit, urlunsplit

import numpy as np

from index.errors import LibraryWriteError, SourceError
from index.models import Article, RawArticle, ReadFailure
from index.reading.source import read_source
from index.store import KnownArticle, Library, PreparedArticle
from index.text.clean import clean_article, countable_lines, repeated_lines
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.passages import split_passages
from index.text.tokens import tokenize

BATCH_ARTICLES = 1_000
"""How many articles are committed at a time; Ctrl-C loses at most this many."""
CHUNK_ARTICLES = 50
"""How many articles go to a worker process at a time; fewer than this are prepared without one."""

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many articles are done, and how many there are (``None``: not known yet)."""


@dataclass(slots=True)
class Report:
    """What a run did, in articles; ``failed`` holds (location, reason)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many articles were read without failing."""
        return self.added + self.changed + self.unchanged


@dataclass(frozen=True, slots=True)
class _Identified:
    """An article to store: as read, with its identity."""

    raw: RawArticle
    id: str
    content_hash: str
    source: str


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def canonical_link(url: str) -> str:
    """Return a link without what does not tell pages apart: letter case of the host, fragment, trailing slash."""
    parts = urlsplit(url.strip())
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def content_hash(raw: RawArticle) -> str:
    """Return the hash that tells whether an article's source has changed."""
    return hashlib.blake2b(raw.raw, digest_size=16).hexdigest()


def article_id(raw: RawArticle, source: Path) -> str:
    """Return the input's own id, or one derived from the canonical link, or from the place inside the source."""
    if raw.own_id:
        return raw.own_id
    if raw.url:
        return _digest(canonical_link(raw.url).encode())
    path, _, line = raw.location.partition("#")
    inside = os.path.relpath(path, source.parent)
    return _digest(f"{inside}#{raw.title}".encode() if line else inside.encode())


class _Sorter:
    """Decides for each article read whether it is new, changed or unchanged, and gives it its id."""

    def __init__(self, known: Iterable[KnownArticle], report: Report, *, full: bool) -> None:
        self._known = {item.id: item for item in known}
        self._by_location = {item.location: item for item in self._known.values()}
        self._report, self._full = report, full
        self.seen: dict[str, str] = {}

    def take(self, raw: RawArticle, source: Path) -> _Identified | None:
        """Return the article if it has to be stored."""
        identity = self._identity(raw, source)
        digest = content_hash(raw)
        if identity in self.seen:
            if self.seen[identity] != digest:
                self._report.failed.append((raw.location, f'the id "{identity}" is used twice; the first one was kept'))
            return None
        self.seen[identity] = digest
        known = self._known.get(identity)
        if known and known.content_hash == digest and not self._full:
            self._report.unchanged += 1
            return None
        if known:
            self._report.changed += 1
        else:
            self._report.added += 1
        return _Identified(raw, identity, digest, str(source))

    def _identity(self, raw: RawArticle, source: Path) -> str:
        identity = article_id(raw, source)
        if raw.own_id or raw.url:
            return identity
        if "#" not in raw.location and (here := self._by_location.get(raw.location)):
            return here.id
        other = self._known.get(identity)
        taken = other is not None and other.location != raw.location and Path(other.location.partition("#")[0]).exists()
        if taken or identity in self.seen:
            return _digest(f"{raw.location}#{raw.title}".encode())
        return identity

    def missing(self, source: Path, failed_locations: set[str]) -> list[str]:
        """Return the ids once read from a source that it no longer holds."""
        return [
            item.id
            for item in self._known.values()
            if item.source == str(source)
            and item.id not in self.seen
            and item.location.partition("#")[0] not in failed_locations
        ]


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
    report = Report()
    sorter = _Sorter(library.known_articles(), report, full=full)
    try:
        with tempfile.TemporaryFile() as spool:
            counter = _LineCounter()
            gone, read, failures = _read_all(sources, sorter, report, spool, counter, progress, remove=remove)
            repeated = counter.repeated(library.repeated_lines())
            now = datetime.now(UTC).isoformat(timespec="seconds")
            for source in read:
                library.note_source(str(source), now)
            _store_all(library, spool, repeated, report, progress)
    except OSError as error:
        raise LibraryWriteError(library.path, error.strerror or "no reason given") from error
    if gone:
        library.save([], gone)
        report.removed = len(gone)
    for source in read:
        library.note_run(str(source), failures[source], repeated if source == read[0] else {})
    return report


def _read_all(
    sources: Sequence[Path],
    sorter: _Sorter,
    report: Report,
    spool: IO[bytes],
    counter: _LineCounter,
    progress: Progress,
    *,
    remove: bool,
) -> tuple[list[str], list[Path], dict[Path, list[tuple[str, str]]]]:
    """Read every source into the spool; return ids to remove, the sources that could be read, and their failures."""
    gone: list[str] = []
    read: list[Path] = []
    failures: dict[Path, list[tuple[str, str]]] = {}
    count = 0
    for given in sources:
        source = given.absolute()
        failed: set[str] = set()
        before = len(report.failed)
        try:
            for item in read_source(source):
                if isinstance(item, ReadFailure):
                    report.failed.append((item.location, item.reason))
                    failed.add(item.location.partition("#")[0])
                elif identified := sorter.take(item, source):
                    counter.count(item)
                    pickle.dump(identified, spool, protocol=pickle.HIGHEST_PROTOCOL)
                count += 1
                progress("Reading", count, None)
        except SourceError as error:
            report.failed.append((error.source, error.reason))
            continue
        read.append(source)
        failures[source] = report.failed[before:]
        if remove:
            gone += sorter.missing(source, failed)
    return gone, read, failures


class _LineCounter:
    """Counts in how many articles of an outlet each line stands, articles of one title once."""

    def __init__(self) -> None:
        self._once: dict[str, set[int]] = {}
        self._counts: dict[str, Counter[str]] = {}
        self._titles: dict[str, set[str]] = {}

    def count(self, raw: RawArticle) -> None:
        """Take an article into account."""
        outlet = raw.publisher or ""
        titles = self._titles.setdefault(outlet, set())
        if not outlet or raw.title in titles:
            return
        titles.add(raw.title)
        once, counts = self._once.setdefault(outlet, set()), self._counts.setdefault(outlet, Counter())
        for line in countable_lines(raw.text):
            key = hash(line)
            if key in once:
                counts[line] += 1
            else:
                once.add(key)

    def repeated(self, known: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
        """Return outlet -> keys of the lines to drop, those known from earlier runs among them."""
        found = {
            outlet: repeated_lines({line: count + 1 for line, count in counts.items()}, len(self._titles[outlet]))
            for outlet, counts in self._counts.items()
        }
        return {
            outlet: found.get(outlet, frozenset()) | known.get(outlet, frozenset()) for outlet in {**known, **found}
        }


def _spooled(spool: IO[bytes]) -> Iterator[_Identified]:
    spool.seek(0)
    while True:
        try:
            yield pickle.load(spool)  # noqa: S301 - our own file, unnamed and private
        except EOFError:
            return


def _chunks(items: Iterable[_Identified]) -> Iterator[list[_Identified]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK_ARTICLES)):
        yield chunk


def _store_all(
    library: Library, spool: IO[bytes], repeated: dict[str, frozenset[str]], report: Report, progress: Progress
) -> None:
    """Prepare what is spooled, in worker processes if it is much, and commit it batch by batch."""
    total = report.added + report.changed
    work = partial(prepare_chunk, repeated=repeated)
    done = 0
    batch: list[PreparedArticle] = []
    new = {"added": 0, "changed": 0}
    known = {item.id for item in library.known_articles()}
    expected, report.added, report.changed = total, 0, 0

    def commit() -> None:
        library.save(batch)
        report.added += new["added"]
        report.changed += new["changed"]
        new.update(added=0, changed=0)
        batch.clear()

    for prepared in _prepared(work, _chunks(_spooled(spool)), expected):
        for item in prepared:
            done += 1
            if isinstance(item, ReadFailure):
                report.failed.append((item.location, item.reason))
                continue
            new["changed" if item.article.id in known else "added"] += 1
            batch.append(item)
        progress("Indexing", done, expected)
        if len(batch) >= BATCH_ARTICLES:
            commit()
    if batch:
        commit()


def _prepared(
    work: Callable[[list[_Identified]], list[PreparedArticle | ReadFailure]],
    chunks: Iterator[list[_Identified]],
    total: int,
) -> Iterator[list[PreparedArticle | ReadFailure]]:
    """Apply ``work`` to each chunk, in order; a bounded number of chunks is under way at a time."""
    if total < 2 * CHUNK_ARTICLES:
        yield from map(work, chunks)
        return
    workers = max(1, os.cpu_count() or 1)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_ignore_interrupt) as pool:
        pending = [pool.submit(work, chunk) for chunk in islice(chunks, 3 * workers)]
        while pending:
            result = pending.pop(0).result()
            pending += [pool.submit(work, chunk) for chunk in islice(chunks, 1)]
            yield result


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def prepare_chunk(chunk: list[_Identified], repeated: dict[str, frozenset[str]]) -> list[PreparedArticle | ReadFailure]:
    """Clean, cut and tokenise articles; one that has no text left becomes a failure."""
    return [prepare(item, repeated.get(item.raw.publisher or "", frozenset())) for item in chunk]


def prepare(item: _Identified, repeated: frozenset[str]) -> PreparedArticle | ReadFailure:
    """Clean, cut and tokenise an article."""
    raw = item.raw
    clean = clean_article(raw.title, raw.text, raw.fallback_title, repeated)
    language = (raw.language or "")[:2].lower() or detect_language(clean.text) or DEFAULT_LANGUAGE
    spans = split_passages(clean.text, language)
    if not spans:
        return ReadFailure(raw.location, "has no text left after cleaning")
    article = Article(
        id=item.id,
        title=clean.title,
        text=clean.text,
        revision=_digest(clean.text.encode()),
        url=raw.url,
        published=raw.published,
        publisher=raw.publisher,
        author=raw.author,
        language=language,
        tags=raw.tags,
        location=raw.location,
    )
    title_terms = tokenize(clean.title, language)
    counts = [Counter(tokenize(clean.text[span.start : span.end], language) + title_terms) for span in spans]
    terms = sorted({term for count in counts for term in count})
    place = {term: index for index, term in enumerate(terms)}
    return PreparedArticle(
        article=article,
        content_hash=item.content_hash,
        source=item.source,
        raw=zlib.compress(raw.raw, 3),
        passages=tuple(spans),
        terms=tuple(terms),
        term_index=np.array([place[term] for count in counts for term in count], dtype=np.int64),
        passage_index=np.repeat(np.arange(len(counts)), [len(count) for count in counts]).astype(np.int64),
        tf=np.array([tf for count in counts for tf in count.values()], dtype=np.int64),
        lengths=np.array([count.total() for count in counts], dtype=np.int64),
    )


def reindex(library: Library, sources: Sequence[Path], *, progress: Progress, full: bool = False) -> Report:
    """Read sources again (all known ones if none is named); add, change and remove to match them."""
    return add(
        library, sources or [Path(source) for source in library.sources()], progress=progress, remove=True, full=full
    )
