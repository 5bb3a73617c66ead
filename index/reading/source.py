"""Read the articles of files: one, or everything of a known kind below a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from index.models import RawArticle, ReadFailure
from index.reading import folder
from index.reading.archive import files_of, opened, read_member
from index.reading.encoding import replace_surrogates
from index.reading.location import MAX_FILE_BYTES, TOO_LARGE, location_of
from index.reading.page import read_page
from index.reading.plain import read_markdown, read_text
from index.reading.records import read_json, read_jsonl, read_lines
from index.reading.sandbox import ARCHIVE_S, DOCUMENT_S, PAGE_S, Sandbox, UnreadableError

Item = RawArticle | ReadFailure


def read_source(source: Path, sandbox: Sandbox | None = None) -> Iterator[Item]:
    """Yield the articles of a source by path, then by line; what can't be read gives a failure and the rest goes on.

    A folder that can't be looked into gives a failure too, before the articles. Pages, documents and archives are read
    in the ``sandbox`` if there is one.

    Raises
    ------
    SourceError
        If the source itself can't be used, see `find_files`.
    """
    files = folder.find_files(source)
    yield from files.unreadable
    for path in files.paths:
        yield from read_file(path, sandbox)


def read_file(path: Path, sandbox: Sandbox | None = None) -> Iterator[Item]:
    """Yield the articles of one file of a known kind, or failures with the reason."""
    ending = folder.ending_of(path.name)
    try:
        if ending in folder.JSONL_ENDINGS | folder.PACKED_ENDINGS:
            yield from read_jsonl(path)
        elif ending in folder.PAGE_ENDINGS and sandbox:
            yield from sandbox.run(PAGE_S, read_whole, path, ending)
        elif ending in folder.DOCUMENT_ENDINGS and sandbox:
            yield from sandbox.run(DOCUMENT_S, read_whole, path, ending)
        elif ending in folder.ARCHIVE_ENDINGS and sandbox:
            yield from sandbox.run(ARCHIVE_S, read_whole, path, ending)
        else:
            yield from _read(path, ending, _read_bytes(path))
    except OSError as error:
        yield ReadFailure(location_of(path), f"can't be read ({error.strerror or 'unknown reason'})")
    except UnreadableError as error:
        yield ReadFailure(location_of(path), str(error))


def read_whole(path: Path, ending: str) -> list[Item]:
    """Return the articles of a file that counts as one of this ending, or failures with the reason."""
    try:
        return list(_read(path, ending, _read_bytes(path)))
    except OSError as error:
        return [ReadFailure(location_of(path), f"can't be read ({error.strerror or 'unknown reason'})")]
    except UnreadableError as error:
        return [ReadFailure(location_of(path), str(error))]


def _read(path: Path, ending: str, raw: bytes) -> Iterator[Item]:
    if ending in folder.JSONL_ENDINGS:
        yield from read_lines(path, BytesIO(raw))
    elif ending in folder.JSON_ENDINGS:
        yield from read_json(path, raw)
    elif ending in folder.PAGE_ENDINGS:
        yield read_page(path, raw)
    elif ending in folder.MARKDOWN_ENDINGS:
        yield read_markdown(path, raw)
    elif ending in folder.ARCHIVE_ENDINGS:
        yield from _read_archive(path, raw)
    elif ending in folder.DOCUMENT_ENDINGS:
        yield from _read_document(path, ending, raw)
    else:
        yield read_text(path, raw)


def _read_document(path: Path, ending: str, raw: bytes) -> Iterator[Item]:
    # Imported where used: most libraries hold none.
    from index.reading.documents import read_docx, read_pdf
    from index.reading.epub import read_epub

    if ending == ".epub":
        yield from read_epub(path, raw)
    else:
        yield (read_pdf if ending == ".pdf" else read_docx)(path, raw)


def _read_archive(path: Path, raw: bytes) -> Iterator[Item]:
    """Yield the articles of the files in an archive; archives inside it are passed over."""
    with opened(raw) as archive:
        for item in files_of(archive):
            name = replace_surrogates(item.filename).replace("\\", "/")
            inner = Path("/", name)
            ending = inner.suffix.lower()
            if ending not in folder.KNOWN_ENDINGS or ending in folder.ARCHIVE_ENDINGS:
                continue
            try:
                for found in _read(inner, ending, read_member(archive, item)):
                    place = found.location.removeprefix(str(inner.absolute()))
                    yield replace(found, location=f"{location_of(path)}#{name}{place}")
            except UnreadableError as error:
                yield ReadFailure(f"{location_of(path)}#{name}", str(error))


def _read_bytes(path: Path) -> bytes:
    """Return the file's bytes; never holds more than the limit and a byte.

    Raises
    ------
    UnreadableError
        It is too large.
    """
    with path.open("rb") as stream:
        raw = stream.read(MAX_FILE_BYTES + 1)
    if len(raw) > MAX_FILE_BYTES:
        raise UnreadableError(TOO_LARGE)
    return raw
