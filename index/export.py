"""Write the articles of a library as JSON Lines, and read them back as they were."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from typing import Protocol

from index.models import Article
from index.store.history import History

PAGE = 500
"""How many articles are read at a time."""


class Exportable(Protocol):
    """A library that gives its articles in order."""

    def snapshot(self) -> AbstractContextManager[None]:
        """See one state of the library until the end of the block."""
        ...

    def histories(self, article_ids: Sequence[str]) -> Mapping[str, History]:
        """Return article id -> what is known of it besides itself, of those of which anything is."""
        ...

    def articles_after(self, article_id: str, count: int) -> list[Article]:
        """Return so many articles at most whose ids come behind one, in order of the ids."""
        ...


def exported(library: Exportable) -> Iterator[str]:
    """Yield every article as one line of JSON, in order of the ids, all of one state of the library.

    A line holds the keys of the bulk format that the article has, and of `EXPORTED_KEYS`; it is the text as stored,
    with nothing to clean.
    """
    with library.snapshot():
        last = ""
        while page := library.articles_after(last, PAGE):
            known = library.histories([article.id for article in page])
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
