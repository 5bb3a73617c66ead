"""The dates of a sentence as they were found when its article was indexed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.answering.typed import RECKONED, STATED, UNRECKONED, TypedSpan
from index.models import Times
from index.text.calendar import as_iso

_DATED_BY = re.compile(
    r"(?:\b(?:in|of|during|year|since|by|until|from|to|late|early|mid)[\s-]+|[,(–—]\s*|^\s*)$", re.IGNORECASE
)
"""What stands before a year that dates something; "the 2024 election" only has its name from it."""
_NAMING_YEAR = re.compile(r"\d{4}\s[^\W_]")


def names_thing(text: str, span: TypedSpan) -> bool:
    """Tell whether a date in a text is a year that only names what follows."""
    return (
        bool(_NAMING_YEAR.match(text, span.start))
        and span.end - span.start == len("2024")
        and not _DATED_BY.search(text, max(0, span.start - 30), span.start)
    )


def dated_spans(times: Times, start: int, end: int) -> Iterator[TypedSpan]:
    """Yield the dates of a stretch of an article, offsets counted from its beginning, like `spans.typed_spans`."""
    for item in times.between(start, end):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value:
            strength = RECKONED if item.relative else STATED
            yield TypedSpan(item.start - start, item.end - start, value, strength, item.relative)
        elif item.kind == "DATE" and item.relative and not item.value:
            yield TypedSpan(item.start - start, item.end - start, "", UNRECKONED, relative=True)
