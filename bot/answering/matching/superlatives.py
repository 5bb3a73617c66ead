"""Whether a sentence calls that the largest, first or best of all what a question asks to be so (English)."""

from __future__ import annotations

import re

from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.tokens import tokenize

_SUPERLATIVE = later(r"\b(?:(?:most|least)\s+\w+|\w{3,}est|best|worst|second|third|fourth|fifth)\b", re.IGNORECASE)
_SAME = {"biggest": "largest", "largest": "biggest"}
_LOWER_RANK = later(
    r"(?:\b(?:second|third|fourth|fifth|sixth|next|\d+(?:nd|rd|th))[\s-]+|\bone of (?:the|its)\s+)$", re.IGNORECASE
)
"""What stands before a superlative of what is not the first: "Vesland's *second-*largest city"."""
_THING = later(
    r"\s+(?P<thing>(?!(?:to|in|of|on|at|and|or|for)\b)[a-z][\w’'-]*(?:\s[a-z][\w’'-]*)?)\s+(?:in|of|on|at)\b"
)
"""What a superlative is asked of: "the longest *river* in the world"."""
_PERSON = frozenset(tokenize("man woman person people human american billionaire", "en"))
THING_WORDS = 4
"""How many words behind a superlative say what it is of."""
_IN_WORLD = later(r"\b(?:in|of) the world\b|\bon earth\b", re.IGNORECASE)
_OF_A_PLACE = later(r"\b(?!World\b)[A-Z][\w.]*['’]s?\s(?:\w+\s)?\Z")
_IN_A_PLACE = later(r"\s+(?:[a-z-]+\s+){1,3}(?:in|of)\s+(?:the\s+)?(?!World\b)[A-Z]")
"""Asks for the first of all, and what is only so of one place: "*Norland's* longest river", "longest *in Norland*"."""


def is_superlative_of_other(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence says only of others, of fewer or as the second what a question asks to be the largest."""
    text, (start, end) = candidate.article.text, candidate.span
    in_world = _IN_WORLD.search(question.text)
    for asked in _SUPERLATIVE.finditer(question.text):
        words = [re.escape(asked[0]), _SAME.get(asked[0].lower())]
        found = [*re.compile(rf"\b(?:{'|'.join(filter(None, words))})\b", re.IGNORECASE).finditer(text, start, end)]
        if not found or _LOWER_RANK.search(question.text, 0, asked.start()):
            continue
        is_lower = all(_LOWER_RANK.search(text, start, one.start()) for one in found)
        is_of_place = in_world and all(
            _OF_A_PLACE.search(text, start, one.start()) or _IN_A_PLACE.match(text, one.end(), end) for one in found
        )
        if is_lower or is_of_place or _are_of_other_things(question, asked, [text[one.end() : end] for one in found]):
            return True
    return False


def _are_of_other_things(question: Question, asked: re.Match[str], behind: list[str]) -> bool:
    """Tell whether what stands behind a superlative of a sentence never is what the question asks it of."""
    thing = _THING.match(question.text, asked.end())
    terms = set(tokenize(thing["thing"], question.language)) if thing else set()
    meant = terms | {other for other, heads in question.synonyms.items() if heads & terms}
    if _PERSON & terms:
        meant |= _PERSON
    said = (" ".join(text.split()[:THING_WORDS]) for text in behind)
    return bool(terms) and all(meant.isdisjoint(tokenize(words, question.language)) for words in said)
