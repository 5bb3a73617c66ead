"""Patterns that are made when they are first used."""

import re
from copy import copy

import pytest

from index.text.later import later


def test_a_pattern_is_made_once_and_when_it_is_used(monkeypatch):
    made = []

    def make(written, flags, compiled=re.compile):
        made.append(written)
        return compiled(written, flags)

    monkeypatch.setattr(re, "compile", make)
    pattern = later("a(b+)", re.IGNORECASE)

    assert pattern.pattern == "a(b+)"
    assert copy(pattern).pattern == "a(b+)"
    assert made == []
    assert pattern.findall("xABBy") == ["BB"]
    assert pattern.sub("c", "ab ab") == "c c"
    assert made == ["a(b+)"]


def test_what_no_pattern_has_it_has_not():
    with pytest.raises(AttributeError):
        getattr(later("a"), "nothing")  # noqa: B009 - no pattern has it, as mypy would say
