"""Settings: a TOML file and the environment in, one checked value out."""

from __future__ import annotations

import difflib
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DEFAULT_FILE = "config.toml"
LIBRARY_VARIABLE = "CUTTINGS_LIBRARY"
MAX_EXTRACTS = 10

_KEYS: dict[str, tuple[str, ...]] = {"answers": ("extracts",), "ranking": ("k1", "b")}


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
    """

    library: Path = Path("library.db")
    extracts: int = 3
    k1: float = 0.9
    b: float = 0.75


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
    return Settings(Path(library), settings.extracts, settings.k1, settings.b)


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
    _refuse_unknown(path, "", values, ("library", *_KEYS))
    answers, ranking = _section(path, "answers", values), _section(path, "ranking", values)
    default = Settings()
    return Settings(
        library=_library(path, values),
        extracts=_extracts(path, answers.get("extracts", default.extracts)),
        k1=_number(path, "ranking.k1", ranking.get("k1", default.k1), sys.float_info.max),
        b=_number(path, "ranking.b", ranking.get("b", default.b), 1.0),
    )


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


def _library(path: Path, values: Mapping[str, Any]) -> Path:
    value = values.get("library", str(Settings().library))
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ConfigError(f"{path}: library must be the path of a file, in quotation marks, not {_shown(value)}")
    return path.parent / value


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
