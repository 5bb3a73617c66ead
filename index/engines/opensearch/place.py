"""A library in a cluster, whether it is there already or not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.engines.opensearch.address import ClusterAddress
from index.errors import EngineMissingError

if TYPE_CHECKING:
    from index.engines.opensearch.engine import OpenSearchEngine


@dataclass(frozen=True, slots=True)
class ClusterPlace:
    """A library in a cluster."""

    address: ClusterAddress

    def exists(self) -> bool:
        """Tell whether the cluster has a library of this name."""
        with self._engine() as engine:
            return engine.is_there()

    def open_for_reading(self, readers: int = 1) -> OpenSearchEngine:
        """Open the library, which must exist.

        Raises
        ------
        ClusterMissingError, ClusterUnreachableError, ClusterRefusedError, ClusterDegradedError, ClusterOlderError,
        NewerLibraryError
        """
        engine = self._engine()
        engine.check()
        return engine

    def open_for_writing(self) -> OpenSearchEngine:
        """Open the library, making it where there is none."""
        engine = self._engine()
        engine.make()
        return engine

    def _engine(self) -> OpenSearchEngine:
        try:
            from index.engines.opensearch.engine import OpenSearchEngine
        except ModuleNotFoundError as error:
            if error.name != "urllib3":
                raise
            raise EngineMissingError("opensearch") from error
        return OpenSearchEngine(self.address)
