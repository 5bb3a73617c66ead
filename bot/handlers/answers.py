"""An answer with buttons: its pages, more context, the article, why, votes; all of it from what was kept of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from bot.answering.why import RankedSentence
from bot.handlers.articles import article_by_id, change_of, still_there
from bot.handlers.ask import ask
from bot.handlers.asking import work_out
from bot.handlers.catalogue import Catalogue
from bot.handlers.keeper import Keeper
from bot.handlers.requests import MAX_EXTRACTS, AskRequest, RequestError
from bot.handlers.search import search_passages
from bot.handlers.service import Service
from bot.handlers.why import (
    TITLE,
    comparison_blocks,
    confidence_blocks,
    extent_line,
    passage_blocks,
    reading_blocks,
)
from bot.handlers.wording import citation, filter_line, particulars
from bot.layout import article_pages
from bot.replies import Action, Asked, Block, Heading, Outcome, Quote, Reading, Reply, Style, Text
from bot.state import KeptAnswer, KeptExtract, State, StateError, new_code
from index.models import Article, Span
from index.store import Library
from index.text.sentences import split_paragraphs, split_sentences

log = logging.getLogger(__name__)
T = TypeVar("T")

MAX_PER_PAGE = 5
"""Extracts in one message: with two buttons each, more would be over Discord's 40 components."""
MAX_CONTEXT = 5
"""How often the context of an extract can grow."""
CONTEXT_SENTENCES = 2
"""How many sentences it grows by at either end."""
PAGE_SIZE = 2_800
"""Of an article, as it is drawn, in one message."""
UNKNOWN = "This answer is no longer known here; ask again."


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and whether only they see the answer."""

    user_id: int
    is_private: bool = False


async def ask_kept(
    service: Service, keeper: Keeper, request: AskRequest, asker: Asker, catalogue: Catalogue | None = None
) -> Reply:
    """Answer a question, keep what its buttons need, and return the first page; no answer comes with ways to go on.

    Raises
    ------
    RequestError, ArticleIndexError
    """
    request = replace(request, count=MAX_EXTRACTS, today=request.today or datetime.now(UTC).date())
    reply = await ask(service, request)
    if catalogue and reply.outcome is Outcome.NOTHING:
        ways_on = await asyncio.to_thread(_ways_on, reply, catalogue)
        # The last line above the quotes says that they are no answer, so it stays next to them.
        said = [block for block in reply.blocks if not isinstance(block, Quote)]
        place = len(said) - (len(said) < len(reply.blocks))
        reply = replace(reply, blocks=(*reply.blocks[:place], *ways_on, *reply.blocks[place:]))
    return await _kept_reply(service, keeper, request, asker, reply)


def _ways_on(reply: Reply, catalogue: Catalogue) -> list[Block]:
    """Return what else could be asked: words spelled alike, and what the library covers."""
    missing = reply.answer.missing if reply.answer else ()
    offers = {word: catalogue.spelled_like(word) for word in missing}
    near = [f"“{other}” for “{word}”" for word, other in offers.items() if other]
    blocks: list[Block] = [Text("Did you mean " + ", ".join(near) + "?")] if near else []
    days = [article.published[:10] for article in catalogue.articles if article.published]
    outlets = len({article.publisher for article in catalogue.articles if article.publisher})
    covered = f"The library covers {len(catalogue.articles):,} articles from {outlets:,} outlets"
    return [*blocks, Text(covered + (f", {min(days)} to {max(days)}." if days else "."), quiet=True)]


async def search_kept(service: Service, keeper: Keeper, request: AskRequest, asker: Asker) -> Reply:
    """Show the passages that rank highest for some words, keep what the buttons need, and return the first page.

    Raises
    ------
    RequestError, ArticleIndexError
    """
    found = await search_passages(service, replace(request, count=MAX_EXTRACTS))
    return await _kept_reply(service, keeper, request, asker, found)


async def _kept_reply(service: Service, keeper: Keeper, request: AskRequest, asker: Asker, reply: Reply) -> Reply:
    quotes = [block for block in reply.blocks if isinstance(block, Quote)]
    head: list[Block] = [Asked(request.text), *(block for block in reply.blocks if not isinstance(block, Quote))]
    try:
        kept = await keeper.run(partial(_keep, service=service, request=request, quotes=quotes, asker=asker))
    except StateError:
        log.exception("an answer could not be kept, so it has no buttons")
        return replace(reply, blocks=(*head, *quotes[: page_length(service)]))
    quotes = [_with_actions(quote, item.receipt) for quote, item in zip(quotes, kept.extracts, strict=True)]
    return _page(service, kept, 0, head, quotes, is_private=asker.is_private, outcome=reply.outcome)


def page_length(service: Service) -> int:
    """Return how many extracts a message shows."""
    return min(service.settings.extracts, MAX_PER_PAGE)


def _keep(state: State, *, service: Service, request: AskRequest, quotes: Sequence[Quote], asker: Asker) -> KeptAnswer:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    question = request.text if service.settings.keep_questions else None
    extracts = tuple(map(_kept, quotes))
    kept = KeptAnswer(new_code(), state.person(asker.user_id), now, request.filters, question, extracts)
    state.save_answer(kept)
    return kept


def _kept(quote: Quote) -> KeptExtract:
    article = quote.article
    assert article is not None, "a quote of an answer knows its article"  # noqa: S101 - for the type checker
    return KeptExtract(
        receipt=new_code(),
        number=quote.number,
        article_id=article.id,
        title=article.title,
        revision=article.revision,
        start=quote.start,
        end=quote.start + len(quote.text),
        text=quote.text,
        marks=quote.marks,
    )


def _with_actions(quote: Quote, receipt: str) -> Quote:
    actions = (Action("More context", "more", f"{receipt}:1"), Action("Read the article", "read", f"{receipt}:"))
    return replace(quote, receipt=receipt, actions=actions)


def _page(
    service: Service,
    kept: KeptAnswer,
    page: int,
    head: Sequence[Block],
    blocks: Sequence[Block],
    *,
    is_private: bool,
    outcome: Outcome = Outcome.DONE,
) -> Reply:
    """Return one page of an answer; ``blocks`` are one a extract, of the whole answer."""
    length, total = page_length(service), len(blocks)
    first = page * length
    shown = blocks[first : first + length]
    rows: list[tuple[Action, ...]] = []
    if total > length:
        rows.append(
            (
                Action("◀ Previous", "page" if page else "", f"{kept.code}:{page - 1}"),
                Action(f"{first + 1} to {first + len(shown)} of {total}"),
                Action("Next ▶", "page" if first + length < total else "", f"{kept.code}:{page + 1}"),
            )
        )
    rows.append(
        (
            Action("Why this answer?", "why", f"{kept.code}:{page}"),
            Action("Helpful", "good", kept.code, Style.GOOD),
            Action("Not helpful", "bad", kept.code),
            Action("Post here", "post", f"{kept.code}:{page}")
            if is_private
            else Action("Remove", "gone", kept.code, Style.GRAVE),
        )
    )
    if outcome is Outcome.NOTHING and kept.filters.active:
        rows.append((*_wider(kept),))
    return Reply(outcome, (*head, *shown), actions=tuple(rows))


def _wider(kept: KeptAnswer) -> list[Action]:
    """Return buttons that ask again with fewer filters."""
    filters, actions = kept.filters, []
    if filters.publisher:
        actions.append(Action("Any outlet", "wide", f"{kept.code}:outlet"))
    if filters.since or filters.until:
        actions.append(Action("Any date", "wide", f"{kept.code}:date"))
    return actions


def wider_request(service: Service, kept: KeptAnswer, question: str | None, which: str) -> AskRequest:
    """Return the request of an answer without its outlet, or without its dates.

    Raises
    ------
    RequestError
        The question is neither kept nor given.
    """
    text = kept.question or question
    if not text:
        raise RequestError("the question is not kept; ask it again")
    filters = (
        replace(kept.filters, publisher=None) if which == "outlet" else replace(kept.filters, since=None, until=None)
    )
    return AskRequest(text, page_length(service), filters)


async def known_answer(keeper: Keeper, code: str) -> KeptAnswer:
    """Return what is kept of an answer.

    Raises
    ------
    RequestError
        Nothing is.
    """
    kept = await keeper.run(lambda state: state.answer(code))
    if kept is None:
        raise RequestError(UNKNOWN)
    return kept


async def is_asker(keeper: Keeper, kept: KeptAnswer, user_id: int) -> bool:
    """Tell whether a person asked the question of an answer."""
    return await keeper.run(lambda state: state.person(user_id)) == kept.person


async def turn_page(service: Service, kept: KeptAnswer, page: int, head: Sequence[Block], *, is_private: bool) -> Reply:
    """Return another page of an answer, every extract compared with the library once more."""
    blocks = await service.read(partial(_compared, kept=kept))
    last = max(0, (len(blocks) - 1) // page_length(service))
    return _page(service, kept, min(max(page, 0), last), head, blocks, is_private=is_private)


def _compared(library: Library, kept: KeptAnswer) -> list[Block]:
    with library.snapshot():
        return [_quote_again(article_by_id(library, item.article_id), item) for item in kept.extracts]


def _quote_again(article: Article | None, item: KeptExtract) -> Block:
    if article is None or not still_there(article, item):
        return Text(f"{item.number} · {change_of(article, item)}")
    quote = Quote(
        item.number,
        article.text[item.start : item.end],
        item.marks,
        citation(article),
        article.url,
        article,
        item.start,
    )
    return _with_actions(quote, item.receipt)


async def kept_extract(keeper: Keeper, receipt: str) -> tuple[KeptExtract, str]:
    """Return the extract of a receipt, and when it was shown.

    Raises
    ------
    RequestError
        There is no such receipt.
    """
    found = await keeper.run(lambda state: state.receipt(receipt))
    if found is None:
        raise RequestError(f"there is no receipt “{receipt}” here")
    return found


async def _with_article(
    service: Service, keeper: Keeper, receipt: str, work: Callable[[Article, KeptExtract], Reply]
) -> Reply:
    """Return what ``work`` makes of a receipt's article, or say what became of it."""
    kept, _ = await kept_extract(keeper, receipt)
    article = await service.read(partial(article_by_id, article_id=kept.article_id))
    if article is None or not still_there(article, kept):
        return Reply(Outcome.NOTHING, (Text(change_of(article, kept)),))
    return await asyncio.to_thread(work, article, kept)


async def more_context(service: Service, keeper: Keeper, receipt: str, level: int) -> Reply:
    """Show an extract with the sentences around it, more of them at every level."""
    return await _with_article(service, keeper, receipt, partial(_context, level=min(max(level, 1), MAX_CONTEXT)))


def _context(article: Article, kept: KeptExtract, level: int) -> Reply:
    paragraphs = split_paragraphs(article.text)
    sentences = [span for part in split_sentences(article.text, article.language or "en", paragraphs) for span in part]
    inside = [place for place, span in enumerate(sentences) if span.start < kept.end and kept.start < span.end]
    first = max(0, min(inside, default=0) - level * CONTEXT_SENTENCES)
    last = min(len(sentences) - 1, max(inside, default=0) + level * CONTEXT_SENTENCES)
    start, end = min(sentences[first].start, kept.start), max(sentences[last].end, kept.end)
    marks = (Span(kept.start - start, kept.end - start),)
    grows = level < MAX_CONTEXT and (first > 0 or last < len(sentences) - 1)
    actions = (
        Action("More context", "more" if grows else "", f"{kept.receipt}:{level + 1}"),
        Action("Read the article", "read", f"{kept.receipt}:"),
    )
    quote = Quote(
        kept.number, article.text[start:end], marks, citation(article), article.url, article, start, kept.receipt
    )
    return Reply(Outcome.DONE, (quote,), actions=(actions,))


async def read_article(service: Service, keeper: Keeper, receipt: str, page: int | None) -> Reply:
    """Show a page of an extract's article; without a number, the page on which the extract begins."""
    return await _with_article(service, keeper, receipt, partial(article_page, page=page))


def article_page(article: Article, kept: KeptExtract, page: int | None) -> Reply:
    """Return a page of an article with the extract marked; ``None`` is the page on which the extract begins."""
    pages = article_pages(article.text, PAGE_SIZE)
    if page is None:
        page = next((place for place, span in enumerate(pages) if kept.start < span.end), 0)
    page = min(max(page, 0), len(pages) - 1)
    span = pages[page]
    text = article.text[span.start : span.end]
    inside = Span(max(kept.start - span.start, 0), min(kept.end - span.start, len(text)))
    row = (
        Action("◀ Previous", "read" if page else "", f"{kept.receipt}:{page - 1}"),
        Action(f"page {page + 1} of {len(pages)}"),
        Action("Next ▶", "read" if page + 1 < len(pages) else "", f"{kept.receipt}:{page + 1}"),
    )
    facts = Text(particulars(article) or "no outlet, author or date known", quiet=True)
    reading = Reading(text, (inside,) if inside.start < inside.end else ())
    return Reply(Outcome.DONE, (Heading(article.title), facts, reading), actions=(row,))


async def why(service: Service, kept: KeptAnswer, question: str | None, page: int) -> Reply:
    """Show how a question was read, which terms counted how much, and why these extracts come first.

    ``question`` is what the message says was asked, if it does; a question that was kept comes before it.
    """
    text = kept.question or question
    if not text:
        return Reply(Outcome.NOTHING, (Text("The question is not kept, so what it was made of can't be shown."),))
    first = max(page, 0) * page_length(service)
    shown = kept.extracts[first : first + page_length(service)]
    return await service.read(partial(_why, service=service, text=text, kept=kept, shown=shown))


def _why(library: Library, *, service: Service, text: str, kept: KeptAnswer, shown: Sequence[KeptExtract]) -> Reply:
    today = datetime.fromisoformat(kept.made_at).date()
    account = work_out(library, service, AskRequest(text, MAX_EXTRACTS, kept.filters, today=today)).why
    blocks: list[Block] = [Heading(TITLE), *reading_blocks(account.question), *filter_line(account.filters)]
    blocks += confidence_blocks(account)
    for item in shown[:3]:
        again = next((other for other in account.ranked if _holds(other, item)), None)
        if again:
            blocks += passage_blocks(again)
    blocks += comparison_blocks(account)
    return Reply(Outcome.DONE, (*blocks, Text(extent_line(account), quiet=True)))


def _holds(other: RankedSentence, item: KeptExtract) -> bool:
    return other.article == item.article_id and other.start < item.end and item.start < other.end


async def vote(keeper: Keeper, code: str, user_id: int, *, helpful: bool) -> Reply:
    """Note a person's vote; it takes the place of their earlier one."""
    kept = await known_answer(keeper, code)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    await keeper.run(lambda state: state.vote(kept.code, state.person(user_id), now, helpful=helpful))
    said = "helpful" if helpful else "not helpful"
    return Reply(Outcome.DONE, (Text(f"Noted as {said}. Press the other button to change it."),))


async def give_reason(keeper: Keeper, code: str, user_id: int, reason: str) -> Reply:
    """Keep why an answer was not helpful."""
    kept = await known_answer(keeper, code)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    await keeper.run(lambda state: state.give_reason(kept.code, state.person(user_id), now, reason.strip()))
    return Reply(Outcome.DONE, (Text("Thank you; whoever cares for the library can read it."),))
