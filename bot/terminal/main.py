"""The `cuttings` command."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn, TextIO

from bot.config import ConfigError, Settings, check_paths, chosen_file, load_settings
from bot.credentials import load_token
from bot.handlers.requests import BuildRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Outcome, Reply
from bot.state import StateError
from bot.terminal.keeping import make_commands
from bot.terminal.options import ask_request
from bot.terminal.safe import safe
from bot.terminal.trying import make_trials
from bot.terminal.upkeep import make_upkeep
from index.errors import ArticleIndexError

EXIT_DONE = 0
EXIT_NOTHING = 1
EXIT_FAILED = 2
EXIT_LATER = 75
EXIT_INTERRUPTED = 130
_EXITS = {
    Outcome.DONE: EXIT_DONE,
    Outcome.NOTHING: EXIT_NOTHING,
    Outcome.PARTIAL: EXIT_NOTHING,
    Outcome.FAILED: EXIT_FAILED,
}

Command = Callable[[Service, argparse.Namespace], Coroutine[Any, Any, int]]


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date such as 2024-06-19') from error


def _text(argument: str) -> str:
    """Return an argument with U+FFFD for bytes that are not UTF-8, which nothing behind this line could store."""
    return os.fsencode(argument).decode(errors="replace")


def _source(argument: str) -> str:
    """Return a source; an empty one is a variable not set, and must not mean the current folder."""
    if not argument:
        raise argparse.ArgumentTypeError("a source's name is empty")
    return argument


class _Parser(argparse.ArgumentParser):
    """Tells what is wrong with the arguments without anything in them that a terminal obeys."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and stop."""
        super().error(safe(message))


class _ShowVersion(argparse.Action):
    """Print the version and stop; looking it up takes a while, so only whoever asks waits for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"cuttings {version('cuttings')}")
        parser.exit()


def make_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line; what it knows is described in ``docs/command-line.md``."""
    parser = _Parser(
        prog="cuttings", description="Answer questions about a library of articles with cited, verbatim extracts."
    )
    parser.add_argument("--version", action=_ShowVersion, nargs=0, help="show the version and stop")
    common = _Parser(add_help=False)
    common.add_argument("--library", type=Path, metavar="FILE", help="the library file (default: library.db)")
    common.add_argument("--config", type=Path, metavar="FILE", help="settings (default: config.toml if there is one)")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")

    def command(name: str, run: Command, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=summary, description=summary)
        made.set_defaults(run=run)
        return made

    made = command("add", _add, "add folders, files and links to the library and index them")
    made.add_argument("sources", nargs="+", type=_source, metavar="SOURCE")
    made.add_argument("--json", action="store_true", help="write the report as JSON")
    made = command("reindex", _reindex, "read the sources again and make the library match them")
    made.add_argument("sources", nargs="*", type=_source, metavar="SOURCE")
    made.add_argument("--full", action="store_true", help="store every article again, changed or not")
    made.add_argument(
        "--confirm-removals", action="store_true", help="remove what is missing even where most of a source is"
    )
    made.add_argument(
        "--exam", action="store_true", help="with --full: examine what was made before it is used, kept exam or not"
    )
    made.add_argument("--json", action="store_true", help="write the report as JSON")
    made = command("sources", _sources, "tell where the articles come from, and how that goes")
    made.add_argument("--forget", type=_source, metavar="SOURCE", help="remove a source with all its articles")
    made.add_argument("--json", action="store_true", help="write JSON")
    made = command("ask", _ask, "answer a question; exit 0 answered, 1 nothing found")
    made.add_argument("words", nargs="*", type=_text, metavar="QUESTION")
    made.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='one {"id", "question"} a line in, one answer a line out'
    )
    made.add_argument("--explain", action="store_true", help="show why the answer is what it is")
    _add_answer_options(made)
    made = command("eval", _eval, "measure the answers to labelled questions")
    made.add_argument("file", type=Path, metavar="FILE.jsonl", help="one labelled question a line; docs/quality.md")
    made.add_argument("--every", type=int, default=1, metavar="N", help="ask only every n-th question")
    made.add_argument("--hide", action="store_true", help="ask all a second time, with the right articles left out")
    made.add_argument("--strangers", type=Path, metavar="FILE.jsonl", help="also ask these, which can't be answered")
    made.add_argument("--paragraphs", type=Path, metavar="FILE.jsonl", help="also read short answers from these")
    made.add_argument("--save", type=Path, metavar="FILE.json", help="keep how every question went")
    made.add_argument("--compare", type=Path, metavar="FILE.json", help="compare with a kept run; exit 1 if worse")
    made.add_argument("--plot", type=Path, metavar="FILE.svg", help="draw the figures, where matplotlib is installed")
    made.add_argument("--json", action="store_true", help="write the figures as JSON")
    made = command("search", _search, "show the passages that rank highest, without reasoning")
    made.add_argument("words", nargs="+", type=_text, metavar="WORDS")
    made.add_argument("--explain", action="store_true", help="show what each term adds to the score")
    _add_answer_options(made)
    made = command("remove", _remove, "remove one article by its id, link, title or path")
    made.add_argument("article", type=_text, metavar="ARTICLE")
    made = command("status", _status, "tell what the library holds")
    made.add_argument("--json", action="store_true", help="write JSON")
    command("repair", _repair, "make a damaged index anew from the stored articles")
    command("run", _run_bot, "answer on Discord until told to stop")
    command("sync", _sync, "give Discord today's commands, for every guild")
    make_commands(command, _show)
    make_trials(command, _show)
    make_upkeep(command, _show, _text)
    return parser


def _add_answer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-k", type=int, metavar="N", dest="count", help="how many extracts (1 to 10)")
    parser.add_argument("--since", type=_parse_date, metavar="DATE", help="only articles published on DATE or later")
    parser.add_argument("--until", type=_parse_date, metavar="DATE", help="only articles published on DATE or earlier")
    parser.add_argument("--publisher", type=_text, metavar="OUTLET", help="only articles of this outlet")
    parser.add_argument("--author", type=_text, metavar="NAME", help="only articles by this author")
    parser.add_argument("--tag", type=_text, metavar="TAG", help="only articles with this tag")
    parser.add_argument("--language", type=_text, metavar="CODE", help="only articles in this language, such as en")
    parser.add_argument("--article", type=_text, metavar="ID", help="only the article of this id")
    parser.add_argument("--json", action="store_true", help="write JSON")


async def _add(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers import library

    return await _build(service, options, library.add_or_forget)


async def _reindex(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers import library

    return await _build(service, options, library.run_reindex)


async def _build(service: Service, options: argparse.Namespace, handler: Callable[..., Any]) -> int:
    from bot.handlers.library import report_reply
    from bot.terminal.progress import shown_progress

    request = BuildRequest(
        tuple(options.sources), *(getattr(options, name, False) for name in ("full", "confirm_removals", "exam"))
    )
    with shown_progress() as progress:
        report = await handler(service, request, progress)
    reply = report_reply(service.place.path, report)
    if options.json:
        import json

        print(json.dumps(report.as_dict(), ensure_ascii=False))
        return _EXITS[reply.outcome]
    return _show(reply)


async def _sources(service: Service, options: argparse.Namespace) -> int:
    from bot.terminal.sources import run_sources

    found = await run_sources(service, options)
    if isinstance(found, str):
        print(found)
        return EXIT_DONE
    return _show(found)


async def _ask(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.ask import ask, explain_answer

    if options.batch and options.words:
        raise RequestError("a question and --batch can't be asked at once; leave one of them out")
    if options.batch:
        from bot.terminal.batch import run_batch

        return await run_batch(service, options, sys.stdout)
    handler = explain_answer if options.explain else ask
    reply = await handler(service, ask_request(options, service.settings, " ".join(options.words)))
    if options.json and reply.answer:
        from bot.terminal.as_json import answer_json

        print(answer_json(reply))
        return _EXITS[reply.outcome]
    return _show(reply)


async def _eval(service: Service, options: argparse.Namespace) -> int:
    from bot.terminal.evaluate import run_evaluation

    return _show(await run_evaluation(service, options))


async def _search(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.search import explain_passages, search_passages

    handler = explain_passages if options.explain else search_passages
    reply = await handler(service, ask_request(options, service.settings, " ".join(options.words)))
    if options.json:
        from bot.terminal.as_json import search_json

        print(search_json(reply))
        return _EXITS[reply.outcome]
    return _show(reply)


async def _remove(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.library import remove

    return _show(await remove(service, options.article))


async def _status(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.library import status

    if options.json:
        from bot.terminal.as_json import status_json

        print(status_json(*await service.read(lambda library: (library.overview(), library.health()))))
        return EXIT_DONE
    return _show(await status(service))


async def _repair(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.library import repair

    return _show(await repair(service))


async def _run_bot(service: Service, options: argparse.Namespace) -> int:
    from bot.chat.run import StartError
    from bot.terminal.running import run_bot

    options.config = chosen_file(options.config)
    try:
        await run_bot(service, lambda: _settings_again(options))
    except (StartError, StateError) as error:
        return _refused(error, is_passing=isinstance(error, StartError) and error.is_passing)
    return EXIT_DONE


async def _sync(service: Service, options: argparse.Namespace) -> int:
    from bot.chat.client import CuttingsClient
    from bot.chat.run import StartError, sync_commands
    from bot.handlers.keeper import Keeper

    token = load_token(service.settings, os.environ)
    keeper = Keeper(service.settings.state)
    try:
        count, was_needed = await sync_commands(CuttingsClient(service, keeper), token)
        print(f"Discord has {count} commands now." if was_needed else f"Discord had all {count} commands already.")
    except (StartError, StateError) as error:
        return _refused(error, is_passing=isinstance(error, StartError) and error.is_passing)
    finally:
        keeper.close()
    return EXIT_DONE


def _refused(error: Exception, *, is_passing: bool) -> int:
    print(f"cuttings: {safe(str(error))}", file=sys.stderr)
    return EXIT_LATER if is_passing else EXIT_FAILED


def _show(reply: Reply) -> int:
    from bot.terminal.draw import draw, make_console

    draw(reply, make_console(sys.stdout, os.environ))
    return _EXITS[reply.outcome]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 nothing found, 2 wrong use or something failed."""
    sys.stdout, sys.stderr = _open(sys.stdout), _open(sys.stderr)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that can't show a quotation mark shows "?" for it
    parser = make_parser()
    options = parser.parse_args(arguments)
    if "run" not in options:
        parser.print_help(sys.stderr)
        return EXIT_FAILED
    try:
        # Whoever is about to write the settings has none to read yet.
        settings = Settings() if options.command == "init" else _settings(options)
        exit_code = asyncio.run(_run(options, settings))
        sys.stdout.flush()
        return exit_code
    except (ArticleIndexError, ConfigError, RequestError, StateError) as error:
        faults = error.faults if isinstance(error, ConfigError) and options.command == "check" else [str(error)]
        for fault in faults:
            print(f"cuttings: {safe(fault)}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        print("cuttings: stopped; what was committed stays, run the same command again to go on", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return EXIT_DONE
    except OSError as error:
        print(f"cuttings: {safe(str(error.filename or 'the output'))}: {error.strerror}", file=sys.stderr)
        _drop_output()
        return EXIT_FAILED


def _open(stream: TextIO | None) -> TextIO:
    """Return a stream, or what keeps nothing in the place of one that was closed before we began."""
    return stream or Path(os.devnull).open("w", encoding="utf-8")


def _settings(options: argparse.Namespace) -> Settings:
    settings = load_settings(options.config, os.environ)
    if options.library:
        settings = replace(settings, library=options.library)
    check_paths(settings)
    return replace(settings, engine=options.engine) if getattr(options, "engine", None) else settings


def _settings_again(options: argparse.Namespace) -> Settings:
    """Read the settings of a running bot: those of a file that has gone since are no defaults, but a fault."""
    options.config = chosen_file(options.config)
    return _settings(options)


def _drop_output() -> None:
    """Send what is still to be written nowhere, so that Python doesn't try it again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


async def _run(options: argparse.Namespace, settings: Settings) -> int:
    service = Service(settings)
    try:
        run: Command = options.run
        return await run(service, options)
    finally:
        service.close()


if __name__ == "__main__":
    sys.exit(main())
