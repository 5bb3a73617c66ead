"""How a library lies in a cluster: four indexes, and what their documents hold.

``NAME-articles`` has a document an article, the whole of it, and is the truth: its document is written last when an
article is put, and deleted first when one is removed. ``NAME-passages`` has a document a passage, by which it is found;
one whose ``stamp`` isn't that of its article counts for nothing. ``NAME-ledger`` holds what is known of sources, their
pages and earlier texts. These names are aliases of indexes with a number behind them, so that a rebuild can be made
beside and switched to. ``NAME-notes`` tells whether that is going on.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from index.models import Article, Filters, Passage, Span
from index.postings.codec import Ints
from index.store.rows import PassageRow, PreparedArticle, PreparedGroup, facets_of, unpack_sentences
from index.text.bags import Bags
from index.text.sketch import sketch
from index.text.times import PackedTimes

Json = dict[str, Any]

PLACE_BITS = 24
"""How many bits of a passage's id tell its place in the article; the article's key is above."""
MAX_EXACT = 8_000
"""Longest text, in code points, that can be looked for as a whole: 4 bytes each stay below Lucene's 32,766."""


def key_of(article_id: str) -> str:
    """Return the name of an article's document: ids may be longer than the 512 bytes that OpenSearch allows."""
    return hashlib.blake2b(article_id.encode(), digest_size=12).hexdigest()


def stamp_of(item: PreparedArticle, version: int) -> str:
    """Return what ties passages to the very state of their article."""
    state = f"{item.content_hash} {item.article.revision} {item.article.title}"
    return f"{version:x}-{hashlib.blake2b(state.encode(), digest_size=6).hexdigest()}"


def passage_documents(group: PreparedGroup, version: int) -> Iterator[tuple[str, Json]]:
    """Yield the name and the document of every passage of a group."""
    tokens = _tokens(group.bags)
    for item in group.articles:
        article = item.article
        key, stamp = key_of(article.id), stamp_of(item, version)
        tags = json.dumps(article.tags, ensure_ascii=False)
        facets = list(facets_of(article.published, article.publisher, article.author, article.language, tags))
        common = {
            "id": article.id,
            "key": key,
            "stamp": stamp,
            "facets": [_facet(kind, value) for kind, value in facets if kind != "published"],
            "published": (article.published or "")[:10] or None,
        }
        for place in range(len(item.passages)):
            words = next(tokens)
            yield f"{key}.{stamp}.{place}", common | {"tokens": " ".join(words), "length": len(words), "place": place}


def _tokens(bags: Bags) -> Iterator[list[str]]:
    """Yield the tokens of each passage, equal ones together: their order counts for nothing."""
    found: list[list[str]] = [[] for _ in range(len(bags.lengths))]
    columns: list[Ints] = [bags.passage_index, bags.term_index, bags.tfs]
    for passage, term, tf in zip(*(column.tolist() for column in columns), strict=True):
        found[passage] += [bags.terms[term]] * tf
    return iter(found)


def _facet(kind: str, value: str) -> str:
    facet = f"{kind}:{value}"
    return facet if len(facet) <= MAX_EXACT else f"{kind}:{key_of(value)}"


def filters_of(filters: Filters) -> list[Json]:
    """Return the filters in the words of OpenSearch."""
    found: list[Json] = [{"term": {"facets": _facet(kind, value)}} for kind, value in filters.facets]
    if filters.since or filters.until:
        found.append(
            {"range": {"published": {"gte": str(filters.since or ""), "lte": str(filters.until or "9999-12-31")}}}
        )
    if filters.article_id:
        found.append({"term": {"key": key_of(filters.article_id)}})
    return found


def article_document(item: PreparedArticle, version: int) -> Json:
    """Return the document of an article."""
    article = item.article
    return {
        "key": key_of(article.id),
        "stamp": stamp_of(item, version),
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "revision": article.revision,
        "url": article.url,
        "published": article.published,
        "publisher": article.publisher,
        "author": article.author,
        "language": article.language,
        "tags": list(article.tags),
        "location": article.location,
        "modified": article.modified,
        "date_rule": article.date_rule,
        "fingerprint": item.fingerprint,
        "content_hash": item.content_hash,
        "source": item.source,
        "raw": base64.b64encode(item.raw).decode(),
        "times": base64.b64encode(item.times).decode(),
        "passages": [[row.start, row.end, base64.b64encode(row.sentences).decode()] for row in item.passages],
        "day": _day(article.published),
        "bands": _bands(item.sketch),
    }


def _day(published: str | None) -> int | None:
    """Return a publication date as a count of days."""
    try:
        return date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None


def _bands(sketched: bytes) -> list[str]:
    """Return a name for each band of a sketch."""
    bands = np.frombuffer(sketched, dtype=np.uint64).tolist()
    return [f"{number:x}.{band:x}" for number, band in enumerate(bands)]


def article_from(document: Json) -> Article:
    """Return the article of a document."""
    return Article(
        id=document["id"],
        title=document["title"],
        text=document["text"],
        revision=document["revision"],
        url=document["url"],
        published=document["published"],
        publisher=document["publisher"],
        author=document["author"],
        language=document["language"],
        tags=tuple(document["tags"]),
        location=document["location"],
        modified=document["modified"],
        date_rule=document["date_rule"],
        times=PackedTimes(base64.b64decode(document["times"])),
    )


def stored_from(document: Json) -> PreparedArticle:
    """Return all that a document says of an article."""
    return PreparedArticle(
        article=article_from(document),
        content_hash=document["content_hash"],
        source=document["source"],
        raw=base64.b64decode(document["raw"]),
        times=base64.b64decode(document["times"]),
        passages=tuple(
            PassageRow(start, end, base64.b64decode(sentences)) for start, end, sentences in document["passages"]
        ),
        fingerprint=document["fingerprint"],
        sketch=sketch(document["text"]),
    )


def unpack_raw(packed: str) -> bytes:
    """Return the bytes of a source as they were read."""
    return zlib.decompress(base64.b64decode(packed))


def passage_from(article: Article, document: Json, place: int) -> Passage:
    """Return the passage at a place of an article, from the article's document."""
    start, end, sentences = document["passages"][place]
    spans = tuple(Span(*pair) for pair in unpack_sentences(base64.b64decode(sentences)))
    return Passage(passage_id(document["key"], place), article, start, end, spans)


def outline_from(document: Json, place: int) -> Passage:
    """Return a passage without text and sentences; of its article there are id and date."""
    start, end, _ = document["passages"][place]
    article = Article(document["id"], "", "", "", published=document["published"])
    return Passage(passage_id(document["key"], place), article, start, end, ())


def passage_id(key: str, place: int) -> int:
    """Return a number for a passage that is the same in every process and after every rebuild."""
    return int(key, 16) << PLACE_BITS | place
