"""`move`: a library from a file into a cluster, or back."""

from __future__ import annotations

import time
from contextlib import closing
from functools import partial

from bot.config import OPENSEARCH, SQLITE
from bot.handlers.places import place_of
from bot.handlers.service import Service
from bot.replies import Block, Heading, Outcome, Reply, Text
from index.engines.engine import Place
from index.moving import Moved, move
from index.report import Progress

SHOWN_FAULTS = 10


async def move_library(service: Service, engine: str, progress: Progress) -> Reply:
    """Make the library of an engine hold what that of the other one holds; tell what was done, and what differs."""
    other = SQLITE if engine == OPENSEARCH else OPENSEARCH
    source, target = place_of(service.settings, other), place_of(service.settings, engine)
    moved = await service.run_writing(partial(_move, source, target, service.stoppable(progress)))
    return _reply(engine, moved)


def _move(source: Place, target: Place, progress: Progress) -> Moved:
    with closing(source.open_for_reading()) as old, closing(target.open_for_writing()) as new:
        return move(old, new, progress, version=time.time_ns() // 1_000_000)


def _reply(engine: str, moved: Moved) -> Reply:
    counts = ((moved.put, "put"), (moved.unchanged, "unchanged"), (moved.removed, "removed"))
    done = ", ".join(f"{count:,} {name}" for count, name in counts if count or name == "put")
    blocks: list[Block] = [Heading(f"Moved to {engine}: {done}")]
    blocks += [
        Text(f"refused, as a later version is there: {article_id}") for article_id in moved.refused[:SHOWN_FAULTS]
    ]
    blocks += [Text(f"failed: {fault}") for fault in moved.faults[:SHOWN_FAULTS]]
    if moved.faults:
        blocks.append(Text("The two libraries differ; run the same command again when nobody changes either."))
        return Reply(Outcome.FAILED, tuple(blocks))
    blocks.append(Text(f"{moved.asked} questions are answered alike on both sides."))
    return Reply(Outcome.DONE, tuple(blocks))
