"""An answer with buttons: its first page, and the others, made of what was kept of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.handlers.around import read_action
from bot.handlers.articles import article_by_id, change_of, still_there
from bot.handlers.ask import NOT_TOGETHER, ask
from bot.handlers.desk import Asker, Desk
from bot.handlers.facts import article_lines
from bot.handlers.kept import keep
from bot.handlers.nothing import Ways, covered, further, ways_on
from bot.handlers.requests import MAX_EXTRACTS, AskRequest
from bot.handlers.search import search_passages
from bot.handlers.stories import lines_of
from bot.handlers.wording import citation
from bot.phrases import is_said, say
from bot.replies import Action, Asked, Block, Heading, Kept, Outcome, Quote, Reply, Style, Text
from bot.state import KeptAnswer, KeptExtract, StateError
from index.engines.engine import ReadingEngine
from index.models import Article

log = logging.getLogger(__name__)

TITLES = 5
"""How many titles are shown where there was no time to search."""

MAX_PER_PAGE = 5
"""Extracts in one message: with two buttons each, more would be over Discord's 40 components."""


async def ask_kept(desk: Desk, request: AskRequest, asker: Asker) -> Reply:
    """Answer a question, keep what its buttons need, and return the first page; no answer comes with ways to go on.

    Raises
    ------
    RequestError, ArticleIndexError
    TimeoutError
        There was no time for anything, and nothing is in memory either.
    """
    request = replace(request, today=request.today or datetime.now(UTC).date())
    try:
        reply = await ask(desk.service, replace(request, count=MAX_EXTRACTS))
    except TimeoutError as error:
        return await _from_memory(desk, request, error)
    if reply.outcome is not Outcome.NOTHING:
        return await _kept_reply(desk, request, asker, reply)
    try:
        ways = await ways_on(desk, request)
    except TimeoutError:
        log.warning("there was no time to tell what else could be asked")
        return await _kept_reply(desk, request, asker, reply)
    return await _kept_reply(desk, request, asker, _with_ways(reply, ways), ways)


async def _from_memory(desk: Desk, request: AskRequest, error: TimeoutError) -> Reply:
    """Return what can be said without the library itself, where searching it took too long.

    Raises
    ------
    TimeoutError
        Nothing is in memory.
    """
    if not desk.catalogue.articles:
        raise error
    log.warning("a search took too long; it was answered by titles")
    found = await asyncio.to_thread(desk.catalogue.titled_like, request, TITLES)
    slow = Text(say("Searching took too long, so no passage was looked at; fewer or rarer words are faster."))
    blocks: list[Block] = [Asked(request.text), Heading(say("I ran out of time.")), slow]
    if found:
        blocks += [Text(say("Articles whose titles hold your words:"), quiet=True), Kept(article_lines(found))]
    return Reply(Outcome.PARTIAL, (*blocks, covered(desk)))


def _with_ways(reply: Reply, ways: Ways) -> Reply:
    """Put the ways to go on above the quotes, and leave out what would be said twice."""
    missing = reply.answer.missing if reply.answer else ()
    left = tuple(f'"{word}"' for word in missing if word not in {*ways.never, *ways.elsewhere})
    said = [block for block in reply.blocks if not isinstance(block, Quote)]
    at = next(
        (n for n, block in enumerate(said) if isinstance(block, Text) and is_said(block.text, NOT_TOGETHER)), None
    )
    if at is not None:
        again = Text(say("Not found with the rest of the question: {words}.", words=left))
        said[at : at + 1] = [again] if left else []
    quotes = [block for block in reply.blocks if isinstance(block, Quote)]
    # The last line above the quotes says that they are no answer, so it stays next to them.
    place = len(said) - bool(quotes)
    return replace(reply, blocks=(*said[:place], *ways.blocks, *said[place:], *quotes))


async def search_kept(desk: Desk, request: AskRequest, asker: Asker) -> Reply:
    """Show the passages that rank highest for some words, keep what the buttons need, and return the first page.

    Raises
    ------
    RequestError, ArticleIndexError, TimeoutError
    """
    try:
        found = await search_passages(desk.service, replace(request, count=MAX_EXTRACTS))
    except TimeoutError as error:
        return await _from_memory(desk, request, error)
    return await _kept_reply(desk, request, asker, found)


async def _kept_reply(desk: Desk, request: AskRequest, asker: Asker, reply: Reply, ways: Ways | None = None) -> Reply:
    quotes = [block for block in reply.blocks if isinstance(block, Quote)]
    head: list[Block] = [Asked(request.text), *(block for block in reply.blocks if not isinstance(block, Quote))]
    try:
        kept = await keep(desk, request, asker, quotes)
    except StateError:
        log.exception("an answer could not be kept, so it has no buttons")
        return replace(reply, blocks=(*head, *quotes[: asker.per_page]))
    quotes = [_with_actions(quote, item.receipt) for quote, item in zip(quotes, kept.extracts, strict=True)]
    page = _page(kept, 0, quotes, asker)
    actions = (further(kept, ways), *page.actions) if ways else page.actions
    return replace(reply, blocks=(*head, *page.blocks), actions=tuple(row for row in actions if row))


def _with_actions(quote: Quote, receipt: str) -> Quote:
    actions = (Action(say("More context"), "more", f"{receipt}:1:{quote.number}"), read_action(receipt, quote.number))
    return replace(quote, receipt=receipt, actions=actions)


def _page(kept: KeptAnswer, page: int, blocks: Sequence[Block], asker: Asker) -> Reply:
    """Return one page of an answer; ``blocks`` are one an extract, of the whole answer."""
    length, total = min(asker.per_page, MAX_PER_PAGE), len(blocks)
    first = page * length
    shown = tuple(blocks[first : first + length])
    rows: list[tuple[Action, ...]] = []
    if total > length:
        where = say("{first:,} to {last:,} of {total:,}", first=first + 1, last=first + len(shown), total=total)
        rows.append(
            (
                Action(say("◀ Previous"), "page" if page else "", f"{kept.code}:{page - 1}"),
                Action(where),
                Action(say("Next ▶"), "page" if first + length < total else "", f"{kept.code}:{page + 1}"),
            )
        )
    rows.append(
        (
            Action(say("Why this answer?"), "why", f"{kept.code}:{page}"),
            Action(say("Helpful"), "good", kept.code, Style.GOOD),
            Action(say("Not helpful"), "bad", kept.code),
            Action(say("Post here"), "post", f"{kept.code}:{page}")
            if asker.is_private
            else Action(say("Remove"), "gone", kept.code, Style.GRAVE),
        )
    )
    return Reply(Outcome.DONE, shown, actions=tuple(rows))


@dataclass(frozen=True, slots=True)
class Standing:
    """What stays when a page is turned: question and head, how it went, and buttons that ask again."""

    head: tuple[Block, ...]
    outcome: Outcome
    ways: tuple[Action, ...] = ()


async def turn_page(desk: Desk, kept: KeptAnswer, page: int, standing: Standing, asker: Asker) -> Reply:
    """Return another page of an answer, every extract compared with the library once more.

    Raises
    ------
    ArticleIndexError, TimeoutError
    """
    blocks = await desk.service.read(partial(_compared, kept=kept))
    last = max(0, (len(blocks) - 1) // min(asker.per_page, MAX_PER_PAGE))
    made = _page(kept, min(max(page, 0), last), blocks, asker)
    actions = (standing.ways, *made.actions) if standing.ways else made.actions
    return replace(made, blocks=(*standing.head, *made.blocks), outcome=standing.outcome, actions=actions)


def _compared(library: ReadingEngine, kept: KeptAnswer) -> list[Block]:
    with library.snapshot():
        articles = [article_by_id(library, item.article_id) for item in kept.extracts]
        also = lines_of(library, [article for article in articles if article])
    return [
        _quote_again(article, item, also.get(item.article_id, ""))
        for article, item in zip(articles, kept.extracts, strict=True)
    ]


def _quote_again(article: Article | None, item: KeptExtract, also: str) -> Block:
    if article is None or not still_there(article, item):
        change = say("{number} · {change}", number=str(item.number), change=change_of(article))
        return Text(change, of_page=True)
    quote = Quote(
        item.number,
        article.text[item.start : item.end],
        item.marks,
        citation(article),
        article.url,
        article,
        item.start,
        also=also,
    )
    return _with_actions(quote, item.receipt)


def shown_extracts(kept: KeptAnswer, page: int, asker: Asker) -> tuple[KeptExtract, ...]:
    """Return the extracts that stand on a page of an answer."""
    length = min(asker.per_page, MAX_PER_PAGE)
    first = max(page, 0) * length
    return kept.extracts[first : first + length]
