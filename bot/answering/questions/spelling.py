"""Repair a misspelt word of a question, only where the library knows no such word, from the library's own terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from bot.answering.lexicon.gazetteer import DEMONYMS, FIRST_NAMES, PLACES
from bot.answering.questions.question import Correction, Question
from index.models import Hit
from index.text.normalise import without_genitive
from index.text.tokens import token_spans, tokenize

MIN_LENGTH = 5
"""Shorter terms are one letter away from too many others."""
MIN_STEM_LENGTH = 6
"""The same for what is left of a longer word: "seper" of "seperate"."""
LONG = 8
"""From this length on, two letters may be wrong."""
MOST_LONGER = 3
"""How many letters longer than the word that is meant a slip may be, as their endings may differ."""
_KNOWN_NAMES = frozenset(name.lower() for name in DEMONYMS | FIRST_NAMES | PLACES)
"""Names that are spelled rightly: a library that has nothing on Gambia must not answer about Zambia."""


def repaired(
    question: Question, unknown: Sequence[str], known_terms: Callable[[str], Mapping[str, int]]
) -> dict[str, str]:
    """Return term -> the library's term that it probably is a slip of, for those that have one.

    Parameters
    ----------
    unknown
        The question's terms that no passage holds.
    known_terms
        Returns term -> df for the terms that begin as one does, at least for those near it.
    """
    found: dict[str, str] = {}
    for term in unknown:
        word = question.words[term]
        if (
            len(term) < (MIN_LENGTH if term == word.lower() else MIN_STEM_LENGTH)
            or not term.isalpha()
            or word.lower() in _KNOWN_NAMES
            or question.aliases_of(term)
        ):
            continue
        if any(term in tokenize(phrase, question.language) for phrase in question.phrases):
            continue
        near = _nearest(term, known_terms(term))
        if near:
            found[term] = near
    return found


def respelled(text: str, question: Question, repairs: Mapping[str, str]) -> str:
    """Return a question with other words for some of its terms, in capitals where they were."""
    for term, meant in repairs.items():
        word = question.words[term]
        meant = meant[:1].upper() + meant[1:] if word[:1].isupper() else meant
        text = re.sub(rf"\b{re.escape(word)}\b", meant, text)
    return text


def with_corrections(question: Question, misspelt: Question, repairs: Mapping[str, str]) -> Question:
    """Return a respelled question as the one that was typed, with what was corrected."""
    corrections = tuple(
        Correction(misspelt.words[term], question.words.get(meant, meant)) for term, meant in repairs.items()
    )
    return replace(question, text=misspelt.text, constraints=misspelt.constraints, corrections=corrections)


def _nearest(term: str, known: Mapping[str, int]) -> str | None:
    """Return the known term with the fewest slips, then the one in most passages, then the first by letters."""
    at_most = 2 if len(term) >= LONG else 1
    best: tuple[int, int, str] | None = None
    for other, df in known.items():
        if other == term:
            continue  # still in the index, though the last article that held it is gone
        if abs(len(other) - len(term)) > at_most or not other.isalpha() or len(other) < MIN_LENGTH - 1:
            continue
        slips = _slips(term, other, at_most)
        if slips <= at_most and (best is None or (slips, -df, other) < best):
            best = (slips, -df, other)
    return best[2] if best else None


def _slips(one: str, other: str, at_most: int) -> int:
    """Return how many letters are wrong, missing, too many or swapped with their neighbour; any more are one too many.

    >>> _slips("pyongjang", "pyongyang", 2), _slips("rusisa", "russia", 1)
    (1, 1)
    """
    start = 0
    shorter = min(len(one), len(other))
    while start < shorter and one[start] == other[start]:
        start += 1
    end = 0
    while end < shorter - start and one[-1 - end] == other[-1 - end]:
        end += 1
    one, other = one[start : len(one) - end], other[start : len(other) - end]
    if max(len(one), len(other)) > at_most + 2:
        return at_most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        older, before, row = before, row, [place]
        for column, theirs in enumerate(other, start=1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != theirs))
            swapped = place > 1 and column > 1 and letter == other[column - 2] and one[place - 2] == theirs
            row.append(min(cost, older[column - 2] + 1) if swapped else cost)
    return row[-1]


def as_written(term: str, language: str, hits: Sequence[Hit]) -> str:
    """Return how the passages found write a term, as no owner; the term itself if none of them holds it."""
    for hit in hits:
        for span, terms in token_spans(hit.passage.text, language):
            if term in terms:
                return without_genitive(hit.passage.text[span.start : span.end])
    return term


def may_be_meant(word: str, typed: str, text: str) -> bool:
    """Tell whether a word of the library, as it is written there, may be what was typed in a question's text.

    A common word is none for a name, nor a short word for a long one of which only the stem is like it.
    """
    return len(typed) - len(word) <= MOST_LONGER and not (_is_name(typed, text) and word[:1].islower())


def _is_name(word: str, text: str) -> bool:
    """Tell whether a word of a question was typed as a name: with a capital, elsewhere than in the first place.

    A question all in capitals tells nothing.
    """
    return word[:1].isupper() and not text.lstrip("¿¡\"'“‘ ").startswith(word) and not text.isupper()
