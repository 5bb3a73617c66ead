"""Read articles from files: plain text, Markdown, saved web pages and JSON records."""

from __future__ import annotations

from index.reading.folder import find_files
from index.reading.source import read_file, read_source

__all__ = ["find_files", "read_file", "read_source"]
