"""What hosts allow: their robots.txt, as RFC 9309 says it is to be read."""

from __future__ import annotations

import threading
from collections.abc import Callable

from protego import Protego

from index.reading.encoding import decode
from index.reading.web.link import Link
from index.reading.web.policy import AGENT, LONGEST_CRAWL_DELAY_S, FetchError

ROBOTS_BYTES = 500 * 1024
"""What has to be read of a robots.txt at least (RFC 9309, 2.5); the rest is cut off."""

Load = Callable[[str], bytes]
"""Link -> the file's bytes; raises `FetchError`."""


class Robots:
    """The rules of every host met, each fetched once."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._rules: dict[str, Protego | FetchError] = {}
        self._lock = threading.Lock()

    def check(self, link: Link) -> None:
        """Raise unless the host allows this link to be fetched.

        Raises
        ------
        FetchError
            It forbids it, or its rules can't be had (then nothing of it is fetched, as RFC 9309, 2.3.1.4 asks).
        """
        rules = self._of(link)
        if isinstance(rules, FetchError) and not rules.passing and rules.status is None:
            raise rules  # where the host itself may not be asked
        if isinstance(rules, FetchError):
            raise FetchError(f"its host's robots.txt can't be had: {rules.reason}", passing=rules.passing)
        if not rules.can_fetch(str(link), AGENT):
            raise FetchError("its host's robots.txt forbids it")

    def delay_s(self, link: Link) -> float:
        """Return how long the host wants to be left alone between two requests (seconds, bounded)."""
        rules = self._of(link)
        delay = None if isinstance(rules, FetchError) else rules.crawl_delay(AGENT)
        return min(delay or 0.0, LONGEST_CRAWL_DELAY_S)

    def _of(self, link: Link) -> Protego | FetchError:
        with self._lock:
            found = self._rules.get(link.origin)
        if found is None:
            found = self._fetched(link.origin)
            with self._lock:
                self._rules[link.origin] = found
        return found

    def _fetched(self, origin: str) -> Protego | FetchError:
        try:
            raw = self._load(f"{origin}/robots.txt")
        except FetchError as error:
            # "Unavailable" means that there are no rules; only what may pass forbids (RFC 9309, 2.3.1.3 and 2.3.1.4).
            no_rules = error.status is not None and 400 <= error.status < 500 and not error.passing
            return Protego.parse("") if no_rules else error
        return Protego.parse(decode(raw[:ROBOTS_BYTES]))
