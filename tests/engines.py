"""Libraries for tests of engines: articles made of words, ready to be put."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from index.engines.engine import ReadingEngine
from index.identity import Identified, content_hash
from index.models import Filters, Query, RawArticle
from index.prepare import prepare
from index.store import PreparedGroup
from index.text.tokens import tokenize

_numbers = itertools.count(1)


class Shown(NamedTuple):
    """What must be the same in every engine of a hit."""

    article_id: str
    start: int
    text: str
    score: float
    length: int
    tfs: dict[str, int]


def raw_article(own_id: str, text: str, title: str = "", **particulars) -> RawArticle:
    """Return an article as a source gives it."""
    return RawArticle(
        f"/articles/{own_id}", text.encode(), title or own_id, text, own_id=own_id, **{"language": "en"} | particulars
    )


def group(*articles: RawArticle) -> PreparedGroup:
    """Return articles ready to be put."""
    return prepare([Identified(raw, raw.own_id or "", content_hash(raw), "/articles") for raw in articles], {}).group


def asked(question: str, limit: int = 10, **filters) -> Query:
    """Return a query for the words of a question."""
    return Query(tuple(sorted(set(tokenize(question, "en")))), Filters(**filters), limit)


def shown(engine: ReadingEngine, query: Query) -> list[Shown]:
    """Return the hits of a query, each checked to be a slice of its article."""
    found = engine.search(query)
    assert [hit.rank for hit in found.hits] == list(range(len(found.hits)))
    assert set(found.statistics.df) == set(query.terms)
    return [
        Shown(
            hit.passage.article.id,
            hit.passage.start,
            hit.passage.article.text[hit.passage.start : hit.passage.end],
            hit.score,
            hit.length,
            {term: tf for term, tf in hit.tfs.items() if tf},
        )
        for hit in found.hits
    ]


def ids(engine: ReadingEngine, question: str, limit: int = 10, **filters) -> list[str]:
    """Return the ids of the articles whose passages a question finds, best first."""
    return [item.article_id for item in shown(engine, asked(question, limit, **filters))]


def fresh_name() -> str:
    """Return a name that no library of this run has yet."""
    return f"test-{next(_numbers)}"


def sentences(words: Sequence[str]) -> str:
    """Return words as a text of sentences."""
    return " ".join(f"{' '.join(words[at : at + 9]).capitalize()}." for at in range(0, len(words), 9))
