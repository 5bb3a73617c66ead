"""What tells that somebody was in a place without the words of the question: "landed in Taipei" for a visit to Taiwan.

Whoever met somebody in a country, or arrived in its capital, has visited it (English).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.mentions.names import CAPITALISED, Mention
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.normalise import without_genitive
from index.text.tokens import tokenize

GOING = frozenset(tokenize("visit go goes went come came travel arrive fly flew land tour trip return get got", "en"))
"""Terms of the verbs that ask for a visit; "get" does where "to" follows."""
_IN_SEAT = GOING | frozenset(tokenize("meet met", "en"))
"""Those that a country's capital stands for the country beside."""
_SEATS = """
Afghanistan: Kabul, Albania: Tirana, Algeria: Algiers, Argentina: Buenos Aires, Armenia: Yerevan, Australia:
Canberra|Sydney, Austria: Vienna, Azerbaijan: Baku, Bahrain: Manama, Bangladesh: Dhaka, Belarus: Minsk, Belgium:
Brussels, Bolivia: La Paz, Bosnia: Sarajevo, Brazil: Brasilia|Brasília|Rio de Janeiro, Britain: London, Bulgaria:
Sofia, Cambodia: Phnom Penh, Canada: Ottawa, Chile: Santiago, China: Beijing|Shanghai, Colombia: Bogota|Bogotá,
Croatia: Zagreb, Cuba: Havana, Cyprus: Nicosia, Czechia: Prague, Denmark: Copenhagen, Ecuador: Quito, Egypt:
Cairo|Sharm el-Sheikh, England: London, Estonia: Tallinn, Ethiopia: Addis Ababa, Finland: Helsinki, France: Paris,
 Germany: Berlin|Munich, Ghana: Accra, Greece: Athens, Haiti: Port-au-Prince, Honduras: Tegucigalpa,
Hungary: Budapest, Iceland: Reykjavik, India: New Delhi|Delhi, Indonesia: Jakarta|Bali, Iran: Tehran, Iraq: Baghdad,
Ireland: Dublin, Israel: Jerusalem|Tel Aviv, Italy: Rome, Jamaica: Kingston, Japan: Tokyo|Hiroshima, Jordan: Amman,
Kazakhstan: Astana, Kenya: Nairobi, Kosovo: Pristina, Latvia: Riga, Lebanon: Beirut, Libya: Tripoli, Lithuania:
Vilnius, Malaysia: Kuala Lumpur, Mexico: Mexico City, Mongolia: Ulaanbaatar, Morocco: Rabat, Myanmar:
Naypyidaw|Yangon, Nepal: Kathmandu, Netherlands: Amsterdam|The Hague, New Zealand: Wellington|Auckland, Nicaragua:
Managua, Nigeria: Abuja|Lagos, North Korea: Pyongyang, Northern Ireland: Belfast, Norway: Oslo, Pakistan: Islamabad,
Peru: Lima, Philippines: Manila, Poland: Warsaw, Portugal: Lisbon, Qatar: Doha, Romania: Bucharest, Russia:
Moscow|Vladivostok|St. Petersburg|Sochi, Rwanda: Kigali, Saudi Arabia: Riyadh|Jeddah, Scotland: Edinburgh|Glasgow,
Senegal: Dakar, Serbia: Belgrade, Slovakia: Bratislava, Slovenia: Ljubljana, Somalia: Mogadishu, South Africa:
Pretoria|Johannesburg, South Korea: Seoul, Spain: Madrid, Sudan: Khartoum, Sweden: Stockholm, Switzerland:
Geneva|Bern|Davos, Syria: Damascus, Taiwan: Taipei, Tanzania: Dar es Salaam, Thailand: Bangkok, Tunisia: Tunis,
Turkey: Ankara|Istanbul, Uganda: Kampala, Ukraine: Kyiv|Kiev|Odesa|Kharkiv, United Arab Emirates: Dubai|Abu Dhabi,
United Kingdom: London, UK: London, Venezuela: Caracas, Vietnam: Hanoi, Wales: Cardiff, Zimbabwe: Harare
"""
"""Countries and the towns where their visitors are received."""
_MOVES = (
    r"land(?:s|ed|ing)?|touch(?:es|ed|ing)? down|arriv(?:es?|ed|ing|al)|fl(?:y|ies|ew|own|ying)|"
    r"travel(?:s|l?ed|l?ing)?|visit(?:s|ed|ing)?|trip|tour(?:s|ed|ing)?|m(?:et|eets?|eeting)|goes|went|came|return(?:s|ed|ing)?"
)
_GET = frozenset({"get", "got"})
_TO_SOMEWHERE = later(r"(?:\s+back)?\s+to\s+(?:the|his|her|their|see|meet)\b")
"""What tells behind a verb that a place is meant, where none is named: "went *to the* bridge"."""


@lru_cache(maxsize=1)
def _seats() -> dict[str, str]:
    """Return country -> a pattern of its seats."""
    entries = (entry.split(": ") for entry in " ".join(_SEATS.split()).split(", "))
    return {country: "|".join(map(re.escape, seats.split("|"))) for country, seats in entries}


@dataclass(frozen=True, slots=True)
class _Asked:
    """A visit that a question asks of: the place and its terms, its seats, and what says that somebody was there."""

    place: str
    terms: frozenset[str]
    seats: re.Pattern[str] | None
    moves: re.Pattern[str] | None


def visits(question: Question, text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield what stands for the place of a visit that a question asks of, or for its verb, in a stretch of a text."""
    asked = _asked(
        question.text,
        question.language,
        question.verb,
        question.names,
        asks_where=question.kind is AnswerKind.WHERE,
    )
    if asked is None:
        return
    if asked.seats:
        for seat in asked.seats.finditer(text, start, end):
            yield Mention(Span(*seat.span()), asked.terms, asked.place)
    if asked.moves and question.verb:
        known = {question.verb, *question.aliases_of(question.verb)}
        for move in asked.moves.finditer(text, start, end):
            if known.isdisjoint(tokenize(move.group(), question.language)):
                yield Mention(Span(*move.span()), frozenset({question.verb}), question.words[question.verb])


@lru_cache(maxsize=64)
def _asked(text: str, language: str, verb: str | None, names: frozenset[str], *, asks_where: bool) -> _Asked | None:
    if language != "en" or verb not in _IN_SEAT:
        return None
    words = "|".join(sorted(word for word in re.findall(r"[\w’'-]+", text) if verb in tokenize(word, language)))
    found = re.search(
        rf"\b(?P<verb>{words})(?P<to>(?:\s+(?:to|in|into|at|back))*)(?:(?:\s+the)?\s+(?P<place>{CAPITALISED}))?", text
    )
    if found is None or (found["verb"] in _GET and not found["to"]):
        return None
    if not found["place"] and not asks_where and not _TO_SOMEWHERE.match(text, found.end("verb")):
        return None
    place = without_genitive((found["place"] or "").rstrip("."))
    terms = names & set(tokenize(place, language))
    seats = _seats().get(place, "")
    return _Asked(
        place,
        terms,
        later(rf"\b(?:{seats})\b") if seats and terms else None,
        _moves("|".join(filter(None, (re.escape(place), seats)))) if verb in GOING else None,
    )


def _moves(towns: str) -> re.Pattern[str]:
    """Return a pattern of what says that somebody comes to one of some towns, or, where there are none, anywhere."""
    there = rf"\s+(?:the\s+)?(?:(?:\w+\s+)?(?:city|capital)\s+of\s+)?(?:{towns})\b" if towns else r"\s"
    led = r"(?:in|to|into|at|near|outside)"
    return later(
        rf"\b(?:{_MOVES})\b(?=[^.;:!?\n]{{0,60}}?\b{led}(?:\s[\w’' -]{{2,40}},)?{there})|"
        rf"\b(?:visit|tour)(?:s|ed|ing)?\b(?={there})"
    )
