"""What a run over sources says: while it goes on, and when it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

Progress = Callable[[str, int, int | None], None]
"""Called with what is being done, how many articles are done, and how many there are (``None``: not known yet)."""


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
