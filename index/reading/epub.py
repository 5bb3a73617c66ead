"""Read EPUB books: every chapter is an article."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError  # only their types; what parses is defusedxml

from index.models import DateRule, RawArticle
from index.reading.archive import opened, read_member
from index.reading.encoding import decode
from index.reading.fragment import fragment_text
from index.reading.location import location_of, name_of
from index.reading.page_dates import plausible
from index.reading.particulars import clean_authors, clean_line
from index.reading.sandbox import UnreadableError

MAX_CHAPTERS = 2_000
MIN_CHARACTERS = 200
"""A chapter with less is a cover, a blank page or a heading."""

_HEAD = re.compile(r"<head\b.*?</head>|<\?xml[^>]*\?>", re.S | re.I)
_HEADING = re.compile(r"<h[1-3]\b[^>]{0,500}>(.{1,1000}?)</h[1-3]>", re.S | re.I)


@dataclass(frozen=True, slots=True)
class _Book:
    """What a book says of itself, and its chapters' files in reading order."""

    title: str
    author: str | None
    published: str | None
    chapters: tuple[str, ...]


def read_epub(path: Path, raw: bytes) -> Iterator[RawArticle]:
    """Yield the chapters of a book, in reading order, each named after the book and its own heading.

    Raises
    ------
    UnreadableError
    """
    with opened(raw) as archive:
        book = _book(archive)
        count = 0
        for name in book.chapters[:MAX_CHAPTERS]:
            chapter = decode(_member(archive, name))
            text = fragment_text(_HEAD.sub("", chapter))
            if len(text) < MIN_CHARACTERS:
                continue
            count += 1
            heading = _HEADING.search(chapter)
            named = clean_line(fragment_text(heading[1])) if heading else ""
            yield RawArticle(
                location=f"{location_of(path)}#{name}",
                raw=chapter.encode(),
                title=": ".join(part for part in (book.title, named) if part),
                text=text,
                published=book.published,
                author=book.author,
                fallback_title=name_of(path),
                date_rule=DateRule.RECORD if book.published else None,
            )
        if not count:
            raise UnreadableError("holds no text")


def _book(archive: zipfile.ZipFile) -> _Book:
    container = _xml(_member(archive, "META-INF/container.xml"))
    place = next((node.get("full-path", "") for node in container.iter() if _name(node) == "rootfile"), "")
    files: dict[str, str] = {}
    order: list[str] = []
    about: dict[str, str] = {}
    for node in _xml(_member(archive, place)).iter():
        if _name(node) == "item":
            files[node.get("id", "")] = node.get("href", "")
        elif _name(node) == "itemref":
            order.append(node.get("idref", ""))
        elif _name(node) in {"title", "creator", "date"} and node.text:
            about.setdefault(_name(node), node.text.strip())
    folder = posixpath.dirname(place)
    known = set(archive.namelist())
    chapters = (posixpath.normpath(posixpath.join(folder, unquote(files[key]))) for key in order if key in files)
    return _Book(
        clean_line(about.get("title", "")),
        clean_authors([about.get("creator", "")]),
        plausible(about.get("date")),
        tuple(name for name in chapters if name in known),
    )


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        return read_member(archive, archive.getinfo(name))
    except KeyError as error:
        raise UnreadableError("is a damaged book") from error


def _xml(raw: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(raw, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as error:
        raise UnreadableError("is a damaged book") from error
    return root


def _name(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
