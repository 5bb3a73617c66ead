"""Compare the two engines on the same articles and questions: python -m benchmarks.engines ARTICLES QUESTIONS.

Both files are JSON Lines (``.gz`` or not), of articles as `cuttings add` reads them and of ``{"question": ...}``.
Starts a real OpenSearch node, so it needs a JDK 17 and Maven. Prints, for each layout of the cluster, how many articles
a second were put, p50 and p99 of a question, and how many of the questions have the same top 10 in both engines; then
the same after every fifth article was removed, before and after the cluster has merged them away.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

import numpy as np

from benchmarks.search.real import read_rows
from index.engines.engine import ReadingEngine, WritingEngine
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.engines.sqlite import FilePlace
from index.identity import Identified, content_hash
from index.models import Filters, Query, RawArticle
from index.prepare import prepare
from index.store import PreparedGroup
from index.text.passages import split_passages
from index.text.tokens import tokenize
from tests.cluster.nodes import Cluster
from tests.cluster.nodes import prepare as fetch_nodes

AT_A_TIME = 250
TOP = 10
REMOVED_EVERY = 5
"""One article of so many is removed."""

Hits = list[tuple[str, int, float]]


class Spool:
    """Prepared articles in a file, so that a million passages need no memory; read as often as wanted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.article_count = self.passage_count = 0

    def write(self, group: PreparedGroup) -> None:
        """Add articles."""
        pickle.dump(group, self._file)
        self.article_count += len(group.articles)
        self.passage_count += sum(len(item.passages) for item in group.articles)

    def __iter__(self) -> Iterator[PreparedGroup]:
        self._file.seek(0)
        while True:
            try:
                yield pickle.load(self._file)  # noqa: S301 - our own file, unnamed and private
            except EOFError:
                return


def fill_spool(spool: Spool, path: Path, passage_count: int | None) -> None:
    """Prepare the articles of a file until there are so many passages (``None``: each article once).

    In round r every article begins with its sentence r, counted from 0, so that its passages begin and end elsewhere
    than in any round before, and counts as an article of its own.
    """
    rounds = 0
    while rounds == 0 or spool.passage_count < (passage_count or 0):
        before = spool.passage_count
        raws = (raw for number, row in enumerate(read_rows(path)) if (raw := _raw_article(number, row, rounds)))
        while chosen := list(islice(raws, AT_A_TIME)):
            named = [Identified(raw, raw.own_id or raw.location, content_hash(raw), "/articles") for raw in chosen]
            spool.write(prepare(named, {}).group)
            if passage_count and spool.passage_count >= passage_count:
                return
        rounds += 1
        if spool.passage_count == before:
            return  # every article is used up


def _raw_article(number: int, row: dict[str, str], start_sentence: int) -> RawArticle | None:
    location, text = f"/articles#{number}.{start_sentence}", row["text"]
    if start_sentence:
        starts = [sentence.start for span in split_passages(text, "en") for sentence in span.sentences]
        if len(starts) <= 2 * start_sentence:
            return None
        text = text[starts[start_sentence] :]
    return RawArticle(
        location,
        json.dumps(row).encode(),
        row.get("title") or "",
        text,
        own_id=row.get("id") if not start_sentence else location,
        url=row.get("url") if not start_sentence else None,
        published=row.get("published"),
        publisher=row.get("publisher"),
    )


def fill(engine: WritingEngine, spool: Spool) -> float:
    """Put articles and return how many a second."""
    took_s = 0.0
    for group in spool:
        started = time.perf_counter()
        engine.put([group], version=1)
        took_s += time.perf_counter() - started
    started = time.perf_counter()
    for _ in engine.tidy(spool.passage_count):
        pass
    return spool.article_count / (took_s + time.perf_counter() - started)


def ask_all(engine: ReadingEngine, queries: Sequence[Query]) -> tuple[list[Hits], list[float]]:
    """Return the hits of every query, and how many milliseconds each took."""
    answers, took = [], []
    for query in queries:
        started = time.perf_counter()
        hits = engine.search(query).hits
        took.append((time.perf_counter() - started) * 1000)
        answers.append([(hit.passage.article.id, hit.passage.start, hit.score) for hit in hits])
    return answers, took


def thin(engine: WritingEngine, spool: Spool) -> None:
    """Remove every so many-th article."""
    ids = sorted(item.article.id for group in spool for item in group.articles)[::REMOVED_EVERY]
    for start in range(0, len(ids), AT_A_TIME):
        engine.remove(ids[start : start + AT_A_TIME], version=2)


def say(name: str, rate: float, took: Sequence[float]) -> None:
    """Print one line of figures."""
    p50, p99 = np.percentile(took, [50, 99])
    print(f"{name}: {rate:,.0f} articles a second; p50 {p50:.1f} ms, p99 {p99:.1f} ms", flush=True)


def agreement(expected: Sequence[Hits], found: Sequence[Hits]) -> str:
    """Tell how many questions have the same passages in the same order, and how far scores are apart."""
    alike = sum([hit[:2] for hit in a] == [hit[:2] for hit in b] for a, b in zip(expected, found, strict=True))
    pairs = ((x, y) for a, b in zip(expected, found, strict=True) for x, y in zip(a, b, strict=False))
    apart = max((abs(x[2] - y[2]) for x, y in pairs if x[:2] == y[:2]), default=0.0)
    return f"same top {TOP} in the same order: {alike} of {len(expected)}; scores at most {apart:.1e} apart"


@dataclass(frozen=True, slots=True)
class Reference:
    """What the library file answered, with everything in it and with every so many-th article removed."""

    full: list[Hits]
    thinned: list[Hits]


def measure_file(folder: Path, spool: Spool, queries: Sequence[Query]) -> Reference:
    """Measure the default engine, and return its answers."""
    with FilePlace(folder / "library.db").open_for_writing() as file:
        rate = fill(file, spool)
        full, took = ask_all(file, queries)
        say("sqlite", rate, took)
        thin(file, spool)
        return Reference(full, ask_all(file, queries)[0])


def measure_cluster(address: ClusterAddress, spool: Spool, queries: Sequence[Query], reference: Reference) -> None:
    """Measure a layout of the cluster, and compare its answers."""
    with ClusterPlace(address).open_for_writing() as engine:
        rate = fill(engine, spool)
        ask_all(engine, queries[:100])
        found, took = ask_all(engine, queries)
        say(f"opensearch, {address.shards} shards", rate, took)
        print(f"  {agreement(reference.full, found)}", flush=True)
        thin(engine, spool)
        print(f"  20 % removed: {agreement(reference.thinned, ask_all(engine, queries)[0])}", flush=True)
        engine.vacuum()
        print(f"  and merged away: {agreement(reference.thinned, ask_all(engine, queries)[0])}", flush=True)


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description="Compare the two engines on the same articles and questions.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--passages", type=int, help="about so many passages (default: each article once)")
    parser.add_argument("--count", type=int, help="only so many questions")
    parser.add_argument("--shards", type=int, nargs="*", default=[1, 3])
    options = parser.parse_args()
    rows = islice(read_rows(options.questions), options.count)
    terms = [tuple(sorted(set(tokenize(row["question"], "en")))) for row in rows]
    queries = [Query(item, Filters(), TOP) for item in terms]
    fetch_nodes()
    with tempfile.TemporaryDirectory() as name, tempfile.TemporaryFile() as file:
        folder, spool = Path(name), Spool(file)
        fill_spool(spool, options.articles, options.passages)
        print(
            f"{spool.article_count:,} articles, {spool.passage_count:,} passages, {len(queries):,} questions; "
            f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
        reference = measure_file(folder, spool, queries)
        cluster = Cluster(folder / "nodes", 1)
        cluster.start()
        try:
            for shards in options.shards:
                address = ClusterAddress((cluster.nodes[0].url,), f"bench-{shards}", shards=shards, replicas=0)
                measure_cluster(address, spool, queries, reference)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
