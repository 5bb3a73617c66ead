"""Draw a reply in a terminal: colours and marks where there is one, plain text where it is piped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Line

from bot.replies import Asked, Block, Facts, Heading, Kept, Outcome, Quote, Reading, Reply, Table, Text
from bot.terminal.safe import safe

MAX_WIDTH = 100
"""In columns; longer lines are hard to read."""
MIN_WIDTH = 20
"""In columns; in anything narrower the terminal may wrap as it likes."""

_HEADINGS = {
    Outcome.DONE: "bold green",
    Outcome.NOTHING: "bold yellow",
    Outcome.PARTIAL: "bold yellow",
    Outcome.FAILED: "bold red",
}


class _Console(Console):
    """A console whose reader may go; rich would then exit with 1, which here means that nothing was found."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def make_console(out: TextIO, environ: Mapping[str, str]) -> Console:
    """Return a console that draws on ``out``: with colours in a terminal unless NO_COLOR is set, else without any."""
    plain = not out.isatty() or bool(environ.get("NO_COLOR"))
    return _Console(file=out, color_system=None if plain else "auto", highlight=False, emoji=False, markup=False)


def draw(reply: Reply, console: Console) -> None:
    """Write a reply to a terminal, block by block; lines are wrapped in a terminal only."""
    for place, block in enumerate(reply.blocks):
        if place and isinstance(block, Quote | Heading):
            console.print()
        if isinstance(block, Heading):
            _write(console, Line(safe(block.text), style=_HEADINGS[reply.outcome]))
        else:
            _draw_block(block, console)


def _draw_block(block: Block, console: Console) -> None:
    if isinstance(block, Text):
        _write(console, Line(safe(block.text), style="dim" if block.quiet else ""))
    elif isinstance(block, Asked | Heading | Reading):
        _write(console, Line(safe(block.text)))
    elif isinstance(block, Kept):
        _write(console, Line(safe(block.markdown)))
    elif isinstance(block, Facts):
        width = max(len(name) for name, _ in block.rows)
        for name, value in block.rows:
            _write(console, Line(safe(value)), Line(f"{name:<{width}}  ", style="dim"))
    elif isinstance(block, Table):
        _draw_table(block, console)
    else:
        _draw_quote(block, console)


def _draw_table(table: Table, console: Console) -> None:
    """Write a table below a quote: the first column to the left, figures to the right."""
    rows = [tuple(map(safe, row)) for row in (table.names, *table.rows)]
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    for place, row in enumerate(rows):
        cells = [row[0] + " " * (widths[0] - cell_len(row[0]))]
        cells += [" " * (width - cell_len(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True)]
        style = "dim" if place == 0 else "bold" if place == len(rows) - 1 else ""
        console.print(Line("    " + "  ".join(cells), style=style), soft_wrap=True)


def _draw_quote(quote: Quote, console: Console) -> None:
    body = Line(f"“{safe(quote.text)}”")
    for mark in quote.marks:
        body.stylize("bold yellow", mark.start + 1, mark.end + 1)
    number = Line(f"[{quote.number}] ", style="bold cyan")
    _write(console, body, number)
    indent = " " * len(number)
    _write(console, Line(safe(quote.citation), style="dim"), Line(f"{indent}— ", style="dim"))
    if quote.link:
        # Never wrapped: a link in two pieces can't be clicked or copied.
        console.print(Line(f"{indent}{safe(quote.link)}", style="dim"), soft_wrap=True)


def _write(console: Console, text: Line, before: Line | None = None) -> None:
    """Write ``before`` and then the text, which keeps clear of the columns below ``before``."""
    before = before or Line()
    width = min(console.width, MAX_WIDTH) - before.cell_len
    if console.is_terminal and width >= MIN_WIDTH:
        lines = text.wrap(console, width)
    else:
        lines = text.split("\n", allow_blank=True)
    for place, line in enumerate(lines):
        line.rstrip()
        start = before if place == 0 else Line(" " * before.cell_len if line else "")
        console.print(Line.assemble(start, line), soft_wrap=True)
