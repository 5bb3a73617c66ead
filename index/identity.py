"""Which article is this: its id, whether it is new, changed, unchanged or there twice, and what a source has lost."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from index.models import RawArticle, Source
from index.reading.web.link import is_link, site_of
from index.report import Report
from index.store import KnownArticle
from index.store.removals import Removed
from index.text.normalise import folded

SHORT_TEXT = 2_000
"""Texts with fewer characters are the same article only if title and day are the same, and no ids tell them apart.

What a broken page leaves instead of its story (a consent form, a player's error) is the same text under many titles;
the longest met in 8,000 news pages had 1,070 characters.
"""


@dataclass(frozen=True, slots=True)
class Identified:
    """An article to store: as read, with its id, the hash of its input, the source it came from and its fingerprint."""

    raw: RawArticle
    id: str
    content_hash: str
    source: str
    fingerprint: str = ""


def digest(data: bytes) -> str:
    """Return a short name for these bytes: 12 hex digits."""
    return hashlib.blake2b(data, digest_size=6).hexdigest()


def canonical_link(url: str) -> str:
    """Return a link without what does not tell pages apart: letter case of the host, fragment, trailing slash."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # "http://[", say
        return url.strip()
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), parts.query, ""))


def content_hash(raw: RawArticle) -> str:
    """Return the hash that tells whether an article's source has changed.

    Of a fetched page only what was taken from it counts: the rest (advertisements, tokens) is new every time.
    """
    data = repr(astuple(raw)[2:-1]).encode() if is_link(raw.location) else raw.raw
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def fingerprint(raw: RawArticle) -> str:
    """Return what two copies of an article from one outlet have in common, wherever they were read."""
    text, length = folded(raw.text)
    told_apart = [raw.title, (raw.published or "")[:10], raw.own_id or ""] if length < SHORT_TEXT else []
    return digest(b"\0".join([text, *(item.casefold().encode() for item in [outlet_key(raw) or "", *told_apart])]))


def outlet_key(raw: RawArticle) -> str | None:
    """Return what stands for an article's outlet: its name and, of fetched ones, the host, as anyone may claim a name.

    ``None`` if its name is not known.
    """
    if raw.publisher and is_link(raw.location):
        return f"{raw.publisher}\n{site_of(raw.location)}"
    return raw.publisher


def article_id(raw: RawArticle, source: Source) -> str:
    """Return the input's own id, or one derived from the canonical link, or from the place inside the source."""
    if raw.own_id:
        return raw.own_id
    if raw.url:
        return digest(canonical_link(raw.url).encode())
    if is_link(raw.location):
        return digest(f"{raw.location}#{raw.title}".encode())
    path, _, line = raw.location.partition("#")
    inside = os.path.relpath(path, Path(source.address).parent)
    return digest(f"{inside}#{raw.title}".encode() if line else inside.encode())


class Sorter:
    """Decides for each article read whether it is new, changed, unchanged or a duplicate, and gives it its id.

    ``report`` is where it counts; ``removed`` is what people removed by hand; it stays out, but for what ``readmits``
    lets back in: a file or page that is asked for by its own name.
    """

    def __init__(
        self,
        known: Iterable[KnownArticle],
        report: Report | None = None,
        *,
        full: bool,
        removed: Removed | None = None,
        readmits: bool = False,
    ) -> None:
        self._known = {item.id: item for item in known}
        self._by_location = {item.location: item for item in self._known.values()}
        self._by_fingerprint = {item.fingerprint: item.id for item in self._known.values() if item.fingerprint}
        self._full, self.removed, self._readmits = full, removed or Removed(), readmits
        self.report = report or Report()
        self._lost: set[str] = set()
        self._seen: dict[str, str] = {}
        self._copies: list[tuple[Identified, str]] = []
        """Articles like a stored one that has not been read yet, and its id: if it goes, they take its place."""
        self.ids: dict[str, str] = {}
        """Link -> the id of the article read there."""

    def take(self, raw: RawArticle, source: Source) -> Identified | None:
        """Return the article if it has to be stored; count it as unchanged, duplicate or failed, if not."""
        identity, hashed = self._identity(raw, source), content_hash(raw)
        if is_link(raw.location):
            self.ids[raw.location] = identity
        if identity in self._seen:
            if raw.own_id and self._seen[identity] != hashed:
                self.report.failed.append((raw.location, f'the id "{identity}" is used twice; the first one was kept'))
            else:
                self.report.duplicate += 1
            return None
        known = self._known.get(identity)
        if known and is_link(source.address) and known.source != source.address:
            self.report.duplicate += 1  # another source's article, which no page of this one may replace
            return None
        found = Identified(raw, identity, hashed, source.address, fingerprint(raw))
        if self._is_barred(found, source):
            self.report.kept_out += 1
            return None
        if not raw.is_clean and self._is_copy(found):
            return None
        self._seen[identity] = hashed
        self._by_fingerprint[found.fingerprint] = identity
        if known and known.content_hash == hashed and not self._full:
            self.report.unchanged += 1
            return None
        return found

    def _is_barred(self, found: Identified, source: Source) -> bool:
        is_asked_for = self._readmits and (source.kind == "import" or found.raw.location == source.address)
        return not is_asked_for and self.removed.holds(found.id, found.fingerprint)

    def look_again(self, known: Iterable[KnownArticle]) -> None:
        """Learn what others have made of the library since the run began."""
        found = {item.id: item for item in known}
        self._lost |= self._known.keys() - found.keys()
        self._known = found
        self._by_fingerprint |= {item.fingerprint: item.id for item in found.values() if item.fingerprint}

    def is_wanted(self, item: Identified, source: Source) -> bool:
        """Tell whether an article taken before is still to be stored: not if others removed it, or brought it."""
        if item.id in self._lost or self._is_barred(item, source):
            return False
        known = self._known.get(item.id)
        return known is None or not is_link(source.address) or known.source == source.address

    def keep(self, location: str, identity: str, source: Source) -> None:
        """Count an article as unchanged that did not have to be read; of another source's it says nothing."""
        self.ids[location] = identity
        if identity in self._seen or not self.owns(source, identity):
            self.report.duplicate += 1
        elif identity in self._known:
            self._seen[identity] = self._known[identity].content_hash
            self.report.unchanged += 1

    def owns(self, source: Source, identity: str) -> bool:
        """Tell whether an article was this source's before the run, so that it may say that it is gone or the same."""
        known = self._known.get(identity)
        return known is not None and known.source == source.address

    def is_of(self, identity: str, address: str) -> bool:
        """Tell whether an article is a source's now."""
        known = self._known.get(identity)
        return known is not None and known.source == address

    def has_seen(self, identity: str) -> bool:
        """Tell whether an article was met in this run."""
        return identity in self._seen

    def knows(self, identity: str) -> bool:
        """Tell whether the library held an article of this id before the run."""
        return identity in self._known

    def count_known(self, source: Source) -> int:
        """Return how many articles the library held from a source before the run."""
        return sum(item.source == source.address for item in self._known.values())

    def copies(self, gone: Iterable[str]) -> list[Identified]:
        """Return the copies to store after all, as what they are copies of is gone or has changed; count the others."""
        lost = set(gone)
        stored = []
        for item, owner in self._copies:
            if item.id in self._seen or self._by_fingerprint.get(item.fingerprint) not in {owner, None}:
                self.report.duplicate += 1
            elif owner in lost or self._has_changed(owner, item.fingerprint):
                self._seen[item.id] = item.content_hash
                self._by_fingerprint[item.fingerprint] = item.id
                stored.append(item)
            else:
                self.report.duplicate += 1
        return stored

    def _has_changed(self, identity: str, fingerprint_before: str) -> bool:
        return identity in self._seen and self._by_fingerprint.get(fingerprint_before) is None

    def _is_copy(self, found: Identified) -> bool:
        """Whether an article is another's copy; one whose original was not read yet in this run is remembered."""
        owner = self._by_fingerprint.get(found.fingerprint)
        known = self._known.get(found.id)
        has_changed = known is not None and known.fingerprint not in {None, "", found.fingerprint}
        if known and has_changed and self._by_fingerprint.get(known.fingerprint or "") == found.id:
            del self._by_fingerprint[known.fingerprint or ""]  # so it is nobody's original any more
        if owner is None or owner == found.id:
            return False
        if owner in self._seen:
            self.report.duplicate += 1
        else:
            self._copies.append((found, owner))
        return True

    def _identity(self, raw: RawArticle, source: Source) -> str:
        identity = article_id(raw, source)
        if raw.own_id or raw.url or is_link(raw.location):
            return identity
        if "#" not in raw.location and (here := self._by_location.get(raw.location)):
            return here.id
        other = self._known.get(identity)
        taken = other is not None and other.location != raw.location and Path(other.location.partition("#")[0]).exists()
        if taken or identity in self._seen:
            return digest(f"{raw.location}#{raw.title}".encode())
        return identity

    def missing(self, source: Source, failed_locations: set[str]) -> list[str]:
        """Return the ids once read from a source that it no longer holds.

        What was read from a failed file, or from below a failed folder, may still be there and is not among them.
        """
        return [
            item.id
            for item in self._known.values()
            if item.source == source.address
            and item.id not in self._seen
            and not _is_within(item.location.partition("#")[0], failed_locations)
        ]


def _is_within(path: str, places: set[str]) -> bool:
    """Whether a path or link is one of some places, or lies below one."""
    return bool(places) and (path in places or any(str(parent) in places for parent in Path(path).parents))
