"""Who holds an office, or is somebody's kin: "Peru's president" is neither any president beside Peru nor Brazil's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from bot.answering.candidate import Candidate
from bot.answering.english import PERSONS
from bot.answering.gazetteer import COUNTRIES, DEMONYMS, KIN
from bot.answering.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.tokens import token_spans, tokenize

_OF = later(r"\s+(?:of|at|for|in|from)\s+(?:the\s+)?(?:[\w’'-]+\s+)?|[\s-]+")
"""What stands between an office and what it belongs to: "the president *of the* United States"."""
_WHOSE = later(
    r"['’]s?\s+(?:[\w.’'-]+\s+){0,3}|"
    r"[\s-]+(?:(?:first|next|new|then|former|current|acting|interim|state|female|national|international|longtime)\s+)*"
)
"""What stands between what an office belongs to and the office: "Mexico*'s first female* president"."""
_THEIR = later(
    r"['’]?s?(?:\s+of\s+[A-Z][\w’'-]+)?[^.;:!?A-Z]{0,80}\b(?:his|her|their|its|whose)\s+(?:[\w-]+\s+){0,2}",
)
"""The same with a pronoun: "Brandt *and his late* wife"."""
_OF_ITS_KIND = later(r"\b[Tt]he\s(?:city|town|village)['’]s\s+(?:[\w-]+\s+){0,2}\Z")
"""Before an office of what is only called what it is: "*The city's leftist* mayor said that Halmar would pay"."""
_HEADS = rf"{PERSONS}|CEO|chair(?:man|woman)?"
"""Whoever is at the head of something that is no country."""
_ASKS = r"\bwho(?:['’]s| is| was| are| were| became| will be) "
_NOW = later(
    rf"who(?:['’]s| is)(?: the)? (?:(?:{PERSONS})\b|[A-Z][\w’' -]*?['’]s? (?:{PERSONS})\b|"
    rf"(?:[A-Z]\w+ ){{1,3}}(?:[a-z]+ ){{0,2}}(?:{_HEADS})\b)"
)
"""Asks for the holder of today, not for the first or the youngest one."""
_PAST_OFFICE = later(
    r"\b(?:former(?:ly)?|ex|then|late|previous|outgoing|first|once|was|were|had been)\b[\w ,-]{0,25}$", re.IGNORECASE
)
"""What stands before the office of somebody who holds it no more."""
_ENDED = later(
    r"\s+(?:[A-Z][\w.’'-]*\s+){0,4}(?:(?:is|was|has been|gets?|got)\s+(?:\w+ly\s+)?(?:ousted|removed|deposed|unseated|"
    r"toppled|sacked|fired|dismissed|impeached|assassinated|killed|voted out)|(?:has\s+)?(?:resigned|resigns|"
    r"stepped down|steps down|died|dies))\b"
)
"""The same behind it: "Peru's president *Ana Falk was ousted*"."""
_HOLDER_BEHIND = later(r"\.?\s+[\"“(]?|\s+(?:is|remains)\s+")
_HOLDER_APART, _APART_END = later(r",\s+"), later(r"[\"”]?[,.;)]")
_HOLDER_BEFORE = later(r",\s+(?:the\s+)?(?:current\s+|new\s+)?|\s+(?:is|remains)\s+(?:now\s+)?(?:the\s+)?")
"""What stands between an office and its holder: "Peru's president*, * Ana Falk", "Ana Falk *is the* president"."""
_OF_LARGER = later(r"(?<![.!?] )(?<!^)\b[A-Z][\w’'-]+\s$")
"""A name before what an office belongs to: of "*Halmar* Senate leader" the Senate is another."""
KIND_REACH = 50
"""How many code points before an office say of what kind of thing it is."""
FILLED = 30
"""How many code points may lie between what an office belongs to and the office, if all are words of the question."""
AS_GOOD = 6.0
"""How much lower the score of a sentence that tells of a later holder may be."""
NAMED = 0.5
"""From this strength on a span is somebody's name."""
_OFFICES = (
    later(rf"{_ASKS}(?:the |an? )?(?:[a-z-]+ ){{0,3}}?(?P<office>{PERSONS}) (?:of|at) (?:the )?(?P<of>[A-Z].*?)\W*$"),
    later(
        rf"{_ASKS}(?:the )?(?P<of>{'|'.join(sorted(COUNTRIES | DEMONYMS))})(?:['’]s?)? "
        rf"(?:[a-z-]+ ){{0,3}}?(?P<office>{PERSONS})\W*$"
    ),
    later(rf"{_ASKS}(?P<of>[A-Z][^,;:?!]*?)['’]s? (?:[a-z-]+ ){{0,2}}?(?P<office>{KIN})\W*$"),
    later(rf"{_ASKS}(?:the )?(?P<of>(?:[A-Z][\w.&-]*\s){{1,3}}?)(?:[a-z-]+ ){{0,2}}?(?P<office>{_HEADS})\W*$"),
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
    pairs = candidate.pairs
    title = candidate.article.title
    return _is_near(candidate.article.text, pairs, office, of) or _is_near(title, _placed(question, title), office, of)


def asks_holder(question: Question) -> bool:
    """Tell whether a question asks who holds an office now: what was told last answers that."""
    is_of_now = question.kind is AnswerKind.WHO and bool(_NOW.match(_uncapitalised(question.text)))
    return is_of_now and not question.times and _office(question.text, question.language) is not None


def holder_told_last(question: Question, first: Candidate, candidates: Sequence[Candidate]) -> Candidate:
    """Return the candidate of the latest article that names a holder, among those about as good as the first one."""
    asked = _office(question.text, question.language)
    if asked is None:
        return first
    office, of = asked
    good = [item for item in candidates if item.score >= first.score - AS_GOOD]
    known = [item for item in good if (item is first or _ties(item, office, of)) and not _is_past(item, office)]
    known = [item for item in known if names_holder(question, item)] or known
    return max(known, key=lambda item: (item.article.published or "", item.score), default=first)


def names_holder(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence gives the office asked for, what it belongs to and its holder's name side by side."""
    asked = _office(question.text, question.language)
    if asked is None or _is_past(candidate, asked[0]):
        return False
    text = candidate.article.text
    pairs = candidate.pairs
    names = [span for span in candidate.typed if span.strength >= NAMED]
    return any(
        _HOLDER_BEHIND.fullmatch(text, place.end, name.start)
        or _HOLDER_BEFORE.fullmatch(text, name.end, place.start)
        or (_HOLDER_APART.fullmatch(text, place.end, name.start) and _APART_END.match(text, name.end))
        or name.start < place.end < name.end  # "Norland's President Ida Falk" taken for one name
        for place in _tied(text, pairs, *asked)
        for name in names
    )


def _ties(candidate: Candidate, office: frozenset[str], of: frozenset[str]) -> bool:
    """Tell whether a sentence itself ties an office to what it belongs to, and has a name."""
    pairs = candidate.pairs
    is_named = any(span.strength >= NAMED for span in candidate.typed)
    return is_named and _is_near(candidate.article.text, pairs, office, of)


def _is_past(candidate: Candidate, office: frozenset[str]) -> bool:
    """Tell whether a sentence speaks of an office as one that somebody held."""
    text, start = candidate.article.text, candidate.span.start
    offices = [span for span, term in candidate.pairs if term in office]
    return any(
        _PAST_OFFICE.search(text, max(start, span.start - 40), span.start) or _ENDED.match(text, span.end)
        for span in offices
    )


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


@lru_cache(maxsize=64)
def _office(text: str, language: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """Return the terms of the office that a question asks for, and of what it belongs to; ``None`` if of none."""
    found = next((match for pattern in _OFFICES if (match := pattern.search(_uncapitalised(text)))), None)
    if found is None:
        return None
    return frozenset(tokenize(found["office"], language)), frozenset(tokenize(found["of"], language))


def _placed(question: Question, text: str) -> list[tuple[Span, str]]:
    tokens = token_spans(text, question.language)
    return [(span, question.aliases.get(term, term)) for span, terms in tokens for term in terms]


def _is_near(text: str, tokens: list[tuple[Span, str]], office: frozenset[str], of: frozenset[str]) -> bool:
    return any(True for _ in _tied(text, tokens, office, of))


def _tied(text: str, tokens: Sequence[tuple[Span, str]], office: frozenset[str], of: frozenset[str]) -> Iterator[Span]:
    """Yield where an office stands beside what it belongs to, both together."""
    offices = [span for span, term in tokens if term in office]
    for one in offices:
        for other in (span for span, term in tokens if term in of):
            if one.end < other.start and _OF_ITS_KIND.search(text, max(0, one.start - KIND_REACH), one.start):
                yield _joined(text, one, one, offices)
            elif (
                _OF.fullmatch(text, one.end, other.start)
                or _WHOSE.fullmatch(text, other.end, one.start)
                or _THEIR.fullmatch(text, other.end, one.start)
                or _is_filled(text, tokens, other.end, one.start)
            ):
                yield _joined(text, one, other, offices)


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
