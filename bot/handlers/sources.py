"""`sources`: where the articles come from, how that goes, and how to let one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Block, Facts, Heading, Outcome, Reply, Text
from index.build import as_source
from index.engines.engine import WritingEngine
from index.schedule import next_run
from index.store import KnownSource

SHOWN_COUNTS = ("added", "changed", "removed", "unchanged", "duplicate", "kept_out", "left", "failed")


async def all_sources(service: Service) -> list[KnownSource]:
    """Return the sources the library knows, and those of the configuration that were never read.

    Raises
    ------
    LibraryMissingError, ClusterMissingError
        There is no library, and no source is configured.
    """
    if not service.settings.own_sources:
        await service.check_there()
    known = await service.read(lambda library: library.known_sources()) if await service.exists() else []
    addresses = {item.source.address for item in known}
    fresh = [
        KnownSource(source, "", None, {}, None, 0, 0)
        for source in service.settings.own_sources
        if source.address not in addresses
    ]
    described = {source.address: source for source in service.settings.own_sources}
    merged = [replace(item, source=described.get(item.source.address, item.source)) for item in known]
    return sorted([*merged, *fresh], key=lambda item: (item.source.label.casefold(), item.source.address))


async def list_sources(service: Service) -> Reply:
    """Tell of every source when it was read, when it will be, what came of it and what went wrong."""
    found = await all_sources(service)
    if not found:
        return Reply(Outcome.NOTHING, (Heading("The library has no sources yet; add one: cuttings add FOLDER"),))
    blocks: list[Block] = []
    for item in found:
        source = item.source
        kind = "" if source.kind == "auto" else f" ({source.kind})"
        named = f"{source.name}: {source.address}" if source.name else source.address
        blocks += [Text(named + kind), Facts(tuple(_facts(item, datetime.now(UTC))))]
    return Reply(Outcome.DONE, tuple(blocks))


def _facts(item: KnownSource, now: datetime) -> list[tuple[str, str]]:
    counts = ", ".join(f"{item.last_counts[name]:,} {name}" for name in SHOWN_COUNTS if item.last_counts.get(name))
    at = next_run(item, now)
    facts = [
        ("  articles", f"{item.articles:,}"),
        ("  last run", f"{_moment(item.last_run)}: {counts or 'nothing new'}" if item.last_run else "never"),
        (
            "  next run",
            "by hand" if at is None else "as soon as the bot runs" if at <= now else _moment(at.isoformat()),
        ),
    ]
    return [*facts, ("  error", item.last_error)] if item.last_error else facts


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def source_rows(found: list[KnownSource]) -> list[dict[str, object]]:
    """Return sources as JSON holds them."""
    now = datetime.now(UTC)
    return [
        {
            "name": item.source.name or None,
            "address": item.source.address,
            "kind": item.source.kind,
            "articles": item.articles,
            "last_run": item.last_run,
            "next_run": at.isoformat(timespec="seconds") if (at := next_run(item, now)) else None,
            "counts": dict(item.last_counts),
            "error": item.last_error,
        }
        for item in found
    ]


async def forget(service: Service, wanted: str) -> Reply:
    """Remove a source with all its articles.

    Raises
    ------
    RequestError
        There is no such source.
    """
    count = await service.write(partial(_forget, wanted=wanted))
    return Reply(Outcome.DONE, (Heading(f"Removed the source {wanted} and its {count:,} articles."),))


def _forget(library: WritingEngine, wanted: str) -> int:
    described = {item.source.address: item.source for item in library.known_sources()}
    source = as_source(wanted, described)
    if source.address not in described:
        raise RequestError(f'no source has the name or address "{wanted}"; "cuttings sources" lists them')
    count = library.forget_source(source.address)
    for _ in library.tidy():
        pass
    return count
