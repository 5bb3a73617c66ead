"""Read the articles behind a link: one page, a document, a feed or a sitemap."""

from __future__ import annotations

import json
import logging
import tempfile
import time
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from pathlib import Path

from index.errors import SourceError
from index.models import DateRule, FetchRecord, Gone, Kept, RawArticle, Read, ReadFailure, Source
from index.reading.encoding import decode
from index.reading.feed import Entry, Feed, looks_like_feed, parse_feed
from index.reading.media import ARCHIVE_MARK, Media, media_of
from index.reading.page import joined, read_web_page, same_site
from index.reading.page_dates import plausible
from index.reading.sandbox import DOCUMENT_S, PAGE_S, Sandbox, SandboxError, UnreadableError
from index.reading.sitemap import Listed, Sitemap, looks_like_sitemap, newest_first, parse_sitemap
from index.reading.web import Fetched, Fetcher, FetchError, FetchPolicy, NotModified, Validators
from index.reading.web.link import parse_link, site_of
from index.reading.web.policy import DOCUMENT_BYTES, PAGE_BYTES

log = logging.getLogger(__name__)

PAGES_A_RUN = 500
"""How many pages of one source are asked for in a run; the newest come first, the rest in the next runs."""
PAGES_AHEAD = 8
"""How many pages are read before the first of them is stored away."""
SOURCE_S = 1_800.0
"""How long the pages of one source are asked for in a run; the rest wait for the next."""
SOURCE_BYTES = 500 * 1024 * 1024
"""After so much was read of one source, the rest waits for the next run."""
SITEMAPS_A_RUN = 50
THREADS = 4
"""How many hosts are asked at once."""
RECHECKED_A_RUN = 20
"""How many pages that a feed doesn't list any more are asked for again, to learn of changes and removals."""
FEED_RECHECK = timedelta(days=1)
WHOLE = "whole:"
"""Begins the mark of an article that its feed held whole; its page is asked for only to learn whether it is there."""
SITEMAP_RECHECK = timedelta(days=7)
"""After so long a page is asked for though its feed or sitemap says that nothing has changed."""

ReadBytes = Callable[[Path, str], list[RawArticle | ReadFailure]]
"""A file and its ending -> what it holds."""


@dataclass(frozen=True, slots=True)
class _Job:
    """A page to look at: what its list says of it, and its entry if the list is a feed."""

    link: str
    mark: str = ""
    entry: Entry | None = None


class Web:
    """What the reading of links needs, shared by all sources of a run."""

    def __init__(self, policy: FetchPolicy, read_bytes: ReadBytes, fetcher: Fetcher | None = None) -> None:
        self.fetcher = fetcher or Fetcher(policy)
        self.sandbox = Sandbox()
        self.read_bytes = read_bytes

    def close(self) -> None:
        """Ask for nothing more, and end the process that reads pages."""
        self.fetcher.stop()
        self.sandbox.close()


class LinkReader:
    """Reads one source once.

    ``known`` is what was learnt of its pages the last time, by link; ``full`` asks for all of them anew. Afterwards
    ``records`` holds what was learnt now (without article ids), ``is_complete`` tells whether articles that did not
    come are gone, and ``left`` how many pages wait for the next run, ``asked`` how many known
    ones of a list were asked for.
    """

    def __init__(self, source: Source, web: Web, known: Mapping[str, FetchRecord], *, full: bool) -> None:
        self._source, self._web, self._known, self._full = source, web, known, full
        self.records: dict[str, FetchRecord] = {}
        self.is_complete = False
        self.left = self.asked = 0

    def read(self) -> Iterator[Read]:
        """Yield the articles, each changed by what the source says of outlet and tags.

        Raises
        ------
        SourceError
            The source itself can't be read.
        """
        try:
            for item in self._read():
                yield self._dressed(item) if isinstance(item, RawArticle) else item
        except (SourceError, OSError):
            raise
        except Exception as error:  # whatever a stranger's list makes of us, the other sources are read
            log.exception("Reading %s failed", self._source.label)
            raise SourceError(self._source.label, f"can't be read ({type(error).__name__})") from error

    def _read(self) -> Iterator[Read]:
        source = self._source
        if source.kind == "page":
            yield from self._page(_Job(source.address))
            return
        record = self._known.get(source.address)
        limit = DOCUMENT_BYTES
        try:
            found = self._web.fetcher.fetch(source.address, limit=limit, validators=self._validators(record))
        except FetchError as error:
            if error.gone and record and source.kind == "auto":
                yield Gone(source.address, record.article_id)
                return
            raise SourceError(source.label, error.reason) from error
        if isinstance(found, NotModified):  # only single pages are ever asked for in this way
            yield self._kept(source.address, record)
            return
        kind = source.kind if source.kind != "auto" else _kind_of(found)
        if kind == "feed":
            yield from self._feed(found)
        elif kind == "sitemap":
            yield from self._sitemap(found)
        else:
            yield from self._parsed(_Job(source.address), found)

    def _validators(self, record: FetchRecord | None) -> Validators:
        return Validators(record.etag, record.modified) if record and not self._full else Validators()

    def _dressed(self, article: RawArticle) -> RawArticle:
        tags = tuple(dict.fromkeys([*article.tags, *self._source.tags]))
        return replace(article, publisher=self._source.outlet or article.publisher, tags=tags)

    # -- pages -------------------------------------------------------------------------------------------------------

    def _pages(self, jobs: Sequence[_Job], recheck: timedelta) -> Iterator[Read]:
        """Yield what becomes of pages, in their order; several hosts are asked at once."""
        due: list[_Job] = []
        for job in jobs:
            if self._is_same(job, recheck):
                yield Kept(job.link, self._known[job.link].article_id)
            else:
                due.append(job)
        due.sort(key=self._last_asked)
        jobs = deque(due[:PAGES_A_RUN])
        yield from self._asked_ahead(jobs)
        for job in [*jobs, *due[PAGES_A_RUN:]]:
            self.left += 1
            if job.link in self._known:
                yield Kept(job.link, self._known[job.link].article_id)

    def _last_asked(self, job: _Job) -> str:
        """Return what puts pages in order: those never read, as they come, then those not looked at for longest."""
        record = self._known.get(job.link)
        return record.checked_at if record else ""

    def _asked_ahead(self, jobs: deque[_Job]) -> Iterator[Read]:
        """Yield what becomes of pages, only a few of them ahead; those still in ``jobs`` were too much for one run."""
        waiting: deque[tuple[_Job, Future[list[Read]]]] = deque()
        until, size = time.monotonic() + SOURCE_S, 0
        pool = ThreadPoolExecutor(THREADS, thread_name_prefix="cuttings-fetch")
        try:
            while True:
                while jobs and len(waiting) < PAGES_AHEAD and size < SOURCE_BYTES and time.monotonic() < until:
                    job = jobs.popleft()
                    waiting.append((job, pool.submit(self._guarded, job)))
                if not waiting:
                    return
                job, future = waiting.popleft()
                items = future.result()
                self.asked += job.link in self._known
                size += sum(len(item.raw) for item in items if isinstance(item, RawArticle))
                yield from items
        except (KeyboardInterrupt, GeneratorExit, OSError):
            self._web.fetcher.stop()
            raise
        finally:
            pool.shutdown(cancel_futures=True)

    def _is_same(self, job: _Job, recheck: timedelta) -> bool:
        record = self._known.get(job.link)
        if record is None or self._full or not job.mark or job.mark != record.mark:
            return False
        return record.checked_at > (datetime.now(UTC) - recheck).isoformat(timespec="seconds")

    def _guarded(self, job: _Job) -> list[Read]:
        """Return what becomes of a page of many; whatever goes wrong with one, the others are read."""
        try:
            return list(self._page(job))
        except OSError:
            raise  # a full disk is nobody's page
        except Exception as error:
            log.warning("Reading %s failed", job.link, exc_info=error)
            return [ReadFailure(job.link, f"can't be read ({type(error).__name__})")]

    def _page(self, job: _Job) -> Iterator[Read]:
        record = self._known.get(job.link)
        try:
            found = self._web.fetcher.fetch(job.link, limit=DOCUMENT_BYTES, validators=self._validators(record))
        except FetchError as error:
            yield Gone(job.link, record.article_id) if error.gone and record else ReadFailure(job.link, error.reason)
            return
        if isinstance(found, NotModified) or (record and job.mark.startswith(WHOLE)):
            yield self._kept(job.link, record, job.mark)
        else:
            yield from self._parsed(job, found)

    def _kept(self, link: str, record: FetchRecord | None, mark: str = "") -> Kept:
        if record is None:
            raise AssertionError("nothing is unchanged that was never read")
        self.records[link] = replace(record, mark=mark or record.mark, checked_at=_now())
        return Kept(link, record.article_id)

    def _parsed(self, job: _Job, found: Fetched) -> Iterator[Read]:
        """Yield what a fetched page or document holds."""
        try:
            items = self._items(job, found)
        except (UnreadableError, FetchError) as error:
            yield ReadFailure(job.link, str(error))
            return
        articles = [item for item in items if isinstance(item, RawArticle)]
        if len(articles) == 1 and articles[0].location == job.link:
            validators = found.validators
            self.records[job.link] = FetchRecord(job.link, "", validators.etag, validators.modified, job.mark, _now())
        yield from items

    def _items(self, job: _Job, found: Fetched) -> list[Read]:
        if self._source.kind == "page" and (kind := _kind_of(found)) != "page":
            raise FetchError(f"is a {kind}, which lists pages but is none")
        if found.body.startswith(ARCHIVE_MARK):  # its table of contents alone may fill the memory
            media = self._web.sandbox.run(PAGE_S, media_of, found)
        else:
            media = media_of(found)
        if media in {Media.PAGE, Media.TEXT, Media.MARKDOWN} and len(found.body) > PAGE_BYTES:
            raise FetchError(f"is larger than {PAGE_BYTES // (1024 * 1024)} MB")
        if media is Media.PAGE:
            item = self._web.sandbox.run(PAGE_S, read_web_page, found.link, found.body, found.charset)
            return [_placed(item, job)]
        with tempfile.TemporaryDirectory(prefix="cuttings-") as folder:
            path = Path(folder, f"{_stem(found.link)}{media.value}")
            path.write_bytes(found.body)
            items = self._web.sandbox.run(DOCUMENT_S, self._web.read_bytes, path, media.value)
            return [_renamed(item, str(path), job.link, found.link) for item in items]

    # -- lists of pages ----------------------------------------------------------------------------------------------

    def _feed(self, found: Fetched) -> Iterator[Read]:
        try:
            feed = self._web.sandbox.run(PAGE_S, parse_feed, found.body, found.charset)
        except SandboxError as error:
            raise SourceError(self._source.label, str(error)) from error
        jobs: dict[str, _Job] = {}
        whole: set[str] = set()
        for entry in feed.entries:
            link = joined(found.link, entry.link) if entry.link else ""
            if link and not self._is_wanted(link):
                continue
            if entry.is_whole and (not link or same_site(link, found.link)):
                if link:
                    whole.add(link)
                    self.records[link] = FetchRecord(link, "", None, None, WHOLE + entry.mark, _now())
                yield _of_entry(entry, link, found.link, feed)
            elif link:
                try:
                    asked = str(parse_link(link))
                except FetchError as error:
                    yield ReadFailure(_printable(link), error.reason)
                    continue
                jobs.setdefault(asked, _Job(asked, entry.mark, entry))
            elif entry.text:
                yield _of_entry(entry, "", found.link, feed)
        yield from self._pages([*jobs.values(), *self._no_longer_listed(jobs.keys() | whole)], FEED_RECHECK)

    def _no_longer_listed(self, listed: Collection[str]) -> list[_Job]:
        """Return the pages to ask for again of those that were listed once: the ones not looked at for longest."""
        rest = sorted(self._known.values(), key=lambda record: (record.checked_at, record.link))
        return [_Job(record.link, record.mark) for record in rest if record.link not in listed][:RECHECKED_A_RUN]

    def _sitemap(self, found: Fetched) -> Iterator[Read]:
        self.is_complete = True
        listed: dict[str, Listed] = {}
        for item in self._listed(found, {found.link}):
            if isinstance(item, ReadFailure):
                self.is_complete = False
                yield item
            elif self._is_wanted(item.link):
                try:
                    link = str(parse_link(item.link))
                except FetchError as error:
                    yield ReadFailure(_printable(item.link), error.reason)
                    continue
                if not same_site(link, found.link):
                    yield ReadFailure(link, "is another site's, which this sitemap may not list")
                    continue
                listed.setdefault(link, Listed(link, item.changed))
        if not listed:
            raise SourceError(self._source.label, "lists no pages")
        jobs = [_Job(item.link, item.changed) for item in newest_first(tuple(listed.values()))]
        yield from self._pages(jobs, SITEMAP_RECHECK)

    def _listed(self, found: Fetched, seen: set[str]) -> Iterator[Listed | ReadFailure]:
        """Yield the pages of a sitemap, and of those it lists; an index inside an index is not followed."""
        sitemap = self._parsed_sitemap(found)
        if not sitemap.is_index:
            yield from sitemap.listed
            return
        for item in newest_first(sitemap.listed):
            if item.link in seen:
                continue
            if len(seen) > SITEMAPS_A_RUN:
                yield ReadFailure(
                    _printable(item.link), f"only the {SITEMAPS_A_RUN} newest sitemaps of an index are read"
                )
                return
            seen.add(item.link)
            try:
                inner = self._parsed_sitemap(self._fetched(item.link))
            except (FetchError, SourceError) as error:
                yield ReadFailure(_printable(item.link), getattr(error, "reason", ""))
                continue
            if inner.is_index:
                yield ReadFailure(_printable(item.link), "is an index inside an index, which sitemaps may not be")
            else:
                yield from inner.listed

    def _fetched(self, link: str) -> Fetched:
        found = self._web.fetcher.fetch(link, limit=DOCUMENT_BYTES)
        if not isinstance(found, Fetched):
            raise AssertionError("nothing is unchanged that was asked for anew")
        return found

    def _parsed_sitemap(self, found: Fetched) -> Sitemap:
        try:
            return self._web.sandbox.run(PAGE_S, parse_sitemap, found.body)
        except SandboxError as error:
            raise SourceError(self._source.label, str(error)) from error

    def _is_wanted(self, link: str) -> bool:
        source = self._source
        wanted = not source.include or any(fnmatchcase(link, pattern) for pattern in source.include)
        return wanted and not any(fnmatchcase(link, pattern) for pattern in source.exclude)


def _kind_of(found: Fetched) -> str:
    if looks_like_sitemap(found.body):
        return "sitemap"
    return "feed" if looks_like_feed(decode(found.body[:4_000], found.charset)) else "page"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _printable(link: str) -> str:
    """Return the beginning of what was given as a link, without what a log or terminal would obey."""
    return "".join(character if character.isprintable() else "\ufffd" for character in link[:200])


def _stem(link: str) -> str:
    """Return the last part of a link's path as a file's name, to serve as a title where nothing else does."""
    name = Path(link.partition("?")[0]).stem
    return "".join(character if character.isalnum() or character in "-_" else "-" for character in name)[:80] or "file"


def _placed(item: RawArticle | ReadFailure, job: _Job) -> Read:
    """Return a page's article at the link that was asked for, dated by its feed if by nothing else."""
    if isinstance(item, ReadFailure):
        return ReadFailure(job.link, item.reason)
    article = replace(item, location=job.link)
    entry = job.entry
    if entry is None:
        return article
    if article.published is None and entry.published:
        article = replace(article, published=entry.published, date_rule=DateRule.FEED)
    tags = tuple(dict.fromkeys([*article.tags, *entry.tags]))
    return replace(article, title=article.title or entry.title, author=article.author or entry.author, tags=tags)


def _renamed(item: RawArticle | ReadFailure, path: str, link: str, final: str) -> Read:
    """Return what was read from a file as read from the link it came from."""
    item = replace(item, location=item.location.replace(path, link, 1))
    if isinstance(item, ReadFailure):
        return item
    # What it says of itself is no more than a stranger's word, so it can be neither another site's nor of the future.
    url = joined(final, item.url) if item.url else ""
    url = url if same_site(url, final) else final if item.location == link else ""
    published = plausible(item.published)
    return replace(
        item,
        url=url or None,
        own_id=f"{site_of(final)}:{_printable(item.own_id)}" if item.own_id else None,
        published=published,
        date_rule=item.date_rule if published else None,
        modified=plausible(item.modified),
    )


def _of_entry(entry: Entry, link: str, feed_link: str, feed: Feed) -> RawArticle:
    """Return the article that an entry holds whole."""
    place = link or f"{feed_link}#{entry.key or entry.mark}"
    fields = [entry.title, entry.text, entry.published, entry.author, entry.tags]
    return RawArticle(
        location=place,
        raw=json.dumps(fields, ensure_ascii=False).encode(),
        title=entry.title,
        text=entry.text,
        url=link or None,
        published=entry.published,
        publisher=feed.title or None,
        author=entry.author,
        language=feed.language,
        tags=entry.tags,
        modified=entry.modified,
        date_rule=DateRule.FEED if entry.published else None,
    )
