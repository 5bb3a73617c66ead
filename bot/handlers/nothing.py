"""What else could be asked, where nothing was found."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import partial

from bot.answering.questions.question import Question, read_question
from bot.handlers.desk import Desk
from bot.handlers.requests import AskRequest, RequestError
from bot.markdown import day
from bot.phrases import listed, say
from bot.replies import Action, Block, Kept, Text
from bot.state import KeptAnswer
from index.engines.engine import ReadingEngine
from index.models import Filters, Query


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words of a question, as typed: those no article holds, and those only articles outside of the filters do."""

    never: tuple[str, ...]
    elsewhere: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """What can be said where nothing was found, the words not held (see `Unknown`), and what may have been meant."""

    blocks: tuple[Block, ...]
    never: tuple[str, ...]
    elsewhere: tuple[str, ...]
    spelled: tuple[str, ...]


async def ways_on(desk: Desk, request: AskRequest) -> Ways:
    """Return what the library doesn't know of a question, words spelled alike, and what it covers.

    Raises
    ------
    ArticleIndexError, TimeoutError
    """
    found = await desk.service.read(partial(_unknown, request=request))
    blocks: list[Block] = []
    if found.never:
        blocks.append(Text(say("No article mentions: {words}.", words=_in_quotes(found.never))))
    if found.elsewhere:
        words = _in_quotes(found.elsewhere)
        blocks.append(Text(say("Only articles left out by the filters mention: {words}.", words=words)))
    offers = await asyncio.to_thread(_spelled_otherwise, desk, found.never)
    if offers:
        near = listed(say("“{near}” for “{word}”", near=other, word=word) for word, other in offers.items())
        blocks.append(Text(say("Did you mean {words}?", words=near)))
    return Ways((*blocks, covered(desk)), found.never, found.elsewhere, tuple(offers.values()))


def _in_quotes(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(say("“{word}”", word=word) for word in words)


def _spelled_otherwise(desk: Desk, words: tuple[str, ...]) -> dict[str, str]:
    """Return, for words the library doesn't know, the one of its own that is spelled most alike, where there is one."""
    near = {word: desk.catalogue.spelled_like(word) for word in words}
    return {word: other for word, other in near.items() if other}


def _unknown(library: ReadingEngine, request: AskRequest) -> Unknown:
    question = read_question(request.text, [language for language, _ in library.languages()], request.asked)
    forms = {term: (term, *sorted(question.aliases_of(term))) for term in question.ordered}
    everywhere = library.search(Query(tuple(sorted({*question.terms, *question.aliases})), limit=1)).statistics.df
    held = {term for term in question.ordered if any(map(everywhere.get, forms[term]))}
    never = _words(question, [term for term in question.ordered if term not in held])
    if not request.filters.active:
        return Unknown(never, ())
    here = {term for term in held if library.search(Query(forms[term], request.filters, 1)).hits}
    return Unknown(never, _words(question, [term for term in question.ordered if term in held - here]))


def _words(question: Question, terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(question.words[term] for term in terms if term not in question.light))


def covered(desk: Desk) -> Block:
    """Return a line on what the library covers."""
    articles, days, outlets = desk.catalogue.articles, desk.catalogue.days, desk.catalogue.outlet_count
    if days:
        return Kept(
            say(
                "-# The library covers {articles:,} articles from {outlets:,} outlets, {first} to {last}.",
                articles=len(articles),
                outlets=outlets,
                first=day(days[0]),
                last=day(days[1]),
            )
        )
    said = say(
        "The library covers {articles:,} articles from {outlets:,} outlets.", articles=len(articles), outlets=outlets
    )
    return Text(said, quiet=True)


def further(kept: KeptAnswer, ways: Ways) -> tuple[Action, ...]:
    """Return buttons that ask again: spelled otherwise, with fewer filters, or with wider dates."""
    filters, actions = kept.filters, list[Action]()
    if ways.spelled:
        label = say("Ask with {words}", words=_in_quotes(ways.spelled))
        actions.append(Action(label, "wide", f"{kept.code}:spelling"))
    if filters.publisher:
        actions.append(Action(say("Any outlet"), "wide", f"{kept.code}:outlet"))
    if filters.since or filters.until:
        actions.append(Action(say("A year more"), "wide", f"{kept.code}:year"))
        actions.append(Action(say("Any date"), "wide", f"{kept.code}:date"))
    return tuple(actions)


async def further_request(desk: Desk, kept: KeptAnswer, question: str | None, which: str) -> AskRequest:
    """Return the request of an answer spelled otherwise, or without its outlet or dates, or with a year more of them.

    Raises
    ------
    RequestError
        The question is neither kept nor given.
    ArticleIndexError, TimeoutError
    """
    text = kept.question or question
    if not text:
        raise RequestError(say("the question is not kept; ask it again"))
    request = AskRequest(text, filters=kept.filters)
    if which != "spelling":
        return replace(request, filters=_wider_filters(kept.filters, which))
    found = await desk.service.read(partial(_unknown, request=request))
    for word, other in (await asyncio.to_thread(_spelled_otherwise, desk, found.never)).items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", other, text)
    return replace(request, text=text)


def _wider_filters(filters: Filters, which: str) -> Filters:
    if which == "outlet":
        return replace(filters, publisher=None)
    if which == "date":
        return replace(filters, since=None, until=None)
    since, until = filters.since, filters.until
    return replace(
        filters,
        since=since.replace(year=max(since.year - 1, 1), day=min(since.day, 28)) if since else None,
        until=until.replace(year=min(until.year + 1, 9999), day=min(until.day, 28)) if until else None,
    )
