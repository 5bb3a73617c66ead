"""Tell whether the event loop keeps its time while questions are answered.

``python -m benchmarks.heartbeat --library FILE --questions FILE.jsonl`` asks 50 questions at once of a library, again
and again, while a heartbeat is due every 10 ms, and prints by how much it came late.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import json
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import numpy as np

from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service

AT_ONCE = 50
BEAT_S = 0.01


async def _beat(late_ms: list[float]) -> None:
    """Note how late each heartbeat comes, until cancelled."""
    while True:
        due = time.perf_counter() + BEAT_S
        await asyncio.sleep(BEAT_S)
        late_ms.append((time.perf_counter() - due) * 1000)


async def _ask(service: Service, questions: Sequence[str]) -> None:
    async def one(question: str) -> None:
        with suppress(RequestError):  # a question of stop words only is refused, which is an answer too
            await ask(service, AskRequest(question))

    await asyncio.gather(*map(one, questions))


async def measure(library: Path, questions: Sequence[str], seconds: float) -> tuple[list[float], list[float], int]:
    """Return how late heartbeats came at rest and while asking, both in milliseconds, and how many were answered."""
    service = Service(Settings(library))
    at_rest: list[float] = []
    asking: list[float] = []
    try:
        await _ask(service, questions[:AT_ONCE])
        beating = asyncio.create_task(_beat(at_rest))
        await asyncio.sleep(1)
        beating.cancel()
        beating = asyncio.create_task(_beat(asking))
        endless = itertools.cycle(questions)
        answered = 0
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            await _ask(service, list(itertools.islice(endless, AT_ONCE)))
            answered += AT_ONCE
        beating.cancel()
    finally:
        service.close()
    return at_rest, asking, answered


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heartbeat", description=__doc__)
    parser.add_argument("--library", type=Path, required=True, metavar="FILE")
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--seconds", type=float, default=10, metavar="S")
    options = parser.parse_args()
    raw = options.questions.read_bytes()
    text = gzip.decompress(raw) if options.questions.suffix == ".gz" else raw
    questions = [json.loads(line)["question"] for line in text.splitlines() if line.strip()]
    at_rest, asking, answered = asyncio.run(measure(options.library, questions, options.seconds))
    for name, late_ms in (("at rest", at_rest), (f"{AT_ONCE} questions at once", asking)):
        p50, p99 = np.percentile(late_ms, [50, 99])
        print(f"{name}: late by p50 {p50:.1f} ms, p99 {p99:.1f} ms, at most {max(late_ms):.1f} ms")
    print(f"{answered / options.seconds:.0f} questions a second")


if __name__ == "__main__":
    main()
