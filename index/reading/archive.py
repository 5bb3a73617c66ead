"""Open ZIP files, also those that books and documents are, and gzip's, without letting them explode."""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import BinaryIO

from index.reading.location import MAX_FILE_BYTES
from index.reading.sandbox import UnreadableError

MAX_MEMBERS = 20_000
MAX_UNPACKED_BYTES = 500 * 1024 * 1024
"""How much an archive may hold in all, unpacked."""
MAX_RATIO = 200
"""How many times its packed size the content may have; texts have five, seldom twenty."""
RATIO_FROM_BYTES = 1024 * 1024

_DAMAGE = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError)
"""What zipfile and gzip raise of damaged archives; 20,000 with bytes changed at random raised each of them."""
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What is unpacked: the others may ask for gigabytes of memory before the first byte."""


@contextmanager
def opened(raw: bytes) -> Iterator[zipfile.ZipFile]:
    """Yield an archive whose table of contents promises nothing absurd; what it promises is never exceeded.

    Raises
    ------
    UnreadableError
    """
    try:
        archive = zipfile.ZipFile(BytesIO(raw))
    except _DAMAGE as error:
        raise UnreadableError("is a damaged archive") from error
    with archive:
        members = archive.infolist()
        size, packed = sum(item.file_size for item in members), sum(item.compress_size for item in members)
        if len(members) > MAX_MEMBERS:
            raise UnreadableError(f"holds more than {MAX_MEMBERS:,} files")
        if size > MAX_UNPACKED_BYTES or (size > RATIO_FROM_BYTES and size > MAX_RATIO * min(packed, len(raw))):
            raise UnreadableError("unpacks to too much")
        yield archive


def read_member(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bytes:
    """Return a file of an archive, of the usual size at most.

    Raises
    ------
    UnreadableError
    """
    if item.flag_bits & 1:
        raise UnreadableError("is locked with a password")
    if item.compress_type not in _PACKINGS:
        raise UnreadableError("is packed in a way that is not read")
    if item.file_size > MAX_FILE_BYTES:
        raise UnreadableError(f"is larger than {MAX_FILE_BYTES // (1024 * 1024)} MB")
    try:
        with archive.open(item) as stream:
            raw = stream.read(MAX_FILE_BYTES + 1)
    except _DAMAGE as error:
        raise UnreadableError("is damaged") from error
    return raw


def unpacked(stream: BinaryIO) -> io.BufferedReader:
    """Return what a gzip file holds, unpacked as it is read.

    Reading it raises `UnreadableError` where it is damaged, or unpacks to as much as no archive may.
    """
    return io.BufferedReader(_Unpacked(stream))


class _Unpacked(io.RawIOBase):
    def __init__(self, stream: BinaryIO) -> None:
        packed = os.fstat(stream.fileno()).st_size
        self._most = min(MAX_UNPACKED_BYTES, max(RATIO_FROM_BYTES, MAX_RATIO * packed))
        self._content, self._count = gzip.GzipFile(fileobj=stream), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # what BufferedReader gives it
        try:
            got = self._content.read1(len(buffer))
        except _DAMAGE as error:
            raise UnreadableError("is damaged") from error
        self._count += len(got)
        if self._count > self._most:
            raise UnreadableError("unpacks to too much")
        buffer[: len(got)] = got
        return len(got)


def files_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Return the files of an archive by name, without folders, links and hidden files."""
    found = {
        item.filename: item
        for item in archive.infolist()
        if not item.is_dir() and not stat.S_ISLNK(item.external_attr >> 16) and not _is_hidden(item.filename)
    }
    return [found[name] for name in sorted(found)]


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in name.replace("\\", "/").split("/"))
