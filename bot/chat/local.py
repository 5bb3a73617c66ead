"""The bot without Discord: a person's commands, presses and words go to the real client, and what it says is shown.

Everything between a person's command and the reply is what runs on Discord: the same command tree, checks, handlers,
limits and components. Only the wire is replaced.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import discord
from discord.user import ClientUser

from bot.chat.client import CuttingsClient
from bot.chat.offline import OfflineAdapter, OfflineHTTP, Unsupported
from bot.chat.seats import (
    APPLICATION,
    BOT,
    CHANNEL,
    FILE,
    GROUP,
    NUMBER,
    ROLE,
    STRING,
    TRUTH,
    WHOLE,
    Offer,
    Option,
    Seat,
    guild_of,
    interaction_of,
    member_of,
    message_body,
    offer_of,
    role_of,
    user_of,
)
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.shown import EPHEMERAL, Button, Form, Gone, Message, Sight, form_of, message_of

FIRST_RESPONSE_S = 30.0
"""How long to wait for the first response; Discord itself waits three seconds."""
_COMMAND, _PRESS, _TYPING, _SUBMIT = 2, 3, 4, 5
_CALLBACK = "/interactions/{webhook_id}/{webhook_token}/callback"
_ORIGINAL = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
_FOLLOWUP = "/webhooks/{webhook_id}/{webhook_token}"
_SPEAK = "/channels/{channel_id}/messages"


@dataclass
class _Call:
    """An interaction, and what came back for it."""

    source: Mapping[str, Any] | None
    kind: int = 0
    original: dict[str, Any] | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class _Client(CuttingsClient):
    """The client as it is on Discord, for who has the library on this machine."""

    def may_care(self, guild: int) -> bool:
        """Tell that any guild may: who sits at the keyboard could change the library's file as well."""
        return True


class LocalDiscord:
    """A client that is connected with nobody but the person at the keyboard; ``show`` is called with what is seen."""

    def __init__(self, service: Service, keeper: Keeper, show: Callable[[Sight], None]) -> None:
        self._show = show
        self._ids = itertools.count(900_000)
        self._calls: dict[str, _Call] = {}
        self._numbers: dict[str, int] = {}
        self._files: dict[str, bytes] = {}
        self._adapter = OfflineAdapter(self._send)
        self.client = _Client(service, keeper)

    async def __aenter__(self) -> LocalDiscord:
        """Make the client ready, as after it has logged in."""
        client, connection = self.client, self.client._connection
        await client._async_setup_hook()
        client.http = connection.http = OfflineHTTP(self._send, self._files, asyncio.get_running_loop())
        connection.user = ClientUser(state=connection, data=BOT)  # type: ignore[arg-type] # of what matters all is there
        connection.application_id = APPLICATION
        await client.setup_hook()
        return self

    async def __aexit__(self, *_: object) -> None:
        """End as the bot does, with what is under way."""
        await self.client.finish()

    def offers(self) -> list[Offer]:
        """Return the commands in order of their names, those of groups with the group's name before them."""
        found: list[Offer] = []
        for command in self.client.tree.get_commands():
            made = command.to_dict(self.client.tree)
            inner = [option for option in made.get("options", []) if option["type"] == GROUP]
            if made.get("type", 1) != 1:
                found.append(Offer(made["name"], "", (), on_message=True))
            elif inner:
                found += [offer_of(f"{made['name']} {part['name']}", part) for part in inner]
            else:
                found.append(offer_of(made["name"], made))
        return sorted(found, key=lambda offer: (offer.on_message, offer.name))

    # -- what a person does --------------------------------------------------------------------------------------

    async def command(self, seat: Seat, offer: Offer, given: Mapping[str, str]) -> None:
        """Use a command.

        Raises
        ------
        RequestError
            The value of an option is not of its kind.
        """
        await self._act(seat, _COMMAND, self._data(offer, given))

    async def complete(self, seat: Seat, offer: Offer, option: str, given: Mapping[str, str]) -> list[tuple[str, str]]:
        """Return what an option's beginning completes to, each with the value it stands for."""
        with suppress(RequestError):
            return (await self._act(seat, _TYPING, self._data(offer, given, focused=option))).choices
        return []

    async def choose(self, seat: Seat, offer: Offer, text: str) -> None:
        """Choose a command for a message that says something."""
        message = self._message({}, 0) | {"content": text, "type": 0, "author": user_of(seat)}
        resolved = {"messages": {message["id"]: message}}
        data = {"id": "1", "name": offer.name, "type": 3, "target_id": message["id"], "resolved": resolved}
        await self._act(seat, _COMMAND, data)

    async def press(self, seat: Seat, message: Message, button: Button) -> None:
        """Press a button of a message, or take a choice of a menu."""
        data: dict[str, Any] = {"custom_id": button.custom_id, "component_type": 3 if button.value else 2}
        if button.value:
            data["values"] = [button.value]
        await self._act(seat, _PRESS, data, message.raw)

    async def submit(self, seat: Seat, form: Form, texts: Sequence[str], source: Message | None) -> None:
        """Submit a form with these texts in its inputs."""
        filled = [
            {"type": 18, "id": place, "component": {"type": 4, "id": 100 + place, "custom_id": name, "value": text}}
            for place, ((name, _, _), text) in enumerate(zip(form.inputs, texts, strict=True), start=1)
        ]
        data = {"custom_id": form.custom_id, "components": filled}
        await self._act(seat, _SUBMIT, data, source.raw if source else None)

    async def say(self, seat: Seat, text: str, to: Message | None) -> None:
        """Say something to the bot in the channel, as a reply to a message if one is given."""
        made = self._message({}, 0) | {"content": text, "type": 0, "author": user_of(seat)}
        made |= {"channel_id": str(seat.channel), "mentions": [BOT | {"member": member_of(seat)}]}
        if seat.guild:
            made |= {"guild_id": str(seat.guild), "member": member_of(seat)}
        if to:
            made |= {"type": 19, "message_reference": {"message_id": to.raw["id"], "channel_id": str(seat.channel)}}
            made["referenced_message"] = to.raw
        self._sit_down(seat)
        channel = discord.PartialMessageable(self.client._connection, seat.channel, seat.guild or None)
        message = discord.Message(state=self.client._connection, channel=channel, data=made)  # type: ignore[arg-type]
        await self.client.on_message(message)
        await self.client.settled()

    # -- how it gets to the client -------------------------------------------------------------------------------

    async def _act(self, seat: Seat, kind: int, data: dict[str, Any], source: Mapping[str, Any] | None = None) -> _Call:
        """Send an interaction to the client, and wait until all that comes of it has come."""
        self._sit_down(seat)
        number = str(next(self._ids))
        call = self._calls[number] = _Call(source)
        payload = interaction_of(seat, number, kind, data) | ({"message": source} if source else {})
        self.client._connection.parse_interaction_create(payload)  # type: ignore[arg-type] # a dict as Discord sends it
        async with asyncio.timeout(FIRST_RESPONSE_S):
            await call.answered.wait()
        await self.client.settled()
        del self._calls[number]
        return call

    def _sit_down(self, seat: Seat) -> None:
        """Let the bot be in the guild of a person, and in no other."""
        self._adapter.carry()
        connection = self.client._connection
        for guild in list(connection.guilds):
            if guild.id != seat.guild:
                connection._remove_guild(guild)
        if seat.guild and connection._get_guild(seat.guild) is None:
            made: Any = guild_of(seat)
            connection._add_guild_from_data(made)

    def _data(self, offer: Offer, given: Mapping[str, str], focused: str = "") -> dict[str, Any]:
        resolved: dict[str, dict[str, Any]] = {"channels": {}, "roles": {}, "attachments": {}}
        options = []
        for option in offer.options:
            if option.name in given:
                made = {"name": option.name, "type": option.kind}
                if option.name == focused:
                    options.append(made | {"value": given[option.name], "focused": True})
                else:
                    options.append(made | {"value": self._value(option, given[option.name], resolved)})
        first, _, rest = offer.name.partition(" ")
        inner = [{"name": rest, "type": GROUP, "options": options}] if rest else options
        return {"id": "1", "name": first, "type": 1, "options": inner, "resolved": resolved}

    def _value(self, option: Option, text: str, resolved: dict[str, dict[str, Any]]) -> Any:
        if option.kind == STRING:
            return text
        if option.kind == TRUTH:
            if text.casefold() not in {"true", "false"}:
                raise RequestError(f"{option.name} is true or false, not “{text[:40]}”")
            return text.casefold() == "true"
        if option.kind == FILE:
            return self._attached(option, Path(text), resolved)
        try:
            number = float(text) if option.kind == NUMBER else int(text)
        except ValueError as error:
            raise RequestError(f"{option.name} is a number, not “{text[:40]}”") from error
        if option.kind == CHANNEL:
            place = {"id": text, "type": 0, "name": f"channel {text}", "permissions": "0", "parent_id": None}
            resolved["channels"][text] = place
        elif option.kind == ROLE:
            resolved["roles"][text] = role_of(int(number))
        return number if option.kind in {WHOLE, NUMBER} else text

    def _attached(self, option: Option, path: Path, resolved: dict[str, dict[str, Any]]) -> str:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise RequestError(f"{option.name}: {path} can't be read: {error.strerror}") from error
        number, url = str(next(self._ids)), f"file:{path}"
        self._files[url] = content
        resolved["attachments"][number] = {"id": number, "filename": path.name, "size": len(content), "url": url,
                                           "proxy_url": url}  # fmt: skip
        return number

    # -- what comes back -----------------------------------------------------------------------------------------

    def _message(self, body: Mapping[str, Any], flags: int) -> dict[str, Any]:
        return message_body(str(next(self._ids)), body, flags)

    def _seen(self, message: dict[str, Any]) -> dict[str, Any]:
        number = self._numbers.setdefault(message["id"], len(self._numbers) + 1)
        self._show(message_of(message, number))
        return message

    async def _send(self, method: str, path: str, places: dict[str, Any], body: dict[str, Any]) -> Any:
        """Take what the client sends, show what a person would see, and return what Discord would."""
        if path == _SPEAK and method == "POST":
            return self._seen(self._message(body, 0))
        call = self._calls.get(str(places.get("token")))
        if call is None or path not in {_CALLBACK, _ORIGINAL, _FOLLOWUP}:
            raise Unsupported(f"{method} {path} needs Discord itself")
        if path == _CALLBACK:
            return self._first_response(call, str(places["id"]), body)
        if path == _FOLLOWUP:
            return self._seen(self._message(body, 0))
        if method == "PATCH":
            call.original = dict(call.original or self._message({}, 0))
            call.original["components"] = body.get("components") or []
            call.original["content"] = body.get("content") or ""
            call.original["flags"] |= int(body.get("flags") or 0)
            return self._seen(call.original)
        if method == "DELETE" and call.original:
            self._show(Gone(self._numbers.get(call.original["id"], 0)))
        return call.original

    def _first_response(self, call: _Call, number: str, body: dict[str, Any]) -> Any:
        kind, data = body["type"], body.get("data") or {}
        call.kind = kind
        if kind in {4, 5}:
            call.original = self._message(data, int(data.get("flags") or 0) & EPHEMERAL)
        elif kind in {6, 7}:
            call.original = dict(call.source or {}) | ({"components": data["components"]} if kind == 7 else {})
        elif kind == 8:
            call.choices = [(choice["name"], str(choice["value"])) for choice in data["choices"]]
        elif kind == 9:
            self._show(form_of(data))
        if kind in {4, 7} and call.original:
            self._seen(call.original)
        call.answered.set()
        resource = {"type": kind} | ({"message": call.original} if kind in {4, 7} else {})
        return {"interaction": {"id": number, "type": _COMMAND}, "resource": resource}
