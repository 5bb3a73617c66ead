"""Take out of a text what a terminal would obey."""

from __future__ import annotations

import re

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Return text without what a terminal obeys: control characters and changes of direction; line breaks stay."""
    return _UNSAFE.sub(" ", text)
