"""`ask` and `search`."""

from __future__ import annotations

import time
from functools import partial

from bot.answering.answer import Answer, Extract, ShortAnswer, answer_question
from bot.answering.freshness import freshest, is_timed
from bot.answering.question import Question, read_question
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Block, Heading, Outcome, Quote, Reply, Text
from index.errors import LibraryEmptyError
from index.models import Article, Filters, Hit, Query, Span
from index.search import Found, search
from index.store import Library
from index.text.calendar import spelled
from index.text.tokens import token_spans

CANDIDATE_PASSAGES = 20
"""How many passages are searched for the answer's sentences."""
WIDER = 4
"""How many times as many are looked at where some will be put back or left out."""


async def ask(service: Service, request: AskRequest) -> Reply:
    """Answer a question with extracts and their citations, or say that nothing was found.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    """
    started = time.perf_counter()
    answer = await service.read(partial(_answer, service=service, request=request))
    blocks = _answered(answer) if answer.answered else _nothing(answer)
    outcome = Outcome.DONE if answer.answered else Outcome.NOTHING
    return Reply(outcome, tuple(blocks), answer, (time.perf_counter() - started) * 1000)


def _answer(library: Library, service: Service, request: AskRequest) -> Answer:
    languages = library.languages()
    if not languages:
        raise LibraryEmptyError(library.path)
    question = read_question(request.text, [language for language, _ in languages], request.asked)
    if not question.terms:
        raise RequestError(
            f'"{request.text.strip()}" holds no word to look for; name the person, place or thing you mean'
        )
    found = find_passages(library, service, question, request.filters)
    return answer_question(question, found.hits, found.statistics, request.filters, request.count)


def find_passages(
    library: Library, service: Service, question: Question, filters: Filters, hidden: frozenset[str] = frozenset()
) -> Found:
    """Return the passages that an answer is made of, best first, fresh ones lifted where that counts.

    ``hidden`` are ids of articles that may not be used.
    """
    limit = CANDIDATE_PASSAGES * (WIDER if hidden or is_timed(question) else 1)
    found = search(library, Query(question.terms, filters, limit), service.settings.k1, service.settings.b)
    allowed = [hit for hit in found.hits if hit.passage.article.id not in hidden]
    return Found(tuple(freshest(question, allowed, CANDIDATE_PASSAGES)), found.statistics)


async def search_passages(service: Service, request: AskRequest) -> Reply:
    """Show the passages that rank highest for some words, without reasoning."""
    started = time.perf_counter()
    hits = await service.read(partial(_search, service=service, request=request))
    took_ms = (time.perf_counter() - started) * 1000
    if not hits:
        return Reply(Outcome.NOTHING, (Heading("Nothing found."), *_filter_line(request.filters)), None, took_ms)
    blocks: list[Block] = [Text("Passages by relevance (BM25), best first", quiet=True), *_filter_line(request.filters)]
    terms = set(read_question(request.text).terms)
    blocks += [_passage_quote(hit, terms) for hit in hits]
    return Reply(Outcome.DONE, tuple(blocks), None, took_ms)


def _search(library: Library, service: Service, request: AskRequest) -> tuple[Hit, ...]:
    languages = library.languages()
    if not languages:
        raise LibraryEmptyError(library.path)
    terms = read_question(request.text, [language for language, _ in languages]).terms
    if not terms:
        raise RequestError(f'"{request.text.strip()}" holds no word to look for; name a person, place or thing')
    query = Query(terms, request.filters, request.count)
    return search(library, query, service.settings.k1, service.settings.b).hits


def _passage_quote(hit: Hit, terms: set[str]) -> Quote:
    passage = hit.passage
    marks = [
        span
        for span, found in token_spans(passage.text, passage.article.language or "en")
        if not terms.isdisjoint(found)
    ]
    citation = f"{_citation(passage.article)} · score {hit.score:.2f}"
    return Quote(hit.rank + 1, passage.text, tuple(marks), citation, passage.article.url)


def _answered(answer: Answer) -> list[Block]:
    blocks: list[Block] = []
    if answer.short_answer:
        blocks.append(Heading(_headline(answer.short_answer)))
        if answer.short_answer.articles > 1:
            blocks.append(Text(f"{answer.short_answer.articles} articles agree", quiet=True))
    blocks += _filter_line(answer.filters)
    return blocks + [_quote(extract) for extract in answer.extracts]


def _headline(short: ShortAnswer) -> str:
    """Return the short answer's words; a date that means something only on its day comes spelled out before them."""
    return f"{spelled(short.value)} (“{short.text}”)" if short.relative else short.text


def _nothing(answer: Answer) -> list[Block]:
    blocks: list[Block] = [Heading("Nothing found that answers this.")]
    if answer.missing:
        words = ", ".join(f'"{word}"' for word in answer.missing)
        blocks.append(Text(f"Not found with the rest of the question: {words}."))
    blocks += _filter_line(answer.filters)
    if answer.extracts:
        blocks.append(Text("Nearest, but not an answer:", quiet=True))
    return blocks + [_quote(extract) for extract in answer.extracts[:2]]


def _quote(extract: Extract) -> Quote:
    marks = tuple(Span(mark.start - extract.start, mark.end - extract.start) for mark in extract.highlights)
    return Quote(extract.number, extract.text, marks, _citation(extract.article), extract.article.url)


def _citation(article: Article) -> str:
    """Return title, outlet, author and date as one line."""
    parts = [article.title, article.publisher, article.author, article.published and article.published[:10]]
    return " · ".join(part for part in parts if part)


def _filter_line(filters: Filters) -> list[Block]:
    parts = [
        f"outlet {filters.publisher}" if filters.publisher else "",
        f"since {filters.since}" if filters.since else "",
        f"until {filters.until}" if filters.until else "",
    ]
    shown = ", ".join(part for part in parts if part)
    return [Text(f"Only articles: {shown}", quiet=True)] if shown else []
