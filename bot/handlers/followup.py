"""A follow-up question made whole, by rule: "and in 2019?", "what about Putin?"."""

from __future__ import annotations

import re

from index.text.dates import find_dates

_OPENING = re.compile(r"^\s*(?:and\s+)?(?:(?:what|how)\s+about|and)\s+(?P<rest>[^?!.]{1,80})[?!.]*\s*$", re.IGNORECASE)
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
    found = _OPENING.match(said)
    if not found or not previous.strip():
        return said
    rest, whole = found["rest"].strip(), previous.strip()
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
