"""Draw a reply in a terminal: colours and marks where there is one, plain text where it is piped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.replies import Block, Facts, Heading, Quote, Reply, Text

if TYPE_CHECKING:
    from rich.console import Console

_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Return text without what a terminal obeys: control characters and changes of direction; line breaks stay."""
    return _UNSAFE.sub(" ", text)


def draw(reply: Reply, console: Console) -> None:
    """Write a reply to a terminal, block by block."""
    for place, block in enumerate(reply.blocks):
        if place and isinstance(block, Quote):
            console.print()
        _draw_block(block, console)


def _draw_block(block: Block, console: Console) -> None:
    from rich.text import Text as Line

    if isinstance(block, Heading):
        console.print(Line(safe(block.text), style="bold green"))
    elif isinstance(block, Text):
        console.print(Line(safe(block.text), style="dim" if block.quiet else ""))
    elif isinstance(block, Facts):
        width = max(len(name) for name, _ in block.rows)
        for name, value in block.rows:
            console.print(Line.assemble((f"{name:<{width}}  ", "dim"), safe(value)))
    else:
        _draw_quote(block, console)


def _draw_quote(quote: Quote, console: Console) -> None:
    from rich.text import Text as Line

    body = Line(f"“{safe(quote.text)}”")
    if console.is_terminal and not console.no_color:
        for mark in quote.marks:
            body.stylize("bold yellow", mark.start + 1, mark.end + 1)
    console.print(Line.assemble((f"[{quote.number}] ", "bold cyan"), body))
    console.print(Line(f"    — {safe(quote.citation)}", style="dim"))
    if quote.link:
        console.print(Line(f"    {safe(quote.link)}", style="dim"))
