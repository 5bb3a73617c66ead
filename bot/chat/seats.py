"""What a person does without Discord, as Discord would send it: who sits where, commands and their options."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

APPLICATION = 1_000
BOT = {"id": str(APPLICATION), "username": "cuttings", "discriminator": "0", "avatar": None, "bot": True}
MANAGE_GUILD = 1 << 5
ADMIN = "admin"
SINCE = "2026-01-01T00:00:00+00:00"
GROUP, STRING, WHOLE, TRUTH, CHANNEL, ROLE, NUMBER, FILE = 1, 3, 4, 5, 7, 8, 10, 11
"""Kinds of options, as Discord's documentation numbers them."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who sits at the keyboard, and where: a person's name (``admin`` may manage), guild (0: none), channel, locale."""

    name: str = "you"
    guild: int = 1
    channel: int = 2
    locale: str = "en-GB"

    @property
    def user_id(self) -> int:
        """An id that is always the same for the same name."""
        return 10_000 + zlib.crc32(self.name.encode())


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a command; ``completes`` tells that it can be completed while it is typed."""

    name: str
    description: str
    kind: int
    required: bool
    completes: bool
    choices: tuple[str, ...]

    @property
    def is_truth(self) -> bool:
        """Whether it is true or false."""
        return self.kind == TRUTH


@dataclass(frozen=True, slots=True)
class Offer:
    """A command that can be used, or (``on_message``) chosen for a message."""

    name: str
    description: str
    options: tuple[Option, ...]
    on_message: bool = False


def user_of(seat: Seat) -> dict[str, Any]:
    """Return a person as Discord describes one."""
    return {"id": str(seat.user_id), "username": seat.name, "discriminator": "0", "avatar": None}


def member_of(seat: Seat) -> dict[str, Any]:
    """Return a person as a member of the guild they are in."""
    permissions = MANAGE_GUILD if seat.name == ADMIN else 0
    return {"roles": [], "joined_at": SINCE, "deaf": False, "mute": False, "flags": 0, "permissions": str(permissions)}


def interaction_of(seat: Seat, number: str, kind: int, data: dict[str, Any]) -> dict[str, Any]:
    """Return an interaction of a person."""
    common = {
        "id": number, "application_id": str(APPLICATION), "type": kind, "token": number, "version": 1, "data": data,
        "channel_id": str(seat.channel), "locale": seat.locale, "app_permissions": "0", "entitlements": [],
        "attachment_size_limit": 10_485_760, "authorizing_integration_owners": {},
    }  # fmt: skip
    if not seat.guild:
        user = user_of(seat)
        channel = {"id": str(seat.channel), "type": 1, "recipients": [user]}
        return common | {"user": user, "context": 1, "channel": channel}
    guild = str(seat.guild)
    return common | {
        "guild_id": guild, "guild": {"id": guild, "locale": "en-GB", "features": []}, "guild_locale": "en-GB",
        "member": member_of(seat) | {"user": user_of(seat)}, "context": 0,
        "authorizing_integration_owners": {"0": guild},
        "channel": {"id": str(seat.channel), "type": 0, "name": "here", "position": 0},
    }  # fmt: skip


def guild_of(seat: Seat) -> dict[str, Any]:
    """Return the guild that a person is in."""
    channel = {"id": str(seat.channel), "type": 0, "name": "here", "position": 0, "permission_overwrites": []}
    return {
        "id": str(seat.guild), "name": f"guild {seat.guild}", "owner_id": "1", "roles": [role_of(seat.guild)],
        "emojis": [], "features": [], "channels": [channel], "members": [], "member_count": 2, "threads": [],
        "stickers": [], "unavailable": False,
    }  # fmt: skip


def message_body(number: str, body: Mapping[str, Any], flags: int) -> dict[str, Any]:
    """Return a message of the bot's as Discord keeps it."""
    return {
        "id": number, "channel_id": "2", "author": BOT, "content": body.get("content") or "",
        "embeds": [], "timestamp": SINCE, "edited_timestamp": None, "tts": False, "mentions": [], "type": 20,
        "mention_everyone": False, "mention_roles": [], "attachments": [], "pinned": False,
        "components": body.get("components") or [], "flags": flags | int(body.get("flags") or 0),
    }  # fmt: skip


def offer_of(name: str, made: Mapping[str, Any]) -> Offer:
    """Return a command of its description as Discord gets it."""
    options = tuple(
        Option(
            option["name"],
            option.get("description", ""),
            option["type"],
            bool(option.get("required")),
            bool(option.get("autocomplete")),
            tuple(str(choice["value"]) for choice in option.get("choices") or ()),
        )
        for option in made.get("options", [])
    )
    return Offer(name, made.get("description", ""), options)


def role_of(number: int) -> dict[str, Any]:
    """Return a role that allows nothing."""
    return {"id": str(number), "name": f"role {number}", "permissions": "0", "position": 0, "color": 0, "hoist": False,
            "managed": False, "mentionable": False, "flags": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}}  # fmt: skip
