"""The fitted weights: a small JSON file beside this module, made by `benchmarks.fit`."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files


@cache
def weights(model: str) -> dict[str, float]:
    """Return feature name -> weight of a linear model; ``"bias"`` is its constant where it has one."""
    data = json.loads((files("bot.answering") / "weights.json").read_text(encoding="utf-8"))
    return {name: float(value) for name, value in data[model].items()}
