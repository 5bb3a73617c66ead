"""Patterns that are made when they are first used: to make them takes a while, and few are needed every time."""

from __future__ import annotations

import re
from typing import Any, cast


class _Later:
    """A pattern as written, with all that the pattern itself does; what was used once is as quick from then on."""

    def __init__(self, written: str, flags: re.RegexFlag) -> None:
        self.pattern, self._flags = written, flags
        self._made: re.Pattern[str] | None = None

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # of `copy` and the like
            raise AttributeError(name)
        if self._made is None:
            self._made = re.compile(self.pattern, self._flags)
        found = getattr(self._made, name)
        setattr(self, name, found)
        return found


def later(written: str, flags: re.RegexFlag = re.NOFLAG) -> re.Pattern[str]:
    """Return a pattern that is made when one of its methods is first used; functions of `re` don't take it.

    >>> later("[a-z]+").match("word 2")
    <re.Match object; span=(0, 4), match='word'>
    """
    return cast("re.Pattern[str]", _Later(written, flags))
