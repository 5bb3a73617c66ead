"""The passages every engine is given: tokenised once, kept as numbers in a folder, read article by article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import accumulate, islice, pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

READ_ARTICLES = 200
"""How many articles are held at a time."""
_LETTERS = "etaoinsrhldcumfpgwybvkxjqz"


@dataclass(frozen=True, slots=True)
class About:
    """What a corpus is: how it was made, and how much of everything it holds."""

    description: str
    articles: int
    passages: int
    tokens: int
    distinct_terms: int
    synthetic: bool


@dataclass(frozen=True, slots=True)
class TokenisedArticle:
    """An article as its passages' terms; ``first`` is the number of its first passage, counted over the corpus."""

    first: int
    passages: Sequence[list[str]]


class SyntheticTerms(dict[int, str]):
    """Rank of a made-up term -> the term: the commoner the shorter, as in English; remembers what was asked."""

    def __missing__(self, rank: int) -> str:
        letters, rest = [], rank + len(_LETTERS)
        while rest:
            rest, letter = divmod(rest, len(_LETTERS))
            letters.append(_LETTERS[letter])
        term = self[rank] = "".join(letters)
        return term


def distinct(values: Ints) -> Ints:
    """Return the values in order, each once; for millions of numbers several times as fast as `numpy.unique`."""
    ordered = np.sort(values)
    return ordered[np.r_[True, ordered[1:] != ordered[:-1]]] if len(ordered) else ordered


class CorpusWriter:
    """Writes a corpus, some articles at a time."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files = {name: (folder / f"{name}.u32").open("wb") for name in ("tokens", "lengths", "passage_counts")}
        self._totals = dict.fromkeys(self._files, 0)
        self._passages = 0

    @property
    def passage_count(self) -> int:
        """How many passages were written."""
        return self._passages

    def write(self, tokens: Ints, lengths: Ints, passage_counts: Ints) -> None:
        """Add articles: term ids of all their passages in a row, tokens a passage, passages an article."""
        for name, values in (("tokens", tokens), ("lengths", lengths), ("passage_counts", passage_counts)):
            self._files[name].write(values.astype("<u4").tobytes())
            self._totals[name] += len(values)
        self._passages += len(lengths)

    def close(self, description: str, distinct_terms: int, terms: Sequence[str] | None) -> About:
        """Finish the corpus; ``terms`` are the terms by id, ``None`` for made-up ones, which follow from their rank."""
        for file in self._files.values():
            file.close()
        about = About(
            description,
            self._totals["passage_counts"],
            self._totals["lengths"],
            self._totals["tokens"],
            distinct_terms,
            terms is None,
        )
        if terms is not None:
            (self._folder / "terms.txt").write_text("\n".join(terms), encoding="utf-8")
        # Written last: a folder with this file is whole.
        (self._folder / "about.json").write_text(json.dumps(asdict(about)), encoding="utf-8")
        return about


class Corpus:
    """A corpus in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.about = About(**json.loads((folder / "about.json").read_text(encoding="utf-8")))

    def terms(self) -> Sequence[str] | Mapping[int, str]:
        """Return the terms by id."""
        if self.about.synthetic:
            return SyntheticTerms()
        return (self._folder / "terms.txt").read_text(encoding="utf-8").split("\n")

    def numbers(self, name: str, start: int = 0, count: int = -1) -> Ints:
        """Return ``tokens``, ``lengths`` or ``passage_counts``, all from ``start`` on or so many."""
        path = self._folder / f"{name}.u32"
        return np.fromfile(path, dtype="<u4", count=count, offset=4 * start).astype(np.int64)

    def articles(self) -> Iterator[TokenisedArticle]:
        """Yield every article, in order; a bounded number is held at a time."""
        terms = self.terms()
        counts = self.numbers("passage_counts")
        first = 0
        with (self._folder / "tokens.u32").open("rb") as tokens, (self._folder / "lengths.u32").open("rb") as lengths:
            for start in range(0, len(counts), READ_ARTICLES):
                some = counts[start : start + READ_ARTICLES].tolist()
                sizes = np.fromfile(lengths, dtype="<u4", count=sum(some)).tolist()
                flat = list(map(terms.__getitem__, np.fromfile(tokens, dtype="<u4", count=sum(sizes)).tolist()))
                ends = list(accumulate(sizes, initial=0))
                passages = (flat[begin:end] for begin, end in pairwise(ends))
                for count in some:
                    yield TokenisedArticle(first, list(islice(passages, count)))
                    first += count
