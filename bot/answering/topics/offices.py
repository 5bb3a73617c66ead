"""Whose office is asked for, or whose kin: "Peru's president" is neither any president beside Peru nor Brazil's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.answering.lexicon.gazetteer import COUNTRIES, DEMONYMS, KIN, PLACES, REGIONS
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.asked_role import named_beside
from bot.answering.questions.english import HOLDS, PERSONS
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.topics.relations import relation_asked, terms_of_relation
from index.models import Span
from index.text.later import later
from index.text.tokens import token_spans, tokenize

_OF = later(r"\s+(?:of|at|for|in|from)\s+(?:the\s+)?(?:[\w’'-]+\s+)?[“\"‘]?|[\s-]+")
"""What stands between an office and what it belongs to: "the president *of the* United States"."""
_KIND = (
    r"(?:first|second|third|youngest|oldest|newest|longest-serving|ever|and|openly|gay|lesbian|female|woman|male|black|"
    r"muslim|jewish|hindu|asian|new|newly|democratically|elected|sworn-in|current|acting|interim)"
)
_WHOSE = later(
    r"['’]s?\s+(?:[\w.’'-]+\s+){0,3}|"
    rf"(?<=['’]s)\s+(?:{_KIND}\s+){{1,8}}|"
    r"(?:(?<=[A-Z]\.[A-Z])\.)?[\s-]+(?:(?:first|next|new|then|former|current|acting|interim|state|female|head|national|international|longtime)\s+)*"
)
"""What stands between what an office belongs to and the office: "Mexico*'s first female* president"."""
_THEIR = later(
    r"['’]?s?(?:\s+of\s+[A-Z][\w’'-]+)?[^.;:!?A-Z]{0,80}\b(?:his|her|their|its|whose)\s+(?:[\w-]+\s+){0,2}",
)
"""The same with a pronoun: "Brandt *and his late* wife"."""
_OF_ITS_KIND = later(r"\b[Tt]he\s(?:city|town|village)['’]s\s+(?:[\w-]+\s+){0,2}\Z")
"""Before an office of what is only called what it is: "*The city's leftist* mayor said that Halmar would pay"."""
_HEADS = rf"{PERSONS}|CEO|chair(?:man|woman|person)?|head|manager"
"""Whoever is at the head of something that is no country."""
_ANY_HEAD = rf"(?i:{_HEADS})"
_ASKS = r"\bwho(?:['’]s| is| was| are| were| became| will be) "
_VICE_PRESIDENT = (
    r"(?:current )?({of}(?i:vice))[ -]({office}(?i:president))(?: of (?:the )?(?:US|U\.S\.|USA|America))?\W*$"
)
"""The vice president, whose office is called by both words, and who is that of the U.S."""
_NOW = later(
    rf"who(?:['’]s| is)(?: the)? (?:{_VICE_PRESIDENT.format(of='?:', office='?:')}|"
    rf"(?:(?:current|present|new|head|lead|acting|interim) )*{_ANY_HEAD}\b|"
    rf"[A-Z][\w’' -]*?['’]s? (?:{PERSONS})\b|"
    rf"(?:[A-Z]\w+ ){{1,3}}(?:[a-z]+ ){{0,2}}(?:{_HEADS})\b)|{HOLDS.pattern}"
)
"""Asks for the holder of today, not for the first or the youngest one."""
_OF_LARGER = later(r"(?<![.!?] )(?<!^)\b[A-Z][\w’'-]+\s$")
"""A name before what an office belongs to: of "*Halmar* Senate leader" the Senate is another."""
_NO_OFFICE = later(
    r"\w{2,}(?:ing|ed)|led|leads?|runs?|ran|hosts|heads|chairs|coaches|manages?|management", re.IGNORECASE
)
"""Forms of a word for an office that are none: what somebody does, or what is done."""
_OF_PART = later(r"administrator|chair(?:man|woman)?|chief|director", re.IGNORECASE)
_BARE = later(r"['’]?s?\s+(?:new\s+)?|\s+of\s+(?:the\s+)?")
_HEADS_PART = later(r"\s+(?!(?:of|and|for|at|in|on|who|is|was|has|said|says|told)\b)[a-z]")
"""What tells whether "chief" is of all: not of "Norland's *retail* chief", nor the "chief *prosecutor*"."""
_COMPASS = later(
    r"\b(?:Senate|House|North|South|East|West|New|Northern|Southern|Eastern|Western|Central|Equatorial|Greater?|Lower|"
    r"Upper)[ -]\Z|\b[A-Z][\w’'-]*['’]s\s\Z"
)
"""What makes another of what stands behind it: "*West* Norland", "*New Vesland's* Norland office"."""
_SURNAME = later(r" [A-Z][a-z]")
KIND_REACH = 50
"""How many code points before an office say of what kind of thing it is."""
FILLED = 30
"""How many code points may lie between what an office belongs to and the office, if all are words of the question."""
_OFFICES = (
    later(rf"{_ASKS}(?:the )?{_VICE_PRESIDENT.format(of='?P<of>', office='?P<office>')}"),
    later(rf"{_ASKS}(?:the |an? )?(?:[a-z-]+ ){{0,3}}?(?P<office>{_ANY_HEAD}) (?:of|at) (?:the )?(?P<of>[A-Z].*?)\W*$"),
    later(rf"{_ASKS}(?:the )?(?P<office>(?i:secretary|minister)) (?:of|for) (?:the )?(?P<of>[a-z]\w+)\W*$"),
    later(
        rf"{_ASKS}(?:the )?(?P<of>{'|'.join(sorted(COUNTRIES | DEMONYMS))})(?:['’]s?)? "
        rf"(?:[a-z-]+ ){{0,3}}?(?P<office>{PERSONS})\W*$"
    ),
    later(rf"{_ASKS}(?P<of>[A-Z][^,;:?!]*?)['’]s? (?:[a-z-]+ ){{0,2}}?(?P<office>{KIN})\W*$"),
    HOLDS,
    later(rf"{_ASKS}(?:the )?(?P<of>(?:[A-Z][\w.&-]*\s){{1,3}}?)(?:[a-z-]+ ){{0,2}}?(?P<office>{_HEADS})\W*$"),
)


def is_tied(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence, or the title of its article, ties the office asked for to what it belongs to.

    True of every question that asks for no such thing.
    """
    asked = office_asked(question.text, question.language)
    if question.kind is not AnswerKind.WHO or asked is None:
        return True
    office, of = asked
    if not (office & set(question.terms) and of & set(question.terms)):
        return True
    pairs = candidate.pairs
    title = candidate.article.title
    return is_near(candidate.article.text, pairs, office, of) or is_near(title, placed(question, title), office, of)


def asks_holder(question: Question) -> bool:
    """Tell whether a question asks who holds an office now, or owns something: what was told last answers that."""
    if named_beside(question.text):
        return False
    if relation_asked(question):
        return question.kind is AnswerKind.WHO and not question.times
    is_of_now = question.kind is AnswerKind.WHO and bool(_NOW.match(_uncapitalised(question.text)))
    return is_of_now and not question.times and office_asked(question.text, question.language) is not None


def terms_of_holder(question: Question) -> frozenset[str]:
    """Return other terms of the office asked for and of what it belongs to: "Gov.", and "British" for the UK."""
    if not asks_holder(question):
        return frozenset()
    if relation_asked(question):
        return terms_of_relation(question)
    office, of = office_asked(question.text, question.language) or (frozenset[str](), frozenset[str]())
    return frozenset(other for other, meant in question.aliases.items() if meant in office | of)


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


@lru_cache(maxsize=64)
def office_asked(text: str, language: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the terms of the office that a question asks for, and of what it belongs to; ``None`` if of none."""
    found = next((match for pattern in _OFFICES if (match := pattern.search(_uncapitalised(text)))), None)
    if found is None:
        return None
    return frozenset(tokenize(found["office"], language)), frozenset(tokenize(_body(found["of"]), language))


def _body(of: str) -> str:
    """Return what an office belongs to without where that lies: "Halmar, Norland" is Halmar, "US Treasury" Treasury."""
    words = of.partition(",")[0].split()
    if len(words) > 1 and words[0] in {"US", "U.S.", "UK", "U.K."}:
        words = words[1:]
    if len(words) > 1 and words[-1] in REGIONS | COUNTRIES and " ".join(words) not in PLACES and "of" not in words:
        words = words[:-1]
    return " ".join(words)


def placed(question: Question, text: str) -> list[tuple[Span, str]]:
    """Return the tokens of a text, each with the question's term that it stands for."""
    tokens = token_spans(text, question.language)
    return [(span, question.aliases.get(term, term)) for span, terms in tokens for term in terms]


def is_near(text: str, tokens: Sequence[tuple[Span, str]], office: frozenset[str], of: frozenset[str]) -> bool:
    """Tell whether an office stands somewhere beside what it belongs to."""
    return any(True for _ in ties(text, tokens, office, of))


class Tie(NamedTuple):
    """Where a word of an office stands beside a word of what it belongs to; ``whole`` is the stretch of both."""

    whole: Span
    office: Span
    of: Span


def ties(text: str, tokens: Sequence[tuple[Span, str]], office: frozenset[str], of: frozenset[str]) -> Iterator[Tie]:
    """Yield where an office stands beside what it belongs to, by one word of each."""
    offices = [span for span, term in tokens if term in office and not _NO_OFFICE.fullmatch(text, span.start, span.end)]
    known = {span for span, _ in tokens}
    for one in offices:
        for other in (span for span, term in tokens if term in of):
            if _is_of_larger(text, other, known) or _is_bearer(text, one, other) or _heads_part(text, one, other):
                continue
            if one.end < other.start and _OF_ITS_KIND.search(text, max(0, one.start - KIND_REACH), one.start):
                yield Tie(_joined(text, one, one, offices), one, other)
            elif (
                _OF.fullmatch(text, one.end, other.start)
                or _WHOSE.fullmatch(text, other.end, one.start)
                or _THEIR.fullmatch(text, other.end, one.start)
                or _is_filled(text, tokens, other.end, one.start)
            ):
                yield Tie(_joined(text, one, other, offices), one, other)


def _is_of_larger(text: str, of: Span, known: Collection[Span]) -> bool:
    """Tell whether what an office belongs to is another of its name: "*West* Norland's president"."""
    before = _COMPASS.search(text, max(0, of.start - 15), of.start)
    return before is not None and all(span.start != before.start() for span in known)


def _heads_part(text: str, office: Span, of: Span) -> bool:
    """Tell whether a chief or director is only one of a part of what a question asks the head of."""
    if not _OF_PART.fullmatch(text, office.start, office.end):
        return False
    between = (office.end, of.start) if office.end <= of.start else (of.end, office.start)
    return not _BARE.fullmatch(text, *between) or _HEADS_PART.match(text, office.end) is not None


def _is_bearer(text: str, office: Span, of: Span) -> bool:
    """Tell whether what stands behind an office is somebody's first name: "Mayor *London* Breed"."""
    return text[office.end : of.start].isspace() and _SURNAME.match(text, of.end) is not None


def _joined(text: str, one: Span, other: Span, offices: Sequence[Span]) -> Span:
    """Return the stretch of two places, with the other words of the office behind it: "prime minister" is two."""
    end = max(one.end, other.end)
    for more in offices:
        end = more.end if text[end : more.start].isspace() else end
    return Span(min(one.start, other.start), end)


def _is_filled(text: str, tokens: Sequence[tuple[Span, str]], start: int, end: int) -> bool:
    """Tell whether only words of the question stand between two places: "White House *press* secretary"."""
    if not 0 < end - start <= FILLED:
        return False
    first = min((span.start for span, _ in tokens if span.end == start), default=start)
    before = _OF_LARGER.search(text, max(0, first - 30), first)
    if before and not any(span.start == before.start() for span, _ in tokens):
        return False
    inside = [span for span, _ in tokens if start <= span.start and span.end <= end]
    return bool(inside) and not re.search(r"\w", "".join(_between(text, inside, start, end)))


def _between(text: str, spans: Sequence[Span], start: int, end: int) -> Iterator[str]:
    """Yield what stands around spans in a stretch of a text."""
    for span in sorted(set(spans)):
        yield text[start : max(start, span.start)]
        start = max(start, span.end)
    yield text[start:end]
