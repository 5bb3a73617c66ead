"""Name where an article was read, in words that can be stored."""

from __future__ import annotations

import os
from pathlib import Path

MAX_FILE_BYTES = 50 * 1024 * 1024
"""The largest file, or line of a JSONL file, that is read."""
TOO_LARGE = f"is larger than {MAX_FILE_BYTES // (1024 * 1024)} MB"


def location_of(path: Path) -> str:
    """Return the absolute path; bytes in it that are not UTF-8 become U+FFFD."""
    return _readable(str(path.absolute()))


def name_of(path: Path) -> str:
    """Return the file name without its ending, to serve where nothing gives a title."""
    return _readable(path.stem)


def _readable(text: str) -> str:
    return os.fsencode(text).decode("utf-8", errors="replace")
