"""Find names in a sentence: people, places, lists of them; and plain phrases that could be meant (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from unicodedata import normalize

from bot.answering.lexicon.gazetteer import (
    COUNTRIES,
    DEMONYMS,
    FIRST_NAMES,
    NO_PERSON_WORDS,
    PLACE_WORDS,
    PLACES,
    words_of,
)
from bot.answering.lexicon.name_runs import CALENDAR, Name, names
from bot.answering.lexicon.nations import NATIONALITIES
from bot.answering.mentions.typed import TypedSpan
from index.text.later import later
from index.text.stopwords import STOPWORDS

LONGEST_PHRASE = 6
"""Most words of a plain phrase."""
_PLACE_BEFORE = later(
    r"\b(?:in|at|near|outside|inside|within|across|around|to|from|into|of|off|through|toward|"
    r"towards|between|along|on|under|behind)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_RIGHT_BEFORE = later(
    r"\b(?:in|at|near|outside|inside|within|across|around|to|from|into)\s+(?:the\s+)?$", re.IGNORECASE
)
_PLAIN_BEHIND = later(r"\s+([a-z][\w-]+)")
ATTRIBUTIVE = 0.3
"""How surely a place that only describes something is where it is."""
_INITIAL = later(r"[A-Z]\.?")
_ROMAN = later(r"[IVX]+")
_DIRECTIONS = words_of(
    "North South East West Northern Southern Eastern Western Central Modern Ancient Early Late Old New"
)
_JOINED = later(r",?\s+(?:and|or|as well as|&)\s+(?:the\s+)?")
_COMMA = later(r",\s+(?:the\s+)?")
_PIECE = later(r"[^\W_](?:[\w’'&/-]*\w)?|[^\w\s]")
_BARE_VERBS = words_of(
    "is are was were be been being has have had do does did will would can could may might must shall should became "
    "become"
)
_INSIDE_PHRASE = frozenset({"of"})
_NO_LAST = _INSIDE_PHRASE | words_of("except instead somewhere elsewhere today alone")
"""What no phrase ends with."""


_NAME_BEFORE, _NAME_BEHIND = later(r"(?<![.!?] )\b[A-Z][\w’'-]* \Z"), later(r" [A-Z]")
_CALLED = later(r"(?:city|town|village|state|province|country|island|port|region|county)\s+of\s+(?=[A-Z])")
"""What a place is only called before its name: "the *city of* Halmar"."""
_NATIONALITY = later(rf"\b(?:{'|'.join(sorted(NATIONALITIES))})\b")
_ADJECTIVES = DEMONYMS | CALENDAR | _DIRECTIONS


def _only_adjectives(name: str) -> bool:
    return _ADJECTIVES.issuperset(name.replace("-", " ").split())


def persons(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield what could be a person, or a group that acts, and lists of them."""
    bare = (_without_home(text, _without_office(text, name)) for name in names(text))
    found = [_person(text, name) for name in bare if not _only_adjectives(text[name.start : name.end])]
    yield from _with_lists(text, found)


_STYLE = later(r"(?:(?:Royal|Serene|Imperial)\s+)?(?:Majesty|Highness|Excellency|Holiness|HRH)\s+(?:the\s+)?(?=[A-Z])")
"""What stands before a monarch's name beside "His" and "Her"."""
_PLACES_BEGIN = words_of("San Santa Santo St. St Saint Fort Port Mount Lake Cape New Los Las")
"""What places begin with that go on with a first name: "San *Antonio* Spurs"."""


def _without_office(text: str, found: Name) -> Name:
    """Return a name without the office that leads it: "Attorney General Merrick Garland" is Merrick Garland."""
    style = _STYLE.match(text, found.start, found.end)
    if style:
        return found._replace(start=style.end(), titled=True, opens=False)
    name = text[found.start : found.end]
    words = list(re.finditer(r"\S+", name))
    lead = words[: -3 if len(words) > 2 and _INITIAL.fullmatch(words[-2].group()) else -2]
    if not lead or found.titled or words[0].group() in FIRST_NAMES or words[len(lead)].group() not in FIRST_NAMES:
        return found
    if words[-1].group() in NO_PERSON_WORDS or lead[-1].group()[:1].islower() or lead[-1].group() in _PLACES_BEGIN:
        return found
    if _ROMAN.fullmatch(words[-1].group()):  # "Queen Elizabeth II"
        return found
    return found._replace(start=found.start + words[len(lead)].start(), titled=True, opens=False)


def _without_home(text: str, found: Name) -> Name:
    """Return a name without where its bearer is from: "Ida Falk of Norland" is Ida Falk; so with "Karl II"."""
    name, _, home = text[found.start : found.end].partition(" of ")
    words = name.split()
    if home in PLACES and len(words) > 1 and (words[0] in FIRST_NAMES or _ROMAN.fullmatch(words[-1])):
        return found._replace(end=found.start + len(name))
    return found


def _person(text: str, found: Name) -> TypedSpan:
    name = normalize("NFC", text[found.start : found.end])
    words = name.split()
    organised = not NO_PERSON_WORDS.isdisjoint(words) or (name.isupper() and len(name) > 1)
    if name in PLACES:
        form, strength = "place", 0.15
    elif words[0] in FIRST_NAMES and len(words) > 1:
        form, strength = "full", 1.0
    elif found.titled:
        form, strength = "titled", 0.9
    elif organised or " of " in name:
        form, strength = "organised", 0.25
    elif 2 <= len(words) <= 4:
        form, strength = "several", 0.6
    else:
        form, strength = ("opening", 0.2) if found.opens else ("single", 0.4)
    return TypedSpan(found.start, found.end, name, strength, form=form)


_NO_TEAMS = words_of(
    "Keys Islands Hills Mountains Plains Heights Gardens Springs Falls Highlands Lakes Woods Flats Docks Museums "
    "Archives Antilles Everglades Docklands Studios Courts Barracks Lowlands Rapids Narrows States Emirates"
)
"""What places beside another are called, in the plural."""


def places(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield what could be a place, lists of them, and a place with the larger one it lies in ("Nara, Japan")."""
    found = [_place(text, name) for name in names(text) if not _only_adjectives(text[name.start : name.end])]
    yield from _with_lists(text, found)
    for one, other in pairwise(found):
        if text[one.end : other.start] == ", " and other.value in PLACES and one.strength >= 0.5:
            value = f"{one.value}, {other.value}"
            yield TypedSpan(one.start, other.end, value, min(one.strength, other.strength) * 0.9, form="within")


def _place(text: str, found: Name) -> TypedSpan:
    name = normalize("NFC", text[found.start : found.end])
    words = name.split()
    led = bool(_PLACE_BEFORE.search(text[max(0, found.start - 40) : found.start]))
    is_person = words[0] in FIRST_NAMES or _without_office(text, found) != found
    if name in PLACES or (words[-1] in PLACES and not is_person):
        form, strength = "place", ATTRIBUTIVE if _is_attributive(text, found) else 1.0 if led else 0.8
    elif words[-1] in PLACE_WORDS or words[0] in {"Mount", "Lake", "Port", "Fort"}:
        form, strength = "placed", 0.9 if led else 0.6
    elif found.titled or is_person:
        form, strength = "full", 0.05
    elif _is_team(text, found.start, words):
        form, strength = "single", 0.1
    else:
        form, strength = ("led", 0.5) if led else ("single", 0.1)
    return TypedSpan(found.start, found.end, name, strength, form=form)


def _is_team(text: str, start: int, words: Sequence[str]) -> bool:
    """Tell whether a name is that of those who play for a place: "the *Halmar Otters*", not "the Florida Keys"."""
    if not text[:start].endswith(("the ", "The ")) or not words[-1].endswith("s") or words[-1] in _NO_TEAMS:
        return False
    return any(" ".join(words[:count]) in PLACES for count in range(1, len(words)))


def _is_attributive(text: str, found: Name) -> bool:
    """Tell whether a place only says where something is from: "*Norland* officials", "the *US* has"."""
    behind = _PLAIN_BEHIND.match(text, found.end)
    name = text[found.start : found.end]
    is_short = name in COUNTRIES and name.replace(".", "").isupper()  # "the US has", "in US politics"
    if not is_short and (behind is None or behind[1] in STOPWORDS["en"]):
        return False
    return not _RIGHT_BEFORE.search(text[max(0, found.start - 15) : found.start])


def _with_lists(text: str, found: Sequence[TypedSpan]) -> Iterator[TypedSpan]:
    """Yield names, those that stand in a list marked as parts of it, and each list as a whole."""
    at = 0
    while at < len(found):
        last = at
        joined = False
        while last + 1 < len(found) and not joined:
            between = text[found[last].end : found[last + 1].start]
            joined = bool(_JOINED.fullmatch(between))
            if not joined and not _COMMA.fullmatch(between):
                break
            last += 1
        if joined and last == at + 1 and "," in text[found[at].end : found[last].start]:
            joined = False  # two names with a comma between them belong to two clauses
            last = at
        if joined:
            members = found[at : last + 1]
            value = "; ".join(item.value for item in members)
            strength = min(item.strength for item in members)
            yield TypedSpan(members[0].start, members[-1].end, value, strength, form="list")
            yield from (item._replace(part=True) for item in members)
        else:
            last = at
            yield found[at]
        at = last + 1


def nationalities(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield what says of which country somebody is: "a *Brazilian* actor"."""
    for found in _NATIONALITY.finditer(text):
        yield TypedSpan(found.start(), found.end(), found.group(), 1.0, form="place")


def phrases(text: str, breaks: Sequence[tuple[int, int]]) -> Iterator[TypedSpan]:
    """Yield the plain phrases of a sentence: runs of words that are no function words, names or not.

    ``breaks`` are stretches that belong to no phrase: the words that the question itself holds.
    """
    run: list[re.Match[str]] = []
    for piece in _PIECE.finditer(text):
        within = run and run[-1].group().lower() == "of" and piece.group().lower() in {"the", "an", "a"}
        if within:
            continue
        if _divides(piece.group(), inside=bool(run)) or any(
            start < piece.end() and piece.start() < end for start, end in breaks
        ):
            yield from _phrase(text, run)
            run = []
        else:
            run.append(piece)
    yield from _phrase(text, run)


def _divides(piece: str, *, inside: bool) -> bool:
    word = piece.lower()
    if word in _INSIDE_PHRASE:
        return not inside
    return word in STOPWORDS["en"] or word in _BARE_VERBS or word.endswith("ly") or not piece[0].isalnum()


def _tells_no_thing(word: str) -> bool:
    return word.isdigit() or word.capitalize().removesuffix("s") in CALENDAR


def _is_half(text: str, start: int, end: int) -> bool:
    """Tell whether a word is part of a name that the question has the other part of: "*Martin* Luther"."""
    before = _NAME_BEFORE.search(text, max(0, start - 25), start)
    return text[start].isupper() and bool(before or _NAME_BEHIND.match(text, end))


def _phrase(text: str, run: Sequence[re.Match[str]]) -> Iterator[TypedSpan]:
    pieces = list(run)
    while pieces and pieces[-1].group().lower() in _NO_LAST:
        pieces.pop()
    if pieces and len(pieces) <= LONGEST_PHRASE and not _tells_no_thing(pieces[0].group()):
        start, end = pieces[0].start(), pieces[-1].end()
        if len(pieces) == 1 and _is_half(text, start, end):
            return
        called = _CALLED.match(text, start, end)
        start = called.end() if called else start
        led = bool(_PLACE_BEFORE.search(text[max(0, start - 25) : start]))
        yield TypedSpan(start, end, text[start:end].lower(), 0.1, form="phrase_led" if led else "phrase")
