"""Start the measuring processes, one at a time, and turn what they print into figures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.search.engine import ENGINES, Ranked

K = 10
ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Latency:
    """How long questions of one kind took, in milliseconds; ``count`` were asked."""

    count: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one engine needed for one corpus. Times in seconds unless the name says otherwise, sizes in bytes."""

    engine: str
    passages: int
    build_s: float
    disk_bytes: int
    index_bytes: int
    build_peak_bytes: int
    ask_peak_bytes: int
    first_answer_s: float
    latency: dict[str, Latency]
    per_second: float | None
    answers: dict[str, list[Ranked]] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long to measure: seconds for each kind of question, seconds on all cores (0: not at all), answers kept."""

    budget_s: float = 60.0
    rush_s: float = 5.0
    kept: int = 20


def measure(engine: str, corpus: Path, passages: int, work: Path, effort: Effort) -> Figures:
    """Build and ask with one engine; ``work`` holds the questions, and the index until it has been measured.

    Raises
    ------
    RuntimeError
        A measuring process failed; the last it said is in the text.
    """
    folder, asked = work / f"index-{engine}", work / "questions.json"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        built = _run("build", engine, folder, corpus)
        options = {"k": K, "budget_s": effort.budget_s, "kept": effort.kept, "started": time.time()}
        told = _run("ask", engine, folder, asked, options)
        rushed = _rush(engine, folder, asked, effort.rush_s) if effort.rush_s else None
    finally:
        shutil.rmtree(folder)
    return Figures(
        engine=engine,
        passages=passages,
        **built,
        ask_peak_bytes=told["ask_peak_bytes"],
        first_answer_s=told["first_answer_s"],
        latency={kind: _latency(times) for kind, times in told["times_ms"].items()},
        per_second=rushed,
        answers={kind: [[(n, s) for n, s in ranked] for ranked in rows] for kind, rows in told["answers"].items()},
    )


def _latency(times_ms: Sequence[float]) -> Latency:
    p50, p95, p99 = np.percentile(times_ms, [50, 95, 99]).tolist()
    return Latency(len(times_ms), p50, p95, p99)


def _command(what: str, engine: str, folder: Path, given: Path, options: dict[str, Any] | None = None) -> list[str]:
    words = [sys.executable, "-m", "benchmarks.search.worker", what, engine, str(folder), str(given)]
    return words if options is None else [*words, json.dumps(options)]


def worker_environment() -> dict[str, str]:
    """Return the environment in which a process finds this repository's modules."""
    return os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])}


def _run(what: str, engine: str, folder: Path, given: Path, options: dict[str, Any] | None = None) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own worker
        _command(what, engine, folder, given, options),
        capture_output=True,
        text=True,
        check=False,
        env=worker_environment(),
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise RuntimeError(f"{engine} could not {what}: {reason}")
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _rush(engine: str, folder: Path, asked: Path, seconds: float) -> float:
    """Return how many questions a second as many processes as there are cores answer together."""
    command = _command("rush", engine, folder, asked, {"k": K, "seconds": seconds})
    workers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=worker_environment())  # noqa: S603 - our own worker
        for _ in range(os.cpu_count() or 1)
    ]
    try:
        for worker in workers:
            if worker.stdout is None or worker.stdout.readline() != "ready\n":
                raise RuntimeError(f"{engine} could not ask in several processes")
        for worker in workers:
            if worker.stdin:
                worker.stdin.write("go\n")
                worker.stdin.flush()
        told = [json.loads(worker.communicate()[0]) for worker in workers]
    finally:
        for worker in workers:
            worker.kill()  # no harm to one that has ended
            worker.communicate()
    return float(sum(one["count"] / one["seconds"] for one in told))


def names(wanted: Sequence[str]) -> list[str]:
    """Return engine names in the order of the table, each once.

    Raises
    ------
    ValueError
        A name is unknown.
    """
    unknown = sorted(set(wanted) - ENGINES.keys())
    if unknown:
        raise ValueError(f"there is no engine {', '.join(unknown)}; known: {', '.join(ENGINES)}")
    return [name for name in ENGINES if name in wanted]
