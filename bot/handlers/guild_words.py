"""What a guild has set, in the words of a script: recordings write them, and scripts set them."""

from __future__ import annotations

from bot.handlers.answers import MAX_PER_PAGE
from bot.handlers.guilds import LANGUAGE_NAMES, Changes, GuildSettings
from bot.handlers.requests import RequestError
from bot.setting_kinds import MAX_SNOWFLAKE


def read_change(text: str) -> Changes:
    """Read one thing to set, such as "extracts 5" or "channel 123"; what `as_words` gives.

    Raises
    ------
    RequestError
    """
    name, _, value = text.partition(" ")
    value = value.strip()
    is_number = value.isascii() and value.isdigit() and 0 < int(value) < MAX_SNOWFLAKE
    if name in {"channel", "role"} and is_number:
        return Changes(channel=int(value)) if name == "channel" else Changes(role=int(value))
    if name == "extracts" and is_number and int(value) <= MAX_PER_PAGE:
        return Changes(extracts=int(value))
    if name == "private" and value in {"true", "false"}:
        return Changes(is_private=value == "true")
    if name == "language" and value in LANGUAGE_NAMES:
        return Changes(language=value)
    raise RequestError(
        f"what can be set is channel ID, role ID, private true, extracts 1 to {MAX_PER_PAGE}, "
        f"language {', '.join(LANGUAGE_NAMES)}"
    )


def as_words(now: GuildSettings) -> list[str]:
    """Return what a guild has set, one thing each, as `read_change` reads it."""
    said = [f"channel {number}" for number in sorted(now.channels)] + [f"role {number}" for number in sorted(now.roles)]
    said += ["private true"] if now.is_private else []
    said += [f"extracts {now.extracts}"] if now.extracts else []
    return said + ([f"language {now.language}"] if now.language else [])
