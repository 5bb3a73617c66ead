"""Values as they are stored, and back."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from index.models import Article, PassageSpan, Source
from index.text.bags import Bags
from index.text.times import PackedTimes

ARTICLE_COLUMNS = (
    "a.id, a.title, a.text, a.revision, a.url, a.published, a.publisher, a.author, a.language, a.tags, a.location, "
    "a.modified, a.date_rule, t.packed"
)
"""What an article is made of, in the order of its fields, in a query that calls its table ``a`` and that of the times,
joined left, ``t``."""


_ARTICLE_FIELDS = tuple(field.name for field in fields(Article))


class PassageRow(NamedTuple):
    """A passage as it is stored: ``sentences`` packs the start and end of each as little-endian 32-bit numbers."""

    start: int
    end: int
    sentences: bytes


def pack_passage(span: PassageSpan) -> PassageRow:
    """Return a passage as it is stored."""
    offsets = tuple(chain.from_iterable(span.sentences))
    return PassageRow(span.start, span.end, struct.pack(f"<{len(offsets)}I", *offsets))


def unpack_sentences(packed: bytes) -> list[tuple[int, int]]:
    """Return the start and end of each sentence of a stored passage."""
    return list(struct.iter_unpack("<II", packed))


@dataclass(frozen=True, slots=True)
class PreparedArticle:
    """An article cut into passages, ready to be stored; ``raw`` is its compressed source, ``times`` are packed."""

    article: Article
    content_hash: str
    source: str
    raw: bytes
    passages: tuple[PassageRow, ...]
    times: bytes
    fingerprint: str = ""
    sketch: bytes = b""

    @property
    def state(self) -> str:
        """What differs when the article has changed in any way."""
        return f"{self.content_hash} {self.article.revision}"


@dataclass(frozen=True, slots=True)
class PreparedGroup:
    """Articles ready to be stored, and the bags of all their passages, one article's behind the other's."""

    articles: tuple[PreparedArticle, ...]
    bags: Bags


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What tells whether an article has changed."""

    id: str
    content_hash: str
    location: str
    source: str
    fingerprint: str | None = None


@dataclass(frozen=True, slots=True)
class KnownSource:
    """A source with how it did: when it was last read, with which counts (by name) and, if it failed, why.

    ``failures`` counts the runs in a row that failed, ``articles`` what the library holds from it.
    """

    source: Source
    added_at: str
    last_run: str | None
    last_counts: Mapping[str, int]
    last_error: str | None
    failures: int
    articles: int


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """What a list of articles shows of one."""

    id: str
    title: str
    publisher: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """What a library holds, for `status`."""

    path: Path
    articles: int
    passages: int
    publishers: int
    first_published: str | None
    last_published: str | None
    size_bytes: int
    sources: tuple[str, ...]
    failures: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str, int], ...]


def facets_of(
    published: str | None, publisher: str | None, author: str | None, language: str | None, tags: str | None
) -> Iterator[tuple[str, str]]:
    """Yield kind and value of everything an article can be filtered by; letter case is folded, dates are days.

    Several authors in one field, "A, B", count each and together.
    """
    if published:
        yield "published", published[:10]
    for kind, value in (("publisher", publisher), ("language", language), ("author", author)):
        if value:
            yield kind, value.casefold()
    for name in (author or "").split(", "):
        if name:
            yield "author", name.casefold()
    for tag in json.loads(tags or "[]"):
        yield "tag", tag.casefold()


def article_of(row: Sequence[Any]) -> Article:
    """Make an article of a row of `ARTICLE_COLUMNS`; one without packed times lacks them."""
    found = dict(zip(_ARTICLE_FIELDS, row, strict=True))
    found["tags"] = tuple(json.loads(found["tags"]))
    found["times"] = PackedTimes(found["times"]) if found["times"] else None
    return Article(**found)
