"""Whether a sentence names what a question wants named: "which judge ...?", "what is the film called?" (English)."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache

from bot.answering.lexicon.gazetteer import DEMONYMS, words_of
from bot.answering.lexicon.name_runs import CALENDAR
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.normalise import without_genitive
from index.text.stopwords import STOPWORDS
from index.text.tokens import tokenize

_WHICH = later(
    r"\b[Ww]hich\s+(?:[\w’'-]+\s+){0,3}?(?P<thing>[a-z][\w’'-]*)\s+(?:(?:\w+ly|also|first|once)\s+)?"
    r"(?:did|do(?:es)?|is|are|was|were|has|have|had|will|would|can|could|[a-z]+(?:s|ed)|threw|won|made|sold|got|took|gave|"
    r"lost|beat|bought|built|wrote|said|left|ran|held|paid|shot|led|came|went|began|broke)\b"
)
_CALLED = later(r"\b(?:called|named|nicknamed|titled)\s*\W*$|\b(?:nick|code|stage|maiden)?names?\b|\btitle of\b")
_COMMON = words_of(
    "part side way season day month year time week weekend date type kind sort colour color age group sport subject "
    "theory method disease animal food plan rule law reason number percentage level category floor seat language "
    "religion season century decade amendment direction thing things one ones people metal fruit office virus drug "
    "chemical material instrument weapon crime animals crop food foods gas post position"
)
"""Things that are told by a common word or a figure."""
_NAME = later(r"\b[^\W\d_a-z][\w’'&-]*")
_QUOTED = later(r"“[^”]{2,60}”|\"[^\"]{2,60}\"|‘[^’]{4,60}’")
_ANY = later(
    r"\b(?:an?|some|another|any|one of (?:the|its|his|her|their|our)|several|two|three)\s+(?:[\w’'.-]+\s+){0,4}$",
    re.IGNORECASE,
)
"""What stands before a thing that is only one of its kind."""
_NAME_BEHIND = later(
    r",?\s+(?:called|named|known|that|which|who)?\s*(?:the\s+)?[“\"‘]?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z]"
)
_CAPITAL_BEHIND = later(r"\s+[A-Z]")
_INSIDE = later(r"[a-z0-9,;)”\"’]\s")
"""What stands right before a word inside a sentence."""
_IN_WORD = later(r"\w")
_OPENS = later(r"(?:^|[.!?:]\s|[“\"‘(—–-]\s?)\s*$")
_STOPWORDS = STOPWORDS["en"]


def thing_named(question: Question) -> str | None:
    """Return what a question wants the name of: "judge", empty where it says only that; ``None`` if it wants none."""
    return _thing_named(question.text) if question.language == "en" else None


@lru_cache(maxsize=64)
def _thing_named(text: str) -> str | None:
    asked = _WHICH.search(text)
    if asked:
        return None if asked["thing"].lower() in _COMMON else asked["thing"]
    return "" if _CALLED.search(text) else None


def names_none(question: Question, words: str, text: str) -> bool:
    """Tell whether a sentence names nothing but what the question does, or speaks of any such thing ("a judge").

    ``text`` is that of the article: what opens a sentence is a name if it has its capital inside another one, too.
    """
    thing = thing_named(question)
    if thing is None:
        return False
    if thing and _speaks_of_any(thing, words):
        return True
    return not _QUOTED.search(words) and not any(
        _is_name(found, words, text, question.words) and found[0] not in DEMONYMS for found in _NAME.finditer(words)
    )


def _is_name(found: re.Match[str], words: str, text: str, asked: Container[str]) -> bool:
    word = without_genitive(found[0])
    if not word[0].isupper() or word in CALENDAR or word.lower() in _STOPWORDS or len(word) < 2:
        return False
    if all(term in asked for term in tokenize(word, "en")):
        return False
    opens = _OPENS.search(words[: found.start()]) and not _CAPITAL_BEHIND.match(words, found.end())
    return not opens or _stands_inside(word, text)


def _stands_inside(word: str, text: str) -> bool:
    """Tell whether a word stands as it is written inside a sentence of a text."""
    place = text.find(word)
    while place >= 0:
        if _INSIDE.match(text, max(0, place - 2), place) and not _IN_WORD.match(text, place + len(word)):
            return True
        place = text.find(word, place + 1)
    return False


def _speaks_of_any(thing: str, words: str) -> bool:
    """Tell whether a thing stands there only as one of its kind, without a name beside it."""
    mentions = [*re.finditer(rf"\b{re.escape(thing)}\b", words, re.IGNORECASE)]
    return bool(mentions) and all(
        _ANY.search(words[: one.start()]) and not _NAME_BEHIND.match(words, one.end()) for one in mentions
    )
