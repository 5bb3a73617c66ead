"""Tell whether questions keep their speed while sources are read.

``python -m benchmarks.reindexing --articles FILE.jsonl --questions FILE.jsonl`` makes a library of the articles, and
asks 20 questions a second of it as the bot does: with nothing else going on, while all of it is stored anew by
``reindex --full``, and while an ordinary ``reindex`` takes in changes. It prints how long answers took from the moment
they were due.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import json
import tempfile
import time
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from bot.chat.run import quick_turns
from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.library import run_reindex
from bot.handlers.requests import AskRequest, BuildRequest, RequestError
from bot.handlers.service import Service
from index.build import add
from index.report import Report
from index.store import Library

QUESTIONS_A_SECOND = 20
CHANGED = 4
"""Of so many articles one is changed before every ordinary reindex."""


def _quiet(what: str, done: int, total: int | None) -> None:
    """Show no progress."""


def _lines(path: Path) -> list[str]:
    raw = path.read_bytes()
    text = gzip.decompress(raw) if path.suffix == ".gz" else raw
    return [line for line in text.decode().splitlines() if line.strip()]


async def _asked(service: Service, questions: Iterator[str], until: asyncio.Event) -> list[float]:
    """Ask at a steady pace until the event is set; return how long after it was due each answer came, in ms."""
    took_ms: list[float] = []
    began = time.perf_counter()

    async def one(question: str, due: float) -> None:
        with suppress(RequestError):  # a question of stop words only is refused, which is an answer too
            await ask(service, AskRequest(question))
        took_ms.append((time.perf_counter() - due) * 1000)

    async with asyncio.TaskGroup() as group:
        for number in itertools.count():
            due = began + number / QUESTIONS_A_SECOND
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            if until.is_set():
                break
            group.create_task(one(next(questions), due))
    return took_ms


async def _while(service: Service, questions: Iterator[str], work: Coroutine[Any, Any, object]) -> list[float]:
    """Ask until some work is done."""
    done = asyncio.Event()

    async def finish() -> None:
        await work
        done.set()

    working = asyncio.create_task(finish())
    took_ms = await _asked(service, questions, done)
    await working
    return took_ms


def _change(source: Path, lines: Sequence[str], turn: int) -> None:
    """Write the articles with other words at the end of some of them."""
    changed = []
    for number, line in enumerate(lines):
        row = json.loads(line)
        if turn and number % CHANGED == turn % CHANGED:
            row["text"] += f"\n\nThis was looked at again, for the {turn}. time."
        changed.append(json.dumps(row, ensure_ascii=False))
    source.write_text("\n".join(changed), encoding="utf-8")


async def _reindexed(service: Service, *, full: bool) -> Report:
    return await run_reindex(service, BuildRequest((), full), _quiet)


async def measure(
    folder: Path, articles: Sequence[str], questions: Sequence[str], seconds: float, *, is_apart: bool = True
) -> dict[str, Any]:
    """Return phase -> how long answers took, in milliseconds; ``is_apart`` as in the bot."""
    source = folder / "articles.jsonl"
    _change(source, articles, 0)
    with Library.open_for_writing(folder / "library.db") as library:
        add(library, [source], progress=_quiet)
    service = Service(Settings(folder / "library.db"), has_runs_apart=is_apart)
    endless, found = itertools.cycle(questions), dict[str, Any]()
    try:
        with quick_turns():
            await _while(service, endless, asyncio.sleep(min(seconds, 5)))  # everything is loaded once
            found["nothing else"] = await _while(service, endless, asyncio.sleep(seconds))
            found["reindex --full"] = await _while(service, endless, _reindexed(service, full=True))
            _change(source, articles, 1)
            found["reindex"] = await _while(service, endless, _reindexed(service, full=False))
            found["nothing else, again"] = await _while(service, endless, asyncio.sleep(seconds))
    finally:
        service.close()
    return found


def table(found: dict[str, Any]) -> list[str]:
    """Return the figures as lines, each with its share of the 95th percentile of the first phase."""
    lines = [
        "| beside | answers | p50, ms | p95, ms | p99, ms | p95 to that of nothing else |",
        "|---|---|---|---|---|---|",
    ]
    idle = float(np.percentile(next(iter(found.values())), 95))
    for name, took_ms in found.items():
        p50, p95, p99 = np.percentile(took_ms, (50, 95, 99))
        lines.append(f"| {name} | {len(took_ms):,} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {p95 / idle:.2f} |")
    return lines


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reindexing", description=__doc__)
    parser.add_argument("--articles", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--seconds", type=float, default=30, metavar="S")
    parser.add_argument("--here", action="store_true", help="read in a thread, as the bot does not")
    options = parser.parse_args()
    questions = [json.loads(line)["question"] for line in _lines(options.questions)]
    with tempfile.TemporaryDirectory(prefix="cuttings-") as folder:
        work = measure(Path(folder), _lines(options.articles), questions, options.seconds, is_apart=not options.here)
        found = asyncio.run(work)
    print("\n".join(table(found)))


if __name__ == "__main__":
    main()
