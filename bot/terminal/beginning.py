"""`cuttings init`: five questions, a configuration, and the link that invites the bot."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.config import DEFAULT_FILE, ConfigError, load_settings
from bot.credentials import TOKEN_VARIABLE
from bot.handlers.check import LEAST_SNOWFLAKE
from bot.handlers.requests import RequestError
from bot.setting_kinds import MAX_SNOWFLAKE

INVITE = "https://discord.com/oauth2/authorize?client_id={application}&scope=bot+applications.commands&permissions=0"
"""No permission at all: answers are replies to commands, which need none (Discord's documentation of OAuth2)."""
HEAD = (
    "# Written by cuttings init. config.example.toml tells every setting, cuttings check what is in force.\n"
    "# Paths start at the folder of this file.\n"
)


def _number(least: int, most: int, what: str) -> Callable[[str], str | None]:
    def fault(typed: str) -> str | None:
        is_number = typed.isascii() and typed.isdigit() and len(typed) < 20
        return None if typed == "" or (is_number and least <= int(typed) <= most) else f"That is no {what}."

    return fault


def _path(typed: str) -> str | None:
    return "A path can't hold that." if "\0" in typed else None


@dataclass(frozen=True, slots=True)
class Question:
    """A question, what an empty answer means, and what speaks against an answer."""

    key: str
    text: str
    default: str
    fault: Callable[[str], str | None]


QUESTIONS = (
    Question("library", "Where shall the library be kept?", "library.db", _path),
    Question(
        "application",
        "The bot's application id (Developer Portal, General Information; empty: no link is made)",
        "",
        _number(LEAST_SNOWFLAKE, MAX_SNOWFLAKE, "application id, which is a long number"),
    ),
    Question("token_file", f"A file that holds the bot's token (empty: {TOKEN_VARIABLE} will hold it)", "", _path),
    Question(
        "test_guild",
        "Your server's id; it gets the commands at once, and its managers may care for the library (empty: none)",
        "",
        _number(LEAST_SNOWFLAKE, MAX_SNOWFLAKE, "server's id, which is a long number"),
    ),
    Question("port", "A port for health and figures (0: none)", "0", _number(0, 65_535, "port, which is 0 to 65535")),
)


def run_init(path: Path | None) -> str:
    """Ask, write the configuration, and return what to tell.

    Raises
    ------
    RequestError
        The file is there already or can't be written, or the input ends before the last answer.
    """
    path = path or Path(DEFAULT_FILE)
    if path.exists():
        raise RequestError(f"{path} is there already; move it away, or name another file with --config")
    answers = {question.key: _ask(question) for question in QUESTIONS}
    _write(path, configuration(answers))
    return "\n".join(_next_steps(path, answers))


def _ask(question: Question) -> str:
    shown = f" [{question.default}]" if question.default else ""
    while True:
        print(f"{question.text}{shown}: ", end="", flush=True)
        line = sys.stdin.readline()
        if not line:
            print()
            raise RequestError("the input ended before the last question; nothing was written")
        typed = line.strip()
        fault = question.fault(typed)
        if fault is None:
            return typed or question.default
        print(fault)


def configuration(answers: dict[str, str]) -> str:
    """Return the text of a configuration; what was left empty stays at its default."""
    lines = [HEAD, f"library = {_text(answers['library'])}\n", "\n[discord]\n"]
    if answers["token_file"]:
        lines.append(f"token_file = {_text(answers['token_file'])}\n")
    if answers["test_guild"]:
        guild = int(answers["test_guild"])
        lines.append(f"test_guild = {guild}\nadmin_guilds = [{guild}]\n")
    return "".join([*lines, f"\n[service]\nport = {int(answers['port'])}\n"])


def _text(value: str) -> str:
    """Return a text as TOML writes it; of JSON's ways to write one all are TOML's too."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        load_settings(part, {})
        part.rename(path)
    except OSError as error:
        raise RequestError(f"{path} can't be written: {error.strerror}") from error
    except ConfigError as error:
        raise RequestError(f"that makes no usable configuration: {error}") from error
    finally:
        part.unlink(missing_ok=True)


def _next_steps(path: Path, answers: dict[str, str]) -> list[str]:
    option = "" if path == Path(DEFAULT_FILE) else f" --config {path}"
    lines = [f"Written to {path}. Then:", f"  cuttings add FOLDER{option}    # the articles"]
    lines += [f"  cuttings check{option}         # is everything right?", f"  cuttings sync{option}"]
    lines.append(f"  cuttings run{option}")
    if answers["application"]:
        lines += ["Invite the bot, without any permission:", "  " + INVITE.format(application=answers["application"])]
    return lines
