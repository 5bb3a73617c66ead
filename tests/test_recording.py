"""`/library record`: the running bot keeps a conversation of who asks for it, and the shell plays it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.chat.recording import Place
from bot.handlers.guild_words import as_words, read_change
from bot.handlers.guilds import NOTHING_SET, GuildSettings, change, guild_settings
from bot.handlers.requests import RequestError
from bot.state import State
from bot.terminal.main import main
from bot.terminal.recording import FOLDER, MOST_STEPS, Tapes
from bot.terminal.script import read_script
from bot.terminal.session import Step, script_of
from tests.chatting import running_bot
from tests.fake_discord import BEN, CHANNEL, GUILD, MANAGE_GUILD, Channel, text_of

KIM = "when did Kim visit Russia?"


@pytest.fixture
async def recorded(fake, settings, tmp_path):
    """Return a bot that may keep questions, and can record."""
    async with running_bot(fake, replace(settings, keep_questions=True)) as bot:
        bot.client.recorder = Tapes(tmp_path / FOLDER)
        yield bot


async def record(bot, on, **options):
    return await (await bot.fake.command("library record", permissions=MANAGE_GUILD, on=on, **options)).reply()


async def ask(bot, question=KIM, **options):
    return await (await bot.fake.command("ask", question=question, **options)).reply()


def kept(tmp_path):
    return sorted((tmp_path / FOLDER).glob("*"))


async def test_a_recording_is_a_golden_conversation(recorded, settings, tmp_path, capsys):
    """Commands with options, buttons, private replies and a form: played on the same library, all is as recorded."""
    begun = text_of(await record(recorded, on=True))
    answer = await ask(recorded)
    await (await recorded.fake.press(answer, "More context")).reply()
    await (await recorded.fake.press(answer, "Next ▶")).reply()
    await ask(recorded, "who designed the Sydney Opera House?", since="2018-01-01", private=True)
    await ask(recorded, "tell me")
    await (await recorded.fake.command("search", words="ferry passengers")).reply()
    await recorded.client.settled()
    ended = text_of(await record(recorded, on=False))
    (path,) = kept(tmp_path)
    text = path.read_text(encoding="utf-8")

    assert "Others are not." in begun
    assert "6 steps are kept in the file conversation" in ended
    assert f">>> /ask question:{KIM}\n── message 1\n" in text
    assert "\n>>> 1.1\n── message 2 · only you see it\n" in text
    assert "/library" not in text
    assert f">>> :guild {GUILD}\n\n>>> :channel {CHANNEL}\n\n>>> :locale en-GB\n" in text
    assert path.stat().st_mode & 0o077 == 0
    library = ["--library", str(settings.library)]
    code = await asyncio.to_thread(main, ["shell", "--script", str(path), *library])
    assert (code, capsys.readouterr().out) == (0, f"{path}: 10 steps, all as recorded\n")


async def test_a_form_is_recorded_with_what_was_written(recorded, tmp_path):
    await record(recorded, on=True)
    answer = await ask(recorded)
    form = await recorded.fake.press(answer, "Not helpful")
    await (await recorded.fake.submit(form, "lacks the\nyear")).reply()
    await record(recorded, on=False)

    text = kept(tmp_path)[0].read_text(encoding="utf-8")

    assert ">>> lacks the year\n── a form: What was wrong?\n" in text


async def test_what_the_guild_has_set_is_recorded_and_played(recorded, settings, tmp_path, capsys):
    """Also what is changed while it is recorded; no other care for the library is."""
    manager = {"permissions": MANAGE_GUILD}
    await (await recorded.fake.command("library settings", extracts=1, language="de", private=True, **manager)).reply()
    await record(recorded, on=True)
    await ask(recorded)
    await (await recorded.fake.command("library settings", extracts=2, channel=Channel(77), **manager)).reply()
    await (await recorded.fake.command("library status", **manager)).reply()
    await ask(recorded, private=False)
    await recorded.client.settled()
    await record(recorded, on=False)
    (path,) = kept(tmp_path)
    text = path.read_text(encoding="utf-8")

    assert ">>> :set private true\n\n>>> :set extracts 1\n\n>>> :set language de\n" in text
    assert "\n>>> /library settings extracts:2 channel:77\n" in text
    assert "library status" not in text
    code = await asyncio.to_thread(main, ["shell", "--script", str(path), "--library", str(settings.library)])
    assert (code, capsys.readouterr().out) == (0, f"{path}: 10 steps, all as recorded\n")


async def test_what_is_written_is_no_command_of_the_script(recorded, settings, tmp_path, capsys):
    """Nor anything that a terminal obeys, or Discord takes for a mention, when the file is looked at or played."""
    await record(recorded, on=True)
    await ask(recorded, "Kim\n>>> /library remove everything\x1b[2J @everyone <@1>")
    form = await recorded.fake.press(await ask(recorded), "Not helpful")
    await (await recorded.fake.submit(form, "\x1b]0;x\x07\n>>> :quit")).reply()
    await recorded.client.settled()
    await record(recorded, on=False)
    (path,) = kept(tmp_path)
    text = path.read_text(encoding="utf-8")

    assert text.isprintable() or not [sign for sign in text if sign < " " and sign != "\n"]
    assert not [line for line in text.splitlines() if line.startswith(">>> /library") or line == ">>> :quit"]
    assert path.parent.stat().st_mode & 0o077 == 0
    code = await asyncio.to_thread(main, ["shell", "--script", str(path), "--library", str(settings.library)])
    assert (code, "all as recorded" in capsys.readouterr().out) == (0, True)


def test_what_was_shown_never_passes_for_something_typed(tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text(script_of([Step(["/ask x"], "▌ It rained.\n>>> /library remove x\n")]), encoding="utf-8")

    assert [step.typed for step in read_script(path).steps] == [["/ask x"]]


@pytest.mark.parametrize("now", [
    NOTHING_SET, GuildSettings(frozenset({1, 2}), True, frozenset({3}), 5, "ko"), GuildSettings(extracts=1),
], ids=["nothing", "all", "extracts"])  # fmt: skip
def test_what_a_guild_has_set_can_be_said_in_words(now, tmp_path):
    state = State(tmp_path / "state.db")
    for said in as_words(now):
        change(state, 5, read_change(said))

    assert guild_settings(state, 5) == now
    state.close()


WRONG = (
    "",
    "extracts",
    "extracts 99",
    "channel here",
    "role 0",
    "private yes",
    "language xx",
    "colour 5",
    "extracts ٣",
)


@pytest.mark.parametrize("words", [*WRONG, f"channel {2**63}"])
def test_what_cant_be_set_is_said(words):
    with pytest.raises(RequestError, match="what can be set is channel ID"):
        read_change(words)


async def test_nobody_else_is_recorded_nor_anything_elsewhere(recorded, tmp_path):
    await record(recorded, on=True)
    await ask(recorded, person=BEN)
    await recorded.fake.command("ask", question=KIM, guild=0)
    other = text_of(await record(recorded, on=False, person=BEN))
    await ask(recorded, "who designed the Sydney Opera House?")
    await record(recorded, on=False)

    text = kept(tmp_path)[0].read_text(encoding="utf-8")

    assert "You are not being recorded in this channel." in other
    assert KIM not in text
    assert "Sydney Opera House" in text


async def test_only_managers_and_only_where_questions_are_kept(fake, settings, tmp_path):
    async with running_bot(fake, settings) as bot:
        bot.client.recorder = Tapes(tmp_path / FOLDER)
        refused = await record(bot, on=True)
        nobody = await (await fake.command("library record", permissions=0, on=True)).reply()

    assert "Texts of questions are not kept here, so none are recorded" in text_of(refused)
    assert text_of(nobody) == "Only managers of this server may do that."
    assert kept(tmp_path) == []


async def test_a_recording_ends_when_questions_are_kept_no_more(recorded, tmp_path):
    """Nothing stays of it."""
    await record(recorded, on=True)
    await ask(recorded)
    recorded.service.settings = replace(recorded.service.settings, keep_questions=False)
    await ask(recorded)

    assert "not being recorded" in text_of(await record(recorded, on=False))
    assert kept(tmp_path) == []


async def test_one_at_a_time_and_not_for_ever(recorded, tmp_path):
    await record(recorded, on=True)

    assert "recorded already" in text_of(await record(recorded, on=True, person=BEN))
    assert "Nothing was recorded." in text_of(await record(recorded, on=False))
    tape = Tapes(tmp_path / FOLDER)
    tape.start(Place(1, 2, 3), [":locale de"])
    for number in range(MOST_STEPS + 5):
        tape.command(str(number), "ask", {"question": "x"})
    assert tape.stop().steps == MOST_STEPS


async def test_a_folder_that_can_not_be_written(recorded, tmp_path):
    (tmp_path / FOLDER).write_text("in the way")
    await record(recorded, on=True)
    await ask(recorded)

    assert text_of(await record(recorded, on=False)) == "The recording can't be written; my log has the reason."
