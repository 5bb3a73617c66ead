"""Commands for whoever runs Cuttings: `init`, `check`, `backup`, `restore`, `move`, `vacuum`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

from bot.config import OPENSEARCH, SQLITE, chosen_file
from bot.handlers.service import Service
from bot.replies import Reply
from bot.terminal.safe import safe

Show = Callable[[Reply], int]


def make_commands(command: Callable[..., argparse.ArgumentParser], show: Show) -> None:
    """Add the commands to the parser; ``command(name, run, summary)`` makes one, ``show`` draws a reply."""

    async def check(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.check import check

        return show(await check(service.settings, chosen_file(options.config), os.environ))

    async def backup(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.copies import backup

        return show(await backup(service.settings, options.folder))

    async def restore(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.copies import restore

        return show(await restore(service.settings, options.folder))

    async def vacuum(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.copies import vacuum

        return show(await vacuum(service.settings))

    async def move(service: Service, options: argparse.Namespace) -> int:
        from bot.handlers.moving import move_library
        from bot.terminal.progress import shown_progress

        with shown_progress() as progress:
            reply = await move_library(service, options.to, progress)
        return show(reply)

    async def init(service: Service, options: argparse.Namespace) -> int:
        from bot.terminal.beginning import run_init

        print(safe(run_init(options.config)))
        return 0

    command("init", init, "write a configuration by asking five questions")
    command("check", check, "tell whether the settings can be used, and what is in force")
    made = command("backup", backup, "copy the library and what the bot keeps, also while they are in use")
    made.add_argument("folder", type=Path, metavar="FOLDER", help="a folder that is not there yet")
    made = command("restore", restore, "put a backup back; what is there now is kept under another name")
    made.add_argument("folder", type=Path, metavar="FOLDER", help="what `cuttings backup` made")
    made = command("move", move, "bring the library into a cluster, or back into a file, and compare both")
    made.add_argument("--to", required=True, choices=[SQLITE, OPENSEARCH], help="where it shall be")
    command("vacuum", vacuum, "give the free space of the library back to the disk")
