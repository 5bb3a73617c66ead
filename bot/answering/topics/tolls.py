"""What a disaster has cost: which figures count the dead, which the hurt or the missing (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.lexicon.name_runs import CALENDAR
from bot.answering.matching.candidate import Candidate, days_between
from bot.answering.matching.counting import counted
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

_FATES = later(
    r"\b(?:(?P<dead>kill\w*|di(?:e|ed|es)|dead|deaths?|fatalit\w+|death toll|slain|murder\w*|"
    r"perish\w*|lost their lives)|(?P<hurt>injur\w+|wound\w*|hurt|hospitali[sz]ed)|(?P<missing>missing|unaccounted))\b",
    re.IGNORECASE,
)
"""What befalls people."""
_FELL_ILL = later(r"\b(?:cases|infections|infected|contracted|diagnosed|tested positive|sickened)\b", re.IGNORECASE)
"""The same of people who may have got well again."""
_ASKED = later(rf"\bhow many\b.*{_FATES.pattern}|\bdeath toll\b", re.IGNORECASE)
_SO_FAR = later(r"\b(?:has|have)\b", re.IGNORECASE)
"""Asks of no one disaster, but up to today."""
_BREAK = later(r"[;:.]\s|,\s|\b(?:and|but|while|since|when|where|after|before|as)\b", re.IGNORECASE)
"""What ends a clause."""
_PEOPLE = frozenset(tokenize("people person men women children victims toll died death dead", "en"))
"""The terms of words that say nothing of what it was that killed them."""
_WHERE = later(r"\b(?:in|at|near|across|throughout)\s+(?:the\s+)?(?P<place>[A-Z]\w+)")
"""Where something has befallen somebody."""
REACH = 120
"""How many code points around a figure tell what has befallen those that it counts."""
DAYS = 120
"""For so many days after the first figure there are later ones of the same disaster."""


def asks_toll(question: Question) -> bool:
    """Tell whether a question asks how many something has killed or hurt: that is told anew day by day, and grows."""
    is_count = question.kind is AnswerKind.HOW_MANY and question.is_brief and not question.times
    return is_count and bool(_ASKED.search(question.text)) and not _SO_FAR.search(question.text)


def is_of_other_fate(question: Question, candidate: Candidate, figure: TypedSpan) -> bool:
    """Tell whether a figure counts the hurt or the ill where the dead are asked for, or the like."""
    asked = set(_fates(question.text))
    told = _fate(candidate, figure)
    if told is None and asked and not _FELL_ILL.search(question.text):
        return _FELL_ILL.search(candidate.article.text, *_clause(candidate, figure)) is not None
    return bool(asked) and told is not None and told not in asked


def counts_fate(question: Question, candidate: Candidate, figure: TypedSpan) -> bool:
    """Tell whether what a question asks of has befallen those that a figure counts, as the sentence says."""
    return _fate(candidate, figure) in set(_fates(question.text))


def is_of_same_event(question: Question, candidate: Candidate, figure: TypedSpan) -> bool:
    """Tell whether a figure may be of the event that a question asks of.

    The sentence says what that was ("the *fire*"); where the question only names a place, the figure's own clause does,
    and no other.
    """
    verb = {question.verb} if question.verb else set()
    event = question.key_terms - question.names - verb - counted(question) - _PEOPLE
    if event:
        return event <= set(candidate.matched_terms)
    start, end = _clause(candidate, figure)
    named = {span.start for span, term in candidate.pairs if term in question.names and start <= span.start < end}
    places = [found for found in _WHERE.finditer(candidate.article.text, start, end) if found["place"] not in CALENDAR]
    return bool(named) and all(found.start("place") in named for found in places)


def is_of_same_days(one: Candidate, other: Candidate) -> bool:
    """Tell whether two articles were published near enough to tell of one disaster as its toll grows."""
    apart = days_between(one, other)
    return apart is not None and abs(apart) <= DAYS


def _fate(candidate: Candidate, figure: TypedSpan) -> str | None:
    """Return what has befallen those that a figure counts: what stands behind it in its clause, or before it."""
    text = candidate.article.text
    start, end = _clause(candidate, figure)
    return next(iter([*_fates(text[figure.end : end]), *reversed([*_fates(text[start : figure.start])])]), None)


def _clause(candidate: Candidate, figure: TypedSpan) -> Span:
    """Return the clause of a figure, as far as `REACH` goes."""
    text, (start, end) = candidate.article.text, candidate.span
    behind = _BREAK.search(text, figure.end, min(end, figure.end + REACH))
    breaks = [found.end() for found in _BREAK.finditer(text, max(start, figure.start - REACH), figure.start)]
    first = max(breaks, default=max(start, figure.start - REACH))
    return Span(first, behind.start() if behind else min(end, figure.end + REACH))


def _fates(text: str) -> Iterator[str]:
    yield from (found.lastgroup or "" for found in _FATES.finditer(text))
