"""rank-bm25: every passage scored for every question."""

from __future__ import annotations

import math
import pickle
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from rank_bm25 import BM25Okapi

from benchmarks.search.corpus import Corpus
from benchmarks.search.engine import K1, B, Engine, Ranked, folder_bytes


class LuceneBM25(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no type information
    """`BM25Okapi` with the idf ``ln(1 + (N - df + 0.5) / (df + 0.5))``; all else is the package's."""

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: math.log(1 + (self.corpus_size - df + 0.5) / (df + 0.5)) for term, df in nd.items()}


def best(scores: np.ndarray[tuple[int], np.dtype[np.float64]], k: int) -> Ranked:
    """Return the k highest of all scores above 0, equal ones by number."""
    found = np.flatnonzero(scores)
    if len(found) > k:
        least = np.partition(scores[found], len(found) - k)[len(found) - k]
        found = found[scores[found] >= least]
    order = np.lexsort((found, -scores[found]))[:k]
    return [(int(number), float(scores[number])) for number in found[order]]


class _RankBM25:
    def build(self, corpus: Corpus, folder: Path) -> None:
        passages = chain.from_iterable(article.passages for article in corpus.articles())
        model = LuceneBM25(passages, k1=K1, b=B)
        with (folder / "model.pickle").open("wb") as file:
            pickle.dump(model, file, protocol=pickle.HIGHEST_PROTOCOL)

    def open(self, folder: Path) -> None:
        with (folder / "model.pickle").open("rb") as file:
            self._model = pickle.load(file)  # noqa: S301 - written by `build`

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        return best(self._model.get_scores(list(terms)), k)

    def close(self) -> None:
        pass

    def index_bytes(self, folder: Path) -> int:
        return folder_bytes(folder)


def make() -> Engine:
    """Return the engine."""
    return _RankBM25()
