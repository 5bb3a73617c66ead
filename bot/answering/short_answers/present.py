"""What changes as time goes on: of what several articles tell, the last is true of today."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.lexicon.gazetteer import KIN
from bot.answering.matching.candidate import Candidate, days_between
from bot.answering.matching.counting import is_counted
from bot.answering.matching.reading import Reading
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.short_answers.readings import SpanReading, agree, unit_of
from bot.answering.short_answers.short import instead, is_as_near
from bot.answering.topics.aged import age_beside, asks_age
from bot.answering.topics.births import is_same_birth
from bot.answering.topics.current import asks_count_so_far, asks_present_age, asks_state
from bot.answering.topics.holders import holder_in
from bot.answering.topics.offices import asks_holder
from bot.answering.topics.relations import asks_maker, asks_team, relation_asked
from bot.answering.topics.tolls import asks_toll, counts_fate, is_of_same_days, is_of_same_event
from index.text.later import later

HOLDER, HOLDER_OF_ONE = 0.85, 0.75
"""How sure it is at least who stands right beside an office, where several articles say so, and where one does."""
HARDLY = 0.5
"""How sure it is at most who stands elsewhere in the sentence, or whom one article alone names, long ago; or a figure
that is another one since."""
LONG_BEFORE = 900
"""How many days before the newest sentence that is."""
NEAR = 400
"""Within how many days two sentences are of the same time."""
LONG_BEFORE_OF_TEAM = 400
"""The same of whom somebody plays for, however many say so."""
AGED = 0.92
"""How sure an age is at least that stands right beside the name."""
AS_FULL = 0.9
"""How much of the question the sentence of a higher count holds, at least, beside that of the count before."""
TOLL_NEAR, TOLL_FULL = 0.65, 0.65
"""How near to the question's words a later toll stands at least, and how much of them its sentence holds, beside the
first one read: later stories of a disaster say less of what it was."""

_KIN = later(rf"\b(?:{KIN})\b", re.IGNORECASE)
"""Whoever is that of somebody mostly stays so."""
_A_YEAR = later(r"(?:19|20)\d\d")
_OPENING_YEAR = later(r"\W*(?:19|20)\d\d\s?[:–—-]")
_ASKS_COACH = later(
    r"\b(?:coach|manager)\s+(?:of|at|for)\s+(?!the\b)(?!.*\b(?:men|women|football|basketball|soccer|baseball|hockey)\b)",
    re.IGNORECASE,
)
"""Asks for the coach of a country or a school, of one of its teams that it does not tell."""
_TITLE = r"CEO|President|Prime|Minister|Mayor|Governor|Gov\.|Secretary|Chief|Director|Coach|Speaker"
_LEFT_BEFORE = later(
    r"\b(?:[Ff]ormer|[Ee]x|[Oo]utgoing|[Dd]eparting)[\s-]+(?:[A-Z][\w’'.]*\s+){0,2}?"
    rf"(?:[a-z][\w’'-]*\s+|(?:{_TITLE})\s+)"
    r"{0,3}(?:[A-Z][\w’'-]*\s+)?\Z"
)
_LEFT_BEHIND = later(
    r"(?:['’]s\s+(?:departure|resignation|retirement|successor|exit|ouster|firing)\b|(?:,[^,.;]{0,80},)?\s+(?:\w+ly\s+)?(?:"
    r"(?:is|are|was)\s+(?:gone\b|out\s+as\b|leaving\s+(?:the\s+(?:company|office|post|network)|as|for)\b|fired\b|ousted\b|"
    r"stepping down\b|retiring\b|(?:being )?(?:replaced|succeeded)\b)|(?:will|to|has|had)\s+(?:step(?:ped)? down|"
    r"retired?|resign(?:ed)?|quit)\b|will leave (?:the company|her|his|office|as|in)\b|steps? down\b|stepped down\b|"
    r"resign(?:s|ed)\b|retire[sd]\b|has had enough\b))"
)
"""What stands around the name of somebody who holds an office no more, or not for long."""
_GIVEN = later(rf"\b(?!(?:{_TITLE})\b)[A-Z][\w’'-]+")
"""What stands before a surname and is no office."""
NAME_REACH = 60
"""How many code points before a name that is looked for."""


def of_today(
    question: Question, reading: Reading, readings: Sequence[SpanReading], candidates: Sequence[Candidate]
) -> Reading:
    """Return what is told of today in place of a reading: an office's holder, or what has grown; or the reading."""
    if asks_holder(question):
        return _of_holder(question, reading, readings, candidates)
    if asks_state(question) and _is_outdated(reading, readings):
        return replace(reading, confidence=min(reading.confidence, HARDLY))
    if not (asks_count_so_far(question) or asks_present_age(question)):
        return reading
    last = _told_last(question, reading, readings)
    if asks_age(question) and last.span == age_beside(question, last.candidate):
        return replace(last, confidence=max(last.confidence, AGED))
    return last


def _is_outdated(reading: Reading, readings: Sequence[SpanReading]) -> bool:
    """Tell whether an article of another year gives another figure since, in a sentence that holds as much."""
    told = reading.candidate.article.published or ""
    return any(
        (item.candidate.article.published or "")[:4] > told[:4]
        and item.span.value != reading.span.value
        and unit_of(item.span.value) == unit_of(reading.span.value)
        and item.features["share"] >= AS_FULL * reading.features["share"]
        for item in readings
    )


def _told_last(question: Question, reading: Reading, readings: Sequence[SpanReading]) -> Reading:
    """Return what a later article tells instead of a reading: a higher count or age of the same; or the reading."""
    chosen = reading
    for item in readings:
        is_later = (item.candidate.article.published or "")[:10] > (chosen.candidate.article.published or "")[:10]
        if is_later and _has_grown(question, item, chosen, reading):
            chosen = instead(reading, item)
    return chosen


def _of_holder(
    question: Question, reading: Reading, readings: Sequence[SpanReading], candidates: Sequence[Candidate]
) -> Reading:
    """Return the name that stands beside the office in the reading's sentence, or the reading where none does."""
    name = holder_in(question, reading.candidate)
    if name is None and relation_asked(question) and not asks_team(question):  # no sentence tells it outright
        return reading
    item = next(
        (item for item in readings if name and item.span.start <= name.start and item.span.end == name.end), None
    )
    if name is None or item is None:
        return replace(reading, confidence=min(reading.confidence, HARDLY))
    others = [(other, holder_in(question, other)) for other in candidates]
    agreeing = {other.article.id for other, held in others if held and agree(question.kind, held, name)}
    sure = HOLDER if len(agreeing) > 1 else HOLDER_OF_ONE
    has_changed = _may_have_changed(question, reading.candidate, candidates, len(agreeing))
    is_other = _is_long_past(reading.candidate) or _has_namesake_team(question, reading.candidate, name, others)
    if has_changed or is_other or _has_left(question, reading.candidate, name, candidates):
        return replace(reading, confidence=min(reading.confidence, HARDLY))
    if reading.span == name:
        sure = max(sure, reading.confidence)
    return replace(instead(reading, item), span=name, confidence=sure, articles=len(agreeing))


def _is_long_past(told: Candidate) -> bool:
    """Tell whether a sentence is of a year that it opens with: "1979: the accords are signed by President Falk"."""
    return _OPENING_YEAR.match(told.said) is not None


def _has_namesake_team(
    question: Question,
    told: Candidate,
    name: TypedSpan,
    others: Sequence[tuple[Candidate, TypedSpan | None]],
) -> bool:
    """Tell whether news of the same time names another coach, as the women's team has one of its own."""
    if not _ASKS_COACH.search(question.text):
        return False
    return any(
        held is not None and not agree(question.kind, held, name) and abs(days_between(told, other) or 0) < NEAR
        for other, held in others
    )


def _may_have_changed(question: Question, told: Candidate, candidates: Sequence[Candidate], agreeing: int) -> bool:
    """Tell whether what a sentence tells of whom it names was told too long before the newest of those that may answer.

    Players change their team from year to year; what several articles say of others holds, and kin stays.
    """
    published = told.article.published
    if published is None or asks_maker(question):
        return False
    age = max(days_between(told, other) or 0 for other in candidates)
    if asks_team(question):
        return age > LONG_BEFORE_OF_TEAM
    return agreeing == 1 and age > LONG_BEFORE and not _KIN.search(question.text)


def _has_left(question: Question, told: Candidate, name: TypedSpan, candidates: Sequence[Candidate]) -> bool:
    """Tell whether a sentence of the same day or later says that the holder of an office has left it, or will."""
    if question.past or relation_asked(question) or not told.article.published:
        return False
    *given, surname = told.article.text[name.start : name.end].split()
    named = later(rf"(?:(?P<given>{_GIVEN.pattern})\s+)?\b(?P<surname>{re.escape(surname)})\b")
    return any(
        _LEFT_BEFORE.search(item.said, max(0, place.start("surname") - NAME_REACH), place.start("surname"))
        or _LEFT_BEHIND.match(item.said, place.end())
        for item in candidates
        if (days_between(told, item) or 0) >= 0 and item.article.published
        for place in named.finditer(item.said)
        if place["given"] is None or place["given"] in given
    )


def _has_grown(question: Question, item: SpanReading, known: Reading, first: Reading) -> bool:
    """Tell whether a reading is what another has become: an age of somebody born then, a count of the same things.

    It stands about as near to the question's words as the ``first`` one does.
    """
    if not (item.span.value.isdigit() and known.span.value.isdigit()):
        return False
    if int(item.span.value) <= int(known.span.value):
        return False
    if asks_toll(question):
        return _is_later_toll(question, item, first)
    if not is_as_near(item, first):
        return False
    if question.kind is AnswerKind.HOW_MANY:
        is_as_good = item.candidate.verb and item.features["own"] >= known.features["own"]
        is_as_full = item.features["share"] >= AS_FULL * known.features["share"]
        is_year = _A_YEAR.fullmatch(item.span.value)
        return is_as_good and is_as_full and not is_year and is_counted(question, item.candidate, item.span)
    return is_same_birth(item, known)


def _is_later_toll(question: Question, item: SpanReading, first: Reading) -> bool:
    """Tell whether a reading tells what the same disaster has cost since: of one, days tell less and less besides."""
    is_as_near = item.features["near"] >= TOLL_NEAR * first.features["near"]
    is_as_full = item.features["share"] >= TOLL_FULL * first.features["share"]
    is_same = is_of_same_days(item.candidate, first.candidate) and is_of_same_event(question, item.candidate, item.span)
    return is_as_near and is_as_full and is_same and counts_fate(question, item.candidate, item.span)
