"""What a question says of today: "who coaches them *these days*?", "the *latest* winner" (English)."""

from __future__ import annotations

import re

from index.text.later import later

_SAID_LAST = later(
    r"[,\s]+(?:(?:as of |right )?now|these days|nowadays|at present|presently|currently|so far|to date|rn|atm|"
    r"at (?:the|this) (?:moment|point|time)|(?:by|until|up to|as of) (?:now|today)|as (?:it|things) stands?)(?=\W*$)",
    re.IGNORECASE,
)
_SAID_BEFORE = later(r"(?<=\s)(?:currently|presently|right now|so far|nowadays)\s+", re.IGNORECASE)
"""What says that it is asked of today, and is no word to look for."""
_NEWEST = later(r"\b(?:current|latest|(?:most )?recent|newest|present-day)\s", re.IGNORECASE)
"""The same of a word that may be said of what is asked for, too."""


def asks_now(text: str) -> bool:
    """Tell whether a question says that it asks for what is so today, or for the last of its kind.

    >>> asks_now("who coaches Halmar these days?"), asks_now("who coached Halmar?")
    (True, False)
    """
    return any(pattern.search(text) for pattern in (_SAID_LAST, _SAID_BEFORE, _NEWEST))


def without_now(text: str) -> str:
    """Return a question without the words that only say so.

    >>> without_now("who coaches Halmar these days?")
    'who coaches Halmar?'
    """
    return _SAID_BEFORE.sub("", _SAID_LAST.sub("", text))
