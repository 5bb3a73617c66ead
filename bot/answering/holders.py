"""Who holds the office that a question asks for: whose name stands right beside it, in the newest article (English)."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.answering.candidate import Candidate
from bot.answering.offices import is_near, office_asked, placed, tied
from bot.answering.question import Question
from bot.answering.typed import TypedSpan
from index.models import Hit, Span
from index.text.later import later

_PAST_OFFICE = later(
    r"\b(?:former(?:ly)?|ex|then|late|previous|outgoing|first|once|was|were|had been)\b[\w ,-]{0,25}$", re.IGNORECASE
)
"""What stands before the office of somebody who holds it no more."""
_ENDED = later(
    r"\s+(?:[A-Z][\w.’'-]*\s+){0,4}(?:(?:is|was|has been|gets?|got)\s+(?:\w+ly\s+)?(?:ousted|removed|deposed|unseated|"
    r"toppled|sacked|fired|dismissed|impeached|assassinated|killed|voted out)|(?:has\s+)?(?:resigned|resigns|"
    r"stepped down|steps down|died|dies))\b|"
    r"\s+(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*,\s+who\s+(?:later|then|had|was)\b"
)
"""The same behind it: "Peru's president *Ana Falk was ousted*", "*Ana Falk, who later* ran for mayor"."""
_YEAR = later(r"\b(?:in|since|from|of|until)\s+((?:1\d|20|\d)\d\d)\b(?![,.]\d|[%-])")
LIFETIME = 90
"""What is told of years so long before has passed: "king of Norland since 978"."""
_HOLDER_BEHIND = later(r"\.?\s+[\"“(]?|\s+(?:is|remains)\s+")
_HOLDER_APART, _APART_END = later(r",\s+"), later(r"[\"”]?[,.;)]")
_HOLDER_BEFORE = later(r",\s+(?:the\s+)?(?:current\s+|new\s+)?|\s+(?:is|remains)\s+(?:now\s+)?(?:the\s+)?")
"""What stands between an office and its holder: "Peru's president*, * Ana Falk", "Ana Falk *is the* president"."""
_NAME_BEHIND = later(r"\.?,?\s+[\"“(]?[A-Z][a-z]")
_NAME_BEFORE = later(r"[A-Z][\w.’'-]*,?\s+(?:(?:is|remains|now|the|current|new)\s+){0,3}\Z")
"""A name right beside an office, as far as capitals tell."""
NAMING = 8
"""How many articles are read in any case that name the holder of an office."""
AS_GOOD = 6.0
"""How much lower the score of a sentence that tells of a later holder may be."""
NAMED = 0.5
"""From this strength on a span is somebody's name."""


def naming_first(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Return hits, the newest few first that name whoever holds the office asked for, one of an article."""
    asked = office_asked(question.text, question.language)
    if asked is None:
        return list(hits)
    newest = sorted(hits, key=lambda hit: hit.passage.article.published or "", reverse=True)
    naming: dict[str, Hit] = {}
    for hit in newest:
        if len(naming) == NAMING:
            break
        text = hit.passage.text
        if any(_stands_by_name(text, place) for place in tied(text, placed(question, text), *asked)):
            naming.setdefault(hit.passage.article.id, hit)
    first = list(naming.values())
    return [*first, *(hit for hit in hits if all(hit is not other for other in first))]


def _stands_by_name(text: str, place: Span) -> bool:
    """Tell whether an office stands right beside a capital, and is none that somebody held before."""
    if _PAST_OFFICE.search(text, max(0, place.start - 40), place.start):
        return False
    return bool(_NAME_BEHIND.match(text, place.end) or _NAME_BEFORE.search(text, 0, place.start))


def holder_told_last(
    question: Question, first: Candidate, candidates: Sequence[Candidate], is_sound: Callable[[Candidate], bool]
) -> Candidate:
    """Return the candidate of the latest article that names a holder, among those about as good as the first one."""
    asked = office_asked(question.text, question.language)
    if asked is None:
        return first
    office, of = asked
    good = [item for item in candidates if item.score >= first.score - AS_GOOD]
    known = [item for item in good if (item is first or _ties(item, office, of)) and not _is_past(item, office)]
    known = [item for item in known if is_sound(item)]
    known = [item for item in known if names_holder(question, item)] or known
    return max(known, key=lambda item: (item.article.published or "", item.score), default=first)


def names_holder(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence gives the office asked for, what it belongs to and its holder's name side by side."""
    return holder_in(question, candidate) is not None


def holder_in(question: Question, candidate: Candidate) -> TypedSpan | None:
    """Return the name that stands so in a sentence, or ``None``."""
    asked = office_asked(question.text, question.language)
    if asked is None or _is_past(candidate, asked[0]):
        return None
    text = candidate.article.text
    names = [span for span in candidate.typed if span.strength >= NAMED]
    places = list(tied(text, candidate.pairs, *asked))
    for stands in (_stands_behind, _stands_before):  # "Ursula Berg, Norland's President Ida Falk" is the second one
        found = next((name for place in places for name in names if stands(text, place, name)), None)
        if found:
            return found
    return None


def _stands_behind(text: str, place: Span, name: TypedSpan) -> bool:
    return bool(
        _HOLDER_BEHIND.fullmatch(text, place.end, name.start)
        or (_HOLDER_APART.fullmatch(text, place.end, name.start) and _APART_END.match(text, name.end))
        or name.start < place.end < name.end  # "Norland's President Ida Falk" taken for one name
    )


def _stands_before(text: str, place: Span, name: TypedSpan) -> bool:
    return _HOLDER_BEFORE.fullmatch(text, name.end, place.start) is not None


def _ties(candidate: Candidate, office: frozenset[str], of: frozenset[str]) -> bool:
    """Tell whether a sentence itself ties an office to what it belongs to, and has a name."""
    pairs = candidate.pairs
    is_named = any(span.strength >= NAMED for span in candidate.typed)
    return is_named and is_near(candidate.article.text, pairs, office, of)


def _is_past(candidate: Candidate, office: frozenset[str]) -> bool:
    """Tell whether a sentence speaks of an office as one that somebody held."""
    text, start = candidate.article.text, candidate.span.start
    offices = [span for span, term in candidate.pairs if term in office]
    published = candidate.article.published
    years = [int(year) for year in _YEAR.findall(candidate.said)] if published else []
    if published and years and max(years) < int(published[:4]) - LIFETIME:
        return True
    return any(
        _PAST_OFFICE.search(text, max(start, span.start - 40), span.start) or _ENDED.match(text, span.end)
        for span in offices
    )
