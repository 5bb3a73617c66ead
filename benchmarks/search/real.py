"""Real passages: articles cut and tokenised by Cuttings' own functions, again and again until there are enough."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import numpy as np

from benchmarks.search.corpus import About, CorpusWriter
from index.text.clean import clean_article
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.passages import split_passages
from index.text.tokens import tokenize


class _Story(NamedTuple):
    """A cleaned article."""

    title: str
    text: str
    language: str


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the objects of a JSON Lines file, which may be packed by gzip."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_real(folder: Path, articles: Path, passage_count: int | None) -> About:
    """Write a corpus of an article file's passages, cut anew until there are ``passage_count`` (``None``: once).

    In round r every article begins with its sentence r, counted from 0, so that passages begin and end elsewhere than
    in any round before; an article with too few sentences takes no part. Each counts as an article of its own.
    """
    writer = CorpusWriter(folder)
    ids: defaultdict[str, int] = defaultdict(count().__next__)
    rounds = 0
    while rounds == 0 or writer.passage_count < (passage_count or 0):
        before = writer.passage_count
        for story in _stories(articles):
            left = passage_count - writer.passage_count if passage_count else None
            if left == 0:
                break
            passages = _cut(story, rounds)[:left]
            if passages:
                tokens = np.fromiter((ids[term] for passage in passages for term in passage), dtype=np.int64)
                writer.write(tokens, np.array(list(map(len, passages))), np.array([len(passages)]))
        rounds += 1
        if writer.passage_count == before:
            break  # every article is used up
    description = f"{writer.passage_count:,} passages of the articles of {articles.name}"
    if rounds > 1:
        description += f", cut {rounds} times, each time from one sentence later on, with fresh ids"
    return writer.close(description, len(ids), list(ids))


def _stories(articles: Path) -> Iterator[_Story]:
    for row in read_rows(articles):
        clean = clean_article(row.get("title") or "", row["text"], "")
        yield _Story(clean.title, clean.text, row.get("language") or detect_language(clean.text) or DEFAULT_LANGUAGE)


def _cut(story: _Story, start_sentence: int) -> list[list[str]]:
    """Return the terms of each passage, those of the title behind them, from a sentence on."""
    text = story.text
    spans = split_passages(text, story.language)
    if start_sentence:
        starts = [sentence.start for span in spans for sentence in span.sentences]
        if len(starts) <= 2 * start_sentence:
            return []
        text = text[starts[start_sentence] :]
        spans = split_passages(text, story.language)
    title = tokenize(story.title, story.language)
    return [tokenize(text[span.start : span.end], story.language) + title for span in spans]
