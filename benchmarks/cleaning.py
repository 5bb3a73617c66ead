"""Measure how much of a web page's story comes out, before and after cleaning.

Usage: ``python benchmarks/cleaning.py DATA_FOLDER``, where the folder holds ``readability_pages`` and
``trafilatura_eval``, each with ``html.tar.gz`` and ``pages.jsonl.gz``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

import trafilatura

from index.models import RawArticle
from index.reading.page import read_page
from index.text.clean import clean_article

NAMES = ("trafilatura", "as read", "cleaned")
"""What is compared: trafilatura as it comes, and our reading before and after cleaning."""
_TOKEN = re.compile(r"\w+")


def main() -> None:
    """Print one table for each of the two sets."""
    parser = argparse.ArgumentParser(description="Measure the reading and cleaning of web pages.")
    parser.add_argument("data", type=Path, help="folder that holds readability_pages and trafilatura_eval")
    data: Path = parser.parse_args().data
    _print_readability(data / "readability_pages")
    _print_segments(data / "trafilatura_eval")


def _print_readability(folder: Path) -> None:
    rows = [[_agreement(text, page["text"]) for text in texts] for page, *texts in _texts(folder)]
    print(f"readability_pages, {len(rows)} pages, mean of tokens: precision, recall, F1")
    for name, scores in zip(NAMES, zip(*rows, strict=True), strict=True):
        precision, recall, f1 = (fmean(column) for column in zip(*scores, strict=True))
        print(f"  {name:<13}{precision:.4f}  {recall:.4f}  {f1:.4f}")


def _print_segments(folder: Path) -> None:
    pages = list(_texts(folder))
    print(f"trafilatura_eval, {len(pages)} pages: wanted segments kept, unwanted rejected")
    for place, name in enumerate(NAMES, start=1):
        kept = [segment in row[place] for row in pages for segment in row[0]["with"]]
        rejected = [segment not in row[place] for row in pages for segment in row[0]["without"]]
        print(f"  {name:<13}{_share(kept)}  {_share(rejected)}")


def _share(outcomes: list[bool]) -> str:
    return f"{sum(outcomes)}/{len(outcomes)} {sum(outcomes) / len(outcomes):.3f}"


def _texts(folder: Path) -> Iterator[tuple[Mapping[str, Any], str, str, str]]:
    """Yield each page's description and its text by each of `NAMES`, ``""`` if nothing was found."""
    with gzip.open(folder / "pages.jsonl.gz", "rt", encoding="utf-8") as lines:
        pages = [json.loads(line) for line in lines]
    with tarfile.open(folder / "html.tar.gz") as archive:
        for page in pages:
            member = archive.extractfile(page["file"])
            raw = member.read() if member else b""
            own = trafilatura.extract(raw) or ""
            read = read_page(Path(page["file"]), raw)
            if isinstance(read, RawArticle):
                yield page, own, read.text, clean_article(read.title, read.text, read.fallback_title).text
            else:
                yield page, own, "", ""


def _agreement(text: str, expected: str) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the tokens, as multisets, case folded."""
    found, wanted = (Counter(_TOKEN.findall(each.casefold())) for each in (text, expected))
    common = (found & wanted).total()
    precision, recall = common / max(found.total(), 1), common / max(wanted.total(), 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-12)


if __name__ == "__main__":
    main()
