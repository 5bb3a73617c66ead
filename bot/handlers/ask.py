"""`ask`: the answer to a question, and the account of it."""

from __future__ import annotations

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
from bot.replies import Block, Heading, Outcome, Quote, Reply, Text
from index.models import Span
from index.text.calendar import spelled


async def ask(service: Service, request: AskRequest) -> Reply:
    """Answer a question with extracts and their citations, or say that nothing was found.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    """
    started = time.perf_counter()
    worked = await service.read(partial(work_out, service=service, request=request))
    return _reply(worked, started)


async def explain_answer(service: Service, request: AskRequest) -> Reply:
    """Answer a question as `ask` does, and tell below why the answer is what it is.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    """
    started = time.perf_counter()
    worked = await service.read(partial(work_out, service=service, request=request))
    reply = _reply(worked, started)
    account = worked.why
    return replace(reply, blocks=(*reply.blocks, *why_blocks(account)), why=account)


def _reply(worked: Worked, started: float) -> Reply:
    answer = worked.answer
    said = [*understood_lines(answer), *filter_line(worked.chosen_filters)]
    blocks = _answered(answer, said) if answer.answered else _nothing(answer, said)
    outcome = Outcome.DONE if answer.answered else Outcome.NOTHING
    return Reply(outcome, tuple(blocks), answer, (time.perf_counter() - started) * 1000)


def _answered(answer: Answer, said: Sequence[Block]) -> list[Block]:
    """Return the blocks of an answer; ``said`` tells what it rests on besides the question."""
    blocks: list[Block] = []
    if answer.short_answer:
        blocks.append(Heading(_headline(answer.short_answer)))
        if answer.short_answer.others:
            blocks.append(Text(_difference(answer.short_answer)))
        elif answer.short_answer.articles > 1:
            blocks.append(Text(f"{answer.short_answer.articles} articles agree", quiet=True))
    blocks += said
    return blocks + [_quote(extract) for extract in answer.extracts]


def _headline(short: ShortAnswer) -> str:
    """Return the words of the short answer, or of all of them where articles differ."""
    return " or ".join(_words(item) for item in (short, *short.others))


def _words(short: ShortAnswer) -> str:
    """Return a short answer's words; a date that means something only on its day comes spelled out before them."""
    return f"{spelled(short.value)} (“{short.text}”)" if short.relative else short.text


def _difference(short: ShortAnswer) -> str:
    """Return which extract says what, and how many articles say so."""
    said = [
        f"{_words(item)} [{item.extract}]" + (f" and {item.articles - 1} more" if item.articles > 1 else "")
        for item in (short, *short.others)
    ]
    return f"Articles differ: {', '.join(said)}"


def _nothing(answer: Answer, said: Sequence[Block]) -> list[Block]:
    blocks: list[Block] = [Heading("Nothing found that answers this.")]
    if answer.missing:
        words = ", ".join(f'"{word}"' for word in answer.missing)
        blocks.append(Text(f"Not found with the rest of the question: {words}."))
    blocks += said
    if answer.extracts:
        blocks.append(Text("Nearest, but not an answer:", quiet=True))
    return blocks + [_quote(extract) for extract in answer.extracts[:2]]


def _quote(extract: Extract) -> Quote:
    marks = tuple(Span(mark.start - extract.start, mark.end - extract.start) for mark in extract.highlights)
    article = extract.article
    return Quote(extract.number, extract.text, marks, citation(article), article.url, article, extract.start)
