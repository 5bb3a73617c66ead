"""What a command's options ask for."""

from __future__ import annotations

import argparse
from datetime import datetime

from bot.config import Settings
from bot.handlers.requests import AskRequest
from index.models import Filters


def ask_request(options: argparse.Namespace, settings: Settings, text: str) -> AskRequest:
    """Return the request that the options of `ask` or `search` make of a question or of words."""
    filters = Filters(
        options.since,
        options.until,
        options.publisher,
        options.author,
        options.tag,
        options.language,
        options.article,
    )
    count = settings.extracts if options.count is None else options.count
    return AskRequest(text, count, filters, today=datetime.now().astimezone().date())
