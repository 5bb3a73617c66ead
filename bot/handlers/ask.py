"""`ask`: the answer to a question, and the account of it."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.answering.answer import Answer, Extract, ShortAnswer
from bot.handlers.asking import Worked, work_out
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.handlers.why import why_blocks
from bot.handlers.wording import citation, filter_line, understood_lines
from bot.phrases import say
from bot.replies import Block, Heading, Outcome, Quote, Reply, Text
from index.models import Hit, Span
from index.text.calendar import spelled

log = logging.getLogger(__name__)

NOT_TOGETHER = "Not found with the rest of the question: {words}."


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
        worked = await _work_out(service, request, so_far)
    except TimeoutError:
        if not so_far:
            raise
        return _partial(so_far[: request.count], request, time.perf_counter() - started)
    return _reply(worked, started)


async def explain_answer(service: Service, request: AskRequest) -> Reply:
    """Answer a question as `ask` does, and tell below why the answer is what it is.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    TimeoutError
    """
    started = time.perf_counter()
    worked = await _work_out(service, request, [])
    reply = _reply(worked, started)
    account = worked.why
    return replace(reply, blocks=(*reply.blocks, *why_blocks(account)), why=account)


async def _work_out(service: Service, request: AskRequest, so_far: list[Hit]) -> Worked:
    work = partial(work_out, service=service, request=request, floor=service.floor.value(), so_far=so_far)
    return await service.read(work)


def _reply(worked: Worked, started: float) -> Reply:
    answer = worked.answer
    said = [*understood_lines(answer), *filter_line(worked.chosen_filters)]
    blocks = _answered(answer, said) if answer.answered else _nothing(answer, said)
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


def _answered(answer: Answer, said: Sequence[Block]) -> list[Block]:
    """Return the blocks of an answer; ``said`` tells what it rests on besides the question."""
    blocks: list[Block] = []
    if answer.short_answer:
        blocks.append(Heading(_headline(answer.short_answer)))
        if answer.short_answer.others:
            blocks.append(Text(_difference(answer.short_answer)))
        elif answer.short_answer.articles > 1:
            agree = say("{count:,} articles agree", count=answer.short_answer.articles)
            blocks.append(Text(agree, quiet=True))
    blocks += said
    return blocks + [_quote(extract, answer) for extract in answer.extracts]


def _headline(short: ShortAnswer) -> str:
    """Return the words of the short answer, or of both where articles differ."""
    words = _words(short)
    for other in short.others:
        words = say("{one} or {other}", one=words, other=_words(other))
    return words


def _words(short: ShortAnswer) -> str:
    """Return a short answer's words; a date that means something only on its day comes spelled out before them.

    What changes with time has the day of its article behind it.
    """
    if short.as_of:
        return f"{short.text} ({spelled(short.as_of)})"
    return f"{spelled(short.value)} (“{short.text}”)" if short.relative else short.text


def _difference(short: ShortAnswer) -> str:
    """Return which extract says what, and how many articles say so."""
    said = tuple(
        say("{words} [{number}] and {count:,} more", words=_words(item), number=item.extract, count=item.articles - 1)
        if item.articles > 1
        else f"{_words(item)} [{item.extract}]"
        for item in (short, *short.others)
    )
    return say("Articles differ: {answers}", answers=said)


def _nothing(answer: Answer, said: Sequence[Block]) -> list[Block]:
    blocks: list[Block] = [Heading(say("Nothing found that answers this."))]
    if answer.missing:
        words = tuple(f'"{word}"' for word in answer.missing)
        blocks.append(Text(say("Not found with the rest of the question: {words}.", words=words)))
    blocks += said
    if answer.extracts:
        blocks.append(Text(say("Nearest, but not an answer:"), quiet=True))
    return blocks + [_quote(extract, answer) for extract in answer.extracts[:2]]


def _quote(extract: Extract, answer: Answer) -> Quote:
    marks = tuple(Span(mark.start - extract.start, mark.end - extract.start) for mark in extract.highlights)
    article = extract.article
    also = answer.also.get(article.id)
    cited = say("{citation} · {also}", citation=citation(article), also=also) if also else citation(article)
    return Quote(extract.number, extract.text, marks, cited, article.url, article, extract.start, also=also or "")
