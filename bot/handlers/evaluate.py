"""`eval`: labelled questions answered from the library, and how well that went."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial

from bot.answering.given import rank_given, read_given
from bot.answering.matching.features import GROUPS
from bot.answering.measure import Label, Tally, average_precision, compare, judge, rank_passages
from bot.answering.questions.question import Question, read_question
from bot.answering.score import Scored
from bot.handlers.asking import work_out
from bot.handlers.labelled import LabelledRow
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Facts, Outcome, Reply
from index.engines.engine import ReadingEngine
from index.rank import Statistics
from index.text.tokens import tokenize

SHOWN = 3
"""How many extracts are judged, at most."""


async def evaluate(
    service: Service, rows: Sequence[LabelledRow], progress: Callable[[int], None], scored: list[Scored] | None = None
) -> Reply:
    """Answer every question, and reply with the figures; ``scored`` gets how each question to the library went."""
    started = time.perf_counter()
    tally = Tally()
    ranked = [(row.question, row.candidates) for row in rows if row.candidates is not None]
    asked = [row for row in rows if row.candidates is None]
    df = Counter(term for _, found in ranked for text, _ in found for term in set(tokenize(text, "en")))
    for question, candidates in ranked:
        if len({right for _, right in candidates}) == 2:
            tally.precisions.append(_rank(question, candidates, df))
    took: list[float] = []
    for number, row in enumerate(asked):
        took.append(await service.read(partial(_judge, service=service, row=row, tally=tally, with_floor=True)))
        if scored is not None:
            scored.append(_scored(row, tally, took[-1]))
        progress(number + 1)
    facts = tally.rows()
    took = sorted(filter(None, took))
    if took:
        facts.append(("time of an answer, p50 / p99", f"{_share_of(took, 0.5):.1f} / {_share_of(took, 0.99):.1f} ms"))
    return Reply(Outcome.DONE, (Facts(tuple(facts)),), None, (time.perf_counter() - started) * 1000)


def _share_of(values: Sequence[float], share: float) -> float:
    return values[min(int(share * len(values)), len(values) - 1)]


def _rank(text: str, candidates: Sequence[tuple[str, bool]], df: Counter[str]) -> tuple[float, float]:
    question = read_question(text, ["en"])
    order = rank_given(question, [sentence for sentence, _ in candidates], df, max(df.values()))
    return average_precision([candidates[place][1] for place in order])


def score_row(library: ReadingEngine, service: Service, row: LabelledRow) -> Scored:
    """Answer a question, whatever floor of confidence the library has, and return how it went."""
    tally = Tally()
    return _scored(row, tally, _judge(library, service, row, tally, with_floor=False))


def _scored(row: LabelledRow, tally: Tally, took_ms: float) -> Scored:
    """Return how the last question of a tally went; one in which there was nothing to look for was refused."""
    if not took_ms:
        return Scored(row.question, "other", bool(row.label.answers), False, 0.0, None, None, None, False, 0.0)
    item = tally.judgements[-1]
    return Scored(
        row.question, item.kind, item.answerable, item.answered, item.confidence, item.passage, item.extract,
        item.short, item.exact, round(took_ms, 2),
    )  # fmt: skip


def _judge(library: ReadingEngine, service: Service, row: LabelledRow, tally: Tally, *, with_floor: bool) -> float:
    """Answer a question, add how it went to the tally, and return how many milliseconds the answer took.

    Nothing is added, and 0 returned, where a question holds nothing to look for.
    """
    started = time.perf_counter()
    try:
        request = AskRequest(row.question, SHOWN, asked=row.asked)
        floor = service.floor.value() if with_floor else 0.0
        worked = work_out(library, service, request, hidden=row.hidden, floor=floor)
    except RequestError:  # empty, too long, or without a word to look for
        return 0.0
    answer = worked.answer
    took_ms = (time.perf_counter() - started) * 1000
    ranked = rank_passages(worked.found.hits, worked.decision.candidates)
    tally.judgements.append(judge(worked.question, worked.found.hits, ranked, answer, row.label))
    if row.paragraph is not None and worked.question.kind in GROUPS and row.label.answers:
        tally.given.append(_read(worked.question, row.paragraph, worked.found.statistics, row.label))
    return took_ms


def _read(question: Question, paragraph: str, statistics: Statistics, label: Label) -> tuple[str, float, bool]:
    """Return the kind, F1 and exactness of the short answer read from the paragraph that holds it."""
    reading = read_given(question, paragraph, statistics)
    text = paragraph[reading.span.start : reading.span.end] if reading else ""
    return question.kind.value, *compare(text, label.answers)
