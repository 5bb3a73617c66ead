"""The documentation: every command in it is run, every option named, and what it shows is what is printed."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from benchmarks.search import __main__ as benchmark
from bot.config import FIELDS
from bot.terminal import main as command
from docs import site
from index.reading.records import KEYS

ROOT = Path(__file__).parent.parent
COMMAND_LINE = ROOT / "docs" / "command-line.md"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]

PLACEHOLDERS = {
    "FOLDER": "articles",
    "FILE.txt": "articles/town/library-faq.txt",
    "FILE.jsonl": "questions.jsonl",
    "EXPORTED": "articles/more.jsonl",
    "LINK": "articles/town/library-faq.txt",
    "BACKUP": "backup",
    "ARTICLE": "The mould on the window sill",
}
"""What stands in the documentation for something of the reader's own, and what the tests put there."""

NOT_RUN = {
    "uv pip compile": "needs a network and renews the lock",
    "docker": "needs an engine; tests/test_deploy.py tests the files",
    "systemctl": "needs systemd as process 1",
    "install -D": "writes outside of the test's folder",
}
"""Commands that are no command of ours, by their beginning, and why they are not run."""

RUN_ELSEWHERE = {"init", "run", "sync", "shell", "move"}
"""Commands of ours that ask or stay; tests of their own run them (test_init, test_run, test_shell, test_moving)."""

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.S | re.M)
_SPAN = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


class Shown(NamedTuple):
    """A command line, and what the page shows as its output (``""``: nothing is shown)."""

    line: str
    output: str


def blocks(page: Path, language: str) -> list[str]:
    """Return the fenced blocks of a language; ``""`` for those without one."""
    return [found[2] for found in _BLOCK.finditer(page.read_text(encoding="utf-8")) if found[1] == language]


def commands(page: Path) -> Iterator[Shown]:
    """Yield the command lines of a page's fenced blocks, in order; ``$`` before a command means its output follows."""
    for block in blocks(page, ""):
        if block.startswith("$ "):
            line, _, output = block[2:].partition("\n")
            yield Shown(line, output)
        else:
            yield from (Shown(line, "") for line in block.replace("\\\n", " ").splitlines() if line.strip())


def spans(page: Path) -> list[str]:
    """Return what stands between backticks outside the fenced blocks."""
    return _SPAN.findall(_BLOCK.sub("", page.read_text(encoding="utf-8")))


def fill_in(line: str) -> list[str]:
    """Return the words of a command line without its comment, with something in place of each placeholder."""
    words = shlex.split(line, comments=True)
    unknown = [word for word in words if re.match(r"[A-Z]{3,}\b", word) and word not in PLACEHOLDERS]
    assert not unknown, f"nothing stands for {unknown} of: {line}"
    return [PLACEHOLDERS.get(word, word) for word in words]


def dry_run(words: list[str]) -> int:
    """Return the exit code of make when it only says what it would do."""
    make = shutil.which("make")
    assert make, "make is not installed"
    return subprocess.run([make, "-n", *words[1:]], cwd=ROOT, capture_output=True, check=False).returncode


@pytest.fixture
def library(tmp_path, monkeypatch, capsys):
    """Go to a folder with the sample articles, a library of them, and a file of questions."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CUTTINGS_LIBRARY", raising=False)
    shutil.copytree(ROOT / "samples" / "articles", "articles")
    Path("questions.jsonl").write_text(
        '{"id": "q1", "question": "when did Kim visit Russia?", "answers": ["2023"]}\n', encoding="utf-8"
    )
    assert command.main(["add", "articles"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_of_a_page_works(library, capsys, page):
    """Run as written, in order, each prints what the page shows and ends with exit code 0, or 1 if it shows so."""
    for shown in commands(page):
        words = fill_in(shown.line)
        if words[0] == "cuttings" and words[1] in RUN_ELSEWHERE:
            assert command.make_parser().parse_args(words[1:]), shown.line
        elif words[0] == "cuttings":
            assert run(words[1:]) == (1 if shown.output.startswith("Nothing found") else 0), shown.line
            printed = capsys.readouterr().out
            assert not shown.output or printed == shown.output
        elif words[0] == "make":
            assert dry_run(words) == 0, shown.line
        elif words[:3] == ["python", "-m", "benchmarks.search"]:
            assert accepts(words[3:]), shown.line
        else:
            assert any(" ".join(words).startswith(start) for start in NOT_RUN), f"who runs this? {shown.line}"


def accepts(arguments: list[str]) -> bool:
    """Whether the search benchmark takes these options; running it is another test's work."""
    try:
        return benchmark.parse(arguments) is not None
    except SystemExit as stop:
        return stop.code == 0


def run(arguments: list[str]) -> int:
    """Return the exit code of the command, also where it stops by itself, as for --help."""
    try:
        return command.main(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_named_in_passing_exists(page):
    """Between backticks in a sentence: make's targets, and the command's commands and options."""
    for span in spans(page):
        words = span.split()
        if words[0] == "make":
            assert dry_run(words) == 0, span
        elif words[0] == "cuttings" and len(words) > 1:
            parser = parsers().get(words[1])
            assert parser, span
            assert {word for word in words if word.startswith("-")} <= options_of(parser), span


def test_a_page_that_is_wrong_is_seen(tmp_path):
    """A target that is not there, and a placeholder nobody fills in."""
    assert dry_run(["make", "tea"]) != 0
    with pytest.raises(AssertionError, match="nothing stands for"):
        fill_in("cuttings add THINGS")


def test_every_page_is_reached_from_the_readme():
    """docs/README.md lists every other page of docs/, and the README links to it."""
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")

    assert "(docs/README.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert [page.name for page in PAGES[2:] if page.name != "README.md" and f"({page.name})" not in index] == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_to_a_file_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text) + re.findall(r'(?:src|href)="([^":]+)"', text)

    assert [target for target in targets if not (page.parent / target).exists()] == []


def anchors(page: Path) -> set[str]:
    """Return the names of a page's headings, as links to them are written."""
    text = _BLOCK.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", heading.casefold()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_to_a_heading_leads_to_one(page):
    text = page.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", text):
        assert anchor in anchors(page.parent / target if target else page), f"{target}#{anchor}"


def site_pages(entries: list[Any]) -> Iterator[str]:
    """Yield the pages that the site's navigation names."""
    for entry in entries:
        for value in entry.values():
            yield from site_pages(value) if isinstance(value, list) else [value]


def test_the_sites_navigation_names_every_page_once():
    navigation = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))["nav"]

    assert sorted(site_pages(navigation)) == sorted(page.name for page in PAGES if page.parent.name == "docs")


def test_links_out_of_the_pages_lead_to_copies_in_the_site():
    """What stands outside of docs/ is taken in under a name of its own, and its links back are mended."""
    assert site.inside("[a](../README.md#settings) [b](../deploy/alerts.yaml) [c](start.md)") == (
        "[a](readme.md#settings) [b](deploy/alerts.yaml) [c](start.md)"
    )
    assert site.moved("[a](docs/start.md) [b](CONTRIBUTING.md)") == "[a](start.md) [b](contributing.md)"
    assert "deploy/alerts.yaml" in site.linked_files(ROOT / "docs")
    for name in [*site.NAMES, *site.linked_files(ROOT / "docs")]:
        assert (ROOT / name).is_file(), name


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parser of each command by its name."""
    parser = command.make_parser()
    (found,) = (action for action in parser._actions if isinstance(action, argparse._SubParsersAction))
    return dict(found.choices)


def options_of(parser: argparse.ArgumentParser) -> set[str]:
    """Return every spelling of every option."""
    return {name for action in parser._actions for name in action.option_strings}


def sections() -> dict[str, str]:
    """Return the text below each second-level heading of the page about the command, ``""`` being what is before."""
    heading, *rest = re.split(r"^## ", COMMAND_LINE.read_text(encoding="utf-8"), flags=re.M)
    return {"": heading} | {name.strip("`"): text for name, _, text in (part.partition("\n") for part in rest)}


def described(section: str) -> set[str]:
    """Return the options that a section's tables describe."""
    rows = [line.split("|")[1] for line in section.splitlines() if line.startswith("| `-")]
    return {word for row in rows for word in re.findall(r"(?<=`)--?[\w-]+", row)}


@pytest.mark.parametrize("name", parsers())
def test_every_option_of_a_command_is_described(name):
    """The tables of the command's section, and that of all commands, hold its options and no others."""
    text = sections()

    assert described(text[""]) | described(text[f"cuttings {name}"]) == options_of(parsers()[name])


def test_only_real_commands_are_described():
    found = {name.removeprefix("cuttings ") for name in sections() if name.startswith("cuttings ")}

    assert found == parsers().keys()


def test_the_defaults_of_the_settings_page_are_the_codes():
    rows = re.findall(
        r"^\| `(?:\w+\.)?(\w+)` \| `?([\w.]+)`? \|", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.M
    )

    assert dict(rows) == {
        field.name: "none" if field.default in (None, ()) else str(field.default).replace("False", "false")
        for field in FIELDS.values()
    }


def test_the_readme_stays_one_page():
    text = (ROOT / "README.md").read_text(encoding="utf-8")

    assert len(text.splitlines()) <= 100
    assert "(docs/settings.md)" in text


def test_every_exit_code_is_described():
    codes = re.findall(r"^\| (\d+) \|", COMMAND_LINE.read_text(encoding="utf-8"), flags=re.M)

    assert sorted(map(int, codes)) == sorted(value for name, value in vars(command).items() if name.startswith("EXIT_"))


def test_every_key_of_an_article_is_described():
    rows = re.findall(r"^\| `(\w+)` \|", sections()["Articles as JSON Lines"], flags=re.M)

    assert sorted(rows) == sorted(KEYS)


def shape(value: object) -> object:
    """Return a value with nothing left of it but the keys, in order, and the kinds."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return type(value).__name__


def test_the_json_shown_is_the_json_printed(library, capsys):
    """Same keys, same order, same kinds of values."""
    shown = [shape(json.loads(block)) for block in blocks(COMMAND_LINE, "json")]
    command.main(["ask", "when did Kim visit Russia?", "-k", "1", "--json"])
    command.main(["ask", "when did Kim visit Russia?", "--explain", "--json"])
    command.main(["search", "treaty", "-k", "1", "--explain", "--json"])

    answered, explained, found = map(json.loads, capsys.readouterr().out.splitlines())
    printed = [shape(answered), shape({"why": explained["why"]}), shape(found)]

    assert json.dumps(printed) == json.dumps(shown)
