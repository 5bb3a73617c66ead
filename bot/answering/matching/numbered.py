"""The number of a name: "Lantern 6" is not "Lantern V", nor is the Bowl of another year "Bowl 57"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from bot.answering.lexicon.name_runs import CALENDAR
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.calendar import NUMBERS, ORDINALS
from index.text.later import later

_NUMBERED = later(r"\b(?P<name>i?[A-Z][\w’']*)\s(?P<number>[1-9]\d{0,2})\b(?!\s[a-z]+s\b)(?![.,:]\d)(?!\s?%)")
_MANY_NUMBERED = later(r"\b[Hh]ow many (?:[A-Z][\w’']*\s)*(?P<name>i?[A-Z][\w’']*)\s(?P<number>[1-9]\d{0,2})\b")
"""A number that belongs to the name before it: it counts nothing that follows, or nothing where "how many" does."""
_TIMES = r"(?:minutes|hours|days|weeks|months|years)\b"
_PART = later("act|book|chapter|day|episode|game|part|phase|round|season|series|stage|volume|week", re.IGNORECASE)
_PARTS = later(
    rf"\b(?P<name>{_PART.pattern})\s(?P<number>[1-9]\d?)\b"
    rf"(?!\s{_TIMES})(?![.,:]\d)(?!\s?%)",
    re.IGNORECASE,
)
"""The same of a part that is only counted: "season 4"."""


_IN_LETTERS = later(r"\b(?!I\s)(?P<name>[A-Z][\w’'-]+)\s(?P<letters>[IVXL]+)\b(?!['’.])")
"""The number of a ship, a queen or the like, which need not be said where no other is."""


class _Patterns(NamedTuple):
    """What finds a name, its number, in figures, letters or words, the two together, and the name with any number.

    Of what ``is_part`` the number need not be said again: "the game" may be Game 5.
    """

    name: re.Pattern[str]
    number: re.Pattern[str]
    beside: re.Pattern[str]
    numbered: re.Pattern[str]
    is_part: bool


_A_DAY = later(r"(?<![\d/])9/11(?![\d/])")
"""A day in figures that has become a name."""
_WRITTEN = later(rf"{_A_DAY.pattern}|\bSept(?:ember|\.)?\s11(?:th)?\b")
_OF_THAT_DAY = _Patterns(_WRITTEN, _WRITTEN, _WRITTEN, later(r"(?!)"), is_part=False)
"""How that name is written, and nothing of another number."""
MOST_IN_LETTERS = 90
_ROMAN = (
    (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def lacks_number(question: Question, candidate: Candidate, *, is_said: bool = False) -> bool:
    """Tell whether a passage, with its article's title, lacks the number of a name that the question gives.

    It stands beside the name; where that is written in another way ("GTA"), anywhere. A sentence with another number
    there is of another one. That of a part need not be said, unless it must (``is_said``).
    """
    patterns, in_letters = _patterns(question.text), _in_letters(question.text)
    if not (patterns or in_letters):
        return False
    article, passage = candidate.article, candidate.passage
    text = f"{article.title}\n{article.text[passage.start : passage.end]}"
    said = candidate.said
    if any(
        any(numbered.search(part) and not beside.search(part) for part in (said, text))
        for beside, numbered in in_letters
    ):
        return True
    return any(
        not ((item.is_part and not is_said) or (item.beside if item.name.search(text) else item.number).search(text))
        or (item.numbered.search(said) and not item.beside.search(said))
        for item in patterns
    )


@lru_cache(maxsize=64)
def _patterns(text: str) -> tuple[_Patterns, ...]:
    found = [*_NUMBERED.finditer(text), *_MANY_NUMBERED.finditer(text), *_PARTS.finditer(text)]
    numbered = [_patterns_of(match["name"], int(match["number"])) for match in found if match["name"] not in CALENDAR]
    return (*numbered, *([_OF_THAT_DAY] if _A_DAY.search(text) else []))


@lru_cache(maxsize=64)
def _in_letters(text: str) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Return for each name with a number in letters what finds the two together, and the name with any number."""
    found = []
    for match in _IN_LETTERS.finditer(text):
        number = next((number for number in range(1, MOST_IN_LETTERS) if _roman(number) == match["letters"]), None)
        if number:
            named = rf"\b{re.escape(match['name'])}\s"
            beside = later(rf"{named}(?:(?:and|or|[IVXL]+,?)\s)*(?:{number}|{match['letters']})\b")
            found.append((beside, later(rf"{named}(?:\d{{1,2}}|[IVXL]+)\b(?!['’.])")))
    return tuple(found)


def _patterns_of(name: str, number: int) -> _Patterns:
    words = [word for word, value in ORDINALS.items() if value == number]
    forms = "|".join([str(number), rf"{number}(?:st|nd|rd|th)", _roman(number), *words])
    behind_it = "|".join([forms, *(word for word, value in NUMBERS.items() if value == number)])
    is_part = _PART.fullmatch(name) is not None
    written = rf"(?i:{name})" if is_part else re.escape(name)
    named = rf"\b{written}(?:['’]s?|s)?"
    behind = rf"{named}(?:[\s-]{{1,3}}[A-Za-z’']+){{0,2}}[\s:-]{{1,3}}(?:{behind_it})\b"
    beside = rf"{behind}|\b(?:{forms})\s+(?:\w+\s+){{0,2}}{named}\b"
    numbered = rf"\b{written}[\s-](?:\d{{1,2}}|[IVXL]+)\b(?!\s?[-–]\s?\d)(?!\s{_TIMES})"
    return _Patterns(later(rf"{named}\b"), later(rf"\b(?:{forms})\b"), later(beside), later(numbered), is_part=is_part)


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
