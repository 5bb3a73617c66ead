"""What is taken from something fetched: the articles in it, placed where they were asked for."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

from index.models import DateRule, RawArticle, Read, ReadFailure
from index.reading.encoding import decode
from index.reading.feed import Entry, Feed, looks_like_feed
from index.reading.means import Web
from index.reading.media import ARCHIVE_MARK, Media, media_of
from index.reading.page import joined, read_web_page, same_site
from index.reading.page_dates import plausible
from index.reading.printable import printable
from index.reading.sandbox import DOCUMENT_S, PAGE_S
from index.reading.sitemap import looks_like_sitemap
from index.reading.vanished import is_front, leads_home, only_leads_on, says_missing
from index.reading.web.fetcher import Fetched
from index.reading.web.link import site_of
from index.reading.web.policy import PAGE_BYTES, FetchError


@dataclass(frozen=True, slots=True)
class Job:
    """A page to look at: what its list says of it, and its entry if the list is a feed."""

    link: str
    mark: str = ""
    entry: Entry | None = None


class VanishedError(Exception):
    """A page is there in name only; its text is a plain reason without a full stop."""


def taken(web: Web, job: Job, found: Fetched) -> list[Read]:
    """Return what a fetched page or document holds.

    Raises
    ------
    UnreadableError, FetchError, VanishedError
    """
    if leads_home(job.link, found.link):
        raise VanishedError("leads to its site's front page, so it is most likely no longer there")
    # The table of contents of an archive alone may fill the memory.
    is_archive = found.body.startswith(ARCHIVE_MARK)
    media = web.sandbox.run(PAGE_S, media_of, found) if is_archive else media_of(found)
    if media in {Media.PAGE, Media.TEXT, Media.MARKDOWN} and len(found.body) > PAGE_BYTES:
        raise FetchError(f"is larger than {PAGE_BYTES // (1024 * 1024)} MB")
    if media in {Media.PAGE, Media.TEXT} and (kind := list_kind(found)):
        raise FetchError(f"is a {kind}, which lists pages but is none")
    if media is Media.PAGE:
        item = web.sandbox.run(PAGE_S, read_web_page, found.link, found.body, found.charset)
        if isinstance(item, RawArticle) and says_missing(item.title, item.text):
            raise VanishedError("says that there is no such page (any more)")
        if isinstance(item, RawArticle) and only_leads_on(decode(found.body, found.charset), item.text):
            raise FetchError("only sends browsers elsewhere, which is not followed")
        return [_placed(item, job)]
    with tempfile.TemporaryDirectory(prefix="cuttings-") as folder:
        path = Path(folder, f"{_stem(found.link)}{media.value}")
        path.write_bytes(found.body)
        items = web.sandbox.run(DOCUMENT_S, web.read_bytes, path, media.value)
        return [_renamed(item, str(path), job.link, found.link) for item in items]


def list_kind(found: Fetched) -> str:
    """Return "sitemap" or "feed" for what lists pages, ``""`` for everything else."""
    if looks_like_sitemap(found.body):
        return "sitemap"
    return "feed" if looks_like_feed(decode(found.body[:4_000], found.charset)) else ""


def _stem(link: str) -> str:
    """Return the last part of a link's path as a file's name, to serve as a title where nothing else does."""
    name = Path(link.partition("?")[0]).stem
    return "".join(character if character.isalnum() or character in "-_" else "-" for character in name)[:80] or "file"


def _placed(item: RawArticle | ReadFailure, job: Job) -> Read:
    """Return a page's article at the link that was asked for, dated by its feed if by nothing else."""
    if isinstance(item, ReadFailure):
        return ReadFailure(job.link, item.reason)
    article = replace(item, location=job.link)
    if is_front(article.url or "") and not is_front(job.link):
        article = replace(article, url=job.link)  # some sites call every page by the name of the first
    entry = job.entry
    if entry is None:
        return article
    if article.published is None and entry.published:
        article = replace(article, published=entry.published, date_rule=DateRule.FEED)
    tags = tuple(dict.fromkeys([*article.tags, *entry.tags]))
    return replace(article, title=article.title or entry.title, author=article.author or entry.author, tags=tags)


def _renamed(item: RawArticle | ReadFailure, path: str, link: str, final: str) -> Read:
    """Return what was read from a file as read from the link it came from."""
    item = replace(item, location=item.location.replace(path, link, 1))
    if isinstance(item, ReadFailure):
        return item
    # What it says of itself is no more than a stranger's word, so it can be neither another site's nor of the future.
    url = joined(final, item.url) if item.url else ""
    url = url if same_site(url, final) else final if item.location == link else ""
    published = plausible(item.published)
    return replace(
        item,
        url=url or None,
        own_id=f"{site_of(final)}:{printable(item.own_id)}" if item.own_id else None,
        published=published,
        date_rule=item.date_rule if published else None,
        modified=plausible(item.modified),
    )


def of_entry(entry: Entry, *, link: str, place: str, feed: Feed) -> RawArticle:
    """Return the article that an entry holds whole; ``place`` is where it is said to have been read."""
    fields = [entry.title, entry.text, entry.published, entry.author, entry.tags]
    return RawArticle(
        location=place,
        raw=json.dumps(fields, ensure_ascii=False).encode(),
        title=entry.title,
        text=entry.text,
        url=link or None,
        published=entry.published,
        publisher=feed.title or None,
        author=entry.author,
        language=feed.language,
        tags=entry.tags,
        modified=entry.modified,
        date_rule=DateRule.FEED if entry.published else None,
    )
