"""bm25s: scores worked out when the index is built, added up by numpy or by numba."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import bm25s

from benchmarks.search.corpus import Corpus
from benchmarks.search.engine import K1, B, Engine, Ranked, folder_bytes


class _BM25S:
    """``backend`` says what adds the scores up."""

    def __init__(self, backend: Literal["numpy", "numba"]) -> None:
        self._backend = backend

    def build(self, corpus: Corpus, folder: Path) -> None:
        passages = [passage for article in corpus.articles() for passage in article.passages]
        model = bm25s.BM25(k1=K1, b=B, method="lucene", backend=self._backend)
        model.index(passages, show_progress=False)
        model.save(str(folder), show_progress=False)

    def open(self, folder: Path) -> None:
        self._model = bm25s.BM25.load(str(folder), show_progress=False)

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        numbers, scores = self._model.retrieve([list(terms)], k=k, show_progress=False)
        return [
            (int(number), float(score)) for number, score in zip(numbers[0], scores[0], strict=True) if float(score) > 0
        ]

    def close(self) -> None:
        pass

    def index_bytes(self, folder: Path) -> int:
        return folder_bytes(folder)


def make() -> Engine:
    """Return the engine that adds with numpy."""
    return _BM25S("numpy")


def make_numba() -> Engine:
    """Return the engine that adds with numba, which compiles its loop the first time it is used."""
    return _BM25S("numba")
