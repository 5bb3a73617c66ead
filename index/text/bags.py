"""Count the terms of passages: what the index keeps of a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, count

import numpy as np
from numpy.typing import NDArray

from index.models import PassageSpan, Span
from index.text.tokens import tokenize

try:
    from index.text import _counting
except ImportError:  # there was no C compiler when Cuttings was installed
    _counting = None  # type: ignore[assignment]

TERMS_VERSION = 1
"""Raise by one when any text gives other terms than before: libraries are then indexed anew when next written to."""
MAX_TITLE_TOKENS = 100
"""How many tokens of an article's title count as part of each of its passages."""

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bags:
    """The terms of consecutive passages: ``terms`` are distinct, and the next three have one entry a posting.

    ``term_index`` and ``passage_index`` count from 0; postings are in order of passage. ``lengths`` has one entry a
    passage, in tokens, those of the title included.
    """

    terms: tuple[str, ...]
    term_index: Ints
    passage_index: Ints
    tfs: Ints
    lengths: Ints


def count_terms(title: str, text: str, passages: Sequence[PassageSpan | Span], language: str) -> Bags:
    """Return the bags of an article's passages."""
    return bags_of(tokens_of(title, text, passages, language))


def tokens_of(title: str, text: str, passages: Sequence[PassageSpan | Span], language: str) -> list[list[str]]:
    """Return what an article's passages are indexed by: their tokens, and once in each those of the title."""
    head = tokenize(title, language)[:MAX_TITLE_TOKENS]
    return [tokenize(text[passage.start : passage.end], language) + head for passage in passages]


def bags_of(passages: Sequence[list[str]]) -> Bags:
    """Return the bags of passages given as their tokens."""
    lengths = np.fromiter(map(len, passages), dtype=np.int64, count=len(passages))
    if _counting is None:
        return _bags_of(passages, lengths)
    terms, *numbers = _counting.count(list(passages))
    term_index, passage_index, tfs = (np.frombuffer(packed, dtype=np.int64) for packed in numbers)
    return Bags(tuple(terms), term_index, passage_index, tfs, lengths)


def _bags_of(passages: Sequence[list[str]], lengths: Ints) -> Bags:
    """Do it in numpy."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    flat = np.fromiter(map(numbers.__getitem__, chain.from_iterable(passages)), dtype=np.int64)
    keys = np.repeat(np.arange(len(passages)), lengths) * len(numbers) + flat
    distinct, tfs = np.unique(keys, return_counts=True)
    passage_index, term_index = np.divmod(distinct, max(len(numbers), 1))
    return Bags(tuple(numbers), term_index, passage_index, tfs.astype(np.int64), lengths)
