"""`cuttings eval`: read the file of labelled questions, show how far it is, write the figures."""

from __future__ import annotations

import argparse
import gzip
import json
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.answering.score import Scored
from bot.handlers.evaluate import evaluate
from bot.handlers.labelled import LabelledRow, questions_in, read_row
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Reply, Text
from bot.terminal.comparing import (
    check_folder,
    check_plot,
    differences,
    draw_plot,
    read_run,
    run_json,
    save_run,
    scored_facts,
    with_comparison,
)
from bot.terminal.files import unreadable
from bot.terminal.progress import shown_progress

SHARES = "Shares of the questions, as --save keeps and --compare compares them:"


def read_labelled(path: Path) -> list[LabelledRow]:
    """Return the labelled questions of a JSONL file, gzipped or not.

    Raises
    ------
    RequestError
        The file can't be read, or a line is no labelled question.
    """
    rows: list[LabelledRow] = []
    for number, data in _read_objects(path, "labelled question"):
        try:
            found = list(questions_in(data))
        except (KeyError, TypeError, ValueError) as error:
            raise RequestError(f"line {number} is no whole file of SQuAD") from error
        rows.extend(read_row(item, number) for item in found)
    return rows


def read_paragraphs(path: Path) -> dict[str, str]:
    """Return id -> text of the paragraphs of a JSONL file, gzipped or not.

    Raises
    ------
    RequestError
        The file can't be read, or a line is no paragraph.
    """
    paragraphs: dict[str, str] = {}
    for number, data in _read_objects(path, "paragraph"):
        if not isinstance(data.get("id"), str) or not isinstance(data.get("text"), str):
            raise RequestError(f'line {number} is no paragraph: it needs "id" and "text"')
        paragraphs[data["id"]] = data["text"]
    return paragraphs


def _read_objects(path: Path, what: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the number and the object of each line; ``what`` names what a line should be."""
    try:
        raw = path.read_bytes()
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        raise unreadable(path, error) from error
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise RequestError(f"line {number} is not JSON") from error
        if not isinstance(data, dict):
            raise RequestError(f"line {number} is no {what}")
        yield number, data


async def run_evaluation(service: Service, options: argparse.Namespace) -> Reply:
    """Evaluate every n-th question of a file, with others that the library can't answer if there are any."""
    kept = read_run(options.compare) if options.compare else []
    if options.plot:
        check_plot(options.plot)
    if options.save:
        check_folder(options.save)
    every = max(options.every, 1)
    rows = read_labelled(options.file)[::every]
    if not rows:
        raise RequestError(f"{options.file} holds no labelled question")
    if options.paragraphs:
        texts = read_paragraphs(options.paragraphs)
        rows = [replace(row, paragraph=texts.get(row.passage_id or "")) for row in rows]
    if options.hide:
        rows += [row.with_hidden_articles() for row in rows if row.label.answers and row.label.articles]
    if options.strangers:
        rows += [row.as_stranger() for row in read_labelled(options.strangers)[::every]]
    scored: list[Scored] = []
    with shown_progress() as progress:
        reply = await evaluate(service, rows, lambda done: progress("asked", done, len(rows)), scored)
    return _finished(reply, scored, kept, options)


def _finished(reply: Reply, scored: list[Scored], kept: list[Scored], options: argparse.Namespace) -> Reply:
    """Return the reply with what the options ask for besides: a comparison, a picture, a run kept."""
    if scored:
        reply = replace(reply, blocks=(*reply.blocks, Text(SHARES, quiet=True), scored_facts(scored)))
    found = differences(scored, kept, options.compare) if options.compare else []
    if found:
        reply = with_comparison(reply, found, options.compare)
    if options.plot:
        reply = replace(reply, blocks=(*reply.blocks, draw_plot(scored, options.plot)))
    if options.save:
        save_run(scored, options.save)
    if options.json:
        print(run_json(scored, whole=False, found=found))
        reply = replace(reply, blocks=())
    return reply
