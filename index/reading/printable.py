"""Show strangers' text on one line of a log or terminal, without what either would obey."""

from __future__ import annotations

MOST = 200
"""How many characters of such a text are shown."""


def printable(text: str, most: int = MOST) -> str:
    r"""Return the beginning of a text, with U+FFFD for each character that does something rather than stand there.

    >>> printable("a\x1b[2Jb")
    'a�[2Jb'
    """
    return "".join(character if character.isprintable() else "\ufffd" for character in text[:most])
