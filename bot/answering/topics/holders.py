"""Who holds the office that a question asks for: whose name stands right beside it, in the newest article (English)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set

from bot.answering.lexicon.gazetteer import REGIONS
from bot.answering.matching.candidate import Candidate, days_between
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import Question
from bot.answering.topics.offices import asks_holder, office_asked, placed, ties
from bot.answering.topics.relations import asks_maker, may_tell, relation_asked, told_beside
from index.models import Hit, Span
from index.text.later import later

_NO_MORE = later(
    r"\b(?:former(?:ly)?|ex|previous|outgoing|next|deputy|vice|assistant|guest|lieutenant|lt\.?|self-\w+|"
    r"suspended|slain|ousted|fired)\b"
    r"[\w ’'.,-]{0,25}$",
    re.IGNORECASE,
)
"""What stands before the office of somebody who holds it no more, or another."""
_ONCE = later(
    r"(?<!\bit )\b(?:was|were|had been|once|then|late|first|not|if|in \d{4},|decades ago,)\s+"
    r"(?:(?!by\b|with\b|joined\b|met\b|to\b|at\b|that\b|when\b|where\b|and\b|on\b|told\b|asked\b|greeted\b|said\b|"
    r"named\b|appointed\b|elected\b|sworn\b|proclaimed\b)"
    r"[\w’'.-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""What stands before it where it is told of as past, denied or only wished for."""
_OF_DEATH = later(
    r"\b(?:assassinations?|death|murder|killing|statue|funeral|candidates?|nominees?|running|race|bid|run|campaign)\s+"
    r"(?:of|for)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){0,2}$"
)
"""What stands before it where its holder is dead, or somebody only wants it: "*a candidate for* governor"."""
_OTHER_FORM = later(
    r"\b(?:(?:ex|then|co|vice|deputy|under)-|(?:former|then|previous|outgoing|late|next|deputy|vice|assistant|guest)\s)",
    re.IGNORECASE,
)
_ELECT = later(r"-(?:elect|designate|in-waiting)\b", re.IGNORECASE)
"""What is said within or behind it of one no more or not yet held: "*then-*President", "president*-elect*"."""
_ENDED = later(
    r"\s+(?:[A-Z][\w.’'-]*\s+){0,4}(?:(?:is|was|has been|gets?|got)\s+(?:\w+ly\s+)?(?:ousted|removed|deposed|unseated|"
    r"toppled|sacked|fired|dismissed|impeached|assassinated|killed|voted out|gone)|(?:has\s+)?(?:resigned|resigns|"
    r"stepped down|steps down|died|dies))\b|"
    r"\s+(?:[A-Z][\w.’'-]*\s+){0,3}[A-Z][\w.’'-]*,\s+who\s+(?:later|then|had|was|died)\b|"
    r"(?:\s+[\w.’'-]+){0,4}\s+(?:from\s+\d{4}\s+to|between\s+\d{4}\s+and|until)\s+\d{4}"
)
"""The same behind it: "Peru's president *Ana Falk was ousted*", "*Ana Falk, who later* ran for mayor"."""
_YEAR = later(r"\b(in|since|from|of|until)\s+((?:1\d|20|\d)\d\d)\b(?![,.]\d|[%-])", re.IGNORECASE)
LONG_AGO, LIFETIME = 5, 90
"""What is told of a year so long before has passed: "*in* 1995", and "king of Norland *since* 978"."""
_HOLDER_BEHIND = later(r"\.?\s+[\"“(]?(?:Dr\.\s+)?|\s+(?:is|remains)\s+")
_HOLDER_APART, _APART_END = later(r",\s+"), later(r"[\"”]?[,.;)]")
_HOLDER_BEFORE = later(
    r"(?:,\s+\d\d)?,\s+(?:the\s+)?(?:current\s+|new\s+)?|"
    r"\s+(?:is|remains|became|has become|t(?:akes|ook) over as|"
    r"(?:was|is|has been) (?:named|appointed|elected|sworn in|proclaimed)(?: as)?)\s+(?:now\s+)?(?:the\s+)?(?:new\s+)?"
)
"""What stands between an office and its holder: "Peru's president*, * Ana Falk", "Ana Falk *is the* president"."""
_ONCE_BEFORE = later(r"\b(?:[Bb]efore|[Aa]fter|[Ww]hen|[Uu]ntil|[Oo]nce|[Hh]ad)\s(?:\w+\s){0,2}$")
_ONCE_BEHIND = later(r"[^.;]{0,40}\b(?:ago|nobody|but|and lost)\b")
"""What stands around somebody who became the holder long ago, or not for long."""
_BECAME = later(r"\s+(?:became|has become|t(?:akes|ook) over as|(?:was|is|has been) \w+)")
"""How it is told that somebody has come to hold an office, behind the name."""
_NAME_BEHIND = later(r"\.?,?\s+[\"“(]?[A-Z][a-z]")
_NAME_BEFORE = later(
    r"[A-Z][\w.’'-]*,?\s+(?:(?:is|remains|now|the|current|new|became|has|become|was|been|named|appointed|elected|sworn|in|as|"
    r"proclaimed|took|takes|over)\s+){0,6}\Z"
)
"""A name right beside an office, as far as capitals tell."""
_PART_OF_NAME = later(r"[\s,’'&-]*(?:(?:of|the|and|de|la)\s+)*")
"""What stands between the words of what an office belongs to."""
_OF_BODY = later(r"\b([A-Z][\w’'-]*)\s+(?:of|for|at)\s+(?:the\s+)?$")
_GOES_ON = later(
    r"-\w|['’]s?\b|\s+(?P<name>[A-Z])[a-z]|"
    r"\.?\s+(?:agency|arm|branch|bureau|commission|committee|department|division|fund|mission|office|panel|team|unit)\b"
)
"""What tells that an office is of another body: "*Bank of* Norland President", "president of Norland *Airlines*"."""
_STATE = later(r"\b((?:[A-Z]\w+\s)?([A-Z]\w+))(?:['’]s)?\s$")
"""Whose an office is that many have: "*New Hampshire* Secretary of State"."""
_ROMAN = later(r"\s+[IVX]+\b")
REACH = 60
"""How many code points before an office tell whether it is held."""
NAMING = 8
"""How many articles are read in any case that name the holder of an office."""
OLD_DAYS = 730
"""How many days older than the best sentence one may be that tells who owns something, or whom somebody plays for."""
AS_GOOD = 6.0
"""How much lower the score of a sentence that tells of a later holder may be."""
NAMED, SURELY_NAMED = 0.5, 0.9
"""From these strengths on a span is somebody's name, and surely so."""


def naming_first(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Return hits, the newest few first that name whoever holds the office asked for, one of an article."""
    if not asks_holder(question):
        return list(hits)
    newest = sorted(hits, key=lambda hit: (hit.passage.article.published or "")[:10], reverse=True)
    naming: dict[str, Hit] = {}
    for hit in newest:
        if len(naming) == NAMING:
            break
        if _may_name(question, hit.passage.text):
            naming.setdefault(hit.passage.article.id, hit)
    first = list(naming.values())
    return [*first, *(hit for hit in hits if all(hit is not other for other in first))]


def _may_name(question: Question, text: str) -> bool:
    """Tell whether a text has the office asked for beside a name, or the owner's word beside what is owned."""
    asked = office_asked(question.text, question.language)
    if asked is None:
        return may_tell(question, text)
    return any(_stands_by_name(text, tie.whole, asked[1]) for tie in ties(text, placed(question, text), *asked))


def _stands_by_name(text: str, place: Span, of: Set[str]) -> bool:
    """Tell whether an office stands right beside a capital, and is none that somebody held before."""
    if _is_not_held(text, place, 0, of):
        return False
    before = _NAME_BEFORE.search(text, max(0, place.start - REACH), place.start)
    return bool(_NAME_BEHIND.match(text, place.end) or before)


def holder_told_last(
    question: Question, first: Candidate | None, candidates: Sequence[Candidate], is_sound: Callable[[Candidate], bool]
) -> Candidate | None:
    """Return the candidate of the latest article that names a holder, among those about as good as the first one.

    Without a first one it is the latest of all that do, if any does.
    """
    least = first.score - AS_GOOD if first else -float("inf")
    good = [item for item in candidates if item.score >= least]
    named = [(item, name) for item in good if (name := holder_in(question, item)) and is_sound(item)]
    if not named:
        return first
    if relation_asked(question):  # rather the owner than one of several
        named = [(item, name) for item, name in named if not name.part] or named
    last = max(named, key=_when_told)
    whole = [(item, name) for item, name in named if _is_part_of(last[1], name)]
    told = max(whole, key=_when_told, default=last)[0]
    changes = relation_asked(question) and not asks_maker(question)
    return first if first and changes and (days_between(told, first) or 0) > OLD_DAYS else told


def _when_told(named: tuple[Candidate, TypedSpan]) -> tuple[str, float]:
    """Return what is higher of a holder that is told later, or in a better sentence."""
    candidate, _ = named
    return (candidate.article.published or "")[:10], candidate.score


def _is_part_of(name: TypedSpan, other: TypedSpan) -> bool:
    """Tell whether a name is one word of another one: "Patrick" of Patrick Mahomes."""
    words = name.value.split()
    return len(words) == 1 and words[0] in other.value.split()[:-1] + other.value.split()[1:]


def names_holder(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence gives the office asked for, what it belongs to and its holder's name side by side."""
    return holder_in(question, candidate) is not None


def holder_in(question: Question, candidate: Candidate) -> TypedSpan | None:
    """Return the name that stands so in a sentence, or ``None``."""
    if asks_maker(question):
        return told_beside(question, candidate)
    if _is_long_ago(candidate):
        return None
    if relation_asked(question):
        return told_beside(question, candidate)
    asked = office_asked(question.text, question.language)
    if asked is None:
        return None
    office, of = asked[0], asked[1] & frozenset(question.terms)
    text, start = candidate.article.text, candidate.span.start
    names = [span for span in candidate.typed if span.strength >= NAMED]
    starts = {name.start for name in names if name.strength >= SURELY_NAMED}
    places = [
        place
        for place in _places(text, candidate.pairs, office, of, starts)
        if not _is_not_held(text, place, start, of)
    ]
    for stands in (_stands_behind, _stands_before):  # "Ursula Berg, Norland's President Ida Falk" is the second one
        found = next(((place, name) for place in places for name in names if stands(text, place, name)), None)
        if found:
            place, name = found
            return _behind(text, place, name) if name.start < place.end < name.end else name
    return None


def _behind(text: str, place: Span, name: TypedSpan) -> TypedSpan:
    """Return what of a name stands behind an office that was taken for a part of it."""
    start = place.end + len(text[place.end : name.end]) - len(text[place.end : name.end].lstrip())
    return name._replace(start=start, value=text[start : name.end])


def _stands_behind(text: str, place: Span, name: TypedSpan) -> bool:
    if text.endswith(("'s", "’s"), place.start, place.end):  # "the Surgeon General's Advisory"
        return False
    return bool(
        _HOLDER_BEHIND.fullmatch(text, place.end, name.start)
        or (_HOLDER_APART.fullmatch(text, place.end, name.start) and _APART_END.match(text, name.end))
        or (  # "Norland's President Ida Falk" taken for one name; "the son of Queen Uma II" is none
            name.start < place.end < name.end and text[place.end].isspace() and not _ROMAN.match(text, place.end)
        )
    )


def _stands_before(text: str, place: Span, name: TypedSpan) -> bool:
    if not _HOLDER_BEFORE.fullmatch(text, name.end, place.start):
        return False
    if not _BECAME.match(text, name.end, place.start):
        return True
    before = _ONCE_BEFORE.search(text, max(0, name.start - REACH), name.start)
    return not (before or _ONCE_BEHIND.match(text, place.end))


def _places(
    text: str,
    tokens: Sequence[tuple[Span, str]],
    office: frozenset[str],
    of: frozenset[str],
    starts: Set[int],
) -> Iterator[Span]:
    """Yield where an office stands beside all that it belongs to, both together; ``starts`` are those of names."""
    words = sorted({span for span, term in tokens if term in of})
    offices = {span.start for span, term in tokens if term in office}
    for tie in ties(text, tokens, office, of):
        first = last = words.index(tie.of)
        while first and _PART_OF_NAME.fullmatch(text, words[first - 1].end, words[first].start):
            first -= 1
        while last + 1 < len(words) and _PART_OF_NAME.fullmatch(text, words[last].end, words[last + 1].start):
            last += 1
        body = Span(words[first].start, words[last].end)
        held = {term for span, term in tokens if body.start <= span.start and span.end <= body.end}
        if of <= held and not _is_of_another(text, body, tie.office, offices | starts):
            is_beside = tie.whole.start <= body.end and body.start <= tie.whole.end
            yield Span(min(tie.whole.start, body.start), max(tie.whole.end, body.end)) if is_beside else tie.whole


def _is_of_another(text: str, body: Span, office: Span, starts: Set[int]) -> bool:
    """Tell whether an office is of a body that only has in its name what is asked for: "the *Bank of* Norland".

    ``starts`` are those of offices and of names, which may well stand beside it.
    """
    before = _OF_BODY.search(text, max(0, body.start - REACH), body.start)
    if before and before.start() not in starts:
        return True
    state = _STATE.search(text, max(0, office.start - REACH), office.start) if office.end <= body.start else None
    if state and {state[1], state[2]} & REGIONS:
        return True
    if office.end > body.start:
        return False
    more = _GOES_ON.match(text, body.end)
    is_of_part = text[body.start : body.end].endswith(("'s", "’s"))  # "head of Norland's bank"
    return is_of_part or (more is not None and more.start("name") not in starts)


def _is_long_ago(candidate: Candidate) -> bool:
    """Tell whether all years that a sentence names are long before its article's."""
    published = candidate.article.published
    told = _YEAR.findall(candidate.said) if published else []
    return bool(published and told) and all(
        int((published or "")[:4]) - int(year) > (LIFETIME if word.lower() == "since" else LONG_AGO)
        for word, year in told
    )


def _is_not_held(text: str, place: Span, start: int, of: Set[str]) -> bool:
    """Tell whether an office in a text is told of as one held before, not yet, or by a deputy.

    ``of`` are the terms of what it belongs to: a vice president is one where that is asked for.
    """
    first = max(start, place.start - REACH)
    told = any(pattern.search(text, first, place.start) for pattern in (_NO_MORE, _ONCE, _OF_DEATH))
    other = _OTHER_FORM.search(text, place.start, place.end)
    return told or bool(
        (other and other[0].strip(" -").lower() not in of)
        or _ELECT.match(text, place.end)
        or _ELECT.search(text, place.start, place.end)
        or _ENDED.match(text, place.end)
    )
