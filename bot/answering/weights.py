"""The fitted weights: a small JSON file beside this module, made by `benchmarks.fit`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from itertools import repeat
from operator import mul


@cache
def weights(model: str) -> dict[str, float]:
    """Return feature name -> weight of a linear model; ``"bias"`` is its constant where it has one."""
    data = json.loads((files("bot.answering") / "weights.json").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in data[model].items()}


def weighed(model: Mapping[str, float], features: Mapping[str, float]) -> float:
    """Return the sum of features times their weights, in the order of the features; a model may lack some."""
    return float(sum(map(mul, features.values(), map(model.get, features, repeat(0.0)))))
