"""A library in a cluster, whether it is there already or not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from index.engines.opensearch.address import ClusterAddress
from index.errors import ClusterMissingError, EngineMissingError

if TYPE_CHECKING:
    from index.engines.opensearch.engine import OpenSearchEngine


@dataclass(frozen=True, slots=True)
class ClusterPlace:
    """A library in a cluster."""

    address: ClusterAddress

    @property
    def path(self) -> Path:
        """What messages call the library."""
        return Path(self.address.where)

    def exists(self) -> bool:
        """Tell whether the cluster has a library of this name."""
        with self._engine() as engine:
            return engine.is_there()

    def missing(self) -> ClusterMissingError:
        """Return the error that the cluster has no such library."""
        return ClusterMissingError(self.address.where)

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

    def forget(self) -> None:
        """Delete the library, which was made a moment ago, unless somebody has put something into it since."""
        with self._engine() as engine:
            engine.delete_empty()

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
