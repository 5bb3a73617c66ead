"""Draw in a terminal what Discord would show: the bar at the left, quotes, bold words, numbered buttons."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rich.console import Console
from rich.text import Text

from bot.discord_text import Kind, Stretch, TextLine, read_lines
from bot.shown import Buttons, Form, Gone, Message, Sight, Words
from bot.terminal.draw import MAX_WIDTH, MIN_WIDTH
from bot.terminal.safe import safe

BAR, QUOTE_BAR = "▌ ", "│ "
_BUTTONS = {3: "bold green", 4: "bold red"}
Reword = Callable[[Stretch], Stretch]


def show(sight: Sight, console: Console, now: datetime | None, reword: Reword = lambda stretch: stretch) -> None:
    """Write what is seen; where there is no terminal, bold words stand between ** and nothing is wrapped.

    ``now`` is what "5 minutes ago" counts from, ``None`` for texts that are compared; ``reword`` may change what stands
    in a stretch.
    """
    if isinstance(sight, Gone):
        console.print(Text(f"── message {sight.number} was deleted", style="dim"), soft_wrap=True)
    elif isinstance(sight, Form):
        console.print(Text(f"── a form: {safe(sight.title)}", style="dim"), soft_wrap=True)
    else:
        _show_message(sight, console, now, reword)


def _show_message(message: Message, console: Console, now: datetime | None, reword: Reword) -> None:
    whose = " · only you see it" if message.is_private else ""
    console.print(Text(f"── message {message.number}{whose}", style="dim"), soft_wrap=True)
    bar = Text(BAR, style=f"#{message.colour:06x}" if message.colour is not None else "dim")
    number = 0
    for part in message.parts:
        if isinstance(part, Words):
            for line in read_lines(part.markdown, now):
                _write(_drawn(line, console, reword), bar, line.kind, console)
        elif isinstance(part, Buttons):
            row = Text()
            for button in part.items:
                number += bool(button.custom_id)
                label = f"[{number} {safe(button.label)}]" if button.custom_id else f"[{safe(button.label)}]"
                style = _BUTTONS.get(button.style, "bold") if button.custom_id or button.link else "dim"
                row.append(label, style=style).append(" ")
            row.rstrip()
            _write(row, bar, Kind.PLAIN, console)
        else:
            _write(Text("─" * MIN_WIDTH, style="dim"), bar, Kind.PLAIN, console)


def _drawn(line: TextLine, console: Console, reword: Reword) -> Text:
    drawn = Text(style={Kind.HEADING: "bold", Kind.QUIET: "dim"}.get(line.kind, ""))
    for stretch in map(reword, line.stretches):
        text = safe(stretch.text)
        if not console.is_terminal:
            drawn.append(f"**{text}**" if stretch.bold and line.kind is not Kind.HEADING else text)
            continue
        style = " ".join(
            name
            for name, holds in (
                ("bold", stretch.bold),
                ("italic", stretch.italic),
                ("cyan", stretch.code and line.kind is not Kind.CODE),
                (f"underline link {stretch.link}", stretch.link),
            )
            if holds
        )
        drawn.append(text, style=style)
    return drawn


def _write(text: Text, bar: Text, kind: Kind, console: Console) -> None:
    """Write a text behind the bar, every line of it, and inside a quote behind that one's bar too."""
    before = Text.assemble(bar, (QUOTE_BAR, "dim")) if kind is Kind.QUOTE else bar
    width = min(console.width, MAX_WIDTH) - before.cell_len
    is_wrapped = console.is_terminal and width >= MIN_WIDTH and kind is not Kind.CODE
    for line in text.wrap(console, width) if is_wrapped else [text]:
        line.rstrip()
        drawn = Text.assemble(before, line)
        drawn.rstrip()
        console.print(drawn, soft_wrap=True)
