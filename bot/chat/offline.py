"""discord.py without a network: what it would send to Discord is handed to a function instead."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

Send = Callable[[str, str, dict[str, Any], dict[str, Any]], Awaitable[Any]]
"""Takes the method, the path with its placeholders, their values, and the body; returns what Discord would."""


class Unsupported(discord.DiscordException):
    """Something that only Discord itself can do."""


class OfflineAdapter(AsyncWebhookAdapter):
    """Carries the responses to interactions."""

    def __init__(self, send: Send) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # discord.py's own lack
        self._send = send

    async def request(self, route: Route, session: aiohttp.ClientSession, **body: Any) -> Any:
        """Hand over a response."""
        places = {"id": route.webhook_id, "token": route.webhook_token}
        return await self._send(route.method, route.path, places, body_of(body.get("payload"), body.get("multipart")))

    def carry(self) -> None:
        """Carry the responses of what begins in this context from now on."""
        async_context.set(self)


class OfflineHTTP(HTTPClient):
    """Carries everything else; ``files`` are what people attached, by their address."""

    def __init__(self, send: Send, files: dict[str, bytes], loop: Any) -> None:
        super().__init__(loop)
        self._offline_send, self._files = send, files

    async def request(self, route: Route, *, files: Any = None, form: Any = None, **options: Any) -> Any:
        """Hand over a request."""
        places = {"channel": route.channel_id, "guild": route.guild_id}
        return await self._offline_send(route.method, route.path, places, body_of(options.get("json"), form))

    async def get_from_cdn(self, url: str) -> bytes:
        """Return a file that a person attached."""
        return self._files[url]


def body_of(payload: Any, multipart: Any) -> dict[str, Any]:
    """Return the body of what is sent, whichever way it is packed."""
    for part in multipart or ():
        if part.get("name") == "payload_json":
            return dict(json.loads(part["value"]))
    return dict(payload or {})
