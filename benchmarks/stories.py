"""Measure how near copies of news stories are found, and how many different stories are taken for copies.

Usage: ``python -m benchmarks.stories DATA_FOLDER [--pairs]``, where the folder holds ``news/articles.jsonl.gz``. Every
tenth article of at least 200 words gets variants in another outlet; what is linked besides is printed for judging.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.labelled import rows
from index.build import add
from index.store import Library

MIN_WORDS = 200
VARIANTS: dict[str, Callable[[list[str], random.Random], list[str]]] = {
    "3 % of words changed": lambda words, chance: [word if chance.random() > 0.03 else "other" for word in words],
    "10 % of words changed": lambda words, chance: [word if chance.random() > 0.1 else "other" for word in words],
    "first 80 %": lambda words, chance: words[: len(words) * 4 // 5],
    "first 60 %": lambda words, chance: words[: len(words) * 3 // 5],
    "40 words before it": lambda words, chance: [f"note{chance.randrange(9_999)}" for _ in range(40)] + words,
}


def made(articles: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the variants, each with its kind and its original's id in its own id."""
    found = []
    for number, article in enumerate(articles[::10]):
        words = article["text"].split(" ")
        if len(words) < MIN_WORDS:
            continue
        for kind, change in VARIANTS.items():
            text = " ".join(change(words, random.Random(number)))  # noqa: S311 - the same every time
            found.append(article | {"id": f"{kind}|{article['id']}", "text": text, "publisher": f"made by {kind}"})
    return found


def main() -> None:
    """Print the share of variants found for each kind, and the pairs among the articles themselves."""
    parser = argparse.ArgumentParser(description="Measure how near copies of news stories are found.")
    parser.add_argument("data", type=Path, help="folder that holds news")
    parser.add_argument("--pairs", action="store_true", help="print the articles that are linked without being made")
    arguments = parser.parse_args()
    articles = list(rows(arguments.data / "news" / "articles.jsonl.gz"))
    variants = made(articles)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "all.jsonl")
        source.write_text("\n".join(json.dumps(row) for row in [*articles, *variants]), encoding="utf-8")
        with Library.open_for_writing(Path(folder, "library.db")) as library:
            report = add(library, [source], progress=lambda what, done, total: None)
            stories = library.stories([row["id"] for row in [*articles, *variants]])
    print(f"{report.added:,} stored, {report.duplicate} copies of the same article")
    found, all_of = Counter[str](), Counter[str]()
    for variant in variants:
        kind, _, original = variant["id"].partition("|")
        all_of[kind] += 1
        found[kind] += original in stories.get(variant["id"], ())
    for kind, count in all_of.items():
        print(f"{kind:<24}{found[kind]:>5} of {count}  {found[kind] / count:.3f}")
    titles = {
        row["id"]: f"{row.get('published')} {row.get('publisher')} {row.get('title', '')[:70]}" for row in articles
    }
    own = {tuple(name for name in story if name in titles) for story in stories.values()}
    groups = sorted(story for story in own if len(story) > 1)
    print(f"{len(groups)} stories of several articles, {sum(map(len, groups))} articles")
    for story in groups if arguments.pairs else []:
        print("\n".join(["", *(titles[name] for name in story)]))


if __name__ == "__main__":
    main()
