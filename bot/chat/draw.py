"""A reply as a view of Discord's components, and what a message of ours says about itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import discord
from discord import ui

from bot.chat.buttons import Press
from bot.layout import Line, lay_out
from bot.markdown import unescape
from bot.phrases import translated
from bot.replies import Block, Kept, Outcome, Reply

QUESTION_ID = 1_000
"""The component that holds the question; those behind it belong to every page of the answer too."""
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
    pieces = await asyncio.to_thread(lambda: lay_out(translated(reply, language)))
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


def head_of(message: discord.Message) -> list[Block]:
    """Return what stands on every page of the answer in a message of ours."""
    return [Kept(text.content) for text in _texts(list(message.components)) if (text.id or 0) > QUESTION_ID]


def question_block(message: discord.Message) -> list[Block]:
    """Return the line of a message of ours that shows the question, if there is one."""
    return [Kept(text.content) for text in _texts(list(message.components)) if text.id == QUESTION_ID]


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
