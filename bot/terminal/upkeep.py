"""`export`, `import`, `edit`, `revisions`, `split`: care of articles one by one, and of all of them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from bot.config import OPENSEARCH, SQLITE
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.replies import Heading, Outcome, Reply

Show = Callable[[Reply], int]


def make_upkeep(command: Callable[..., argparse.ArgumentParser], show: Show, text: Callable[[str], str]) -> None:
    """Add the commands to the parser; ``text`` reads an argument."""

    async def split(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.revisions import split

        return show(await split(service, options.article, is_apart=not options.undo))

    async def edit(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.revisions import edit, undo_edits

        given = {name: getattr(options, name) for name in ("title", "published", "publisher", "author")}
        if not options.undo:
            return show(await edit(service, options.article, given))
        if any(value is not None for value in given.values()):
            raise RequestError("--undo forgets everything that was set; leave the other options out")
        return show(await undo_edits(service, options.article))

    async def revisions(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.revisions import revisions

        return show(await revisions(service, options.article, options.since))

    async def rollback(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.rebuilding import roll_back

        return show(await roll_back(service))

    async def export(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.transfer import export

        count = await export(service, options.file, sys.stdout.write)
        return show(Reply(Outcome.DONE, (Heading(f"{options.file}: {count:,} articles"),))) if options.file else 0

    async def take_over(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.library import report_reply
        from bot.handlers.transfer import run_import
        from bot.terminal.progress import shown_progress

        if options.file is None and sys.stdin.isatty():
            raise RequestError("nothing to import: name a file, or send one: cuttings export | cuttings import")
        with shown_progress() as progress:
            report = await run_import(service, options.file or Path("/dev/stdin"), progress)
        return show(report_reply(service.place.path, report))

    made = command("split", split, "show an article by itself, though it is taken for a copy of another")
    made.add_argument("article", type=text, metavar="ARTICLE")
    made.add_argument("--undo", action="store_true", help="count it to its story again")
    made = command("edit", edit, "set title, date, outlet or author of an article by hand")
    made.add_argument("article", type=text, metavar="ARTICLE")
    made.add_argument("--title", type=text, metavar="TITLE", help="the title")
    made.add_argument("--published", type=text, metavar="DATE", help="the date of publication; '' for none")
    made.add_argument("--publisher", type=text, metavar="OUTLET", help="the outlet; '' for none")
    made.add_argument("--author", type=text, metavar="NAME", help="the author; '' for none")
    made.add_argument("--undo", action="store_true", help="forget what was set")
    made = command("revisions", revisions, "list the earlier texts of an article, or show what has changed")
    made.add_argument("article", type=text, metavar="ARTICLE")
    made.add_argument("--since", type=text, metavar="REVISION", help="show what has changed since this one")
    command("rollback", rollback, "put back what the library was before the last full reindex")
    made = command("export", export, "write all articles as JSON Lines")
    made.add_argument("file", nargs="?", type=Path, metavar="FILE", help="a new file (default: print)")
    made.add_argument("--engine", choices=[SQLITE, OPENSEARCH], help="of the library of this engine, whatever is set")
    made = command("import", take_over, "take exported articles over as they are")
    made.add_argument(
        "file", nargs="?", type=Path, metavar="FILE", help="what `cuttings export` wrote (default: a pipe)"
    )
    made.add_argument("--engine", choices=[SQLITE, OPENSEARCH], help="into the library of this engine, whatever is set")
