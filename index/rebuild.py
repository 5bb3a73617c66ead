"""Make a library anew beside the old one, check it, and only then put it into the place of the old one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.build import Rules, all_of, running
from index.engines.engine import ReadingEngine, WritingEngine
from index.errors import RebuildRefusedError
from index.report import Progress, Report

Judge = Callable[[ReadingEngine, ReadingEngine], str | None]
"""The old library and the new one -> why the new one may not take its place, or ``None``."""


def rebuild(library: WritingEngine, *, progress: Progress, rules: Rules, judges: Sequence[Judge] = ()) -> Report:
    """Read all sources anew into a copy of a library that is open for writing, and put it in its place if it is sound.

    Readers see the old library until the end, and the new one when they open it next. What refuses, fails or is broken
    off leaves the old one as it was.

    Raises
    ------
    RebuildRefusedError
        The new library holds other articles than it should, or a judge refuses it.
    LibraryLockedError, LibraryWriteError, LibraryBrokenError, ClusterError
    """
    rules = replace(rules, remove=True, full=True)
    with running(library, progress, rules) as run:
        run.read(all_of(library, rules))  # meanwhile others may write; the copy has what they wrote
        with library.beside() as beside:
            before = library.overview().articles
            report = run.finish(beside.engine)
            _check(library, beside.engine, before + report.added - report.removed, judges)
            beside.take_place()
    return report


def _check(library: WritingEngine, fresh: WritingEngine, expected: int, judges: Sequence[Judge]) -> None:
    found = fresh.overview().articles
    if found != expected:
        raise RebuildRefusedError(library.path, f"it holds {found:,} articles, and should hold {expected:,}")
    for judge in judges:
        if reason := judge(library, fresh):
            raise RebuildRefusedError(library.path, reason)
