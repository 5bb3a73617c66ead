"""Measure search; see docs/benchmarks.md. ``python -m benchmarks.search --help`` tells the options."""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.search import questions, report
from benchmarks.search.corpus import About, Corpus
from benchmarks.search.engine import ENGINES, missing_libraries
from benchmarks.search.exact import Agreement, Oracle, compare
from benchmarks.search.measure import Effort, Figures, K, measure, names
from benchmarks.search.questions import Questions
from benchmarks.search.real import write_real
from benchmarks.search.synthetic import write_synthetic
from benchmarks.search.whole import measure_whole

GROWTH_SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
MAX_CHECKED_PASSAGES = 2_000_000
"""In a larger corpus the answers aren't checked: scoring every passage takes too long and too much memory."""


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for on the command line."""

    articles: Path | None
    questions: Path | None
    passages: int | None
    synthetic: int | None
    growth: tuple[int, ...]
    engines: tuple[str, ...]
    out: Path
    effort: Effort


def parse(arguments: Sequence[str] | None) -> Options:
    """Return the options, or stop with a message."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description="Measure search engines.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--articles", type=Path, metavar="FILE.jsonl", help="real articles (.gz too)")
    source.add_argument("--synthetic", type=int, metavar="N", help="so many made-up passages instead")
    source.add_argument(
        "--growth",
        type=int,
        nargs="*",
        metavar="N",
        help="made-up passages of several sizes (10k to 10M if none given)",
    )
    parser.add_argument("--questions", type=Path, metavar="FILE.jsonl", help="real questions, with --articles")
    parser.add_argument(
        "--passages", type=int, metavar="N", help="cut the articles anew until there are so many passages"
    )
    parser.add_argument("--peers", nargs="*", default=list(ENGINES), metavar="NAME", help=", ".join(ENGINES))
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FOLDER", help="report, figures and pictures go here"
    )
    parser.add_argument(
        "--budget", type=float, default=60.0, metavar="S", help="seconds for each engine and kind of question (60)"
    )
    parser.add_argument("--rush", type=float, default=5.0, metavar="S", help="seconds on all cores (5; 0: none)")
    parser.add_argument("--checked", type=int, default=20, metavar="N", help="answers of each kind checked (20)")
    given = parser.parse_args(arguments)
    if given.articles and not given.questions:
        parser.error("--articles needs --questions")
    try:
        engines = names(["cuttings", *given.peers])
    except ValueError as error:
        parser.error(str(error))
    growth = () if given.growth is None else tuple(given.growth) or GROWTH_SIZES
    return Options(
        given.articles,
        given.questions,
        given.passages,
        given.synthetic,
        growth,
        tuple(engines),
        given.out,
        Effort(given.budget, given.rush, given.checked),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, write ``report.md``, ``figures.json`` and pictures, and print the report."""
    options = parse(arguments)
    absent = [path for path in (options.articles, options.questions) if path and not path.is_file()]
    if absent:
        print(f"{absent[0]} is no file; name one with --articles and one with --questions", file=sys.stderr)
        return 2
    for name in options.engines:
        for library in missing_libraries(name):
            print(f"{name} is left out: {library} is not installed (pip install -e '.[bench]')", file=sys.stderr)
    engines = [name for name in options.engines if not missing_libraries(name)]
    options.out.mkdir(parents=True, exist_ok=True)
    text = _grow(options, engines) if options.growth else _compare(options, engines)
    (options.out / "report.md").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def _compare(options: Options, engines: Sequence[str]) -> str:
    """Measure every engine on one corpus and return the report."""
    corpus, about = _corpus(options, options.synthetic)
    asked = _ask_about(options, corpus)
    figures = [_measured(name, options, about) for name in engines]
    agreements = _agreements(corpus, asked, figures) if about.passages <= MAX_CHECKED_PASSAGES else {}
    _save(options.out, figures)
    if _can_plot():
        from benchmarks.search.plots import plot_engines

        plot_engines(figures, options.out / "engines.svg")
    shutil.rmtree(options.out / "corpus")
    parts = [report.circumstances(about, asked), report.table(figures, agreements)]
    if options.articles:
        parts.append(report.whole(measure_whole(options.articles, options.out)))
    return "\n\n".join(parts)


def _grow(options: Options, engines: Sequence[str]) -> str:
    """Measure every engine on made-up corpora of growing size and return the report."""
    figures: list[Figures] = []
    told = ""
    for size in options.growth:
        corpus, about = _corpus(options, size)
        asked = _ask_about(options, corpus)
        told = told or report.circumstances(about, asked)
        figures += [_measured(name, options, about) for name in engines]
        shutil.rmtree(options.out / "corpus")
        _save(options.out, figures)
    figures.sort(key=lambda one: (engines.index(one.engine), one.passages))
    if _can_plot():
        from benchmarks.search.plots import plot_growth

        plot_growth(figures, options.out / "growth.svg")
    return f"The smallest: {told}\n\n{report.growth_table(figures)}"


def _corpus(options: Options, synthetic: int | None) -> tuple[Corpus, About]:
    folder = options.out / "corpus"
    shutil.rmtree(folder, ignore_errors=True)
    if synthetic is not None:
        about = write_synthetic(folder, synthetic)
    else:
        about = write_real(folder, options.articles or Path(), options.passages)
    print(about.description, file=sys.stderr)
    return Corpus(folder), about


def _ask_about(options: Options, corpus: Corpus) -> Questions:
    if options.questions and not corpus.about.synthetic:
        asked = questions.real_questions(options.questions, corpus)
    else:
        asked = questions.synthetic_questions(corpus)
    questions.save(asked, options.out / "questions.json")
    return asked


def _measured(name: str, options: Options, about: About) -> Figures:
    found = measure(name, options.out / "corpus", about.passages, options.out, options.effort)
    times = ", ".join(f"{kind} p50 {latency.p50_ms:.2f} ms" for kind, latency in found.latency.items())
    print(f"{name}, {about.passages:,} passages: built in {found.build_s:.1f} s, {times}", file=sys.stderr)
    return found


def _agreements(corpus: Corpus, asked: Questions, figures: Sequence[Figures]) -> Mapping[str, Mapping[str, Agreement]]:
    """Return engine -> kind of question -> how its answers compare with rank-bm25's scoring of every passage."""
    kept = max((len(rows) for one in figures for rows in one.answers.values()), default=0)
    checked = {kind: rows[:kept] for kind, rows in asked.items()}
    oracle = Oracle(corpus, {term for rows in checked.values() for terms in rows for term in terms})
    right = {kind: [oracle.top(terms, K) for terms in rows] for kind, rows in checked.items()}
    return {
        one.engine: {kind: compare(one.answers[kind], right[kind]) for kind in right}
        for one in figures
        if ENGINES[one.engine].answers
    }


def _save(out: Path, figures: Sequence[Figures]) -> None:
    rows = [{key: value for key, value in asdict(one).items() if key != "answers"} for one in figures]
    (out / "figures.json").write_text(json.dumps(rows, indent=1), encoding="utf-8")


def _can_plot() -> bool:
    if importlib.util.find_spec("matplotlib") is None:
        print("no picture is drawn: matplotlib is not installed", file=sys.stderr)
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
