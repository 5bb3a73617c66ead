"""`cuttings shell --script`: play a recorded conversation and compare what is shown."""

from __future__ import annotations

import argparse
import difflib
import tempfile
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.shown import Sight
from bot.terminal.files import unreadable
from bot.terminal.safe import safe
from bot.terminal.session import MARK, Session, Step, script_of
from bot.terminal.shell import seat_of


@dataclass(frozen=True, slots=True)
class Script:
    """A script: what stands before its first step, and its steps."""

    preface: str
    steps: tuple[Step, ...]


def read_script(path: Path) -> Script:
    """Return the conversation in a file.

    Raises
    ------
    RequestError
        The file can't be read, or holds no step.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    preface: list[str] = []
    steps: list[Step] = []
    is_typing = False
    for line in text.removesuffix("\n").split("\n"):  # other separators may stand inside of what was shown
        if line.startswith(MARK):
            if not is_typing:
                steps.append(Step([]))
            steps[-1].typed.append(line.removeprefix(MARK))
        elif steps:
            steps[-1].shown += line + "\n"
        else:
            preface.append(line + "\n")
        is_typing = line.startswith(MARK)
    if not steps:
        raise RequestError(f'{path} holds no step; a step begins with ">>> " and what is typed')
    for step in steps:
        step.shown = step.shown.rstrip("\n") + "\n" if step.shown.strip() else ""
    return Script("".join(preface), tuple(steps))


class Actor:
    """Types what stands in a script."""

    def __init__(self) -> None:
        self.lines: deque[str] = deque()

    async def ask(self, label: str, default: str) -> str | None:
        """Take the step's next line for an input of a form; without one it was closed."""
        return self.lines.popleft() if self.lines else None

    def see(self, sight: Sight) -> None:
        """Leave it to the record."""

    def hear(self, text: str) -> None:
        """Leave it to the record."""


async def play(service: Service, options: argparse.Namespace, script: Script) -> list[Step]:
    """Play the steps of a script with a state of their own, and return them with what was shown."""
    with tempfile.TemporaryDirectory() as folder:
        keeper, actor = Keeper(Path(folder) / "state.db"), Actor()
        try:
            async with Session(service, keeper, actor, seat_of(options)) as session:
                for step in script.steps:
                    actor.lines = deque(step.typed)
                    await session.take(actor.lines.popleft())
                    if session.is_over:
                        break
                    if actor.lines:  # written into a form once, and never a command, though it did not open now
                        session.steps[-1].typed += actor.lines
                        session.steps[-1].shown += "cuttings: no form asked for all of this\n"
                return session.steps
        finally:
            keeper.close()


async def run_script(service: Service, options: argparse.Namespace) -> int:
    """Play a script; return 0 if all was shown as recorded, 1 with the differences if not.

    With ``--update`` what is shown now becomes what is recorded.
    """
    script = read_script(options.script)
    steps = await play(service, options, script)
    played, recorded = (script.preface + script_of(list(part)) for part in (steps, script.steps))
    count = len(steps)
    if options.update:
        options.script.write_text(played, encoding="utf-8")
        print(f"{options.script}: {count} steps recorded")
        return 0
    if played == recorded:
        print(f"{options.script}: {count} steps, all as recorded")
        return 0
    lines = difflib.unified_diff(recorded.splitlines(), played.splitlines(), "recorded", "shown now", lineterm="", n=3)
    print(safe("\n".join(lines)))
    return 1
