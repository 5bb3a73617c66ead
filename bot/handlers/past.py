"""The earlier texts of an article, for its readers: one a page, with what was changed after it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from functools import partial

from bot.handlers.around import page_row
from bot.handlers.articles import article_by_id, change_of
from bot.handlers.desk import Desk
from bot.handlers.kept import kept_extract
from bot.handlers.revisions import changes
from bot.phrases import say
from bot.replies import Action, Heading, Kept, Outcome, Reading, Reply, Text
from index.engines.engine import ReadingEngine
from index.models import Article
from index.store.revisions import Revision


def earlier_texts(library: ReadingEngine, article_id: str) -> list[Revision]:
    """Return the earlier texts of an article, the latest first."""
    return library.revisions_of(article_id)


def past_action(receipt: str) -> Action:
    """Return the button that shows the earlier texts of a receipt's article."""
    return Action(say("Earlier texts"), "past", f"{receipt}:0")


async def show_earlier(desk: Desk, receipt: str, page: int) -> Reply:
    """Show what was changed after one of the earlier texts of a receipt's article, the latest on the first page.

    Raises
    ------
    RequestError, ArticleIndexError, StateError
    """
    kept, _ = await kept_extract(desk, receipt)
    article, earlier = await desk.service.read(partial(_found, article_id=kept.article_id))
    if article is None:
        return Reply(Outcome.NOTHING, (Text(change_of(None)),))
    if not earlier:
        return Reply(Outcome.NOTHING, (Heading(article.title), Text(say("No earlier text is kept."))))
    return await asyncio.to_thread(_page, article, earlier, receipt, min(max(page, 0), len(earlier) - 1))


def _found(library: ReadingEngine, article_id: str) -> tuple[Article | None, list[Revision]]:
    return article_by_id(library, article_id), earlier_texts(library, article_id)


def _page(article: Article, earlier: list[Revision], receipt: str, page: int) -> Reply:
    old = earlier[page]
    newer = earlier[page - 1].text if page else article.text
    lines = list(changes(old.text, newer, article.language or "en"))
    until = f"<t:{int(datetime.fromisoformat(old.replaced_at).timestamp())}:f>"
    head = Kept(say("-# Revision {revision}, until {when}. What was changed then:", revision=old.revision, when=until))
    if page == 0 and old.title != article.title:
        lines = [f"- {old.title}", f"+ {article.title}", *lines]
    body = Reading("\n".join(lines)) if lines else Text(say("Only spaces and line breaks."))
    row = page_row("past", page, len(earlier), lambda number: f"{receipt}:{number}")
    return Reply(Outcome.DONE, (Heading(article.title), head, body), actions=(row,) if row else ())
