"""Weigh whether the best sentence answers the question: a calibrated probability, from features and fitted weights."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.matching.becoming import becomes
from bot.answering.matching.befallen import befell_others
from bot.answering.matching.candidate import Candidate, evidence_terms, term_shares, told_by_date
from bot.answering.matching.features import GROUPS
from bot.answering.matching.numbered import lacks_number
from bot.answering.matching.opposites import is_of_other_sort
from bot.answering.matching.telling import is_news_in_brief, tells
from bot.answering.mentions.dated import NAMING
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.asked_role import asks_doer
from bot.answering.questions.constraints import Constraint, first_day, is_told_later, meets, names_another, speaks_of
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.ranking.comparing import is_of_others
from bot.answering.topics.kinship import is_of_kin
from bot.answering.topics.offices import is_tied
from bot.answering.topics.relations import is_of_name, told_beside
from bot.answering.weights import weighed, weights
from index.models import Hit
from index.rank import Statistics
from index.text.later import later
from index.text.tokens import tokenize

_NEEDS_VERB = frozenset({AnswerKind.WHO, AnswerKind.WHEN, AnswerKind.WHERE, AnswerKind.WHICH})
_ANY_VERB = words_of(
    "get got say said tell told take taken took make made give given gave put go gone went come came do done see seen"
)
"""Verbs that what is told seldom repeats: "which hospital was he *taken* to?"."""
_SETTLED = words_of("win won lose lost beat beaten defeat defeated die died kill killed murder murdered")
"""Verbs of what nobody can tell before it has come to be."""
_ASKS_SUM = later(
    r"\bhow much (?:money\b|(?:did|does|do|has|have|had|was|were|is|are|will|would|can|could|should)\b"
    r"(?!.*\b(?:ris|rose|f[ae]ll|grow|grew|increas|drop|declin|jump|chang|go up|gone? up|went|less|more))"
    r".*\b(?:costs?|pa(?:y|ys|id|ying)|charg(?:e|es|ed)|spend|spent|sell|sold|earn(?:s|ed)?|worth|fined?)\b)",
    re.IGNORECASE,
)
"""What only a sum of money tells, or a share of one; not how much a price rises."""
_SHARE = later(
    r"%|\bper\s?cent|\bhalf\b|\bmajority\b|\b(?:an?|one|two|three|four)[\s-](?:third|quarter|fifth|sixth|tenth)",
    re.IGNORECASE,
)
"""A share that may be told in place of a sum; "his third year" is none."""
_LATER = later(r"\banniversar|\blater\b|\b(?:years|decades) after\b", re.IGNORECASE)
"""Asks of what is told from years after."""
SUM = 0.5
"""From this strength on a span of how much is a sum."""
_NAMED_FOR_YEAR = later(r"\b([A-Z][\w’'-]*|\d{4})\s+(?=([A-Z][\w’'-]*|\d{4})\b)")
"""A name and a year, or a year and a name: "Vesland 2023"."""


def _is_same(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence is of what the question names, and of no other sort of it."""
    return is_of_name(question, candidate) and not is_of_other_sort(question, candidate)


_MUST: tuple[tuple[str, Callable[[Question, Candidate], bool]], ...] = (
    ("it does not tell what is asked", tells),
    ("the office of somebody else", is_tied),
    ("the kin of somebody else", is_of_kin),
    ("something else of that name", _is_same),
)
"""What is at fault where something does not hold of a candidate."""
MOST_MISSING = 0.6
"""Most of the question's idf that may stand neither in the passage nor in its article's title; see docs/quality.md."""
NEEDS_TYPE = frozenset(GROUPS) - {AnswerKind.WHO, AnswerKind.WHERE, AnswerKind.ORDINAL}
"""Kinds of question that only a date or a figure can answer."""
DATED = ("whole", "context", "lead", "share")
"""Features that tell something else where a full question is asked of news, which says the same in many places."""
BRIEF = (
    "share", "whole", "heaviest", "near_needed", "lead", "context", "verb_here", "cue", "early", "no_end", "is_a",
    "led", "asks_who", "asks_where", "asks_when", "asks_open",
)  # fmt: skip
"""The same where a brief question is."""
CUES = ("cue_why", "cue_definition", "defines")
"""Features that tell of a reason or a definition, where one is asked for."""
CALIBRATIONS = ("calibration", "calibration_dated", "calibration_brief")
FULL_ENOUGH = 0.5
"""From this fullness of a question on, what is stated of news is calibrated apart."""
FEW_TERMS = 3
"""Of a question with so few terms that matter, the library must know every one; in longer ones it may be a slip."""
TOLD_AMONG, AS_MUCH = 20, 0.9
"""Among how many of the best sentences others are looked for that say about as much as the best one."""
_TAKEN = (
    "share", "context", "whole", "title", "article", "names", "context_names", "article_names", "adjacent", "pairs",
    "window", "context_verb", "verb_denied", "verb_other", "focus", "alike", "names_missing", "pronoun",
)  # fmt: skip
"""Features of the best sentence that tell of the answer as a whole, too."""


def evidence_features(
    question: Question,
    candidate: Candidate,
    candidates: Sequence[Candidate],
    hits: Sequence[Hit],
    statistics: Statistics,
) -> dict[str, float]:
    """Return what speaks for and against a candidate as an answer, each about 0 to 1.

    ``candidates`` are all, best first; ``hits`` the passages they come from.
    """
    features = {name: candidate.features.get(name, 0.0) for name in _TAKEN}
    shares = term_shares(question, statistics)
    most = sum(statistics.idf(term) * (statistics.k1 + 1) for term in question.terms) or 1.0
    scores = sorted((hit.score for hit in hits), reverse=True)
    fifth = scores[min(4, len(scores) - 1)]
    rival = next((item.score for item in candidates if item.article.id != candidate.article.id), candidate.score - 5)
    held = frozenset(candidate.matched_terms)
    near = max(
        (near * span.strength for near, span in zip(candidate.nearness, candidate.typed, strict=True)), default=0.0
    )
    needs = question.kind in NEEDS_TYPE
    typed = max((span.strength for span in candidate.typed), default=0.0)
    best_three = frozenset(term for item in candidates[:3] for term in item.matched_terms)
    news = float(candidate.article.published is not None)
    dated, brief = news * question.fullness, news * (1 - question.fullness)
    features |= {
        "reach": candidate.passage_score / most,
        "margin": 1 - fifth / (scores[0] or 1.0),
        "lead": math.tanh((candidate.score - rival) / 3),
        "unknown": sum(shares[term] for term in question.terms if not statistics.df.get(term) and term not in held),
        "heaviest": max((shares[term] for term in question.terms if term not in held), default=0.0),
        "untyped": float(needs and not typed),
        "typed": typed if needs else 0.0,
        "near": near,
        "near_needed": near if needs else 0.0,
        "three": shares.total(best_three),
        "whole_squared": candidate.features["whole"] ** 2,
        "context_squared": candidate.features["context"] ** 2,
        "dated": dated,
        "brief": brief,
        "verb_here": float(question.verb is None or question.verb in held),
        "names_here": float(question.names - question.preamble <= held),
        "told": _told(candidate, candidates),
        "cue": max(candidate.features.get(name, 0.0) for name in CUES),
    }
    features |= {f"dated_{name}": dated * features[name] for name in DATED}
    known = {**candidate.features, **features, f"asks_{GROUPS.get(question.kind, 'open')}": 1.0}
    return features | {f"brief_{name}": brief * known.get(name, 0.0) for name in BRIEF}


def _told(candidate: Candidate, candidates: Sequence[Candidate]) -> float:
    """Return how many other articles hold about as much of the question in one sentence, 0 to 1 for five."""
    others = {
        item.article.id
        for item in candidates[:TOLD_AMONG]
        if item.share >= AS_MUCH * candidate.share and item.article.id != candidate.article.id
    }
    return min(len(others), 5) / 5


def is_brief(features: Mapping[str, float]) -> bool:
    """Tell whether evidence is that of a brief question to news."""
    return bool(features) and calibration_of(features) == CALIBRATIONS[2]


def answers_probability(features: Mapping[str, float]) -> float:
    """Return the probability that a sentence answers, from its `evidence_features`; 0 without any."""
    return _probability(calibrated(features)) if features else 0.0


def calibrated(features: Mapping[str, float]) -> float:
    """Return the log odds of that.

    They are bent a little where what is stated and what is true differed on questions not fitted on.
    """
    return _odds(calibration_features(_odds(features, "evidence")), calibration_of(features))


def calibration_of(features: Mapping[str, float]) -> str:
    """Return the name of the model that calibrates: news differs, and brief questions to it."""
    if not features["dated"] + features["brief"]:
        return CALIBRATIONS[0]
    return CALIBRATIONS[1] if features["dated"] >= FULL_ENOUGH else CALIBRATIONS[2]


def calibration_features(odds: float) -> dict[str, float]:
    """Return what calibration weighs: the log odds, and by how much they favour an answer."""
    return {"odds": odds, "over": max(0.0, odds)}


def probability(features: Mapping[str, float], model: str) -> float:
    """Return the probability that a linear model of the log odds gives."""
    return _probability(_odds(features, model))


def _probability(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _odds(features: Mapping[str, float], model: str) -> float:
    fitted = weights(model)
    return fitted.get("bias", 0.0) + weighed(fitted, features)


def faults(question: Question, candidate: Candidate, statistics: Statistics) -> list[str]:
    """Return why a candidate can't answer a question, whatever else speaks for it; empty if nothing forbids it."""
    found: list[str] = []
    asked = question.key_terms - question.preamble
    held = evidence_terms(candidate, question)
    told = told_by_date(question, candidate.article)
    if len(asked) <= FEW_TERMS and any(
        not statistics.df.get(term) and not question.aliases_of(term) for term in asked - told
    ):
        found.append("a word the library does not hold")
    shares = term_shares(question, statistics)
    if shares.total(asked - held) > MOST_MISSING:
        found.append("too much of the question is missing")
    if not (question.names - question.preamble) <= held or lacks_number(question, candidate):
        found.append("a name is missing")
    if any(not _in_time(question, candidate, item) for item in question.times):
        found.append("another time")
    is_turned = candidate.features.get("verb_turned") and told_beside(question, candidate) is None
    is_others = question.kind is AnswerKind.WHEN and question.is_brief and befell_others(question, candidate)
    if is_of_others(question, candidate.features) or is_turned or is_others or not becomes(question, candidate):
        found.append("another does it, or it is not done")
    if _lacks_verb(question, candidate, held):
        found.append("the verb is missing")
    found += [otherwise for otherwise, holds in _MUST if not holds(question, candidate)]
    if question.kind in NEEDS_TYPE and not any(_is_of_type(question, candidate, span) for span in candidate.typed):
        found.append("no such date or figure")
    return found


def _lacks_verb(question: Question, candidate: Candidate, held: set[str]) -> bool:
    """Tell whether a passage does not speak of what a brief question to news asks who, when, where or which of.

    Who does something is told by the sentence itself or not at all: it holds the verb, and more of the question.
    Encyclopedias say it in other words: there that would refuse one right answer in five.
    """
    if question.kind not in _NEEDS_VERB or question.verb is None or not is_news_in_brief(question, candidate):
        return False
    if question.kind is AnswerKind.WHO and asks_doer(question):
        here = frozenset(candidate.matched_terms)
        if question.verb in here | question.light:
            return here == {question.verb}
        return not _says_otherwise(question, candidate)
    is_missing = question.verb not in held | question.light and not _says_otherwise(question, candidate)
    if question.kind in {AnswerKind.WHERE, AnswerKind.WHICH}:
        return is_missing and question.words[question.verb].lower() not in _ANY_VERB
    return is_missing


def _says_otherwise(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence says in another word what the question's verb says."""
    others = {other for other, meant in question.synonyms.items() if question.verb in meant}
    said = candidate.said
    return bool(others) and not others.isdisjoint(tokenize(said, question.language))


def _is_of_type(question: Question, candidate: Candidate, span: TypedSpan) -> bool:
    """Tell whether a span may be the date or figure asked for.

    Of what somebody pays it is a sum of money. Of news a year that is only reckoned from its day ("this year") tells
    nothing, unless a year is asked for.
    """
    if question.kind is AnswerKind.HOW_MUCH and _ASKS_SUM.search(question.text) and not _is_sum(span):
        return False
    is_reckoned_year = span.relative and span.value.isdigit() and question.measure != "year"
    return span.strength > NAMING and not (is_reckoned_year and is_news_in_brief(question, candidate))


def _is_sum(span: TypedSpan) -> bool:
    return span.strength >= SUM or bool(_SHARE.search(span.value))


def _is_too_early(question: Question, candidate: Candidate, asked: Constraint) -> bool:
    """Tell whether an article is older than the time in which what the question asks of came to be.

    What is named for a year may be won before it: the sentence then says so ("won Miss Vesland 2023").
    """
    published = candidate.article.published
    settled = question.past and question.verb is not None and question.words[question.verb].lower() in _SETTLED
    if not settled or published is None or asked.kind in {"before", "until"}:
        return False
    if published[:10] >= str(first_day(asked.value)):
        return False
    if question.verb not in candidate.matched_terms:
        return True
    said = candidate.said
    named = {word for pair in _NAMED_FOR_YEAR.findall(said) if asked.value[:4] in pair for word in pair}
    return named.isdisjoint(question.words.values())


def _in_time(question: Question, candidate: Candidate, asked: Constraint) -> bool:
    """Tell whether a candidate's passage, its article's title or date speaks of a time that the question names.

    If the sentence names years, it must be one of them: but for those that it only looks back on ("the highest since
    1992"), or ahead to. Asked when, one of its dates must be of that time. Who won in a year is not told before it.
    """
    if _is_too_early(question, candidate, asked):
        return False
    if question.kind is AnswerKind.WHEN and any(span.value for span in candidate.typed):
        return any(span.value and meets(asked.kind, asked.value, span.value) for span in candidate.typed)
    said = candidate.said
    published = candidate.article.published
    is_of_before = asked.kind == "in" and is_told_later(said) and not _LATER.search(question.text)
    if (is_of_before or names_another(said, published, asked)) and not speaks_of(asked, said, None):
        return False
    text = candidate.article.text[candidate.passage.start : candidate.passage.end]
    return speaks_of(asked, f"{candidate.article.title}\n{text}", published)
