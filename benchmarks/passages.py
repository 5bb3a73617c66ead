"""Measure passages: in how many of the best ones an answer stands, from plain BM25 on, step by step.

Usage: ``python -m benchmarks.passages DATA_FOLDER [--work FOLDER]``, with the folder of `benchmarks.labelled`. Plain
BM25 ranks the same passages without the titles of their articles, by the parameters of rank-bm25 and by ours; then come
the titles, the rest of `bot.answering.ranking.rerank` without and with the day of asking, and the order of the
passages' best sentences.
"""

from __future__ import annotations

import argparse
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import mkdtemp

import numpy as np

from benchmarks.labelled import library, rows
from benchmarks.logistic import Floats
from bot.answering.measure import PASSAGE_DEPTHS, normal, rank_passages
from bot.answering.questions.question import Question, read_question
from bot.answering.ranking.rerank import rerank
from bot.answering.ranking.sentences import rank_sentences
from bot.handlers.asking import PASSAGES_FOUND
from index.models import Filters, Passage, Query
from index.search import search
from index.store import Library
from index.text.tokens import tokenize

DEFAULTS = (1.5, 0.75)
OURS = (0.9, 0.75)


class Plain:
    """BM25 with Lucene's idf over the texts of all passages of a library, and nothing else."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self.passages = passages
        self._postings: dict[str, tuple[array[int], array[int]]] = {}
        lengths = []
        for place, passage in enumerate(passages):
            terms = tokenize(passage.text, "en")
            lengths.append(len(terms))
            for term, count in Counter(terms).items():
                places, counts = self._postings.setdefault(term, (array("i"), array("i")))
                places.append(place)
                counts.append(count)
        self._lengths: Floats = np.array(lengths, dtype=np.float64)

    def best(self, terms: Sequence[str], k1: float, b: float, count: int) -> list[Passage]:
        """Return the ``count`` best passages, equal ones in order of place."""
        total = len(self.passages)
        scores = np.zeros(total)
        norm = k1 * (1 - b + b * self._lengths / self._lengths.mean())
        for term in terms:
            if term in self._postings:
                places, counts = (np.array(column) for column in self._postings[term])
                idf = np.log(1 + (total - len(places) + 0.5) / (len(places) + 0.5))
                scores[places] += idf * counts * (k1 + 1) / (counts + norm[places])
        order = np.lexsort((np.arange(total), -scores))[:count]
        return [self.passages[place] for place in order if scores[place] > 0]


def all_passages(stored: Library) -> list[Passage]:
    """Return every passage of a library that has a date for most of its articles, in order of id."""
    ranges = sorted(stored.passage_ranges(Filters(since=date.min)))
    return [passage for first, count in ranges for passage in stored.passages(range(first, first + count))]


def ways(stored: Library, plain: Plain, question: Question) -> Iterator[tuple[str, Sequence[Passage]]]:
    """Yield the passages of a question in every order, each with its name."""
    yield "plain BM25, k1 1.5", plain.best(question.terms, *DEFAULTS, PASSAGE_DEPTHS[-1])
    yield "plain BM25, k1 .9", plain.best(question.terms, *OURS, PASSAGE_DEPTHS[-1])
    found = search(stored, Query(question.searched, limit=PASSAGES_FOUND))
    yield "with titles", [hit.passage for hit in found.hits]
    dayless = read_question(question.text, ["en"])
    yield "and article, place", [hit.passage for hit in rerank(dayless, found.hits, PASSAGE_DEPTHS[-1])]
    hits = rerank(question, found.hits, PASSAGE_DEPTHS[-1])
    yield "and the day", [hit.passage for hit in hits]
    yield "and the best sentence", rank_passages(hits, rank_sentences(question, hits, found.statistics))


def shares(ranks: Sequence[Sequence[int]]) -> str:
    """Return the shares of questions that have a right passage among the first 1, 5 and 20; each has its own ranks."""
    return " / ".join(f"{sum(min(found) < depth for found in ranks) / len(ranks):.3f}" for depth in PASSAGE_DEPTHS)


def main() -> None:
    """Print one line for every order of the passages."""
    parser = argparse.ArgumentParser(description="Measure in how many of the best passages an answer stands.")
    parser.add_argument("data", type=Path, help="folder that holds news")
    parser.add_argument("--work", type=Path, help="folder for the library (default: a new one)")
    arguments = parser.parse_args()
    stored = library(arguments.data, "news", arguments.work or Path(mkdtemp(prefix="cuttings-passages-")))
    plain = Plain(all_passages(stored))
    ranks: dict[str, list[list[int]]] = {}
    for row in rows(arguments.data / "news" / "questions.jsonl.gz"):
        if not row["answer_seen_in"]:
            continue
        question = read_question(row["question"], ["en"], date.fromisoformat(row["asked"]))
        answers = [normal(answer) for answer in row["answers"]]
        for name, passages in ways(stored, plain, question):
            words = [normal(passage.text) for passage in passages]
            right = [rank for rank, text in enumerate(words) if any(answer in text for answer in answers)]
            ranks.setdefault(name, []).append([*right, len(words) + PASSAGES_FOUND])
    for name, found in ranks.items():
        print(f"{name:22} {shares(found)} of {len(found)} questions")


if __name__ == "__main__":
    main()
