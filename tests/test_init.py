"""`cuttings init`: five questions, a configuration that can be used, and the link with the least permissions."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import load_settings
from bot.terminal.beginning import configuration
from bot.terminal.main import main

APPLICATION = "123456789012345678"


def answer(monkeypatch, tmp_path, *lines, options=()):
    """Run the command in a folder of its own with these answers typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
    return main(["init", *options])


def test_five_answers_make_a_configuration(monkeypatch, tmp_path, capsys):
    assert answer(monkeypatch, tmp_path, "news.db", APPLICATION, "token", APPLICATION, "9464") == 0

    settings = load_settings(tmp_path / "config.toml", {})
    assert (settings.library, settings.token_file) == (tmp_path / "news.db", tmp_path / "token")
    assert (settings.test_guild, settings.admin_guilds, settings.port) == (int(APPLICATION), (int(APPLICATION),), 9464)
    out = capsys.readouterr().out
    link = urlsplit(next(word for word in out.split() if word.startswith("https://")))
    assert (link.netloc, link.path) == ("discord.com", "/oauth2/authorize")
    assert parse_qs(link.query) == {
        "client_id": [APPLICATION], "scope": ["bot applications.commands"], "permissions": ["0"],
    }  # fmt: skip
    assert out.count(": ") >= 5
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_empty_answers_are_the_defaults(monkeypatch, tmp_path, capsys):
    assert answer(monkeypatch, tmp_path, "", "", "", "", "", options=("--config", "my.toml")) == 0

    settings = load_settings(tmp_path / "my.toml", {})
    assert (settings.library, settings.token_file, settings.test_guild, settings.port) == (
        tmp_path / "library.db", None, None, 0,
    )  # fmt: skip
    out = capsys.readouterr().out
    assert "https://" not in out
    assert "cuttings check --config my.toml" in out
    assert main(["check", "--config", "my.toml"]) == 0


def test_what_can_not_be_is_asked_again(monkeypatch, tmp_path, capsys):
    lines = ("a.db", "my bot", "12", APPLICATION, "", "-7", "", "70000", "80a", "0")
    assert answer(monkeypatch, tmp_path, *lines) == 0

    out = capsys.readouterr().out
    assert out.count("That is no application id") == 2
    assert out.count("That is no server's id") == 1
    assert out.count("That is no port, which is 0 to 65535.") == 2


@pytest.mark.parametrize("lines", [(), ("library.db", APPLICATION)])
def test_an_end_of_the_input_writes_nothing(monkeypatch, tmp_path, capsys, lines):
    assert answer(monkeypatch, tmp_path, *lines) == 2
    assert "nothing was written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_configuration_is_never_written_over(monkeypatch, tmp_path, capsys):
    (tmp_path / "config.toml").write_text("# mine\n")

    assert answer(monkeypatch, tmp_path, "", "", "", "", "") == 2
    assert "config.toml is there already" in capsys.readouterr().err
    assert (tmp_path / "config.toml").read_text() == "# mine\n"


def test_a_folder_that_is_not_there_is_one_sentence(monkeypatch, tmp_path, capsys):
    assert answer(monkeypatch, tmp_path, "", "", "", "", "", options=("--config", "no/where.toml")) == 2
    assert "no/where.toml can't be written" in capsys.readouterr().err


@given(
    st.text(min_size=1, max_size=60).filter(
        lambda text: text.strip() and "\0" not in text and (Path("folder") / text).name  # "/" names no file
    )
)
def test_any_path_is_written_so_that_it_is_read_back(tmp_path_factory, path):
    """Quotation marks, backslashes, line breaks, letters of all kinds."""
    text = configuration({"library": path, "token_file": path, "test_guild": "", "port": "0"})
    file = Path(tmp_path_factory.mktemp("init") / "c.toml")
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except UnicodeEncodeError:  # a lone surrogate, which no file can hold
        return

    assert load_settings(file, {}).token_file == file.parent / path
