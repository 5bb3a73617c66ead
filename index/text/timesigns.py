"""Where a time expression may stand: the words found in every one, and the rules worth a try around each (English).

To look for all signs at once and to try a few rules around each is many times quicker than every rule on all of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from string import digits
from struct import pack

from index.text.calendar import MONTH_NAMES
from index.text.in_c import words as _words
from index.text.timewords import (
    ABOUT,
    AGO,
    CENTURIES,
    COUNTED,
    DAILY,
    EARLY,
    FEAST,
    LETTERED,
    MONTHLY,
    MONTHS_OF,
    NEAR_DAYS,
    NEAR_UNITS,
    NUMERIC,
    OF_MONTH,
    ORDERED,
    PARTS,
    QUARTERS,
    REPEATED,
    SEASONAL,
    SMALL_MONTHLY,
    WEEKLY,
    WORD_NUMBERS,
    WORDS,
)

Families = frozenset[str]
NO_FAMILY: Families = frozenset()
_OTHER_MONTHS = {
    *(month.lower() for month in MONTH_NAMES),
    *(month.upper() for month in MONTH_NAMES),
    *["jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"],
}
"""Months not written as usual; "may" is one beside a figure only."""
_MONTH_SIGNS = {*MONTH_NAMES, *(month[:3] for month in MONTH_NAMES), "Sept"}
_WHOLE_WORDS = _MONTH_SIGNS | _OTHER_MONTHS
_FEASTS = (
    "Juneteenth", "christmas", "Christmas", "Halloween", "Thanksgiving", "Independence", "Valentine", "Labor", "Labour",
    "Memorial", "Veterans", "easter", "Easter", "Boxing", "new year", "new Year", "New year", "New Year", "good Friday",
    "Good Friday", "black Friday", "Black Friday", "Earth Day", "Earth day", "May Day", "May day", "International W",
)  # fmt: skip
_UNITS = {"week": WEEKLY, "month": MONTHS_OF, "quarter": QUARTERS, "centur": CENTURIES, "year": PARTS}
_PLAIN_UNITS = ["day", "decade", "hour", "minute", "second", "annual"]


def _either(words: Iterable[str]) -> Iterator[str]:
    """Yield words with and without a capital."""
    for word in words:
        yield from (word, word.capitalize())


def _word_signs() -> dict[str, Families]:
    """Return the beginnings of words that are signs, with the families of rules that each is worth."""
    rows: list[tuple[Iterable[str], tuple[str, ...]]] = [
        (_FEASTS, (FEAST,)),
        (_MONTH_SIGNS, (MONTHLY,)),
        (_OTHER_MONTHS, (MONTHLY, SMALL_MONTHLY, LETTERED, OF_MONTH)),
        ((f"{day}day" for day in ["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"]), (DAILY, REPEATED)),
        (
            _either(["today", "yesterday", "tonight", "tomorrow", "night", "morning", "evening", "afternoon"]),
            (NEAR_DAYS, REPEATED),
        ),
        (_either(["daily", "everyday", *_PLAIN_UNITS]), (REPEATED,)),
        *((_either([unit]), (family, AGO, REPEATED)) for unit, family in _UNITS.items()),
        (("Q1", "Q2", "Q3", "Q4"), (QUARTERS,)),
        (_either(["spring", "summer", "autumn", "fall", "winter"]), (SEASONAL,)),
        (_either(["now", "current", "recent", "past", "future", "fortnight"]), (WORDS,)),
    ]
    return {word: frozenset(families) for words, families in rows for word in words}


_WORD_SIGNS = _word_signs()
_COUNTED_SIGNS = frozenset(_either([*_UNITS, *_PLAIN_UNITS]))
_NUMBER_ENDS = WORD_NUMBERS | {"few", "several", "couple", "of", "half", "a", "an", "more"}
"""The words that a count may end with, but for figures."""
_STEPS = frozenset((
    "last", "past", "previous", "prior", "preceding", "next", "coming", "following", "upcoming", "this", "the",
    "latest", "that", "same", "current",
))  # fmt: skip
_LAST_WORD = re.compile(r"(\w+\.?)[\s-]+\Z")
_AROUND = {"c", "c.", "ca.", "circa"}


def _tree(words: Iterable[tuple[str, ...]]) -> str:
    """Return a pattern for any of some words, given by the letter: beginnings in common are looked at once."""
    heads: dict[str, list[tuple[str, ...]]] = {}
    for head, *rest in words:
        heads.setdefault(head, []).append(tuple(rest))
    branches = []
    for head, rests in heads.items():
        longer = [rest for rest in rests if rest]
        body = f"(?:{_tree(longer)})" if longer else ""
        branches.append(head + body + ("?" if body and len(longer) < len(rests) else ""))
    return "|".join(branches)


def _signs() -> re.Pattern[str]:
    """Return the pattern of all signs, each behind what is no part of a word.

    What begins with a set of characters is searched for much quicker than what begins with a boundary of words.
    """
    words = [(*word, r"\b") if word in _WHOLE_WORDS else tuple(word) for word in _WORD_SIGNS]
    first = "".join(sorted({word[0] for word in words}))
    figures = r"c?\d(?:\d{3}|0s|\d?/\d)|[1-9]\d\d(?=[,.;)]|\s+(?:AD|CE|as|at|by|with|the)\b)|\d{1,2}(?:st|nd|rd|th)\b"
    return re.compile(rf"[\W](?=[{first}\d])(?:{_tree(words)}|{figures})")


_SIGNS = _signs()


_ASCII, _ANY = 128, 0xFFFFFFFF


def _thirds() -> bytes:
    """Return which third letters, as bits by their codes' last five, make a sign possible behind each two letters."""
    table = [0] * (_ASCII * _ASCII)
    for head in {word[:3] for word in _WORD_SIGNS}:
        third = 1 << (ord(head[2]) & 31) if len(head) > 2 else _ANY
        table[ord(head[0]) * _ASCII + ord(head[1])] |= third
    for figure in map(ord, digits):
        table[figure * _ASCII : (figure + 1) * _ASCII] = [_ANY] * _ASCII
        table[ord("c") * _ASCII + figure] = _ANY
    return pack(f"={len(table)}I", *table)


_THIRDS = _thirds()


def _matches(text: str) -> Iterator[re.Match[str]]:
    """Yield what the pattern of all signs finds; it need not be tried on words that don't begin as any does."""
    if _words is None:
        yield from _SIGNS.finditer(text)
        return
    end = 0
    for place in _words.places(text, _THIRDS):
        found = _SIGNS.match(text, place) if place >= end else None
        if found:
            end = found.end()
            yield found


def find_signs(text: str) -> Iterator[tuple[int, int, Families]]:
    """Yield start and end of each sign of a time in a text, and the families of rules worth a try around it."""
    for found in _matches(f"\n{text}"):
        start, end = found.start(), found.end() - 1
        word = text[start:end]
        families = _WORD_SIGNS.get(word)
        if families is None:
            families = _of_figures(word, text, start)
        elif word in _COUNTED_SIGNS:
            families |= _before_unit(text, start)
        elif word in _MONTH_SIGNS:
            families |= _beside_month(text, start)
        elif word in {"may", "MAY"} and not re.search(r"\d", text[max(0, start - 4) : end + 3]):
            continue
        yield start, end, families


def _word_before(text: str, start: int) -> str:
    """Return the word that ends before a place, in small letters, with blanks or hyphens between."""
    found = _LAST_WORD.search(text, max(0, start - 14), start)
    return found[1].lower() if found else ""


def _of_figures(word: str, text: str, start: int) -> Families:
    if word[-1] in "tdh":
        return _ORDERED
    if len(word) == 3 and word.isdigit():
        return _EARLY
    about = word[0] == "c" or _word_before(text, start) in _AROUND
    return _ABOUT if about else _NUMERIC


def _before_unit(text: str, start: int) -> Families:
    """Return what the word before a unit makes worth a try: a count ("two years") or a step ("last year")."""
    word = _word_before(text, start)
    if word in _STEPS:
        return _NEAR_UNITS
    return _COUNTED if word in _NUMBER_ENDS or word[-1:].isdigit() else NO_FAMILY


def _beside_month(text: str, start: int) -> Families:
    """Return what stands beside a month: "the third of May", "05-Aug-2016"."""
    if _word_before(text, start) == "of":
        return _OF_MONTH
    return _LETTERED_FAMILY if _LETTERED_SIGN.search(text, max(0, start - 1), start + 18) else NO_FAMILY


_LETTERED_SIGN = re.compile(r"[/-]|,\d")
_ORDERED, _EARLY, _NUMERIC = frozenset({ORDERED}), frozenset({EARLY}), frozenset({NUMERIC, PARTS})
_ABOUT = _NUMERIC | {ABOUT}
_NEAR_UNITS, _COUNTED = frozenset({NEAR_UNITS}), frozenset({COUNTED})
_OF_MONTH, _LETTERED_FAMILY = frozenset({OF_MONTH}), frozenset({LETTERED})
