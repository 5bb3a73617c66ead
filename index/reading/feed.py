"""Read feeds: RSS, Atom and JSON Feed, also broken ones."""

from __future__ import annotations

import calendar
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from index.reading.encoding import decode, replace_surrogates
from index.reading.fragment import fragment_text
from index.reading.page_dates import plausible
from index.reading.particulars import clean_authors, clean_line
from index.reading.sandbox import UnreadableError

MAX_ENTRIES = 500
"""How many entries of a feed are looked at, from its top."""
MAX_DEPTH = 500
"""How deep the elements of a feed may be nested."""
WHOLE_CHARACTERS = 1_500
"""An entry with a text this long holds the article; with a shorter one its page is fetched."""

_JSON_FEED = "https://jsonfeed.org/version/"
_CDATA = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"<(/?)[A-Za-z][^<>]{0,5000}?(/?)>")
_CUT_OFF = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|(?:continue|keep) reading.{0,30}|read (?:more|on|the rest|the full).{0,40})\W*$", re.I
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed: what it says of an article, ``mark`` changing with it.

    ``key`` is what the feed itself calls it, ``link`` where its page is, each ``""`` if it has none. ``is_whole`` tells
    whether ``text`` is the article rather than a summary.
    """

    key: str
    link: str
    title: str
    text: str
    is_whole: bool
    published: str | None
    modified: str | None
    author: str | None
    tags: tuple[str, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: its title, its language and its entries, in its own order."""

    title: str
    language: str | None
    entries: tuple[Entry, ...]


def looks_like_feed(text: str) -> bool:
    """Tell a feed from a page by its beginning."""
    start = text[:2_000].lstrip("\ufeff \t\r\n")
    if start.startswith("{"):
        return _JSON_FEED in start or '"items"' in start
    head = _CDATA.sub("", start)
    return re.search(r"<(?:rss|feed|rdf:RDF|channel)\b", head) is not None and "<html" not in head.lower()


def parse_feed(raw: bytes, charset: str | None = None) -> Feed:
    """Return what a feed holds; a broken one gives what of it can be read.

    Raises
    ------
    UnreadableError
    """
    text = decode(raw, charset or _declared(raw))
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        return _json_feed(text)
    _check_form(text)
    return _xml_feed(text)


def _declared(raw: bytes) -> str | None:
    found = re.match(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.-]{2,40})""", raw[:300])
    return found[1].decode("ascii") if found else None


def _check_form(text: str) -> None:
    """Raise for what only an attack holds: entities of its own, elements hundreds deep."""
    if re.search(r"<!ENTITY", text, re.I):
        raise UnreadableError("defines entities, which no feed needs")
    depth = deepest = 0
    for tag in _TAG.finditer(_CDATA.sub("", text)):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH:
        raise UnreadableError("is nested too deep")


def _xml_feed(text: str) -> Feed:
    import feedparser

    # Given bytes in a stream, it opens no file and no link of that name.
    plain = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    parsed = feedparser.parse(
        BytesIO(plain.encode()), response_headers={"content-type": "application/xml; charset=utf-8"}
    )
    if not parsed.version and not parsed.entries:
        raise UnreadableError("is not a feed")
    head = parsed.feed
    entries = [_xml_entry(entry) for entry in parsed.entries[:MAX_ENTRIES]]
    return Feed(_line(head.get("title")), _language(head.get("language")), tuple(entries))


def _xml_entry(entry: Mapping[str, Any]) -> Entry:
    contents = [str(item.get("value", "")) for item in entry.get("content", [])]
    names = [str(author.get("name", "")) for author in entry.get("authors", []) if isinstance(author, Mapping)]
    return _entry(
        key=str(entry.get("id") or ""),
        link=str(entry.get("link") or ""),
        title=str(entry.get("title") or ""),
        bodies=[*contents, str(entry.get("summary") or "")],
        published=_moment(entry.get("published_parsed")),
        modified=_moment(entry.get("updated_parsed")),
        authors=names or [str(entry.get("author") or "")],
        tags=[str(tag.get("term") or "") for tag in entry.get("tags", []) if isinstance(tag, Mapping)],
    )


def _json_feed(text: str) -> Feed:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError("is not a feed") from error
    if not isinstance(value, dict) or not isinstance(value.get("items"), list):
        raise UnreadableError("is not a feed")
    entries = [_json_entry(item) for item in value["items"][:MAX_ENTRIES] if isinstance(item, dict)]
    return Feed(_line(value.get("title")), _language(value.get("language")), tuple(entries))


def _json_entry(item: Mapping[str, Any]) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    names = (
        [str(author.get("name") or "") for author in authors if isinstance(author, dict)]
        if isinstance(authors, list)
        else []
    )
    tags = item.get("tags")
    plain = item.get("content_text")
    bodies = [str(item.get("content_html") or ""), str(item.get("summary") or "")]
    return _entry(
        key=str(item.get("id") or ""),
        link=str(item.get("url") or ""),
        title=str(item.get("title") or ""),
        bodies=bodies,
        plain=plain if isinstance(plain, str) else "",
        published=plausible(item.get("date_published")),
        modified=plausible(item.get("date_modified")),
        authors=names,
        tags=[str(tag) for tag in tags] if isinstance(tags, list) else [],
    )


def _entry(
    *,
    key: str,
    link: str,
    title: str,
    bodies: Iterable[str],
    published: str | None,
    modified: str | None,
    authors: Iterable[str],
    tags: Iterable[str],
    plain: str = "",
) -> Entry:
    texts = [replace_surrogates(plain).strip(), *(fragment_text(body) for body in bodies)]
    text = max(texts, key=len)
    key, link, title = (replace_surrogates(part).strip() for part in (key, link, title))
    mark = hashlib.blake2b(
        "\0".join([title, text, published or "", modified or ""]).encode(), digest_size=8
    ).hexdigest()
    is_whole = len(text) >= WHOLE_CHARACTERS and not _CUT_OFF.search(text[-80:])
    names = tuple(dict.fromkeys(line for line in map(_line, tags) if line))
    return Entry(
        key, link, _line(fragment_text(title)), text, is_whole, published, modified, clean_authors(authors), names, mark
    )


def _moment(parsed: object) -> str | None:
    """Return a time that feedparser has read, which is in UTC; ``None`` if it can be none of publication."""
    try:
        moment = datetime.fromtimestamp(calendar.timegm(parsed), UTC)  # type: ignore[arg-type]  # checked by trying
    except (TypeError, ValueError, OverflowError, OSError):
        return None
    return plausible(moment.isoformat())


def _line(value: object) -> str:
    return clean_line(replace_surrogates(value)) if isinstance(value, str) else ""


def _language(value: object) -> str | None:
    found = re.match(r"[a-z]{2,3}(?![a-z])", value.strip().lower()) if isinstance(value, str) else None
    return found[0] if found else None
