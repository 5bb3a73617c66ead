"""Bring text into the one form that is stored: plain line breaks and spaces, nothing invisible, wording untouched."""

from __future__ import annotations

import re

from index.text.in_c import words as _words

_LINE_BREAKS = "\r\x0b\x0c\x85\u2028\u2029"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
LONG_SPACES = "".join(space for space in _LINE_BREAKS + _SPACES if not space.isascii())
"""White space that takes several bytes in UTF-8, of which none is stored."""
# First and last code point of each removed stretch: controls, soft hyphen, zero-width space, direction embeddings and
# isolates, word joiner, surrogates, noncharacters (Unicode 15, section 23.7), byte order mark. The zero-width joiner
# and non-joiner (U+200D, U+200C) are not among them: emoji and Indic scripts are spelled with them.
_REMOVED = (
    *((0x00, 0x1F), (0x7F, 0x9F), (0xAD, 0xAD), (0x200B, 0x200B), (0x202A, 0x202E), (0x2060, 0x2060)),
    *((0x2066, 0x2069), (0xD800, 0xDFFF), (0xFDD0, 0xFDEF), (0xFEFF, 0xFEFF)),
    *(((plane << 16) + 0xFFFE, (plane << 16) + 0xFFFF) for plane in range(17)),
)
_REPLACED = {
    **{chr(code): "" for first, last in _REMOVED for code in range(first, last + 1) if code != ord("\n")},
    **dict.fromkeys(_LINE_BREAKS, "\n"),
    **dict.fromkeys(_SPACES, " "),
}
_SPACE_RUN = re.compile("  +")
_BREAK_RUN = re.compile("\n\n\n+")

_UNIFIED = {
    **dict.fromkeys("‘’‚‛′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−", "-"),
    "…": "...",
}
_ODD = re.compile(f"[{re.escape(''.join(_UNIFIED))}]")


def normalise_text(text: str) -> str:
    r"""Return the text as it is stored.

    Every kind of line break becomes ``\n`` and every kind of space a plain one; control characters, zero-width
    spaces, soft hyphens, direction overrides, unpaired surrogates and noncharacters go. Runs of spaces become one,
    lines lose spaces at their ends, three or more line breaks become two, and blank lines around the text go.
    Quotation marks, dashes and letters stay as written. Idempotent.

    ``"A\u00a0b \r\n\r\n\r\nc"`` becomes ``"A b\n\nc"``.
    """
    # Every odd character but the line feed is one that can't be printed. A text holds few different ones: replacing
    # each in turn is ten times as fast as a table or a pattern.
    odd = [] if text.replace("\n", "").isprintable() else sorted(_REPLACED.keys() & set(text))
    if "\r" in odd:
        text = text.replace("\r\n", "\n")
    for character in odd:
        text = text.replace(character, _REPLACED[character])
    if "  " in text:
        text = _SPACE_RUN.sub(" ", text)
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    if "\n\n\n" in text:
        text = _BREAK_RUN.sub("\n\n", text)
    return text.strip(" \n")


def single_spaced(text: str) -> str:
    """Return the text with one space for all white space between two words, and none at its ends."""
    return " ".join(text.split()) if _words is None else _words.spaced(text)


def without_genitive(text: str) -> str:
    """Return a text without the ending that makes an owner of its last word.

    >>> without_genitive("Russia's")
    'Russia'
    """
    return text.removesuffix("'s").removesuffix("’s")


def small_letters(text: str) -> str:
    """Return a text in small letters, each in the place that it had; one that would become two stays as it is."""
    small = text.lower()
    if len(small) != len(text):
        small = "".join(each if len(each.lower()) > 1 else each.lower() for each in text)
    return small


def folded(text: str) -> tuple[bytes, int]:
    """Return the text single-spaced and case-folded, in UTF-8, and its length before folding, in code points.

    Raises
    ------
    UnicodeEncodeError
        It has a lone surrogate.
    """
    if _words is not None:
        return _words.folded(text)
    text = single_spaced(text)
    return text.casefold().encode(), len(text)


def normalise_line(text: str) -> str:
    """Return the text normalised and on one line, as titles are stored."""
    return " ".join(normalise_text(text).split("\n")).replace("  ", " ")


def matching_form(text: str) -> str:
    """Return the form in which two lines are compared, never shown or stored.

    Case is folded, curly quotation marks and long dashes become their keyboard forms, white space one space.
    """
    if _ODD.search(text):
        for character in _UNIFIED.keys() & set(text):
            text = text.replace(character, _UNIFIED[character])
    return single_spaced(text.casefold())
