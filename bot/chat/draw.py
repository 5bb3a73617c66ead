"""A reply as a view of Discord's components, and what a message of ours says about itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from bot.chat.buttons import Press
from bot.handlers.answers import Standing
from bot.layout import Line, lay_out
from bot.markdown import unescape
from bot.replies import Action, Kept, Outcome, Reply

QUESTION_ID = 1_000
"""The component that holds the question; those behind it belong to every page of the answer too."""
WAYS = re.compile(r"c1:wide:(.+)")
"""The ids of buttons that ask again; they belong to every page too."""
_COLOURS = {
    Outcome.DONE: 0x2E7D32,
    Outcome.NOTHING: 0xF9A825,
    Outcome.PARTIAL: 0xF9A825,
    Outcome.FAILED: 0xC62828,
}


async def view_of(reply: Reply, language: str = "") -> ui.LayoutView:
    """Return a reply as one view, our words in a language; its buttons are known by their ids, so it is never kept.

    Measuring and cutting is done in a thread, as an extract may be as long as its article.
    """
    pieces = await asyncio.to_thread(lambda: lay_out(reply, language))
    view = ui.LayoutView(timeout=None)
    box: ui.Container[ui.LayoutView] = ui.Container(accent_colour=_COLOURS[reply.outcome])
    head_id = QUESTION_ID + 1
    for place, piece in enumerate(pieces):
        if isinstance(piece, Line):
            number = QUESTION_ID if piece.is_question else head_id if piece.is_head else None
            head_id += 1
            box.add_item(ui.TextDisplay(piece.markdown, id=number))
        else:
            row: ui.ActionRow[ui.LayoutView] = ui.ActionRow()
            for column, action in enumerate(piece.actions):
                row.add_item(Press.of(action, f"{place}.{column}"))
            box.add_item(row)
    view.add_item(box)
    return view


def _texts(components: list[Any]) -> Iterator[discord.TextDisplay]:
    return (component for component in _all(components) if isinstance(component, discord.TextDisplay))


def standing(message: discord.Message) -> Standing:
    """Return what stays in a message of ours when a page of its answer is turned."""
    components = list(message.components)
    texts = [text for text in _texts(components) if (text.id or 0) >= QUESTION_ID]
    head = tuple(Kept(text.content, is_question=text.id == QUESTION_ID) for text in texts)
    colours = [item.accent_colour for item in components if isinstance(item, discord.Container)]
    outcome = next((name for name, colour in _COLOURS.items() if discord.Colour(colour) in colours), Outcome.DONE)
    found = (
        (item, WAYS.fullmatch(item.custom_id or "")) for item in _all(components) if isinstance(item, discord.Button)
    )
    return Standing(head, outcome, tuple(Action(item.label or "…", "wide", way[1]) for item, way in found if way))


def question_of(message: discord.Message) -> str | None:
    """Return the question that a message of ours answers, or ``None``."""
    found = [text.content for text in _texts(list(message.components)) if text.id == QUESTION_ID]
    return unescape(found[0].removeprefix("-# ")) if found else None


def code_of(message: discord.Message) -> str | None:
    """Return the code of the answer that a message of ours shows, or ``None``."""
    for component in _all(list(message.components)):
        found = re.match(r"c1:why:([^:]+)", getattr(component, "custom_id", None) or "")
        if found:
            return found[1]
    return None


def _all(components: list[Any]) -> Iterator[Any]:
    for component in components:
        yield component
        yield from _all(getattr(component, "children", []))
