"""Fairness: how often one person, and one guild, may ask, and how many questions are worked on at once."""

from __future__ import annotations

from collections.abc import Callable

PERSON = (10, 20.0)
"""So many questions at once, and all of them again after so many seconds."""
GUILD = (300, 30.0)
ANYTHING = (60, 60.0)
"""What one person may do of everything: commands, buttons and forms, questions among them."""
AT_ONCE = 256
"""More than this many questions under way are refused; each takes milliseconds, so it means trouble."""
SWEEP = 1_000
"""How many people and guilds are remembered before the idle ones are forgotten."""
LIMITS = {"person": PERSON, "guild": GUILD, "anything": ANYTHING}
"""What is counted, and its limit."""


SILENCE_S = {"told": 20.0, "told guild": 2.0}
"""For how long a person who asks too fast by a message, and others of their guild, are not told so again."""


class Gate:
    """Lets askers through, or says in how many seconds they may come again. ``clock`` returns seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._used: dict[tuple[str, int], tuple[float, float]] = {}
        """Asker -> what they have used up, and when that was reckoned."""
        self._silent: dict[tuple[str, int], float] = {}
        """Who is not told again that they are too fast -> until when."""

    def wait_s(self, person: int, guild: int | None, under_way: int) -> float:
        """Return 0 and count a question, or return how long to wait, and count none."""
        return self._counted([("person", person)] + ([("guild", guild)] if guild else []), under_way)

    def any_wait_s(self, person: int, under_way: int) -> float:
        """Return 0 and count a command, button or form of any kind, or return how long to wait, and count none."""
        return self._counted([("anything", person)], under_way)

    def may_be_told(self, person: int, guild: int | None) -> bool:
        """Tell whether a person hears that they ask too fast: once, then no more for a while."""
        now = self._clock()
        keys = [("told", person)] + ([("told guild", guild)] if guild else [])
        if any(self._silent.get(key, now) > now for key in keys):
            return False
        self._silent |= {key: now + SILENCE_S[key[0]] for key in keys}
        if len(self._silent) > SWEEP:
            self._silent = {key: until for key, until in self._silent.items() if until > now}
        return True

    def _counted(self, keys: list[tuple[str, int]], under_way: int) -> float:
        now, askers = self._clock(), [(key, LIMITS[key[0]]) for key in keys]
        waits = [self._wait_s(key, limit, now) for key, limit in askers]
        if under_way >= AT_ONCE:
            waits.append(1.0)
        if max(waits) > 0:
            return max(waits)
        for key, limit in askers:
            self._used[key] = (self._left(key, limit, now) + 1, now)
        if len(self._used) > SWEEP:
            self._forget_idle(now)
        return 0.0

    def _left(self, key: tuple[str, int], limit: tuple[int, float], now: float) -> float:
        used, at = self._used.get(key, (0.0, now))
        return max(0.0, used - (now - at) * limit[0] / limit[1])

    def _wait_s(self, key: tuple[str, int], limit: tuple[int, float], now: float) -> float:
        return max(0.0, self._left(key, limit, now) + 1 - limit[0]) * limit[1] / limit[0]

    def _forget_idle(self, now: float) -> None:
        self._used = {key: value for key, value in self._used.items() if self._left(key, LIMITS[key[0]], now) > 0}

    def __len__(self) -> int:
        return len(self._used) + len(self._silent)
