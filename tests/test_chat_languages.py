"""Replies in the language of who asks: whole conversations, within every limit, with the extracts as they are."""

from __future__ import annotations

import re

import pytest

from bot.phrases import LANGUAGES, in_language, say, table
from tests.discord_limits import EPHEMERAL
from tests.fake_discord import BEN, buttons, text_of

KIM = "when did Kim visit Russia?"
QUOTE = "> **Kim** Jong Un **visited Russia** in **September 2023**, **travelling** by armoured train."


async def use(bot, language, name, **options):
    return await (await bot.fake.command(name, locale=language, **options)).reply()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_whole_conversation_in_a_language(bot, language):
    """The fake refuses labels, titles and texts that are too long; no sentence of ours is left in English."""

    def ours(english):
        return table()[english][language]

    answer = await use(bot, language, "ask", question=KIM)
    nothing = await use(bot, language, "ask", question="who signed the Pyongyang treetey?", outlet="The Harbour Post")
    context = await (await bot.fake.press(answer, ours("More context"), locale=language)).reply()
    opened = await bot.fake.press(answer, ours("Not helpful"), locale=language, person=BEN)
    form = await opened.modal()
    asked = await (await bot.fake.menu("Ask Cuttings about this", KIM, locale=language)).modal()
    seen = [answer, nothing, context]
    for name, options in (("search", {"words": "zzz"}), ("about", {}), ("privacy", {}), ("help", {}), ("articles", {}),
                          ("receipt", {"code": "no"}), ("ask", {"question": " "}), ("library status", {})):  # fmt: skip
        seen.append(await use(bot, language, name, **options))

    assert QUOTE in text_of(answer)
    assert text_of(answer).startswith(f"-# {KIM}\n## September 2023\n-# ")
    assert ours("Nothing found that answers this.") in text_of(nothing)
    assert [form["title"], asked["title"]] == [ours("What was wrong?"), ours("Ask about this")]
    for message in seen:
        for english in table():
            if len(english) > 12 and "{" not in english and "`" not in english:
                assert english not in text_of(message)
        assert not {"More context", "Helpful", "Remove", "Next ▶"} & set(buttons(message)) or language == "en"


@pytest.mark.parametrize(
    ("locale", "language"), [("de", "de"), ("es-ES", "es"), ("es-419", "es"), ("en-US", ""), ("pt-BR", ""), ("ja", "")]
)
async def test_locales_of_discord(bot, locale, language):
    """Where we have no translation it is English."""
    text = text_of(await use(bot, locale, "search", words="zzzzz"))

    assert in_language(say("Nothing found."), language) in text


async def test_a_failure_is_told_in_the_persons_language(bot, monkeypatch, caplog):
    async def broken(*_, **__):
        raise ZeroDivisionError

    monkeypatch.setattr("bot.handlers.answers.ask", broken)
    text = text_of(await use(bot, "de", "ask", question=KIM))

    found = re.fullmatch(r"Bei mir ist etwas schiefgegangen\.\n-# Fehler ([0-9a-f]{8})", text)
    assert found
    assert f"failure {found[1]}" in caplog.text


async def test_a_refusal_is_told_in_the_persons_language(bot):
    reply = await use(bot, "ru", "ask", question=KIM, since="soon")

    assert text_of(reply) == "«soon» — не дата для «since»; пишите как 2024\\-06\\-19." or "не дата" in text_of(reply)
    assert reply["flags"] & EPHEMERAL
