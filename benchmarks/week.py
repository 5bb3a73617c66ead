"""Replay a week of a busy bot in minutes, and tell whether its memory stays flat and what one process carries.

``python -m benchmarks.week --library FILE --questions FILE.jsonl`` puts the real client into 2,500 guilds without a
wire, as `cuttings shell` does, and has people of all of them do 20,000 things: ask, turn pages, press buttons, vote,
search, look around; 8 at a time. It prints the memory on the way, things and questions a second, what the state file
grew by, and exits with 1 if the memory grew by more than a tenth after the first quarter. A machine that is busy does
fewer things: after --minutes it ends, with as many looks at the memory.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import json
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.chat.local import LocalDiscord
from bot.chat.seats import Offer, Seat, guild_of, role_of
from bot.config import Settings
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.shown import Button, Form, Message, Sight

AT_A_TIME = 8
CHANNELS, ROLES = 50, 20
"""Of each guild."""
STEPS = 20
"""How often memory is noted."""
FLAT = 1.1
"""How many times as large as after the first quarter the memory may be at the end."""
SEED = 7
BUTTONS = ("More context", "Read the article", "Why this answer?", "Helpful", "Next ▶", "Not helpful")


@dataclass
class Seen:
    """What a person saw last."""

    message: Message | None = None
    form: Form | None = None


@dataclass
class Town:
    """The client, and what people in its guilds do."""

    local: Crowd
    questions: Sequence[str]
    guild_count: int
    random: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - no secret
    did: Counter[str] = field(default_factory=Counter)

    async def do_something(self, seen: Seen, person: int) -> None:
        """Do what people do, about as often as they do it."""
        seat = Seat(f"person {person}", 1 + self.random.randrange(self.guild_count), 2)
        kind = self.random.choices(["ask", "press", "search", "look"], weights=[60, 28, 8, 4])[0]
        buttons = [item for item in seen.message.buttons if item.label in BUTTONS] if seen.message else []
        if kind == "press" and buttons and seen.message:
            await self._press(seat, seen, seen.message, self.random.choice(buttons))
        elif kind == "look":
            await self._use(seat, self.random.choice(["about", "articles", "help", "privacy"]), {})
        else:
            name, option = ("search", "words") if kind == "search" else ("ask", "question")
            await self._use(seat, name, {option: self.random.choice(self.questions)})

    async def _press(self, seat: Seat, seen: Seen, message: Message, button: Button) -> None:
        self.did[f"button {button.label}"] += 1
        await self.local.press(seat, message, button)
        if seen.form:
            form, seen.form = seen.form, None
            await self.local.submit(seat, form, ["lacks the year"] * len(form.inputs), message)

    async def _use(self, seat: Seat, name: str, given: dict[str, str]) -> None:
        self.did[name] += 1
        await self.local.command(seat, self._offer(name), given)

    def _offer(self, name: str) -> Offer:
        return next(offer for offer in self.local.offers_known if offer.name == name)


class Crowd(LocalDiscord):
    """A client that is in many guilds at once; what is shown goes to whoever acts in this task."""

    def __init__(self, service: Service, keeper: Keeper) -> None:
        super().__init__(service, keeper, self._tell)
        self.offers_known: list[Offer] = []
        self.last = Seen()

    def settle(self, guild_count: int) -> None:
        """Put the bot into so many guilds."""
        self.offers_known = self.offers()
        for number in range(1, guild_count + 1):
            made: Any = guild_of(Seat(guild=number))
            made["channels"] = [
                {"id": str(number * 1_000 + place), "type": 0, "name": f"channel {place}", "position": place,
                 "permission_overwrites": []}
                for place in range(CHANNELS)
            ]  # fmt: skip
            made["roles"] += [role_of(number * 1_000_000 + place) for place in range(ROLES)]
            self.client._connection._add_guild_from_data(made)

    def _sit_down(self, seat: Seat) -> None:
        self._adapter.carry()

    def _tell(self, sight: Sight) -> None:
        if isinstance(sight, Message):
            self.last.message = sight
        elif isinstance(sight, Form):
            self.last.form = sight
        self._numbers.clear()  # the harness's own memory of messages, which Discord has and no bot


def _memory_mb() -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1_000 for line in lines if line.startswith("VmRSS"))


async def _work(town: Town, crowd: Crowd, numbers: Callable[[], int], count: int, until: float) -> None:
    for _ in range(count):
        if time.monotonic() > until:
            return
        try:
            await town.do_something(crowd.last, numbers())
        except RequestError as error:
            town.did[f"refused: {error}"] += 1


async def measure(library: Path, questions: Sequence[str], count: int, guild_count: int, *, most_s: float) -> bool:
    """Print what was measured within so many seconds; return whether the memory stayed flat."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(library=library, state=Path(folder, "state.db"))
        with closing(Service(settings)) as service, closing(Keeper(settings.state)) as keeper:
            print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; memory before: {_memory_mb():,.0f} MB")
            crowd = Crowd(service, keeper)
            async with crowd:
                crowd.settle(guild_count)
                print(f"in {guild_count:,} guilds of {CHANNELS} channels and {ROLES} roles: {_memory_mb():,.0f} MB")
                town = Town(crowd, questions, guild_count)
                is_flat = await _replay(town, crowd, count, most_s)
            size, done = settings.state.stat().st_size, sum(town.did.values())
            print(f"the state file has {size / 1e6:,.1f} MB, {size / done:,.0f} bytes a thing")
            return is_flat


async def _replay(town: Town, crowd: Crowd, count: int, most_s: float) -> bool:
    numbers, started, memory = itertools.count(1).__next__, time.monotonic(), list[float]()
    for step in range(1, STEPS + 1):
        share = count // STEPS // AT_A_TIME
        until = started + most_s * step / STEPS
        await asyncio.gather(*(_work(town, crowd, numbers, share, until) for _ in range(AT_A_TIME)))
        memory.append(_memory_mb())
        if step % (STEPS // 10) == 0:
            print(f"after {sum(town.did.values()):,} things: {memory[-1]:,.0f} MB", flush=True)
    took_s, done = time.monotonic() - started, sum(town.did.values())
    a_second, asked = done / took_s, town.did["ask"] / took_s
    print(f"{done:,} things in {took_s:,.0f} s: {a_second:,.0f} a second, of which {asked:,.0f} questions")
    print(", ".join(f"{number:,} {name}" for name, number in town.did.most_common(14)))
    grown = memory[-1] / memory[STEPS // 4 - 1]
    print(f"memory at the end: {grown:.2f} times that after the first quarter")
    return grown <= FLAT


def main() -> None:
    """Measure, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--questions", type=Path, required=True, help="JSON lines with a question each, perhaps .gz")
    parser.add_argument("--count", type=int, default=20_000, help="how many things people do")
    parser.add_argument("--minutes", type=float, default=5.0, help="end after so many, however much was done")
    parser.add_argument("--guilds", type=int, default=2_500, help="in how many guilds the bot is")
    options = parser.parse_args()
    if not options.library.is_file():
        parser.error(f"there is no library {options.library}")
    opened = gzip.open if options.questions.suffix == ".gz" else open
    with opened(options.questions, "rt", encoding="utf-8") as file:
        questions = [json.loads(line)["question"] for line in file]
    measuring = measure(
        options.library.absolute(), questions, options.count, options.guilds, most_s=60 * options.minutes
    )
    is_flat = asyncio.run(measuring)
    sys.exit(not is_flat)


if __name__ == "__main__":
    main()
