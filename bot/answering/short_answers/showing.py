"""Which short answers are shown: those sure enough for their kind, where nothing else speaks against them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.answering.lexicon.gazetteer import OFFICES
from bot.answering.matching.counting import is_point
from bot.answering.matching.numbered import lacks_number
from bot.answering.matching.reading import Reading
from bot.answering.questions.main_verb import is_past
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.short_answers.around import is_preceded
from bot.answering.short_answers.miscounted import is_miscounted
from bot.answering.short_answers.misplaced import is_misplaced
from bot.answering.short_answers.money import is_other_money
from bot.answering.short_answers.other_counts import is_other_count
from bot.answering.short_answers.other_deeds import is_no_total, is_of_other_deed
from bot.answering.short_answers.other_events import is_of_other_event
from bot.answering.short_answers.parts import is_of_part
from bot.answering.short_answers.ranked import is_outdone, lacks_rank
from bot.answering.topics.aged import is_of_another
from bot.answering.topics.worth import is_worth_of_other
from bot.answering.weights import weights
from index.text.later import later
from index.text.stopwords import STOPWORDS

_LONG_TIME = later(r"century|decade|\d0s\b", re.IGNORECASE)
_OF = later(r"\bof\s$")
_CLAUSE_BEFORE = later(r"\b(?:after|before)\s+(?P<clause>[^,;]*)$")
"""A clause of another verb before a date: "was called off *after the storm came ashore* on Monday"."""
_PARTICIPLE = later(r"\w+e[dn]")
_DESCRIBING = later(
    r"(?:\b(?:the|an?|of|by|with|his|her|their|its|two|three)|['’]s|(?:\b[Ss]?[Hh]e|\b[Tt]hey|[A-Z][\w’'-]+)\s+and)"
    r"\s+(?:\w+ly\s+)?$"
)
_NOUN = later(r"\s+([a-z]{3,})\b")
"""What stands before and behind a participle that only describes: "the *escaped* inmate"."""
_HOW_MUCH_OF = later(r"\bhow much of\b", re.IGNORECASE)
_NEXT = later(r"^\W*when(?:['’]s| is| are) the next\b", re.IGNORECASE)
_TO_COME = later(rf"\bwill\b|\bgoing to\b|{_NEXT.pattern}", re.IGNORECASE)
_OF_NOW = later(r"^\W*when (?:do|does|are|is (?!.*['’]s\b))(?!.*\b(?:birthday|born|anniversary)\b)", re.IGNORECASE)
"""Asks when something happens, not when it did: no year before tells that."""
_ONCE = later(r"\b(?:originally|original|used to|fell|last|previously)\b[^.;:!?]*\Z", re.IGNORECASE)
"""What stands before a date of what has been."""
_ASKS_DIFFERENCE = later(r"\bby (?:how|what)\b|\bpoints?\b", re.IGNORECASE)
_CHANGE = (
    r"\b(?:ris(?:es?|en|ing)|rose|increas(?:es?|ed|ing)|gr[eo]w(?:s|n|ing)?|jump(?:s|ed|ing)?|surg(?:es?|ed|ing)|"
    r"soar(?:s|ed|ing)?|climb(?:s|ed|ing)?|rais(?:es?|ed|ing)|fell|falls?|fallen|falling|drop(?:s|ped|ping)?|"
    r"declin(?:es?|ed|ing)|tumbl(?:es?|ed|ing)|plung(?:es?|ed|ing)|plummet(?:s|ed|ing)?|shr[aiu]nk|decreas(?:es?|ed|ing)|"
    r"reduc(?:es?|ed|ing)|slash(?:es|ed|ing)?|cuts?|cutting|lower(?:s|ed|ing))"
)
_CHANGED_BY = later(
    rf"{_CHANGE}(?:\s+(?!(?:and|as|but|was|were|\w+ed)\b)[\w’'-]+){{0,4}}?\s+by\s+(?:(?!to\b)[a-z]+\s+){{0,3}}\Z",
    re.IGNORECASE,
)
"""What stands before a figure that says how much something has changed: "has tumbled *by* $107 billion"."""
_ASKS_CHANGE = later(
    rf"{_CHANGE}|\b(?:change|inflation|margin|slip|shed|lay|laid|w[io]n|los[et]|up|down|more|less)|"
    r"\bby (?:how|what)\b|\bby\W*$",
    re.IGNORECASE,
)
_ASKS_OFFICE = later(
    r"\bwho(?:['’]s| is| was| are| were)\s+(?:the|\w+['’]s)\s+(?:[\w-]+\s+){0,2}?(?:judge|lawyer|attorney|prosecutor|"
    r"coach|director|author|founder|pilot|captain|owner|doctor|manager|spokes\w+|driver|singer|actor|actress|architect|editor|"
    r"reporter)\b",
    re.IGNORECASE,
)
_NO_NAME = later(r"(?:Current|Former|Then|Longtime)\b|(?:CEO|President|Chair\w*|Director|Head) of\b")
_TITLE = later(rf"(?P<title>{OFFICES})\s")
_TITLE_BEFORE = later(rf"\b(?P<title>{OFFICES})\s+(?:[A-Z][\w.’'-]*\s+)*$")
"""An office before a name that its holder has no other beside."""
_WAS_INSIDE = later(
    r"\b(?:was|were|did|has|have|had|spen[dt]|stayed)\b.*"
    r"\b(?:prison|jail|behind bars|custody|detained|held|locked up)\b",
    re.IGNORECASE,
)
_VAGUE = later(r"\b(?:few|many|several|some)\b", re.IGNORECASE)
"""What says of a length of time hardly more than that it is one: "a *few* weeks"."""
_OF_SENTENCE = later(r"\bsentenc|\bterm\b", re.IGNORECASE)
_IMPOSED_BEFORE = later(
    r"\b(?:sentenc\w+\b[^.;]{0,80}|"
    r"(?:fac(?:e|es|ed|ing)|carr(?:y|ies|ied)|maximum(?: of)?|up to)\s+(?:an?\s+|up to\s+)*)$",
    re.IGNORECASE,
)
_IMPOSED_BEHIND = later(r"(?:\s+in)?\s+(?:(?:prison|jail)\s+)?(?:sentence|term)\b", re.IGNORECASE)
"""What stands around a time in prison that a court gives, which few spend."""
NEAR_DAYS = 35
"""How far from the day of a question that asks of "this week" an article may be."""
_ASKS_ONE = later(r"\W*who(?:['’]s| is| was)\s+the\s+(?!\w+\s+and\b)(?!\w+s\s+of\b)", re.IGNORECASE)
CHANGE_REACH = 80
"""How many code points before a figure it is looked for what it has changed."""
PRISON_REACH = 120
"""The same of what stands before a time that a court gave."""


def is_shown(question: Question, reading: Reading) -> bool:
    """Tell whether a reading is as sure as its kind must be, and nothing else speaks against showing it.

    One of several names in a list is half an answer, and a plain phrase is often cut in the wrong place: neither is
    shown; nor is what `_AGAINST` names for its kind.
    """
    if reading.confidence < floor_of(reading) or reading.span.part or reading.span.form.startswith("phrase"):
        return False
    return not any(check(question, reading) for check in (_is_old_news, *_AGAINST.get(question.kind, ())))


def floor_of(reading: Reading) -> float:
    """Return how sure a reading must be: of news less, for some kinds, than of an encyclopedia."""
    floors = weights("floors")
    if reading.candidate.article.published:
        floors = floors | weights("floors_dated")
    return floors[reading.kind]


def _is_old_news(question: Question, reading: Reading) -> bool:
    """Tell whether a reading is weeks apart from the day of a question that asks of "this week" or the like."""
    published = reading.candidate.article.published
    if question.asked is None or published is None or not any(day.relative for day in question.dates):
        return False
    return abs((date.fromisoformat(published[:10]) - question.asked).days) > NEAR_DAYS


def _is_difference(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is a difference of two shares, and none is asked for: "lost by *18 percentage points*"."""
    return reading.span.value.endswith("points") and not _ASKS_DIFFERENCE.search(question.text)


def _is_change(question: Question, reading: Reading) -> bool:
    """Tell whether a figure is only how much something has risen or fallen by, and the question does not ask that."""
    return is_preceded(reading, _CHANGED_BY, CHANGE_REACH) and not _ASKS_CHANGE.search(question.text)


def _lacks_part(question: Question, reading: Reading) -> bool:
    """Tell whether the number of a season or the like that is asked for stands nowhere in the passage."""
    return lacks_number(question, reading.candidate, is_said=True)


def _tells_point(question: Question, reading: Reading) -> bool:
    return is_point(question, reading.candidate, reading.span)


def _is_age_of_another(question: Question, reading: Reading) -> bool:
    return is_of_another(question, reading.candidate, reading.span)


def _is_vague_length(_: Question, reading: Reading) -> bool:
    return _VAGUE.search(reading.candidate.article.text, reading.span.start, reading.span.end) is not None


def _is_imposed(question: Question, reading: Reading) -> bool:
    """Tell whether a time is what a court gave, where it is asked how long somebody was in prison."""
    if not _WAS_INSIDE.search(question.text) or _OF_SENTENCE.search(question.text):
        return False
    text, span = reading.candidate.article.text, reading.span
    before = _IMPOSED_BEFORE.search(text, max(reading.candidate.span.start, span.start - PRISON_REACH), span.start)
    return bool(before or _IMPOSED_BEHIND.match(text, span.end))


def _lacks_verb(question: Question, reading: Reading) -> bool:
    """Tell whether a sentence of news does not hold the verb of the question."""
    return _is_news(reading) and question.verb is not None and not reading.features.get("verb")


def _is_news(reading: Reading) -> bool:
    return reading.candidate.article.published is not None


def _is_share_asked(question: Question, reading: Reading) -> bool:
    """Tell whether a sum of money stands where it is asked how much *of* something there is."""
    return bool(_HOW_MUCH_OF.search(question.text)) and "%" not in reading.span.value


def _is_untrue_of_event(_: Question, reading: Reading) -> bool:
    """Tell whether a date is of what others did, of what is denied or only hoped for, or only names something."""
    return any(reading.features.get(name) for name in ("others", "denied", "names_thing"))


def _is_long_time(question: Question, reading: Reading) -> bool:
    """Tell whether a century or the like only says which years, or whose: "one of the darkest years of *the 1900s*"."""
    text, span = reading.candidate.article.text, reading.span
    if _LONG_TIME.search(question.text) or not _LONG_TIME.search(text, span.start, span.end):
        return False
    return bool(_OF.search(text, max(0, span.start - 4), span.start))


def _is_behind(question: Question, reading: Reading) -> bool:
    """Tell whether a date is past by its article's day, or an old "tomorrow", where it is asked what is to come.

    When the next one is asks for one that is not over today.
    """
    if not _TO_COME.search(question.text):
        return _OF_NOW.search(question.text) is not None and _is_of_once(reading)
    if question.today and _NEXT.search(question.text) and _is_before(reading.span.value, question.today.isoformat()):
        return True
    if reading.span.relative and not reading.features["figures"]:
        return True
    published = reading.candidate.article.published
    return published is not None and _is_before(reading.span.value, published)


def _is_of_once(reading: Reading) -> bool:
    """Tell whether a date is of a year before its article's, or of what has been: "the original day fell on"."""
    published = reading.candidate.article.published
    is_past = is_preceded(reading, _ONCE, CHANGE_REACH)
    return published is not None and (is_past or reading.span.value[:4] < published[:4])


def _is_loose(question: Question, reading: Reading) -> bool:
    """Tell whether a date of news, where every sentence has several, bounds something or belongs to another verb."""
    if not _is_news(reading):
        return False
    if reading.features.get("bounds") or reading.features.get("elsewhere") or _only_describes(question, reading):
        return True
    candidate = reading.candidate
    verbs = [verb.end for verb in candidate.spans_of(question.verb) if verb.end <= reading.span.start]
    found = _CLAUSE_BEFORE.search(candidate.article.text[max(verbs) : reading.span.start]) if verbs else None
    return found is not None and any(map(is_past, found["clause"].lower().split()))


def _only_describes(question: Question, reading: Reading) -> bool:
    """Tell whether the verb of a question is said of somebody in passing: "*escaped* inmate Bo Rask was arrested"."""
    candidate = reading.candidate
    text = candidate.article.text
    verbs = candidate.spans_of(question.verb)
    return bool(verbs) and all(
        _PARTICIPLE.fullmatch(text, verb.start, verb.end)
        and _DESCRIBING.search(text, max(0, verb.start - 20), verb.start)
        and (found := _NOUN.match(text, verb.end))
        and found[1] not in STOPWORDS["en"]
        for verb in verbs
    )


def _is_label(_: Question, reading: Reading) -> bool:
    """Tell whether a name is only a label that opens a sentence: "*Editor's Note*: Falk lives in Norland".

    Nor is "Current Lanterns" a name, or "CEO of Lantern".
    """
    opens = reading.span.start == reading.candidate.sentence.start
    text, span = reading.candidate.article.text, reading.span
    return (opens and text.startswith(":", span.end)) or _NO_NAME.match(text, span.start, span.end) is not None


def _has_another_office(question: Question, reading: Reading) -> bool:
    """Tell whether somebody is called by another office than the one whose holder is asked for."""
    if not _ASKS_OFFICE.search(question.text):
        return False
    text, span = reading.candidate.article.text, reading.span
    title = _TITLE.match(text, span.start, span.end) or _TITLE_BEFORE.search(text, max(0, span.start - 40), span.start)
    return title is not None and not _words(title["title"]) & _words(question.text)


def _are_many(question: Question, reading: Reading) -> bool:
    """Tell whether it is asked who the one holder of something is, and several are named."""
    said = reading.candidate.article.text[reading.span.start : reading.span.end]
    return _ASKS_ONE.match(question.text) is not None and (", " in said or " and " in said)


def _words(text: str) -> set[str]:
    return {*re.findall(r"\w+", text.lower())}


def _is_before(value: str, published: str) -> bool:
    """Tell whether a date lies before the day of publication, as far as it says."""
    first = value.split("/")[0]
    return first[:1].isdigit() and first < published[: len(first)]


_AGAINST: dict[AnswerKind, tuple[Callable[[Question, Reading], bool], ...]] = {
    AnswerKind.HOW_MANY: (
        is_miscounted,
        is_of_part,
        is_other_count,
        is_of_other_deed,
        _tells_point,
        _is_change,
        lacks_rank,
    ),
    AnswerKind.HOW_MUCH: (is_other_money, _is_share_asked, is_worth_of_other, is_of_other_deed, _is_change, lacks_rank),
    AnswerKind.PERCENT: (_is_difference, _is_change),
    AnswerKind.HOW_OLD: (_is_age_of_another,),
    AnswerKind.HOW_LONG: (_is_vague_length, _tells_point, _is_imposed, _lacks_verb, _is_change, is_no_total),
    AnswerKind.WHO: (_are_many, lacks_rank, is_outdone, _has_another_office, _is_label),
    AnswerKind.WHERE: (is_misplaced, lacks_rank, is_outdone, _is_label),
    AnswerKind.WHEN: (
        _is_untrue_of_event,
        is_of_other_event,
        _is_long_time,
        _is_behind,
        _is_loose,
        _lacks_verb,
        lacks_rank,
        _lacks_part,
    ),
}
"""What speaks against showing a reading, by the kind of question."""
