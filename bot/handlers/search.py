"""`search`: the passages that rank highest, and how their scores come about."""

from __future__ import annotations

import time
from functools import partial

from bot.answering.questions.question import read_question
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.handlers.wording import citation, filter_line
from bot.phrases import say
from bot.replies import Block, Heading, Outcome, Quote, RankedPassage, Reply, Table, Text
from index.engines.engine import ReadingEngine
from index.errors import LibraryEmptyError
from index.models import Query
from index.rank import TermScore, explain
from index.text.tokens import token_spans


async def search_passages(service: Service, request: AskRequest) -> Reply:
    """Show the passages that rank highest for some words, without reasoning.

    Raises
    ------
    RequestError
        There is no word to look for.
    """
    return await _reply(service, request, explained=False)


async def explain_passages(service: Service, request: AskRequest) -> Reply:
    """Show the passages that rank highest, and below each what every term adds to its score.

    Raises
    ------
    RequestError
        There is no word to look for.
    """
    return await _reply(service, request, explained=True)


async def _reply(service: Service, request: AskRequest, *, explained: bool) -> Reply:
    started = time.perf_counter()
    ranked = await service.read(partial(_search, service=service, request=request))
    took_ms = (time.perf_counter() - started) * 1000
    if not ranked:
        return Reply(Outcome.NOTHING, (Heading(say("Nothing found.")), *filter_line(request.filters)), took_ms=took_ms)
    blocks: list[Block] = [
        Text(say("Passages by relevance (BM25), best first"), quiet=True),
        *filter_line(request.filters),
    ]
    for number, item in enumerate(ranked, start=1):
        blocks.append(_quote(number, item))
        if explained:
            blocks.append(_table(item.terms))
    return Reply(Outcome.DONE, tuple(blocks), took_ms=took_ms, passages=ranked if explained else _unexplained(ranked))


def _search(library: ReadingEngine, service: Service, request: AskRequest) -> tuple[RankedPassage, ...]:
    languages = library.languages()
    if not languages:
        raise LibraryEmptyError(library.path)
    terms = read_question(request.text, [language for language, _ in languages]).terms
    if not terms:
        raise RequestError(
            say('"{words}" holds no word to look for; name a person, place or thing', words=request.text.strip())
        )
    query = Query(terms, request.filters, request.count)
    found = library.search(query, service.settings.k1, service.settings.b)
    return tuple(RankedPassage(hit, explain(found.statistics, terms, hit.tfs, hit.length)) for hit in found.hits)


def _unexplained(ranked: tuple[RankedPassage, ...]) -> tuple[RankedPassage, ...]:
    return tuple(RankedPassage(item.hit, ()) for item in ranked)


def _quote(number: int, item: RankedPassage) -> Quote:
    passage = item.hit.passage
    terms = {score.term for score in item.terms}
    marks = [
        span
        for span, found in token_spans(passage.text, passage.article.language or "en")
        if not terms.isdisjoint(found)
    ]
    line = f"{citation(passage.article)} · score {item.hit.score:.2f}"
    return Quote(number, passage.text, tuple(marks), line, passage.article.url, passage.article, passage.start)


def _table(terms: tuple[TermScore, ...]) -> Table:
    rows = [
        (
            score.term,
            f"{score.df:,}",
            f"{score.idf:.3f}",
            str(score.tf),
            f"{score.norm:.3f}",
            f"{score.contribution:.3f}",
        )
        for score in terms
    ]
    total = f"{sum(score.contribution for score in terms):.3f}"
    return Table(("term", "df", "idf", "tf", "length norm", "adds"), (*rows, ("score", "", "", "", "", total)))
