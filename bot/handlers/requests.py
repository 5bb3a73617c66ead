"""What people ask for, checked where it enters."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.phrases import say
from index.models import ANY, Filters

MAX_EXTRACTS = 10
MAX_QUESTION_LENGTH = 1_000
"""Longest question, in code points."""


class RequestError(Exception):
    """A request that can't be met as it is; its text is one sentence that says what to do.

    ``markdown`` is a line of ours below it, in Discord's Markdown, ``""`` for none.
    """

    def __init__(self, sentence: str, markdown: str = "") -> None:
        super().__init__(sentence)
        self.sentence, self.markdown = sentence, markdown


@dataclass(frozen=True, slots=True)
class AskRequest:
    """A question or, for `search`, words; ``count`` is how many extracts or passages at most.

    ``asked`` is the day the question belongs to: fresh articles come first then. Without it the same question gets the
    same answer on any day, but for "last week" and the like, which are counted from ``today``.
    """

    text: str
    count: int = 3
    filters: Filters = ANY
    asked: date | None = None
    today: date | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise RequestError(say("the question is empty; ask something, for example: when did Kim visit Russia?"))
        if len(self.text) > MAX_QUESTION_LENGTH:
            raise RequestError(
                say(
                    "the question has {length:,} characters; ask in at most {most:,}",
                    length=len(self.text),
                    most=MAX_QUESTION_LENGTH,
                )
            )
        if not 1 <= self.count <= MAX_EXTRACTS:
            raise RequestError(f"{self.count} extracts can't be shown; ask for 1 to {MAX_EXTRACTS} with -k")
        if self.filters.since and self.filters.until and self.filters.since > self.filters.until:
            raise RequestError(say("--since is later than --until, so no article can match; swap them"))


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """Sources to read, by path, link or name; for `reindex` none means all known ones.

    ``confirmed`` removes what is missing, however much it is; ``exam`` examines a library made anew before it is used.
    """

    sources: tuple[Path | str, ...]
    full: bool = False
    confirmed: bool = False
    exam: bool = False

    def __post_init__(self) -> None:
        if self.exam and (self.sources or not self.full):
            raise RequestError(
                "--exam goes with --full and no SOURCE: only a library made anew can be examined before it is used"
            )
        for source in self.sources:
            name = os.fsencode(source).decode(errors="replace")
            if name != str(source):
                raise RequestError(f"the name of {name} is not UTF-8, so it can't be remembered; rename it")
