"""The id of what is being worked on, which every line of the log about it carries."""

from __future__ import annotations

from contextvars import ContextVar

_trace: ContextVar[str] = ContextVar("trace", default="")


def begin(name: object) -> None:
    """Give what goes on in this task from now on, and in what it begins, a name."""
    _trace.set(str(name))


def current() -> str:
    """Return the name of what is being worked on, ``""`` if it has none."""
    return _trace.get()
