"""Which of the ranked sentences become extracts: the best, but none that tells what a better one tells."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.matching.candidate import Candidate
from index.models import Span
from index.text.later import later
from index.text.stopwords import STOPWORDS

SHARED, HELD = 0.75, 0.9
"""How much of both sentences' words, or of the later one's, the other holds where the two tell the same."""
_WORD = later(r"\w+")
_TELLS_NOTHING = STOPWORDS["en"] | words_of(
    "said says told announced according official officials called named just also"
)
"""Words by which alone two sentences may differ and tell the same: "rose" and "fell" are not among them."""
_DENIES = words_of(
    "not no nor never none nobody nothing without deny denies denied false refused failed t before after up down over "
    "under above below more less against"
)
"""Words that make another thing of the same words."""


def choose(firsts: Sequence[Candidate], candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """Return the best candidates in order, some put first; none of the others that tells what a better one tells."""
    chosen = list({item.key: item for item in firsts}.values())[:count]
    for item in candidates:
        if len(chosen) == count:
            break
        if not any(is_part(item, other) or tells_the_same(item, other) for other in chosen):
            chosen.append(item)
    return chosen


def is_part(item: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates share a stretch of their article."""
    return item.article.id == other.article.id and _overlap(item.span, other.span)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def tells_the_same(item: Candidate, other: Candidate) -> bool:
    """Tell whether a candidate says no word of weight that another one does not say, and denies no more or less."""
    return says_the_same(item.said, other.said)


def says_the_same(text: str, other: str) -> bool:
    """Tell the same of two texts, the first of which may be the shorter one.

    >>> says_the_same("Ida Falk was elected on Monday.", "Ida Falk was elected mayor on Monday.")
    True
    >>> says_the_same("Ida Falk was elected on Friday.", "Ida Falk was elected on Monday.")
    False
    """
    words, others = _words(text), _words(other)
    small, small_others = {word.lower() for word in words}, {word.lower() for word in others}
    shared = small & small_others
    if len(shared) < SHARED * len(small | small_others) and len(shared) < HELD * len(small):
        return False
    if not (small - small_others) <= _TELLS_NOTHING or not (small ^ small_others).isdisjoint(_DENIES):
        return False
    return _in_turn(words, shared) == _in_turn(others, shared)  # who beat whom


def _in_turn(words: Sequence[str], shared: Collection[str]) -> list[str]:
    """Return the shared words with a capital in the order in which they are first met, but for the first word."""
    return list(dict.fromkeys(word for word in words[1:] if word[0].isupper() and word.lower() in shared))


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))
