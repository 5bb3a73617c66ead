"""The patterns of time expressions and how each is read; `dates` applies them (English)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from index.text.calendar import (
    MONTHS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
    day_in_month,
    duration,
    likely_year,
    read_number,
    shifted,
)


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


_FULL = "January|February|April|June|July|August|September|October|November|December"
_MONTH = rf"(?:{_FULL}|March|May|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)(?!\w)"
_PLAIN_MONTH = rf"(?:{_FULL}|(?:Jan|Feb|Aug|Sept|Oct|Nov|Dec)\.)(?!\w)"
_YEAR = r"(?:1\d{3}|20\d{2})(?![\d%])(?![.,]\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%:])(?![.,]\d)"
_TO = r"\s?(?:[-–—]|to|and|until|through)\s?"
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_BEFORE_DAY = rf"(?:(?:{_WEEKDAY}|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\.?,?\s+)?"
_ALONE = r"(?<![\w$€£.,/-])"
_COUNTED = (
    r"(?!\s+(?:people|men|women|children|dollars|euros|pounds|km|miles|metres|meters|feet|tonnes|tons|troops|soldiers|"
    r"votes|points|jobs|copies|workers|homes|cases|deaths|times)\b)"
)
_WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
)
_COUNT = (
    r"(?:\d[\d,]*(?:\.\d+)?|(?:a\s+)?few|several|(?:a\s+)?couple(?:\s+of)?|half\s+an?|"
    rf"(?:an?\s+)?{_WORD_NUMBER}(?:(?:\s+and)?[\s-]+{_WORD_NUMBER})*|an?)"
)
_UNIT = r"(?:second|minute|hour|day|week|month|year|decade|centurie|century|quarter)"
_PART = r"(?:morning|afternoon|evening|night)"
_PART_CODE = {"morning": "TMO", "afternoon": "TAF", "evening": "TEV", "night": "TNI"}
_EDGE = r"(?:(?:early|late|mid|middle of|the (?:beginning|start|end|middle) of|beginning of|end of|by)[\s-]+)?"
_LAST = r"(?:last|past|previous|prior|the (?:last|past|previous|prior|preceding))"
_NEXT = r"(?:next|coming|following|upcoming|the (?:next|coming|following|upcoming))"
_THIS = r"(?:this|the|the latest|that|same|the same|current|the current|this past|this coming)"

_HOLIDAYS = {
    "new year's day": (1, 1), "new year's eve": (12, 31), "christmas": (12, 25), "christmas day": (12, 25),
    "christmas eve": (12, 24), "halloween": (10, 31), "valentine's day": (2, 14), "independence day": (7, 4),
    "juneteenth": (6, 19), "veterans day": (11, 11),
}  # fmt: skip
_FLOATING = {"thanksgiving": (11, 3, 4), "labor day": (9, 0, 1), "memorial day": (5, 0, -1)}
"""Month, weekday, and which one of the month; -1 is the last."""
_HOLIDAY = "|".join(sorted((*_HOLIDAYS, *_FLOATING), key=len, reverse=True)).replace("'", "['’]")


def _signs(words: str) -> str:
    """Return a pattern for beginnings of words, with or without a capital."""
    return "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in words.split())


_MONTHLY, _NUMERIC, _DAILY, _FEAST, _UNITS, _SEASONAL, _WORDS = (
    "month",
    "figures",
    "day",
    "feast",
    "unit",
    "season",
    "word",
)
"""Families of rules, by what stands in all that they find."""
FAMILIES_OF = {
    "month": frozenset({_MONTHLY}), "figures": frozenset({_NUMERIC}), "day": frozenset({_DAILY, _UNITS}),
    "part": frozenset({_DAILY}), "feast": frozenset({_FEAST}), "unit": frozenset({_UNITS}),
    "season": frozenset({_SEASONAL}), "word": frozenset({_WORDS}),
}  # fmt: skip
"""The group of `SIGNS` that found something -> the families of rules that are worth a try around it."""
SIGNS = re.compile(
    r"\b(?=[JFMASONDTWYEHVLICQRjfmasondtwyehpcqr\d])(?:"  # what they begin with: this halves the time
    r"(?P<feast>Juneteenth|Christmas|Halloween|New Year|Thanksgiving|Independence|Valentine|Labor|Memorial|Veterans)|"
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|(?P<figures>\d(?:\d{3}|0s|\d?/\d))|"
    r"(?P<day>[Dd]a(?:y|ily)|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|[Tt]o|[Yy]ester|[Ee]very)day)|"
    rf"(?P<part>{_signs('night tonight tomorrow morning evening afternoon')})|"
    rf"(?P<unit>{_signs('week month year decade centur hour minute second quarter annual')}|Q[1-4])|"
    rf"(?P<season>{_signs('spring summer autumn fall winter')})|"
    rf"(?P<word>{_signs('now current recently past future')}))"
)
"""What stands in every time expression, at the beginning of a word."""


def _month(text: str) -> int:
    return MONTHS[text.lower().rstrip(".")]


def _digits(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _step(word: str | None) -> int:
    """Return -1 for "last", 1 for "next", 0 for "this"."""
    words = (word or "").lower().split()
    if "this" in words or "same" in words or "current" in words:
        return 0
    if {"last", "past", "previous", "prior", "preceding"} & set(words):
        return -1
    return 1 if {"next", "coming", "following", "upcoming"} & set(words) else 0


def _year_of(match: Match, setting: Setting, month: int, day: int) -> tuple[int, bool] | None:
    """Return the year of a day or month, and whether it had to be reckoned; ``None`` where nothing tells."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), False
    if setting.published is None:
        return None
    if groups.get("of_year"):
        return setting.published.year + _step(groups["of_year"]), True
    return likely_year(setting.published, month, day, setting.tense), True


def _day(match: Match, setting: Setting) -> Value | None:
    month, first = _month(match["month"]), _digits(match["day"])
    found = _year_of(match, setting, month, first)
    if found is None:
        return None
    value = day_in_month(found[0], month, first)
    if match["until"] and len(value) == 10:
        last = day_in_month(found[0], month, _digits(match["until"]))
        if last > value:
            value = f"{value}/{last}"
    return Value("DATE", value, found[1])


def _day_to_day(match: Match, setting: Setting) -> Value | None:
    last_month, last_day = _month(match["until_month"]), _digits(match["until"])
    found = _year_of(match, setting, last_month, last_day)
    if found is None:
        return None
    first_month = _month(match["month"])
    first = day_in_month(found[0] - (first_month > last_month), first_month, _digits(match["day"]))
    return Value("DATE", f"{first}/{day_in_month(found[0], last_month, last_day)}", found[1])


def _iso_day(match: Match, _: Setting) -> Value | None:
    try:
        return Value("DATE", str(date.fromisoformat(match.group())))
    except ValueError:
        return None


def _slashes(match: Match, _: Setting) -> Value | None:
    year = int(match["year"])
    if year < 100:
        year += 1900 if year > 40 else 2000
    value = day_in_month(year, int(match["month"]), int(match["day"]))
    return Value("DATE", value) if len(value) == 10 else None


def _month_of_year(match: Match, setting: Setting) -> Value | None:
    month = _month(match["month"])
    found = _year_of(match, setting, month, 1)
    return Value("DATE", f"{found[0]}-{month:02}", found[1]) if found else None


def _months(match: Match, _: Setting) -> Value:
    year = match["year"]
    return Value("DATE", f"{year}-{_month(match['month']):02}/{year}-{_month(match['until_month']):02}")


def _month_alone(match: Match, setting: Setting) -> Value | None:
    """Read "last September" as the latest one gone by, "next September" as the first one to come."""
    published = setting.published
    if published is None:
        return None
    month, word = _month(match["month"]), (match["step"] or "").lower()
    if word in {"last", "this past", "past"}:
        year = published.year - (month >= published.month)
    elif word == "next":
        year = published.year + (month <= published.month)
    elif word == "this":
        year = published.year
    else:
        year = likely_year(published, month, 1, setting.tense)
    return Value("DATE", f"{year}-{month:02}", True)


def _season(match: Match, setting: Setting) -> Value | None:
    word = match["season"]
    code, month = SEASONS[word.lower()]
    if match["year"]:
        return Value("DATE", f"{match['year']}-{code}")
    if setting.published is None or not match["step"]:
        return None
    published = setting.published
    year = published.year
    if match["step"].lower() in {"last", "past", "this past"}:
        year -= month + 2 >= published.month
    elif match["step"].lower() == "next":
        year += month <= published.month
    return Value("DATE", f"{year}-{code}", True)


def _quarter(match: Match, setting: Setting) -> Value | None:
    word = match["which"].lower()
    number = ORDINALS.get(word) or int(word[-1])
    if match["year"]:
        return Value("DATE", f"{match['year']}-Q{number}")
    published = setting.published
    if published is None:
        return None
    if match["of_year"]:
        return Value("DATE", f"{published.year + _step(match['of_year'])}-Q{number}", True)
    year = published.year - (3 * (number - 1) + 1 > published.month)
    if year < published.year and setting.tense > 0:
        year += 1
    return Value("DATE", f"{year}-Q{number}", True)


def _years(match: Match, _: Setting) -> Value | None:
    first, last = match["year"], match["until"]
    last = first[: 4 - len(last)] + last
    return Value("DATE", f"{first}/{last}") if last > first else None


def _decade(match: Match, _: Setting) -> Value:
    year = match["year"]
    return Value("DATE", year[:3] if len(year) == 4 else f"{'20' if year < '20' else '19'}{year[0]}")


def _century(match: Match, _: Setting) -> Value | None:
    number = int(match["which"])
    return Value("DATE", f"{number - 1:02}") if 1 < number < 22 else None


def _year(match: Match, _: Setting) -> Value | None:
    """Read a bare year; one before 1500 only behind a word that makes it one."""
    year = match["year"]
    led = re.search(
        r"\b(?:in|since|by|of|from|until|year|around|circa|before|after|to)\s+$",
        match.string[max(0, match.start() - 9) : match.start()],
    )
    return Value("DATE", year) if year >= "1500" or led else None


def _weekday(match: Match, setting: Setting) -> Value | None:
    """Read a weekday as the latest one up to publication, or the first after it where the future is spoken of."""
    published = setting.published
    if published is None:
        return None
    back = (published.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
    word = (match["step"] or "").lower()
    if word in {"next", "this coming", "coming", "upcoming"}:
        there = published + timedelta(days=7 - back)
    elif word in {"last", "this past", "past", "previous"}:
        there = published - timedelta(days=back or 7)
    elif setting.tense > 0 and back:
        there = published + timedelta(days=7 - back)
    else:
        there = published - timedelta(days=back)
    part = _PART_CODE[match["part"].lower()] if match["part"] else ""
    return Value("DATE", f"{there}{part}", True)


def _near_day(match: Match, setting: Setting) -> Value | None:
    if setting.published is None:
        return None
    words = match.group().lower().split()
    back = -1 if "yesterday" in words or words[-2:] == ["last", "night"] else 1 if "tomorrow" in words else 0
    part = next((code for word, code in _PART_CODE.items() if word in words), "TNI" if "tonight" in words else "")
    try:
        return Value("DATE", f"{setting.published + timedelta(days=back)}{part}", True)
    except OverflowError:
        return None


def _holiday(match: Match, setting: Setting) -> Value | None:
    name = match["name"].lower().replace("’", "'")
    year = int(match["year"]) if match["year"] else None
    if year is None and setting.published is None:
        return None
    month = (_HOLIDAYS.get(name) or _FLOATING[name])[0]
    if year is None and setting.published:
        year = likely_year(setting.published, month, 25, setting.tense)
    assert year is not None  # noqa: S101 - one of the two is known
    if name in _HOLIDAYS:
        return Value("DATE", day_in_month(year, *_HOLIDAYS[name]), not match["year"])
    _, weekday, which = _FLOATING[name]
    days = [date(year, month, day) for day in range(1, 31 if month != 5 else 32)]
    fitting = [day for day in days if day.weekday() == weekday]
    return Value("DATE", str(fitting[which - 1 if which > 0 else which]), not match["year"])


def _from_now(match: Match, setting: Setting) -> Value | None:
    """Read "two years ago" against publication, "two years earlier" against the date named before, if there is one."""
    unit = match["unit"].lower().replace("centurie", "century")
    number = read_number(match["count"])
    word = match["way"].lower()
    if number is None:
        return Value("DATE", "PAST_REF") if word == "ago" else None
    if number != int(number) or unit in {"second", "minute", "hour"}:
        return None
    anchor = setting.published
    if word in {"earlier", "later"} and setting.before:
        anchor = _first_day(setting.before) or anchor
    if anchor is None:
        return None
    sign = 1 if word in {"later", "from now"} else -1
    quarter = re.fullmatch(r"(\d{4})(-Q\d)", setting.before or "")
    if quarter and unit == "year" and sign < 0:
        return Value("DATE", f"{int(quarter[1]) - int(number)}{quarter[2]}", True)
    if unit == "decade":
        unit, number = "year", number * 10
    if unit == "century":
        unit, number = "year", number * 100
    value = shifted(anchor, unit, sign * int(number))
    return Value("DATE", value, True) if value else None


def _first_day(value: str) -> date | None:
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", value)
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def _stretch(match: Match, _: Setting) -> Value:
    number = read_number(match["count"])
    if number is None:
        return Value("DURATION", duration(None, match["unit"].lower()))
    return Value("DURATION", duration(number, match["unit"].lower()))


def _near_period(match: Match, setting: Setting) -> Value | None:
    if setting.published is None:
        return None
    unit = match["unit"].lower()
    if unit == "century":
        return None
    step = _step(match["step"])
    if unit == "quarter" and match["step"].lower() in {"the", "the latest"}:
        step = -1  # reports speak of the quarter just ended
    if unit == "weekend" and match["step"].lower() in {"the", "over the"} and setting.published.weekday() < 3:
        step = -1
    value = shifted(setting.published, unit, step)
    return Value("DATE", value, True) if value else None


def _repeated(match: Match, _: Setting) -> Value:
    words = match.group().lower()
    for word, value in (("hourly", "PT1H"), ("daily", "P1D"), ("weekly", "P1W"), ("monthly", "P1M"),
                        ("yearly", "P1Y"), ("annually", "P1Y"), ("everyday", "P1D")):  # fmt: skip
        if words == word:
            return Value("SET", value)
    if match["weekday"]:
        return Value("SET", f"XXXX-WXX-{WEEKDAYS.index(match['weekday'].lower()) + 1}")
    count = read_number(match["count"]) if match["count"] else 2 if " other " in words else 1
    return Value("SET", duration(count, match["unit"].lower()))


def _reference(match: Match, _: Setting) -> Value:
    words = match.group().lower()
    if words in {"now", "currently", "current"}:
        return Value("DATE", "PRESENT_REF")
    return Value("DATE", "FUTURE_REF" if words == "the future" else "PAST_REF")


def _rule(pattern: str, read: Read, family: str, flags: int = 0, needs: str = "") -> Rule:
    return Rule(re.compile(pattern, flags), read, family, tuple(needs.split()))


_OF_YEAR = rf"(?:\s?,?\s+(?:of\s+|in\s+)?(?P<year>{_YEAR})|,?\s+(?:of\s+)?(?P<of_year>this|last|next)\s+year\b)"
_STEP = r"(?P<step>this past|this coming|this|last|next|past|previous|coming|upcoming)"

RULES: tuple[Rule, ...] = (
    _rule(rf"{_ALONE}(?:1\d{{3}}|20\d{{2}})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b", _iso_day, _NUMERIC),
    _rule(
        rf"{_ALONE}(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12]\d|0?[1-9])/(?P<year>(?:19|20)?\d\d)(?![\d/])",
        _slashes,
        _NUMERIC,
    ),
    _rule(
        rf"{_ALONE}{_BEFORE_DAY}(?:the\s+)?(?P<day>{_DAY})(?:{_TO}(?P<until>{_DAY}))?(?:\s+of)?\s+(?P<month>{_MONTH}){_OF_YEAR}?",
        _day,
        _MONTHLY,
    ),
    _rule(
        rf"{_ALONE}{_BEFORE_DAY}(?P<month>{_MONTH})\s+(?P<day>{_DAY})(?:{_TO}(?P<until>{_DAY}))?{_OF_YEAR}?",
        _day,
        _MONTHLY,
    ),
    _rule(
        rf"{_ALONE}(?P<month>{_MONTH})\s+(?P<day>{_DAY}){_TO}(?P<until_month>{_MONTH})\s+(?P<until>{_DAY}){_OF_YEAR}?",
        _day_to_day,
        _MONTHLY,
    ),
    _rule(rf"{_ALONE}{_EDGE}(?P<month>{_MONTH}){_OF_YEAR}", _month_of_year, _MONTHLY),
    _rule(rf"{_ALONE}(?P<month>{_MONTH}){_TO}(?P<until_month>{_MONTH}),?\s+(?P<year>{_YEAR})", _months, _MONTHLY),
    _rule(
        rf"\b(?P<step>last|this past|this|next|past|early|late|"
        rf"mid)[\s-]+(?P<month>{_MONTH})(?!\s+\d)",
        _month_alone,
        _MONTHLY,
    ),
    _rule(rf"{_ALONE}(?P<step>)(?P<month>{_PLAIN_MONTH}|(?<=[Ii]n )(?:March|May)\b)(?!\s+\d)", _month_alone, _MONTHLY),
    _rule(
        rf"\b(?:{_STEP}\s+)?(?P<season>spring|summer|autumn|fall|winter)(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?\b",
        _season,
        _SEASONAL,
        re.IGNORECASE,
    ),
    _rule(
        rf"{_ALONE}(?:the\s+)?(?:(?P<of_year>this|last|next)\s+year['’]s\s+)?(?:fiscal\s+)?(?:(?P<which>first|second|third|fourth|"
        rf"1st|2nd|3rd|4th)(?:\s+fiscal)?[\s-]+quarter|(?P<short>Q[1-4]))(?:,?\s+(?:of\s+)?(?:fiscal\s+)?(?P<year>{_YEAR}))?\b",
        lambda match, setting: _quarter(match, setting) if match["which"] else None,
        _UNITS,
        re.IGNORECASE,
        "quarter",
    ),
    _rule(
        rf"{_ALONE}(?P<which>Q[1-4])(?P<of_year>)(?:,?\s+(?:of\s+)?(?P<year>{_YEAR}))?\b",
        _quarter,
        _UNITS,
        needs="q1 q2 q3 q4",
    ),
    _rule(rf"{_ALONE}(?P<year>{_YEAR}){_TO}(?P<until>{_YEAR}|\d\d(?![\d-]))", _years, _NUMERIC),
    _rule(rf"{_ALONE}{_EDGE}(?:the\s+)?(?P<year>(?:1\d|20)\d0)['’]?s\b", _decade, _NUMERIC, needs="0s 0's 0’s"),
    _rule(
        rf"{_ALONE}{_EDGE}(?:the\s+)?(?P<which>\d{{1,2}})(?:st|nd|rd|th)[\s-]century\b",
        _century,
        _UNITS,
        needs="century",
    ),
    _rule(rf"{_EDGE}(?:the\s+)?['’‘](?P<year>[1-9]0)s\b", _decade, _NUMERIC, needs="0s"),
    _rule(
        rf"(?<![\w$€£.,/])(?<!\d-){_EDGE}(?:fiscal\s+|FY\s?|post-|"
        rf"pre-)?(?P<year>{_YEAR}){_COUNTED}(?![-/–]\d)\b",
        _year,
        _NUMERIC,
    ),
    _rule(
        rf"\b(?:(?:late|early|earlier|later)\s+(?:on\s+)?)?(?:{_STEP}\s+)?(?P<weekday>{_WEEKDAY})(?:\s+(?P<part>{_PART}))?\b(?!s\b)",
        _weekday,
        _DAILY,
    ),
    _rule(
        rf"\b(?:(?:late|early|earlier|later)\s+)?(?:today|tonight|(?:yesterday|tomorrow)(?:\s+{_PART})?|this\s+{_PART}|last\s+night)\b",
        _near_day,
        _DAILY,
        re.IGNORECASE,
    ),
    _rule(rf"\b(?P<name>{_HOLIDAY})(?:,?\s+(?P<year>{_YEAR}))?\b", _holiday, _FEAST, re.IGNORECASE),
    _rule(
        rf"\b(?:(?:more|less)\s+than\s+|about\s+|nearly\s+|almost\s+|over\s+)?(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})s?\s+"
        r"(?P<way>ago|earlier|later|from now)\b",
        _from_now,
        _UNITS,
        re.IGNORECASE,
        "ago earlier later from",
    ),
    _rule(
        r"\b(?:(?:the|a)\s+)?(?P<count>)(?P<unit>year|month|week)-(?P<way>ago|earlier)\b(?:\s+(?:quarter|period))?",
        lambda match, setting: _from_now(_counted(match), setting),
        _UNITS,
        re.IGNORECASE,
        "-ago -earlier",
    ),
    _rule(
        rf"\b(?:the\s+)?(?:last|past|next|coming|previous|first|final)\s+(?P<count>{_COUNT})\s+(?P<unit>{_UNIT})s?\b",
        _stretch,
        _UNITS,
        re.IGNORECASE,
        "last past next coming previous first final",
    ),
    _rule(
        rf"\b(?:(?:earlier|later|early|late|sometime)\s+(?:in\s+)?)?(?P<step>{_THIS}|{_LAST}|{_NEXT})\s+"
        r"(?P<unit>week|weekend|month|year|decade|quarter)\b(?!['’]s\s+(?:first|second|third|fourth))(?!-)(?!\s+(?:of|when|ended|ending)\b)",
        _near_period,
        _UNITS,
        re.IGNORECASE,
    ),
    _rule(
        rf"\b(?:(?:every|each)\s+(?:other\s+)?(?:(?P<count>{_COUNT})\s+)?(?P<unit>{_UNIT})s?|daily|weekly|monthly|yearly|"
        rf"annually|hourly|everyday|(?:every|each)\s+(?P<weekday>{_WEEKDAY}))\b",
        _repeated,
        _UNITS,
        re.IGNORECASE,
        "every each daily weekly monthly yearly annually hourly",
    ),
    _rule(
        rf"\b(?:(?:more|less|fewer)\s+than\s+|at\s+least\s+|about\s+|nearly\s+|almost\s+|over\s+|up\s+to\s+|around\s+)?"
        rf"(?P<count>{_COUNT})(?:\s+more)?[\s-]+(?P<unit>{_UNIT})s?\b(?:-long)?(?![\s-]olds?\b)",
        _stretch,
        _UNITS,
        re.IGNORECASE,
    ),
    _rule(
        r"\b(?:now|currently|recently|current|the past|"
        r"the future)\b(?!-)",
        _reference,
        _WORDS,
        re.IGNORECASE,
    ),
)


def _counted(match: Match) -> Match:
    """Return the match of "year-ago" as that of "a year ago"."""
    return next(iter(re.finditer(
        rf"(?P<count>a)\s(?P<unit>{_UNIT})\s(?P<way>ago|earlier)", f"a {match['unit'].lower()} {match['way'].lower()}"
    )))  # fmt: skip
