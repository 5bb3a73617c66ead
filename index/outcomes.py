"""How the sources of a run do, and what the library is to remember of that."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from index.engines.engine import Writable
from index.models import Source
from index.reading.ahead import ReadAhead
from index.reading.site import LinkReader
from index.reading.web.link import is_link
from index.report import Report


@dataclass(slots=True)
class Outcome:
    """How one source does in a run: what is counted, which links were read, and why it could not be read."""

    source: Source
    report: Report = field(default_factory=Report)
    reader: LinkReader | ReadAhead | None = None
    read_count: int = 0
    failed: set[str] = field(default_factory=set)
    vanished: list[str] = field(default_factory=list)
    resting: list[tuple[str, str]] = field(default_factory=list)
    fresh_links: set[str] = field(default_factory=set)
    error: str | None = None
    is_read: bool = False
    """Whether it is read to its end, without an error of its own."""

    @property
    def has_news(self) -> bool:
        """Whether anything but unchanged articles was met."""
        return self.error is not None or any(
            count for name, count in self.report.counts().items() if name != "unchanged"
        )

    def note_pages(self, library: Writable, ids: Mapping[str, str]) -> None:
        """Remember what was learnt of pages whose articles are stored now; ``ids`` are theirs, by link."""
        if self.reader and self.fresh_links:
            records = self.reader.pages.records.copy()
            links = sorted(self.fresh_links & records.keys() & ids.keys())
            library.note_fetches(self.source.address, [replace(records[link], article_id=ids[link]) for link in links])
            self.fresh_links.clear()

    def note(self, library: Writable, repeated: dict[str, frozenset[str]], now: str, *, leaves_trace: bool) -> None:
        """Remember how a source did that is read to its end, at this time (ISO, UTC).

        Reading files that have not changed leaves no trace, unless it is to.
        """
        address, report = self.source.address, self.report
        if self.is_read:
            library.note_run(address, [*report.failed, *self.resting], repeated)
            if self.reader:
                library.note_page_failures(address, self.reader.pages.failures)
        if leaves_trace or is_link(address) or self.has_news:
            library.note_outcome(address, now, report.counts(), self.error)


def remember(
    library: Writable, outcomes: Iterable[Outcome], ended: Collection[str], configured: Collection[str]
) -> None:
    """Remember the sources that were read or are configured; one that could not be read at first is not.

    ``ended`` are the addresses of those read to their end just now.
    """
    now = datetime.now(UTC).isoformat(timespec="seconds")
    for outcome in sorted(outcomes, key=lambda item: item.source.address):
        address = outcome.source.address
        is_half_read = outcome.reader is not None and bool(outcome.fresh_links)
        if is_half_read or (address in ended and (outcome.is_read or address in configured)):
            library.note_source(address, now)
            library.describe_source(outcome.source)
