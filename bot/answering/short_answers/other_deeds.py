"""Figures of another deed than the one that is asked of: of others, only offered, or one part of a sum (English)."""

from __future__ import annotations

import re
from functools import cache

from bot.answering.lexicon.gazetteer import COUNTRIES, REGIONS
from bot.answering.matching.deeds import named_roles
from bot.answering.matching.meant import terms_meant
from bot.answering.matching.opposites import tells_opposite
from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import clause_before, is_preceded
from bot.answering.topics.tolls import is_of_other_fate
from index.text.later import later
from index.text.tokens import tokenize

_WHEN_CLAUSE = later(r"\w\s+(?:when|while)\s+(?P<clause>(?!(?:did|was|is|do|does|will)\b).+)", re.IGNORECASE)
_OF_THEMSELVES = later(r"(?:he|she|it|they|we|you|I)\s+(?:\w+\s+)?\w+\W*$", re.IGNORECASE)
"""Asks how many there were at the time of something else, not when somebody only died or came."""
_ASKS_ALL = later(r"\b(?:in total|in all|altogether|(?:combined|total|overall)\W*$)", re.IGNORECASE)
_IN_ALL = later(r"\b(?:total|altogether|combined|in all|overall|all)\b", re.IGNORECASE)
"""What asks for the sum of several figures, and says that it is that."""
_OFFERED = later(
    r"\b(?:offer(?:s|ed|ing)?|(?:expect(?:s|ed|ing)?|hop(?:es?|ed|ing)|plan(?:s|ned|ning)?) to|s(?:eeks?|eeking|ought)|"
    r"urg(?:es?|ed|ing)|demand(?:s|ed|ing)?|request(?:s|ed|ing)?|propos(?:es?|ed|ing)|ask(?:s|ed|ing)? for|turned down|"
    r"reject(?:s|ed|ing)?|could|would|might|(?-i:may))\b",
    re.IGNORECASE,
)
"""What stands before a sum that nobody has paid yet."""
_ASKS_OFFERED = later(
    rf"{_OFFERED.pattern}|\b(?:wants?|cost of|budget|bid|bail|bond|reward|sue[ds]?|suing|lawsuit|deal|contract)\b",
    re.IGNORECASE,
)
_PLACES = (COUNTRIES | REGIONS) - {"America", "US", "USA"}
"""Places of which each has figures of its own; what is not said of one is mostly of the United States."""
_KIND_OF_EVENT = later(
    r"\b[A-Z][\w’'-]+\s+(?P<kind>school|supermarket|grocery|church|synagogue|mosque|nightclub|club|concert|stadium|train|"
    r"bus|plane|bridge|mine|factory|hospital|hotel|warehouse|subway|parade|college|university)\s+(?:mass\s+)?"
    r"(?:shooting|crush|fire|crash|bombing|stabbing|collapse|explosion|attack|blast|massacre)\b"
)
"""An event that is told from others by where it was: "the Halmar *school* shooting"."""
_ALIKE = {
    "supermarket": "grocery|store|market|Tops", "grocery": "supermarket|store|market", "nightclub": "club|bar",
    "club": "nightclub|bar|Club", "college": "university|campus", "university": "college|campus",
    "school": "Elementary|High",
}  # fmt: skip
_PRICE_ASKED = later(
    r"\bhow much (?:did|does|do|will|has|have) .+ (?:pay|paid) (?:for|to (?:buy|acquire)) [A-Z]", re.IGNORECASE
)
_BOUGHT = later(
    r"\b(?:b(?:uys?|ought|uying)|acqui\w+|purchas\w+|paid|pays|paying|takeover|deal|merger|bid|offer\w*|sale|sold|cost\w*|"
    r"price\w*|spen[dt]\w*|invest\w*|fee)\b",
    re.IGNORECASE,
)
_FOR = later(r"\bfor\s+(?:about\s+)?\Z")
"""Asks what something was bought for, and what tells that it was."""
OFFER_REACH = 60
"""How many code points before a sum that is looked for."""


def is_of_other_deed(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is of something else than what a question asks how many or how much of."""
    return any(check(question, reading) for check in _CHECKS)


def _is_offered(question: Question, reading: Reading) -> bool:
    """Tell whether a sum is only offered, hoped for or reckoned with, where it is asked what was paid."""
    is_offer = _OFFERED.search(clause_before(reading, OFFER_REACH))
    return bool(question.past and is_offer and not _ASKS_OFFERED.search(question.text))


def is_no_total(question: Question, reading: Reading) -> bool:
    """Tell whether it is asked how much there is in all, and the sentence does not say that it tells that."""
    return bool(_ASKS_ALL.search(question.text)) and not _IN_ALL.search(reading.candidate.said)


def _lacks_clause(question: Question, reading: Reading) -> bool:
    """Tell whether a sentence says nothing of when it is asked how many there were: "... *when Falk bought it*"."""
    clause = _WHEN_CLAUSE.search(question.text) if question.is_brief else None
    if clause is None or _OF_THEMSELVES.match(clause["clause"]):
        return False
    asked = set(tokenize(clause["clause"], question.language)) & question.words.keys() - question.names
    told = terms_meant(question, tokenize(reading.candidate.said, question.language))
    return bool(asked) and asked.isdisjoint(told)


def _is_done_by_others(question: Question, reading: Reading) -> bool:
    """Tell whether others do what a question asks the figure of, in a sentence that does not name who it is of."""
    candidate = reading.candidate
    if candidate.features.get("pronoun") or not question.is_brief or not candidate.article.published:
        return False
    return bool(named_roles(question)[0]) and named_roles(question)[0].isdisjoint(candidate.matched_terms)


def _is_of_other_fate(question: Question, reading: Reading) -> bool:
    return is_of_other_fate(question, reading.candidate, reading.span)


def _is_opposite(question: Question, reading: Reading) -> bool:
    return tells_opposite(question, reading.candidate)


def _is_of_other_kind(question: Question, reading: Reading) -> bool:
    """Tell whether an event is asked for by where it was, and the passage with its title says nothing of the kind."""
    asked = _KIND_OF_EVENT.search(question.text)
    if asked is None:
        return False
    article, passage = reading.candidate.article, reading.candidate.passage
    return not _of_kind(asked["kind"]).search(f"{article.title}\n{article.text[passage.start : passage.end]}")


@cache
def _of_kind(kind: str) -> re.Pattern[str]:
    kinds = "|".join(filter(None, [kind, _ALIKE.get(kind)]))
    return re.compile(rf"\b(?:{kinds})")


def _is_no_price(question: Question, reading: Reading) -> bool:
    """Tell whether it is asked what somebody paid for something, and nothing in the sentence is bought."""
    is_for = is_preceded(reading, _FOR, 10)
    return bool(_PRICE_ASKED.search(question.text)) and not (is_for or _BOUGHT.search(reading.candidate.said))


def _lacks_place(question: Question, reading: Reading) -> bool:
    """Tell whether a brief question to news names a country or state, and the sentence names it nowhere."""
    candidate = reading.candidate
    if not question.is_brief or not candidate.article.published or candidate.features.get("pronoun"):
        return False
    places = {term for term in question.names if question.words[term] in _PLACES}
    return bool(places) and places.isdisjoint(candidate.matched_terms)


_CHECKS = (
    _lacks_place, _is_offered, is_no_total, _lacks_clause, _is_done_by_others, _is_of_other_fate, _is_opposite,
    _is_of_other_kind, _is_no_price,
)  # fmt: skip
