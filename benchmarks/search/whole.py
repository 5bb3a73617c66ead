"""The whole way: `cuttings add` from a file of articles to a searchable library."""

from __future__ import annotations

import gzip
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.search.measure import worker_environment

_SAMPLE_S = 0.05


@dataclass(frozen=True, slots=True)
class Whole:
    """What the whole way took; ``peak_bytes`` is of all processes together, 0 where the system doesn't tell."""

    articles: int
    seconds: float
    peak_bytes: int


def measure_whole(articles: Path, work: Path) -> Whole:
    """Add a file of articles to a new library.

    Raises
    ------
    RuntimeError
        The command failed; what it said is in the text.
    """
    folder = work / "whole"
    folder.mkdir()
    try:
        source = _unpacked(articles, folder)
        with source.open("rb") as lines:
            count = sum(1 for line in lines if line.strip())
        command = [sys.executable, "-m", "bot.terminal.main", "add", str(source), "--library", str(folder / "l.db")]
        started = time.perf_counter()
        running = subprocess.Popen(  # noqa: S603 - our own command
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=worker_environment()
        )
        peak = 0
        while running.poll() is None:
            peak = max(peak, _memory(running.pid))
            time.sleep(_SAMPLE_S)
        seconds = time.perf_counter() - started
        told = running.communicate()[0]
    finally:
        shutil.rmtree(folder)
    if running.returncode:
        raise RuntimeError(f"cuttings add failed: {told.strip()}")
    return Whole(count, seconds, peak)


def _unpacked(articles: Path, folder: Path) -> Path:
    if articles.suffix != ".gz":
        return articles.absolute()
    plain = folder / articles.stem
    with gzip.open(articles) as packed, plain.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return plain


def _memory(process_id: int) -> int:
    """Return the memory a process and those it started have now, in bytes; what they share counts for each."""
    place = Path(f"/proc/{process_id}")
    try:
        found = re.search(r"VmRSS:\s+(\d+) kB", (place / "status").read_text(encoding="ascii"))
        children = (place / "task" / str(process_id) / "children").read_text(encoding="ascii").split()
    except OSError:  # it has ended, or this is no Linux
        return 0
    return (int(found[1]) * 1024 if found else 0) + sum(_memory(int(child)) for child in children)
