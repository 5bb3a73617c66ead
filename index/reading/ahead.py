"""One page or document behind a link, read before the library is opened to be changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from index.models import Read, Source
from index.reading.means import Web
from index.reading.pages import Pages
from index.reading.site import LinkReader
from index.reading.source import read_whole
from index.reading.web.link import as_asked, parse_link
from index.reading.web.policy import FetchError, FetchPolicy


@dataclass(frozen=True, slots=True)
class ReadAhead:
    """A source of one page, and what it held; for a run it is a `LinkReader` that has been to the web already."""

    source: Source
    items: tuple[Read, ...]
    pages: Pages
    is_complete: bool = False

    def read(self) -> Iterator[Read]:
        """Yield the articles, or the failure with its reason."""
        yield from self.items


class PageFetch:
    """The reading of one link, which another thread may stop."""

    def __init__(self, link: str, policy: FetchPolicy) -> None:
        """Take a link; nothing is asked yet.

        Raises
        ------
        FetchError
            It is none that is ever fetched.
        """
        parse_link(link.strip())
        self.link = as_asked(link.strip())
        self._web = Web(policy, read_whole)
        self._stopped = threading.Event()

    def run(self) -> ReadAhead:
        """Return what stands behind the link, or the failure as what it held.

        Raises
        ------
        SourceError, OSError
        FetchError
            It was stopped.
        """
        source = Source(self.link, kind="page")
        with closing(self._web) as web:
            reader = LinkReader(source, web, {}, full=True)
            items = tuple(reader.read())
        if self._stopped.is_set():
            raise FetchError("was stopped")
        return ReadAhead(source, items, reader.pages)

    def stop(self) -> None:
        """Ask for nothing more, and break off what is asked just now."""
        self._stopped.set()
        self._web.stop()
