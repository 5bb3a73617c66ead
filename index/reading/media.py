"""Tell what was fetched by what it is, and only then by what its server calls it."""

from __future__ import annotations

import re
from enum import Enum

from index.reading.archive import opened
from index.reading.sandbox import UnreadableError
from index.reading.web.fetcher import Fetched

ARCHIVE_MARK = b"PK\x03\x04"
"""How ZIP files begin, and what is made of them."""
_TEXT_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff")
_PICTURES = (b"\x89PNG", b"GIF8", b"\xff\xd8\xff", b"RIFF", b"OggS", b"\x00\x00\x00\x18ftyp", b"ID3", b"\x1f\x8b")
_PAGE = re.compile(rb"<!doctype html|<html|<head|<body|<title|<meta|<article|<p[\s>]|<div|<h1", re.I)


class Media(Enum):
    """A kind of content; the value is the ending of such a file."""

    PAGE = ".html"
    TEXT = ".txt"
    MARKDOWN = ".md"
    JSON = ".json"
    JSONL = ".jsonl"
    PDF = ".pdf"
    DOCX = ".docx"
    EPUB = ".epub"
    ZIP = ".zip"


def media_of(found: Fetched) -> Media:
    """Return the kind of what was fetched.

    Raises
    ------
    UnreadableError
        It is nothing that holds articles.
    """
    body = found.body
    if body[:1024].lstrip().startswith(b"%PDF-"):
        return Media.PDF
    if body.startswith(ARCHIVE_MARK):
        return _of_archive(body)
    if body.startswith(_PICTURES) or (b"\0" in body[:4_096] and not body.startswith(_TEXT_MARKS)):
        raise UnreadableError("is no text, whatever its server calls it")
    if not body.strip():
        raise UnreadableError("is empty")
    return _of_text(found)


def _of_text(found: Fetched) -> Media:
    path = found.link.partition("?")[0].lower()
    named = {
        "text/markdown": Media.MARKDOWN,
        "application/json": Media.JSON,
        "application/x-ndjson": Media.JSONL,
        "application/jsonl": Media.JSONL,
    }
    if found.media_type in {"text/html", "application/xhtml+xml"}:
        return Media.PAGE
    for media in (Media.JSONL, Media.JSON, Media.MARKDOWN):
        if path.endswith(media.value) or named.get(found.media_type) is media:
            return media
    return Media.PAGE if _PAGE.search(found.body[:4_096]) else Media.TEXT


def _of_archive(body: bytes) -> Media:
    with opened(body) as archive:
        names = set(archive.namelist())
    if "word/document.xml" in names:
        return Media.DOCX
    return Media.EPUB if "META-INF/container.xml" in names else Media.ZIP
