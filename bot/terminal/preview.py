"""`cuttings preview`: what Discord would show for a question, as a page that needs nothing else, dark and light."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template

from bot.chat.local import LocalDiscord
from bot.chat.seats import Seat
from bot.discord_text import Kind, Stretch, TextLine, read_lines
from bot.handlers.keeper import Keeper
from bot.handlers.requests import AskRequest, RequestError
from bot.handlers.service import Service
from bot.markdown import safe_link
from bot.shown import Button, Buttons, Line, Message, Sight, Words
from bot.terminal.session import this_moment

_STYLES = {1: "primary", 3: "good", 4: "grave"}
_PAGE = Template("""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>$title</title>
<style>
:root { color-scheme: dark; --page: #313338; --box: #2b2d31; --edge: #3f4147; --text: #dbdee1; --quiet: #a3a6ad;
  --head: #f2f3f5; --link: #00a8fc; --bar: #4e5058; --code: #1e1f22; --button: #4e5058; --label: #fff; }
@media (prefers-color-scheme: light) { :root:not(:has(#dark:checked)) { color-scheme: light; --page: #fff;
  --box: #f2f3f5; --edge: #d9dce1; --text: #313338; --quiet: #5c5e66; --head: #060607; --link: #0062b8; --bar: #c4c9ce;
  --code: #e3e5e8; --button: #d9dce1; --label: #2b2d31; } }
:root:has(#light:checked) { color-scheme: light; --page: #fff; --box: #f2f3f5; --edge: #d9dce1; --text: #313338;
  --quiet: #5c5e66; --head: #060607; --link: #0062b8; --bar: #c4c9ce; --code: #e3e5e8; --button: #d9dce1;
  --label: #2b2d31; }
body { margin: 0; background: var(--page); color: var(--text);
  font: 16px/1.375 "gg sans", "Noto Sans", "Helvetica Neue", Helvetica, Arial, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1rem; }
nav { font-size: .75rem; color: var(--quiet); text-align: right; }
.who { display: flex; align-items: center; gap: .75rem; margin: .5rem 0; color: var(--head); font-weight: 600; }
.face { width: 40px; height: 40px; border-radius: 50%; background: #5865f2; color: #fff; display: grid;
  place-items: center; }
.app { background: #5865f2; color: #fff; font-size: .65rem; padding: .1rem .3rem; border-radius: .2rem; }
.box { background: var(--box); border: 1px solid var(--edge); border-left: 4px solid var(--accent, var(--edge));
  border-radius: 8px; padding: .75rem 1rem; overflow-wrap: anywhere; }
.box > * + * { margin-top: .5rem; }
.box > .row + div { margin-top: 1rem; }
.quote + .quiet { margin-top: .25rem; }
.heading { font-size: 1.25rem; font-weight: 700; color: var(--head); }
.quiet { font-size: .8125rem; color: var(--quiet); }
.quote { margin: 0; border-left: 4px solid var(--bar); border-radius: 4px 0 0 4px; padding-left: .75rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
code { background: var(--code); border-radius: 4px; padding: .05rem .25rem; font-size: .85em; }
pre code { padding: 0; }
pre { background: var(--code); border-radius: 4px; padding: .5rem; margin: .25rem 0; overflow-x: auto; }
.row { display: flex; flex-wrap: wrap; gap: .5rem; }
.button { background: var(--button); color: var(--label); border-radius: 8px; padding: .35rem .9rem;
  font-size: .875rem; font-weight: 500; }
.button.good { background: #248046; color: #fff; }
.button.grave { background: #da373c; color: #fff; }
.button.primary { background: #5865f2; color: #fff; }
.button.off { opacity: .5; }
hr { border: 0; border-top: 1px solid var(--edge); }
</style>
</head>
<body>
<main>
<nav><label><input type="radio" name="look" id="dark"> dark</label>
<label><input type="radio" name="look" id="light"> light</label></nav>
<div class="who"><span class="face" aria-hidden="true">C</span>Cuttings <span class="app">APP</span></div>
<article class="box"$accent>
$body
</article>
</main>
</body>
</html>
""")


def page_of(message: Message, title: str, now: datetime) -> str:
    """Return a message as an HTML page without script and without anything from elsewhere."""
    accent = f' style="--accent: #{message.colour:06x}"' if message.colour is not None else ""
    body = "\n".join(html for part in message.parts for html in _part(part, now))
    return _PAGE.substitute(title=escape(title), accent=accent, body=body)


def _part(part: Words | Buttons | Line, now: datetime) -> Iterator[str]:
    if isinstance(part, Line):
        yield "<hr>"
    elif isinstance(part, Buttons):
        yield f'<div class="row">{"".join(map(_button, part.items))}</div>'
    else:
        yield f"<div>{_lines(read_lines(part.markdown, now))}</div>"


def _button(button: Button) -> str:
    look = _STYLES.get(button.style, "")
    off = "" if button.custom_id or button.link else " off"
    return f'<span class="button {look}{off}">{escape(button.label)}</span>'


def _lines(lines: list[TextLine]) -> str:
    """Return lines as HTML; those of one quote, or of one block of code, stand in one element."""
    made = []
    for kind, group in groupby(lines, key=lambda line: line.kind):
        inner = ["".join(map(_stretch, line.stretches)) for line in group]
        if kind is Kind.CODE:
            made.append("<pre>" + "\n".join(inner) + "</pre>")
        elif kind is Kind.QUOTE:
            made.append(f'<blockquote class="quote">{"<br>".join(inner)}</blockquote>')
        else:
            made += [f'<div class="{kind.value}">{item}</div>' for item in inner]
    return "".join(made)


def _stretch(stretch: Stretch) -> str:
    text = escape(stretch.text)
    for tag, holds in (("code", stretch.code), ("em", stretch.italic), ("strong", stretch.bold)):
        text = f"<{tag}>{text}</{tag}>" if holds else text
    link = safe_link(stretch.link)
    return f'<a href="{escape(link)}" rel="noopener noreferrer">{text}</a>' if link else text


async def run_preview(service: Service, options: argparse.Namespace) -> int:
    """Ask the question as a person on Discord would, and write what is shown.

    Raises
    ------
    RequestError
        There is no question, or the page can't be written.
    """
    question = " ".join(options.words)
    AskRequest(question)
    seen: list[Sight] = []
    with tempfile.TemporaryDirectory() as folder:
        keeper = Keeper(Path(folder) / "state.db")
        try:
            async with LocalDiscord(service, keeper, seen.append) as local:
                ask = next(offer for offer in local.offers() if offer.name == "ask")
                await local.command(Seat(), ask, {"question": question})
        finally:
            keeper.close()
    message = next(sight for sight in reversed(seen) if isinstance(sight, Message))
    _write(options.out, page_of(message, question, this_moment()))
    print(f"{options.out}: what Discord would show")
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RequestError(f"{path} can't be written: {error.strerror}") from error
