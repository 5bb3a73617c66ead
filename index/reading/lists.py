"""What a feed or a sitemap lists: pages to ask for, articles it holds itself, and what of it is of no use."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape

from index.models import RawArticle, ReadFailure
from index.reading.feed import Entry, Feed
from index.reading.page import joined, same_site
from index.reading.printable import printable
from index.reading.sitemap import Listed, Sitemap, newest_first
from index.reading.taken import Job, of_entry
from index.reading.vanished import is_front
from index.reading.web.link import is_link, parse_link
from index.reading.web.policy import FetchError

SITEMAPS_A_RUN = 50
MAX_KEY = 1_000
"""How much of an entry's own name counts; in characters."""

_LINK = re.compile(r"<link\b[^<>]{1,3000}>", re.I)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*(?:"([^"]{0,2000})"|'([^']{0,2000})'|([^\s"'<>]{1,2000}))""", re.I)
_FEED_KINDS = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json"})
_LINKS_WITHIN = 300_000
"""A page names its feeds in its head; in characters."""


@dataclass(frozen=True, slots=True)
class Whole:
    """An article that its feed holds: the link of its page (``""``: it has none), and what the feed said of it."""

    link: str
    mark: str
    article: RawArticle


def entries_of(feed: Feed, place: str, is_wanted: Callable[[str], bool]) -> Iterator[Job | Whole | ReadFailure]:
    """Yield what becomes of each entry of the feed read at ``place``.

    An entry that holds its article is believed only about its own site; else its page is to be asked for.
    """
    keys = Counter(entry.key for entry in feed.entries)
    for entry in feed.entries:
        link = _link_of(entry, place)
        if link and not is_wanted(link):
            continue
        if entry.is_whole and (not link or same_site(link, place)):
            article = of_entry(entry, link=link, place=link or _name_of(entry, place, keys), feed=feed)
            yield Whole(link, entry.mark, article)
        elif link:
            try:
                asked = str(parse_link(link))
            except FetchError as error:
                yield ReadFailure(printable(link), error.reason)
            else:
                yield Job(asked, entry.mark, entry)
        elif entry.text:
            yield Whole("", entry.mark, of_entry(entry, link="", place=_name_of(entry, place, keys), feed=feed))


def _link_of(entry: Entry, place: str) -> str:
    """Return the link of an entry's own page; neither a title that serves as a name nor the front page is one."""
    if not entry.link or (entry.link == entry.key and not is_link(entry.link)):
        return ""
    link = joined(place, entry.link)
    return "" if is_front(link) else link


def _name_of(entry: Entry, place: str, keys: Counter[str]) -> str:
    """Return where an entry without a page was read: by its own name, unless others have the same."""
    key = printable(entry.key, MAX_KEY)
    if key and keys[entry.key] > 1:
        return f"{place}#{key}@{entry.published or entry.mark}"
    return f"{place}#{key or entry.mark}"


def feed_named_by(html: str, place: str) -> str:
    """Return the link of the first feed that a page names in its head, ``""`` if it names none."""
    for tag in _LINK.finditer(html[:_LINKS_WITHIN]):
        found = {
            match[1].lower(): unescape(match[2] or match[3] or match[4] or "") for match in _ATTRIBUTE.finditer(tag[0])
        }
        if "alternate" in found.get("rel", "").lower().split() and found.get("type", "").lower() in _FEED_KINDS:
            return joined(place, found.get("href", "").strip())
    return ""


def pages_of(sitemap: Sitemap, place: str, read: Callable[[str], Sitemap | str]) -> Iterator[Listed | ReadFailure]:
    """Yield the pages of a sitemap, and of those it lists; an index inside an index is not followed.

    ``read`` returns the sitemap of a link, or the reason why there is none.
    """
    if not sitemap.is_index:
        yield from sitemap.listed
        return
    seen = {place}
    for item in newest_first(sitemap.listed):
        if item.link in seen:
            continue
        if len(seen) > SITEMAPS_A_RUN:
            yield ReadFailure(printable(item.link), f"only the {SITEMAPS_A_RUN} newest sitemaps of an index are read")
            return
        seen.add(item.link)
        inner = read(item.link)
        if isinstance(inner, str):
            yield ReadFailure(printable(item.link), inner)
        elif inner.is_index:
            yield ReadFailure(printable(item.link), "is an index inside an index, which sitemaps may not be")
        else:
            yield from inner.listed
