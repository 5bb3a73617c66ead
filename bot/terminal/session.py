"""A conversation with the bot: lines in, what is seen out, and a record of both."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from rich.console import Console

from bot.chat.local import LocalDiscord
from bot.chat.seats import Offer, Seat
from bot.discord_text import Stretch
from bot.handlers.guild_words import read_change
from bot.handlers.guilds import change
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.shown import Form, Message, Sight
from bot.terminal.show import show
from bot.terminal.typed import Act, Command, Order, Press, Said, read_line
from index.errors import ArticleIndexError

HELP = """\
/ask when did Kim visit Russia? outlet:The Harbour Post    a command, with options; Tab completes
3        press button 3 of the last message; 2.3 is button 3 of message 2
:as admin | :as ben    who you are; admin may care for the library
:guild 5 | :channel 7 | :locale de    where you are; guild 0 is a direct message
:set extracts 5    what this guild has set, as by /library settings: channel, role, private, extracts, language
:apps Find the source: some words    choose a command for a message that says these words
:reply and in 2019?    answer the bot's last message, where discord.answer_mentions is on
:save FILE    keep this conversation as a script for --script
:quit"""
ORDERS = ("as", "guild", "channel", "locale", "set", "apps", "reply", "save", "help", "quit")
MARK = ">>> "
"""Stands before what is typed, in a script."""
_CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{8}")
_FAILURE = re.compile(r"(?<=^Failure )[0-9a-f]{8}$")


class Person(Protocol):
    """Who types: asked for what stands in a form, and shown what is seen."""

    def ask(self, label: str, default: str) -> Awaitable[str | None]:
        """Return what is typed into an input of a form, or ``None`` if the form is closed."""

    def see(self, sight: Sight) -> None:
        """Take note of what is seen."""

    def hear(self, text: str) -> None:
        """Take note of what the shell itself says."""


@dataclass
class Step:
    """What was typed, the answers to a form among it, and what was seen then, as plain text."""

    typed: list[str]
    shown: str = ""


@dataclass
class Codes:
    """Receipts under names that are the same in every run, in the order in which they were first seen."""

    names: dict[str, str] = field(default_factory=dict)
    today: tuple[str, ...] = field(default_factory=lambda: _spellings(this_moment()))

    def named(self, stretch: Stretch) -> Stretch:
        """Return a stretch with the name of a receipt in its place, and without what differs from run to run."""
        if stretch.code and _CODE.fullmatch(stretch.text):
            return replace(stretch, text=self.names.setdefault(stretch.text, f"RECEIPT{len(self.names) + 1}"))
        text = _FAILURE.sub("########", stretch.text)
        for day in self.today:
            text = text.replace(day, "(today)")
        return replace(stretch, text=text)

    def given(self, line: str) -> str:
        """Return a typed line with the receipts themselves in the place of their names."""
        for code, name in self.names.items():
            line = re.sub(rf"\b{name}\b", code, line)
        return line


class Session:
    """One person's conversation with a bot of its own."""

    def __init__(self, service: Service, keeper: Keeper, person: Person, seat: Seat) -> None:
        self.seat, self.steps, self.is_over = seat, list[Step](), False
        self._person, self._keeper = person, keeper
        self._codes = Codes()
        self._messages: dict[int, Message] = {}
        self._form: tuple[Form, Message | None] | None = None
        self._pressed: Message | None = None
        self._settings = service.settings
        self.local = LocalDiscord(service, keeper, self._see)
        self.offers: list[Offer] = []

    async def __aenter__(self) -> Session:
        """Connect the bot."""
        await self.local.__aenter__()
        self.offers = self.local.offers()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let the bot end."""
        await self.local.__aexit__()

    async def take(self, line: str) -> None:
        """Do what a line asks for; a form that opens is filled in at once."""
        if not line.strip():
            return
        self.steps.append(Step([line.strip()]))
        try:
            act = read_line(self._codes.given(line), self.offers)
            await self._do(act)
            while self._form:
                await self._fill_in()
        except (RequestError, ArticleIndexError) as error:
            self._hear(f"cuttings: {error}")
        except TimeoutError:
            self._hear("cuttings: no answer came; the log says why")

    async def _do(self, act: Act) -> None:
        self._pressed = None
        if isinstance(act, Command):
            await self.local.command(self.seat, act.offer, act.given)
        elif isinstance(act, Press):
            message = self._message(act.message)
            if not 1 <= act.button <= len(message.buttons):
                raise RequestError(f"message {message.number} has no button {act.button}")
            self._pressed = message
            await self.local.press(self.seat, message, message.buttons[act.button - 1])
        elif isinstance(act, Said):
            await self._say(act.text, None)
        else:
            await self._order(act)

    def _message(self, number: int | None) -> Message:
        if number is None:
            found = next((item for item in reversed(self._messages.values()) if item.buttons), None)
        else:
            found = self._messages.get(number)
        if found is None:
            raise RequestError("there is no such message with buttons")
        return found

    async def _say(self, text: str, to: Message | None) -> None:
        if not self._settings.answer_mentions:
            raise RequestError("the bot reads no messages (discord.answer_mentions is off); begin a command with /")
        await self.local.say(self.seat, text, to)

    async def _fill_in(self) -> None:
        assert self._form is not None  # noqa: S101 - the caller has looked
        (form, source), self._form = self._form, None
        texts = []
        for _, label, default in form.inputs:
            typed = await self._person.ask(label, default)
            if typed is None:
                self._hear("The form was closed.")
                return
            texts.append(typed or default)
            self.steps[-1].typed.append(texts[-1])
        await self.local.submit(self.seat, form, texts, source)

    async def _order(self, order: Order) -> None:
        if order.name == "quit":
            self.is_over = True
        elif order.name == "help":
            self._hear(HELP)
        elif order.name == "reply":
            await self._say(order.rest, self._message(None))
        elif order.name == "set":
            await self._set(order.rest)
        elif order.name == "apps":
            await self._choose(order.rest)
        elif order.name == "save":
            self._save(Path(order.rest))
        else:
            self._move(order)

    def _move(self, order: Order) -> None:
        if order.name not in {"as", "guild", "channel", "locale"} or not order.rest:
            raise RequestError(f"there is no :{order.name} like that; :help tells what there is")
        name = "name" if order.name == "as" else order.name
        value: str | int = order.rest
        if name in {"guild", "channel"}:
            if not order.rest.isascii() or not order.rest.isdigit():
                raise RequestError(f"a {name} is named by its id, a number")
            value = int(order.rest)
        self.seat = replace(self.seat, **{name: value})  # type: ignore[arg-type] # of each its own kind, see above

    async def _set(self, rest: str) -> None:
        if not self.seat.guild:
            raise RequestError("a direct message has no settings; go to a guild first, as in :guild 5")
        await self._keeper.run(partial(change, guild=self.seat.guild, changes=read_change(rest)))
        self.local.client.forget_settings(self.seat.guild)

    async def _choose(self, rest: str) -> None:
        for offer in self.offers:
            if offer.on_message and rest.casefold().startswith(offer.name.casefold()):
                await self.local.choose(self.seat, offer, rest[len(offer.name) :].lstrip(" :"))
                return
        known = ", ".join(offer.name for offer in self.offers if offer.on_message)
        raise RequestError(f"on messages there are: {known}")

    def _see(self, sight: Sight) -> None:
        if isinstance(sight, Message):
            self._messages.pop(sight.number, None)
            self._messages[sight.number] = sight
        elif isinstance(sight, Form):
            self._form = (sight, self._pressed)
        if self.steps:
            self.steps[-1].shown += as_text(sight, self._codes.named)
        self._person.see(sight)

    def _hear(self, text: str) -> None:
        self.steps[-1].shown += text + "\n"
        self._person.hear(text)

    def _save(self, path: Path) -> None:
        self.steps.pop()
        try:
            path.write_text(script_of(self.steps), encoding="utf-8")
        except OSError as error:
            self._person.hear(f"cuttings: {path} can't be written: {error.strerror}")
            return
        self._person.hear(f"kept in {path}")


def as_text(sight: Sight, reword: Callable[[Stretch], Stretch]) -> str:
    """Return what is seen as plain text that is the same whenever it is seen."""
    console = Console(file=io.StringIO(), color_system=None, highlight=False, emoji=False, markup=False, width=1_000)
    show(sight, console, None, reword)
    assert isinstance(console.file, io.StringIO)  # noqa: S101 - for the type checker
    return console.file.getvalue()


def script_of(steps: list[Step]) -> str:
    """Return a conversation as a script: each typed line behind ">>> ", and below it what was shown.

    What was shown can't pass for something typed, whatever an article or a person has written.
    """
    return "\n".join(
        "".join(f"{MARK}{line}\n" for line in step.typed) + re.sub(rf"^(?={MARK})", " ", step.shown, flags=re.MULTILINE)
        for step in steps
    )


def _spellings(moment: datetime) -> tuple[str, ...]:
    """Return the ways in which a reply may write a day."""
    return moment.date().isoformat(), f"{moment.day} {moment:%B %Y}"


def this_moment() -> datetime:
    """Return what "5 minutes ago" counts from."""
    return datetime.now(UTC)
