"""Attacks: what people may not do, they can't do by any command, button, form or completion, forged ones too."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from discord import app_commands

from bot.chat.library import GROUP
from bot.chat.pressing import FORMS, VERBS
from bot.handlers.library import add
from bot.handlers.requests import BuildRequest
from bot.terminal.main import main
from tests.chatting import running_bot
from tests.discord_limits import EPHEMERAL
from tests.fake_discord import BEN, GUILD, MANAGE_GUILD, OTHER_GUILD, Channel, File, Role, buttons, text_of

KIM = "when did Kim visit Russia?"
TREATY = "https://example.org/harbour-post/pyongyang-treaty"
FOR_ADMINS = {"stop", "drop"}
FOR_THE_ASKER = {"post", "gone"}
OF_AN_ANSWER = {"page", "why", "good", "bad", "wide"} | FOR_THE_ASKER
OF_A_RECEIPT = {"more", "read", "past"}
OF_NOBODY = {"list", "forget"}
OPTIONS: dict[str, dict[str, Any]] = {
    "reindex": {"source": "articles", "full": True},
    "remove": {"article": TREATY},
    "inspect": {"article": TREATY},
    "settings": {"channel": Channel(1), "private": True, "role": Role(GUILD), "extracts": 1, "language": "de"},
    "add": {"file": File("a.txt")},
    "record": {"on": True},
}


def of_group():
    """Return the name of each command for admins, whichever there are."""
    return sorted(command.name for command in GROUP.commands)


async def state_of(bot):
    """Return what could be changed by what is refused."""
    articles = await bot.service.read(lambda library: [article.id for article in library.listed()])
    settings = await bot.keeper.run(
        lambda state: [state.guild_setting(GUILD, name) for name in ("channels", "private", "admin_roles", "extracts")]
    )
    return articles, settings, bot.client.desks.default.runs.current


def test_every_button_is_known_here():
    """Whoever adds one says whose it is."""
    assert VERBS.keys() == FOR_ADMINS | OF_AN_ANSWER | OF_A_RECEIPT | OF_NOBODY
    assert FORMS.keys() == {"reason", "ask"}


@pytest.mark.parametrize("name", of_group())
@pytest.mark.parametrize("guild", [GUILD, OTHER_GUILD, 0], ids=["member", "elsewhere", "alone"])
async def test_no_command_for_admins_works_for_others(bot, name, guild):
    """Members without the permission, managers of a guild the bot isn't in, anybody in direct messages."""
    bot.fake.files["a.txt"] = b"An article\n\nWith some words in it.\n"
    before = await state_of(bot)
    permissions = 0 if guild == GUILD else MANAGE_GUILD
    told = await bot.fake.command(f"library {name}", permissions=permissions, guild=guild, **OPTIONS.get(name, {}))
    reply = await told.reply()

    assert text_of(reply) == "Only managers of this server may do that."
    assert reply["flags"] & EPHEMERAL
    assert await state_of(bot) == before


@pytest.mark.parametrize(("name", "option"), [("remove", "article"), ("inspect", "article"), ("reindex", "source")])
async def test_no_completion_for_admins_tells_others_anything(bot, name, option):
    assert await (await bot.fake.complete(f"library {name}", option, "")).choices() == []
    assert await (await bot.fake.complete(f"library {name}", option, "", permissions=MANAGE_GUILD)).choices()


async def test_no_completion_is_left_out_above():
    commands = [command for command in GROUP.commands if isinstance(command, app_commands.Command)]
    found = {
        (command.name, option.name) for command in commands for option in command.parameters if option.autocomplete
    }

    assert found == {("remove", "article"), ("inspect", "article"), ("reindex", "source")}


async def test_no_button_for_admins_works_for_others(bot):
    """Forged on a message of one's own, with the code of a real one."""
    asked = await (await bot.fake.command("library remove", permissions=MANAGE_GUILD, article=TREATY)).reply()
    before = await state_of(bot)
    mine = await (await bot.fake.command("ask", question=KIM, person=BEN)).reply()
    for made in (buttons(asked)["Remove it"], "c1:stop:"):
        reply = await (await bot.fake.forge(mine, made, person=BEN)).reply()
        assert text_of(reply) == "Only managers of this server may do that."
        assert reply["flags"] & EPHEMERAL

    assert await state_of(bot) == before


@pytest.mark.parametrize("verb", sorted(OF_AN_ANSWER))
async def test_a_private_answer_is_shown_to_nobody_else(bot, verb):
    """Forged by another person on a public message of theirs, with the code of the private answer."""
    private = await (await bot.fake.command("ask", question=KIM, private=True)).reply()
    code = buttons(private)["Post here"].split(":")[2]
    mine = await (await bot.fake.command("ask", question="who designed the opera house?", person=BEN)).reply()
    page = "" if verb in {"good", "bad", "gone"} else ":0"
    told = await bot.fake.forge(mine, f"c1:{verb}:{code}{page}", person=BEN)
    await told.until(lambda it: it.followups or (it.kind in {4, 5} and (it.edits or it.kind == 4)))
    shown = [*told.followups, told.original or {}]

    for message in shown:
        if message.get("components"):
            assert "Kim" not in text_of(message)
            assert message is mine or message["flags"] & EPHEMERAL or message["id"] == mine["id"]
    assert any("Only who asked may do that." in text_of(message) for message in shown if message.get("components"))
    assert await bot.keeper.run(lambda state: state.votes()) == (0, 0)
    assert bot.fake.posted.empty()


async def test_what_goes_on_from_a_private_answer_is_private(bot):
    """Every button of it, and every button of what those show, but *Post here* by its asker."""
    waiting = [await (await bot.fake.command("ask", question=KIM, private=True)).reply()]
    seen: set[str] = set()
    while waiting:
        message = waiting.pop()
        assert message["flags"] & EPHEMERAL
        for label, made in buttons(message).items():
            verb = made.split(":")[1]
            if verb in {"post", "bad"} or f"{verb} {label}" in seen:
                continue
            seen.add(f"{verb} {label}")
            waiting.append(await (await bot.fake.forge(message, made)).reply())

    assert len(seen) >= 6


async def test_only_once_posted_is_an_answer_public(bot):
    """Then others may turn its pages, in a copy of their own."""
    private = await (await bot.fake.command("ask", question=KIM, private=True)).reply()
    posted = await (await bot.fake.press(private, "Post here")).reply()
    copy = await (await bot.fake.press(posted, "Next ▶", person=BEN)).reply()

    assert not posted["flags"] & EPHEMERAL
    assert copy["flags"] & EPHEMERAL
    assert "**4** · " in text_of(copy)


@pytest.mark.parametrize(
    "made",
    [
        "c1::", "c1:none:x", "c1:page:", "c1:page:x:y", "c1:page:ZZZZZZZZ:99999999999999999999999", "c1:list:",
        "c1:list:x:y", "c1:list:-5:soon:none", "c1:list:²:a:b:c", "c1:more::", "c1:more:x:-1",
        "c1:read:'; DROP TABLE answers; --:0", "c1:why:%:0", "c1:wide::date", "c1:post:x:0", "c1:gone:", "c1:drop:x",
        "c1:good:", "c1:past:x:0", "c1:bad:",
    ],
)  # fmt: skip
async def test_a_forged_button_ends_in_a_sentence(bot, made, caplog):
    """Whatever its id says: nothing is shown that shouldn't be, and nothing fails inside."""
    message = await (await bot.fake.command("articles")).reply()
    told = await bot.fake.forge(message, made, person=BEN, permissions=MANAGE_GUILD)
    await told.until(lambda it: it.followups or it.kind in {4, 7} or it.edits)

    assert "Traceback" not in caplog.text


async def test_a_form_nobody_opened_ends_in_a_sentence(bot):
    opened = await bot.fake.menu("Ask Cuttings about this", "words")
    form = await opened.modal()
    for made, sentence in (("c1:none:", "another version of me"), ("c1:reason:ZZZZZZZZ", "no longer known here")):
        form["custom_id"] = made
        assert sentence in text_of(await (await bot.fake.submit(opened, "words")).reply())


@pytest.fixture
def two_libraries(settings, tmp_path):
    """Return settings by which the guild has a library of its own, with one article about the Moon."""
    (tmp_path / "moon").mkdir()
    (tmp_path / "moon" / "moon.txt").write_text("The Moon\n\nNeil Armstrong stepped onto the Moon on 21 July 1969.\n")
    assert main(["add", str(tmp_path / "moon"), "--library", str(tmp_path / "moon.db")]) == 0
    return replace(settings, libraries=((GUILD, tmp_path / "moon.db"),))


async def test_a_guilds_library_answers_there_and_nowhere_else(fake, two_libraries):
    moon = "when did Armstrong step onto the Moon?"
    async with running_bot(fake, two_libraries):
        here = text_of(await (await fake.command("ask", question=moon)).reply())
        not_here = text_of(await (await fake.command("ask", question=KIM)).reply())
        alone = text_of(await (await fake.command("ask", question=moon, guild=0)).reply())
        elsewhere = text_of(await (await fake.command("ask", question=KIM, guild=OTHER_GUILD)).reply())
        titles = await (await fake.complete("article", "title", "")).choices()
        about = text_of(await (await fake.command("about")).reply())

    assert "## 21 July 1969" in here
    assert "Nothing found" in not_here
    assert "Pyongyang" not in not_here
    assert "Nothing found" in alone
    assert "Armstrong stepped" not in alone
    assert "## September 2023" in elsewhere
    assert len(titles) == 1
    assert "**articles** 1\n" in about


async def test_codes_of_another_library_are_unknown(fake, two_libraries):
    """Receipts and every button, by the very person who asked; admins' ones too."""
    async with running_bot(fake, two_libraries) as bot:
        answer = await (await fake.command("ask", question="when did Armstrong step onto the Moon?")).reply()
        receipt = text_of(answer).split("`")[1]
        checked = await (await fake.command("receipt", code=receipt, guild=0)).reply()
        at_home = await (await fake.command("receipt", code=receipt)).reply()
        asked = await (await fake.command("library remove", permissions=MANAGE_GUILD, article="The Moon")).reply()
        codes = {**buttons(answer), **buttons(asked)}
        for label, made in codes.items():
            told = await fake.forge(answer, made, guild=OTHER_GUILD, permissions=MANAGE_GUILD)
            await told.until(lambda it: it.followups or it.kind == 4 or it.edits)
            for message in (*told.followups, told.original or {}):
                if message.get("components") and message["id"] != answer["id"]:
                    assert "Armstrong" not in text_of(message), label
        still = await bot.client.desks.of(GUILD).service.read(lambda library: len(library.listed()))

    assert f"There is no receipt “{receipt}” here." in text_of(checked)
    assert "Unchanged" in text_of(at_home)
    assert still == 1


async def test_a_guilds_managers_care_for_its_own_library_alone(fake, two_libraries):
    """Without being named, as nobody else is answered from it; where several guilds are, they have to be."""
    async with running_bot(fake, replace(two_libraries, admin_guilds=(OTHER_GUILD,))):
        own = text_of(await (await fake.command("library status", permissions=MANAGE_GUILD)).reply())
    shared = (*two_libraries.libraries, (OTHER_GUILD, two_libraries.libraries[0][1]))
    async with running_bot(fake, replace(two_libraries, admin_guilds=(OTHER_GUILD,), libraries=shared)):
        refused = text_of(await (await fake.command("library status", permissions=MANAGE_GUILD)).reply())

    assert "**articles** 1\n" in own
    assert f"its id, {GUILD}," in refused


@pytest.mark.parametrize("verb", ["page", "wide"])
async def test_an_asker_cant_turn_a_private_answer_into_a_public_message(bot, verb):
    """Not even by the code of their own on a public message of theirs; it goes into a private one."""
    private = await (await bot.fake.command("ask", question=KIM, private=True)).reply()
    code = buttons(private)["Post here"].split(":")[2]
    public = await (await bot.fake.command("ask", question="who designed the opera house?")).reply()
    told = await bot.fake.forge(public, f"c1:{verb}:{code}:{'0' if verb == 'page' else 'date'}")
    reply = await told.reply()

    assert reply["flags"] & EPHEMERAL
    assert "Kim" not in text_of(public)
    assert bot.fake.posted.empty()


@pytest.mark.parametrize("verb", ["page", "gone"])
async def test_nobody_changes_anothers_message_by_a_code_of_their_own(bot, verb):
    mine = await (await bot.fake.command("ask", question=KIM, person=BEN)).reply()
    code = buttons(mine)["Helpful"].split(":")[2]
    theirs = await (await bot.fake.command("ask", question="who designed the opera house?")).reply()
    told = await bot.fake.forge(theirs, f"c1:{verb}:{code}{':0' * (verb == 'page')}", person=BEN)
    await told.until(lambda it: it.followups or it.kind in {4, 7})

    assert told.kind != 7
    assert all(message["flags"] & EPHEMERAL for message in told.followups)
    assert told.kind == 4 or told.original is None or "opera house" in text_of(told.original)


async def test_a_private_answer_is_posted_once(bot):
    """However fast its asker presses."""
    private = await (await bot.fake.command("ask", question=KIM, private=True)).reply()
    both = [await bot.fake.press(private, "Post here") for _ in range(2)]
    replies = [await told.reply() for told in both]

    assert sorted(bool(reply["flags"] & EPHEMERAL) for reply in replies) == [False, True]
    assert sum("posted already" in text_of(reply) for reply in replies) == 1


async def test_who_loses_the_role_loses_its_buttons(bot):
    """Also those of messages from before; and a role that is taken from the settings is none any more."""
    await (await bot.fake.command("library settings", permissions=MANAGE_GUILD, role=Role(GUILD))).reply()
    asked = await (await bot.fake.command("library remove", article=TREATY, person=BEN)).reply()
    await (await bot.fake.command("library settings", permissions=MANAGE_GUILD, role=Role(GUILD))).reply()
    refused = await (await bot.fake.press(asked, "Remove it", person=BEN)).reply()

    assert "Remove this article?" in text_of(asked)
    assert text_of(refused) == "Only managers of this server may do that."
    assert await bot.service.read(lambda library: library.find_ids(TREATY))


async def test_titles_of_any_letters_are_offered_within_the_limits(bot, tmp_path):
    """Discord may count the letters of other planes twice; what turns the direction of a line is left out."""
    titles = ["\U0001f680" * 150, "\u202eevil " + "x" * 200, "\u200f\u0627" * 120]
    for number, title in enumerate(titles):
        (tmp_path / f"{number}.json").write_text(json.dumps({"title": title, "text": "The words of it."}))
    await add(bot.service, BuildRequest((tmp_path,)), lambda *_: None)
    bot.client.desks.default.catalogue.expire()
    await bot.client.desks.default.catalogue.refresh()
    told = await bot.fake.complete("article", "title", "")
    await told.choices()
    names = [choice["name"] for choice in told.data["choices"]]

    assert len(names) == 25
    assert all(0 < len(name.encode("utf-16-le")) // 2 <= 100 for name in names)
    assert not any("\u202e" in name for name in names)
    assert any(name.startswith("\U0001f680") for name in names)


async def test_a_form_takes_a_message_of_letters_of_other_planes(bot):
    opened = await bot.fake.menu("Ask Cuttings about this", "\U0001f680" * 1_900)
    modal = await opened.modal()

    (item,) = [item for item in modal["components"] if item["type"] == 18]
    assert 0 < len(item["component"]["value"].encode("utf-16-le")) // 2 <= item["component"]["max_length"]
