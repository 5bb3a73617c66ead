"""Sentences that tell the reverse of what is asked: laid off for hired, the men's cup for the women's (English)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain

from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.later import later


def _pair(one: str, other: str, flags: re.RegexFlag = re.IGNORECASE) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return later(rf"\b(?:{one})\b", flags), later(rf"\b(?:{other})\b", flags)


_DEEDS = (
    _pair(r"hir(?:e|es|ed|ing)", r"la(?:y|ys|ying|id)[\s-]?offs?|layoffs?|fir(?:es?|ed|ing)"),
    _pair(r"b(?:uys?|uying|ought)", r"s(?:ells?|elling|old)"),
    _pair(
        r"r(?:ises?|ising|ose|isen)|increas(?:es?|ed|ing)|gr[eo]w(?:s|n|ing)?",
        r"f(?:alls?|alling|ell|allen)|de(?:creas|clin)\w+|drop\w*",
    ),
    _pair(r"open(?:s|ed|ing)?", r"clos(?:es?|ed|ing|ures?)"),
    _pair(r"start(?:s|ed|ing)?|beg[aiu]n(?:s|ning)?", r"end(?:s|ed|ing)?|expir\w+|lift(?:s|ed|ing)?"),
    _pair(r"join(?:s|ed|ing)?", r"lea(?:ves?|ving)|left|quit"),
    _pair(r"w[io]n(?:s|ning)?", r"los(?:es?|t|ing)"),
)
"""What is done, and the reverse of it: who bought something is told by who sold it, but not how many or when."""
_SORTS = (
    _pair(r"men['’]s", r"women['’]s"),
    _pair(r"North(?=\s+[A-Z])", r"South(?=\s+[A-Z])", re.NOFLAG),
    _pair(r"East(?=\s+[A-Z])", r"West(?=\s+[A-Z])", re.NOFLAG),
)
"""What there are two sorts of, with the same name."""


def tells_opposite(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence tells the reverse of what a question asks of, and not that: laid off, not hired."""
    return _tells_other(question.text, candidate.said, chain(_DEEDS, _SORTS))


def is_of_other_sort(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence is of the women's cup where the men's is asked for, or of the other Norland."""
    return _tells_other(question.text, candidate.said, _SORTS)


def _tells_other(asked: str, said: str, pairs: Iterable[tuple[re.Pattern[str], re.Pattern[str]]]) -> bool:
    return any(
        own.search(asked) and other.search(said) and not (other.search(asked) or own.search(said))
        for pair in pairs
        for own, other in (pair, pair[::-1])
    )
