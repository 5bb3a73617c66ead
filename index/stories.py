"""Stories: when two articles tell the same in nearly the same words, and which articles are one story by that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from index.text.sketch import Hashes, likeness, shingles, words_of

ALIKE = 0.5
"""Two articles of about the same day that share at least this much (Jaccard, four words in a row) are one story."""
ALIKE_UNDATED = 0.8
"""The same for articles without a date, of which nothing else tells that they belong together."""
DAYS_APART = 3
"""Copies appear within days; what is printed again months later is a form filled in anew."""
SHORT_SHINGLES = 250
"""Shorter texts must have like titles, too: what broken pages leave instead of a story is alike in all of them."""
LIKE_TITLES = 0.3
MOST_COMPARED = 50
"""How many articles one is compared with at most."""


@dataclass(frozen=True)
class Told:
    """What is compared of an article; ``day`` is a count of days, ``None`` without a date."""

    day: int | None
    title: str
    text: str

    @cached_property
    def stretches(self) -> Hashes:
        """The hashes of the different stretches of four words in the text."""
        return shingles(self.text)

    @cached_property
    def title_words(self) -> frozenset[str]:
        """The different words of the title."""
        return frozenset(words_of(self.title))


def are_near(one: int | None, other: int | None) -> bool:
    """Tell whether two days lie so near that copies may be of both."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= DAYS_APART


def are_one_story(one: Told, other: Told) -> bool:
    """Tell whether two articles are near copies of one another, of about the same day."""
    if not are_near(one.day, other.day):
        return False
    alike, _ = likeness(one.stretches, other.stretches)
    if min(len(one.stretches), len(other.stretches)) < SHORT_SHINGLES:
        both = one.title_words | other.title_words
        if not both or len(one.title_words & other.title_words) / len(both) < LIKE_TITLES:
            return False
    return alike >= (ALIKE if one.day is not None else ALIKE_UNDATED)


def stories_among(links: Mapping[str, Collection[str]], wanted: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return article id -> the ids of its story, itself among them, sorted; an article alone is left out.

    A story is all that ``links`` (id -> ids, both ways) lead to, from one article to the next.
    """
    names = sorted(set(wanted))
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        if name not in found and links.get(name):
            story = tuple(sorted(_reached(name, links)))
            found |= dict.fromkeys(story, story)
    return {name: found[name] for name in names if name in found}


def _reached(start: str, links: Mapping[str, Collection[str]]) -> set[str]:
    seen, waiting = {start}, [start]
    while waiting:
        fresh = set(links.get(waiting.pop(), ())) - seen
        seen |= fresh
        waiting += fresh
    return seen
