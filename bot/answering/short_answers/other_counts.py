"""Counts that belong to another thing, person or scope than the one that is asked of (English)."""

from __future__ import annotations

import re

from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import found_before, is_preceded
from index.text.later import later
from index.text.tokens import tokenize

_BARE_FIGURE = later(r"\d{1,2}")
_OF_NAME_BEFORE = later(
    r"[a-z,]\s+[A-Z][\w-]+\s+\Z|\b(?:[Cc]ategory|[Tt]ype|[Pp]hase|[Ss]tage|[Tt]ier|[Ll]evel|No\.)\s+\Z"
)
"""A figure that only names what stands before it: "Lantern *2* boats", "a category *4*"."""
_OR_MORE = later(r"at least one|.*\bor more", re.IGNORECASE | re.DOTALL)
_DATA_OF = later(r"\b(?:information|data|records|accounts|details)\s+(?:of|on|from)\s+(?:[a-z]+\s+){0,3}\Z")
_ASKS_STOCK = later(r"\bhow many\b[^?]*\b(?:does|do|has|have)\b", re.IGNORECASE)
_LEFT = later(r"\b(?:leav(?:e|es|ing)|left) behind\s+(?:\w+\s+){0,2}\Z|\b(?:hampered|helped|backed) by\s+\Z")
"""What stands before those who are not the ones that something befell: "*leaving behind* three children"."""
_THEY_WON = later(r"\b(?:he|she|who)\s+(?:has\s+|had\s+)?won\s+\Z")
_OF_TEAM = later(r"\b(?:have|did|do) the [A-Z][\w’'-]+s\b|\bteam\b")
"""What somebody has won, and what asks it of a team."""
_AIM = later(
    r"\b(?:quest|bid|hop(?:e|es|ed|ing)|chance|attempt\w*|looking|aim(?:s|ed|ing)?|try(?:ing)?|tries|tried|seek(?:s|ing)?)\s+"
    r"to\s+(?:win|become|reach|score|sell|capture|claim|earn|take|collect)\b[^,;.]*\Z"
)
_ASKS_AIM = later(r"\b(?:quest|bid|hop\w+|chance|attempt\w*|looking|aim\w*|try\w*|seek\w*|want\w*|need\w*)\b")
"""What stands before the figure that somebody tries to reach, and asks for it."""
_HURT_TOO = later(
    r"\b(?:killed|dead|died) (?:or|and) (?:wounded|injured|hurt)\b"
    r"(?!\s+(?:more|at|about|nearly|some|dozens|another|\d|\w+ others))|"
    r"\bcasualties\b"
)
_ASKS_HURT = later(r"\b(?:injur|wound|hurt|casualt)", re.IGNORECASE)
"""The dead and the wounded together."""
_FREED = later(r"[^,;.]{0,60}\b(?:are|were|was|is|been) (?:freed|released|rescued)\b")
_ASKS_HELD = later(r"\b(?:held|hostages?|captives?|kidnap\w*)\b(?!.*\b(?:free|release|rescue))", re.IGNORECASE)
_DESCENT = later(r"[^,;.]{0,30}\b(?:descent|origin|heritage|ancestry)\b")
_FEARED = later(r"[^,;.]{0,40}\b(?:feared|presumed|believed)\b")
"""What stands behind those who are held no more, only come from somewhere, or may not be dead."""
_TWO_NOUNS = later(r"\bhow many (?P<of>[\w-]+) (?P<head>(?!does\b|has\b|was\b)[a-z]{3,}s)\b", re.IGNORECASE)
_NAMED = later(r"\b[Hh]ow many (?P<name>(?:[A-Z][\w’'-]*\s+)+)(?=(?:did|does|do|has|have|had|are|were)\b)")
_RUN = later(r"\s+(?P<run>(?:[A-Z][\w’'-]*\s+){2,})(?:[a-z]+\s+)?(?P<head>[a-z]{3,}s)\b")
_ANY_HEAD = frozenset(
    tokenize("titles championships trophies wins crowns victories finals awards medals prizes cups times", "en")
)
"""What is counted by two words, or by a name and what is called so; and what may be said of anything that is won."""
AIM_REACH = 80


def is_other_count(question: Question, reading: Reading) -> bool:
    """Tell whether a figure belongs to something else than what a question asks how many there are of."""
    return any(check(question, reading) for check in _CHECKS)


def _names_thing(_: Question, reading: Reading) -> bool:
    """Tell whether a figure is part of the name before it: "14 of its Lantern *2* boats"."""
    text, span = reading.candidate.article.text, reading.span
    return bool(_BARE_FIGURE.fullmatch(text, span.start, span.end) and is_preceded(reading, _OF_NAME_BEFORE, 40))


def _is_open(_: Question, reading: Reading) -> bool:
    """Tell whether a figure is only the least of several: "*three or more* cups", "*at least one* of its boats"."""
    return _OR_MORE.fullmatch(reading.candidate.article.text, reading.span.start, reading.span.end) is not None


def _is_of_others(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is of what somebody has left, lost or won besides, or who only are called so."""
    text, span = reading.candidate.article.text, reading.span
    is_of_data = is_preceded(reading, _DATA_OF, 40) and _ASKS_STOCK.search(question.text)
    if is_of_data or is_preceded(reading, _LEFT, 30):
        return True
    if is_preceded(reading, _THEY_WON, 20) and _OF_TEAM.search(question.text):
        return True
    is_of_descent = _DESCENT.match(text, span.end) and "descent" not in question.text
    return bool(is_of_descent or (_ASKS_HELD.search(question.text) and _FREED.match(text, span.end)))


def _is_aim(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is what somebody tries to reach."""
    return found_before(reading, _AIM, AIM_REACH) is not None and not _ASKS_AIM.search(question.text)


def _is_of_hurt(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts the wounded with the dead, or not with them, other than a question does."""
    if _HURT_TOO.search(question.text):
        return not _ASKS_HURT.search(reading.candidate.said)
    return _HURT_TOO.search(reading.candidate.said) is not None and not _ASKS_HURT.search(question.text)


def _is_feared(question: Question, reading: Reading) -> bool:
    """Tell whether so many are only feared to have died."""
    is_feared = _FEARED.match(reading.candidate.article.text, reading.span.end)
    return bool(is_feared and not _FEARED.search(question.text))


def _lacks_head(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts only what the first of two words says: "five *Lanterns*" for Lantern nominations."""
    asked = _TWO_NOUNS.search(question.text)
    heads = frozenset(tokenize(asked["head"], question.language)) if asked else frozenset[str]()
    if asked is None or not heads <= question.words.keys() or heads & _ANY_HEAD:
        return False
    text, language = reading.candidate.article.text, question.language
    behind = set(tokenize(" ".join(text[reading.span.end : reading.candidate.span.end].split()[:5]), language))
    return heads.isdisjoint(behind) and not behind.isdisjoint(tokenize(asked["of"], language))


def _is_called_so(question: Question, reading: Reading) -> bool:
    """Tell whether a figure counts what is only called by the name that is asked: "300 Grand Lantern *matches*"."""
    run, asked = _RUN.match(reading.candidate.article.text, reading.span.end), _NAMED.search(question.text)
    if run is None or asked is None or run["run"].strip().endswith("s"):
        return False
    head, name = (frozenset(tokenize(words, question.language)) for words in (run["head"], asked["name"]))
    is_same = name.issuperset(tokenize(run["run"], question.language))
    return is_same and not head & _ANY_HEAD and head.isdisjoint({*question.words, *question.synonyms})


_CHECKS = (_names_thing, _is_open, _is_of_others, _is_aim, _is_of_hurt, _is_feared, _lacks_head, _is_called_so)
