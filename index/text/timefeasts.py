"""Read feasts that move or have no month in their name: Easter, Black Friday, New Year (English)."""

from __future__ import annotations

from datetime import date, timedelta

from index.text.calendar import likely_year
from index.text.timereading import step_of
from index.text.timewords import FEAST, YEAR, Match, Setting, Value, rule

_STEPPED = r"(?P<step>this past|this|last|next|past|previous|the previous|the following|following|coming)"


def _easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus (Meeus 1991)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * i) // 451
    month, day = divmod(h + i - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _feast_in(year: int, name: str) -> date:
    if "easter" in name or name == "good friday":
        return _easter(year) - timedelta(days=2 * (name == "good friday") - (name == "easter monday"))
    if name == "black friday":
        first = date(year, 11, 1)
        return first + timedelta(days=(3 - first.weekday()) % 7 + 22)
    if name.startswith("new year"):
        return date(year, 1, 1)
    return date(year, *{"boxing day": (12, 26), "earth day": (4, 22)}.get(name, (5, 1)))


def _feast(match: Match, setting: Setting) -> Value | None:
    name = match["name"].lower().replace("’", "'")
    if match["year"]:
        return Value("DATE", str(_feast_in(int(match["year"]), name)))
    published = setting.published
    if published is None:
        return None
    days = [_feast_in(published.year + more, name) for more in (-1, 0, 1)]
    step = step_of(match["step"])
    gone = [day for day in days if day < published]
    if step:
        return Value("DATE", str(gone[-1] if step < 0 else days[len(gone)]), True)
    middle = days[1]
    year = likely_year(published, middle.month, middle.day, setting.tense, is_month=True)
    return Value("DATE", str(_feast_in(year, name)), True)


FEAST_RULES = (
    rule(
        rf"(?<![\w’'])(?:{_STEPPED}\s+)?(?P<name>easter(?: sunday| monday)?|good friday|black friday|boxing day|"
        rf"earth day|may day|(?:international )?(?:workers['’]|labour) day|new year)\b(?!['’])"
        rf"(?:,?\s+(?:of\s+)?(?P<year>{YEAR}))?",
        _feast,
        FEAST,
        folded=True,
    ),
)
