"""The engine: what `index.engines.engine` asks for, of a library in a cluster."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Self

from index.engines.engine import Condition, Health
from index.engines.opensearch import layout
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.asking import Asking
from index.engines.opensearch.finding import Finder
from index.engines.opensearch.health import health_of
from index.engines.opensearch.http import Http
from index.engines.opensearch.indexes import Indexes
from index.engines.opensearch.reading import ClusterReading
from index.engines.opensearch.writing import Writing
from index.errors import (
    ClusterError,
    ClusterMissingError,
    ClusterOlderError,
    ClusterWriteError,
)
from index.models import Query
from index.rank import K1, B
from index.search import Found, Narrow
from index.store import PreparedGroup
from index.store.revisions import KEPT
from index.store.stored import group_of, with_times

MUCH_DELETED = 0.1
"""How much of the index may be deleted before the cluster is asked to merge it away."""
REBUILT = 500
"""How many articles are put at a time by a rebuild."""


class OpenSearchEngine(ClusterReading):
    """A library in a cluster; one thread at a time, any number of processes.

    With a ``number`` it is a copy of the library beside it, which only its maker knows.
    """

    def __init__(self, address: ClusterAddress, number: int | None = None) -> None:
        self._address, self._is_beside = address, number is not None
        self._http = Http(address)
        self.path = Path(self._http.where)
        self._indexes = Indexes(self._http, address)
        self._names = self._indexes.names if number is None else self._indexes.names.numbered(number)
        self._asking = Asking(self._http, self._names, is_alias=not self._is_beside)
        self._finder = Finder(self._asking, self._indexes, address.k1)
        self._writing = Writing(self._http, self._asking, needs_alias=not self._is_beside)

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def is_there(self) -> bool:
        """Tell whether the cluster has a library of this name."""
        return self._indexes.number() is not None

    def delete_empty(self) -> None:
        """Delete the library if it holds no article."""
        number = self._indexes.number()
        if number is not None and not self.languages():
            self._indexes.drop(number)

    def check(self) -> None:
        """Raise unless there is a library that this version can read."""
        if not self.is_there():
            raise ClusterMissingError(self._http.where)
        if self._indexes.is_older(self.path):
            raise ClusterOlderError(self._http.where)

    def make(self) -> None:
        """Make the library where there is none, and anew where it is of older rules; two processes may do so at once.

        Raises
        ------
        NewerLibraryError
        """
        self._indexes.make()
        if self._indexes.is_older(self.path):
            self.rebuild()

    def search(self, query: Query, k1: float = K1, b: float = B, narrow: Narrow | None = None) -> Found:
        """Return the ``query.limit`` passages with the highest BM25 scores, best first, narrowed; see `Finder`.

        Raises
        ------
        ClusterDegradedError, ClusterUnreachableError, ClusterRefusedError
        """
        return self._finder.search(query, k1, b, narrow)

    def snapshot(self) -> AbstractContextManager[None]:
        """Do nothing: each article is read whole, and no two questions of ours need to see the same state."""
        return nullcontext()

    def probe(self) -> None:
        """Raise if no question could be answered now."""
        self.statistics([])

    def health(self) -> Health:
        """Tell how the cluster is: by what it says of itself, and by asking it something."""
        try:
            names = f"{self._names.articles},{self._names.passages}"
            found = self._http.get(f"/_cluster/health/{names}?timeout=1s&level=cluster")
            settings = self._http.get(f"/{names}/_settings/index.blocks.*?flat_settings=true")
        except ClusterError as error:
            return Health(Condition.DOWN, str(error))
        told = health_of(found, settings)
        try:
            self.statistics([])
        except ClusterError as error:
            return Health(Condition.DOWN, str(error), told.particulars)
        return told

    def put(self, groups: Sequence[PreparedGroup], *, version: int, keep_revisions: int = KEPT) -> list[str]:
        """Store articles, each whole or not at all; return the ids of those that are stored in a later version.

        Raises
        ------
        ClusterWriteError
            What was stored before stays; putting all again is safe.
        """
        with self._writable():
            replaced = self.replaced(groups)
            refused = self._writing.put(groups, version)
            kept = {key: old for key, old in replaced.items() if key not in refused}
            self.note_replaced(groups, kept, keep_revisions)
            self._note_change()
        return refused

    def remove(self, article_ids: Sequence[str], *, version: int) -> None:
        """Take articles out; one that is stored in a later version stays."""
        with self._writable():
            for start in range(0, len(article_ids), REBUILT):
                self._writing.remove(article_ids[start : start + REBUILT], version)
            self.unnote_groups("revision", article_ids)
            self._note_change()

    def _note_change(self) -> None:
        self.note("changed", "", {"": {"at": time.time()}})

    def tidy(self, added: int = 0) -> Iterator[int]:
        """Have the cluster merge deleted passages away where there are many, as they count in what it chooses by."""
        if self._indexes.deleted_share() > MUCH_DELETED:
            self._indexes.expunge()
            yield added

    def is_scattered(self) -> bool:
        """Tell that there is nothing to tidy."""
        return False

    def vacuum(self) -> None:
        """Have the cluster merge what was replaced or removed away, also out of the statistics it chooses by."""
        self._indexes.expunge_all()

    def rebuild(self) -> None:
        """Make all indexes anew from the stored articles, beside the old ones, and switch in one step.

        Others can't write meanwhile; asking goes on. If this is ended from outside, doing it again begins anew.

        Raises
        ------
        ClusterError
            The old indexes are then still in use.
        """
        self._indexes.unmark()  # of a rebuild that was ended from outside
        with self.beside() as made:
            made.take_place()

    @contextmanager
    def beside(self) -> Iterator[ClusterBeside]:
        """Make a copy of all indexes, which can take the place of those in use; others can't write meanwhile.

        Raises
        ------
        ClusterError
        """
        self._refuse_while_rebuilt()
        number = self._indexes.number()
        if number is None:
            raise ClusterMissingError(self._http.where)
        self._indexes.mark_rebuilt()
        with ExitStack() as at_end:
            at_end.callback(self._indexes.unmark)
            self._indexes.drop(number + 1)
            self._indexes.make_numbered(number + 1)
            at_end.callback(self._drop_unused, number + 1)
            with OpenSearchEngine(self._address, number + 1) as copy:
                self._copy(copy)
                yield ClusterBeside(copy, self._indexes, number)

    def _drop_unused(self, number: int) -> None:
        if self._indexes.number() != number:
            self._indexes.drop(number)

    def _copy(self, copy: OpenSearchEngine) -> None:
        documents = self._asking.scan(self._names.articles, {"match_all": {}}, "key", [])
        count = 0
        while chosen := list(islice(documents, REBUILT)):
            count += len(chosen)
            for version in sorted({document["_version"] for document in chosen}):
                same = [with_times(layout.stored_from(item)) for item in chosen if item["_version"] == version]
                copy._writing.put([group_of(same)], version)
        notes = self._asking.scan(self._names.ledger, {"match_all": {}}, "name", [])
        while chosen := list(islice(notes, REBUILT)):
            kept = [{key: value for key, value in item.items() if key[0] != "_"} for item in chosen]
            copy._writing.store(copy._names.ledger, {note["name"]: note for note in kept})
        found = self._http.get(f"/{copy._names.articles}/_count")["count"]
        if found != count:
            raise ClusterWriteError(self._http.where, f"the new index has {found} articles instead of {count}")

    @contextmanager
    def _writable(self) -> Iterator[None]:
        """Refuse what a rebuild, going on or begun and even ended meanwhile, may not have copied.

        Raises
        ------
        ClusterWriteError
        """
        if self._is_beside:
            yield
            return
        self._refuse_while_rebuilt()
        number = self._indexes.number()
        yield
        self._refuse_while_rebuilt()
        if self._indexes.number() != number:
            raise ClusterWriteError(self._http.where, "its index was made anew meanwhile")

    def _refuse_while_rebuilt(self) -> None:
        if self._indexes.is_being_rebuilt():
            raise ClusterWriteError(
                self._http.where, "its index is being made anew; if that was ended from outside, run cuttings repair"
            )


@dataclass(frozen=True, slots=True)
class ClusterBeside:
    """A copy of the indexes of a library."""

    engine: OpenSearchEngine
    indexes: Indexes
    number: int

    def take_place(self) -> None:
        """Let the library's names lead to the copy, and delete what they led to, all in one step."""
        self.indexes.switch(self.number, self.number + 1)
