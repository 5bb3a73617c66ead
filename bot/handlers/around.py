"""What stands around an extract: the sentences beside it, and the whole article, page by page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from bot.handlers.articles import article_by_id, change_of, still_there
from bot.handlers.desk import Desk
from bot.handlers.kept import kept_extract
from bot.handlers.wording import citation, particulars_line
from bot.layout import article_pages, size
from bot.markdown import quoted
from bot.phrases import say
from bot.replies import Action, Heading, Outcome, Quote, Reading, Reply, Text
from bot.state import KeptExtract
from index.models import Article, Span
from index.text.sentences import split_paragraphs, split_sentences

MAX_CONTEXT = 5
"""How often the context of an extract can grow."""
CONTEXT_SENTENCES = 2
"""How many sentences it grows by at either end."""
PAGE_SIZE = 2_800
"""Of an article, as it is drawn, in one message."""


async def _with_article(desk: Desk, receipt: str, work: Callable[[Article, KeptExtract], Reply]) -> Reply:
    """Return what ``work`` makes of a receipt's article, or say what became of it."""
    kept, _ = await kept_extract(desk, receipt)
    article = await desk.service.read(partial(article_by_id, article_id=kept.article_id))
    if article is None or not still_there(article, kept):
        return Reply(Outcome.NOTHING, (Text(change_of(article)),))
    return await asyncio.to_thread(work, article, kept)


async def more_context(desk: Desk, receipt: str, level: int, number: int = 1) -> Reply:
    """Show an extract with the sentences around it, more of them at every level; ``number`` is its one in the answer.

    Raises
    ------
    RequestError, ArticleIndexError, StateError
    """
    return await _with_article(desk, receipt, partial(_context, level=min(max(level, 1), MAX_CONTEXT), number=number))


def _context(article: Article, kept: KeptExtract, level: int, number: int = 1) -> Reply:
    paragraphs = split_paragraphs(article.text)
    sentences = [span for part in split_sentences(article.text, article.language or "en", paragraphs) for span in part]
    inside = [place for place, span in enumerate(sentences) if span.start < kept.end and kept.start < span.end]
    first = max(0, min(inside, default=0) - level * CONTEXT_SENTENCES)
    last = min(len(sentences) - 1, max(inside, default=0) + level * CONTEXT_SENTENCES)
    around = [Span(sentences[number].start, sentences[number].end) for number in range(first, last + 1)]
    shown = _fitting(article.text, around, Span(kept.start, kept.end))
    start, end = shown.start, shown.end
    is_cut = start > sentences[first].start or end < sentences[last].end
    marks = (Span(kept.start - start, kept.end - start),)
    grows = level < MAX_CONTEXT and not is_cut and (first > 0 or last < len(sentences) - 1)
    actions = (
        Action(say("More context"), "more" if grows else "", f"{kept.receipt}:{level + 1}:{number}"),
        read_action(kept.receipt),
    )
    quote = Quote(number, article.text[start:end], marks, citation(article), article.url, article, start, kept.receipt)
    return Reply(Outcome.DONE, (quote,), actions=(actions,))


def _fitting(text: str, around: list[Span], kept: Span) -> Span:
    """Return the extract with as many of the sentences around it as fit into a message, those next to it first."""
    left = list(around)
    while left:
        shown = Span(min(left[0].start, kept.start), max(left[-1].end, kept.end))
        if shown.end - shown.start <= PAGE_SIZE and size(quoted(text[shown.start : shown.end], ())) <= PAGE_SIZE:
            return shown
        before, after = kept.start - left[0].start, left[-1].end - kept.end
        left.pop(0 if before >= after else -1)
    return kept


def read_action(receipt: str, number: int = 1) -> Action:
    """Return the button that opens a receipt's article where its extract begins; ``number`` is its one in the answer.

    No two buttons of a message may have the same id, and one receipt may stand there twice.
    """
    return Action(say("Read the article"), "read", f"{receipt}::{number}")


async def read_article(desk: Desk, receipt: str, page: int | None) -> Reply:
    """Show a page of an extract's article; without a number, the page on which the extract begins.

    Raises
    ------
    RequestError, ArticleIndexError, StateError
    """
    return await _with_article(desk, receipt, partial(article_page, page=page))


def article_page(article: Article, kept: KeptExtract, page: int | None) -> Reply:
    """Return a page of an article with the extract marked; ``None`` is the page on which the extract begins."""
    pages = article_pages(article.text, PAGE_SIZE)
    if page is None:
        page = next((place for place, span in enumerate(pages) if kept.start < span.end), 0)
    page = min(max(page, 0), len(pages) - 1)
    span = pages[page]
    text = article.text[span.start : span.end]
    inside = Span(max(kept.start - span.start, 0), min(kept.end - span.start, len(text)))
    row = page_row("read", page, len(pages), lambda number: f"{kept.receipt}:{number}")
    facts = Text(particulars_line(article), quiet=True)
    reading = Reading(text, (inside,) if inside.start < inside.end else ())
    return Reply(Outcome.DONE, (Heading(article.title), facts, reading), actions=(row,))


def page_row(verb: str, page: int, pages: int, argument: Callable[[int], str]) -> tuple[Action, ...]:
    """Return the buttons below one of so many pages, none below an only one; ``argument`` is what a page needs."""
    if pages == 1:
        return ()
    return (
        Action(say("◀ Previous"), verb if page else "", argument(page - 1)),
        Action(say("page {page:,} of {pages:,}", page=page + 1, pages=pages)),
        Action(say("Next ▶"), verb if page + 1 < pages else "", argument(page + 1)),
    )
