"""Health and figures over HTTP, on loopback unless told otherwise: /healthz, /readyz, /metrics."""

from __future__ import annotations

import asyncio
import math
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.chat.client import CuttingsClient
from bot.chat.metrics import CONTENT_TYPE, MAIN, GatewayFigures, LibraryFigures, Metrics, SourceFigures
from bot.chat.run import StartError
from bot.handlers.care import source_key, source_name
from bot.handlers.desk import Desk
from bot.state import StateError
from index.engines.engine import Condition, ReadingEngine
from index.engines.engine import Health as EngineHealth
from index.errors import ArticleIndexError
from index.models import Source
from index.reading.web.link import is_link
from index.store import KnownSource

FRESH_S = 15.0
"""How long what a library holds counts as fresh: it is counted anew, which takes a while in a large one."""
CONDITIONS = tuple(Condition)
PROBE_S = 2.0
"""How long a probe of the library and the state may take."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether the bot can answer, and one sentence for each part that can't."""

    faults: tuple[str, ...]

    @property
    def is_ready(self) -> bool:
        """Whether nothing is in the way."""
        return not self.faults


@dataclass(slots=True)
class Counted:
    """What the libraries hold and how they are, by name; how their sources do."""

    libraries: list[LibraryFigures] = field(default_factory=list)
    conditions: dict[str, int] = field(default_factory=dict)
    sources: list[SourceFigures] = field(default_factory=list)


class Health:
    """Answers who looks after the bot; the client is the one that runs at the moment, or none does."""

    def __init__(self, metrics: Metrics) -> None:
        self.metrics = metrics
        self.client: CuttingsClient | None = None
        self._figures: tuple[float, Counted] = (-math.inf, Counted())

    def watch(self, client: CuttingsClient) -> CuttingsClient:
        """Look after a client from now on, and return it."""
        self.client = client
        client.watch.told.append(self.metrics.told)
        return client

    @asynccontextmanager
    async def served(self, address: str, port: int) -> AsyncIterator[int]:
        """Serve until the end of the block, and yield the port; 0 takes a free one.

        Raises
        ------
        StartError
            The address can't be served at.
        """
        app = web.Application()
        routes = {"/healthz": self._healthz, "/readyz": self._readyz, "/metrics": self._metrics}
        app.add_routes([web.get(path, answer) for path, answer in routes.items()])
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, address, port).start()
            except OSError as error:
                reason = error.strerror or "no reason given"
                raise StartError(
                    f"{address} port {port} can't be served at ({reason}); change service.port, or set it to 0"
                ) from error
            yield runner.addresses[0][1]
        finally:
            await runner.cleanup()

    async def _healthz(self, _: web.Request) -> web.Response:
        """Answer that the process lives: its loop has just turned."""
        return web.json_response({"alive": True})

    async def _readyz(self, _: web.Request) -> web.Response:
        readiness = await self.readiness()
        data = {"ready": readiness.is_ready, "faults": list(readiness.faults)}
        return web.json_response(data, status=200 if readiness.is_ready else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        found = await self._libraries()
        body = self.metrics.shown(self._gateway(), found.libraries, found.conditions, found.sources)
        return web.Response(body=body, headers={"Content-Type": CONTENT_TYPE})

    async def readiness(self) -> Readiness:
        """Look whether the gateway, the libraries and the state are there."""
        client = self.client
        if client is None or client.is_closed() or not client.is_ready():
            return Readiness(("the gateway is not connected",))
        faults = []
        for desk in client.desks.every():
            if not await _works(desk.service.read(_probe)):
                faults.append("the library can't be read" + (f" (guild {desk.name})" if desk.name else ""))
        if not await _works(client.keeper.run(lambda state: state.votes())):
            faults.append("the state can't be used")
        return Readiness(tuple(faults))

    def _gateway(self) -> GatewayFigures:
        client = self.client
        if client is None or client.is_closed():
            return GatewayFigures(False, 0, None, 0)
        latency = client.latency
        known = None if math.isnan(latency) or math.isinf(latency) else latency
        return GatewayFigures(client.is_ready(), len(client.guilds), known, client.under_way)

    async def _libraries(self) -> Counted:
        counted_at, found = self._figures
        if self.client is not None and time.monotonic() - counted_at > FRESH_S:
            found = Counted()
            for desk in self.client.desks.every():
                await _count(desk, found)
            self._figures = (time.monotonic(), found)
        return found


async def _count(desk: Desk, found: Counted) -> None:
    """Add the figures of a library; of one that can't be read there is only that it can't."""
    try:
        health, figures, sources = await asyncio.wait_for(desk.service.read(partial(_figures_of, desk=desk)), PROBE_S)
    except (ArticleIndexError, TimeoutError):
        found.conditions[desk.name or MAIN] = CONDITIONS.index(Condition.DOWN)
        return
    found.conditions[figures.name] = CONDITIONS.index(health.condition)
    found.libraries.append(figures)
    found.sources.extend(sources)


async def _works(probe: Coroutine[Any, Any, object]) -> bool:
    try:
        await asyncio.wait_for(probe, PROBE_S)
    except (ArticleIndexError, StateError, TimeoutError, OSError):
        return False
    return True


def _probe(library: ReadingEngine) -> None:
    """Read something."""
    library.probe()


def _figures_of(library: ReadingEngine, desk: Desk) -> tuple[EngineHealth, LibraryFigures, list[SourceFigures]]:
    overview, name = library.overview(), desk.name or MAIN
    figures = LibraryFigures(
        name,
        overview.articles,
        overview.passages,
        overview.size_bytes,
        len(overview.failures),
        library.changed_at(),
        desk.service.waiting,
    )
    return library.health(), figures, list(_figures_of_sources(name, library.known_sources()))


def _figures_of_sources(library: str, sources: Sequence[KnownSource]) -> Iterator[SourceFigures]:
    """Yield the figures of each source, no two by the same name."""
    names = Counter(_public_name(item.source) for item in sources)
    for item in sources:
        name = _public_name(item.source)
        name = f"{name} {source_key(item.source.address)[:6]}" if names[name] > 1 else name
        read_at = datetime.fromisoformat(item.last_run).timestamp() if item.last_run else None
        yield SourceFigures(library, name, item.failures, item.articles, read_at)


def _public_name(source: Source) -> str:
    """Return what a source is called where whoever reads figures may not know its path, nor a secret in its link."""
    if source.name or not is_link(source.address):
        return source.name or source_name(source.address)
    parts = urlsplit(source.address)
    return f"{parts.hostname}{parts.path}"
