"""Patterns that are made when they are first used: to make them takes a while, and few are needed every time."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """A pattern as written, which does what the pattern itself does; what was used once is as quick from then on."""

    def __init__(self, written: str, flags: re.RegexFlag) -> None:
        self._written, self._flags = written, flags
        self._made: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = re.compile(self._written, self._flags)
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found


def later(written: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a pattern that is made when it is first asked for anything.

    >>> later("[a-z]+").match("word 2")
    <re.Match object; span=(0, 4), match='word'>
    """
    return cast("re.Pattern[str]", _Later(written, flags))
