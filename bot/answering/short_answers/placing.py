"""Where a name or phrase stands in its sentence: as who does it, whom it is done to, or beside it (English)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.answering.lexicon.gazetteer import COUNTRIES, PLACES, REGIONS
from bot.answering.matching.candidate import Candidate
from bot.answering.matching.deeds import BE
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.asked_role import Role, role_asked
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

_LINK = later(
    r"\b(?:is|was|were|are|became|becomes?|named|called|include[sd]?|including|such as)\s*(?:the|an?)?\s*$",
    re.IGNORECASE,
)
_LINK_AFTER = later(r"\s*,?\s*(?:is|was|were|are|became|who|which)\b", re.IGNORECASE)
_APPOSED_BEFORE = later(r"(?:,|\(|:|–|—)\s*(?:the\s+)?$")
_APPOSED_AFTER = later(r"\s*(?:,|\)|\()\s*")
_AREA = later(
    r"\b(?:what|which|whose|the|that|this)(?: name of the)?(?: [\w’'-]+){0,3}? "
    r"(countr(?:y|ies)|nations?|cit(?:y|ies)|towns?|villages?|capital|states?|regions?|"
    r"continents?|provinces?|rivers?|lakes?|mountains?|islands?|seas?|oceans?|airport|stadium|streets?|county|counties)\b",
    re.IGNORECASE,
)
_AREAS = {
    **dict.fromkeys(("country", "countries", "nation", "nations"), "country"),
    **dict.fromkeys(
        ("state", "states", "region", "regions", "continent", "continents", "province", "provinces"), "region"
    ),
    **dict.fromkeys(("city", "cities", "town", "towns", "village", "villages", "capital"), "town"),
}
_CLAUSE = later(
    r"[,;:()]|\s[–—]\s|\b(?:and|but|while|when|although|because|which|who|where|after|before|since)\b", re.IGNORECASE
)


def area_asked(question: Question) -> str | None:
    """Return ``"country"``, ``"region"`` or ``"town"`` where one is asked for, ``"thing"`` for a river or a street.

    ``None`` where no kind of place is named.
    """
    thing = _thing(question)
    return _AREAS.get(thing, "thing") if thing else None


def _thing(question: Question) -> str:
    found = _AREA.search(question.text)
    return found[1].lower() if found else ""


def placing_features(question: Question, candidate: Candidate, span: TypedSpan) -> dict[str, float]:
    """Return how a span stands to the verb and the other words of the question in its sentence, each 0 to 1."""
    text = candidate.article.text
    start, end = candidate.span
    before, after = text[start : span.start], text[span.end : end]
    pairs = candidate.pairs
    features = {
        "linked": float(bool(_LINK.search(before[-25:]))),
        "links": float(bool(_LINK_AFTER.match(after[:12]))),
        "apposed": float(bool(_APPOSED_BEFORE.search(before[-8:]))),
        "enclosed": float(bool(_APPOSED_AFTER.match(after[:4]) and _APPOSED_BEFORE.search(before[-8:]))),
        "clause": _clause_share(candidate, span, before, after),
        "determined": float(bool(re.search(r"\b(?:the|an?|his|her|their|its)\s+$", before[-8:], re.IGNORECASE))),
        "closest": _closest(pairs, span),
        "capital": sum(word[:1].isupper() for word in span_words(text, span)) / len(span_words(text, span)),
        "is_place": float(span.value in PLACES),
    }
    terms = tokenize(text[span.start : span.end], question.language)
    asked = [question.aliases.get(term, term) in question.words for term in terms]
    features["repeats"] = sum(asked) / len(asked) if asked else 0.0
    features |= _role_features(question, text, span, pairs)
    features |= _thing_features(question, text, span)
    return features


_CROSSED = ("near", "clause", "closest", "fits", "attached", "sentence", "rank", "determined", "words")
"""What tells of a plain phrase otherwise than of a name."""


def crossed(features: Mapping[str, float], form: str) -> dict[str, float]:
    """Return some features again under the form of their span."""
    group = "phrase" if form.startswith("phrase") else "list" if form == "list" else ""
    found = {f"{group}_{name}": features.get(name, 0.0) for name in _CROSSED} if group else {}
    found |= {
        "strong_clause": features["strength"] * features["clause"],
        "strong_fits": features["strength"] * features["fits"],
        "strong_closest": features["strength"] * features["closest"],
        "strong_sentence": features["strength"] * features["sentence"],
    }
    return found


def span_words(text: str, span: TypedSpan) -> list[str]:
    """Return the words of a span as written; at least one."""
    return text[span.start : span.end].split() or [""]


def _clause_share(candidate: Candidate, span: TypedSpan, before: str, after: str) -> float:
    """Return the share of the question's idf that stands in the span's own clause."""
    opening = max((cut.end() for cut in _CLAUSE.finditer(before.rstrip(" ,("))), default=0)
    closing = next((cut.start() for cut in _CLAUSE.finditer(after) if cut.start() > 1), len(after))
    first, last = candidate.span.start + opening, span.end + closing
    held = {term for place, term in candidate.pairs if first <= place.start and place.end <= last}
    return sum(candidate.shares[term] for term in sorted(held))


def _closest(pairs: list[tuple[Span, str]], span: TypedSpan) -> float:
    """Return 1 where a word of the question stands right beside a span, less the farther the nearest one is."""
    gaps = [max(place.start - span.end, span.start - place.end) for place, _ in pairs]
    return 1 / (1 + min((gap for gap in gaps if gap >= 0), default=100) / 8)


def _role_features(question: Question, text: str, span: TypedSpan, pairs: list[tuple[Span, str]]) -> dict[str, float]:
    """Return whether a span stands where who does it stands, or whom it is done to, and whether that is asked for."""
    wanted = role_asked(question)
    agent = patient = 0.0
    for verb, term in pairs:
        if term != question.verb:
            continue
        between = text[span.end : verb.start] if span.end <= verb.start else text[verb.end : span.start]
        near = 1 / (1 + len(between.split()) / 3) if span.end <= verb.start or verb.end <= span.start else 0.0
        near *= 0.5 ** len(_CLAUSE.findall(between))
        passive = bool(BE.search(text[max(0, verb.start - 20) : verb.start]))
        follows = span.start >= verb.end
        by = follows and bool(re.search(r"\bby\s+(?:the\s+|an?\s+)?(?:[\w’'-]+\s+){0,2}$", between))
        if by or (not follows and not passive):
            agent = max(agent, near)
        elif (follows and not passive) or (not follows and passive):
            patient = max(patient, near)
    fits = agent if wanted is Role.AGENT else patient if wanted is Role.PATIENT else 0.0
    misfits = patient if wanted is Role.AGENT else agent if wanted is Role.PATIENT else 0.0
    features = {"fits": fits, "misfits": misfits}
    if wanted is Role.NEITHER:
        features |= {"free_agent": agent, "free_patient": patient}
    return features


def _thing_features(question: Question, text: str, span: TypedSpan) -> dict[str, float]:
    """Return whether the thing asked for ("which *city*", "which *king*") stands in a span or beside it."""
    features = _area_features(question, text, span)
    if not question.focus:
        return features
    inside = set(tokenize(text[span.start : span.end], question.language))
    before = tokenize(text[max(0, span.start - 30) : span.start], question.language)[-2:]
    after = tokenize(text[span.end : span.end + 30], question.language)[:2]
    return features | {
        "thing_inside": float(bool(question.focus & inside)),
        "thing_before": float(bool(question.focus.intersection(before))),
        "thing_after": float(bool(question.focus.intersection(after))),
    }


def _says(text: str, span: TypedSpan, thing: str) -> bool:
    """Tell whether a thing stands in a span or right beside it: "Mosley *Street*", "the *river* Onon"."""
    stem = thing.lower()[:5].rstrip("ies")
    return stem in text[max(0, span.start - len(thing) - 4) : span.end + len(thing) + 2].lower()


def _area_features(question: Question, text: str, span: TypedSpan) -> dict[str, float]:
    """Return whether a span is a country, a region or neither, where a question asks for one of them."""
    if question.kind is not AnswerKind.WHERE:
        return {}
    wanted = area_asked(question)
    country, region = span.value in COUNTRIES, span.value in REGIONS
    if wanted is None:
        return {"any_country": float(country), "any_region": float(region)}
    is_town = not country and not region
    fits = country if wanted == "country" else region if wanted == "region" else is_town
    return {
        "area_fits": float(fits) if wanted != "thing" else 0.0,
        "area_misfits": float(not fits) if wanted != "thing" else 0.0,
        "thing_missing": float(wanted == "thing" and not _says(text, span, _thing(question))),
    }
