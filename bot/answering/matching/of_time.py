"""Of which time a figure is: "80 boats in 2022, compared with 75 in 2021" has one of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.matching.candidate import Candidate
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.constraints import meets
from bot.answering.questions.question import AnswerKind, Question
from index.text.calendar import as_iso
from index.text.later import later

_KINDS = frozenset({AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH, AnswerKind.PERCENT, AnswerKind.MEASURE})
_COMPARED = later(r"\b(?:compared (?:with|to)|(?:up|down) from|versus|vs\.)", re.IGNORECASE)
"""What stands between a figure and that of another time."""


def is_of_another_time(question: Question, candidate: Candidate, figure: TypedSpan) -> bool:
    """Tell whether a figure is of another time than a question names: one that stands between it and the next figure.

    That counts only where the sentence has a figure for another time as well.
    """
    asked = [item.value for item in question.times if item.kind == "in"]
    times = candidate.article.times
    if question.kind not in _KINDS or not asked or times is None:
        return False
    start, end = candidate.span
    told = [(item.start, as_iso(item.value)) for item in times.between(start, end) if item.kind == "DATE"]
    own = next((value for place, value in told if figure.end <= place < _next_figure(candidate, figure)), None)
    if own is None or _fits(asked, own):
        return False
    is_told_apart = any(value and _fits(asked, value) for place, value in told)
    return is_told_apart or _COMPARED.search(candidate.article.text, figure.end, end) is not None


def _next_figure(candidate: Candidate, figure: TypedSpan) -> int:
    """Return where the next figure of a sentence begins, or the sentence ends."""
    return min((span.start for span in candidate.typed if span.start >= figure.end), default=candidate.span.end)


def _fits(asked: Sequence[str], value: str) -> bool:
    return all(meets("in", time, value) for time in asked)
