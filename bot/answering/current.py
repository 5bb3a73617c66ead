"""Questions about what is so today, and may have been otherwise before: of several articles the newest tells it."""

from __future__ import annotations

import re

from bot.answering.offices import asks_holder
from bot.answering.question import AnswerKind, Question
from index.text.later import later

_AGE_NOW = later(r"\bhow old(?:['’]s|\s+(?:is|are))\b", re.IGNORECASE)
_COUNTED_NOW = later(r"\bhow many\b[^,;:]*?\s(?:has|have)\b(?!\s+to\b)", re.IGNORECASE)
_HAS = later(r"\b(?:do|does|did)\b", re.IGNORECASE)
"""Asks for what was counted up to today ("how many *have been* rescued"), or what there is ("*does* she *have*")."""
_STATE_NOW = later(
    r"^\W*(?:what(?:['’]s|\s+(?:is|are|does|do))|how\s+(?:much|high|low|expensive)(?:['’]s|\s+(?:is|are|does|do))(?!.*\w\wing\b))\b"
    r"(?!.*\b(?:need|want|going|expected|supposed)\s+to\b)",
    re.IGNORECASE,
)
_STATES = frozenset({AnswerKind.HOW_MUCH, AnswerKind.PERCENT})
"""Kinds of what has another value every month: prices and rates."""


def asks_present(question: Question) -> bool:
    """Tell whether a question asks for what is so today, and may have been otherwise before."""
    return asks_newest(question) or asks_present_age(question)


def asks_newest(question: Question) -> bool:
    """Tell whether what is newest has to be looked for, too: of an age, what was told before tells as much."""
    return asks_holder(question) or asks_value(question)


def asks_value(question: Question) -> bool:
    """Tell whether a question asks for a figure of today."""
    return asks_count(question) or asks_state(question)


def asks_state(question: Question) -> bool:
    """Tell whether a question asks what something costs today, or how high it is."""
    is_state = question.kind in _STATES and question.is_brief and not question.times
    return is_state and bool(_STATE_NOW.search(question.text))


def asks_present_age(question: Question) -> bool:
    """Tell whether a question asks for an age of today: then every answer is one of its article's day."""
    return question.kind is AnswerKind.HOW_OLD and bool(_AGE_NOW.search(question.text)) and not question.times


def asks_count(question: Question) -> bool:
    """Tell whether a question asks how many of something somebody has today, or how many there have been."""
    is_count = question.kind is AnswerKind.HOW_MANY and question.is_brief and not question.times
    return is_count and bool(_COUNTED_NOW.search(question.text))


def asks_count_so_far(question: Question) -> bool:
    """Tell whether a question asks how many there have been up to today: such a count only grows."""
    return asks_count(question) and not _HAS.search(question.text)
