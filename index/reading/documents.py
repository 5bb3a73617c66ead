"""Read documents: PDF and Word files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path

from index.models import DateRule, RawArticle
from index.reading.archive import opened
from index.reading.encoding import replace_surrogates
from index.reading.location import location_of, name_of
from index.reading.page_dates import plausible
from index.reading.particulars import clean_authors, clean_line
from index.reading.sandbox import UnreadableError

MAX_PAGES = 3_000
MANY_PAGES = 3
"""A line that stands at the top or bottom of so many pages, its figures aside, is no part of the text."""

_DAMAGE = (ValueError, LookupError, TypeError, AttributeError, NotImplementedError, OSError)
"""What pypdf and python-docx let through of broken files, besides errors of their own."""
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_DIGITS = re.compile(r"\d+")


def read_pdf(path: Path, raw: bytes) -> RawArticle:
    """Return the text of a PDF as one article; its lines are joined to paragraphs.

    Raises
    ------
    UnreadableError
    """
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as error:
        raise _missing("PDF files", "pdf") from error
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableError("is locked with a password")
        if len(reader.pages) > MAX_PAGES:
            raise UnreadableError(f"has more than {MAX_PAGES:,} pages")
        pages = [page.extract_text() for page in reader.pages]
        about = reader.metadata
        title, author = (about.title, about.author) if about else (None, None)
        created = _created(about.creation_date_raw if about else None)
    except UnreadableError:
        raise
    except (PyPdfError, *_DAMAGE) as error:
        raise UnreadableError("is a damaged PDF") from error
    text = _joined_lines([page.splitlines() for page in pages])
    return _article(path, raw, text, title=title, author=author, published=created)


def read_docx(path: Path, raw: bytes) -> RawArticle:
    """Return the text of a Word document, tables included, as one article.

    Raises
    ------
    UnreadableError
    """
    try:
        import docx
        from docx.opc.exceptions import OpcError
    except ImportError as error:
        raise _missing("Word documents", "docx") from error
    import lxml.etree

    with opened(raw):
        pass  # only to know that it does not explode
    try:
        document = docx.Document(BytesIO(raw))
        blocks = [
            block.text
            if hasattr(block, "text")
            else "\n\n".join(" | ".join(cell.text for cell in row.cells) for row in block.rows)
            for block in document.iter_inner_content()
        ]
        about = document.core_properties
        title, author, created = about.title, about.author, about.created
    except (OpcError, lxml.etree.LxmlError, *_DAMAGE) as error:
        raise UnreadableError("is a damaged Word document") from error
    text = "\n\n".join(block.strip() for block in blocks if block.strip())
    return _article(path, raw, text, title=title, author=author, published=created)


def _missing(what: str, extra: str) -> UnreadableError:
    return UnreadableError(f"needs what reads {what}: pip install 'cuttings[{extra}]'")


def _created(value: object) -> str | None:
    """Return the day of a PDF's date: ``"D:20240301120000+01'00'"`` gives ``"2024-03-01"``."""
    found = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", str(value or ""))
    return plausible("-".join(found.groups())) if found else None


def _article(
    path: Path, raw: bytes, text: str, *, title: str | None, author: str | None, published: str | datetime | None
) -> RawArticle:
    text = replace_surrogates(text).strip()
    if not text:
        raise UnreadableError("holds no text")
    day = published.date().isoformat() if isinstance(published, datetime) else published
    dated = plausible(day)
    return RawArticle(
        location=location_of(path),
        raw=raw,
        title=clean_line(replace_surrogates(title or "")),
        text=text,
        published=dated,
        author=clean_authors([replace_surrogates(author or "")]),
        fallback_title=name_of(path),
        date_rule=DateRule.RECORD if dated else None,
    )


def _joined_lines(pages: Sequence[Sequence[str]]) -> str:
    """Return the paragraphs of pages of lines, without what every page has at its top and bottom.

    A line that ends a sentence and is clearly shorter than the usual ends a paragraph; a word parted at a line's end
    is put together.
    """
    running = _running_lines(pages)
    lines = [line.strip() for page in pages for line in page if _shape(line) not in running]
    widths = sorted(len(line) for line in lines if line)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    text = ""
    for line in lines:
        if not line:
            text = f"{text.rstrip()}\n\n"
        elif re.search(r"[^\W\d_]-$", text) and line[0].islower():
            text = text[:-1] + line
        else:
            text += line
        if line and _SENTENCE_END.search(line) and len(line) < 0.8 * usual:
            text += "\n\n"
        elif line and not re.search(r"[^\W\d_]-$", text):
            text += " "
    return re.sub(r" *\n\n\s*", "\n\n", text).strip()


def _running_lines(pages: Sequence[Sequence[str]]) -> set[str]:
    edges: Counter[str] = Counter()
    for page in pages:
        filled = [line for line in page if line.strip()]
        edges.update({_shape(line) for line in (*filled[:2], *filled[-2:])})
    return {shape for shape, count in edges.items() if count >= MANY_PAGES and count * 2 > len(pages)}


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line.strip())
