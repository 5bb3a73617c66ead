"""Figures as pictures (SVG, by matplotlib)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.search.engine import ENGINES
from benchmarks.search.measure import Figures, Latency

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis

_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "cuttings",
    "svg.fonttype": "none",
    "font.size": 9,
    "axes.grid": True,
    "grid.alpha": 0.3,
}
_MB = 1e6


def plot_engines(figures: Sequence[Figures], path: Path) -> None:
    """Draw the engines of one run side by side: times of questions by kind, building, memory."""
    shown = [one for one in figures if ENGINES[one.engine].answers]
    engines = [one.engine for one in shown]

    def draw(axes: Sequence[Axes]) -> None:
        for place, kind in zip(axes, shown[0].latency, strict=False):
            _ranges(place, f"{kind} questions: p50, p95 and p99, ms", engines, [one.latency[kind] for one in shown])
        _bars(axes[2], "building, s", engines, {"": [one.build_s for one in shown]})
        memory = {
            "building": [one.build_peak_bytes / _MB for one in shown],
            "asking": [one.ask_peak_bytes / _MB for one in shown],
        }
        _bars(axes[3], "peak memory, MB", engines, memory)

    _draw(path, draw)


def plot_growth(figures: Sequence[Figures], path: Path) -> None:
    """Draw time and memory against the number of passages, a line an engine."""
    panels: list[tuple[str, Callable[[Figures], float]]] = [
        ("real questions, p50, ms", lambda one: one.latency["real"].p50_ms),
        ("short questions, p50, ms", lambda one: one.latency["short"].p50_ms),
        ("building, s", lambda one: one.build_s),
        ("peak memory asking, MB", lambda one: one.ask_peak_bytes / _MB),
    ]

    def draw(axes: Sequence[Axes]) -> None:
        for place, (title, value) in zip(axes, panels, strict=True):
            for engine in dict.fromkeys(one.engine for one in figures):
                own = [one for one in figures if one.engine == engine]
                place.plot([one.passages for one in own], [value(one) for one in own], marker="o", label=engine)
            place.set(title=title, xlabel="passages", xscale="log", yscale="log")
            _plain_numbers(place.xaxis, place.yaxis)
        axes[0].figure.legend(*axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=7)

    _draw(path, draw)


def _ranges(axes: Axes, title: str, engines: Sequence[str], latencies: Sequence[Latency]) -> None:
    """Draw a line from p50 to p99 for each engine; lengths on a logarithmic scale would say nothing."""
    for place, one in enumerate(latencies):
        axes.plot([one.p50_ms, one.p95_ms, one.p99_ms], [place] * 3, marker="o", color="C0")
    axes.set(title=title, xscale="log", yticks=range(len(engines)), yticklabels=engines)
    axes.invert_yaxis()
    _plain_numbers(axes.xaxis)


def _bars(axes: Axes, title: str, engines: Sequence[str], series: Mapping[str, Sequence[float]]) -> None:
    height = 0.8 / len(series)
    for number, (name, values) in enumerate(series.items()):
        places = [place + (number - (len(series) - 1) / 2) * height for place in range(len(engines))]
        axes.barh(places, values, height, label=name)
    axes.set(title=title, yticks=range(len(engines)), yticklabels=engines)
    axes.invert_yaxis()
    if len(series) > 1:
        axes.legend()


def _plain_numbers(*rulers: Axis) -> None:
    """Write 1,000 rather than ten to the third."""
    for ruler in rulers:
        ruler.set_major_formatter("{x:,g}")
        ruler.set_minor_formatter("")


def _draw(path: Path, draw: Callable[[Sequence[Axes]], None]) -> None:
    import matplotlib as mpl

    mpl.use("svg")
    from matplotlib import pyplot

    with mpl.rc_context(_SETTINGS):
        figure, axes = pyplot.subplots(2, 2, figsize=(10, 6.5), layout="constrained")
        draw(list(axes.flat))
        figure.savefig(path, metadata={"Date": None})
        pyplot.close(figure)
