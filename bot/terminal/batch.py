"""`cuttings ask --batch`: one question a line in, one answer a line out, in order, in one process."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any, TextIO

from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.terminal.as_json import answer_json
from index.models import Filters


async def run_batch(service: Service, options: argparse.Namespace, out: TextIO) -> int:
    """Answer every line of a file; a line that can't be answered becomes a row of status "error".

    Returns
    -------
    int
        0, or 2 if any line was an error.
    """
    failed = False
    try:
        file = options.batch.open(encoding="utf-8")
    except OSError as error:
        raise RequestError(f"{options.batch} can't be read: {error.strerror}") from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            row_id: object = None
            try:
                row = _parse(line, number)
                row_id = row.get("id")
                reply = await ask(service, _request(row, options, service, number))
                if reply.answer:
                    out.write(answer_json(reply.answer, reply.took_ms, row_id) + "\n")
            except RequestError as error:
                failed = True
                data = {"id": row_id, "status": "error", "error": str(error)}
                out.write(json.dumps(data, ensure_ascii=False) + "\n")
    return 2 if failed else 0


def _parse(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as error:
        raise RequestError(f"line {number} is not JSON") from error
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        raise RequestError(f'line {number} lacks "question"')
    return row


def _request(row: dict[str, Any], options: argparse.Namespace, service: Service, number: int) -> AskRequest:
    """Make a request of a row; its own since, until, publisher and k come before the command's."""
    count = row.get("k") or options.count or service.settings.extracts
    try:
        since, until = (
            date.fromisoformat(row[name]) if row.get(name) else getattr(options, name) for name in ("since", "until")
        )
        asked = date.fromisoformat(row["asked"][:10]) if row.get("asked") else None
        filters = Filters(since, until, row.get("publisher") or options.publisher)
        return AskRequest(row["question"], int(count), filters, asked)
    except (TypeError, ValueError) as error:
        raise RequestError(f"line {number}: {error}") from error
