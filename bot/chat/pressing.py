"""What each button and each form does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from typing import Any

import discord
from discord import ui

from bot.chat.base import Interaction
from bot.chat.buttons import Pressed
from bot.chat.commands import listed, places
from bot.chat.draw import code_of, question_of, standing
from bot.chat.menus import asked_in_form
from bot.chat.permissions import check_admin
from bot.chat.responding import (
    Place,
    Work,
    answer,
    defer_change,
    first,
    insistently,
    place_reply,
    raise_if_too_fast,
    replace_message,
)
from bot.handlers import answers, around, care, facts, kept, nothing, past, votes
from bot.handlers.desk import Asker, Desk
from bot.handlers.requests import RequestError
from bot.handlers.why import why
from bot.layout import custom_id
from bot.phrases import in_language, say
from bot.replies import Action, Reply
from bot.state import KeptAnswer

MAX_REASON = 500
OF_ANOTHER = say("this button belongs to another message; ask again")
FORM_TIMEOUT_S = 600.0
"""How long discord.py remembers a form; what is submitted later is taken all the same."""


def _message(interaction: Interaction) -> discord.Message:
    if interaction.message is None:
        raise RequestError(say("this button has lost its message; ask again"))
    return interaction.message


def _numbered(argument: str) -> tuple[str, int | None]:
    """Return the code of an argument, and the number behind it, if there is one."""
    code, _, number = argument.partition(":")
    return code, int(number) if number.removeprefix("-").isdecimal() else None


def _desk(interaction: Interaction) -> Desk:
    return interaction.client.desks.of(interaction.guild_id)


async def _turn(interaction: Interaction, argument: str) -> None:
    """Turn the page: in the message for the asker, in a private copy for everybody else."""
    message, desk = _message(interaction), _desk(interaction)
    code, page = _numbered(argument)

    async def work() -> tuple[Reply, Place]:
        answer_kept = await kept.known_answer(desk, code, interaction.user.id)
        asker, place = await _whose(interaction, answer_kept)
        return await answers.turn_page(desk, answer_kept, page or 0, standing(message), asker), place

    await place_reply(interaction, work())


async def _whose(interaction: Interaction, answer_kept: KeptAnswer) -> tuple[Asker, Place]:
    """Return who pressed a button, and where what they see goes: who asked changes the message, others get a copy.

    Only a message that shows this very answer is changed, and what is private never goes into a public one.
    """
    message = _message(interaction)
    is_private = message.flags.ephemeral
    is_here = code_of(message) == answer_kept.code and (is_private or not answer_kept.is_private)
    mine = is_here and (is_private or await kept.is_asker(_desk(interaction), answer_kept, interaction.user.id))
    asker = await interaction.client.asker_of(interaction, is_private=is_private or not mine)
    return asker, Place.HERE if mine else Place.ASIDE


async def _more(interaction: Interaction, argument: str) -> None:
    receipt, level, number = (*argument.split(":"), "", "")[:3]
    grown, place = (int(text) if text.isdecimal() else 1 for text in (level, number))
    work = around.more_context(_desk(interaction), receipt, grown, place)
    await _aside(interaction, work, goes_on=grown > 1)


async def _read(interaction: Interaction, argument: str) -> None:
    receipt, page = _numbered(argument)
    await _aside(interaction, around.read_article(_desk(interaction), receipt, page), goes_on=page is not None)


async def _past(interaction: Interaction, argument: str) -> None:
    receipt, page = _numbered(argument)
    await _aside(interaction, past.show_earlier(_desk(interaction), receipt, page or 0), goes_on=True)


async def _aside(interaction: Interaction, work: Work, *, goes_on: bool) -> None:
    """Show something privately; what goes on from a private message takes its place."""
    if goes_on and _message(interaction).flags.ephemeral:
        await replace_message(interaction, work)
    else:
        await answer(interaction, work, is_private=True)


async def _why(interaction: Interaction, argument: str) -> None:
    code, page = _numbered(argument)
    question, desk = question_of(_message(interaction)), _desk(interaction)

    async def work() -> Reply:
        asker = await interaction.client.asker_of(interaction, is_private=True)
        answer_kept = await kept.known_answer(desk, code, interaction.user.id)
        shown = answers.shown_extracts(answer_kept, page or 0, asker)
        return await why(desk.service, answer_kept, question, shown)

    await answer(interaction, work(), is_private=True)


async def _good(interaction: Interaction, code: str) -> None:
    await answer(interaction, votes.vote(_desk(interaction), code, interaction.user.id, helpful=True), is_private=True)


async def _bad(interaction: Interaction, code: str) -> None:
    """Open the form first, as it has to be the first response; the vote counts whether or not it is submitted."""
    language = await interaction.client.language_of(interaction)
    made = custom_id(Action("", "reason", code))
    form = ui.Modal(title=in_language(say("What was wrong?"), language), custom_id=made, timeout=FORM_TIMEOUT_S)
    reason: ui.TextInput[ui.Modal] = ui.TextInput(
        style=discord.TextStyle.paragraph, required=False, max_length=MAX_REASON, custom_id="reason"
    )
    label = in_language(say("Why was it not helpful?"), language)
    described = in_language(say("Leave it empty if you like."), language)
    form.add_item(ui.Label(text=label, description=described, component=reason))
    try:
        await first(lambda: interaction.response.send_modal(form))
    finally:
        await votes.vote(_desk(interaction), code, interaction.user.id, helpful=False)


async def _post(interaction: Interaction, argument: str) -> None:
    """Post a private answer for all to see: the same extracts, compared once more with the library."""
    client, message, desk = interaction.client, _message(interaction), _desk(interaction)
    code, page = _numbered(argument)

    async def work() -> tuple[Reply, Place]:
        answer_kept = await kept.own_answer(desk, code, interaction.user.id)
        if code_of(message) != answer_kept.code:
            raise RequestError(OF_ANOTHER)
        now = await client.settings_of(interaction.guild_id)
        if now.answers_privately(places(interaction), wished=False):
            raise RequestError(say("answers are private in this channel; post it in one where they are for all to see"))
        asker = await client.asker_of(interaction, is_private=False)
        made = await answers.turn_page(desk, answer_kept, page or 0, standing(message), asker)
        if not await kept.publish(desk, answer_kept):
            raise RequestError(say("this answer was posted already"))
        return made, Place.BELOW

    await place_reply(interaction, work())


async def _gone(interaction: Interaction, code: str) -> None:
    await defer_change(interaction)
    await kept.own_answer(_desk(interaction), code, interaction.user.id)
    if code_of(_message(interaction)) != code:
        raise RequestError(OF_ANOTHER)
    with suppress(discord.NotFound):  # tried once more after a cut connection, it may be gone already
        await insistently(interaction.delete_original_response)


async def _reason(interaction: Interaction, code: str, texts: list[str]) -> None:
    work = votes.give_reason(_desk(interaction), code, interaction.user.id, "\n".join(texts))
    await answer(interaction, work, is_private=True)


async def _wide(interaction: Interaction, argument: str) -> None:
    """Ask again, spelled otherwise or with fewer filters: in the message for the asker, privately for others."""
    client, message, desk = interaction.client, _message(interaction), _desk(interaction)
    code, _, which = argument.partition(":")
    raise_if_too_fast(client.gate.wait_s(interaction.user.id, interaction.guild_id, client.under_way))

    async def work() -> tuple[Reply, Place]:
        answer_kept = await kept.known_answer(desk, code, interaction.user.id)
        asker, place = await _whose(interaction, answer_kept)
        request = await nothing.further_request(desk, answer_kept, question_of(message), which)
        return await answers.ask_kept(desk, request, asker), place

    await place_reply(interaction, work())


async def _list(interaction: Interaction, argument: str) -> None:
    page, since, outlet = [*argument.split(":"), "", "", ""][:3]
    number = int(page) if page.lstrip("-").isdecimal() else 0
    await _aside(interaction, listed(interaction, number, outlet, since), goes_on=True)


async def _forget(interaction: Interaction, _: str) -> None:
    await _aside(interaction, facts.forget(_desk(interaction), interaction.user.id), goes_on=True)


async def _stop(interaction: Interaction, _: str) -> None:
    await defer_change(interaction)
    await check_admin(interaction)
    if not _desk(interaction).runs.cancel():
        raise RequestError(say("nothing is running any more"))


async def _drop(interaction: Interaction, receipt: str) -> None:
    async def work() -> Reply:
        await check_admin(interaction)
        reply = await care.remove_article(_desk(interaction), receipt, interaction.user.id)
        _desk(interaction).catalogue.expire()
        interaction.client.refresh_catalogue(_desk(interaction))
        return reply

    await _aside(interaction, work(), goes_on=True)


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
    "past": _past,
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
