"""Move a library to another engine: put what differs, take out what is gone, and ask both sides the same."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from index.engines.engine import ReadingEngine, WritingEngine
from index.models import Query
from index.report import Progress
from index.store import PreparedArticle
from index.store.stored import group_of
from index.text.language import DEFAULT_LANGUAGE
from index.text.tokens import tokenize

BATCH_ARTICLES = 500
"""How many articles are put at a time; what was put stays when a move is ended from outside."""
SAMPLE = 50
"""How many questions both sides are asked."""
ALIKE = 1e-5
"""How far apart the scores of one passage may be."""


@dataclass(slots=True)
class Moved:
    """What a move did, in articles, and what was found when both sides were compared."""

    put: int = 0
    unchanged: int = 0
    removed: int = 0
    refused: list[str] = field(default_factory=list)
    asked: int = 0
    faults: list[str] = field(default_factory=list)


def move(source: ReadingEngine, target: WritingEngine, progress: Progress, *, version: int) -> Moved:
    """Make the target hold what the source holds, and return what was done.

    Doing it again goes on where the last one ended, and later puts only what has changed since.

    Raises
    ------
    ArticleIndexError
        What was put stays.
    """
    moved = Moved()
    known = dict(target.states())
    batch: list[PreparedArticle] = []
    for item in source.stored():
        if known.pop(item.article.id, None) == item.state:
            moved.unchanged += 1
        else:
            batch.append(item)
        if len(batch) == BATCH_ARTICLES:
            _put(source, target, batch, moved, version)
            batch = []
        progress("Moving", moved.put + moved.unchanged, None)
    _put(source, target, batch, moved, version)
    gone = sorted(known)
    if gone:
        target.remove(gone, version=version)
        moved.removed = len(gone)
    _take_notes(source, target)
    _compare(source, target, moved)
    return moved


def _put(
    source: ReadingEngine, target: WritingEngine, batch: Sequence[PreparedArticle], moved: Moved, version: int
) -> None:
    if not batch:
        return
    moved.refused += target.put([group_of(batch)], version=version)
    moved.put += len(batch)
    for item in batch:
        if earlier := source.revisions_of(item.article.id):
            target.keep_revisions(item.article.id, earlier)


def _take_notes(source: ReadingEngine, target: WritingEngine) -> None:
    """Take over where the articles are from, so that a reindex goes on there; what the target alone knows stays."""
    there = {item.source.address: item for item in target.known_sources()}
    repeated = source.repeated_lines()
    for item in source.known_sources():
        address = item.source.address
        if replace(item, articles=0) == replace(there.get(address, item), articles=0) and address in there:
            continue
        target.note_source(address, item.added_at)
        target.describe_source(item.source)
        target.note_run(address, source.failures_of(address), repeated)
        target.note_fetches(address, list(source.fetch_records(address).values()))
        target.note_page_failures(address, dict(source.page_failures(address)))
        if item.last_run:
            target.note_outcome(address, item.last_run, item.last_counts, item.last_error)
    target.note_removals(source.removals())
    known = target.edits()
    for article_id, fields in source.edits().items():
        if known.get(article_id) != fields:
            target.note_edit(article_id, fields)


def _compare(source: ReadingEngine, target: ReadingEngine, moved: Moved) -> None:
    """Count on both sides, and ask both for the titles of some articles."""
    here, there = source.overview(), target.overview()
    for what, ours, theirs in (
        ("articles", here.articles, there.articles),
        ("passages", here.passages, there.passages),
    ):
        if ours != theirs:
            moved.faults.append(f"{ours:,} {what} were to be moved, and {theirs:,} are there")
    step = max(1, here.articles // SAMPLE)
    for listed in islice(source.listed(), 0, step * SAMPLE, step):
        query = Query(tuple(sorted(set(tokenize(listed.title, DEFAULT_LANGUAGE)))))
        moved.asked += 1
        if not _answer_alike(source, target, query):
            moved.faults.append(f'"{listed.title}" finds other passages there')


def _answer_alike(source: ReadingEngine, target: ReadingEngine, query: Query) -> bool:
    ours, theirs = source.search(query).hits, target.search(query).hits
    return len(ours) == len(theirs) and all(
        a.passage.article == b.passage.article
        and (a.passage.start, a.passage.end) == (b.passage.start, b.passage.end)
        and math.isclose(a.score, b.score, abs_tol=ALIKE)
        for a, b in zip(ours, theirs, strict=True)
    )
