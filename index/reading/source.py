"""Read the articles of a source: a file, or everything of a known kind below a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from index.models import RawArticle, ReadFailure
from index.reading import folder
from index.reading.location import MAX_FILE_BYTES, TOO_LARGE, location_of
from index.reading.page import read_page
from index.reading.plain import read_markdown, read_text
from index.reading.records import read_json, read_jsonl


def read_source(source: Path) -> Iterator[RawArticle | ReadFailure]:
    """Yield the articles of a source by path, then by line; what can't be read gives a failure and the rest goes on.

    A folder that can't be looked into gives a failure too, before the articles.

    Raises
    ------
    SourceError
        If the source itself can't be used, see `find_files`.
    """
    files = folder.find_files(source)
    yield from files.unreadable
    for path in files.paths:
        yield from read_file(path)


def read_file(path: Path) -> Iterator[RawArticle | ReadFailure]:
    """Yield the articles of one file of a known kind, or failures with the reason."""
    try:
        yield from _read(path, path.suffix.lower())
    except OSError as error:
        yield ReadFailure(location_of(path), f"can't be read ({error.strerror or 'unknown reason'})")


def _read(path: Path, ending: str) -> Iterator[RawArticle | ReadFailure]:
    if ending in folder.JSONL_ENDINGS:
        yield from read_jsonl(path)
        return
    raw = _read_bytes(path)
    if raw is None:
        yield ReadFailure(location_of(path), TOO_LARGE)
    elif ending in folder.JSON_ENDINGS:
        yield from read_json(path, raw)
    elif ending in folder.PAGE_ENDINGS:
        yield read_page(path, raw)
    elif ending in folder.MARKDOWN_ENDINGS:
        yield read_markdown(path, raw)
    else:
        yield read_text(path, raw)


def _read_bytes(path: Path) -> bytes | None:
    """Return the file's bytes, or ``None`` if it is too large; never holds more than the limit and a byte."""
    with path.open("rb") as stream:
        raw = stream.read(MAX_FILE_BYTES + 1)
    return raw if len(raw) <= MAX_FILE_BYTES else None
