"""Questions with and without an answer in a library: what the refusing and the short answers are fitted on."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from benchmarks.labelled import Judged, brief_questions, find, judged_brief, library, rows, says
from bot.answering.answer import weigh
from bot.answering.given import given_hit
from bot.answering.matching.candidate import Candidate
from bot.answering.matching.features import GROUPS
from bot.answering.measure import normal
from bot.answering.questions.question import Question, read_question
from index.models import Passage
from index.search import Found
from index.store import Library

READ = 24
"""How many of the best candidates are kept: more are not read for short answers."""
STRANGERS = 600
"""How many questions of each set of strangers are drawn."""
SEED = 7


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked of a library.

    ``source`` names the kind of case, ``group`` what must not be divided between fitting and testing. ``evidence`` is
    that of the candidate at ``first``; ``right`` tells whether that holds the answer, ``faulty`` that all have a fault.
    """

    source: str
    group: str
    question: Question
    candidates: tuple[Candidate, ...]
    first: int
    evidence: Mapping[str, float]
    faulty: bool
    answers: tuple[str, ...]
    right: bool


def shortened(judged: Judged) -> Judged:
    """Return a judged question with no more candidates than are read: all of them would not fit into memory."""
    return replace(judged, candidates=judged.candidates[:READ], right=judged.right[:READ])


def judged_case(source: str, judged: Judged, answers: Sequence[str]) -> Case | None:
    """Return a judged question as a case, or ``None`` where nothing was found.

    In news any story that says the answer is right here: many tell the same.
    """
    case = _case(source, judged.group, judged.question, judged.found, answers)
    if case is None:
        return None
    first = case.candidates[case.first]
    words = first.article.text[first.sentence.start : first.sentence.end]
    said = source == "news" and says(words, list(map(normal, answers)))
    return replace(case, right=judged.right[case.first] or said)


def _case(source: str, group: str, question: Question, found: Found, answers: Sequence[str] = ()) -> Case | None:
    ranked = weigh(question, found.hits, found.statistics)
    if not ranked.candidates:
        return None
    return Case(
        source=source,
        group=group,
        question=question,
        candidates=tuple(ranked.candidates[:READ]),
        first=ranked.candidates.index(ranked.best) if ranked.best else 0,
        evidence=ranked.evidence,
        faulty=ranked.best is None,
        answers=tuple(answers),
        right=False,
    )


def given_cases(data: Path, judged: Sequence[Judged], answers: Mapping[str, Sequence[str]]) -> Iterator[Case]:
    """Yield questions asked of nothing but the paragraph that holds the answer."""
    texts = {row["id"]: row["text"] for row in rows(data / "squad/v1.1" / "passages.jsonl.gz")}
    places = {
        " ".join(row["question"].split()): row["passage_id"] for row in rows(data / "squad/v1.1" / "questions.jsonl.gz")
    }
    for item in judged:
        if item.question.kind not in GROUPS:
            continue
        hit = given_hit(item.question, texts[places[item.question.written]])
        found = Found((hit,), item.found.statistics)
        case = _case("squad given", item.group, item.question, found, answers[item.question.written])
        if case:
            yield case


def hidden_cases(
    source: str, judged: Sequence[Judged], stored: Library, answers: dict[str, Sequence[str]]
) -> Iterator[Case]:
    """Yield questions asked again with every hit left out that is of the right article or holds the answer."""
    for item in judged:
        articles = {candidate.article.id for candidate, right in zip(item.candidates, item.right, strict=True) if right}
        wanted = [normal(answer) for answer in answers.get(item.question.written, ())]
        found = find(stored, item.question, partial(_is_hidden, articles | {item.group}, wanted))
        case = _case(source, item.group, item.question, found)
        if case:
            yield case


def _is_hidden(articles: Collection[str], wanted: Sequence[str], passage: Passage) -> bool:
    return passage.article.id in articles or says(passage.text, wanted)


def _matches(pattern: str, passage: Passage) -> bool:
    return re.search(pattern, " ".join(passage.text.split())) is not None


def brief_cases(stories: Library) -> Iterator[Case]:
    """Yield the brief questions that are fitted on, and each again without the passages that hold its answer."""
    for item in judged_brief(stories, brief_questions()[0]):
        source = "brief" if item.pattern else "brief unanswerable"
        case = _case(source, item.group, item.question, item.found)
        if case:
            yield replace(case, right=item.right[case.first])
        if not item.pattern:
            continue
        found = find(stories, item.question, partial(_matches, item.pattern))
        case = _case("brief hidden", item.group, item.question, found)
        if case:
            yield case


def strange_cases(source: str, questions: Sequence[str], stored: Library) -> Iterator[Case]:
    """Yield questions about other things."""
    for number, text in enumerate(questions):
        question = read_question(text, ["en"])
        if not question.terms:
            continue
        found = find(stored, question)
        case = _case(source, f"{source}{number}", question, found)
        if case:
            yield case


def all_cases(data: Path, work: Path, squad: Sequence[Judged], news: Sequence[Judged]) -> list[Case]:
    """Return the cases of every kind: asked, with the answer hidden, and of strangers, on both libraries."""
    encyclopedia, stories = library(data, "squad/v1.1", work), library(data, "news", work)
    answers = {
        " ".join(row["question"].split()): tuple(row["answers"])
        for name in ("squad/v1.1", "news")
        for row in rows(data / name / "questions.jsonl.gz")
    }
    quiz = [row["question"] for row in rows(data / "news" / "questions.jsonl.gz")]
    asked = [(source, item) for source, found in (("squad", squad), ("news", news)) for item in found]
    cases = [
        case
        for source, item in asked
        if (case := judged_case(source, item, answers.get(item.question.written, ()))) is not None
    ]
    cases += given_cases(data, squad, answers)
    cases += hidden_cases("squad hidden", squad[::3], encyclopedia, {})
    cases += hidden_cases("news hidden", news, stories, {key: tuple(value) for key, value in answers.items()})
    cases += strange_cases("quiz on squad", quiz, encyclopedia)
    cases += strange_cases("mixed on squad", _strangers(data, "wikiqa")[:STRANGERS], encyclopedia)
    return cases + cases_of_news(data, stories)


def cases_of_news(data: Path, stories: Library) -> list[Case]:
    """Return the brief questions to news, and questions about other things."""
    squad = [row["question"] for row in rows(data / "squad/v1.1" / "questions.jsonl.gz")]
    mixed, classes = _strangers(data, "wikiqa"), _strangers(data, "question_classes")
    draw = random.Random(SEED)  # noqa: S311 - nothing secret
    return [
        *brief_cases(stories),
        *strange_cases("squad on news", draw.sample(squad, 500), stories),
        *strange_cases("mixed on news", mixed[STRANGERS:][: STRANGERS // 2] + classes[: STRANGERS // 2], stories),
    ]


def _strangers(data: Path, name: str) -> list[str]:
    """Return the questions of a set, shuffled the same every time."""
    found = [row["question"] for row in rows(data / name / "train.jsonl.gz")]
    random.Random(SEED).shuffle(found)  # noqa: S311 - nothing secret
    return found
