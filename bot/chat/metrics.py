"""Figures of a running bot, as Prometheus reads them; numbers and names of commands only, nothing anybody wrote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)

BUCKETS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
CONTENT_TYPE = CONTENT_TYPE_LATEST
MAIN = "main"
ASK, OUTCOMES = "ask", ("done", "nothing", "refused", "failed")
RELOADS = ("done", "refused")


@dataclass(frozen=True, slots=True)
class LibraryFigures:
    """What a library holds; ``name`` is ``main`` or the id of its guild, the change is in seconds since 1970.

    Each field after the name is a figure of that name.
    """

    name: str
    articles: int
    passages: int
    size_bytes: int
    failures: int
    changed_timestamp_seconds: float
    waiting: int


@dataclass(frozen=True, slots=True)
class SourceFigures:
    """How a source does: failed runs in a row, articles, and when it was last read, ``None`` for never."""

    library: str
    source: str
    failed_runs: int
    articles: int
    read_timestamp_seconds: float | None


@dataclass(frozen=True, slots=True)
class GatewayFigures:
    """How the connection with Discord is; ``latency_s`` is ``None`` where it is not known."""

    is_ready: bool
    guilds: int
    latency_s: float | None
    under_way: int


class Metrics:
    """Counts what is told of, and shows it beside what is asked for at that moment."""

    def __init__(self, version: str) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        Info("cuttings", "The version that runs", registry=self._registry).info({"version": version})
        self._ended = Counter(
            "cuttings_interactions", "Interactions by what they were for and how they ended", ["name", "outcome"],
            registry=self._registry,
        )  # fmt: skip
        self._took = Histogram(
            "cuttings_interaction_seconds", "From an interaction's arrival to its answer", ["name"], buckets=BUCKETS_S,
            registry=self._registry,
        )  # fmt: skip
        self._reloads = Counter("cuttings_reloads", "Settings read again, by how it went", ["outcome"],
                                registry=self._registry)  # fmt: skip
        # A rate needs a value before the first event; without these zeros nobody would see the first one.
        for outcome in RELOADS:
            self._reloads.labels(outcome)
        for outcome in OUTCOMES:
            self._ended.labels(ASK, outcome)
        self._under_way = self._gauge("cuttings_interactions_under_way", "Interactions being worked on")
        self._ready = self._gauge("cuttings_gateway_ready", "Whether the gateway is connected and ready")
        self._guilds = self._gauge("cuttings_guilds", "Guilds the bot is in")
        self._latency = self._gauge("cuttings_gateway_latency_seconds", "Between a heartbeat and its acknowledgement")
        self._of_library = {
            name: Gauge(f"cuttings_library_{name}", text, ["library"], registry=self._registry)
            for name, text in (
                ("articles", "Articles in a library"),
                ("passages", "Passages in a library"),
                ("size_bytes", "Size of a library's file"),
                ("failures", "What failed when a library's sources were last read"),
                ("changed_timestamp_seconds", "When a library was last changed"),
                ("waiting", "Questions that wait for their turn"),
            )
        }
        self._condition = Gauge(
            "cuttings_library_condition", "0 good, 1 at risk, 2 closed to writing, 3 down", ["library"],
            registry=self._registry,
        )  # fmt: skip
        self._of_source = {
            name: Gauge(f"cuttings_source_{name}", text, ["library", "source"], registry=self._registry)
            for name, text in (
                ("failed_runs", "Runs in a row in which a source could not be read"),
                ("articles", "Articles from a source"),
                ("read_timestamp_seconds", "When a source was last read"),
            )
        }

    def _gauge(self, name: str, text: str) -> Gauge:
        return Gauge(name, text, registry=self._registry)

    def told(self, name: str, outcome: str, took_s: float) -> None:
        """Count an interaction."""
        self._ended.labels(name, outcome).inc()
        self._took.labels(name).observe(took_s)

    def reloaded(self, outcome: str) -> None:
        """Count that the settings were read again."""
        self._reloads.labels(outcome).inc()

    def shown(
        self,
        gateway: GatewayFigures,
        libraries: Sequence[LibraryFigures],
        conditions: Mapping[str, int],
        sources: Sequence[SourceFigures],
    ) -> bytes:
        """Return all figures in Prometheus's text format."""
        self._ready.set(gateway.is_ready)
        self._guilds.set(gateway.guilds)
        self._under_way.set(gateway.under_way)
        self._latency.set(float("nan") if gateway.latency_s is None else gateway.latency_s)
        for gauge in (*self._of_library.values(), *self._of_source.values(), self._condition):
            gauge.clear()
        for name, condition in conditions.items():
            self._condition.labels(name).set(condition)
        for source in sources:
            for name, gauge in self._of_source.items():
                if (value := getattr(source, name)) is not None:
                    gauge.labels(source.library, source.source).set(value)
        for library in libraries:
            for name, gauge in self._of_library.items():
                gauge.labels(library.name).set(getattr(library, name))
        return generate_latest(self._registry)
