"""Give a question that was typed without capitals those that the library writes: "who shot abe?" asks of Abe.

Names are told by their capitals, and on a phone few people type them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from index.text.later import later
from index.text.normalise import without_genitive
from index.text.stopwords import STOPWORDS

MOSTLY, SURELY = 0.75, 0.95
"""The least share of a word's places inside sentences that are written with the same capitals; see `in_capitals`."""
_WORD = later(r"[^\W\d_][\w’']*(?:-\w+)*")
_OPENS = later(r"(?:^|[.!?:;\n“\"(|•—–-])\s*$")
"""Where any word has a capital."""
_SUBJECT = later(r"\b(?:did|does|has|have|had|was|is|will)\s+([a-z]{3,})\s+[a-z]")
"""A word in small letters right behind what a question begins with."""
_IS_NAME = later(r"\b(?<=the )(?:us|uk|un|eu)\b")
"""Short names that are words, or may be, behind an article."""


def lacks_capitals(text: str) -> bool:
    """Tell whether a question was typed without a capital, but perhaps for the first letter, or whoever does it was."""
    return _has_none(text) or _subject(text) is not None


def _has_none(text: str) -> bool:
    return text.lower() != text.upper() and not any(character.isupper() for character in text.strip()[1:])


def in_capitals(text: str, language: str, passages: Sequence[str]) -> str:
    """Return a question with the capitals that texts of passages write its words with, of the same length.

    Words that a passage opens a sentence with tell nothing, nor do words that are common in any text. Of a question
    that has capitals only the word is changed that may be who does it ("when did abe visit Norland?").
    """
    if _has_none(text):
        return _as_written(text, language, passages, MOSTLY)
    subject = _subject(text)
    if subject is None or language != "en":
        return text
    start, end = subject.span(1)
    return text[:start] + _as_written(subject[1], language, passages, SURELY) + text[end:]


def _subject(text: str) -> re.Match[str] | None:
    """Return where a question has a word in small letters that may be who does it, as group 1."""
    return next((found for found in _SUBJECT.finditer(text) if found[1] not in STOPWORDS["en"]), None)


def _as_written(text: str, language: str, passages: Sequence[str], share: float) -> str:
    words = {without_genitive(match.group()) for match in _WORD.finditer(text.lower())} - STOPWORDS.get(
        language, frozenset()
    )
    written: dict[str, Counter[str]] = {word: Counter() for word in words}
    any_of_them = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(words)))})(?![\w-])", re.IGNORECASE)
    for passage in passages if words else ():
        for match in any_of_them.finditer(passage):
            if not _OPENS.search(passage[max(0, match.start() - 4) : match.start()]):
                forms = written.get(match.group().lower())  # some letters have no small form of one letter
                if forms is not None:
                    forms[match.group()] += 1
    best = {word: forms.most_common(1)[0] for word, forms in written.items() if forms}
    named = {word: form for word, (form, count) in best.items() if count >= share * written[word].total()}
    text = _WORD.sub(lambda match: _as_named(match.group(), named), text)
    return _IS_NAME.sub(lambda match: match.group().upper(), text)


def _as_named(word: str, named: dict[str, str]) -> str:
    bare = without_genitive(word.lower())
    return named.get(bare, word[: len(bare)]) + word[len(bare) :]
