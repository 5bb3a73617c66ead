"""Drawing in a terminal: a real one, made with a pseudo-terminal, and a pipe."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import shlex
import struct
import subprocess
import sys
import termios
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies import Facts, Heading, Outcome, Quote, Reply, Text
from bot.terminal.draw import draw, make_console
from bot.terminal.main import main
from bot.terminal.progress import shown_progress
from bot.terminal.safe import safe
from docs import picture
from index.models import Span

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-m", "bot.terminal.main"]
LINK = "https://example.org/" + "a-long-way-off/" * 8
ESCAPE = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Make a library of an article with a long link, name and text."""
    folder = tmp_path_factory.mktemp("draw")
    (folder / "ferry.md").write_text(
        f"---\ntitle: {'The new ferry ' * 6}\npublisher: The Harbour Post\nurl: {LINK}\n---\n"
        "The ferry Kittiwake sailed from Saltmere on 4 May 2024, carrying a brass band, two hundred guests and the "
        "mayor's dog, which was sick before the boat had left the harbour.\n",
        encoding="utf-8",
    )
    assert main(["add", str(folder), "--library", str(folder / "library.db")]) == 0
    return str(folder / "library.db")


def in_terminal(columns: int, *arguments: str, **variables: str) -> str:
    """Return what the command writes in a terminal of so many columns."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environ = {name: value for name, value in os.environ.items() if name not in {"NO_COLOR", "COLUMNS", "LINES"}}
    environ |= {"TERM": "xterm-256color", "PYTHONPATH": str(ROOT), **variables}
    running = subprocess.Popen([*COMMAND, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environ)
    os.close(theirs)
    written = read_all(ours)
    assert running.wait(timeout=60) == 0
    return written.replace("\r\n", "\n")


def read_all(terminal: int) -> str:
    """Return what was written to a pseudo-terminal whose other end is closed, or will be."""
    written = b""
    while True:
        try:
            piece = os.read(terminal, 65_536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(terminal)
    return written.decode()


def test_a_terminal_shows_wrapped_lines_below_each_other(library):
    """At 80 columns: quotes stand clear of their number, citations of their dash, and links are whole."""
    shown = in_terminal(80, "search", "ferry Kittiwake", "--library", library)

    assert ESCAPE.sub("", shown).splitlines()[2:-2] == [
        "[1] “The ferry Kittiwake sailed from Saltmere on 4 May 2024, carrying a brass",
        "    band, two hundred guests and the mayor's dog, which was sick before the boat",
        "    had left the harbour.”",
        "    — The new ferry The new ferry The new ferry The new ferry The new ferry The",
    ]
    assert re.fullmatch(r"      new ferry · The Harbour Post · score [\d.]+", ESCAPE.sub("", shown).splitlines()[-2])
    assert ESCAPE.sub("", shown).splitlines()[-1] == f"    {LINK}"


def test_a_terminal_shows_colours(library):
    """What was done and the matched words stand out."""
    shown = in_terminal(80, "search", "Kittiwake sailed", "--library", library)

    assert "ferry \x1b[1;33mKittiwake\x1b[0m \x1b[1;33msailed\x1b[0m from Saltmere" in shown
    assert in_terminal(80, "reindex", "--library", library).startswith("\x1b[1;32m")


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["NO_COLOR", "dumb terminal"])
def test_a_terminal_that_wants_none_gets_no_escapes(library, variables):
    shown = in_terminal(80, "search", "ferry Kittiwake", "--library", library, **variables)

    assert "\x1b" not in shown
    assert "\n    band, two hundred guests" in shown


def drawn(reply: Reply) -> str:
    """Return what is written to a pipe."""
    out = io.StringIO()
    draw(reply, make_console(out, {}))
    return out.getvalue()


def test_a_pipe_gets_whole_lines():
    """No wrapping, no escapes; what follows a line break keeps clear of the number."""
    blocks = (
        Heading("Done"),
        Text("a " * 100, quiet=True),
        Facts((("name", "x " * 60), ("longer", "y"))),
        Quote(10, "First " * 30 + "\n\nsecond", (Span(0, 5),), "Title " * 30, LINK),
    )

    assert drawn(Reply(Outcome.DONE, blocks)).splitlines() == [
        "Done",
        ("a " * 100).rstrip(),
        "name    " + ("x " * 60).rstrip(),
        "longer  y",
        "",
        "[10] “" + ("First " * 30).rstrip(),
        "",
        "     second”",
        "     — " + ("Title " * 30).rstrip(),
        f"     {LINK}",
    ]


@given(st.text())
def test_nothing_a_terminal_obeys_is_drawn(text):
    """Whatever an article says, only line breaks of it move the cursor."""
    written = drawn(Reply(Outcome.DONE, (Quote(1, text, (), text, text), Text(text), Heading(text))))

    assert not set(written) & set(map(chr, [*range(10), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F)]))
    assert safe(safe(text)) == safe(text)


def picture_lines(path: Path) -> list[str]:
    """Return the command a picture shows and the lines below it."""
    rows: dict[float, str] = {}
    svg = ElementTree.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own file
    for found in svg.iter("{http://www.w3.org/2000/svg}text"):
        text = (found.text or "").replace("\xa0", " ").strip("\n")
        if "cuttings-title" in found.attrib["class"]:
            rows[-1.0] = text
        elif text:
            y, column_width = float(found.attrib["y"]), float(found.attrib["textLength"]) / len(text)
            # Spaces alone are not in the picture: what is behind them stands where it stands.
            rows[y] = rows.get(y, "").ljust(round(float(found.attrib["x"]) / column_width)) + text
        else:
            rows.setdefault(float(found.attrib["y"]), "")
    return [row.rstrip() for _, row in sorted(rows.items())]


def test_the_readmes_picture_shows_what_is_printed_today(tmp_path, monkeypatch, capsys):
    """The picture in docs/, the program that draws it and a terminal of its width agree; else: make picture."""
    asked, *shown = picture_lines(picture.PICTURE)
    assert main(["add", str(ROOT / "samples" / "articles"), "--library", str(tmp_path / "library.db")]) == 0
    written = in_terminal(picture.WIDTH, *shlex.split(asked)[1:], "--library", str(tmp_path / "library.db"))
    monkeypatch.setattr(picture, "PICTURE", tmp_path / "answer.svg")
    picture.main()

    assert shown == ESCAPE.sub("", written).splitlines()
    assert picture_lines(tmp_path / "answer.svg") == [asked, *shown]


def test_a_long_run_shows_how_far_it_is(monkeypatch):
    """What is done, how many of how many, and at which rate; the line goes when the work is done."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("bot.terminal.progress.DELAY_S", -1.0)
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr(sys, "stderr", terminal)
        with shown_progress() as progress:
            progress("Reading", 1, None)
            progress("Indexing", 20, 40)
    written = read_all(ours)

    assert "Indexing" in written
    assert "20/40" in written
    assert "articles/s" in written
    assert written.endswith("\x1b[2K")


def test_a_short_run_and_a_pipe_show_no_progress(monkeypatch, capsys):
    """Before a second has passed nothing is drawn, and into a pipe never."""
    with shown_progress() as progress:
        progress("Indexing", 20, 40)

    assert capsys.readouterr().err == ""
