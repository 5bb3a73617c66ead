"""What can be done with a message: ask about it, or look for where it is from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import discord
from discord import app_commands, ui

from bot.chat.base import Interaction
from bot.chat.commands import asked
from bot.chat.responding import Handled, Work, first
from bot.handlers import answers
from bot.handlers.requests import MAX_QUESTION_LENGTH, AskRequest
from bot.handlers.source import find_source
from bot.layout import custom_id
from bot.markdown import clipped
from bot.phrases import in_language, say
from bot.replies import Action, Reply

FORM_TIMEOUT_S = 600.0


@app_commands.context_menu(name="Ask Cuttings about this")
async def ask_about(interaction: Interaction, message: discord.Message) -> None:
    """Open a form with the message as the question."""
    async with Handled(interaction):
        language = await interaction.client.language_of(interaction)
        title = in_language(say("Ask about this"), language)
        form = ui.Modal(title=title, custom_id=custom_id(Action("", "ask")), timeout=FORM_TIMEOUT_S)
        question: ui.TextInput[ui.Modal] = ui.TextInput(
            style=discord.TextStyle.paragraph,
            default=clipped(message.content, MAX_QUESTION_LENGTH),
            max_length=MAX_QUESTION_LENGTH,
            custom_id="question",
        )
        form.add_item(ui.Label(text=in_language(say("Your question"), language), component=question))
        await first(lambda: interaction.response.send_modal(form))


async def asked_in_form(interaction: Interaction, _: str, texts: list[str]) -> None:
    """Answer the question of a submitted form; only who asked sees it."""

    async def work(made: AskRequest) -> Reply:
        asker = await interaction.client.asker_of(interaction, is_private=True)
        return await answers.ask_kept(interaction.client.desks.of(interaction.guild_id), made, asker)

    def make() -> tuple[AskRequest, Callable[[AskRequest], Work]]:
        return AskRequest("\n".join(texts)), work

    await asked(interaction, make, is_private=True)


@app_commands.context_menu(name="Find the source")
async def find(interaction: Interaction, message: discord.Message) -> None:
    """Look for the message's words in the library; only who looks sees what is found."""
    desk = interaction.client.desks.of(interaction.guild_id)

    def make() -> tuple[AskRequest, Callable[[AskRequest], Work]]:
        return AskRequest(message.content[:MAX_QUESTION_LENGTH]), lambda made: find_source(desk.service, made)

    await asked(interaction, make, is_private=True)


def all_menus() -> list[app_commands.ContextMenu]:
    """Return what is offered on messages."""
    menus: list[Any] = [ask_about, find]
    return menus
