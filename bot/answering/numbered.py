"""The number of a name: "Lantern 6" is not "Lantern V", nor is the Bowl of another year "Bowl 57"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.name_runs import CALENDAR
from bot.answering.question import Question
from bot.answering.sentences import Candidate
from index.text.calendar import ORDINALS

_NUMBERED = re.compile(r"\b(?P<name>i?[A-Z][\w’']*)\s(?P<number>[1-9]\d{0,2})\b(?!\s[a-z]+s\b)(?![.,:]\d)(?!\s?%)")
"""A number that belongs to the name before it: it counts nothing that follows."""
_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def lacks_number(question: Question, candidate: Candidate) -> bool:
    """Tell whether a passage, with its article's title, lacks the number of a name that the question gives."""
    article, passage = candidate.article, candidate.passage
    return any(
        not pattern.search(article.title) and not pattern.search(article.text, passage.start, passage.end)
        for pattern in _patterns(question.text)
    )


@lru_cache(maxsize=64)
def _patterns(text: str) -> tuple[re.Pattern[str], ...]:
    """Return what finds each number behind a name, in figures, letters or words."""
    found = (int(match["number"]) for match in _NUMBERED.finditer(text) if match["name"] not in CALENDAR)
    return tuple(_pattern(number) for number in found)


def _pattern(number: int) -> re.Pattern[str]:
    words = [word for word, value in ORDINALS.items() if value == number]
    return re.compile(rf"\b(?:{'|'.join([str(number), f'{number}th', _roman(number), *words])})\b")


def _roman(number: int) -> str:
    """Return a number below 400 in letters.

    >>> _roman(57)
    'LVII'
    """
    letters = ""
    for value, letter in _ROMAN:
        letters += letter * (number // value)
        number %= value
    return letters
