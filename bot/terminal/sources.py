"""`cuttings sources`: where the articles come from."""

from __future__ import annotations

import argparse
import json

from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.handlers.sources import all_sources, forget, list_sources, source_rows
from bot.replies import Reply


async def run_sources(service: Service, options: argparse.Namespace) -> Reply | str:
    """Return what to show: a reply, or JSON."""
    if options.forget is not None:
        if options.json:
            raise RequestError("--forget and --json can't be used at once; leave one of them out")
        return await forget(service, options.forget)
    if options.json:
        return json.dumps(source_rows(await all_sources(service)), ensure_ascii=False)
    return await list_sources(service)
