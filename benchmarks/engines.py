"""Compare the two engines on the same articles and questions: python -m benchmarks.engines ARTICLES QUESTIONS.

Both files are JSON Lines (``.gz`` or not), of articles as `cuttings add` reads them and of ``{"question": ...}``.
Starts a real OpenSearch node, so it needs a JDK 17 and Maven. Prints, for each layout of the cluster, how many articles
a second were put, p50 and p99 of a question, and how many of the questions have the same top 10 in both engines.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

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
from index.text.tokens import tokenize
from tests.cluster.nodes import Cluster
from tests.cluster.nodes import prepare as fetch_nodes

AT_A_TIME = 500
TOP = 10

Hits = list[tuple[str, int, float]]


def groups(path: Path, count: int | None) -> Iterator[PreparedGroup]:
    """Yield the articles of a file, prepared, some at a time."""
    rows = enumerate(islice(read_rows(path), count))
    raws = (_raw_article(f"/articles#{number}", row) for number, row in rows)
    while chosen := list(islice(raws, AT_A_TIME)):
        yield prepare(
            [Identified(raw, raw.own_id or raw.location, content_hash(raw), "/articles") for raw in chosen], {}
        ).group


def _raw_article(location: str, row: dict[str, str]) -> RawArticle:
    return RawArticle(
        location,
        json.dumps(row).encode(),
        row.get("title") or "",
        row["text"],
        own_id=row.get("id"),
        url=row.get("url"),
        published=row.get("published"),
        publisher=row.get("publisher"),
    )


def fill(engine: WritingEngine, prepared: Sequence[PreparedGroup]) -> float:
    """Put articles and return how many a second."""
    started = time.perf_counter()
    for group in prepared:
        engine.put([group], version=1)
    return sum(len(group.articles) for group in prepared) / (time.perf_counter() - started)


def ask_all(engine: ReadingEngine, queries: Sequence[Query]) -> tuple[list[Hits], list[float]]:
    """Return the hits of every query, and how many milliseconds each took."""
    answers, took = [], []
    for query in queries:
        started = time.perf_counter()
        hits = engine.search(query).hits
        took.append((time.perf_counter() - started) * 1000)
        answers.append([(hit.passage.article.id, hit.passage.start, hit.score) for hit in hits])
    return answers, took


def say(name: str, rate: float, took: Sequence[float]) -> None:
    """Print one line of figures."""
    p50, p99 = np.percentile(took, [50, 99])
    print(f"{name}: {rate:,.0f} articles a second; p50 {p50:.1f} ms, p99 {p99:.1f} ms", flush=True)


def agreement(expected: Sequence[Hits], found: Sequence[Hits]) -> str:
    """Tell how many questions have the same passages in the same order, and how far scores are apart."""
    alike = sum([hit[:2] for hit in a] == [hit[:2] for hit in b] for a, b in zip(expected, found, strict=True))
    pairs = ((x, y) for a, b in zip(expected, found, strict=True) for x, y in zip(a, b, strict=False))
    apart = max((abs(x[2] - y[2]) for x, y in pairs if x[:2] == y[:2]), default=0.0)
    return f"  same top {TOP} in the same order: {alike} of {len(expected)}; scores at most {apart:.1e} apart"


def main() -> None:
    """Run the comparison."""
    parser = argparse.ArgumentParser(description="Compare the two engines on the same articles and questions.")
    parser.add_argument("articles", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--count", type=int, help="only so many articles")
    parser.add_argument("--shards", type=int, nargs="*", default=[1, 3])
    options = parser.parse_args()
    prepared = list(groups(options.articles, options.count))
    terms = [tuple(sorted(set(tokenize(row["question"], "en")))) for row in read_rows(options.questions)]
    queries = [Query(item, Filters(), TOP) for item in terms]
    fetch_nodes()
    with tempfile.TemporaryDirectory() as folder:
        with FilePlace(Path(folder, "library.db")).open_for_writing() as file:
            rate = fill(file, prepared)
            overview = file.overview()
            for _ in file.tidy(overview.passages):
                pass
            expected, took = ask_all(file, queries)
            print(f"{overview.articles:,} articles, {overview.passages:,} passages, {len(queries):,} questions")
            say("sqlite", rate, took)
        cluster = Cluster(Path(folder, "nodes"), 1)
        cluster.start()
        try:
            for shards in options.shards:
                address = ClusterAddress((cluster.nodes[0].url,), f"bench-{shards}", shards=shards, replicas=0)
                with ClusterPlace(address).open_for_writing() as engine:
                    rate = fill(engine, prepared)
                    ask_all(engine, queries[:100])
                    found, took = ask_all(engine, queries)
                    say(f"opensearch, {shards} shards", rate, took)
                    print(agreement(expected, found), flush=True)
        finally:
            cluster.stop()


if __name__ == "__main__":
    main()
