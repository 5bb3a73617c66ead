"""Sums of money of something else than what a question asks how much of: a fine for an income (English)."""

from __future__ import annotations

import re

from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import found_before, is_preceded
from index.text.later import later
from index.text.tokens import tokenize

_ASKS_INCOME = later(
    r"\bhow much (?:money )?(?:did|does|do|has|have|will|is|are)\b.*\b(?:makes?|made|making|earn\w*)\b", re.IGNORECASE
)
_INCOME = later(
    r"\b(?:earn\w*|paid|pays?|salar\w+|revenues?|gross\w*|income|wages?|profits?|ma[dk]es?|making|box office|hits?|"
    r"cross\w+|passed|haul\w*|took home|takes home|bonus\w*|compensation|contract|sales|sold|rak\w+|pull\w+ in|"
    r"brought in|brings in|generat\w+|ticket\w*|studio|screenings?|opening|weekend|debut\w*|tax\w*|donat\w+|"
    r"rais\w+)\b",
    re.IGNORECASE,
)
_NO_INCOME = later(
    r"\b(?:fin(?:ed|e)|acqui\w+|valued|cap space|retail\w*|award\w*|should pay|must pay|ordered to pay|damages|"
    r"looking to|proposed?|proposal|aim\w*|verdict)\b",
    re.IGNORECASE,
)
"""What asks for what somebody or something makes, and tells of that or of another sum."""
_ASKS_FALL = later(
    r"\bhow much\b.*\b(?:drop|fall|f[ae]ll|ris[ei]|rose|(?:go|gone|went) (?:up|down)|increase|climb|jump)\w*\b",
    re.IGNORECASE,
)
_LEVEL = later(r"\b(?:below|above|past|under|at)\s+(?:about\s+|nearly\s+|the\s+)?\Z")
"""What asks by how much a price has changed, and stands before what it has changed to."""
_FROM_WHOLE = later(
    r"\s+(?:in\s+[a-z]+\s+)?(?:from|of)\s+(?:the\s+|its\s+)?(?P<whole>[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)*)"
)
_USED = later(r"\b(?:tap(?:s|ped)?|us(?:e[sd]?|ing)|spen[dt]\w*|got|received|set aside|part)\s+(?:about\s+|of\s+)?\Z")
"""What stands around a part of a fund: "*tap* $400 million *from the Halmar Plan*"."""
_UNSURE = later(r"\b(?:looking to|recommend\w*|previously pledg\w+|once worth|call(?:s|ed|ing)? for)\b[^,;:.]*\Z")
_ASKS_UNSURE = later(
    r"\b(?:would|could|plan\w*|propos\w+|want\w*|pledg\w+|recommend\w*|once|might|seek\w*|ask\w*|call\w*)\b"
)
_RUNS_ON = later(r".* and [$€£]?\d.*|.*\bto \d+", re.DOTALL)
_BETWEEN = later(r"\b(?:between|from)\s+\Z")
"""What is two sums, or one with what stands behind it: "$75 and $230", "$4 billion to 465"."""
_WORTH_OF = later(r"\b(?P<whose>[A-Z][\w’'-]*?)['’]s?\s+(?:\w+\s+)?net worth\b")
UNSURE_REACH = 80


def is_other_money(question: Question, reading: Reading) -> bool:
    """Tell whether a sum is of something else than what a question asks how much it is."""
    return any(check(question, reading) for check in _CHECKS)


def _is_no_income(question: Question, reading: Reading) -> bool:
    """Tell whether it is asked what somebody makes, and the sentence tells of a fine, a price or the like."""
    if not _ASKS_INCOME.search(question.text):
        return False
    said = reading.candidate.said
    return _NO_INCOME.search(said) is not None or _INCOME.search(said) is None


def _is_level(question: Question, reading: Reading) -> bool:
    """Tell whether a sum is what a price has come to, where it is asked by how much it changed."""
    return is_preceded(reading, _LEVEL, 20) and _ASKS_FALL.search(question.text) is not None


def _is_share_of_fund(question: Question, reading: Reading) -> bool:
    """Tell whether a sum is only taken from what is asked for: "tap *$400 million* from the Halmar Plan"."""
    found = _FROM_WHOLE.match(reading.candidate.article.text, reading.span.end)
    if found is None or question.verb is not None or not is_preceded(reading, _USED, 30):
        return False
    return not question.names.isdisjoint(tokenize(found["whole"], question.language))


def _is_unsure(question: Question, reading: Reading) -> bool:
    """Tell whether a sum is only asked for, planned or of another time."""
    return found_before(reading, _UNSURE, UNSURE_REACH) is not None and not _ASKS_UNSURE.search(question.text)


def _runs_on(_: Question, reading: Reading) -> bool:
    """Tell whether a sum is two, or goes on with what is none."""
    text, span = reading.candidate.article.text, reading.span
    return _RUNS_ON.fullmatch(text, span.start, span.end) is not None and not is_preceded(reading, _BETWEEN, 15)


def _is_worth_of_name(question: Question, reading: Reading) -> bool:
    """Tell whether a net worth is that of another name than the question's."""
    found = _WORTH_OF.search(reading.candidate.said)
    return found is not None and question.names.isdisjoint(tokenize(found["whose"], question.language))


_CHECKS = (_is_no_income, _is_level, _is_share_of_fund, _is_unsure, _runs_on, _is_worth_of_name)
