"""From a request to what its answer is made of: the one way for `ask`, its account, and `eval`."""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bot.answering.answer import Answer, Decision, answer_of, decide, held_back, holds, refused
from bot.answering.questions.capitals import in_capitals, lacks_capitals
from bot.answering.questions.constraints import filters_with
from bot.answering.questions.question import TIME_OF_DAY, Question, read_question
from bot.answering.questions.spelling import as_written, may_be_meant, repaired, respelled, with_corrections
from bot.answering.ranking.defining import asks_what
from bot.answering.ranking.rerank import rerank
from bot.answering.topics.current import asks_present, asks_value
from bot.answering.topics.holders import naming_first
from bot.answering.topics.offices import asks_holder, terms_of_holder
from bot.answering.why import Why, why
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.handlers.stories import lines_of, one_of_each_story
from bot.phrases import say
from index.engines.engine import ReadingEngine
from index.errors import LibraryEmptyError
from index.models import Filters, Hit, Query
from index.search import Found, Narrow
from index.text.tokens import tokenize

PASSAGES_FOUND = 80
"""How many passages are found by their words."""
CANDIDATE_PASSAGES = 20
"""In how many of them, the most promising, the answer's sentences are looked for."""
NEWEST_PASSAGES = 400
"""How many are found where it is asked what is so today: the newest name it no more often than those before."""
TODAY_CANDIDATES = 30
"""In how many of them sentences are looked for where a figure of today is asked for."""
HOLDER_TEXTS = 80
"""How many texts are looked through for the name of whoever holds an office now."""
PHRASE_PASSAGES = 400
"""How many passages with the words of a phrase are looked at for the phrase itself."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A question, the passages found for it, and what was decided.

    ``typed`` is the question as it was typed, but for white space; ``question`` may have been given capitals.
    ``filters`` are those that the passages pass: ``chosen_filters``, and those in the question's words. ``also`` holds
    article id -> where else its story stands.
    """

    typed: str
    question: Question
    chosen_filters: Filters
    filters: Filters
    found: Found
    decision: Decision
    also: Mapping[str, str] = field(default_factory=dict)

    @property
    def answer(self) -> Answer:
        """What the person gets."""
        return replace(answer_of(self.question, self.decision, self.filters), question=self.typed, also=self.also)

    @property
    def why(self) -> Why:
        """The account of the answer."""
        return why(self.question, self.found.hits, self.found.statistics, self.filters, self.decision)


def work_out(
    library: ReadingEngine,
    service: Service,
    request: AskRequest,
    *,
    floor: float = 0.0,
    hidden: frozenset[str] = frozenset(),
    so_far: list[Hit] | None = None,
) -> Worked:
    """Read a question, find its passages and decide on an answer.

    ``floor`` is the least confidence of an answer, ``hidden`` are ids of articles that don't count; ``so_far`` is given
    what was found before it is read closely.

    A word the library does not hold is taken for a slip of one that it does, if there is such a one: unless the
    question is answered as it is and is not with the other word.

    Raises
    ------
    RequestError
        The question holds no word to look for.
    LibraryEmptyError
    """
    languages = [language for language, _ in library.languages()]
    if not languages:
        raise LibraryEmptyError(library.path)
    asking = _Asking(library, service, request, hidden, languages, floor, [] if so_far is None else so_far)
    question = asking.read(request.text)
    if not question.terms:
        raise no_words(request)
    found = None
    if lacks_capitals(question.text):
        question, found = asking.in_capitals(question)
    worked = asking.decide(question, found)
    _settle()
    df = worked.found.statistics.df
    written_elsewhere = {term for other, term in question.variants.items() if df.get(other)}
    unknown = [term for term in question.terms if not df.get(term) and term not in written_elsewhere]
    repairs = repaired(question, unknown, library.known_terms) if unknown else {}
    if not repairs:
        return worked
    again = asking.respelled(question, repairs)
    return again if again and (again.decision.answered or not worked.decision.answered) else worked


@cache
def _settle() -> None:
    """Keep what the first answer loaded from the garbage collector: it stays, and looking it through takes 10 ms."""
    gc.freeze()


def no_words(request: AskRequest) -> RequestError:
    """Return the refusal of a question that holds no word to look for."""
    return RequestError(
        say(
            '"{question}" holds no word to look for; name the person, place or thing you mean',
            question=request.text.strip(),
        )
    )


@dataclass(frozen=True, slots=True)
class _Asking:
    """Who asks what of which library; `work_out` tries a question more than once."""

    library: ReadingEngine
    service: Service
    request: AskRequest
    hidden: frozenset[str]
    languages: Sequence[str]
    floor: float
    so_far: list[Hit]

    def read(self, text: str) -> Question:
        today = self.request.today if self.library.is_dated() else None
        return read_question(
            text, self.languages, self.request.asked, today=today, outlet_named=self.library.outlet_named
        )

    def in_capitals(self, question: Question) -> tuple[Question, Found | None]:
        """Return a question as read with the capitals that passages found for it write; and what it finds, if known."""
        found = self.find(question, filters_with(self.request.filters, question.constraints))
        asked = question.written if question.measure == TIME_OF_DAY else question.text
        text = in_capitals(asked, question.language, [hit.passage.text for hit in found.hits])
        if text == asked:
            return question, found
        again = self.read(text)
        return again, found if _looked_for(again) == _looked_for(question) else None

    def respelled(self, question: Question, repairs: Mapping[str, str]) -> Worked | None:
        """Return what comes of other words for some terms; they are shown as the passages found write them.

        A name is no slip of what is written small: "Petito" is not "petition". ``None`` if none is a slip.
        """
        text = self.request.text
        first = self.find(self.read(respelled(text, question, repairs)), self.request.filters)
        written = {term: as_written(meant, question.language, first.hits) for term, meant in repairs.items()}
        slips = {term: word for term, word in written.items() if may_be_meant(word, question.words[term], text)}
        if len(slips) < len(written):
            repairs = {term: repairs[term] for term in slips}
            return self.respelled(question, repairs) if repairs else None
        return self.decide(with_corrections(self.read(respelled(text, question, written)), question, repairs))

    def decide(self, question: Question, found: Found | None = None) -> Worked:
        """Return what comes of a question; where nothing meets its constraints, the nearest of what doesn't.

        ``found`` is what it finds, if that is known.
        """
        filters = filters_with(self.request.filters, question.constraints)
        worked = self._decide(question, filters, found)
        if worked.decision.answered or filters == self.request.filters:
            return worked
        anywhere = self._decide(question, self.request.filters)
        return replace(worked, found=anywhere.found, decision=refused(anywhere.decision))

    def _decide(self, question: Question, filters: Filters, found: Found | None = None) -> Worked:
        found = found or self.find(question, filters)
        kept = _holding(question, found.hits)
        if question.phrases and not kept:
            wider = self._search(Query(phrase_terms(question), filters, PHRASE_PASSAGES))
            kept = _holding(question, wider.hits)
        found = Found(tuple(kept or found.hits)[: _read_count(question)], found.statistics)
        self.so_far[:] = found.hits
        decision = held_back(decide(question, found.hits, found.statistics, self.request.count), self.floor)
        chosen = self.request.filters
        also = lines_of(self.library, [item.article for item in decision.chosen])
        return Worked(
            " ".join(self.request.text.split()),
            question,
            chosen,
            filters,
            found,
            decision if kept else refused(decision),
            also,
        )

    def find(self, question: Question, filters: Filters) -> Found:
        """Return the passages that an answer is made of, most promising first."""
        asks_now = asks_holder(question)
        reads_all = question.phrases or asks_what(question)  # the texts tell which to keep
        count = PASSAGES_FOUND if question.phrases else HOLDER_TEXTS if asks_now else _read_count(question)

        def narrow(hits: Sequence[Hit]) -> list[Hit]:
            return rerank(question, one_of_each_story(self.library, self._shown(hits)), count)

        limit = NEWEST_PASSAGES if asks_present(question) else PASSAGES_FOUND
        query = Query((*question.searched, *sorted(terms_of_holder(question))), filters, limit)
        found = self._search(query, None if reads_all else narrow)
        hits = narrow(found.hits) if reads_all else found.hits
        return Found(tuple(naming_first(question, hits) if asks_now else hits), found.statistics)

    def _shown(self, hits: Sequence[Hit]) -> list[Hit]:
        return [hit for hit in hits if hit.passage.article.id not in self.hidden]

    def _search(self, query: Query, narrow: Narrow | None = None) -> Found:
        found = self.library.search(query, self.service.settings.k1, self.service.settings.b, narrow)
        return Found(tuple(self._shown(found.hits)), found.statistics)


def _looked_for(question: Question) -> tuple[object, ...]:
    """Return what tells which passages are found for a question, and which of them are read."""
    asks_now = asks_holder(question), terms_of_holder(question)
    return question.terms, question.constraints, question.dates, question.kind, asks_now, _read_count(question)


def _read_count(question: Question) -> int:
    """Return in how many passages the sentences are looked for that may answer a question."""
    return TODAY_CANDIDATES if asks_value(question) else CANDIDATE_PASSAGES


def _holding(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits whose passages hold every phrase of the question as it is written."""
    return [hit for hit in hits if all(holds(phrase, hit.passage) for phrase in question.phrases)]


def phrase_terms(question: Question) -> tuple[str, ...]:
    """Return the terms of the phrases."""
    return tuple(sorted({term for phrase in question.phrases for term in tokenize(phrase, question.language)}))
