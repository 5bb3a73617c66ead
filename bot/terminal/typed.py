"""What a line typed into the shell asks for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.chat.seats import Offer
from bot.handlers.requests import RequestError

_NUMBER = re.compile(r"(?:(\d+)\.)?(\d+)")
_PAIRS = {'"': '"', "“": "”", "'": "'"}


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command with the options that were given."""

    offer: Offer
    given: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Press:
    """A button by its number, of a message by its number; ``None`` is the last one with buttons."""

    message: int | None
    button: int


@dataclass(frozen=True, slots=True)
class Order:
    """Something for the shell itself, such as ``:as admin``."""

    name: str
    rest: str


@dataclass(frozen=True, slots=True)
class Said:
    """Words said in the channel."""

    text: str


Act = Command | Press | Order | Said


def read_line(line: str, offers: Sequence[Offer]) -> Act:
    """Return what a line asks for.

    Raises
    ------
    RequestError
        There is no such command, or it lacks an option.
    """
    line = line.strip()
    if found := _NUMBER.fullmatch(line):
        return Press(int(found[1]) if found[1] else None, int(found[2]))
    if line.startswith(":"):
        name, _, rest = line[1:].strip().partition(" ")
        return Order(name, rest.strip())
    if not line.startswith("/"):
        return Said(line)
    offer, rest = offer_of(line, offers)
    if offer is None:
        known = [f"/{offer.name}" for offer in offers if not offer.on_message]
        near = difflib.get_close_matches(line.split()[0], known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
        raise RequestError(f"there is no command {line.split()[0]}; {hint}")
    given = options_of(rest, offer)
    missing = [option.name for option in offer.options if option.required and not given.get(option.name)]
    if missing:
        raise RequestError(f"/{offer.name} needs {missing[0]}, as in /{offer.name} {missing[0]}:…")
    return Command(offer, {name: value for name, value in given.items() if value})


def offer_of(line: str, offers: Sequence[Offer]) -> tuple[Offer | None, str]:
    """Return the command that a line begins with, and what stands behind it; the longest name counts."""
    words = line.removeprefix("/")
    for offer in sorted(offers, key=lambda offer: -len(offer.name)):
        if not offer.on_message and (words == offer.name or words.startswith(f"{offer.name} ")):
            return offer, words[len(offer.name) :].removeprefix(" ")
    return None, words


def options_of(text: str, offer: Offer) -> dict[str, str]:
    """Return the options that a text gives; what stands before the first is the value of the command's first."""
    names = "|".join(re.escape(option.name) for option in offer.options)
    if not names:
        return {}
    marks = list(re.finditer(rf"(?:^|(?<=\s))({names}):", text))
    head = text[: marks[0].start()] if marks else text
    given = {offer.options[0].name: _value(head)} if head.strip() else {}
    for mark, after in zip(marks, [*marks, None][1:], strict=True):
        given[mark[1]] = _value(text[mark.end() : after.start() if after else len(text)])
    return given


def _value(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and _PAIRS.get(text[0]) == text[-1] else text
