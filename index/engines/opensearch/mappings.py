"""The indexes of a library as they are made: which fields can be asked for, and by which rules they were filled."""

from __future__ import annotations

from typing import Any

from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.layout import MAX_EXACT, Json
from index.text.bags import TERMS_VERSION
from index.text.times import TIMES_VERSION

FORMAT = 2
"""The newest layout this version knows."""
_KEYWORD = {"type": "keyword"}
_EXACT = {"type": "keyword", "ignore_above": MAX_EXACT}


def _about(address: ClusterAddress) -> Json:
    """Return what an index says of the rules it was made by."""
    return {"format": FORMAT, "terms": TERMS_VERSION, "times": TIMES_VERSION, "k1": address.k1, "b": address.b}


def _index(address: ClusterAddress, properties: Json, **settings: Any) -> Json:
    return {
        "settings": {"number_of_shards": address.shards, "number_of_replicas": address.replicas, **settings},
        "mappings": {
            "dynamic": False,
            "_meta": {"cuttings": _about(address)},
            "properties": properties,
        },
    }


def passages_index(address: ClusterAddress) -> Json:
    """Return the body that makes an index of passages."""
    index = _index(
        address,
        {
            # The cluster never reads text itself: it gets our tokens, and keeps how often each stands in a passage.
            "tokens": {"type": "text", "analyzer": "whitespace", "index_options": "freqs"},
            "length": {"type": "integer", "index": False},
            "key": _KEYWORD,
            "stamp": _KEYWORD,
            "facets": {"type": "keyword", "doc_values": False},
            "published": {"type": "keyword", "doc_values": False},
        },
        similarity={"default": {"type": "BM25", "k1": address.k1, "b": address.b}},
    )
    index["mappings"]["_source"] = {"excludes": ["facets", "published"]}
    return index


def articles_index(address: ClusterAddress) -> Json:
    """Return the body that makes an index of articles: whole documents, of which few fields can be asked for."""
    return _index(
        address,
        {
            "key": _KEYWORD,
            "id": _EXACT,
            "url": _EXACT,
            "title": _EXACT,
            "location": _EXACT,
            "published": _KEYWORD,
            "publisher": _EXACT,
            "language": _KEYWORD,
            "source": _EXACT,
            "day": {"type": "integer"},
            "bands": {"type": "keyword", "doc_values": False},
        },
        codec="best_compression",
    )


def notes_index(address: ClusterAddress) -> Json:
    """Return the body that makes an index of notes."""
    return _index(address, {"kind": _KEYWORD}, number_of_shards=1)


def ledger_index(address: ClusterAddress) -> Json:
    """Return the body that makes an index of what the library remembers besides its articles."""
    return _index(address, {"kind": _KEYWORD, "group": _KEYWORD, "name": _KEYWORD}, number_of_shards=1)
