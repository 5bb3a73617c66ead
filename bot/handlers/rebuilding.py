"""`reindex --full` and `rollback`: a library made anew beside the old one, and the way back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bot.answering.score import Scored
from bot.handlers.asking import work_out
from bot.handlers.exam import QUESTIONS, SEED, Paper, ask_twice, compared, set_paper, still_asked, still_there
from bot.handlers.floors import load
from bot.handlers.labelled import LabelledRow, questions_in, read_row
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.handlers.wording import share
from bot.replies import Heading, Outcome, Reply, Text
from index.build import Rules
from index.engines.engine import ReadingEngine, WritingEngine
from index.errors import LibraryEmptyError
from index.rebuild import Judge, rebuild
from index.report import Progress, Report
from index.store.generations import roll_back as put_back

SHOWN = 3
"""How many extracts are looked at for the right answer."""


def rebuild_with(
    service: Service, *, progress: Progress, rules: Rules, exam: bool
) -> Callable[[WritingEngine], Report]:
    """Return the work of making a library anew, judged by what there is: golden questions, an examination kept.

    With ``exam`` it is examined also where no examination is kept.

    Raises
    ------
    RequestError
        The golden questions can't be read.
    """
    golden, kept = service.settings.golden, load(service.settings.library)
    judges: list[Judge] = []
    if golden:
        judges.append(partial(_golden_worse, service=service, rows=read_golden(golden)))
    if kept or exam:
        count, seed = (sum(item.answerable for item in kept.items), kept.seed) if kept else (QUESTIONS, SEED)
        judges.append(_Examiner(service, progress, count, seed, confirmed=rules.confirmed))
    return partial(rebuild, progress=progress, rules=rules, judges=judges)


def read_golden(path: Path) -> list[LabelledRow]:
    """Return the golden questions of a file.

    Raises
    ------
    RequestError
        It can't be read, or a line is no labelled question.
    """
    try:
        lines = enumerate(path.read_text(encoding="utf-8").split("\n"), start=1)
        rows = [(number, json.loads(line)) for number, line in lines if line.strip()]
    except OSError as error:
        raise RequestError(f"the golden questions {path} can't be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise RequestError(f"the golden questions {path} hold a line that is not JSON") from error
    try:
        return [read_row(item, number) for number, data in rows for item in questions_in(data)]
    except (RequestError, TypeError, ValueError, KeyError) as error:
        raise RequestError(f"the golden questions {path} hold a line that is no labelled question") from error


def _golden_worse(old: ReadingEngine, new: ReadingEngine, service: Service, rows: list[LabelledRow]) -> str | None:
    """Tell if a new library answers fewer questions rightly: one that can't be answered, by saying so."""
    before, now = (sum(_is_right(library, service, row) for row in rows) for library in (old, new))
    return f"it answers {now:,} of the golden questions, the old one {before:,}" if now < before else None


def _is_right(engine: ReadingEngine, service: Service, row: LabelledRow) -> bool:
    try:
        answer = work_out(engine, service, AskRequest(row.question, SHOWN)).answer
    except (RequestError, LibraryEmptyError):
        return not row.label.answers
    shown = " ".join(extract.text for extract in answer.extracts).casefold() if answer.answered else ""
    right = [text for text in row.label.answers if text.casefold() in shown]
    return bool(right) if row.label.answers else not answer.answered


@dataclass(frozen=True, slots=True)
class _Examiner:
    """Asks the old library and the new one what the old one's sentences make, as far as they stand in both.

    Articles may go, and texts may change, and take their questions along; if most of those of articles that are still
    there go, that is no change of texts any more, unless the reindex was ``confirmed``.
    """

    service: Service
    progress: Progress
    count: int
    seed: int
    confirmed: bool

    def __call__(self, old: ReadingEngine, new: ReadingEngine) -> str | None:
        whole = still_there(set_paper(old, self.count, self.seed), new)
        paper = still_asked(whole, new)
        if not self.confirmed and 2 * len(paper.items) < len(whole.items):
            return (
                f"only {len(paper.items):,} of the {len(whole.items):,} sentences that its examination asks about "
                "still stand in it (--confirm-removals uses it all the same)"
            )
        before, now = (self._asked(library, paper, part) for part, library in enumerate((old, new)))
        worse = [item for item in compared(now, before) if item.is_worse]
        figures = ", ".join(f"{item.name} {share(item.before)} before, {share(item.now)} now" for item in worse)
        return f"it does worse in its examination: {figures}" if worse else None

    def _asked(self, library: ReadingEngine, paper: Paper, part: int) -> list[Scored]:
        found: list[Scored] = []
        for number, (kind, row) in enumerate(paper.items, start=1):
            found += ask_twice(library, self.service, kind, row)
            self.progress("Examining", part * len(paper.items) + number, 2 * len(paper.items))
        return found


async def roll_back(service: Service) -> Reply:
    """Put the library back that was there before the last full reindex, or rollback.

    Raises
    ------
    ArticleIndexError
        There is none, or it can't be put in place.
    """
    service.check_file()
    kept = await asyncio.to_thread(put_back, service.settings.library)
    heading = Heading(f"{service.settings.library} is what it was before.")
    return Reply(Outcome.DONE, (heading, Text(f"what it was until now: {kept}; another rollback brings it back")))
