"""Dates and figures that could answer a question in German, Spanish, French or Russian."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.mentions.dated import dated_spans
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import AnswerKind
from index.models import Article
from index.text.foreign import LANGUAGES as LANGUAGES
from index.text.later import later
from index.text.times import PackedTimes, article_times, pack_times


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language for numbers: small ones in order from two on, scales with their zeros, and units."""

    numbers: tuple[str, ...]
    scales: dict[str, int]
    percent: str
    money: str
    spans: str
    """Units of time."""
    units: str


_WORDS = {
    "de": _Words(
        ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
        {r"tausend": 3, r"Million(?:en)?|Mio\.": 6, r"Milliarden?|Mrd\.": 9},
        r"%|Prozent(?:punkte)?", r"€|\$|Euro|Dollar|US-Dollar|Pfund|Rubel|Franken|Mark",
        r"Sekunden?|Minuten?|Stunden?|Tagen?|Wochen?|Monaten?|Jahren?|Jahre|Tage|Monate|Jahrzehnten?",
        r"Kilometern?|km|Metern?|m|Zentimetern?|cm|Meilen|Fuß|Quadratkilometern?|km²|Hektar|Tonnen|Kilogramm|kg|Grad|°C|km/h",
    ),
    "es": _Words(
        ("dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce"),
        {r"mil millones": 9, r"mil": 3, r"millones|millón": 6, r"billones|billón": 12},
        r"%|por ciento", r"€|\$|euros?|dólares|libras|pesos|rublos",
        r"segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|décadas?",
        r"kilómetros(?: cuadrados)?|km²?|metros?|m|centímetros?|cm|millas|pies|hectáreas|toneladas|kilogramos|kg|"
        r"grados|°C|km/h",
    ),
    "fr": _Words(
        ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
        {r"mille": 3, r"millions?": 6, r"milliards?": 9},
        r"%|pour ?cent", r"€|\$|euros?|dollars?|livres|roubles|francs",
        r"secondes?|minutes?|heures?|jours?|semaines?|mois|années?|ans?|décennies?",
        r"kilomètres(?: carrés)?|km²?|mètres?|m|centimètres?|cm|miles|pieds|hectares|tonnes|kilogrammes|kg|"
        r"degrés|°C|km/h",
    ),
    "ru": _Words(
        ("дв[аеу]\\w*", "тр[ие]\\w*", "четыр\\w+", "пят[ьи]\\w*", "шест[ьи]\\w*", "сем[ьи]\\w*", "вос[еь]м\\w*",
         "девят[ьи]\\w*", "десят[ьи]\\w*", "одиннадцат\\w+", "двенадцат\\w+"),
        {r"тысяч\w*|тыс\.": 3, r"миллион\w*|млн": 6, r"миллиард\w*|млрд": 9},
        r"%|процент\w*", r"€|\$|евро|доллар\w*|рубл\w+|фунт\w*|франк\w*",
        r"секунд\w*|минут\w*|час\w*|дн\w{1,3}|день|недел\w+|месяц\w*|год\w*|лет|десятилети\w+",
        r"километр\w*|км²?|метр\w*|м|сантиметр\w*|см|мил[ья]\w*|фут\w*|гектар\w*|тонн\w*|килограмм\w*|кг|градус\w*|°C|км/ч",
    ),
}  # fmt: skip
_DIGITS = r"(?<![\w.,])(?:\d{1,3}(?:[.\u00a0\u202f ,]\d{3})+(?!\d)|\d+(?:[.,]\d+)?)(?![.,]?\d)"


def _patterns(language: str) -> dict[AnswerKind, re.Pattern[str]]:
    words = _WORDS[language]
    scale = "|".join(words.scales)
    number = rf"(?:{_DIGITS}(?:\s(?:{scale})(?!\w))?|(?<!\w)(?:{'|'.join(words.numbers)})(?!\w))"
    dated = rf"(?!\s?(?:{words.percent})(?!\w)|[.:/]\d|-)"
    return {
        AnswerKind.HOW_MANY: later(rf"{number}(?!\w){dated}"),
        AnswerKind.PERCENT: later(rf"{number}\s?(?:{words.percent})(?!\w)"),
        AnswerKind.HOW_MUCH: later(rf"[€$]\s?{number}|{number}\s?(?:{words.money})(?!\w)"),
        AnswerKind.HOW_LONG: later(rf"{number}\s(?:{words.spans})(?!\w)"),
        AnswerKind.HOW_OLD: later(rf"{number}(?:\s(?:{words.spans}))?(?!\w)"),
        AnswerKind.MEASURE: later(rf"{number}\s?(?:{words.units})(?!\w)"),
    }


_PATTERNS = {language: _patterns(language) for language in _WORDS}


def foreign_spans(kind: AnswerKind, language: str, article: Article, start: int, end: int) -> Iterator[TypedSpan]:
    """Yield the dates or figures of a stretch of an article that have the type asked for, offsets from its beginning.

    Names of people and places are not told apart in these languages, so other kinds have none.
    """
    if kind is AnswerKind.WHEN:
        times = article.times or PackedTimes(pack_times(article_times(article.text, article.published, language)))
        yield from dated_spans(times, start, end)
        return
    pattern = _PATTERNS[language].get(kind)
    if pattern is None:
        return
    text = article.text[start:end]
    years = [(item.start, item.end) for item in article.times.between(start, end)] if article.times else []
    for match in pattern.finditer(text):
        if not any(one < start + match.end() and start + match.start() < two for one, two in years):
            yield TypedSpan(match.start(), match.end(), number_value(match.group(), language), 1.0)


def number_value(text: str, language: str) -> str:
    """Return a figure as plain digits, with its scale multiplied and its unit kept; small words as digits.

    >>> number_value("1.200", "de"), number_value("1,5 Millionen", "de"), number_value("zwei", "de")
    ('1200', '1500000', '2')
    """
    words = _WORDS[language]
    for value, name in enumerate(words.numbers, start=2):
        if re.fullmatch(name, text.split()[0]):
            return " ".join([str(value), *text.split()[1:]])
    found = re.search(_DIGITS, text)
    if found is None:
        return text
    figure, rest = found.group(), text[found.end() :].strip()
    if re.fullmatch(r"\d{1,3}(?:[.\u00a0\u202f ,]\d{3})+", figure):
        value_of = float(re.sub(r"\D", "", figure))
    else:
        value_of = float(figure.replace(",", "."))
    for name, zeros in words.scales.items():
        scaled = re.match(rf"(?:{name})(?!\w)", rest)
        if scaled:
            value_of, rest = value_of * 10**zeros, rest[scaled.end() :].strip()
            break
    shown = str(int(value_of)) if value_of == int(value_of) else f"{value_of:g}"
    return f"{shown} {rest}".strip()
