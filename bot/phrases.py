"""What the bot says in other languages: one table, `phrases.json`, from the English sentence to the others."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

from bot.replies import Action, Block, Facts, Heading, Kept, Quote, Reply, Table, Text

LANGUAGES = ("de", "es", "fr", "ru", "ko")
"""The languages of the table, in the order of its columns; English is what the table starts from."""
_SIGNS = {"de": ".,", "es": ".,", "fr": "\u202f,", "ru": "\u00a0,", "ko": ",."}
"""What parts thousands, and what parts a fraction."""
_SIGNS_ONLY = re.compile(r"(?:\{[^}]*\}|[^\w{])*")
_COUNTED = re.compile(r"\{(\w+):,\}")


_TIE = "\u2054"
"""Joins what stands beside it into one word (Unicode's ExtendNumLet), and hardly ever stands in a text."""
_DAY = re.compile(rf"{_TIE}{{3}}(0?)(\d{{1,12}}){_TIE}{{3}}")
"""A day on its way through escaping and cutting, one word and as long as what it will be; 0 stands for minus."""


class Day(str):
    """A day (ISO) as a value of a phrase: every reader on Discord sees it in their own way of writing dates."""

    __slots__ = ()

    @property
    def packed(self) -> str:
        """The day as a word that escaping leaves alone; noon is the same day nearly everywhere."""
        try:
            moment = datetime.combine(date.fromisoformat(self[:10]), time(12), UTC)
        except ValueError:
            return self
        return f"{_TIE * 3}{f'{moment.timestamp():.0f}'.replace('-', '0')}{_TIE * 3}"


def with_days(markdown: str) -> str:
    """Return Markdown with Discord's timestamps for packed days."""
    return _DAY.sub(lambda found: f"<t:{'-' * bool(found[1])}{found[2]}:D>", markdown)


class Phrase(str):
    """A sentence in English that knows what it was made of, so that it can be said in another language too."""

    __slots__ = ("template", "values")
    template: str
    values: dict[str, Any]


def say(template: str, **values: Any) -> Phrase:
    """Return a template with its values put in; one that is several texts is listed with commas.

    Each template has to stand in the table, see `bot/phrases.json`; a value may be a phrase itself.

    >>> say("{count:,} articles agree", count=1200)
    '1,200 articles agree'
    """
    made = Phrase(template.format(**{name: _listed(value) for name, value in values.items()}))
    made.template, made.values = template, values
    return made


def number(count: int) -> Phrase:
    """Return a number as every language writes it."""
    return say("{count:,}", count=count)


def listed(parts: Iterable[str]) -> Phrase:
    """Return several texts with commas between them."""
    return say("{parts}", parts=tuple(parts))


def _listed(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, tuple) else value


def is_said(text: str, template: str) -> bool:
    """Tell whether a text is a phrase made of this template."""
    return isinstance(text, Phrase) and text.template == template


@cache
def table() -> dict[str, dict[str, str]]:
    """Return what every English template is in each language."""
    text = Path(__file__).with_name("phrases.json").read_text(encoding="utf-8")
    rows: dict[str, list[str]] = json.loads(text)
    return {english: dict(zip(LANGUAGES, row, strict=True)) for english, row in rows.items()}


def is_word_free(template: str) -> bool:
    """Tell whether a template holds nothing that could be translated."""
    return _SIGNS_ONLY.fullmatch(template) is not None


def in_language(text: str, language: str) -> str:
    """Return a phrase in a language, its days packed; what is no phrase stays as it is, in other languages English."""
    if not isinstance(text, Phrase):
        return text
    template = table().get(text.template, {}).get(language, text.template)
    values = {name: _value(value, language) for name, value in text.values.items()}
    for name in _COUNTED.findall(template):
        values[name] = f"{values[name]:,}".translate(str.maketrans(",.", _SIGNS.get(language, ",.")))
    return _COUNTED.sub(r"{\1}", template).format(**values)


def _value(value: Any, language: str) -> Any:
    if isinstance(value, tuple):
        return ", ".join(_value(part, language) for part in value)
    if isinstance(value, Day):
        return value.packed
    return in_language(value, language) if isinstance(value, str) else value


def translated(reply: Reply, language: str) -> Reply:
    """Return a reply with its phrases in a language; quotes, names and what people typed stay as they are."""
    rows = tuple(tuple(_action(action, language) for action in row) for row in reply.actions)
    return replace(reply, blocks=tuple(_block(block, language) for block in reply.blocks), actions=rows)


def _action(action: Action, language: str) -> Action:
    return replace(action, label=in_language(action.label, language))


def _block(block: Block, language: str) -> Block:
    if isinstance(block, Heading | Text):
        return replace(block, text=in_language(block.text, language))
    if isinstance(block, Kept):
        return replace(block, markdown=in_language(block.markdown, language))
    if isinstance(block, Facts):
        return Facts(tuple((in_language(name, language), in_language(value, language)) for name, value in block.rows))
    if isinstance(block, Table):
        rows = tuple(tuple(in_language(cell, language) for cell in row) for row in block.rows)
        return Table(tuple(in_language(name, language) for name in block.names), rows)
    if isinstance(block, Quote):
        actions = tuple(_action(action, language) for action in block.actions)
        citation, also = in_language(block.citation, language), in_language(block.also, language)
        return replace(block, actions=actions, citation=citation, also=also)
    return block
