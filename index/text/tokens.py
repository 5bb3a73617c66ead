"""Turn text into terms, the same way for articles and questions.

A token is a run of letters, digits and combining marks. A compound ("Jong-un", "O'Neill") gives its parts and itself
joined, so that every spelling finds every other; figures lose their thousands marks ("1,200" is "1200"); scripts
written without spaces give overlapping pairs of characters; the rest is case-folded, stemmed by Snowball and
stripped of accents. Stop words give nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cache
from itertools import chain
from typing import NamedTuple, TypeVar

import regex
import Stemmer

from index.models import Span
from index.text.in_c import words as _words
from index.text.normalise import small_letters
from index.text.stopwords import STOPWORDS

T = TypeVar("T")

MAX_TERM_LENGTH = 64
"""Longest term, in code points; what is longer is cut, in articles and questions alike."""
CACHE_SIZE = 400_000
"""How many distinct pieces a table remembers before it starts anew (about 60 MB)."""
MAX_CACHED_LENGTH = 40
"""Longest piece, in code points, that is remembered: what is longer is a link or an unspaced sentence, seen once."""

_CORE = r"[\p{L}\p{N}\p{M}]+"
_JOINT = r"['’ʼ‘`´.,&\-‐‑]"
_MARKED_TOKEN = regex.compile(rf"{_CORE}(?:{_JOINT}{_CORE})*+")
_TOKEN = re.compile(rf"[^\W_]+(?:{_JOINT}[^\W_]+)*")
_MARK = regex.compile(r"\p{M}")
_PART = regex.compile(_CORE)
_FIGURE = regex.compile(r"\p{Nd}+(?:[.,]\p{Nd}+)*")
_THOUSANDS = regex.compile(r"\p{Nd}{1,3}(?:([.,])\p{Nd}{3})(?:\1\p{Nd}{3})*(?:[.,]\p{Nd}+)?")
_UNSPACED = regex.compile(
    r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]+", flags=regex.V1
)
_EDGES = ".,;:!?\"'()[]{}<>“”‘’«»…–—-*/"
_COUNTRY = frozenset({"US", "U.S", "USA", "U.S.A"})
_POSSESSIVE = regex.compile(r"['’ʼ]s$", flags=regex.IGNORECASE)
_INITIALS = regex.compile(r"\p{L}(?:\.\p{L})+")
_ELISIONS = frozenset({"c", "d", "j", "l", "m", "n", "qu", "s", "t", "un", "all", "dell", "nell", "sull"})
_LATIN_MARKS_END = 0x0600
"""Marks on bases below this code point (Latin, Greek, Cyrillic) are accents; above, they can be vowels."""

_SNOWBALL = {
    "ar": "arabic", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish", "fi": "finnish",
    "fr": "french", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "nl": "dutch",
    "no": "norwegian", "nb": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish",
    "tr": "turkish",
}  # fmt: skip


def fold_accents(text: str) -> str:
    """Return the text without the accents of Latin, Greek and Cyrillic letters.

    >>> fold_accents("Škoda")
    'Skoda'
    """
    if text.isascii():
        return text
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(char):
            if ord(base or char) < _LATIN_MARKS_END or "\u064b" <= char <= "\u0652":
                continue
        else:
            base = char
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept))


def _plain_number(figure: str) -> str:
    """Return a figure without thousands marks, with a point for decimals: "1,200.50" gives "1200.50"."""
    found = _THOUSANDS.fullmatch(figure)
    if found and not figure.startswith("0"):
        mark = found.group(1)
        return figure.replace(mark, "").replace(",", ".")
    return figure.replace(",", ".") if figure.count(",") == 1 and "." not in figure else figure


class _Table(dict[str, tuple[str, ...]]):
    """A piece of text -> its terms; filled by ``find`` as pieces are met, and started anew when it is full."""

    def __init__(self, find: Callable[[str], tuple[str, ...]]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, piece: str) -> tuple[str, ...]:
        terms = self._find(piece)
        if len(self) >= CACHE_SIZE:
            self.clear()
        if len(piece) <= MAX_CACHED_LENGTH:
            self[piece] = terms
        return terms


class _Language:
    """How one language's text becomes terms.

    ``tokens`` is token as written -> its terms; ``words`` is what stands between white space, punctuation and all ->
    the terms of its tokens. Looking words up takes half the time of finding every token by a pattern.
    """

    def __init__(self, language: str) -> None:
        self.tokens = _Table(self._terms_of_token)
        self.words = _Table(self._terms_of_word)
        self._stem: Callable[[str], str] = (
            Stemmer.Stemmer(_SNOWBALL[language], 0).stemWord if language in _SNOWBALL else str
        )
        self._stopwords = frozenset(
            fold_accents(word) for word in STOPWORDS.get(language, frozenset())
        ) | STOPWORDS.get(language, frozenset())
        self._english = language == "en"

    def _terms_of_word(self, word: str) -> tuple[str, ...]:
        token = word.strip(_EDGES)
        if token.isascii() and token.isalpha():
            return self.tokens[token]
        found = [self.tokens[token] for token in _pattern_for(word).findall(word)]
        return found[0] if len(found) == 1 else tuple(chain.from_iterable(found))

    def _terms_of_token(self, token: str) -> tuple[str, ...]:
        if token.isascii() and token.isalpha() and token not in _COUNTRY:
            lower = token.lower()
            return () if lower in self._stopwords else (fold_accents(self._stem(lower))[:MAX_TERM_LENGTH],)
        return tuple(self._terms(token))

    def _terms(self, token: str) -> Iterator[str]:
        if self._english and token in _COUNTRY:
            yield "usa"
            return
        if _FIGURE.fullmatch(token):
            yield _plain_number(unicodedata.normalize("NFKC", token))[:MAX_TERM_LENGTH]
            return
        folded = unicodedata.normalize("NFKC", token).casefold()
        if folded in self._stopwords:
            return
        if self._english:
            folded = _POSSESSIVE.sub("", folded)
        if _INITIALS.fullmatch(folded):
            yield folded.replace(".", "")[:MAX_TERM_LENGTH]
            return
        yield from self._compound(folded)

    def _compound(self, folded: str) -> Iterator[str]:
        parts = _PART.findall(folded)
        for part in parts:
            yield from self._simple(part)
        joined = "".join(parts)
        if len(parts) > 1 and not any(mark in folded for mark in ".,&") and not self._is_loose(parts):
            yield from self._simple(joined)

    def _is_loose(self, parts: list[str]) -> bool:
        """Tell whether joined parts would be no word: "l'homme", "1950-1953"."""
        return (parts[0] in _ELISIONS and not self._english) or all(part.isdigit() for part in parts)

    def _simple(self, part: str) -> Iterator[str]:
        if part in self._stopwords:
            return
        if not part.isascii() and _UNSPACED.search(part):
            yield from _pairs(part)
            return
        term = fold_accents(self._stem(part))[:MAX_TERM_LENGTH]
        if term:
            yield term


def _pairs(part: str) -> Iterator[str]:
    """Yield overlapping pairs of each unspaced run of a token, and the spaced rest as it is."""
    at = 0
    for run in _UNSPACED.finditer(part):
        if rest := part[at : run.start()]:
            yield rest[:MAX_TERM_LENGTH]
        characters = run.group()
        if len(characters) == 1:
            yield characters
        yield from (characters[place : place + 2] for place in range(len(characters) - 1))
        at = run.end()
    if rest := part[at:]:
        yield rest[:MAX_TERM_LENGTH]


def _pattern_for(text: str) -> re.Pattern[str]:
    """Return the token pattern: the standard library's, faster, where no combining mark asks for the other."""
    return _TOKEN if text.isascii() or not _MARK.search(text) else _MARKED_TOKEN


@cache
def _language(code: str) -> _Language:
    return _Language(code)


def tokenize(text: str, language: str) -> list[str]:
    """Return the terms of a text in order, repeats kept.

    >>> tokenize("Kim Jong-un's 1,200 guests", "en")
    ['kim', 'jong', 'un', 'jongun', '1200', 'guest']
    """
    return list(chain.from_iterable(map(_language(language).words.__getitem__, text.split())))


class Sieve(NamedTuple):
    """What tells quickly that a table, filled as it is asked, would have ``None`` for a token.

    That is so where none of its ``terms`` is ``known``, or begins with one of the ``stems``, all of length ``stem``.
    """

    terms: Mapping[str, tuple[str, ...]]
    known: Container[str]
    stems: Container[str]
    stem: int


def look_up(
    text: str, start: int, end: int, table: Mapping[str, T | None], sieve: Sieve | None = None
) -> tuple[list[int], list[tuple[int, int, int, T]]]:
    """Look every token of a stretch up in a table; one with a ``sieve`` is not asked for what does not pass it.

    Returns
    -------
    tuple
        Where each token starts; and, of those the table has something for, in order: the token's number, its start and
        end in the text, and what the table has.
    """
    pattern = _TOKEN if text.isascii() else _pattern_for(text[start:end])
    if _words is not None and pattern is _TOKEN:
        return _words.tokens(text, start, end, table, sieve)
    starts: list[int] = []
    found: list[tuple[int, int, int, T]] = []
    for place, token in enumerate(pattern.finditer(text, start, end)):
        starts.append(token.start())
        said = table[token.group()]
        if said is not None:
            found.append((place, *token.span(), said))
    return starts, found


def terms_by_token(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return token as written -> its terms; a stop word has none."""
    return _language(language).tokens


def whole_words(word: str, text: str) -> Iterator[Span]:
    """Yield where a word stands by itself in a text, whatever its letter case: what a pattern of its own would find.

    >>> list(whole_words("won", "Who won? Wonder won."))
    [Span(start=4, end=7), Span(start=16, end=19)]
    """
    small, word = small_letters(text), small_letters(word)
    start = small.find(word)
    while start >= 0:
        end = start + len(word)
        if not any(beside.isalnum() or beside == "_" for beside in (text[start - 1 : start], text[end : end + 1])):
            yield Span(start, end)
        start = small.find(word, start + 1)


def token_spans(text: str, language: str) -> list[tuple[Span, tuple[str, ...]]]:
    """Return every token of a text in order with its terms; a stop word has none."""
    _, found = look_up(text, 0, len(text), terms_by_token(language))
    return [(Span(start, end), terms) for _, start, end, terms in found]
