"""The slash commands: read the options, let a handler work, show its reply."""

from __future__ import annotations

from datetime import date
from typing import Any

from discord import app_commands

from bot.chat.base import Interaction
from bot.chat.responding import answer, refuse, sentence_for
from bot.handlers import answers
from bot.handlers.requests import AskRequest, RequestError
from index.models import Filters


def _day(typed: str | None, name: str) -> date | None:
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        raise RequestError(f"“{typed[:40]}” is no date for “{name}”; write it as in 2024-06-19") from error


def _filters(outlet: str | None, since: str | None, until: str | None) -> Filters:
    return Filters(since=_day(since, "since"), until=_day(until, "until"), publisher=outlet)


@app_commands.command(description="Ask a question; I answer with quotes from the library's articles")
@app_commands.describe(
    question="for example: when did Kim visit Russia?",
    outlet="only articles of this outlet",
    since="only articles published on this day or later, as in 2024-06-19",
    until="only articles published on this day or earlier, as in 2024-06-19",
    private="whether only you see the answer",
)
async def ask(
    interaction: Interaction,
    question: str,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    private: bool = False,
) -> None:
    """Answer a question."""
    client = interaction.client
    try:
        request = AskRequest(question, answers.page_length(client.service), _filters(outlet, since, until))
    except RequestError as error:
        await refuse(interaction, sentence_for(error) or "")
        return
    asker = answers.Asker(interaction.user.id, private)
    await answer(interaction, answers.ask_kept(client.service, client.keeper, request, asker), is_private=private)


def all_commands() -> list[app_commands.Command[Any, ..., Any]]:
    """Return every command of the bot."""
    return [ask]
