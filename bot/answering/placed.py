"""Whether a sentence is of something in another place than a question asks of (English)."""

from __future__ import annotations

from functools import lru_cache

from bot.answering.features import FIGURES, GROUPS
from bot.answering.gazetteer import PLACES
from bot.answering.question import Question
from index.text.later import later

_CAPITALISED = later(r"[A-Z][\w.’-]*(?:\s[A-Z][\w.’-]*)*")
_ASKING = FIGURES | {"when"}


def is_of_another_place(question: Question, words: str, held: frozenset[str]) -> bool:
    """Tell whether a sentence names a place, none of the question's, and holds no name of it.

    "How many were killed in the Uvalde shooting?" is not answered by how many were in Buffalo. So it is for figures and
    times; whom or what is asked for is often said without the place.

    ``held`` are the terms of the question that stand in the sentence.
    """
    if GROUPS.get(question.kind) not in _ASKING or not question.names.isdisjoint(held):
        return False
    asked = _places(question.text)
    return bool(asked) and not asked >= (named := _places(words)) and bool(named)


@lru_cache(maxsize=64)
def _places(text: str) -> frozenset[str]:
    """Return the places that a text names."""
    return frozenset(found for found in _CAPITALISED.findall(text) if found in PLACES)
