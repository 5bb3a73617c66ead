"""Figures that count something else than what is asked: a part of it, what was denied or planned, goals (English)."""

from __future__ import annotations

import re
from itertools import pairwise

from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import CLAUSE_END, clause_before, found_before, is_preceded
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

_PART_BEFORE = later(
    r"\b(another|remaining|other|discovery|addition|loss|join|joins|joined)\s+(?:of\s+)?$", re.IGNORECASE
)
_PART_BEHIND = later(
    r"\s+(?:(more|fewer|less|other|others)\b|\w+\s+(necessary|needed|required|short|shy|away)\b)", re.IGNORECASE
)
"""What stands around the figure of a part, or of what is lacking: "*another* 12", "12 *more*", "218 *seats needed*"."""
_KIND_BEHIND = later(r"\s+(?P<kind>(?:[\w’']+\s)?[\w’']+)-\w+ed\s+(?P<things>[a-z]+s)\b")
"""Things of some kind behind a figure: "15 *Oscar-nominated films*" are no 15 Oscars."""
_PLANNED = later(
    r"\b(?:(?:plan(?:s|ned|ning)?|expect(?:s|ed|ing)?|hop(?:es?|ed|ing)|set|going|about) to|"
    r"will|would|might|could|may)\b",
    re.IGNORECASE,
)
"""What stands before a figure that is only to be: "*planned to* release 50"."""
_PLANNED_BEHIND = later(r"\s+(?:[\w’'-]+\s+){0,3}?(?:could|may|might|would|will)\b")
_DENIED_BEHIND = later(
    r"\s+(?:[\w’'-]+\s+){0,3}?(?:(?:have|has|had|were|was|are|is)\s+(?:not|yet to|never)|didn['’]t)\b"
)
"""The same behind it: "190 banks *could* fail", "900 sailors *have yet to* be rescued"."""
_PERFECT = later(r"(?!.*\b(?:do|does|did)\b).*\b(?:has|have)\b", re.IGNORECASE | re.DOTALL)
_DENIED = later(
    r"\b(?:no|not|never|without|den(?:y|ies|ied)|nor)\b(?!\.\s?\d|\s+(?:fewer|less|more|only|just|guilty|doubt|den(?:y|ied))\b)|n['’]t\b",
    re.IGNORECASE,
)
"""What stands before a figure that is denied: "no request of 20,000"."""
_VAGUE = later(r"(?:\w+\s+)*?(?:dozens|hundreds|thousands|millions|billions)(?:\s+of\s+\w+)?", re.IGNORECASE)
_IN_YEAR = later(r"\bin\s+(?:[A-Z]\w+\s+)?(?:1\d{3}|20\d{2})\b")
"""The year that a count is of: "156 cases *in 2021*"."""
OTHERS_REACH = 30
"""How many code points before a figure another is looked for that belongs to it."""
PLANNED_REACH = 60
"""How many code points before a figure that is looked for in."""
_SCORE = later(r"(\d+)\s?[-–]\s?(\d+)")
_ASKS_SCORE = later(r"\b(?:votes?|points?|goals?|runs?|sets?|games?|seats?|margin|score)\b", re.IGNORECASE)
_FIGURE = r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty)"
_AND_OTHERS = later(rf"\s+(?P<things>[a-z]+)\s+and\s+{_FIGURE}\s+(?:[a-z]+\s+)?(?P<others>[a-z]+)", re.IGNORECASE)
_OTHERS_AND = later(rf"\b{_FIGURE}\s+(?P<others>[a-z]+)\s+and\s+$", re.IGNORECASE)
_THINGS = later(r"\s+(?:[a-z]+\s+)?(?P<things>[a-z]+)")
"""Two counts that make one: "three *children and three teachers*"."""
_IN, _A_YEAR = later(r"\b(?:in|since|by|until|of)\s+\Z", re.IGNORECASE), later(r"(?:19|20)\d\d")
_NEEDED = later(r"\bneed(?:s|ed|ing)?\s+(?:[a-z]+\s+){0,2}\Z", re.IGNORECASE)
_ASKS_NEEDED = later(r"\b(?:need|require|necessary|enough|take)", re.IGNORECASE)
"""What stands before the figure of what is needed, and asks for it."""
_HURT = later(r"\b(?:kill|injur|wound|hurt|displac|arrest)\w*\s+(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE)
_ASKS_HURT = later(
    r"\b(?:kill|injur|wound|hurt|displac|arrest|di(?:e|ed|es)\b|dead|death|toll|casualt|victim|fatal|los[et]|perish|"
    r"murder|slain|shot|hit|affect|happen|suffer|harm|involv|caught|detain|jail|flee|fled)",
    re.IGNORECASE,
)
"""The same of whom something has hurt: "killing at least 160 people" does not tell how many live there."""
_ADDED = later(
    r"\b(?:add(?:s|ed|ing)?|gain(?:s|ed|ing)?|los(?:es?|t|ing)|hir(?:es?|ed|ing)|shed(?:s|ding)?|cut(?:s|ting)?)\s+"
    r"(?:[a-z-]+\s+){0,2}\Z",
    re.IGNORECASE,
)
_ASKS_STOCK = later(
    r"\bhow many\b(?!.*\b(?:add|gain|los[et]|hir|shed|cut|join|left))[^?]*\b(?:is|are|does|do|has|have)\b",
    re.IGNORECASE,
)
"""What stands before the figure by which something has changed, and asks how many there are: "has *added* 900"."""
_YEARS_AGO = later(r"\b(?:years|decades)\s+(?:ago|earlier)\b(?:(?!\b(?:now|has|have|is|are)\b).)*\Z", re.DOTALL)
_MINUS, _DEGREES = later(r"(?:\bminus|[–−-])\s?\Z"), later(r"\s*(?:degrees|°)")
_RATIO = later(r"\b(?:\d+|an?|one|two|three|four|five|nine)\s+(?:in|out\s+of)\s+(?:every )?\Z", re.IGNORECASE)
"""What stands before the second figure of a ratio: "*1 in* 50"."""
_OF_NAME = later(r"\s+[A-Z]")
"""What stands around a year."""
_RATE = later(r"\b(?:a|per|each|every) (hour|day|week|month|year)\b", re.IGNORECASE)
"""How often the things are counted that a question asks of."""
_OF_RATE = {
    "hour": later(r"(?<!-)\bhour(?:s|ly)?\b", re.IGNORECASE), "week": later(r"(?<!-)\bweek(?:s|ly)?\b", re.IGNORECASE),
    "day": later(r"(?<!-)\bda(?:ys?|ily)\b", re.IGNORECASE), "month": later(r"(?<!-)\bmonth(?:s|ly)?\b", re.IGNORECASE),
    "year": later(r"(?<!-)\b(?:years?|yearly|annual\w*|(?:19|20)\d\d)\b(?!-)", re.IGNORECASE),
}  # fmt: skip
"""What a sentence says of it, at least: "a *46-year-old* drank three" tells nothing of a year."""


def is_miscounted(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts something else than a question asks how many there are of."""
    return any(check(question, reading) for check in _CHECKS)


def _is_vague(_: Question, reading: Reading) -> bool:
    """Tell whether a count says hardly more than that there are many: "*thousands* of workers"."""
    return _VAGUE.fullmatch(reading.candidate.article.text, reading.span.start, reading.span.end) is not None


def _is_background(question: Question, reading: Reading) -> bool:
    """Tell whether a count is of a year before, where it is asked how many there are: "*156* cases in 2021"."""
    text, (start, end) = reading.candidate.article.text, reading.candidate.span
    looks_back = not question.past and reading.candidate.features.get("background")
    return bool(looks_back and _IN_YEAR.search(text, start, end))


def _is_of_long_ago(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is of years before, where it is asked how many there are."""
    return bool(_ASKS_STOCK.search(question.text)) and found_before(reading, _YEARS_AGO, PLANNED_REACH) is not None


def _is_of_rest(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts only what was added, is left or is lacking, and the question does not say so."""
    behind = _PART_BEHIND.match(reading.candidate.article.text, reading.span.end, reading.candidate.span.end)
    before = found_before(reading, _PART_BEFORE, OTHERS_REACH)
    said = _words(question.text)
    marks = [mark.lower() for found in (before, behind) if found for mark in found.groups() if mark]
    return any(mark not in said for mark in marks)


def _is_of_kind(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts things that are only described by a word of the question."""
    found = _KIND_BEHIND.match(reading.candidate.article.text, reading.span.end)
    if found is None:
        return False
    kind, things = (set(tokenize(found[name], question.language)) for name in ("kind", "things"))
    return bool(kind & question.words.keys()) and not things & question.words.keys()


def _is_of_other(question: Question, reading: Reading) -> bool:
    """Tell whether whom the question names stands in another clause, with a figure of its own there."""
    candidate = reading.candidate
    text, (start, end) = candidate.article.text, candidate.sentence
    edges = [start, *(cut.end() for cut in CLAUSE_END.finditer(text, start, end)), end]
    clauses = [Span(*pair) for pair in pairwise(edges)]
    names = [place for place, term in candidate.pairs if term in question.names]
    named = [clause for clause in clauses if any(clause.start <= name.start < clause.end for name in names)]
    own = [clause for clause in named if any(clause.start <= span.start < clause.end for span in candidate.typed)]
    return bool(own) and not any(clause.start <= reading.span.start < clause.end for clause in named)


def _is_unreal(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is of what is denied, or was only to be where a question asks what was.

    "Planned to release 50", "no request of 50".
    """
    text, place = reading.candidate.article.text, reading.span.start
    before = clause_before(reading, PLANNED_REACH)
    is_denied = _DENIED.search(text, place - len(before), reading.span.end) or _DENIED_BEHIND.match(
        text, reading.span.end
    )
    is_done = question.past or _PERFECT.match(question.text)
    is_planned = _PLANNED.search(before) or _PLANNED_BEHIND.match(text, reading.span.end)
    return bool((is_denied and not _DENIED.search(question.text)) or (is_done and is_planned))


def _is_needed(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is only of what is needed: "a party *needs* at least 218 seats"."""
    return is_preceded(reading, _NEEDED, OTHERS_REACH) and not _ASKS_NEEDED.search(question.text)


def _is_ratio(_: Question, reading: Reading) -> bool:
    """Tell whether a figure only says how often something is so: one in *50*."""
    return is_preceded(reading, _RATIO, OTHERS_REACH)


def _lacks_sign(_: Question, reading: Reading) -> bool:
    """Tell whether a minus stands before degrees, which is taken for a dash."""
    text, span = reading.candidate.article.text, reading.span
    return is_preceded(reading, _MINUS, OTHERS_REACH) and _DEGREES.match(text, span.end) is not None


def _is_added(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is only what was added or lost, where it is asked how many there are."""
    return is_preceded(reading, _ADDED, OTHERS_REACH) and _ASKS_STOCK.search(question.text) is not None


def _is_of_victims(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts whom something has hurt, and the question does not ask of that."""
    return is_preceded(reading, _HURT, OTHERS_REACH) and not _ASKS_HURT.search(question.text)


def _is_score(question: Question, reading: Reading) -> bool:
    """Tell whether it is how a game or a vote ended: "a *6-3* majority" are no six judges."""
    found = _SCORE.fullmatch(reading.candidate.article.text, reading.span.start, reading.span.end)
    return bool(found and int(found[1]) >= int(found[2]) and not _ASKS_SCORE.search(question.text))


def _is_year(_: Question, reading: Reading) -> bool:
    """Tell whether it is a year: "*in 2019* sailors were rescued", "*2023* Lantern winners"."""
    text, span = reading.candidate.article.text, reading.span
    is_told_of = _IN.search(text, max(0, span.start - 10), span.start) or _OF_NAME.match(text, span.end)
    return bool(is_told_of and _A_YEAR.fullmatch(text, span.start, span.end))


def _lacks_rate(question: Question, reading: Reading) -> bool:
    """Tell whether it is asked how many there are in a time that the sentence says nothing of."""
    asked = _RATE.search(question.text)
    return asked is not None and not _OF_RATE[asked[1].lower()].search(reading.candidate.said)


def _is_one_of_two(question: Question, reading: Reading) -> bool:
    """Tell whether it is one of two counts that make the one asked for, which names neither of their things."""
    text, span = reading.candidate.article.text, reading.span
    both = _AND_OTHERS.match(text, span.end)
    if both is None:
        before = found_before(reading, _OTHERS_AND, OTHERS_REACH)
        things = _THINGS.match(text, span.end)
        counted = [before["others"], things["things"]] if before and things else []
    else:
        counted = [both["things"], both["others"]]
    return bool(counted) and question.words.keys().isdisjoint(tokenize(" ".join(counted), question.language))


def _words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text.lower())}


_CHECKS = (
    _is_vague, _is_background, _is_of_long_ago, _is_of_rest, _is_of_kind, _is_of_other, _is_unreal, _is_score, _is_year,
    _lacks_rate, _is_one_of_two, _is_needed, _is_of_victims, _is_ratio, _is_added, _lacks_sign,
)  # fmt: skip
