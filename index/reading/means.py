"""What the reading of links needs: a fetcher, threads to ask with, and a process to parse in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path
from typing import TypeVar

from index.models import RawArticle, ReadFailure
from index.reading.sandbox import Sandbox
from index.reading.web.crew import Crew
from index.reading.web.fetcher import Fetched, Fetcher, NotModified
from index.reading.web.link import parse_link
from index.reading.web.policy import DOCUMENT_BYTES, FetchError, FetchPolicy, Validators

T = TypeVar("T")
ReadBytes = Callable[[Path, str], list[RawArticle | ReadFailure]]
"""A file and its ending -> what it holds."""


class Web:
    """What the reading of links needs, shared by all sources of a run."""

    def __init__(self, policy: FetchPolicy, read_bytes: ReadBytes, fetcher: Fetcher | None = None) -> None:
        self.fetcher = fetcher or Fetcher(policy)
        self.crew = Crew(self.fetcher.free_in)
        self.sandbox = Sandbox()
        self.read_bytes = read_bytes
        self.stopped = threading.Event()

    def fetch(self, link: str, validators: Validators | None = None) -> Fetched | NotModified:
        """Return what a link leads to, when its host's turn comes.

        Raises
        ------
        FetchError
        """
        known = validators or Validators()
        return result_of(self.turn(link, lambda: self.fetcher.fetch(link, limit=DOCUMENT_BYTES, validators=known)))

    def turn(self, link: str, work: Callable[[], T]) -> Future[T]:
        """Have work done when it is the turn of a link's host; a link that is none has a host of its own."""
        try:
            host = parse_link(link).host
        except FetchError:
            host = ""
        return self.crew.do(host, work)

    def stop(self) -> None:
        """Break off what is asked for and read; nothing more is."""
        self.stopped.set()
        self.fetcher.stop()
        self.crew.stop()
        self.sandbox.stop()

    def close(self) -> None:
        """Ask for nothing more, and end the process that reads pages."""
        self.stop()
        self.sandbox.close()


def result_of(future: Future[T]) -> T:
    """Return what a turn has given.

    Raises
    ------
    FetchError
        There was none, as the run was stopped; or whatever the work raised.
    """
    try:
        return future.result()
    except CancelledError as error:
        raise FetchError("was not asked for, as the run was stopped", asked=False) from error
