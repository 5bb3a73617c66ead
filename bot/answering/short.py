"""Read the short answer from the best sentences, where it is safe."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.question import AnswerKind, Question, is_past
from bot.answering.roles import own_verb
from bot.answering.sentences import Candidate
from bot.answering.spans import TypedSpan
from index.models import Span
from index.text.tokens import tokenize

CONSIDERED = 12
"""How many of the best sentences are read."""
MIN_SHARE = 0.6
"""Least share of the question's idf that the sentence and what stands beside it must hold."""
ECHO, MAX_ECHOES = 0.15, 4
"""How much an article published in the week behind a day adds to what speaks for that day, and how many count."""
SAME_TIME_DAYS = 30
COARSER = 0.5
"""How much a coarser date ("2023") says for a finer one ("2023-09") beside the same date again."""

_BREAK = re.compile(
    r"[,;:—–]\s|\b(?:when|while|after|before|who|which|and|but|although|because|where)\b", re.IGNORECASE
)
_BOUND = re.compile(r"\b(?:since|until|till|before|after|by)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A span read as the answer, in which candidate it stands, how sure the reading is (0 to 1), who else says so.

    ``articles`` counts the articles whose sentences agree.
    """

    span: TypedSpan
    candidate: Candidate
    confidence: float
    articles: int = 1


def read_short(question: Question, candidates: Sequence[Candidate]) -> Reading | None:
    """Return the date that the sentences with the question's names and verb agree on most, or ``None``.

    A sentence about what is hoped, planned or denied does not answer a question about what was; nor does the date of
    something else that stands in the same sentence.
    """
    if question.kind is not AnswerKind.WHEN:
        return None
    readings = [
        (support, candidate, span)
        for candidate in candidates[:CONSIDERED]
        if _carries(question, candidate)
        for span, near in zip(candidate.typed, candidate.nearness, strict=True)
        if span.value and (support := _support(question, candidate, span, near)) > 0
    ]
    if not readings:
        return None
    dates = {
        item.article.id: item.article.published[:10] for item in candidates[: 2 * CONSIDERED] if item.article.published
    }
    totals = _totals(readings, sorted(dates.values()))
    best = min(totals, key=lambda value: (-totals[value], -len(value), value))
    rival = max((total for value, total in totals.items() if not _agree(value, best)), default=0.0)
    support, candidate, span = max(
        (item for item in readings if item[2].value == best),
        key=lambda item: (item[0] * (0.9 if item[2].relative else 1.0), item[1].key),
    )
    sure = _contemporaries(question, candidate, candidates[:CONSIDERED]) if span.relative else 1.0
    articles = len({item[1].article.id for item in readings if _agree(item[2].value, best)})
    lead = max(0.0, totals[best] - rival) / totals[best]
    confidence = min(0.95, (0.55 + 0.4 * lead) * min(1.0, 0.6 + support) * sure)
    return Reading(span, candidate, confidence, articles)


def _contemporaries(question: Question, candidate: Candidate, candidates: Sequence[Candidate]) -> float:
    """Return 1 where all who tell of it published when the candidate's article did, down to .6 where none did.

    What an article of another time calls "tomorrow" is likely something else, or its date is wrong.
    """
    published = candidate.article.published
    days = {
        item.article.id: item.article.published[:10]
        for item in candidates
        if item.article.published and _carries(question, item)
    }
    if published is None or not days:
        return 1.0
    here = date.fromisoformat(published[:10])
    near = sum(abs((date.fromisoformat(day) - here).days) <= SAME_TIME_DAYS for day in days.values())
    return 0.6 + 0.4 * near / len(days)


def _totals(readings: Sequence[tuple[float, Candidate, TypedSpan]], published: Sequence[str]) -> Mapping[str, float]:
    """Return value -> support, from the best reading of every article, agreeing coarser ones counted in part."""
    best: dict[tuple[str, str], float] = {}
    for support, candidate, span in readings:
        key = span.value, candidate.article.id
        best[key] = max(best.get(key, 0.0), support)
    totals: dict[str, float] = {}
    for value in {span.value for _, _, span in readings}:
        total = sum(
            support * (1.0 if other == value else COARSER)
            for (other, _), support in sorted(best.items())
            if _agree(other, value)
        )
        totals[value] = total * (1 + ECHO * min(_echoes(value, published), MAX_ECHOES))
    return totals


def _echoes(value: str, published: Sequence[str]) -> int:
    """Count the publication dates in the week from a day on: news clusters right behind what happened."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return 0
    return sum(0 <= (date.fromisoformat(item) - day).days <= 7 for item in published)


def _agree(one: str, other: str) -> bool:
    """Tell whether two dates can be the same: equal, or one a coarser form of the other."""
    return one.startswith(other) or other.startswith(one)


def _carries(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate has the question's names and verb, one of the names in its own sentence."""
    held = set(candidate.matched_terms)
    if candidate.context_share < MIN_SHARE or not candidate.verb:
        return False
    if candidate.features["context_names"] < 1 and question.names:
        return False
    if question.names and not question.names & held and not candidate.features["pronoun"]:
        return False
    return candidate.share >= MIN_SHARE if question.verb is None else question.verb in held


def _support(question: Question, candidate: Candidate, span: TypedSpan, near: float) -> float:
    """Return how strongly a date in a sentence speaks for itself: near the question's terms, in the verb's clause."""
    if any(not _agree(span.value, day.value) for day in question.dates if not day.relative):
        return 0.0
    text = candidate.article.text
    attached = 1.0
    if question.verb is not None:
        own = [verb for verb in _verbs(question, candidate) if _owns(question, candidate, verb)]
        attached = max((_attached(text, verb, span) for verb in own), default=0.0)
        if _belongs_elsewhere(question, text, span):
            return 0.0
    if _BOUND.search(text[max(0, span.start - 20) : span.start]):
        return 0.0
    if span.relative and len(span.value) < len("2023-09-13"):
        attached *= 0.5
    return near * span.strength * attached


def _owns(question: Question, candidate: Candidate, verb: Span) -> bool:
    leans = bool(candidate.features["pronoun"])
    return own_verb(question, candidate.article.text, _pairs(candidate), verb, leans=leans)


def _pairs(candidate: Candidate) -> list[tuple[Span, str]]:
    return list(zip(candidate.matched, candidate.matched_terms, strict=True))


def _verbs(question: Question, candidate: Candidate) -> list[Span]:
    return [span for span, term in _pairs(candidate) if term == question.verb]


def _belongs_elsewhere(question: Question, text: str, span: TypedSpan) -> bool:
    """Tell whether the word right before a date is another verb ("said Tuesday")."""
    before = re.search(
        r"([\w’'-]+)\s+(?:(?:on|in|late|early|last|this|earlier|back)\s+){0,2}$",
        text[max(0, span.start - 50) : span.start],
    )
    if before is None:
        return False
    word = before[1].lower()
    if question.verb in {question.aliases.get(term, term) for term in tokenize(word, question.language)}:
        return False
    return word in {"said", "says", "told", "wrote"} or is_past(word)


def _attached(text: str, verb: Span, span: TypedSpan) -> float:
    """Return 1 where a span stands beside the verb, less the more words and clauses lie between."""
    between = text[verb.end : span.start] if verb.end <= span.start else text[span.end : verb.start]
    return float(0.6 ** len(_BREAK.findall(between)) / (1 + len(between.split()) / 15))
