"""Draw the pictures of the bot's replies that README.md shows: ``make picture``."""

from __future__ import annotations

import asyncio
import re
import tempfile
import textwrap
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape as as_xml
from pathlib import Path

from bot.config import Settings
from bot.handlers import library
from bot.handlers.answers import ask_kept
from bot.handlers.around import more_context
from bot.handlers.desk import Asker, Desk
from bot.handlers.keeper import Keeper
from bot.handlers.requests import AskRequest, BuildRequest
from bot.handlers.service import Service
from bot.layout import Line, Piece, lay_out
from bot.markdown import unescape
from bot.replies import Outcome, Reply, Style

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs"
COLUMNS = 84
"""About how many letters of the text's size stand side by side."""
WIDTH = 700
MARGIN = 34
_COLOURS = {
    Outcome.DONE: "#2e7d32",
    Outcome.NOTHING: "#f9a825",
    Outcome.PARTIAL: "#f9a825",
    Outcome.FAILED: "#c62828",
}
_BUTTONS = {Style.PLAIN: "#4e5058", Style.GOOD: "#248046", Style.GRAVE: "#da373c"}
BOLD, BLUE = ' font-weight="700"', ' fill="#00a8fc"'
_TIME = re.compile(r"<t:(-?\d+):D>")
_LINK = re.compile(r"\[((?:\\.|[^\]])*)\]\(<[^>]*>\)")


async def replies(settings: Settings) -> dict[str, Reply]:
    """Return the replies to draw by the name of their picture."""
    service, keeper = Service(settings), Keeper(settings.state)
    try:
        await library.add(service, BuildRequest((ROOT / "samples" / "articles",)), lambda what, done, total: None)
        desk = Desk.of(service, keeper)
        await desk.catalogue.refresh()

        async def ask(text: str) -> Reply:
            return await ask_kept(desk, AskRequest(text), Asker(1, per_page=settings.extracts))

        answer = await ask("when did Kim visit Russia?")
        receipt = next(action.argument for row in answer.blocks for action in getattr(row, "actions", ()))
        context = await more_context(desk, receipt.partition(":")[0], 1)
        return {"answer": answer, "context": context, "nothing": await ask("who signed the Pyongyang treetey?")}
    finally:
        keeper.close()
        service.close()


def picture(reply: Reply) -> str:
    """Return a reply as an SVG."""
    body: list[str] = []
    y = 20
    for piece in lay_out(reply):
        y = _draw(piece, body, y)
    height = y + 12
    frame = (
        f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#313338"/>'
        f'<rect x="12" y="8" width="{WIDTH - 24}" height="{height - 16}" rx="8" fill="#2b2d31" stroke="#3f4147"/>'
        f'<rect x="12" y="8" width="4" height="{height - 16}" rx="2" fill="{_COLOURS[reply.outcome]}"/>'
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="Noto Sans, Helvetica, Arial, sans-serif" fill="#dbdee1">{frame}{"".join(body)}</svg>\n'
    )


def _draw(piece: Piece, body: list[str], y: int) -> int:
    """Add a piece to the picture below ``y``, and return where it ends."""
    if isinstance(piece, Line):
        for line in piece.markdown.split("\n"):
            y = _draw_line(line, body, y)
        return y + 6
    x = MARGIN
    for action in piece.actions:
        width = 8 * len(action.label) + 26
        if x + width > WIDTH - 20:
            x, y = MARGIN, y + 38
        faded = "" if action.verb else ' opacity="0.5"'
        body.append(
            f'<g{faded}><rect x="{x}" y="{y}" width="{width}" height="30" rx="6" fill="{_BUTTONS[action.style]}"/>'
            f'<text x="{x + width // 2}" y="{y + 20}" font-size="14" text-anchor="middle" fill="#fff">'
            f"{as_xml(action.label)}</text></g>"
        )
        x += width + 8
    return y + 42


def _draw_line(line: str, body: list[str], y: int) -> int:
    size, colour, x = 15, "#dbdee1", MARGIN
    is_quote = line.startswith("> ")
    if line.startswith("## "):
        line, size = f"**{line[3:]}**", 21
    elif line.startswith("-# "):
        line, size, colour = line[3:], 12, "#949ba4"
    elif is_quote:
        line, x = line[2:], MARGIN + 14
    rows = _wrapped(_words(line), COLUMNS * 15 // size)
    step = size + 6
    if is_quote:
        body.append(f'<rect x="{MARGIN}" y="{y}" width="4" height="{step * len(rows)}" rx="2" fill="#4e5058"/>')
    for row in rows:
        y += step
        spans = "".join(
            f"<tspan{BOLD if bold else ''}{BLUE if link else ''}>{as_xml(word)} </tspan>" for word, bold, link in row
        )
        body.append(f'<text x="{x}" y="{y - 6}" font-size="{size}" fill="{colour}" xml:space="preserve">{spans}</text>')
    return y


def _words(markdown: str) -> list[tuple[str, bool, bool]]:
    """Return each word with whether it is bold and whether it is part of a link."""
    markdown = _TIME.sub(lambda found: f"{datetime.fromtimestamp(int(found[1]), UTC):%-d %B %Y}", markdown)
    words: list[tuple[str, bool, bool]] = []
    end = 0
    for found in [*_LINK.finditer(markdown), None]:
        words += _bold_words(markdown[end : found.start() if found else len(markdown)])
        if found:
            words += [(unescape(word), False, True) for word in found[1].split()]
            end = found.end()
    return words


def _bold_words(markdown: str) -> list[tuple[str, bool, bool]]:
    words: list[tuple[str, bool, bool]] = []
    for place, part in enumerate(re.split(r"(?<!\\)\*\*", markdown)):
        for word in part.replace("`", "").split():
            # What follows a bold word without a space belongs to it: "2023" and its comma.
            if words and not part[:1].isspace() and part.split()[0] == word and place and not word[0].isalnum():
                words[-1] = (words[-1][0] + unescape(word), words[-1][1], False)
            else:
                words.append((unescape(word), place % 2 == 1, False))
    return words


def _wrapped(words: Sequence[tuple[str, bool, bool]], columns: int) -> list[list[tuple[str, bool, bool]]]:
    """Return words in lines of at most so many letters."""
    lengths = textwrap.wrap(" ".join("x" * len(word) for word, _, _ in words), columns) or [""]
    rows, place = [], 0
    for length in lengths:
        count = len(length.split())
        rows.append(list(words[place : place + count]))
        place += count
    return rows


def main() -> None:
    """Ask, and write the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        made = asyncio.run(replies(Settings(Path(folder) / "library.db", state=Path(folder) / "state.db")))
    for name, reply in made.items():
        (FOLDER / f"discord-{name}.svg").write_text(picture(reply), encoding="utf-8")


if __name__ == "__main__":
    main()
