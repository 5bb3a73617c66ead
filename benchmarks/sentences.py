"""Measure the cutting into sentences: accuracy on hand-divided texts and speed, beside other libraries.

Usage: ``python benchmarks/sentences.py DATA_FOLDER [--part dev]``, where the folder holds ``golden_rules``, ``ud_gum``
and ``ud_ewt``, each with a ``sentences.jsonl.gz`` of ``text`` and its ``sentences``. The other libraries (nupunkt,
pysbd, syntok, blingfire) are measured where they are installed.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from index.text.sentences import split_paragraphs, split_sentences

Split = Callable[[str], list[str]]
SETS = ("golden_rules", "ud_gum", "ud_ewt")


def main() -> None:
    """Print one line for each way to cut: rules kept whole, then precision, recall and F1 of boundaries, then speed."""
    parser = argparse.ArgumentParser(description="Measure the cutting into sentences.")
    parser.add_argument("data", type=Path, help="folder that holds golden_rules, ud_gum and ud_ewt")
    parser.add_argument("--part", help="only the texts of this part of ud_gum and ud_ewt")
    parser.add_argument("--errors", help="print where this way to cut errs, and nothing else")
    arguments = parser.parse_args()
    texts = {name: _read(arguments.data / name, arguments.part) for name in SETS}
    if arguments.errors:
        _print_errors(_ways()[arguments.errors], texts)
        return
    print(f"{'':12} {'rules':>7} {'GUM P / R / F1':>21} {'EWT P / R / F1':>21} {'MB/s':>7}")
    for name, split in _ways().items():
        rules = sum(split(text) == sentences for text, sentences in texts["golden_rules"])
        gum, ewt = _agreement(split, texts["ud_gum"]), _agreement(split, texts["ud_ewt"])
        figures = "  ".join("   ".join(f"{value:.3f}" for value in found) for found in (gum, ewt))
        print(f"{name:12} {rules:>3}/{len(texts['golden_rules'])}  {figures} {_speed(split, texts['ud_gum']):7.1f}")


def _read(folder: Path, part: str | None) -> list[tuple[str, list[str]]]:
    with gzip.open(folder / "sentences.jsonl.gz", "rt", encoding="utf-8") as stream:
        rows = [json.loads(line) for line in stream]
    return [(row["text"], row["sentences"]) for row in rows if part is None or row.get("part", part) == part]


def _ways() -> dict[str, Split]:
    ways: dict[str, Split] = {"cuttings": _cuttings}
    for name, make in (
        ("sentencex", _sentencex),
        ("nupunkt", _nupunkt),
        ("pysbd", _pysbd),
        ("syntok", _syntok),
        ("blingfire", _blingfire),
    ):
        try:
            ways[name] = make()
        except ImportError:
            print(f"{name} is not installed: left out")
    return ways


def _stripped(found: Sequence[str]) -> list[str]:
    return [sentence.strip() for sentence in found if sentence.strip()]


def _cuttings(text: str) -> list[str]:
    found = split_sentences(text, "en", split_paragraphs(text))
    return [text[start:end] for sentences in found for start, end in sentences]


def _sentencex() -> Split:
    library: Any = importlib.import_module("sentencex")
    return lambda text: _stripped(list(library.segment("en", text)))


def _nupunkt() -> Split:
    library: Any = importlib.import_module("nupunkt")
    return lambda text: _stripped(library.sent_tokenize(text))


def _pysbd() -> Split:
    library: Any = importlib.import_module("pysbd")
    segmenter = library.Segmenter(language="en", clean=False)
    return lambda text: _stripped(segmenter.segment(text))


def _syntok() -> Split:
    library: Any = importlib.import_module("syntok.segmenter")

    def split(text: str) -> list[str]:
        sentences = (sentence for paragraph in library.analyze(text) for sentence in paragraph)
        return _stripped(
            [text[sentence[0].offset : sentence[-1].offset + len(sentence[-1].value)] for sentence in sentences]
        )

    return split


def _blingfire() -> Split:
    library: Any = importlib.import_module("blingfire")
    return lambda text: _stripped(library.text_to_sentences(text).split("\n"))


def _ends(sentences: Sequence[str]) -> set[int]:
    """Return where sentences end, but for the last, counted in code points that are no white space."""
    ends: list[int] = []
    for sentence in sentences:
        ends.append((ends[-1] if ends else 0) + len("".join(sentence.split())))
    return set(ends[:-1])


def _agreement(split: Split, texts: Sequence[tuple[str, list[str]]]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the sentence ends over all texts together."""
    right = found_count = wanted_count = 0
    for text, sentences in texts:
        found, wanted = _ends(split(text)), _ends(sentences)
        right += len(found & wanted)
        found_count += len(found)
        wanted_count += len(wanted)
    precision, recall = right / max(found_count, 1), right / max(wanted_count, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)


def _speed(split: Split, texts: Sequence[tuple[str, list[str]]]) -> float:
    """Return millions of bytes a second, the best of three runs of at most some seconds."""
    chosen = [text for text, _ in texts][:60]
    size = sum(len(text.encode()) for text in chosen)
    best = float("inf")
    for _ in range(3):
        start = time.perf_counter()
        for text in chosen:
            split(text)
        best = min(best, time.perf_counter() - start)
    return size / best / 1e6


def _print_errors(split: Split, texts: dict[str, list[tuple[str, list[str]]]]) -> None:
    for name, rows in texts.items():
        for text, sentences in rows:
            letters = "".join(text.split())
            found, wanted = _ends(split(text)), _ends(sentences)
            for place in sorted(found ^ wanted):
                fault = "cut" if place in found else "not cut"
                print(f"{name:12} {fault:7} {letters[max(0, place - 40) : place]} | {letters[place : place + 30]}")


if __name__ == "__main__":
    main()
