"""Which one of many a short answer is of: the first, the third, or one that another has left behind (English)."""

from __future__ import annotations

import re
from functools import cache

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.matching.reading import Reading
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.short_answers.around import is_preceded
from index.text.calendar import MONTHS, NUMBERS, ORDINALS
from index.text.later import later

_RANK = later(
    r"\b(?:the|ever|(?P<their>his|her|their|its))\s+(?:very\s+)?(?P<rank>first|last|only)\b"
    r"(?!\s+(?:time|few|two|three|four|five|ten|\d+|half|quarter|second|minute|hour|day|week|month|season|year|decade)s?\b)",
    re.IGNORECASE,
)
"""Which one of many is asked for."""
_OF_RANK = {
    "first": later(
        r"\b(?:first(?!\s+(?:time|in\s+\d{4}))|1st|earliest|inaugural|original|debut|maiden|opening)", re.IGNORECASE
    ),
    "last": later(r"\b(?:last|final|latest|recent)", re.IGNORECASE),
    "only": later(r"\b(?:only|sole|lone|single|solitary)\b", re.IGNORECASE),
}
"""How a sentence says that it is that one."""
_NEXT = later(r"\b(?:next|upcoming|newest)\b", re.IGNORECASE)
_MONTH = rf"(?i:{'|'.join(MONTHS)})"
_COUNTED = {word: number for word, number in ORDINALS.items() if word.isalpha() and number > 1}
_ORDINAL = later(
    rf"(?<!per )\b(?:(?P<word>{'|'.join(_COUNTED)})|(?P<figure>[2-9]|10)(?:nd|rd|th))\b(?!-)(?!\s+{_MONTH}\b)"
    r"(?!\s+(?:avenue|street|amendment|circuit|district|grade|century|place|lady|quarter|world|degree|party|base|of|"
    r"members?|weeks?|months?|years?|nights?|times?|half|floor|anniversary)\b)",
)
"""Which one of several is asked for, by its number; the day of a month is none."""
_DAY_BEFORE = later(rf"\b(?:{'|'.join(MONTHS)})\.?\s+\Z", re.IGNORECASE)
_SUPERLATIVE = later(r"\bthe\s+(?P<word>most|least|fewest|[a-z]{3,}est|best|worst)\b(?!\s+recent)", re.IGNORECASE)
_NO_SUPERLATIVE = words_of(
    "forest harvest honest interest request guest protest arrest contest latest west east northwest southwest nearest "
    "rest"
)
_ANY_SUPERLATIVE = (
    r"most|largest|biggest|highest|greatest|leading|leads?|led|top|topped|tops|record|first|no\.\s?1|number\sone|"
    r"ahead|more\sthan\sany|best|ever|worst|least|lowest|unprecedented|unparalleled|\w+-most"
)
"""Words by which something is asked for as the first of all, and what any sentence that tells it may say instead."""
_ALSO_SECOND = r"again|another|both|repeat\w*"
_OUTDONE = later(
    r"\b(?:(?:leapfrog|overtak|overto|surpass|unseat|dethron|toppl)\w*|beating|defeating|edging out|ahead of|topping|"
    r"knocking off)\s+(?:[a-z]+\s+){0,2}\Z",
    re.IGNORECASE,
)
"""What stands before whom another has left behind."""
_ASKS_OUTDONE = later(r"\b(?:opponent|loser|rival|record|predecessor|runner-up)", re.IGNORECASE)
_OUTDONE_REACH = 40


def lacks_rank(question: Question, reading: Reading) -> bool:
    """Tell whether which one of many is asked for, and the sentence is of any: "the *first* message".

    Asked when something named was, it is that one all the same, but not when somebody won *their* first.
    """
    if _lacks_ordinal(question, reading) or _lacks_superlative(question, reading):
        return True
    asked = _RANK.search(question.text)
    if asked is None:
        return False
    said = reading.candidate.said
    if asked["rank"].lower() == "first" and _NEXT.search(said) and not _OF_RANK["first"].search(said):
        return True
    asks_when_named = question.kind is AnswerKind.WHEN and bool(question.names)
    if asks_when_named != bool(asked["their"]):
        return False
    return not _OF_RANK[asked["rank"].lower()].search(said)


def is_outdone(question: Question, reading: Reading) -> bool:
    """Tell whether a name is of whom another has beaten, and the question does not ask for that."""
    return (
        question.verb is None
        and not _ASKS_OUTDONE.search(question.text)
        and is_preceded(reading, _OUTDONE, _OUTDONE_REACH)
    )


def _lacks_ordinal(question: Question, reading: Reading) -> bool:
    """Tell whether the third or so is asked for, and the sentence does not say that it is that one."""
    asked = _ORDINAL.search(question.text)
    if asked is None or _DAY_BEFORE.search(question.text, 0, asked.start()):
        return False
    number = int(asked["figure"]) if asked["figure"] else _COUNTED[asked["word"]]
    return not _of_number(number).search(reading.candidate.said)


def _lacks_superlative(question: Question, reading: Reading) -> bool:
    """Tell whether the largest or so is asked for, and the sentence tells of none that is the first of all."""
    asked = _SUPERLATIVE.search(question.text)
    if asked is None or asked["word"].lower() in _NO_SUPERLATIVE:
        return False
    return not _of_superlative(asked["word"].lower()).search(reading.candidate.said)


@cache
def _of_superlative(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{word}|{_ANY_SUPERLATIVE})\b", re.IGNORECASE)


@cache
def _of_number(number: int) -> re.Pattern[str]:
    words = [word for word, value in [*_COUNTED.items(), *NUMBERS.items()] if value == number]
    forms = "|".join([rf"{number}(?:st|nd|rd|th)?", *words, *([_ALSO_SECOND] if number == 2 else [])])
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
