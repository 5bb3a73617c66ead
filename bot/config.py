"""Settings: a TOML file and the environment in, one checked value out."""

from __future__ import annotations

import difflib
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.source_settings import SourceSetting, read_sources
from index.models import Source

DEFAULT_FILE = "config.toml"
LIBRARY_VARIABLE = "CUTTINGS_LIBRARY"
TOKEN_VARIABLE = "CUTTINGS_TOKEN"  # noqa: S105 - the variable's name
MAX_TOKEN_BYTES = 1_000
MAX_EXTRACTS = 10
MAX_DELAY_S = 60.0

_KEYS: dict[str, tuple[str, ...]] = {
    "answers": ("extracts",),
    "ranking": ("k1", "b"),
    "reading": ("contact", "delay", "allow_loopback"),
    "discord": ("token_file", "state", "test_guild", "admin_guilds", "keep_questions", "answer_mentions"),
}


class ConfigError(Exception):
    """A configuration that can't be used; its text is one sentence a person can act on."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set.

    Parameters
    ----------
    library
        The library file; a path that isn't absolute starts at the current folder.
    extracts
        How many extracts an answer shows, 1 to 10.
    k1
        BM25's term frequency saturation, 0 or more; 0 counts each term once.
    b
        BM25's length normalisation, 0 (none) to 1 (full).
    token_file
        The file that holds the bot's token, unless the environment does; ``None`` if there is none.
    state
        The file in which the bot keeps receipts, votes and what guilds have set.
    test_guild
        The id of the guild that gets the commands at every start; ``None`` if there is none.
    admin_guilds
        The ids of the guilds whose managers may care for the library; none need be named while the bot is in one.
    keep_questions
        Whether the texts of questions are kept in ``state``.
    answer_mentions
        Whether a message that mentions the bot, or a reply to it, is a question.
    contact
        A link or mail address that publishers see when a page is fetched; ``None`` names none.
    delay
        The least time between two requests to one host, in seconds.
    allow_loopback
        Whether links to this very machine are fetched.
    sources
        Where articles come from, besides what was added by hand.
    """

    library: Path = Path("library.db")
    extracts: int = 3
    k1: float = 0.9
    b: float = 0.75
    token_file: Path | None = None
    state: Path = Path("state.db")
    test_guild: int | None = None
    admin_guilds: tuple[int, ...] = ()
    keep_questions: bool = False
    answer_mentions: bool = False
    contact: str | None = None
    delay: float = 1.0
    allow_loopback: bool = False
    sources: tuple[SourceSetting, ...] = ()

    @property
    def own_sources(self) -> tuple[Source, ...]:
        """The sources that belong to the library in use."""
        here = self.library.resolve()
        return tuple(item.source for item in self.sources if item.library is None or item.library.resolve() == here)


def load_settings(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Return the settings of a configuration file, with the environment's library put over them.

    Parameters
    ----------
    path
        The file to read, which must exist; ``None`` reads ``config.toml`` in the current folder if it is there,
        and otherwise takes the defaults.
    environ
        ``CUTTINGS_LIBRARY``, if not empty, replaces the library; it starts at the current folder.

    Raises
    ------
    ConfigError
        If the file is missing, unreadable or not TOML, or holds an unknown key or an unusable value.
    """
    if path is None and Path(DEFAULT_FILE).is_file():
        path = Path(DEFAULT_FILE)
    settings = Settings() if path is None else _settings_from(path, _read(path))
    library = environ.get(LIBRARY_VARIABLE, "")
    if not library:
        return settings
    return replace(settings, library=Path(library))


def load_token(settings: Settings, environ: Mapping[str, str]) -> str:
    """Return the bot's token: ``CUTTINGS_TOKEN``, else what the token file holds.

    Raises
    ------
    ConfigError
        If there is none. Its text never holds the token.
    """
    token = environ.get(TOKEN_VARIABLE, "").strip()
    if not token and settings.token_file:
        token = _token_of(settings.token_file)
    if not token:
        raise ConfigError(
            f"there is no token for Discord; put the bot's token into the environment variable {TOKEN_VARIABLE} "
            "or into the file that discord.token_file names"
        )
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigError("the token for Discord holds characters that no token has; copy it once more")
    return token


def _token_of(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_TOKEN_BYTES).decode("utf-8-sig", errors="replace").strip()
    except OSError as error:
        raise ConfigError(f"the token file {path} can't be read: {error.strerror}") from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"there is no configuration file {path}") from error
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text, as TOML has to be") from error
    except ValueError as error:  # also what an integer of thousands of digits raises
        raise ConfigError(f"{path} is not valid TOML: {error}") from error


def _settings_from(path: Path, values: Mapping[str, Any]) -> Settings:
    _refuse_unknown(path, "", values, ("library", "sources", *_KEYS))
    reading = _section(path, "reading", values)
    answers, ranking = _section(path, "answers", values), _section(path, "ranking", values)
    discord = _section(path, "discord", values)
    default = Settings()
    return Settings(
        library=path.parent / _file(path, "library", values.get("library", str(default.library))),
        extracts=_extracts(path, answers.get("extracts", default.extracts)),
        k1=_number(path, "ranking.k1", ranking.get("k1", default.k1), sys.float_info.max),
        b=_number(path, "ranking.b", ranking.get("b", default.b), 1.0),
        token_file=_token_file(path, discord.get("token_file", "")),
        state=path.parent / _file(path, "discord.state", discord.get("state", str(default.state))),
        test_guild=_guild(path, discord.get("test_guild", 0)),
        admin_guilds=_guilds(path, discord.get("admin_guilds", [])),
        keep_questions=_truth(path, "discord.keep_questions", discord.get("keep_questions", default.keep_questions)),
        answer_mentions=_truth(
            path, "discord.answer_mentions", discord.get("answer_mentions", default.answer_mentions)
        ),
        contact=_contact(path, reading.get("contact", "")),
        delay=_number(path, "reading.delay", reading.get("delay", default.delay), MAX_DELAY_S),
        allow_loopback=_truth(path, "reading.allow_loopback", reading.get("allow_loopback", default.allow_loopback)),
        sources=_sources(path, values.get("sources", [])),
    )


def _sources(path: Path, value: object) -> tuple[SourceSetting, ...]:
    try:
        return read_sources(path.parent, value)
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from error


def _contact(path: Path, value: object) -> str | None:
    if not isinstance(value, str) or not value.isascii() or not (value.isprintable() or not value) or len(value) > 200:
        raise ConfigError(f"{path}: reading.contact must be a link or mail address, not {_shown(value)}")
    return value or None


def _section(path: Path, name: str, values: Mapping[str, Any]) -> Mapping[str, Any]:
    section = values.get(name, {})
    if not isinstance(section, dict):
        raise ConfigError(f"{path}: {name} must be a section, written [{name}] on a line of its own")
    _refuse_unknown(path, f"{name}.", section, _KEYS[name])
    return section


def _refuse_unknown(path: Path, prefix: str, values: Iterable[str], known: tuple[str, ...]) -> None:
    for key in values:
        if key in known:
            continue
        near = difflib.get_close_matches(key, known, n=1) or difflib.get_close_matches(key.lower(), known, n=1)
        hint = f'did you mean "{prefix}{near[0]}"?' if near else f"known here: {', '.join(known)}"
        raise ConfigError(f'{path}: there is no setting "{prefix}{key}"; {hint}')


def _file(path: Path, key: str, value: object) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ConfigError(f"{path}: {key} must be the path of a file, in quotation marks, not {_shown(value)}")
    return value


def _token_file(path: Path, value: object) -> Path | None:
    return None if value == "" else path.parent / _file(path, "discord.token_file", value)


def _guild(path: Path, value: object) -> int | None:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ConfigError(f"{path}: discord.test_guild must be a guild's id, or 0 for none, not {_shown(value)}")
    return value or None


def _guilds(path: Path, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not all(type(item) is int and 0 < item < 2**63 for item in value):
        raise ConfigError(f"{path}: discord.admin_guilds must be a list of guilds' ids, not {_shown(value)}")
    return tuple(value)


def _truth(path: Path, key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"{path}: {key} must be true or false, not {_shown(value)}")
    return value


def _extracts(path: Path, value: object) -> int:
    if type(value) is not int or not 1 <= value <= MAX_EXTRACTS:
        raise ConfigError(
            f"{path}: answers.extracts must be a whole number from 1 to {MAX_EXTRACTS}, not {_shown(value)}"
        )
    return value


def _number(path: Path, key: str, value: object, most: float) -> float:
    # A TOML boolean is a Python int; nan fails every comparison, and inf is above the largest float.
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        bounds = "0 or more" if most == sys.float_info.max else f"from 0 to {most:g}"
        raise ConfigError(f"{path}: {key} must be a number {bounds}, not {_shown(value)}")
    return float(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "a text with a NUL in it" if "\0" in value else f'"{value}"'
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "a section"
    return str(value)
