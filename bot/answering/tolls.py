"""What a disaster has cost: which figures count the dead, which the hurt or the missing (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from bot.answering.candidate import Candidate
from bot.answering.question import AnswerKind, Question
from bot.answering.typed import TypedSpan
from index.text.later import later

_FATES = later(
    r"\b(?:(?P<dead>kill\w*|di(?:e|ed|es)|dead(?!ly|liest)\w*|deaths?|fatalit\w+|death toll|slain|murder\w*|"
    r"perish\w*|lost their lives)|(?P<hurt>injur\w+|wound\w*|hurt|hospitali[sz]ed)|(?P<missing>missing|unaccounted))\b",
    re.IGNORECASE,
)
"""What befalls people."""
_ASKED = later(rf"\bhow many\b.*{_FATES.pattern}|\bdeath toll\b", re.IGNORECASE)
_SO_FAR = later(r"\b(?:has|have)\b", re.IGNORECASE)
"""Asks of no one disaster, but up to today."""
_BREAK = later(r"[;:.]\s|,\s|\band\b|\bbut\b|\bwhile\b", re.IGNORECASE)
REACH = 120
"""How many code points around a figure tell what has befallen those that it counts."""
DAYS = 120
"""For so many days after the first figure there are later ones of the same disaster."""


def asks_toll(question: Question) -> bool:
    """Tell whether a question asks how many something has killed or hurt: that is told anew day by day, and grows."""
    is_count = question.kind is AnswerKind.HOW_MANY and question.is_brief and not question.times
    return is_count and bool(_ASKED.search(question.text)) and not _SO_FAR.search(question.text)


def is_of_other_fate(question: Question, candidate: Candidate, figure: TypedSpan) -> bool:
    """Tell whether a figure counts the hurt where the dead are asked for, or the like."""
    asked = set(_fates(question.text))
    told = _fate(candidate, figure)
    return bool(asked) and told is not None and told not in asked


def counts_fate(question: Question, candidate: Candidate, figure: TypedSpan) -> bool:
    """Tell whether what a question asks of has befallen those that a figure counts, as the sentence says."""
    return _fate(candidate, figure) in set(_fates(question.text))


def is_of_same_days(one: Candidate, other: Candidate) -> bool:
    """Tell whether two articles were published near enough to tell of one disaster as its toll grows."""
    days = [date.fromisoformat(item.article.published[:10]) for item in (one, other) if item.article.published]
    return len(days) == 2 and abs((days[0] - days[1]).days) <= DAYS


def _fate(candidate: Candidate, figure: TypedSpan) -> str | None:
    """Return what has befallen those that a figure counts: what stands behind it in its clause, or before it."""
    text, (start, end) = candidate.article.text, candidate.span
    behind = _BREAK.split(text[figure.end : min(end, figure.end + REACH)], maxsplit=1)[0]
    before = _BREAK.split(text[max(start, figure.start - REACH) : figure.start])[-1]
    return next(iter([*_fates(behind), *reversed([*_fates(before)])]), None)


def _fates(text: str) -> Iterator[str]:
    yield from (found.lastgroup or "" for found in _FATES.finditer(text))
