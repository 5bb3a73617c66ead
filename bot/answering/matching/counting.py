"""Whether a figure counts what "how many" asks for: "two years" tell nothing of how many boats there are (English)."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile

from bot.answering.lexicon.families import forms
from bot.answering.lexicon.gazetteer import DEMONYMS, words_of
from bot.answering.lexicon.synonyms import synonyms
from bot.answering.matching.candidate import Candidate
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

LEAST = 0.3
"""From this strength on a span is a figure or a share ("60% of the boats"), not "a single"."""
BEHIND, BESIDE = 6, 4
"""Within how many words behind a figure, or before it, stands what it counts."""
NOUN_WORDS = 4
"""How many words at most say what is counted: "passenger boats of wood"."""
BEFORE = 80
"""How many code points before a figure tell that it is the number of what was named before."""

_MANY = later(r"\bhow many\s+(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_ENDS = words_of(
    "did does do is are was were has have had will would can could should may might must in at of on for from there "
    "that who which to by with per get gets got go goes went about than they he she it we you i"
)
"""What ends the words for what is counted: "how many *passenger boats* are in the harbour"."""
_UNITS = words_of("time times percent percentage dollar dollars euro euros pound pounds")
"""What stands in a figure itself, or need not be said."""
PEOPLE = words_of(
    "people person men man women woman children child kids residents deaths dead died die killed kill injured wounded "
    "victims civilians soldiers troops americans passengers workers employees students voters viewers fans members "
    "individuals lives fatalities migrants patients arrested arrests hurt sick ill illnesses cases spectators crowd "
    "defendants suspects officers guests travelers adults citizens homes households guys folks customers refugees son "
    "sons daughters daughter siblings sibling brothers brother sisters sister"
)
"""Who may be meant by another of these words, and what befalls them."""
_ANYTHING = words_of("units")
"""What may be said of anything that is counted."""
_TOLD_BEFORE = later(
    r"(?:\b(?:to|at|of|is|was|were|are|be|been|reached|reach|hit|hits|by|as|totaled|totalled|includes?|including|with|only|and)"
    r"|[:(–—-])\s*(?:(?:the|a|an|about|nearly|almost|at|least|more|than|over|some|around|up|just|now|record)\s+){0,4}$",
    re.IGNORECASE,
)
"""Before a figure behind what it counts: "the number of boats has risen *to* 80"."""
COUNTS_OTHERS = later(
    r"[\s-]+(?:more\s+)?(?:second|minute|hour|day|week|month|year|decade|centur|mile|kilomet|feet|foot|inch|pound|ton|degree)",
    re.IGNORECASE,
)
"""Behind a figure that can't count anything else: "two *miles*"."""
_DESCRIBES = later(r"(?!(?:re|co|pre|over|out|un)-)[\w’']+-\w")
"""A word that says what kind the counted things are of: "15 *Oscar-nominated* films"."""
_CLAUSE = later(r"[;:!?]|,\s")
_SCORED = words_of("votes vote points goals games sets")
_SCORE = later(r"\d+(?:\s?[-–]\s?|\sto\s)\d+")
"""What tells how many votes or goals there were without a word for them: "passed, *352-65*"."""
_ALONE = later(
    r"\s*(?:$|[.,;:!?)”\"]|(?:in|on|at|for|from|to|by|with|against|last|this|and|as|when|after|before|during|since|over)\b)"
)
"""Behind a figure that counts what the verb says: "she scored *twelve* in Halmar"."""
_BEHIND_VERB = later(r"\s+(?:(?:about|nearly|almost|some|just|only|around|another|all|the)\s+){0,2}")

_POINT = later(r"\s+(after|before|into|since|prior|from now)\b", re.IGNORECASE)
"""What makes a length of time a point in time: "ten months *after* she had joined"."""
_ASKS_POINT = later(r"\b(?:ago|after|before|earlier|later|into|since|prior|from now)\b", re.IGNORECASE)
_UNITS_TO_POINT = later(
    r"\s+(?:full\s+)?(?:years?|months?|weeks?|days?|hours?|minutes?)\s+(ago|after|before|earlier|later|into|prior)\b",
    re.IGNORECASE,
)
"""The same behind a bare figure: "two *years after* she had joined"."""
_CLAUSE_OPENS = later(r"(?:^|[.,;:(–—\n]\s*)\Z")
"""Where a length of time is one to a point: "*Two years before* she came, ..."."""
_LASTING = later(
    r"\b(?:to|for|of|spen[dt]s?|served?|serving|last(?:s|ed|ing)?|takes?|took)\s+"
    r"(?:(?:about|around|almost|nearly|over|just|only|at least|more than|less than)\s+)?$",
    re.IGNORECASE,
)
"""What stands before one that is none all the same: "was sentenced *to* twenty years after she had been convicted"."""


def counts_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure of a sentence counts what a question asks how many there are of.

    True of every question that does not say what it counts, or by a name only: Lanterns may be "phones", but
    Palestinians are people.
    """
    noun, wanted = _counted(question.text, question.language)
    if not wanted or (noun and noun <= question.names and not noun & _terms(DEMONYMS, question.language)):
        return True
    return any(_is_of(question, candidate, span, wanted) for span in candidate.typed if span.strength >= LEAST)


def counted(question: Question) -> frozenset[str]:
    """Return the terms of what a question asks how many there are of."""
    return _counted(question.text, question.language)[0]


def is_counted(question: Question, candidate: Candidate, span: TypedSpan) -> bool:
    """Tell the same of one figure of a sentence."""
    _, wanted = _counted(question.text, question.language)
    return bool(wanted) and _is_of(question, candidate, span, wanted)


def is_point(question: Question, candidate: Candidate, span: Span | TypedSpan) -> bool:
    """Tell whether a length of time only says when something was, and the question does not ask for that."""
    text = candidate.article.text
    found = (_UNITS_TO_POINT if question.kind is AnswerKind.HOW_MANY else _POINT).match(text, span.end)
    is_length = (
        found and found[1].lower() == "before" and not _CLAUSE_OPENS.search(text, max(0, span.start - 3), span.start)
    )
    if found is None or is_length or _LASTING.search(text, max(0, span.start - 20), span.start):
        return False
    return not _ASKS_POINT.search(question.text)


def _is_of(question: Question, candidate: Candidate, span: TypedSpan, wanted: frozenset[str]) -> bool:
    text, language = candidate.article.text, question.language
    if is_point(question, candidate, span):
        return False
    if wanted & _terms(_SCORED, language) and _SCORE.match(text, span.start):
        return True
    behind = _CLAUSE.split(text[span.end : candidate.span.end], maxsplit=1)[0].split()[:BEHIND]
    behind = [word for word in behind if not _DESCRIBES.match(word)]
    if wanted & set(tokenize(" ".join(behind), language)):
        return True
    verbs = [verb.end for verb in candidate.spans_of(question.verb) if verb.end < span.start]
    if verbs and _ALONE.match(text, span.end) and _BEHIND_VERB.fullmatch(text, max(verbs), span.start):
        return True
    before = text[candidate.span.start : span.start]
    if not wanted & set(tokenize(before, language)) or COUNTS_OTHERS.match(text, span.end):
        return False
    beside = set(tokenize(" ".join(before.split()[-BESIDE:]), language))
    return bool(wanted & beside) or bool(_TOLD_BEFORE.search(before[-BEFORE:]))


@lru_cache(maxsize=64)
def _counted(text: str, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the terms of what a question counts, and all that it may be called; of people also what befalls them."""
    asked = _MANY.search(text)
    if asked is None:
        return frozenset(), frozenset()
    words = re.findall(r"[\w’'.-]*\w", asked["rest"])[:NOUN_WORDS]
    noun = {*takewhile(lambda word: word not in _ENDS, (word.lower() for word in words))}
    terms, people = _terms(frozenset(noun), language), _terms(PEOPLE, language)
    if noun & _UNITS:
        return terms, frozenset()
    near = terms.union(_terms(_ANYTHING, language), *(forms(term) | synonyms(term) for term in terms))
    if not terms:  # "how many were killed?"
        near |= {form for term in tokenize(asked["rest"], language) for form in forms(term) | synonyms(term)}
    return terms, near | people if not terms or terms & (people | _terms(DEMONYMS, language)) else near


@lru_cache(maxsize=64)
def _terms(words: frozenset[str], language: str) -> frozenset[str]:
    return frozenset(term for word in words for term in tokenize(word, language))
