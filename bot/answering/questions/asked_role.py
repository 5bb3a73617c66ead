"""What part a question asks for beside its verb: who does it, or whom or what it is done to (English)."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.lexicon.name_runs import CALENDAR
from bot.answering.questions.english import PERSONS
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.tokens import whole_words


class Role(StrEnum):
    """What a question asks for beside its verb."""

    AGENT = "agent"
    PATIENT = "patient"
    NEITHER = "neither"


_BESIDE = later(
    r"\b[Ww]ho(?:(?:['’]s|\s(?:is|was|were|will\sbe|became|becomes|will\sbecome))\b(?!.*\b(?:first|last)\b.*\bto\b)"
    rf"[^?]*\b(?i:{PERSONS}|head|boss|chief|chair\w*|manager)\b[^?]*?|\s(?:came|comes))\s(?:after|before)\s(?:the\s)?"
    r"(?P<name>[A-Z][\w.’'-]*(?:\s(?:[a-z]{1,3}\s)?[A-Z][\w.’'-]*)*)(?:\sas\s[^?]+)?\W*$"
)
"""Asks who held an office next to somebody: "who was mayor *before Ida Falk*"; not for the last one *to* do a thing."""
_NOBODY = CALENDAR | words_of(
    "War Bowl Congress Senate House Court Hurricane Brexit Covid Christmas Easter Thanksgiving Day"
)
_PARTICIPLE = r"\w+(?:ed|en|wn|orn|ught|ung|ade|eld|ost|aid|ent|ept|ilt|old)\b"
_ASKS_OBJECT = later(
    r"\b(?:who|whom|(?:what|which)(?: [\w’'-]+){0,4}?)\s+"
    r"(?:(?:did|does|do)\s+(?!not\b)|"
    r"(?:can|will|would|could|should)\s+(?:(?-i:[A-Z])|(?:the|an?|his|her|their|its|he|she|they|we|you|it|people)\b)|"
    rf"(?:had|has|have)\s+(?!(?:not|never|ever|already|also|\w+ly|{_PARTICIPLE}|won|been|beaten|made|become)\b))",
    re.IGNORECASE,
)
_ASKS_PASSIVE = later(
    r"\b(?:who|(?:what|which)(?: [\w’'-]+){0,4}?)\s+"
    rf"(?:is|was|were|are|has been|have been|had been)\s+(?:\w+ly\s+)?({_PARTICIPLE})",
    re.IGNORECASE,
)
_UP_TO_VERB = r"\s+(?:(?:\w+ly|has|have|had|first|once)\s+)*\Z"
_WHO = later(rf"\bwho{_UP_TO_VERB}", re.IGNORECASE)
_ASKING = later(rf"\b(?:who|what|which(?:\s+[\w’'-]+){{1,3}}?){_UP_TO_VERB}", re.IGNORECASE)
_BY_WHOM = later(r"\bby (?:who|whom|what|which)\b|\bby\s*\W*$", re.IGNORECASE)
_ASKS_IDENTITY = later(r"\b(?:who|what|which(?: \w+){0,3})\s+(?:is|was|were|are)\s+(?:the|an?|one)\b", re.IGNORECASE)


@lru_cache(maxsize=64)
def named_beside(text: str) -> str | None:
    """Return whom a question names as the one before or after the holder that it asks for, if any.

    >>> named_beside("Who was mayor of Halmar before Ida Falk?"), named_beside("Who is mayor of Halmar?")
    ('Ida Falk', None)
    """
    found = _BESIDE.search(text)
    return found["name"] if found and _NOBODY.isdisjoint(found["name"].split()) else None


def role_asked(question: Question) -> Role:
    """Return whether a question asks who does what its verb says, or whom or what it is done to."""
    return _role_asked(question.text, has_verb=question.verb is not None)


@lru_cache(maxsize=64)
def _role_asked(text: str, *, has_verb: bool) -> Role:
    if _BY_WHOM.search(text):
        return Role.AGENT
    passive = _ASKS_PASSIVE.search(text)
    if passive:
        return Role.PATIENT
    if _ASKS_IDENTITY.search(text):
        return Role.NEITHER
    if _ASKS_OBJECT.search(text):
        return Role.PATIENT
    return Role.AGENT if has_verb else Role.NEITHER


def asks_doer(question: Question) -> bool:
    """Tell whether nothing but an adverb stands between the "who" of a question and its verb: "who shot Abe?"."""
    return _stands_before_verb(_WHO, question)


def asks_subject(question: Question) -> bool:
    """Tell the same of "who", "what" and "which" with a noun: "what caused the fire?"."""
    return _stands_before_verb(_ASKING, question)


def _stands_before_verb(asking: re.Pattern[str], question: Question) -> bool:
    word = question.words.get(question.verb or "")
    return word is not None and _stands_before(asking, word, question.text)


@lru_cache(maxsize=64)
def _stands_before(asking: re.Pattern[str], word: str, text: str) -> bool:
    return any(asking.search(text, 0, span.start) for span in whole_words(word, text))
