"""Turn a piece of HTML, as feeds and books hold it, into text."""

from __future__ import annotations

import re

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr li main "
        "nav ol p pre section table td th tr ul",
    )
)
SILENT = frozenset(
    ("script", "style", "noscript", "iframe", "object", "embed", "template", "form", "button", "select", "svg", "math")
)


def fragment_text(html: str) -> str:
    """Return the text of a piece of HTML, its blocks parted by blank lines."""
    if "<" not in html and "&" not in html:
        return _tidy(html)
    import lxml.etree
    import lxml.html

    try:
        root = lxml.html.fromstring(f"<div>{html}</div>", parser=lxml.html.HTMLParser(no_network=True))
    except (lxml.etree.LxmlError, ValueError):
        return ""
    pieces: list[str] = []
    quiet = 0
    for event, element in lxml.etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            quiet += name in SILENT
            pieces.append("\n\n" if name in BLOCKS else "")
            pieces.append("" if quiet else element.text or "")
            continue
        if event == "end":
            quiet -= name in SILENT
            pieces.append("\n\n" if name in BLOCKS else "")
        pieces.append("" if quiet else element.tail or "")
    return _tidy("".join(pieces))


def _tidy(text: str) -> str:
    paragraphs = (" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\r", "\n")))
    return "\n\n".join(part for part in paragraphs if part)
