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
    """A pattern, how to read what it finds, and a pattern that must occur before it is worth a try."""

    pattern: re.Pattern[str]
    read: Read
    family: re.Pattern[str]


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

MONTHLY = re.compile(r"Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec")
NUMERIC = re.compile(r"\d{4}|\d0s|/\d")
DAILY = re.compile(
    r"day|night|morning|evening|afternoon|morrow|christmas|halloween|new year|thanks|juneteenth", re.IGNORECASE
)
UNITS = re.compile(r"day|week|month|year|decade|centur|hour|minute|second|quarter|annual|Q[1-4]", re.IGNORECASE)
SEASONAL = re.compile(r"spring|summer|autumn|fall|winter", re.IGNORECASE)
WORDS = re.compile(r"now|current|recent|previous|former|soon|past|future|noon|midnight|[ap]\.?m", re.IGNORECASE)


OF_YEAR = rf"(?:\s?,?\s+(?:of\s+|in\s+)?(?P<year>{YEAR})|,?\s+(?:of\s+)?(?P<of_year>this|last|next)\s+year\b)"
STEP = r"(?P<step>this past|this coming|this|last|next|past|previous|coming|upcoming)"


def rule(pattern: str, read: Read, family: re.Pattern[str], flags: int = 0) -> Rule:
    """Return a rule of a pattern as text."""
    return Rule(re.compile(pattern, flags), read, family)
