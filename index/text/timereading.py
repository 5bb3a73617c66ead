"""Read time expressions: what each pattern of `timerules` has found, as a TIMEX3 value (English)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

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
from index.text.timewords import FLOATING, HOLIDAYS, PART_CODE, UNIT, Match, Setting, Value

_LED = re.compile(r"\b(?:in|since|by|of|from|until|year|around|about|circa|before|after|to|and)\s+\Z", re.IGNORECASE)
"""What makes a number below 1500 a year."""
NEAR_DAYS = 30
"""Of a day so near to that of publication a weekday that does not fit is a slip."""
_LED_BY_WEEKDAY = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\W", re.IGNORECASE)
_FIRST_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_QUARTER = re.compile(r"(\d{4})(-Q\d)")


def month_of(text: str) -> int:
    """Return the number of a month as written."""
    return MONTHS[text.lower().rstrip(".")]


def digits(text: str) -> int:
    """Return the figures of a text as one number."""
    return int("".join(filter(str.isdigit, text)))


def step_of(word: str | None) -> int:
    """Return -1 for "last", 1 for "next", 0 for "this"."""
    words = (word or "").lower().split()
    if "this" in words or "same" in words or "current" in words:
        return 0
    if {"last", "past", "previous", "prior", "preceding"} & set(words):
        return -1
    return 1 if {"next", "coming", "following", "upcoming"} & set(words) else 0


def year_of(match: Match, setting: Setting, month: int, day: int) -> tuple[int, bool] | None:
    """Return the year of a day or month, and whether it had to be reckoned; ``None`` where nothing tells."""
    groups = match.groupdict()
    if groups.get("year"):
        return int(groups["year"]), False
    if setting.published is None:
        return None
    if groups.get("of_year"):
        return setting.published.year + step_of(groups["of_year"]), True
    year = likely_year(setting.published, month, day, setting.tense)
    led = _LED_BY_WEEKDAY.match(match.group())
    days = [day, digits(groups["until"])] if groups.get("until") else [day]  # "Saturday to *Sunday, Aug. 18-19*"
    is_far = led and _days_apart(setting.published, day_in_month(year, month, day)) > NEAR_DAYS
    return (_on_weekday(year, month, days, led[1]) if led and is_far else year), True


def _days_apart(published: date, value: str) -> int:
    """Return how many days lie between two days; a month's are counted from its first."""
    return abs((date.fromisoformat(f"{value}-01"[:10]) - published).days)


def _on_weekday(year: int, month: int, days: Sequence[int], weekday: str) -> int:
    """Return the year in which one of some days is that weekday: the likely one, or else a neighbour of it."""
    wanted = next(place for place, name in enumerate(WEEKDAYS) if name.startswith(weekday.lower()))
    for near in (year, year + 1, year - 1):
        values = [day_in_month(near, month, day) for day in days]
        if any(date.fromisoformat(value).weekday() == wanted for value in values if len(value) == len("2024-11-10")):
            return near
    return year


def read_day(match: Match, setting: Setting) -> Value | None:
    """Read a day, or days of one month ("3 to 5 May")."""
    month, first = month_of(match["month"]), digits(match["day"])
    found = year_of(match, setting, month, first)
    if found is None:
        return None
    value = day_in_month(found[0], month, first)
    if match["until"] and len(value) == 10:
        last = day_in_month(found[0], month, digits(match["until"]))
        if last > value:
            value = f"{value}/{last}"
    return Value("DATE", value, found[1])


def read_day_to_day(match: Match, setting: Setting) -> Value | None:
    """Read days from one month to another."""
    last_month, last_day = month_of(match["until_month"]), digits(match["until"])
    found = year_of(match, setting, last_month, last_day)
    if found is None:
        return None
    first_month = month_of(match["month"])
    first = day_in_month(found[0] - (first_month > last_month), first_month, digits(match["day"]))
    return Value("DATE", f"{first}/{day_in_month(found[0], last_month, last_day)}", found[1])


def read_iso_day(match: Match, _: Setting) -> Value | None:
    """Read "2023-09-13"."""
    try:
        return Value("DATE", str(date.fromisoformat(match.group())))
    except ValueError:
        return None


def read_slashes(match: Match, _: Setting) -> Value | None:
    """Read "9/13/2023", month first."""
    year = int(match["year"])
    if year < 100:
        year += 1900 if year > 40 else 2000
    value = day_in_month(year, int(match["month"]), int(match["day"]))
    return Value("DATE", value) if len(value) == 10 else None


def read_month_of_year(match: Match, setting: Setting) -> Value | None:
    """Read "September 2023"."""
    month = month_of(match["month"])
    found = year_of(match, setting, month, 1)
    return Value("DATE", f"{found[0]}-{month:02}", found[1]) if found else None


def read_months(match: Match, _: Setting) -> Value:
    """Read "March to May 2023"; of "November to March 2023" the first month is of the year before."""
    year, first, last = int(match["year"]), month_of(match["month"]), month_of(match["until_month"])
    return Value("DATE", f"{year - (first > last)}-{first:02}/{year}-{last:02}")


def read_month_alone(match: Match, setting: Setting) -> Value | None:
    """Read "last September" as the latest one gone by, "next September" as the first one to come."""
    published = setting.published
    if published is None:
        return None
    month, word = month_of(match["month"]), (match["step"] or "").lower()
    if word in {"last", "this past", "past"}:
        year = published.year - (month >= published.month)
    elif word == "next":
        year = published.year + (month <= published.month)
    elif word == "this":
        year = published.year
    else:
        year = likely_year(published, month, 1, setting.tense, is_month=True)
    return Value("DATE", f"{year}-{month:02}", True)


def read_season(match: Match, setting: Setting) -> Value | None:
    """Read a season of a named or near year; alone it is none."""
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


def read_quarter(match: Match, setting: Setting) -> Value | None:
    """Read a quarter; without a year the latest one, or the next where the future is spoken of."""
    word = match["which"].lower()
    number = ORDINALS.get(word) or int(word[-1])
    if match["year"]:
        return Value("DATE", f"{match['year']}-Q{number}")
    published = setting.published
    if published is None:
        return None
    if match["of_year"]:
        return Value("DATE", f"{published.year + step_of(match['of_year'])}-Q{number}", True)
    year = published.year - (3 * (number - 1) + 1 > published.month)
    if year < published.year and setting.tense > 0:
        year += 1
    return Value("DATE", f"{year}-Q{number}", True)


def read_years(match: Match, _: Setting) -> Value | None:
    """Read "1914-18"."""
    first, last = match["year"], match["until"]
    last = first[: 4 - len(last)] + last
    return Value("DATE", f"{first}/{last}") if last > first else None


def read_decade(match: Match, _: Setting) -> Value:
    """Read "the 1990s", "the '90s"."""
    year = match["year"]
    return Value("DATE", year[:3] if len(year) == 4 else f"{'20' if year < '20' else '19'}{year[0]}")


def read_century(match: Match, _: Setting) -> Value | None:
    """Read "the 19th century"."""
    number = int(match["which"])
    return Value("DATE", f"{number - 1:02}") if 1 < number < 22 else None


def read_year(match: Match, _: Setting) -> Value | None:
    """Read a bare year; one before 1500 only behind a word that makes it one."""
    year = match["year"]
    if year < "1500" and not _LED.search(match.string, max(0, match.start() - 12), match.start()):
        return None
    return Value("DATE", year)


def read_weekday(match: Match, setting: Setting) -> Value | None:
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
    part = PART_CODE[match["part"].lower()] if match["part"] else ""
    return Value("DATE", f"{there}{part}", True)


_OPENING = ".!?:;—–-\"“‘'([\n"
"""What stands before the first word of a sentence."""


def read_near_day(match: Match, setting: Setting) -> Value | None:
    """Read "yesterday", "tonight", "this morning"; not "Psychology Today" or "The Tonight Show", which are names."""
    before = match.string[max(0, match.start() - 4) : match.start()].rstrip(" ")
    is_name = match.group()[0].isupper() and before != "" and before[-1] not in _OPENING
    if setting.published is None or is_name:
        return None
    words = match.group().lower().split()
    back = -1 if "yesterday" in words or words[-2:] == ["last", "night"] else 1 if "tomorrow" in words else 0
    part = next((code for word, code in PART_CODE.items() if word in words), "TNI" if "tonight" in words else "")
    try:
        return Value("DATE", f"{setting.published + timedelta(days=back)}{part}", True)
    except OverflowError:
        return None


def read_holiday(match: Match, setting: Setting) -> Value | None:
    """Read a holiday, in a named or the likeliest year."""
    name = match["name"].lower().replace("’", "'")
    year = int(match["year"]) if match["year"] else None
    if year is None and setting.published is None:
        return None
    month = (HOLIDAYS.get(name) or FLOATING[name])[0]
    if year is None and setting.published:
        year = likely_year(setting.published, month, 25, setting.tense, is_month=True)
    assert year is not None  # noqa: S101 - one of the two is known
    if name in HOLIDAYS:
        return Value("DATE", day_in_month(year, *HOLIDAYS[name]), not match["year"])
    _, weekday, which = FLOATING[name]
    days = [date(year, month, day) for day in range(1, 31 if month != 5 else 32)]
    fitting = [day for day in days if day.weekday() == weekday]
    return Value("DATE", str(fitting[which - 1 if which > 0 else which]), not match["year"])


def read_from_now(match: Match, setting: Setting) -> Value | None:
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
        anchor = first_day(setting.before) or anchor
    if anchor is None:
        return None
    sign = 1 if word in {"later", "from now"} else -1
    quarter = _QUARTER.fullmatch(setting.before or "")
    if quarter and unit == "year" and sign < 0:
        return Value("DATE", f"{int(quarter[1]) - int(number)}{quarter[2]}", True)
    if unit == "decade":
        unit, number = "year", number * 10
    if unit == "century":
        unit, number = "year", number * 100
    value = shifted(anchor, unit, sign * int(number))
    return Value("DATE", value, True) if value else None


def first_day(value: str) -> date | None:
    """Return the first day of a value, or ``None`` if it names no date."""
    found = _FIRST_DAY.match(value)
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def read_stretch(match: Match, _: Setting) -> Value:
    """Read "three years", "the past decade"."""
    number = read_number(match["count"])
    if number is None:
        return Value("DURATION", duration(None, match["unit"].lower()))
    return Value("DURATION", duration(number, match["unit"].lower()))


def read_near_period(match: Match, setting: Setting) -> Value | None:
    """Read "last week", "this quarter"."""
    if setting.published is None:
        return None
    unit = match["unit"].lower()
    if unit == "century":
        return None
    step = step_of(match["step"])
    if unit == "quarter" and match["step"].lower() in {"the", "the latest"}:
        step = -1  # reports speak of the quarter just ended
    if unit == "weekend" and match["step"].lower() in {"the", "over the"} and setting.published.weekday() < 3:
        step = -1
    value = shifted(setting.published, unit, step)
    return Value("DATE", value, True) if value else None


def read_repeated(match: Match, _: Setting) -> Value:
    """Read "every other week", "daily"."""
    words = match.group().lower()
    for word, value in (("hourly", "PT1H"), ("daily", "P1D"), ("weekly", "P1W"), ("monthly", "P1M"),
                        ("yearly", "P1Y"), ("annually", "P1Y"), ("everyday", "P1D")):  # fmt: skip
        if words == word:
            return Value("SET", value)
    if match["weekday"]:
        return Value("SET", f"XXXX-WXX-{WEEKDAYS.index(match['weekday'].lower()) + 1}")
    count = read_number(match["count"]) if match["count"] else 2 if " other " in words else 1
    return Value("SET", duration(count, match["unit"].lower()))


def read_reference(match: Match, _: Setting) -> Value:
    """Read "now", "recently", "the future"."""
    words = match.group().lower()
    if words in {"now", "currently", "current"}:
        return Value("DATE", "PRESENT_REF")
    return Value("DATE", "FUTURE_REF" if words == "the future" else "PAST_REF")


def counted(match: Match) -> Match:
    """Return the match of "year-ago" as that of "a year ago"."""
    return next(iter(re.finditer(
        rf"(?P<count>a)\s(?P<unit>{UNIT})\s(?P<way>ago|earlier)", f"a {match['unit'].lower()} {match['way'].lower()}"
    )))  # fmt: skip
