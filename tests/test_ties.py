"""Passages of equal score come in order of article id, then of place, however the library finds that out."""

import json

import pytest

from index.build import add
from index.models import Query
from index.search import search
from index.store import Library, ties


@pytest.fixture
def library(tmp_path):
    """Make a library of articles alike, added in an order that is not that of their ids; one has no passage."""
    source = tmp_path / "articles.jsonl"
    rows = [
        {"id": article_id, "title": "", "text": "\n\n".join([f"A grey harbour {'and snow ' * 60}"] * count)}
        for article_id, count in (("zebra", 2), ("apple", 3), ("Émile", 1), ("middle", 2), ("Apple", 1))
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library.open_for_writing(tmp_path / "library.db") as opened:
        add(opened, [source], progress=lambda what, done, total: None)
        opened.db.execute(
            """INSERT INTO articles (article_key, id, title, text, revision, content_hash, url, published, publisher,
                author, language, tags, location, first_passage, passage_count, source)
                SELECT 99, 'aaa', title, '', revision, content_hash, url, published, publisher,
                author, language, tags, location, first_passage, 0, source FROM articles WHERE id = 'zebra'"""
        )
        yield opened


@pytest.mark.parametrize("share", [100.0, 0.0], ids=["asked one by one", "all articles read"])
def test_equal_scores_come_by_article_id_then_place(library, monkeypatch, share):
    """Both ways give one order: that of code points, places ascending within an article."""
    monkeypatch.setattr(ties, "WORTH_ASKING", share)

    hits = search(library, Query(("harbour",), limit=50)).hits

    assert len({hit.score for hit in hits}) < len(hits)
    keys = [(-hit.score, hit.passage.article.id, hit.passage.start) for hit in hits]
    assert keys == sorted(keys)
    assert len({hit.passage.article.id for hit in hits}) == 5


def test_a_change_of_the_library_is_seen(library, monkeypatch):
    """What was kept of the articles is forgotten once one is added or removed."""
    monkeypatch.setattr(ties, "WORTH_ASKING", 0.0)
    search(library, Query(("harbour",), limit=50))
    library.save([], ["apple"])

    found = [hit.passage.article.id for hit in search(library, Query(("harbour",), limit=50)).hits]

    assert "apple" not in found
    assert len(set(found)) == 4
