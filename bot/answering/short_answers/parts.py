"""Figures of more or less than what a question counts, such as all whom something killed for its children (English).

A figure that fails here is no answer to "how many".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.answering.lexicon.gazetteer import COUNTRIES, REGIONS, words_of
from bot.answering.matching.meant import terms_meant
from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import is_preceded
from index.text.calendar import MONTH_NAMES
from index.text.later import later
from index.text.tokens import tokenize

_FIGURE = (
    r"(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty)"
)
_GROUP = later(
    r"\bhow many (?:[\w’'-]+ ){0,2}?(?P<group>children|kids|students|pupils|soldiers|troops|women|men|girls|boys|"
    r"teachers|babies|infants|officers|firefighters|doctors|nurses|journalists|civilians|members|teenagers|adults|"
    r"relatives|hostages)\b",
    re.IGNORECASE,
)
"""Some of all people that an event has hurt or helped."""
_ALSO_CALLED = {
    "children": r"child|kid|student|pupil|boy|girl|teen|toddler|infant|bab[yi]",
    "kids": r"kid|child|student",
    "students": r"student|pupil|child|kid",
    "soldiers": r"soldier|troop|service",
    "troops": r"troop|soldier|service",
    "members": r"member|relative",
    "officers": r"officer|police|deput",
    "hostages": r"hostage|captive|people",
}
_WHOLE = later(r"\s+(?:[a-z-]+\s+)?(?:people|persons|victims|others|[A-Z][a-z]+s)\b")
"""All of whom a group is only some: "17 *people*", "24,000 *Palestinians*"."""
_INCLUDING = later(r"\s+(?:[a-z-]+\s+)?(?:people|persons|victims|others),?\s+including\b")
_UP_TO_FIGURE = later(rf"(?:(?!\b{_FIGURE}\b)[^,;:.])*", re.IGNORECASE)
"""The words behind a figure that may say what it counts."""
GROUP_WORDS = 5
"""How many of them are looked at."""
_SOME_OF = later(
    rf"\b{_FIGURE}\s+of\s+(?:the|its|his|her|their|[A-Z]\w*['’]s)\s+(?:(?:about|some|roughly|nearly|more than)\s+)*\Z",
    re.IGNORECASE,
)
"""What stands before the figure of all, where that of some is told: "*24 of the about* 240 hostages"."""
_WHO_DID = later(r"\s+(?:[\w’'-]+\s+){1,3}(?:who|that)\b")
_JOINED_TO = later(r"-(?!time\b|member\b|person\b|strong\b)(?P<thing>[a-z]+)")
"""A thing that is only described by its figure: "a *22-vehicle* pileup"."""
_PART_OF_WORK = later(
    r"\b(?:season|episode|chapter|part|phase|grade|level|type|version|article|section|volume|number|no\.|title|"
    r"proposition|amendment|route)\s+\Z",
    re.IGNORECASE,
)
"""What stands before a number that counts nothing: "season three"."""
_QUOTED, _CAPITAL_BEHIND = later(r"[‘’']"), later(r"\s+[A-Z]")
_YEAR, _NAME_BEFORE = later(r"(?:19|20)\d\d"), later(r"\b[A-Z][\w’']+\s+\Z")
_HAS = later(
    r"\b(?:had|has|have|employs?|employed|employing)\s+(?:(?:about|around|nearly|some|roughly|only|"
    r"just|more than|over|at least|an estimated|approximately|up to)\s+)*\Z",
    re.IGNORECASE,
)
_OF_SOME = words_of(
    "fire fired lay laid cut vote voted quit strike struck join joined close closed sue sued sign signed"
)
"""Verbs of what befalls some of those somebody has."""
_CLAUSE = later(r"[,;:—–]\s|\b(?:and|but|while|whereas|when|after|before|who|which)\b")
_LONG_CLAUSE = later(r"[;:—–]\s|\b(?:but|while|whereas|who|which)\b|\.\s")
_ASKS_ALL = later(
    r"\W*how many\b(?!.*\b(?:did|was|were|had|will|would|per)\b).*\b(?:is|are|does|do|has|have)\b", re.IGNORECASE
)
"""Asks how many there are, or have been so far."""
_OF_A_FEW = later(
    r"\b(?:clos(?:e|es|ing|ings|ed|ures?)|shut\w*|leav(?:e|es|ing)|pull(?:ed|s|ing)?|plan(?:s|ned|ning)?|expect\w*|"
    r"predict\w*|hop(?:es?|ing)|new(?! (?:total|record|high))|additional|combined|could|might|may|will|majority|"
    r"rolled out)\b"
)
_REACH_BEFORE, _REACH_BEHIND = 30, 60
"""How many code points around a figure it is looked for in what says that it is of a part, or of later."""
_HURT_BEHIND = later(r"\s+(?:[\w-]+\s+){1,3}(?:died|were killed|have died|were injured)\b")
_PART_OF_TIME = later(
    rf"(?:^|[.;]\s+|,\s+)[Ii]n (?:{'|'.join(MONTH_NAMES)})\b(?! \d)|"
    r"\bin the (?:first|last) \w+ (?:weeks|months)\b|\bby the age of\b|"
    r"\bfirst round\b|\bcombined\b|\bin the final\b|\b\d+ and (?:younger|older)\b|\btype \d\b"
)
"""What says that a figure is only of a time, an age or a kind."""
_PART_OF_CAREER = later(
    r"\bin an? (?:\w+ )?season\b|\bin the (?:decade|quarter)\b|\bat (?:the )?world championships|"
    r"\bin (?:the|only) (?:past )?24 hours\b"
)
"""The same where no time at all is asked for."""
_PLACE = "|".join(
    sorted(map(re.escape, (COUNTRIES | REGIONS) - {"America", "US", "USA", "United States"}), key=len, reverse=True)
)
_IN_PLACE = later(rf"(?:\s+(?!and\b|worldwide\b)[\w’'-]+){{0,4}}?\s+in\s+(?:the\s+)?(?P<place>{_PLACE})\b(?!\s+[A-Z])")
_NAMES_PLACE = later(rf"\b(?:{_PLACE})\b")
_AND_MORE = later(
    r"\s+(?:[a-z]+\s+)?(?P<one>[a-z]+s)\s+(?:and|or)\s+(?P<other>(?!(?:is|was|has|does|his|its)\b)[a-z]+s)\b"
)
"""Two kinds of things that one figure counts: "300 *drones and missiles*"."""


def is_of_part(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts more or less than what a question asks how many there are of."""
    return any(check(question, reading) for check in _CHECKS)


def _is_of_all(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts all, where only some are asked for: "killed *17* people, 8 of them children"."""
    asked = _GROUP.search(question.text)
    if asked is None:
        return False
    group = asked["group"].lower()
    text, span, (start, end) = reading.candidate.article.text, reading.span, reading.candidate.span
    if not (_WHOLE.match(text, span.end) or _JOINED_TO.match(text, span.end)):
        return False
    if _INCLUDING.match(text, span.end):
        return True
    of_group, last_of_group = _of_group(group)
    behind = _UP_TO_FIGURE.match(text, span.end, end)
    counted = " ".join(behind[0].split()[:GROUP_WORDS]) if behind else ""
    return not (last_of_group.search(text[start : span.start]) or of_group.search(counted))


@cache
def _of_group(group: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a group of people, and finds it where no figure stands between it and the end."""
    named = rf"\b(?:{_ALSO_CALLED.get(group, group.rstrip('s'))})"
    return re.compile(named, re.IGNORECASE), re.compile(rf"{named}\w*[^,;.\d]*\Z", re.IGNORECASE)


def _is_of_more(_: Question, reading: Reading) -> bool:
    """Tell whether it is the figure of all, and that of some of them stands before it: "24 of the *240* hostages"."""
    text, span = reading.candidate.article.text, reading.span
    return is_preceded(reading, _SOME_OF, 40) and not _WHO_DID.match(text, span.end)


def _counts_nothing(question: Question, reading: Reading) -> bool:
    """Tell whether a number only names or describes: "season *three*", "Emmys *2022*", "a *22*-vehicle crash"."""
    text, span = reading.candidate.article.text, reading.span
    joined = _JOINED_TO.match(text, span.end)
    things = terms_meant(question, tokenize(joined["thing"], question.language)) if joined else set()
    if joined and question.words.keys().isdisjoint(things):
        return True
    is_year = _YEAR.fullmatch(text, span.start, span.end) and is_preceded(reading, _NAME_BEFORE, 30)
    is_quoted = _QUOTED.search(text, max(0, span.start - 1), span.start + 1) and _CAPITAL_BEHIND.match(text, span.end)
    return bool(is_year or is_quoted or is_preceded(reading, _PART_OF_WORK, 20))


def _is_of_whole(question: Question, reading: Reading) -> bool:
    """Tell whether it is how many somebody has, where it is asked how many of them were laid off or the like."""
    if question.verb is None or question.words[question.verb].lower() not in _OF_SOME:
        return False
    clause = _CLAUSE.split(reading.candidate.article.text[reading.span.end : reading.candidate.span.end])[0]
    return is_preceded(reading, _HAS, 50) and question.verb not in terms_meant(
        question, tokenize(clause, question.language)
    )


def _is_of_few(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is only of what is new, closing, planned or dead, where it is asked how many there are."""
    if question.verb is not None or not _ASKS_ALL.match(question.text):
        return False
    text, span, (start, end) = reading.candidate.article.text, reading.span, reading.candidate.span
    before = _CLAUSE.split(text[max(start, span.start - _REACH_BEFORE) : span.start])[-1]
    behind = _CLAUSE.split(text[span.end : min(end, span.end + _REACH_BEHIND)])[0]
    told = [found[0] for part in (before, behind) for found in _OF_A_FEW.finditer(part)]
    return bool(_unasked(question, told) or _HURT_BEHIND.match(text, span.end))


def _is_of_some_time(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is of one month, age or kind, where it is asked how many there have been."""
    if not (_ASKS_ALL.match(question.text) or question.times):
        return False
    patterns = (_PART_OF_TIME,) if question.times else (_PART_OF_TIME, _PART_OF_CAREER)
    told = (found[0] for pattern in patterns for found in pattern.finditer(_clause_of(reading)))
    return bool(_unasked(question, told))


def _is_of_some_place(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is only of a country or state, where it is asked how many there are anywhere."""
    if not _ASKS_ALL.match(question.text) or _NAMES_PLACE.search(question.text):
        return False
    found = _IN_PLACE.match(reading.candidate.article.text, reading.span.end, reading.candidate.span.end)
    return found is not None and bool(_unasked(question, [found["place"]]))


def _is_of_both(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts two kinds of things of which only one is asked for."""
    found = _AND_MORE.match(reading.candidate.article.text, reading.span.end, reading.candidate.span.end)
    if found is None:
        return False
    asked = [
        not question.words.keys().isdisjoint(terms_meant(question, tokenize(found[name], question.language)))
        for name in ("one", "other")
    ]
    return any(asked) and not all(asked)


def _clause_of(reading: Reading) -> str:
    """Return the words of the clause that a figure stands in, with what opens its sentence before a comma."""
    text, span, (start, end) = reading.candidate.article.text, reading.span, reading.candidate.span
    before = _LONG_CLAUSE.split(text[start : span.start])[-1]
    return f"{before}{text[span.start : span.end]}{_CLAUSE.split(text[span.end : end])[0]}"


def _unasked(question: Question, told: Iterable[str]) -> list[str]:
    """Return what is told that shares no word with the question."""
    return [words for words in told if question.words.keys().isdisjoint(tokenize(words, question.language))]


_CHECKS = (
    _is_of_all, _is_of_more, _counts_nothing, _is_of_whole, _is_of_few, _is_of_some_time, _is_of_some_place,
    _is_of_both,
)  # fmt: skip
