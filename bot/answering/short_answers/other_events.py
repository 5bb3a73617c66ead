"""Dates of another event than the one that is asked for: somebody else's death, an anniversary, a saying (English)."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.answering.matching.befallen import befell_others
from bot.answering.matching.opposites import tells_opposite
from bot.answering.matching.reading import Reading
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import found_before
from index.text.later import later
from index.text.tokens import tokenize

_ANNIVERSARY = later(r"\banniversar", re.IGNORECASE)
_IS_ANNIVERSARY = later(r"\s+(?:is|was|marks?|marked|will (?:be|mark))\s+(?:(?:the|\w+['’]s)\s+)?[\w-]+\s+anniversary")
_ANNIVERSARY_IS = later(r"\banniversary\b[^,;.]{0,80}\b(?:is|was|on|falls on)\s+\Z")
_ASIDE = later(
    r",\s+(?:who|which|whose|where|the|an?|accused)\b[^,;:]*\b(?:\w+(?:ed|ing)|shot|hit|got|knew|took|fought|found|told)\b[^,;:]*\Z"
)
"""What says in passing, between commas, of whom it is: ", *the officer who shot Rask in April 2021,* is sentenced"."""
_COMMA = later(r"\s*,")
_SAYING_THAT = later(r"\s+that\b")
_SAID = later(
    r"\b(?:said|says?|told|tells?|announc\w+|assur\w+|confirm\w*|report\w*|warn\w*|rul(?:ed|es)|order\w*)\b[^,;.]*\Z"
)
"""What stands before a day on which something is said: "*assured* them Wednesday that"."""
_WEEKDAY = later(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day")
_DETERMINER = later(r"\b(?:an?|the|its|his|her|their)\s+\Z")
_NOUN = later(
    r"\s+(?!(?:and|in|at|on|of|by|as|to|after|before|when|with|for|from|night|morning|evening|afternoon)\b)[a-z]+"
)
"""What stands around a day that only says which: "a *Friday* meeting"."""
_SENTENCED = later(r"\b(?:convict|sentenc|find guilty|found guilty)", re.IGNORECASE)
_UNDONE = later(r"\b(?:vacat|overturn|revers|commut|quash|pardon|toss)\w*", re.IGNORECASE)
"""What somebody is asked to have got from a court, and what takes it back: "*commuted* Rask's sentence"."""
_SINCE = later(r"\bsince\s+[A-Z][^,;.]*\Z")
"""What others did, before which nobody had: "the first *since Rask sang in* 1961"."""
_CLAUSE_END = later(r",|\b(?:before|after|but|who|when|while)\b")
_PAIRED = later(r"\brespectively\b")
_LAST, _MORE_YEARS = later(r"\blast\b", re.IGNORECASE), later(r",?\s*(?:and\s+)?\d{4}\b")
_YEARS_JOINED = later(r"\d{4} and \d{4}")
_ASKS_YEARS = later(r"\b(?:between|both|from|years|dates|which)\b", re.IGNORECASE)
_BORN_AND_DIED = later(r"\b(?:born|birth)\b.*\b(?:died|death)\b", re.DOTALL)
"""Two years that are of two events, and what asks for both: "his birth and death (*1925 and 2000*)"."""
_THAN = later(r"\bthan\b")
_STRETCHES = later(r"\bstretch\w*\s+(?:back\s+)?to\s+\Z|\btrend\s+since\s+\Z")
_ENDS = later(r"\b(?:expire[ds]?|end(?:s|ed)?|repeal\w*|lift(?:ed|s)?|overturn\w*|lapse[ds]?)\b", re.IGNORECASE)
_MAY_BE = later(
    r"\b(?:can|could|may|might)\s+(?:\w+ly\s+)?be\s+\w+(?:\s+\w+){0,4}?\s+(?:in\s+(?:\w+\s+){0,3}|on\s+|by\s+)?\Z"
)
"""What stands before a date that is no event's, or only may be one's."""
_THAT = later(r"\b[Tt]hat\s+\Z")
_BARE_YEAR = later(r"(?:19|20)\d\d")
_ASKS_DAY = later(r"\W*when(?:['’]s|\s(?:is|are))\b(?!.*\bnext\b)", re.IGNORECASE)
"""A year, and what asks for a day."""
_LAST_TIME = later(r"\b(?:[Tt]he|[Aa]) last time\b[^,;:.]*\b(?:was|came|is)\b")
_ASKS_LAST = later(r"\b(?:last|recent|previous|final|latest|before)\b", re.IGNORECASE)
"""What tells of the time before, and asks for that."""
_HONOURS = later(
    r"\s+(?:named|voted|ranked|called(?!\soff)|listed|hono(?:u)?red|commemorated|remembered|recreated|recalled)\s+"
    r"(?:the\s+)?[A-Z]"
)
"""What stands behind a date on which something was only spoken of: "in 2019 *named* it the best play of all"."""
_ASKS_WIN = later(r"\bwhen\s+(?:did|does|will)\s+(?P<who>[^?]+?)\s+win\s+(?P<what>[^?]+)", re.IGNORECASE)
_WIN = later(r"\b(?:w[io]n(?:s|ning)?|victor(?:y|ies)|triumph\w*)\b", re.IGNORECASE)
_IN_FINAL = later(r"\b(?:finals?|w[io]n(?:s|ning)?\s(?:it|everything)|Academy Award)\b")
DATE_REACH = 40
"""How many code points before a date are looked at."""
WON_BEFORE, WON_BEHIND = 30, 60
"""How many code points around what says that somebody won may tell what; in a match on the way there it is not told."""
_IN_NAME = later(
    r"\b(?:War|Battle|Act|Treaty|Accords?|Crisis|Depression|Riots?|Revolution|Uprising|Class|ban|law|act) of\s+\Z"
)
"""What stands before a year that is part of a name: "the War *of 1812*"."""


def is_of_other_event(question: Question, reading: Reading) -> bool:
    """Tell whether a date is of another event than a question asks when it was."""
    return any(check(question, reading) for check in _CHECKS)


def _befell_others(question: Question, reading: Reading) -> bool:
    return befell_others(question, reading.candidate)


def _is_anniversary(question: Question, reading: Reading) -> bool:
    """Tell whether a day is that of an anniversary, and the question does not ask for it."""
    text, span = reading.candidate.article.text, reading.span
    told = _IS_ANNIVERSARY.match(text, span.end) or found_before(reading, _ANNIVERSARY_IS)
    return bool(told) and not _ANNIVERSARY.search(question.text)


def _is_aside(question: Question, reading: Reading) -> bool:
    """Tell whether a date is of what is said in passing, between the name and the question's verb."""
    text, span = reading.candidate.article.text, reading.span
    verbs = reading.candidate.spans_of(question.verb)
    aside = _ASIDE.search(text, reading.candidate.span.start, span.start)
    if not verbs or aside is None or not _COMMA.match(text, span.end):
        return False
    is_of_name = any(place.end <= aside.start() for place, term in reading.candidate.pairs if term in question.names)
    return is_of_name and all(verb.start > span.end for verb in verbs)


def _is_of_saying(question: Question, reading: Reading) -> bool:
    """Tell whether a day is the one on which something was said: "assured them *Wednesday* that ..."."""
    said, text = found_before(reading, _SAID), reading.candidate.article.text
    if said is None or not _SAYING_THAT.match(text, reading.span.end):
        return False
    return all(not said.start() <= verb.start < said.end() for verb in reading.candidate.spans_of(question.verb))


def _is_attribute(question: Question, reading: Reading) -> bool:
    """Tell whether a weekday only says which: "postponed a *Friday* meeting"."""
    text, span = reading.candidate.article.text, reading.span
    is_day = _WEEKDAY.fullmatch(text, span.start, span.end) and found_before(reading, _DETERMINER)
    noun = _NOUN.match(text, span.end) if is_day else None
    return noun is not None and question.words.keys().isdisjoint(tokenize(noun[0], question.language))


def _is_taken_back(question: Question, reading: Reading) -> bool:
    """Tell whether a date is that on which a sentence was undone, where it is asked when it was passed."""
    text, (start, end), span = reading.candidate.article.text, reading.candidate.span, reading.span
    before, behind = _CLAUSE_END.split(text[start : span.start])[-1], _CLAUSE_END.split(text[span.end : end])[0]
    told = _UNDONE.search(before) or _UNDONE.search(behind)
    return bool(told and _SENTENCED.search(question.text) and not _UNDONE.search(question.text))


def _is_paired(_: Question, reading: Reading) -> bool:
    """Tell whether a date is one of several for as many names."""
    return _PAIRED.search(reading.candidate.said) is not None


def _is_before_last(question: Question, reading: Reading) -> bool:
    """Tell whether a date is not the last one told, where that is asked for."""
    is_followed = _MORE_YEARS.match(reading.candidate.article.text, reading.span.end)
    return bool(is_followed and _LAST.search(question.text))


def _is_of_two(question: Question, reading: Reading) -> bool:
    """Tell whether a date is two years, each of another event."""
    text, span = reading.candidate.article.text, reading.span
    is_joined = _YEARS_JOINED.fullmatch(text, span.start, span.end) and _BORN_AND_DIED.search(reading.candidate.said)
    return bool(is_joined and not _ASKS_YEARS.search(question.text))


def _is_compared(question: Question, reading: Reading) -> bool:
    """Tell whether a date is of what something asked for is only compared with, behind it."""
    places = [place.start for place, term in reading.candidate.pairs if term in question.names]
    end, text = reading.span.end, reading.candidate.article.text
    return bool(places) and min(places) > end and _THAN.search(text, end, min(places)) is not None


def _is_no_day(question: Question, reading: Reading) -> bool:
    """Tell whether a date is only how long something goes back, "that Friday", or the year of what has a day."""
    text, span = reading.candidate.article.text, reading.span
    if found_before(reading, _STRETCHES, DATE_REACH) or (
        _WEEKDAY.match(text, span.start, span.end) and found_before(reading, _THAT, DATE_REACH)
    ):
        return True
    return bool(_BARE_YEAR.fullmatch(text, span.start, span.end) and _ASKS_DAY.match(question.text))


def _is_of_law(question: Question, reading: Reading) -> bool:
    """Tell whether a year is that of a law whose end is asked for: "the ban of *1994*"."""
    return found_before(reading, _IN_NAME) is not None and _ENDS.search(question.text) is not None


def _may_only_be(question: Question, reading: Reading) -> bool:
    """Tell whether something only may come to be on a date, where it is asked when it did."""
    return question.past and found_before(reading, _MAY_BE, 2 * DATE_REACH) is not None


def _is_of_last_time(question: Question, reading: Reading) -> bool:
    """Tell whether a date is of the time before the one that is asked for: "*last time* it was in 1961"."""
    is_last = reading.candidate.article.published and _LAST_TIME.search(reading.candidate.said)
    return bool(is_last and question.verb and not _ASKS_LAST.search(question.text))


def _is_of_honour(question: Question, reading: Reading) -> bool:
    """Tell whether something asked for by its name alone was only spoken of on a date."""
    return question.verb is None and _HONOURS.match(reading.candidate.article.text, reading.span.end) is not None


def _is_of_match(question: Question, reading: Reading) -> bool:
    """Tell whether whom a question asks when they won it has only won something on the way there."""
    asked = _ASKS_WIN.search(question.text)
    if asked is None:
        return False
    prize = question.names.intersection(tokenize(asked["what"], question.language)) - question.years
    text, (start, end) = reading.candidate.article.text, reading.candidate.span
    around = [
        text[max(start, win.start() - WON_BEFORE) : min(end, win.end() + WON_BEHIND)]
        for win in _WIN.finditer(text, start, end)
    ]
    if _IN_FINAL.search(reading.candidate.said):
        return False
    return bool(prize and around) and all(prize.isdisjoint(tokenize(words, question.language)) for words in around)


def _is_since(question: Question, reading: Reading) -> bool:
    """Tell whether a date is that of what others did before: "the first since Rask sang in *1961*"."""
    found = found_before(reading, _SINCE)
    if found is None or not question.names or "since" in question.text.lower():
        return False
    inside = {term for place, term in reading.candidate.pairs if found.start() <= place.start < found.end()}
    return inside.isdisjoint(question.names)


def _is_opposite(question: Question, reading: Reading) -> bool:
    return tells_opposite(question, reading.candidate)


def _is_in_name(question: Question, reading: Reading) -> bool:
    """Tell whether a year is part of a name that is not asked for: "the War of *1812*"."""
    found = found_before(reading, _IN_NAME)
    return found is not None and question.words.keys().isdisjoint(tokenize(found[0], question.language))


_CHECKS: tuple[Callable[[Question, Reading], bool], ...] = (
    _befell_others, _is_anniversary, _is_aside, _is_of_saying, _is_attribute, _is_taken_back, _is_paired,
    _is_before_last, _is_of_two, _is_of_last_time, _is_of_honour, _is_of_match, _is_compared, _is_no_day, _is_of_law,
    _may_only_be, _is_since, _is_in_name, _is_opposite,
)  # fmt: skip
