"""Read the short answer from the best sentences, where it is safe."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.evidence import probability
from bot.answering.features import GROUPS
from bot.answering.placing import area_asked
from bot.answering.question import AnswerKind, Question
from bot.answering.readings import SpanReading, agree, span_readings
from bot.answering.sentences import BACKGROUND_MALUS, Candidate
from bot.answering.typed import TypedSpan
from bot.answering.weights import weighed, weights
from index.models import Span

COARSER = 0.5
"""How much a coarser date ("2023") says for a finer one ("2023-09") beside the same date again."""
PLAIN, PLAIN_SHARE, PLAIN_ATTACHED, HELD_SHARE = 0.97, 0.75, 0.5, 0.65
"""How sure a date is that is given outright, and what that takes: see `_plainly_dated`."""

_PART_BEFORE = re.compile(r"\b(another|remaining|other|discovery|addition|loss)\s+(?:of\s+)?$", re.IGNORECASE)
_PART_BEHIND = re.compile(
    r"\s+(?:(more|fewer|less|other|others)\b|\w+\s+(necessary|needed|required|short|shy|away)\b)", re.IGNORECASE
)
"""What stands around the figure of a part, or of what is lacking: "*another* 12", "12 *more*", "218 *seats needed*"."""
_CLAUSE_END = re.compile(r"[,;:]\s|\b(?:and|but|while|whereas)\b")
_POINT = re.compile(r"\s+(after|before|into|since|prior|from now)\b", re.IGNORECASE)
"""What makes a length of time a point in time: "ten months *after* she had joined"."""
_LASTING = re.compile(r"\b(?:to|for|of|spen[dt]s?|served?|serving|last(?:s|ed|ing)?|takes?|took)\s+$", re.IGNORECASE)
"""What stands before one that is none all the same: "was sentenced *to* twenty years after she had been convicted"."""
_INSIDE = re.compile(r"\b(?:in|of|within|across)\s+(?:the\s+|all\s+)*$", re.IGNORECASE)
_TO_COME = re.compile(r"\bwill\b|\bgoing to\b", re.IGNORECASE)
_PLANNED = re.compile(
    r"\b(?:(?:plan(?:s|ned|ning)?|expect(?:s|ed|ing)?|hop(?:es?|ed|ing)|set|going) to|will|would|might)\b",
    re.IGNORECASE,
)
"""What stands before a figure that is only to be: "*planned to* release 50"."""
PLANNED_REACH = 60
"""How many code points before a figure that is looked for in."""
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


def is_shown(question: Question, reading: Reading) -> bool:
    """Tell whether a reading is as sure as its kind must be, and nothing else speaks against showing it."""
    return reading.confidence >= weights("floors")[reading.kind] and _safe(question, reading)


def _safe(question: Question, reading: Reading) -> bool:
    """Tell whether nothing but the figures speaks against showing a reading.

    One of several names in a list is half an answer, and a plain phrase is often cut in the wrong place: neither is
    shown; nor is how many more there were or how long after something it was, unless that is asked, or only where the
    longest river is. A date of what
    others did, or what is denied or only hoped for, is never shown, nor for what is still to come an old article's
    "tomorrow" or a day before its own. In news, where every sentence has several dates, it must also stand in the
    sentence of the question's verb and bound or date nothing else.
    """
    if reading.span.part or reading.span.form.startswith("phrase"):
        return False
    if question.kind is AnswerKind.HOW_MANY:
        return not (_is_of_part(question, reading) or _is_of_other(question, reading) or _is_planned(question, reading))
    if question.kind is AnswerKind.WHERE:
        return not _is_setting(question, reading)
    if question.kind is AnswerKind.HOW_LONG:
        return not _is_point(question, reading)
    return question.kind is not AnswerKind.WHEN or _is_safe_date(question, reading)


def _is_safe_date(question: Question, reading: Reading) -> bool:
    """Tell whether a date may be shown; see `_safe`."""
    features = reading.features
    if features.get("others") or features.get("denied") or features.get("names_thing"):
        return False
    if reading.span.relative and not features["figures"] and _TO_COME.search(question.text):
        return False
    published = reading.candidate.article.published
    if published is None:
        return True
    if _TO_COME.search(question.text) and _is_past(reading.span.value, published):
        return False
    if features.get("bounds") or features.get("elsewhere"):
        return False
    return question.verb is None or bool(features.get("verb"))


def _is_setting(question: Question, reading: Reading) -> bool:
    """Tell whether a place is only where something is that is asked for: "the longest river in *Vesland*"."""
    if area_asked(question) != "thing":
        return False
    before = reading.candidate.article.text[: reading.span.start][-30:]
    return bool(_INSIDE.search(before))


def _is_of_part(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts only what was added, is left or is lacking, and the question does not say so."""
    text, (start, end), span = reading.candidate.article.text, reading.candidate.span, reading.span
    behind = _PART_BEHIND.match(text, span.end, end)
    before = _PART_BEFORE.search(text, max(start, span.start - 30), span.start)
    said = {*re.findall(r"\w+", question.text.lower())}
    marks = [mark.lower() for found in (before, behind) if found for mark in found.groups() if mark]
    return any(mark not in said for mark in marks)


def _is_of_other(question: Question, reading: Reading) -> bool:
    """Tell whether whom the question names stands in another clause, with a figure of its own there."""
    candidate = reading.candidate
    text, (start, end) = candidate.article.text, candidate.sentence
    edges = [start, *(cut.end() for cut in _CLAUSE_END.finditer(text, start, end)), end]
    clauses = [Span(*pair) for pair in pairwise(edges)]
    pairs = zip(candidate.matched, candidate.matched_terms, strict=True)
    names = [place for place, term in pairs if term in question.names]
    named = [clause for clause in clauses if any(clause.start <= name.start < clause.end for name in names)]
    own = [clause for clause in named if any(clause.start <= span.start < clause.end for span in candidate.typed)]
    return bool(own) and not any(clause.start <= reading.span.start < clause.end for clause in named)


def _is_point(question: Question, reading: Reading) -> bool:
    """Tell whether a length of time only says when something was, and the question does not ask for that."""
    text, span = reading.candidate.article.text, reading.span
    found = _POINT.match(text, span.end)
    if found is None or _LASTING.search(text, max(0, span.start - 10), span.start):
        return False
    return found[1].lower() not in question.text.lower()


def _is_planned(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is of what was only to be, where a question asks what was: "planned to release 50"."""
    start = max(reading.candidate.span.start, reading.span.start - PLANNED_REACH)
    before = reading.candidate.article.text[start : reading.span.start]
    return question.past and bool(_PLANNED.search(_CLAUSE_END.split(before)[-1]))


def _is_past(value: str, published: str) -> bool:
    """Tell whether a date lies before the day of publication, as far as it says."""
    first = value.split("/")[0]
    return first[:1].isdigit() and first < published[: len(first)]


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
    odds = [
        weighed(model, item.features) - BACKGROUND_MALUS * item.candidate.features.get("background", 0.0)
        for item in readings
    ]
    chances, best = likeliest([item.span.value for item in readings], odds)
    features = confidence_features(readings, chances, best, sure)
    confidence = probability(features, f"short_{group}")
    chosen = readings[best]
    agreeing = {item.candidate.article.id for item in readings if agree(question.kind, item.span, chosen.span)}
    return Reading(chosen.span, chosen.candidate, confidence, _kind_name(question), chosen.features, len(agreeing))


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
