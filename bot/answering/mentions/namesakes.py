"""Whom a name alone means: of all that are called Biden, the one whom most of the articles found speak of (English)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.lexicon.gazetteer import FIRST_NAMES, KIN, PLACES
from bot.answering.mentions.names import CAPITALISED, SURNAME_FIRST, can_be_one, letters_of
from bot.answering.questions.question import Question
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

LEAST_ARTICLES, LEAST_LEAD = 3, 2
"""How many articles must write somebody's name first, and how many times as many as that of any other."""
_RUN = later(CAPITALISED)
_BEFORE, _BEHIND = later(r"\b([A-Z][\w’-]+)\s+$"), later(r" ([A-Z][\w’]+)")
_BEHIND_SURNAME = later(r" ([A-Z][\w’]+(?:-\w+| [A-Z][\w’]+)?)")
_OF_KIN = later(rf"\b(?:{KIN})\b")
_REACH = 30
"""How many code points before a name the one beside it is looked for in."""
Given = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Somebody whom a name alone means, and the parts of what tells them from others: "Kim", and "jong" and "un"."""

    name: str
    given: Given


def bearers(question: Question, texts: Sequence[str]) -> tuple[Bearer, ...]:
    """Return whom the names of one word in a question mean, as articles' texts write them, where that is clear.

    Of each text the first full name counts.
    """
    if question.language != "en" or _OF_KIN.search(question.text):  # who is asked for may have the name, too
        return ()
    return tuple(found for name in _names_alone(question) if (found := _bearer(name, texts)))


def is_of_namesake(known: Sequence[Bearer], text: str, stretch: Span) -> bool:
    """Tell whether somebody else has the name in a stretch of an article's text, and nobody whom it means alone."""
    return any(_is_of_other(bearer, text, stretch) for bearer in known)


def _names_alone(question: Question) -> Iterator[str]:
    for run in _RUN.finditer(question.text):
        name = re.sub(r"['’]s?$", "", run.group().rstrip("."))
        if name not in PLACES and question.names & set(tokenize(name, question.language)) and " " not in name:
            yield name


def _bearer(name: str, texts: Sequence[str]) -> Bearer | None:
    first = Counter(given for text in texts if (given := _first(name, text)))
    together: Counter[Given] = Counter()
    for given, count in first.most_common():
        known = next((other for other in together if can_be_one(given, other)), given)
        together[known] += count
    ranked = together.most_common(2)
    if not ranked or ranked[0][1] < LEAST_ARTICLES:
        return None
    is_clear = len(ranked) == 1 or ranked[0][1] >= LEAST_LEAD * ranked[1][1]
    return Bearer(name, ranked[0][0]) if is_clear else None


def _is_of_other(bearer: Bearer, text: str, stretch: Span) -> bool:
    given = list(_givens(bearer.name, text, *stretch))
    if not any(True for _ in _places(bearer.name, text, *stretch)):
        return False
    given = given or list(filter(None, [_first(bearer.name, text)]))
    return bool(given) and not any(can_be_one(bearer.given, one) for one in given)


@lru_cache(maxsize=128)
def _first(name: str, text: str) -> Given:
    """Return the given name that an article first writes beside a name, which then means them alone; empty if none."""
    return next(_givens(name, text, 0, len(text)), ())


def _givens(name: str, text: str, start: int, end: int) -> Iterator[Given]:
    """Yield the given names beside a name in a stretch of a text, or the rest of a name that it begins."""
    behind = _BEHIND_SURNAME if name in SURNAME_FIRST else _BEHIND if name in FIRST_NAMES else None
    for place in _places(name, text, start, end):
        before = _BEFORE.search(text, max(0, place - _REACH), place)
        if before and before[1] in FIRST_NAMES:
            yield tuple(letters_of(before[1].split()))
        elif behind and (found := behind.match(text, place + len(name))):
            yield tuple(letters_of(found[1].split()))


def _places(name: str, text: str, start: int, end: int) -> Iterator[int]:
    """Yield where a name begins in a stretch of a text, as a word of its own."""
    place = text.find(name, start, end)
    while place >= 0:
        behind = place + len(name)
        if not (text[place - 1 : place].isalnum() or text[behind : behind + 1].isalnum()):
            yield place
        place = text.find(name, behind, end)
