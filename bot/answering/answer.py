"""The answer: extracts with their citations, or an explicit "nothing found"; and the way from hits to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.answering.evidence import evidence_features, faults, probability
from bot.answering.question import Question
from bot.answering.sentences import Candidate, evidence_terms, rank_sentences
from bot.answering.short import Reading, read_short
from index.models import Article, Filters, Hit, Span
from index.rank import Statistics

FLOOR = 0.15
"""Least probability that the first extract answers for it to be given as one; docs/quality.md says what it costs."""
SMALL_LIBRARY = 1_000
"""In a library of fewer passages than this, hardly a sentence holds all terms of a question by chance."""
FLOOR_IN_SMALL = 0.05
DOUBTED = 0.3
"""What is left of a probability where every one of the best candidates has a fault."""
PROMOTED = 5
"""How many of the best candidates are looked at for one that passes every check."""


@dataclass(frozen=True, slots=True)
class Extract:
    """One to three whole sentences of an article; ``text`` is ``article.text[start:end]``.

    ``highlights`` are spans of the article's text, in order, inside the extract; ``passage`` is where it was found.
    """

    number: int
    article: Article
    start: int
    end: int
    highlights: tuple[Span, ...]
    passage: Span
    score: float

    @property
    def text(self) -> str:
        """The extract, word for word."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """A short reading of an extract: its words as they stand there, and their normalised value.

    A ``relative`` one ("Saturday") says nothing without its value; ``articles`` counts those that agree.
    """

    text: str
    kind: str
    value: str
    confidence: float
    extract: int
    relative: bool = False
    articles: int = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question gets. ``extracts`` of an answer that is not ``answered`` are the nearest ones, no answer.

    ``confidence`` is the probability that the first extract answers. ``missing`` are words of the question, as typed,
    that no passage of the best extracts holds. ``also`` holds article id -> where else its story stands ("also in 3
    outlets"), of those extracts' articles that have copies.
    """

    question: str
    answered: bool
    extracts: tuple[Extract, ...]
    short_answer: ShortAnswer | None
    missing: tuple[str, ...]
    filters: Filters
    confidence: float
    also: Mapping[str, str] = field(default_factory=dict)


def answer_question(
    question: Question, hits: Sequence[Hit], statistics: Statistics, filters: Filters, count: int
) -> Answer:
    """Choose the extracts that answer a question from the hits of its query, or find that none does.

    ``count`` is how many extracts at most. The extracts of one article are at most two before another article had
    its turn.
    """
    candidates = rank_sentences(question, hits, statistics)
    best = next((item for item in candidates[:PROMOTED] if not faults(question, item, statistics)), None)
    chosen = _take_turns(_with_first(candidates, best), count)
    missing = _missing(question, chosen[:3])
    sure = probability(evidence_features(question, chosen[0], candidates, hits, statistics)) if chosen else 0.0
    if best is None:
        sure *= DOUBTED
    answered = best is not None and sure >= _floor(best, statistics)
    reading = read_short(question, candidates, sure) if answered else None
    if reading:
        chosen = [reading.candidate, *(item for item in chosen if item.key != reading.candidate.key)][:count]
    extracts = [_extract(number, item) for number, item in enumerate(chosen, start=1)]
    short = _short_answer(reading) if reading else None
    if reading:
        marks = _merged([*extracts[0].highlights, Span(reading.span.start, reading.span.end)])
        extracts[0] = replace(extracts[0], highlights=marks)
    return Answer(question.text, answered, tuple(extracts), short, missing, filters, round(sure, 3))


def _floor(best: Candidate, statistics: Statistics) -> float:
    complete = best.context_share >= 0.999 and statistics.passage_count < SMALL_LIBRARY
    return FLOOR_IN_SMALL if complete else FLOOR


def _short_answer(reading: Reading) -> ShortAnswer:
    span = reading.span
    return ShortAnswer(
        text=reading.candidate.article.text[span.start : span.end],
        kind=reading.kind,
        value=span.value,
        confidence=round(reading.confidence, 2),
        extract=1,
        relative=span.relative,
        articles=reading.articles,
    )


def _with_first(candidates: Sequence[Candidate], first: Candidate | None) -> list[Candidate]:
    """Return the candidates with one put first, if there is one."""
    return [first, *(item for item in candidates if item is not first)] if first else list(candidates)


def _take_turns(candidates: Sequence[Candidate], count: int) -> list[Candidate]:
    """Return the best candidates in order, no sentence twice and at most two from one article until all had a turn."""
    chosen: list[Candidate] = []
    held: list[Candidate] = []
    shown: set[str] = set()
    per_article: dict[str, int] = {}
    for item in candidates:
        text = " ".join(item.article.text[item.span.start : item.span.end].casefold().split())
        if text in shown or any(
            item.article.id == other.article.id and _overlap(item.span, other.span) for other in chosen
        ):
            continue
        shown.add(text)
        if per_article.get(item.article.id, 0) >= 2:
            held.append(item)
            continue
        per_article[item.article.id] = per_article.get(item.article.id, 0) + 1
        chosen.append(item)
        if len(chosen) == count:
            return chosen
    return (chosen + held)[:count]


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _missing(question: Question, chosen: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the question's words that none of the best candidates' passages or titles holds."""
    held: set[str] = set()
    for item in chosen:
        held |= evidence_terms(item, question)
    gone = {question.words[term]: None for term in question.ordered if term not in held | question.light}
    return tuple(gone)


def _extract(number: int, item: Candidate) -> Extract:
    return Extract(
        number=number,
        article=item.article,
        start=item.span.start,
        end=item.span.end,
        highlights=_merged(item.matched),
        passage=item.passage,
        score=item.passage_score,
    )


def _merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return spans in order, overlapping ones made one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
