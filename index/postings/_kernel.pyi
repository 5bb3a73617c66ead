import numpy as np
from numpy.typing import NDArray

from index.postings.candidates import TermLists

FORMAT: int
REVISION: int

def candidates(
    terms: tuple[TermLists, ...],
    lengths: NDArray[np.uint16],
    norms: NDArray[np.float64],
    table: NDArray[np.float64],
    k1: float,
    limit: int,
    allowed: NDArray[np.uint8] | None,
) -> list[tuple[int, dict[str, int]]]: ...
