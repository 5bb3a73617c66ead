"""Figures as tables for people (Markdown)."""

from __future__ import annotations

import os
import platform
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version

from benchmarks.search.corpus import About
from benchmarks.search.engine import ENGINES, NOTHING, STORE
from benchmarks.search.exact import Agreement
from benchmarks.search.measure import Figures, K
from benchmarks.search.questions import HOW_MADE, Questions
from benchmarks.search.whole import Whole

_DISTRIBUTIONS = ("numpy", "rank-bm25", "bm25s", "numba", "sqlite-utils", "tantivy")
_MB = 1e6


def circumstances(about: About, asked: Questions) -> str:
    """Return what was measured, where and when: one paragraph a subject."""
    lengths = ", ".join(
        f"{len(rows):,} {kind} ones of {sum(map(len, rows)) / len(rows):.1f} distinct terms"
        for kind, rows in asked.items()
    )
    return (
        f"{about.description}; {about.tokens:,} tokens, {about.distinct_terms:,} distinct terms. "
        f"Questions: {lengths}; k = {K}. {HOW_MADE}\n\n"
        f"Measured on {date.today().isoformat()} with {os.cpu_count()} cores ({_processor()}), "  # noqa: DTZ011 - a day for people
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(_versions())}."
    )


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:  # noqa: PTH123 - no file of ours
            return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    except OSError:
        return platform.machine()


def _versions() -> list[str]:
    found = []
    for name in _DISTRIBUTIONS:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    return found


def table(figures: Sequence[Figures], agreements: Mapping[str, Mapping[str, Agreement]]) -> str:
    """Return the tables of one corpus: times of questions, then building and memory, then what engines answered."""
    parts = [_questions_table(figures), _sizes_table(figures), _ratios_table(figures)]
    return "\n\n".join([*parts, _agreement_table(agreements), _notes(figures)])


def _rows(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] + ["---:"] * (len(heads) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _questions_table(figures: Sequence[Figures]) -> str:
    kinds = list(figures[0].latency) if figures else []
    heads = ["engine", *(f"{kind}: p50 / p95 / p99, ms" for kind in kinds), "first answer, s", "questions/s, all cores"]
    rows = []
    for one in figures:
        if not ENGINES[one.engine].answers:
            continue
        times = [one.latency[kind] for kind in kinds]
        shown = [" / ".join(map(_ms, (each.p50_ms, each.p95_ms, each.p99_ms))) for each in times]
        rate = "–" if one.per_second is None else f"{one.per_second:,.0f}" if one.per_second >= 10 else "< 10"
        rows.append([one.engine, *shown, f"{one.first_answer_s:.2f}", rate])
    return _rows(heads, rows)


def _ms(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def _sizes_table(figures: Sequence[Figures]) -> str:
    """Return building and sizes; in brackets the time without reading, where that was measured."""
    reading = _build_s(figures, NOTHING)
    heads = ["engine", "build, s", "index, MB", "all on disk, MB", "peak building, MB", "peak asking, MB"]
    if reading is not None:
        heads[1] = "build (without reading), s"
    rows = []
    for one in figures:
        built = f"{one.build_s:.1f}" + ("" if reading is None else f" ({max(0.0, one.build_s - reading):.1f})")
        sizes = (one.index_bytes, one.disk_bytes, one.build_peak_bytes, one.ask_peak_bytes)
        rows.append([one.engine, built, *(f"{size / _MB:,.0f}" for size in sizes)])
    return _rows(heads, rows) + _index_alone(figures)


def _build_s(figures: Sequence[Figures], engine: str) -> float | None:
    return next((one.build_s for one in figures if one.engine == engine), None)


def _index_alone(figures: Sequence[Figures]) -> str:
    """Return what Cuttings' building takes without storing, where that was measured, beside peers that keep no text.

    Reading stays in both: it can't be taken off a peer that indexes on another core meanwhile.
    """
    stored, reading = _build_s(figures, STORE), _build_s(figures, NOTHING)
    if stored is None or reading is None:
        return ""
    indexing = figures[0].build_s - stored + reading
    told = [
        f"{indexing / one.build_s:.2g} times as long as {one.engine}"
        for one in figures
        if not ENGINES[one.engine].keeps_text and one.engine != NOTHING
    ]
    beside = f": {', '.join(told)}" if told else ""
    return f"\n\nWithout storing the text Cuttings' building takes {indexing:.1f} s{beside}."


def _ratios_table(figures: Sequence[Figures]) -> str:
    """Return Cuttings' figures divided by each peer's."""
    ours = figures[0]
    kinds = list(ours.latency)
    heads = ["Cuttings divided by", *(f"{kind} {name}" for kind in kinds for name in ("p50", "p99")), "build", "index"]
    rows = []
    for one in figures[1:]:
        if not ENGINES[one.engine].answers:
            continue
        times = [(ours.latency[kind], one.latency[kind]) for kind in kinds]
        ratios = [ratio for a, b in times for ratio in (a.p50_ms / b.p50_ms, a.p99_ms / b.p99_ms)]
        ratios += [ours.build_s / one.build_s, ours.index_bytes / one.index_bytes]
        rows.append([one.engine, *(f"{ratio:.2g}" for ratio in ratios)])
    return f"Below 1, Cuttings needs less:\n\n{_rows(heads, rows)}" if rows else "No peer was measured."


def _agreement_table(agreements: Mapping[str, Mapping[str, Agreement]]) -> str:
    """Return how the answers compare with rank-bm25's scoring of every passage."""
    if not agreements:
        return "The answers were not checked: the corpus is too large."
    kinds = list(next(iter(agreements.values())))
    heads = ["engine", *(f"{kind}: same passages and order / scores too / shared" for kind in kinds)]
    rows = [[engine, *(_agreement(found[kind]) for kind in kinds)] for engine, found in agreements.items()]
    return f"Top {K} beside rank-bm25's scores of all passages:\n\n{_rows(heads, rows)}"


def _agreement(one: Agreement) -> str:
    return f"{one.same_order} / {one.same_scores} of {one.asked} / {one.overlap:.0%}"


def _notes(figures: Sequence[Figures]) -> str:
    return "\n".join(f"- **{one.engine}**: {ENGINES[one.engine].note}." for one in figures)


def whole(found: Whole) -> str:
    """Return what the whole way took, as a sentence."""
    return (
        f"The whole way, `cuttings add` of {found.articles:,} articles: {found.seconds:.1f} s, "
        f"{found.articles / found.seconds:,.0f} articles a second, {found.peak_bytes / _MB:,.0f} MB at the peak, "
        "all processes together, what they share counted for each."
    )


def growth_table(figures: Sequence[Figures]) -> str:
    """Return one row an engine and size."""
    heads = ["engine", "passages", "real p50, ms", "short p50, ms", "build, s", "peak building, MB", "peak asking, MB"]
    rows = [
        [
            one.engine,
            f"{one.passages:,}",
            _ms(one.latency["real"].p50_ms),
            _ms(one.latency["short"].p50_ms),
            f"{one.build_s:.1f}",
            f"{one.build_peak_bytes / _MB:,.0f}",
            f"{one.ask_peak_bytes / _MB:,.0f}",
        ]
        for one in figures
    ]
    return _rows(heads, rows)
