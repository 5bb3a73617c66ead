"""Read the short answer from the best sentences, where it is safe."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.constraints import meets
from bot.answering.evidence import probability
from bot.answering.features import GROUPS
from bot.answering.question import AnswerKind, Question, is_past
from bot.answering.roles import own_verb
from bot.answering.sentences import Candidate
from bot.answering.spans import TypedSpan
from bot.answering.weights import weights
from index.models import Span
from index.text.tokens import tokenize

CONSIDERED = 12
"""How many of the best sentences are read."""
COARSER = 0.5
"""How much a coarser date ("2023") says for a finer one ("2023-09") beside the same date again."""
PLAIN, PLAIN_SHARE, PLAIN_ATTACHED = 0.97, 0.75, 0.5
"""How sure a date is that is given outright, and what that takes: see `_plainly_dated`."""
ECHO_DAYS = 7
"""News clusters in so many days behind what happened."""
SAME_TIME_DAYS = 60

_BREAK = re.compile(
    r"[,;:—–]\s|\b(?:when|while|after|before|who|which|and|but|although|because|where)\b", re.IGNORECASE
)
_BOUND = re.compile(r"\b(?:since|until|till|before|after|by)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
_TO_COME = re.compile(r"\bwill\b|\bgoing to\b", re.IGNORECASE)
_DATED_BY = re.compile(
    r"(?:\b(?:in|of|during|year|since|by|until|from|to|late|early|mid)[\s-]+|[,(–—]\s*|^\s*)$", re.IGNORECASE
)
"""What stands before a year that dates something; "the 2024 election" only has its name from it."""
_ROUGH = re.compile(
    r"\b(?:about|around|nearly|almost|some|over|more than|at least|up to|approximately|roughly)\s+$", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\b(in|at|on|by|of|from|to|near|for|with)\s+(?:the\s+)?$", re.IGNORECASE)
_KIND_NAMES = {
    AnswerKind.WHEN: "date", AnswerKind.HOW_MANY: "number", AnswerKind.HOW_MUCH: "amount",
    AnswerKind.PERCENT: "percentage",
    AnswerKind.HOW_LONG: "duration", AnswerKind.HOW_OLD: "age", AnswerKind.MEASURE: "measure", AnswerKind.WHO: "person",
    AnswerKind.WHERE: "place",
}  # fmt: skip
_TAKEN = (
    "near", "strength", "attached", "own", "sentence", "agreeing", "echoes", "share", "apart", "relative", "focus",
    "bounds", "others", "denied", "elsewhere", "context", "verb", "subject", "agent", "behind_by", "words", "rank",
    "vague",
)  # fmt: skip
"""Features of a reading that tell whether it is right, too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A span read as the answer, in which candidate it stands, how sure the reading is (0 to 1), who else says so.

    ``features`` are those of `span_readings`; ``kind`` says what it is ("date", "person"); ``articles`` counts the
    articles whose sentences agree.
    """

    span: TypedSpan
    candidate: Candidate
    confidence: float
    kind: str
    features: Mapping[str, float]
    articles: int = 1


def read_short(question: Question, candidates: Sequence[Candidate], sure: float) -> Reading | None:
    """Return the span that answers, or ``None`` where no reading is as sure as its kind must be.

    ``candidates`` are the ranked sentences, ``sure`` the probability that the first of them answers.
    """
    reading = best_reading(question, candidates, sure)
    return reading if reading and is_shown(question, reading) else None


def is_shown(question: Question, reading: Reading) -> bool:
    """Tell whether a reading is as sure as its kind must be, and nothing else speaks against it."""
    return reading.confidence >= weights("floors")[reading.kind] and _safe(question, reading)


def _safe(question: Question, reading: Reading) -> bool:
    """Tell whether nothing but the figures speaks against showing a reading.

    A date of what others did, or what is denied or only hoped for, is never shown, nor an old article's "tomorrow" for
    what is still to come. In news, where every sentence has
    several dates, it must also stand in the sentence of the question's verb and bound or date nothing else.
    """
    if question.kind is not AnswerKind.WHEN:
        return True
    features = reading.features
    if features.get("others") or features.get("denied") or features.get("names_thing"):
        return False
    if reading.span.relative and not features["figures"] and _TO_COME.search(question.text):
        return False
    if reading.candidate.article.published is None:
        return True
    if features.get("bounds") or features.get("elsewhere"):
        return False
    return question.verb is None or bool(features.get("verb"))


def best_reading(question: Question, candidates: Sequence[Candidate], sure: float) -> Reading | None:
    """Return the likeliest span of the type asked for with its confidence, however low; ``None`` if there is none."""
    return best_of(question, span_readings(question, candidates), sure)


def best_of(question: Question, readings: Sequence[SpanReading], sure: float) -> Reading | None:
    """Return the likeliest of some spans, see `best_reading`."""
    group = GROUPS.get(question.kind)
    if group is None or not readings:
        return None
    plain = _plainly_dated(question, readings)
    if plain:
        return plain
    model = weights(f"span_{group}")
    odds = [sum(model.get(name, 0.0) * value for name, value in item.features.items()) for item in readings]
    top = max(odds)
    raised = [math.exp(value - top) for value in odds]
    total = sum(raised)
    chances = [value / total for value in raised]
    best = max(range(len(readings)), key=lambda place: (chances[place], -place))
    features = confidence_features(readings, chances, best, sure)
    confidence = probability(features, f"short_{group}")
    chosen = readings[best]
    agreeing = {item.candidate.article.id for item in readings if agree(question.kind, item.span, chosen.span)}
    return Reading(
        chosen.span, chosen.candidate, confidence, _KIND_NAMES[question.kind], chosen.features, len(agreeing)
    )


def _plainly_dated(question: Question, readings: Sequence[SpanReading]) -> Reading | None:
    """Return the date that sentences give outright, or ``None`` where none does or they differ.

    Outright: nearly all of the question stands in the sentence, its verb with its subject and object, and the date in
    the verb's clause. Of such dates 98 in 100 are right on SQuAD, whatever the fitted figures say.
    """
    if question.kind is not AnswerKind.WHEN or question.verb is None:
        return None
    plain = [item for item in readings if _is_plain(item.features)]
    totals: dict[str, float] = {}
    for item in plain:
        totals[item.span.value] = sum(
            _weight(other) * (1.0 if other.span.value == item.span.value else COARSER)
            for other in plain
            if agree(question.kind, other.span, item.span)
        )
    if not totals:
        return None
    best = min(totals, key=lambda value: (-totals[value], -len(value), value))
    chosen = max(
        (item for item in plain if item.span.value == best), key=lambda item: (_weight(item), item.candidate.key)
    )
    rival = max(
        (totals[item.span.value] for item in plain if not agree(question.kind, item.span, chosen.span)), default=0.0
    )
    agreeing = {item.candidate.article.id for item in plain if agree(question.kind, item.span, chosen.span)}
    lead = max(0.0, totals[best] - rival) / totals[best]
    sure = PLAIN * (0.55 + 0.45 * lead) * (1 - 0.6 * chosen.features.get("apart", 0.0))
    return Reading(chosen.span, chosen.candidate, sure, "date", chosen.features, len(agreeing))


def _is_plain(features: Mapping[str, float]) -> bool:
    against = ("others", "denied", "bounds", "elsewhere", "vague", "names_thing")
    return (
        features["share"] >= PLAIN_SHARE
        and features["attached"] >= PLAIN_ATTACHED
        and features["own"] > 0
        and not any(features.get(name) for name in against)
    )


def _weight(item: SpanReading) -> float:
    return (
        item.features["near"] * item.features["attached"] * (1 + item.features.get("echoes", 0.0)) * item.span.strength
    )


@dataclass(frozen=True, slots=True)
class SpanReading:
    """A possible short answer with what speaks for it."""

    span: TypedSpan
    candidate: Candidate
    features: Mapping[str, float]


def span_readings(question: Question, candidates: Sequence[Candidate]) -> list[SpanReading]:
    """Return every span of the type asked for in the best sentences, in order of sentence and place.

    Dates of what is denied, only hoped for or done by others are left out, and so are those that the question's own
    dates rule out.
    """
    found = [
        SpanReading(span, candidate, _features(question, candidate, span, near, rank, candidates[0].score))
        for rank, candidate in enumerate(candidates[:CONSIDERED])
        for span, near in zip(candidate.typed, candidate.nearness, strict=True)
        if span.value and _possible(question, candidate, span)
    ]
    published = {
        item.article.id: date.fromisoformat(item.article.published[:10])
        for item in candidates[: 2 * CONSIDERED]
        if item.article.published
    }
    return [_compared(question, item, found, list(published.values())) for item in found]


def _compared(
    question: Question, item: SpanReading, others: Sequence[SpanReading], published: Sequence[date]
) -> SpanReading:
    """Return a reading with what comes of comparing it with the others."""
    features = dict(item.features)
    agreeing = [other for other in others if agree(question.kind, other.span, item.span)]
    articles = {other.candidate.article.id for other in agreeing}
    features["agreeing"] = math.log(len(articles))
    features["support"] = sum(sorted(other.features["near"] for other in agreeing))
    features["best_near"] = float(item.features["near"] >= max(other.features["near"] for other in others))
    if question.kind is AnswerKind.WHEN:
        features["echoes"] = min(_echoes(item.span.value, published), 4) / 4
        features["finer"] = len(item.span.value.split("/")[0]) / 10
        if item.span.relative and not features["figures"] and item.candidate.article.published:
            here = date.fromisoformat(item.candidate.article.published[:10])
            features["apart"] = sum(abs((day - here).days) > SAME_TIME_DAYS for day in published) / len(published)
    return replace(item, features=features)


def agree(kind: AnswerKind, one: TypedSpan, other: TypedSpan) -> bool:
    """Tell whether two spans can mean the same: a date also as a coarser form of the other, a name as a part of it."""
    if one.value == other.value:
        return True
    if kind is AnswerKind.WHEN:
        return one.value.startswith(other.value) or other.value.startswith(one.value)
    if kind is AnswerKind.WHO:
        words = set(one.value.split()), set(other.value.split())
        return words[0] <= words[1] or words[1] <= words[0]
    return False


def confidence_features(
    readings: Sequence[SpanReading], chances: Sequence[float], best: int, sure: float
) -> dict[str, float]:
    """Return what tells whether the likeliest reading is right, each about 0 to 1."""
    chosen = readings[best]
    same = sum(chance for chance, item in zip(chances, readings, strict=True) if item.span.value == chosen.span.value)
    rival = max(
        (chance for chance, item in zip(chances, readings, strict=True) if item.span.value != chosen.span.value),
        default=0.0,
    )
    features = {name: chosen.features.get(name, 0.0) for name in _TAKEN}
    return features | {
        "chance": same,
        "margin": same - rival,
        "sure": sure,
        "sure_odds": math.log((sure + 0.01) / (1.01 - sure)) / 4,
        "sure_chance": sure * same,
        "alone": float(len(readings) == 1),
    }


def _possible(question: Question, candidate: Candidate, span: TypedSpan) -> bool:
    if question.kind is not AnswerKind.WHEN:
        return True
    return all(meets(item.kind, item.value, span.value) for item in question.times)


def _features(
    question: Question, candidate: Candidate, span: TypedSpan, near: float, rank: int, top: float
) -> dict[str, float]:
    text = candidate.article.text
    before = text[max(candidate.span.start, span.start - 30) : span.start]
    after = text[span.end : span.end + 30]
    verbs = _verbs(question, candidate)
    own = [verb for verb in verbs if _owns(question, candidate, verb)]
    words = text[span.start : span.end].split()
    features = {
        "near": near,
        "strength": span.strength,
        "near_strength": near * span.strength,
        "sentence": math.exp((candidate.score - top) / 3),
        "rank": 1 / (1 + rank),
        "share": candidate.share,
        "context": candidate.context_share,
        "attached": max((_attached(text, verb, span) for verb in own or verbs), default=0.0),
        "own": float(bool(own)),
        "verb": float(bool(verbs)),
        "relative": float(span.relative),
        "vague": float(span.relative and len(span.value) < len("2023-09-13")),
        "rough": float(bool(_ROUGH.search(before))),
        "bracketed": float(before.rstrip().endswith("(")),
        "words": min(len(words), 6) / 6,
        "figures": float(any(character.isdigit() for character in text[span.start : span.end])),
        "first": float(not any(other.start < span.start for other in candidate.typed)),
        "many": min(len(candidate.typed), 8) / 8,
        "focus": _focus_beside(question, after),
        "leading": float(span.start < candidate.sentence.start),
    }
    if question.kind is AnswerKind.WHEN:
        features["bounds"] = float(bool(_BOUND.search(before)))
        features["others"] = float(bool(verbs) and not own)
        features["denied"] = float(bool(verbs) and not candidate.verb)
        features["elsewhere"] = float(question.verb is not None and _belongs_elsewhere(question, text, span))
        features["year_only"] = float(len(span.value) == 4)
        named = features["year_only"] and after[:1].isspace() and after[1:2].isalnum()
        features["names_thing"] = float(bool(named) and not _DATED_BY.search(before))
    found = _PREPOSITION.search(before)
    if found:
        features[f"behind_{found[1].lower()}"] = 1.0
    if verbs and question.kind is AnswerKind.WHO:
        features["subject"] = float(any(0 <= verb.start - span.end < 12 for verb in verbs))
        by = found is not None and found[1].lower() == "by"
        features["agent"] = float(by and any(verb.end < span.start for verb in verbs))
    return features


def _focus_beside(question: Question, after: str) -> float:
    """Return 1 where the thing counted stands right behind a span ("19 students"), less if farther, 0 if not at all."""
    for place, word in enumerate(after.split()[:4]):
        if question.focus.intersection(tokenize(word, question.language)):
            return 1 / (1 + place)
    return 0.0


def _echoes(value: str, published: Sequence[date]) -> int:
    """Count the publication dates in the week from a day on: news clusters right behind what happened."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return 0
    return sum(0 <= (item - day).days <= ECHO_DAYS for item in published)


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
