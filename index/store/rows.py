"""Values as they are stored, and back."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from index.models import Article, PassageSpan
from index.text.bags import Bags
from index.text.times import PackedTimes


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
    """Make an article of a row.

    The row holds id, title, text, revision, url, published, publisher, author, language, tags, location and its packed
    times, ``None`` for an article that lacks them.
    """
    *plain, tags, location, times = row
    packed = PackedTimes(times) if times else None
    return replace(Article(*plain), tags=tuple(json.loads(tags)), location=location, times=packed)
