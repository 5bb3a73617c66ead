"""The fake Discord: a real client gets through to it, and it refuses what Discord refuses."""

from __future__ import annotations

import asyncio

import discord
import pytest
from discord import app_commands

from tests.discord_limits import (
    command_faults,
    command_list_faults,
    message_faults,
    modal_faults,
    response_faults,
)
from tests.fake_discord import TIMEOUT_S, TOKEN, FakeDiscord, lead_to, text_of

NOBODY: dict[str, list[str]] = {"parse": []}


def text(content: str = "words") -> dict[str, object]:
    return {"type": 10, "content": content}


def button(number: int = 1) -> dict[str, object]:
    return {"type": 2, "style": 2, "label": "press", "custom_id": f"button {number}"}


def message(*components: dict[str, object]) -> dict[str, object]:
    return {"components": list(components), "flags": 1 << 15, "allowed_mentions": NOBODY}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (message(text("x" * 4_001)), "4001 characters"),
        (message(text("漢" * 3_900)), "3900 characters"),
        (message(*[text()] * 41), "41 components"),
        (message({"type": 17, "components": [{"type": 17, "components": [text()]}]}), "17 inside 17"),
        (message(button()), "2 inside None"),
        (message({"type": 1, "components": [button(n) for n in range(6)]}), "6 items in a row"),
        (message({"type": 1, "components": [button(), button()]}), "custom id twice"),
        (message({"type": 9, "components": [text()]}), "a section of a wrong shape"),
        (message({"type": 9, "components": [text()], "accessory": text()}), "10 beside a section"),
        (message(text(" ")), "an empty text"),
        (message({"type": 1, "components": [button() | {"label": "x" * 81}]}), "a label of 81"),
        (message({"type": 1, "components": [button() | {"custom_id": "x" * 101}]}), "too long"),
        (message(text()) | {"flags": 0}, "without their flag"),
        (message(text()) | {"content": "x"}, "content or embeds beside"),
        (message(text()) | {"allowed_mentions": {"parse": ["everyone"]}}, "could be pinged"),
        ({"components": [], "allowed_mentions": NOBODY}, "an empty message"),
        (message(text() | {"id": 7}, text() | {"id": 7}), "ids twice"),
        (message(text() | {"id": 2**31}), "out of range"),
        (message(text() | {"label": "x"}), "unknown keys of 10"),
        (message(text()) | {"silent": True}, "unknown keys"),
        (message(text()) | {"flags": 1 << 15 | 1}, "flags"),
        (message({"type": 17, "components": [text()], "accent_color": 1 << 24}), "of no colour"),
    ],
)
def test_a_message_discord_would_refuse_is_refused(body, fault):
    assert any(fault in found for found in message_faults(body)), message_faults(body)


def test_a_message_discord_takes_is_taken():
    row = {"type": 1, "components": [button(n) for n in range(5)]}
    section = {"type": 9, "components": [text()], "accessory": button(9)}

    assert message_faults(message({"type": 17, "components": [text("x" * 3_000), section, row]})) == []


@pytest.mark.parametrize(
    ("asked", "kind", "has_message", "is_taken"),
    [(2, 5, False, True), (2, 6, False, False), (2, 8, False, False), (3, 6, True, True), (4, 8, False, True),
     (4, 4, False, False), (5, 9, True, False), (5, 6, True, True), (5, 6, False, False)],
)  # fmt: skip
def test_each_interaction_takes_its_responses(asked, kind, has_message, is_taken):
    assert (response_faults(asked, kind, {"choices": []}, has_message=has_message) == []) is is_taken


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ({"options": [{"type": 3, "name": "a", "description": "y" * 100}] * 25, "description": "x" * 100}, ""),
        ({"default_member_permissions": "manage"}, "permissions"),
        ({"contexts": [3]}, "contexts"),
        ({"description_localizations": {"de": "x" * 101}}, "the description"),
        (
            {"options": [{"type": 3, "name": "a", "description": "b", "choices": [{"name": "", "value": "x"}]}]},
            "choices",
        ),
    ],
)
def test_a_list_of_commands_discord_would_refuse_is_refused(command, fault):
    found = command_list_faults([{"name": "ask", "description": "words"} | command])

    assert (fault in " ".join(found)) if fault else found == []
    assert command_list_faults([{"name": "ask", "description": "words"}] * 2)


def test_modals_and_commands_are_measured_too():
    label = {"type": 18, "label": "x" * 46, "component": {"type": 4, "custom_id": "a"}}
    assert modal_faults({"title": "x" * 46, "custom_id": "", "components": [label, {"type": 2}]})
    assert command_faults({"name": "Ask", "description": "x" * 101, "options": []})
    assert command_faults({"name": "ask", "description": "x", "options": [{"type": 3, "name": "a b"}]})


async def test_a_real_client_connects_and_answers(monkeypatch):
    """Login, gateway, a slash command and its answer; what nobody described is refused and noted."""
    async with FakeDiscord().serve() as fake:
        lead_to(fake, monkeypatch)
        client = discord.Client(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        tree = app_commands.CommandTree(client)

        @tree.command(description="Say hello")
        async def hello(interaction: discord.Interaction) -> None:
            view = discord.ui.LayoutView(timeout=None)
            view.add_item(discord.ui.TextDisplay("hello"))
            await interaction.response.send_message(view=view)

        running = asyncio.create_task(client.start(TOKEN))
        async with asyncio.timeout(TIMEOUT_S):
            await fake.ready.wait()
        reply = await (await fake.command("hello")).reply()
        assert fake.problems == []
        with pytest.raises(discord.NotFound):
            await client.fetch_user(7)
        await client.close()
        await running

    assert text_of(reply) == "hello"
    assert fake.problems == ["nobody described GET /api/v10/users/7"]
    assert fake.identified["intents"] == 1
