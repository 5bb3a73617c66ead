"""The words of time expressions as patterns, and what a rule that reads them is made of (English)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple


@dataclass(frozen=True, eq=False)
class Setting:
    """What a time expression is read against.

    ``published`` may be ``None``; ``before`` is the last date read so far in the same text, as TIMEX3, which "a year
    earlier" is counted from; ``find_tense`` tells the tense of the words around, which few expressions ask for.
    """

    published: date | None
    before: str | None
    find_tense: Callable[[], int]

    @property
    def tense(self) -> int:
        """Return -1 for the past, 1 for the future, 0 unknown."""
        return self.find_tense()


class Value(NamedTuple):
    """What was read: DATE, DURATION or SET, a TIMEX3 value, and whether it hangs on the date of publication."""

    kind: str
    value: str
    relative: bool = False


Match = re.Match[str]
Read = Callable[[Match, Setting], Value | None]


@dataclass(frozen=True, eq=False)
class Rule:
    """A pattern, how to read what it finds, and what tells where it is worth a try.

    That is its family, and words of which one, in small letters, stands in all that it finds (none: nothing is known).
    A ``folded`` one is for `small_letters` of a text: much quicker than a pattern that overlooks letter case.
    """

    written: str
    read: Read
    family: str
    folded: bool
    needs: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Return the pattern, made when it is first asked for: most questions need few of them."""
        return re.compile(_CAPITALS.sub(_as_small, self.written) if self.folded else self.written)


_CAPITALS = re.compile(r"\\.|\(\?P|[A-Z]+")
"""The capitals of a pattern, and before them what has capitals of its own."""


def _as_small(found: Match) -> str:
    return found.group() if found.group()[0] in "\\(" else found.group().lower()


FULL = "January|February|April|June|July|August|September|October|November|December"
MONTH = rf"(?:{FULL}|March|May|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)(?!\w)"
PLAIN_MONTH = rf"(?:{FULL}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)(?!\w)"
YEAR = r"(?:1\d{3}|20\d{2})(?![\d%])(?![.,]\d)"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])(?![.,]\d)"
TO = r"\s?(?:[-–—]|to|and|until|till|through)\s?"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
BEFORE_DAY = rf"(?:(?:{WEEKDAY}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?\s+)?"
FIGURES = "0 1 2 3 4 5 6 7 8 9"
"""What a rule needs that finds nothing without a figure."""
ALONE = r"(?<![\w$€£.,/-])"
UNCOUNTED = (
    r"(?!\s+(?:people|men|women|children|dollars|euros|pounds|km|miles|metres|meters|feet|tonnes|tons|troops|soldiers|"
    r"votes|points|jobs|copies|workers|homes|cases|deaths|times)\b)"
)
WORD_NUMBERS = frozenset((
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty", "thirty", "forty", "fifty",
    "sixty", "seventy", "eighty", "ninety", "hundred", "thousand",
))  # fmt: skip
WORD_NUMBER = rf"(?:{'|'.join(sorted(WORD_NUMBERS, key=len, reverse=True))})"
COUNT = (
    r"(?:\d[\d,]*(?:\.\d+)?|(?:a\s+)?few|several|(?:a\s+)?couple(?:\s+of)?|half\s+an?|"
    rf"(?:an?\s+)?{WORD_NUMBER}(?:(?:\s+and)?[\s-]+{WORD_NUMBER})*|an?)"
)
UNIT = r"(?:second|minute|hour|day|week|month|year|decade|centurie|century|quarter)"
PART = r"(?:morning|afternoon|evening|night)"
PART_CODE = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
EDGE = r"(?:(?:[Ee]arly|[Ll]ate|[Mm]id|middle of|the (?:beginning|start|end|middle) of|beginning of|end of|by)[\s-]+)?"
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


MONTHLY, OF_MONTH, LETTERED, SMALL_MONTHLY = "month", "of month", "lettered", "small month"
NUMERIC, ABOUT, EARLY, ORDERED = "figures", "about", "early year", "order"
DAILY, NEAR_DAYS, FEAST, SEASONAL, WORDS = "day", "near day", "feast", "season", "word"
COUNTED, NEAR_UNITS, REPEATED, AGO = "counted unit", "near unit", "repeated", "ago"
WEEKLY, MONTHS_OF, QUARTERS, CENTURIES, PARTS = "week", "months", "quarter", "century", "part"
"""Families of rules, by what stands in all that they find: `timesigns` tells where one is worth a try."""

OF_YEAR = rf"(?:\s?,?\s+(?:of\s+|in\s+)?(?P<year>{YEAR})|,?\s+(?:of\s+)?(?P<of_year>this|last|next)\s+year\b)"
STEP = r"(?P<step>this past|this coming|this|last|next|past|previous|coming|upcoming)"


def rule(pattern: str, read: Read, family: str, needs: str = "", *, folded: bool = False) -> Rule:
    """Return a rule of a pattern as text; ``needs`` are words with blanks between them."""
    return Rule(pattern, read, family, folded, tuple(needs.split()))
