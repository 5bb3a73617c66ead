"""Find figures in a sentence: counts, sums of money, shares, measures, ages and lengths of time (English)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from itertools import takewhile

from bot.answering.lexicon.hints import (
    NUMBER_WORDS,
    may_hold_figure,
    may_hold_money,
    may_hold_percentage,
    may_hold_share,
)
from bot.answering.mentions.typed import TypedSpan
from index.text.calendar import read_number
from index.text.dates import find_times
from index.text.later import later
from index.text.stopwords import STOPWORDS

SOME_DAY = date(2000, 1, 3)
"""Read against where an article has no date: what is found then has a place but no value."""
CONVERTED = 0.3
"""How likely a measure is that another one was converted to: "260 kilometres (*160 mi*)"."""
TIME = "time"
"""The measure of a question that counts units of time ("how many days")."""

Finder = Callable[[str, date | None], Iterator[TypedSpan]]

_WORD_NUMBER = rf"(?:{'|'.join(NUMBER_WORDS.split())})"
_SCALE = r"(?:\s?(?:hundred|thousand|million|billion|trillion|bn|tn)\b)"
_ONE_FIGURE = (
    rf"(?:\d(?:[\d,]*\d)?(?:\.\d+)?(?!\d){_SCALE}?|"
    rf"(?:(?:half )?an? (?=[hmbt]\w+[dn]\b))?{_WORD_NUMBER}(?:[\s-]+(?:and[\s-]+)?{_WORD_NUMBER})*)"
)
_BOUND = (
    r"(?:over|nearly|almost|more than|less than|fewer than|up to|at least|at most|as many as|as much as|"
    r"just (?:under|over))"
)
"""What makes another figure of a figure: "9,000" does not say the same as "up to 9,000"."""
_FIGURE = (
    rf"(?:(?:{_BOUND}\s+)?(?:between\s+{_ONE_FIGURE}\s+and\s+{_ONE_FIGURE}|"
    rf"{_ONE_FIGURE}(?:\s?[–-]\s?(?=\d){_ONE_FIGURE}|\s+(?:to|or)\s+(?:{_ONE_FIGURE}|more\b|fewer\b))?))"
)
_COUNT = later(
    rf"(?<![\w$€£¥₩₹.,/#:-])(?<!No\. )(?:{_FIGURE}(?:\s+dozen\b)?|(?:dozens|hundreds|thousands|millions|"
    rf"billions)\b(?:\s+of\s+(?:thousands|millions)\b)?)"
    r"(?![\w:/]|[-.,]\d|-(?:year|month|week|day|hour|minute|time|mile|foot)|\s?%|\s+per\s?cent|st\b|nd\b|rd\b|th\b)",
    re.IGNORECASE,
)
_ORDINAL = later(
    r"\b(?:\d+(?:st|nd|rd|th)|No\. \d+|(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-)?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|"
    r"fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ieth|"
    r"hundredth|last|runner-up)\b",
    re.IGNORECASE,
)
_DOZEN = later(r"\s+dozen\s*$", re.IGNORECASE)
_FEW = later(r"\b(?:several|twice|thrice|once|half|a single|a dozen|a couple)\b", re.IGNORECASE)
"""What counts without a figure."""
_AGE_BEHIND_NAME = later(r"(?:[A-Z][\w’'-]+, |(?:^|[.!?]\s)At )(?P<age>\d{1,3})(?=,(?!\d))")
"""The age of somebody just named or about to be, which counts nothing: "Ida Falk, *52*, said", "At *52*, she"."""
_OWNER = later(r"\w['’]s?\s")
_OWNER_BEFORE = later(r"(?:['’]s?|\b(?:his|her|their))\s$")
_APPOSED = later(r",\s+(?:an?|the)\s+(?:\w+ly\s+)?$")
_OLD_DOES = r"is|was|has|had|will|would|can|could|who|said|told"
"""What may follow "the 62-year-old" where that stands for a name."""
_OLD_NAME = later(
    rf"-years?-old\s+(?:(?!(?:{_OLD_DOES})\b)[a-z][\w-]*\s+){{0,3}}(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
"""Who has an age, named behind it: "62-year-old deputy *Bo Rask*"."""
_WHOSE_AGE = later(
    r"\b(?i:how old)\s+(?:is|was|are|were|did|does|do|will|would)\s+(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)*)"
)
_NUMBERED = later(
    r"\b(?:Category|Flight|Route|Highway|Interstate|Phase|Title|Section|Article|Chapter|Season|Episode|Level|Stage|Group|Pier|"
    r"District|Ward|Proposition|Amendment|Type|Version|Exit|Room|Boeing|Airbus|Apollo|Falcon|iPhone|Galaxy|Windows|Daytona|"
    r"Indianapolis|Indy|Fortune|Nasdaq|Nikkei|Formula|Bowl|WrestleMania|PlayStation|Xbox|Pixel|Expo|[A-Z]{3,})"
    r"[\s-](?P<number>\d+)\b(?!,\d)"
)
"""A number that is part of a name and counts nothing: "Flight *302*", "the 737 MAX *8*"."""
_FRACTION = later(
    r"-(?:thirds|quarters|fifths|sixths|tenths)\b|\s(?:thirds|quarters|fifths|sixths|tenths)(?=\s(?:of|majority|vote)\b)"
)
"""What makes a share of a count before it: "*two*-thirds"."""
_DATELIKE = later(
    r"\d{4}|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?"
    r"|centur|quarter|/\d",
    re.IGNORECASE,
)
"""What stands in every text with a time expression that holds a figure."""
_YEAR_LIKE = later(r"(?:[a-z]+\s+)?\d{4}", re.IGNORECASE)
_STOPWORDS = STOPWORDS["en"]
_CURRENCY = r"(?:US|A|C|HK|NZ)?[$€£¥₩₹₽]"
_CURRENCY_WORD = (
    r"(?:(?:U\.?S\.?|Australian|Canadian|Hong Kong)\s+)?(?:dollars?|euros?|pounds|roubles|rubles|won|yen|"
    r"yuan|cents?|pence|"
    r"rupees|francs|pesos|shekels|kronor|marks|crowns)\b"
)
_MONEY = later(
    rf"(?:\b{_BOUND}\s+)?{_CURRENCY}\s?\d(?:[\d,]*\d)?(?:\.\d+)?(?:{_SCALE}|[MBKmbk]\b)?"
    rf"(?:\s?(?:[-–]|to|and)\s?{_CURRENCY}?\d[\d,.]*\d{_SCALE}?)?|{_FIGURE}\s+{_CURRENCY_WORD}",
    re.IGNORECASE,
)
_CHANGED_FROM = later(
    r"\b(?:ris(?:e|es|en|ing)|rose|f[ae]ll(?:s|en|ing)?|gr[eo]w(?:s|n|ing|th)?|(?:in|de)creas(?:e|es|ed|ing)|drop\w*|declin\w+|"
    r"w[eo]nt|go(?:es|ne|ing)?|jump\w*|climb\w*|soar\w*|surg\w+|sli[dp]\w*|rais\w+|cut(?:s|ting)?|lower\w*|lift\w*|hik\w+|"
    r"shr[aiu]nk\w*|up|down|reduc\w+|doubl\w+|chang\w+|mov\w+)\b[^.;:]*\bfrom\s$",
    re.IGNORECASE,
)
"""What makes the ends of a change of two figures behind it, not those of a range."""
CHANGE_REACH = 120
"""How many code points before them that is looked for."""
_CHANGED_TO = later(r"\s+to\s+")
_SCALED = later(r"\b(?:hundred|thousand|million|billion|trillion|bn|tn)\b", re.IGNORECASE)
_PERCENT = later(
    rf"(?<![\w.,])(?:{_BOUND}\s+)?(?:\d[\d.]*\s?%?\s?(?:[–-]|to|and)\s?)?{_ONE_FIGURE}\s?"
    r"(?:%|per\s?cent\b|percentage points\b)",
    re.IGNORECASE,
)
_SHARE = later(
    rf"(?:\b{_BOUND}\s+)?\b(?:(?:one|two|three|four)[\s-](?:third|quarter|fifth|fourth|half)s?|"
    r"a (?:third|quarter|fifth|tenth)|half|"
    r"(?:the )?(?:vast )?majority|most)\b",
    re.IGNORECASE,
)
_TIMES = later(rf"\b(?:{_FIGURE}\s+times|twice|double|triple)\b", re.IGNORECASE)
_AS_MUCH = later(
    rf"{_TIMES.pattern}(?=\s+(?:as|more|less|the|its|their|what|higher|larger|bigger|greater|faster)\b)", re.IGNORECASE
)
"""Of these, how much and not how often: "twice *the* price"."""
_AGE = later(
    r"\baged?\s+(?:of\s+)?(?P<a>\d{1,3})\b|(?P<b>\b\d{1,3})[\s-]years?[\s-]old|"
    r"\b(?:at|was|turned|is)\s+(?P<c>\d{2,3})\b(?=[,.;]|\s+(?:when|years))|"
    rf",\s(?P<d>\d{{2}}),(?!\d)|\bage\s+(?P<e>{_ONE_FIGURE}(?:\s+to\s+{_ONE_FIGURE})?)|"
    rf"(?P<f>\b{_ONE_FIGURE}(?:\s+(?:months|years))(?=\s+(?:old|ago|of age)\b))",
    re.IGNORECASE,
)
_LENGTH = (
    r"(?:nautical |light[ -])?miles?|light-years?|kilomet(?:er|re)s?|km|(?:centi|milli|nano|micro)?met(?:er|re)s?|m|cm|"
    r"mm|nm|μm|µm|mi|feet|foot|ft|"
    r"inch(?:es)?|yards?|stor(?:eys|ies)|floors|blocks"
)
_JOINED_LENGTH = r"(?<![\w$€£.,-])\d[\d,.]*-(?:foot|mile|inch|met(?:er|re)|yard)(?:-\d{1,2})?(?!\w)"
"""A length that describes: "the *6-foot-5* forward", "a *200-foot* tower"."""
_AREA = (
    r"(?:square|cubic)[\s-](?:miles?|kilomet(?:er|re)s?|met(?:er|re)s?|feet|foot|yards?)|acres?|"
    r"hectares?|km²|km2|m²|m2|sq\.? (?:km|mi|ft)"
)
_WEIGHT = r"(?:metric )?(?:tons?|tonnes?)|pounds|lbs?|lbf|kilograms?|kilos|kg|grams?|ounces?"
_SPEED = r"mph|km/h|kph|knots|(?:miles|kilomet(?:er|re)s|met(?:er|re)s|feet) (?:per|an|a) (?:hour|second)"
_HEAT = r"degrees?(?: (?:Celsius|Fahrenheit))?|°[CF]?"
_OTHER_UNIT = r"litres?|liters?|gallons?|barrels?|megawatts?|MW|gigawatts?|GW|magnitude|decibels?|volts?"
_UNITS = {
    **dict.fromkeys(("far", "tall", "high", "deep", "wide", "close", "near", "thick"), _LENGTH),
    "fast": _SPEED, "heavy": _WEIGHT, "hot": _HEAT, "cold": _HEAT,
    **dict.fromkeys(("big", "large"), f"{_AREA}|{_LENGTH}|{_WEIGHT}"), "strong": f"{_SPEED}|{_OTHER_UNIT}",
}  # fmt: skip
"""The adjective of a question -> the units that answer it."""
_ALL_UNITS = "|".join((_AREA, _SPEED, _LENGTH, _WEIGHT, _HEAT, _OTHER_UNIT))
_TIME_UNIT = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies))"
_IS_ORDINAL = r"an?\s+second\s+(?!(?:or|and|before|after|until|while|when|to|in|at|on|for|per|each|every)\b)\w"
"""The "second" of "a second day" is no unit of time."""
_SINGLE = later(r"one day|an?\s+\w+", re.IGNORECASE)
_ON = later(r"\s(?:or two|and a half|long)\b")
_LASTING = later(
    r"\b(?:for|in|within|after|another|just|only|about|around|last\w*|took|takes?|taken|spen[dt]\w*|serv\w+|wait\w*|stay\w*)"
    r"\s+$",
    re.IGNORECASE,
)
"""What stands before a single unit of time that is a length: not so in "to *one day* go to Mars" and "$5 *a day*"."""
_LONG = later(
    rf"(?<![\w$€£.,])(?!{_IS_ORDINAL})(?:{_FIGURE}|(?:{_BOUND}\s+)?(?:a|an|several|a few|half an?))[\s-]+"
    rf"(?:and a half\s+)?{_TIME_UNIT}\b"
    r"(?![\s-]+(?:ago|old|earlier|later))",
    re.IGNORECASE,
)
_AGO = later(rf"(?<![\w.,]){_FIGURE}\s+{_TIME_UNIT}\s+ago\b", re.IGNORECASE)
_SINCE = later(
    r"\b(?:since|until)\s+(?:at least\s+)?(?:the\s+)?(?:\w+\s+){0,5}?"
    r"(?:[A-Z]\w+(?:\s+(?:[A-Z]\w+|\d{1,4}\b))*|\d{4}\b|[\w-]*\d+th century)"
)
_FROM_TO = later(
    r"\b(?:from\s+)?(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?\d{4}\s*"
    r"(?:to|until|till|through|[-–])\s*(?:\d{1,2}\s+)?(?:[A-Z][a-z]+\s+)?\d{4}\b"
)
_TIMES_OVER = later(rf"(?<![\w.,-])(?!one\b){_ONE_FIGURE}(?=-time\s)", re.IGNORECASE)
TIMES_OVER = 0.8
"""How likely a count it is how often somebody has won: "the *15*-time champion"."""
_OFTEN = later(
    rf"\b(?:(?:half-|bi-?)?(?:hourly|daily|weekly|monthly|yearly|annual(?:ly)?)|biennial(?:ly)?|"
    rf"(?:every|each)\s+(?:other\s+)?(?:{_ONE_FIGURE}\s+)?{_TIME_UNIT}|"
    rf"(?:once|twice|{_ONE_FIGURE} times)\s+(?:an?|per|every)\s+{_TIME_UNIT}|rarely)\b",
    re.IGNORECASE,
)


def _without_dates(text: str, spans: Sequence[TypedSpan], published: date | None) -> list[TypedSpan]:
    """Return the spans that are no part of a time expression; of "2000 guests" the figure is none."""
    if not spans or not _DATELIKE.search(text):
        return list(spans)
    taken = [
        (item.start, item.end)
        for item in find_times(text, published or SOME_DAY)
        if not (_YEAR_LIKE.fullmatch(text[item.start : item.end]) and _things_follow(text[item.end : item.end + 40]))
    ]
    return [span for span in spans if not any(start < span.end and span.start < end for start, end in taken)]


def _things_follow(behind: str) -> bool:
    """Tell whether things counted stand behind a figure, "2000 wedding *guests*", or what goes on after a year does."""
    words = takewhile(lambda word: word not in _STOPWORDS, behind.split()[:2])
    return behind[:1].isspace() and any(re.fullmatch(r"[a-z]\w+s\W*", word) for word in words)


def counts(text: str, published: date | None) -> Iterator[TypedSpan]:
    """Yield what counts things; neither money nor a part of a time expression."""
    yield from _without_dates(text, list(_all_counts(text)), published)


def counts_of_time(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield what counts units of time, other counts as less likely."""
    for span in _all_counts(text):
        unit = re.match(rf"[\s-]+{_TIME_UNIT}\b", text[span.end :], re.IGNORECASE)
        yield span if unit else TypedSpan(span.start, span.end, span.value, 0.2)


def _all_counts(text: str) -> Iterator[TypedSpan]:
    others = [(span.start, span.end) for span in _sums(text, None)]
    others += [match.span("age") for match in _AGE_BEHIND_NAME.finditer(text)]
    others += [match.span("number") for match in _NUMBERED.finditer(text)]
    for match in _COUNT.finditer(text) if may_hold_figure(text) else ():
        if _FRACTION.match(text, match.end()):
            continue
        if not any(start < match.end() and match.start() < end for start, end in others):
            yield TypedSpan(*match.span(), figure(match.group()), 0.5 if match.group().lower() == "one" else 1.0)
    for match in _FEW.finditer(text):
        yield TypedSpan(*match.span(), match.group().lower(), 0.3)
    for match in _TIMES_OVER.finditer(text) if "-time" in text else ():
        yield TypedSpan(*match.span(), figure(match.group()), TIMES_OVER)
    yield from _percentages(text, None)


def figure(text: str) -> str:
    """Return a figure as plain digits where it is exact: "1.2 million" gives "1200000", "5 to 7" gives "5/7".

    >>> figure("nearly three dozen"), figure("two to three dozen")
    ('36', '24/36')
    """
    if dozens := _DOZEN.search(text):
        values = [int(value) * 12 for value in figure(text[: dozens.start()]).split("/") if value.isdigit()]
        return "/".join(map(str, values)) or text.strip()
    text = re.sub(rf"^{_BOUND}\s+", "", text.strip(), flags=re.IGNORECASE).lower()
    ends = re.fullmatch(rf"(?:between\s+)?({_ONE_FIGURE})\s*(?:[–-]|to|and)\s*({_ONE_FIGURE})", text, re.IGNORECASE)
    if ends and not re.fullmatch(_ONE_FIGURE, text, re.IGNORECASE):
        return f"{_plain(ends[1])}/{_plain(ends[2])}"
    return _plain(text)


def _plain(text: str) -> str:
    text = text.replace("bn", " billion").replace("tn", " trillion")
    found = re.fullmatch(r"(\d[\d,]*(?:\.\d+)?)\s*(hundred|thousand|million|billion|trillion)?", text.strip())
    if found:
        scale = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}.get(found[2] or "", 0)
        value = float(found[1].replace(",", "").rstrip(".")) * 10**scale
        return str(int(value)) if value == int(value) else f"{value:g}"
    number = read_number(text)
    return f"{number:g}" if number is not None and number < 1e6 else str(int(number)) if number else text.strip()


def by_pattern(pattern: re.Pattern[str], strength: float = 1.0, hint: Callable[[str], bool] = bool) -> Finder:
    """Return what yields all that a pattern finds in a text that a hint of it is in."""

    def find(text: str, _: date | None) -> Iterator[TypedSpan]:
        if not hint(text):
            return iter(())
        return (TypedSpan(*match.span(), " ".join(match.group().split()), strength) for match in pattern.finditer(text))

    return find


def _parted(find: Finder) -> Finder:
    """Return what yields the ends of a change each for itself ("rose from 5% to 10%"), and all else as it is found."""

    def parted(text: str, published: date | None) -> Iterator[TypedSpan]:
        for span in find(text, published):
            cut = _CHANGED_TO.search(text, span.start, span.end) if _changes(text, span) else None
            if cut is None:
                yield span
                continue
            ends = (span.start, cut.start()), (cut.end(), span.end)
            scaled = [_SCALED.search(text, *end) is not None for end in ends]
            for start, end in ends if scaled[0] or not scaled[1] else ends[1:]:  # "from $5 to $10 million"
                yield from (part.shifted(start) for part in find(text[start:end], published))

    return parted


def _changes(text: str, span: TypedSpan) -> bool:
    return _CHANGED_FROM.search(text, max(0, span.start - CHANGE_REACH), span.start) is not None


_sums = _parted(by_pattern(_MONEY, hint=may_hold_money))
_percentages = _parted(by_pattern(_PERCENT, 0.4, may_hold_percentage))
_shares = by_pattern(_SHARE, 0.3, may_hold_share)
_multiples = by_pattern(_AS_MUCH, 0.4, may_hold_share)


@cache
def measures(measure: str) -> Finder:
    """Return what yields figures with a unit that answers "how tall", or with any where the adjective is none.

    What is only the same in other units, in brackets behind, is less likely.
    """
    units = _UNITS.get(measure, _ALL_UNITS)
    pattern = rf"(?<![\w$€£.,]){_FIGURE}(?:[\s-]+|(?=°))(?:{units})(?!\w)|\bmagnitude[\s-]{_ONE_FIGURE}"
    if units is _LENGTH:
        pattern = rf"{_JOINED_LENGTH}|{pattern}"
    find = by_pattern(later(pattern, re.IGNORECASE), hint=may_hold_figure)

    def marked(text: str, published: date | None) -> Iterator[TypedSpan]:
        found = list(find(text, published))
        ends = {span.end for span in found}
        for span in found:
            is_conversion = any(text[end : span.start] == " (" for end in ends)
            yield span._replace(strength=CONVERTED) if is_conversion else span

    return marked


def amounts(text: str, published: date | None) -> Iterator[TypedSpan]:
    """Yield sums of money and, as less likely, shares, measures and bare counts."""
    found = list(_sums(text, published))
    for find in (_percentages, measures(""), _shares, _multiples):
        for span in find(text, published):
            if not _overlaps(span, found):
                found.append(TypedSpan(span.start, span.end, span.value, min(span.strength, 0.4)))
    found += [
        TypedSpan(span.start, span.end, span.value, 0.15)
        for span in counts(text, published)
        if not _overlaps(span, found)
    ]
    yield from found


def _overlaps(span: TypedSpan, others: Sequence[TypedSpan]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def percents(text: str, published: date | None) -> Iterator[TypedSpan]:
    """Yield percentages, and fractions as less likely."""
    yield from (span._replace(strength=1.0) for span in _percentages(text, published))
    yield from (span._replace(strength=0.6) for span in _shares(text, published))


def ordinals(text: str, published: date | None) -> Iterator[TypedSpan]:
    """Yield places in an order ("58th", "third", "runner-up")."""
    yield from by_pattern(_ORDINAL)(text, published)


def ages(text: str, _: date | None) -> Iterator[TypedSpan]:
    """Yield ages of people and things."""
    for match in _AGE.finditer(text):
        group = next(name for name in "abcdef" if match[name])
        yield TypedSpan(*match.span(group), match[group], 1.0 if group in "ab" else 0.6)


def is_age_of_another(asked: str, text: str, age: TypedSpan) -> bool:
    """Tell whether an age in a text is that of somebody's kin or aide, or of somebody named behind it.

    "Falk's *62*-year-old deputy", "*62*-year-old Bo Rask". ``asked`` is the question: where that asks of somebody's, it
    may be the one.
    """
    before = text[max(0, age.start - 20) : age.start]
    if _OWNER_BEFORE.search(before) and not _OWNER.search(asked):
        return True
    if _APPOSED.search(before):
        return False
    named, whose = _OLD_NAME.match(text, age.end), _WHOSE_AGE.search(asked)
    return named is not None and whose is not None and _words(named["name"]).isdisjoint(_words(whose["name"]))


def _words(name: str) -> set[str]:
    return {*re.findall(r"\w{2,}", name.lower())}


def lengths_of_time(text: str, published: date | None) -> Iterator[TypedSpan]:
    """Yield how long something took or has been, since or until when, how often it happens."""
    for span in by_pattern(_LONG)(text, published):
        is_single = _SINGLE.fullmatch(text, span.start, span.end) and not _ON.match(text, span.end)
        if not is_single or _LASTING.search(text, max(0, span.start - 20), span.start):
            yield span
    for pattern, strength in ((_FROM_TO, 0.8), (_SINCE, 0.7), (_OFTEN, 0.4), (_AGO, 0.4)):
        yield from by_pattern(pattern, strength)(text, published)
