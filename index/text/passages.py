"""Cut an article's text into passages: whole sentences, whole short paragraphs, headings with what follows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from index.models import PassageSpan, Span
from index.text.in_c import words as _words
from index.text.sentences import split_paragraphs, split_sentences

TARGET_WORDS = 90
"""About how many words a passage has (QUALITY: 75 to 110 found best on news)."""
FULL_WORDS = 115
"""A passage with enough in it takes nothing more that would bring it over this many words."""
MAX_WORDS = 200
"""No passage has more words than this."""
SHORT_PARAGRAPH_WORDS = 120
"""A paragraph up to this many words is never divided."""
HEADING_WORDS = 14
"""A line of at most this many words that ends no sentence is a heading."""
PIECE_WORDS = 100
"""A sentence over `MAX_WORDS` is divided into pieces of this many words."""
SENTENCE_WORDS = MAX_WORDS - 2 * HEADING_WORDS
"""A sentence of up to this many words is never divided."""
PLAIN_LENGTH = 2 * SENTENCE_WORDS
"""No text of up to this many code points has more than `SENTENCE_WORDS` words."""
MAX_WORD_LENGTH = 60
"""A run without white space counts as one word for each stretch of this many code points."""

_SENTENCE_END = re.compile(r"[.!?…。！？।॥؟:;,][\"'”’»)\]]*$")
UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""The characters of scripts that put no spaces between words, as ranges for a pattern."""
_UNSPACED = re.compile(f"[{UNSPACED}]")


def count_words(text: str) -> int:
    """Return how many words a text has; two characters of a script without spaces count as one.

    >>> count_words("Kim visited Russia")
    3
    """
    words = text.split()
    count = len(words)
    if len(text) > MAX_WORD_LENGTH * max(count, 1) or not text.isascii():
        count += sum(len(word) // MAX_WORD_LENGTH for word in words)
    if not text.isascii():
        count += len(_UNSPACED.findall(text)) // 2
    return count


def _runs(text: str) -> tuple[int, int]:
    """Return how many runs without white space a text has, and the length of the longest, in code points."""
    if _words is not None:
        return _words.runs(text)
    runs = text.split()
    return len(runs), max(map(len, runs), default=0)


def _word_counter(text: str) -> Callable[[int, int], int]:
    """Return a function that counts the words between two offsets, the quickest that fits the text.

    Where single spaces and line breaks divide the words, none is over-long and all scripts have spaces, counting
    these gives what `count_words` gives, without making the words.
    """
    words, longest = _runs(text)
    breaks = text.count(" ") + text.count("\n") - text.count("\n\n")
    is_plain = words == breaks + 1 and longest <= MAX_WORD_LENGTH
    if is_plain and (text.isascii() or not _UNSPACED.search(text)):
        spaced = text.replace("\n", " ")
        return lambda start, end: spaced.count(" ", start, end) + 1
    return lambda start, end: count_words(text[start:end])


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """Yield a sentence whole, or, where it is over-long, in pieces that end at white space if there is any."""
    if span.end - span.start <= PLAIN_LENGTH or count_words(text[span.start : span.end]) <= SENTENCE_WORDS:
        yield span
        return
    start = span.start
    while start < span.end:
        stop = _piece_end(text, start, span.end)
        yield Span(start, start + len(text[start:stop].rstrip()))
        start = stop
        while start < span.end and text[start].isspace():
            start += 1


def _piece_end(text: str, start: int, end: int) -> int:
    """Return where the longest piece from ``start`` of at most `PIECE_WORDS` words ends."""
    low, high = start + 1, min(end, start + PIECE_WORDS * MAX_WORD_LENGTH)
    while low < high:
        middle = (low + high + 1) // 2
        if count_words(text[start:middle]) <= PIECE_WORDS:
            low = middle
        else:
            high = middle - 1
    if low >= end:
        return end
    blank = max(text.rfind(" ", start, low), text.rfind("\n", start, low))
    if blank > start + (low - start) // 2:
        return start + len(text[start:blank].rstrip())
    while low > start + 1 and unicodedata.combining(text[low]):
        low -= 1
    return low


def _is_heading(text: str, sentences: list[Span], words: int) -> bool:
    return len(sentences) == 1 and words <= HEADING_WORDS and not _SENTENCE_END.search(text[slice(*sentences[0])])


class _Cutter:
    """Collects units (paragraphs or sentences) and closes passages as they fill."""

    def __init__(self) -> None:
        self.done: list[PassageSpan] = []
        self.units: list[tuple[list[Span], int, bool]] = []
        self.words = 0
        self.is_bare = True
        """Whether nothing but headings is collected."""

    def add(self, sentences: list[Span], words: int, *, heading: bool) -> None:
        have = self.words
        if have + words > MAX_WORDS or (
            not self.is_bare and (have + words > FULL_WORDS or (heading and have >= TARGET_WORDS // 2))
        ):
            self.close()
        self.units.append((sentences, words, heading))
        self.words += words
        self.is_bare &= heading
        if not heading and self.words >= TARGET_WORDS:
            self.close()

    def close(self) -> None:
        """Make a passage of what is collected; headings at its end go on to the next one."""
        kept, carried = len(self.units), 0
        while kept and self.units[kept - 1][2] and carried + self.units[kept - 1][1] <= 2 * HEADING_WORDS:
            kept -= 1
            carried += self.units[kept][1]
        kept = kept or len(self.units)
        taken, self.units = self.units[:kept], self.units[kept:]
        self.words, self.is_bare = carried if self.units else 0, True
        spans = tuple(span for sentences, _, _ in taken for span in sentences)
        if spans:
            self.done.append(PassageSpan(spans[0].start, spans[-1].end, spans))


def split_passages(text: str, language: str = "en") -> list[PassageSpan]:
    """Return the passages of a text in order, with their sentences.

    A passage is whole sentences, around `TARGET_WORDS` words and never over `MAX_WORDS`; a paragraph of up to
    `SHORT_PARAGRAPH_WORDS` stays whole; a heading stands in the passage of the paragraph below it. Together the
    passages hold everything in the text but white space. Text without a printable character gives an empty list.
    """
    cutter = _Cutter()
    count = _word_counter(text)
    paragraphs = split_paragraphs(text)
    for found in split_sentences(text, language, paragraphs):
        if not found:
            continue
        is_long = found[-1].end - found[0].start > PLAIN_LENGTH
        sentences = [piece for span in found for piece in _pieces(text, span)] if is_long else found
        counts = [count(start, end) for start, end in sentences]
        words = sum(counts)
        if words <= SHORT_PARAGRAPH_WORDS:
            cutter.add(sentences, words, heading=_is_heading(text, sentences, words))
            continue
        for sentence, sentence_words in zip(sentences, counts, strict=True):
            cutter.add([sentence], sentence_words, heading=False)
    while cutter.units:
        cutter.close()
    return cutter.done
