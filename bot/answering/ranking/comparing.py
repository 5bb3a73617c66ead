"""What comes of comparing the sentences that may answer a question, and their scores."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from bot.answering.matching.candidate import Candidate
from bot.answering.matching.features import Shares
from bot.answering.matching.freshness import is_known
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.topics.aged import age_beside, asks_age
from bot.answering.topics.current import asks_count, asks_state
from bot.answering.weights import weighed, weights
from index.text.later import later

DATED = (
    "passage", "title", "early", "lead", "share", "whole", "article", "typed_who", "typed_where", "near_who",
    "near_where", "length", "context", "article_hits", "names", "short", "no_end",
)  # fmt: skip
"""Features that weigh otherwise where a full question is asked of news, which tells a story in other words."""
BRIEF = (
    "rank", "title", "early", "length", "verb", "background", "cue_why",
    "cue_definition", "is_a", "led", "typed_when", "typed_who", "typed_where", "near_when", "near_who",
    "near_where", "lead", "caption", "no_end", "pairs", "whole", "adjacent", "article_names",
)  # fmt: skip
"""The same where a brief question is: one that many stories hold all the words of."""
_DATED = tuple((f"dated_{name}", name) for name in DATED)
_BRIEF = tuple((f"brief_{name}", name) for name in BRIEF)
RANKED = ("share", "context")
"""Features that also count by their rank among the candidates."""
CAPTION_MALUS = 3.0
"""Taken off the score of a caption or a pointer to another article; set by hand, the fitting data hold too few."""
NOUN_MALUS = 0.9
"""Taken off where the question's verb stands only as a noun ("began a meeting"); by hand, it changes few."""
BACKGROUND_MALUS = 1.0
"""Taken off where a sentence looks back on years before ("In 1999, ..."); by hand, quizzes of the week hold few."""
DENIED_MALUS = 0.7
"""Taken off where what a question asks a name or figure of is denied, or only hoped for; see also below."""
TURNED_MALUS = 2.0
"""Taken off where whom the question names does it, not whoever is asked for; by hand, see `verb_is_turned`."""
NAMELESS_MALUS = 4.0
"""Taken off where whoever did it is only described ("by a young man") where a name is asked for."""
NAMESAKE_MALUS = 2.0
"""Taken off where a sentence is of somebody else than a name alone means; see `namesakes`."""
ELSEWHERE_MALUS = 1.0
"""Taken off where, asked for a place, a sentence names only those of another event than its verb; see `roles`."""
ANOTHER_PLACE_MALUS = 2.0
"""Taken off where a sentence of news is of another town or state than a brief question asks of; see `placed`."""
ASIDE_MALUS = 2.0
"""Taken off where whom the question names only tells whose somebody else is; see `beside`."""
AGELESS_MALUS = 2.5
"""Taken off where no age stands beside whom a brief question to news asks the age of; see `aged`."""
OLD_MALUS = 2.0
"""Taken off where a figure of today is asked for and others tell it years later; see `_age`."""
OLD_COUNT = 0.5
"""How much of it where it is asked how many there have been: what was told before still counts."""
RECENT_DAYS, OLD_DAYS = 60, 365
"""Up to how many days before the newest nothing is taken off, and after how many more 1 - 1/e of it."""
UNNAMED_MALUS = 2.0
"""Taken off where a question wants something named and a sentence names nothing; see `called`."""
BY_HAND = {
    "caption": CAPTION_MALUS, "verb_noun": NOUN_MALUS, "background": BACKGROUND_MALUS, "denied": DENIED_MALUS,
    "verb_turned": TURNED_MALUS, "nameless": NAMELESS_MALUS, "unnamed": UNNAMED_MALUS, "elsewhere": ELSEWHERE_MALUS,
    "namesake": NAMESAKE_MALUS, "of_another_place": ANOTHER_PLACE_MALUS,
    "aside": ASIDE_MALUS, "old": OLD_MALUS, "ageless": AGELESS_MALUS,
}  # fmt: skip
OTHER_VERB_MALUS = 2.0
"""Taken off where another does what is asked when or why; also, asked when, where it is denied or only hoped for."""
OTHERS_WHEN = ("verb_other", "verb_denied")
_WHY = later(r"\b(?:why|how come)\b", re.IGNORECASE)
"""What asks for the reason of what somebody does; of "what caused the fires?" nobody does it."""


def compared(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with what comes of comparing them, and their scores."""
    model = weights("sentence")
    full = question.fullness
    telling_others = _telling_others(question)
    local = _local_shares(candidates)
    best_local = max((_sum(local, item) for item in candidates), default=0.0)
    ranks = {name: _ranks([item.features.get(name, 0.0) for item in candidates]) for name in RANKED}
    best = {
        name: max((item.features.get(name, 0.0) for item in candidates), default=0.0)
        for name in ("share", "bm25", "context")
    }
    nearest = max((_near(item) for item in candidates), default=0.0)
    stale = OLD_COUNT if asks_count(question) else float(asks_state(question))
    newest = _newest(question, candidates) if stale else None
    wants_age = asks_age(question)
    scored: list[Candidate] = []
    for item in candidates:
        features = dict(item.features)
        if wants_age and item.article.published:
            features["ageless"] = float(age_beside(question, item) is None)
        if newest is not None:
            features["old"] = _age(item, newest) * stale
        features["share_lack"] = best["share"] - features["share"]
        features["bm25_lack"] = best["bm25"] - features["bm25"]
        features["context_lack"] = best["context"] - features["context"]
        features["near_lack"] = nearest - _near(item)
        for name in RANKED:
            features[f"{name}_rank"] = ranks[name][item.features.get(name, 0.0)]
        features["local"] = _sum(local, item)
        features["local_lack"] = best_local - features["local"]
        if item.article.published:
            if full:
                features |= {of_dated: full * features[name] for of_dated, name in _DATED if name in features}
            if full < 1:
                features |= {of_brief: (1 - full) * features[name] for of_brief, name in _BRIEF if name in features}
        score = weighed(model, features)
        score -= sum(malus * features.get(name, 0.0) for name, malus in BY_HAND.items())
        score -= OTHER_VERB_MALUS * any(features.get(name) for name in telling_others)
        scored.append(item._replace(features=features, score=score))
    return scored


def _newest(question: Question, candidates: Sequence[Candidate]) -> date | None:
    """Return the last day on which something was published that may answer, as far as it is known on the day asked."""
    days = [date.fromisoformat(item.article.published[:10]) for item in candidates if item.article.published]
    return max((day for day in days if is_known(question, day)), default=None)


def _age(item: Candidate, newest: date) -> float:
    """Return how old news is beside the newest of what may answer: 0 if it is of its weeks, 1 if of long before."""
    if not item.article.published:
        return 0.0
    days = (newest - date.fromisoformat(item.article.published[:10])).days
    return 1 - math.exp(-max(0, days - RECENT_DAYS) / OLD_DAYS)


def _telling_others(question: Question) -> tuple[str, ...]:
    """Return which features tell that others do what is asked the time or reason of, or, asked when, nobody does."""
    if question.kind is AnswerKind.WHEN:
        return OTHERS_WHEN
    asks_reason = question.kind is AnswerKind.WHY and not question.passive and _WHY.search(question.text)
    return ("verb_other",) if asks_reason else ()


def is_of_others(question: Question, features: Mapping[str, float]) -> bool:
    """Tell whether a sentence is of another than whom the question names.

    Asked when, also whether it says that others do it, or that it is denied or only hoped for.
    """
    is_of_other = question.kind is AnswerKind.WHEN and any(features.get(name) for name in OTHERS_WHEN)
    return is_of_other or bool(features.get("aside"))


def _ranks(values: Sequence[float]) -> dict[float, float]:
    """Return 1 for the highest value, 1/2 for the second, and so on; equal values share the better place."""
    places: dict[float, float] = {}
    for place, value in enumerate(sorted(values, reverse=True)):
        places.setdefault(value, 1 / (1 + place))
    return places


def _local_shares(candidates: Sequence[Candidate]) -> Shares:
    """Return each term's share of the idf among the candidates: what all of them hold tells none from another."""
    counts = Counter(term for item in candidates for term in set(item.matched_terms))
    raw = {term: math.log(1 + len(candidates) / count) for term, count in counts.items()}
    total = sum(raw[term] for term in sorted(raw)) or 1.0
    return Shares({term: value / total for term, value in raw.items()})


def _sum(shares: Shares, item: Candidate) -> float:
    return shares.total(item.tokens.held)


def _near(item: Candidate) -> float:
    return max((near * span.strength for near, span in zip(item.nearness, item.typed, strict=True)), default=0.0)
