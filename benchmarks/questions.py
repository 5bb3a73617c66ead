"""Measure the reading of questions: how often the kind of answer expected is the one a person named.

Usage: ``python -m benchmarks.questions DATA_FOLDER``, where the folder holds ``question_classes`` (the question, its
coarse and fine class; Li and Roth 2002). Only classes that one of our kinds stands for are measured.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from pathlib import Path

from benchmarks.labelled import rows
from bot.answering.questions.question import AnswerKind, read_question

KINDS = {
    "NUM:date": {AnswerKind.WHEN},
    "NUM:count": {AnswerKind.HOW_MANY},
    "NUM:money": {AnswerKind.HOW_MUCH},
    "NUM:perc": {AnswerKind.PERCENT},
    "NUM:period": {AnswerKind.HOW_LONG, AnswerKind.HOW_OLD},
    "NUM:dist": {AnswerKind.MEASURE},
    "NUM:speed": {AnswerKind.MEASURE},
    "NUM:weight": {AnswerKind.MEASURE},
    "HUM:ind": {AnswerKind.WHO},
    "LOC:city": {AnswerKind.WHERE},
    "LOC:country": {AnswerKind.WHERE},
    "LOC:state": {AnswerKind.WHERE},
    "LOC:mount": {AnswerKind.WHERE},
    "LOC:other": {AnswerKind.WHERE},
    "DESC:reason": {AnswerKind.WHY},
    "DESC:manner": {AnswerKind.HOW},
    "DESC:def": {AnswerKind.DEFINITION},
}


def _joined(text: str) -> str:
    """Return a question, whose marks the data set apart, as people write it."""
    return re.sub(r" (?=[?,.:]|'s\b|n't\b)", "", re.sub(r"`` ?| ?''", '"', text))


def main() -> None:
    """Print, for each class, how many questions were read rightly, and the whole."""
    parser = argparse.ArgumentParser(description="Measure the reading of questions.")
    parser.add_argument("data", type=Path, help="folder that holds question_classes")
    arguments = parser.parse_args()
    right: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for row in rows(arguments.data / "question_classes" / "train.jsonl.gz"):
        name = f"{row['coarse']}:{row['fine']}"
        if name in KINDS:
            wanted[name] += 1
            right[name] += read_question(_joined(row["question"]), ["en"]).kind in KINDS[name]
    for name in sorted(wanted):
        print(f"{name:14} {right[name]:4} of {wanted[name]:4}  {right[name] / wanted[name]:.3f}")
    done, count = sum(right.values()), sum(wanted.values())
    print(f"{'all':14} {done:4} of {count:4}  {done / count:.3f}")


if __name__ == "__main__":
    main()
