"""Find the best passages in lists of postings by the compiled kernel: what `plain` does, faster."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.postings import _kernel, codec
from index.postings.candidates import Candidates, Scope, TermLists

REVISION = 2
"""Of the kernel's functions: one that was compiled before they changed is not used."""

if _kernel.FORMAT != codec.FORMAT or getattr(_kernel, "REVISION", 1) != REVISION:
    raise ImportError("the kernel was compiled for another version; install Cuttings again")


class CompiledRanker:
    """Ranks within one scope, the state of a library at a moment; keeps nothing between queries."""

    def __init__(self, scope: Scope, cache_bytes: int) -> None:
        if scope.lengths.max(initial=0) >= max(len(scope.norms), 1):
            raise ValueError("the norms do not cover every length")  # the kernel looks them up unchecked
        self._scope = scope

    def candidates(
        self, terms: Sequence[TermLists], limit: int, allowed: NDArray[np.uint8] | None = None
    ) -> Candidates:
        """Return every passage that can be among the ``limit`` best; see `Candidates`."""
        scope = self._scope
        return _kernel.candidates(tuple(terms), scope.lengths, scope.norms, scope.table, scope.k1, limit, allowed)
