"""The answer: extracts with their citations, or an explicit "nothing found"; and the way from hits to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from bot.answering.matching.becoming import becomes
from bot.answering.matching.candidate import Candidate, days_between, evidence_terms
from bot.answering.matching.features import GROUPS
from bot.answering.matching.reading import Reading
from bot.answering.matching.saying import says_what_is_asked
from bot.answering.matching.telling import is_news_in_brief
from bot.answering.questions.constraints import Constraint
from bot.answering.questions.question import AnswerKind, Correction, Question
from bot.answering.ranking.choosing import choose
from bot.answering.ranking.comparing import is_of_others
from bot.answering.ranking.evidence import answers_probability, evidence_features, faults, is_brief
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.short_answers.disagreement import differing
from bot.answering.short_answers.present import of_today
from bot.answering.short_answers.readings import SpanReading, span_readings
from bot.answering.short_answers.short import best_of, told_exactly, with_rate
from bot.answering.short_answers.showing import is_shown
from bot.answering.topics.aged import age_beside, asks_age
from bot.answering.topics.current import asks_present
from bot.answering.topics.holders import holder_told_last, names_holder
from bot.answering.topics.offices import asks_holder
from bot.answering.topics.relations import asks_maker, relation_asked
from bot.answering.topics.tolls import asks_toll
from index.models import Article, Filters, Hit, Passage, Span
from index.rank import Statistics
from index.text.normalise import matching_form

FLOOR = 0.35
"""Least probability that the first extract answers for it to be given as one; docs/quality.md says what it costs."""
SMALL_LIBRARY = 1_000
"""In a library of fewer passages than this, hardly a sentence holds all terms of a question by chance."""
FLOOR_IN_SMALL = 0.03
DOUBTED = 0.3
"""What is left of a probability where every one of the best candidates has a fault."""
LIKELY = 0.25
"""From this confidence on a short answer brings its sentence to the first place, shown or not."""
TOLD = 0.5
"""How probable an answer is at least that gives an office, what it belongs to and a name side by side, or what whoever
is named says about what is asked."""
UNTOLD = 0.6
"""What is left of a probability where no sentence tells beside a name who owns it, or whom it plays for."""
NEAREST = 1 / 3
"""Least share of a brief question to news, with the sentences beside and the title, in what is shown as nearest."""
PROMOTED = 5
"""How many of the best candidates are looked at for one that passes every check."""
PROMOTED_WITHIN, PROMOTED_WITHIN_IN_BRIEF = 2.0, 4.0
"""How far its score may be behind that of the first candidate, and where a brief question is asked of news: of those
farther behind hardly one is right where the first is not. Set by hand; docs/quality.md has the counts."""


@dataclass(frozen=True, slots=True)
class Extract:
    """One to three whole sentences of an article; ``text`` is ``article.text[start:end]``.

    ``highlights`` are spans of the article's text, in order, inside the extract; ``passage`` is where it was found.
    """

    number: int
    article: Article
    start: int
    end: int
    highlights: tuple[Span, ...]
    passage: Span
    score: float

    @property
    def text(self) -> str:
        """The extract, word for word."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A short reading of an extract: its words as they stand there, and their normalised value.

    A ``relative`` one ("Saturday") says nothing without its value; ``articles`` counts those that agree; ``others`` are
    what other articles say instead. ``as_of`` is the ISO 8601 day of the article of what changes with time, or empty.
    """

    text: str
    kind: str
    value: str
    confidence: float
    extract: int
    relative: bool = False
    articles: int = 1
    others: tuple[ShortAnswer, ...] = ()
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. ``extracts`` of an answer that is not ``answered`` are the nearest ones, no answer.

    ``confidence`` is the probability that the first extract answers. ``missing`` are words of the question, as typed,
    that no passage of the best extracts holds; ``constraints`` and ``corrections`` are those of the question. ``also``
    holds article id -> where else its story stands ("also in 3 outlets"), of those extracts' articles that have copies.
    """

    question: str
    answered: bool
    extracts: tuple[Extract, ...]
    short_answer: ShortAnswer | None
    missing: tuple[str, ...]
    filters: Filters
    confidence: float
    constraints: tuple[Constraint, ...] = ()
    corrections: tuple[Correction, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What an answer is made of, and what it was weighed by.

    ``candidates`` are all sentences, best first; ``chosen`` those to show, in order; ``best`` is the first without a
    fault, or ``None``. ``evidence`` are the features that ``sure``, the probability that the first answers, comes from;
    from ``floor`` on it is given as an answer. ``readings`` are the short answers shown, several where articles differ.
    ``is_latest`` tells that ``best`` comes first because its article is the latest that names who holds an office.
    """

    candidates: tuple[Candidate, ...]
    chosen: tuple[Candidate, ...]
    best: Candidate | None
    evidence: Mapping[str, float]
    sure: float
    floor: float
    readings: tuple[Reading, ...] = ()
    is_latest: bool = False

    @property
    def answered(self) -> bool:
        """Whether the first extract is given as an answer."""
        return self.best is not None and self.sure >= self.floor

    @property
    def shown(self) -> tuple[Candidate, ...]:
        """Those chosen that are shown: of the nearest to no answer only what holds enough of a brief question to news.

        Encyclopedias may say it in other words altogether.
        """
        if self.answered or not is_brief(self.evidence):
            return self.chosen
        return tuple(item for item in self.chosen if item.context_share >= NEAREST)


def answer_question(
    question: Question, hits: Sequence[Hit], statistics: Statistics, filters: Filters, count: int
) -> Answer:
    """Choose the extracts that answer a question from the hits of its query, or find that none does.

    ``count`` is how many extracts at most.
    """
    return answer_of(question, decide(question, hits, statistics, count), filters)


def decide(question: Question, hits: Sequence[Hit], statistics: Statistics, count: int) -> Decision:
    """Weigh the sentences of the hits and choose at most ``count``; see `answer_question`."""
    candidates, best, evidence, judge = weigh(question, hits, statistics)
    chosen = choose([best] if best else [], candidates, count)
    weighed = answers_probability(evidence)
    sure = weighed
    is_told, likeliest = False, best
    if asks_holder(question):
        best, sure, is_told = _held(question, best, candidates, judge, weighed)
        chosen = choose([best] if best else [], candidates, count)
    if best and (
        says_what_is_asked(question, best)
        or (is_told and names_holder(question, best))
        or (asks_age(question) and age_beside(question, best))
    ):
        sure = max(sure, TOLD)
    floor = _floor(best, statistics)
    if best is None:
        return Decision(tuple(candidates), tuple(chosen), best, evidence, sure * DOUBTED, floor)
    fitting = [best] if is_told else [item for item in candidates if becomes(question, item)]
    spans = span_readings(question, fitting) if question.kind in GROUPS else []
    first = best_of(question, spans, weighed)
    likely = of_today(question, first, spans, candidates) if first else None
    readings = differing(question, spans, weighed)
    if asks_toll(question) and likely is not first:  # the later one tells what the first has become
        readings = ()
    if likely and not judge.is_fit(likely.candidate):
        likely = None
    if not all(judge.is_fit(item.candidate) for item in readings):
        readings = ()
    if not readings and likely and is_shown(question, likely):
        readings = (_as_exact(question, likely, spans, judge),)
        sure = max(sure, likely.confidence)  # where the short answer is right, its extract is
    readings = tuple(with_rate(question, reading) for reading in readings)
    decision = Decision(
        tuple(candidates), tuple(chosen), best, evidence, sure, floor, is_latest=_is_later(best, likeliest)
    )
    if not decision.answered:
        return decision
    leading = readings or ((likely,) if likely and _is_likely(question, likely, judge) else ())
    if leading:
        leads = [item.candidate for item in leading]
        chosen = choose(leads, [*chosen, *candidates], max(count, len(readings)))
    return replace(decision, chosen=tuple(chosen), readings=readings)


def _held(
    question: Question, first: Candidate | None, candidates: Sequence[Candidate], judge: Judge, sure: float
) -> tuple[Candidate | None, float, bool]:
    """Return which candidate tells who holds, owns or made what is asked, how sure that is, and whether one alone may.

    It is as sure as of the ``first`` one, however far behind: what is asked is the same of both. Who owns or made
    something may be told in other words, too, or not at all.
    """
    best = holder_told_last(question, first, candidates, judge.is_sound)
    if relation_asked(question) and not (best and names_holder(question, best)):
        return best, sure if asks_maker(question) else sure * UNTOLD, False
    return best, sure, True


def _is_later(told: Candidate, first: Candidate | None) -> bool:
    """Tell whether what comes first is of a later article than the sentence that was ranked so."""
    return first is None or (days_between(first, told) or 0) > 0


class Ranked(NamedTuple):
    """The sentences of some hits, best first; the first of them without a fault; and what speaks for that as an answer.

    Without such a one ``evidence`` is that of the first sentence of all; it is empty where there is none. ``judge``
    tells which of the others may answer.
    """

    candidates: list[Candidate]
    best: Candidate | None
    evidence: Mapping[str, float]
    judge: Judge


def weigh(question: Question, hits: Sequence[Hit], statistics: Statistics) -> Ranked:
    """Rank the sentences of the hits and find which one may answer."""
    candidates, judge = rank_sentences(question, hits, statistics), Judge(question, statistics)
    if not candidates:
        return Ranked(candidates, None, {}, judge)
    within = PROMOTED_WITHIN_IN_BRIEF if is_news_in_brief(question, candidates[0]) else PROMOTED_WITHIN
    least = candidates[0].score - within
    best = next((item for item in candidates[:PROMOTED] if item.score >= least and judge.is_sound(item)), None)
    rivals = _rivals(question, best, candidates, judge)
    evidence = evidence_features(question, best or candidates[0], rivals, hits, statistics)
    return Ranked(candidates, best, evidence, judge)


class Judge:
    """Tells which candidates may answer a question; each is looked at once."""

    def __init__(self, question: Question, statistics: Statistics) -> None:
        self._question, self._statistics = question, statistics
        self._sound: dict[tuple[str, int], bool] = {}

    def is_sound(self, candidate: Candidate) -> bool:
        """Tell whether a candidate has no fault."""
        known = self._sound.get(candidate.key)
        if known is None:
            known = self._sound[candidate.key] = not faults(self._question, candidate, self._statistics)
        return known

    def is_known_faulty(self, candidate: Candidate) -> bool:
        """Tell whether a fault was found before."""
        return self._sound.get(candidate.key) is False

    def is_fit(self, candidate: Candidate) -> bool:
        """Tell whether a candidate can give the short answer: of news, where more can be mistaken, without fault."""
        if candidate.article.published:
            return self.is_sound(candidate)
        return not is_of_others(self._question, candidate.features)


def _as_exact(question: Question, shown: Reading, spans: Sequence[SpanReading], judge: Judge) -> Reading:
    """Return the day that is told of a year which would be shown, if that may be shown, too."""
    exact = told_exactly(question, shown, spans)
    return exact if judge.is_fit(exact.candidate) and is_shown(question, exact) else shown


def _rivals(
    question: Question, best: Candidate | None, candidates: Sequence[Candidate], judge: Judge
) -> Sequence[Candidate]:
    """Return the candidates that the best one is compared with: of brief questions to news those without a fault found.

    Quizzes, of which more is told, are answered worse so.
    """
    if best is None or not is_news_in_brief(question, best):
        return candidates
    return [item for item in candidates if not judge.is_known_faulty(item)]


def _is_likely(question: Question, reading: Reading, judge: Judge) -> bool:
    is_noun = question.kind is AnswerKind.WHO and reading.candidate.features.get("verb_noun")
    if reading.confidence < LIKELY or reading.span.form.startswith("phrase") or is_noun:
        return False
    return judge.is_sound(reading.candidate)


def answer_of(question: Question, decision: Decision, filters: Filters) -> Answer:
    """Return what is decided as an answer."""
    extracts = [_extract(number, item) for number, item in enumerate(decision.shown, start=1)]
    for place, reading in enumerate(decision.readings):
        marks = _merged([*extracts[place].highlights, Span(reading.span.start, reading.span.end)])
        extracts[place] = replace(extracts[place], highlights=marks)
    missing = _missing(question, decision.chosen[:3])
    return Answer(
        question=question.text,
        answered=decision.answered,
        extracts=tuple(extracts),
        short_answer=_short_answer(question, decision.readings),
        missing=missing,
        filters=filters,
        confidence=round(decision.sure, 3),
        constraints=question.constraints,
        corrections=question.corrections,
    )


def _floor(best: Candidate | None, statistics: Statistics) -> float:
    small = statistics.passage_count < SMALL_LIBRARY
    return FLOOR_IN_SMALL if small and best is not None and best.context_share >= 0.999 else FLOOR


def _short_answer(question: Question, readings: Sequence[Reading]) -> ShortAnswer | None:
    if not readings:
        return None
    changes = asks_present(question)
    first, *others = [
        ShortAnswer(
            text=item.candidate.article.text[item.span.start : item.span.end],
            kind=item.kind,
            value=item.span.value,
            confidence=round(item.confidence, 2),
            extract=number,
            relative=item.span.relative,
            articles=item.articles,
            as_of=(item.candidate.article.published or "")[:10] if changes else "",
        )
        for number, item in enumerate(readings, start=1)
    ]
    return replace(first, others=tuple(others))


def _missing(question: Question, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the question's phrases and words that none of the best candidates' passages or titles holds."""
    held: set[str] = set()
    for item in chosen:
        held |= evidence_terms(item, question)
    gone = [question.words[term] for term in question.ordered if term not in held | question.light]
    lost = [phrase for phrase in question.phrases if not any(holds(phrase, item) for item in chosen)]
    gone = [word for word in gone if not any(word in phrase for phrase in lost)]
    return tuple(dict.fromkeys([*lost, *gone]))


def holds(phrase: str, item: Candidate | Passage) -> bool:
    """Tell whether a passage, or the title of its article, holds a phrase as it is written, in capitals or not."""
    where = item.passage if isinstance(item, Candidate) else item
    text = f"{item.article.title}\n{item.article.text[where.start : where.end]}"
    return matching_form(phrase) in matching_form(text)


def held_back(decision: Decision, floor: float) -> Decision:
    """Return a decision with a higher floor, and without short answers if it is less sure than that."""
    held = replace(decision, floor=max(decision.floor, floor))
    return held if held.answered else replace(held, readings=())


def refused(decision: Decision) -> Decision:
    """Return a decision as one against giving an answer."""
    return replace(decision, best=None, sure=decision.sure * DOUBTED, readings=())


def _extract(number: int, item: Candidate) -> Extract:
    return Extract(
        number=number,
        article=item.article,
        start=item.span.start,
        end=item.span.end,
        highlights=_merged(item.matched),
        passage=item.passage,
        score=item.passage_score,
    )


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, overlapping ones made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
