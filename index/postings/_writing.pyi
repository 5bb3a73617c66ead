import numpy as np
from numpy.typing import NDArray

FORMAT: int

def encode(
    lists: NDArray[np.int64], places: NDArray[np.int64], tfs: NDArray[np.int64], list_count: int, width: int
) -> tuple[bytes, bytes]: ...
def decode(
    buffer: NDArray[np.uint8], starts: NDArray[np.int64], counts: NDArray[np.int64], widths: NDArray[np.int64]
) -> bytes: ...
def order(lists: NDArray[np.int64], places: NDArray[np.int64], list_count: int) -> bytes | None: ...
