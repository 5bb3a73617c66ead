"""Paragraphs and sentences as spans of the text they stand in."""

from __future__ import annotations

import re

import sentencex

from index.models import Span
from index.text.normalise import LONG_SPACES

_LINE_BREAK = re.compile(r"\r\n?|\n")
WRAPPED_LINE_MAX = 100
"""Longest line, in code points, of a text that was wrapped by an editor rather than written in paragraphs."""

_TITLES = (
    "Adm|Amb|Asst|Atty|Brig|Capt|Cdr|Cmdr|Col|Cpl|Dep|Det|Dr|Fr|Gen|Gov|Hon|Insp|Lt|Maj|Messrs|Mr|Mrs|Ms|Mx|Pres|Prof|"
    "Pvt|Rep|Reps|Rev|Sen|Sens|Sgt|Supt"
)
_UNITS = "oz|lb|lbs|ft|sq|hr|hrs|min|mins|sec|approx|est|incl|esp|dept|govt|etc|Inc|Co|Corp|Ltd|al|e.g|i.e"
_BEFORE_FIGURES = "No|no|Nos|nos|p|pp|Nr|Art|Sec|Ch|Fig|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec"
_HOURS = "a.m|p.m"
_PARTIES = ("D", "R", "I")
# What sentencex takes for a degree or an age that ends a sentence, though it may be somebody's: "J.D. Vance".
_INITIALS = "A.D|B.A|J.D|M.A|M.D|M.S"
_ABBREVIATIONS = frozenset("|".join((_TITLES, _UNITS, _BEFORE_FIGURES, _HOURS, _INITIALS, "v|vs|Vs")).split("|"))
_DAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day|\b)"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d"
_ZONE = r"(?:[ECMP][SD]?T|GMT|UTC|BST|CES?T|I?ST|MSK|Eastern|Central|Mountain|Pacific|Greenwich)\b"
_SAYS = "said|says|asked|asks|replied|replies|added|adds|wrote|writes|shouted|recalled|joked|continued"
_BEGINS = (
    "The|An|He|She|It|They|We|You|His|Her|Its|This|That|But|And|So|As|At|By|For|From|If|In|On|To|When|While|After|Before|"
    "Then|There|With"
)
_OPENERS = "(\"'“‘"
# What sentencex divides although it belongs together, as "last word, line break, how the next sentence begins"; a
# sentence that is nothing but its last word has "^" before it.
_IS_TORN = re.compile(
    rf"\^?[{_OPENERS}]?(?:{_TITLES})\.\n[A-Z]"
    rf"|(?:{_HOURS.replace('.', '[.]')})\.\n(?:{_DAY}|{_MONTH}|{_ZONE}|local |\(|[a-z])"
    rf"|\^?[{_OPENERS}]?(?:{_INITIALS.replace('.', '[.]')})\.\n(?!(?:{_BEGINS})\b)[A-Z]\w"
    rf"|\^?[{_OPENERS}]?(?:{_BEFORE_FIGURES})\.\n\d"
    r"|[Vv]s?\.\n\w"
    r"|[DRI]-(?:[A-Z]\.)+\n(?:[A-Z]|Va)\."  # party and state: "D-N.Y."
    rf"|(?:\d+-)?(?:{_UNITS})\.\n[a-z]+ "
    rf"|\^(?:\(?(?:\d{{1,3}}|[A-Za-z])[.)]|[.]{{3}}|…)\n[\w{_OPENERS}]"
    r"|\^[A-Z]\w+[!?]\n[a-z]+ "
    rf"|\S*[!?…][\"”’]\n(?:(?:[A-Z][\w.'’-]*|he|she|they|we) ){{1,4}}(?:{_SAYS})[.,]"
)
_WINDOW = 40
"""How much is looked at on either side of the end of a sentence, in code points."""


def _trim(text: str, start: int, end: int) -> Span | None:
    """Return the span without white space at its ends, or ``None`` if nothing else is in it."""
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start, end) if start < end else None


def _is_wrapped(lines: list[Span]) -> bool:
    """Tell whether single line breaks in a block only wrap it: full, even lines but for the last."""
    lengths = [end - start for start, end in lines]
    return max(lengths) <= WRAPPED_LINE_MAX and min(lengths[:-1]) >= max(lengths) * 0.6 >= 24


def split_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text in order: blocks between blank lines, and the lines of unwrapped blocks."""
    paragraphs: list[Span] = []
    block: list[Span] = []
    end = -1
    is_plain = "\r" not in text
    for line in text.split("\n") if is_plain else _LINE_BREAK.split(text):
        start, end = end + 1, end + 1 + len(line)
        if line and (span := _trim(text, start, end)):
            block.append(span)
        elif block:
            paragraphs += _block_paragraphs(block)
            block = []
        if not is_plain and text.startswith("\r\n", end):
            end += 1
    return paragraphs + _block_paragraphs(block)


def _block_paragraphs(lines: list[Span]) -> list[Span]:
    return [Span(lines[0].start, lines[-1].end)] if len(lines) > 1 and _is_wrapped(lines) else lines


def _is_torn(text: str, left: Span, right: Span) -> bool:
    """Tell whether two neighbouring sentences are one: "at 8 p.m. | Sunday", "former Rep. | Will Hurd"."""
    window = max(left.start, left.end - _WINDOW)
    last = text[window : left.end].rsplit(None, 1)[-1]
    is_whole = len(last) == left.end - left.start
    party, _, word = last[:-1].rpartition("-")
    if last[-1] == "." and not is_whole and word.lstrip(_OPENERS) not in _ABBREVIATIONS and party not in _PARTIES:
        return False
    head = text[right.start : min(right.end, right.start + _WINDOW)]
    return _IS_TORN.match(f"{'^' if is_whole else ''}{last}\n{head}") is not None


def _sentence_ends(text: str, language: str) -> list[int]:
    """Return where sentences end by sentencex, and the end of the text; a break of paragraphs is no sentence."""
    # On "A", white space of several bytes in UTF-8 and a full stop sentencex 1.0 breaks down.
    for space in () if text.isascii() else LONG_SPACES:
        if space in text:
            text = text.replace(space, " ")
    ends: list[int] = []
    at = 0
    for sentence in sentencex.segment(language, text):
        at = text.index(sentence, at) + len(sentence)
        if not sentence.isspace():
            ends.append(at)
    return [*ends, len(text) + 1]


def split_sentences(text: str, language: str, paragraphs: list[Span]) -> list[list[Span]]:
    """Return, for each paragraph, its sentences in order.

    ``language`` is an ISO 639-1 code; sentencex falls back to its nearest relative for one it does not know. What
    it tears apart (an hour and its day, a title and its bearer, a list's number and its item) is joined again.

    Examples
    --------
    >>> split_sentences("One. Two.", "en", [Span(0, 9)])
    [[Span(start=0, end=4), Span(start=5, end=9)]]
    """
    ends = _sentence_ends(text, language)
    result: list[list[Span]] = []
    at = 0
    for start, end in paragraphs:
        sentences: list[Span] = []
        while ends[at] <= start:
            at += 1
        cursor, position = at, start
        while position < end:
            stop = min(ends[cursor], end)
            if span := _trim(text, position, stop):
                if sentences and _is_torn(text, sentences[-1], span):
                    span = Span(sentences.pop().start, span.end)
                sentences.append(span)
            position, cursor = stop, cursor + 1
        result.append(sentences)
    return result
