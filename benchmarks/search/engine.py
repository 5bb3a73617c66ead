"""What a search engine has to do to be measured, and which there are."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.search.corpus import Corpus

K1, B = 0.9, 0.75
"""What every engine that lets itself be told is told."""

Ranked = list[tuple[int, float]]
"""(number of the passage, counted over the corpus; score), best first."""


class Engine(Protocol):
    """One search engine. A process builds with it, or opens what another has built and asks; never both."""

    def build(self, corpus: Corpus, folder: Path) -> None:
        """Index a corpus; everything needed to ask lies in the folder afterwards."""

    def open(self, folder: Path) -> None:
        """Make ready to ask."""

    def top(self, terms: Sequence[str], k: int) -> Ranked:
        """Return the k passages with the highest scores for some distinct terms."""

    def close(self) -> None:
        """Give back what `open` took."""

    def index_bytes(self, folder: Path) -> int:
        """Return how much of the folder is index rather than text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Where an engine is made, the libraries it needs beyond Cuttings' own, and what is to be known about it.

    One that ``answers`` nothing is there for what it takes to build; of one that ``keeps_text`` that is more than the
    index.
    """

    module: str
    note: str
    libraries: tuple[str, ...] = ()
    maker: str = "make"
    answers: bool = True
    keeps_text: bool = False


STORE, NOTHING = "cuttings-store", "nothing"
"""What stores as Cuttings does and indexes nothing, and what only reads: the rest of a build is the index alone."""

ENGINES = {
    "cuttings": Entry("cuttings_engine", f"k1 {K1}, b {B}; with the compiled kernel", keeps_text=True),
    "cuttings-numpy": Entry(
        "cuttings_engine", f"k1 {K1}, b {B}; without the compiled kernel", maker="make_plain", keeps_text=True
    ),
    "rank-bm25": Entry("rank_bm25_engine", f"BM25Okapi with Cuttings' idf, k1 {K1}, b {B}; kept as one pickle"),
    "bm25s": Entry("bm25s_engine", f'method "lucene", added by numpy, k1 {K1}, b {B}; held in memory', ("bm25s",)),
    "bm25s-numba": Entry(
        "bm25s_engine",
        f'method "lucene", added by numba, k1 {K1}, b {B}; held in memory; the first answer waits for the compiler',
        ("bm25s", "numba"),
        "make_numba",
    ),
    "fts5": Entry(
        "fts5_engine",
        "SQLite FTS5 by sqlite-utils, terms joined by OR; k1 1.2, b 0.75, which are fixed",
        keeps_text=True,
    ),
    "tantivy": Entry(
        "tantivy_engine",
        "terms divided by spaces, any may match, no positions, builds on all cores; k1 1.2, b 0.75, which are fixed",
        ("tantivy",),
    ),
    STORE: Entry(
        "cuttings_engine",
        "the same articles and passages stored, none of their terms indexed, and nothing answered",
        maker="make_store",
        answers=False,
        keeps_text=True,
    ),
    NOTHING: Entry(
        "nothing_engine", "reads the passages and answers nothing: what measuring itself costs", answers=False
    ),
}


def make_engine(name: str) -> Engine:
    """Return an engine by its name; its library is loaded now."""
    entry = ENGINES[name]
    engine: Engine = getattr(importlib.import_module(f"benchmarks.search.{entry.module}"), entry.maker)()
    return engine


def missing_libraries(name: str) -> list[str]:
    """Return the libraries an engine needs that are not installed."""
    return [library for library in ENGINES[name].libraries if importlib.util.find_spec(library) is None]


def folder_bytes(folder: Path) -> int:
    """Return the size of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
