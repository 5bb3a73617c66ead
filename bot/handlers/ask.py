"""`ask`: the answer to a question."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.answering.answer import Answer, Extract, ShortAnswer, answer_question
from bot.answering.freshness import freshest, is_timed
from bot.answering.question import Question, read_question
from bot.handlers.floors import held_back
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.handlers.stories import lines_of, one_of_each_story
from bot.handlers.wording import citation, filter_line
from bot.phrases import say
from bot.replies import Block, Heading, Outcome, Quote, Reply, Text
from index.errors import LibraryEmptyError
from index.models import Filters, Hit, Query, Span
from index.search import Found, search
from index.store import Library
from index.text.calendar import spelled

log = logging.getLogger(__name__)

CANDIDATE_PASSAGES = 20
"""How many passages are searched for the answer's sentences."""
NOT_TOGETHER = "Not found with the rest of the question: {words}."
WIDER = 4
"""How many times as many are looked at where some will be put back or left out."""


async def ask(service: Service, request: AskRequest) -> Reply:
    """Answer a question with extracts and their citations, or say that nothing was found.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    TimeoutError
        There was no time to find anything; where passages were found but not read, they are the answer.
    """
    started, so_far = time.perf_counter(), list[Hit]()
    if service.settings.log_questions:
        log.info("asked: %s", request.text, extra={"fields": {"question": request.text}})
    try:
        answer = await service.read(partial(_answer, service=service, request=request, so_far=so_far))
    except TimeoutError:
        if not so_far:
            raise
        return _partial(so_far[: request.count], request, time.perf_counter() - started)
    blocks = _answered(answer) if answer.answered else _nothing(answer)
    outcome = Outcome.DONE if answer.answered else Outcome.NOTHING
    return Reply(outcome, tuple(blocks), answer, (time.perf_counter() - started) * 1000)


def _partial(hits: Sequence[Hit], request: AskRequest, took_s: float) -> Reply:
    """Return the passages that were found in time, and say that none was read closely."""
    blocks: list[Block] = [
        Heading(say("I ran out of time.")),
        Text(say("These passages rank highest for the words of the question; none was read closely:")),
        *filter_line(request.filters),
    ]
    for number, hit in enumerate(hits, start=1):
        article, passage = hit.passage.article, hit.passage
        blocks.append(Quote(number, passage.text, (), citation(article), article.url, article, passage.start))
    return Reply(Outcome.PARTIAL, tuple(blocks), took_ms=took_s * 1000)


def _answer(library: Library, service: Service, request: AskRequest, so_far: list[Hit] | None = None) -> Answer:
    """Answer a question; ``so_far`` is given what was found before it is read closely."""
    languages = library.languages()
    if not languages:
        raise LibraryEmptyError(library.path)
    question = read_question(request.text, [language for language, _ in languages], request.asked)
    if not question.terms:
        raise RequestError(
            say(
                '"{question}" holds no word to look for; name the person, place or thing you mean',
                question=request.text.strip(),
            )
        )
    found = find_passages(library, service, question, request.filters)
    if so_far is not None:
        so_far += found.hits
    answer = answer_question(question, found.hits, found.statistics, request.filters, request.count)
    answer = replace(answer, also=lines_of(library, [extract.article for extract in answer.extracts]))
    return held_back(answer, service.floor.value())


def find_passages(
    library: Library, service: Service, question: Question, filters: Filters, hidden: frozenset[str] = frozenset()
) -> Found:
    """Return the passages that an answer is made of, best first, fresh ones lifted where that counts.

    ``hidden`` are ids of articles that may not be used.
    """
    limit = CANDIDATE_PASSAGES * (WIDER if hidden or is_timed(question) else 1)
    found = search(library, Query(question.terms, filters, limit), service.settings.k1, service.settings.b)
    allowed = [hit for hit in found.hits if hit.passage.article.id not in hidden]
    distinct = one_of_each_story(library, allowed)
    return Found(tuple(freshest(question, distinct, CANDIDATE_PASSAGES)), found.statistics)


def _answered(answer: Answer) -> list[Block]:
    blocks: list[Block] = []
    if answer.short_answer:
        blocks.append(Heading(_headline(answer.short_answer)))
        if answer.short_answer.articles > 1:
            agree = say("{count:,} articles agree", count=answer.short_answer.articles)
            blocks.append(Text(agree, quiet=True))
    blocks += filter_line(answer.filters)
    return blocks + [_quote(extract, answer) for extract in answer.extracts]


def _headline(short: ShortAnswer) -> str:
    """Return the short answer's words; a date that means something only on its day comes spelled out before them."""
    return f"{spelled(short.value)} (“{short.text}”)" if short.relative else short.text


def _nothing(answer: Answer) -> list[Block]:
    blocks: list[Block] = [Heading(say("Nothing found that answers this."))]
    if answer.missing:
        words = tuple(f'"{word}"' for word in answer.missing)
        blocks.append(Text(say("Not found with the rest of the question: {words}.", words=words)))
    blocks += filter_line(answer.filters)
    if answer.extracts:
        blocks.append(Text(say("Nearest, but not an answer:"), quiet=True))
    return blocks + [_quote(extract, answer) for extract in answer.extracts[:2]]


def _quote(extract: Extract, answer: Answer) -> Quote:
    marks = tuple(Span(mark.start - extract.start, mark.end - extract.start) for mark in extract.highlights)
    article = extract.article
    cited = " · ".join(part for part in (citation(article), answer.also.get(article.id)) if part)
    return Quote(extract.number, extract.text, marks, cited, article.url, article, extract.start)
