"""What goes through a text word by word in C; ``None`` where there was no compiler, and Python does the same."""

from __future__ import annotations

REVISION = 5
"""Of the module's functions: one that was compiled before they changed is not used."""

try:
    from index.text import _words as words
except ImportError:  # there was no C compiler when Cuttings was installed
    words = None  # type: ignore[assignment]
else:
    if getattr(words, "REVISION", 1) != REVISION:
        words = None  # type: ignore[assignment]

__all__ = ["words"]
