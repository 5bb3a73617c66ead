"""`cuttings check`: what is in force, and everything that would not work, without a secret."""

from __future__ import annotations

import shutil
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import GuildSetup, Settings
from bot.handlers.check import check
from bot.replies import Facts, Outcome, Text
from bot.terminal.main import main
from tests.test_config import token


@pytest.fixture
def settings(settings):
    """Return settings that name no guild, as those of the tests' fake Discord have no ids of the usual length."""
    return replace(settings, admin_guilds=())


GUILD = 123456789012345678


async def checked(settings, environ=None, file=None):
    """Return the outcome, the facts as a dict, and the findings."""
    reply = await check(settings, file, environ or {})
    facts = next(block for block in reply.blocks if isinstance(block, Facts))
    return reply.outcome, dict(facts.rows), [block.text for block in reply.blocks if isinstance(block, Text)]


async def test_what_is_in_force_is_shown(settings):
    """Every setting with where it is from, the library, and the token without the token."""
    own = {"libraries": ((GUILD, settings.library),), "guilds": (GuildSetup(GUILD, 5),)}
    environ = {"CUTTINGS_TOKEN": token(), "CUTTINGS_LIBRARY": str(settings.library)}

    outcome, facts, found = await checked(replace(settings, **own), environ, Path("my.toml"))

    assert outcome is Outcome.DONE
    assert facts["configuration"] == "my.toml"
    assert facts["library"] == f"{settings.library}  (from CUTTINGS_LIBRARY)"
    assert facts["answers.extracts"] == "3  (default)"
    assert facts[f"guilds.{GUILD}.extracts"] == "5"
    assert facts["library holds"].startswith("22 articles, ")
    assert facts[f"guilds.{GUILD}.library"] == str(settings.library)
    assert facts[f"library of guild {GUILD} holds"].startswith("22 articles, ")
    assert found == [f"note: the token is set, from CUTTINGS_TOKEN, of application {GUILD}"]


async def test_without_anything_there_are_only_notes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    outcome, facts, found = await checked(Settings())

    assert outcome is Outcome.DONE
    assert facts["configuration"] == "none, so these are the defaults"
    assert [line.partition(": ")[0] for line in found] == ["note", "note"]
    assert list(tmp_path.iterdir()) == [], "looking makes no file"


@pytest.mark.parametrize(
    ("change", "environ", "words"),
    [
        ({"test_guild": 7}, {}, "discord.test_guild: 7 is too short for a guild's id"),
        ({"admin_guilds": (GUILD, 8)}, {}, "discord.admin_guilds: 8 is too short"),
        ({"guilds": (GuildSetup(9, 3),)}, {}, "guilds.9: 9 is too short"),
        ({"token_file": Path("none.token")}, {}, "the token file none.token can't be read"),
        ({}, {"CUTTINGS_TOKEN": "a b"}, "holds characters that no token has"),
        ({}, {"CUTTINGS_TOKEN": "0a" * 32}, "it is an application's public key"),
        ({"library": Path("no/where/library.db")}, {}, "the folder no/where, in which library.db should be"),
        ({"state": Path("no/where/state.db")}, {}, "the folder no/where, in which state.db should be"),
        ({"library": Path("README.md")}, {}, "README.md is not a Cuttings library"),
        ({"state": Path("README.md")}, {}, "README.md can't be used"),
    ],
)
async def test_what_would_not_work_is_a_fault(settings, monkeypatch, change, environ, words):
    monkeypatch.chdir(Path(__file__).parent.parent)

    outcome, _, found = await checked(replace(settings, **change), environ)

    assert outcome is Outcome.FAILED
    assert [line for line in found if line.startswith("fault: ") and words in line]


async def test_a_state_that_is_another_database_is_a_fault(settings):
    outcome, _, found = await checked(replace(settings, state=settings.library))

    assert outcome is Outcome.FAILED
    assert any("holds something else" in line for line in found)


async def test_a_token_file_that_others_can_read_is_a_fault(settings, tmp_path):
    path = tmp_path / "token"
    path.write_text(token())
    path.chmod(0o644)
    outcome, _, found = await checked(replace(settings, token_file=path))
    path.chmod(0o600)

    assert outcome is Outcome.FAILED
    assert any(f"chmod 600 {path}" in line for line in found)
    assert token() not in "".join(found)
    assert (await checked(replace(settings, token_file=path)))[0] is Outcome.DONE


async def test_a_port_in_use_and_an_open_address_are_noted(settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        busy = await checked(replace(settings, port=taken.getsockname()[1]))
    wide = await checked(replace(settings, address="0.0.0.0", port=free_port()))  # noqa: S104 - nothing is served

    assert any("is the bot running already?" in line for line in busy[2])
    assert any("whoever reaches 0.0.0.0" in line for line in wide[2])
    assert busy[0] is wide[0] is Outcome.DONE


def free_port():
    """Return a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


async def test_an_empty_library_is_noted(tmp_path):
    from index.store import Library

    Library.open_for_writing(tmp_path / "library.db").close()

    _, _, found = await checked(Settings(tmp_path / "library.db", state=tmp_path / "state.db"))

    assert any("holds no passages" in line for line in found)


def test_the_command_lists_every_fault_of_the_file(tmp_path, monkeypatch, capsys):
    """Each on a line of its own on standard error, exit code 2; other commands name the first."""
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text("[answers]\nextracts = 0\n[rankin]\n", encoding="utf-8")

    assert main(["check"]) == 2
    assert capsys.readouterr().err == (
        'cuttings: config.toml: there is no setting "rankin"; did you mean "ranking"?\n'
        "cuttings: config.toml: answers.extracts must be a whole number from 1 to 10, not 0\n"
    )
    assert main(["status"]) == 2
    assert "(and 1 more; cuttings check lists them)" in capsys.readouterr().err


def test_the_command_shows_what_is_in_force(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    shutil.copy(Path(__file__).parent.parent / "config.example.toml", "config.toml")

    assert main(["check"]) == 0

    out = capsys.readouterr().out
    assert "configuration            config.toml\n" in out
    assert "Everything can be used.\n" in out
