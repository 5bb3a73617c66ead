"""What stands around a reading in its extract."""

from __future__ import annotations

import re

from bot.answering.matching.reading import Reading
from index.text.later import later

CLAUSE_END = later(r"[,;:]\s|\b(?:and|but|while|whereas)\b")
"""Where a clause with a figure of its own ends (English)."""


def found_before(reading: Reading, words: re.Pattern[str], reach: int | None = None) -> re.Match[str] | None:
    """Return the first match of some words before a reading, at most so many code points away if ``reach`` is given."""
    start, place = reading.candidate.span.start, reading.span.start
    return words.search(reading.candidate.article.text, start if reach is None else max(start, place - reach), place)


def is_preceded(reading: Reading, words: re.Pattern[str], reach: int) -> bool:
    """Tell whether words stand before a reading, no more than so many code points away."""
    return found_before(reading, words, reach) is not None


def clause_before(reading: Reading, reach: int) -> str:
    """Return what stands before a reading in its clause, at most so many code points."""
    text, place = reading.candidate.article.text, reading.span.start
    return CLAUSE_END.split(text[max(reading.candidate.span.start, place - reach) : place])[-1]
