"""What a fetcher may do, and the words it fails with."""

from __future__ import annotations

from dataclasses import dataclass

AGENT = "Cuttings"
"""The name that robots.txt files know the fetcher by."""
DEADLINE_S = 30.0
"""The longest one request may take, from looking up the name to the last byte."""
CONNECT_S = 10.0
"""The longest to wait for a name, or for a connection."""
SILENCE_S = 10.0
"""The longest a server may say nothing at all."""
PAGE_BYTES = 10 * 1024 * 1024
"""The largest page or feed, unpacked."""
DOCUMENT_BYTES = 50 * 1024 * 1024
"""The largest sitemap or document, unpacked."""
MAX_REDIRECTS = 5
TRIES = 3
"""How often a request is made that fails for a passing reason."""
WAITS_S = (1.0, 4.0)
"""How long to wait before trying again, unless the server says so itself."""
LONGEST_WAIT_S = 30.0
"""A server that asks for a longer wait is left alone until the next run."""
LONGEST_CRAWL_DELAY_S = 30.0
"""What is honoured of a robots.txt's Crawl-delay."""
FAILURES_IN_A_ROW = 5
"""After so many a host is left alone until the next run."""


@dataclass(frozen=True, slots=True)
class FetchPolicy:
    """What a person can set about fetching.

    Parameters
    ----------
    contact
        A link or mail address that publishers see in the user agent; ``""`` names none.
    delay_s
        The least time between two requests to one host, in seconds.
    allow_loopback
        Whether servers on this very machine may be asked, on any port. No other private address ever is.
    """

    contact: str = ""
    delay_s: float = 1.0
    allow_loopback: bool = False

    @property
    def user_agent(self) -> str:
        """How the fetcher names itself: ``"Cuttings/0.1.0 (+https://example.org/bot)"``."""
        from importlib.metadata import version  # takes a while, and few fetch

        name = f"{AGENT}/{version('cuttings')}"
        return f"{name} (+{self.contact})" if self.contact else name


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a page's state when it was last fetched: its ETag and Last-Modified, or ``None``."""

    etag: str | None = None
    modified: str | None = None


class FetchError(Exception):
    """Something can't be fetched: ``reason`` is one plain sentence without a full stop.

    ``passing`` tells whether trying again may help, ``status`` is that of the reply if there was one, ``wait_s`` is
    how long the server asks to be left alone (seconds), and ``asked`` whether anything was asked for at all.
    """

    def __init__(
        self,
        reason: str,
        *,
        passing: bool = False,
        status: int | None = None,
        wait_s: float | None = None,
        asked: bool = True,
    ) -> None:
        super().__init__(reason)
        self.reason, self.passing, self.status, self.wait_s, self.asked = reason, passing, status, wait_s, asked

    @property
    def gone(self) -> bool:
        """Whether the server says that there is nothing there (any more)."""
        return self.status in {404, 410}
