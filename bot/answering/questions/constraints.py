"""What a question says about the articles it wants: quoted words, an outlet, a time; each to be kept and shown."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.answering.questions.constraint_words import ConstraintWords, words_of_constraints
from index.models import DateMention, Filters
from index.text.dates import find_dates
from index.text.language import DEFAULT_LANGUAGE
from index.text.later import later
from index.text.normalise import without_genitive


class Use(StrEnum):
    """What is made of a constraint."""

    FILTER = "filter"
    """Only articles that meet it are looked at."""
    EVIDENCE = "evidence"
    """A passage that does not meet it is no answer."""
    WORDS = "words"
    """Its words are looked for like any others."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """A part of a question that says which articles or passages count.

    ``start`` and ``end`` are its place in the question. ``kind`` is "phrase", "outlet" or a relation in time: "in",
    "since", "after", "until" or "before". ``value`` is the phrase, the outlet's name as the library writes it, or a
    date in ISO 8601; empty for a time that is no date ("since the summit").
    """

    start: int
    end: int
    text: str
    kind: str
    value: str
    use: Use


_QUOTED = later(r"\"([^\"]+)\"|“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]")
_NAME_WORD = r"(?:[\w&-]|\.(?=\w))*(?:['’](?!s\b)[\w&-]+)?"
_NAME = rf"(?:[Tt]he )?[A-Z]{_NAME_WORD}(?:(?: of| and| the)? [A-Z0-9]{_NAME_WORD}){{0,4}}"
_OUTLET = later(
    r"[,\s]*\b(?P<lead>[Aa]ccording to|as (?:reported|told|published) (?:by|in)|"
    r"(?:reported|published) (?:by|in)|by|in|from|on) "
    rf"(?P<name>{_NAME})(?P<own>['’]s (?:report|article|story|reporting|account))?"
)
_SAYS = later(
    rf"\b(?:did|does|do|has|have|had) (?P<name>{_NAME}) (?:say|report|write|claim|publish|tell|said|reported|written)\b"
)
ENDINGS = (".com", ".org", ".net", ".co.uk")
"""What the address of an outlet may end in behind its name."""
_CLEAR = later(r"according|report|publish|told", re.IGNORECASE)
_YEAR = later(r"(?<!\d)(?:1\d{3}|20\d{2})(?!\d)")
_LOOKS_BACK = later(
    r"\b(?:since|compared (?:with|to)|than in|unlike in|(?:up|down) from)\s(?:[^,;.]|\.\d){0,40}\Z", re.IGNORECASE
)
"""Before a year that something is only compared with."""
_LATER_ON = later(
    r"(?:^|[.!?–—]\s)\W*(?:(?:exactly|almost|nearly|about|more than|just over)\s)?(?:[a-z]+|\d+)\s(?:years|decades)\s"
    r"(?:after|since|later)\b|\banniversary\sof\b",
    re.IGNORECASE,
)
"""What is told of long after it: "*Five years after* a storm destroyed the pier, ..."."""
_REACH = 60
"""Within how many code points before a year that is said."""
_TURN = later(r"\b(?:who|what|when|where|why|how|which|did|was|were|is|are|has|have|had)\b", re.IGNORECASE)
_OF_EVENT = later(r"\s+(?!(?:in|at|on|of|for|by|and|or|when|did|was|were|began|ended)\b)[A-Za-z]")
_AROUND_EVENT = {"before": "in", "until": "in", "after": "since"}
"""What is before an event, or after it, is told of in the event's own year: "before *the 2021 games*"."""


_IS_PRIZE = later(
    r"\b(?!(?:end|start|beginning|rest|middle|half|part|course)\b)\w+\s+of\s+the\s+(?:year|month|week|decade|century)$",
    re.IGNORECASE,
)
"""A part of a name, no time: "person of the year"."""


def read_constraints(
    text: str,
    today: date | None,
    outlet_named: Callable[[str], str | None],
    language: str = DEFAULT_LANGUAGE,
) -> tuple[Constraint, ...]:
    """Return the constraints of a question, in order of place.

    Parameters
    ----------
    today
        What "last week" is counted from; without it such words are passed over.
    outlet_named
        Returns an outlet of the library by a name in any letter case, or ``None``.
    language
        The question's.
    """
    phrases = [
        Constraint(
            found.start(),
            found.end(),
            found.group(),
            "phrase",
            " ".join(next(filter(None, found.groups())).split()).strip(" .,;:!?"),
            Use.EVIDENCE,
        )
        for found in _QUOTED.finditer(text)
        if any(character.isalnum() for character in found.group())
    ]
    rest = text
    for item in phrases:
        rest = rest[: item.start] + "_" * (item.end - item.start) + rest[item.end :]
    words = words_of_constraints(language)
    found = [*phrases, *_outlets(rest, outlet_named, words.outlet)]
    for item in found:
        rest = rest[: item.start] + "_" * (item.end - item.start) + rest[item.end :]
    found += _times(find_dates(rest, today, language), rest, today, words)
    return tuple(sorted(found, key=lambda item: item.start))


def _outlets(
    text: str, outlet_named: Callable[[str], str | None], foreign: re.Pattern[str] | None
) -> Iterator[Constraint]:
    """Yield at most one outlet; a bare "in" or "by" before one counts only where its name can't be mistaken.

    ``foreign`` finds those of another language than English, each beyond doubt.
    """
    for found in foreign.finditer(text) if foreign else (*_OUTLET.finditer(text), *_SAYS.finditer(text)):
        lead = found.groupdict().get("lead")
        clear = foreign is not None or lead is None or bool(_CLEAR.search(lead)) or bool(found["own"])
        for name in _shorter(found["name"]):
            known = outlet_named(name) or outlet_named(_without_the(name))
            if known is None and clear:
                known = _by_address(name, outlet_named)
            if known is None:
                continue
            if not clear and not (len(known.split()) > 1 or known.isupper()):
                continue
            end = found.end() if lead is None or found["own"] else found.start("name") + len(name)
            words = text[found.start() : end].strip(" ,")
            yield Constraint(text.index(words, found.start()), end, words, "outlet", known, Use.FILTER)
            return
        if lead and (foreign or _CLEAR.search(lead)):
            words = found.group().strip(" ,")
            start = text.index(words, found.start())
            yield Constraint(start, start + len(words), words, "outlet", found["name"], Use.WORDS)
            return


def _without_the(name: str) -> str:
    return re.sub(r"^the ", "", name, flags=re.IGNORECASE)


def _by_address(name: str, outlet_named: Callable[[str], str | None]) -> str | None:
    """Return an outlet that the library calls by its address: "halmarpost.com" for the Halmar Post."""
    bare = dict.fromkeys(re.sub(r"\W", "", form.lower()) for form in (name, _without_the(name)))
    found = (outlet_named(host + ending) for host in bare for ending in ENDINGS)
    return next(filter(None, found), None)


def _shorter(name: str) -> Iterator[str]:
    """Yield a name, and what is left of it without its last words ("The Post Kim")."""
    words = name.split()
    while words:
        yield without_genitive(" ".join(words)).rstrip(".")
        words = words[:-1]


def _times(dates: Sequence[DateMention], text: str, today: date | None, words: ConstraintWords) -> Iterator[Constraint]:
    taken: list[tuple[int, int]] = []
    for item in dates:
        if _IS_PRIZE.search(text[: item.end]):
            continue
        before = words.relation.search(text[: item.start])
        is_range = "/" in item.value
        relation = "in" if before is None or is_range else words.relations[_said(before)]
        is_year = item.end - item.start == len("2021") and text[: item.start].lower().endswith("the ")
        if is_year and _OF_EVENT.match(text, item.end):
            relation = _AROUND_EVENT.get(relation, relation)
        start = before.start() if before else item.start
        taken.append((start, item.end))
        yield Constraint(
            start, item.end, text[start : item.end], relation, item.value, _use(item, relation, today, words)
        )
    for found in words.event.finditer(text):
        end = found.end()
        turn = _TURN.search(text, found.end(1), end)
        end = turn.start() if turn else end
        said = text[found.start() : end].rstrip()
        if len(said.split()) > 2 and not any(
            one < found.start() + len(said) and found.start() < two for one, two in taken
        ):
            relation = words.relations[" ".join(found[1].lower().split())]
            yield Constraint(found.start(), found.start() + len(said), said, relation, "", Use.WORDS)


def _said(before: re.Match[str]) -> str:
    return " ".join((before[1] or before[2]).lower().split())


def _use(item: DateMention, relation: str, today: date | None, words: ConstraintWords) -> Use:
    """Return what a time is good for: what was published before it began can't tell of it, unless it is to come."""
    if not item.relative:
        return Use.EVIDENCE
    begun = today is not None and first_day(item.value) <= today and words.counted.search(item.text)
    return Use.FILTER if begun and relation in {"in", "since", "after"} else Use.WORDS


def softened(item: Constraint) -> Constraint:
    """Return a time that would be a filter as words like any other."""
    is_time = item.kind not in {"outlet", "phrase"}
    return replace(item, use=Use.WORDS) if is_time and item.use is Use.FILTER else item


def filters_with(filters: Filters, constraints: Sequence[Constraint]) -> Filters:
    """Return filters with those of a question's words; what was chosen by hand stays."""
    for item in constraints:
        if item.use is not Use.FILTER:
            continue
        if item.kind == "outlet":
            filters = replace(filters, publisher=filters.publisher or item.value)
        else:
            filters = replace(filters, since=filters.since or first_day(item.value))
    return filters


def first_day(value: str) -> date:
    """Return the first day of a day, month, year or range in ISO 8601."""
    parts = [int(part) for part in value.split("/")[0].split("-")]
    return date(*[*parts, 1, 1][:3])


def last_day(value: str) -> date:
    """Return the last day of a day, month, year or range in ISO 8601."""
    parts = [int(part) for part in value.split("/")[-1].split("-")]
    year, month = (*parts, 12)[:2]
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])


def without(text: str, constraints: Sequence[Constraint]) -> str:
    """Return a question without the words that became filters."""
    for item in sorted(constraints, key=lambda item: -item.start):
        if item.use is Use.FILTER:
            text = f"{text[: item.start]} {text[item.end :]}"
    return re.sub(r"\s+(?=[?!.,;])", "", " ".join(text.split())).lstrip(",;. ")


def meets(relation: str, asked: str, value: str) -> bool:
    """Tell whether a date fits "since 2020", "before May 2019" and so on; where one says less, it may.

    >>> meets("since", "2020", "2021-05"), meets("before", "2020", "2020-03"), meets("in", "2020-05", "2020")
    (True, False, True)
    >>> meets("after", "2020-05", "2020-06-01"), meets("after", "2020-05", "2020-05"), meets("after", "2020-05", "2020")
    (True, False, True)
    >>> meets("in", "2020", "--11-22"), meets("in", "2020-11", "--11-22"), meets("in", "2020-10", "--11-22")
    (True, True, False)
    """
    if value.startswith("--"):  # a day of no year may be one of any
        return relation != "in" or len(asked) == 4 or "/" in asked or _is_same(asked[5:], value[2:])
    first, last = _ends(value)
    since, until = _ends(asked)
    if relation == "since" or (relation == "after" and len(last) < len(until)):
        return not _is_before(last, since)
    if relation == "after":
        return _is_before(until, last)
    if relation == "before":
        return _is_before(first, since)
    if relation == "until":
        return not _is_before(until, first)
    return not _is_before(last, since) and not _is_before(until, first)


def _ends(value: str) -> tuple[str, str]:
    first, _, last = value.partition("/")
    return first, last or first


def _is_same(one: str, other: str) -> bool:
    """Tell whether two dates are the same, as far as both say."""
    size = min(len(one), len(other))
    return one[:size] == other[:size]


def _is_before(one: str, other: str) -> bool:
    """Tell whether a date lies wholly before another, as far as both say."""
    size = min(len(one), len(other))
    return one[:size] < other[:size]


def speaks_of(item: Constraint, text: str, published: str | None) -> bool:
    """Tell whether a text names a year that a time constraint allows, or was published in such a one."""
    years = _YEAR.findall(text) + ([published[:4]] if published else [])
    asked = item.value[:4] if "/" not in item.value else item.value
    relation = "since" if item.kind == "after" and asked != item.value else item.kind  # later in the same year, too
    return any(meets(relation, asked, year) for year in years)


def is_told_later(text: str) -> bool:
    """Tell whether a text looks back from years after on what it tells: it is of no year near its article's."""
    return _LATER_ON.search(text) is not None


def names_another(text: str, published: str | None, item: Constraint) -> bool:
    """Tell whether a text names a year of what it tells, which may be another than a constraint asks for.

    A year of what has been does not count where it is only compared with ("since 1992"), nor does one still to come.
    """
    last = published[:4] if published and item.value[:4] <= published[:4] else "9999"
    return any(
        found.group() <= last
        and (item.kind != "in" or not _LOOKS_BACK.search(text, max(0, found.start() - _REACH), found.start()))
        for found in _YEAR.finditer(text)
    )
