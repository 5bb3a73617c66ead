"""Find time expressions in a text and say what they mean, counted from its date of publication."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from itertools import pairwise, zip_longest

from index.models import DateMention, TimeMention
from index.text.calendar import as_iso
from index.text.foreign import LANGUAGES, find_foreign_times
from index.text.in_c import words as _words
from index.text.language import DEFAULT_LANGUAGE
from index.text.normalise import small_letters
from index.text.timerules import RULES
from index.text.timesigns import NO_FAMILY, Families, find_signs
from index.text.timewords import Rule, Setting

_FUTURE = frozenset((
    "will", "ll", "scheduled", "expected", "expect", "expects", "plan", "plans", "planned", "planning", "due",
    "upcoming", "would", "may", "could", "hope", "hopes", "begin", "begins", "start", "starts", "open", "opens",
    "until", "by", "next",
))  # fmt: skip
_FUTURE_PAIRS = frozenset((
    ("going", "to"), ("to", "be"), ("is", "to"), ("are", "to"), ("set", "to"), ("set", "for"),
))  # fmt: skip
_PAST = frozenset((
    "said", "told", "was", "were", "had", "has", "have", "did", "died", "won", "lost", "took", "came", "went", "left",
    "began", "became", "made", "met", "wrote", "spoke", "held", "hit", "killed", "since", "fell", "rose", "saw",
    "found", "gave", "got", "led", "sent", "shot", "ago", "last",
))  # fmt: skip
"""Besides the words that end in "ed"."""
_WORD = re.compile(r"\w+")
_ENDING = re.compile(r"[.!?\n](?:(?<=\n)|(?<!\n)[\"”’)]*\s+(?=[A-Z“\"]))")
"""Where one sentence ends and another begins; no time expression goes across."""
_BEFORE_SIGN, _BEHIND_SIGN = 60, 45
"""How far an expression may reach before its first sign and behind its last, in code points."""
Find = Callable[[str, int, int], Iterator[re.Match[str]]]
Try = tuple[int, tuple[str, ...], bool, Find]
"""A rule's place, the words of which it needs one, whether it looks in small letters, and what finds it."""
_CLAUSE = re.compile(r"[.!?;]\s")
_REACH = 80
"""How many code points before an expression may tell the tense it stands in."""


def find_times(text: str, published: date | None = None, language: str = DEFAULT_LANGUAGE) -> list[TimeMention]:
    """Return the time expressions of a text, in order and apart from one another; of overlapping ones the longest.

    Parameters
    ----------
    published
        What "this Wednesday" or "last year" are counted from; without it such words are passed over.
    language
        That of the text; one without rules of its own is read by the English ones, which know figures at least.
    """
    if language in LANGUAGES:
        return find_foreign_times(text, published, language)
    found: list[TimeMention] = []
    end, before = 0, None
    for rule, first in _apart(text):
        match = first if first.start() >= end else _behind(rule, first, end)
        if match is None:
            continue
        start, stop = match.span()
        setting = Setting(published, before, partial(_tense, text, start, stop))
        try:
            value = rule.read(match, setting)
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


def find_dates(text: str, published: date | None = None, language: str = DEFAULT_LANGUAGE) -> list[DateMention]:
    """Return the dates written in a text, in order and apart from one another, in ISO 8601.

    Parameters
    ----------
    published, language
        As for `find_times`.

    Examples
    --------
    >>> [mention.value for mention in find_dates("He came on 13 September 2023.")]
    ['2023-09-13']
    """
    dates: list[DateMention] = []
    for item in find_times(text, published, language):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value:
            dates.append(DateMention(item.start, item.end, text[item.start : item.end], value, item.relative))
    return dates


def _apart(text: str) -> Iterator[tuple[Rule, re.Match[str]]]:
    """Yield what the rules find, in order; at one start the longest, then the earlier rule.

    A rule that finds something but can't read it gives way to the next one that found the same words.
    """
    small = small_letters(text)
    for start, stop, families in _stretches(text):
        found = []
        for place, _, folded, find in _wanted(small[start:stop], _tries(families)):
            for match in find(small if folded else text, start, stop):
                found.append((match.start(), -match.end(), place, match))
        if len(found) > 1:
            found.sort(key=lambda item: item[:3])
        yield from ((RULES[place], match) for _, _, place, match in found)


def _behind(rule: Rule, match: re.Match[str], end: int) -> re.Match[str] | None:
    """Return what a rule finds in a match of its own behind a place: behind "last Monday", "5 January" of the rest."""
    left = match.string[end : match.end()].lstrip(" \n,")
    return rule.pattern.match(match.string, match.end() - len(left), match.end()) if left else None


def _wanted(stretch: str, tries: tuple[Try, ...]) -> list[Try]:
    """Return what is worth a try on a stretch in small letters: those that need no word, or one that it holds."""
    if _words is not None:
        return _words.wanted(stretch, tries)
    return [row for row in tries if not row[1] or any(word in stretch for word in row[1])]


@cache
def _tries(families: Families) -> tuple[Try, ...]:
    """Return what to try for some families."""
    return tuple(
        (place, rule.needs, rule.folded, rule.pattern.finditer)
        for place, rule in enumerate(RULES)
        if rule.family in families
    )


def _endings(text: str) -> list[int]:
    """Return where sentences end."""
    return [found.end() for found in _ENDING.finditer(text)] if _words is None else _words.endings(text)


def _stretches(text: str) -> Iterator[tuple[int, int, Families]]:
    """Yield the stretches around signs of a time, none across the end of a sentence, and the families they are of.

    Looking for all signs at once, and trying few rules on short stretches, is much quicker than every rule on all.
    """
    ends = _endings(text)
    bounds = [0, *ends, len(text)]
    start = stop = 0
    families = NO_FAMILY
    for sign_start, sign_end, more in find_signs(text):
        place = bisect_right(ends, sign_start)
        first = max(bounds[place], sign_start - _BEFORE_SIGN)
        if first >= stop and families:
            yield start, stop, families
            start, families = first, NO_FAMILY
        start = start if families else first
        stop = min(bounds[place + 1], sign_end + _BEHIND_SIGN)
        families |= more
    if families:
        yield start, stop, families


def _tense(text: str, start: int, stop: int) -> int:
    """Return -1 if the words nearest before an expression speak of the past, 1 of the future, 0 if nothing tells."""
    before = _WORD.findall(_CLAUSE.split(text[max(0, start - _REACH) : start])[-1].lower())
    for place in range(len(before) - 1, -1, -1):
        told = _told(before[place], (before[place - 1], before[place]) if place else None)
        if told is not None:
            return told
    after = _WORD.findall(_CLAUSE.split(text[stop : stop + _REACH], maxsplit=1)[0].lower())
    for word, pair in zip_longest(after, pairwise(after)):
        told = _told(word, pair)
        if told is not None:
            return told
    return 0


def _told(word: str, pair: tuple[str, str] | None) -> int | None:
    """Return the tense that a word, or a pair that it is of, speaks of; 0 for "planned", which is of both."""
    is_past = word in _PAST or (len(word) > 4 and word.endswith("ed"))
    if word in _FUTURE or pair in _FUTURE_PAIRS:
        return 0 if is_past else 1
    return -1 if is_past else None
