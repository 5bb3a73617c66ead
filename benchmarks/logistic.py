"""Logistic regression by Newton's method, on named features."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEAST_WEIGHT = 0.005
"""A weight below this is left out of the file."""


def names_of(rows: Sequence[Mapping[str, float]]) -> list[str]:
    """Return the names of all features, in order."""
    return sorted({name for row in rows for name in row})


def matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    """Return features as a matrix, one row each; what a row lacks is 0."""
    return np.array([[row.get(name, 0.0) for name in names] for row in rows])


def fit_logistic(
    rows: Sequence[Mapping[str, float]],
    right: Sequence[bool],
    counts: Sequence[float] | None = None,
    ridge: float = 1.0,
) -> dict[str, float]:
    """Return the weights that make what is right likeliest, with the constant as ``bias``.

    ``counts`` says how often each row counts; ``ridge`` draws the weights of the scaled features to nought.
    """
    names = names_of(rows)
    features = matrix(rows, names)
    scale = features.std(0) + 1e-9
    middle = features.mean(0)
    table = np.c_[(features - middle) / scale, np.ones(len(features))]
    truth = np.array(right, dtype=float)
    count = np.ones(len(rows)) if counts is None else np.array(counts, dtype=float)
    pull = np.eye(table.shape[1]) * ridge
    pull[-1, -1] = 1e-6
    weights = np.zeros(table.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (count * (truth - chance)) - pull @ weights
        curve = (table * (count * chance * (1 - chance))[:, None]).T @ table + pull
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < 1e-6:
            break
    slopes = weights[:-1] / scale
    return {
        "bias": round(float(weights[-1] - slopes @ middle), 3),
        **{
            name: round(float(value), 3)
            for name, value in zip(names, slopes, strict=True)
            if abs(value) >= LEAST_WEIGHT
        },
    }
