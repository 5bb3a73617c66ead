"""A stretch of text that has the type a question asks for."""

from __future__ import annotations

from typing import NamedTuple, Self

STATED, RECKONED, UNRECKONED = 1.0, 0.8, 0.6
"""How sure a date is: as written, reckoned from the date of publication, or not to be reckoned without one."""


class TypedSpan(NamedTuple):
    """A possible short answer: offsets in the text it was found in, its normalised value, and how sure its type is.

    ``value`` is empty for a relative date in an article without a date. ``strength`` is 0 to 1. ``relative`` tells
    that a date was reckoned from the date of publication. ``form`` says by what a name was taken for what it is (empty
    for figures and dates), ``part`` that it stands in a list, so that alone it is half an answer.
    """

    start: int
    end: int
    value: str
    strength: float
    relative: bool = False
    form: str = ""
    part: bool = False

    def shifted(self, by: int) -> Self:
        """Return the span with offsets higher by so many code points."""
        return self._replace(start=self.start + by, end=self.end + by)
