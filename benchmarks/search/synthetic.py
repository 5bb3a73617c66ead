"""Made-up passages and questions with the statistics of English news."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.search.corpus import About, CorpusWriter, Ints, distinct

SEED = 20_240_619
PASSAGES_AT_A_TIME = 100_000

# Measured on 128,565 passages of 8,000 news articles, stop words left out and stems counted as one, title included.
_RANKS = (1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
_SHARES = (
    0.0095, 0.0167, 0.0221, 0.0300, 0.0454, 0.0699, 0.1231, 0.1848, 0.2726, 0.4349, 0.5854, 0.7315, 0.8699, 0.9316,
    0.9662,
)  # fmt: skip
"""The share of all tokens that the terms up to each of these ranks have."""
_TAIL_EXPONENT = 1.0
"""Behind the last rank the share left over falls as rank ** -1: 128,000 terms are met in 7.8 million tokens, and
their number grows with the square root of the tokens (the news: 121,000, exponent .55)."""
_REPEATED_IN_PASSAGE, _REPEATED_IN_ARTICLE = 0.13, 0.22
"""How often a token repeats an earlier one of its passage, or of its article, so that terms come in bursts: 83 % of
a passage's tokens are distinct, as in the news."""
_LENGTHS = (4, 32, 39, 44, 48, 51, 54, 56, 58, 60, 62, 64, 66, 68, 69, 71, 73, 76, 78, 83, 245)
"""Lengths of passages in tokens: every twentieth part of the passages."""
_PASSAGES_PER_ARTICLE = (1, 2, 4, 5, 6, 6, 7, 8, 9, 10, 10, 11, 12, 13, 15, 17, 19, 23, 29, 53, 235)
QUESTION_TERMS = 12
SHORT_QUESTION_TERMS = (3, 4)


def write_synthetic(folder: Path, passage_count: int, seed: int = SEED) -> About:
    """Write a corpus of made-up articles; the same seed gives the same corpus."""
    random = np.random.default_rng(seed)
    writer = CorpusWriter(folder)
    known = np.zeros(0, dtype=np.int64)
    while writer.passage_count < passage_count:
        wanted = min(PASSAGES_AT_A_TIME, passage_count - writer.passage_count)
        counts = _passage_counts(random, wanted)
        lengths = _quantiles(random, _LENGTHS, wanted)
        tokens = _tokens(random, lengths, counts)
        known = distinct(np.concatenate([known, distinct(tokens)]))
        writer.write(tokens, lengths, counts)
    description = f"{passage_count:,} made-up passages with the statistics of English news (seed {seed})"
    return writer.close(description, len(known), None)


def _quantiles(random: np.random.Generator, quantiles: tuple[int, ...], count: int) -> Ints:
    places = random.random(count) * (len(quantiles) - 1)
    return np.rint(np.interp(places, np.arange(len(quantiles)), quantiles)).astype(np.int64)


def _passage_counts(random: np.random.Generator, passage_count: int) -> Ints:
    """Return how many passages each article has, so that all have so many together."""
    counts = _quantiles(random, _PASSAGES_PER_ARTICLE, passage_count)
    ends = np.cumsum(counts)
    last = int(np.searchsorted(ends, passage_count))
    counts = counts[: last + 1]
    counts[-1] -= ends[last] - passage_count
    return counts


def _tokens(random: np.random.Generator, lengths: Ints, counts: Ints) -> Ints:
    """Return the ranks of all tokens: fresh ones, and repetitions of what the article said before."""
    ranks = _ranks(random, int(lengths.sum()))
    places = np.arange(len(ranks))
    passage_starts = np.repeat(np.cumsum(lengths) - lengths, lengths)
    article_lengths = np.add.reduceat(lengths, np.cumsum(counts) - counts)
    article_starts = np.repeat(np.cumsum(article_lengths) - article_lengths, article_lengths)
    kind = random.random(len(ranks))
    starts = np.where(kind < _REPEATED_IN_PASSAGE, passage_starts, article_starts)
    earlier = starts + ((places - starts) * random.random(len(ranks))).astype(np.int64)
    source = np.where(kind < _REPEATED_IN_PASSAGE + _REPEATED_IN_ARTICLE, earlier, places)
    # What a repetition repeats may be one itself: follow them all to the first, two steps at a time.
    while not np.array_equal(following := source[source], source):
        source = following
    return ranks[source]


def _ranks(random: np.random.Generator, count: int) -> Ints:
    """Return ranks of terms, 0 the commonest, drawn as often as English news has them."""
    drawn = random.random(count)
    logs = np.interp(drawn, (0.0, *_SHARES), np.log((0.5, *_RANKS)))
    ranks = np.exp(logs)
    rare = drawn > _SHARES[-1]
    left = (1 - drawn[rare]) / (1 - _SHARES[-1])
    ranks[rare] = np.minimum(_RANKS[-1] * left ** (-1 / _TAIL_EXPONENT), np.iinfo(np.int32).max)
    return np.ceil(ranks).astype(np.int64) - 1
