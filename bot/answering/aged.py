"""Whose age a figure is: of the name that stands right beside it (English).

"Falk, 47, resigned", "the 47-year-old mayor Ida Falk", not "her 47-year-old deputy".
"""

from __future__ import annotations

from bot.answering.candidate import Candidate
from bot.answering.gazetteer import TITLES
from bot.answering.question import AnswerKind, Question
from bot.answering.typed import TypedSpan
from index.text.later import later
from index.text.tokens import tokenize

_OLD = frozenset(tokenize("old age", "en"))
_BEHIND_NAME = later(
    r"(?:\s+(?:Jr|Sr)\.|\s+[IVX]+)?(?:,\s+(?:(?:who|he|she)(?:['’]s|\s+is|\s+turn(?:ed|s))\s+|(?:now|aged?)\s+)?|"
    r"\s+(?:is|turns|turned|will turn|has turned)\s+(?:now\s+)?|\s+\(|\s+celebrates (?:his|her) )"
)
_ENDS = later(r"(?:st|nd|rd|th)?(?:[,.;)]|\s+(?:years?\b|on\b|and\b|birthday\b)|[\s-]+year)")
_NO_TITLE = (
    r"(?!(?:has|have|had|is|was|were|will|would|said|told|met|who|that|with|by|of|for|to|from|in|on|at|after|before|\w+ed|"
    r"\w+ing|knows?|knew|calls?|says?|tells?)\b)"
)
_BEFORE_NAME = later(
    rf"[\s-]+years?[\s-]+old,?\s+(?:(?:{_NO_TITLE}[a-z][\w-]*|{TITLES}|[A-Z]{{2,}})\s+){{0,4}}?(?:[A-Z][\w’'-]*\s+){{0,2}}"
)
"""What stands between a name and an age of its bearer, or an age and the name."""


def asks_age(question: Question) -> bool:
    """Tell whether a question asks how old somebody is, and nothing but the name of that one."""
    more = question.key_terms - question.names - _OLD
    return question.kind is AnswerKind.HOW_OLD and bool(question.names) and not more


def age_beside(question: Question, candidate: Candidate) -> TypedSpan | None:
    """Return the age that stands right beside whom a question names, or ``None`` where none does."""
    if not question.names.issubset(candidate.matched_terms):
        return None
    text = candidate.article.text
    names = [span for span, term in candidate.pairs if term in question.names]
    return next(
        (
            age
            for age in candidate.typed
            for name in names
            if (_BEHIND_NAME.fullmatch(text, name.end, age.start) and _ENDS.match(text, age.end))
            or (age.end < name.start and _BEFORE_NAME.fullmatch(text, age.end, name.start))
        ),
        None,
    )
