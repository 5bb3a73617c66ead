"""Whose kin a question is about: "when did Falk's mother die?" is told by no sentence of Falk alone (English)."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.lexicon.gazetteer import KIN
from bot.answering.matching.candidate import Candidate
from bot.answering.matching.features import GROUPS
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.topics.offices import is_near
from index.models import Span
from index.text.later import later
from index.text.tokens import token_spans, tokenize

_RELATIVE = rf"(?:{KIN}|children|wives|stepfather|stepmother|step-mother|step-father|kids?|sibling|twin|nephew|niece)s?"
_ASKED = later(
    r"(?P<of>(?!(?:what|who|where|when|how|it|that|there|s?he)['’])(?-i:[A-Z])[\w.’'-]*\w)['’]s?\s+(?:(?!and\b)[a-z-]+\s+){0,2}?"
    rf"(?P<kin>(?:great-)?{_RELATIVE})\b(?!['’-]|\s+(?-i:[A-Z]))|"
    rf"\b(?P<kin_of>(?:great-)?{_RELATIVE})\s+of\s+(?P<whose>(?-i:[A-Z][\w.’'-]*\s?)+)",
    re.IGNORECASE,
)
"""Asks of the kin of somebody, and does not say the name."""
_CALLED = (("mother", "mom", "mum"), ("father", "dad"), ("grandmother", "grandma"), ("grandfather", "grandpa"))
"""What else the same kin is called."""
_KINDS = frozenset(GROUPS) - {AnswerKind.WHO}
"""Kinds that a sentence of somebody answers as well as one of the kin."""


def is_of_kin(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence is of the relative of somebody whom a question asks of.

    True of every question that asks of none, or for what other sentences may tell: no date, figure or place.
    """
    asked = kin_asked(question.text, question.language) if question.kind in _KINDS else None
    if asked is None:
        return True
    kin, of = asked
    text, (start, end) = candidate.article.text, candidate.span
    told = [
        (Span(span.start + start, span.end + start), term)
        for span, terms in token_spans(text[start:end], question.language)
        for term in terms
        if term in kin
    ]
    return is_near(text, [*candidate.pairs, *told], kin, of)


@lru_cache(maxsize=64)
def kin_asked(text: str, language: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the terms of the relative that a question asks of, and of whose that is; ``None`` if of none."""
    found = _ASKED.search(text) if language == "en" else None
    if found is None:
        return None
    kin = (found["kin"] or found["kin_of"]).lower()
    called = next((words for words in _CALLED if kin in words), (kin,))
    return frozenset(tokenize(" ".join(called), language)), frozenset(tokenize(found["of"] or found["whose"], language))
