"""Small questions to a library, asked while a question is read."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from index.postings.vocabulary import terms_from
from index.store.library import Library
from index.store.translate import translated


def outlet_named(library: Library) -> Callable[[str], str | None]:
    """Return a function that returns an outlet, as its articles write it, by its name in any letter case."""

    def named(name: str) -> str | None:
        with translated(library.path):
            row = library.db.execute(
                """SELECT publisher FROM articles WHERE article_key = (SELECT article_key FROM facets
                WHERE kind = 'publisher' AND value = ? ORDER BY article_key LIMIT 1)""",
                [name.casefold()],
            ).fetchone()
        return row[0] if row else None

    return named


def is_dated(library: Library) -> bool:
    """Tell whether any article has a date of publication."""
    with translated(library.path):
        found = library.db.execute("SELECT EXISTS (SELECT 1 FROM facets WHERE kind = 'published')").fetchone()
    return bool(found[0])


def known_terms(library: Library, start: str) -> dict[str, int]:
    """Return every term of the library that begins with ``start``, and in about how many passages it stands.

    Passages removed since their part of the index was written still count.
    """
    with translated(library.path):
        found = sorted(terms_from(library.db, start))
    return {term: sum(df for _, df in same) for term, same in groupby(found, key=lambda pair: pair[0])}
