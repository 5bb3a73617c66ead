"""What an examination found out about a library, kept in a file beside it, and the floor that answers from it have."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.answering.score import Scored, read_scored

FORM = 1
MOST = 0.6
"""No library's floor is higher, whatever its examination says: above it, hardly a right answer would be left."""


@dataclass(frozen=True, slots=True)
class Examined:
    """An examination: when it was (ISO), its seed, the floor it found, and how each question went."""

    made_at: str
    seed: int
    floor: float
    items: tuple[Scored, ...]


def file_of(library: Path) -> Path:
    """Return where the examination of a library is kept."""
    return library.with_name(f"{library.name}-exam.json")


def save(library: Path, examined: Examined) -> None:
    """Keep an examination; the file is whole or not there.

    Raises
    ------
    OSError
    """
    path = file_of(library)
    data = {"form": FORM, **asdict(examined), "items": [asdict(item) for item in examined.items]}
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    part.replace(path)


def load(library: Path) -> Examined | None:
    """Return the examination of a library, or ``None`` where there is none that can be read."""
    try:
        data = json.loads(file_of(library).read_text(encoding="utf-8"))
        if data["form"] != FORM:
            return None
        items = tuple(map(read_scored, data["items"]))
        return Examined(str(data["made_at"]), int(data["seed"]), float(data["floor"]), items)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


class Floor:
    """The floor of a library, read again when the file beside it has changed."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._read_at: int | None = None
        self._value = 0.0

    def value(self) -> float:
        """Return the least confidence an answer of this library must have, 0 where it was never examined."""
        try:
            changed = file_of(self._library).stat().st_mtime_ns
        except OSError:
            return 0.0
        if changed != self._read_at:
            examined = load(self._library)
            self._read_at, self._value = changed, min(examined.floor, MOST) if examined else 0.0
        return self._value


def floor_of(unanswerable: Sequence[Scored], passing: float) -> float:
    """Return the confidence that no more than a share of questions reach whose answer was hidden, 0 to 1."""
    sure = sorted((item.confidence for item in unanswerable if item.answered), reverse=True)
    allowed = int(passing * len(unanswerable))
    if len(sure) <= allowed:
        return 0.0
    return min(round(sure[allowed] + 0.001, 3), 1.0)
