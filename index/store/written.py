"""Articles written and taken out: their rows in every table, inside the caller's transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from sqlite_utils import Database

from index.postings.segments import add_segment, remove_passages
from index.store import revisions, schema, stories, times
from index.store.rows import PreparedArticle, PreparedGroup, facets_of

_INSERT = """INSERT INTO articles (article_key, id, title, text, revision, content_hash, url, published, publisher,
    author, language, tags, location, first_passage, passage_count, source, modified, date_rule, fingerprint)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""

_Placed = tuple[int, int, PreparedArticle]
"""The key an article gets, the id of its first passage, and the article."""


def replace_earlier(db: Database, groups: Sequence[PreparedGroup], keep_revisions: int) -> None:
    """Take out the articles that others of the same id are to replace; at most so many earlier texts of each stay."""
    revision_of = {item.article.id: item.article.revision for group in groups for item in group.articles}
    known = db.execute(
        "SELECT id FROM articles WHERE id IN (SELECT value FROM json_each(?))", [json.dumps([*revision_of])]
    )
    for (article_id,) in known.fetchall():
        revisions.keep_revision(db, article_id, revision_of[article_id], keep_revisions)
        take_out(db, article_id)


def remove_articles(db: Database, article_ids: Iterable[str]) -> None:
    """Take articles out for good, with their earlier texts; an id that is not there changes nothing."""
    for article_id in article_ids:
        take_out(db, article_id)
        revisions.forget_revisions(db, article_id)


def take_out(db: Database, article_id: str) -> None:
    """Take an article out, if there is one of this id."""
    row = db.execute(
        "SELECT article_key, title, text, language, first_passage FROM articles WHERE id = ?", [article_id]
    ).fetchone()
    if row:
        remove_passages(db, row[4], schema.stored_bags(db, *row[:4]))
        db.execute("DELETE FROM articles WHERE article_key = ?", [row[0]])


def put_articles(db: Database, groups: Sequence[PreparedGroup]) -> None:
    """Store articles of ids that the library does not hold."""
    placed = list(_places(db, groups))
    insert = db.conn.executemany
    insert(_INSERT, map(_row, placed))
    insert(
        "INSERT OR IGNORE INTO facets VALUES (?, ?, ?, ?, ?)",
        (
            (*facet, key, first, len(item.passages))
            for key, first, item in placed
            for facet in facets_of(*_facet_columns(item))
        ),
    )
    insert("INSERT INTO raw_inputs VALUES (?, ?)", ((key, item.raw) for key, _, item in placed))
    times.put_times(db, ((key, item.times) for key, _, item in placed))
    insert(
        "INSERT INTO passages VALUES (?, ?, ?, ?, ?)",
        (
            (passage_id, key, *passage)
            for key, first, item in placed
            for passage_id, passage in enumerate(item.passages, start=first)
        ),
    )
    stories.link_stories(db, [(key, item.article.published, item.sketch) for key, _, item in placed])


def _places(db: Database, groups: Sequence[PreparedGroup]) -> Iterator[_Placed]:
    """Write the postings of articles; yield each with its key and the id of its first passage."""
    first = add_segment(db, [group.bags for group in groups])
    key = db.execute("SELECT ifnull(max(article_key), 0) FROM articles").fetchone()[0]
    for group in groups:
        for item in group.articles:
            key += 1
            yield key, first, item
            first += len(item.passages)


def _facet_columns(item: PreparedArticle) -> tuple[str | None, str | None, str | None, str | None, str]:
    article = item.article
    return article.published, article.publisher, article.author, article.language, _tags(item)


def _tags(item: PreparedArticle) -> str:
    return json.dumps(item.article.tags, ensure_ascii=False)


def _row(placed: _Placed) -> tuple[object, ...]:
    key, first, item = placed
    article = item.article
    return (
        key, article.id, article.title, article.text, article.revision, item.content_hash, article.url,
        article.published, article.publisher, article.author, article.language, _tags(item), article.location,
        first, len(item.passages), item.source, article.modified, article.date_rule, item.fingerprint,
    )  # fmt: skip
