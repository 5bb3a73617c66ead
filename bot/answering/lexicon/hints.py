"""Tell quickly that a text holds no figure, no money or no share, before a long pattern looks for one.

Most sentences hold none, and a pattern with number words in it takes some fifty times as long to find that out. What is
told here may be wrong in one way only: there may be none though there is a hint.
"""

from __future__ import annotations

from functools import lru_cache

from bot.answering.lexicon.gazetteer import words_of
from index.text.later import later

NUMBER_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion"
)
_FIGURES = words_of(NUMBER_WORDS) | words_of("dozens hundreds thousands millions billions")
_MONEY = words_of(
    "dollar dollars euro euros pounds roubles rubles won yen yuan cent cents pence rupees francs pesos shekels kronor "
    "marks crowns"
)
_SHARES = words_of(
    "third thirds quarter quarters fifth fifths fourth fourths half halfs tenth majority most twice double triple times"
)
_DIGIT = later(r"\d")
_CURRENCY = later(r"[$€£¥₩₹₽]")
_LETTERS = later(r"[a-z]+")


@lru_cache(maxsize=8)
def _words(text: str) -> frozenset[str]:
    return frozenset(_LETTERS.findall(text.lower()))


def may_hold_figure(text: str) -> bool:
    """Tell whether there is a digit or a number word."""
    return bool(_DIGIT.search(text)) or not _FIGURES.isdisjoint(_words(text))


def may_hold_money(text: str) -> bool:
    """Tell whether there is a sign or a word for a currency."""
    return bool(_CURRENCY.search(text)) or not _MONEY.isdisjoint(_words(text))


def may_hold_percentage(text: str) -> bool:
    """Tell whether there is a sign or a word for a percentage."""
    return "%" in text or "cent" in text.lower()


def may_hold_share(text: str) -> bool:
    """Tell whether there is a word for a part of something, or for a multiple of it."""
    return not _SHARES.isdisjoint(_words(text))
