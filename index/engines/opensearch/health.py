"""How a cluster is, by what it says of itself."""

from __future__ import annotations

from index.engines.engine import Condition, Health
from index.engines.opensearch.http import Json


def health_of(found: Json, settings: Json) -> Health:
    """Return how a cluster is, from its answers about health and about blocks of its indexes."""
    blocked = sorted(
        index
        for index, item in settings.items()
        for name, value in item.get("settings", {}).items()
        if name.startswith("index.blocks.read_only") and value == "true"
    )
    particulars = (
        ("nodes", str(found["number_of_nodes"])),
        ("parts in use", str(found["active_shards"])),
        ("parts missing", str(found["unassigned_shards"])),
        ("closed to writing", ", ".join(blocked) or "none"),
    )
    if found["status"] == "red":
        return Health(Condition.DOWN, "the cluster is red: a part of the library can't be read", particulars)
    if blocked:
        return Health(Condition.CLOSED, "the cluster lets nothing be added; its disks may be full", particulars)
    if found["status"] == "yellow":
        return Health(Condition.AT_RISK, "the cluster is yellow: some parts have fewer copies than asked", particulars)
    return Health(Condition.GOOD, "the cluster is green", particulars)
