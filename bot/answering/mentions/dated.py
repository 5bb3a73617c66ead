"""The dates of a sentence as they were found when its article was indexed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from bot.answering.mentions.typed import RECKONED, STATED, UNRECKONED, TypedSpan
from bot.answering.questions.question import Question
from index.models import Times
from index.text.calendar import as_iso
from index.text.later import later
from index.text.stopwords import STOPWORDS
from index.text.tokens import tokenize

NAMING = 0.2
"""How surely a year that names a thing dates it: "the 2024 election" seldom tells when something is."""

_DATED_BY = later(
    r"(?:\b(?:in|of|during|year|since|by|until|from|to|late|early|mid)[\s-]+|[,(–—]\s*|^\s*)$", re.IGNORECASE
)
"""What stands before a year that dates something; "the 2024 election" only has its name from it."""
_NAMING_YEAR = later(r"\d{4}\s[^\W_]")
_DEFINITE = later(r"(?:\b(?:the|this|that|its|his|her|their)|['’]s?)\s$", re.IGNORECASE)
_MONTH_OR_DAY = later(r"[\d-]{7,10}")
_THE = later(r"the\s", re.IGNORECASE)
_ON = later(r"\bon\s$", re.IGNORECASE)
_NAMED = later(r",?\s([^\W\d_][\w’'-]*)(?:\s[^\W\d_][\w’'-]*){0,2}")
_NO_THING = STOPWORDS["en"] | {"alone", "onwards", "onward", "today", "yesterday"}
"""What stands behind a date that names nothing."""

_GOES_ON = frozenset(chain.from_iterable(tokenize(verb, "en") for verb in ("happen", "occur", "begin", "start", "end")))
"""The terms of verbs that say no more of a thing than that it was."""


def names_thing(question: Question, text: str, span: TypedSpan) -> bool:
    """Tell whether a date in a text only names what follows: "the *2024* vote", "the *Jan. 6, 2021,* insurrection".

    A date with its year dates that all the same where the question asks for it: "when was the *insurrection*?"
    """
    if span.end - span.start == len("2024"):
        return bool(_NAMING_YEAR.match(text, span.start)) and not _DATED_BY.search(
            text, max(0, span.start - 30), span.start
        )
    if not _MONTH_OR_DAY.fullmatch(span.value):
        return False
    definite = _DEFINITE.search(text, max(0, span.start - 6), span.start) or (
        _THE.match(text, span.start) and not _ON.search(text, max(0, span.start - 4), span.start)
    )
    named = _NAMED.match(text, span.end) if definite else None
    if named is None or named[1].lower() in _NO_THING:
        return False
    asked = {question.verb} if question.verb and question.verb not in _GOES_ON else question.words.keys()
    terms = tokenize(named.group(), question.language)
    return span.relative or asked.isdisjoint({question.aliases.get(term, term) for term in terms})


def dated_spans(times: Times, start: int, end: int) -> Iterator[TypedSpan]:
    """Yield the dates of a stretch of an article, offsets counted from its beginning, like `spans.typed_spans`."""
    for item in times.between(start, end):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value:
            strength = RECKONED if item.relative else STATED
            yield TypedSpan(item.start - start, item.end - start, value, strength, item.relative)
        elif item.kind == "DATE" and item.relative and not item.value:
            yield TypedSpan(item.start - start, item.end - start, "", UNRECKONED, relative=True)
