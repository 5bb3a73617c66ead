"""Find the files of a source."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from index.errors import SourceError

log = logging.getLogger(__name__)

TEXT_ENDINGS = frozenset({".txt", ".text"})
MARKDOWN_ENDINGS = frozenset({".md", ".markdown"})
PAGE_ENDINGS = frozenset({".html", ".htm"})
JSON_ENDINGS = frozenset({".json"})
JSONL_ENDINGS = frozenset({".jsonl", ".ndjson"})
KNOWN_ENDINGS = TEXT_ENDINGS | MARKDOWN_ENDINGS | PAGE_ENDINGS | JSON_ENDINGS | JSONL_ENDINGS

_KINDS = "(.txt, .md, .html, .jsonl, .json)"


def find_files(source: Path) -> list[Path]:
    """Return the files a source holds, sorted by path: itself for a file, everything of a known kind for a folder.

    Raises
    ------
    SourceError
        If the source is missing, a file of an unknown kind, or a folder without a file of a known kind.

    Notes
    -----
    Below a folder, hidden files and folders and all symbolic links are passed over, so nothing outside the folder
    is read and no loop can arise. The source itself may be a link. A folder below it that can't be opened is logged.
    """
    if source.is_file():
        if source.suffix.lower() not in KNOWN_ENDINGS:
            raise SourceError(str(source), f"is not a kind of file Cuttings reads {_KINDS}")
        return [source]
    if not source.exists():
        raise SourceError(str(source), "there is no such file or folder")
    found = sorted(_walk(source))
    if not found:
        raise SourceError(str(source), f"holds no articles {_KINDS}")
    return found


def _walk(folder: Path) -> list[Path]:
    found = []
    for parent, folders, names in os.walk(folder, onerror=_log_unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if not name.startswith(".")]
    return [path for path in found if _is_article_file(path)]


def _is_article_file(path: Path) -> bool:
    return path.suffix.lower() in KNOWN_ENDINGS and not path.is_symlink() and path.is_file()


def _log_unreadable(error: OSError) -> None:
    log.warning("%s: can't look into this folder (%s)", error.filename, error.strerror)
