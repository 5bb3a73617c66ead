"""Tell when articles give different short answers, so that both are shown and each is cited."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.matching.reading import Reading
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.short_answers.readings import SpanReading, agree, unit_of
from bot.answering.short_answers.short import best_of
from bot.answering.short_answers.showing import is_shown
from bot.answering.topics.current import asks_count_so_far, asks_present_age
from bot.answering.topics.tolls import asks_toll

KINDS = frozenset(
    {
        AnswerKind.WHEN, AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH, AnswerKind.PERCENT, AnswerKind.HOW_LONG,
        AnswerKind.HOW_OLD, AnswerKind.MEASURE,
    }
)  # fmt: skip
"""Kinds whose values can be told apart; two names may well be of one person."""
AS_NEAR = 0.85
"""How near to the question's words the other answer stands, at least, beside the first one."""
AS_FULL = 0.9
"""How much of the question its sentence holds, at least, beside the first one's."""


def differing(question: Question, readings: Sequence[SpanReading], sure: float) -> tuple[Reading, ...]:
    """Return two readings of different articles that can't both be meant, the likelier first; empty if there are none.

    Each is one that would be shown if the other were not there, and stands as near to the question's words.
    """
    if question.kind not in KINDS or asks_present_age(question):  # of two ages, the later one is right
        return ()
    first = best_of(question, readings, sure)
    if first is None:
        return ()
    rivals = _without(question, readings, first)
    other = best_of(question, rivals, sure)
    if other is None or not _compares(first, other):
        return ()
    alone = best_of(question, _without(question, readings, other), sure)
    if alone is None or not agree(question.kind, alone.span, first.span):
        return ()
    if not (is_shown(question, alone) and is_shown(question, other)):
        return ()
    if asks_count_so_far(question) and not asks_toll(question):  # what was told last is likelier true of today
        return tuple(sorted((alone, other), key=lambda one: one.candidate.article.published or "", reverse=True))
    return alone, other


def _without(question: Question, readings: Sequence[SpanReading], reading: Reading) -> list[SpanReading]:
    """Return the readings that can't mean the same as one, of articles that don't say that one, too."""
    same = {item.candidate.article.id for item in readings if agree(question.kind, item.span, reading.span)}
    return [item for item in readings if item.candidate.article.id not in same]


def _compares(first: Reading, other: Reading) -> bool:
    """Tell whether the second reading has as good a place as the first, and counts the same thing."""
    ours, theirs = first.features, other.features
    return (
        theirs["near"] >= AS_NEAR * ours["near"]
        and theirs["share"] >= AS_FULL * ours["share"]
        and theirs["focus"] >= ours["focus"]
        and unit_of(first.span.value) == unit_of(other.span.value)
    )
