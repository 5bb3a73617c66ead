"""Read sitemaps, and the indexes that list them."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from io import BytesIO

from index.reading.page_dates import plausible
from index.reading.sandbox import UnreadableError
from index.reading.web.policy import DOCUMENT_BYTES

MAX_PAGES = 50_000
"""How many pages a sitemap may list (sitemaps.org)."""
CHUNK_BYTES = 64 * 1024
MAX_RATIO = 200

_START = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b")


@dataclass(frozen=True, slots=True)
class Listed:
    """A link that a sitemap lists, and what it says of its last change (``""``: nothing)."""

    link: str
    changed: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """The pages, or for an index the sitemaps, that a sitemap lists, in its own order, each once."""

    is_index: bool
    listed: tuple[Listed, ...]


def looks_like_sitemap(raw: bytes) -> bool:
    """Tell a sitemap, packed or not, from a page by its beginning."""
    return _START.search(_beginning(raw)) is not None


def _beginning(raw: bytes) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw[:2_000]
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(raw, 2_000)
    except zlib.error:
        return b""


def parse_sitemap(raw: bytes) -> Sitemap:
    """Return what a sitemap lists: in XML, packed by gzip or not, or one link a line.

    Raises
    ------
    UnreadableError
    """
    raw = _unpacked(raw)
    start = raw.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"http://", b"https://")):
        lines = start.decode(errors="replace").split()
        return Sitemap(False, tuple(Listed(link, "") for link in dict.fromkeys(lines[:MAX_PAGES])))
    return _xml(raw)


def _unpacked(raw: bytes) -> bytes:
    if not raw.startswith(b"\x1f\x8b"):
        return raw
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        found = unpacker.decompress(raw, min(DOCUMENT_BYTES, MAX_RATIO * len(raw)) + 1)
    except zlib.error as error:
        raise UnreadableError("is packed, but damaged") from error
    if not unpacker.eof:
        raise UnreadableError("unpacks to too much, or ends early")
    return found


def _xml(raw: bytes) -> Sitemap:
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    found: dict[str, Listed] = {}
    is_index, kind = False, ""
    try:
        for event, element in iterparse(BytesIO(raw), events=("start", "end"), forbid_dtd=True):
            name = element.tag.rpartition("}")[2]
            if event == "start":
                kind = kind or name
                is_index = kind == "sitemapindex"
            elif name in {"url", "sitemap"} and len(found) < MAX_PAGES:
                parts = {child.tag.rpartition("}")[2]: (child.text or "").strip() for child in element}
                if link := parts.get("loc", ""):
                    found.setdefault(link, Listed(link, parts.get("lastmod", "")))
                element.clear()
    except DefusedXmlException as error:
        raise UnreadableError("defines entities or a document type, which no sitemap needs") from error
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableError("is not a sitemap that can be read") from error
    if kind not in {"urlset", "sitemapindex"}:
        raise UnreadableError("is not a sitemap")
    return Sitemap(is_index, tuple(found.values()))


def newest_first(listed: tuple[Listed, ...]) -> list[Listed]:
    """Return what is listed with the latest changes first, and what has no date last, in its own order."""
    return sorted(listed, key=lambda item: plausible(item.changed) or "", reverse=True)
