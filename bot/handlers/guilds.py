"""What a guild has set: where answers are for all to see, how they look, who counts as manager."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers.answers import MAX_PER_PAGE
from bot.phrases import LANGUAGES, say
from bot.replies import Block, Facts, Heading, Kept, Outcome, Reply, Text
from bot.state import State

_CHANNELS, _PRIVATE, _ROLES, _EXTRACTS, _LANGUAGE = "channels", "private", "admin_roles", "extracts", "language"
MAX_NAMED = 20
"""How many channels, and roles, can be named."""
OWN = "own"
"""Stands for each person's own language."""
LANGUAGE_NAMES = {
    OWN: "each person's own",
    "en": "English",
    "de": "Deutsch",
    "es": "Español",
    "fr": "Français",
    "ru": "Русский",
    "ko": "한국어",
}


@dataclass(frozen=True, slots=True)
class GuildSettings:
    """A guild's settings. ``channels`` are those in which answers may be for all to see; none means everywhere.

    ``extracts`` are how many a page shows, 0 for as many as the configuration says; ``language`` is the one of the
    interface, ``""`` for each person's own.
    """

    channels: frozenset[int] = frozenset()
    is_private: bool = False
    roles: frozenset[int] = frozenset()
    extracts: int = 0
    language: str = ""

    def answers_privately(self, places: frozenset[int], wished: bool | None) -> bool:
        """Tell whether an answer is for the asker alone, who may have wished for either.

        ``places`` are the ids of the channel and, for a thread, of the channel it is in.
        """
        if self.channels and self.channels.isdisjoint(places):
            return True
        return self.is_private if wished is None else wished


NOTHING_SET = GuildSettings()
"""What holds for most guilds, and in private; one for all of them, as what a guild has set is kept in memory."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What to set for a guild; ``None`` leaves as it is. A channel or role named already is taken away."""

    channel: int | None = None
    role: int | None = None
    is_private: bool | None = None
    extracts: int | None = None
    language: str | None = None


def guild_settings(state: State, guild: int | None) -> GuildSettings:
    """Return what a guild has set; outside of guilds nothing is."""
    if guild is None:
        return NOTHING_SET
    extracts = state.guild_setting(guild, _EXTRACTS) or "0"
    found = GuildSettings(
        _ids(state.guild_setting(guild, _CHANNELS)),
        state.guild_setting(guild, _PRIVATE) == "yes",
        _ids(state.guild_setting(guild, _ROLES)),
        int(extracts) if extracts.isdigit() else 0,
        state.guild_setting(guild, _LANGUAGE) or "",
    )
    return NOTHING_SET if found == NOTHING_SET else found


def change(state: State, guild: int, changes: Changes) -> GuildSettings:
    """Set what is to be set, and return what holds now."""
    now = guild_settings(state, guild)
    if changes.channel is not None:
        state.set_guild(guild, _CHANNELS, _text(now.channels ^ {changes.channel}))
    if changes.role is not None:
        state.set_guild(guild, _ROLES, _text(now.roles ^ {changes.role}))
    if changes.is_private is not None:
        state.set_guild(guild, _PRIVATE, "yes" if changes.is_private else None)
    if changes.extracts is not None:
        state.set_guild(guild, _EXTRACTS, str(min(max(changes.extracts, 1), MAX_PER_PAGE)))
    if changes.language is not None:
        is_one = changes.language in {"en", *LANGUAGES}
        state.set_guild(guild, _LANGUAGE, changes.language if is_one else None)
    return guild_settings(state, guild)


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(int(part) for part in (text or "").split(",") if part)


def _text(ids: frozenset[int]) -> str | None:
    return ",".join(map(str, sorted(ids)[:MAX_NAMED])) or None


def shown(now: GuildSettings, extracts: int) -> Reply:
    """Show what a guild has set; ``extracts`` is how many a page shows where the guild has set nothing."""
    channels = " ".join(f"<#{number}>" for number in sorted(now.channels)) or say("every channel")
    roles = " ".join(f"<@&{number}>" for number in sorted(now.roles)) or say("none but those who may manage the server")
    language = say("each person's own") if not now.language else LANGUAGE_NAMES.get(now.language, now.language)
    blocks: tuple[Block, ...] = (
        Heading(say("Settings of this server")),
        Kept(say("**Answers for all to see** in {channels}", channels=channels)),
        Facts(
            (
                (say("Answers at first"), say("private") if now.is_private else say("for all to see")),
                (say("Extracts on a page"), str(now.extracts or min(extracts, MAX_PER_PAGE))),
                (say("Language"), language),
            )
        ),
        Kept(say("**Care for the library** by {roles}", roles=roles)),
        Text(say("To take a channel or role away again, name it once more."), quiet=True),
    )
    return Reply(Outcome.DONE, blocks)
