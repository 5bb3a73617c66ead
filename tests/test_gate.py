"""How often people may ask: a handful at once, then in time; who is idle is forgotten."""

from __future__ import annotations

import pytest

from bot.handlers.gate import AT_ONCE, GUILD, PERSON, SWEEP, Gate


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time it shows."""
        return self.now


def test_a_person_asks_some_at_once_and_then_in_time():
    clock = Clock()
    gate = Gate(clock)

    assert [gate.wait_s(1, None, 0) for _ in range(PERSON[0])] == [0.0] * PERSON[0]
    assert gate.wait_s(1, None, 0) == pytest.approx(PERSON[1] / PERSON[0])
    assert gate.wait_s(2, None, 0) == 0
    clock.now += PERSON[1] / PERSON[0]
    assert gate.wait_s(1, None, 0) == 0
    assert gate.wait_s(1, None, 0) > 0


def test_a_guild_has_a_limit_of_its_own():
    gate = Gate(Clock())

    assert [gate.wait_s(person, 7, 0) for person in range(GUILD[0])] == [0.0] * GUILD[0]
    assert gate.wait_s(-1, 7, 0) > 0
    assert gate.wait_s(-1, 8, 0) == 0


def test_too_many_under_way_are_refused_and_not_counted():
    gate = Gate(Clock())

    assert gate.wait_s(1, 7, AT_ONCE) == 1
    assert len(gate) == 0


def test_idle_people_are_forgotten():
    clock = Clock()
    gate = Gate(clock)
    for person in range(SWEEP):
        gate.wait_s(person, None, 0)
    clock.now += PERSON[1]
    gate.wait_s(-1, None, 0)

    assert len(gate) == 1
