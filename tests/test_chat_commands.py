"""The other commands for everyone, and the menus on messages, by a real client on the fake Discord."""

from __future__ import annotations

import json
import re
import time
from dataclasses import replace

import pytest

from bot.handlers.catalogue import Catalogue
from bot.handlers.gate import LIMITS
from bot.handlers.library import add, reindex, remove
from bot.handlers.requests import BuildRequest
from index.store import ListedArticle
from tests.chatting import running_bot
from tests.discord_limits import EPHEMERAL, walk
from tests.fake_discord import BEN, buttons, text_of

KIM = "when did Kim visit Russia?"
TREATY = "https://example.org/harbour-post/pyongyang-treaty"


async def use(bot, name, **options):
    return await (await bot.fake.command(name, **options)).reply()


async def press(bot, message, label, **options):
    return await (await bot.fake.press(message, label, **options)).reply()


async def test_search_shows_passages_and_turns_pages(bot):
    first = await use(bot, "search", words="Kim Russia", private=True)
    second = await press(bot, first, "Next ▶")

    assert text_of(first).startswith("-# Kim Russia\n-# Passages by relevance (BM25), best first\n> ")
    assert "**4** · " in text_of(second)


async def test_search_for_what_is_not_there_says_so(bot):
    assert "Nothing found." in text_of(await use(bot, "search", words="zzzzz"))


async def test_an_article_is_chosen_while_typing_and_read(bot):
    (chosen, *_) = await (await bot.fake.complete("article", "title", "putin and")).choices()
    reply = await use(bot, "article", title=chosen)

    assert reply["flags"] & EPHEMERAL
    text = text_of(reply)
    assert text.startswith("## Putin and Kim sign a partnership treaty in Pyongyang\n")
    assert "**outlet** The Harbour Post" in text
    assert "**revision** " in text


async def test_no_word_of_an_article_is_lost_between_its_pages(bot, tmp_path):
    """However much is said about it on the first one."""
    words = [f"zq{number}" for number in range(1_500)]
    much = {"title": "All words", "text": " ".join(words), "author": "Ada, " * 300, "tags": ["harbour"] * 200}
    (tmp_path / "words.json").write_text(json.dumps(much))
    await add(bot.service, BuildRequest((tmp_path / "words.json",)), lambda *_: None)
    page = await use(bot, "article", title="All words")
    seen = text_of(page).split()
    while "Next ▶" in buttons(page):
        page = await press(bot, page, "Next ▶")
        seen += text_of(page).split()

    assert [word for word in seen if word.startswith("zq")] == words


async def test_an_article_is_not_found_by_where_it_is(bot, tmp_path):
    """Members could try out which paths there are; who cares for the library may name an article so."""
    (tmp_path / "ferry.txt").write_text("The ferry\n\nThe ferry leaves at noon every day.\n")
    await add(bot.service, BuildRequest((tmp_path,)), lambda *_: None)

    assert "No article has" in text_of(await use(bot, "article", title=str(tmp_path / "ferry.txt")))
    assert "leaves at noon" in text_of(await use(bot, "article", title="The ferry"))


async def test_an_article_of_an_unknown_title_is_said(bot):
    assert "No article has the title or link “nothing of the kind”" in text_of(
        await use(bot, "article", title="nothing of the kind")
    )


async def test_outlets_are_completed(bot):
    assert "The Harbour Post" in await (await bot.fake.complete("ask", "outlet", "harb")).choices()


async def test_articles_are_listed_newest_first_and_turned(bot):
    first = await use(bot, "articles")
    second = await press(bot, first, "Next ▶")
    only = await use(bot, "articles", outlet="The Harbour Post", since="2024-01-01")

    assert " articles, newest first" in text_of(first)
    assert "page 2 of 2" in [item.get("label") for _, item in walk(second["components"])]
    assert "-# Only: The Harbour Post, since <t:1704110400:D>" in text_of(only)
    assert "is no date" in text_of(await use(bot, "articles", since="x"))
    assert "No articles." in text_of(await use(bot, "articles", outlet="none"))


def receipt_of(message):
    """Return the receipt of a message's first quote."""
    return text_of(message).split("`")[1]


async def test_a_receipt_of_what_is_unchanged(bot):
    code = receipt_of(await use(bot, "ask", question=KIM))
    reply = await use(bot, "receipt", code=f" {code[:4].lower()}-{code[4:]} ")

    assert text_of(reply).startswith("## Unchanged: the quote stands in the article word for word.")
    assert "Read the article" not in text_of(reply)
    assert "Read the article" in buttons(reply)


async def test_a_receipt_of_what_was_edited_and_removed(bot, tmp_path):
    """The old words, the new ones with what changed in bold; then what was moved only; then removed."""
    source = tmp_path / "articles" / "ferry.txt"
    source.parent.mkdir()
    source.write_text("The Zanzibar ferry\n\nThe Zanzibar ferry carries 400 passengers across the bay.\n")

    def quiet(*_):
        return None

    await add(bot.service, BuildRequest((source.parent,)), quiet)
    code = receipt_of(await use(bot, "ask", question="how many passengers does the Zanzibar ferry carry?"))
    source.write_text("The Zanzibar ferry\n\nIt is new. The Zanzibar ferry carries 400 passengers across the bay.\n")
    await reindex(bot.service, BuildRequest((source.parent,)), quiet)
    moved = text_of(await use(bot, "receipt", code=code))
    source.write_text("The Zanzibar ferry\n\nThe Zanzibar ferry carries 450 passengers across the bay.\n")
    await reindex(bot.service, BuildRequest((source.parent,)), quiet)
    edited = text_of(await use(bot, "receipt", code=code))
    await remove(bot.service, str(source))
    removed = text_of(await use(bot, "receipt", code=code))
    quote = " “The Zanzibar ferry carries 400  passengers across the bay.” "
    same = text_of(await use(bot, "receipt", code=code, quote=quote))
    other = text_of(await use(bot, "receipt", code=code, quote=quote.replace("400", "500")))

    assert "still stands in it, word for word" in moved
    assert "> The Zanzibar ferry carries 400 passengers across the bay." in edited
    assert "> The Zanzibar ferry carries **450** passengers across the bay." in edited
    assert removed.startswith("## Removed: the library no longer holds the article.")
    assert "400 passengers" not in removed
    assert "Zanzibar" not in removed
    assert "These are the words it showed." in same
    assert "These are not the words it showed." in other
    held = b"".join(path.read_bytes() for path in tmp_path.glob("state.db*"))
    assert b"Zanzibar" not in held


async def test_a_quote_is_found_again_by_its_digest_alone(fake, settings, tmp_path):
    """Where the library keeps no earlier texts, words that moved are found; those that changed can't be shown."""
    source = tmp_path / "articles" / "ferry.txt"
    source.parent.mkdir()
    source.write_text("The Zanzibar ferry\n\nThe Zanzibar ferry carries 400 passengers across the bay.\n")
    async with running_bot(fake, replace(settings, revisions=0)) as bot:
        await add(bot.service, BuildRequest((source.parent,)), lambda *_: None)
        code = receipt_of(await use(bot, "ask", question="how many passengers does the Zanzibar ferry carry?"))
        seen = []
        for text in ("It is new. The Zanzibar ferry carries 400 passengers across the bay.", "It carries no one now."):
            source.write_text(f"The Zanzibar ferry\n\n{text}\n")
            await reindex(bot.service, BuildRequest((source.parent,)), lambda *_: None)
            seen.append(text_of(await use(bot, "receipt", code=code)))

    assert "> The Zanzibar ferry carries 400 passengers across the bay." in seen[0]
    assert "still stands in it, word for word" in seen[0]
    assert seen[1].startswith("## Edited: the article was changed since.\n-# First shown on <t:")
    assert seen[1].endswith("The words it showed stand in it no more, and are not kept.")


async def test_the_earlier_texts_of_an_article_are_read(bot, tmp_path):
    """The latest first, each with what was changed after it; an article that never changed has none."""
    source = tmp_path / "articles" / "ferry.txt"
    source.parent.mkdir()
    for count in ("400", "450", "@everyone 500"):
        source.write_text(f"The Zanzibar ferry\n\nIt sails at noon. The ferry carries {count} passengers.\n")
        await add(bot.service, BuildRequest((source.parent,)), lambda *_: None)
    shown = await use(bot, "article", title="The Zanzibar ferry")
    latest = await press(bot, shown, "Earlier texts")
    before = await press(bot, latest, "Next ▶")
    other = await use(bot, "article", title=TREATY)

    assert "**earlier texts** 2\n" in text_of(shown) + "\n"
    changed = r"-# Revision \w+, until <t:\d+:f>. What was changed then:\n> \\- "
    assert re.search(
        changed + r"The ferry carries 450 passengers\.\n> \\\+ The ferry carries @\u200beveryone 500", text_of(latest)
    )
    assert re.search(changed + r"The ferry carries 400 passengers\.\n> \\\+ The ferry carries 450", text_of(before))
    assert latest["flags"] & EPHEMERAL
    assert "Earlier texts" not in buttons(other)


async def test_a_receipt_nobody_gave(bot):
    assert "There is no receipt “N0” here." in text_of(await use(bot, "receipt", code="no"))


async def test_about_tells_what_is_covered_and_no_path(bot):
    text = text_of(await use(bot, "about"))

    assert "**articles** 22" in text
    assert "library.db" not in text
    assert re.search(r"\n-# Last changed <t:\d+:R>, sources last read <t:\d+:R>$", text)


async def test_privacy_shows_and_deletes(bot):
    """Afterwards nothing is left that says who asked; others' things stay."""
    answer = await use(bot, "ask", question=KIM)
    await press(bot, answer, "Helpful")
    await press(bot, answer, "Helpful", person=BEN)
    told = await use(bot, "privacy")
    deleted = await press(bot, told, "Delete it")
    after = await use(bot, "privacy")

    assert "**answers you asked for** 1" in text_of(told)
    assert "**your votes** 1" in text_of(told)
    assert "Texts of questions are not kept here." in text_of(told)
    assert "Deleted." in text_of(deleted)
    assert "**answers you asked for** 0" in text_of(after)
    assert buttons(after) == {}
    assert await bot.keeper.run(lambda state: state.votes()) == (1, 0)
    assert "Only who asked may do that" in text_of(await press(bot, answer, "Remove"))


async def test_help_names_the_commands(bot):
    text = text_of(await use(bot, "help"))

    assert all(f"`/{name}`" in text for name in ("ask", "search", "article", "articles", "receipt", "about", "privacy"))


async def test_a_message_is_asked_about_in_a_form(bot):
    opened = await bot.fake.menu("Ask Cuttings about this", "When did Kim go to Russia?")
    form = await opened.modal()
    reply = await (await bot.fake.submit(opened, KIM)).reply()

    assert form["components"][0]["component"]["value"] == "When did Kim go to Russia?"
    assert reply["flags"] & EPHEMERAL
    assert "## September 2023" in text_of(reply)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("they said “Kim Jong Un visited Russia in September 2023, travelling by armoured train.”", "word for word."),
        ("Kim Jong Un visited China in September 2023, travelling by armoured train.", "close to it:"),
        ("The moon is made of green cheese and nobody denies it.", "Not in the library."),
        ("who is he?", "holds no word to look for"),
        ("", "The question is empty"),
    ],
    ids=["exact", "close", "not", "no word", "empty"],
)
async def test_the_source_of_a_message(bot, said, found):
    reply = await (await bot.fake.menu("Find the source", said)).reply()

    assert found in text_of(reply)
    assert reply["flags"] & EPHEMERAL


async def test_who_asks_too_fast_is_told_when_to_come_again(bot):
    """Refused at once, privately and before anything is deferred."""
    told = [await bot.fake.command("ask", question=KIM) for _ in range(12)]
    replies = [await one.reply() for one in told]

    last = text_of(replies[-1])
    assert "You ask faster than I may answer." in last
    assert "Try again <t:" in last
    assert told[-1].kind == 4
    assert replies[-1]["flags"] & EPHEMERAL
    assert "## September 2023" in text_of(replies[0])


async def test_who_presses_too_fast_is_told_when_to_come_again(bot, monkeypatch):
    """Commands and buttons of every kind count, and one that asks anew counts as a question."""
    monkeypatch.setitem(LIMITS, "anything", (4, 400.0))
    monkeypatch.setitem(LIMITS, "person", (1, 400.0))
    nothing = await use(bot, "ask", question=KIM, outlet="The Daily Nothing")
    asked = text_of(await press(bot, nothing, "Any outlet"))
    await press(bot, nothing, "Helpful")
    await use(bot, "articles")
    pressed = [text_of(await press(bot, nothing, label)) for label in ("Helpful", "Why this answer?")]
    listed = await use(bot, "articles")

    assert all("You ask faster than I may answer." in text for text in (asked, *pressed, text_of(listed)))
    assert listed["flags"] & EPHEMERAL
    assert "Noted" in text_of(await press(bot, nothing, "Helpful", person=BEN))


def test_titles_are_completed_fast_at_100_000():
    """At once (the figure is in docs/discord.md); those that begin with what was typed come first."""
    catalogue = Catalogue(None)  # type: ignore[arg-type]  # nothing is read from it here
    catalogue.articles = tuple(ListedArticle(str(n), f"Report {n} about harbours", None, None) for n in range(100_000))
    catalogue._titles = [article.title.casefold() for article in catalogue.articles]

    def timed(typed):
        started = time.thread_time()  # other programs on the machine don't count
        found = [article.id for article in catalogue.titles(typed, 25)]
        took_s.append(time.thread_time() - started)
        return found

    took_s: list[float] = []
    few, some, all_, none = map(timed, ("9999 about", "report 7", "", "zeppelin"))

    assert few == [f"{n}9999" for n in ("", *range(1, 10))]
    assert some == ["7", *map(str, range(70, 80)), *map(str, range(700, 714))]
    assert (all_, none) == ([str(n) for n in range(25)], [])
    assert max(took_s) < 0.5
