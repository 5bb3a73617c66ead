"""Read the short answer from the best sentences, where it is safe."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.answering.matching.candidate import Candidate
from bot.answering.matching.features import GROUPS
from bot.answering.matching.reading import Reading
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.ranking.comparing import BACKGROUND_MALUS
from bot.answering.ranking.evidence import probability
from bot.answering.short_answers.placing import area_asked
from bot.answering.short_answers.readings import SpanReading, agree, span_readings
from bot.answering.topics.births import by_birth
from bot.answering.topics.current import asks_present_age
from bot.answering.weights import weighed, weights
from index.text.later import later

_RATE = later(
    r"\s+(?:an?|per|each|every)\s+(?:hour|day|night|week|month|year|person|share|gallon|barrel|pound|ton|ounce|dose|"
    r"ticket)\b",
    re.IGNORECASE,
)
"""What stands behind a sum and says what it is paid for."""
_A_YEAR, _A_DAY = "2024", "2024-06-19"
BY_HAND = {"of_asked": 2.0}
"""Features whose weights are set by hand, as the fitting data hold few: a share said to be one of what is asked of."""
AS_NEAR = 0.5
"""How near to the question's words a better reading stands, at least, beside the first one."""
COARSER = 0.5
"""How much a coarser date ("2023") says for a finer one ("2023-09") beside the same date again."""
PLAIN, PLAIN_SHARE, PLAIN_ATTACHED, HELD_SHARE = 0.97, 0.75, 0.5, 0.65
"""How sure a date is that is given outright, and what that takes: see `_plainly_dated`."""

_KIND_NAMES = {
    AnswerKind.WHEN: "date", AnswerKind.HOW_MANY: "number", AnswerKind.HOW_MUCH: "amount",
    AnswerKind.PERCENT: "percentage",
    AnswerKind.HOW_LONG: "duration", AnswerKind.HOW_OLD: "age", AnswerKind.MEASURE: "measure", AnswerKind.WHO: "person",
    AnswerKind.WHERE: "place", AnswerKind.ORDINAL: "ordinal",
}  # fmt: skip
_AREA_NAMES = {"country": "country", "town": "city"}
_TAKEN = (
    "near", "strength", "attached", "own", "sentence", "agreeing", "echoes", "share", "apart", "relative", "focus",
    "bounds", "others", "denied", "elsewhere", "context", "verb", "subject", "agent", "behind_by", "words", "rank",
    "vague", "clause", "closest", "fits", "misfits", "thing_missing", "area_fits", "area_misfits", "thing_inside",
    "form_full", "form_list", "form_phrase", "form_phrase_led", "repeats", "linked",
)  # fmt: skip
"""Features of a reading that tell whether it is right, too."""


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
    odds = [span_odds(model, item) for item in readings]
    said = said_by(question, readings)
    chances, best = likeliest(said, odds)
    features = confidence_features(readings, said, chances, best, sure)
    confidence = probability(features, f"short_{group}")
    chosen = readings[best]
    grows = asks_present_age(question)
    agreeing = {
        item.candidate.article.id
        for item, value in zip(readings, said, strict=True)
        if value == said[best] or (not grows and agree(question.kind, item.span, chosen.span))
    }
    return Reading(chosen.span, chosen.candidate, confidence, _kind_name(question), chosen.features, len(agreeing))


def said_by(question: Question, readings: Sequence[SpanReading]) -> list[str]:
    """Return what each reading says: its value, but of ages of today, which grow, one that stands for all the same."""
    return by_birth(readings) if asks_present_age(question) else [item.span.value for item in readings]


def span_odds(model: Mapping[str, float], item: SpanReading) -> float:
    """Return the log odds, but for a constant, that a span answers: by fitted weights, and those set by hand."""
    by_hand = sum(weight * item.features.get(name, 0.0) for name, weight in BY_HAND.items())
    return weighed(model, item.features) + by_hand - BACKGROUND_MALUS * item.candidate.features.get("background", 0.0)


def told_exactly(question: Question, reading: Reading, readings: Sequence[SpanReading]) -> Reading:
    """Return the one day that sentences tell of a year that was read; the reading itself if they tell none or more."""
    if question.kind is not AnswerKind.WHEN or question.measure or len(reading.span.value) != len(_A_YEAR):
        return reading
    days = [
        item
        for item in readings
        if item.span.value.startswith(reading.span.value)
        and len(item.span.value) > len(_A_YEAR)
        and is_as_near(item, reading)
        and (question.verb is None or item.features.get("verb"))
    ]
    if len({item.span.value for item in days}) != 1 or len(days[0].span.value) != len(_A_DAY):
        return reading
    chosen = max(days, key=lambda item: item.candidate.score)
    return instead(reading, chosen)


def is_as_near(item: SpanReading, reading: Reading) -> bool:
    """Tell whether a span stands near enough to the question's words to be read in place of another."""
    return item.features["near"] >= AS_NEAR * reading.features["near"]


def instead(reading: Reading, chosen: SpanReading) -> Reading:
    """Return a reading, as sure as it was, of another span."""
    return replace(reading, span=chosen.span, candidate=chosen.candidate, features=chosen.features)


def with_rate(question: Question, reading: Reading) -> Reading:
    """Return a sum of news with what it is paid for, if that stands right behind it: "$35 *a month*"."""
    text, span = reading.candidate.article.text, reading.span
    rate = _RATE.match(text, span.end) if question.kind is AnswerKind.HOW_MUCH else None
    if rate is None or reading.candidate.article.published is None:
        return reading
    return replace(reading, span=span._replace(end=rate.end()))


def likeliest(values: Sequence[str], odds: Sequence[float]) -> tuple[list[float], int]:
    """Return the chance of each span, from its value and log odds, and the place of the one to choose.

    That is the likeliest span of the likeliest value: what several sentences say is added up.
    """
    top = max(odds)
    raised = [math.exp(value - top) for value in odds]
    total = sum(raised)
    chances = [value / total for value in raised]
    together: dict[str, float] = {}
    for value, chance in zip(values, chances, strict=True):
        together[value] = together.get(value, 0.0) + chance
    return chances, max(range(len(values)), key=lambda place: (together[values[place]], chances[place], -place))


def _kind_name(question: Question) -> str:
    """Return what a short answer is called: "which city" asks for a city, "where" for a place."""
    if question.kind is AnswerKind.WHERE:
        return _AREA_NAMES.get(area_asked(question) or "", "place")
    if question.kind is AnswerKind.WHEN and question.measure == "year":
        return "year"
    return _KIND_NAMES[question.kind]


def _plainly_dated(question: Question, readings: Sequence[SpanReading]) -> Reading | None:
    """Return the date that sentences give outright, or ``None`` where none does or they differ.

    Outright: nearly all of the question stands in the sentence, its verb with its subject and object, and the date in
    the verb's clause. Of such dates 98 in 100 are right on SQuAD, whatever the fitted figures say. Or, where a question
    without a verb asks when a thing is, most of it stands there and is said to be on that date.
    """
    if question.kind is not AnswerKind.WHEN:
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
    return Reading(chosen.span, chosen.candidate, sure, _kind_name(question), chosen.features, len(agreeing))


def _is_plain(features: Mapping[str, float]) -> bool:
    against = ("others", "denied", "bounds", "elsewhere", "vague", "names_thing")
    if features["takes_place"]:
        return features["share"] >= HELD_SHARE and not any(features.get(name) for name in against)
    return (
        features["share"] >= PLAIN_SHARE
        and features["attached"] >= PLAIN_ATTACHED
        and features["own"] > 0
        and not any(features.get(name) for name in against)
    )


def _weight(item: SpanReading) -> float:
    beside = max(item.features["attached"], item.features["takes_place"])
    return item.features["near"] * beside * (1 + item.features.get("echoes", 0.0)) * item.span.strength


def confidence_features(
    readings: Sequence[SpanReading], said: Sequence[str], chances: Sequence[float], best: int, sure: float
) -> dict[str, float]:
    """Return what tells whether the likeliest reading is right, each about 0 to 1; ``said`` is that of `said_by`."""
    same = sum(chance for chance, value in zip(chances, said, strict=True) if value == said[best])
    rival = max((chance for chance, value in zip(chances, said, strict=True) if value != said[best]), default=0.0)
    features = {name: readings[best].features.get(name, 0.0) for name in _TAKEN}
    return features | {
        "chance": same,
        "margin": same - rival,
        "sure": sure,
        "sure_odds": math.log((sure + 0.01) / (1.01 - sure)) / 4,
        "sure_chance": sure * same,
        "alone": float(len(readings) == 1),
    }
