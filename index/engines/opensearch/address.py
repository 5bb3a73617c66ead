"""Where in which cluster a library is, and how a new one is laid out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from index.rank import K1, B


@dataclass(frozen=True, slots=True)
class ClusterAddress:
    """A library in a cluster.

    Parameters
    ----------
    urls
        The addresses of one node or more, as ``https://host:9200``; a node that fails is passed over.
    name
        The library's name in the cluster: lower-case letters, digits, hyphens and underscores.
    user, password
        For basic authentication; no user: none. The password is never shown.
    ca_file
        The certificates by which an ``https`` address is checked; ``None``: those of this machine.
    shards, replicas
        How a new library is laid out: parts, and copies of each besides the first.
    k1, b
        BM25's parameters by which the cluster chooses candidates; fixed when its index is made.
    """

    urls: tuple[str, ...]
    name: str = "cuttings"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    shards: int = 1
    replicas: int = 1
    k1: float = K1
    b: float = B

    @property
    def where(self) -> str:
        """What messages call the library: its name and the first node's host, never a password."""
        first = urlsplit(self.urls[0])
        return f"{self.name} on {first.hostname}:{first.port or 9200}"
