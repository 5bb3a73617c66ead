"""Read what strangers made in a process of its own, which may take only so long and so much memory.

Parsers of pages and documents are large, and some input keeps any of them busy for minutes or fills the memory: a tag
with 100,000 attributes takes the HTML parser two minutes.
"""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import ParamSpec, TypeVar, cast

from index.starting import interrupts_held

P = ParamSpec("P")
T = TypeVar("T")

PAGE_S = 20.0
"""The longest a page or feed may take; the slowest of 335 real ones took a second."""
DOCUMENT_S = 90.0
"""The longest a document may take: a PDF of a thousand pages."""
ARCHIVE_S = 600.0
"""The longest an archive of many files may take."""
MEMORY_BYTES = 2 * 1024**3
START_S = 60.0
"""The longest the process may take to start, on a busy machine."""


class UnreadableError(ValueError):
    """Something can't be read; its text is a plain reason without a full stop."""


class SandboxError(UnreadableError):
    """The work in the other process was not done."""


class Sandbox:
    """A process that is started when it is first needed, and anew after it had to be ended; one thing at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: multiprocessing.process.BaseProcess | None = None
        self._line: Connection | None = None
        self._is_stopped = False

    def run(self, seconds: float, work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
        """Return what a function of a module makes of its arguments.

        Raises
        ------
        SandboxError
            It took longer than ``seconds``, or failed, or the process died.
        """
        with self._lock:
            if self._is_stopped:
                raise SandboxError("was not asked for, as the run was stopped")
            line = self._started()
            try:
                line.send((work, arguments, named))
                if not line.poll(seconds):
                    raise SandboxError(f"takes longer than {seconds:.0f} seconds to read")
                done, result = line.recv()
            except (EOFError, OSError) as error:
                self._end()
                raise SandboxError("can't be read; the process that tried was ended") from error
            except SandboxError:
                self._end()
                raise
        if not done:
            raise SandboxError(str(result))
        return cast(T, result)

    def _started(self) -> Connection:
        if self._process is not None and self._process.is_alive() and self._line is not None:
            return self._line
        self._end()
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs,), name="cuttings-reader", daemon=True)
        with interrupts_held():
            process.start()
        self._process = process
        theirs.close()
        if not self._line.poll(START_S):
            self._end()
            raise SandboxError("can't be read; no process could be started for it")
        self._line.recv()
        return self._line

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        if self._line is not None:
            self._line.close()
        self._process = self._line = None

    def stop(self) -> None:
        """Read nothing any more; what is being read is broken off."""
        self._is_stopped = True
        process = self._process
        if process is not None:
            with suppress(ValueError):  # ended and closed meanwhile
                process.kill()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()


def _serve(line: Connection) -> None:
    """Do what is asked for until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit_memory()
    line.send("ready")
    while True:
        try:
            work, arguments, named = line.recv()
        except (EOFError, OSError):
            return
        line.send(_outcome(work, arguments, named))


def _outcome(
    work: Callable[..., object], arguments: tuple[object, ...], named: dict[str, object]
) -> tuple[bool, object]:
    try:
        return True, work(*arguments, **named)
    except UnreadableError as error:
        return False, str(error)
    except MemoryError:
        return False, "needs too much memory to read"
    except RecursionError:
        return False, "is nested too deep"
    except Exception as error:  # noqa: BLE001 - whatever a parser meets, only this piece fails
        return False, f"can't be read ({type(error).__name__})"


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows, where only the time is bounded
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
