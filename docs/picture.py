"""Draw the picture of an answer that README.md shows: ``make picture``."""

from __future__ import annotations

import asyncio
import io
import re
import tempfile
from pathlib import Path

from rich.console import Console

from bot.config import Settings
from bot.handlers import library
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest, BuildRequest
from bot.handlers.service import Service
from bot.replies import Reply
from bot.terminal.draw import draw

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "answer.svg"
QUESTION = "when did Kim visit Russia?"
EXTRACTS = 2
WIDTH = 84
"""In columns."""

_WEB_FONTS = re.compile(r"@font-face \{.*?\}\s*", re.S)


def main() -> None:
    """Ask the question and write the picture."""
    with tempfile.TemporaryDirectory() as folder:
        reply = asyncio.run(_ask(Settings(Path(folder) / "library.db")))
    PICTURE.write_text(picture(reply), encoding="utf-8")


def picture(reply: Reply) -> str:
    """Return a reply as an SVG that looks like a terminal and loads nothing from elsewhere."""
    console = Console(
        record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor", highlight=False
    )
    draw(reply, console)
    svg = console.export_svg(title=f'cuttings ask "{QUESTION}" -k {EXTRACTS}', unique_id="cuttings")
    return _WEB_FONTS.sub("", svg)


async def _ask(settings: Settings) -> Reply:
    service = Service(settings)
    try:
        await library.add(service, BuildRequest((ROOT / "samples" / "articles",)), lambda what, done, total: None)
        return await ask(service, AskRequest(QUESTION, EXTRACTS))
    finally:
        service.close()


if __name__ == "__main__":
    main()
