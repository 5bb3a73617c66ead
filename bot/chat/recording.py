"""Record a conversation with the running bot: what one person asks in one channel, and what Discord was sent for it.

Only who began it is recorded, and only where the texts of questions may be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import aiohttp
import discord
from discord.http import Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from bot.chat.offline import body_of

_COMMAND, _COMPONENT, _FORM = (
    discord.InteractionType.application_command,
    discord.InteractionType.component,
    discord.InteractionType.modal_submit,
)
_SUBCOMMAND = discord.AppCommandOptionType.subcommand.value
Heard = Callable[[str, str, str, dict[str, Any], Any], None]
"""Called with the token of an interaction, the method, the path with its placeholders, what was sent and the answer."""


@dataclass(frozen=True, slots=True)
class Place:
    """Who is recorded, and where."""

    guild: int
    channel: int
    user: int


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that has ended: the name of its file, and how many steps it has."""

    name: str
    steps: int


class Recorder(Protocol):
    """Keeps a conversation; it is told what a person does, and what they are shown."""

    @property
    def place(self) -> Place | None:
        """Who is recorded just now."""
        ...

    def start(self, place: Place, scene: Sequence[str]) -> None:
        """Begin to record a person; ``scene`` are lines for the shell that set up what they have on Discord."""
        ...

    def stop(self) -> Recording:
        """End, and keep what was recorded in a file.

        Raises
        ------
        RequestError
            It can't be written; what was recorded is lost then.
        """
        ...

    def drop(self) -> None:
        """End, and keep nothing."""
        ...

    def command(self, token: str, name: str, given: Mapping[str, Any]) -> None:
        """Note a command with the options that were given."""
        ...

    def press(self, token: str, message: Mapping[str, Any], custom_id: str, value: str) -> None:
        """Note a button, or a menu's choice, of a message."""
        ...

    def submit(self, token: str, texts: list[str]) -> None:
        """Note what was written into a form."""
        ...

    def heard(self, token: str, method: str, path: str, body: dict[str, Any], answer: Any) -> None:
        """Note what Discord was sent."""
        ...


class _Listening(AsyncWebhookAdapter):
    """Carries the responses to interactions as ever, and tells what was sent."""

    def __init__(self, heard: Heard) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # discord.py's own lack
        self._heard = heard

    async def request(self, route: Route, session: aiohttp.ClientSession, **body: Any) -> Any:
        """Send something, and tell of it."""
        answer = await super().request(route, session, **body)
        sent = body_of(body.get("payload"), body.get("multipart"))
        self._heard(str(route.webhook_token), route.method, route.path, sent, answer)
        return answer


def listen(recorder: Recorder, interaction: discord.Interaction[Any], *, may_keep: bool) -> None:
    """Record an interaction, if it is one of the person's who is recorded; of `/library` only the settings are.

    Where questions may not be kept any more, the recording ends at once and nothing of it stays.
    """
    here = Place(interaction.guild_id or 0, interaction.channel_id or 0, interaction.user.id)
    if recorder.place != here:
        return
    if not may_keep:
        recorder.drop()
        return
    data: Any = interaction.data or {}
    token = interaction.token
    if interaction.type is _COMMAND:
        name, options = _named(data)
        if data.get("type", 1) != 1 or (name.startswith("library ") and name != "library settings"):
            return
        recorder.command(token, name, {option["name"]: option.get("value") for option in options})
    elif interaction.type is _COMPONENT and interaction.message is not None:
        value = (data.get("values") or [""])[0]
        recorder.press(token, {"id": str(interaction.message.id)}, str(data["custom_id"]), str(value))
    elif interaction.type is _FORM:
        recorder.submit(token, [text for item in data.get("components", []) for text in _texts(item)])
    else:
        return
    async_context.set(_Listening(recorder.heard))


def _named(data: Mapping[str, Any]) -> tuple[str, list[Any]]:
    """Return the name of a command, with that of its group before it, and its options."""
    name, options = str(data.get("name")), list(data.get("options", []))
    if options and options[0]["type"] == _SUBCOMMAND:
        return f"{name} {options[0]['name']}", list(options[0].get("options", []))
    return name, options


def _texts(item: Mapping[str, Any]) -> list[str]:
    inner = [item["component"]] if "component" in item else item.get("components", [])
    return [str(part.get("value") or "") for part in inner]
