"""Tell how long a change of one article takes in a large library, and what filters do to the time of a search.

``python -m benchmarks.changes --library FILE --questions FILE.jsonl`` works on a copy of the library.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from benchmarks.search.real import read_rows
from index.identity import Identified
from index.models import Filters, Query, RawArticle
from index.prepare import prepare
from index.search import rank_passages
from index.store import Library
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.tokens import tokenize

ROUNDS = 200
ARTICLE_ID = "benchmark-change"
MARK = "qzxmark"
"""A term that no article holds but the one added here."""
K = 10

Times = dict[str, list[float]]


def measure_changes(library: Library, reader: Library, rounds: int) -> Times:
    """Add, replace and remove an article again and again; return the milliseconds of each, and of merging after it.

    After every change another connection must find what is there now.
    """
    text = "\n\n".join(f"The {MARK} stood by the harbour for the {number} time that year." for number in range(40))
    times: Times = defaultdict(list)
    library.note_source("benchmark", "2024-01-01")
    for number in range(rounds):
        for name, changed in (("add", text), ("replace", f"{text}\n\nAgain {number}."), ("remove", "")):
            started = time.perf_counter()
            if changed:
                raw = RawArticle(ARTICLE_ID, changed.encode(), "A change", changed)
                library.save([prepare([Identified(raw, ARTICLE_ID, changed, "benchmark")], {}).group])
            else:
                library.save([], [ARTICLE_ID])
            saved = time.perf_counter()
            found = rank_passages(reader, Query((MARK,), limit=K)).bare_hits
            seen = time.perf_counter()
            if bool(found) != bool(changed):
                raise RuntimeError(f"after {name} the next search found {len(found)} passages")
            for _ in library.tidy():
                pass
            times[name].append((saved - started) * 1000)
            times["the next search"].append((seen - saved) * 1000)
            times["merging after it"].append((time.perf_counter() - seen) * 1000)
    return times


def filters_of(library: Library) -> Iterator[tuple[str, Filters]]:
    """Yield filters from none to narrow, of values that the library has."""
    rows = library.db.execute(
        """SELECT kind, value, sum(passage_count) FROM facets WHERE kind IN ('publisher', 'author', 'published')
            GROUP BY 1, 2 ORDER BY 3 DESC, 2"""
    ).fetchall()
    yield "none", Filters()
    for kind in ("publisher", "author"):
        found = [row for row in rows if row[0] == kind]
        for place, name in ((0, "largest"), (len(found) // 2, "middle")) if found else ():
            yield f"{kind}, the {name} ({found[place][2]:,} passages)", Filters(**{kind: found[place][1]})
    days = sorted(row[1] for row in rows if row[0] == "published")
    if days:
        yield "the newer half, by date", Filters(since=days[len(days) // 2])
        yield "one day", Filters(since=days[len(days) // 2], until=days[len(days) // 2])
    yield "one article", Filters(article_id=library.listed()[0].id)


def measure_filters(library: Library, questions: Sequence[tuple[str, ...]]) -> Times:
    """Return the milliseconds of every question with each filter."""
    times: Times = {}
    for name, filters in filters_of(library):
        own = times[name] = []
        for terms in [questions[-1], *questions]:
            started = time.perf_counter()
            rank_passages(library, Query(terms, filters, K))
            own.append((time.perf_counter() - started) * 1000)
        del own[0]  # looks the passages up; they are kept for the next
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.changes", description=__doc__)
    parser.add_argument("--library", type=Path, required=True, metavar="FILE")
    parser.add_argument("--questions", type=Path, required=True, metavar="FILE.jsonl", help="(.gz too)")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N", help=f"changes of each kind ({ROUNDS})")
    options = parser.parse_args()
    asked = [row["question"] for row in read_rows(options.questions)]
    questions = [tuple(sorted(set(tokenize(row, detect_language(row) or DEFAULT_LANGUAGE)))) for row in asked]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "library.db"
        with closing(sqlite3.connect(options.library)) as source, closing(sqlite3.connect(path)) as copy:
            source.backup(copy)
        with Library.open_for_writing(path) as library, Library.open_for_reading(path) as reader:
            print(f"{library.overview().passages:,} passages")
            changes = measure_changes(library, reader, options.rounds)
        with Library.open_for_reading(path) as reader:
            filters = measure_filters(reader, questions)
    for title, times in (("Changes", changes), ("Filters", filters)):
        print(f"\n| {title} | p50, ms | p99, ms | worst, ms |\n| --- | ---: | ---: | ---: |")
        for name, values in times.items():
            p50, p99 = np.percentile(values, [50, 99])
            print(f"| {name} | {p50:.2f} | {p99:.2f} | {max(values):.1f} |")


if __name__ == "__main__":
    main()
