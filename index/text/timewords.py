"""The words of time expressions as patterns, and what a rule that reads them is made of (English)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple


class Setting(NamedTuple):
    """What a time expression is read against.

    ``published`` may be ``None``; ``tense`` is -1 for the past, 1 for the future, 0 unknown; ``before`` is the last
    date read so far in the same text, as TIMEX3, which "a year earlier" is counted from.
    """

    published: date | None
    tense: int
    before: str | None


class Value(NamedTuple):
    """What was read: DATE, DURATION or SET, a TIMEX3 value, and whether it hangs on the date of publication."""

    kind: str
    value: str
    relative: bool = False


Match = re.Match[str]
Read = Callable[[Match, Setting], Value | None]


class Rule(NamedTuple):
    """A pattern, how to read what it finds, and what tells where it is worth a try.

    That is its family, and words of which one, in small letters, stands in all that it finds (none: nothing is known).
    """

    pattern: re.Pattern[str]
    read: Read
    family: str
    needs: tuple[str, ...] = ()


FULL = "January|February|April|June|July|August|September|October|November|December"
MONTH = rf"(?:{FULL}|March|May|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)(?!\w)"
PLAIN_MONTH = rf"(?:{FULL}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)(?!\w)"
YEAR = r"(?:1\d{3}|20\d{2})(?![\d%])(?![.,]\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])(?![.,]\d)"
TO = r"\s?(?:[-–—]|to|and|until|till|through)\s?"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
BEFORE_DAY = rf"(?:(?:{WEEKDAY}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?\s+)?"
ALONE = r"(?<![\w$€£.,/-])"
COUNTED = (
    r"(?!\s+(?:people|men|women|children|dollars|euros|pounds|km|miles|metres|meters|feet|tonnes|tons|troops|soldiers|"
    r"votes|points|jobs|copies|workers|homes|cases|deaths|times)\b)"
)
WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
)
COUNT = (
    r"(?:\d[\d,]*(?:\.\d+)?|(?:a\s+)?few|several|(?:a\s+)?couple(?:\s+of)?|half\s+an?|"
    rf"(?:an?\s+)?{WORD_NUMBER}(?:(?:\s+and)?[\s-]+{WORD_NUMBER})*|an?)"
)
UNIT = r"(?:second|minute|hour|day|week|month|year|decade|centurie|century|quarter)"
PART = r"(?:morning|afternoon|evening|night)"
PART_CODE = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
EDGE = r"(?:(?:early|late|mid|middle of|the (?:beginning|start|end|middle) of|beginning of|end of|by)[\s-]+)?"
LAST = r"(?:last|past|previous|prior|the (?:last|past|previous|prior|preceding))"
NEXT = r"(?:next|coming|following|upcoming|the (?:next|coming|following|upcoming))"
THIS = r"(?:this|the|the latest|that|same|the same|current|the current|this past|this coming)"

HOLIDAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas": (12, 25), "christmas day": (12, 25),
    "christmas eve": (12, 24), "halloween": (10, 31), "valentine's day": (2, 14), "independence day": (7, 4),
    "juneteenth": (6, 19), "veterans day": (11, 11),
}  # fmt: skip
FLOATING = {"thanksgiving": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1)}
"""Month, weekday, and which one of the month; -1 is the last."""
HOLIDAY = "|".join(sorted((*HOLIDAYS, *FLOATING), key=len, reverse=True)).replace("'", "['’]")


def _signs(words: str) -> str:
    """Return a pattern for beginnings of words, with or without a capital."""
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words.split())


MONTHLY, SMALL_MONTHLY, NUMERIC, EARLY, ORDERED = "month", "small month", "figures", "early year", "order"
DAILY, FEAST, UNITS, CALENDAR, SEASONAL, WORDS = "day", "feast", "unit", "calendar", "season", "word"
"""Families of rules, by what stands in all that they find."""
FAMILIES_OF = {
    "month": frozenset({MONTHLY, SMALL_MONTHLY}), "small": frozenset({SMALL_MONTHLY}),
    "figures": frozenset({NUMERIC, CALENDAR}), "early": frozenset({EARLY}), "order": frozenset({ORDERED}),
    "day": frozenset({DAILY, UNITS}), "part": frozenset({DAILY}), "feast": frozenset({FEAST}),
    "unit": frozenset({UNITS, CALENDAR}), "season": frozenset({SEASONAL}), "word": frozenset({WORDS}),
}  # fmt: skip
"""The group of `SIGNS` that found something -> the families of rules that are worth a try around it."""
SIGNS = re.compile(
    r"\b(?=[JFMASONDTWYEHVLICQRGBjfmasondtwyehpcqrgb\d])(?:"  # what they begin with: this halves the time
    r"(?P<feast>Juneteenth|[Cc]hristmas|Halloween|[Nn]ew [Yy]ear|Thanksgiving|Independence|Valentine|Labou?r|Memorial|"
    r"Veterans|[Ee]aster|[GgBb](?:ood|lack) Friday|Boxing|Earth Day|May Day|International W)|"
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?P<figures>c?\d(?:\d{3}|0s|\d?/\d))|"
    r"(?P<early>[1-9]\d\d(?=[,.;)]|\s+(?:AD|CE|as|at|by|with|the)\b))|(?P<order>\d{1,2}(?:st|nd|rd|th)\b)|"
    r"(?P<day>[Dd]a(?:y|ily)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|[Tt]o|[Yy]ester|[Ee]very)day)|"
    rf"(?P<part>{_signs('night tonight tomorrow morning evening afternoon')})|"
    rf"(?P<unit>{_signs('week month year decade centur hour minute second quarter annual')}|Q[1-4])|"
    rf"(?P<season>{_signs('spring summer autumn fall winter')})|"
    r"(?P<small>(?:january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|"
    r"jul|aug|sept?|oct|nov|dec)\b)|"
    rf"(?P<word>{_signs('now current recent past future fortnight')}))"
)
"""What stands in every time expression, at the beginning of a word."""


OF_YEAR = rf"(?:\s?,?\s+(?:of\s+|in\s+)?(?P<year>{YEAR})|,?\s+(?:of\s+)?(?P<of_year>this|last|next)\s+year\b)"
STEP = r"(?P<step>this past|this coming|this|last|next|past|previous|coming|upcoming)"


def rule(pattern: str, read: Read, family: str, flags: int = 0, needs: str = "") -> Rule:
    """Return a rule of a pattern as text; ``needs`` are words with blanks between them."""
    return Rule(re.compile(pattern, flags), read, family, tuple(needs.split()))
