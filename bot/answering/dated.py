"""The dates of a sentence as they were found when its article was indexed."""

from __future__ import annotations

from collections.abc import Iterator

from bot.answering.typed import TypedSpan
from index.models import Times
from index.text.calendar import as_iso


def dated_spans(times: Times, start: int, end: int) -> Iterator[TypedSpan]:
    """Yield the dates of a stretch of an article, offsets counted from its beginning, like `spans.typed_spans`."""
    for item in times.between(start, end):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value:
            yield TypedSpan(
                item.start - start, item.end - start, value, 0.8 if item.relative else 1.0, relative=item.relative
            )
        elif item.kind == "DATE" and item.relative and not item.value:
            yield TypedSpan(item.start - start, item.end - start, "", 0.5, relative=True)
