"""Read a reply's body within bounds, unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from http.client import HTTPResponse

from index.reading.web.policy import FetchError

CHUNK_BYTES = 64 * 1024
MAX_RATIO = 200
"""How many times its packed size a body may have; pages have ten, seldom fifty."""
RATIO_FROM_BYTES = 1024 * 1024
"""Bodies up to this size may be packed as well as they like."""

_PLAIN = {"", "identity"}
_PACKED = {"gzip", "x-gzip", "deflate"}


def read_body(response: HTTPResponse, limit: int) -> bytes:
    """Return a body as it was before packing, of ``limit`` bytes at most.

    Raises
    ------
    FetchError
        It is too large, packed in a way nobody asked for, damaged, or ends early.
    OSError, http.client.HTTPException
        The connection failed.
    """
    encoding = (response.getheader("Content-Encoding") or "").strip().lower()
    if response.length is not None and response.length > limit:
        raise _too_large(limit)
    if encoding in _PLAIN:
        return _joined(_chunks(response), limit)
    if encoding in _PACKED:
        return _joined(_unpacked(_chunks(response), encoding), limit)
    raise FetchError("is packed in a way that was not asked for")


def _too_large(limit: int) -> FetchError:
    return FetchError(f"is larger than {limit // (1024 * 1024):,} MB")


def _joined(chunks: Iterator[bytes], limit: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > limit:
            raise _too_large(limit)
    return bytes(body)


def _chunks(response: HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read1(CHUNK_BYTES):
        yield chunk
    if response.length:
        raise FetchError("ended before all of it had come", passing=True)


def _unpacked(chunks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    """Yield what is packed, in pieces of bounded size; several packed streams in a row count as one."""
    packed = unpacked = 0
    unpacker = None
    for chunk in chunks:
        packed += len(chunk)
        while chunk:
            if unpacker is None:
                unpacker = zlib.decompressobj(_window(chunk, encoding))
            try:
                piece = unpacker.decompress(chunk, CHUNK_BYTES)
            except zlib.error as error:
                raise FetchError("is packed, but damaged") from error
            unpacked += len(piece)
            if unpacked > RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed:
                raise FetchError(f"unpacks to more than {MAX_RATIO} times its size")
            yield piece
            chunk = unpacker.unconsumed_tail
            if unpacker.eof:
                chunk, unpacker = unpacker.unused_data, None
    if unpacker is not None:
        yield unpacker.flush(CHUNK_BYTES)
        if not unpacker.eof:
            raise FetchError("ended before all of it had come", passing=True)


def _window(chunk: bytes, encoding: str) -> int:
    """Return how zlib reads a stream: by its own header, or without any, as some servers send deflate."""
    return -zlib.MAX_WBITS if encoding == "deflate" and chunk[0] & 0x0F != 8 else zlib.MAX_WBITS | 32
