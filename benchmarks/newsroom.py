"""Ask the brief questions to news, and the quizzes as they were asked, and count what the whole answers are worth.

Usage: ``python -m benchmarks.newsroom DATA_FOLDER [--work FOLDER] [--save FILE] [FILE ...]``, with the data folder of
`benchmarks.labelled`. Each FILE holds brief questions like ``benchmarks/newsroom.tsv``: a question, a tab and the
pattern of an answer, or the question alone where there is none. Without one all that are in this folder are asked, in
two lots: those that weights are fitted on, and those held back; then come the quizzes, whose answers are words that an
extract has to hold. ``--save`` keeps every answer as a line of JSON, for reading and for comparing two states.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

from benchmarks.labelled import brief_questions, library, rows, says
from bot.answering.measure import normal
from bot.config import Settings
from bot.handlers.asking import work_out
from bot.handlers.places import place_of
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from index.engines.engine import ReadingEngine

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question got. ``right`` tells of each extract whether it holds the answer."""

    question: str
    has_answer: bool
    answered: bool
    confidence: float
    right: tuple[bool, ...]
    extracts: tuple[str, ...]
    short: str | None

    @property
    def first(self) -> bool:
        """Whether the first extract holds the answer."""
        return any(self.right[:1])


Check = Callable[[str], object]
"""What tells whether an extract holds the answer."""
Ask = Callable[[str, str, Check | None], Asked]
"""`ask` of one library."""


def ask(library: ReadingEngine, service: Service, question: str, day: str, check: Check | None) -> Asked:
    """Ask a question on a day, or on none (``""``); without a check it has no answer."""
    request = AskRequest(question, SHOWN, asked=date.fromisoformat(day) if day else None)
    answer = work_out(library, service, request).answer
    extracts = tuple(" ".join(item.text.split()) for item in answer.extracts)
    return Asked(
        question=question,
        has_answer=check is not None,
        answered=answer.answered,
        confidence=answer.confidence,
        right=tuple(check is not None and bool(check(text)) for text in extracts),
        extracts=extracts,
        short=answer.short_answer.text if answer.short_answer else None,
    )


def ask_brief(ask: Ask, lines: Iterable[str]) -> Iterator[Asked]:
    """Yield what brief questions get, each with a tab and a pattern behind it if it has an answer."""
    for line in lines:
        question, _, pattern = line.partition("\t")
        yield ask(question, "", re.compile(pattern).search if pattern else None)


def ask_quizzes(ask: Ask, path: Path) -> Iterator[Asked]:
    """Yield what the quizzes get on their days; those whose answer stands in no story have none."""
    for row in rows(path):
        check = partial(says, answers=[normal(answer) for answer in row["answers"]])
        yield ask(row["question"], row["asked"], check if row["answer_seen_in"] else None)


def line_of(name: str, asked: Sequence[Asked]) -> str:
    """Return the counts of some questions as a line of a table."""
    answerable = [item for item in asked if item.has_answer]
    answered = [item for item in answerable if item.answered]
    short = [item for item in answered if item.short]
    others = [item for item in asked if not item.has_answer]
    counts = [
        len(answerable), sum(item.first for item in answerable), sum(any(item.right) for item in answerable),
        len(answered), sum(item.first for item in answered), sum(any(item.right) for item in answered),
        len(short), sum(item.first for item in short),
        len(others), sum(item.answered for item in others), sum(bool(item.short) for item in others),
    ]  # fmt: skip
    return f"{name:24}" + "".join(f"{count:>9,}" for count in counts)


HEADS = (
    "", "with one", "first", "of three", "answered", "first", "of three", "short", "first", "without", "answered",
    "short",
)  # fmt: skip


def main() -> None:
    """Ask and print one line for each lot of questions."""
    parser = argparse.ArgumentParser(description="Ask the brief questions to news and the quizzes.")
    parser.add_argument("data", type=Path, help="folder that holds news")
    parser.add_argument("files", type=Path, nargs="*", help="files of brief questions (default: all, and the quizzes)")
    parser.add_argument("--work", type=Path, help="folder for the library (default: a new one)")
    parser.add_argument("--save", type=Path, help="file for the answers, as JSON Lines")
    arguments = parser.parse_args()
    work = arguments.work or Path(mkdtemp(prefix="cuttings-newsroom-"))
    work.mkdir(parents=True, exist_ok=True)
    with library(arguments.data, "news", work):
        settings = Settings(library=work / "news.db")
    print("".join(f"{head:>9}" if place else f"{head:24}" for place, head in enumerate(HEADS)))
    kept: list[Asked] = []
    with closing(place_of(settings).open_for_reading()) as opened:
        one = partial(ask, opened, Service(settings, readers=1))
        for name, lot in _lots(one, arguments.files, arguments.data / "news" / "questions.jsonl.gz"):
            found = list(lot)
            print(line_of(name, found), flush=True)
            kept += found
    if arguments.save:
        arguments.save.write_text("".join(json.dumps(asdict(item)) + "\n" for item in kept), encoding="utf-8")


def _lots(ask: Ask, files: Sequence[Path], quizzes: Path) -> Iterator[tuple[str, Iterator[Asked]]]:
    """Yield the name of each lot of questions with what they get: of some files, or of all there are."""
    for file in files:
        yield file.stem, ask_brief(ask, file.read_text(encoding="utf-8").splitlines())
    if not files:
        fitted_on, held_back = brief_questions()
        yield "brief, fitted on", ask_brief(ask, fitted_on)
        yield "brief, held back", ask_brief(ask, held_back)
        yield "quizzes, on their days", ask_quizzes(ask, quizzes)


if __name__ == "__main__":
    main()
