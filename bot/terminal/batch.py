"""`cuttings ask --batch`: one question a line in, one answer a line out, in order, in one process."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any, TextIO

from bot.handlers.ask import ask, explain_answer
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.terminal.as_json import answer_json
from bot.terminal.options import ask_request


async def run_batch(service: Service, options: argparse.Namespace, out: TextIO) -> int:
    """Answer every line of a file; a line that can't be answered becomes a row of status "error".

    Returns
    -------
    int
        0, or 2 if any line was an error.

    Raises
    ------
    RequestError
        The file can't be read, or the options hold for no line.
    """
    ask_request(options, service.settings, "a question of the file")
    handler = explain_answer if options.explain else ask
    failed = False
    try:
        file = options.batch.open("rb")
    except OSError as error:
        raise RequestError(f"{options.batch} can't be read: {error.strerror}") from error
    with file:
        for number, line in enumerate(file, start=1):
            if not line.strip():
                continue
            row_id: object = None
            try:
                row = _parse(line)
                row_id = row.get("id")
                request = _request(row, ask_request(options, service.settings, _text(row, "question")))
                out.write(answer_json(await handler(service, request), row_id) + "\n")
            except RequestError as error:
                failed = True
                data = {"id": row_id, "status": "error", "error": f"line {number}: {error}"}
                out.write(json.dumps(data, ensure_ascii=False) + "\n")
    return 2 if failed else 0


def _parse(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise RequestError("is not JSON") from error
    if not isinstance(row, dict) or row.get("question") is None:
        raise RequestError('lacks "question"')
    return row


def _request(row: dict[str, Any], default: AskRequest) -> AskRequest:
    """Return the request of a row; its own filters and k come before the command's."""
    count = row.get("k")
    if count is not None and type(count) is not int:
        raise RequestError('"k" is not a whole number')
    given: dict[str, Any] = {
        "since": _date(row, "since"),
        "until": _date(row, "until"),
        **{name: _text(row, name) for name in ("publisher", "author", "tag", "language")},
        "article_id": _text(row, "article"),
    }
    filters = replace(default.filters, **{name: value for name, value in given.items() if value})
    asked = _date(row, "asked")
    return replace(default, count=default.count if count is None else count, filters=filters, asked=asked)


def _text(row: dict[str, Any], key: str) -> str:
    """Return a string of a row, ``""`` if it isn't there, with "?" for lone surrogates, which UTF-8 can't hold."""
    value = row.get(key)
    if value is not None and not isinstance(value, str):
        raise RequestError(f'"{key}" is not a string')
    return (value or "").encode(errors="replace").decode()


def _date(row: dict[str, Any], key: str) -> date | None:
    value = row.get(key)
    try:
        return None if value is None else datetime.fromisoformat(value).date()
    except (TypeError, ValueError) as error:
        raise RequestError(f'"{key}" is not a date such as 2024-06-19') from error
