"""Ask the real bot very many questions on a fake Discord, and tell how it holds up.

``python -m benchmarks.discord_load --library FILE --questions FILE.jsonl`` starts ``cuttings run`` as a process, led to
a fake Discord on loopback, has 200 people of one guild ask at once, then asks 20,000 questions, 50 at a time, and
prints how long people waited for the first response and for the answer, and how much memory the process took meanwhile.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import json
import os
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.fake_discord import GUILD, TOKEN, FakeDiscord, text_of
from tests.test_run import LEAD

AT_ONCE = 200
FEW = 50
STEPS = 10
"""How often memory is noted on the way."""
_NUMBERS = itertools.count(10_000_000)
"""Ids of people and guilds, so that nobody asks too often."""


@dataclass
class Waits:
    """How long people waited for the first response and for the answer, in seconds, and what went wrong."""

    first_s: list[float] = field(default_factory=list)
    answer_s: list[float] = field(default_factory=list)
    lost: int = 0
    failed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        shown = [f"{len(self.answer_s):,} answered, {self.lost:,} lost, {len(self.failed):,} failures"]
        for name, waits in (("first response", self.first_s), ("answer", self.answer_s)):
            p50, p99, most = np.percentile(waits or [0.0], [50, 99, 100]) * 1000
            shown.append(f"{name} after {p50:,.0f} ms (p50), {p99:,.0f} ms (p99), {most:,.0f} ms at most")
        return "; ".join([*shown, *self.failed[:3]])


@asynccontextmanager
async def _bot(fake: FakeDiscord, library: Path, log: Path) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the real command in a folder of its own, led to the fake; ``log`` gets what it says."""
    with tempfile.TemporaryDirectory() as folder, log.open("wb") as said:
        (Path(folder) / "sitecustomize.py").write_text(LEAD)
        environ = os.environ | {
            "PYTHONPATH": os.pathsep.join([folder, *filter(None, sys.path), str(Path.cwd())]),
            "FAKE_URL": fake.url,
            "FAKE_GATEWAY": fake.gateway,
            "CUTTINGS_TOKEN": TOKEN,
        }
        made = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.terminal.main", "run", "--library", str(library),
            cwd=folder, env=environ, stderr=said,
        )  # fmt: skip
        try:
            async with asyncio.timeout(60):
                await fake.ready.wait()
            yield made
        finally:
            made.send_signal(signal.SIGTERM)
            await made.wait()


async def _ask(fake: FakeDiscord, question: str, guild: int, waits: Waits) -> None:
    started = time.monotonic()
    told = await fake.command("ask", question=question, person=next(_NUMBERS), guild=guild)
    try:
        reply = await told.reply()
    except TimeoutError:
        waits.lost += 1
        return
    waits.first_s.append(told.first_after_s)
    waits.answer_s.append(time.monotonic() - started)
    if "Failure " in (text := text_of(reply)):
        waits.failed.append(text.replace("\n", " ")[:100])
    fake.forget(told)


async def _one_after_another(fake: FakeDiscord, questions: Iterator[str], count: int, waits: Waits) -> None:
    guild = next(_NUMBERS)
    for _ in range(count):
        await _ask(fake, next(questions), guild, waits)


def _memory_mb(process: asyncio.subprocess.Process) -> float:
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1_000 for line in lines if line.startswith("VmRSS"))


async def measure(library: Path, questions: Sequence[str], count: int, log: Path) -> Iterator[str]:
    """Return lines on 200 at once, and on ``count`` questions with the memory they took; the bot logs to ``log``."""
    endless, lines = itertools.cycle(questions), list[str]()
    async with FakeDiscord().serve() as fake, _bot(fake, library, log) as process:
        lines.append(f"memory at the start: {_memory_mb(process):,.0f} MB")
        at_once = Waits()
        await asyncio.gather(*(_ask(fake, next(endless), GUILD, at_once) for _ in range(AT_ONCE)))
        lines.append(f"{AT_ONCE} at once: {at_once}")
        many, started = Waits(), time.monotonic()
        for step in range(1, STEPS + 1):
            share = count // STEPS // FEW
            await asyncio.gather(*(_one_after_another(fake, endless, share, many) for _ in range(FEW)))
            lines.append(f"memory after {step * share * FEW + AT_ONCE:,} questions: {_memory_mb(process):,.0f} MB")
        rate = len(many.answer_s) / (time.monotonic() - started)
        lines.append(f"{FEW} at a time: {many}; {rate:,.0f} a second")
        lines += [f"problem: {problem}" for problem in fake.problems[:5]]
    return iter(lines)


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a question each, perhaps .gz")
    parser.add_argument("--count", type=int, default=20_000, help="how many questions to watch the memory over")
    parser.add_argument("--log", type=Path, default=Path(os.devnull), help="what the bot says goes here (nowhere)")
    options = parser.parse_args()
    opened = gzip.open if options.questions.suffix == ".gz" else open
    with opened(options.questions, "rt", encoding="utf-8") as file:
        questions = [json.loads(line)["question"] for line in file]
    print(*asyncio.run(measure(options.library.absolute(), questions, options.count, options.log)), sep="\n")


if __name__ == "__main__":
    main()
