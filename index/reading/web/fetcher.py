"""Fetch a page the way its publisher would want it: by the rules, one at a time, and only if it has changed."""

from __future__ import annotations

import random
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from index.reading.web.link import Link, parse_link
from index.reading.web.policy import (
    FAILURES_IN_A_ROW,
    LONGEST_WAIT_S,
    MAX_REDIRECTS,
    PAGE_BYTES,
    TRIES,
    WAITS_S,
    FetchError,
    FetchPolicy,
    Validators,
)
from index.reading.web.robots import Robots
from index.reading.web.transport import HAS_BODY, RawReply, Transport

ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

NOTHING_KNOWN = Validators()
"""What is known of a page that was never fetched."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_REFUSALS = {
    404: "is not there: its server answers with",
    410: "is gone for good: its server answers with",
    **dict.fromkeys((401, 403, 407, 451), "may not be read: its server answers with"),
}
_HEADER = re.compile(r"[\x20-\x7e]{1,500}")
"""What of a server's is sent back to it."""

_KIND = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What was fetched: the link it came from in the end, its bytes, its kind (``""``: not said) and its encoding.

    ``has_moved`` tells whether it is there for good, by what led there from the link that was asked for.
    """

    link: str
    body: bytes
    media_type: str
    charset: str | None
    validators: Validators
    has_moved: bool = False


@dataclass(frozen=True, slots=True)
class NotModified:
    """What was fetched before is still the same."""

    link: str


@dataclass
class _Host:
    """What is known of a host: who is asking it, when it may be asked again, and how it has been doing."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    failures: int = 0
    resting: str = ""


class Fetcher:
    """Fetches; one request at a time to a host, from however many threads. ``clock`` and ``sleep`` count seconds."""

    def __init__(
        self,
        policy: FetchPolicy,
        transport: Transport | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self._stopped = threading.Event()
        self._policy, self._clock, self._sleep = policy, clock, sleep or self._stopped.wait
        self._transport = transport or Transport(policy)
        self._robots = Robots(self._load_robots)
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()

    def fetch(
        self, address: str, *, limit: int = PAGE_BYTES, validators: Validators = NOTHING_KNOWN
    ) -> Fetched | NotModified:
        """Return what a link leads to, ``limit`` bytes at most, or that it has not changed since ``validators``.

        Raises
        ------
        FetchError
        """
        return self._follow(parse_link(address), limit, validators, obeys=True)

    def stop(self) -> None:
        """Ask for nothing any more; who waits to ask, or for a reply, gets an error at once."""
        self._stopped.set()
        self._transport.stop()

    def free_in(self, host: str) -> float:
        """Return in how many seconds a host may be asked again; 0 for at once."""
        with self._lock:
            known = self._hosts.get(host)
        return max(0.0, known.free_at - self._clock()) if known else 0.0

    def _load_robots(self, address: str) -> bytes:
        found = self._follow(parse_link(address), PAGE_BYTES, NOTHING_KNOWN, obeys=False)
        return found.body if isinstance(found, Fetched) else b""

    def _follow(self, link: Link, limit: int, validators: Validators, *, obeys: bool) -> Fetched | NotModified:
        seen, first, is_for_good = {str(link)}, link, True
        while True:
            # What one host said of its page is no other host's business, and would mean nothing there.
            asked = validators if link.host == first.host else NOTHING_KNOWN
            if obeys:
                self._robots.check(link)
            reply = self._tried(link, self._headers(asked), limit, obeys=obeys)
            if reply.status not in _REDIRECTS:
                found = _outcome(link, reply, asked)
                if isinstance(found, Fetched):
                    kept = found.validators if link.host == first.host else NOTHING_KNOWN
                    return replace(found, validators=kept, has_moved=is_for_good and link != first)
                return found
            is_for_good = is_for_good and reply.status in _FOR_GOOD
            link = parse_link(_location(reply.head), base=link)
            if str(link) in seen:
                raise FetchError("leads back to itself")
            seen.add(str(link))
            if len(seen) > MAX_REDIRECTS + 1:
                raise FetchError(f"leads on more than {MAX_REDIRECTS} times")

    def _headers(self, validators: Validators) -> dict[str, str]:
        found: Mapping[str, str | None] = {
            "User-Agent": self._policy.user_agent,
            "Accept": ACCEPT,
            "Accept-Encoding": "gzip, deflate",
            "If-None-Match": validators.etag,
            "If-Modified-Since": validators.modified,
        }
        return {name: value for name, value in found.items() if value}

    def _tried(self, link: Link, headers: Mapping[str, str], limit: int, *, obeys: bool) -> RawReply:
        """Return a reply that is no passing failure, after some tries and waits."""
        with self._lock:
            host = self._hosts.setdefault(link.host, _Host())
        # The rules are asked for before the lock is taken, since fetching them needs it, too.
        delay_s = max(self._policy.delay_s, self._robots.delay_s(link) if obeys else 0.0)
        with host.lock:
            for number in range(TRIES):
                try:
                    reply = self._once(host, link, headers, limit, delay_s)
                except FetchError as error:
                    if not self._wait(host, error, number):
                        raise
                else:
                    host.failures = 0
                    return reply
        raise AssertionError("the last try returns or raises")

    def _once(self, host: _Host, link: Link, headers: Mapping[str, str], limit: int, delay_s: float) -> RawReply:
        if host.resting:
            raise FetchError(host.resting, asked=False)
        wait_s = host.free_at - self._clock()
        if wait_s > 0:
            self._sleep(wait_s)
        if self._stopped.is_set():
            raise FetchError("was not asked for, as the run was stopped", asked=False)
        try:
            reply = self._transport.get(link, headers, limit)
        except FetchError as error:
            if self._stopped.is_set():
                raise FetchError("was not asked for, as the run was stopped", asked=False) from error
            raise
        finally:
            host.free_at = self._clock() + delay_s
        if reply.status in _PASSING:
            raise FetchError(
                f"its server answers with {reply.status}",
                passing=True,
                status=reply.status,
                wait_s=_retry_after(reply.head),
            )
        return reply

    def _wait(self, host: _Host, error: FetchError, number: int) -> bool:
        """Wait before another try, or tell that there is none; a host that keeps failing is left alone."""
        if not error.passing:
            return False
        wait_s = error.wait_s
        if wait_s is not None and wait_s > LONGEST_WAIT_S:
            host.resting = f"its host asks to be left alone for {wait_s:,.0f} seconds"
            return False
        if number + 1 < TRIES:
            # A part of the wait is random, so that many readers don't come back at the same moment.
            usual = WAITS_S[number] * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
            self._sleep(usual if wait_s is None else max(wait_s, usual))
            return True
        host.failures += 1
        if host.failures >= FAILURES_IN_A_ROW:
            host.resting = f"its host failed {FAILURES_IN_A_ROW} times in a row and is left alone until the next run"
        return False


def _outcome(link: Link, reply: RawReply, asked: Validators) -> Fetched | NotModified:
    if reply.status == 304 and asked != NOTHING_KNOWN:
        return NotModified(str(link))
    if reply.status not in HAS_BODY:
        raise FetchError(
            _REFUSALS.get(reply.status, "its server answers with") + f" {reply.status}", status=reply.status
        )
    return Fetched(str(link), reply.body, _media_type(reply.head), _charset(reply.head), _validators(reply.head))


def _location(head: Message) -> str:
    """Return where a redirect leads; many servers send UTF-8 where only ASCII belongs."""
    return str(head.get("Location", "")).encode("latin-1", errors="replace").decode(errors="replace")


def _media_type(head: Message) -> str:
    """Return what a server calls the content, without its parameters; ``""`` if it says nothing that is a kind."""
    kind = head.get_content_type() if head.get("Content-Type") else ""
    return kind if _KIND.fullmatch(kind) else ""


def _charset(head: Message) -> str | None:
    try:
        return head.get_content_charset()
    except (LookupError, TypeError, ValueError):  # of parameters in pieces, some of them missing
        return None


def _validators(head: Message) -> Validators:
    etag, modified = head.get("ETag", ""), head.get("Last-Modified", "")
    return Validators(etag if _HEADER.fullmatch(etag) else None, modified if _HEADER.fullmatch(modified) else None)


def _retry_after(head: Message) -> float | None:
    """Return how many seconds the server wants to be left alone, or ``None`` if it does not say."""
    text = head.get("Retry-After", "").strip()
    if re.fullmatch(r"[0-9]+", text):
        return float(text[:12])
    try:
        at = parsedate_to_datetime(text)
        return max(0.0, (at.replace(tzinfo=at.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
