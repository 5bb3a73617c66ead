"""Kinds of settings: each reads a value of a configuration file, or says in words what it must be."""

from __future__ import annotations

import difflib
import ipaddress
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

Read = Callable[[object, Path], Any]
"""Takes a value and the configuration file's folder; raises `WrongValueError`."""
MAX_SNOWFLAKE = 2**63
LARGEST = sys.float_info.max
MAX_SHARDS = 10_000
LONGEST_NAME, LONGEST_PATH = 255, 4_000
"""In bytes, as file systems have it."""
MOST_SHOWN = 80
"""How much of a wrong value is told, in characters."""
_TOKEN = re.compile(r"[\w-]{18,}\.[\w-]{5,}\.[\w-]{20,}", re.ASCII)


class WrongValueError(Exception):
    """A value that can't be used; its text says what it must be."""


def wrong(what: str, value: object) -> WrongValueError:
    """Return the error that says what a value must be, and what it is."""
    return WrongValueError(f"must be {what}, not {shown(value)}")


def a_file(value: object, folder: Path) -> Path:
    """Read the path of a file; one that isn't absolute starts at the folder."""
    if not isinstance(value, str) or not value.strip() or "\0" in value or not (folder / value).name:
        raise wrong("the path of a file, in quotation marks", value)
    if max(len(part.encode()) for part in value.split("/")) > LONGEST_NAME or len(value.encode()) > LONGEST_PATH:
        raise wrong("a path that is short enough for a file", value)
    return folder / value


def a_file_or_none(value: object, folder: Path) -> Path | None:
    """Read the path of a file; ``""`` is none."""
    return None if value == "" else a_file(value, folder)


def a_token_file(value: object, folder: Path) -> Path | None:
    """Read the path of the file with the token; a token in its place must not be shown as a path would be."""
    if isinstance(value, str) and _TOKEN.fullmatch(value.strip()):
        raise WrongValueError("must be the path of a file that holds the token, not the token itself")
    return a_file_or_none(value, folder)


def a_truth(value: object, folder: Path) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise wrong("true or false", value)
    return value


def whole(least: int, most: int) -> Read:
    """Return a kind: a whole number between two bounds, both allowed."""

    def read(value: object, folder: Path) -> int:
        if type(value) is not int or not least <= value <= most:
            raise wrong(f"a whole number from {least} to {most}", value)
        return value

    return read


def number(most: float = LARGEST) -> Read:
    """Return a kind: a number from 0 to a bound."""
    bounds = "0 or more" if most == LARGEST else f"from 0 to {most:g}"

    def read(value: object, folder: Path) -> float:
        # A TOML boolean is a Python int; nan fails every comparison, and inf is above the largest float.
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
            raise wrong(f"a number {bounds}", value)
        return float(value)

    return read


def one_of(*words: str) -> Read:
    """Return a kind: one of some words."""

    def read(value: object, folder: Path) -> str:
        if not isinstance(value, str) or value not in words:
            near = difflib.get_close_matches(value, words, n=1) if isinstance(value, str) else []
            hint = f'; did you mean "{near[0]}"?' if near else ""
            said = " or ".join(f'"{word}"' for word in words)
            raise WrongValueError(f"{wrong(said, value)}{hint}")
        return value

    return read


def a_guild(value: object, folder: Path) -> int | None:
    """Read the id of a guild; 0 is none."""
    if type(value) is not int or not 0 <= value < MAX_SNOWFLAKE:
        raise wrong("a guild's id, or 0 for none", value)
    return value or None


def a_channel(value: object, folder: Path) -> int | None:
    """Read the id of a channel; 0 is none."""
    if type(value) is not int or not 0 <= value < MAX_SNOWFLAKE:
        raise wrong("a channel's id, or 0 for none", value)
    return value or None


def guilds(value: object, folder: Path) -> tuple[int, ...]:
    """Read ids of guilds."""
    if not isinstance(value, list) or not all(type(item) is int and 0 < item < MAX_SNOWFLAKE for item in value):
        raise wrong("a list of guilds' ids", value)
    return tuple(value)


def shards(value: object, folder: Path) -> tuple[int, ...]:
    """Read numbers of shards, from 0 on, each once."""
    if not isinstance(value, list) or not all(type(item) is int and 0 <= item < MAX_SHARDS for item in value):
        raise wrong(f"a list of whole numbers from 0 to {MAX_SHARDS - 1}", value)
    if len(set(value)) < len(value):
        raise WrongValueError("must name each shard once")
    return tuple(value)


def a_text_or_none(value: object, folder: Path) -> str | None:
    """Read a text on one line; ``""`` is none."""
    if not isinstance(value, str) or not value.isprintable():
        raise wrong("a text on one line", value)
    return value or None


def web_addresses(value: object, folder: Path) -> tuple[str, ...]:
    """Read addresses of HTTP servers, without a user in them."""
    if not isinstance(value, list) or not all(map(_is_web_address, value)):
        raise wrong('a list of addresses such as ["https://localhost:9200"], without user and password', value)
    return tuple(value)


def _is_web_address(value: object) -> bool:
    try:
        parts = urlsplit(value) if isinstance(value, str) else None
        return parts is not None and (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and "@" not in parts.netloc and parts.port != 0
        )
    except ValueError:
        return False


def an_address(value: object, folder: Path) -> str:
    """Read an IP address."""
    try:
        if isinstance(value, str):
            return str(ipaddress.ip_address(value))
    except ValueError:
        pass
    raise wrong('an IP address such as "127.0.0.1"', value)


def a_contact(value: object, folder: Path) -> str | None:
    """Read a link or mail address to be sent along with requests; ``""`` is none."""
    if not isinstance(value, str) or not value.isascii() or not (value.isprintable() or not value) or len(value) > 200:
        raise wrong("a link or mail address", value)
    return value or None


def shown(value: object) -> str:
    """Return a value as it is told of in a sentence."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        clipped = value if len(value) <= MOST_SHOWN else f"{value[:MOST_SHOWN]}…"
        return "a text with a NUL in it" if "\0" in value else f'"{clipped}"'
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a section"
    return str(value)
