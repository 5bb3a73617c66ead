"""Find the files of a source, and the folders that can't be looked into."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from index.errors import SourceError
from index.models import ReadFailure
from index.reading.location import location_of

TEXT_ENDINGS = frozenset({".txt", ".text"})
MARKDOWN_ENDINGS = frozenset({".md", ".markdown"})
PAGE_ENDINGS = frozenset({".html", ".htm"})
JSON_ENDINGS = frozenset({".json"})
JSONL_ENDINGS = frozenset({".jsonl", ".ndjson"})
PACKED_ENDINGS = frozenset({".jsonl.gz", ".ndjson.gz"})
DOCUMENT_ENDINGS = frozenset({".pdf", ".docx", ".epub"})
ARCHIVE_ENDINGS = frozenset({".zip"})
KNOWN_ENDINGS = (
    TEXT_ENDINGS
    | MARKDOWN_ENDINGS
    | PAGE_ENDINGS
    | JSON_ENDINGS
    | JSONL_ENDINGS
    | PACKED_ENDINGS
    | DOCUMENT_ENDINGS
    | ARCHIVE_ENDINGS
)

_KINDS = "(.txt, .md, .html, .jsonl, .jsonl.gz, .json, .pdf, .docx, .epub, .zip)"


def ending_of(name: str) -> str:
    """Return the ending of a file's name in small letters, ``".jsonl.gz"`` as one, ``""`` where it has none."""
    lower = name.lower()
    packed = next((ending for ending in PACKED_ENDINGS if lower.endswith(ending)), "")
    return packed or Path(lower).suffix


class Files(NamedTuple):
    """The files of a source, sorted by path, and the folders below it that could not be looked into, likewise."""

    paths: list[Path]
    unreadable: list[ReadFailure]


def find_files(source: Path) -> Files:
    """Return the files a source holds: itself for a file, everything of a known kind for a folder.

    Raises
    ------
    SourceError
        If the source is missing, a file of an unknown kind, or a folder that can't be looked into or holds nothing of
        a known kind.

    Notes
    -----
    Below a folder, hidden files and folders and all symbolic links are passed over, so nothing outside the folder
    is read and no loop can arise. The source itself may be a link.
    """
    if not source.exists():
        raise SourceError(str(source), "there is no such file or folder")
    if source.is_file() and ending_of(source.name) in KNOWN_ENDINGS:
        return Files([source], [])
    if not source.is_dir():
        raise SourceError(str(source), f"is not a kind of file Cuttings reads {_KINDS}")
    paths, unreadable = _walk(source)
    if not paths and not unreadable:
        raise SourceError(str(source), f"holds no articles {_KINDS}")
    return Files(sorted(paths), sorted(unreadable, key=lambda failure: failure.location))


def _walk(source: Path) -> Files:
    errors: list[OSError] = []
    found = []
    for parent, folders, names in os.walk(source, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if not name.startswith(".")]
    unreadable = []
    for error in errors:
        reason = f"can't be looked into ({error.strerror or 'unknown reason'})"
        if Path(error.filename) == source:
            raise SourceError(str(source), reason)
        unreadable.append(ReadFailure(location_of(Path(error.filename)), f"this folder {reason}"))
    return Files([path for path in found if _is_article_file(path)], unreadable)


def _is_article_file(path: Path) -> bool:
    if ending_of(path.name) not in KNOWN_ENDINGS:
        return False
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return True  # the attempt to read it will tell why it can't be read
