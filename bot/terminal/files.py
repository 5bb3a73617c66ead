"""Say why a file that somebody named can't be read."""

from __future__ import annotations

from pathlib import Path

from bot.handlers.requests import RequestError


def unreadable(path: Path, error: Exception) -> RequestError:
    """Return the error that names a file, and what is wrong with it in words."""
    if isinstance(error, OSError) and error.strerror:
        return RequestError(f"{path} can't be read: {error.strerror}")
    if isinstance(error, UnicodeDecodeError):
        return RequestError(f"{path} can't be read: it is not UTF-8 text")
    return RequestError(f"{path} can't be read: it is damaged, or not packed by gzip")
