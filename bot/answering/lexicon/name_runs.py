"""Find the runs of capitalised words in a sentence that are names, without what only stands beside them (English)."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bot.answering.lexicon.gazetteer import DEMONYMS, FIRST_NAMES, NO_PERSON_WORDS, PLACES, TITLES, words_of
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.later import later
from index.text.stopwords import STOPWORDS

UPPER = "".join(sign for sign in map(chr, range(min(sys.maxunicode, 0x530))) if sign.isupper())
_DOT = r"(?:(?<=\b[A-Z])\.|(?<=\b(?:St|Dr|Mr|Ms|Jr|Sr))\.|(?<=\bMrs)\.|(?<=\bBros)\.|(?<=\b(?:Sen|Rep|Gov|Gen|Col))\.)?"
_COMPOUND = r"(?:-(?!(?:[a-z]\w*ed|born|run|made|built|wide|based|style|speaking|era|like)\b)\w+)*"
"""What belongs to a name behind its hyphen: "Jong-un", but not "Foster-designed"."""
_LETTERS = r"[\w\u0300-\u036f’'&]*"
"""With the accents that stand behind their letters."""
_WORD = rf"(?:(?:[{UPPER}]\.){{2,}}|(?:(?:al|ad|ar|as|an|el|at)-|[dDlL]['’])?[{UPPER}]{_LETTERS}{_COMPOUND}{_DOT})"
_PARTICLE = r"(?:of|the|de|van|von|der|da|di|bin|ibn|al|la|le|du|del|des|dos|arap|ben|ten|ter|zu)"
BLANK = r"[^\S\n]+"
"""What stands between the words of one name: no end of a line."""
_NAME = later(rf"\b(?:(?:al|el)-(?=[{UPPER}]))?{_WORD}(?:{BLANK}(?:{_PARTICLE}{BLANK}){{0,2}}(?:{_WORD}|\d[\w’'&-]*))*")
_TITLES = frozenset(title.replace("\\", "").rstrip(".?").split()[-1].lower() for title in TITLES.split("|"))
"""The last words of titles, without a dot."""
_LEAD_TITLES = {
    "general": words_of(
        "Attorney Prosecutor Surgeon Secretary Solicitor Major Lieutenant Brigadier Inspector Governor Director"
    ),
    "justice": words_of("Chief Associate Court Supreme"),
    "dame": frozenset[str](),
    "premier": words_of("Vice Deputy Former"),
}
"""Titles that also are words of a house's name, and what stands before them where they are titles."""
_BEFORE_SURNAMES = words_of(
    "governor senator representative congressman congresswoman president chancellor minister secretary mayor admiral "
    "judge dr mr mrs ms prof professor gen col capt lt sgt rev gov sen rep"
)
_OF_POLITICS = words_of("gov sen rep")
"""Titles behind which one name is enough; behind those of politics it may end like a place ("Rep. French *Hill*")."""
_ALSO_NO_TITLES = frozenset({"star", "host", "champion", "rival", "veteran", "forward", "newcomer"})
"""Titles that may be of a thing: only before a known first name do they say that somebody is named."""
_LAST_WORD = later(r"(\w+)\.?\s+$")
TITLE_REACH = 20
"""How many code points before a name the last word of its title begins at most."""
_OF_WHAT = r"(?:Secretary|Minister) of (?:the )?(?:Foreign Affairs|Homeland Security|Veterans Affairs|[A-Z]\w+)"
_LEADING_TITLE = later(rf"^(?:(?:former|then)\s+)?(?:{_OF_WHAT}|{TITLES})\s+(?=[{UPPER}])")
KEPT_TITLES = (
    "Pope", "King", "Queen", "Prince", "Princess", "Saint", "St.", "Emperor", "Duke", "Duchess", "Lady", "Lord", "Sir",
)  # fmt: skip
CALENDAR = frozenset(word.capitalize() for word in (*MONTHS, *WEEKDAYS))
"""Months and weekdays, which have a capital and are no names."""
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
_INK = later(r"\w")
_OWNER = later(r"(?:(?:The|In|At|From|For|To|With|And|But)\s+)?(?P<place>[^’']+)['’]s\s+")
_ABBREVIATED = later(r"\b(?:[A-Z]\.){2,}$")
"""What a dot ends that is no full stop, or both: "the U.S."."""
_FIGURES = later(r"[\W\d_]+")
_NO_NAME = later(
    rf"{_FIGURES.pattern}|(?:I|He|She|It|We|You|They|There|That|What|Who)['’](?:m|s|d|re|ve|ll)|[RDI]-[A-Z]\w+"
)
"""What else with a capital is none: "18-20", "I've", and the party and state of "Ida Falk, *R-Ohio*"."""
_ARTICLED = later(r"(?:al|ad|ar|as|an|el|at)-")
_NUMBERED = words_of(
    "Act Apollo Area Article Artemis Building Chapter Channel District Exit Flight Formula Gate Highway Interstate "
    "Lane Part Pier Platform Proposition Room Route Schedule Section Stage Studio Terminal Title Ward Zone"
)
"""What has a number for a name: "Interstate *95*"."""
_MAY_LEAD = words_of("New First Last Late Early Large One Two Three Four Today Live")
"""Of these, what a name can begin with where no sentence does: "on *Last* Friday's show", but "the *Late* Show"."""
_WITHIN = later(r"[a-z,;’']\s+$")
"""What stands before a word that opens no sentence."""
_PLACE_LEADS = frozenset(" ".join(name.split()[:2]) for name in PLACES if " " in name)
"""What places of two and more words begin with: "New York"."""


class Name(NamedTuple):
    """Where a name stands; ``titled``: a person's title is before it or leads it; ``opens``: it begins the sentence."""

    start: int
    end: int
    titled: bool
    opens: bool


def names(text: str) -> Iterator[Name]:
    """Yield the names of a sentence, in order."""
    for match in _NAME.finditer(text):
        start, end = match.span()
        owner = _OWNER.match(text, start, end)
        if owner and owner["place"] in PLACES:  # "China's GDP" is two names
            yield from filter(None, [_trimmed(text, start, owner.end("place"))])
            start = owner.end()
        yield from filter(None, [_trimmed(text, start, end)])


def _trimmed(text: str, first: int, end: int) -> Name | None:
    """Return a name without what only stands beside it: opening words, weekdays, titles; ``None`` if that is all."""
    start = first
    words = list(re.finditer(r"\S+", text[start:end]))
    within = bool(_WITHIN.search(text, max(0, start - 2), start))
    while words and (words[0].group().islower() or _is_no_name([word.group() for word in words[:2]], within=within)):
        words = words[1:]
    if len(words) > 2 and words[0].group() in DEMONYMS and _LEADING_TITLE.match(text[start + words[1].start() : end]):
        words = words[1:]
    while words and not _may_end([word.group() for word in words[-2:]]):
        words = words[:-1]
    if not words:
        return None
    held = _behind_title([word.group() for word in words])
    words = words[held:]
    end = start + words[-1].end()
    start += words[0].start()
    before = _LAST_WORD.search(text, max(0, start - TITLE_REACH), start)
    titled = before is not None and before[1].lower() in _TITLES
    lead = _LEADING_TITLE.match(text[start:end])
    if lead and words[-1].group() not in NO_PERSON_WORDS:  # "Justice Department"
        titled = True
        if not lead.group().startswith(KEPT_TITLES):
            start += lead.end()
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    if text[end - 1] != "." or not _ABBREVIATED.search(text, start, end):
        end -= len(text[start:end]) - len(text[start:end].rstrip(".,'’"))
    opens = start == first and not _INK.search(text, 0, start)
    return Name(start, end, titled, opens) if end > start else None


def _may_end(words: Sequence[str]) -> bool:
    """Tell whether a name can end with the last of two words."""
    *before, last = words
    if _FIGURES.fullmatch(last):
        return any(word in _NUMBERED for word in before)
    return last not in CALENDAR and (not last[:1].islower() or _ARTICLED.match(last) is not None)


def _behind_title(words: Sequence[str]) -> int:
    """Return the place of the word that a person's name begins with behind a title, 0 if there is none.

    "Senate Majority Leader *Ida* Falk", but "Lone Star State" and "Halmar General Hospital".
    """
    for place in range(len(words) - 1, 1, -1):
        title = words[place - 1].rstrip(".").lower()
        if title not in _TITLES or words[place - 1] in KEPT_TITLES:
            continue
        first = place + 2 if words[place : place + 2] in (["of", "State"], ["of", "Staff"]) else place
        if _names_person(words[first:], title, words[place - 2]):
            return first
    return 0


def _names_person(words: Sequence[str], title: str, before: str) -> bool:
    """Tell whether what stands behind a title is somebody's name; ``before`` stands before the title."""
    if not words or not words[0][:1].isupper() or (words[0].lower() in _TITLES and words[0] not in KEPT_TITLES):
        return False
    if words[-1] in NO_PERSON_WORDS:
        return title in _OF_POLITICS
    if words[0] in FIRST_NAMES or title in _BEFORE_SURNAMES:
        return True
    if title in _LEAD_TITLES:
        return before in _LEAD_TITLES[title]
    return len(words) > 1 and title not in _ALSO_NO_TITLES


def _is_no_name(words: Sequence[str], *, within: bool) -> bool:
    """Tell whether the first of these words, the next one behind it, belongs to no name: "*Later* Falk".

    ``within`` tells that they open no sentence.
    """
    word = words[0].strip(".,'’")
    if word not in _STARTERS and word not in CALENDAR and not _NO_NAME.fullmatch(word):
        return False
    following = re.sub(r"['’]s$|[.,'’]+$", "", "".join(words[1:]))
    if not following[:1].isupper():
        return True
    if word in _ALSO_NAMES and following not in CALENDAR:
        return False
    return not (f"{word} {following}" in _PLACE_LEADS or word in FIRST_NAMES or (within and word in _MAY_LEAD))
