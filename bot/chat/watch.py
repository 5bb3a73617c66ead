"""What is under way and how it ended: one line of the log for each interaction, and whoever counts is told."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import discord

from bot import trace

log = logging.getLogger(__name__)

DONE, REFUSED = "done", "refused"
Told = Callable[[str, str, float], None]
"""Called with the name of what was done, how it ended, and how many seconds it took."""


@dataclass
class _Piece:
    """An interaction that is being worked on: its name, when it began (of the monotonic clock), and how it went."""

    name: str
    began: float
    outcome: str = DONE


class Watch:
    """Knows which interactions are under way."""

    def __init__(self) -> None:
        self._pieces: dict[int, _Piece] = {}
        self.told: list[Told] = []

    def __len__(self) -> int:
        return len(self._pieces)

    def begun(self, number: int, name: str) -> None:
        """Note that something is being worked on; all that is logged in this task belongs to it from now on."""
        trace.begin(number)
        self._pieces.setdefault(number, _Piece(name, time.monotonic()))

    def ended(self, number: int, outcome: str) -> None:
        """Note how something went that is not finished yet."""
        if number in self._pieces:
            self._pieces[number].outcome = outcome

    def finished(self, number: int) -> None:
        """Note that something is no longer worked on, and tell how it went; only the first time counts."""
        piece = self._pieces.pop(number, None)
        if piece is None:
            return
        took_s = time.monotonic() - piece.began
        fields = {"name": piece.name, "outcome": piece.outcome, "took_ms": round(took_s * 1000, 1)}
        log.info("%s: %s in %.0f ms", piece.name, piece.outcome, took_s * 1000, extra={"fields": fields})
        for tell in self.told:
            tell(piece.name, piece.outcome, took_s)


def name_of(interaction: discord.Interaction[discord.Client]) -> str:
    """Return what an interaction is for: the name of a command, or "button" or "form" and what that does."""
    if interaction.command is not None:
        return interaction.command.qualified_name
    data: Any = interaction.data or {}
    custom_id = str(data.get("custom_id", ""))
    verb = custom_id.split(":")[1] if custom_id.count(":") >= 2 else ""
    kind = "form" if interaction.type is discord.InteractionType.modal_submit else "button"
    return f"{kind} {verb if verb.isalpha() and verb.isascii() and len(verb) <= 12 else 'unknown'}"
