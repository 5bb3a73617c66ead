"""Read the short answer of a when-question from the best sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.question import Question
from bot.answering.sentences import Candidate
from index.models import DateMention, Span
from index.text.dates import find_dates

MIN_SHARE = 0.75
"""Least share of the question's idf that the sentence itself must hold."""


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date, where it stands (offsets in the article's text), and how sure the reading is, 0 to 1."""

    mention: DateMention
    candidate: Candidate
    confidence: float


def best_date(question: Question, candidates: Sequence[Candidate]) -> DateReading | None:
    """Return the date that the sentences with the question's names and verb agree on most, or ``None``.

    A sentence about what is hoped or planned does not answer a question about what was.
    """
    readings: dict[str, tuple[float, Candidate, DateMention]] = {}
    for candidate in candidates:
        if not _carries(question, candidate):
            continue
        for mention in _mentions(candidate):
            support = candidate.score * _nearness(candidate, mention)
            total, first, kept = readings.get(mention.value, (0.0, candidate, mention))
            readings[mention.value] = (total + support, first, kept)
    if not readings:
        return None
    ranked = sorted(readings.items(), key=lambda item: (-item[1][0], item[0]))
    total, candidate, mention = ranked[0][1]
    rival = ranked[1][1][0] if len(ranked) > 1 else 0.0
    confidence = min(0.95, 0.6 + 0.35 * (total - rival) / total)
    return DateReading(mention, candidate, confidence)


def _carries(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence has the question's names and verb, the subject before the verb as in the question."""
    held = set(candidate.matched_terms)
    if candidate.future or candidate.share < MIN_SHARE or not question.names <= held:
        return False
    if question.verb is None:
        return True
    if question.verb not in held:
        return False
    before = [term for term in question.ordered[: question.ordered.index(question.verb)] if term in question.names]
    if not before:
        return True
    order = candidate.matched_terms
    verbs = [place for place, term in enumerate(order) if term == question.verb]
    return any(term in order[:place] for term in before for place in verbs)


def _mentions(candidate: Candidate) -> list[DateMention]:
    """Return the dates of a candidate's own sentence, with offsets in the article's text."""
    start, end = candidate.sentence
    published = candidate.article.published
    anchor = date.fromisoformat(published[:10]) if published else None
    return [
        DateMention(start + item.start, start + item.end, item.text, item.value, item.relative)
        for item in find_dates(candidate.article.text[start:end], anchor)
    ]


def _nearness(candidate: Candidate, mention: DateMention) -> float:
    """Return 1 where the date touches a matched token, less the farther it stands from all of them."""
    gaps = [_gap(span, mention) for span in candidate.matched]
    return sum(1 / (1 + gap / 30) for gap in gaps) / len(gaps) if gaps else 0.0


def _gap(span: Span, mention: DateMention) -> int:
    """Return how many code points lie between a span and a date."""
    return max(span.start - mention.end, mention.start - span.end, 0)
