"""What the cluster's answers say: candidates, statistics, and whether they are whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from index.engines.opensearch.http import Json, is_gone, reason_of
from index.rank import Statistics


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that the cluster proposes, with what its score is reckoned from.

    ``proposed`` is the cluster's own score: from a length rounded down, so never below ours but for a factor.
    """

    key: str
    stamp: str
    place: int
    article_id: str
    length: int
    tfs: Mapping[str, int]
    proposed: float


@dataclass(frozen=True, slots=True)
class Stale:
    """Of a term, how the cluster reckons: passages that hold it, passages, their average length; deleted ones count.

    ``factor`` is k1 + 1 in version 2, and 1 in version 3.
    """

    df: float
    passages: float
    average_length: float
    factor: float


def stale_from(hit: Json) -> Stale:
    """Return the statistics that an explained hit was scored by."""
    df, passages, average, factor = (_explained(hit["_explanation"], name) for name in ("n,", "N,", "avgdl,", "boost"))
    return Stale(df, passages, average, factor or 1.0)


def _explained(explanation: Json, name: str) -> float:
    """Return a number that Lucene's explanation of a score begins the description of with a name."""
    if explanation["description"] == name or explanation["description"].startswith(f"{name} "):
        return float(explanation["value"])
    found = (_explained(detail, name) for detail in explanation["details"])
    return next((value for value in found if value), 0.0)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an answer is not a whole one; ``is_gone``: its index was deleted meanwhile."""

    status: int
    reason: str
    is_gone: bool = False


def fault_of(answer: Json) -> Fault | None:
    """Return why an answer is not a whole one, ``None`` if it is."""
    if error := answer.get("error"):
        status = int(answer.get("status", 500))
        return Fault(status, reason_of(error) or "an error without a reason", is_gone(error))
    if answer.get("timed_out"):
        return Fault(200, "it did not answer in time")
    shards = answer["_shards"]
    if shards["failed"] or shards["successful"] < shards["total"]:
        missing = shards["total"] - shards["successful"]
        reason = f"{missing} of {shards['total']} parts of its index did not answer"
        return Fault(503, reason, is_gone(shards.get("failures")))
    return None


def statistics_from(terms: Sequence[str], totals: Json, counts: Sequence[Json], k1: float, b: float) -> Statistics:
    """Return the statistics of the passages, from their totals and the count of each term."""
    dfs = {term: int(count["hits"]["total"]["value"]) for term, count in zip(terms, counts, strict=True)}
    tokens = int(totals["aggregations"]["tokens"]["value"])
    return Statistics(int(totals["hits"]["total"]["value"]), tokens, dfs, k1, b)


def candidates_from(terms: Sequence[str], answer: Json) -> Iterator[Candidate]:
    """Yield the passages that the cluster proposes."""
    for hit in answer["hits"]["hits"]:
        source: dict[str, Any] = hit["_source"]
        tokens = source["tokens"].split(" ")
        yield Candidate(
            key=source["key"],
            stamp=source["stamp"],
            place=source["place"],
            article_id=source["id"],
            length=source["length"],
            tfs={term: tf for term in terms if (tf := tokens.count(term))},
            proposed=hit["_score"],
        )
