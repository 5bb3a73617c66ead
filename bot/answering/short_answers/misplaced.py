"""Places that are not where what is asked for is: where it is from, who does it, what it only lies in (English)."""

from __future__ import annotations

import re

from bot.answering.lexicon.gazetteer import PLACES
from bot.answering.lexicon.nations import belonging
from bot.answering.matching.reading import Reading
from bot.answering.mentions.spans import NATIONALITY
from bot.answering.questions.question import Question
from bot.answering.short_answers.around import clause_before
from bot.answering.short_answers.placing import area_asked
from index.text.later import later
from index.text.tokens import tokenize

_IN = later(r"\b(?:in|at|near|from|to|on|off|over|outside|inside|around|across)\s+(?:the\s+)?$", re.IGNORECASE)
_DESCRIBED = later(r"\s+(?:[a-z-]+\s+){1,3}")
_DESCRIBES = later(r"(?:\b(?:is|was)\s+(?:an?\s+)?|,\s+an?\s+)(?:[\w-]+\s+){0,2}$")
"""What stands between a nationality and whose it is: "the French *skipper* Falk", "Falk *is a* French skipper"."""
_UP_TO_VERB = later(r"\s+(?:(?:has|have|had|also|first|later|\w+ly)\s+)*")
_SPEAKS = later(
    r"\s+(?:(?:has|have|had|also|\w+ly)\s+)*(?:said|says|say|told|announced|announces|mourn\w*|warned|vowed)\b"
)
"""What a place does that stands for its people: "*Norland said* farewell"."""
_FROM = later(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_WHERE = later(r"\bwhere\b", re.IGNORECASE)
_ASKS_FROM = later(
    r"\b(?:from|born|rais\w+|gr[eo]w\w*|c[oa]mes?|origin\w*|hails?|native|left|leav\w+)\b", re.IGNORECASE
)
_WHICH_HOUSE = later(
    r"\b(?:which|what)\s+(?:[\w’'-]+\s+){0,2}?(?:museum|hotel|hospital|school|university|college|church|cathedral|theat(?:er|re)|"
    r"stadium|arena|airport|prison|jail|palace|castle|building|restaurant|store|bridge|venue)\b",
    re.IGNORECASE,
)
_INSIDE = later(r"\b(?:in|of|within|across)\s+(?:the\s+|all\s+)*$", re.IGNORECASE)
_WHOSE_PERSON = later(
    r"\s+(?:[a-z]+\s+)?(?:columnist|reporter|journalist|correspondent|student|teacher|man|woman|native|resident|officer|"
    r"senator|governor|professor|coach|player|quarterback|actor|judge|activist)\s+[A-Z]"
)
"""Somebody behind what only says whose or from where: "*Halmar Post* columnist Rask"."""
_WHICH_PLACES = later(
    r"\b(?:which|what)\s+(?:\w+\s+)?(?:countries|states|cities|towns|islands|nations)\b", re.IGNORECASE
)
_WHICH_STATE, _UNION = (
    later(r"\b(?:which|what)\s+(?:\w+\s+)?state\b", re.IGNORECASE),
    later(r"(?:the )?United States|U\.?S\.?|America"),
)
PLACE_OF_LIST = 0.3
"""From this strength on a list may be one of places."""
_COMPARED = later(r"\b(?:than|behind|after)\s+(?:[A-Z][\w’'-]+\s+)*\Z")
"""What stands before what something is only compared with."""
_ASKS_FIRST = later(r"(?!.*\bone of\b).*\b(?:most|least|[a-z]{3,}est|worst|best)\b")
_ONE_OF_FIRST = later(
    r"\b(?:some|one|two|three|among|many)\s+(?:of\s+)?the\s+(?:\w+['’]s\s+)?(?:most|least|[a-z]{3,}est|worst|best)\b"
)
"""Asks for the first of all, and tells that something is one of several."""
_PLANNED = later(
    r"\b(?:aims?|plan(?:s|ned|ning)?|hop(?:es?|ed|ing)|wants?|wanted|intends?|makes sense|eventually|propos\w+)\b"
)
_ASKS_PLANNED = later(
    r"\b(?:will|going|plan\w*|mov\w+|would|could|might|should|aims?|hop\w+|wants?|next|propos\w+)\b", re.IGNORECASE
)
"""What is not so yet, and asks for what is to be."""
_EVENT_YEAR = later(r"\s+(?:19|20)\d\d\b")
"""What stands behind a place that only names an event."""
PLANNED_REACH, REACH = 90, 40
"""How many code points before a place are looked at for a plan, and for a comparison."""


def is_misplaced(question: Question, reading: Reading) -> bool:
    """Tell whether a place or a nationality is another than the one that a question asks for."""
    return any(check(question, reading) for check in _CHECKS)


def _is_compared(question: Question, reading: Reading) -> bool:
    """Tell whether what a question names is only compared with: "the costliest storm *after* Ask"."""
    text, start = reading.candidate.article.text, reading.candidate.span.start
    places = [place.start for place, term in reading.candidate.pairs if term in question.names]
    return bool(places) and all(_COMPARED.search(text, max(start, place - REACH), place) for place in places)


def _is_planned(question: Question, reading: Reading) -> bool:
    """Tell whether somebody only plans to be at a place, where it is asked where they are or were."""
    planned = _PLANNED.search(clause_before(reading, PLANNED_REACH))
    return planned is not None and not _ASKS_PLANNED.search(question.text)


def _is_asked_of(question: Question, reading: Reading) -> bool:
    """Tell whether a country is the one whose own things a question asks of: "which country buys Norland oil?"."""
    span, language = reading.span, question.language
    terms = tokenize(reading.candidate.article.text[span.start : span.end], language)
    return any(not belonging(term).isdisjoint(question.terms) for term in terms)


def _is_one_of_first(question: Question, reading: Reading) -> bool:
    """Tell whether the worst or so is asked for, and the sentence only calls something one of the worst."""
    return _ASKS_FIRST.match(question.text) is not None and _ONE_OF_FIRST.search(reading.candidate.said) is not None


def _names_event(_: Question, reading: Reading) -> bool:
    """Tell whether a place is only the name of an event: "will play at *Norland* 2022"."""
    return _EVENT_YEAR.match(reading.candidate.article.text, reading.span.end) is not None


def _are_no_places(question: Question, reading: Reading) -> bool:
    """Tell whether, asked where, a list names nothing that is known as a place: "*Falk and Rask* met in Halmar"."""
    is_list = reading.span.form == "list" and reading.span.strength < PLACE_OF_LIST
    return is_list and _WHERE.search(question.text) is not None


def _describes_none(question: Question, reading: Reading) -> bool:
    """Tell whether a nationality is that of nobody whom the question names: "Falk won the *French* Open"."""
    if question.measure != NATIONALITY:
        return False
    text, span = reading.candidate.article.text, reading.span
    behind = _DESCRIBED.match(text, span.end)
    is_theirs = behind is not None and any(place.start == behind.end() for place in reading.candidate.matched)
    return not (is_theirs or _DESCRIBES.search(text, max(0, span.start - 40), span.start))


def _does_it(question: Question, reading: Reading) -> bool:
    """Tell whether, asked where, a place stands for those who do it: "*Norland* shot down the balloon"."""
    text, span = reading.candidate.article.text, reading.span
    if not _WHERE.search(question.text) or _IN.search(text, max(0, span.start - 20), span.start):
        return False
    if _SPEAKS.match(text, span.end):
        return True
    behind = _UP_TO_VERB.match(text, span.end)
    return behind is not None and any(verb.start == behind.end() for verb in reading.candidate.spans_of(question.verb))


def _is_setting(question: Question, reading: Reading) -> bool:
    """Tell whether a place is only where something is that is asked for: "the longest river in *Vesland*"."""
    if area_asked(question) != "thing":
        return False
    before = reading.candidate.article.text[max(0, reading.span.start - 30) : reading.span.start]
    return bool(_INSIDE.search(before))


def _is_left(question: Question, reading: Reading) -> bool:
    """Tell whether a place is where somebody or something is only from, and the question does not ask for that."""
    before = reading.candidate.article.text[max(0, reading.span.start - 20) : reading.span.start]
    asks = _WHERE.search(question.text) and not _ASKS_FROM.search(question.text)
    return bool(asks and _FROM.search(before))


def _is_around(question: Question, reading: Reading) -> bool:
    """Tell whether a country or a town stands where a house is asked for: "which *museum* ...?"."""
    return bool(_WHICH_HOUSE.search(question.text)) and reading.span.value in PLACES


def _is_whose(_: Question, reading: Reading) -> bool:
    """Tell whether a place only says where somebody is from, or works: "*Halmar Post* columnist Rask"."""
    return _WHOSE_PERSON.match(reading.candidate.article.text, reading.span.end) is not None


def _is_one_of_several(question: Question, reading: Reading) -> bool:
    """Tell whether one place stands where several are asked for."""
    return _WHICH_PLACES.search(question.text) is not None and reading.span.form != "list"


def _is_no_state(question: Question, reading: Reading) -> bool:
    """Tell whether all states stand where one is asked for."""
    text, span = reading.candidate.article.text, reading.span
    return bool(_WHICH_STATE.search(question.text) and _UNION.fullmatch(text, span.start, span.end))


def _is_of_another_size(question: Question, reading: Reading) -> bool:
    """Tell whether a bay stands where a country is asked for, or a country where a city is; few regions are known."""
    return area_asked(question) != "region" and bool(reading.features.get("area_misfits"))


_CHECKS = (
    _is_compared, _is_planned, _is_asked_of, _is_one_of_first, _names_event, _are_no_places, _describes_none,
    _does_it, _is_setting, _is_left, _is_around, _is_whose, _is_one_of_several, _is_no_state, _is_of_another_size,
)  # fmt: skip
