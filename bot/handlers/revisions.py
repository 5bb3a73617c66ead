"""`revisions`, `edit` and `split`: what an article said before, and what is set for it by hand."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Protocol

from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Block, Facts, Heading, Outcome, Reply, Text
from index import build
from index.engines.engine import ReadingEngine, WritingEngine
from index.models import Article
from index.reading.dates import clean_published
from index.reading.page_dates import is_ahead
from index.store.revisions import Revision
from index.text.sentences import split_paragraphs, split_sentences


async def revisions(service: Service, wanted: str, since: str | None) -> Reply:
    """List the earlier texts of an article, or show what has changed ``since`` one of them.

    Raises
    ------
    RequestError
        No single article is meant, or it has no such revision.
    """
    article, earlier = await service.read(partial(_found, wanted=wanted))
    if since is None:
        return _listed(article, earlier)
    old = next((item for item in earlier if item.revision == since), None)
    if old is None:
        raise RequestError(f'"{article.title}" has no earlier revision "{since}"')
    lines = list(changes(old.text, article.text, article.language or "en"))
    if old.title != article.title:
        lines = [f"- {old.title}", f"+ {article.title}", *lines]
    heading = Heading(f"{article.title}: what has changed from {since} to {article.revision}")
    return Reply(Outcome.DONE, (heading, *map(Text, lines or ["only spaces and line breaks"])))


def _listed(article: Article, earlier: list[Revision]) -> Reply:
    before = [(item.revision, f"until {item.replaced_at[:16].replace('T', ' ')} UTC") for item in earlier]
    blocks: list[Block] = [Heading(article.title), Facts(((article.revision, "today's text"), *before))]
    if not earlier:
        blocks.append(Text("No earlier text is kept.", quiet=True))
    return Reply(Outcome.DONE, tuple(blocks))


def changes(old: str, new: str, language: str) -> Iterator[str]:
    """Yield the sentences that went, after "- ", and those that came, after "+ ", in order."""
    before, after = _sentences(old, language), _sentences(new, language)
    for line in difflib.unified_diff(before, after, lineterm="", n=0):
        if not line.startswith(("---", "+++", "@@")):
            yield f"{line[0]} {line[1:]}"


def _sentences(text: str, language: str) -> list[str]:
    paragraphs = split_sentences(text, language, split_paragraphs(text))
    return [" ".join(text[span.start : span.end].split()) for sentences in paragraphs for span in sentences]


def _found(library: ReadingEngine, wanted: str) -> tuple[Article, list[Revision]]:
    article_id = one_article(library, wanted)
    article = library.article(article_id)
    if article is None:
        raise RequestError("that article holds no text")
    return article, library.revisions_of(article_id)


class Named(Protocol):
    """A library that finds articles by what they are called."""

    def find_ids(self, wanted: str) -> list[str]:
        """Return the ids of the articles whose id, link, title or location is exactly ``wanted``."""
        ...


def one_article(library: Named, wanted: str) -> str:
    """Return the id of the one article that is called so.

    Raises
    ------
    RequestError
    """
    ids = library.find_ids(wanted)
    if not ids:
        raise RequestError(f'no article has the id, link, title or path "{wanted}"')
    if len(ids) > 1:
        raise RequestError(f'{len(ids)} articles are called "{wanted}"; name one by its id: {", ".join(ids[:5])}')
    return ids[0]


async def edit(service: Service, wanted: str, given: Mapping[str, str | None]) -> Reply:
    """Set title, date, outlet or author of an article by hand, for good; an empty value takes it away.

    Raises
    ------
    RequestError
        No single article is meant, nothing is set, or the date is none.
    """
    fields = {name: value.strip() or None for name, value in given.items() if value is not None}
    if not fields:
        raise RequestError("nothing is set; name a --title, --published, --publisher or --author, or --undo")
    if fields.get("title", "") is None:
        raise RequestError("an article can't be without a title")
    if fields.get("published"):
        fields["published"] = _date(fields["published"] or "")
    title = await service.write(partial(_edit, wanted=wanted, fields=fields))
    return Reply(Outcome.DONE, (Heading(f"Changed “{title}”; this stays when its source is read again."),))


async def undo_edits(service: Service, wanted: str) -> Reply:
    """Forget what was set by hand for an article.

    Raises
    ------
    RequestError
        No single article is meant.
    """

    def work(library: WritingEngine) -> str:
        article_id = one_article(library, wanted)
        library.forget_edits(article_id)
        return article_id

    name = await service.write(work)
    return Reply(Outcome.DONE, (Heading(f"The next reindex gives {name} what its source says."),))


def _date(text: str) -> str:
    try:
        found = clean_published(text)
    except ValueError:
        found = None
    if found is None:
        raise RequestError(f'"{text}" is not a date such as 2024-06-19')
    if is_ahead(found):
        raise RequestError(f"{found} lies in the future")
    return found


def _edit(library: WritingEngine, wanted: str, fields: Mapping[str, str | None]) -> str:
    article_id = one_article(library, wanted)
    article = library.article(article_id)
    if article is None:
        raise RequestError("that article holds no text")
    build.edit(library, article, fields)
    return fields.get("title") or article.title


async def split(service: Service, wanted: str, *, is_apart: bool) -> Reply:
    """Take an article out of its story, or put it back.

    Raises
    ------
    RequestError
        No single article is meant.
    """

    def work(library: WritingEngine) -> str:
        article_id = one_article(library, wanted)
        library.set_apart(article_id, is_apart=is_apart)
        return article_id

    name = await service.write(work)
    said = "is shown by itself from now on" if is_apart else "counts to its story again"
    return Reply(Outcome.DONE, (Heading(f"{name} {said}."),))
