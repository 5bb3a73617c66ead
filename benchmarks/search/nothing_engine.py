"""No engine: reads the passages, so that what reading costs can be told from what indexing costs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.search.corpus import Corpus
from benchmarks.search.engine import Engine, Ranked


class _Nothing:
    def build(self, corpus: Corpus, folder: Path) -> None:
        for _ in corpus.articles():
            pass

    def open(self, folder: Path) -> None:
        pass

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        return []

    def close(self) -> None:
        pass

    def index_bytes(self, folder: Path) -> int:
        return 0


def make() -> Engine:
    """Return the engine."""
    return _Nothing()
