"""The bot's token: from the environment, a file, or what systemd hands over; and whether it looks like one."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config import ConfigError, Settings

TOKEN_VARIABLE = "CUTTINGS_TOKEN"  # noqa: S105 - the variable's name
CREDENTIALS_VARIABLE = "CREDENTIALS_DIRECTORY"
"""Where systemd puts the credentials of a service (systemd.exec, LoadCredential=)."""
CREDENTIAL = "cuttings-token"
MAX_TOKEN_BYTES = 1_000
_PARTS = re.compile(r"([\w-]{18,})\.([\w-]{6,})\.([\w-]{27,})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """The token, and where it was found; only `text` holds it."""

    text: str
    where: str

    def __repr__(self) -> str:
        return f"Token(from {self.where})"


def load_token(settings: Settings, environ: Mapping[str, str]) -> str:
    """Return the bot's token: ``CUTTINGS_TOKEN``, else what the token file holds, else systemd's credential.

    Raises
    ------
    ConfigError
        If there is none. Its text never holds the token.
    """
    return find_token(settings, environ).text


def find_token(settings: Settings, environ: Mapping[str, str]) -> Token:
    """Return the bot's token with where it was found.

    Raises
    ------
    ConfigError
        If there is none. Its text never holds the token.
    """
    found = Token(environ.get(TOKEN_VARIABLE, "").strip(), TOKEN_VARIABLE)
    if not found.text and settings.token_file:
        found = Token(_token_of(settings.token_file), str(settings.token_file))
    credential = Path(environ.get(CREDENTIALS_VARIABLE) or ".") / CREDENTIAL
    if not found.text and environ.get(CREDENTIALS_VARIABLE) and credential.exists():
        found = Token(_token_of(credential), f"systemd's credential {CREDENTIAL}")
    if not found.text:
        raise ConfigError(
            f"there is no token for Discord; put the bot's token into the environment variable {TOKEN_VARIABLE} "
            "or into the file that discord.token_file names"
        )
    if not found.text.isascii() or not found.text.isprintable() or " " in found.text:
        raise ConfigError("the token for Discord holds characters that no token has; copy it once more")
    return found


def _token_of(path: Path) -> str:
    if path.is_fifo():  # it could be waited for without end
        raise ConfigError(f"the token file {path} is no file but a pipe; put the token into a file")
    try:
        with path.open("rb") as file:
            return file.read(MAX_TOKEN_BYTES).decode("utf-8-sig", errors="replace").strip()
    except OSError as error:
        raise ConfigError(f"the token file {path} can't be read: {error.strerror}") from error


def masked(token: Token) -> str:
    """Return what may be shown of a token: whose it is and where it came from, never what it opens."""
    whose = _application(token.text)
    return f"set, from {token.where}" + (f", of application {whose}" if whose else "")


def shape_fault(token: str) -> str | None:
    """Return what speaks against a text being a bot's token, or ``None``; Discord alone knows whether it opens."""
    if re.fullmatch(r"[0-9]{15,20}", token):
        return "it is an application's id"
    if re.fullmatch(r"[0-9a-f]{64}", token):
        return "it is an application's public key"
    if re.fullmatch(r"[\w-]{32}", token):
        return "it is an application's client secret"
    if not _PARTS.fullmatch(token):
        return "a bot's token has three parts with a dot between them"
    return None if _application(token) else "its first part names no application"


def _application(token: str) -> str | None:
    """Return the id that the first part of a token spells, or ``None``."""
    first = token.partition(".")[0]
    try:
        text = base64.urlsafe_b64decode(first + "=" * (-len(first) % 4)).decode("ascii")
    except (binascii.Error, ValueError):
        return None
    return text if "." in token and re.fullmatch(r"[0-9]{15,20}", text) else None
