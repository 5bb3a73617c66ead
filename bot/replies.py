"""The Reply: what a person is told, as values that a terminal or Discord draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.answering.answer import Answer
from index.models import Hit, Span
from index.rank import TermScore


class Outcome(StrEnum):
    """How a command went: what an exit code or a colour is chosen by."""

    DONE = "done"
    NOTHING = "nothing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands out: the short answer, or what was done."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A plain line of our own words; ``quiet`` for what is said in passing."""

    text: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim extract with its citation. ``marks`` are spans of ``text``; ``note`` says where it stands."""

    number: int
    text: str
    marks: tuple[Span, ...]
    citation: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in columns below their names; the last row is their sum."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Quote | Facts | Table


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A hit, and what each term of the query that it holds adds to its score; empty where nobody asked."""

    hit: Hit
    terms: tuple[TermScore, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command says back. ``answer`` and ``passages`` are there for those who want them as data."""

    outcome: Outcome
    blocks: tuple[Block, ...]
    answer: Answer | None = None
    took_ms: float = 0.0
    passages: tuple[RankedPassage, ...] = ()
