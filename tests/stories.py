"""Stories that are like no other, or nearly like one, and libraries of a few, made as a user makes them."""

from __future__ import annotations

import json
import random

from bot.terminal.main import main

SUBJECTS = ("harbour", "mountain", "bakery", "council", "school", "bridge", "market", "theatre", "station", "garden")


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


def story(seed, sentences=30):
    """Return a text like no other seed's."""
    words = random.Random(seed)
    return " ".join(
        f"The {words.choice(SUBJECTS)} of number {words.randint(1, 999)} was {words.choice(SUBJECTS)} and "
        f"{words.choice(SUBJECTS)} when visitor {words.randint(1, 9_999)} came on day {words.randint(1, 365)}."
        for _ in range(sentences)
    )


def edited(text, share, seed=1):
    """Return a text with a share of its words changed."""
    chance = random.Random(seed)
    return " ".join("changed" if chance.random() < share else word for word in text.split())
