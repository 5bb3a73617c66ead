"""Questions made of sentences by taking out what they ask for: a date, a figure, or who did it (English)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from index.text.dates import find_dates
from index.text.later import later
from index.text.tokens import tokenize

WORDS = range(6, 33)
"""How many words a sentence may have: fewer say too little, more say too much at once."""
LEAST_TERMS = 3
"""Of what is left of a sentence; with fewer, many another sentence would do as well."""
_WELL_FORMED = later(r"[A-Z][^\n\"“”«»()\[\]{}|<>?!:;…]*[a-z0-9]\.")
_LEANING = later(
    r"(?:He|She|It|They|We|I|You|This|That|These|Those|His|Her|Its|Their|Our|There|Here|But|And|Or|So|Then|However|Also|"
    r"Both|Such|Another|Other|Instead|Meanwhile|Later|Earlier|Although|Though|If|While|Since|Because|Along|Based|Given|"
    r"Following|Despite|Presented|Most|Many|Some|What|Who|When|Where|Why|How)\b"
)
"""What a sentence begins with that can't be understood without the one before it."""
_BEFORE_DATE = later(r"(?:,\s*)?\b(?:in|on|since|by|until|from|during|of|early in|late in)\s+$", re.IGNORECASE)
_DANGLING = later(r"\b(?:between|and|or|to|as early as|than)$", re.IGNORECASE)
_COUNT = later(r"(?<![\w.,$€£-])(\d{1,3}(?:,\d{3})+|\d+)(?![\w.,%-]*\d)\s+((?:[a-z-]+\s+)?[a-z-]+s)\b")
_WHO = later(
    r"((?:[A-Z][\w’'-]+\s+){1,2}[A-Z][\w’'-]+)\s+(?=(?:\w+ed|won|wrote|built|became|led|made|met|took|gave|found|sold|said|"
    r"left|ran|held|broke|drew|beat|sang|taught|designed|was|is)\b)"
)
_ARTICLE = later(r"(?:The|A|An|In|On|At|When|After|Before|By|For|From|With|As|Its)\b")
_NO_COUNT = later(
    r"(?:second|minute|hour|day|week|month|year|decade|centurie)s$|(?:^|\s)(?:was|is|has|his|this|its|as|us|plus|less|across)\b"
)
"""Times are asked for with "how long"; the others only end like a plural."""
_YEAR = later(r"1\d{3}|20\d{2}")
_NAMED = later(r"[A-Z][\w’'-]*\s+$|\bof\s+$|\bper\s+$")
"""Before a figure: it belongs to a name ("Apollo 6"), or counts out of something."""


@dataclass(frozen=True, slots=True)
class Cloze:
    """A question, the kind of what it asks for, and the words of the sentence that answer it."""

    kind: str
    question: str
    answer: str


def clozes(sentence: str) -> Iterator[Cloze]:
    """Yield the questions that a sentence can be made into, at most one of each kind.

    Examples
    --------
    >>> [item.question for item in clozes("Kim Jong Un visited Russia in May 2023, travelling by train.")]
    ['When Kim Jong Un visited Russia, travelling by train?', 'Who visited Russia in May 2023, travelling by train?']
    """
    sentence = " ".join(sentence.split())
    if len(sentence.split()) not in WORDS or not _WELL_FORMED.fullmatch(sentence) or _LEANING.match(sentence):
        return
    for make in (_when, _how_many, _who):
        cloze = make(sentence)
        if cloze and len(set(tokenize(cloze.question, "en"))) >= LEAST_TERMS:
            yield cloze


def _when(sentence: str) -> Cloze | None:
    dates = [found for found in find_dates(sentence) if re.search(r"\d{4}", sentence[found.start : found.end])]
    if len(dates) != 1:
        return None
    start, end = dates[0].start, dates[0].end
    before = _BEFORE_DATE.sub("", sentence[:start]).rstrip()
    after = sentence[end:-1].strip()
    if _DANGLING.search(before) or not (before or after):
        return None
    joined = f"{before}{'' if after.startswith(',') else ' '}{after}" if before else after.lstrip(", ")
    return Cloze("when", f"When {_as_middle(joined.strip())}?", sentence[start:end])


def _how_many(sentence: str) -> Cloze | None:
    found = list(_COUNT.finditer(sentence))
    if len(found) != 1 or _NO_COUNT.search(found[0][2]) or _YEAR.fullmatch(found[0][1]):
        return None
    start, end = found[0].span()
    if _NAMED.search(sentence[:start]):
        return None
    rest = f"{sentence[:start].rstrip()} {sentence[end:-1].lstrip()}".strip()
    return Cloze("how many", f"How many {found[0][2]} {_as_middle(rest)}?", found[0][1])


def _who(sentence: str) -> Cloze | None:
    found = _WHO.match(sentence)
    if not found or _ARTICLE.match(sentence):
        return None
    return Cloze("who", f"Who {sentence[found.end() : -1]}?", found[1])


def _as_middle(text: str) -> str:
    """Return a text as it stands inside a sentence: without the capital that only its beginning gave it."""
    return text[:1].lower() + text[1:] if _ARTICLE.match(text) else text
