"""Whether a sentence calls that the largest, the best or the second of all what a question asks to be so (English)."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.lexicon.families import forms
from bot.answering.lexicon.synonyms import synonyms
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.tokens import tokenize

_SUPERLATIVE = later(
    r"\b(?:(?:most|least)\s+\w+|(?!(?:inter|for|harv|prot|arr|cont|requ|cong|mod|man|inv|hon|midw|southw|northw|prif|bequ|"
    r"dig|conqu|unr|near)est\b)[a-z]{3,}est|best|worst|second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
_SAME = {"biggest": "largest", "largest": "biggest"}
_LOWER_RANK = later(
    r"(?:\b(?:second|third|fourth|fifth|sixth|next|\d+(?:nd|rd|th))[\s-]+|\bone of (?:the|its)\s+)$", re.IGNORECASE
)
"""What stands before a superlative of what is not the first: "Vesland's *second-*largest city"."""
_THING = later(
    r"\s+(?P<thing>(?!(?:to|in|of|on|at|and|or|for)\b)[a-z][\w’'-]*(?:\s[a-z][\w’'-]*)?)\s+(?:in|of|on|at)\b"
)
"""What a superlative is asked of: "the longest *river* in the world"."""
_ALONE = later(
    r"\W*(?:\Z|[,.;:!?)–—“”\"]|\s*(?:in|of|on|at|by|and|or|to|for|from|ever|among|since|with|that|who|which|than|known|yet|is|was)\b)"
)
"""Behind a superlative that is of what was named before: "the Ask is the longest *in Norland*"."""
_KINDS = (
    "man woman person people human american billionaire player runner star", "mountain peak summit",
    "country state nation", "animal mammal fish bird", "building skyscraper tower", "film movie picture", "city town",
    "wave surge", "phase stage round", "season series",
)  # fmt: skip
"""What a thing may also be called."""
BEFORE = 60
"""How many code points before a superlative are looked at."""
THING_WORDS = 4
"""How many words behind a superlative say what it is of."""
_IN_WORLD = later(r"\b(?:in|of) the world\b|\bon earth\b", re.IGNORECASE)
_OF_A_PLACE = later(r"\b(?!(?:World|Earth)\b)[A-Z][\w.]*['’]s?\s(?:\w+\s)?\Z")
_IN_A_PLACE = later(r"\s+(?:[a-z-]+\s+){1,3}(?:in|of)\s+(?:the\s+)?(?!(?:World|Earth)\b)[A-Z]")
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
        is_lower = all(_LOWER_RANK.search(text, max(start, one.start() - BEFORE), one.start()) for one in found)
        is_of_place = in_world and all(
            _OF_A_PLACE.search(text, max(start, one.start() - BEFORE), one.start())
            or _IN_A_PLACE.match(text, one.end(), end)
            for one in found
        )
        if is_lower or is_of_place or _are_of_other_things(question, asked, [text[one.end() : end] for one in found]):
            return True
    return False


def _are_of_other_things(question: Question, asked: re.Match[str], behind: list[str]) -> bool:
    """Tell whether what stands behind a superlative of a sentence never is what the question asks it of."""
    thing = _THING.match(question.text, asked.end())
    meant = _also_called(thing["thing"], question.language) if thing else frozenset[str]()
    said = (" ".join(text.split()[:THING_WORDS]) for text in behind if not _ALONE.match(text))
    things = [frozenset(tokenize(words, question.language)) for words in said]
    return bool(meant) and len(things) == len(behind) and all(meant.isdisjoint(words) for words in things)


@lru_cache(maxsize=64)
def _also_called(thing: str, language: str) -> frozenset[str]:
    terms = frozenset(tokenize(thing, language))
    kinds = [frozenset(tokenize(kind, language)) for kind in _KINDS]
    return terms.union(*(forms(term) | synonyms(term) for term in terms), *(kind for kind in kinds if kind & terms))
