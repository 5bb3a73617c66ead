"""The number of a name: "Lantern 6" is not "Lantern V", nor is the Bowl of another year "Bowl 57"."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.candidate import Candidate
from bot.answering.name_runs import CALENDAR
from bot.answering.question import Question
from index.text.calendar import ORDINALS
from index.text.later import later

_NUMBERED = later(r"\b(?P<name>i?[A-Z][\w’']*)\s(?P<number>[1-9]\d{0,2})\b(?!\s[a-z]+s\b)(?![.,:]\d)(?!\s?%)")
_MANY_NUMBERED = later(r"\b[Hh]ow many (?:[A-Z][\w’']*\s)*(?P<name>i?[A-Z][\w’']*)\s(?P<number>[1-9]\d{0,2})\b")
"""A number that belongs to the name before it: it counts nothing that follows, or nothing where "how many" does."""
_Patterns = tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]
"""What finds a name, its number, in figures, letters or words, and the two together."""
_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def lacks_number(question: Question, candidate: Candidate) -> bool:
    """Tell whether a passage, with its article's title, lacks the number of a name that the question gives.

    It stands beside the name; where that is written in another way ("GTA"), anywhere.
    """
    patterns = _patterns(question.text)
    if not patterns:
        return False
    article, passage = candidate.article, candidate.passage
    text = f"{article.title}\n{article.text[passage.start : passage.end]}"
    return any(not (beside if name.search(text) else number).search(text) for name, number, beside in patterns)


@lru_cache(maxsize=64)
def _patterns(text: str) -> tuple[_Patterns, ...]:
    found = [*_NUMBERED.finditer(text), *_MANY_NUMBERED.finditer(text)]
    return tuple(_patterns_of(match["name"], int(match["number"])) for match in found if match["name"] not in CALENDAR)


def _patterns_of(name: str, number: int) -> _Patterns:
    words = [word for word, value in ORDINALS.items() if value == number]
    forms = "|".join([str(number), rf"{number}(?:st|nd|rd|th)", _roman(number), *words])
    named = rf"\b{re.escape(name)}(?:['’]s?|s)?"
    behind = rf"{named}(?:[\s-]{{1,3}}[A-Za-z’']+){{0,2}}[\s:-]{{1,3}}(?:{forms})\b"
    beside = rf"{behind}|\b(?:{forms})\s+(?:\w+\s+){{0,2}}{named}\b"
    return later(rf"{named}\b"), later(rf"\b(?:{forms})\b"), later(beside)


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
