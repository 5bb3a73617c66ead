"""Sketches of texts, by which near copies are found among many: MinHash over stretches of four words."""

from __future__ import annotations

import re
import zlib

import numpy as np
from numpy.typing import NDArray

from index.text.in_c import words as _words

WORDS = 4
"""How many words in a row are compared as one."""
BANDS, ROWS = 16, 4
"""Texts meet if the rows of one band are all equal: two of three that share half, hardly any that share a fifth."""
SKETCHED = 4_000
"""So much of a text's beginning is sketched, in characters: copies are cut at their ends, and time is short."""
MIN_WORDS = 60
"""Shorter texts are alike by chance, or by their form."""
REMEMBERED = 200_000
"""Of so many words the hashes are remembered at a time."""

Hashes = NDArray[np.uint64]

_WORD = re.compile(r"\w+")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STARTS = np.arange(BANDS * ROWS, dtype=np.uint64) << np.uint64(58)
"""Where each of the 64 parts of all hashes begins."""


def shingles(text: str) -> Hashes:
    """Return the hashes of the different stretches of four words in a text, sorted; letter case does not count."""
    if _words is None:
        found = _shingles(text)
    else:
        found = np.frombuffer(bytearray(_words.shingles(text.casefold())), dtype=np.uint64)
    found.sort()  # numpy's unique takes several times as long for so few
    different: Hashes = found[np.append(True, found[1:] != found[:-1])] if len(found) else found
    return different


def _shingles(text: str) -> Hashes:
    """Hash every stretch of four words in numpy."""
    words = np.fromiter(map(_HASHES.__getitem__, words_of(text)), dtype=np.uint64)
    found = np.zeros(max(len(words) - WORDS + 1, 0), dtype=np.uint64)
    for place in range(WORDS):
        found = (found ^ words[place : place + len(found)]) * _MIX
        found ^= found >> np.uint64(29)
    return found


def words_of(text: str) -> list[str]:
    """Return the words of a text, letter case folded."""
    return _WORD.findall(text.casefold())


def sketch(text: str) -> bytes:
    """Return what is kept of a text to find its near copies: one number a band, ``b""`` for one that is too short."""
    if _words is not None:
        return _words.sketch(text[:SKETCHED].casefold())
    found = shingles(text[:SKETCHED])
    if len(found) < MIN_WORDS - WORDS:
        return b""
    # One permutation for all: the least hash of each of 64 parts (Li, Owen and Zhang 2012); an empty part takes the
    # next one's, changed by how far that was (Shrivastava and Li 2014).
    places = np.searchsorted(found, _STARTS)
    ends = np.append(places[1:], len(found))
    filled = np.flatnonzero(places < ends)
    nearest = filled[np.searchsorted(filled, np.arange(BANDS * ROWS)) % len(filled)]
    distance = ((nearest - np.arange(BANDS * ROWS)) % (BANDS * ROWS)).astype(np.uint64)
    least = (found[places[nearest]] << np.uint64(6)) + distance
    rows = least.reshape(BANDS, ROWS)
    bands = np.zeros(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        bands = (bands ^ rows[:, row]) * _MIX
        bands ^= bands >> np.uint64(31)
    return bands.tobytes()


def likeness(one: Hashes, other: Hashes) -> tuple[float, float]:
    """Return what two texts share: as a part of all they have (Jaccard), and of what the smaller one has."""
    if not len(one) or not len(other):
        return 0.0, 0.0
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common), common / min(len(one), len(other))


class _Hashes(dict[str, int]):
    """Word -> a number for it, worked out when it is first asked for: quicker than a function that remembers."""

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[word] = zlib.crc32(word.encode("utf-8", "surrogatepass")) * 0x1_0001
        return found


_HASHES = _Hashes()
