"""Dates of texts in German, Spanish, French and Russian: days, months, years, decades, weekdays and yesterday."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from index.models import TimeMention
from index.text.calendar import as_iso, day_in_month, likely_year, shifted


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language: beginnings of months in order, of weekdays, and how days and years are joined."""

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    days: dict[str, int]
    periods: tuple[tuple[str, str, int], ...]
    """Periods counted from the day of publication: pattern, unit, and how many units on."""
    join: str
    """What stands between a day and its month, or a month and its year."""
    year_word: str
    """What may stand behind a year."""
    decade: str


_YEAR = r"(?<![\d.,/-])(?:1[0-9]\d\d|20\d\d)(?![\d%])(?![.,]\d)"
_WORDS = {
    "de": _Words(
        ("januar|jänner", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober",
         "november", "dezember"),
        ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"),
        {"gestern": -1, "heute": 0, "morgen": 1, "vorgestern": -2},
        ((r"(?:letzte|vergangene|vorige)[rn]? woche", "week", -1), (r"diese[r]? woche", "week", 0),
         (r"(?:letzten|vergangenen|vorigen) monat", "month", -1), (r"diese[nm] monat", "month", 0),
         (r"(?:letzte[sn]|vergangene[sn]|vorige[sn]) jahr", "year", -1), (r"diese[sm] jahr", "year", 0)),
        r"\.?\s*", "", r"er[\s-]+jahre\w*",
    ),
    "es": _Words(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "sep?tiembre", "octubre",
         "noviembre", "diciembre"),
        ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
        {"ayer": -1, "hoy": 0, "mañana": 1, "anteayer": -2},
        ((r"(?:la )?semana pasada", "week", -1), (r"esta semana", "week", 0), (r"(?:el )?mes pasado", "month", -1),
         (r"este mes", "month", 0), (r"(?:el )?año pasado", "year", -1), (r"este año", "year", 0)),
        r"\s+(?:del?\s+)?", "", "",
    ),
    "fr": _Words(
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
         "décembre"),
        ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
        {"hier": -1, "aujourd['’]hui": 0, "demain": 1, "avant-hier": -2},
        ((r"(?:la )?semaine (?:dernière|passée)", "week", -1), (r"cette semaine", "week", 0),
         (r"(?:le )?mois (?:dernier|passé)", "month", -1), (r"ce mois(?:-ci)?", "month", 0),
         (r"(?:l['’]an dernier|l['’]année (?:dernière|passée))", "year", -1), (r"cette année", "year", 0)),
        r"\s+", "", "",
    ),
    "ru": _Words(
        ("январ[ьяе]", "феврал[ьяе]", "март[ае]?", "апрел[ьяе]", "ма[йяе]", "июн[ьяе]", "июл[ьяе]", "август[ае]?",
         "сентябр[ьяе]", "октябр[ьяе]", "ноябр[ьяе]", "декабр[ьяе]"),
        ("понедельник\\w*", "вторник\\w*", "сред[уаы]", "четверг\\w*", "пятниц\\w", "суббот\\w", "воскресень\\w"),
        {"вчера": -1, "сегодня": 0, "завтра": 1, "позавчера": -2},
        ((r"прошл(?:ой|ую) недел[еию]", "week", -1), (r"эт(?:ой|у) недел[еию]", "week", 0),
         (r"прошл(?:ом|ого) месяц[еа]", "month", -1), (r"этом месяце", "month", 0),
         (r"прошл(?:ом|ого) год[уа]", "year", -1), (r"этом году", "year", 0)),
        r"\s+", r"(?:\s+(?:года|году|годом|год|г\.))?", r"-[ех]\w*(?:\s+г(?:оды|одов|одах|г\.))?",
    ),
}  # fmt: skip
LANGUAGES = tuple(_WORDS)
"""Languages besides English in which dates are read."""

_Reader = Callable[[re.Match[str], date | None], tuple[str, bool] | None]


def find_foreign_times(text: str, published: date | None, language: str) -> list[TimeMention]:
    """Return the dates of a text in order and apart from one another, the longest first where some begin alike.

    ``published`` is what "gestern" or "im Mai" are counted from; without it such words are passed over.

    >>> [item.value for item in find_foreign_times("Er kam am 3. März 2023.", None, "de")]
    ['2023-03-03']
    """
    found: list[TimeMention] = []
    end = 0
    matches = [(match, read) for pattern, read in _rules(language) for match in pattern.finditer(text)]
    for match, read in sorted(matches, key=lambda item: (item[0].start(), -item[0].end())):
        if match.start() < end:
            continue
        value = read(match, published)
        if value:
            found.append(TimeMention(match.start(), match.end(), "DATE", *value))
            end = match.end()
    return found


@cache
def _rules(language: str) -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    """Return what finds the dates of a language, and what reads each; compiled when the language is first met."""
    words = _WORDS[language]
    month = "|".join(f"(?P<m{place}>{names})" for place, names in enumerate(words.months, start=1))
    weekday = "|".join(f"(?P<d{place}>{names})" for place, names in enumerate(words.weekdays))
    near = "|".join(f"(?P<n{place}>{name})" for place, name in enumerate(words.days))
    day = r"(?<![\d.,])(?P<day>3[01]|[12]\d|0?[1-9])(?:er|º)?"
    year = rf"(?P<year>{_YEAR.removeprefix('(?<![0-9.,/-])')})"
    rows: list[tuple[str, _Reader]] = [
        (rf"{day}{words.join}(?:{month})(?:{words.join}{year}{words.year_word})?(?!\w)", _read_day),
        (rf"(?<!\w)(?:{month}){words.join}{year}{words.year_word}(?!\w)", _read_month),
        (rf"(?<!\w)(?:{month})(?!\w)", _read_month),
        (
            r"(?<![\d.])(?P<day>3[01]|[12]\d|0?[1-9])\.(?P<month>1[0-2]|0?[1-9])\.(?P<year>(?:1\d|20)\d\d)(?!\d)",
            _read_figures,
        ),
        (r"(?<!\d)(?:1\d|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)", _read_iso),
        (rf"(?P<year>{_YEAR})\s?[-–—]\s?(?P<until>(?:1\d|20)\d\d)(?!\d)", _read_years),
        (rf"(?P<year>{_YEAR}){words.year_word}(?!\w)", _read_year),
        (rf"(?<!\w)(?:{weekday})(?!\w)", _read_weekday),
        (rf"(?<!\w)(?:{near})(?!\w)", _near_reader(tuple(words.days.values()))),
    ]
    rows += [
        (rf"(?<!\w){pattern.replace(' ', chr(92) + 's+')}(?!\w)", _period_reader(unit, step))
        for pattern, unit, step in words.periods
    ]
    if words.decade:
        rows.append((rf"(?<!\d)(?P<year>(?:1\d|20)\d0){words.decade}", _read_decade))
    return tuple((re.compile(pattern, re.IGNORECASE), read) for pattern, read in rows)


def _named(match: re.Match[str], letter: str) -> int | None:
    """Return the number of the group of a kind that found something."""
    found = (name for name, value in match.groupdict().items() if value and re.fullmatch(rf"{letter}\d+", name))
    return next((int(name[1:]) for name in found), None)


def _read_day(match: re.Match[str], published: date | None) -> tuple[str, bool] | None:
    month, day = _named(match, "m") or 1, int(match["day"])
    if match["year"]:
        return day_in_month(int(match["year"]), month, day), False
    return (day_in_month(likely_year(published, month, day, 0), month, day), True) if published else None


def _read_month(match: re.Match[str], published: date | None) -> tuple[str, bool] | None:
    month = _named(match, "m") or 1
    year = match.groupdict().get("year")
    if year:
        return f"{year}-{month:02}", False
    is_word = len(match.group()) > 3  # "mai" and "mayo" may be names of months only; "май" and "mar" too seldom
    return (f"{likely_year(published, month, 1, 0)}-{month:02}", True) if published and is_word else None


def _read_figures(match: re.Match[str], _: date | None) -> tuple[str, bool] | None:
    value = day_in_month(int(match["year"]), int(match["month"]), int(match["day"]))
    return (value, False) if len(value) == 10 else None


def _read_iso(match: re.Match[str], _: date | None) -> tuple[str, bool] | None:
    try:
        return str(date.fromisoformat(match.group())), False
    except ValueError:
        return None


def _read_years(match: re.Match[str], _: date | None) -> tuple[str, bool] | None:
    return (f"{match['year']}/{match['until']}", False) if match["year"] < match["until"] else None


def _read_year(match: re.Match[str], _: date | None) -> tuple[str, bool]:
    return match["year"], False


def _read_decade(match: re.Match[str], _: date | None) -> tuple[str, bool]:
    return match["year"][:3], False


def _read_weekday(match: re.Match[str], published: date | None) -> tuple[str, bool] | None:
    if published is None:
        return None
    back = (published.weekday() - (_named(match, "d") or 0)) % 7
    return str(published - timedelta(days=back)), True


def _near_reader(steps: tuple[int, ...]) -> _Reader:
    def read(match: re.Match[str], published: date | None) -> tuple[str, bool] | None:
        return (str(published + timedelta(days=steps[_named(match, "n") or 0])), True) if published else None

    return read


def _period_reader(unit: str, step: int) -> _Reader:
    def read(_: re.Match[str], published: date | None) -> tuple[str, bool] | None:
        period = shifted(published, unit, step) if published else None
        value = as_iso(period) if period else None
        return (value, True) if value else None

    return read
