"""The Reply: what a person is told, as values that a terminal or Discord draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from index.models import Article, Hit, Span

if TYPE_CHECKING:  # what does not answer need not load what does
    from bot.answering.answer import Answer
    from bot.answering.why import Why
    from index.rank import TermScore

# Discord's limits (documentation of messages, components and application commands, August 2026). Texts are counted in
# UTF-16 units, which is never less than however Discord counts them.
MAX_COMPONENTS = 40
"""In a message, nested ones counted."""
MAX_TEXT = 4_000
"""Over all texts of a message."""
MAX_TEXT_BYTES = 9_000
"""Over all texts of a message, in UTF-8: not documented, about 10,170 bytes get error 500."""
MAX_LABEL = 80
MAX_CUSTOM_ID = 100
MAX_ROW = 5
MAX_CHOICES = 25
MAX_CHOICE = 100


class Outcome(StrEnum):
    """How a command went: what an exit code or a colour is chosen by."""

    DONE = "done"
    NOTHING = "nothing"
    PARTIAL = "partial"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands out: the short answer, or what was done."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A plain line of our own words; ``quiet`` for what is said in passing.

    ``of_page`` tells that it stands for an extract, so it goes when the page is turned.
    """

    text: str
    quiet: bool = False
    of_page: bool = False


class Style(StrEnum):
    """How a button looks."""

    PLAIN = "plain"
    GOOD = "good"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True)
class Action:
    """A button: what it does (``verb``, and what with), which is all that is left of it after a restart.

    One without a verb can't be pressed and only says its label.
    """

    label: str
    verb: str = ""
    argument: str = ""
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it was asked, above its answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A text of a message of ours, in Discord's Markdown, shown again as it is; ``is_question`` as of `Asked`."""

    markdown: str
    is_question: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch of an article, word for word, longer than a quote; ``marks`` are spans of it."""

    text: str
    marks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim extract with its citation. ``marks`` are spans of ``text``.

    ``article`` and ``start`` say where it stands, ``also`` where else its story does. ``receipt`` is the code it can be
    checked by, ``""`` if it has none; ``actions`` are for this quote alone.
    """

    number: int
    text: str
    marks: tuple[Span, ...]
    citation: str
    link: str | None
    article: Article | None = None
    start: int = 0
    receipt: str = ""
    actions: tuple[Action, ...] = ()
    also: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, one a line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures in columns below their names; the last row is their sum."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Text | Quote | Facts | Table | Asked | Kept | Reading


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A hit, and what each term of the query that it holds adds to its score; empty where nobody asked."""

    hit: Hit
    terms: tuple[TermScore, ...]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a command says back. ``answer``, ``passages`` and ``why`` are there for those who want them as data.

    ``actions`` are rows of buttons below it.
    """

    outcome: Outcome
    blocks: tuple[Block, ...]
    answer: Answer | None = None
    took_ms: float = 0.0
    passages: tuple[RankedPassage, ...] = ()
    actions: tuple[tuple[Action, ...], ...] = ()
    why: Why | None = None
