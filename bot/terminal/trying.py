"""Commands to try a library before anyone else sees it: `shell`, `preview`, `exam`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Reply

MOST_QUESTIONS = 10_000


def make_trials(command: Callable[..., argparse.ArgumentParser], show: Callable[[Reply], int]) -> None:
    """Add the commands to the parser; ``command(name, run, summary)`` makes one, ``show`` draws a reply."""

    async def _exam(service: Service, options: argparse.Namespace) -> int:
        from bot.terminal.examining import run_exam

        return show(await run_exam(service, options))

    made = command("shell", _shell, "use the bot's commands here, without Discord")
    made.add_argument("--as", default="you", metavar="NAME", dest="name", help="who asks; admin may use /library")
    made.add_argument("--guild", type=_id, default=1, metavar="ID", help="in which guild; 0 for a direct message")
    made.add_argument("--channel", type=_id, default=2, metavar="ID", help="in which channel")
    made.add_argument("--locale", default="en-GB", metavar="CODE", help="the asker's language")
    made.add_argument("--script", type=Path, metavar="FILE", help="play a recorded conversation, and compare")
    made.add_argument("--update", action="store_true", help="record what is shown now in the script")
    made = command("preview", _preview, "write what Discord would show for a question, as a page")
    made.add_argument("words", nargs="+", type=_text, metavar="QUESTION")
    made.add_argument("--out", type=Path, default=Path("answer.html"), metavar="FILE", help="default: answer.html")
    made = command("exam", _exam, "examine a library by questions made of its own sentences")
    made.add_argument("--questions", type=_count, default=300, metavar="N", help="how many, at most (default: 300)")
    made.add_argument("--seed", type=_id, default=1, metavar="N", help="the same seed asks the same (default: 1)")
    made.add_argument("--keep", action="store_true", help="keep the result, and its floor for all answers")
    made.add_argument("--json", action="store_true", help="write the figures as JSON")


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_QUESTIONS:
        raise argparse.ArgumentTypeError(f"ask from 1 to {MOST_QUESTIONS:,} questions")
    return int(text)


def _text(argument: str) -> str:
    return os.fsencode(argument).decode(errors="replace")


def _id(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) >= 2**63:
        raise argparse.ArgumentTypeError(f'"{text}" is no id, which is a number')
    return int(text)


async def _shell(service: Service, options: argparse.Namespace) -> int:
    if options.update and not options.script:
        raise RequestError("--update records into a script; name it with --script FILE")
    await service.read(lambda library: library.overview())
    if options.script:
        from bot.terminal.script import run_script

        return await run_script(service, options)
    from bot.terminal.shell import run_shell

    return await run_shell(service, options)


async def _preview(service: Service, options: argparse.Namespace) -> int:
    from bot.terminal.preview import run_preview

    await service.read(lambda library: library.overview())
    return await run_preview(service, options)
