"""Buttons that outlive a restart: what one does stands in its id, and what it needs in the state file."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any, Self

import discord
from discord import ui

from bot.chat.base import BaseClient, Interaction
from bot.layout import custom_id
from bot.replies import Action, Style

Pressed = Callable[[Interaction, str], Awaitable[None]]
_STYLES = {
    Style.PLAIN: discord.ButtonStyle.secondary,
    Style.GOOD: discord.ButtonStyle.success,
    Style.GRAVE: discord.ButtonStyle.danger,
}


class Press(ui.DynamicItem[ui.Button[ui.LayoutView]], template=r"c1:(?P<verb>[a-z]*):(?P<argument>.*)"):
    """A button of ours, whenever it was made; the client knows what each verb does."""

    def __init__(self, button: ui.Button[ui.LayoutView], verb: str, argument: str) -> None:
        super().__init__(button)
        self._verb, self._argument = verb, argument

    @classmethod
    def of(cls, action: Action, place: str) -> Self:
        """Return the button of an action; ``place`` tells apart those that can't be pressed."""
        made = custom_id(action if action.verb else Action("", "", place))
        button: ui.Button[ui.LayoutView] = ui.Button(
            label=action.label, style=_STYLES[action.style], custom_id=made, disabled=not action.verb
        )
        return cls(button, action.verb, action.argument)

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """Return the button that was pressed."""
        assert isinstance(item, ui.Button)  # noqa: S101 - no other component of ours has such an id
        return cls(item, match["verb"], match["argument"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do what the button is for."""
        client: BaseClient = interaction.client
        await client.press(interaction, self._verb, self._argument)
