"""Read labelled questions and find, for each, which of the ranked sentences hold its answer; for `fit` and `quality`.

The data folder holds ``squad/v1.1`` (``articles``, ``questions``) and ``news`` (``articles``, ``questions``), each a
``.jsonl.gz``. Offsets of answers count from the start of the article.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain
from pathlib import Path
from typing import Any

from bot.answering.matching.candidate import Candidate
from bot.answering.measure import normal
from bot.answering.questions.question import Question, read_question
from bot.answering.ranking.rerank import rerank
from bot.answering.ranking.sentences import rank_sentences
from bot.handlers.asking import CANDIDATE_PASSAGES, PASSAGES_FOUND
from index.build import add
from index.models import Passage, Query
from index.search import Found, search
from index.store import Library

NEAR_DAYS = 35
"""An answer string counts where the story is named with the question or published so near to it."""

BRIEF = (
    "newsroom", "newsroom-later", "newsroom-third", "newsroom-fifth", "newsroom-eighth", "newsroom-ninth",
    "newsroom-eleventh", "newsroom-fifteenth",
)  # fmt: skip
"""Files of brief questions about the news, written for this: each with a pattern that a sentence with the answer holds,
or without, where there is none. Rules were made with most of them in sight."""
HALVED = ("newsroom-sixth", "newsroom-seventh", "newsroom-visits", "newsroom-open")
"""Files of which that is so of every second line, from the first; of the others no rule was made, nothing is fitted."""
HELD_BACK = (
    "newsroom-fourth", "newsroom-tenth", "newsroom-twelfth", "newsroom-thirteenth", "newsroom-fourteenth",
    "newsroom-sixteenth", "newsroom-seventeenth", "newsroom-eighteenth", "newsroom-nineteenth", "newsroom-twentieth",
    "newsroom-twentyfirst", "newsroom-twentysecond", "newsroom-twentythird", "newsroom-twentyfourth",
    "newsroom-twentyfifth",
)  # fmt: skip
"""More of those, written by somebody who had seen no answer of ours."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question's ranked sentences, and which of them hold the answer.

    ``group`` is what must not be divided between fitting and testing: the article, or the question's own number.
    ``passages`` tells of each hit whether it holds the answer. ``pattern`` is what an answer to a brief question looks
    like, empty where there is none.
    """

    group: str
    question: Question
    found: Found
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]
    passages: tuple[bool, ...]
    pattern: str = ""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of a gzipped JSONL file."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def library(data: Path, name: str, work: Path) -> Library:
    """Return a library of a set's articles, made in the work folder if it isn't there yet."""
    path = work / f"{name.replace('/', '-')}.db"
    if not path.exists():
        source = path.with_suffix(".jsonl")
        known = ("id", "title", "text", "url", "published", "publisher")
        with source.open("w", encoding="utf-8") as out:
            for row in rows(data / name / "articles.jsonl.gz"):
                out.write(json.dumps({key: row[key] for key in known if row.get(key)}) + "\n")
        with Library.open_for_writing(path) as made:
            add(made, [source], progress=lambda what, done, total: None)
    return Library.open_for_reading(path)


def judged_squad(data: Path, name: str, work: Path, every: int = 1) -> Iterator[Judged]:
    """Yield every n-th answerable question of a SQuAD set, asked of a library of all its articles."""
    stored = library(data, name, work)
    texts = {row["id"]: _ink(row["text"]) for row in rows(data / name / "articles.jsonl.gz")}
    inks: dict[str, list[int]] = {}
    for row in list(rows(data / name / "questions.jsonl.gz"))[::every]:
        if not row["answers"]:
            continue
        gold = {texts[row["article_id"]][start] for start in row["answer_start"]}
        question = read_question(row["question"], ["en"])
        if not question.terms:
            continue
        found = find(stored, question)
        for article in (hit.passage.article for hit in found.hits):
            if article.id not in inks:
                inks[article.id] = _ink(article.text)

        def holds(article_id: str, start: int, end: int, row: Mapping[str, Any] = row, gold: set[int] = gold) -> bool:
            ink = inks[article_id]
            return article_id == row["article_id"] and any(ink[start] <= place < ink[end] for place in gold)

        candidates = tuple(rank_sentences(question, found.hits, found.statistics))
        yield Judged(
            row["article_id"],
            question,
            found,
            candidates,
            tuple(holds(item.article.id, *item.sentence) for item in candidates),
            tuple(holds(hit.passage.article.id, hit.passage.start, hit.passage.end) for hit in found.hits),
        )


def judged_news(data: Path, work: Path) -> Iterator[Judged]:
    """Yield the newsroom questions whose answer stands in some story of the library."""
    stored = library(data, "news", work)
    for number, row in enumerate(rows(data / "news" / "questions.jsonl.gz")):
        if not row["answer_seen_in"]:
            continue
        asked = date.fromisoformat(row["asked"])
        question = read_question(row["question"], ["en"], asked)
        found = find(stored, question)
        answers = [normal(answer) for answer in row["answers"]]
        candidates = tuple(rank_sentences(question, found.hits, found.statistics))
        yield Judged(
            str(number),
            question,
            found,
            candidates,
            tuple(
                says(item.article.text[item.sentence.start : item.sentence.end], answers)
                and (item.article.id in row["answer_seen_in"] or _near(item.article.published, asked))
                for item in candidates
            ),
            tuple(says(hit.passage.text, answers) for hit in found.hits),
        )


def brief_questions() -> tuple[list[str], list[str]]:
    """Return the lines of brief questions that may be fitted on, and of those held back: question, tab, pattern.

    None is among both, in whatever letters.
    """
    halved = [_lines(name) for name in HALVED]
    held_back = list(chain(*map(_lines, HELD_BACK), *(lines[1::2] for lines in halved)))
    asked = set(map(_asked, held_back))
    others = chain(*map(_lines, BRIEF), *(lines[::2] for lines in halved))
    return [line for line in others if _asked(line) not in asked], held_back


def _asked(line: str) -> str:
    return line.partition("\t")[0].lower().rstrip("?")


def _lines(name: str) -> list[str]:
    return Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8").splitlines()


def judged_brief(stories: Library, lines: Sequence[str]) -> Iterator[Judged]:
    """Yield brief questions asked of news; right is every extract that the question's pattern is found in."""
    for line in lines:
        text, _, pattern = line.partition("\t")
        question = read_question(text, ["en"])
        found = find(stories, question)
        candidates = tuple(rank_sentences(question, found.hits, found.statistics))
        said = [" ".join(item.said.split()) for item in candidates]
        right = tuple(bool(pattern and re.search(pattern, words)) for words in said)
        yield Judged(text, question, found, candidates, right, (), pattern)


def find(stored: Library, question: Question, hidden: Callable[[Passage], bool] = lambda passage: False) -> Found:
    """Return the passages that an answer is made of, but for those that are hidden; all copies of a story count."""
    found = search(stored, Query(question.searched, limit=PASSAGES_FOUND))
    hits = [hit for hit in found.hits if not hidden(hit.passage)]
    return Found(tuple(rerank(question, hits, CANDIDATE_PASSAGES)), found.statistics)


def says(text: str, answers: Sequence[str]) -> bool:
    """Tell whether a text holds one of some answers, given as `normal` has them."""
    words = normal(text)
    return any(answer in words for answer in answers)


def _near(published: str | None, asked: date) -> bool:
    return published is not None and abs((date.fromisoformat(published[:10]) - asked).days) <= NEAR_DAYS


def _ink(text: str) -> list[int]:
    """Return, for every place in a text and its end, how many characters that are no white space come before it."""
    return [0, *accumulate(not character.isspace() for character in text)]
