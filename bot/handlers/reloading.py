"""Settings read again while the bot runs: what changes at once, and what takes a restart."""

from __future__ import annotations

from dataclasses import replace

from bot.config import FIELDS, Settings


def reloaded(now: Settings, read: Settings) -> tuple[Settings, list[str]]:
    """Return the settings that hold from here on, and one sentence for each key that was changed in the file.

    Only what can change in a running bot is taken over.
    """
    said: list[str] = []
    taken: dict[str, object] = {}
    for key, field in FIELDS.items():
        old, new = getattr(now, field.name), getattr(read, field.name)
        if old == new:
            continue
        if field.metadata["live"]:
            taken[field.name] = new
            said.append(f"{key} is {_shown(new)} now; it was {_shown(old)}")
        else:
            said.append(f"{key} stays {_shown(old)} until the bot is started again; the file says {_shown(new)}")
    if now.guilds != read.guilds:
        taken["guilds"] = read.guilds
        said.append("what is set for single guilds has changed")
    if now.sources != read.sources:
        taken["sources"] = read.sources
        said.append("the sources have changed")
    if now.libraries != read.libraries:
        said.append("the libraries of guilds stay as they are until the bot is started again")
    return replace(now, **taken), said  # type: ignore[arg-type] # values of the fields they are for


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if value in (None, ()):
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
