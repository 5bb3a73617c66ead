"""Questions about what is so today, and may have been otherwise before: of several articles the newest tells it."""

from __future__ import annotations

import re

from bot.answering.matching.features import GROUPS
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.topics.offices import asks_holder
from bot.answering.topics.relations import asks_maker
from bot.answering.topics.tolls import asks_toll
from index.text.later import later

_AGE_NOW = later(r"\bhow old(?:['’]s|\s+(?:is|are))\b|^\W*what(?:['’]s|\s+is)\b.*\bage\b", re.IGNORECASE)
"""Asks for an age of today, not for that at which something was."""
_COUNTED_NOW = later(r"\bhow many\b[^,;:]*?\s(?:has|have)\b(?!\s+to\b)", re.IGNORECASE)
_HAS = later(r"\b(?:do|does|did)\b", re.IGNORECASE)
"""Asks for what was counted up to today ("how many *have been* rescued"), or what there is ("*does* she *have*")."""
_STATE_NOW = later(
    r"^\W*(?:what(?:['’]s|\s+(?:is|are|does|do))|how\s+(?:much|high|low|expensive)(?:['’]s|\s+(?:is|are|does|do))(?!.*\w\wing\b))\b"
    r"(?!.*\b(?:need|want|going|expected|supposed)\s+to\b)",
    re.IGNORECASE,
)
"""Asks in the present what something costs or how high it is, not what one needs or somebody is paying."""
_STATES = frozenset({AnswerKind.HOW_MUCH, AnswerKind.PERCENT})
"""Kinds of what has another value every month: prices and rates."""
_CHANGING = frozenset({*GROUPS, AnswerKind.WHICH}) - {AnswerKind.HOW_OLD}
"""Kinds of what may be another thing today."""


def asks_present(question: Question) -> bool:
    """Tell whether a question asks for what is so today, and may have been otherwise before: the newest tells it."""
    return (asks_holder(question) and not asks_maker(question)) or asks_value(question)


def asks_value(question: Question) -> bool:
    """Tell whether a question asks for something else of today than who holds an office."""
    return asks_count(question) or asks_present_age(question) or asks_state(question)


def asks_state(question: Question) -> bool:
    """Tell whether a question asks what something costs today, how high it is, or says itself that it is of today."""
    if not question.is_brief or question.times or asks_holder(question) or asks_count(question):
        return False
    if question.now:
        return question.kind in _CHANGING
    return question.kind in _STATES and bool(_STATE_NOW.search(question.text))


def asks_present_age(question: Question) -> bool:
    """Tell whether a question asks for an age of today: then every answer is one of its article's day."""
    return question.kind is AnswerKind.HOW_OLD and bool(_AGE_NOW.search(question.text)) and not question.times


def asks_count(question: Question) -> bool:
    """Tell whether a question asks how many of something somebody has today, or how many there have been."""
    is_count = question.kind is AnswerKind.HOW_MANY and question.is_brief and not question.times
    return is_count and bool(_COUNTED_NOW.search(question.text))


def asks_count_so_far(question: Question) -> bool:
    """Tell whether a question asks how many there have been up to today: such a count only grows."""
    return (asks_count(question) and not _HAS.search(question.text)) or asks_toll(question)
