"""What somebody became: "became the shortest-serving leader" is not to become prime minister, whoever is called so."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.tokens import tokenize

_ASKED = later(
    r"\bbec(?:o|a)me (?P<what>[\w.’' -]{1,90}?)(?:\W*$| (?:after|before|since|when|while|in|on|at|for|by|of wh\w+)\b)",
    re.IGNORECASE,
)
_SAID = later(r"\bbec(?:ome|omes|ame|oming)\b(?P<what>(?:(?! (?:who|when|while|after|as)\b)[^,;:.!?\n]){1,200})")


def becomes(question: Question, candidate: Candidate) -> bool:
    """Tell whether what a sentence says somebody became is what the question asks for, where both speak of becoming."""
    what = _asked(question.text, question.language) & set(question.terms)
    if question.language != "en" or not what:
        return True
    span = candidate.span
    said = [match["what"] for match in _SAID.finditer(candidate.article.text, span.start, span.end)]
    return not said or any(what <= set(tokenize(text, question.language)) for text in said)


@lru_cache(maxsize=64)
def _asked(text: str, language: str) -> frozenset[str]:
    """Return the terms of what a question says somebody became."""
    found = _ASKED.search(text)
    return frozenset(tokenize(found["what"], language)) if found else frozenset()
