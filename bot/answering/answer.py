"""The answer: extracts with their citations, or an explicit "nothing found"; and the way from hits to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answering.dates import best_date
from bot.answering.question import AnswerKind, Question
from bot.answering.sentences import Candidate, evidence_terms, rank_sentences
from index.models import Article, Filters, Hit, Span
from index.rank import Statistics

MIN_SHARE = 0.55
"""Least share of the question's idf that the best sentence, with its neighbours and title, must hold."""
SHORT_QUESTION_TERMS = 3
"""Of a question with so few terms, the best passage or its title must hold every one."""
NEEDS_FIGURE = frozenset({AnswerKind.WHEN, AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH, AnswerKind.HOW_LONG})


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
    """A short reading of an extract: its words as they stand there, and their normalised value."""

    text: str
    kind: str
    value: str
    confidence: float
    extract: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. ``extracts`` of an answer that is not ``answered`` are the nearest ones, no answer.

    ``missing`` are words of the question, as typed, that no passage of the best extracts holds.
    """

    question: str
    answered: bool
    extracts: tuple[Extract, ...]
    short_answer: ShortAnswer | None
    missing: tuple[str, ...]
    filters: Filters
    confidence: float


def answer_question(
    question: Question, hits: Sequence[Hit], statistics: Statistics, filters: Filters, count: int
) -> Answer:
    """Choose the extracts that answer a question from the hits of its query, or find that none does.

    ``count`` is how many extracts at most. The extracts of one article are at most two before another article had
    its turn.
    """
    candidates = rank_sentences(question, hits, statistics)
    chosen = _take_turns(_typed_first(question, candidates), count)
    missing = _missing(question, chosen[:3])
    answered = bool(chosen) and _is_answer(question, chosen[0])
    date = best_date(question, candidates[:12]) if answered and question.kind is AnswerKind.WHEN else None
    if date:
        chosen = [
            date.candidate,
            *(item for item in chosen if item.span != date.candidate.span or item.article != date.candidate.article),
        ][:count]
    extracts = [_extract(number, item) for number, item in enumerate(chosen, start=1)]
    short = None
    if date:
        short = ShortAnswer(date.mention.text, "date", date.mention.value, round(date.confidence, 2), 1)
        marks = _merged([*extracts[0].highlights, Span(date.mention.start, date.mention.end)])
        extracts[0] = replace(extracts[0], highlights=marks)
    confidence = short.confidence if short else round(min(chosen[0].context_share, 1.0) * 0.8, 2) if answered else 0.0
    return Answer(question.text, answered, tuple(extracts), short, missing, filters, confidence)


def _typed_first(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with the best one that holds a figure first, where only a figure can answer."""
    typed = [item for item in candidates if item.has_type and item.context_share >= MIN_SHARE]
    if question.kind not in NEEDS_FIGURE or not typed:
        return list(candidates)
    return [typed[0], *(item for item in candidates if item is not typed[0])]


def _take_turns(candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """Return the best candidates in order, no sentence twice and at most two from one article until all had a turn."""
    chosen: list[Candidate] = []
    held: list[Candidate] = []
    shown: set[str] = set()
    per_article: dict[str, int] = {}
    for item in candidates:
        text = " ".join(item.article.text[item.span.start : item.span.end].casefold().split())
        if text in shown or any(
            item.article.id == other.article.id and _overlap(item.span, other.span) for other in chosen
        ):
            continue
        shown.add(text)
        if per_article.get(item.article.id, 0) >= 2:
            held.append(item)
            continue
        per_article[item.article.id] = per_article.get(item.article.id, 0) + 1
        chosen.append(item)
        if len(chosen) == count:
            return chosen
    return (chosen + held)[:count]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _missing(question: Question, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the question's words that none of the best candidates' passages or titles holds."""
    held: set[str] = set()
    for item in chosen:
        held |= evidence_terms(item, question.language)
    gone = {question.words[term]: None for term in question.ordered if term not in held}
    return tuple(gone)


def _is_answer(question: Question, best: Candidate) -> bool:
    """Tell whether the best candidate is evidence enough: names present, most of the weight, a figure if asked for."""
    held = evidence_terms(best, question.language)
    if not question.names <= held and question.names:
        return False
    if best.context_share < MIN_SHARE:
        return False
    if len(question.terms) <= SHORT_QUESTION_TERMS and not held.issuperset(question.terms):
        return False
    return question.kind not in NEEDS_FIGURE or best.has_type


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
