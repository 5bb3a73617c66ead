"""Find in a sentence the spans that could answer a question of a kind: dates, figures with their units, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.gazetteer import DEMONYMS, FIRST_NAMES, ORGANISATION_WORDS, PLACE_WORDS, PLACES, TITLES, words_of
from bot.answering.question import AnswerKind
from index.text.calendar import MONTHS, WEEKDAYS, as_iso, read_number
from index.text.dates import find_times
from index.text.stopwords import STOPWORDS


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A possible short answer: offsets in the text it was found in, its normalised value, and how sure its type is.

    ``value`` is empty for a relative date in an article without a date. ``strength`` is 0 to 1. ``relative`` tells
    that a date was reckoned from the date of publication.
    """

    start: int
    end: int
    value: str
    strength: float
    relative: bool = False


_WORD_NUMBER = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    r"eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|billion)"
)
_SCALE = r"(?:\s?(?:hundred|thousand|million|billion|trillion|bn|tn)\b)"
_FIGURE = (
    rf"(?:\d[\d,]*(?:\.\d+)?(?!\d){_SCALE}?|"
    rf"(?:(?:half )?an? (?=[hmbt]\w+[dn]\b))?{_WORD_NUMBER}(?:[\s-]+(?:and[\s-]+)?{_WORD_NUMBER})*)"
)
_COUNT = re.compile(
    rf"(?<![\w$€£¥₩₹.,/#:-])(?<!No\. )(?:{_FIGURE}|(?:dozens|hundreds|thousands|millions|"
    rf"billions)\b(?:\s+of\s+(?:thousands|millions)\b)?)"
    r"(?![\w:/]|[-.,]\d|-(?:year|month|week|day|hour|minute|time|mile|foot)|\s?%|\s+per\s?cent|st\b|nd\b|rd\b|th\b)",
    re.IGNORECASE,
)
_DATELIKE = re.compile(
    r"\d{4}|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?"
    r"|centur|quarter|/\d",
    re.IGNORECASE,
)
"""What stands in every text with a time expression that holds a figure."""
_CURRENCY = r"(?:US|A|C|HK|NZ)?[$€£¥₩₹₽]"
_CURRENCY_WORD = (
    r"(?:(?:U\.?S\.?|Australian|Canadian|Hong Kong)\s+)?(?:dollars?|euros?|pounds|roubles|rubles|won|yen|"
    r"yuan|cents?|pence|"
    r"rupees|francs|pesos|shekels|kronor|marks|crowns)\b"
)
_MONEY = re.compile(
    rf"{_CURRENCY}\s?\d[\d,]*(?:\.\d+)?(?:{_SCALE}|[MBKmbk]\b)?(?:\s?[-–]\s?{_CURRENCY}?\d[\d,.]*{_SCALE}?)?|{_FIGURE}\s+{_CURRENCY_WORD}",
    re.IGNORECASE,
)
_PERCENT = re.compile(rf"(?<![\w.,]){_FIGURE}\s?(?:%|per\s?cent\b|percentage points\b)", re.IGNORECASE)
_SHARE = re.compile(
    r"\b(?:(?:one|two|three)[\s-](?:third|quarter|fifth)s?|a (?:third|quarter|fifth)|half)\b", re.IGNORECASE
)
_AGE = re.compile(
    r"\baged?\s+(?:of\s+)?(?P<a>\d{1,3})\b|(?P<b>\b\d{1,3})[\s-]years?[\s-]old|\b(?:at|was|turned|is)\s+(?P<c>\d{2,3})\b(?=[,.;]|\s+(?:when|years))|"
    r",\s(?P<d>\d{2}),",
    re.IGNORECASE,
)
_LENGTH = (
    r"(?:nautical |light[ -])?miles?|light-years?|kilomet(?:er|re)s?|km|(?:centi|milli)?met(?:er|re)s?|m|cm|"
    r"mm|feet|foot|ft|"
    r"inch(?:es)?|yards?|stor(?:eys|ies)|floors|blocks"
)
_AREA = (
    r"(?:square|cubic)[\s-](?:miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|foot|yards?)|acres?|"
    r"hectares?|km²|sq\.? (?:km|mi|ft)"
)
_WEIGHT = r"(?:metric )?(?:tons?|tonnes?)|pounds|lbs?|kilograms?|kilos|kg|grams?|ounces?"
_SPEED = r"mph|km/h|kph|knots|(?:miles|kilomet(?:er|re)s|met(?:er|re)s|feet) (?:per|an|a) (?:hour|second)"
_HEAT = r"degrees?(?: (?:Celsius|Fahrenheit))?|°[CF]?"
_OTHER_UNIT = r"litres?|liters?|gallons?|barrels?|megawatts?|MW|gigawatts?|GW|magnitude|decibels?|volts?"
_UNITS = {
    **dict.fromkeys(("far", "tall", "high", "deep", "wide", "close", "near", "thick"), _LENGTH),
    "fast": _SPEED, "heavy": _WEIGHT, "hot": _HEAT, "cold": _HEAT,
    **dict.fromkeys(("big", "large"), f"{_AREA}|{_LENGTH}|{_WEIGHT}"), "strong": f"{_SPEED}|{_OTHER_UNIT}",
}  # fmt: skip
"""The adjective of a question -> the units that answer it."""
_MEASURES = {
    word: re.compile(
        rf"(?<![\w$€£.,]){_FIGURE}(?:[\s-]+|(?=°))(?:{units})(?!\w)|\bmagnitude[\s-]{_FIGURE}", re.IGNORECASE
    )
    for word, units in (*_UNITS.items(), ("", "|".join((_AREA, _SPEED, _LENGTH, _WEIGHT, _HEAT, _OTHER_UNIT))))
}
_LONG = re.compile(
    rf"(?<![\w$€£.,])(?:{_FIGURE}|a|an|several|a few|half an?)[\s-]+(?:and a half\s+)?(?:seconds?|minutes?|"
    rf"hours?|days?|weeks?|months?|years?|"
    r"decades?|centur(?:y|ies))\b(?![\s-]+(?:ago|old|earlier|later))|\bsince\s+(?:the\s+)?(?:\w+\s+){0,5}?(?:[A-Z]\w+(?:\s+[A-Z]\w+)*|\d{4}\b)",
)
_DOT = r"(?:(?<=\b[A-Z])\.|(?<=\b(?:St|Dr|Mr|Ms|Jr|Sr))\.|(?<=\bMrs)\.|(?<=\b(?:Sen|Rep|Gov|Gen|Col))\.)?"
_NAME = re.compile(
    rf"\b[A-Z][\w’'&-]*{_DOT}(?:\s+(?:(?:of|the|de|van|von|der|da|di|bin|al|la|du|del|dos)\s+){{0,2}}[A-Z0-9][\w’'&-]*{_DOT})*"
)
_TITLE = re.compile(rf"\b(?:{TITLES})\s+$")
_LEADING_TITLE = re.compile(rf"^(?:(?:former|then)\s+)?(?:{TITLES})\s+(?=[A-Z])")
_KEPT_TITLES = (
    "Pope",
    "King",
    "Queen",
    "Prince",
    "Princess",
    "Saint",
    "St.",
    "Emperor",
    "Duke",
    "Duchess",
    "Lady",
    "Lord",
)
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|across|around|to|from|into|of|off|through|toward|"
    r"towards)\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_CALENDAR = frozenset(word.capitalize() for word in (*MONTHS, *WEEKDAYS))
_STARTERS = frozenset(word.capitalize() for word in STOPWORDS["en"]) | words_of(
    "Also Although Another Despite Earlier Former Hide Last Later Meanwhile Many Most New Next One People "
    "Photos Since Some "
    "Still Two Three Four Today Updated Watch Yet However According Additionally During Instead Like Even "
    "First Live Read "
    "See Video"
)
_SOME_DAY = date(2000, 1, 3)
"""Read against where an article has no date: what is found then has a place but no value."""


def typed_spans(kind: AnswerKind, text: str, published: date | None = None, measure: str = "") -> list[TypedSpan]:
    """Return the spans of a sentence that have the type a question asks for, in order of place.

    ``published`` is what relative dates count from, ``measure`` the adjective of "how tall". Kinds without a type
    ("why", "how") give nothing.
    """
    find = _by_pattern(_MEASURES[measure]) if kind is AnswerKind.MEASURE else _FINDERS.get(kind)
    return sorted(find(text, published), key=lambda span: (span.start, span.end)) if find else []


def _dates(text: str, published: date | None) -> Iterator[TypedSpan]:
    for item in find_times(text, published or _SOME_DAY):
        value = as_iso(item.value) if item.kind == "DATE" else None
        if value and item.relative and published is None:
            yield TypedSpan(item.start, item.end, "", 0.5, relative=True)
        elif value:
            yield TypedSpan(item.start, item.end, value, 0.8 if item.relative else 1.0, item.relative)


def _without_dates(text: str, spans: Sequence[TypedSpan], published: date | None) -> list[TypedSpan]:
    if not spans or not _DATELIKE.search(text):
        return list(spans)
    taken = [(item.start, item.end) for item in find_times(text, published or _SOME_DAY)]
    return [span for span in spans if not any(start < span.end and span.start < end for start, end in taken)]


def _counts(text: str, published: date | None) -> Iterator[TypedSpan]:
    money = [match.span() for match in _MONEY.finditer(text)]
    spans = [
        TypedSpan(match.start(), match.end(), _figure(match.group()), 0.5 if match.group().lower() == "one" else 1.0)
        for match in _COUNT.finditer(text)
        if not any(start < match.end() and match.start() < end for start, end in money)
    ]
    yield from _without_dates(text, spans, published)


def _figure(text: str) -> str:
    """Return a figure as plain digits where it is exact: "1.2 million" gives "1200000"."""
    text = text.lower().replace("bn", " billion").replace("tn", " trillion")
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s*(hundred|thousand|million|billion|trillion)?", text.strip())
    if found:
        scale = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}.get(found[2] or "", 0)
        value = float(found[1].replace(",", "").rstrip(".")) * 10**scale
        return str(int(value)) if value == int(value) else f"{value:g}"
    value_of = read_number(text)
    return (
        f"{value_of:g}" if value_of is not None and value_of < 1e6 else str(int(value_of)) if value_of else text.strip()
    )


def _by_pattern(pattern: re.Pattern[str]) -> Callable[[str, date | None], Iterator[TypedSpan]]:
    def find(text: str, _: date | None) -> Iterator[TypedSpan]:
        return (TypedSpan(*match.span(), " ".join(match.group().split()), 1.0) for match in pattern.finditer(text))

    return find


def _amounts(text: str, published: date | None) -> Iterator[TypedSpan]:
    yield from _by_pattern(_MONEY)(text, published)
    for span in (*_by_pattern(_PERCENT)(text, published), *_by_pattern(_MEASURES[""])(text, published)):
        yield TypedSpan(span.start, span.end, span.value, 0.4)


def _percents(text: str, published: date | None) -> Iterator[TypedSpan]:
    yield from _by_pattern(_PERCENT)(text, published)
    for span in _by_pattern(_SHARE)(text, published):
        yield TypedSpan(span.start, span.end, span.value, 0.6)


def _ages(text: str, _: date | None) -> Iterator[TypedSpan]:
    for match in _AGE.finditer(text):
        group = next(name for name in "abcd" if match[name])
        yield TypedSpan(*match.span(group), match[group], 0.6 if group in "cd" else 1.0)


def _name_spans(text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Yield start, end of each name, whether a person's title stands before it, and whether it opens the sentence."""
    for match in _NAME.finditer(text):
        start, end = match.span()
        words = list(re.finditer(r"\S+", text[start:end]))
        while words and (words[0].group().strip(".,'’") in _STARTERS or words[0].group() in _CALENDAR):
            words = words[1:]
        if (
            len(words) > 2
            and words[0].group() in DEMONYMS
            and _LEADING_TITLE.match(text[start + words[1].start() : end])
        ):
            words = words[1:]
        while words and (
            words[-1].group() in _CALENDAR or words[-1].group().isdigit() or words[-1].group()[:1].islower()
        ):
            words = words[:-1]
        if not words:
            continue
        end = start + words[-1].end()
        start += words[0].start()
        titled = bool(_TITLE.search(text[:start]))
        lead = _LEADING_TITLE.match(text[start:end])
        if lead:
            titled = True
            if not lead.group().startswith(_KEPT_TITLES):
                start += lead.end()
        if text[start:end].endswith(("'s", "’s")):
            end -= 2
        end -= len(text[start:end]) - len(text[start:end].rstrip(".,'’"))
        if end > start:
            yield start, end, titled, match.start() == 0 and start == 0


def _persons(text: str, _: date | None) -> Iterator[TypedSpan]:
    for start, end, titled, opens in _name_spans(text):
        name = text[start:end]
        words = name.split()
        if set(words) <= DEMONYMS | _CALENDAR:
            continue
        organised = any(word in ORGANISATION_WORDS or word in PLACE_WORDS for word in words) or (
            name.isupper() and len(name) > 1
        )
        if name in PLACES:
            strength = 0.15
        elif words[0] in FIRST_NAMES and len(words) > 1:
            strength = 1.0
        elif titled:
            strength = 0.9
        elif organised or " of " in name:
            strength = 0.25
        elif 2 <= len(words) <= 4:
            strength = 0.6
        else:
            strength = 0.2 if opens else 0.4
        yield TypedSpan(start, end, name, strength)


def _places(text: str, _: date | None) -> Iterator[TypedSpan]:
    for start, end, titled, _opens in _name_spans(text):
        name = text[start:end]
        words = name.split()
        if set(words) <= DEMONYMS | _CALENDAR:
            continue
        led = bool(_PLACE_BEFORE.search(text[max(0, start - 40) : start]))
        if name in PLACES or words[-1] in PLACES:
            strength = 1.0 if led else 0.8
        elif words[-1] in PLACE_WORDS or words[0] in {"Mount", "Lake", "Port", "Fort"}:
            strength = 0.9 if led else 0.6
        elif titled or words[0] in FIRST_NAMES:
            strength = 0.05
        else:
            strength = 0.5 if led else 0.1
        yield TypedSpan(start, end, name, strength)


_FINDERS: dict[AnswerKind, Callable[[str, date | None], Iterator[TypedSpan]]] = {
    AnswerKind.WHEN: _dates,
    AnswerKind.HOW_MANY: _counts,
    AnswerKind.HOW_MUCH: _amounts,
    AnswerKind.PERCENT: _percents,
    AnswerKind.HOW_LONG: _by_pattern(_LONG),
    AnswerKind.HOW_OLD: _ages,
    AnswerKind.WHO: _persons,
    AnswerKind.WHERE: _places,
}
