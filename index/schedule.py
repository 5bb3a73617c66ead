"""When a source is due: its own interval, a little earlier or later, and less often while it fails."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from index.store import KnownSource

JITTER = 0.1
"""A source is read up to this share of its interval late, always the same, so that many don't come at once."""
LONGEST_BACKOFF = 16
"""How many times longer than usual the interval of a source gets that keeps failing."""


def next_run(known: KnownSource, now: datetime) -> datetime | None:
    """Return when a source is due, ``None`` if only by hand.

    One that was missed is due at once, and once. After failures in a row the interval doubles each time, up to 16-fold.
    """
    every_s = known.source.every_s
    if every_s is None or known.source.kind == "import":
        return None
    if known.last_run is None:
        return now
    factor = min(2.0**known.failures, LONGEST_BACKOFF)
    wait = timedelta(seconds=every_s * factor * (1 + JITTER * _share(known.source.address)))
    return max(datetime.fromisoformat(known.last_run).astimezone(UTC) + wait, now)


def due(sources: Iterable[KnownSource], now: datetime) -> list[KnownSource]:
    """Return the sources to read now, the one that was not read for longest first."""
    found = [known for known in sources if (at := next_run(known, now)) is not None and at <= now]
    return sorted(found, key=lambda known: (known.last_run or "", known.source.address))


def _share(address: str) -> float:
    """Return a number from 0 to 1 that belongs to an address."""
    return int.from_bytes(hashlib.blake2b(address.encode(), digest_size=4).digest(), "big") / 2**32
