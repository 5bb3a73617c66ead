"""What speaks for each span of the best sentences as a short answer: named features, for `short` to weigh."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from bot.answering.matching.candidate import Candidate, told_by_date
from bot.answering.matching.deeds import own_verb
from bot.answering.matching.features import nearness
from bot.answering.matching.of_time import is_of_another_time
from bot.answering.mentions.dated import names_thing
from bot.answering.mentions.figures import is_age_of_another
from bot.answering.mentions.naming import phrases
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.constraints import meets
from bot.answering.questions.main_verb import is_past
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.short_answers.placing import crossed, placing_features
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

CONSIDERED = 12
"""How many of the best sentences are read."""
_LOOSE = frozenset({AnswerKind.WHO, AnswerKind.WHEN})
"""Kinds of which two values that are not the same can agree, see `agree`."""
PHRASED = frozenset({AnswerKind.WHO, AnswerKind.WHERE})
PHRASED_RANKS = 3
"""Where plain phrases may answer, too ("the town council"), and in how many of the best sentences they are read."""
PERSON = 0.6
"""From this strength on a name is a person's, and no phrase that ends in it competes with it."""
ECHO_DAYS = 7
"""News clusters in so many days behind what happened."""
SAME_TIME_DAYS = 60

_BREAK = later(r"[,;:—–]\s|\b(?:when|while|after|before|who|which|and|but|although|because|where)\b", re.IGNORECASE)
_BOUND = later(
    r"\b(?:since|until|till|before|after|beyond|past|by|starting|beginning)\s+(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE
)
_LOOKS_BACK = later(r"\b(?:since|after|before|until)\s+(?:[\w’'-]+\s+){0,4}$")
LOOK_BACK = 50
"""How many code points before a verb what makes a time of it is looked for."""
_ROUGH = later(
    r"\b(?:about|around|nearly|almost|some|over|more than|at least|up to|approximately|roughly)\s+$", re.IGNORECASE
)
_PREPOSITION = later(
    r"\b(in|at|on|by|of|from|to|near|for|with|into|between|under|along|through|within|against|as|called|named)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_HELD = later(
    r"\s(?:will(?:\salso)?\s(?:be|take\splace|happen|occur|fall)|is|are|was|were|takes?\splace|took\splace|falls?|fell|happens?|"
    r"happened)(?:\s(?:held|set|scheduled|slated|observed|celebrated|due))?(?:\s(?:for|on|in))?(?:\sthe)?\s"
)
"""What stands between a thing and its date where that is told outright."""
_OF_IT = later(r"\b(?:for|of|after|before|to|until)\s+(?:(?:the|this|its)\s+)?$")
"""What stands before a thing where the date is that of something else: "the deadline *for the* regatta"."""
_OF_WHOLE = later(r"\s+of\s+((?:[\w’'-]+\s*){1,5})")
"""What a share is one of."""
_ANOTHER = later(r"\b(?:next|last|first|normally|usually|typically|original(?:ly)?)\b", re.IGNORECASE)
"""What tells that it is another one that has the date, or had."""


@dataclass(frozen=True, slots=True)
class SpanReading:
    """A possible short answer with what speaks for it."""

    span: TypedSpan
    candidate: Candidate
    features: Mapping[str, float]


def span_readings(question: Question, candidates: Sequence[Candidate]) -> list[SpanReading]:
    """Return every span of the type asked for in the best sentences, in order of sentence and place.

    Dates of what is denied, only hoped for or done by others are left out, and so are those that the question's own
    dates rule out, and all that is said of somebody else of the name.
    """
    found = [
        SpanReading(span, candidate, _features(question, candidate, span, near, rank, candidates[0].score))
        for rank, candidate in enumerate(candidates[:CONSIDERED])
        for span, near in _spans_of(question, candidate, rank)
        if span.value and _possible(question, candidate, span)
    ]
    published = {
        item.article.id: date.fromisoformat(item.article.published[:10])
        for item in candidates[: 2 * CONSIDERED]
        if item.article.published
    }
    best_near = max((item.features["near"] for item in found), default=0.0)
    by_value = {item.span.value: item.span for item in found}
    same = {
        value: {other for other in by_value if agree(question.kind, by_value[other], span)}
        for value, span in by_value.items()
        if question.kind in _LOOSE
    }
    agreeing = {value: [other for other in found if other.span.value in same.get(value, {value})] for value in by_value}
    return [_compared(question, item, agreeing[item.span.value], best_near, list(published.values())) for item in found]


def _spans_of(question: Question, candidate: Candidate, rank: int) -> Iterator[tuple[TypedSpan, float]]:
    """Yield the spans of a candidate with their nearness: of the best ones, where a name is asked for, phrases too."""
    yield from zip(candidate.typed, candidate.nearness, strict=True)
    if question.kind not in PHRASED or rank >= PHRASED_RANKS:
        return
    start, end = candidate.sentence
    known = {(span.start, span.end) for span in candidate.typed}
    breaks = [(span.start - start, span.end - start) for span in candidate.matched]
    for found in phrases(candidate.article.text[start:end], breaks):
        span = found.shifted(start)
        if (span.start, span.end) not in known and not _ends_in_person(question, candidate, span):
            yield span, nearness(span, candidate.tokens, candidate.shares)


def _ends_in_person(question: Question, candidate: Candidate, phrase: TypedSpan) -> bool:
    """Tell whether a phrase is only a name with what its bearer is: "Norland architect *Ida Falk*"."""
    return question.kind is AnswerKind.WHO and any(
        name.strength >= PERSON and name.form != "list" and phrase.start <= name.start and name.end == phrase.end
        for name in candidate.typed
    )


def _compared(
    question: Question, item: SpanReading, agreeing: Sequence[SpanReading], best_near: float, published: Sequence[date]
) -> SpanReading:
    """Return a reading with what comes of comparing it with the others, those that agree and the nearest of all."""
    features = dict(item.features)
    articles = {other.candidate.article.id for other in agreeing}
    features["agreeing"] = math.log(len(articles))
    features["support"] = sum(sorted(other.features["near"] for other in agreeing))
    features["best_near"] = float(item.features["near"] >= best_near)
    if question.kind is AnswerKind.WHEN:
        features["echoes"] = min(_echoes(item.span.value, published), 4) / 4
        features["finer"] = len(item.span.value.split("/")[0]) / 10
        if item.span.relative and not features["figures"] and item.candidate.article.published:
            here = date.fromisoformat(item.candidate.article.published[:10])
            features["apart"] = sum(abs((day - here).days) > SAME_TIME_DAYS for day in published) / len(published)
    return replace(item, features=features)


def agree(kind: AnswerKind, one: TypedSpan, other: TypedSpan) -> bool:
    """Tell by their values whether two spans can mean the same: a date also as a coarser form, a name as a part."""
    if one.value == other.value:
        return True
    if kind is AnswerKind.WHEN:
        return _same_time(one.value, other.value)
    if kind is AnswerKind.WHO:
        words = set(one.value.split()), set(other.value.split())
        return words[0] <= words[1] or words[1] <= words[0]
    return False


def unit_of(value: str) -> str:
    """Return a value without its figures: what they count."""
    return "".join(letter for letter in value.casefold() if letter.isalpha() or letter in "$€£¥%")


def _same_time(one: str, other: str) -> bool:
    """Tell whether two dates can be one: as far as both say, and a day of no year as that of any year."""
    if one.startswith("--") != other.startswith("--"):
        one, other = (value[2:] if value.startswith("--") else value[5:] for value in (one, other))
        return bool(one and other) and (one.startswith(other) or other.startswith(one))
    return one.startswith(other) or other.startswith(one)


def _possible(question: Question, candidate: Candidate, span: TypedSpan) -> bool:
    if candidate.features.get("namesake") or is_of_another_time(question, candidate, span):
        return False
    if question.kind is AnswerKind.HOW_OLD:
        return not is_age_of_another(question.text, candidate.article.text, span)
    if question.kind is not AnswerKind.WHEN:
        return True
    return all(meets(item.kind, item.value, span.value) for item in question.times)


def _features(
    question: Question, candidate: Candidate, span: TypedSpan, near: float, rank: int, top: float
) -> dict[str, float]:
    text = candidate.article.text
    before = text[max(candidate.span.start, span.start - 30) : span.start]
    after = text[span.end : span.end + 30]
    verbs = candidate.spans_of(question.verb)
    own = [verb for verb in verbs if _owns(question, candidate, verb)]
    words = text[span.start : span.end].split()
    features = {
        "near": near,
        "strength": span.strength,
        "near_strength": near * span.strength,
        "sentence": math.exp((candidate.score - top) / 3),
        "rank": 1 / (1 + rank),
        "share": candidate.share + _share_of_years(question, candidate),
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
        features["elsewhere"] = float(
            question.verb is not None
            and (_belongs_elsewhere(question, text, span) or _is_looked_back_on(text, verbs, span))
        )
        features["year_only"] = float(len(span.value) == 4)
        features["names_thing"] = float(names_thing(question, text, span))
        features["takes_place"] = float(question.verb is None and _takes_place(question, candidate, span))
    if question.kind is AnswerKind.PERCENT:
        features["of_asked"] = _part_of_asked(question, candidate, span)
    if span.form:
        features[f"form_{span.form}"] = 1.0
        features["part"] = float(span.part)
        features |= placing_features(question, candidate, span)
        features |= crossed(features, span.form)
    found = _PREPOSITION.search(before)
    if found:
        features[f"behind_{found[1].lower()}"] = 1.0
    if verbs and question.kind is AnswerKind.WHO:
        features["subject"] = float(any(0 <= verb.start - span.end < 12 for verb in verbs))
        by = found is not None and found[1].lower() == "by"
        features["agent"] = float(by and any(verb.end < span.start for verb in verbs))
    return features


def _share_of_years(question: Question, candidate: Candidate) -> float:
    """Return the share of the years asked for that only an article's day tells: news seldom says what year it is."""
    if question.kind is not AnswerKind.WHEN:
        return 0.0
    return sum(
        candidate.shares[term] for term in told_by_date(question, candidate.article) - {*candidate.matched_terms}
    )


def _takes_place(question: Question, candidate: Candidate, span: TypedSpan) -> bool:
    """Tell whether a date is said outright to be that of a thing asked for: "the primary will take place on 23 May"."""
    text = candidate.article.text
    before = [place for place in candidate.matched if place.end <= span.start]
    if not before or not _HELD.fullmatch(text, before[-1].end, span.start):
        return False
    if _OF_IT.search(text, max(candidate.sentence.start, before[0].start - 30), before[0].start):
        return False
    others = {word.lower() for word in _ANOTHER.findall(text, candidate.sentence.start, span.start)}
    return others <= {word.lower() for word in _ANOTHER.findall(question.text)}


def _focus_beside(question: Question, after: str) -> float:
    """Return 1 where the thing counted stands right behind a span ("19 students"), less if farther, 0 if not at all."""
    for place, word in enumerate(after.split()[:4]):
        if question.focus.intersection(tokenize(word, question.language)):
            return 1 / (1 + place)
    return 0.0


def _part_of_asked(question: Question, candidate: Candidate, span: TypedSpan) -> float:
    """Return how much of a question stands in what a share is said to be one of: "60% *of the voters* stayed"."""
    whole = _OF_WHOLE.match(candidate.article.text, span.end, candidate.span.end)
    terms = question.key_terms.intersection(tokenize(whole[1], question.language)) if whole else frozenset[str]()
    return sum(candidate.shares[term] for term in sorted(terms))


def _echoes(value: str, published: Sequence[date]) -> int:
    """Count the publication dates in the week from a day on: news clusters right behind what happened."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return 0
    return sum(0 <= (item - day).days <= ECHO_DAYS for item in published)


def _owns(question: Question, candidate: Candidate, verb: Span) -> bool:
    leans = bool(candidate.features["pronoun"])
    return own_verb(question, candidate.article.text, candidate.pairs, verb, leans=leans)


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


def _is_looked_back_on(text: str, verbs: Sequence[Span], span: TypedSpan) -> bool:
    """Tell whether what is asked is only what something else is dated by: "did it on Monday, *since the war began*"."""
    return bool(verbs) and all(
        span.end <= verb.start and _LOOKS_BACK.search(text, max(span.end, verb.start - LOOK_BACK), verb.start)
        for verb in verbs
    )


def _attached(text: str, verb: Span, span: TypedSpan) -> float:
    """Return 1 where a span stands beside the verb, less the more words and clauses lie between."""
    between = text[verb.end : span.start] if verb.end <= span.start else text[span.end : verb.start]
    return float(0.6 ** len(_BREAK.findall(between)) / (1 + len(between.split()) / 15))
