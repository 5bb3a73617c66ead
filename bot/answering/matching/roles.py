"""Who does what: whether a verb in a sentence has the subject and object that the question gives it (English)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.matching.deeds import (
    ADVERBS,
    BE,
    THING_FOLLOWS,
    behind_name,
    is_bare,
    is_done_to,
    named_roles,
    only_owns,
    own_verb,
)
from bot.answering.matching.features import GROUPS
from bot.answering.mentions.beside import tells_only_whose
from bot.answering.questions.asked_role import Role, asks_doer, asks_subject, role_asked
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later

_FUTURE = later(
    r"\b(?:will|would|shall|hopes?|hoping|hoped|plans?|planned|planning|expected|forecast|"
    r"projected|agreed to|intends?|wants?|wanted|may|might|could|"
    r"invited?|invitation|is to|are to|going to|set to|scheduled|if|whether|ahead of|before|threaten\w*|"
    r"vow\w*|pledg\w*|prospects?|possib\w+|idea of|propos\w+|consider\w*)\b",
    re.IGNORECASE,
)
_UNDONE = later(r"\bto\s+$")
"""Before a verb: a purpose, which says nothing of its fulfilment."""
_ASKS_DENIED = later(
    r"n['’]t\b|\b(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could)\s(?:[\w’'.-]+\s){0,4}?not\b",
    re.IGNORECASE,
)
"""What asks for what is not done: "who *did not* vote?", not "who resigned without notice?"."""
_NEGATION = later(
    r"\b(?:not|never|no longer|without|denied|denies|declined|refused|fails? to|failed to|avert\w*|avoided|cancel\w*|"
    r"called off)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOUN_BEFORE = later(
    r"\b(?:an?|the|his|her|their|its|this|that|first|second|third|of|\w+(?:['’]s|s['’]))\s+(?:(?!to\b)[\w-]+\s+)?$",
    re.IGNORECASE,
)
_GERUND_BEFORE = later(
    r"\b(?:an?|the|his|her|their|its|this|that|\w+(?:['’]s|s['’]))\s+(?:(?:first|second|third)\s+)?$", re.IGNORECASE
)
_NOUN_ENDS = ("tion", "sion", "ment", "ance", "ence", "tions", "sions", "ments")
"""What nouns made of verbs end in: "her confirma*tion* hearings"."""
_NOUN_BEHIND = later(
    r"\s+(?:windows?|dates?|attempts?|pads?|sites?|plans?|schedules?|opportunit(?:y|ies)|hearings?|process|battle|bids?|"
    r"push|talks|efforts?|proceedings|campaigns?)\b"
)
"""What makes a noun of the verb before it, and something else: "launch windows", "confirmation hearings"."""
_JOINED = later(r"(?!(?:co|re|un|pre|over|out)-)\w+-[a-z]{3,}", re.IGNORECASE)
_RELATIVE = later(rf"(?:\s+(?:that|which|who))?{ADVERBS.pattern}")
_BY_THING = later(r"\s+by\s+(?:(?:the|an?|this|these|those)\s+)?", re.IGNORECASE)
_BY_NAMES = later(
    r"[^.,;:!?]{0,80}?\bby\s+(?:either\s+|both\s+)?(?P<names>[A-Z][\w’'-]*(?:,?\s(?:(?:and|or)\s)?[A-Z][\w’'-]*)*)"
)
"""Behind a passive, all who do it: "was beaten in the final *by either Ida Falk or Bo Rask*"."""
_OPENS = later(r"(?:^|[.!?:\n]\s*|[\"“])(?:(?:The|[A-Z][\w’'-]*)\s+)*$")
"""What may stand before the name that a sentence opens with."""
_SPOKEN_FOR = words_of(
    "say said tell told announce announced deny denied claim claimed confirm confirmed respond responded apologize "
    "apologise apologized apologised appeal appealed sue sued file filed plead pleaded ask asked refuse refused "
    "decline declined comment commented call called warn warned insist insisted"
)
"""Verbs of what a lawyer or spokesman does for somebody."""
_TO_ONE = later(r"\s+(?:him|her|them|it)\b")
_WHILE_DOING = later(r"(?:\b(?:after|before|since|while|when|by|for|upon|without)|,)\s+(?:\w+ly\s+)?\w+ing$")
"""A verb whose doer is that of the sentence: "she became mayor *after defeating* Rask", "*, succeeding* Rask"."""
_BY_SOMEBODY = later(
    r"[^.;:!?]{0,120}?\bby\s+(?:an?|some|two|three|several|unknown|unidentified)\s"
    r"(?:[^A-Z.;:!?,]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)*(?:[.;:!?]|,(?!\s(?:\w+\s)?[A-Z]))"
)
"""Behind a verb in the passive: whoever did it is described, not named ("was attacked *by a young man on Monday,*")."""
_CLAUSE = later(r"[,;:—–]\s|\s[-–—]\s|\b(?:when|while|after|before|who|which|whose|where|although|because|as|since)\b")

_NOT = frozenset({"not", "never", "n't", "n’t"})
_NOT_UNTIL = later(r"\s+(?:\w+\s+){0,3}until\b")
"""Behind what is denied only up to a time: "was not opened *until* May"."""
_SUBORDINATE = later(
    r";|\s[–—]\s|\b(?:but|while|when|although|because|who)\b|"
    r"\b(?:after|before|since)\s+(?=[A-Z]|(?:he|she|they|it)\b)"
)
"""What parts of a sentence begin with that tell of another event; "where" tells of the place just named."""


def verbs_done(question: Question, words: str, start: int, matched: Sequence[tuple[Span, str]]) -> list[Span]:
    """Return where the question's verb stands in a sentence neither denied nor, of the past, only hoped for.

    ``words`` is the sentence, which begins at ``start`` of its article; ``matched`` are as for `own_verb`.
    """
    found = []
    asks_denied = _asks_denied(question.text)
    for span, term in matched:
        if term != question.verb:
            continue
        before = words[: span.start - start]
        clause = before[max((cut.end() for cut in _CLAUSE.finditer(before)), default=0) :][-60:]
        after = words[span.end - start :][:12]
        denial = _NEGATION.search(clause)
        is_until = denial and denial[0].lower() in _NOT and _NOT_UNTIL.match(words, span.end - start)
        is_denied = bool(denial and not is_until)
        if is_denied != asks_denied or _NOUN_BEHIND.match(words, span.end - start):
            continue
        if is_joined(words, span.start - start, span.end - start):
            continue
        is_purpose = _UNDONE.search(clause) and not words[: span.end - start].endswith("ing")  # "admitted to shooting"
        if question.past and (_FUTURE.search(clause) or is_purpose or after.lstrip().startswith("would")):
            continue
        found.append(span)
    return found


@lru_cache(maxsize=64)
def _asks_denied(text: str) -> bool:
    return _ASKS_DENIED.search(text) is not None


def is_joined(text: str, start: int, end: int) -> bool:
    """Tell whether a verb only describes a thing, joined to another word: "*government-owned* boats"."""
    return bool(_JOINED.fullmatch(text, start, end))


def verb_features(
    question: Question,
    text: str,
    sentence: Span,
    matched: Sequence[tuple[Span, str]],
    done: Sequence[Span],
    places: Sequence[Span],
    *,
    leans: bool,
    in_news: bool,
) -> dict[str, float]:
    """Return what a sentence that holds the question's verb tells of it, each 0 or 1.

    ``matched`` and ``leans`` are as for `own_verb`, ``done`` are `verbs_done`, ``places`` those named in the sentence.
    """
    asks_name = question.kind in GROUPS and question.kind is not AnswerKind.WHEN
    told = {
        "verb": True,
        "verb_denied": not done,
        "denied": not done and asks_name,
        "verb_other": not verb_is_own(question, text, matched, done, leans=leans),
        "verb_noun": verb_is_noun(question, text, matched, in_news=in_news),
        "verb_turned": verb_is_turned(question, text, matched),
        "nameless": verb_is_by_somebody(question, text, matched),
        "aside": names_only_whose(question, text, sentence, matched),
    }
    if question.kind is AnswerKind.WHERE:
        told["elsewhere"] = verb_is_elsewhere(question, text, sentence, matched, places)
    return {name: float(value) for name, value in told.items()}


def verb_is_own(
    question: Question, text: str, matched: Sequence[tuple[Span, str]], done: Sequence[Span], *, leans: bool
) -> bool:
    """Tell whether the question's verb stands in a sentence with the question's subject and object.

    ``done`` are `verbs_done`: where it is said twice, as done and as only hoped for, it is asked of what is done.
    """
    said = done or [span for span, term in matched if term == question.verb]
    return any(own_verb(question, text, matched, span, leans=leans) for span in said)


def verb_is_noun(question: Question, text: str, matched: Sequence[tuple[Span, str]], *, in_news: bool) -> bool:
    """Tell whether the question's verb stands in a sentence only as a noun ("their second meeting").

    Outside the news, where more is called by such nouns, only one in -ing is told from the verb.
    """
    is_noun = _is_noun if in_news else _is_gerund
    return all(is_noun(question, text, span) for span, term in matched if term == question.verb)


def _is_noun(question: Question, text: str, verb: Span) -> bool:
    if text[verb.start : verb.end].lower().endswith(_NOUN_ENDS) and not question.words[question.verb or ""].endswith(
        _NOUN_ENDS
    ):
        return True
    return bool(_NOUN_BEFORE.search(text[max(0, verb.start - 30) : verb.start])) or is_bare(question, text, verb)


def _is_gerund(question: Question, text: str, verb: Span) -> bool:
    return text.endswith("ing", verb.start, verb.end) and bool(
        _GERUND_BEFORE.search(text[max(0, verb.start - 30) : verb.start])
    )


def verb_is_turned(question: Question, text: str, matched: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether what the question names does itself what it asks the doer of.

    "Williams beat the champion" does not tell who beat Williams, nor "damage caused by fires" what caused fires.
    """
    if role_asked(question) is not Role.AGENT:
        return False
    verbs = [span for span, term in matched if term == question.verb]
    is_name_asked = question.kind in {AnswerKind.WHO, AnswerKind.WHICH}
    return bool(verbs) and all(
        _is_done_by(question, text, matched, verb)
        or _object_does(question, text, matched, verb)
        or (is_name_asked and _is_turned(question, text, matched, verb))
        for verb in verbs
    )


def _object_does(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    """Tell whether the thing that something was done to does it itself: "a *fire* that *caused* an evacuation"."""
    if not asks_subject(question) or question.verb not in question.ordered:
        return False
    objects = question.ordered[question.ordered.index(question.verb) + 1 :]
    ends = [span.end for span, term in matched if term in objects and span.end <= verb.start]
    if not ends or text[: max(ends)].endswith(("'s", "’s")) or not THING_FOLLOWS.match(text, verb.end):
        return False
    return bool(_RELATIVE.fullmatch(text[max(ends) : verb.start]))


def _is_done_by(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    by = _BY_THING.match(text, verb.end)
    if by is not None and any(span.start == by.end() for span, _ in matched):
        return True
    agents = _BY_NAMES.match(text, verb.end) if BE.search(text[max(0, verb.start - 30) : verb.start]) else None
    return agents is not None and any(
        agents.start("names") <= span.start < agents.end() for span, term in matched if term in question.names
    )


def _is_turned(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    names = [span for span, term in matched if term in question.names and span.end <= verb.start]
    if not names or not THING_FOLLOWS.match(text, verb.end):
        return False
    if _OPENS.search(text, max(0, names[0].start - 40), names[0].start) and _WHILE_DOING.search(text[: verb.end]):
        return not only_owns(text[names[0].start : names[0].end], text[names[0].end : verb.start], question)
    if text[: names[-1].end].endswith(("'s", "’s")):
        return False
    return bool(ADVERBS.fullmatch(behind_name(text[names[-1].end : verb.start])))


def names_only_whose(question: Question, text: str, sentence: Span, matched: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether whom the question names is named before its verb, and only to say whose somebody else is.

    Who does it to Rask may well be a friend of his: then it counts only where the verb says what is done. A lawyer may
    do for somebody what is asked of that one.
    """
    subjects, objects = named_roles(question)
    if question.verb is None or question.words[question.verb].lower() in _SPOKEN_FOR:
        return False
    names = [span for span, term in matched if term in (subjects or objects)]
    verbs = [span for span, term in matched if term == question.verb]
    return bool(names) and all(
        names[-1].end <= verb.start
        and (bool(subjects) or (is_done_to(question, text, matched, verb) and not _TO_ONE.match(text, verb.end)))
        and any(
            tells_only_whose(
                text[sentence.start : sentence.end],
                Span(name.start - sentence.start, name.end - sentence.start),
                Span(verb.start - sentence.start, verb.end - sentence.start),
                question.text,
            )
            for name in names
            if name is names[-1] or text.endswith(("'s", "’s"), name.start, name.end)
        )
        for verb in verbs
    )


def verb_is_elsewhere(
    question: Question, text: str, sentence: Span, matched: Sequence[tuple[Span, str]], places: Sequence[Span]
) -> bool:
    """Tell whether all places of a sentence are of another event than the question's verb is.

    "They met after Rask visited Norland" does not tell where they met.
    """
    cuts = [cut.start() for cut in _SUBORDINATE.finditer(text, *sentence)]
    verbs = {bisect_right(cuts, span.start) for span, term in matched if term == question.verb}
    return bool(places) and not verbs & {bisect_right(cuts, place.start) for place in places}


def verb_is_by_somebody(question: Question, text: str, matched: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether who did what the question's verb says is only described, where its name is asked for."""
    verbs = [span for span, term in matched if term == question.verb]
    return asks_doer(question) and all(
        bool(BE.search(text[max(0, verb.start - 30) : verb.start]) and _BY_SOMEBODY.match(text, verb.end))
        for verb in verbs
    )
