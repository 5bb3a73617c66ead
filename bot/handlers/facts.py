"""`/article`, `/articles`, `/about`, `/privacy`, `/help`: what is there, and what is kept."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache, partial

from bot.handlers.around import article_page, page_row
from bot.handlers.articles import article_by_id
from bot.handlers.catalogue import Catalogue
from bot.handlers.desk import Desk
from bot.handlers.kept import keep_article
from bot.handlers.past import earlier_texts, past_action
from bot.handlers.requests import RequestError
from bot.handlers.wording import day_published
from bot.layout import fitted, shortened
from bot.markdown import day
from bot.phrases import Day, listed, number, say
from bot.replies import Action, Block, Facts, Heading, Kept, Outcome, Reply, Style, Text
from index.engines.engine import ReadingEngine
from index.models import Article
from index.store import ListedArticle

LIST_LENGTH = 15
"""Articles on a page of a list."""
MAX_TITLE = 120
MAX_OUTLET = 40
MAX_FACT = 160

HELP = (
    say(
        "`/ask` answers a question with quotes from the library's articles. The short answer comes first where it is "
        "safe; every quote stands in its article word for word, and its title opens the page."
    ),
    say("`/search` shows the passages in which your words count most."),
    say("`/articles` and `/article` show what is in the library."),
    say("Every quote has a receipt, such as `7KM2Q4XA`; `/receipt` tells months later whether it still stands."),
    say("`/about` tells what the library covers, `/privacy` what is kept about you."),
    say("On a message, under Apps: *Ask Cuttings about this*, and *Find the source*."),
)


async def show_article(desk: Desk, wanted: str) -> Reply:
    """Show the article of an id, link or title, from its beginning.

    Raises
    ------
    RequestError
        There is none, or more than one.
    """
    article = await desk.service.read(partial(_find, wanted=wanted.strip()))
    kept = await keep_article(desk, article)
    page = await asyncio.to_thread(article_page, article, kept, 0)
    earlier = await desk.service.read(partial(earlier_texts, article_id=article.id))
    facts: list[tuple[str, str | None]] = [
        (say("published"), day_published(article) if article.published else None),
        (say("outlet"), article.publisher),
        (say("author"), article.author),
        (say("language"), article.language),
        (say("tags"), ", ".join(article.tags)),
        (say("revision"), article.revision),
        (say("earlier texts"), number(len(earlier)) if earlier else None),
        (say("length"), say("{count:,} characters", count=len(article.text))),
    ]
    # What is longer would take the room of the page, which is measured for itself.
    shown = Facts(tuple((name, shortened(value, MAX_FACT)) for name, value in facts if value))
    actions = (*page.actions, (past_action(kept.receipt),)) if earlier else page.actions
    return Reply(Outcome.DONE, (page.blocks[0], shown, *page.blocks[2:]), actions=actions)


def _find(library: ReadingEngine, wanted: str) -> Article:
    found = library.find_ids(wanted)
    # By its place too, which those who use this command should not be able to try out.
    ids = [] if "://" not in wanted and found and article_is_at(library, found[0], wanted) else found
    if not ids:
        raise RequestError(
            say(
                "no article has the title or link “{wanted}”; choose one of those offered while you type",
                wanted=wanted[:MAX_TITLE],
            )
        )
    if len(ids) > 1:
        raise RequestError(
            say("{count:,} articles have that title; choose one of those offered while you type", count=len(ids))
        )
    article = article_by_id(library, ids[0])
    if article is None:
        raise RequestError(say("that article holds no text"))
    return article


def article_is_at(library: ReadingEngine, article_id: str, place: str) -> bool:
    """Tell whether a place names an article, and nothing that people see of it does."""
    article = article_by_id(library, article_id)
    return article is not None and article.location == place and place not in {article.id, article.title}


@lru_cache(maxsize=4_096)
def outlet_key(outlet: str) -> str:
    """Return a short name of an outlet that fits into the id of a button."""
    return hashlib.blake2b(outlet.casefold().encode(), digest_size=6).hexdigest()


def list_articles(catalogue: Catalogue, page: int, outlet: str, since: str) -> Reply:
    """Show a page of the articles, newest first; ``outlet`` is a key as `outlet_key` makes it; ``""`` is no bound."""
    found = [
        article
        for article in catalogue.articles
        if (not outlet or (article.publisher and outlet_key(article.publisher) == outlet))
        and (not since or (article.published or "") >= since)
    ]
    if not found:
        return Reply(Outcome.NOTHING, (Heading(say("No articles.")),))
    pages = -(-len(found) // LIST_LENGTH)
    page = min(max(page, 0), pages - 1)
    shown = found[page * LIST_LENGTH : (page + 1) * LIST_LENGTH]
    bounds = [found[0].publisher or ""] * bool(outlet)
    bounds += [say("{name} {value}", name=say("since"), value=Day(since))] * bool(since)
    head: list[Block] = [Heading(say("{count:,} articles, newest first", count=len(found)))]
    head += [Text(say("Only: {bounds}", bounds=tuple(bounds)), quiet=True)] if bounds else []
    row = page_row("list", page, pages, lambda number: f"{number}:{since}:{outlet}")
    return Reply(Outcome.DONE, (*head, Kept(article_lines(shown))), actions=(row,))


def article_lines(articles: Sequence[ListedArticle]) -> str:
    """Return a line of Markdown for each article; a page of them always fits into a message."""
    lines = []
    for article in articles:
        parts = [f"**{fitted(article.title, MAX_TITLE)}**"]
        parts += [fitted(article.publisher, MAX_OUTLET)] if article.publisher else []
        parts += [day(article.published)] if article.published else []
        lines.append(" · ".join(parts))
    return "\n".join(lines)


async def about(desk: Desk) -> Reply:
    """Tell what the library covers.

    Raises
    ------
    ArticleIndexError
    """
    overview, changed = await desk.service.read(lambda library: (library.overview(), int(library.changed_at())))
    read_at = await desk.service.read(_last_read)
    first, last = overview.first_published or "", overview.last_published or ""
    dates = say("{first} to {last}", first=Day(first), last=Day(last)) if first else say("no dates known")
    languages = listed(say("{name} {count:,}", name=name, count=count) for name, count in overview.languages)
    facts = Facts(
        (
            (say("articles"), number(overview.articles)),
            (say("passages"), number(overview.passages)),
            (say("outlets"), number(overview.publishers)),
            (say("languages"), languages or say("none")),
            (say("published"), dates),
        )
    )
    when = Kept(say("-# Last changed {when}", when=f"<t:{changed}:R>"))
    if read_at:
        when = Kept(
            say("-# Last changed {when}, sources last read {read}", when=f"<t:{changed}:R>", read=f"<t:{read_at}:R>")
        )
    return Reply(Outcome.DONE, (Heading(say("What I can answer from")), facts, when))


def _last_read(library: ReadingEngine) -> int:
    """Return when a source was last read, in seconds since 1970; 0 if that is not known."""
    runs = [item.last_run for item in library.known_sources() if item.last_run]
    return max((int(datetime.fromisoformat(run).timestamp()) for run in runs), default=0)


async def privacy(desk: Desk, user_id: int) -> Reply:
    """Tell a person what is kept about them, with a button that deletes it.

    Raises
    ------
    StateError
    """
    answers, questions, votes = await desk.keeper.read(lambda state: state.kept_about(state.person(user_id)))
    keeps = desk.service.settings.keep_questions
    facts = Facts(
        (
            (say("answers you asked for"), number(answers)),
            (say("texts of your questions"), number(questions)),
            (say("your votes"), number(votes)),
        )
    )
    rule = say("Texts of questions are kept here.") if keeps else say("Texts of questions are not kept here.")
    hashed = say(
        "Of who you are I keep a keyed hash: it lets me tell that two things are by the same person, but not who that "
        "is. Quotes that were shown can still be checked by their receipts."
    )
    rows = ((Action(say("Delete it"), "forget", "", Style.GRAVE),),) if answers or votes else ()
    blocks = (Heading(say("What I keep about you")), facts, Text(rule), Text(hashed))
    return Reply(Outcome.DONE, blocks, actions=rows)


async def forget(desk: Desk, user_id: int) -> Reply:
    """Delete what is kept about a person.

    Raises
    ------
    StateError
    """
    await desk.keeper.run(lambda state: state.forget(state.person(user_id)))
    said = say(
        "Deleted. Answers you asked for are nobody's now, so you can't remove them any more, and the buttons of "
        "private ones have ended."
    )
    return Reply(Outcome.DONE, (Text(said),))


def help_page() -> Reply:
    """Tell what the commands do."""
    return Reply(Outcome.DONE, (Heading(say("What I do")), *(Kept(line) for line in HELP)))
