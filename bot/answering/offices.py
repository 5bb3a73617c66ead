"""Who holds an office, or is somebody's kin: "Peru's president" is neither any president beside Peru nor Brazil's."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.english import PERSONS
from bot.answering.gazetteer import COUNTRIES, DEMONYMS
from bot.answering.question import AnswerKind, Question
from bot.answering.sentences import Candidate
from index.models import Span
from index.text.tokens import token_spans, tokenize

_OF = re.compile(r"\s+(?:of|at|for|in|from)\s+(?:the\s+)?(?:[\w’'-]+\s+)?|[\s-]+")
"""What stands between an office and what it belongs to: "the president *of the* United States"."""
_WHOSE = re.compile(
    r"['’]s?\s+(?:[\w.’'-]+\s+){0,3}|[\s-]+(?:(?:first|next|new|then|former|current|acting|interim|state|female)\s+)*"
)
"""What stands between what an office belongs to and the office: "Mexico*'s first female* president"."""
_THEIR = re.compile(
    r"['’]?s?(?:\s+of\s+[A-Z][\w’'-]+)?[^.;:!?A-Z]{0,80}\b(?:his|her|their|its|whose)\s+(?:[\w-]+\s+){0,2}",
)
"""The same with a pronoun: "Brandt *and his late* wife"."""
_KIN = (
    "wife|husband|spouse|partner|girlfriend|boyfriend|fianc[ée]e?|daughter|son|child|mother|father|parents|brother|sister|"
    "grandfather|grandmother|uncle|aunt|cousin|widow|widower"
)
_ASKS = r"\bwho(?:['’]s| is| was| are| were| became| will be) "
_OFFICES = (
    re.compile(
        rf"{_ASKS}(?:the |an? )?(?:[a-z-]+ ){{0,3}}?(?P<office>{PERSONS}) (?:of|at) (?:the )?(?P<of>[A-Z].*?)\W*$"
    ),
    re.compile(
        rf"{_ASKS}(?:the )?(?P<of>{'|'.join(sorted(COUNTRIES | DEMONYMS))})(?:['’]s?)? "
        rf"(?:[a-z-]+ ){{0,3}}?(?P<office>{PERSONS})\W*$"
    ),
    re.compile(rf"{_ASKS}(?P<of>[A-Z][^,;:?!]*?)['’]s? (?:[a-z-]+ ){{0,2}}?(?P<office>{_KIN})\W*$"),
)


def is_tied(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence, or the title of its article, ties the office asked for to what it belongs to.

    True of every question that asks for no such thing.
    """
    asked = _office(question.text, question.language)
    if question.kind is not AnswerKind.WHO or asked is None:
        return True
    office, of = asked
    if not (office & set(question.terms) and of & set(question.terms)):
        return True
    pairs = list(zip(candidate.matched, candidate.matched_terms, strict=True))
    title = candidate.article.title
    return _is_near(candidate.article.text, pairs, office, of) or _is_near(title, _placed(question, title), office, of)


@lru_cache(maxsize=64)
def _office(text: str, language: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the terms of the office that a question asks for, and of what it belongs to; ``None`` if of none."""
    found = next((match for pattern in _OFFICES if (match := pattern.search(text[:1].lower() + text[1:]))), None)
    if found is None:
        return None
    return frozenset(tokenize(found["office"], language)), frozenset(tokenize(found["of"], language))


def _placed(question: Question, text: str) -> list[tuple[Span, str]]:
    tokens = token_spans(text, question.language)
    return [(span, question.aliases.get(term, term)) for span, terms in tokens for term in terms]


def _is_near(text: str, tokens: list[tuple[Span, str]], office: frozenset[str], of: frozenset[str]) -> bool:
    offices = [span for span, term in tokens if term in office]
    owners = [span for span, term in tokens if term in of]
    return any(
        _OF.fullmatch(text, one.end, other.start)
        or _WHOSE.fullmatch(text, other.end, one.start)
        or _THEIR.fullmatch(text, other.end, one.start)
        for one in offices
        for other in owners
    )
