"""`cuttings shell`: the bot's commands at a prompt, with history and completion, or from a pipe."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import AsyncGenerator, Coroutine
from pathlib import Path
from typing import Any

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.patch_stdout import patch_stdout
from rich.console import Console

from bot.chat.seats import Offer, Seat
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from bot.shown import Sight
from bot.terminal.draw import make_console
from bot.terminal.safe import safe
from bot.terminal.session import ORDERS, Session, this_moment
from bot.terminal.show import show
from bot.terminal.typed import offer_of, options_of

WELCOME = "The bot's commands, without Discord: /ask something. Tab completes, :help tells the rest, Ctrl-D ends."


def seat_of(options: argparse.Namespace) -> Seat:
    """Return who is asking, as the options say."""
    return Seat(options.name, options.guild, options.channel, options.locale)


class Suggestions(Completer):
    """Completes commands, options and what the bot itself completes, such as titles and outlets."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> list[Completion]:
        """Complete nothing: what the bot completes comes later, so all of it does."""
        return []

    async def get_completions_async(
        self, document: Document, complete_event: CompleteEvent
    ) -> AsyncGenerator[Completion, None]:
        """Yield what could stand where the cursor is."""
        line = document.text_before_cursor
        if line.startswith(":"):
            for name in ORDERS:
                if name.startswith(line[1:]):
                    yield Completion(name, -len(line[1:]))
        if not line.startswith("/"):
            return
        offer, rest = offer_of(line, self._session.offers)
        if offer is None or not line.removeprefix("/").startswith(f"{offer.name} "):
            for found in self._session.offers:
                if not found.on_message and found.name.startswith(rest):
                    yield Completion(found.name + " ", -len(rest), display=found.name, display_meta=found.description)
            return
        async for made in self._of_options(offer, rest):
            yield made

    async def _of_options(self, offer: Offer, rest: str) -> AsyncGenerator[Completion, None]:
        word = rest.rpartition(" ")[2]
        given = options_of(rest, offer)
        for option in offer.options:
            if option.name not in given and option.name.startswith(word) and ":" not in word:
                yield Completion(f"{option.name}:", -len(word), display_meta=option.description)
        last = next(reversed(given), None)
        wanted = next((option for option in offer.options if option.name == last), None)
        if last is None or wanted is None:
            return
        typed = given[last]
        values = [(value, value) for value in wanted.choices if value.startswith(typed)]
        if wanted.completes:
            values = await self._session.local.complete(self._session.seat, offer, last, given)
        elif wanted.is_truth:
            values = [(value, value) for value in ("true", "false") if value.startswith(typed)]
        for name, value in values:
            yield Completion(value, -len(typed), display=safe(name))


class AtPrompt:
    """A person at a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.is_gone = False
        """Whether whoever read the output has gone, as `head` does."""

    async def ask(self, label: str, default: str) -> str | None:
        """Ask for what stands in an input of a form; Ctrl-C and Ctrl-D close it, as Esc does on Discord."""
        prompt: PromptSession[str] = PromptSession()
        try:
            typed: str = await prompt.prompt_async(f"{safe(label)} ", default=default)
        except (KeyboardInterrupt, EOFError):
            return None
        return typed

    def see(self, sight: Sight) -> None:
        """Draw what is seen; this is called by the bot, which must not fail because nobody looks."""
        try:
            show(sight, self._console, this_moment())
        except BrokenPipeError:
            self.is_gone = True

    def hear(self, text: str) -> None:
        """Write what the shell says."""
        self._console.print(safe(text), soft_wrap=not self._console.is_terminal)


class AtPipe(AtPrompt):
    """Lines from a pipe or a file, for as long as there are any."""

    async def ask(self, label: str, default: str) -> str | None:
        """Take the next line for an input of a form; where there is none any more, it is closed."""
        self.hear(label)
        line: str = await asyncio.to_thread(sys.stdin.readline)
        return line.rstrip("\n") if line else None


async def run_shell(service: Service, options: argparse.Namespace) -> int:
    """Talk with the bot until the end of the input."""
    keeper = Keeper(service.settings.state)
    console = make_console(sys.stdout, os.environ)
    try:
        if sys.stdin.isatty() and sys.stdout.isatty():
            await _at_prompt(service, keeper, console, seat_of(options))
        else:
            await _at_pipe(service, keeper, AtPipe(console), seat_of(options))
    finally:
        keeper.close()
    return 0


async def _at_pipe(service: Service, keeper: Keeper, person: AtPipe, seat: Seat) -> None:
    async with Session(service, keeper, person, seat) as session:
        while not session.is_over and (line := await asyncio.to_thread(sys.stdin.readline)):
            await session.take(line)
            if person.is_gone:
                raise BrokenPipeError


async def _at_prompt(service: Service, keeper: Keeper, console: Console, seat: Seat) -> None:
    prompt: PromptSession[str] = PromptSession(history=_history(), complete_while_typing=True)
    person = AtPrompt(console)
    async with Session(service, keeper, person, seat) as session:
        console.print(WELCOME, style="dim")
        while not session.is_over:
            try:
                with patch_stdout(raw=True):
                    line = await prompt.prompt_async(f"{session.seat.name}> ", completer=Suggestions(session))
            except KeyboardInterrupt:
                continue
            except EOFError:
                return
            await _worked(session.take(line), person)


async def _worked(work: Coroutine[Any, Any, None], person: AtPrompt) -> None:
    """Wait for what was typed; Ctrl-C ends the waiting, not the shell, and stops nothing, as on Discord."""
    loop, task, before = asyncio.get_running_loop(), asyncio.create_task(work), signal.getsignal(signal.SIGINT)
    loop.add_signal_handler(signal.SIGINT, task.cancel)
    try:
        await asyncio.wait({task})
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        signal.signal(signal.SIGINT, before)
    if task.cancelled():
        person.hear("No longer waited for; what has begun goes on.")
    else:
        task.result()


def _history() -> History:
    """Return the history of earlier sessions, readable by its owner alone; where it can't be kept, only of this one."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "cuttings"
    path = folder / "history"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
    except OSError:
        return InMemoryHistory()
    return FileHistory(str(path))
