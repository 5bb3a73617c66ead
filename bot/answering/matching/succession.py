"""Who came after or before somebody: a sentence that names only them tells nothing of it (English)."""

from __future__ import annotations

from functools import lru_cache

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.asked_role import asks_doer
from bot.answering.questions.question import AnswerKind, Question
from index.text.later import later
from index.text.tokens import tokenize

_NAME = r"(?:the\s+)?(?P<name>[A-Z][\w.’'-]*(?:\s+(?:[a-z]{1,3}\s+)?[A-Z][\w.’'-]*)*)"
_ASKED = later(
    r"\b[Ww]ho(?:['’]s|\s(?:is|was|were|will\sbe|became|becomes|will\sbecome|came|comes|ran|led))\b"
    rf"(?!.*\b(?:first|last)\b.*\bto\b).*\b(?:after|before)\s+{_NAME}(?:\s+as\s[^?]+)?\W*$"
)
"""Asks who held something next to somebody: "who was mayor *before Ida Falk*"; not for the last one *to* do a thing."""
_TIMED_BY_OTHERS = later(r"\bthe\s+(?:year|season)\s+(?:after|before)\s+(?:the\s+)?[A-Z]")
"""Asks of a time that only what others did tells: "who won *the year after Falk*"."""
_FOLLOWS = later(
    r"\b(?:succe(?:ed|ss[io])|replac|predecessor|former\b|outgoing|resign|oust|fired\b|(?<!-)elect|inherit|step(?:s|ped|ping)?\sdown|"
    r"t(?:akes?|ook|aking|aken)\sover|beat|defeat|unseat|follow(?:s|ed|ing)\b|handed\sover|stand(?:s|ing)?\sin|took\soffice)"
)
"""What says that one came after the other."""
_SUCCEED = words_of("replace replaced replaces replacing succeed succeeded succeeds succeeding")
_OBJECT = later(r"\s+(?:(?!by\b|with\b|as\b|in\b)[a-z’'-]+\s+){0,3}(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)")
"""Whom somebody replaces."""
_ASKS_NEXT = later(r"\b[Ww]ho(?:['’]s|\s(?:is|will\sbe))\s+(?:going\sto\sbe\s+)?the\s+next\b")
_IS_NEXT = later(
    r"\b(?:next|new(?:ly)?|success|replac|cast|chosen|elect|nomin|tapped|named|appoint|will\s(?:be|become|play|lead)|"
    r"t(?:akes?|ake|ook|aking)\sover|becomes?|became)"
)


@lru_cache(maxsize=64)
def named_beside(text: str) -> str | None:
    """Return whom a question names as the one before or after the holder that it asks for, if any.

    >>> named_beside("Who was mayor of Halmar before Ida Falk?"), named_beside("Who is mayor of Halmar?")
    ('Ida Falk', None)
    """
    found = _ASKED.search(text)
    return found["name"] if found else None


def tells_succession(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence can tell who came after or before whom a question names; true of every other question."""
    if _TIMED_BY_OTHERS.search(question.text):
        return False
    if question.kind is not AnswerKind.WHO:
        return True
    if _ASKS_NEXT.search(question.text) and not _IS_NEXT.search(candidate.said):
        return False
    beside = named_beside(question.text)
    if beside is not None:
        is_named = not set(tokenize(beside, question.language)).isdisjoint(candidate.matched_terms)
        return is_named and _FOLLOWS.search(candidate.said) is not None
    return not _replaces_another(question, candidate)


def _replaces_another(question: Question, candidate: Candidate) -> bool:
    """Tell whether whom the question names is not the one who is replaced."""
    if question.words.get(question.verb or "", "").lower() not in _SUCCEED or not asks_doer(question):
        return False
    text, end = candidate.article.text, candidate.span.end
    verbs = [verb for verb in candidate.spans_of(question.verb) if text[verb.start : verb.end].lower() in _SUCCEED]
    objects = [_OBJECT.match(text, verb.end, end) for verb in verbs]
    return bool(objects) and all(
        found is not None and question.names.isdisjoint(tokenize(found["name"], question.language)) for found in objects
    )
