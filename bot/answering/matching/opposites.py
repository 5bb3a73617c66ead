"""Sentences that tell the reverse of what is asked: laid off for hired, the men's cup for the women's (English)."""

from __future__ import annotations

import re

from bot.answering.matching.candidate import Candidate
from bot.answering.matching.meant import terms_meant
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.tokens import tokenize


def _pair(one: str, other: str, flags: re.RegexFlag = re.IGNORECASE) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return later(rf"\b(?:{one})\b", flags), later(rf"\b(?:{other})\b", flags)


_DEEDS = (
    _pair(r"hir(?:e|es|ed|ing)", r"la(?:y|ys|ying|id)[\s-]?offs?|layoffs?|fir(?:es|ed|ing)"),
    _pair(
        r"r(?:ises?|ising|ose|isen)|increas(?:es?|ed|ing)|gr[eo]w(?:s|n|ing)?",
        r"f(?:alls?|alling|ell|allen)|de(?:creas|clin)\w+|drop\w*",
    ),
    _pair(r"start(?:s|ed|ing)?|beg[aiu]n(?:s|ning)?", r"end(?:s|ed|ing)?|expir\w+|lift(?:s|ed|ing)?"),
)
"""What is done, and the reverse of it."""
_SORTS = (
    _pair(r"men['’]s", r"women['’]s"),
    _pair(r"North", r"South", re.NOFLAG),
)
"""What there are two sorts of, with the same name."""
_WORDS_BEHIND = later(r"(?:\s+[\w’'-]+){1,2}")


def tells_opposite(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence tells the reverse of what a question's verb says, and not that: laid off, not hired."""
    if is_of_other_sort(question, candidate):
        return True
    asked = question.words[question.verb] if question.verb else question.text
    said = candidate.said
    told = terms_meant(question, tokenize(said, question.language))
    return any(
        own.search(asked)
        and reverse.search(said)
        and not (reverse.search(question.text) or own.search(said) or question.verb in told)
        for pair in _DEEDS
        for own, reverse in (pair, pair[::-1])
    )


def is_of_other_sort(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence is of the women's cup where the men's is asked for, or of the other Norland."""
    said = candidate.said
    return any(
        own.search(question.text)
        and not (other.search(question.text) or own.search(said))
        and any(_names_asked(question, said, found.end()) for found in other.finditer(said))
        for pair in _SORTS
        for own, other in (pair, pair[::-1])
    )


def _names_asked(question: Question, said: str, place: int) -> bool:
    """Tell whether what a question names, or speaks of, stands right behind a place."""
    behind = _WORDS_BEHIND.match(said, place)
    return behind is not None and not question.words.keys().isdisjoint(tokenize(behind[0], question.language))
