"""The `cuttings` command."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from bot.config import ConfigError, Settings, load_settings
from bot.handlers.requests import AskRequest, BuildRequest, RequestError
from bot.handlers.service import Service
from bot.replies import Outcome, Reply
from bot.terminal.draw import safe
from index.errors import ArticleIndexError
from index.models import Filters

EXIT_DONE = 0
EXIT_NOTHING = 1
EXIT_FAILED = 2
EXIT_INTERRUPTED = 130
_EXITS = {Outcome.DONE: EXIT_DONE, Outcome.NOTHING: EXIT_NOTHING, Outcome.FAILED: EXIT_FAILED}

Command = Callable[[Service, argparse.Namespace], Coroutine[Any, Any, int]]


def _parse_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date such as 2024-06-19') from error


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cuttings", description="Answer questions about a library of articles with cited, verbatim extracts."
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--library", type=Path, metavar="FILE", help="the library file (default: library.db)")
    common.add_argument("--config", type=Path, metavar="FILE", help="settings (default: config.toml if there is one)")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(name: str, run: Command, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, parents=[common], help=summary, description=summary)
        made.set_defaults(run=run)
        return made

    made = command("add", _add, "add folders and files to the library and index them")
    made.add_argument("sources", nargs="+", type=Path, metavar="SOURCE")
    made = command("reindex", _reindex, "read the sources again and make the library match them")
    made.add_argument("sources", nargs="*", type=Path, metavar="SOURCE")
    made.add_argument("--full", action="store_true", help="store every article again, changed or not")
    made = command("ask", _ask, "answer a question; exit 0 answered, 1 nothing found")
    made.add_argument("words", nargs="*", metavar="QUESTION")
    made.add_argument(
        "--batch", type=Path, metavar="FILE.jsonl", help='one {"id", "question"} a line in, one answer a line out'
    )
    _add_answer_options(made)
    made = command("eval", _eval, "measure the answers to labelled questions")
    made.add_argument("file", type=Path, metavar="FILE.jsonl", help="one labelled question a line; docs/quality.md")
    made.add_argument("--every", type=int, default=1, metavar="N", help="ask only every n-th question")
    made.add_argument("--hide", action="store_true", help="ask all a second time, with the right articles left out")
    made.add_argument("--strangers", type=Path, metavar="FILE.jsonl", help="also ask these, which can't be answered")
    made = command("search", _search, "show the passages that rank highest, without reasoning")
    made.add_argument("words", nargs="+", metavar="WORDS")
    _add_answer_options(made)
    made = command("remove", _remove, "remove one article by its id, link, title or path")
    made.add_argument("article", metavar="ARTICLE")
    command("status", _status, "tell what the library holds")
    return parser


def _add_answer_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("-k", type=int, metavar="N", dest="count", help="how many extracts (1 to 10)")
    parser.add_argument("--since", type=_parse_date, metavar="DATE", help="only articles published on DATE or later")
    parser.add_argument("--until", type=_parse_date, metavar="DATE", help="only articles published on DATE or earlier")
    parser.add_argument("--publisher", metavar="OUTLET", help="only articles of this outlet")
    parser.add_argument("--json", action="store_true", help="write JSON")


def _ask_request(options: argparse.Namespace, settings: Settings) -> AskRequest:
    count = settings.extracts if options.count is None else options.count
    return AskRequest(" ".join(options.words), count, Filters(options.since, options.until, options.publisher))


async def _add(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers import library

    return await _build(service, options, library.add)


async def _reindex(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers import library

    return await _build(service, options, library.reindex)


async def _build(service: Service, options: argparse.Namespace, handler: Callable[..., Any]) -> int:
    from bot.terminal.progress import shown_progress

    request = BuildRequest(tuple(options.sources), getattr(options, "full", False))
    with shown_progress() as progress:
        reply = await handler(service, request, progress)
    return _show(reply)


async def _ask(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.ask import ask

    if options.batch:
        from bot.terminal.batch import run_batch

        return await run_batch(service, options, sys.stdout)
    reply = await ask(service, _ask_request(options, service.settings))
    if options.json and reply.answer:
        from bot.terminal.as_json import answer_json

        print(answer_json(reply.answer, reply.took_ms))
        return _EXITS[reply.outcome]
    return _show(reply)


async def _eval(service: Service, options: argparse.Namespace) -> int:
    from bot.terminal.evaluate import run_evaluation

    return _show(await run_evaluation(service, options))


async def _search(service: Service, options: argparse.Namespace) -> int:
    from bot.handlers.ask import search_passages

    reply = await search_passages(service, _ask_request(options, service.settings))
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

    return _show(await status(service))


def _show(reply: Reply) -> int:
    from rich.console import Console

    from bot.terminal.draw import draw

    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty(), emoji=False, markup=False)
    draw(reply, console)
    return _EXITS[reply.outcome]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 done, 1 nothing found, 2 wrong use or something failed."""
    options = _parser().parse_args(arguments)
    try:
        settings = load_settings(options.config, os.environ)
        if options.library:
            settings = Settings(options.library, settings.extracts, settings.k1, settings.b)
        return asyncio.run(_run(options, settings))
    except (ArticleIndexError, ConfigError, RequestError) as error:
        print(f"cuttings: {safe(str(error))}", file=sys.stderr)
        return EXIT_FAILED
    except KeyboardInterrupt:
        print("cuttings: stopped; what was committed stays, run the same command again to go on", file=sys.stderr)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE


async def _run(options: argparse.Namespace, settings: Settings) -> int:
    service = Service(settings)
    try:
        run: Command = options.run
        return await run(service, options)
    finally:
        service.close()


if __name__ == "__main__":
    sys.exit(main())
