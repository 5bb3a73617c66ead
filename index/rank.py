"""BM25: turns statistics into scores. The only import of `rank_bm25`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from rank_bm25 import BM25Okapi

K1 = 0.9
"""Term frequency saturation; .6 to .9 finds more than the usual 1.5 on passages of 90 words."""
B = 0.75
"""How much a passage's length counts, 0 to 1."""

Floats = NDArray[np.float64]

_WORD = ""


@dataclass(frozen=True)
class Statistics:
    """What BM25 needs to know of a whole library: passages, tokens in them, and each term's document frequency."""

    passage_count: int
    token_count: int
    df: Mapping[str, int]
    k1: float = K1
    b: float = B

    @property
    def avgdl(self) -> float:
        """The mean passage length in tokens; 1.0 for a library without tokens."""
        return self.token_count / self.passage_count if self.token_count else 1.0

    def norms(self, lengths: NDArray[np.int64]) -> Floats:
        """Return ``k1 * (1 - b + b * length / avgdl)`` for passages of these lengths, operations as in `rank_bm25`."""
        return np.asarray(self.k1 * (1 - self.b + self.b * lengths / self.avgdl), dtype=np.float64)

    @cached_property
    def idfs(self) -> Mapping[str, float]:
        """Lucene's idf of each term, ``ln(1 + (N - df + 0.5) / (df + 0.5))``: never negative; 0.0 for df 0."""
        count = self.passage_count
        return {term: math.log(1 + (count - df + 0.5) / (df + 0.5)) if df else 0.0 for term, df in self.df.items()}

    def idf(self, term: str) -> float:
        """Return a term's idf; 0.0 for an unknown one."""
        return self.idfs.get(term, 0.0)


class _Pairs(BM25Okapi):  # type: ignore[misc]  # rank_bm25 has no type information
    """`BM25Okapi` over pairs of a term and a passage, each a document of its own that holds one word, `_WORD`.

    The class as released can't start without a corpus, scores zero or less on small libraries and floors the idf of
    common terms on large ones; so its fields are set from statistics, and its scoring code is used as it is.
    """

    def __init__(self, statistics: Statistics, tfs: list[int], lengths: list[int]) -> None:
        self.k1, self.b = statistics.k1, statistics.b
        self.corpus_size = len(tfs)
        self.avgdl = statistics.avgdl
        self.doc_freqs, self.doc_len = [{_WORD: tf} for tf in tfs], lengths
        self.idf = {_WORD: 1.0}


class Held(Protocol):
    """A passage found: its length, and term -> tf for the terms of the query that it holds.

    The terms are in code point order: a total order of additions makes equal passages score equally to the bit.
    """

    @property
    def length(self) -> int:
        """In tokens."""

    @property
    def tfs(self) -> Mapping[str, int]:
        """Of the terms held, none of them 0."""


def score_passages(statistics: Statistics, passages: Sequence[Held]) -> list[float]:
    """Return the BM25 score of each passage, by `rank_bm25`'s own code.

    It is asked once for each pair of a tf and a length, then idfs are multiplied and terms added in its order: the same
    to the bit as asking it of the passages, and many times quicker.
    """
    impacts = _impacts(statistics.k1, statistics.b, statistics.avgdl)
    try:
        return _add_up(statistics.idfs, passages, impacts)
    except KeyError:
        pairs = {(tf, passage.length) for passage in passages for tf in passage.tfs.values()}
        scores = _Pairs(statistics, [tf for tf, _ in pairs], [length for _, length in pairs]).get_scores([_WORD])
        for (tf, length), score in zip(pairs, scores.tolist(), strict=True):
            impacts.setdefault(length, {})[tf] = score
    return _add_up(statistics.idfs, passages, impacts)


def _add_up(
    idfs: Mapping[str, float], passages: Sequence[Held], impacts: Mapping[int, Mapping[int, float]]
) -> list[float]:
    """Return the sum of idf times impact of each passage: a loop, for numpy takes longer for so few."""
    scores = []
    for passage in passages:
        by_tf = impacts[passage.length]
        score = 0.0
        for term, tf in passage.tfs.items():
            score += idfs[term] * by_tf[tf]
        scores.append(score)
    return scores


@lru_cache(maxsize=4)
def _impacts(k1: float, b: float, avgdl: float) -> dict[int, dict[int, float]]:
    """Return where what a term adds to a score, but for its idf, is kept by length and tf: a few thousand numbers."""
    return {}


@dataclass(frozen=True, slots=True)
class TermScore:
    """What a term adds to a passage's score, and from what: ``contribution`` is idf * tf * (k1 + 1) / (tf + norm)."""

    term: str
    df: int
    idf: float
    tf: int
    norm: float
    contribution: float


def explain(
    statistics: Statistics, terms: Sequence[str], frequencies: Mapping[str, int], length: int
) -> tuple[TermScore, ...]:
    """Return what each term that a passage holds adds to its score, in the order of the terms; the sum is the score.

    ``frequencies`` is term -> tf, ``length`` the passage's length in tokens.
    """
    norm = float(statistics.norms(np.array([length]))[0])
    scores = []
    for term in terms:
        if tf := frequencies.get(term, 0):
            idf = statistics.idf(term)
            contribution = idf * (tf * (statistics.k1 + 1) / (tf + norm))
            scores.append(TermScore(term, statistics.df[term], idf, tf, norm, contribution))
    return tuple(scores)
