"""Whose age a figure is: of the name that stands right beside it (English).

"Falk, 47, resigned", "the 47-year-old mayor Ida Falk", not "her 47-year-old deputy".
"""

from __future__ import annotations

import re

from bot.answering.lexicon.gazetteer import TITLES
from bot.answering.lexicon.name_runs import names
from bot.answering.matching.candidate import Candidate
from bot.answering.matching.meant import stands_for
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.english import PERSONS
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.normalise import without_genitive
from index.text.tokens import tokenize

_OLD = frozenset(tokenize("old age", "en"))
_OF_SEVERAL = later(r"\bhow old are\b", re.IGNORECASE)
_BEHIND_NAME = later(
    r"(?:\s+(?:Jr|Sr)\.|\s+[IVX]+)?(?:,\s+(?:(?:who|he|she)(?:['’]s|\s+is)\s+|(?:now|aged?)\s+)?|"
    r"\s+(?:is|turns|will turn|has turned)\s+(?:now\s+)?|\s+\(|\s+celebrates (?:his|her) )"
)
"""What stands between a name and an age of its bearer: "Ida Falk*, who is* 47"."""
_ENDS = later(r"(?:st|nd|rd|th)?(?:[,.;)]|\s+(?:years?\b|on\b|and\b|birthday\b)|[\s-]+year)")
"""What stands behind such an age."""
_NOUN = (
    rf"former|late|current|star|{TITLES}|{PERSONS}|"
    r"(?!after|over|under|other|never|ever)[a-z]{3,}(?:er|or|ist|ian|man|woman)"
)
_BEFORE_NAME = later(rf"[\s-]+years?[\s-]+old,?\s+(?:(?:{_NOUN})\s+){{0,4}}?(?:[A-Z][\w’'-]*\s+){{0,2}}")
"""What stands between an age and the name of its bearer: "47*-year-old former mayor* Ida Falk"."""
_IN_YEAR = later(r"[^.;]*?\bin (?P<year>(?:19|20)\d\d)\b")
_FROM = later(r"\b(?:about|at|by|for|from|in|near|of|outside)\s+(?:[A-Z][\w’'-]*\s+)*\Z")
"""What stands before a name of something that has no age: "a man *from* Norland, 47"."""
_TITLE_ALONE = later(r"(?:King|Pope|Prince|Princess|Queen)\b(?!\s+[A-Z])")
"""What is no name where none follows: "a 47-year-old *Queen* patron"."""
_OF_ANOTHER = later(r"[\s-]+years?[\s-]+old\s+(?:is|were|and|who|was(?!\s+(?:named|identified)))\b")
"""An age by which somebody is called, behind whom others come: "the *15-year-old was* her coach Falk"."""
_OPENING = later(
    r"(?:\A|[.;\n]\s*)(?:(?:[Aa]fter|[Bb]efore|[Bb]y|[Ff]or|[Ww]hile)\s+)?(?!(?:[Bb]e|[Bb]ecom|[Tt]urn)ing\b)[\w’'-]+ing\s+(?:(?!as\b)[\w’'-]+\s+){0,3}an?\s+\Z"
)
"""What opens a sentence before the age of whom its subject has met: "*After hitting a* 47-year-old man, Falk ..."."""
_IN_STORY = later(r"\b[Ii]n (?:19|20)\d\d,[^.;]*\Z|\b[Ww]hen (?:an? |the )?\Z|\b(?:supposedly|allegedly)\s+(?:an? )?\Z")
_ASKS_THEN = later(r"\bwhen\b|\b(?:19|20)\d\d\b|\bdid\b", re.IGNORECASE)
"""What stands before an age of long ago, or that is doubted, and what asks for one of then."""
_NOUN_OF_AGE = later(r"[\s-]+years?[\s-]+old(?P<noun>(?:\s+[a-z-]+){1,2})")
"""Whom an age describes: "the *40-year-old donor* and her 34-year-old sister"."""
_APPOSED = later(r",\s+an?\s+\Z")
"""What stands between a name and the age of its bearer: "Rask*, a* 10-year-old"."""
REACH = 40
"""How many code points before a name that is looked for."""


def asks_age(question: Question) -> bool:
    """Tell whether a question asks how old somebody is, and nothing but the name of that one."""
    if question.kind is not AnswerKind.HOW_OLD or not question.names or _OF_SEVERAL.search(question.text):
        return False
    return not question.key_terms - question.names - _OLD


def age_beside(question: Question, candidate: Candidate) -> TypedSpan | None:
    """Return the age that stands right beside whom a question names, or ``None`` where none does."""
    text = candidate.article.text
    if not question.names.issubset(candidate.matched_terms):
        return None
    named = [
        span for span, term in candidate.pairs if term in question.names and _is_written_so(question, text, span, term)
    ]
    return next(
        (
            age
            for age in candidate.typed
            for name in named
            if _stands_beside(text, name, age) and not _is_past(candidate, age)
        ),
        None,
    )


def is_of_another(question: Question, candidate: Candidate, age: TypedSpan) -> bool:
    """Tell whether an age is that of a name which is none of the question's: "parents of Lea Rask, a *10*-year-old"."""
    text, (start, _) = candidate.article.text, candidate.span
    if _IN_STORY.search(text, start, age.start) and not _ASKS_THEN.search(question.text):
        return True
    if any(_is_of_asked(question, text, other) for other in candidate.typed if other.start != age.start):
        return not _is_of_asked(question, text, age)
    if not asks_age(question):
        return False
    named = [Span(item.start + start, item.end + start) for item in names(text[start : age.start])]
    if named and _APPOSED.fullmatch(text, named[-1].end, age.start):
        return not stands_for(question, candidate, named[-1])
    asked = [place for place, term in candidate.pairs if term in question.names]
    if not asked or any(place.start <= age.end for place in asked):
        return False
    is_opening = _OPENING.search(text, start, age.start) and "," in text[age.end : min(place.start for place in asked)]
    return bool(_OF_ANOTHER.match(text, age.end) or (is_opening and not _stands_beside(text, asked[0], age)))


def _is_of_asked(question: Question, text: str, age: TypedSpan) -> bool:
    """Tell whether an age describes a noun of the question's: "her 34-year-old *sister*"."""
    found = _NOUN_OF_AGE.match(text, age.end)
    return found is not None and not question.key_terms.isdisjoint(tokenize(found["noun"], question.language))


def _is_past(candidate: Candidate, age: TypedSpan) -> bool:
    """Tell whether an age is one of years before: "a 16-year-old Falk sang there *in 1990*"."""
    year = _IN_YEAR.match(candidate.article.text, age.end, candidate.span.end)
    published = candidate.article.published
    return year is not None and published is not None and int(year["year"]) < int(published[:4]) - 1


def _is_written_so(question: Question, text: str, name: Span, term: str) -> bool:
    """Tell whether a name is the question's, not one of the same stem: "Williams" for William."""
    return without_genitive(text[name.start : name.end]).lower() == without_genitive(question.words[term]).lower()


def _stands_beside(text: str, name: Span, age: TypedSpan) -> bool:
    if _BEHIND_NAME.fullmatch(text, name.end, age.start) and _ENDS.match(text, age.end):
        return not _FROM.search(text, max(0, name.start - REACH), name.start)
    if age.end >= name.start or _TITLE_ALONE.match(text, name.start):
        return False
    return _BEFORE_NAME.fullmatch(text, age.end, name.start) is not None
