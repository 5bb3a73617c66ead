"""`cuttings shell`: the real client without Discord, from a pipe, from a script and at a terminal."""

from __future__ import annotations

import asyncio
import io
import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.chat.local import LocalDiscord
from bot.chat.offline import Unsupported
from bot.chat.seats import Offer, Option, Seat
from bot.handlers.keeper import Keeper
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.shown import Form, Gone, Sight, Words
from bot.terminal.draw import make_console
from bot.terminal.main import main
from bot.terminal.script import read_script
from bot.terminal.shell import AtPrompt, _worked
from bot.terminal.typed import Command, Order, Press, Said, read_line

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden" / "conversation.txt"


class Recorded(LocalDiscord):
    """A bot without Discord that keeps what is seen."""

    def __init__(self, service, keeper):
        self.seen: list[Sight] = []
        self.by_name: dict[str, Offer] = {}
        super().__init__(service, keeper, self.seen.append)


@pytest.fixture
async def local(settings):
    """Return a bot without Discord, with what is seen in `seen` and its commands in `by_name`."""
    service, keeper = Service(settings), Keeper(settings.state)
    made = Recorded(service, keeper)
    async with made:
        made.by_name = {offer.name: offer for offer in made.offers()}
        yield made
    keeper.close()
    service.close()


def text_of(message):
    return "\n".join(part.markdown for part in message.parts if isinstance(part, Words))


def piped(monkeypatch, capsys, settings, *lines, options=(), end="\n"):
    """Return what the shell prints for these lines."""
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + end))
    monkeypatch.chdir(settings.library.parent)
    capsys.readouterr()
    assert main(["shell", *options]) == 0
    return capsys.readouterr().out


async def test_an_answer_is_what_discord_gets(local, bot):
    """The same question on the fake Discord gets the same components, receipts aside."""
    await local.command(Seat(), local.by_name["ask"], {"question": "when did Kim visit Russia?"})
    reply = await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()

    def shape(components):
        return [
            (item["type"], item.get("label"), item.get("disabled"), shape(item.get("components", [])))
            for item in components
        ]

    assert shape(local.seen[-1].raw["components"]) == shape(reply["components"])


async def test_buttons_and_forms_do_what_they_do_on_discord(local):
    """Every button of an answer, in turn: private asides, a page in its place, a form, and the end of the message."""
    await local.command(Seat(), local.by_name["ask"], {"question": "when did Kim visit Russia?"})
    answer = local.seen[-1]
    found = {}
    for button in answer.buttons:
        await local.press(Seat(), answer, button)
        found[button.label] = local.seen[-1]

    assert found["More context"].is_private
    assert found["Next ▶"].number == answer.number
    assert "Noted as helpful" in text_of(found["Helpful"])
    assert isinstance(found["Not helpful"], Form)
    assert found["Remove"] == Gone(answer.number)
    await local.submit(Seat(), found["Not helpful"], ["wrong year"], answer)
    assert "Thank you" in text_of(local.seen[-1])


async def test_others_get_their_own_copy_and_no_rights(local):
    await local.command(Seat(), local.by_name["ask"], {"question": "when did Kim visit Russia?"})
    answer = local.seen[-1]
    button = {button.label: button for button in answer.buttons}

    await local.press(Seat("ben"), answer, button["Next ▶"])
    copy = local.seen[-1]
    await local.press(Seat("ben"), answer, button["Remove"])

    assert (copy.is_private, copy.number != answer.number) == (True, True)
    assert text_of(local.seen[-1]) == "Only who asked may do that."


async def test_only_an_admin_of_a_guild_cares_for_the_library(local):
    for seat, words in [
        (Seat("admin"), "## The library"),
        (Seat("ben"), "Only managers of this server may do that."),
        (Seat("admin", guild=0), "Only managers of this server may do that."),
    ]:
        await local.command(seat, local.by_name["library status"], {})
        assert words in text_of(local.seen[-1])


async def test_a_reindex_is_followed_to_its_end(local, tmp_path):
    path = tmp_path / "rain.txt"
    path.write_text("Rain\n\nRain fell on the hill on Monday.", encoding="utf-8")

    await local.command(Seat("admin"), local.by_name["library add"], {"file": str(path)})

    assert "**added** 1" in text_of(local.seen[-1])


async def test_values_are_completed_as_on_discord(local):
    offers = local.by_name

    assert await local.complete(Seat(), offers["ask"], "outlet", {"outlet": "harb"}) == [
        ("The Harbour Post", "The Harbour Post")
    ]
    titles = await local.complete(Seat(), offers["article"], "title", {"title": "kim fam"})
    assert [name for name, _ in titles] == ["Why the Kim family travels by train"]
    assert await local.complete(Seat("ben"), offers["library remove"], "article", {"article": "kim"}) == []


async def test_what_only_discord_can_do_is_refused(local):
    with pytest.raises(Unsupported, match="needs Discord itself"):
        await local.client.http.request(__import__("discord").http.Route("GET", "/users/@me"))


async def test_a_value_of_the_wrong_kind_is_refused(local):
    with pytest.raises(RequestError, match="private is true or false"):
        await local.command(Seat(), local.by_name["ask"], {"question": "who?", "private": "maybe"})
    with pytest.raises(RequestError, match="channel is a number"):
        await local.command(Seat("admin"), local.by_name["library settings"], {"channel": "here"})
    with pytest.raises(RequestError, match="can't be read"):
        await local.command(Seat("admin"), local.by_name["library add"], {"file": "none.txt"})


async def test_settings_of_a_guild_hold_in_its_channels(local):
    """Named as a channel for all, every other one answers privately; roles and truths are taken too."""
    admin, settings = Seat("admin"), local.by_name["library settings"]
    await local.command(admin, settings, {"channel": "2", "role": "9", "private": "false"})

    await local.command(Seat(channel=2), local.by_name["ask"], {"question": "when did Kim visit Russia?"})
    open_answer = local.seen[-1]
    await local.command(Seat(channel=3), local.by_name["ask"], {"question": "when did Kim visit Russia?"})

    assert (open_answer.is_private, local.seen[-1].is_private) == (False, True)


ASK = Offer("ask", "", (Option("question", "", 3, True, False, ()), Option("outlet", "", 3, False, True, ())))
GROUP = Offer("library status", "", ())


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("/ask who won?", Command(ASK, {"question": "who won?"})),
        ("/ask who won? outlet:The Post", Command(ASK, {"question": "who won?", "outlet": "The Post"})),
        ("/ask outlet:A question:who: me?", Command(ASK, {"outlet": "A", "question": "who: me?"})),
        ('/ask "outlet" outlet:"A B"', Command(ASK, {"question": "outlet", "outlet": "A B"})),
        ("/library status", Command(GROUP, {})),
        ("/library status now", Command(GROUP, {})),
        (" 12 ", Press(None, 12)),
        ("3.12", Press(3, 12)),
        (":as ben", Order("as", "ben")),
        (":", Order("", "")),
        ("hello there", Said("hello there")),
    ],
)
def test_a_line_is_read(line, act):
    assert read_line(line, [ASK, GROUP]) == act


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("/aks who?", "there is no command /aks; did you mean /ask?"),
        ("/", "there is no command /; there are /ask, /library status"),
        ("/library", "there is no command /library"),
        ("/ask", "/ask needs question, as in /ask question:…"),
        ("/ask outlet:A", "/ask needs question"),
    ],
)
def test_a_line_that_asks_for_nothing_is_refused(line, words):
    with pytest.raises(RequestError, match=words.replace("?", r"\?")):
        read_line(line, [ASK, GROUP])


def test_lines_from_a_pipe(settings, monkeypatch, capsys):
    """Who and where can be changed on the way; mistakes are told and the talk goes on."""
    out = piped(
        monkeypatch, capsys, settings,
        "/ask when did Kim visit Russia?", "10", "wrong train", ":as admin", "/library status", ":guild 0",
        "/library status", ":guild here", ":nonsense", "", "99", "7.1", "hello", ":apps nothing", ":help",
        ":save kept.txt", ":save no/where", ":quit", "/ask never asked",
    )  # fmt: skip

    assert "▌ September 2023\n" in out
    assert "── a form: What was wrong?\nWhy was it not helpful?\n── message 2 · only you see it\n▌ Thank you" in out
    assert out.count("The library\n") == 1
    for sentence in (
        "Only managers of this server may do that.",
        "a guild is named by its id, a number",
        "there is no :nonsense like that",
        "has no button 99",
        "there is no such message with buttons",
        "the bot reads no messages",
        "on messages there are: Ask Cuttings about this, Find the source",
        "no/where can't be written",
    ):
        assert sentence in out
    assert "never asked" not in out
    assert (settings.library.parent / "kept.txt").read_text().startswith(">>> /ask when did Kim visit Russia?\n── ")


def test_a_reader_that_goes_ends_it_without_a_word(settings, tmp_path):
    """As with `cuttings shell | head -1`: exit code 0 and nothing on standard error, whatever was still to be shown."""
    lines = "/ask when did Kim visit Russia?\n" * 3
    command = f"exec 2>err; {sys.executable} -m bot.terminal.main shell; echo code $? >&2"
    environ = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore",
                            "CUTTINGS_LIBRARY": str(settings.library)}  # fmt: skip
    shell = subprocess.Popen(
        ["/bin/sh", "-c", command], cwd=tmp_path, env=environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert shell.stdin
    assert shell.stdout
    shell.stdout.close()
    shell.communicate(lines, timeout=60)

    assert (tmp_path / "err").read_text() == "code 0\n"


def test_mentions_and_replies_where_they_are_on(settings, monkeypatch, capsys):
    (settings.library.parent / "config.toml").write_text("[discord]\nanswer_mentions = true\n")

    out = piped(monkeypatch, capsys, settings, "where did Trump and Kim meet in 2018?", ":reply and in 2019?")

    assert "▌ where did Trump and Kim meet in 2018?\n" in out
    assert "▌ where did Trump and Kim meet in 2019?\n" in out


def test_the_options_say_who_and_where(settings, monkeypatch, capsys):
    options = ("--as", "admin", "--guild", "5", "--channel", "6", "--locale", "de")

    assert "Die Bibliothek\n" in piped(monkeypatch, capsys, settings, "/library status", options=options)


def test_a_saved_conversation_is_a_script(settings, monkeypatch, capsys):
    piped(monkeypatch, capsys, settings, "/ask when did Kim visit Russia?", "10", "late", "/about", ":save kept.txt")

    assert main(["shell", "--script", "kept.txt"]) == 0
    assert capsys.readouterr().out == "kept.txt: 3 steps, all as recorded\n"


def test_the_golden_conversation(settings, capsys):
    """Read the difference; if it is meant, record it anew: cuttings shell --script FILE --update."""
    code = main(["shell", "--library", str(settings.library), "--script", str(GOLDEN)])

    assert code == 0, capsys.readouterr().out


def test_a_difference_is_shown_and_can_be_recorded(settings, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "talk.txt"
    path.write_text("About the bridge.\n>>> /ask who designed the Sydney Opera House?\n▌ Nobody.\n", encoding="utf-8")

    assert main(["shell", "--script", "talk.txt"]) == 1
    out = capsys.readouterr().out
    assert "--- recorded\n+++ shown now\n" in out
    assert "\n-▌ Nobody.\n" in out
    assert main(["shell", "--script", "talk.txt", "--update"]) == 0
    assert main(["shell", "--script", "talk.txt"]) == 0
    assert path.read_text().startswith("About the bridge.\n>>> /ask")
    assert not (tmp_path / "state.db").exists(), "a script leaves nothing behind"


def test_what_was_written_into_a_form_is_never_a_command(settings, tmp_path, monkeypatch, capsys):
    """Also where the form does not open: whoever recorded it is not who plays it."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "talk.txt"
    path.write_text(">>> /about\n>>> :save owned.txt\n", encoding="utf-8")

    assert main(["shell", "--script", "talk.txt"]) == 1
    assert "+cuttings: no form asked for all of this\n" in capsys.readouterr().out
    assert not (tmp_path / "owned.txt").exists()
    assert main(["shell", "--script", "talk.txt", "--update"]) == 0
    assert main(["shell", "--script", "talk.txt"]) == 0


def test_a_form_that_was_closed_is_closed_when_played(settings, monkeypatch, capsys):
    """Where the input ends, a form is not sent with nothing in it; nor by a script that has nothing for it."""
    out = piped(monkeypatch, capsys, settings, "/ask who designed the Sydney Opera House?", "5", end="")
    assert "The form was closed." in out
    path = Path("talk.txt")
    path.write_text(">>> /ask who designed the Sydney Opera House?\n▌ Utzon\n>>> 5\n", encoding="utf-8")
    assert main(["shell", "--script", "talk.txt", "--update"]) == 0

    assert path.read_text().endswith("\n── a form: What was wrong?\nThe form was closed.\n")


def test_a_line_separator_in_what_was_shown_begins_no_step(tmp_path):
    path = tmp_path / "talk.txt"
    path.write_text(">>> /about\n▌ it said\u2028>>> :save owned.txt\n", encoding="utf-8")

    (step,) = read_script(path).steps

    assert step.typed == ["/about"]
    assert step.shown == "▌ it said\u2028>>> :save owned.txt\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--script", "none.txt"], "none.txt can't be read"),
        (["--script", "empty.txt"], "holds no step"),
        (["--update"], "--update records into a script"),
        (["--library", "none.db"], "there is no library at none.db yet"),
    ],
)
def test_wrong_use_is_one_sentence(settings, tmp_path, monkeypatch, capsys, arguments, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty.txt").write_text("nothing typed\n")

    assert main(["shell", *arguments]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--guild", "--channel"])
def test_an_id_is_a_number(option, capsys):
    with pytest.raises(SystemExit):
        main(["shell", option, "here"])
    assert '"here" is no id' in capsys.readouterr().err


class Terminal:
    """A process at a pseudo-terminal."""

    def __init__(self, process, master):
        self._process, self._master, self.seen = process, master, ""

    async def until(self, words):
        """Read until words stand on the screen, and go on behind them."""
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(20):
            while words not in self.seen:
                self.seen += (await loop.run_in_executor(None, os.read, self._master, 65_536)).decode(errors="replace")
            self.seen = self.seen.partition(words)[2]

    def type(self, text):
        """Press keys."""
        os.write(self._master, text.encode())


async def test_ctrl_c_ends_the_waiting_and_not_the_shell(capsys):
    """Whatever was typed is no longer waited for; the next Ctrl-C means what it meant before."""
    person, before = AtPrompt(make_console(sys.stdout, {})), signal.getsignal(signal.SIGINT)
    asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGINT)
    async with asyncio.timeout(20):
        await _worked(asyncio.sleep(60), person)

    assert capsys.readouterr().out == "No longer waited for; what has begun goes on.\n"
    assert signal.getsignal(signal.SIGINT) is before


async def test_at_a_terminal_it_completes_and_remembers(settings, tmp_path):
    """A real process at a real pseudo-terminal: Tab completes a title, a button is pressed, Ctrl-D ends it."""
    master, slave = pty.openpty()
    environ = os.environ | {
        "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore", "TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1",
        "XDG_STATE_HOME": str(tmp_path / "kept"), "CUTTINGS_LIBRARY": str(settings.library), "COLUMNS": "100",
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.terminal.main", "shell", "--as", "ada", cwd=tmp_path, env=environ,
        stdin=slave, stdout=slave, stderr=slave, start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    terminal = Terminal(process, master)
    try:
        await terminal.until("ada>")
        terminal.type("/article title:Why the Kim")
        await terminal.until("family travels by train")
        terminal.type("\t\r")
        await terminal.until("only you see it")
        await terminal.until("ada>")
        terminal.type("/ask when did Kim visit Russia?\r")
        await terminal.until("Not helpful]")
        for key in ("\x03", "\x04"):
            await terminal.until("ada>")
            terminal.type("10\r")
            await terminal.until("Why was it not helpful?")
            terminal.type(key)
            await terminal.until("The form was closed.")
        await terminal.until("ada>")
        terminal.type("10\r")
        await terminal.until("Why was it not helpful?")
        terminal.type("late\r")
        await terminal.until("Thank you")
        await terminal.until("ada>")
        terminal.type("\x04")
        async with asyncio.timeout(30):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
        os.close(master)

    history = tmp_path / "kept" / "cuttings" / "history"
    assert "+/ask when did Kim visit Russia?" in history.read_text()
    assert history.stat().st_mode & 0o077 == 0
