"""A Discord on loopback: gateway and HTTP, as much of them as the bot may use, strict where Discord is.

A route nobody described, a message over a limit and a second first response are refused as Discord refuses them, and
kept in `FakeDiscord.problems`, which every test expects to be empty at its end.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import discord
from aiohttp import WSMsgType, web
from yarl import URL

from tests.discord_limits import (
    EPHEMERAL,
    SUPPRESS_NOTIFICATIONS,
    V2,
    command_list_faults,
    message_faults,
    response_faults,
    walk,
)

TOKEN = "loop.back.token"  # noqa: S105 - opens nothing
APPLICATION = 1_000
GUILD, OTHER_GUILD, CHANNEL = 2_000, 2_001, 3_000
ADA, BEN = 4_000, 4_001
TIMEOUT_S = 60.0
"""How long anything is waited for: a run over sources has little of a machine that is busy with other work."""
DEADLINE_S = 3.0
MANAGE_GUILD = 1 << 5
BOT_USER = {"id": str(APPLICATION), "username": "cuttings", "discriminator": "0", "avatar": None, "bot": True}

Message = dict[str, Any]


@dataclass
class Interaction:
    """An interaction the fake sent, and everything that came back for it."""

    id: str
    token: str
    sent_at: float
    source: Message | None = None
    """The message whose button was pressed."""
    asked_kind: int = 2
    """The type of the interaction itself."""
    kind: int = 0
    """The type of the first response, 0 before it."""
    first_after_s: float = 0.0
    data: dict[str, Any] = field(default_factory=dict)
    original: Message | None = None
    edits: int = 0
    followups: list[Message] = field(default_factory=list)
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def until(self, holds: Callable[[Interaction], Any]) -> None:
        """Wait until something holds for what came back."""
        async with asyncio.timeout(TIMEOUT_S), self.changed:
            await self.changed.wait_for(lambda: holds(self))

    async def reply(self) -> Message:
        """Return the message shown in the end: sent at once, or put in the place of "thinking…"."""
        await self.until(lambda it: it.kind in {4, 7} or (it.kind in {5, 6} and (it.edits or it.followups)))
        return self.followups[-1] if self.kind == 6 and self.followups else self.original or {}

    async def modal(self) -> dict[str, Any]:
        """Return the modal that was opened."""
        await self.until(lambda it: it.kind == 9)
        return self.data

    async def choices(self) -> list[str]:
        """Return the values an option completes to."""
        await self.until(lambda it: it.kind == 8)
        return [choice["value"] for choice in self.data["choices"]]


def text_of(message: Message) -> str:
    """Return everything a message says, one component a line."""
    return "\n".join(item["content"] for _, item in walk(message["components"]) if "content" in item)


def buttons(message: Message) -> dict[str, str]:
    """Return label -> custom id of the buttons that can be pressed; of equal labels the first."""
    found: dict[str, str] = {}
    for _, item in walk(message["components"]):
        if item["type"] == 2 and "custom_id" in item and not item.get("disabled"):
            found.setdefault(item.get("label") or item["emoji"]["name"], item["custom_id"])
    return found


class Channel(int):
    """The id of a channel, as the value of an option."""


class Role(int):
    """The id of a role, as the value of an option."""


class File(str):
    """The name of a file, as the value of an option; `FakeDiscord.files` holds what is in it."""

    __slots__ = ()


class FakeDiscord:
    """A Discord with one guild the bot is in, and people who use its commands."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.requests: list[tuple[str, str]] = []
        self.commands: dict[str, list[dict[str, Any]]] = {}
        self.failures: list[int | tuple[int, int]] = []
        """Statuses, or statuses with Discord's codes, to answer the next edits and follow-ups with, first to last."""
        self.first_failures: list[int | tuple[int, int]] = []
        """The same for first responses."""
        self.retry_after_s = 0.01
        """What a 429 says."""
        self.channel_edits: asyncio.Queue[Message] = asyncio.Queue()
        """Messages that the bot changed by their channel."""
        self.posted: asyncio.Queue[Message] = asyncio.Queue()
        """What the bot said in a channel by itself."""
        self.files: dict[str, bytes] = {}
        """Name -> content of what people attach."""
        self.refuse_logins = self.refuse_gateways = 0
        """How many of the next logins and websockets to refuse with 503 and a cut connection."""
        self.limit_logins = 0
        """How many of the next logins get the 429 of Discord's front door, which says not for how long."""
        self.close_code = 0
        """The code to close the websocket with after the bot has identified itself; 0 leaves it open."""
        self.cut_callbacks = self.cut_edits = 0
        """How many of the next first responses and edits to cut the connection of, after they took effect."""
        self.shards = 1
        """How many shards it says the bot should have."""
        self.shards_seen: list[tuple[int, ...]] = []
        """Of every connection its shard and how many there are, in order; empty for those without shards."""
        self.closed: list[int | None] = []
        self.identified: dict[str, Any] = {}
        self.ready = asyncio.Event()
        self._ids = itertools.count(900_000)
        self._interactions: dict[str, Interaction] = {}
        self._socket: web.WebSocketResponse | None = None
        self._deflate = zlib.compressobj()
        self._sequence = itertools.count(1)
        self.url = self.gateway = ""

    @asynccontextmanager
    async def serve(self, port: int = 0, certificate: ssl.SSLContext | None = None) -> AsyncIterator[FakeDiscord]:
        """Listen until the end of the block: on a free port or, with a certificate, as Discord itself does."""
        app = web.Application(middlewares=[self._described])
        app.add_routes(
            [
                web.get("/gateway", self._on_gateway),
                web.get("/", self._on_gateway),
                web.get("/api/v10/gateway/bot", self._on_bot_gateway),
                web.get("/api/v10/users/@me", self._on_me),
                web.get("/api/v10/oauth2/applications/@me", self._on_application),
                web.get("/api/v10/applications/{app}/commands", self._on_commands),
                web.put("/api/v10/applications/{app}/commands", self._on_sync),
                web.get("/api/v10/applications/{app}/guilds/{guild}/commands", self._on_commands),
                web.put("/api/v10/applications/{app}/guilds/{guild}/commands", self._on_sync),
                web.post("/api/v10/interactions/{id}/{token}/callback", self._on_callback),
                web.post("/api/v10/webhooks/{app}/{token}", self._on_followup),
                web.patch("/api/v10/webhooks/{app}/{token}/messages/@original", self._on_edit),
                web.get("/api/v10/webhooks/{app}/{token}/messages/@original", self._on_original),
                web.post("/api/v10/channels/{channel}/messages", self._on_message),
                web.patch("/api/v10/channels/{channel}/messages/{message}", self._on_message_edit),
                web.get("/api/v10/files/{name}", self._on_file),
                web.delete("/api/v10/webhooks/{app}/{token}/messages/@original", self._on_delete),
            ]
        )
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", port, ssl_context=certificate)
        await site.start()
        port = runner.addresses[0][1]
        self.url, self.gateway = f"http://127.0.0.1:{port}/api/v10", f"ws://127.0.0.1:{port}/gateway"
        if certificate:
            self.url, self.gateway = "https://discord.com/api/v10", "wss://gateway.discord.gg/gateway"
        try:
            yield self
        finally:
            if self._socket:
                await self._socket.close()
            await runner.cleanup()

    # -- HTTP ----------------------------------------------------------------------------------------------------

    @web.middleware
    async def _described(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.requests.append((request.method, request.path))
        if request.match_info.http_exception is not None:
            self.problems.append(f"nobody described {request.method} {request.path}")
            return self._refusal(404, 0, "404: Not Found")
        is_open = request.path == "/" or request.path.startswith(
            ("/api/v10/interactions/", "/api/v10/webhooks/", "/gateway", "/api/v10/files/")
        )
        if not is_open and request.headers.get("Authorization") != f"Bot {TOKEN}":
            return self._refusal(401, 0, "401: Unauthorized")
        response: web.StreamResponse = await handler(request)
        return response

    @staticmethod
    def _json(data: Any, status: int = 200) -> web.Response:
        # discord.py reads a body as JSON only if the header is exactly this.
        body = json.dumps(data).encode()
        return web.Response(status=status, body=body, headers={"Content-Type": "application/json", "Via": "fake"})

    def _failure(self, failure: int | tuple[int, int]) -> web.Response:
        status, code = failure if isinstance(failure, tuple) else (failure, 0)
        body = {"code": code, "message": "try later", "retry_after": self.retry_after_s, "global": False}
        return self._json(body, status)

    def _refusal(self, status: int, code: int, message: str) -> web.Response:
        return self._json({"code": code, "message": message}, status)

    def _refuse_faults(self, found: list[str]) -> web.Response | None:
        self.problems += found
        return self._refusal(400, 50035, f"Invalid Form Body: {found}") if found else None

    @staticmethod
    def _cut(request: web.Request) -> None:
        assert request.transport is not None
        request.transport.close()

    async def _on_bot_gateway(self, _: web.Request) -> web.Response:
        limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
        return self._json({"url": self.gateway, "shards": self.shards, "session_start_limit": limit})

    async def _on_me(self, request: web.Request) -> web.Response:
        if self.refuse_logins:
            self.refuse_logins -= 1
            self._cut(request)
        if self.limit_logins:
            self.limit_logins -= 1
            return web.json_response({"code": 0, "message": "You are being blocked"}, status=429)
        return self._json(BOT_USER)

    async def _on_application(self, _: web.Request) -> web.Response:
        return self._json(
            {"id": str(APPLICATION), "name": "cuttings", "description": "", "icon": None, "bot_public": True,
             "bot_require_code_grant": False, "verify_key": "00", "flags": 0, "owner": BOT_USER, "team": None,
             "rpc_origins": None, "summary": ""}
        )  # fmt: skip

    async def _on_commands(self, request: web.Request) -> web.Response:
        return self._json(self.commands.get(request.match_info.get("guild", ""), []))

    async def _on_sync(self, request: web.Request) -> web.Response:
        commands = await request.json()
        if refused := self._refuse_faults(command_list_faults(commands)):
            return refused
        made = [
            {"id": str(next(self._ids)), "application_id": str(APPLICATION), "version": "1", "description": ""}
            | command
            for command in commands
        ]
        self.commands[request.match_info.get("guild", "")] = made
        return self._json(made)

    def _message(self, body: dict[str, Any], flags: int) -> Message:
        return {
            "id": str(next(self._ids)), "channel_id": str(CHANNEL), "author": BOT_USER, "content": "", "embeds": [],
            "timestamp": "2026-01-01T00:00:00+00:00", "edited_timestamp": None, "tts": False, "mentions": [],
            "mention_everyone": False, "mention_roles": [], "attachments": [], "pinned": False, "type": 20,
            "components": body.get("components", []),
            "flags": flags | (body.get("flags", 0) & (V2 | EPHEMERAL | SUPPRESS_NOTIFICATIONS)),
        }  # fmt: skip

    def _found(self, request: web.Request) -> Interaction | None:
        return self._interactions.get(request.match_info["token"])

    async def _on_callback(self, request: web.Request) -> web.Response:
        found = self._found(request)
        if found is None or time.monotonic() - found.sent_at > DEADLINE_S:
            self.problems.append("a first response that came too late")
            return self._refusal(404, 10062, "Unknown interaction")
        if found.kind:
            self.problems.append("a second first response")
            return self._refusal(400, 40060, "Interaction has already been acknowledged.")
        if self.first_failures:
            return self._failure(self.first_failures.pop(0))
        body = await request.json()
        kind, data = body["type"], body.get("data") or {}
        faults = response_faults(found.asked_kind, kind, data, has_message=found.source is not None)
        if refused := self._refuse_faults(faults):
            return refused
        found.first_after_s = time.monotonic() - found.sent_at
        if kind in {4, 5}:
            found.original = self._message(data, data.get("flags", 0) & EPHEMERAL)
        elif kind in {6, 7}:
            found.original = (found.source or {}) | ({"components": data["components"]} if kind == 7 else {})
        async with found.changed:
            found.kind, found.data = kind, data
            found.changed.notify_all()
        if self.cut_callbacks:
            self.cut_callbacks -= 1
            self._cut(request)
        resource = {"type": kind} | ({"message": found.original} if kind in {4, 7} else {})
        return self._json({"interaction": {"id": found.id, "type": 2}, "resource": resource})

    async def _on_edit(self, request: web.Request) -> web.Response:
        return await self._put(request, is_followup=False)

    async def _on_followup(self, request: web.Request) -> web.Response:
        return await self._put(request, is_followup=True)

    async def _put(self, request: web.Request, *, is_followup: bool) -> web.Response:
        found, body = self._found(request), await request.json()
        if self.failures:
            return self._failure(self.failures.pop(0))
        if found is None or not found.kind:
            self.problems.append("a follow-up before the first response")
            return self._refusal(404, 10015, "Unknown Webhook")
        if refused := self._refuse_faults(message_faults(body)):
            return refused
        async with found.changed:
            if is_followup and found.kind != 5:
                message = self._message(body, body.get("flags", 0))
                found.followups.append(message)
            else:
                message = (found.original or {}) | {"components": body.get("components", [])}
                message["flags"] = message["flags"] | (body.get("flags", 0) & V2)
                found.original = message
                found.edits += 1
            found.changed.notify_all()
        if self.cut_edits:
            self.cut_edits -= 1
            self._cut(request)
        return self._json(message)

    async def _on_original(self, request: web.Request) -> web.Response:
        found = self._found(request)
        return self._json(found.original) if found else self._refusal(404, 10015, "Unknown Webhook")

    async def _on_message(self, request: web.Request) -> web.Response:
        body = await request.json()
        if refused := self._refuse_faults(message_faults(body)):
            return refused
        made = self._message(body, 0)
        await self.posted.put(made)
        return self._json(made)

    async def _on_message_edit(self, request: web.Request) -> web.Response:
        body = await request.json()
        if refused := self._refuse_faults(message_faults(body)):
            return refused
        made = self._message(body, 0) | {"id": request.match_info["message"]}
        await self.channel_edits.put(made)
        return self._json(made)

    async def _on_file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])

    async def _on_delete(self, request: web.Request) -> web.Response:
        found = self._found(request)
        if found is None:
            return self._refusal(404, 10015, "Unknown Webhook")
        if found.original is None:
            return self._refusal(404, 10008, "Unknown Message")
        async with found.changed:
            found.original = None
            found.edits += 1
            found.changed.notify_all()
        if self.cut_edits:
            self.cut_edits -= 1
            self._cut(request)
        return web.Response(status=204, headers={"Via": "fake"})

    # -- the gateway ---------------------------------------------------------------------------------------------

    async def _on_gateway(self, request: web.Request) -> web.StreamResponse:
        if self.refuse_gateways:
            self.refuse_gateways -= 1
            return web.Response(status=503)
        assert request.query["compress"] == "zlib-stream"
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = self._socket, self._deflate = socket, zlib.compressobj()
        await self._send({"op": 10, "d": {"heartbeat_interval": 40_000}})
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            packet = json.loads(frame.data)
            self._socket, self._deflate = connection
            if packet["op"] == 1:
                await self._send({"op": 11})
            elif packet["op"] == 6:
                await self.dispatch("RESUMED", {})
                self.ready.set()
            elif packet["op"] == 2:
                self.identified = packet["d"]
                self.shards_seen.append(tuple(packet["d"].get("shard", ())))
                if self.close_code:
                    await socket.close(code=self.close_code)
                    break
                await self._welcome()
        self.closed.append(socket.close_code)
        return socket

    async def _send(self, packet: dict[str, Any]) -> None:
        assert self._socket is not None
        data = self._deflate.compress(json.dumps(packet).encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH)
        await self._socket.send_bytes(data)

    async def dispatch(self, event: str, data: dict[str, Any]) -> None:
        """Send an event to the bot."""
        await self._send({"op": 0, "t": event, "s": next(self._sequence), "d": data})

    @staticmethod
    def _role(number: int) -> dict[str, Any]:
        return {"id": str(number), "name": "@everyone", "permissions": "0", "position": 0, "color": 0, "hoist": False,
                "managed": False, "mentionable": False, "flags": 0,
                "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}  # fmt: skip

    async def _welcome(self) -> None:
        await self.dispatch(
            "READY",
            {"v": 10, "user": BOT_USER, "guilds": [{"id": str(GUILD), "unavailable": True}], "session_id": "s",
             "resume_gateway_url": self.gateway, "application": {"id": str(APPLICATION), "flags": 0}}
            | ({"shard": self.identified["shard"]} if "shard" in self.identified else {}),
        )  # fmt: skip
        channel = {"id": str(CHANNEL), "type": 0, "name": "general", "position": 0, "permission_overwrites": []}
        await self.dispatch(
            "GUILD_CREATE",
            {"id": str(GUILD), "name": "The Guild", "owner_id": "1", "roles": [self._role(GUILD)],
             "emojis": [], "features": [],
             "channels": [channel], "members": [], "member_count": 3, "threads": [], "stickers": [],
             "unavailable": False},
        )  # fmt: skip
        self.ready.set()

    async def drop(self) -> None:
        """Drop the gateway's connection; the bot should come again."""
        assert self._socket is not None
        self.ready.clear()
        await self._socket.close(code=4000)

    def forget(self, told: Interaction) -> None:
        """Remember an interaction no more."""
        self._interactions.pop(told.token, None)

    # -- people --------------------------------------------------------------------------------------------------

    async def _interact(
        self,
        kind: int,
        data: dict[str, Any],
        person: int,
        permissions: int,
        source: Message | None = None,
        guild: int = GUILD,
        locale: str = "en-GB",
    ) -> Interaction:
        number = str(next(self._ids))
        made = Interaction(number, f"token-{number}", time.monotonic(), source, kind)
        self._interactions[made.token] = made
        user = {"id": str(person), "username": f"person{person}", "discriminator": "0", "avatar": None}
        member = {"user": user, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False, "mute": False,
                  "flags": 0, "permissions": str(permissions)}  # fmt: skip
        payload: dict[str, Any] = {
            "id": number, "application_id": str(APPLICATION), "type": kind, "token": made.token, "version": 1,
            "data": data, "guild_id": str(guild), "channel_id": str(CHANNEL), "member": member, "locale": locale,
            "channel": {"id": str(CHANNEL), "type": 0, "name": "general", "position": 0}, "guild_locale": "en-US",
            "guild": {"id": str(guild), "locale": "en-US", "features": []}, "app_permissions": "0", "context": 0,
            "entitlements": [], "authorizing_integration_owners": {"0": str(guild)},
            "attachment_size_limit": 10_485_760,
        }  # fmt: skip
        if not guild:
            for key in ("guild_id", "guild", "guild_locale", "member"):
                del payload[key]
            payload |= {"user": user, "context": 1, "channel": {"id": str(CHANNEL), "type": 1, "recipients": [user]}}
        await self.dispatch("INTERACTION_CREATE", payload | ({"message": source} if source else {}))
        return made

    async def command(
        self,
        name: str,
        *,
        person: int = ADA,
        permissions: int = 0,
        guild: int = GUILD,
        locale: str = "en-GB",
        **options: Any,
    ) -> Interaction:
        """Use a slash command, "library status" for one of a group, as a person with these permissions."""
        kinds = {bool: 5, int: 4, str: 3, Channel: 7, Role: 8, File: 11}
        given = [
            {
                "name": key,
                "type": kinds[type(value)],
                "value": str(number) if isinstance(value, File) else str(value) if kinds[type(value)] > 5 else value,
            }
            for number, (key, value) in enumerate(options.items(), start=5)
        ]
        channels = {
            str(value): {"id": str(value), "type": 0, "name": "other", "permissions": "0", "parent_id": None}
            for value in options.values()
            if isinstance(value, Channel)
        }
        roles = {str(value): self._role(value) for value in options.values() if isinstance(value, Role)}
        attachments = {
            str(number): {"id": str(number), "filename": value, "size": len(self.files[value]), "proxy_url": "",
                          "content_type": "text/plain", "url": f"{self.url}/files/{quote(value, safe='')}"}
            for number, value in enumerate(options.values(), start=5)
            if isinstance(value, File)
        }  # fmt: skip
        first, _, rest = name.partition(" ")
        inner = [{"name": rest, "type": 1, "options": given}] if rest else given
        resolved = {"channels": channels, "roles": roles, "attachments": attachments}
        data = {"id": "1", "name": first, "type": 1, "options": inner, "resolved": resolved}
        return await self._interact(2, data, person, permissions, guild=guild, locale=locale)

    async def complete(
        self, name: str, option: str, typed: str, *, person: int = ADA, permissions: int = 0
    ) -> Interaction:
        """Type into an option of a command."""
        given = [{"name": option, "type": 3, "value": typed, "focused": True}]
        first, _, rest = name.partition(" ")
        inner = [{"name": rest, "type": 1, "options": given}] if rest else given
        return await self._interact(4, {"id": "1", "name": first, "type": 1, "options": inner}, person, permissions)

    async def menu(self, name: str, content: str, *, person: int = ADA, locale: str = "en-GB") -> Interaction:
        """Choose a message command on a message that says this."""
        message = self._message({}, 0) | {"content": content, "type": 0}
        data = {"id": "1", "name": name, "type": 3, "target_id": message["id"],
                "resolved": {"messages": {message["id"]: message}}}  # fmt: skip
        return await self._interact(2, data, person, 0, locale=locale)

    async def say(self, content: str, *, to: Message | None = None, person: int = ADA, mention: bool = True) -> None:
        """Say something in the channel, in reply to a message if one is given."""
        author = {"id": str(person), "username": f"person{person}", "discriminator": "0", "avatar": None}
        made = self._message({}, 0) | {"content": content, "type": 0, "author": author, "guild_id": str(GUILD)}
        made["member"] = {
            "roles": [],
            "joined_at": "2026-01-01T00:00:00+00:00",
            "deaf": False,
            "mute": False,
            "flags": 0,
        }
        made["mentions"] = [BOT_USER | {"member": made["member"]}] if mention else []
        if to:
            reference = {"message_id": to["id"], "channel_id": str(CHANNEL), "guild_id": str(GUILD)}
            made |= {"type": 19, "message_reference": reference, "referenced_message": to}
        await self.dispatch("MESSAGE_CREATE", made)

    async def said(self) -> Message:
        """Return the next message of the bot in the channel."""
        async with asyncio.timeout(TIMEOUT_S):
            return await self.posted.get()

    async def press(
        self,
        message: Message,
        label: str,
        *,
        person: int = ADA,
        permissions: int = 0,
        guild: int = GUILD,
        locale: str = "en-GB",
    ) -> Interaction:
        """Press the button of this label below a message."""
        return await self.forge(
            message, buttons(message)[label], person=person, permissions=permissions, guild=guild, locale=locale
        )

    async def forge(
        self,
        message: Message,
        custom_id: str,
        *,
        person: int = ADA,
        permissions: int = 0,
        guild: int = GUILD,
        locale: str = "en-GB",
    ) -> Interaction:
        """Press a button of this id below a message, which is put there if there is none."""
        if all(item.get("custom_id") != custom_id for _, item in walk(message["components"])):
            button = {"type": 2, "style": 2, "label": "forged", "custom_id": custom_id}
            message = message | {"components": [*message["components"], {"type": 1, "components": [button]}]}
        data = {"custom_id": custom_id, "component_type": 2}
        return await self._interact(3, data, person, permissions, message, guild, locale)

    async def submit(self, opened: Interaction, *values: str, person: int = ADA) -> Interaction:
        """Submit a modal, with these texts in its inputs."""
        modal = await opened.modal()
        inputs = [item for item in modal["components"] if item["type"] == 18]
        filled = [
            {"type": 18, "id": place, "component": {"type": 4, "id": 100 + place, "value": value,
                                                   "custom_id": item["component"]["custom_id"]}}
            for place, (item, value) in enumerate(zip(inputs, values, strict=True), start=1)
        ]  # fmt: skip
        data = {"custom_id": modal["custom_id"], "components": filled}
        return await self._interact(5, data, person, 0, opened.source)


def lead_to(fake: FakeDiscord, monkeypatch: Any) -> None:
    """Make discord.py take the fake for Discord, until the test's end."""
    monkeypatch.setattr(discord.http.Route, "BASE", fake.url)
    monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", URL(fake.gateway))


class NoWaits:
    """Stands for the module `asyncio` in discord.py's own: no waiting, but the waits asked for are noted."""

    def __init__(self) -> None:
        self.asked_s: list[float] = []

    async def sleep(self, seconds: float) -> None:
        """Note a wait, and let others go on."""
        self.asked_s.append(seconds)
        await asyncio.sleep(0)

    def __getattr__(self, name: str) -> Any:
        return getattr(asyncio, name)
