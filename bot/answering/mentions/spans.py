"""Find in a sentence the spans that could answer a question of a kind: dates, figures with their units, names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from bot.answering.mentions.figures import (
    SOME_DAY,
    TIME,
    Finder,
    ages,
    amounts,
    counts,
    counts_of_time,
    lengths_of_time,
    measures,
    ordinals,
    percents,
)
from bot.answering.mentions.naming import nationalities, persons, places
from bot.answering.mentions.typed import RECKONED, STATED, UNRECKONED, TypedSpan
from bot.answering.questions.question import TIME_OF_DAY, AnswerKind
from index.text.calendar import as_iso
from index.text.dates import find_times
from index.text.later import later
from index.text.timewords import DAY, MONTH

NATIONALITY = "nationality"
"""The measure of a question that asks of which country somebody is."""
_HOUR = (
    r"\b(?:(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s?(?P<half>[ap])\.?m\b\.?|"
    r"\d{1,2}:\d\d(?! - )|noon|midnight|\d{1,2} o['’]clock)"
)
"""A time of day; "05:19 - Source" is the length of a film."""
_HOURS = later(
    rf"{_HOUR}|\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days|weekdays|weekends)\b",
    re.IGNORECASE,
)
"""Times of day and days of every week: they answer when something opens, but date nothing."""
_CLOCK_TIME = later(
    rf"{_HOUR}(?:\s+(?:[ECMP][SD]?T\b|GMT\b|(?:Eastern|Central|Mountain|Pacific|local)(?:\s+time)?\b))?", re.IGNORECASE
)
"""A time of day with its zone."""
_YEARLESS = later(rf"(?:the\s+)?{DAY}\s+(?:of\s+)?{MONTH}|{MONTH}(?:\s+{DAY})?", re.IGNORECASE)
"""A day or month without a year: in an article without a date it is told as ``--11-22``, the form of XML Schema."""
_BESIDE_EVENT = later(
    r"\b(?:prior to|before|after|during|following|at the (?:end|beginning|start|time) of|on the (?:eve|day) of)\s+"
    r"(?:the|his|her|their|its|an?)\s+\w+",
    re.IGNORECASE,
)
"""A time told by another event, which dates nothing either."""
_YEAR = later(r"\b(?:1\d{3}|20\d{2})\b")


def typed_spans(kind: AnswerKind, text: str, published: date | None = None, measure: str = "") -> list[TypedSpan]:
    """Return the spans of a sentence that have the type a question asks for, in order of place.

    ``published`` is what relative dates count from; ``measure`` is the question's, see there. Kinds without a type
    ("why", "how") give nothing.
    """
    find: Finder | None
    if kind is AnswerKind.MEASURE:
        find = measures(measure)
    elif kind is AnswerKind.HOW_MANY and measure == TIME:
        find = counts_of_time
    elif kind is AnswerKind.WHERE and measure == NATIONALITY:
        find = nationalities
    elif kind is AnswerKind.WHEN:
        return completed(list(_dates(text, published)), text, measure)
    else:
        find = _FINDERS.get(kind)
    return sorted(find(text, published), key=lambda span: (span.start, span.end)) if find else []


def _dates(text: str, published: date | None) -> Iterator[TypedSpan]:
    for item in find_times(text, published or SOME_DAY):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value and item.relative and published is None:
            yield TypedSpan(item.start, item.end, "", UNRECKONED, relative=True)
        elif value:
            yield TypedSpan(item.start, item.end, value, RECKONED if item.relative else STATED, item.relative)


def completed(found: Sequence[TypedSpan], text: str, measure: str) -> list[TypedSpan]:
    """Return the dates of a text with what else answers "when", in order of place.

    A day or month without a year gets a value, times of day and "after the war" are added without one; asked for a
    year (``measure``), a date is no more than its year. Asked for a time of day only such times answer.
    """
    if measure == TIME_OF_DAY:
        return [_time_of_day(match) for match in _CLOCK_TIME.finditer(text)]
    spans = [_with_month(span, text) if not span.value else _cut(span, text, measure) for span in found]
    for pattern, strength in ((_HOURS, 0.5), (_BESIDE_EVENT, 0.25)):
        spans += [TypedSpan(*match.span(), "", strength) for match in pattern.finditer(text)]
    return sorted(spans, key=lambda span: (span.start, span.end))


def _time_of_day(match: re.Match[str]) -> TypedSpan:
    """Return a time of day with its value as in ISO 8601 ("T13:05"), or without one if it may be in either half."""
    if match["half"] is None:
        return TypedSpan(*match.span(), {"noon": "T12:00", "midnight": "T00:00"}.get(match[0].lower(), ""), STATED)
    hour = int(match["hour"]) % 12 + 12 * (match["half"].lower() == "p")
    return TypedSpan(*match.span(), f"T{hour:02}:{match['minute'] or '00'}", STATED)


def _with_month(span: TypedSpan, text: str) -> TypedSpan:
    """Return a span without a value with that of its month or day, if it names one."""
    if not _YEARLESS.fullmatch(text, span.start, span.end):
        return span
    value = next((as_iso(item.value) for item in find_times(text[span.start : span.end], SOME_DAY)), None)
    return span._replace(value=f"-{value[4:]}", relative=False) if value else span


def _cut(span: TypedSpan, text: str, measure: str) -> TypedSpan:
    years = list(_YEAR.finditer(text, span.start, span.end))
    if measure != "year" or len(years) != 1 or "/" in span.value:
        return span
    return span._replace(start=years[0].start(), end=years[0].end(), value=years[0].group())


_FINDERS: dict[AnswerKind, Finder] = {
    AnswerKind.HOW_MANY: counts,
    AnswerKind.HOW_MUCH: amounts,
    AnswerKind.PERCENT: percents,
    AnswerKind.ORDINAL: ordinals,
    AnswerKind.HOW_LONG: lengths_of_time,
    AnswerKind.HOW_OLD: ages,
    AnswerKind.WHO: persons,
    AnswerKind.WHERE: places,
}
