"""What is measured happens here, in a process of its own: one builds, another asks.

Usage: ``python -m benchmarks.search.worker build|ask|rush ENGINE FOLDER ...``; prints one line of JSON.
"""

from __future__ import annotations

import json
import re
import resource
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.search import questions
from benchmarks.search.engine import Engine, folder_bytes, make_engine

WARM_UP = 20
"""How many questions are asked before the clock counts: caches are filled, and what compiles has compiled."""


def peak_bytes() -> int:
    """Return the most memory this process ever had, in bytes.

    Linux tells it of the program as it runs now; elsewhere it is the process's, which may hold what its parent had
    when it was started.
    """
    try:
        found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    except OSError:
        found = None
    if found:
        return int(found[1]) * 1024
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return usage if sys.platform == "darwin" else usage * 1024


def build(name: str, folder: Path, corpus_folder: Path) -> dict[str, Any]:
    """Index a corpus; return seconds, bytes on disk and peak memory."""
    from benchmarks.search.corpus import Corpus

    engine = make_engine(name)
    corpus = Corpus(corpus_folder)
    started = time.perf_counter()
    engine.build(corpus, folder)
    seconds = time.perf_counter() - started
    return {
        "build_s": seconds,
        "disk_bytes": folder_bytes(folder),
        "index_bytes": engine.index_bytes(folder),
        "build_peak_bytes": peak_bytes(),
    }


def ask(name: str, folder: Path, asked: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Open and ask; return the time to the first answer, the time of each question, the first answers and peak memory.

    ``options``: ``started`` (time of the start of this process, by `time.time`), ``k``, ``budget_s`` for each kind of
    question, and ``kept``, how many answers of each kind are returned.
    """
    kinds = questions.load(asked)
    first = kinds["real"][0]
    engine = make_engine(name)
    engine.open(folder)
    engine.top(first, options["k"])
    first_answer_s = time.time() - options["started"]
    found: dict[str, Any] = {"first_answer_s": first_answer_s, "times_ms": {}, "answers": {}}
    for kind, rows in kinds.items():
        for terms in rows[-WARM_UP:]:
            if time.time() - options["started"] > first_answer_s + options["budget_s"]:
                break
            engine.top(terms, options["k"])
        found["times_ms"][kind] = _times(engine, rows, options["k"], options["budget_s"])
        found["answers"][kind] = [engine.top(terms, options["k"]) for terms in rows[: options["kept"]]]
    engine.close()
    return found | {"ask_peak_bytes": peak_bytes()}


def _times(engine: Engine, rows: list[list[str]], k: int, budget_s: float) -> list[float]:
    """Return how long each question took, in milliseconds; at least one is asked, and no more once time is up."""
    times: list[float] = []
    end = time.perf_counter() + budget_s
    for terms in rows:
        started = time.perf_counter()
        engine.top(terms, k)
        finished = time.perf_counter()
        times.append((finished - started) * 1000)
        if finished > end:
            break
    return times


def rush(name: str, folder: Path, asked: Path, options: dict[str, Any]) -> dict[str, Any]:
    """Ask as fast as can be from the moment a line comes in, beside other processes; return how many in which time."""
    rows = questions.load(asked)["real"]
    engine = make_engine(name)
    engine.open(folder)
    engine.top(rows[0], options["k"])
    print("ready", flush=True)
    sys.stdin.readline()
    count, started = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - started) < options["seconds"]:
        engine.top(rows[count % len(rows)], options["k"])
        count += 1
    engine.close()
    return {"count": count, "seconds": elapsed}


def main() -> None:
    """Do what the command line says, and print the figures."""
    what, name, folder, given, *rest = sys.argv[1:]
    options = json.loads(rest[0]) if rest else {}
    if what == "build":
        figures = build(name, Path(folder), Path(given))
    else:
        figures = (ask if what == "ask" else rush)(name, Path(folder), Path(given), options)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
