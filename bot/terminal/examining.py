"""`cuttings exam`: set the paper, show how far it is, tell how it went, and keep it if that is wanted."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot.handlers.exam import compared, difference_facts, differences, examine, told
from bot.handlers.floors import Examined, save
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Heading, Outcome, Reply, Text
from bot.terminal.comparing import run_json
from bot.terminal.progress import shown_progress
from index.store import Library

QUESTIONS, SEED = 300, 1
"""Of an examination that guards a reindex, as of one that says nothing else."""


async def guarded(service: Service, work: Callable[[], Awaitable[int]]) -> tuple[int, Reply]:
    """Examine a library before and after some work on it; return the work's exit code, and how the library does now.

    The library as it was is copied first; the copy stays only if it does worse.

    Raises
    ------
    RequestError, ArticleIndexError
    """
    service.check_file()
    library = service.settings.library
    kept = library.with_name(f"{library.name}.before-reindex")
    before = await _examined(service)
    await service.read_file(partial(Library.copy, target=kept))
    code = await work()
    found = compared((await _examined(service)).items, before.items)
    worse = [item.name for item in found if item.is_worse]
    if not worse:
        await asyncio.to_thread(kept.unlink)
        return code, Reply(Outcome.DONE, (Text("The library does no worse than before."),))
    said = Heading(f"The library does worse than before: {', '.join(worse)}.")
    way_back = Text(f"As it was it is in {kept}; to go back, put that file in the place of {library}.")
    return code, Reply(Outcome.NOTHING, (difference_facts(found), said, way_back))


async def _examined(service: Service) -> Examined:
    with shown_progress() as progress:
        return await examine(service, QUESTIONS, SEED, lambda done, total: progress("asked", done, total))


async def run_exam(service: Service, options: argparse.Namespace) -> Reply:
    """Examine a library; the outcome is "nothing" where it did worse than when its examination was kept.

    Raises
    ------
    RequestError, ArticleIndexError
    """
    with shown_progress() as progress:
        examined = await examine(
            service, options.questions, options.seed, lambda done, total: progress("asked", done, total)
        )
    found = differences(service, examined)
    if options.keep:
        try:
            save(service.settings.library, examined)
        except OSError as error:
            raise RequestError(f"the examination can't be kept: {error.strerror}") from error
    reply = told(examined, found, kept=options.keep)
    if options.json:
        print(run_json(examined.items, whole=False))
        return replace(reply, blocks=())
    return reply
