"""Where the settings say that a library is."""

from __future__ import annotations

import os
import re
from pathlib import Path

from bot.config import SQLITE, ConfigError, Settings
from index.engines.engine import Place
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.place import ClusterPlace
from index.engines.sqlite import FilePlace

PASSWORD_VARIABLE = "CUTTINGS_OPENSEARCH_PASSWORD"  # noqa: S105 - the variable's name


def place_of(settings: Settings, engine: str = "") -> Place:
    """Return where the library is by the engine that is set, or by another one.

    Raises
    ------
    ConfigError
        The cluster's addresses or its password are not set.
    """
    if (engine or settings.engine) == SQLITE:
        return FilePlace(settings.library)
    if not settings.nodes:
        raise ConfigError("the addresses of the cluster's nodes are not set; put them into opensearch.nodes")
    password = os.environ.get(PASSWORD_VARIABLE, "")
    if settings.user and not password:
        raise ConfigError(f"there is no password for the cluster; put it into the variable {PASSWORD_VARIABLE}")
    return ClusterPlace(
        ClusterAddress(
            urls=settings.nodes,
            name=name_in_cluster(settings.library),
            user=settings.user or "",
            password=password,
            ca_file=settings.certificates,
            shards=settings.parts,
            replicas=settings.copies,
            k1=settings.k1,
            b=settings.b,
        )
    )


def name_in_cluster(library: Path) -> str:
    """Return what a library is called in a cluster: its file's name without the ending, as an index may be named.

    >>> name_in_cluster(Path("News of 2024.db"))
    'cuttings-news-of-2024'
    """
    return "cuttings-" + re.sub(r"[^a-z0-9_]+", "-", library.stem.lower()).strip("-")
