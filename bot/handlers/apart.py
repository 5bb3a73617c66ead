"""Runs over sources in a process of their own, which gives way to the one that answers questions.

In a thread of the bot a run would take the interpreter's turns from the questions, each of which has many small steps
that wait for their next turn.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Coroutine
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from bot.config import Settings
from bot.handlers.requests import BuildRequest
from bot.handlers.service import Service, WriteStoppedError
from index.errors import WorkerLostError
from index.report import Progress, Report
from index.starting import interrupts_held

NICENESS = 10
"""How much the process gives way, 0 to 19."""
LOOK_S = 0.2
"""How often it is looked whether the run is to stop."""
STOP_S = 10.0
"""How long a run that is to stop may take to end; then it is ended."""
Work = Callable[[Service, BuildRequest, Progress], Coroutine[Any, Any, Report]]
"""A function of a module that makes a run."""

_DONE, _FAILED, _PROGRESS, _LOG = "done", "failed", "progress", "log"


def run_apart(settings: Settings, work: Work, request: BuildRequest, progress: Progress) -> Report:
    """Make a run in a process of its own, and wait for its end; it is ended if ``progress`` raises.

    Raises
    ------
    WorkerLostError
        The process was ended from outside. Besides, whatever the run itself raises.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, settings, work, request), name="cuttings-run")
    with interrupts_held():
        process.start()
    theirs.close()
    try:
        with ours:
            return _followed(ours, progress)
    finally:
        _end(process)


def _followed(line: Connection, progress: Progress) -> Report:
    said: tuple[str, int, int | None] = ("Reading", 0, None)
    try:
        while True:
            if not line.poll(LOOK_S):
                progress(*said)
                continue
            kind, value = line.recv()
            if kind == _DONE:
                found: Report = value
                return found
            if kind == _FAILED:
                raise _error(*value)
            if kind == _LOG:
                name, level, text = value
                logging.getLogger(name).log(level, "%s", text)
            else:
                said = value
                progress(*said)
    except EOFError as error:
        raise WorkerLostError from error


def _end(process: BaseProcess) -> None:
    """Wait for a process whose line was closed, which tells it to stop; one that does not is ended."""
    process.join(STOP_S)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


def _error(kind: type[Exception], words: tuple[Any, ...], fields: dict[str, Any]) -> Exception:
    """Return an error as it was raised; ours make their words of other arguments than they keep."""
    made = kind.__new__(kind)
    made.args = words
    made.__dict__.update(fields)
    return made


# -- in the other process --------------------------------------------------------------------------------------------


class _Forwarding(logging.Handler):
    """Hands what is logged over to the process that has the log."""

    def __init__(self, line: Connection) -> None:
        super().__init__(logging.INFO)
        self._line = line
        self.setFormatter(logging.Formatter())

    def emit(self, record: logging.LogRecord) -> None:
        """Send a record, with its traceback."""
        _send(self._line, (_LOG, (record.name, record.levelno, self.format(record))))


def _send(line: Connection, message: tuple[str, Any]) -> None:
    try:
        line.send(message)
    except OSError as error:
        raise WriteStoppedError from error  # nobody waits for this run any more


def _serve(line: Connection, settings: Settings, work: Work, request: BuildRequest) -> None:
    """Make the run, and tell what comes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the bot decides what is stopped
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    handler = _Forwarding(line)
    logging.getLogger().addHandler(handler)

    def progress(what: str, done: int, total: int | None) -> None:
        if line.poll():
            raise WriteStoppedError  # nothing is ever sent: the other side has gone
        _send(line, (_PROGRESS, (what, done, total)))

    service = Service(settings, readers=1)
    try:
        _send(line, (_DONE, asyncio.run(work(service, request, progress))))
    except WriteStoppedError:
        return
    except Exception as error:  # noqa: BLE001 - raised anew where somebody can do something about it
        _send(line, (_FAILED, (type(error), error.args, error.__dict__)))
    finally:
        logging.getLogger().removeHandler(handler)
        service.close()
