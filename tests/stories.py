"""Libraries of a few stories, made as a user makes them."""

from __future__ import annotations

import json

from bot.terminal.main import main


def library_of(folder, stories):
    """Return the path of a new library of stories (title, text) in English, all of 4 May 2023."""
    source = folder / "articles.jsonl"
    rows = [{"title": title, "text": text, "published": "2023-05-04", "language": "en"} for title, text in stories]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", str(source), "--library", str(folder / "library.db")]) == 0
    return str(folder / "library.db")


def asked(library, capsys, question):
    """Return the exit code and the JSON of an answer."""
    capsys.readouterr()
    code = main(["ask", question, "--library", library, "--json"])
    return code, json.loads(capsys.readouterr().out)
