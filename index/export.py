"""Write the articles of a library as JSON Lines, and read them back as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from index.models import Article
from index.store import Library
from index.store.history import History, histories

PAGE = 500
"""How many articles are read at a time."""


def exported(library: Library) -> Iterator[str]:
    """Yield every article as one line of JSON, in order of the ids, all of one state of the library.

    A line holds the keys of the bulk format that the article has, and of `EXPORTED_KEYS`; it is the text as stored,
    with nothing to clean.
    """
    with library.snapshot():
        last = ""
        while page := library.articles_after(last, PAGE):
            known = histories(library, [article.id for article in page])
            for article in page:
                yield _line(article, known.get(article.id, History()))
            last = page[-1].id


def _line(article: Article, history: History) -> str:
    fields = {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "url": article.url,
        "published": article.published,
        "publisher": article.publisher,
        "author": article.author,
        "language": article.language,
        "tags": list(article.tags),
        "modified": article.modified,
        "date_rule": article.date_rule,
        "edited": dict(history.edited),
        "apart": history.is_apart,
        "earlier": [
            {name: value for name, value in asdict(revision).items() if value is not None}
            for revision in history.earlier
        ],
    }
    kept = {key: value for key, value in fields.items() if value or key in {"id", "text"}}
    return json.dumps(kept, ensure_ascii=False)
