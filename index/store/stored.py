"""Whole articles as they are stored, for whoever moves or rebuilds a library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlite_utils import Database

from index.models import Span
from index.store.rows import ARTICLE_COLUMNS, PassageRow, PreparedArticle, PreparedGroup, article_of
from index.text.bags import bags_of, tokens_of
from index.text.language import DEFAULT_LANGUAGE
from index.text.sketch import sketch
from index.text.times import article_times, pack_times

_PAGE = 200
"""How many articles are read at a time: a few megabytes."""


def stored_articles(db: Database, after: str = "") -> Iterator[PreparedArticle]:
    """Yield every article whose id comes after ``after``, in the order of their ids, with its passages."""
    while True:
        rows = db.execute(
            f"""SELECT a.article_key, a.content_hash, a.source, r.raw, a.fingerprint, {ARTICLE_COLUMNS} FROM articles a
            LEFT JOIN raw_inputs r USING (article_key) LEFT JOIN times t USING (article_key)
            WHERE a.id > ? ORDER BY a.id LIMIT ?""",  # noqa: S608 - literals
            [after, _PAGE],
        ).fetchall()
        if not rows:
            return
        for key, content_hash, source, raw, fingerprint, *columns in rows:
            passages = db.execute(
                'SELECT start, "end", sentences FROM passages WHERE article_key = ? ORDER BY passage_id', [key]
            )
            article = article_of(columns)
            yield PreparedArticle(
                article=article,
                content_hash=content_hash,
                source=source,
                raw=raw or b"",
                passages=tuple(PassageRow(*row) for row in passages),
                times=columns[-1] or pack_times(article_times(article.text, article.published, article.language)),
                fingerprint=fingerprint or "",
                sketch=sketch(article.text),
            )
            after = columns[0]


def with_times(item: PreparedArticle) -> PreparedArticle:
    """Return an article with its times found by today's rules."""
    article = item.article
    return replace(item, times=pack_times(article_times(article.text, article.published, article.language)))


def group_of(articles: Sequence[PreparedArticle]) -> PreparedGroup:
    """Return stored articles as a group, their passages tokenised by today's rules."""
    tokens: list[list[str]] = []
    for item in articles:
        spans = [Span(row.start, row.end) for row in item.passages]
        tokens += tokens_of(item.article.title, item.article.text, spans, item.article.language or DEFAULT_LANGUAGE)
    return PreparedGroup(tuple(articles), bags_of(tokens))


def stored_states(db: Database) -> Iterator[tuple[str, str]]:
    """Yield id and `PreparedArticle.state` of every article, in the order of the ids."""
    for article_id, content_hash, revision in db.execute("SELECT id, content_hash, revision FROM articles ORDER BY id"):
        yield article_id, f"{content_hash} {revision}"
