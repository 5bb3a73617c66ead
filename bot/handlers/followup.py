"""A follow-up question made whole, by rule: "and in 2019?", "what about Putin?"."""

from __future__ import annotations

import re

from index.text.dates import find_dates

MAX_FOLLOWUP = 100
"""Characters, white space collapsed; what is longer stands for itself, and is not read on the event loop."""
_OPENING = re.compile(
    r"(?:and )?(?:(?:what|how) about|and) (?P<rest>[^\s?!.](?:[^?!.]{0,78}[^\s?!.])?) ?[?!.]*", re.IGNORECASE
)
_TIME = re.compile(r"^(?:in|on|since|before|after|during|by)\b|^\d{4}$", re.IGNORECASE)
_NAME = re.compile(r"(?<=\s)[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*")
_LEADING = re.compile(r"\b(?:in|on|since|before|after|during|by)\s+$", re.IGNORECASE)


def completed(previous: str, said: str) -> str:
    """Return a question that stands alone: what was said, or the previous question with a part of it replaced.

    A time takes the place of the previous question's time or is put at its end; anything else takes the place of its
    first name. What is no follow-up stays as it is.

    Examples
    --------
    >>> completed("when did Kim visit Russia?", "what about Putin?")
    'when did Putin visit Russia?'
    >>> completed("who won the cup in 2018?", "and in 2019?")
    'who won the cup in 2019?'
    """
    line, whole = " ".join(said.split()), " ".join(previous.split())
    found = _OPENING.fullmatch(line) if len(line) <= MAX_FOLLOWUP else None
    if not found or not whole:
        return said
    rest = found["rest"]
    if _TIME.search(rest):
        return _with_time(whole, rest if not rest.isdigit() else f"in {rest}")
    name = _NAME.search(whole)
    return whole[: name.start()] + rest + whole[name.end() :] if name else said


def _with_time(question: str, time: str) -> str:
    dates = find_dates(question)
    if dates:
        start = _LEADING.sub("", question[: dates[0].start])
        return start + time + question[dates[0].end :]
    body = question.rstrip("?!. ")
    return f"{body} {time}{question[len(body) :].strip() or '?'}"
