"""Read exported articles as they were, with what their library knew of them besides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

from index.models import DateRule, RawArticle, ReadFailure
from index.reading.records import RecordError, iso_date, optional, parse_record, read_jsonl
from index.store.history import History
from index.store.revisions import EDITABLE, Revision

Read = RawArticle | ReadFailure


def read_exported(path: Path) -> Iterator[Read]:
    """Yield the article of each line of an exported file as it was in its library, with nothing cleaned again.

    Raises
    ------
    OSError
        If the file can't be opened or read.
    """
    for item in read_jsonl(path):
        if isinstance(item, ReadFailure):
            yield item
            continue
        record = cast(dict[str, object], parse_record(item.raw))  # it has been read as one a moment ago
        try:
            yield _as_exported(item, record)
        except RecordError as error:
            yield ReadFailure(item.location, f"line {item.location.rpartition('#')[2]}: {error}")


def history_in(line: bytes) -> History:
    """Return what a line of an exported file, which was read as one, says of its article besides."""
    return _history(cast(dict[str, object], parse_record(line)))


def _as_exported(item: RawArticle, record: dict[str, object]) -> RawArticle:
    _history(record)  # what is wrong with it is told now
    author, rule = record.get("author"), optional(record, "date_rule")
    if rule is not None and rule not in set(DateRule):
        raise RecordError(f'"date_rule" is not one of {", ".join(DateRule)}')
    return replace(
        item,
        title=optional(record, "title") or "",
        publisher=optional(record, "publisher"),
        author=author.strip() if isinstance(author, str) else item.author,
        modified=iso_date(record, "modified"),
        date_rule=rule or item.date_rule,
        is_clean=True,
    )


def _history(record: dict[str, object]) -> History:
    edited, earlier = record.get("edited") or {}, record.get("earlier") or []
    if not isinstance(edited, dict) or not all(
        key in EDITABLE and (value is None or isinstance(value, str)) for key, value in edited.items()
    ):
        raise RecordError(f'"edited" holds anything but {", ".join(EDITABLE)}, each a string')
    if not isinstance(record.get("apart", False), bool):
        raise RecordError('"apart" is not true or false')
    if not isinstance(earlier, list) or not all(isinstance(item, dict) for item in earlier):
        raise RecordError('"earlier" is not a list of objects')
    return History(edited, record.get("apart") is True, tuple(map(_revision, earlier)))


def _revision(item: dict[str, object]) -> Revision:
    fields = {key: item.get(key) for key in ("revision", "title", "text", "replaced_at")}
    published = item.get("published")
    if not all(isinstance(value, str) for value in fields.values()) or not isinstance(published, str | None):
        raise RecordError('"earlier" lacks revision, title, text or replaced_at of an earlier text')
    return Revision(**cast(dict[str, str], fields), published=published)
