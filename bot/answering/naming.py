"""Find names in a sentence: people, places, lists of them; and plain phrases that could be meant (English)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from bot.answering.gazetteer import DEMONYMS, FIRST_NAMES, ORGANISATION_WORDS, PLACE_WORDS, PLACES, TITLES, words_of
from bot.answering.typed import TypedSpan
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.stopwords import STOPWORDS

LONGEST_PHRASE = 6
"""Most words of a plain phrase."""

_UPPER = "".join(sign for sign in map(chr, range(min(sys.maxunicode, 0x530))) if sign.isupper())
_DOT = r"(?:(?<=\b[A-Z])\.|(?<=\b(?:St|Dr|Mr|Ms|Jr|Sr))\.|(?<=\bMrs)\.|(?<=\b(?:Sen|Rep|Gov|Gen|Col))\.)?"
_COMPOUND = r"(?:-(?!(?:\w+ed|led|born|run|made|built|wide|based|style|speaking|era|like)\b)\w+)*"
"""What belongs to a name behind its hyphen: "Jong-un", but not "Foster-designed"."""
_WORD = rf"(?:(?:[{_UPPER}]\.){{2,}}|(?:(?:al|ad|ar|as|an|el|el|at)-|[dDlL]['’])?[{_UPPER}][\w’'&]*{_COMPOUND}{_DOT})"
_PARTICLE = r"(?:of|the|de|van|von|der|da|di|bin|ibn|al|la|le|du|del|des|dos|arap|ben|ter|zu)"
_NAME = re.compile(rf"\b(?:(?:al|el)-(?=[{_UPPER}]))?{_WORD}(?:\s+(?:{_PARTICLE}\s+){{0,2}}(?:{_WORD}|\d[\w’'&-]*))*")
TITLE_REACH = 60
"""How many code points before a name its title begins at most."""
_TITLE = re.compile(rf"\b(?:{TITLES})\s+$")
_LEADING_TITLE = re.compile(rf"^(?:(?:former|then)\s+)?(?:{TITLES})\s+(?=[{_UPPER}])")
_KEPT_TITLES = (
    "Pope", "King", "Queen", "Prince", "Princess", "Saint", "St.", "Emperor", "Duke", "Duchess", "Lady", "Lord", "Sir",
)  # fmt: skip
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|inside|within|across|around|to|from|into|of|off|through|toward|"
    r"towards|between|along|on|under|behind)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
CALENDAR = frozenset(word.capitalize() for word in (*MONTHS, *WEEKDAYS))
"""Months and weekdays, which have a capital and are no names."""
_ROMAN = re.compile(r"[IVX]+")
_DIRECTIONS = words_of(
    "North South East West Northern Southern Eastern Western Central Modern Ancient Early Late Old New"
)
_ALSO_NAMES = frozenset({"Jan", "April", "May", "June", "August"})
_STARTERS = frozenset(word.capitalize() for word in STOPWORDS["en"]) | words_of(
    "Also Although Another Despite Earlier Former Hide Last Later Meanwhile Many Most New Next One People "
    "Photos Since Some Famous Several Often Given Other Such Large Early Late Soon Nevertheless Nonetheless Thus Hence "
    "Moreover Furthermore Therefore Besides Perhaps Indeed Otherwise Overall Likewise Unlike Whether Among Throughout "
    "Without Beyond Alongside Rather Together Elsewhere Meantime Recently Finally Eventually Originally Currently "
    "Previously Initially Subsequently Consequently Similarly Generally Usually Typically Certainly Apparently "
    "Particularly Especially Ultimately Instead Maybe Sometimes Everyone Everybody Nobody Anyone "
    "Still Two Three Four Today Updated Watch Yet However According Additionally During Instead Like Even "
    "First Live Read "
    "See Video"
)
_JOINED = re.compile(r",?\s+(?:and|or|as well as|&)\s+(?:the\s+)?")
_COMMA = re.compile(r",\s+(?:the\s+)?")
_PIECE = re.compile(r"[^\W_](?:[\w’'&/-]*\w)?|[^\w\s]")
_BARE_VERBS = words_of(
    "is are was were be been being has have had do does did will would can could may might must shall should became "
    "become"
)
_INSIDE_PHRASE = frozenset({"of"})


class _Name(NamedTuple):
    """Where a name stands; ``titled``: a person's title is before it or leads it; ``opens``: it begins the sentence."""

    start: int
    end: int
    titled: bool
    opens: bool


def _names(text: str) -> Iterator[_Name]:
    for match in _NAME.finditer(text):
        found = _trimmed(text, match)
        if found:
            yield found


def _trimmed(text: str, match: re.Match[str]) -> _Name | None:
    """Return a name without what only stands beside it: opening words, weekdays, titles; ``None`` if that is all."""
    start, end = match.span()
    words = list(re.finditer(r"\S+", text[start:end]))
    while words and _is_no_name(words[0].group(), words[1].group() if len(words) > 1 else ""):
        words = words[1:]
    if len(words) > 2 and words[0].group() in DEMONYMS and _LEADING_TITLE.match(text[start + words[1].start() : end]):
        words = words[1:]
    while words and (words[-1].group() in CALENDAR or words[-1].group().isdigit() or words[-1].group()[:1].islower()):
        if re.match(r"(?:al|ad|ar|as|an|el|at)-", words[-1].group()):
            break
        words = words[:-1]
    if not words:
        return None
    end = start + words[-1].end()
    start += words[0].start()
    titled = bool(_TITLE.search(text, max(0, start - TITLE_REACH), start))
    lead = _LEADING_TITLE.match(text[start:end])
    if lead:
        titled = True
        if not lead.group().startswith(_KEPT_TITLES):
            start += lead.end()
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    end -= len(text[start:end]) - len(text[start:end].rstrip(".,'’"))
    return _Name(start, end, titled, match.start() == 0 and start == 0) if end > start else None


def _is_no_name(word: str, following: str) -> bool:
    word = word.strip(".,'’")
    if word in _ALSO_NAMES and following[:1].isupper() and following not in CALENDAR:
        return False
    return word in _STARTERS or word in CALENDAR or word.isdigit()


def _only_adjectives(name: str) -> bool:
    return set(re.split(r"[\s-]+", name)) <= DEMONYMS | CALENDAR | _DIRECTIONS


def persons(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield what could be a person, or a group that acts, and lists of them."""
    names = (_without_office(text, name) for name in _names(text))
    found = [_person(text, name) for name in names if not _only_adjectives(text[name.start : name.end])]
    yield from _with_lists(text, found)


def _without_office(text: str, found: _Name) -> _Name:
    """Return a name without the office that leads it: "Attorney General Merrick Garland" is Merrick Garland."""
    words = list(re.finditer(r"\S+", text[found.start : found.end]))
    if len(words) < 3 or words[0].group() in FIRST_NAMES or words[-2].group() not in FIRST_NAMES:
        return found
    if words[-1].group() in ORGANISATION_WORDS | PLACE_WORDS or words[-3].group()[:1].islower():
        return found
    if _ROMAN.fullmatch(words[-1].group()):  # "Queen Elizabeth II"
        return found
    return found._replace(start=found.start + words[-2].start(), titled=True, opens=False)


def _person(text: str, found: _Name) -> TypedSpan:
    name = text[found.start : found.end]
    words = name.split()
    organised = any(word in ORGANISATION_WORDS or word in PLACE_WORDS for word in words) or (
        name.isupper() and len(name) > 1
    )
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


def places(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield what could be a place, lists of them, and a place with the larger one it lies in ("Nara, Japan")."""
    found = [_place(text, name) for name in _names(text) if not _only_adjectives(text[name.start : name.end])]
    yield from _with_lists(text, found)
    for one, other in pairwise(found):
        if text[one.end : other.start] == ", " and other.value in PLACES and one.strength >= 0.5:
            value = f"{one.value}, {other.value}"
            yield TypedSpan(one.start, other.end, value, min(one.strength, other.strength) * 0.9, form="within")


def _place(text: str, found: _Name) -> TypedSpan:
    name = text[found.start : found.end]
    words = name.split()
    led = bool(_PLACE_BEFORE.search(text[max(0, found.start - 40) : found.start]))
    if name in PLACES or words[-1] in PLACES:
        form, strength = "place", 1.0 if led else 0.8
    elif words[-1] in PLACE_WORDS or words[0] in {"Mount", "Lake", "Port", "Fort"}:
        form, strength = "placed", 0.9 if led else 0.6
    elif found.titled or words[0] in FIRST_NAMES:
        form, strength = "full", 0.05
    else:
        form, strength = ("led", 0.5) if led else ("single", 0.1)
    return TypedSpan(found.start, found.end, name, strength, form=form)


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


def _phrase(text: str, run: Sequence[re.Match[str]]) -> Iterator[TypedSpan]:
    pieces = list(run)
    while pieces and pieces[-1].group().lower() in _INSIDE_PHRASE:
        pieces.pop()
    if pieces and len(pieces) <= LONGEST_PHRASE and not _tells_no_thing(pieces[0].group()):
        start, end = pieces[0].start(), pieces[-1].end()
        led = bool(_PLACE_BEFORE.search(text[max(0, start - 25) : start]))
        yield TypedSpan(start, end, text[start:end].lower(), 0.1, form="phrase_led" if led else "phrase")
