"""Who came after or before somebody: a sentence that names only them tells nothing of it (English)."""

from __future__ import annotations

import re

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.lexicon.name_runs import names
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.asked_role import asks_doer, named_beside
from bot.answering.questions.question import AnswerKind, Question
from index.text.later import later
from index.text.tokens import tokenize

_TIMED_BY_OTHERS = later(r"\bthe\s+(?:year|season)\s+(?:after|before)\s+(?:the\s+)?[A-Z]")
"""Asks of a time that only what others did tells: "who won *the year after Falk*"."""
_TELLS_SUCH_TIME = later(r"\b(?:year|season)s?\s+(?:after|before|earlier|later)\b")
_FOLLOWS = later(
    r"\b(?:succe(?:ed|ss[io])|replac|predecessor|outgoing|resign|oust|fired\b|(?<!-)elect|inherit|"
    r"step(?:s|ped|ping)?\sdown|t(?:akes?|ook|aking|aken)\s(?:over|office|the\s(?:reins|helm))|beat|defeat|unseat|"
    r"follow(?:s|ed|ing)\b|hand(?:ed|s)\s|stand(?:s|ing)?\sin|sworn\sin|ascend|assum(?:e|ed|es|ing)\b)"
)
_BESIDE = later(r"\b(?:after|before|until|when|upon|since)\s+(?:[\w’'.-]+\s+){0,3}\Z")
_FORMER = later(r"\b[Ff]ormer\s+(?:[\w’'-]+\s+){0,2}\Z")
"""What says that one came after the other, and what stands before the other, and before an office held once."""
_SUCCEED_IN = later(r"\s+in\s+\w+ing\b")
"""Behind "succeed" in another sense."""
REACH = 60
"""How many code points before a name are looked at."""
_SUCCEED = words_of("replace replaced replaces replacing succeed succeeded succeeds succeeding")
_OBJECT = later(r"(?!\s+by\b)(?:(?!\s(?:as|by|with|in|on|after|when)\s)[^,;:.]){1,80}")
"""Whom somebody replaces, behind the verb."""
_ASKS_NEXT = later(r"\b[Ww]ho(?:['’]s|\s(?:is|will\sbe))\s+(?:going\sto\sbe\s+)?the\s+next\b")
_IS_NEXT = later(
    r"\b(?:next|new(?:ly)?\b|succe(?:ed|ss)|replac|cast\b|chosen|elect|nomin|tapped|named|appoint|picked|hired|sign(?:s|ed)\b|"
    r"heir|frontrunner|favou?rite|will\s(?:be|become|play|lead)|t(?:akes?|ook|aking)\sover|becomes?\b|became)",
    re.IGNORECASE,
)


def tells_succession(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence can tell who is next, or came after, before or in place of whom a question names.

    True of every other question.
    """
    if question.kind is not AnswerKind.WHO:
        return True
    said = candidate.said
    if _TIMED_BY_OTHERS.search(question.text) and not _TELLS_SUCH_TIME.search(said):
        return False
    if _ASKS_NEXT.search(question.text) and not _IS_NEXT.search(said):
        return False
    beside = named_beside(question.text)
    if beside is not None:
        return _stands_beside(question, candidate, frozenset(tokenize(beside, question.language)))
    return not _replaces_another(question, candidate)


def _stands_beside(question: Question, candidate: Candidate, beside: frozenset[str]) -> bool:
    """Tell whether a sentence names somebody, and says that another came before or after them."""
    text, start = candidate.article.text, candidate.span.start
    pairs = [(max(start, place.start - REACH), place.start, term in beside) for place, term in candidate.pairs]
    is_told = _FOLLOWS.search(candidate.said) or any(
        (_BESIDE if is_beside else _FORMER).search(text, reach, place) for reach, place, is_beside in pairs
    )
    return bool(is_told and any(is_beside for *_, is_beside in pairs))


def _replaces_another(question: Question, candidate: Candidate) -> bool:
    """Tell whether whom the question names is not the one who is replaced."""
    if question.words.get(question.verb or "", "").lower() not in _SUCCEED or not asks_doer(question):
        return False
    text, end = candidate.article.text, candidate.span.end
    verbs = [verb for verb in candidate.spans_of(question.verb) if text[verb.start : verb.end].lower() in _SUCCEED]
    if verbs and all(_SUCCEED_IN.match(text, verb.end, end) for verb in verbs):
        return True
    objects = [found[0] for verb in verbs if (found := _OBJECT.match(text, verb.end, end)) and any(names(found[0]))]
    return bool(objects) and all(question.names.isdisjoint(tokenize(words, question.language)) for words in objects)
