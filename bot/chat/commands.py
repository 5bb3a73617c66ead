"""The slash commands for everyone: read the options, let a handler work, show its reply."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import date
from functools import partial
from typing import Any

from discord import app_commands

from bot.chat.base import Interaction
from bot.chat.responding import Work, answer, raise_if_too_fast, refuse
from bot.handlers import answers, facts, receipts
from bot.handlers.asking import no_words
from bot.handlers.desk import Asker, Desk
from bot.handlers.requests import AskRequest, RequestError
from bot.markdown import clipped, plain, units
from bot.phrases import say
from bot.replies import MAX_CHOICE, MAX_CHOICES, Reply
from bot.state import StateError
from index.models import Filters

Choice = app_commands.Choice[str]


def day_of(typed: str | None, name: str) -> date | None:
    """Return the day that was typed for an option, ``None`` if none was.

    Raises
    ------
    RequestError
        It is no day.
    """
    if typed is None:
        return None
    try:
        return date.fromisoformat(typed.strip())
    except ValueError as error:
        said = say("“{typed}” is no date for “{name}”; write it as in 2024-06-19", typed=typed[:40], name=name)
        raise RequestError(said) from error


async def asked(
    interaction: Interaction, make: Callable[[], tuple[AskRequest, Callable[[AskRequest], Work]]], *, is_private: bool
) -> None:
    """Let a question through the gate and answer it; what can be refused at once is refused privately."""
    client = interaction.client
    try:
        raise_if_too_fast(client.gate.wait_s(interaction.user.id, interaction.guild_id, client.under_way))
        request, work = make()
    except RequestError as error:
        await refuse(interaction, error)
        return
    await answer(interaction, work(request), is_private=is_private)


def places(interaction: Interaction) -> frozenset[int]:
    """Return the ids of the channel and, for a thread, of the channel it is in."""
    around = getattr(interaction.channel, "parent_id", None)
    return frozenset(place for place in (interaction.channel_id, around) if place)


async def answers_privately(interaction: Interaction, wished: bool | None) -> bool:
    """Tell whether an answer is for the asker alone, by their wish and what the guild has set.

    Where it can't be told, it is: what is private by mistake can be posted, but not the other way round.
    """
    try:
        now = await interaction.client.settings_of(interaction.guild_id)
    except StateError:
        return wished is not False
    return now.answers_privately(places(interaction), wished)


async def complete_outlet(interaction: Interaction, current: str) -> list[Choice]:
    """Offer outlets of the library, from memory."""
    desk = interaction.client.desks.of(interaction.guild_id)
    interaction.client.refresh_catalogue(desk)
    names = desk.catalogue.outlets(current, MAX_CHOICES)
    return [Choice(name=name, value=name) for name in names if name.strip() and units(name) <= MAX_CHOICE]


async def complete_title(interaction: Interaction, current: str) -> list[Choice]:
    """Offer articles of the library by their titles, from memory."""
    desk = interaction.client.desks.of(interaction.guild_id)
    interaction.client.refresh_catalogue(desk)
    found = desk.catalogue.titles(current, MAX_CHOICES)
    return [
        Choice(name=_short(article.title) or article.id, value=article.id)
        for article in found
        if units(article.id) <= MAX_CHOICE
    ]


def _short(title: str) -> str:
    line = " ".join(plain(title).split())
    return line if units(line) <= MAX_CHOICE else clipped(line, MAX_CHOICE - 1).rstrip() + "…"


_FILTERS = {
    "outlet": "only articles of this outlet",
    "since": "only articles published on this day or later, as in 2024-06-19",
    "until": "only articles published on this day or earlier, as in 2024-06-19",
    "private": "whether only you see the answer",
}


def _request(text: str, outlet: str | None, since: str | None, until: str | None) -> AskRequest:
    """Return what the options of `/ask` and `/search` ask for."""
    filters = Filters(since=day_of(since, "since"), until=day_of(until, "until"), publisher=outlet)
    return AskRequest(text, filters=filters)


async def _kept(
    interaction: Interaction,
    request: Callable[[], AskRequest],
    reply: Callable[[Desk, AskRequest, Asker], Coroutine[Any, Any, Reply]],
    private: bool | None,
) -> None:
    """Answer what ``request`` makes of the options with a reply whose buttons last; ``private`` is what was chosen.

    What holds no word to look for is refused before all can see that something was asked.
    """
    is_private = await answers_privately(interaction, private)

    async def work(made: AskRequest) -> Reply:
        asker = await interaction.client.asker_of(interaction, is_private=is_private)
        return await reply(interaction.client.desks.of(interaction.guild_id), made, asker)

    def make() -> tuple[AskRequest, Callable[[AskRequest], Work]]:
        made = request()
        if not interaction.client.desks.of(interaction.guild_id).catalogue.holds_words(made):
            raise no_words(made)
        return made, work

    await asked(interaction, make, is_private=is_private)


@app_commands.command(description="Ask a question; I answer with quotes from the library's articles")
@app_commands.describe(question="for example: when did Kim visit Russia?", **_FILTERS)
@app_commands.autocomplete(outlet=complete_outlet)
async def ask(
    interaction: Interaction,
    question: str,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    private: bool | None = None,
) -> None:
    """Answer a question."""
    await _kept(interaction, partial(_request, question, outlet, since, until), answers.ask_kept, private)


@app_commands.command(description="Show the passages in which your words count most, best first")
@app_commands.describe(words="the words to look for", **_FILTERS)
@app_commands.autocomplete(outlet=complete_outlet)
async def search(
    interaction: Interaction,
    words: str,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    private: bool | None = None,
) -> None:
    """Show ranked passages."""
    await _kept(interaction, partial(_request, words, outlet, since, until), answers.search_kept, private)


@app_commands.command(description="Read an article of the library; only you see it")
@app_commands.describe(title="begin to type its title, and choose")
@app_commands.autocomplete(title=complete_title)
async def article(interaction: Interaction, title: str) -> None:
    """Show an article."""
    desk = interaction.client.desks.of(interaction.guild_id)
    await answer(interaction, facts.show_article(desk, title), is_private=True)


@app_commands.command(description="List the library's articles, newest first; only you see it")
@app_commands.describe(outlet=_FILTERS["outlet"], since=_FILTERS["since"])
@app_commands.autocomplete(outlet=complete_outlet)
async def articles(interaction: Interaction, outlet: str | None = None, since: str | None = None) -> None:
    """List articles."""
    try:
        first = day_of(since, "since")
    except RequestError as error:
        await refuse(interaction, error)
        return
    key = facts.outlet_key(outlet) if outlet else ""
    await answer(interaction, listed(interaction, 0, key, first.isoformat() if first else ""), is_private=True)


async def listed(interaction: Interaction, page: int, outlet: str, since: str) -> Reply:
    """Return a page of the list of articles."""
    catalogue = interaction.client.desks.of(interaction.guild_id).catalogue
    if catalogue.is_stale:
        await catalogue.refresh()
    return facts.list_articles(catalogue, page, outlet, since)


@app_commands.command(description="Check a quote by its receipt: unchanged, edited since, or removed")
@app_commands.describe(
    code="the code below the quote, such as 7KM2Q4XA", quote="words, to tell whether it showed these"
)
async def receipt(interaction: Interaction, code: str, quote: str = "") -> None:
    """Check a receipt."""
    desk = interaction.client.desks.of(interaction.guild_id)
    await answer(interaction, receipts.check_receipt(desk, code, quote), is_private=True)


@app_commands.command(description="What the library covers")
async def about(interaction: Interaction) -> None:
    """Tell what the library covers."""
    await answer(interaction, facts.about(interaction.client.desks.of(interaction.guild_id)), is_private=True)


@app_commands.command(description="What is kept about you, and how to delete it")
async def privacy(interaction: Interaction) -> None:
    """Tell what is kept about a person."""
    desk = interaction.client.desks.of(interaction.guild_id)
    await answer(interaction, facts.privacy(desk, interaction.user.id), is_private=True)


@app_commands.command(name="help", description="What I can do")
async def help_(interaction: Interaction) -> None:
    """Tell what the commands do."""

    async def work() -> Reply:
        return facts.help_page()

    await answer(interaction, work(), is_private=True)


def all_commands() -> list[app_commands.Command[Any, ..., Any]]:
    """Return every command for everyone."""
    return [ask, search, article, articles, receipt, about, privacy, help_]
