"""Make a library anew in a file of its own, check it, and only then put it into the place of the old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from index.build import Rules, all_of, running
from index.errors import RebuildRefusedError
from index.report import Progress, Report
from index.store import Library
from index.store.copies import BESIDE
from index.store.generations import swap_in
from index.store.restore import check_library

Judge = Callable[[Library], int]
"""A library -> how many of the questions that it must answer it does."""


def rebuild(library: Library, *, progress: Progress, rules: Rules, judge: Judge | None = None) -> Report:
    """Read all sources anew into a copy of a library that is open for writing, and put it in its place if it is sound.

    Readers see the old library until the end, and the new one when they open it next. What refuses, fails or is broken
    off leaves the old one as it was.

    Raises
    ------
    RebuildRefusedError
        The new library holds other articles than it should, or answers fewer of the questions it must.
    LibraryLockedError, LibraryWriteError, LibraryBrokenError
    """
    made = library.path.with_name(f"{library.path.name}.rebuilding")
    rules = replace(rules, remove=True, full=True)
    _remove(made)
    try:
        with running(library, progress, rules) as run:
            run.read(all_of(library, rules))  # meanwhile others may write; the copy has what they wrote
            library.copy(made)
            with Library.open_for_writing(made) as fresh:
                before = fresh.overview().articles
                report = run.finish(fresh)
                _check(library, fresh, before + report.added - report.removed, judge)
        check_library(made)
        swap_in(library.path, made)
    finally:
        _remove(made)
    return report


def _check(library: Library, fresh: Library, expected: int, judge: Judge | None) -> None:
    found = fresh.overview().articles
    if found != expected:
        raise RebuildRefusedError(library.path, f"it holds {found:,} articles, and should hold {expected:,}")
    if judge is None:
        return
    old, new = judge(library), judge(fresh)
    if new < old:
        raise RebuildRefusedError(library.path, f"it answers {new:,} of the golden questions, the old one {old:,}")


def _remove(path: Path) -> None:
    for ending in ("", "-lock", *BESIDE):
        path.with_name(path.name + ending).unlink(missing_ok=True)
