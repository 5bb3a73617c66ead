"""Whether a figure counts what "how many" asks for: "two years" tell nothing of how many boats there are (English)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from bot.answering.families import forms
from bot.answering.gazetteer import words_of
from bot.answering.question import Question
from bot.answering.sentences import Candidate
from bot.answering.synonyms import synonyms
from bot.answering.typed import TypedSpan
from index.text.tokens import tokenize

LEAST = 0.3
"""From this strength on a span is a figure or a share, not "a single"."""
BEHIND = 6
"""Within how many words behind a figure stands what it counts."""

_MANY = re.compile(r"\bhow many\s+(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ENDS = words_of(
    "did does do is are was were has have had will would can could should may might must in at of on for from there "
    "that who which to by with per get gets got go goes went about than they he she it we you i"
)
"""What ends the words for what is counted: "how many *passenger boats* are in the harbour"."""
_PEOPLE = (
    "people person men man women woman children child kids residents deaths dead died die killed kill injured wounded "
    "victims civilians soldiers troops Americans passengers workers employees students voters viewers fans members "
    "individuals lives fatalities migrants patients arrested arrests hurt sick ill illnesses cases spectators crowd "
    "defendants suspects officers guests travelers adults citizens homes households guys folks customers refugees"
)
_ANYTHING = "units"
"""What may be said of anything that is counted."""
_TOLD_BEFORE = re.compile(
    r"(?:\b(?:to|at|of|is|was|were|are|be|reached|reach|hit|hits|by|as|totaled|totalled|includes?|including|with|only|and)"
    r"|[:(–—-])\s*(?:(?:the|a|an|about|nearly|almost|at|least|more|than|over|some|around|up|just|now|record)\s+)*$",
    re.IGNORECASE,
)
"""Before a figure behind what it counts: "the number of boats has risen *to* 80"."""
_COUNTS_OTHERS = re.compile(
    r"[\s-]+(?:more\s+)?(?:second|minute|hour|day|week|month|year|decade|centur|mile|kilomet|feet|foot|inch|pound|ton|degree)",
    re.IGNORECASE,
)
"""Behind a figure that can't count anything else: "two *miles*"."""
_DESCRIBES = re.compile(r"(?!(?:re|co|pre|over|out|un)-)[\w’']+-\w")
"""A word that says what kind the counted things are of: "15 *Oscar-nominated* films"."""
_SCORED = frozenset(tokenize("votes points goals games sets", "en"))
_SCORE = re.compile(r"\d+(?:\s?[-–]\s?|\sto\s)\d+")
"""What tells how many votes or goals there were without a word for them: "passed, *352-65*"."""


def counts_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure of a sentence counts what a question asks how many there are of.

    True of every question that does not say what it counts, or by a name only: Lanterns may be "phones".
    """
    noun, wanted = _counted(question.text, question.language)
    if not wanted or (noun and noun <= question.names):
        return True
    return any(_is_of(question, candidate, span, wanted) for span in candidate.typed if span.strength >= LEAST)


def _is_of(question: Question, candidate: Candidate, span: TypedSpan, wanted: frozenset[str]) -> bool:
    text = candidate.article.text
    if wanted & _SCORED and _SCORE.match(text, span.start):
        return True
    behind = re.split(r"[;:!?]|,\s", text[span.end : candidate.span.end], maxsplit=1)[0].split()[:BEHIND]
    behind = [word for word in behind if not _DESCRIBES.match(word)]
    if wanted & set(tokenize(" ".join(behind), question.language)):
        return True
    before = text[candidate.span.start : span.start]
    if not wanted & set(tokenize(before, question.language)) or _COUNTS_OTHERS.match(text, span.end):
        return False
    nearest = set(tokenize(" ".join(before.split()[-4:]), question.language))
    return bool(wanted & nearest) or bool(_TOLD_BEFORE.search(before))


@lru_cache(maxsize=64)
def _counted(text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the terms of what a question counts, and all that it may be called; of people also what befalls them."""
    asked = _MANY.search(text)
    if asked is None:
        return frozenset(), frozenset()
    words = re.findall(r"[\w’'.-]*\w", asked["rest"])
    noun = takewhile(lambda word: word.lower() not in _ENDS, words[:4])
    terms = frozenset(term for word in noun for term in tokenize(word, language))
    if "time" in terms:
        return terms, frozenset()
    people = frozenset(tokenize(_PEOPLE, language))
    near = terms.union(*(forms(term) | synonyms(term) for term in terms), tokenize(_ANYTHING, language))
    if not terms:  # "how many were killed?"
        near |= {form for term in tokenize(asked["rest"], language) for form in forms(term) | synonyms(term)}
    return terms, near | people if not terms or terms & people else near
