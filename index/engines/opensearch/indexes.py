"""The indexes of a library: three names, which are aliases of indexes with a number behind them."""

from __future__ import annotations

import time
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

from index.engines.opensearch import mappings
from index.engines.opensearch.address import ClusterAddress
from index.engines.opensearch.http import Http, Json
from index.errors import NewerLibraryError
from index.text.bags import TERMS_VERSION
from index.text.times import TIMES_VERSION

POLL_S = 0.2
"""How often is looked whether a merge has ended."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the indexes of a library are called."""

    articles: str
    passages: str
    ledger: str

    @classmethod
    def of(cls, library: str) -> Self:
        """Return the names that lead to whatever indexes are in use."""
        return cls(f"{library}-articles", f"{library}-passages", f"{library}-ledger")

    def numbered(self, number: int) -> Names:
        """Return the names of the indexes of a number."""
        return Names(*(f"{name}-{number}" for name in astuple(self)))


class Indexes:
    """Makes, replaces and deletes the indexes of one library."""

    def __init__(self, http: Http, address: ClusterAddress) -> None:
        self._http, self._address = http, address
        self.names = Names.of(address.name)
        self._notes = f"{address.name}-notes"

    def number(self) -> int | None:
        """Return the number of the indexes in use, or ``None`` if there are none."""
        found = self._http.get(f"/_alias/{self.names.passages}", missing=True)
        numbers = [int(index.rpartition("-")[2]) for index in found if index != "error"]
        return max(numbers) if numbers else None

    def make(self) -> None:
        """Make what is not there yet and may be; two processes may do so at once."""
        number = self.number()
        if number is None:
            self.make_numbered(1)
            self.switch(None, 1)
        elif not self._http.get(f"/_alias/{self.names.ledger}", missing=True):
            self._make_ledger(number)  # of a library made before there were ledgers
            index = self.names.numbered(number).ledger
            self._http.post("/_aliases", {"actions": [{"add": {"index": index, "alias": self.names.ledger}}]})
        self._http.put(f"/{self._notes}", mappings.notes_index(self._address), allowed=(400,))

    def make_numbered(self, number: int) -> None:
        """Make empty indexes of a number."""
        names = self.names.numbered(number)
        self._http.put(f"/{names.articles}", mappings.articles_index(self._address), allowed=(400,))
        self._http.put(f"/{names.passages}", mappings.passages_index(self._address), allowed=(400,))
        self._make_ledger(number)

    def _make_ledger(self, number: int) -> None:
        index = self.names.numbered(number).ledger
        self._http.put(f"/{index}", mappings.ledger_index(self._address), allowed=(400,))

    def drop(self, number: int) -> None:
        """Delete the indexes of a number, if there are any."""
        for name in astuple(self.names.numbered(number)):
            self._http.delete(f"/{name}")

    def switch(self, old: int | None, new: int) -> None:
        """Let the aliases name other indexes, and delete the old ones, all in one step."""
        pairs = list(zip(astuple(self.names), astuple(self.names.numbered(new)), strict=True))
        actions: list[Json] = [{"add": {"index": index, "alias": alias}} for alias, index in pairs]
        if old is not None:
            actions += [{"remove_index": {"index": index}} for index in astuple(self.names.numbered(old))]
        self._http.post("/_aliases", {"actions": actions})

    def deleted_share(self) -> float:
        """Return how much of the index of passages is deleted, and not yet merged away: 0 to 1."""
        docs = self._http.get(f"/{self.names.passages}/_stats/docs")["_all"]["primaries"]["docs"]
        everything = docs["count"] + docs["deleted"]
        return docs["deleted"] / everything if everything else 0.0

    def expunge(self) -> None:
        """Have deleted documents merged away in all indexes; this goes on by itself."""
        self._begin_expunging()

    def expunge_all(self) -> None:
        """Merge deleted documents away in all indexes, however few they are, and wait for it."""
        for task in self._begin_expunging():
            while not self._http.get(f"/_tasks/{task}", missing=True).get("completed", True):
                time.sleep(POLL_S)

    def _begin_expunging(self) -> list[str]:
        options = "only_expunge_deletes=true&wait_for_completion=false"
        return [self._http.post(f"/{name}/_forcemerge?{options}")["task"] for name in astuple(self.names)]

    def is_older(self, path: Path) -> bool:
        """Tell whether the index was made by older rules than ours; raise if by newer ones.

        Raises
        ------
        NewerLibraryError
        """
        (mapping,) = self._http.get(f"/{self.names.passages}/_mapping").values()
        about = mapping["mappings"]["_meta"]["cuttings"]
        if about["format"] > mappings.FORMAT or about["terms"] > TERMS_VERSION:
            raise NewerLibraryError(path, about["format"], mappings.FORMAT)
        made = (about["format"], about["terms"], about["times"])
        return any(
            one < today for one, today in zip(made, (mappings.FORMAT, TERMS_VERSION, TIMES_VERSION), strict=True)
        )

    # -- one rebuild at a time -----------------------------------------------------------------------------------

    @property
    def _mark(self) -> str:
        return f"/{self._notes}/_doc/rebuild"

    def is_being_rebuilt(self) -> bool:
        """Tell whether somebody makes the indexes anew, or was ended doing so."""
        return bool(self._http.get(self._mark, missing=True).get("found"))

    def mark_rebuilt(self) -> None:
        """Let others know that nothing may be written."""
        self._http.put(f"{self._mark}?refresh=true", {"kind": "rebuild"})

    def unmark(self) -> None:
        """Let others write again."""
        self._http.delete(f"{self._mark}?refresh=true")
