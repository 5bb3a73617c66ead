"""Clean what a citation shows: an article's title, its outlet and its authors."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from urllib.parse import unquote, urlsplit

from index.text.normalise import normalise_line

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.I)
_SEPARATOR = re.compile(r" (?:[|»·•]|[-–—]) ")
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.I)
_MIN_OUTLET_LENGTH = 3
_MIN_LINK_WORDS = 3
_IS_ID = re.compile(r"[^\W\d_]\d|\d[^\W\d_]|\d{5}|[^\w’']")
"""What is no word of a title."""
_BY = re.compile(r"^(?:(?:article|story|written|posted) )?by(?:: ?| )", re.I)
_NO_NAME = re.compile(
    r"(?:article|story|written|posted)? ?by:?|(?:last )?updated\b.*|follow author|social links navigation|"
    r"super user|unknown(?: author)?|user ?name|with contributions from",
    re.I,
)
"""What page templates leave where an author's name belongs (met in news pages)."""


def clean_line(text: str) -> str:
    """Return the text on one line, single-spaced, with its HTML entities as the characters they stand for."""
    # A named or numbered entity needs its semicolon here: "AT&T" and "&copy" in an address stay as they are.
    return normalise_line(_ENTITY.sub(lambda found: html.unescape(found[0]), text))


def clean_title(title: str, publisher: str | None) -> str:
    """Return a title without the outlet's name behind it.

    ``("A cold summer | CNN Politics", "cnn.com")`` gives ``"A cold summer"``. After a bar one more word of the
    outlet's may follow; after a dash the name has to stand alone, as "Fox - CNN" may be what the story is about.
    """
    line = clean_line(title)
    outlet = _outlet(publisher or "")
    if len(outlet) < _MIN_OUTLET_LENGTH:
        return line
    for cut in _SEPARATOR.finditer(line):
        head, tail = line[: cut.start()].rstrip(), line[cut.end() :].rstrip(". …")
        names = {_squeeze(tail)}
        if cut[0].strip() not in "-–—":
            names.add(_squeeze(tail.rpartition(" ")[0]))
        if head and outlet in names:
            return head
    return line


def words_of_link(url: str | None) -> str:
    """Return the words that the path of a link spells, to serve as a title where nothing else does, or ``""``.

    >>> words_of_link("https://example.org/2022/06/13/us/the-old-mill-burns/index.html"), words_of_link(None)
    ('The old mill burns', '')
    """
    try:
        path = urlsplit(url or "").path
    except ValueError:  # no link at all, which is said elsewhere
        return ""
    for part in reversed(path.split("/")):
        words = [word for word in unquote(part).rpartition(".")[0 if "." in part else 2].split("-") if word]
        if len(words) >= _MIN_LINK_WORDS and not any(map(_IS_ID.search, words)):
            return clean_line(" ".join(words)[:1].upper() + " ".join(words)[1:])
    return ""


def clean_authors(names: Iterable[str]) -> str | None:
    """Return the authors as one line, each once, in order; ``None`` if no name is among them.

    A name may hold several, parted by semicolons or commas. ``["By Ann Lee Bo Day, Ann Lee, Bo Day, ANN LEE"]`` gives
    ``"Ann Lee, Bo Day"``: what only runs two others together, as scraped bylines do, is no name of its own.
    """
    found: list[str] = []
    seen: set[str] = set()
    last = ""
    for name in filter(None, map(_name, _parts(names))):
        key = name.casefold()
        # A first name may come back ("Lee, Ann, Day, Ann"): a single word is a repetition only right behind itself.
        if key not in seen or (" " not in key and key != last):
            found.append(name)
        seen.add(key)
        last = key
    kept = [name for name in found if not _runs_together(name, found)]
    return ("; " if any("," in name for name in kept) else ", ").join(kept) or None


def _parts(names: Iterable[str]) -> list[str]:
    lines = [clean_line(name) for name in names]
    return [name for line in lines for part in line.split(";") for name in _several(part, ";" in line)]


def _several(part: str, among_semicolons: bool) -> list[str]:
    """Return the names that commas part; between semicolons "Lee, Ann" is one, "Ann Lee, Bo Day" still two."""
    pieces = part.split(",")
    is_one = among_semicolons and not all(" " in piece.strip() for piece in pieces)
    return [part] if is_one else pieces


def _name(part: str) -> str:
    """Return a name without what introduces it, ``""`` for what is none."""
    # "Lee, , Ann" has an empty piece, and what has no letter is no piece of a name.
    pieces = (piece.strip() for piece in part.split(","))
    name = ", ".join(piece for piece in pieces if any(map(str.isalnum, piece)))
    return "" if _NO_NAME.fullmatch(name) else _BY.sub("", name, count=1)


def _runs_together(name: str, names: Sequence[str]) -> bool:
    """Whether a name holds two others whole."""
    inside = [other for other in names if other != name and f" {other} ".casefold() in f" {name} ".casefold()]
    return len(inside) > 1


def _outlet(publisher: str) -> str:
    """Return the letters of an outlet's name, of a host's the part people know it by: ``"www.cnn.com"`` gives "cnn"."""
    host = publisher.strip().casefold().removeprefix("www.")
    return _squeeze(host.split(".")[0] if _HOST.fullmatch(host) else host)


def _squeeze(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
