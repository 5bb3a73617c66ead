"""Find time expressions in a text and say what they mean, counted from its date of publication (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from index.models import DateMention, TimeMention
from index.text.calendar import as_iso
from index.text.timerules import RULES
from index.text.timewords import Setting

_FUTURE = re.compile(
    r"\b(?:will|['’]ll|going to|to be|is to|are to|scheduled|expected|expects?|plans?|planned|planning|"
    r"set (?:to|for)|due|"
    r"upcoming|would|may|could|hopes?|begins?|starts?|opens?|until|by|next)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:\w{3,}ed|said|told|was|were|had|has|have|did|died|won|lost|took|came|went|left|began|became|made|met|wrote|spoke|"
    r"held|hit|killed|since|fell|rose|saw|found|gave|got|led|sent|shot|ago|last)\b",
    re.IGNORECASE,
)
_REACH = 80
"""How many code points before an expression may tell the tense it stands in."""


def find_times(text: str, published: date | None = None) -> list[TimeMention]:
    """Return the time expressions of a text, in order and apart from one another; of overlapping ones the longest.

    Parameters
    ----------
    published
        What "this Wednesday" or "last year" are counted from; without it such words are passed over.
    """
    found: list[TimeMention] = []
    end, before = 0, None
    for start, stop, rule in _apart(text):
        match = RULES[rule].pattern.match(text, start, len(text))
        if match is None or start < end:
            continue
        setting = Setting(published, _tense(text, start, stop), before)
        try:
            value = RULES[rule].read(match, setting)
            iso = as_iso(value.value) if value and value.kind == "DATE" else None
        except (OverflowError, ValueError):  # a year that the calendar does not have
            continue
        if value is None:
            continue
        found.append(TimeMention(start, stop, *value))
        end = stop
        if iso:
            before = value.value
    return found


def find_dates(text: str, published: date | None = None) -> list[DateMention]:
    """Return the dates written in a text, in order and apart from one another, in ISO 8601.

    Parameters
    ----------
    published
        What "this Wednesday" or "last year" are counted from; without it such words are passed over.

    Examples
    --------
    >>> [mention.value for mention in find_dates("He came on 13 September 2023.")]
    ['2023-09-13']
    """
    dates: list[DateMention] = []
    for item in find_times(text, published):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value:
            dates.append(DateMention(item.start, item.end, text[item.start : item.end], value, item.relative))
    return dates


def _apart(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield (start, end, rule) of what the rules find, in order; at one start the longest, then the earlier rule.

    A rule that finds something but can't read it gives way to the next one that found the same words.
    """
    found: list[tuple[int, int, int]] = []
    families: dict[re.Pattern[str], bool] = {}
    for place, rule in enumerate(RULES):
        if rule.family not in families:
            families[rule.family] = bool(rule.family.search(text))
        if families[rule.family]:
            found.extend((match.start(), match.end(), place) for match in rule.pattern.finditer(text))
    yield from sorted(found, key=lambda item: (item[0], -item[1], item[2]))


def _tense(text: str, start: int, stop: int) -> int:
    """Return -1 if the words nearest before an expression speak of the past, 1 of the future, 0 if nothing tells."""
    window = text[max(0, start - _REACH) : start]
    window = re.split(r"[.!?;]\s", window)[-1]
    past = max((match.end() for match in _PAST.finditer(window)), default=-1)
    future = max((match.end() for match in _FUTURE.finditer(window)), default=-1)
    if past < 0 and future < 0:
        after = re.split(r"[.!?;]\s", text[stop : stop + _REACH])[0]
        past = -min((match.start() for match in _PAST.finditer(after)), default=999)
        future = -min((match.start() for match in _FUTURE.finditer(after)), default=999)
    return (future > past) - (past > future)
