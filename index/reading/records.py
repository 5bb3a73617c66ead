"""Read JSON and JSONL files, whose records name their own title, text and particulars."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from index.models import DateRule, RawArticle, ReadFailure
from index.reading.archive import unpacked
from index.reading.dates import clean_published
from index.reading.encoding import decode, replace_surrogates, unify_breaks
from index.reading.location import MAX_FILE_BYTES, TOO_LARGE, location_of, name_of
from index.reading.particulars import clean_authors, clean_line, clean_title, words_of_link
from index.reading.sandbox import UnreadableError

Read = RawArticle | ReadFailure

KEYS = ("title", "text", "id", "url", "published", "publisher", "author", "language", "tags")
EXPORTED_KEYS = ("modified", "date_rule", "edited", "apart", "earlier")
"""What an export tells besides, and only an import reads."""


class RecordError(ValueError):
    """What is wrong with one record, in words that follow its place."""


def read_jsonl(path: Path) -> Iterator[Read]:
    """Yield the article of each line, in order; a line that can't be used gives a failure and the rest goes on.

    A file that ends in ``.gz`` is unpacked as it is read, as far as it can be.

    Raises
    ------
    OSError
        If the file can't be opened or read.
    """
    with path.open("rb") as stream:
        if path.suffix.lower() != ".gz":
            yield from read_lines(path, stream)
            return
        try:
            yield from read_lines(path, unpacked(stream))
        except UnreadableError as error:
            yield ReadFailure(location_of(path), str(error))


def read_lines(path: Path, stream: BinaryIO) -> Iterator[Read]:
    """Yield the article of each line of an open file, as `read_jsonl` does."""
    for number, line in enumerate(_lines(stream), start=1):
        if line is None:
            yield ReadFailure(f"{location_of(path)}#{number}", f"line {number}: {TOO_LARGE}")
        elif line.strip():
            yield _read_line(path, number, line)


def read_json(path: Path, raw: bytes) -> Iterator[Read]:
    """Yield the articles of a JSON file: one object, a list of objects, or ``{"articles": [...]}``.

    A file of several objects, one a line, is read as JSONL, whatever its ending says.
    """
    try:
        value = parse_record(raw)
    except RecordError as error:
        if _is_jsonl(raw):
            yield from read_lines(path, BytesIO(raw))
        else:
            yield ReadFailure(location_of(path), str(error))
        return
    if isinstance(value, dict) and isinstance(value.get("articles"), list):
        value = value["articles"]
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield _read_record(path, f"#{number}", f"record {number}: ", (_dump(item), item))
    else:
        yield _read_record(path, "", "", (raw, value))


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line, or ``None`` for one too large, which is skipped without being held."""
    while line := stream.readline(MAX_FILE_BYTES + 1):
        too_large = len(line) > MAX_FILE_BYTES
        while len(line) > MAX_FILE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(MAX_FILE_BYTES + 1)
        yield None if too_large else line.rstrip(b"\r\n")


def _read_line(path: Path, number: int, line: bytes) -> Read:
    place = f"line {number}: "
    try:
        value = parse_record(line)
    except RecordError as error:
        return ReadFailure(f"{location_of(path)}#{number}", f"{place}{error}")
    return _read_record(path, f"#{number}", place, (line, value))


def _read_record(path: Path, anchor: str, place: str, source: tuple[bytes, object]) -> Read:
    raw, record = source
    location = location_of(path) + anchor
    try:
        return _article(location, raw, record, name_of(path))
    except RecordError as error:
        return ReadFailure(location, replace_surrogates(f"{place}{error}"))


def _article(location: str, raw: bytes, record: object, fallback_title: str) -> RawArticle:
    if not isinstance(record, dict):
        raise RecordError("is not a JSON object")
    _check_keys(record)
    publisher = clean_line(optional(record, "publisher") or "") or None
    published = iso_date(record, "published")
    title = clean_title(optional(record, "title") or "", publisher)
    return RawArticle(
        location=location,
        raw=raw,
        title=title,
        text=_required(record, "text"),
        own_id=_identifier(record),
        url=optional(record, "url"),
        published=published,
        date_rule=DateRule.RECORD if published else None,
        publisher=publisher,
        author=clean_authors(_names("author", _author_list(record))),
        language=optional(record, "language"),
        tags=tuple(_names("tags", record.get("tags"))),
        fallback_title=(not title and words_of_link(optional(record, "url"))) or fallback_title,
    )


def parse_record(raw: bytes) -> object:
    """Return what one record is in JSON.

    Raises
    ------
    RecordError
    """
    try:
        value: object = json.loads(decode(raw))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise RecordError(f"is not JSON ({error.msg} at {place}column {error.colno})") from error
    except (ValueError, RecursionError) as error:
        raise RecordError("is not JSON (a number too long or nesting too deep)") from error
    return value


def _is_jsonl(raw: bytes) -> bool:
    lines = [line for line in raw.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    try:
        return isinstance(parse_record(lines[0]), dict)
    except RecordError:
        return False


def _dump(item: object) -> bytes:
    return replace_surrogates(json.dumps(item, ensure_ascii=False)).encode()


def _check_keys(record: dict[str, object]) -> None:
    for key in record:
        if key not in KEYS and key not in EXPORTED_KEYS:
            close = difflib.get_close_matches(key, KEYS, n=1)
            hint = f', did you mean "{close[0]}"?' if close else ""
            raise RecordError(f'unknown key "{key}"{hint}')


def _required(record: dict[str, object], key: str) -> str:
    value = record.get(key)
    if value is None:
        raise RecordError(f'lacks "{key}"')
    if not isinstance(value, str):
        raise RecordError(f'"{key}" is not a string')
    if not value.strip():
        raise RecordError(f'"{key}" is empty')
    return _clean(value)


def optional(record: dict[str, object], key: str) -> str | None:
    """Return a text of a record, ``None`` where it has none.

    Raises
    ------
    RecordError
    """
    value = record.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise RecordError(f'"{key}" is not a string')
    return _clean(value).strip() or None


def _identifier(record: dict[str, object]) -> str | None:
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise RecordError('"id" is not a string or a whole number')
    return optional(record, "id")


def iso_date(record: dict[str, object], key: str) -> str | None:
    """Return a date of a record, ``None`` where it has none.

    Raises
    ------
    RecordError
    """
    value = optional(record, key)
    try:
        return clean_published(value)
    except ValueError as error:
        raise RecordError(f'"{key}" is not an ISO date ("{value}")') from error


def _author_list(record: dict[str, object]) -> object:
    author = record.get("author")
    return [author] if isinstance(author, str) else author


def _names(key: str, value: object) -> list[str]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        kinds = "a string or a list of strings" if key == "author" else "a list of strings"
        raise RecordError(f'"{key}" is not {kinds}')
    return [name for name in (_clean(item).strip() for item in value) if name]


def _clean(text: str) -> str:
    return unify_breaks(replace_surrogates(text))
