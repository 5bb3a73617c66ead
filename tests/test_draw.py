"""Drawing in a terminal: a real one, made with a pseudo-terminal, and a pipe."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.replies import Facts, Heading, Outcome, Quote, Reply, Text
from bot.terminal.draw import draw, make_console
from bot.terminal.main import main
from bot.terminal.safe import safe
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
    written = b""
    while True:
        try:
            piece = os.read(ours, 65_536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        written += piece
    os.close(ours)
    assert running.wait(timeout=60) == 0
    return written.decode().replace("\r\n", "\n")


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
