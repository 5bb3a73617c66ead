"""Turn bytes of any encoding into text."""

from __future__ import annotations

import codecs
import re

SAMPLE_BYTES = 64 * 1024
"""How much of a text is looked at to guess its encoding."""
MIN_EVIDENCE = 8
"""Below this many bytes outside ASCII a guess is worth less than the most usual old encoding."""

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What a page may declare; other codec names of Python (idna, unicode_escape) are not encodings of texts.
_DECLARABLE = re.compile(r"(?:iso-?8859|windows-?\d|cp\d|shift[_-]?jis|euc-|gb|big5|koi8-|tis-620|mac)[\w-]*", re.I)
_SURROGATES = re.compile("[\ud800-\udfff]")


def decode(raw: bytes, declared: str | None = None) -> str:
    r"""Return the text of some bytes with line breaks as ``\n``; never fails.

    A byte order mark decides, then strict UTF-8, then the encoding the source declares, then a guess from the first
    64 KB. Bytes that fit no encoding become U+FFFD; the text can always be written as UTF-8.
    """
    text = _decode_marked(raw)
    if text is None:
        text = _decode_strict(raw)
    if text is None:
        text = replace_surrogates(_decode_as(raw, _usable(declared) or _guess(raw[:SAMPLE_BYTES])))
    return unify_breaks(text)


def unify_breaks(text: str) -> str:
    r"""Return the text with CRLF and CR as ``\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def replace_surrogates(text: str) -> str:
    """Return the text with U+FFFD for each lone surrogate, which UTF-8 can't hold."""
    try:
        text.encode()  # many times quicker than to look for them
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def _decode_marked(raw: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    return None


def _decode_strict(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _usable(declared: str | None) -> str | None:
    if declared is None or not _DECLARABLE.fullmatch(declared):
        return None
    # Browsers read this label as its superset; pages that declare it use the superset's quotation marks.
    return "cp1252" if declared.lower() == "iso-8859-1" else declared


def _guess(sample: bytes) -> str:
    if _mostly_utf8(sample):
        return "utf-8"
    if sum(byte > 127 for byte in sample) < MIN_EVIDENCE:
        return "cp1252"
    from charset_normalizer import from_bytes  # slow to load, and seldom needed

    # Cut at a line's end, as half a character would rule out the right encoding.
    cut = sample.rfind(b"\n") + 1 if len(sample) == SAMPLE_BYTES else 0
    best = from_bytes(sample[: cut or None]).best()
    return best.encoding if best else "cp1252"


def _mostly_utf8(sample: bytes) -> bool:
    """Tell UTF-8 with a few damaged bytes from an encoding of its own."""
    text = sample.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    whole = sum(character > "\x7f" for character in text) - damaged
    return damaged * 10 <= whole


def _decode_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        return raw.decode("cp1252", errors="replace")
