"""What somebody died of: a sentence that only says that they have died tells nothing of it (English)."""

from __future__ import annotations

import re

from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.text.later import later

_ASKS_CAUSE = later(
    r"\b(?:die[ds]?|dead|pass(?:ed)?\saway)\s(?:of|from)\W*$|\bcause\sof\b.*\bdeath|\bhow\sdid\s.+\sdie\W*$|"
    r"\bwhat\skilled\s(?-i:[A-Z])|\bwhat\scaused\b.*(?<!black )death",
    re.IGNORECASE,
)
_CAUSE = later(
    r"\b(?:die[ds]?|dying|passed\saway|succumb\w*)\b(?:\s+(?!age\b)[\w’'-]+){0,2}?\s+(?:of|to)\b|"
    r"\b(?:die[ds]?|dying|dead|deaths?|passed\saway)\b(?:\s+(?!age\b)[\w’'-]+,?){0,8}?\s+(?:from|after|by|while|when|"
    r"due\sto|following|in\s(?:an?|the|his|her|their)\s(?!age|home|sleep))\b|"
    r"\b(?:cause|causes|caused|cancer|stroke|heart|illness|disease|pneumonia|covid\S*|coronavirus|crash\w*|accident\w*|"
    r"shot|shoot\w*|gun\w*|bullets?|complications|overdos\w+|drugs?|suicide|drown\w*|kill\w*|murder\w*|stabb?\w*|fires?|"
    r"burn\w*|fell|struck|surgery|infection|sepsis|attack\w*|explo\w+|poison\w*|battle|dementia|alzheimer\S*|parkinson\S*|"
    r"failure|aneurysm|tumou?r|leuk\w+|diabetes|hypothermia|starv\w+|assassinat\w+|hang(?:ed|ing)|execut(?:ed|ion)|"
    r"collaps\w+|implo\w+|injur\w+|trauma\w*|asphyxia\w*|suffocat\w*|choke\w*|electrocut\w+|toxic\w*|trampl\w+|bitten|"
    r"maul\w+|crush\w+|strangl\w+|behead\w+|froze|frozen|run\sover|lupus|malaria|als|clots?|own\slife|bled|bleeding|"
    r"lightning|virus|fentanyl|hit\sby)\b",
    re.IGNORECASE,
)


def tells_cause(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence says what somebody died of, where that is asked; true of every other question."""
    return not _ASKS_CAUSE.search(question.text) or _CAUSE.search(candidate.said) is not None
