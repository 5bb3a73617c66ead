"""More rules of time expressions: parts of a period, days counted from another day, fixed feasts (English)."""

from __future__ import annotations

from datetime import date, timedelta

from index.text.calendar import MONTHS, WEEKDAYS, day_in_month, duration, likely_year, read_number, shifted
from index.text.timereading import digits, month_of, read_day, read_stretch, step_of
from index.text.timewords import (
    ABOUT,
    ALONE,
    CENTURIES,
    COUNT,
    COUNTED,
    DAY,
    EARLY,
    FIGURES,
    FULL,
    LETTERED,
    MONTHLY,
    MONTHS_OF,
    NEAR_UNITS,
    NUMERIC,
    OF_MONTH,
    ORDERED,
    PARTS,
    REPEATED,
    SMALL_MONTHLY,
    TO,
    UNIT,
    WEEKDAY,
    WEEKLY,
    WORDS,
    YEAR,
    Match,
    Setting,
    Value,
    rule,
)

_MONTH = rf"(?:{FULL}|March|May|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
_LONG_MONTH = r"(?:january|february|march|april|june|july|august|september|october|november|december)"
"""Months that are told from other words even in small letters."""
_NTH = {word: number for number, word in enumerate(
    (
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
        "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
        "twentieth",
    ),
    start=1,
)} | {"twenty-first": 21, "thirtieth": 30, "thirty-first": 31}  # fmt: skip
_NTH_WORD = "|".join(sorted(_NTH, key=len, reverse=True))
_NTH_NEEDS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth teenth tieth"
_MONTH_NEEDS = "jan feb mar apr may jun jul aug sep oct nov dec"
_ORDINAL = rf"(?:{_NTH_WORD}|\d{{1,2}}(?:st|nd|rd|th))"
_NEAR_YEAR = r"(?P<near>this|last|next)\s+year"
_ANCHORS = {"today": 0, "now": 0, "tomorrow": 1, "yesterday": -1}


def _nth(word: str) -> int:
    """Return the number of an ordinal in figures or words."""
    return _NTH.get(word.lower()) or digits(word)


def _year_named(match: Match, setting: Setting) -> tuple[int, bool] | None:
    """Return the year of a match, and whether it was reckoned; ``None`` where nothing tells."""
    if match["year"]:
        return int(match["year"]), False
    if setting.published is None:
        return None
    return setting.published.year + (step_of(match["near"]) if match["near"] else 0), True


def _monday_of_week(year: int, month: int | None, number: int) -> date:
    """Return the Monday of the n-th week of a year or month, -1 for the last; the first is that of its Thursday."""
    if month is None and number > 0:
        return date.fromisocalendar(year, number, 1)
    start = date(year, month or 12, 4)  # the fourth day is always in the first week
    if number > 0:
        return start - timedelta(days=start.weekday()) + timedelta(weeks=number - 1)
    following = date(year + (start.month == 12), start.month % 12 + 1, 1)
    last = following - timedelta(days=1)
    return last - timedelta(days=last.weekday())


def _week_of(match: Match, setting: Setting) -> Value | None:
    """Read "the second week of March 2021", "the last week of 2016", "week 3 of 2027"."""
    month = month_of(match["month"]) if match["month"] else None
    found = _year_named(match, setting)
    if found is None or (month is None and not match["year"] and not match["near"] and not match["number"]):
        return None
    year = found[0]
    if month and found[1] and not match["near"] and setting.published:
        year = likely_year(setting.published, month, 1, setting.tense, is_month=True)
    word = match["which"] or match["number"]
    number = -1 if word.lower() in {"last", "final"} else _nth(word)
    iso = _monday_of_week(year, month, number).isocalendar()
    return Value("DATE", f"{iso[0]:04}-W{iso[1]:02}", found[1])


def _month_in_year(match: Match, setting: Setting) -> Value | None:
    """Read "the third month of 2021"."""
    found = _year_named(match, setting)
    number = _nth(match["which"])
    return Value("DATE", f"{found[0]}-{number:02}", found[1]) if found and 1 <= number <= 12 else None


def _day_in_near_month(match: Match, setting: Setting) -> Value | None:
    """Read "the 15th of next month"."""
    if setting.published is None:
        return None
    month = shifted(setting.published, "month", step_of(match["step"]))
    return Value("DATE", day_in_month(int(month[:4]), int(month[5:]), _nth(match["day"])), True) if month else None


def _weekday_of_week(match: Match, setting: Setting) -> Value | None:
    """Read "Tuesday of last week", "next week Wednesday"."""
    if setting.published is None:
        return None
    monday = setting.published - timedelta(days=setting.published.weekday())
    there = monday + timedelta(weeks=step_of(match["step"]), days=WEEKDAYS.index(match["weekday"].lower()))
    return Value("DATE", str(there), True)


def _counted_from(match: Match, setting: Setting) -> Value | None:
    """Read "two days after today", "three weeks from tomorrow", "two days before yesterday"."""
    number = read_number(match["count"])
    if setting.published is None or number is None or number != int(number):
        return None
    anchor = setting.published + timedelta(days=_ANCHORS[match["anchor"].lower()])
    sign = -1 if match["way"].lower() == "before" else 1
    unit = match["unit"].lower()
    if unit in {"week", "fortnight"}:
        unit, number = "day", number * (7 if unit == "week" else 14)
    value = shifted(anchor, unit, sign * int(number))
    return Value("DATE", value, True) if value else None


def _nth_alone(match: Match, setting: Setting) -> Value | None:
    """Read "on the 18th" as the nearest such day on the side of the tense."""
    published = setting.published
    if published is None:
        return None
    day = digits(match["day"])
    for months in (0, 1, -1) if setting.tense >= 0 else (0, -1):
        month = shifted(published, "month", months)
        value = day_in_month(int(month[:4]), int(month[5:]), day) if month else ""
        fits = value >= str(published) if setting.tense > 0 else value <= str(published) if setting.tense < 0 else True
        if len(value) == 10 and fits:
            return Value("DATE", value, True)
    return None


def _ordinal_day(match: Match, setting: Setting) -> Value | None:
    """Read "the Fourth of July", "July fourth"."""
    month, day = month_of(match["month"]), _nth(match["day"])
    if match["year"]:
        return Value("DATE", day_in_month(int(match["year"]), month, day))
    if setting.published is None:
        return None
    return Value("DATE", day_in_month(likely_year(setting.published, month, day, setting.tense), month, day), True)


def _half(match: Match, setting: Setting) -> Value | None:
    found = _year_named(match, setting)
    if found is None:
        return None
    months = ("01", "06") if match["half"].lower() in {"first", "h1"} else ("07", "12")
    return Value("DATE", f"{found[0]}-{months[0]}/{found[0]}-{months[1]}", found[1])


def _quarter_of_year(match: Match, _: Setting) -> Value:
    return Value("DATE", f"{match['year']}-Q{match['number']}")


def _lettered_day(match: Match, _: Setting) -> Value | None:
    """Read "05-Aug-2016", "2019-aug-01", "14 nov 2023"."""
    month = MONTHS.get(match["month"].lower().rstrip("."))
    return Value("DATE", day_in_month(int(match["year"]), month, digits(match["day"]))) if month else None


def _lettered_month(match: Match, _: Setting) -> Value | None:
    month = MONTHS.get(match["month"].lower().rstrip("."))
    return Value("DATE", f"{match['year']}-{month:02}") if month else None


def _months_near(match: Match, setting: Setting) -> Value | None:
    """Read "from May to September", "between November and March"."""
    if setting.published is None:
        return None
    first, last = month_of(match["month"]), month_of(match["until"])
    year = (
        int(match["year"]) if match["year"] else likely_year(setting.published, last, 1, setting.tense, is_month=True)
    )
    return Value("DATE", f"{year - (first > last)}-{first:02}/{year}-{last:02}", not match["year"])


def _fortnight(match: Match, setting: Setting) -> Value | None:
    published = setting.published
    if match["step"]:
        if published is None:
            return None
        ahead = step_of(match["step"]) > 0
        ends = (published, published + timedelta(days=14)) if ahead else (published - timedelta(days=14), published)
        return Value("DATE", f"{ends[0]}/{ends[1]}", True)
    if match["way"] and published:
        days = -14 if match["way"].lower() in {"ago", "earlier"} else 14
        return Value("DATE", str(published + timedelta(days=days)), True)
    return Value("DURATION", "P2W")


def _centuries(match: Match, _: Setting) -> Value | None:
    """Read "the 16th and 17th centuries"."""
    first, last = digits(match["first"]), digits(match["last"])
    return Value("DATE", f"{first - 1:02}00/{last - 1:02}99") if 1 < first < last < 22 else None


def _decades(match: Match, _: Setting) -> Value | None:
    """Read "the 1960s and 1970s"."""
    return Value("DATE", f"{match['first']}/{match['last'][:3]}9") if match["first"] < match["last"] else None


def _early_year(match: Match, _: Setting) -> Value:
    """Read a year as it is written, of three figures or behind "c."."""
    return Value("DATE", f"{int(match['year']):04}")


def _half_more(match: Match, _: Setting) -> Value | None:
    """Read "one and a half hours", "two years and a half"."""
    number = read_number(match["count"])
    return Value("DURATION", duration(number + 0.5, match["unit"].lower())) if number is not None else None


def _repeated_more(match: Match, _: Setting) -> Value:
    words = match.group().lower()
    if match["day"]:
        return Value("SET", f"XXXX-XX-{digits(match['day']):02}")
    return Value("SET", "XXXX-WXX-WE" if "weekend" in words else "P1D")


_YEAR_OR_NEAR = rf"(?:(?P<year>{YEAR})|{_NEAR_YEAR})"

MORE_RULES = (
    rule(
        rf"\b(?:the\s+)?(?:(?P<which>{_ORDINAL}|last|final)\s+week|week\s+(?P<number>\d{{1,2}}))\s+(?:of|in)\s+"
        rf"(?:(?P<month>{_MONTH}),?\s*)?(?:of\s+)?{_YEAR_OR_NEAR}",
        _week_of,
        WEEKLY,
        folded=True,
        needs=f"year {FIGURES}",
    ),
    rule(
        rf"\b(?:the\s+)?(?P<which>{_ORDINAL}|last|final)\s+week\s+(?:of|in)\s+(?P<month>{_MONTH})(?P<year>)(?P<near>)(?P<number>)\b(?!\s+\d)",
        _week_of,
        WEEKLY,
        folded=True,
        needs=_MONTH_NEEDS,
    ),
    rule(
        r"\b(?:the\s+)?week\s+(?P<number>\d{1,2})\b(?P<which>)(?P<month>)(?P<year>)(?P<near>)",
        _week_of,
        WEEKLY,
        folded=True,
        needs=FIGURES,
    ),
    rule(
        rf"\b(?:the\s+)?(?P<which>{_ORDINAL})\s+month\s+of\s+{_YEAR_OR_NEAR}",
        _month_in_year,
        MONTHS_OF,
        folded=True,
        needs=f"year {FIGURES}",
    ),
    rule(
        rf"\b(?:the\s+)?(?P<day>{_ORDINAL})(?:\s+day)?\s+of\s+(?P<step>this|last|next)\s+month\b",
        _day_in_near_month,
        MONTHS_OF,
        folded=True,
        needs=f"{_NTH_NEEDS} {FIGURES}",
    ),
    rule(
        rf"\b(?P<weekday>{WEEKDAY})\s+(?:of\s+)?(?:the\s+)?(?P<step>last|next|this|following|previous)\s+week\b",
        _weekday_of_week,
        WEEKLY,
        folded=True,
        needs="day",
    ),
    rule(
        rf"\b(?P<step>last|next|this|previous)\s+week(?:\s+on|\s+-)?\s+(?P<weekday>{WEEKDAY})\b",
        _weekday_of_week,
        WEEKLY,
        folded=True,
        needs="day",
    ),
    rule(
        rf"\b(?P<count>{COUNT})\s+(?P<unit>day|week|fortnight|month|year)s?\s+(?P<way>after|from|before)\s+(?P<anchor>today|tomorrow|yesterday|now)\b",
        _counted_from,
        COUNTED,
        folded=True,
        needs="today tomorrow yesterday now",
    ),
    rule(r"(?<=[Oo]n the )(?P<day>(?:3[01]|[12]?\d)(?:st|nd|rd|th))\b(?!\s+[\w-])", _nth_alone, ORDERED),
    rule(
        rf"\b(?:the\s+)?(?P<day>{_ORDINAL})\s+of\s+(?P<month>{_MONTH})(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?\b",
        _ordinal_day,
        OF_MONTH,
        folded=True,
    ),
    rule(
        rf"{ALONE}(?P<month>{_MONTH})\s+(?:the\s+)?(?P<day>{_NTH_WORD})\b(?!\s+(?:time|quarter|week|year))"
        rf"(?:,?\s+(?P<year>{YEAR}))?",
        _ordinal_day,
        MONTHLY,
        needs=_NTH_NEEDS,
    ),
    rule(
        rf"\b(?:the\s+)?(?P<half>first|second)\s+half\s+of\s+{_YEAR_OR_NEAR}",
        _half,
        PARTS,
        folded=True,
        needs="half",
    ),
    rule(rf"{ALONE}(?P<year>{YEAR})[\s-](?P<half>H[12])(?P<near>)\b", _half, PARTS, folded=True, needs="h1 h2"),
    rule(
        rf"{ALONE}(?P<year>{YEAR})[\s-]Q(?P<number>[1-4])\b",
        _quarter_of_year,
        PARTS,
        folded=True,
        needs="q1 q2 q3 q4",
    ),
    rule(
        rf"{ALONE}Q(?P<number>[1-4])(?:[\s-]|\s+of\s+)(?P<year>{YEAR})\b",
        _quarter_of_year,
        PARTS,
        folded=True,
        needs="q1 q2 q3 q4",
    ),
    rule(
        rf"{ALONE}(?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?[\s/-](?:of\s+)?(?P<month>{_MONTH})[\s/,-]\s?(?:(?:of|in)\s+)?(?P<year>{YEAR})\b",
        _lettered_day,
        LETTERED,
        folded=True,
    ),
    rule(
        rf"{ALONE}(?P<month>{_MONTH})[\s/-](?P<day>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?:[\s/-]|,\s?)(?P<year>{YEAR})\b",
        _lettered_day,
        LETTERED,
        folded=True,
    ),
    rule(
        rf"{ALONE}(?P<year>{YEAR})[/-](?P<month>{_MONTH})[/-](?P<day>3[01]|[12]\d|0?[1-9])\b",
        _lettered_day,
        LETTERED,
        folded=True,
    ),
    rule(
        rf"{ALONE}(?P<day>{DAY})(?:{TO}(?P<until>{DAY}))?(?:\s+of)?\s+(?P<month>{_LONG_MONTH})\b(?P<year>)(?P<of_year>)",
        read_day,
        SMALL_MONTHLY,
        folded=True,
    ),
    rule(
        rf"{ALONE}(?P<month>{_LONG_MONTH})\s+(?P<day>{DAY})(?:{TO}(?:the\s+)?(?P<until>{DAY}))?(?P<year>)(?P<of_year>)",
        read_day,
        SMALL_MONTHLY,
        folded=True,
    ),
    rule(rf"\b(?P<month>{_MONTH})\s+(?:of\s+)?(?P<year>{YEAR})\b", _lettered_month, LETTERED, folded=True),
    rule(
        rf"(?:(?<=[Ff]rom )|(?<=[Bb]etween ))(?P<month>{_MONTH})\s*(?:[-–—]|to|until|till|through|and)\s*"
        rf"(?P<until>{_MONTH})(?:\s+(?:of\s+)?(?P<year>{YEAR}))?\b(?!\s+\d)",
        _months_near,
        MONTHLY,
        folded=True,
        needs="from between",
    ),
    rule(
        r"\b(?:(?:the\s+)?(?P<step>last|past|previous|next|coming)\s+|(?:a|one)\s+)fortnight(?:\s+(?P<way>ago|earlier|later))?\b",
        _fortnight,
        WORDS,
        folded=True,
        needs="fortnight",
    ),
    rule(
        rf"\b(?:the\s+)?(?P<count>{COUNT})\s+(?:past|next|last)\s+(?P<unit>{UNIT})s\b",
        read_stretch,
        NEAR_UNITS,
        folded=True,
        needs="seconds minutes hours days weeks months years decades centuries centurys quarters",
    ),
    rule(
        r"\b(?:the\s+)?(?P<first>\d{1,2}(?:st|nd|rd|th))(?:\s?(?:and|to|or|[-–])\s?)(?:the\s+)?(?P<last>\d{1,2}(?:st|nd|rd|th))\s+centuries\b",
        _centuries,
        CENTURIES,
        folded=True,
        needs="centuries",
    ),
    rule(
        r"\b(?:the\s+)?(?P<first>1\d\d0)s\s+(?:and|to)\s+(?:the\s+)?(?P<last>1\d\d0)s\b",
        _decades,
        NUMERIC,
        folded=True,
        needs="0s",
    ),
    rule(
        r"(?:(?<=[Ii]n )|(?<=[Yy]ear ))(?P<year>[1-9]\d\d)(?=[,.;)]|\s+(?:AD|CE|as|at|by|with|the)\b)",
        _early_year,
        EARLY,
    ),
    rule(rf"\b(?:c\.?\s?|ca\.\s?|circa\s+)(?P<year>{YEAR})\b(?![-–/]\d)", _early_year, ABOUT),
    rule(
        rf"\b(?P<count>{COUNT})\s+and\s+a\s+half\s+(?P<unit>{UNIT})s?\b",
        _half_more,
        COUNTED,
        folded=True,
        needs="half",
    ),
    rule(
        rf"\b(?P<count>{COUNT})\s+(?P<unit>{UNIT})s?\s+and\s+a\s+half\b",
        _half_more,
        COUNTED,
        folded=True,
        needs="half",
    ),
    rule(
        r"\b(?:every\s+weekend|every\s+(?:morning|afternoon|evening|night)|(?P<day>\d{1,2}(?:st|nd|rd|th))\s+of\s+(?:every|each)\s+month)\b",
        _repeated_more,
        REPEATED,
        folded=True,
        needs="every each",
    ),
)
