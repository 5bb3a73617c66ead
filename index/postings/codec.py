"""How a list of postings is written in bytes, and read back; many lists at a time.

A list belongs to one term and one segment. A posting is a passage's place in the segment, from 0 up to below the
segment's width, and the term frequency. A list is two parts, the passages that hold the term once and those that hold
it more often, each ascending and each in the shortest of three forms:

- 16 or 8 low bits of every place, then the high bits in unary: bit ``(place >> low bits) + rank`` is set for the
  posting of that rank (Elias 1974, Fano 1971);
- a bit for every place of the segment.

The bytes of a list, numbers little-endian, bits from the lowest up::

    form of the first part + 4 * form of the second (1 byte)
    number of postings in the second part           (4 bytes, only if there is a second part)
    first part, second part
    term frequencies of the second part             (1 byte each, 0 for one above 255)
    the frequencies above 255                       (4 bytes each)

The number of all postings, the term's document frequency in the segment, is kept beside the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Sizes = TypeVar("Sizes", int, Ints)
Places = NDArray[np.uint32]
"""Places in a segment, or tfs: numbers of 32 bits are quicker than wider ones."""

FORMAT = 1
"""The number of this way of writing lists; a compiled kernel for another one is not used."""
NONE, LOW_16, LOW_8, BITMAP = range(4)
"""Forms of a part; `NONE` is an empty part."""
_LOW_BITS = {LOW_16: 16, LOW_8: 8}
_COUNT_BYTES = 4
_WIDE_TF_BYTES = 4
MAX_BYTE = 255


@dataclass(frozen=True, slots=True)
class Postings:
    """The postings of many lists in one run: list number, place in the segment and tf of each, equally long."""

    lists: Ints
    places: Ints
    tfs: Ints


def ragged(starts: Ints, counts: Ints) -> Ints:
    """Return the numbers from each start on, as many as its count says, in one array.

    >>> ragged(np.array([10, 20]), np.array([2, 3])).tolist()
    [10, 11, 20, 21, 22]
    """
    ends = np.cumsum(counts)
    return np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + counts, counts)


def sort_postings(lists: Ints, places: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    """Return the order of postings by list, then place, and lists and places in that order."""
    bits = max(width - 1, 1).bit_length()
    keys = lists << bits | places
    order = np.argsort(keys)
    keys = keys[order]
    return order, keys >> bits, keys & ((1 << bits) - 1)


def _part_sizes(counts: Sizes, widths: Sizes, form: int) -> Sizes:
    """Return how many bytes the part of each list, or of one, takes in a form."""
    if form == BITMAP:
        return (widths + 7) >> 3
    low = _LOW_BITS[form]
    return counts * (low >> 3) + ((counts + ((widths - 1) >> low) + 8) >> 3)


def _choose_forms(counts: Ints, widths: Ints) -> Ints:
    """Return the shortest form for each part."""
    sizes = np.stack([_part_sizes(counts, widths, form) for form in (LOW_16, LOW_8, BITMAP)])
    return np.where(counts > 0, sizes.argmin(axis=0) + LOW_16, NONE)


def _sizes(counts: Ints, widths: Ints, forms: Ints) -> Ints:
    sizes = np.zeros(len(counts), dtype=np.int64)
    for form in (LOW_16, LOW_8, BITMAP):
        sizes = np.where(forms == form, _part_sizes(counts, widths, form), sizes)
    return sizes


def encode_lists(postings: Postings, list_count: int, width: int) -> tuple[Bytes, Ints]:
    """Return the bytes of all lists one behind the other, and where each starts, the end at last.

    Parameters
    ----------
    postings
        Sorted by list, then by place; every list from 0 to ``list_count`` - 1 has at least one.
    width
        How many places the segment has.
    """
    once = postings.tfs == 1
    firsts = np.bincount(postings.lists[once], minlength=list_count)
    seconds = np.bincount(postings.lists, minlength=list_count) - firsts
    tfs = postings.tfs[~once]
    wide = tfs > MAX_BYTE
    wide_counts = np.bincount(postings.lists[~once][wide], minlength=list_count)
    widths = np.full(list_count, width)
    first_forms, second_forms = _choose_forms(firsts, widths), _choose_forms(seconds, widths)
    first_at = np.where(seconds > 0, 1 + _COUNT_BYTES, 1)
    second_at = first_at + _sizes(firsts, widths, first_forms)
    tfs_at = second_at + _sizes(seconds, widths, second_forms)
    offsets = np.zeros(list_count + 1, dtype=np.int64)
    np.cumsum(tfs_at + seconds + _WIDE_TF_BYTES * wide_counts, out=offsets[1:])
    base = offsets[:-1]
    buffer = np.zeros(int(offsets[-1]), dtype=np.uint8)
    buffer[base] = first_forms + 4 * second_forms
    has_second = seconds > 0
    _put_numbers(buffer, base[has_second] + 1, seconds[has_second])
    _put_part(buffer, base + first_at, firsts, first_forms, postings.places[once])
    _put_part(buffer, base + second_at, seconds, second_forms, postings.places[~once])
    buffer[ragged(base + tfs_at, seconds)] = np.where(wide, 0, tfs)
    _put_numbers(buffer, _ragged_steps(base + tfs_at + seconds, wide_counts), tfs[wide])
    return buffer, offsets


def _ragged_steps(starts: Ints, counts: Ints) -> Ints:
    """Return where the wide frequencies of each list stand, `ragged` in steps of four bytes."""
    return np.repeat(starts, counts) + _WIDE_TF_BYTES * ragged(np.zeros_like(starts), counts)


def _put_numbers(buffer: Bytes, at: Ints, numbers: Ints) -> None:
    for byte in range(4):
        buffer[at + byte] = (numbers >> (8 * byte)) & 0xFF


def _put_part(buffer: Bytes, starts: Ints, counts: Ints, forms: Ints, places: Ints) -> None:
    for form in (LOW_16, LOW_8, BITMAP):
        chosen = forms == form
        if not chosen.any():
            continue
        start, count = starts[chosen], counts[chosen]
        part = places[np.repeat(chosen, counts)]
        if form == BITMAP:
            bits = np.repeat(start * 8, count) + part
        else:
            low = _LOW_BITS[form]
            rank = ragged(np.zeros_like(start), count)
            for byte in range(low >> 3):
                buffer[np.repeat(start, count) + rank * (low >> 3) + byte] = (part >> (8 * byte)) & 0xFF
            bits = np.repeat((start + count * (low >> 3)) * 8, count) + (part >> low) + rank
        np.add.at(buffer, bits >> 3, np.left_shift(1, bits & 7).astype(np.uint8))


def decode_lists(buffer: Bytes, starts: Ints, counts: Ints, widths: Ints) -> Postings:
    """Return the postings of lists: first all first parts, then all second parts, each ascending within its list.

    Parameters
    ----------
    buffer
        Bytes that hold the lists.
    starts
        Where each list begins in it.
    counts
        How many postings each list has.
    widths
        The width of each list's segment.
    """
    head = buffer[starts]
    first_forms, second_forms = (head & 3).astype(np.int64), (head >> 2).astype(np.int64)
    seconds = np.zeros(len(starts), dtype=np.int64)
    has_second = second_forms != NONE
    seconds[has_second] = _get_numbers(buffer, starts[has_second] + 1)
    firsts = counts - seconds
    first_at = starts + np.where(has_second, 1 + _COUNT_BYTES, 1)
    second_at = first_at + _sizes(firsts, widths, first_forms)
    tfs_at = second_at + _sizes(seconds, widths, second_forms)
    tfs = buffer[ragged(tfs_at, seconds)].astype(np.int64)
    wide = tfs == 0
    if wide.any():
        wide_counts = np.bincount(np.repeat(np.arange(len(starts)), seconds)[wide], minlength=len(starts))
        tfs[wide] = _get_numbers(buffer, _ragged_steps(tfs_at + seconds, wide_counts))
    numbers = np.arange(len(starts))
    return Postings(
        np.concatenate([np.repeat(numbers, firsts), np.repeat(numbers, seconds)]),
        np.concatenate(
            [
                _get_part(buffer, first_at, firsts, first_forms, widths),
                _get_part(buffer, second_at, seconds, second_forms, widths),
            ]
        ),
        np.concatenate([np.ones(int(firsts.sum()), dtype=np.int64), tfs]),
    )


def decode_list(body: bytes, count: int, width: int) -> tuple[Places, Places, Places]:
    """Return one list: places that hold the term once, those that hold it more often, each ascending, and their tfs.

    For one of hundreds of postings that takes a quarter of the time of `decode_lists`.
    """
    forms, at, seconds = body[0], 1, 0
    if forms >> 2 != NONE:
        seconds, at = int.from_bytes(body[1 : 1 + _COUNT_BYTES], "little"), 1 + _COUNT_BYTES
    once, at = _part_at(body, at, count - seconds, width, forms & 3)
    more, at = _part_at(body, at, seconds, width, forms >> 2)
    return once, more, _tfs_at(body, at, seconds)


def decode_flags(body: bytes, count: int, width: int) -> tuple[Bytes, Places, Places]:
    """Return one list as 1 for each place of its segment that holds the term once, and the others with their tfs.

    That is many times as fast as `decode_list` for the longest lists, of which most is a bitmap.
    """
    if body[0] & 3 != BITMAP:
        once, more, tfs = decode_list(body, count, width)
        flags = np.zeros(width, dtype=np.uint8)
        flags[once] = 1
        return flags, more, tfs
    at = 1 if body[0] >> 2 == NONE else 1 + _COUNT_BYTES
    end = at + (width + 7 >> 3)
    flags = np.unpackbits(np.frombuffer(body[at:end], dtype=np.uint8), bitorder="little", count=width)
    rest = bytes([body[0] & ~3]) + body[1:at] + body[end:]
    return flags, *decode_list(rest, int.from_bytes(body[1:at], "little"), width)[1:]


def _part_at(body: bytes, at: int, count: int, width: int, form: int) -> tuple[Places, int]:
    """Return the places of a part that begins at a byte, and where it ends."""
    if form == NONE:
        return np.empty(0, dtype=np.uint32), at
    low = _LOW_BITS.get(form, 0)
    high_at, end = at + count * (low >> 3), at + _part_sizes(count, width, form)
    flags = np.unpackbits(np.frombuffer(body, dtype=np.uint8, count=end - high_at, offset=high_at), bitorder="little")
    places: Places = np.flatnonzero(flags.view(bool)).astype(np.uint32)
    if low:
        places -= np.arange(count, dtype=np.uint32)
        places <<= low
        places |= np.frombuffer(body, dtype="<u2" if form == LOW_16 else "u1", count=count, offset=at)
    return places, end


def _tfs_at(body: bytes, at: int, count: int) -> Places:
    """Return the tfs of the second part, which begin at a byte."""
    tfs = np.frombuffer(body, dtype=np.uint8, count=count, offset=at).astype(np.uint32)
    wide = tfs == 0
    if wide.any():
        tfs[wide] = np.frombuffer(body, dtype="<u4", count=int(wide.sum()), offset=at + count)
    return tfs


def _get_numbers(buffer: Bytes, at: Ints) -> Ints:
    numbers = np.zeros(len(at), dtype=np.int64)
    for byte in range(4):
        numbers |= buffer[at + byte].astype(np.int64) << (8 * byte)
    return numbers


def _get_part(buffer: Bytes, starts: Ints, counts: Ints, forms: Ints, widths: Ints) -> Ints:
    places = np.zeros(int(counts.sum()), dtype=np.int64)
    for form in (LOW_16, LOW_8, BITMAP):
        chosen = forms == form
        if not chosen.any():
            continue
        start, count, width = starts[chosen], counts[chosen], widths[chosen]
        low = _LOW_BITS.get(form, 0)
        sizes = _part_sizes(count, width, form) - count * (low >> 3)
        bits = np.flatnonzero(
            np.unpackbits(buffer[ragged(start + count * (low >> 3), sizes)], bitorder="little").view(bool)
        )
        found = bits - np.repeat((np.cumsum(sizes) - sizes) * 8, count)
        if low:
            rank = ragged(np.zeros_like(start), count)
            found = (found - rank) << low
            for byte in range(low >> 3):
                found |= buffer[np.repeat(start, count) + rank * (low >> 3) + byte].astype(np.int64) << (8 * byte)
        places[np.repeat(chosen, counts)] = found
    return places
