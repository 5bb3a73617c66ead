"""Whether a sentence is of something in another town or state than a question asks of (English)."""

from __future__ import annotations

from functools import lru_cache

from bot.answering.lexicon.gazetteer import COUNTRIES, PLACES, REGIONS
from bot.answering.matching.features import FIGURES, GROUPS
from bot.answering.questions.question import Question
from index.text.later import later

_CAPITALISED = later(r"[A-Z][\w-]*(?:[^\S\n][A-Z][\w-]*)*")
_ASKING = FIGURES | {"when"}
_TOWNS = PLACES - COUNTRIES - REGIONS
_STATES = REGIONS - COUNTRIES
_LONGEST = 3
"""The words of the longest of these names."""


def is_of_another_place(question: Question, words: str, held: frozenset[str]) -> bool:
    """Tell whether a sentence names a town other than the question's, or such a state, and holds no name of it.

    "How many were killed in the Uvalde shooting?" is not answered by how many were in Buffalo. So it is for figures and
    times; whom or what is asked for is often said without the place. ``held`` are the terms of the question that stand
    in the sentence.

    Notes
    -----
    Known weakness: a place of two names counts as two ("Bombay", "Mumbai"), unless both have one first letter ("Kiev",
    "Kyiv"). Of countries nothing is said, as they have many names.
    """
    if GROUPS.get(question.kind) not in _ASKING or not question.names.isdisjoint(held):
        return False
    asked = _asked(question.text)
    if not asked:
        return False
    named = _places(words)
    return any(_is_another(asked & level, named & level) for level in (_TOWNS, _STATES))


def _is_another(asked: frozenset[str], named: frozenset[str]) -> bool:
    initials = {place[0] for place in asked}
    return bool(asked) and any(place[0] not in initials for place in named)


@lru_cache(maxsize=64)
def _asked(text: str) -> frozenset[str]:
    """Return the towns and states that a question names."""
    return _places(text) & (_TOWNS | _STATES)


def _places(text: str) -> frozenset[str]:
    """Return the places that a text names."""
    found: set[str] = set()
    for run in _CAPITALISED.findall(text):
        words = run.split()
        ends = range(1, _LONGEST + 1)
        found |= PLACES & {" ".join(words[start : start + end]) for start in range(len(words)) for end in ends}
    return frozenset(found)
