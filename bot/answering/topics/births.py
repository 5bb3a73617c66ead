"""What ages that articles of different years give have in common: when somebody of them was born."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from bot.answering.matching.candidate import Candidate
from bot.answering.mentions.typed import TypedSpan

SAME_BIRTH_YEARS = 1.0
"""Two ages are of one person if the births they tell of are no farther apart: each is told in whole years."""


class Told(Protocol):
    """An age as a candidate tells it."""

    @property
    def span(self) -> TypedSpan:
        """Where it stands, with its value."""

    @property
    def candidate(self) -> Candidate:
        """The sentence it stands in."""


def is_same_birth(one: Told, other: Told) -> bool:
    """Tell whether two ages, each of its article's day, can be of one person."""
    births = _born(one), _born(other)
    return births[0] is not None and births[1] is not None and abs(births[0] - births[1]) <= SAME_BIRTH_YEARS


def by_birth(readings: Sequence[Told]) -> list[str]:
    """Return of each reading what tells it from those of other births: the place of the first of the same one."""
    firsts: list[tuple[int, Told]] = []
    said: list[str] = []
    for place, item in enumerate(readings):
        same = next((first for first, other in firsts if is_same_birth(item, other)), None)
        if same is None:
            firsts.append((place, item))
        said.append(str(place if same is None else same))
    return said


def _born(item: Told) -> float | None:
    """Return about when somebody of an age was born, in years, or ``None`` where that can't be said."""
    published = item.candidate.article.published
    if not published or not item.span.value.isdigit():
        return None
    day = date.fromisoformat(published[:10])
    return day.year + day.timetuple().tm_yday / 366 - int(item.span.value) - 0.5
