"""Figures of a run of labelled questions, one record a question, and whether one run is worse than another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

SAMPLES = 2_000
"""How many times the questions are drawn anew for an interval."""
AT_ONCE = 100
"""So many of them are weighed at a time, which bounds the memory that many questions take."""
WEIGHTED = "confidence-weighted score"
SEED = 20_261_124
INTERVAL = (2.5, 97.5)
"""In percent: nineteen of twenty such intervals hold the true difference."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scored:
    """How one question went. Ranks are 0-based, of the first that is right; ``None`` means none is.

    ``short_f1`` is that of the short answer shown, ``None`` where none is; ``took_ms`` is the time of the answer.
    """

    question: str
    kind: str
    answerable: bool
    answered: bool
    confidence: float
    passage: int | None
    extract: int | None
    short_f1: float | None
    short_exact: bool
    took_ms: float

    @property
    def is_right(self) -> bool:
        """Whether it was answered by a right first extract, or rightly refused."""
        return self.answered and self.extract == 0 if self.answerable else not self.answered


_TYPES: dict[str, Any] = {
    "question": str, "kind": str, "answerable": bool, "answered": bool, "confidence": int | float,
    "passage": int | None, "extract": int | None, "short_f1": int | float | None, "short_exact": bool,
    "took_ms": int | float,
}  # fmt: skip


def read_scored(data: Mapping[str, Any]) -> Scored:
    """Return how a question went from what was kept of it.

    Raises
    ------
    KeyError, TypeError
        It is not what was kept.
    """
    for name, kind in _TYPES.items():
        if not isinstance(data[name], kind):
            raise TypeError(name)
    return Scored(**data)


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of questions: of those that ``counts`` holds for, the mean of ``value``."""

    name: str
    counts: Callable[[Scored], bool]
    value: Callable[[Scored], float]


def _within(rank: int | None, depth: int) -> float:
    return float(rank is not None and rank < depth)


def _is_known(item: Scored) -> bool:
    return item.answerable


FIGURES = (
    *(
        Figure(f"passage within {depth}", _is_known, lambda item, depth=depth: _within(item.passage, depth))  # type: ignore[misc]
        for depth in (1, 3, 5)
    ),
    *(
        Figure(f"extract within {depth}", _is_known, lambda item, depth=depth: _within(item.extract, depth))  # type: ignore[misc]
        for depth in (1, 3)
    ),
    Figure("answered, of the answerable", _is_known, lambda item: float(item.answered)),
    Figure("right, of the answered", lambda item: item.answerable and item.answered, lambda item: float(item.is_right)),
    Figure("refused, of the unanswerable", lambda item: not item.answerable, lambda item: float(not item.answered)),
    Figure("short answer shown", _is_known, lambda item: float(item.short_f1 is not None)),
    Figure("short answer exact, of those shown", lambda item: item.short_f1 is not None,
           lambda item: float(item.short_exact)),
    Figure("short answer F1, of those shown", lambda item: item.short_f1 is not None,
           lambda item: item.short_f1 or 0.0),
    Figure("right or rightly refused", lambda item: True, lambda item: float(item.is_right)),
)  # fmt: skip
"""All of them are better when they are higher."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure now and before, and the interval in which its difference lies; ``None`` where a run has no such case."""

    name: str
    now: float
    before: float
    low: float
    high: float

    @property
    def is_worse(self) -> bool:
        """Whether it fell, and not by chance."""
        return self.high < 0

    @property
    def is_better(self) -> bool:
        """Whether it rose, and not by chance."""
        return self.low > 0


def figures(items: Sequence[Scored]) -> dict[str, float]:
    """Return name -> value of every figure that there are cases for, 0 to 1."""
    found: dict[str, float] = {}
    for figure in FIGURES:
        values = [figure.value(item) for item in items if figure.counts(item)]
        if values:
            found[figure.name] = sum(values) / len(values)
    if items:
        found[WEIGHTED] = confidence_weighted(items)
    return found


def confidence_weighted(items: Sequence[Scored]) -> float:
    """Return the mean, over the ranks of the answers from the surest on, of the share that is right up to there.

    As in TREC 2002's question answering (Voorhees); a refusal is as sure as the answer it withheld was not.
    """
    right, total = 0, 0.0
    for place, number in enumerate(_surest_first(items), start=1):
        right += items[number].is_right
        total += right / place
    return total / len(items) if items else 0.0


def _surest_first(items: Sequence[Scored]) -> list[int]:
    """Return the places of items, the surest first."""

    def sureness(item: Scored) -> float:
        return item.confidence if item.answered else 1 - item.confidence

    return sorted(range(len(items)), key=lambda number: (-sureness(items[number]), items[number].question))


def by_kind(items: Sequence[Scored]) -> list[tuple[str, int, int, float, float]]:
    """Return for each kind of answerable question: its name, how many, short answers shown, their exactness and F1."""
    rows = []
    for kind in sorted({item.kind for item in items if item.answerable}):
        asked = [item for item in items if item.answerable and item.kind == kind]
        shown = [item for item in asked if item.short_f1 is not None]
        exact = sum(item.short_exact for item in shown) / len(shown) if shown else 0.0
        mean = sum(item.short_f1 or 0.0 for item in shown) / len(shown) if shown else 0.0
        rows.append((kind, len(asked), len(shown), exact, mean))
    return rows


def compare(now: Sequence[Scored], before: Sequence[Scored]) -> list[Difference]:
    """Return how every figure differs between two runs of the same questions, in the same order.

    The interval is that of a paired bootstrap: the questions are drawn anew, with both runs' results of each.
    """
    count = len(now)
    weights = np.random.default_rng(SEED).multinomial(count, np.full(count, 1 / count), SAMPLES).astype(np.float64)
    found = []
    for figure in FIGURES:
        sides = [_sides(figure, items) for items in (now, before)]
        if not all(cases.any() for _, cases in sides):
            continue
        value, other = (float(values.sum() / cases.sum()) for values, cases in sides)
        found.append(
            _difference(figure.name, value, other, *(_shares(weights, values, cases) for values, cases in sides))
        )
    if count:
        value, other = (confidence_weighted(items) for items in (now, before))
        found.append(_difference(WEIGHTED, value, other, *(_weighted(weights, items) for items in (now, before))))
    return found


def _difference(name: str, now: float, before: float, drawn: Floats, drawn_before: Floats) -> Difference:
    low, high = np.nanpercentile(drawn - drawn_before, INTERVAL)
    return Difference(name, now, before, float(low), float(high))


def _sides(figure: Figure, items: Sequence[Scored]) -> tuple[Floats, Floats]:
    """Return, for each question, its value (0 where it is no case) and whether it is a case."""
    cases = np.array([figure.counts(item) for item in items], dtype=np.float64)
    values = np.array([figure.value(item) if figure.counts(item) else 0.0 for item in items], dtype=np.float64)
    return values, cases


def _shares(weights: Floats, values: Floats, cases: Floats) -> Floats:
    """Return the figure of each drawing, not a number where it holds no case."""
    total: Floats = weights @ cases
    found = np.full(len(total), np.nan)
    np.divide(weights @ values, total, out=found, where=total > 0)
    return found


def _weighted(weights: Floats, items: Sequence[Scored]) -> Floats:
    """Return the confidence-weighted score of each drawing; a question drawn twice stands at both places in a row."""
    order = _surest_first(items)
    right = np.array([items[number].is_right for number in order], dtype=np.float64)

    def scores() -> Iterator[Floats]:
        for start in range(0, len(weights), AT_ONCE):
            drawn = weights[start : start + AT_ONCE, order]
            places = np.cumsum(drawn, axis=1)
            rights = np.cumsum(drawn * right, axis=1)
            shares = np.divide(rights, places, out=np.zeros_like(rights), where=places > 0)
            yield (drawn * shares).sum(axis=1) / len(items)

    return np.concatenate(list(scores()))
