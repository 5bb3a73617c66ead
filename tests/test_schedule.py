"""Schedules: when a source is due, and in which order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.models import Source
from index.schedule import JITTER, LONGEST_BACKOFF, due, next_run
from index.store import KnownSource

NOW = datetime(2024, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def known(last_run=None, failures=0, every_s=3_600, address="a", kind="auto"):
    text = None if last_run is None else last_run.isoformat()
    return KnownSource(Source(address, kind=kind, every_s=every_s), "2024-01-01", text, {}, None, failures, 0)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (known(every_s=None), None),
        (known(kind="import"), None),
        (known(), NOW),
        (known(NOW - 50 * HOUR), NOW),
        (known(NOW - HOUR * (1 + JITTER)), NOW),
    ],
    ids=["by hand", "import", "never read", "missed many times", "due"],
)
def test_when_a_source_is_due(source, expected):
    assert next_run(source, NOW) == expected


@given(st.text(max_size=20), st.integers(0, 50))
def test_an_interval_is_kept_with_a_little_delay_and_grows_with_failures(address, failures):
    at = next_run(known(NOW, failures, address=address), NOW)
    factor = min(2**failures, LONGEST_BACKOFF)

    assert at is not None
    assert HOUR * factor <= at - NOW <= HOUR * factor * (1 + JITTER)
    assert at == next_run(known(NOW, failures, address=address), NOW)


def test_what_was_not_read_for_longest_comes_first():
    sources = [known(NOW - 5 * HOUR, address="b"), known(NOW, address="c"), known(NOW - 9 * HOUR, address="d"), known()]

    assert [item.source.address for item in due(sources, NOW)] == ["a", "d", "b"]
