"""*Find the source*: tell whether a sentence is in the library, word for word or nearly."""

from __future__ import annotations

import difflib
from functools import partial

from bot.answering.questions.question import read_question
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.handlers.wording import citation
from bot.phrases import say
from bot.replies import Asked, Heading, Outcome, Quote, Reply, Text
from index.engines.engine import ReadingEngine
from index.models import Article, Query, Span
from index.text.normalise import matching_form

CANDIDATES = 10
CLOSE = 0.6
"""How alike a sentence has to be to be shown as close, 0 to 1."""
MAX_SHOWN = 3


async def find_source(service: Service, request: AskRequest) -> Reply:
    """Look for the article a sentence is from.

    Raises
    ------
    RequestError
        The text holds no word to look for.
    """
    found = await service.read(partial(_find, service=service, text=request.text))
    asked = Asked(request.text)
    if not found:
        return Reply(
            Outcome.NOTHING,
            (asked, Heading(say("Not in the library.")), Text(say("No sentence is close to it either."))),
        )
    quotes = [
        Quote(number, article.text[span.start : span.end], (), citation(article), article.url, article, span.start)
        for number, (_, article, span) in enumerate(found[:MAX_SHOWN], start=1)
    ]
    exact = found[0][0] == 1.0
    said = (
        say("In the library, word for word.") if exact else say("Not word for word; these sentences are close to it:")
    )
    return Reply(Outcome.DONE if exact else Outcome.NOTHING, (asked, Heading(said), *quotes))


def _find(library: ReadingEngine, *, service: Service, text: str) -> list[tuple[float, Article, Span]]:
    """Return likeness, article and place of the sentences most like a text, best first."""
    terms = read_question(text, [language for language, _ in library.languages()]).terms
    if not terms:
        raise RequestError(say("that message holds no word to look for"))
    wanted = " ".join(matching_form(text).casefold().split())
    matcher = difflib.SequenceMatcher(b=wanted, autojunk=False)
    found: dict[tuple[str, Span], tuple[float, Article, Span]] = {}
    for hit in library.search(Query(terms, limit=CANDIDATES), service.settings.k1, service.settings.b).hits:
        article = hit.passage.article
        for span in hit.passage.sentences:
            sentence = " ".join(matching_form(article.text[span.start : span.end]).casefold().split())
            likeness = _likeness(matcher, sentence[:2_000], wanted)
            if likeness >= CLOSE:
                found[article.id, span] = (likeness, article, span)
    return sorted(found.values(), key=lambda item: (-item[0], item[1].id, item[2]))


def _likeness(matcher: difflib.SequenceMatcher[str], sentence: str, wanted: str) -> float:
    """Return 1 where one holds the other whole, else how alike they are, 0 to just under 1."""
    if sentence and (sentence in wanted or wanted in sentence):
        return 1.0
    matcher.set_seq1(sentence)
    return matcher.ratio() * 0.999 if matcher.quick_ratio() >= CLOSE else 0.0
