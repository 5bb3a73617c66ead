"""Whom what a question asks of has befallen: "Diana's death" tells nothing of when Mandela died (English)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.lexicon.name_runs import names
from bot.answering.matching.candidate import Candidate
from bot.answering.matching.meant import stands_for
from bot.answering.questions.question import Question
from index.models import Span
from index.text.later import later

_OF = later(
    r"\s+of\s+(?P<whose>[^,;:.()]*?)(?=\s(?:at|in|on|by|after|during|for|and|with|from|when|who)\b|[,;:.()]|\Z)"
)
"""Whose the event is, behind a noun: "the death *of boxer Bo Rask* at the hands of Falk"."""
_POSSESSIVE = later(r"(?:['’]s|(?<=s)['’])\s+(?:[a-z-]+\s+){0,2}\Z")
_WHO = later(r",?\s+(?:\([^)]*\),?\s+)?who\s+(?:\w+\s+){0,2}\Z")
_THEIRS = later(r"\b(?:his|her|their)\s+(?:[a-z-]+\s+){0,2}\Z")
_DID = later(r"\s+(?:(?:was|were|had|has|have|been|also|later|then|\w+ly)\s+)*\Z")
"""What stands between whose event it is and the word for it."""
_BEFALLS = words_of("die died dies dead death resign resigned retire retired marry married divorce divorced")
"""What somebody only does for themselves, so that whoever stands right before it is who does."""
_REACHED = later(r"\s+(?:[a-z0-9-]+\s+){0,3}\Z")
_NO_OBJECT = later(
    r"\s+(?:in|on|at|by|of|to|after|during|last|this|with|for|from|as|near|and|when|while|outside|inside|early|late|"
    r"the (?:day|night|week|year))\b"
)


def befell_others(question: Question, candidate: Candidate) -> bool:
    """Tell whether all that a sentence tells of the question's verb has befallen others: "Diana's death in 1997"."""
    verbs = candidate.spans_of(question.verb)
    if not verbs or not question.names or question.language != "en":
        return False
    start = candidate.span.start
    named = [Span(item.start + start, item.end + start) for item in names(candidate.said)]
    return all(_is_others(question, candidate, named, verb) for verb in verbs)


def _is_others(question: Question, candidate: Candidate, named: Sequence[Span], verb: Span) -> bool:
    """Tell whether an event is said to be that of a name which is none of the question's."""
    text, (start, end) = candidate.article.text, candidate.span
    of = _OF.match(text, verb.end, end)
    inside = [name for name in named if of and of.start("whose") <= name.start < of.end()]
    if inside:
        return not any(stands_for(question, candidate, name) for name in inside)
    before = [name for name in named if name.end <= verb.start]
    if not before:
        return False
    last = before[-1]
    between = text[last.end : verb.start]
    befalls = question.words[question.verb or ""].lower() in _BEFALLS
    is_last = _POSSESSIVE.match(between) or _WHO.match(between) or (befalls and _DID.match(between))
    if not is_last and not _THEIRS.search(text, start, verb.start):
        return question.passive and _is_done_to_other(question, candidate, named, verb)
    return not stands_for(question, candidate, last)


def _is_done_to_other(question: Question, candidate: Candidate, named: Sequence[Span], verb: Span) -> bool:
    """Tell whether a verb in the active has another object than whom a question says it was done to."""
    text, end = candidate.article.text, candidate.span.end
    behind = next((name for name in named if name.start >= verb.end), None)
    if behind is None or _NO_OBJECT.match(text, verb.end, end):
        return False
    return bool(_REACHED.match(text[verb.end : behind.start])) and not stands_for(question, candidate, behind)
