"""Read a question: what kind of answer it expects, which names it gives, which terms it asks for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.tokens import token_spans

MAX_QUESTION_LENGTH = 1_000
"""Longest question, in code points."""


class AnswerKind(StrEnum):
    """What a question asks for."""

    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    HOW_LONG = "how long"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes/no"
    OTHER = "other"


_KINDS = (
    (AnswerKind.WHEN, r"\b(when|(?:what|which|in what|in which) (?:year|month|day|date|decade|century)|since when)\b"),
    (AnswerKind.HOW_MANY, r"\b(how many|what number|what percentage|what share)\b"),
    (AnswerKind.HOW_LONG, r"\bhow (?:long|old|far|tall|high|deep|wide|fast|often|big|large)\b"),
    (AnswerKind.HOW_MUCH, r"\b(how much|what (?:price|cost|amount|sum))\b"),
    (AnswerKind.WHO, r"\b(who|whom|whose)\b"),
    (AnswerKind.WHERE, r"\b(where|(?:what|which|in what|in which) (?:city|country|town|place|state|village|region))\b"),
    (AnswerKind.WHY, r"\b(why|for what reason|what caused)\b"),
    (AnswerKind.HOW, r"\bhow\b"),
    (AnswerKind.WHICH, r"\b(which|what)\b"),
    (AnswerKind.YES_NO, r"^\W*(is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)\b"),
)
_KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_PAST = re.compile(r"\b(did|was|were|had)\b", re.IGNORECASE)
_AUXILIARY = re.compile(r"\b(?:did|does|do|has|have|had|will|can)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read.

    ``terms`` are distinct and in code point order; ``ordered`` are the same as asked. ``names`` are the terms of
    words written with a capital inside the question; ``verb`` is the main verb's term where a rule finds it.
    """

    text: str
    language: str
    kind: AnswerKind
    terms: tuple[str, ...]
    ordered: tuple[str, ...]
    names: frozenset[str]
    words: dict[str, str]
    verb: str | None
    past: bool


def _kind(text: str) -> AnswerKind:
    for kind, pattern in _KIND_PATTERNS:
        if pattern.search(text):
            return kind
    return AnswerKind.OTHER


def read_question(text: str, languages: Sequence[str] = ()) -> Question:
    """Read a question; ``languages`` are the library's, most common first.

    >>> read_question("When did Kim visit Russia?").names == {"kim", "russia"}
    True
    """
    text = " ".join(text.split())
    language = detect_language(text, languages or (DEFAULT_LANGUAGE,)) or (
        languages[0] if languages else DEFAULT_LANGUAGE
    )
    tokens = token_spans(text, language)
    ordered: list[str] = []
    names: set[str] = set()
    words: dict[str, str] = {}
    verb: str | None = None
    auxiliary = _AUXILIARY.search(text)
    for span, terms in tokens:
        word = text[span.start : span.end]
        for term in terms:
            ordered.append(term)
            words.setdefault(term, word)
        if word[:1].isupper() and not (span.start == 0 and len(tokens) > 1 and word.lower() == word[:1].lower()):
            names.update(terms)
        elif auxiliary and span.start > auxiliary.end() and terms and verb is None and names:
            verb = terms[0]
    distinct = tuple(dict.fromkeys(ordered))
    return Question(
        text=text,
        language=language,
        kind=_kind(text),
        terms=tuple(sorted(distinct)),
        ordered=distinct,
        names=frozenset(names),
        words=words,
        verb=verb,
        past=bool(_PAST.search(text)),
    )
