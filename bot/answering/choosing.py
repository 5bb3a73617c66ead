"""Which of the ranked sentences become extracts: the best, none that tells what another tells, articles in turn."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from bot.answering.gazetteer import words_of
from bot.answering.sentences import Candidate
from index.models import Span

SHARED, HELD = 0.75, 0.9
"""How much of both sentences' words, or of the later one's, the other holds where the two tell the same."""
PER_ARTICLE = 2
"""How many extracts an article has at most before another had its turn."""
_WORD = re.compile(r"\w+")
_TELLS_MORE = re.compile(r"[^a-z]")
"""What a word has that may tell something of its own: a figure, a capital, a letter of another language."""
_DENIES = words_of("not no nor never none nobody nothing without deny denies denied false refused failed t")


def chosen_first(candidates: Sequence[Candidate], first: Candidate | None, count: int) -> list[Candidate]:
    """Return the best candidates in order, one put first, if there is one; none that tells what a better one tells.

    At most `PER_ARTICLE` are from one article until all had a turn.
    """
    chosen: list[Candidate] = []
    held: list[Candidate] = []
    per_article: dict[str, int] = {}
    for item in [first, *(item for item in candidates if item is not first)] if first else candidates:
        if any(is_part(item, other) or tells_the_same(item, other) for other in chosen):
            continue
        if per_article.get(item.article.id, 0) >= PER_ARTICLE:
            held.append(item)
            continue
        per_article[item.article.id] = per_article.get(item.article.id, 0) + 1
        chosen.append(item)
        if len(chosen) == count:
            return chosen
    return (chosen + held)[:count]


def put_first(chosen: Sequence[Candidate], leading: Candidate) -> list[Candidate]:
    """Return extracts with one put first, without those that tell what it tells."""
    rest = (item for item in chosen if item.key != leading.key)
    return [leading, *(item for item in rest if not is_part(item, leading) and not tells_the_same(item, leading))]


def is_part(item: Candidate, other: Candidate) -> bool:
    """Tell whether two candidates share a stretch of their article."""
    return item.article.id == other.article.id and _overlap(item.span, other.span)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def tells_the_same(item: Candidate, other: Candidate) -> bool:
    """Tell whether a candidate says hardly a word that another one does not say, and no figure, name or denial."""
    return says_the_same(_said(item), _said(other))


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
    own = [word for word in words if word.lower() not in shared]
    if any(map(_TELLS_MORE.search, own)) or not (small ^ small_others).isdisjoint(_DENIES):
        return False
    return _in_turn(words, shared) == _in_turn(others, shared)  # who beat whom


def _in_turn(words: Sequence[str], shared: Collection[str]) -> list[str]:
    """Return the shared words with a capital in the order in which they are first met, but for the first word."""
    return list(dict.fromkeys(word for word in words[1:] if word[0].isupper() and word.lower() in shared))


def _said(item: Candidate) -> str:
    return item.article.text[item.span.start : item.span.end]


@lru_cache(maxsize=64)
def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text))
