"""The order of passages whose scores are equal: by article id, then by place in the article."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sqlite_utils import Database

from index.postings.codec import Ints
from index.postings.tables import Counts

WORTH_ASKING = 0.004
"""For this share of the passages the database is asked one by one; then all articles are read at once."""


@dataclass(frozen=True, slots=True)
class _Articles:
    """Every article with passages: first passage ids, ascending, and the place of each among all in order of id.

    ``ranks`` begins with one more, of what comes before the first article: nothing.
    """

    firsts: Ints
    ranks: Ints


class TieOrder:
    """Tells passages of equal score apart, whatever order their articles came in.

    The database is asked for each passage at first. Once that has taken about as long as reading all article ids
    would, they are read, and kept until the library changes: 16 bytes an article.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._generation = -1
        self._asked = 0
        self._articles: _Articles | None = None

    def keys(self, passage_ids: Sequence[int], counts: Counts) -> dict[int, tuple[str | int, int]]:
        """Return passage id -> what to sort it by; ``counts`` are today's. Keys of one call can be compared."""
        if counts.generation != self._generation:
            self._generation = counts.generation
            self._articles = None
            self._asked = 0
        if self._articles is None:
            self._asked += len(passage_ids)
            if self._asked <= WORTH_ASKING * counts.passages:
                return self._asked_keys(passage_ids)
            self._articles = _read_articles(self._db)
        known = self._articles
        ranks = known.ranks.take(known.firsts.searchsorted(passage_ids, side="right")).tolist()
        return dict(zip(passage_ids, zip(ranks, passage_ids, strict=True), strict=True))

    def _asked_keys(self, passage_ids: Sequence[int]) -> dict[int, tuple[str | int, int]]:
        rows = self._db.execute(
            """SELECT p.passage_id, a.id FROM json_each(?) AS wanted
            JOIN passages p ON p.passage_id = wanted.value JOIN articles a USING (article_key)""",
            [json.dumps(list(passage_ids))],
        )
        return {passage_id: (article_id, passage_id) for passage_id, article_id in rows}


def _read_articles(db: Database) -> _Articles:
    """Read the ids by way of indexes, not the rows with the texts; an article without passages counts for nothing."""
    by_id = np.fromiter((row[0] for row in db.execute("SELECT article_key FROM articles ORDER BY id")), dtype=np.int64)
    rows = db.execute(
        """SELECT DISTINCT passage_id, p.article_key FROM articles JOIN passages p ON passage_id = first_passage
            ORDER BY passage_id"""
    )
    firsts, keys = np.array(rows.fetchall(), dtype=np.int64).reshape(-1, 2).T
    order = np.argsort(by_id)
    ranks = order[np.searchsorted(by_id[order], keys)]
    return _Articles(np.ascontiguousarray(firsts), np.concatenate([[-1], ranks]))
