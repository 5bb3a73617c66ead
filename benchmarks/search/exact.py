"""Check answers against rank-bm25's own scoring of every passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.search.corpus import Corpus, Ints, distinct
from benchmarks.search.engine import K1, B, Ranked
from benchmarks.search.rank_bm25_engine import LuceneBM25, best

TOLERANCE = 1e-6
"""By how much scores may differ, relative to the score."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How an engine's answers compare with the right ones.

    Of ``asked`` questions, ``same_order`` gave the same passages in the same order and ``same_scores`` the same scores
    too; ``overlap`` is the mean share of the right passages among the found ones, 0 to 1.
    """

    asked: int
    same_order: int
    same_scores: int
    overlap: float


class Oracle:
    """rank-bm25 over a whole corpus, made to hold only the terms that are asked about."""

    def __init__(self, corpus: Corpus, terms: set[str]) -> None:
        known = corpus.terms()
        tokens, lengths = corpus.numbers("tokens"), corpus.numbers("lengths")
        numbers = distinct(tokens).tolist()
        wanted = {number: known[number] for number in numbers if known[number] in terms}
        places = np.flatnonzero(np.isin(tokens, np.fromiter(wanted, dtype=np.int64)))
        passages = np.repeat(np.arange(len(lengths)), lengths)[places]
        self._model = _model(lengths, [wanted[number] for number in tokens[places].tolist()], passages.tolist())

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        """Return the k best passages of all."""
        return best(self._model.get_scores(list(terms)), k)


def _model(lengths: Ints, terms: Sequence[str], passages: Sequence[int]) -> LuceneBM25:
    """Return rank-bm25's model of passages of these lengths, which hold these terms and, unasked about, others."""
    frequencies: list[dict[str, int]] = [{} for _ in range(len(lengths))]
    for term, passage in zip(terms, passages, strict=True):
        frequencies[passage][term] = frequencies[passage].get(term, 0) + 1
    df: dict[str, int] = {}
    for terms_of_passage in frequencies:
        for term in terms_of_passage:
            df[term] = df.get(term, 0) + 1
    model = LuceneBM25([["any"]], k1=K1, b=B)
    model.corpus_size, model.avgdl = len(lengths), float(lengths.sum() / len(lengths))
    model.doc_freqs, model.doc_len = frequencies, lengths.tolist()
    model.idf = {}
    model._calc_idf(df)
    return model


def compare(found: Sequence[Ranked], right: Sequence[Ranked]) -> Agreement:
    """Compare an engine's answers with the oracle's, question by question."""
    same_order = same_scores = 0
    shares = []
    for ours, theirs in zip(found, right, strict=False):
        wanted = {number for number, _ in theirs}
        shares.append(len(wanted & {number for number, _ in ours}) / len(wanted) if wanted else 1.0)
        if [number for number, _ in ours] == [number for number, _ in theirs]:
            same_order += 1
            same_scores += all(abs(a - b) <= TOLERANCE * b for (_, a), (_, b) in zip(ours, theirs, strict=True))
    return Agreement(len(shares), same_order, same_scores, float(np.mean(shares)) if shares else 1.0)
