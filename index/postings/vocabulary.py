"""The terms of the index, by how they begin: what a misspelt one is compared with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

import numpy as np
from sqlite_utils import Database

_AFTER_ALL = "\U0010ffff"


def terms_from(db: Database, start: str) -> Iterator[tuple[str, int]]:
    """Yield the terms that begin with ``start`` with their df, segment by segment; one term may come several times."""
    for (segment_id,) in db.execute("SELECT segment_id FROM segments ORDER BY segment_id").fetchall():
        rows = db.execute(
            """SELECT terms, numbers FROM packs WHERE segment_id = :segment AND first_term < :stop AND first_term >=
            coalesce((SELECT max(first_term) FROM packs WHERE segment_id = :segment AND first_term <= :start), '')""",
            {"segment": segment_id, "start": start, "stop": start + _AFTER_ALL},
        )
        for names, numbers in rows:
            terms = names.decode().split("\n")
            first, last = bisect_left(terms, start), bisect_left(terms, start + _AFTER_ALL)
            dfs = np.frombuffer(numbers, dtype="<u4")[first:last].tolist()
            yield from zip(terms[first:last], dfs, strict=True)
