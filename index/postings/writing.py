"""Lists written, read whole and put in order: compiled where a C compiler was there, else in numpy by `codec`."""

from __future__ import annotations

import numpy as np

from index.postings import codec
from index.postings.codec import Bytes, Ints, Postings

try:
    from index.postings import _writing
except ImportError:
    IS_COMPILED = False
else:
    IS_COMPILED = _writing.FORMAT == codec.FORMAT


def encode_lists(postings: Postings, list_count: int, width: int) -> tuple[Bytes, Ints]:
    """Return the bytes of all lists one behind the other, and where each starts; see `codec.encode_lists`."""
    if not IS_COMPILED:
        return codec.encode_lists(postings, list_count, width)
    lists, places, tfs = _ints(postings.lists), _ints(postings.places), _ints(postings.tfs)
    body, offsets = _writing.encode(lists, places, tfs, list_count, width)
    return np.frombuffer(body, dtype=np.uint8), np.frombuffer(offsets, dtype=np.int64)


def decode_lists(buffer: Bytes, starts: Ints, counts: Ints, widths: Ints) -> Postings:
    """Return the postings of lists, see `codec.decode_lists`; compiled, those of each list ascend.

    Raises
    ------
    ValueError, IndexError
        These bytes are no such lists.
    """
    if not IS_COMPILED:
        return codec.decode_lists(buffer, starts, counts, widths)
    found = np.frombuffer(_writing.decode(buffer, _ints(starts), _ints(counts), _ints(widths)), dtype=np.int64)
    return Postings(*found.reshape(3, -1))


def sort_postings(lists: Ints, places: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    """Return the order of postings by list, then place, and lists and places in that order.

    It is quick if each list's places already ascend, wherever they stand.
    """
    found = _writing.order(_ints(lists), _ints(places), int(lists.max(initial=-1)) + 1) if IS_COMPILED else None
    if found is None:
        return codec.sort_postings(lists, places, width)
    order = np.frombuffer(found, dtype=np.int64)
    return order, lists[order], places[order]


def _ints(values: Ints) -> Ints:
    """Return an array as the compiled code reads it."""
    return np.ascontiguousarray(values, dtype=np.int64)
