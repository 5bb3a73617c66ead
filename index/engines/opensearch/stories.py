"""The stories of a library in a cluster: looked for as they are asked for, so that no order of writing can matter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from index.engines.opensearch.asking import Asking
from index.engines.opensearch.http import Json
from index.engines.opensearch.layout import key_of
from index.stories import DAYS_APART, MOST_COMPARED, Told, are_near, are_one_story, stories_among

MOST_MET = 2_000
"""How many articles are looked at for one question at most; each has a stretch of text in common with another one."""
FIELDS = ("id", "title", "text", "day", "bands")


def stories_of(asking: Asking, article_ids: Sequence[str], apart: Collection[str] = ()) -> dict[str, tuple[str, ...]]:
    """Return article id -> the ids of its story, itself among them, sorted; an article alone is left out.

    ``apart`` are the ids of those that belong to no story.

    Raises
    ------
    ClusterDegradedError
    """
    documents = asking.documents([key_of(name) for name in article_ids if name not in apart], ",".join(FIELDS))
    frontier = {document["id"]: document for document in documents.values() if document["bands"]}
    told: dict[str, Told] = {}
    links: dict[str, set[str]] = {}
    while frontier:
        met = {item["id"]: item for item in _meeting(asking, frontier.values()) if item["id"] not in apart}
        fresh: dict[str, Json] = {}
        for name, document in frontier.items():
            others = (item for item in met.values() if item["id"] != name and _meet(document, item))
            for other in islice(others, MOST_COMPARED):
                pair = [told.setdefault(item["id"], _told(item)) for item in (document, other)]
                if are_one_story(*pair):
                    if other["id"] not in links and other["id"] not in frontier:
                        fresh[other["id"]] = other
                    links.setdefault(name, set()).add(other["id"])
                    links.setdefault(other["id"], set()).add(name)
        frontier = fresh
    return stories_among(links, article_ids)


def _meeting(asking: Asking, documents: Collection[Json]) -> Iterator[Json]:
    """Return the articles that share a band with some of these and are of about their days, in order of their keys."""
    dated = [item["day"] for item in documents if item["day"] is not None]
    days: list[Json] = [{"bool": {"must_not": {"exists": {"field": "day"}}}}]
    if dated:
        days.append({"range": {"day": {"gte": min(dated) - DAYS_APART, "lte": max(dated) + DAYS_APART}}})
    bands = sorted({band for item in documents for band in item["bands"]})
    query: Json = {"bool": {"filter": [{"terms": {"bands": bands}}, {"bool": {"should": days}}]}}
    return islice(asking.scan(asking.articles, query, "key", FIELDS), MOST_MET)


def _meet(one: Json, other: Json) -> bool:
    return are_near(one["day"], other["day"]) and not set(one["bands"]).isdisjoint(other["bands"])


def _told(document: Json) -> Told:
    return Told(document["day"], document["title"], document["text"])
