"""Settings: a TOML file and the environment in, one checked value out."""

from __future__ import annotations

import dataclasses
import difflib
import errno
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from os.path import realpath  # for links in a circle Path.resolve gives an error, this a name
from pathlib import Path
from typing import Any

from bot.setting_kinds import (
    MAX_SHARDS,
    MAX_SNOWFLAKE,
    Read,
    WrongValueError,
    a_channel,
    a_contact,
    a_file,
    a_file_or_none,
    a_guild,
    a_text_or_none,
    a_token_file,
    a_truth,
    an_address,
    guilds,
    number,
    one_of,
    shards,
    web_addresses,
    whole,
)
from bot.source_settings import SourceSetting, read_sources
from index.models import Source

DEFAULT_FILE = "config.toml"
SQLITE, OPENSEARCH = "sqlite", "opensearch"
MAX_PARTS = 1_024
MAX_COPIES = 20
LIBRARY_VARIABLE = "CUTTINGS_LIBRARY"
MAX_EXTRACTS = 10
MAX_DAYS = 36_500
GUILDS = "guilds"
"""The section that holds one section for each guild with a library of its own."""
SOURCES = "sources"
"""The sections that hold one source each."""
_GUILD_READS: dict[str, Read] = {
    "library": a_file,
    "extracts": whole(1, MAX_EXTRACTS),
    "keep_questions": a_truth,
    "report_channel": a_channel,
}
GUILD_KEYS = tuple(_GUILD_READS)
"""What may stand in the section of a guild."""


class ConfigError(Exception):
    """A configuration that can't be used; its text is one sentence a person can act on, ``faults`` are all of them."""

    def __init__(self, *faults: str) -> None:
        faults = self.faults = tuple(" ".join(fault.splitlines()) for fault in faults)
        more = len(faults) - 1
        super().__init__(faults[0] + (f" (and {more} more; cuttings check lists them)" if more else ""))


def setting(default: Any, key: str, read: Read, *, live: bool = False) -> Any:
    """Return a field that is set by a key of the file; ``live`` ones change in a running bot at SIGHUP."""
    return dataclasses.field(default=default, metadata={"key": key, "read": read, "live": live})


@dataclass(frozen=True, slots=True)
class GuildSetup:
    """What one guild has set for it, apart from its library; ``None`` is what holds for all."""

    guild: int
    extracts: int | None = None
    keep_questions: bool | None = None
    report_channel: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set.

    Parameters
    ----------
    library
        The library file; a path that isn't absolute starts at the current folder.
    engine
        ``"sqlite"``: libraries are files; ``"opensearch"``: they are in a cluster, named as the files would be.
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
        The ids of the guilds whose managers may care for the library; without any, nobody may on Discord.
    report_channel
        The id of the channel that is told what each run over sources did; ``None`` for none.
    keep_questions
        Whether the texts of questions are kept in ``state``.
    answer_days
        For how many days the buttons of an answer work; then what was kept for them is deleted.
    receipt_days
        For how many days after it was last shown a quote can be checked by its receipt.
    answer_mentions
        Whether a message that mentions the bot, or a reply to it, is a question.
    shard_count
        How many shards all processes have together; 0 lets Discord say.
    shard_ids
        Which shards this process has; none: all.
    log
        ``"auto"``, ``"text"`` or ``"json"``: how the bot's log is written.
    log_questions
        Whether questions may stand in the log.
    address
        The IP address at which health and figures can be asked for.
    port
        The port there; 0: nothing is served.
    contact
        A link or mail address that publishers see when a page is fetched; ``None`` names none.
    delay
        The least time between two requests to one host, in seconds.
    allow_loopback
        Whether links to this very machine are fetched.
    revisions
        How many earlier texts of an article are kept; 0 keeps none.
    golden
        A file of labelled questions that a library made anew must answer as well as the old one; ``None`` for none.
    sources
        Where articles come from, besides what was added by hand.
    nodes
        The addresses of the cluster's nodes.
    user
        The user for them, ``None`` for none; the password comes from the environment.
    certificates
        The certificates by which they are checked; ``None``: those of this machine.
    parts
        In how many parts a new library is laid out there.
    copies
        How many copies each part has besides the first.
    libraries
        The guilds that have a library of their own, each with its file; all others have ``library``.
    guilds
        What else is set for single guilds, in order of their ids.
    """

    library: Path = setting(Path("library.db"), "library", a_file)
    engine: str = setting(SQLITE, "engine", one_of(SQLITE, OPENSEARCH))
    extracts: int = setting(3, "answers.extracts", whole(1, MAX_EXTRACTS), live=True)
    k1: float = setting(0.9, "ranking.k1", number(), live=True)
    b: float = setting(0.75, "ranking.b", number(1.0), live=True)
    token_file: Path | None = setting(None, "discord.token_file", a_token_file)
    state: Path = setting(Path("state.db"), "discord.state", a_file)
    test_guild: int | None = setting(None, "discord.test_guild", a_guild)
    admin_guilds: tuple[int, ...] = setting((), "discord.admin_guilds", guilds, live=True)
    report_channel: int | None = setting(None, "discord.report_channel", a_channel, live=True)
    keep_questions: bool = setting(False, "discord.keep_questions", a_truth, live=True)
    answer_days: int = setting(90, "discord.answer_days", whole(1, MAX_DAYS), live=True)
    receipt_days: int = setting(730, "discord.receipt_days", whole(1, MAX_DAYS), live=True)
    answer_mentions: bool = setting(False, "discord.answer_mentions", a_truth)
    shard_count: int = setting(0, "discord.shard_count", whole(0, MAX_SHARDS))
    shard_ids: tuple[int, ...] = setting((), "discord.shard_ids", shards)
    log: str = setting("auto", "service.log", one_of("auto", "text", "json"), live=True)
    log_questions: bool = setting(False, "service.log_questions", a_truth, live=True)
    address: str = setting("127.0.0.1", "service.address", an_address)
    port: int = setting(0, "service.port", whole(0, 65_535))
    contact: str | None = setting(None, "reading.contact", a_contact, live=True)
    delay: float = setting(1.0, "reading.delay", number(60.0), live=True)
    allow_loopback: bool = setting(False, "reading.allow_loopback", a_truth)
    revisions: int = setting(5, "reading.revisions", whole(0, 1_000), live=True)
    golden: Path | None = setting(None, "reading.golden", a_file_or_none)
    sources: tuple[SourceSetting, ...] = ()
    nodes: tuple[str, ...] = setting((), "opensearch.nodes", web_addresses)
    user: str | None = setting(None, "opensearch.user", a_text_or_none)
    certificates: Path | None = setting(None, "opensearch.certificates", a_file_or_none)
    parts: int = setting(1, "opensearch.parts", whole(1, MAX_PARTS))
    copies: int = setting(1, "opensearch.copies", whole(0, MAX_COPIES))
    libraries: tuple[tuple[int, Path], ...] = ()
    guilds: tuple[GuildSetup, ...] = ()

    @property
    def own_sources(self) -> tuple[Source, ...]:
        """The sources that belong to the library in use."""
        here = realpath(self.library)
        return tuple(item.source for item in self.sources if item.library is None or realpath(item.library) == here)

    def for_guild(self, guild: int | None) -> Settings:
        """Return the settings that hold in a guild."""
        own = next((item for item in self.guilds if item.guild == guild), GuildSetup(guild or 0))
        return replace(
            self,
            library=dict(self.libraries).get(guild or 0, self.library),
            extracts=self.extracts if own.extracts is None else own.extracts,
            keep_questions=self.keep_questions if own.keep_questions is None else own.keep_questions,
        )

    def report_channels(self, guilds: frozenset[int]) -> list[int]:
        """Return the ids of the channels that are told of runs over the library of some guilds, or the default one.

        Guilds with a library of their own are told of that one alone, and nobody else is.
        """
        own = dict(self.libraries)
        named = [
            item.report_channel for item in self.guilds if (item.guild in guilds if guilds else item.guild not in own)
        ]
        channels = named if guilds else [self.report_channel, *named]
        return sorted({channel for channel in channels if channel})

    def for_library(self, path: Path) -> Settings:
        """Return the settings that hold for a library of guilds; it keeps questions only if all of them say so."""
        of_guilds = [self.for_guild(guild) for guild, file in self.libraries if file == path]
        return replace(self, library=path, keep_questions=all(item.keep_questions for item in of_guilds))


FIELDS = {field.metadata["key"]: field for field in dataclasses.fields(Settings) if field.metadata}
"""Key of the file -> field of the settings, in the order in which they are shown."""


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
    path = chosen_file(path)
    settings = Settings() if path is None else _Reading(path).settings(_read(path))
    library = environ.get(LIBRARY_VARIABLE, "")
    if not library.strip():
        return settings
    return replace(settings, library=Path(library))


def check_paths(settings: Settings) -> None:
    """Refuse what can name no file: a link that leads back to itself, a name too long, or none.

    Raises
    ------
    ConfigError
    """
    for path in (settings.library, settings.state, *(library for _, library in settings.libraries)):
        if not path.name:
            raise ConfigError("a library and the state are files; name one, such as library.db")
        try:
            path.stat()
        except OSError as error:
            if error.errno in {errno.ELOOP, errno.ENAMETOOLONG}:
                raise ConfigError(f"{path} can't be used: {error.strerror}; name another file") from error


def chosen_file(path: Path | None) -> Path | None:
    """Return the configuration file that is read where ``path`` is the one named, or ``None`` if there is none."""
    return Path(DEFAULT_FILE) if path is None and Path(DEFAULT_FILE).is_file() else path


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise ConfigError(f"there is no configuration file {path}") from error
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not UTF-8 text, as TOML has to be") from error
    except RecursionError as error:
        raise ConfigError(f"{path} is not valid TOML: its lists or sections lie too deep in each other") from error
    except ValueError as error:
        if not isinstance(error, tomllib.TOMLDecodeError):
            raise ConfigError(f"{path} is not valid TOML: a number in it has thousands of digits") from error
        raise ConfigError(f"{path} is not valid TOML: {error}{_toml_hint(str(error))}") from error


class _Reading:
    """Reads one file to its end, and keeps everything that is wrong with it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._faults: list[str] = []

    def settings(self, values: Mapping[str, Any]) -> Settings:
        """Return what the values of the file set.

        Raises
        ------
        ConfigError
        """
        names = {key.partition(".")[0]: None for key in FIELDS}
        self._refuse_unknown("", values, [*names, GUILDS, SOURCES])
        given: dict[str, Any] = {}
        for name in names:
            prefix = f"{name}."
            keys = [key.removeprefix(prefix) for key in FIELDS if key.startswith(prefix)]
            section = self._section(name, values, keys) if keys else values
            for key in keys or [name]:
                if key in section:
                    full = prefix + key if keys else name
                    given[FIELDS[full].name] = self._value(full, section[key], FIELDS[full].metadata["read"])
        default = Settings()
        given.setdefault("library", self._path.parent / default.library)
        given.setdefault("state", self._path.parent / default.state)
        given["sources"] = self._sources(values.get(SOURCES, []))
        given["libraries"], given["guilds"] = self._guilds(values.get(GUILDS, {}))
        self._check_shards(given)
        self._check_state(given)
        if self._faults:
            raise ConfigError(*self._faults)
        return Settings(**given)

    def _check_shards(self, given: Mapping[str, Any]) -> None:
        count, ids = given.get("shard_count") or 0, given.get("shard_ids") or ()
        if ids and max(ids) >= count:
            self._fault("discord.shard_ids", f"must be below discord.shard_count, which is {count}")

    def _check_state(self, given: Mapping[str, Any]) -> None:
        files = [given["library"], *(library for _, library in given["libraries"])]
        if given["state"] and realpath(given["state"]) in {realpath(file) for file in files if file}:
            self._fault("discord.state", f"must be another file than a library's, {given['state']}")

    def _fault(self, key: str, sentence: str) -> None:
        self._faults.append(f"{self._path}: {key} {sentence}")

    def _value(self, key: str, value: object, read: Read) -> Any:
        try:
            return read(value, self._path.parent)
        except WrongValueError as error:
            self._fault(key, str(error))
            return None

    def _section(self, name: str, values: Mapping[str, Any], keys: Sequence[str]) -> Mapping[str, Any]:
        section = values.get(name, {})
        if not isinstance(section, dict):
            self._fault(name, f"must be a section, written [{name}] on a line of its own")
            return {}
        self._refuse_unknown(f"{name}.", section, keys)
        return section

    def _refuse_unknown(self, prefix: str, values: Iterable[str], known: Sequence[str]) -> None:
        for key in values:
            if key in known:
                continue
            near = difflib.get_close_matches(key, known, n=1) or difflib.get_close_matches(key.lower(), known, n=1)
            belongs = next((full for full in FIELDS if full.rpartition(".")[2] == key), None)
            meant = belongs or (prefix + near[0] if near else None)
            hint = f'did you mean "{meant}"?' if meant else f"known here: {', '.join(known)}"
            self._faults.append(f'{self._path}: there is no setting "{prefix}{key}"; {hint}')

    def _sources(self, values: object) -> tuple[SourceSetting, ...]:
        try:
            return read_sources(self._path.parent, values)
        except ValueError as error:
            self._faults.append(f"{self._path}: {error}")
            return ()

    def _guilds(self, values: object) -> tuple[tuple[tuple[int, Path], ...], tuple[GuildSetup, ...]]:
        """Return the libraries of guilds, and what else is set for them."""
        if not isinstance(values, dict):
            self._fault(GUILDS, "must be sections, one for each guild, written [guilds.ID] on a line of its own")
            return (), ()
        libraries, setups = dict[int, Path](), dict[int, GuildSetup]()
        for name, section in values.items():
            key = f"{GUILDS}.{name}"
            if not name.isascii() or not name.isdigit() or name[0] == "0" or int(name[:20]) >= MAX_SNOWFLAKE:
                self._fault(key, "must have a guild's id in the place of its name")
            elif not isinstance(section, dict):
                self._fault(key, f"must be a section, written [{key}] on a line of its own")
            else:
                self._refuse_unknown(f"{key}.", section, GUILD_KEYS)
                given = {
                    part: self._value(f"{key}.{part}", section[part], read)
                    for part, read in _GUILD_READS.items()
                    if part in section
                }
                if library := given.pop("library", None):
                    libraries[int(name)] = library
                setups[int(name)] = GuildSetup(int(name), **given)
        return tuple(sorted(libraries.items())), tuple(setups[guild] for guild in sorted(setups))


def _toml_hint(said: str) -> str:
    """Return what most often is behind an error of TOML's, ``""`` if that can't be told."""
    if said.startswith("Invalid value"):
        return "; texts stand in quotation marks, and true and false are written small"
    if said.startswith(("Cannot overwrite", "Cannot mutate")) or "declare" in said:
        return "; the same key or section stands there twice"
    return ""
