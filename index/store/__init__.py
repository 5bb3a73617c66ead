"""The library file: one SQLite database a library, and the only SQL besides `index.postings`."""

from index.store.library import Library
from index.store.rows import (
    KnownArticle,
    KnownSource,
    ListedArticle,
    Overview,
    PreparedArticle,
    PreparedGroup,
    pack_passage,
)

__all__ = [
    "KnownArticle",
    "KnownSource",
    "Library",
    "ListedArticle",
    "Overview",
    "PreparedArticle",
    "PreparedGroup",
    "pack_passage",
]
