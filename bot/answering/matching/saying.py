"""Whether a sentence gives what somebody said about something: "what did Falk say about the strike?" (English)."""

from __future__ import annotations

import re

from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.later import later

_ASKS_SAID = later(
    r"^\W*what (?:did|does|do|has|have)\b.*\b(?:say|said|tell|told|think|tweet(?:ed)?|write|written|warn(?:ed)?)\b"
    r".*\b(?:about|of|on)\b",
    re.IGNORECASE,
)


def says_what_is_asked(question: Question, candidate: Candidate) -> bool:
    """Tell whether whom a question names says something in a sentence that also holds all that it is asked about."""
    if question.language != "en" or question.verb is None or not question.names or not _ASKS_SAID.match(question.text):
        return False
    features = candidate.features
    if not features.get("verb") or features.get("verb_other") or features.get("verb_denied"):
        return False
    return question.key_terms <= set(candidate.matched_terms)
