"""Articles and questions that try to break out: what is sent fits, pings nobody and formats nothing."""

from __future__ import annotations

import re

import pytest

from bot.handlers.library import add
from bot.handlers.requests import BuildRequest
from tests.fake_discord import buttons, text_of
from tests.test_markdown import ACTIVE, inert

NASTY = {
    "mentions": "@everyone and @here, <@4000> and <@&2000> and <#3000>",
    "links": "[click](https://evil.example) https://evil.example/a_b discord.gg/abcdef <https://evil.example>",
    "markup": "**bold** __under__ ~~gone~~ ||spoiler|| `code` ```fence``` # heading - item > quote \\",
    "timestamps": "<t:0:R> </ask:1> <a:dance:123> :smile:",
    "directions": "abc \u202eevil\u202c \u2066x\u2069 e" + "\u0301" * 300,
    "long": "y" * 100_000,
}


@pytest.mark.parametrize("kind", NASTY)
async def test_a_nasty_article_is_only_text(bot, tmp_path, kind):
    """In answers, searches, context, the article itself and lists: nothing active but what we wrote."""
    (tmp_path / "nasty").mkdir()
    text = f"Zanzibar {NASTY[kind]} {kind}\n\nThe Zanzibar lighthouse keeper said: {NASTY[kind]} in May 2020.\n"
    (tmp_path / "nasty" / f"{kind}.txt").write_text(text, encoding="utf-8")
    await add(bot.service, BuildRequest((tmp_path / "nasty",)), lambda what, done, total: None)
    bot.client.desks.default.catalogue.expire()

    seen = []
    for name, options in (
        ("ask", {"question": f"when did the Zanzibar lighthouse keeper say {NASTY[kind]}"[:900]}),
        ("search", {"words": "Zanzibar lighthouse"}),
        ("articles", {}),
    ):
        seen.append(await (await bot.fake.command(name, **options)).reply())
    for label in ("More context", "Read the article", "Why this answer?"):
        if label in buttons(seen[1]):
            seen.append(await (await bot.fake.press(seen[1], label)).reply())

    assert len(seen) == 6
    for message in seen:
        assert not ACTIVE.search(ours_taken_out(text_of(message))), text_of(message)
        assert "evil\u202c" not in text_of(message)


def ours_taken_out(markdown):
    """Return what a message says without the Markdown that we put around texts."""
    lines = []
    in_table = False
    samples = r"\[([^\]]*)\]\(<https://example\.org/[^>]*>\)"
    for line in re.sub(samples, r"\1", inert(markdown)).split("\n"):
        in_table ^= line == "```"
        if not in_table and line != "```":
            if line.startswith("-# The library covers "):
                line = re.sub(r"<t:\d+:D>", "", line)
            start = next((mark for mark in ("-# ", "## ", "> ") if line.startswith(mark)), "")
            rest = line[len(start) :].replace("**", "")
            if start == "-# " and rest[:1].isdigit():
                parts = rest.split(" · ")
                rest = " ".join(part for part in parts if not part.startswith(("<t:", "`")))
            lines.append("." + "·".join(part for part in rest.split(" · ") if not part.startswith("<t:")))
    return "\n".join(lines)
