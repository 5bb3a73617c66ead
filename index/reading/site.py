"""Read the articles behind a link: one page, a document, a feed or a sitemap."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from fnmatch import fnmatchcase

from index.errors import SourceError
from index.models import FetchRecord, Gone, PageFailure, RawArticle, Read, ReadFailure, Source
from index.reading.encoding import decode
from index.reading.feed import looks_like_feed, parse_feed
from index.reading.lists import entries_of, feed_named_by, pages_of
from index.reading.means import Web, result_of
from index.reading.page import same_site
from index.reading.pages import WHOLE, Pages, now
from index.reading.printable import printable
from index.reading.sandbox import PAGE_S, SandboxError
from index.reading.sitemap import Listed, Sitemap, newest_first, parse_sitemap
from index.reading.taken import Job, list_kind
from index.reading.vanished import is_front
from index.reading.web.fetcher import Fetched, NotModified
from index.reading.web.link import parse_link
from index.reading.web.policy import FetchError

log = logging.getLogger(__name__)

RECHECKED_A_RUN = 20
"""How many pages that a feed doesn't list any more are asked for again, to learn of changes and removals."""
FEED_RECHECK = timedelta(days=1)
SITEMAP_RECHECK = timedelta(days=7)
"""After so long a page is asked for though its feed or sitemap says that nothing has changed."""


class LinkReader:
    """Reads one source once.

    ``known`` is what was learnt of its pages the last time and ``failing`` how they failed, by link; ``full`` asks for
    all of them anew. Afterwards ``pages`` holds what was learnt now (without article ids), and ``is_complete`` tells
    whether articles that did not come are gone.
    """

    def __init__(
        self,
        source: Source,
        web: Web,
        known: Mapping[str, FetchRecord],
        failing: Mapping[str, PageFailure] | None = None,
        *,
        full: bool,
    ) -> None:
        self.source = source
        self.pages = Pages(web, known, failing or {}, full=full)
        self.is_complete = False
        self._web, self._known, self._full = web, known, full

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
        except FetchError as error:  # only of a run that was stopped
            raise SourceError(self.source.label, error.reason) from error
        except (SourceError, OSError):
            raise
        except Exception as error:  # whatever a stranger's list makes of us, the other sources are read
            log.exception("Reading %s failed", printable(self.source.label))
            raise SourceError(self.source.label, f"can't be read ({type(error).__name__})") from error

    def _read(self) -> Iterator[Read]:
        source = self.source
        record = self._known.get(source.address)
        if source.kind == "page":
            yield from self._single(Job(source.address))
            return
        try:
            found = self._web.fetch(source.address, self.pages.validators(record))
        except FetchError as error:
            if error.gone and record and source.kind == "auto":
                yield Gone(source.address, record.article_id)
                return
            raise SourceError(source.label, error.reason) from error
        if isinstance(found, NotModified):  # only single pages are ever asked for in this way
            yield self.pages.kept(source.address, record)
            return
        kind = source.kind if source.kind != "auto" else _kind_of(found)
        if kind == "feed":
            yield from self._feed(self._feed_behind(found))
        elif kind == "sitemap":
            yield from self._sitemap(found)
        else:
            yield from self.pages.parsed(Job(source.address), found)

    def _single(self, job: Job) -> Iterator[Read]:
        yield from result_of(self._web.turn(job.link, lambda: list(self.pages.page(job))))

    def _dressed(self, article: RawArticle) -> RawArticle:
        tags = tuple(dict.fromkeys([*article.tags, *self.source.tags]))
        return replace(article, publisher=self.source.outlet or article.publisher, tags=tags)

    # -- feeds -------------------------------------------------------------------------------------------------------

    def _feed_behind(self, found: Fetched) -> Fetched:
        """Return a feed, which may be the one that a page names."""
        beginning = decode(found.body[:4_000], found.charset)
        if looks_like_feed(beginning) or "<html" not in beginning.lower():
            return found
        link = feed_named_by(decode(found.body, found.charset), found.link)
        if not link:
            raise SourceError(self.source.label, "is a page that names no feed; give the link of the feed itself")
        try:
            return self._fetched(link)
        except FetchError as error:
            raise SourceError(self.source.label, f"names the feed {printable(link)}, which {error.reason}") from error

    def _feed(self, found: Fetched) -> Iterator[Read]:
        try:
            feed = self._web.sandbox.run(PAGE_S, parse_feed, found.body, found.charset)
        except SandboxError as error:
            raise SourceError(self.source.label, str(error)) from error
        jobs: dict[str, Job] = {}
        whole: set[str] = set()
        for item in entries_of(feed, found.link, self._is_wanted):
            if isinstance(item, Job):
                jobs.setdefault(item.link, item)
            elif isinstance(item, ReadFailure):
                yield item
            else:
                if item.link:
                    whole.add(item.link)
                    record = FetchRecord(item.link, "", mark=WHOLE + item.mark, checked_at=now())
                    self.pages.records[item.link] = record
                yield item.article
        rest = self._no_longer_listed(jobs.keys() | whole)
        yield from self.pages.read([*jobs.values(), *rest], FEED_RECHECK)

    def _no_longer_listed(self, listed: Collection[str]) -> list[Job]:
        """Return the pages to ask for again of those that were listed once: the ones not looked at for longest."""
        rest = sorted(self._known.values(), key=lambda record: (record.checked_at, record.link))
        return [Job(record.link, record.mark) for record in rest if record.link not in listed][:RECHECKED_A_RUN]

    # -- sitemaps ----------------------------------------------------------------------------------------------------

    def _sitemap(self, found: Fetched) -> Iterator[Read]:
        self.is_complete = True
        listed: dict[str, Listed] = {}
        for item in pages_of(self._parsed_sitemap(found), found.link, self._inner_sitemap):
            if isinstance(item, ReadFailure):
                self.is_complete = False
                yield item
            elif self._is_wanted(item.link):
                try:
                    link = str(parse_link(item.link))
                except FetchError as error:
                    yield ReadFailure(printable(item.link), error.reason)
                    continue
                if not same_site(link, found.link):
                    yield ReadFailure(link, "is another site's, which this sitemap may not list")
                    continue
                listed.setdefault(link, Listed(link, item.changed))
        if not listed:
            raise SourceError(self.source.label, "lists no pages")
        jobs = [Job(item.link, item.changed) for item in newest_first(tuple(listed.values()))]
        yield from self.pages.read(jobs, SITEMAP_RECHECK)

    def _inner_sitemap(self, link: str) -> Sitemap | str:
        try:
            return self._parsed_sitemap(self._fetched(link))
        except (FetchError, SourceError) as error:
            return error.reason

    def _fetched(self, link: str) -> Fetched:
        found = self._web.fetch(link)
        if not isinstance(found, Fetched):
            raise AssertionError("nothing is unchanged that was asked for anew")
        return found

    def _parsed_sitemap(self, found: Fetched) -> Sitemap:
        try:
            return self._web.sandbox.run(PAGE_S, parse_sitemap, found.body)
        except SandboxError as error:
            raise SourceError(self.source.label, str(error)) from error

    def _is_wanted(self, link: str) -> bool:
        source = self.source
        wanted = not source.include or any(fnmatchcase(link, pattern) for pattern in source.include)
        return wanted and not any(fnmatchcase(link, pattern) for pattern in source.exclude)


def _kind_of(found: Fetched) -> str:
    if kind := list_kind(found):
        return kind
    is_home = is_front(found.link) and feed_named_by(decode(found.body, found.charset), found.link)
    return "feed" if is_home else "page"
