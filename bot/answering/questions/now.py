"""What a question says of today: "who coaches them *these days*?", "the *latest* winner" (English)."""

from __future__ import annotations

import re

from index.text.later import later

_SAID_LAST = later(
    r"[,\s]+(?:(?:right )?(?-i:now)|(?<!\bthe)(?<!\ba)(?<!\ban)(?<!\bthe )(?<!\ba )(?<!\ban )(?-i:rn|atm)|"
    r"these days|nowadays|at present|presently|currently|so far|for now|at (?:the|this) moment|"
    r"(?:by|until|up to|as of) (?:now|today)|as (?:it|things) stands?)(?=\W*$)",
    re.IGNORECASE,
)
_SAID_BEFORE = later(r"(?<=\s)(?:currently|presently|right now|nowadays)\s+", re.IGNORECASE)
"""What says that it is asked of today, and is no word to look for."""
_NEWEST = later(
    r"(?<!\bin )(?<!\bbefore the )(?<!\bafter the )\b(?:current|latest|(?:most )?recent|newest|reigning|defending)\s|"
    r"\b(?:won|at) the last\b",
    re.IGNORECASE,
)
"""The same of a word that may be said of what is asked for, too."""
_SINCE = later(
    r"(?P<who>^\W*who(?:['’]s| is)\s(?:(?!(?:the )?(?:next|first|last|only)\b)[\w’'./-]+\s){0,4}?"
    r"(?:captain|CEO|chair(?:man|woman)?|chief|coach|commissioner|director|governor|head|king|leader|manager|mayor|"
    r"minister|pope|premier|president|queen|secretary|speaker)(?:\s(?:of|at)\s[\w’'./-]+(?:\s[\w’'./-]+){0,3}?|\s\w+)?)"
    r",?\s(?:now that|since|after(?!\s(?-i:[A-Z])[\w’'.-]*(?:\s(?-i:[A-Z])[\w’'.-]*)*\W*$)|following)\s.*?(?=\W*$)",
    re.IGNORECASE,
)
"""What has made somebody else the holder of an office that is asked for: "*since Rask left*"; not only "after Rask"."""


def says_now(text: str) -> bool:
    """Tell whether a question says that it asks for what is so today, or for the last of its kind.

    >>> says_now("who coaches Halmar these days?"), says_now("who coached Halmar?")
    (True, False)
    """
    return any(pattern.search(text) for pattern in (_SAID_LAST, _SAID_BEFORE, _NEWEST, _SINCE))


def is_quoting(text: str) -> bool:
    """Tell whether something stands in quotation marks, which must be found as it is written."""
    return any(mark in text for mark in '"“”„«»')


def without_now(text: str) -> str:
    """Return a question without the words that only say so, or why it is not as before; what is quoted stays.

    >>> without_now("who coaches Halmar these days?"), without_now("who sang Halmar Now?")
    ('who coaches Halmar?', 'who sang Halmar Now?')
    """
    if is_quoting(text):
        return text
    return _SAID_BEFORE.sub("", _SAID_LAST.sub("", _SINCE.sub(r"\g<who>", text)))
