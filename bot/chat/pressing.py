"""What each button and each form does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import discord
from discord import ui

from bot.chat.base import Interaction
from bot.chat.buttons import Pressed
from bot.chat.commands import listed, places
from bot.chat.draw import head_of, question_block, question_of
from bot.chat.menus import asked_in_form
from bot.chat.permissions import check_admin
from bot.chat.responding import Work, answer, replace_message
from bot.handlers import answers, care, facts
from bot.handlers.requests import RequestError
from bot.layout import custom_id
from bot.replies import Action, Reply
from bot.state import KeptAnswer

MAX_REASON = 500
FORM_TIMEOUT_S = 600.0
"""How long discord.py remembers a form; what is submitted later is taken all the same."""


def _message(interaction: Interaction) -> discord.Message:
    if interaction.message is None:
        raise RequestError("this button has lost its message; ask again")
    return interaction.message


def _numbered(argument: str) -> tuple[str, int | None]:
    """Return the code of an argument, and the number behind it, if there is one."""
    code, _, number = argument.partition(":")
    return code, int(number) if number.lstrip("-").isdigit() else None


async def _turn(interaction: Interaction, argument: str) -> None:
    """Turn the page: in the message for the asker, in a private copy for everybody else."""
    client, message = interaction.client, _message(interaction)
    code, page = _numbered(argument)
    kept = await answers.known_answer(client.keeper, code)
    is_private = message.flags.ephemeral
    mine = is_private or await answers.is_asker(client.keeper, kept, interaction.user.id)
    head = [*question_block(message), *head_of(message)]
    work = answers.turn_page(client.service, kept, page or 0, head, is_private=is_private or not mine)
    if mine:
        await replace_message(interaction, work)
    else:
        await answer(interaction, work, is_private=True)


async def _more(interaction: Interaction, argument: str) -> None:
    receipt, level = _numbered(argument)
    work = answers.more_context(interaction.client.service, interaction.client.keeper, receipt, level or 1)
    await _aside(interaction, work, goes_on=(level or 1) > 1)


async def _read(interaction: Interaction, argument: str) -> None:
    receipt, page = _numbered(argument)
    work = answers.read_article(interaction.client.service, interaction.client.keeper, receipt, page)
    await _aside(interaction, work, goes_on=page is not None)


async def _aside(interaction: Interaction, work: Work, *, goes_on: bool) -> None:
    """Show something privately; what goes on from a private message takes its place."""
    if goes_on and _message(interaction).flags.ephemeral:
        await replace_message(interaction, work)
    else:
        await answer(interaction, work, is_private=True)


async def _why(interaction: Interaction, argument: str) -> None:
    code, page = _numbered(argument)
    question = question_of(_message(interaction))

    async def work() -> Reply:
        kept = await answers.known_answer(interaction.client.keeper, code)
        return await answers.why(interaction.client.service, kept, question, page or 0)

    await answer(interaction, work(), is_private=True)


async def _good(interaction: Interaction, code: str) -> None:
    work = answers.vote(interaction.client.keeper, code, interaction.user.id, helpful=True)
    await answer(interaction, work, is_private=True)


async def _bad(interaction: Interaction, code: str) -> None:
    """Open the form first, as it has to be the first response; the vote counts whether or not it is submitted."""
    form = ui.Modal(title="What was wrong?", custom_id=custom_id(Action("", "reason", code)), timeout=FORM_TIMEOUT_S)
    reason: ui.TextInput[ui.Modal] = ui.TextInput(
        style=discord.TextStyle.paragraph, required=False, max_length=MAX_REASON, custom_id="reason"
    )
    form.add_item(ui.Label(text="Why was it not helpful?", description="Leave it empty if you like.", component=reason))
    await interaction.response.send_modal(form)
    await answers.vote(interaction.client.keeper, code, interaction.user.id, helpful=False)


async def _post(interaction: Interaction, argument: str) -> None:
    """Post a private answer for all to see: the same extracts, compared once more with the library."""
    client, message = interaction.client, _message(interaction)
    code, page = _numbered(argument)
    kept = await _own(interaction, code)
    now = await client.settings_of(interaction.guild_id)
    if now.answers_privately(places(interaction), wished=False):
        raise RequestError("answers are private in this channel; post it in one where they are for all to see")
    head = [*question_block(message), *head_of(message)]
    await answer(
        interaction, answers.turn_page(client.service, kept, page or 0, head, is_private=False), is_private=False
    )


async def _own(interaction: Interaction, code: str) -> KeptAnswer:
    """Return an answer to a question of the person who presses, or refuse."""
    kept = await answers.known_answer(interaction.client.keeper, code)
    if not await answers.is_asker(interaction.client.keeper, kept, interaction.user.id):
        raise RequestError("only who asked may do that")
    return kept


async def _gone(interaction: Interaction, code: str) -> None:
    await _own(interaction, code)
    await interaction.response.defer()
    await interaction.delete_original_response()


async def _reason(interaction: Interaction, code: str, texts: list[str]) -> None:
    work = answers.give_reason(interaction.client.keeper, code, interaction.user.id, "\n".join(texts))
    await answer(interaction, work, is_private=True)


async def _wide(interaction: Interaction, argument: str) -> None:
    """Ask again with fewer filters: in the message for the asker, privately for everybody else."""
    client, message = interaction.client, _message(interaction)
    code, _, which = argument.partition(":")
    kept = await answers.known_answer(client.keeper, code)
    request = answers.wider_request(client.service, kept, question_of(message), which)
    mine = message.flags.ephemeral or await answers.is_asker(client.keeper, kept, interaction.user.id)
    asker = answers.Asker(interaction.user.id, is_private=message.flags.ephemeral or not mine)
    work = answers.ask_kept(client.service, client.keeper, request, asker, client.catalogue)
    await (replace_message(interaction, work) if mine else answer(interaction, work, is_private=True))


async def _list(interaction: Interaction, argument: str) -> None:
    page, since, outlet = argument.split(":")
    await replace_message(interaction, listed(interaction, int(page), outlet, since))


async def _forget(interaction: Interaction, _: str) -> None:
    await replace_message(interaction, facts.forget(interaction.client.keeper, interaction.user.id))


async def _stop(interaction: Interaction, _: str) -> None:
    await check_admin(interaction)
    if not interaction.client.runs.cancel():
        raise RequestError("nothing is running any more")
    await interaction.response.defer()


async def _drop(interaction: Interaction, receipt: str) -> None:
    await check_admin(interaction)
    client = interaction.client
    await replace_message(interaction, care.remove_article(client.service, client.keeper, client.runs, receipt))
    client.catalogue.expire()


def typed(components: list[dict[str, Any]]) -> list[str]:
    """Return what was typed into the inputs of a form, in their order."""

    def walk(items: list[dict[str, Any]]) -> Iterator[str]:
        for item in items:
            if isinstance(item.get("value"), str):
                yield item["value"]
            yield from walk(item.get("components", []))
            yield from walk([item["component"]] if "component" in item else [])

    return list(walk(components))


VERBS: dict[str, Pressed] = {
    "page": _turn,
    "more": _more,
    "read": _read,
    "why": _why,
    "good": _good,
    "bad": _bad,
    "post": _post,
    "gone": _gone,
    "wide": _wide,
    "list": _list,
    "forget": _forget,
    "stop": _stop,
    "drop": _drop,
}
FORMS: dict[str, Callable[[Interaction, str, list[str]], Awaitable[None]]] = {"reason": _reason, "ask": asked_in_form}
