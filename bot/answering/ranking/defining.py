"""Put passages that tell what a thing is first, where that is asked (English).

Of a thing that is in all the news, the passages that name it most often seldom tell what it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.matching.cues import IS_A, ROLE, ROLE_REACH
from bot.answering.questions.question import AnswerKind, Question
from index.models import Hit


def asks_what(question: Question) -> bool:
    """Tell whether a question asks who or what something is."""
    return question.kind is AnswerKind.DEFINITION and question.language == "en"


def defining_first(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Return hits, those first that say who or what it is beside what a question names.

    Those of other questions stay as they are.
    """
    if not asks_what(question) or not question.ordered:
        return list(hits)
    words = [re.escape(question.words[term]) for term in question.ordered]
    named = re.compile(rf"\b{words[-1]}", re.IGNORECASE)
    whole = re.compile(r"\b" + r"\W+".join(words), re.IGNORECASE)
    return sorted(hits, key=lambda hit: not _defines(named, whole, hit.passage.text))


def _defines(named: re.Pattern[str], whole: re.Pattern[str], text: str) -> bool:
    return any(IS_A.match(text, name.end()) for name in named.finditer(text)) or any(
        ROLE.search(text, max(0, name.start() - ROLE_REACH), name.start()) for name in whole.finditer(text)
    )
