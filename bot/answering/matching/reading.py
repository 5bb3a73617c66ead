"""A span of a candidate sentence, read as the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.answering.matching.candidate import Candidate
from bot.answering.mentions.typed import TypedSpan


@dataclass(frozen=True, slots=True)
class Reading:
    """A span read as the answer, in which candidate it stands, how sure the reading is (0 to 1), who else says so.

    ``features`` are those of `span_readings`; ``kind`` says what it is ("date", "person"); ``articles`` counts the
    articles whose sentences agree.
    """

    span: TypedSpan
    candidate: Candidate
    confidence: float
    kind: str
    features: Mapping[str, float]
    articles: int = 1
