"""What a guild has set: where answers are for all to see, whether they are private at first, who counts as manager."""

from __future__ import annotations

from dataclasses import dataclass

from bot.replies import Block, Facts, Heading, Kept, Outcome, Reply, Text
from bot.state import State

_CHANNELS, _PRIVATE, _ROLES = "channels", "private", "admin_roles"
MAX_NAMED = 20
"""How many channels, and roles, can be named."""


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A guild's settings. ``channels`` are those in which answers may be for all to see; none means everywhere."""

    channels: frozenset[int] = frozenset()
    is_private: bool = False
    roles: frozenset[int] = frozenset()

    def answers_privately(self, places: frozenset[int], wished: bool | None) -> bool:
        """Tell whether an answer is for the asker alone, who may have wished for either.

        ``places`` are the ids of the channel and, for a thread, of the channel it is in.
        """
        if self.channels and self.channels.isdisjoint(places):
            return True
        return self.is_private if wished is None else wished


def guild_settings(state: State, guild: int | None) -> GuildSettings:
    """Return what a guild has set; outside of guilds nothing is."""
    if guild is None:
        return GuildSettings()
    return GuildSettings(
        _ids(state.guild_setting(guild, _CHANNELS)),
        state.guild_setting(guild, _PRIVATE) == "yes",
        _ids(state.guild_setting(guild, _ROLES)),
    )


def change(
    state: State, guild: int, *, channel: int | None, role: int | None, is_private: bool | None
) -> GuildSettings:
    """Set what is not ``None``: a channel or role that is named already is no longer, and the other way round."""
    now = guild_settings(state, guild)
    if channel is not None:
        state.set_guild(guild, _CHANNELS, _text(now.channels ^ {channel}))
    if role is not None:
        state.set_guild(guild, _ROLES, _text(now.roles ^ {role}))
    if is_private is not None:
        state.set_guild(guild, _PRIVATE, "yes" if is_private else None)
    return guild_settings(state, guild)


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in (text or "").split(",") if part)


def _text(ids: frozenset[int]) -> str | None:
    return ",".join(map(str, sorted(ids)[:MAX_NAMED])) or None


def shown(now: GuildSettings) -> Reply:
    """Show what a guild has set."""
    channels = " ".join(f"<#{number}>" for number in sorted(now.channels)) or "every channel"
    roles = " ".join(f"<@&{number}>" for number in sorted(now.roles)) or "none but those who may manage the server"
    blocks: tuple[Block, ...] = (
        Heading("Settings of this server"),
        Kept(f"**Answers for all to see** in {channels}"),
        Facts((("Answers at first", "private" if now.is_private else "for all to see"),)),
        Kept(f"**Care for the library** by {roles}"),
        Text("To take a channel or role away again, name it once more.", quiet=True),
    )
    return Reply(Outcome.DONE, blocks)
