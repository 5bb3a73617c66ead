"""One library, and everything that handlers of a chat need for it; and which guild has which."""

from __future__ import annotations

from dataclasses import dataclass

from bot.handlers.catalogue import Catalogue
from bot.handlers.keeper import Keeper
from bot.handlers.runs import Runs
from bot.handlers.service import Service


@dataclass(frozen=True, slots=True)
class Desk:
    """A library's service, its titles in memory, and the work on it; ``keeper`` keeps what people do with it.

    ``name`` tells libraries apart in what is kept; the default library's is ``""``. ``guilds`` are those it was given
    to by the configuration.
    """

    service: Service
    keeper: Keeper
    catalogue: Catalogue
    runs: Runs
    name: str = ""
    guilds: frozenset[int] = frozenset()

    @classmethod
    def of(cls, service: Service, keeper: Keeper, guilds: frozenset[int] = frozenset()) -> Desk:
        """Return the desk of a library nobody has asked yet."""
        name = str(min(guilds)) if guilds else ""
        return cls(service, keeper, Catalogue(service), Runs(service), name, guilds)


class Desks:
    """The desk of every library: the default one, and those of guilds that have their own."""

    def __init__(self, service: Service, keeper: Keeper) -> None:
        self.default = Desk.of(service, keeper)
        settings, self._by_guild = service.settings, dict[int, Desk]()
        for path in dict.fromkeys(path for _, path in settings.libraries):
            guilds = frozenset(guild for guild, file in settings.libraries if file == path)
            own = Service(settings.for_library(path), budget_s=service.budget_s, has_runs_apart=service.has_runs_apart)
            desk = Desk.of(own, keeper, guilds)
            self._by_guild |= dict.fromkeys(guilds, desk)

    def of(self, guild: int | None) -> Desk:
        """Return the desk of a guild's library; outside of guilds it is the default one."""
        return self._by_guild.get(guild or 0, self.default)

    def every(self) -> list[Desk]:
        """Return all desks, the default one first."""
        return [self.default, *{desk.name: desk for desk in self._by_guild.values()}.values()]

    def close(self) -> None:
        """Close the libraries of guilds; the default one belongs to whoever made its service."""
        for desk in self.every()[1:]:
            desk.service.close()


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, whether only they see the answer, and how many extracts they are shown at once."""

    user_id: int
    is_private: bool = False
    per_page: int = 3
