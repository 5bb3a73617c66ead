"""From a request to what its answer is made of: the one way for `ask`, its account, and `eval`."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answering.answer import Answer, Decision, answer_of, decide
from bot.answering.freshness import freshest, is_timed
from bot.answering.question import Question, read_question
from bot.answering.why import Why, why
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from index.errors import LibraryEmptyError
from index.models import Filters, Query
from index.search import Found, search
from index.store import Library

CANDIDATE_PASSAGES = 20
"""How many passages are searched for the answer's sentences."""
WIDER = 4
"""How many times as many are looked at where some will be put back or left out."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A question, the passages found for it, and what was decided; ``filters`` are those that the passages pass."""

    question: Question
    filters: Filters
    found: Found
    decision: Decision

    @property
    def answer(self) -> Answer:
        """What the person gets."""
        return answer_of(self.question, self.decision, self.filters)

    @property
    def why(self) -> Why:
        """The account of the answer."""
        return why(self.question, self.found.hits, self.found.statistics, self.filters, self.decision)


def work_out(library: Library, service: Service, request: AskRequest, hidden: frozenset[str] = frozenset()) -> Worked:
    """Read a question, find its passages and decide on an answer; ``hidden`` are ids of articles that don't count.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    LibraryEmptyError
    """
    languages = library.languages()
    if not languages:
        raise LibraryEmptyError(library.path)
    question = read_question(request.text, [language for language, _ in languages], request.asked)
    if not question.terms:
        raise RequestError(
            f'"{request.text.strip()}" holds no word to look for; name the person, place or thing you mean'
        )
    found = _find_passages(library, service, question, request.filters, hidden)
    decision = decide(question, found.hits, found.statistics, request.count)
    return Worked(question, request.filters, found, decision)


def _find_passages(
    library: Library, service: Service, question: Question, filters: Filters, hidden: frozenset[str]
) -> Found:
    """Return the passages that an answer is made of, best first, fresh ones lifted where that counts."""
    limit = CANDIDATE_PASSAGES * (WIDER if hidden or is_timed(question) else 1)
    found = search(library, Query(question.terms, filters, limit), service.settings.k1, service.settings.b)
    allowed = [hit for hit in found.hits if hit.passage.article.id not in hidden]
    return Found(tuple(freshest(question, allowed, CANDIDATE_PASSAGES)), found.statistics)
