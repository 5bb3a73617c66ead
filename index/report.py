"""What a run over sources says: while it goes on, and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from index.reading.printable import printable

MAX_SHOWN = 1_000
"""How much of a place or a reason is kept; in characters."""
Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many articles are done, and how many there are (``None``: not known yet)."""


@dataclass(slots=True)
class Report:
    """What a run did, in articles; ``failed`` holds (location, reason).

    ``duplicate`` counts what was read but is in the library from elsewhere, ``kept_out`` what was removed by hand
    before, ``left`` pages that wait for the next run, and ``withheld`` holds (source, count) where so many articles
    were missing that none of them was removed.
    """

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    duplicate: int = 0
    kept_out: int = 0
    left: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    withheld: list[tuple[str, int]] = field(default_factory=list)

    def fail(self, location: str, reason: str) -> tuple[str, str]:
        """Note what failed, in words that no log or terminal obeys, and return them."""
        failure = printable(location, MAX_SHOWN), printable(reason, MAX_SHOWN)
        self.failed.append(failure)
        return failure

    def take_in(self, other: Report) -> None:
        """Add what another run, or a part of this one, did."""
        for name, count in other.counts().items():
            if name != "failed":
                setattr(self, name, getattr(self, name) + count)
        self.failed += other.failed
        self.withheld += other.withheld

    @property
    def read(self) -> int:
        """How many articles were read without failing."""
        return self.added + self.changed + self.unchanged

    def counts(self) -> dict[str, int]:
        """Return the counts by name."""
        return {
            "added": self.added,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
            "duplicate": self.duplicate,
            "kept_out": self.kept_out,
            "left": self.left,
            "failed": len(self.failed),
        }

    def as_dict(self) -> dict[str, object]:
        """Return the report as JSON holds it."""
        return {
            **self.counts(),
            "failures": [{"location": location, "reason": reason} for location, reason in self.failed],
            "withheld": [{"source": source, "articles": count} for source, count in self.withheld],
        }
