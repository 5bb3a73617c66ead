"""The code checks itself: every outside thing has one door, and no arrow points back."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# What may be imported only behind these doors: module names, each standing for itself and all below it.
DOORS: dict[str, tuple[str, ...]] = {
    "discord": ("bot.chat",),
    "aiohttp": ("bot.chat",),
    "socket": ("index.reading.web", "bot.handlers.check"),  # the second sees whether a port is free
    "ssl": ("index.reading.web", "index.engines.opensearch.certificates"),
    "http": ("index.reading.web",),
    "urllib.request": ("nobody",),
    "requests": ("nobody",),
    "protego": ("index.reading.web",),
    "sqlite3": ("index.store", "index.postings", "bot.state"),
    "sqlite_utils": ("index.store", "index.postings", "bot.state"),
    "rank_bm25": ("index.rank",),
    "rich": ("bot.terminal",),
    "prompt_toolkit": ("bot.terminal",),
    "prometheus_client": ("bot.chat.metrics",),
    "argparse": ("bot.terminal",),
    "tomllib": ("bot.config",),
    "urllib3": ("index.engines.opensearch",),
    "yaml": ("index.reading",),
    "bot": ("bot",),
}
# The packages of `bot.answering` from the lowest floor to the highest; each uses only those before it.
FLOORS = ("lexicon", "questions", "mentions", "matching", "topics", "ranking", "short_answers")


def within(module: str, *parents: str) -> bool:
    """Whether a module is one of the parents or lies below one."""
    return any(module == parent or module.startswith(f"{parent}.") for parent in parents)


def floor(module: str) -> int | None:
    """Return on which floor of `bot.answering` a module stands, if on one."""
    parts = module.split(".")
    return FLOORS.index(parts[2]) if parts[:2] == ["bot", "answering"] and {*parts[2:3]} & {*FLOORS} else None


def imports(tree: ast.Module) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """Yield the line, the module and the names taken from it, of every import at any depth.

    A relative import comes as its dots, with the module behind them.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name, ()) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            names = tuple(alias.name for alias in node.names)
            yield node.lineno, "." * node.level + (node.module or ""), names
        elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"__import__", "importlib.import_module"}:
            yield node.lineno, ast.unparse(node.args[0]).strip("'\""), ()


def faults(module: str, source: str) -> list[str]:
    """Return what one module does that only others may do, in line order."""
    tree = ast.parse(source)
    found = []
    for line, target, _ in imports(tree):
        if target.startswith("."):
            found.append((line, f"relative import {target}"))
        for guarded, doors in DOORS.items():
            if within(target, guarded) and not within(module, *doors):
                found.append((line, f"imports {target}"))
        here, there = floor(module), floor(target)
        if here is not None and there is not None and there > here:
            found.append((line, f"imports {target}, of a higher floor"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "print" and not within(module, "bot.terminal"):
            found.append((node.lineno, "prints"))
    return [f"{module}:{line} {fault}" for line, fault in sorted(found)]


def dependencies(sources: dict[str, str]) -> dict[str, set[str]]:
    """Return, per module, which of the given modules it imports."""
    graph: dict[str, set[str]] = {}
    for module, source in sources.items():
        found: set[str] = set()
        for _, target, names in imports(ast.parse(source)):
            submodules = {f"{target}.{name}" for name in names} & sources.keys()
            # "from index import store" needs the package only for what isn't a module of its own.
            found |= submodules if names and len(submodules) == len(names) else submodules | ({target} & sources.keys())
        graph[module] = found
    return graph


def cycle(sources: dict[str, str]) -> list[str] | None:
    """Return the modules of one import cycle, or ``None`` if there is none."""
    try:
        TopologicalSorter(dependencies(sources)).prepare()
    except CycleError as error:
        return list(error.args[1])
    return None


def our_sources() -> dict[str, str]:
    """Return the source of every module of ours by its dotted name."""
    sources = {}
    for path in sorted(path for package in ("bot", "index") for path in (ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        sources[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return sources


@pytest.mark.parametrize(("module", "source"), our_sources().items(), ids=our_sources().keys())
def test_every_module_keeps_to_its_doors(module: str, source: str) -> None:
    """Discord, SQL, the ranker, the terminal and the settings are each reached through one place."""
    assert faults(module, source) == []


def test_no_import_cycle() -> None:
    """The modules can be put in an order in which each uses only earlier ones."""
    assert cycle(our_sources()) is None


def test_the_sources_are_found() -> None:
    """The checks above look at the real code, not at an empty folder, and know all floors."""
    assert {floor(module) for module in our_sources()} == {None, *range(len(FLOORS))}
    assert {"bot.config", "index.models", "index.errors"} <= our_sources().keys()


@pytest.mark.parametrize(
    ("module", "source", "expected"),
    [
        ("index.search", "from bot.config import Settings", ["index.search:1 imports bot.config"]),
        ("index.search", "import discord.ui as ui", ["index.search:1 imports discord.ui"]),
        ("bot.handlers.ask", "from discord import app_commands", ["bot.handlers.ask:1 imports discord"]),
        ("bot.chat.client", "import discord", []),
        ("index.build", "def f():\n    import sqlite3", ["index.build:2 imports sqlite3"]),
        (
            "index.build",
            "if TYPE_CHECKING:\n    from sqlite_utils import Database",
            ["index.build:2 imports sqlite_utils"],
        ),
        ("index.store", "import sqlite3\nfrom sqlite_utils.db import Table", []),
        ("index.storeroom", "import sqlite3", ["index.storeroom:1 imports sqlite3"]),
        ("index.search", "from rank_bm25 import BM25Okapi", ["index.search:1 imports rank_bm25"]),
        ("index.rank", "from rank_bm25 import BM25Okapi", []),
        ("bot.replies", "import json, rich.table", ["bot.replies:1 imports rich.table"]),
        ("bot.replies", "import argparse", ["bot.replies:1 imports argparse"]),
        ("index.reading.folder", "import tomllib", ["index.reading.folder:1 imports tomllib"]),
        ("index.reading.folder", "import yaml", []),
        ("index.build", "from http.client import HTTPConnection", ["index.build:1 imports http.client"]),
        ("index.reading.page", "import socket", ["index.reading.page:1 imports socket"]),
        ("index.reading.web.transport", "import socket, ssl", []),
        ("index.reading.web.fetcher", "import urllib.request", ["index.reading.web.fetcher:1 imports urllib.request"]),
        ("index.rank", "x = __import__('discord')", ["index.rank:1 imports discord"]),
        ("index.rank", "from . import store", ["index.rank:1 relative import ."]),
        ("index.rank", "from ..bot import config", ["index.rank:1 relative import ..bot"]),
        ("bot.replies", "log('x')\nprint('x')", ["bot.replies:2 prints"]),
        (
            "bot.answering.topics.aged",
            "from bot.answering.ranking.evidence import faults",
            ["bot.answering.topics.aged:1 imports bot.answering.ranking.evidence, of a higher floor"],
        ),
        ("bot.answering.topics.aged", "from bot.answering.topics.births import by_birth", []),
        ("bot.answering.ranking.evidence", "from bot.answering.topics import aged", []),
        ("bot.answering.answer", "from bot.answering.short_answers.showing import is_shown", []),
        ("bot.terminal.main", "import argparse\nprint('x')", []),
        ("bot.replies", "table.print()  # print('x')", []),
        ("index.text.tokens", "import bottleneck, richer, discordant", []),
    ],
)
def test_the_checker_sees_a_fault(module: str, source: str, expected: list[str]) -> None:
    """A rule that can't fail guards nothing; what merely looks alike is let through."""
    assert faults(module, source) == expected


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ({"a": "import b", "b": "import c", "c": ""}, None),
        ({"a": "import b", "b": "from a import x"}, {"a", "b"}),
        ({"p": "", "p.a": "from p import b", "p.b": "def f():\n    from p.a import x"}, {"p.a", "p.b"}),
        ({"p": "from p.a import x", "p.a": "from p import b", "p.b": ""}, None),
        ({"p": "from p.a import x", "p.a": "from p import VERSION"}, {"p", "p.a"}),
    ],
    ids=["none", "two", "hidden", "package", "back to the package"],
)
def test_the_checker_sees_a_cycle(sources: dict[str, str], expected: set[str] | None) -> None:
    """A cycle is found through packages and inside functions as well."""
    found = cycle(sources)

    assert (set(found) if found else None) == expected
