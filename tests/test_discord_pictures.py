"""The README's pictures of the bot show what it says today; else: make picture."""

from __future__ import annotations

import re

from docs import discord_pictures as pictures

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{8}\b")
"""A receipt; it is another one every time."""


def test_the_pictures_are_todays(tmp_path, monkeypatch):
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    pictures.main()

    made = sorted(tmp_path.glob("*.svg"))
    assert [path.name for path in made] == ["discord-answer.svg", "discord-context.svg", "discord-nothing.svg"]
    for path in made:
        kept = pictures.ROOT / "docs" / path.name
        assert CODE.sub("", path.read_text(encoding="utf-8")) == CODE.sub("", kept.read_text(encoding="utf-8"))
