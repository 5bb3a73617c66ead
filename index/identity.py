"""Which article is this: its id, whether it is new, changed or unchanged, and which ones a source has lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from index.models import RawArticle
from index.report import Report
from index.store import KnownArticle


@dataclass(frozen=True, slots=True)
class Identified:
    """An article to store: as read, with its id, the hash of its input and the source it came from."""

    raw: RawArticle
    id: str
    content_hash: str
    source: str


def digest(data: bytes) -> str:
    """Return a short name for these bytes: 12 hex digits."""
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
        return digest(canonical_link(raw.url).encode())
    path, _, line = raw.location.partition("#")
    inside = os.path.relpath(path, source.parent)
    return digest(f"{inside}#{raw.title}".encode() if line else inside.encode())


class Sorter:
    """Decides for each article read whether it is new, changed or unchanged, and gives it its id."""

    def __init__(self, known: Iterable[KnownArticle], report: Report, *, full: bool) -> None:
        self._known = {item.id: item for item in known}
        self._by_location = {item.location: item for item in self._known.values()}
        self._report, self._full = report, full
        self._seen: dict[str, str] = {}

    def take(self, raw: RawArticle, source: Path) -> Identified | None:
        """Return the article if it has to be stored; count it as unchanged, or as failed, if not."""
        identity, hashed = self._identity(raw, source), content_hash(raw)
        if identity in self._seen:
            if self._seen[identity] != hashed:
                self._report.failed.append((raw.location, f'the id "{identity}" is used twice; the first one was kept'))
            return None
        self._seen[identity] = hashed
        known = self._known.get(identity)
        if known and known.content_hash == hashed and not self._full:
            self._report.unchanged += 1
            return None
        return Identified(raw, identity, hashed, str(source))

    def knows(self, identity: str) -> bool:
        """Tell whether the library held an article of this id before the run."""
        return identity in self._known

    def _identity(self, raw: RawArticle, source: Path) -> str:
        identity = article_id(raw, source)
        if raw.own_id or raw.url:
            return identity
        if "#" not in raw.location and (here := self._by_location.get(raw.location)):
            return here.id
        other = self._known.get(identity)
        taken = other is not None and other.location != raw.location and Path(other.location.partition("#")[0]).exists()
        if taken or identity in self._seen:
            return digest(f"{raw.location}#{raw.title}".encode())
        return identity

    def missing(self, source: Path, failed_locations: set[str]) -> list[str]:
        """Return the ids once read from a source that it no longer holds.

        What was read from a failed file, or from below a failed folder, may still be there and is not among them.
        """
        return [
            item.id
            for item in self._known.values()
            if item.source == str(source)
            and item.id not in self._seen
            and not _is_within(item.location.partition("#")[0], failed_locations)
        ]


def _is_within(path: str, places: set[str]) -> bool:
    """Whether a path is one of some places, or lies below one."""
    return bool(places) and (path in places or any(str(parent) in places for parent in Path(path).parents))
