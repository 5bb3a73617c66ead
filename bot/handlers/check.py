"""`check`: what is in force, secrets masked, and everything about it that would not work."""

from __future__ import annotations

import asyncio
import dataclasses
import errno
import ipaddress
import os
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config import FIELDS, LIBRARY_VARIABLE, SQLITE, ConfigError, Settings
from bot.credentials import TOKEN_VARIABLE, find_token, masked, shape_fault
from bot.handlers.condition import condition_of
from bot.handlers.copies import parts_of
from bot.handlers.rebuilding import read_golden
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Block, Facts, Heading, Outcome, Reply, Text
from bot.state import StateError, check_state
from index.engines.engine import Condition
from index.errors import ArticleIndexError
from index.reading.web.link import is_link

LEAST_SNOWFLAKE = 10**15
"""Ids were longer than this within days of Discord's beginning; what is shorter is mistyped."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence on what was found; a ``fault`` keeps something from working, the rest is good to know."""

    text: str
    fault: bool = True


async def check(settings: Settings, file: Path | None, environ: Mapping[str, str]) -> Reply:
    """Tell what is in force and what would not work; the configuration itself could be read."""
    found = [*_identities(settings), *_token(settings, environ), *_serving(settings), *_reading(settings)]
    rows = [("configuration", str(file) if file else "none, so these are the defaults")]
    rows += _in_force(settings, environ)
    for item in parts_of(settings):
        told, findings = await _library(settings.for_library(item.library))
        name = "library" if not item.folder else f"library of {item.folder.replace('-', ' ')}"
        rows.append((f"{name} holds", told))
        found += findings
    found += await asyncio.to_thread(_state, settings.state)
    faults = [finding for finding in found if finding.fault]
    notes = [finding for finding in found if not finding.fault]
    count = len(faults)
    head = f"{count} {'fault' if count == 1 else 'faults'} found." if count else "Everything can be used."
    blocks: list[Block] = [Facts(tuple(rows)), Heading(head)]
    blocks += [Text(f"fault: {finding.text}") for finding in faults]
    blocks += [Text(f"note: {finding.text}") for finding in notes]
    return Reply(Outcome.FAILED if faults else Outcome.DONE, tuple(blocks))


def _in_force(settings: Settings, environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    default = Settings()
    for key, field in FIELDS.items():
        value = getattr(settings, field.name)
        is_default = value == getattr(default, field.name)
        from_environ = key == "library" and str(value) == environ.get(LIBRARY_VARIABLE)
        said = f"  (from {LIBRARY_VARIABLE})" if from_environ else "  (default)" if is_default else ""
        yield key, _shown(value) + said
    for guild, library in settings.libraries:
        yield f"guilds.{guild}.library", _shown(library)
    for setup in settings.guilds:
        for field in dataclasses.fields(setup)[1:]:
            value = getattr(setup, field.name)
            if value is not None:
                yield f"guilds.{setup.guild}.{field.name}", _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if value in (None, ()):
        return "none"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _identities(settings: Settings) -> Iterator[Finding]:
    named = [("discord.test_guild", settings.test_guild)]
    named += [("discord.admin_guilds", guild) for guild in settings.admin_guilds]
    guilds = dict.fromkeys([guild for guild, _ in settings.libraries] + [setup.guild for setup in settings.guilds])
    named += [(f"guilds.{guild}", guild) for guild in guilds]
    for key, guild in named:
        if guild is not None and guild < LEAST_SNOWFLAKE:
            yield Finding(f"{key}: {guild} is too short for a guild's id; copy it once more (Developer Mode, Copy ID)")


def _token(settings: Settings, environ: Mapping[str, str]) -> Iterator[Finding]:
    try:
        token = find_token(settings, environ)
    except ConfigError as error:
        is_wanted = bool(settings.token_file) or bool(environ.get(TOKEN_VARIABLE))
        yield Finding(str(error) + ("" if is_wanted else "; only cuttings run and sync need it"), fault=is_wanted)
        return
    yield Finding(f"the token is {masked(token)}", fault=False)
    if fault := shape_fault(token.text):
        yield Finding(f"the token from {token.where} can't be a bot's: {fault}; copy it from the page Bot")
    path = settings.token_file
    if path and token.where == str(path) and path.is_file() and path.stat().st_mode & 0o077:
        yield Finding(f"others on this machine can read the token file {path}; change that: chmod 600 {path}")


def _serving(settings: Settings) -> Iterator[Finding]:
    if not settings.port:
        return
    if not ipaddress.ip_address(settings.address).is_loopback:
        yield Finding(f"whoever reaches {settings.address} can read the bot's figures", fault=False)
    family = socket.AF_INET6 if ":" in settings.address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        try:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((settings.address, settings.port))
        except OSError as error:
            where, reason = f"{settings.address} port {settings.port}", error.strerror or "no reason given"
            if error.errno == errno.EADDRINUSE:
                yield Finding(f"{where} can't be served at ({reason}); is the bot running already?", fault=False)
            else:
                yield Finding(f"{where} can't be served at ({reason}); choose another address or port")


def _reading(settings: Settings) -> Iterator[Finding]:
    if settings.golden:
        try:
            read_golden(settings.golden)
        except RequestError as error:
            yield Finding(str(error))
    for item in settings.sources:
        address = item.source.address
        if not is_link(address) and not Path(address).exists():
            yield Finding(f"the source {item.source.label} is not there now: {address}", fault=False)


async def _cluster(settings: Settings) -> tuple[str, list[Finding]]:
    """Tell what the library in a cluster holds, and how the cluster is."""
    service = Service(settings, readers=1)
    try:
        if not await service.exists():
            where = service.place.path
            return "nothing yet", [
                Finding(f"there is no library at {where} yet; make one: cuttings move --to opensearch", fault=False)
            ]
        health = await condition_of(service)
        if health.condition is Condition.DOWN:
            return "what can't be read", [Finding(health.summary)]
        overview = await service.read(lambda library: library.overview())
    except (ArticleIndexError, ConfigError) as error:
        return "what can't be read", [Finding(str(error))]
    finally:
        service.close()
    told = f"{overview.articles:,} articles, {overview.size_bytes / 1e6:,.1f} MB; {health.summary}"
    ill = [Finding(health.summary, fault=health.condition is Condition.CLOSED)]
    return told, ill if health.condition is not Condition.GOOD else []


async def _library(settings: Settings) -> tuple[str, list[Finding]]:
    if settings.engine != SQLITE:
        return await _cluster(settings)
    path = settings.library
    if not path.exists():
        where = _folder(path)
        missing = Finding(f"there is no library at {path} yet; make one: cuttings add FOLDER", fault=False)
        return "nothing yet", [where or missing]
    service = Service(settings, readers=1)
    try:
        overview = await service.read(lambda library: library.overview())
    except ArticleIndexError as error:
        return "what can't be read", [Finding(str(error))]
    finally:
        service.close()
    unwritable = [
        Finding(f"{path} can't be written by this user, so nothing can be added", fault=False)
        for _ in range(not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK))
    ]
    empty = [Finding(f"{path} holds no passages; add some: cuttings add FOLDER", fault=False)]
    told = f"{overview.articles:,} articles, {overview.size_bytes / 1e6:,.1f} MB"
    return told, unwritable + (empty if not overview.passages else [])


def _state(path: Path) -> list[Finding]:
    if not path.exists():
        where = _folder(path)
        return [where] if where else []
    try:
        check_state(path)
    except StateError as error:
        return [Finding(str(error))]
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return [Finding(f"{path} can't be written by this user, so the bot can't keep what its buttons need")]
    return []


def _folder(path: Path) -> Finding | None:
    """Return what is wrong with the place of a file still to be made, or ``None``."""
    if path.is_symlink():
        return Finding(f"{path} is a link that leads to nothing")
    if not path.parent.is_dir():
        return Finding(f"the folder {path.parent}, in which {path.name} should be, does not exist")
    if not os.access(path.parent, os.W_OK):
        return Finding(f"{path} can't be made: this user may not write in its folder")
    return None
