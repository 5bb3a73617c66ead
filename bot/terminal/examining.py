"""`cuttings exam`: set the paper, show how far it is, tell how it went, and keep it if that is wanted."""

from __future__ import annotations

import argparse
from dataclasses import replace

from bot.handlers.exam import differences, examine, told
from bot.handlers.floors import save
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Reply
from bot.terminal.comparing import run_json
from bot.terminal.progress import shown_progress


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
