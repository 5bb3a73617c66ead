"""`reindex --full` and `rollback`: a library made anew beside the old one, and the way back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.handlers.asking import work_out
from bot.handlers.evaluate import LabelledRow, read_row
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Heading, Outcome, Reply, Text
from index.build import Rules
from index.engines.engine import ReadingEngine, WritingEngine
from index.errors import LibraryEmptyError
from index.rebuild import rebuild
from index.report import Progress, Report
from index.store.generations import roll_back as put_back

SHOWN = 3
"""How many extracts are looked at for the right answer."""


def rebuild_with(service: Service, *, progress: Progress, rules: Rules) -> Callable[[WritingEngine], Report]:
    """Return the work of making a library anew, judged by the golden questions if there are any.

    Raises
    ------
    RequestError
        The golden questions can't be read.
    """
    golden = service.settings.golden
    judge = partial(_answered, service=service, rows=_rows(golden)) if golden else None
    return partial(rebuild, progress=progress, rules=rules, judge=judge)


def _rows(path: Path) -> list[LabelledRow]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        return [read_row(json.loads(line), number) for number, line in enumerate(lines, start=1) if line.strip()]
    except OSError as error:
        raise RequestError(f"{path} can't be read ({error.strerror})") from error
    except ValueError as error:
        raise RequestError(f"{path} holds a line that is no labelled question") from error


def _answered(library: ReadingEngine, service: Service, rows: list[LabelledRow]) -> int:
    """Return how many questions are answered rightly: one that can't be answered, by saying so."""
    return sum(_is_right(library, service, row) for row in rows)


def _is_right(engine: ReadingEngine, service: Service, row: LabelledRow) -> bool:
    try:
        answer = work_out(engine, service, AskRequest(row.question, SHOWN)).answer
    except (RequestError, LibraryEmptyError):
        return not row.label.answers
    shown = " ".join(extract.text for extract in answer.extracts).casefold() if answer.answered else ""
    right = [text for text in row.label.answers if text.casefold() in shown]
    return bool(right) if row.label.answers else not answer.answered


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
