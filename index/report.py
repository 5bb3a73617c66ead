"""What a run over sources did."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Report:
    """What a run did, in articles; ``failed`` holds (location, reason)."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)

    @property
    def read(self) -> int:
        """How many articles were read without failing."""
        return self.added + self.changed + self.unchanged
