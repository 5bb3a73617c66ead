"""Every command with its help and with nonsense: one sentence, exit code 2, and no traceback."""

from __future__ import annotations

import argparse
import gzip
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.terminal.main import main, make_parser

ROOT = str(Path(__file__).parent.parent)
COMMANDS = next(action for action in make_parser()._actions if isinstance(action, argparse._SubParsersAction)).choices


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Return a folder with files that are none of ours, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for name in ("CUTTINGS_LIBRARY", "CUTTINGS_TOKEN", "CREDENTIALS_DIRECTORY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty").touch()
    (tmp_path / "bytes").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "deep.jsonl").write_text("[" * 100_000, encoding="utf-8")
    (tmp_path / "cut.jsonl.gz").write_bytes(gzip.compress(b'{"question": "who?", "answers": ["Ann"]}' * 50)[:-9])
    return tmp_path


def refusal(arguments, capsys):
    """Return the one sentence that a command says before it ends with exit code 2."""
    code = main(arguments)
    said = capsys.readouterr()

    assert (code, said.out, said.err.count("\n")) == (2, "", 1), said
    assert "[Errno" not in said.err
    return said.err


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_and_knows_its_options(name, capsys):
    with pytest.raises(SystemExit) as ended:
        main([name, "--help"])
    assert ended.value.code == 0
    assert f"usage: cuttings {name} " in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        main([name, "--no-such-option"])
    assert ended.value.code == 2


@pytest.mark.parametrize("library", ["loop", "a" * 300, ""], ids=["loop", "long", "none"])
@pytest.mark.parametrize("name", [name for name in COMMANDS if name != "init"])
def test_a_library_that_can_be_no_file_is_refused_by_every_command(folder, capsys, name, library):
    needed = [action.dest for action in COMMANDS[name]._actions if action.required]
    values = {"to": ["--to", "sqlite"], "out": ["--out", "page.html"]}
    more = [part for dest in needed for part in values.get(dest, ["x"])]

    said = refusal([name, "--library", library, *more], capsys)

    assert "name another file" in said or "name one, such as library.db" in said


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("missing", "missing can't be read: No such file or directory"),
        ("loop", "loop can't be read: Too many levels of symbolic links"),
        ("folder", "folder can't be read: Is a directory"),
        ("empty", "empty holds no labelled question"),
        ("bytes", "bytes can't be read: it is not UTF-8 text"),
        ("deep.jsonl", "line 1 is not JSON"),
        ("cut.jsonl.gz", "cut.jsonl.gz can't be read: it is damaged, or not packed by gzip"),
    ],
)
def test_a_file_of_questions_that_is_none(folder, capsys, name, expected):
    assert expected in refusal(["eval", name], capsys)


@pytest.mark.parametrize("name", ["loop", "bytes", "folder"])
def test_a_script_that_is_none(folder, capsys, name):
    (folder / "notes.txt").write_text("Rain\n\nIt rained on 4 May 2021.", encoding="utf-8")
    assert main(["add", "notes.txt"]) == 0
    capsys.readouterr()

    assert f"{name} can't be read: " in refusal(["shell", "--script", name], capsys)


@pytest.mark.parametrize("name", ["add", "import", "reindex"])
def test_a_name_that_is_no_text_is_refused(folder, capsys, name):
    (folder / "notes.txt").write_text("Rain\n\nIt rained on 4 May 2021.", encoding="utf-8")
    assert main(["add", "notes.txt"]) == 0
    capsys.readouterr()

    assert "is not UTF-8, so it can't be remembered; rename it" in refusal([name, "\udcff.txt"], capsys)


@pytest.mark.parametrize(("name", "expected"), [("", "a folder of its own"), ("loop", "there is something at loop")])
def test_a_backup_needs_a_folder_that_is_not_there(folder, capsys, name, expected):
    assert expected in refusal(["backup", name], capsys)
    assert not (folder / "loop.part").exists()


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_what_nobody_listens_to_is_said_to_nobody(folder, closed):
    """As where a service or `cron` gives a command no output at all."""
    (folder / "notes.txt").write_text("Rain\n\nIt rained on 4 May 2021.", encoding="utf-8")
    command = f"{sys.executable} -m bot.terminal.main add notes.txt {closed}"
    ended = subprocess.run(
        ["/bin/sh", "-c", command], capture_output=True, text=True, env=os.environ | {"PYTHONPATH": ROOT}
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout == ("library.db: 1 added\n" if closed == "2>&-" else "")
