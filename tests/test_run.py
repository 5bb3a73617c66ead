"""`cuttings run` and `cuttings sync` as processes: led to the fake Discord from outside, stopped, refused."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.chat import run as running
from bot.chat.client import CuttingsClient
from bot.config import Settings
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from tests.discord_limits import EPHEMERAL
from tests.fake_discord import GUILD, MANAGE_GUILD, TIMEOUT_S, TOKEN, text_of

HELD = """
import time
import bot.chat.base
import index.engines.sqlite
bot.chat.base.FINISH_S = 0.2
index.engines.sqlite.search = lambda *_: time.sleep(60)
"""
"""Makes every search hang, and a stop impatient."""
LEAD = """import os, yarl, discord
discord.http.Route.BASE = os.environ["FAKE_URL"]
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["FAKE_GATEWAY"])
"""
"""Put where Python looks for it at its start: the product itself has no setting for Discord's address."""


@asynccontextmanager
async def process(fake, settings, tmp_path, *arguments, token=TOKEN, config="", lead=LEAD):
    """Start the real command; whatever happens, it is gone at the end of the block."""
    (tmp_path / "sitecustomize.py").write_text(lead)
    if config is not None:
        (tmp_path / "config.toml").write_text(config)
    environ = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path]),
        "FAKE_URL": fake.url,
        "FAKE_GATEWAY": fake.gateway,
        "CUTTINGS_TOKEN": token,
        "CUTTINGS_LIBRARY": str(settings.library),
    }
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot.terminal.main", *arguments, cwd=tmp_path, env=environ,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield made
    finally:
        if made.returncode is None:
            made.kill()
        await made.communicate()


async def ended(made):
    """Return the exit code, standard output and standard error of a process that ends by itself."""
    async with asyncio.timeout(30):
        out, err = await made.communicate()
    return made.returncode, out.decode(), err.decode()


async def ready(fake):
    async with asyncio.timeout(30):
        await fake.ready.wait()


async def test_the_process_answers_and_stops_when_told(fake, settings, tmp_path):
    """From start to SIGTERM: one answer, exit code 0, the gateway closed, no token and no question in the log."""
    async with process(fake, settings, tmp_path, "run") as made:
        await ready(fake)
        reply = await (await fake.command("ask", question="when did Kim visit Russia?")).reply()
        made.send_signal(signal.SIGTERM)
        code, out, err = await ended(made)

    assert "## September 2023" in text_of(reply)
    assert (code, out) == (0, "")
    assert "Traceback" not in err
    assert TOKEN not in err
    assert "Kim" not in err
    assert fake.commands == {}, "commands are given to Discord on demand only"


async def test_the_log_is_json_with_one_id_through_an_interaction(fake, settings, tmp_path):
    """Every line is an object; those about one interaction carry its id; a failure's id is in it too."""
    async with process(fake, settings, tmp_path, "run") as made:
        await ready(fake)
        await (await fake.command("ask", question="when did Kim visit Russia?")).reply()
        failing = await fake.command("receipt", code="NOTHING1")
        await failing.reply()
        made.send_signal(signal.SIGTERM)
        _, _, err = await ended(made)

    lines = [json.loads(line) for line in err.splitlines()]
    asked = [line for line in lines if line.get("name") == "ask"]
    assert [(line["outcome"], bool(line["interaction"])) for line in asked] == [("done", True)]
    assert [line["outcome"] for line in lines if line.get("interaction") == failing.id] == ["refused"]
    assert TOKEN not in err


async def test_questions_stand_in_the_log_only_where_that_is_allowed(fake, settings, tmp_path):
    config = "[service]\nlog_questions = true\nlog = 'text'\n"
    async with process(fake, settings, tmp_path, "run", config=config) as made:
        await ready(fake)
        asked = await fake.command("ask", question="when did Kim visit Russia?")
        await asked.reply()
        made.send_signal(signal.SIGTERM)
        _, _, err = await ended(made)

    assert f"[{asked.id}]: asked: when did Kim visit Russia?" in err
    assert "armoured train" not in err, "an article's text never stands in it"


async def line_with(made, words):
    """Return the next line of standard error that holds some words."""
    async with asyncio.timeout(30):
        while words not in (line := (await made.stderr.readline()).decode()):
            assert line, f"the process ended without saying {words}"
    return line


async def test_settings_are_read_again_at_a_signal(fake, settings, tmp_path):
    """What can change does, what can't is told, and a broken file changes nothing."""
    async with process(fake, settings, tmp_path, "run", config="[answers]\nextracts = 1\n") as made:
        await ready(fake)
        await line_with(made, "ready, in 1 guilds")
        (tmp_path / "config.toml").write_text("[answers]\nextracts = 2\n[discord]\nanswer_mentions = true\n")
        made.send_signal(signal.SIGHUP)
        await line_with(made, "answers.extracts is 2 now; it was 1")
        await line_with(made, "discord.answer_mentions stays false until the bot is started again")
        two = await (await fake.command("ask", question="when did Kim visit Russia?")).reply()
        (tmp_path / "config.toml").write_text("[answers]\nextracts = 0\n")
        made.send_signal(signal.SIGHUP)
        await line_with(made, "the settings stay as they are: config.toml: answers.extracts must be")
        made.send_signal(signal.SIGHUP)
        await line_with(made, "the settings stay as they are")
        (tmp_path / "config.toml").unlink()
        made.send_signal(signal.SIGHUP)
        await line_with(made, "the settings stay as they are: there is no configuration file config.toml")
        made.send_signal(signal.SIGTERM)
        assert (await ended(made))[0] == 0

    assert [f"**{n}** · " in text_of(two) for n in (1, 2, 3)] == [True, True, False]


async def test_the_process_serves_its_health(fake, settings, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with process(fake, settings, tmp_path, "run", config=f"[service]\nport = {port}\n") as made:
        await ready(fake)
        await line_with(made, "ready, in 1 guilds")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/readyz") as response:
                assert response.status == 200
            async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
                assert "cuttings_gateway_ready 1.0" in await response.text()
        made.send_signal(signal.SIGTERM)
        assert (await ended(made))[0] == 0


async def test_a_stop_waits_for_no_thread_that_hangs(fake, settings, tmp_path):
    """A search that never ends keeps neither the process nor the service manager waiting."""
    async with process(fake, settings, tmp_path, "run", lead=LEAD + HELD) as made:
        await ready(fake)
        told = await fake.command("ask", question="when did Kim visit Russia?")
        await told.until(lambda it: it.kind)
        made.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            code, _, err = await ended(made)

    assert code == 0
    assert "stopped with 1 interactions under way" in err


async def test_a_stopping_bot_begins_nothing_new(bot):
    bot.client.is_stopping = True
    told = await bot.fake.command("ask", question="when did Kim visit Russia?")
    reply = await told.reply()
    assert await (await bot.fake.complete("ask", "outlet", "x")).choices() == []
    bot.client.is_stopping = False

    assert text_of(reply) == "I am being restarted; try again in a minute."
    assert told.kind == 4


async def test_from_nothing_to_an_answer(fake, tmp_path):
    """As a new admin would, by the commands of docs/start.md alone: init, add, check, sync, run, and /ask."""
    folder = tmp_path / "new"
    folder.mkdir()
    settings = Settings(folder / "library.db")
    samples = Path(__file__).parent.parent / "samples" / "articles"
    said = []
    for words in (["init"], ["add", str(samples)], ["check"], ["sync"]):
        async with process(fake, settings, folder, *words, config=None) as made:
            made.stdin.write(b"\n123456789012345678\n\n\n\n")
            made.stdin.close()
            said.append(await ended(made))
    async with process(fake, settings, folder, "run", config=None):
        await ready(fake)
        reply = await (await fake.command("ask", question="when did Kim visit Russia?")).reply()

    assert [code for code, _, _ in said] == [0, 0, 2, 0], "the fake's token has no token's shape, as check says"
    assert "https://discord.com/oauth2/authorize?client_id=123456789012345678" in said[0][1]
    assert "a bot's token has three parts" in said[2][1]
    assert "## September 2023" in text_of(reply)


async def test_a_button_is_pressed_after_the_process_was_killed(fake, settings, tmp_path):
    """Killed between question and button: the next process knows the answer."""
    async with process(fake, settings, tmp_path, "run") as made:
        await ready(fake)
        answer = await (await fake.command("ask", question="when did Kim visit Russia?")).reply()
        made.kill()
        await ended(made)
    fake.ready.clear()
    async with process(fake, settings, tmp_path, "run"):
        await ready(fake)
        second = await (await fake.press(answer, "Next ▶")).reply()

    assert "**4** · " in text_of(second)


async def test_everything_a_person_can_do_reaches_the_process(fake, settings, tmp_path):
    """Commands, buttons, forms, completions, menus, and managers' commands, from one process."""
    async with process(fake, settings, tmp_path, "run", config=f"[discord]\nadmin_guilds = [{GUILD}]\n"):
        await ready(fake)
        answer = await (await fake.command("ask", question="when did Kim visit Russia?", private=True)).reply()
        why = await (await fake.press(answer, "Why this answer?")).reply()
        bad = await fake.press(answer, "Not helpful")
        thanks = await (await fake.submit(bad, "the date is wrong")).reply()
        posted = await (await fake.press(answer, "Post here")).reply()
        titles = await (await fake.complete("article", "title", "putin and")).choices()
        article = await (await fake.command("article", title=titles[0])).reply()
        form = await fake.menu("Ask Cuttings about this", "when did Kim visit Russia?")
        asked = await (await fake.submit(form, "who designed the Sydney Opera House?")).reply()
        source = await (await fake.menu("Find the source", "The harbour was quiet.")).reply()
        told = await fake.command("library reindex", permissions=MANAGE_GUILD)
        await told.until(lambda it: it.original and "Reindex: done" in text_of(it.original))
        refused = await (await fake.command("library status")).reply()

    assert "## Why this answer?" in text_of(why)
    assert "whoever cares for the library can read it" in text_of(thanks)
    assert answer["flags"] & EPHEMERAL
    assert not posted["flags"] & EPHEMERAL
    assert "## Putin and Kim sign" in text_of(article)
    assert "Jørn Utzon" in text_of(asked)
    assert "library" in text_of(source)
    assert text_of(refused) == "Only managers of this server may do that."


async def test_every_name_is_in_every_language(fake, settings, tmp_path):
    """Of commands, groups, options and menus; those of one command differ in every one of them."""
    async with process(fake, settings, tmp_path, "sync") as made:
        await ended(made)

    def walk(items):
        for item in items:
            yield item
            yield from walk(item.get("options", []))

    for item in walk(fake.commands[""]):
        assert set(item["name_localizations"]) == {"de", "es-ES", "es-419", "fr", "ru", "ko"}, item["name"]
        if item.get("type", 1) != 3:
            assert set(item["description_localizations"]) == set(item["name_localizations"]), item["name"]
    assert all(item["contexts"] and item["integration_types"] for item in fake.commands[""])


async def test_a_test_guild_gets_the_commands_at_the_start(fake, settings, tmp_path):
    async with process(fake, settings, tmp_path, "run", config=f"[discord]\ntest_guild = {GUILD}\n"):
        await ready(fake)

    assert "ask" in [command["name"] for command in fake.commands[str(GUILD)]]


async def test_sync_gives_discord_the_commands(fake, settings, tmp_path):
    async with process(fake, settings, tmp_path, "sync") as made:
        code, out, _ = await ended(made)

    assert code == 0
    assert out == f"Discord has {len(fake.commands[''])} commands now.\n"
    assert "ask" in [command["name"] for command in fake.commands[""]]


async def test_sync_gives_only_what_differs(fake, settings):
    """Twice the same is nothing to do; a command that Discord lost, or a translation that changed, is."""
    service, keeper = Service(settings), Keeper(settings.state)

    async def sync():
        return (await running.sync_commands(CuttingsClient(service, keeper), TOKEN))[1]

    assert [await sync(), await sync()] == [True, False]
    del fake.commands[""][0]
    assert [await sync(), await sync()] == [True, False]
    await keeper.run(lambda state: state.set_guild(0, "commands", "other"))
    assert [await sync(), await sync()] == [True, False]
    ask = next(command for command in fake.commands[""] if command["name"] == "ask")
    assert ask["name_localizations"]["de"] == "fragen"
    assert ask["options"][0]["name_localizations"]["ko"] == "질문"
    assert ask["description_localizations"]["fr"].startswith("Pose une question ; je réponds")
    assert ask["options"][1]["description_localizations"]["es-419"] == "solo artículos de este medio"
    assert (ask["contexts"], ask["integration_types"]) == ([0, 1, 2], [0, 1])
    keeper.close()
    service.close()


@pytest.mark.parametrize(
    ("arguments", "token", "config", "sentence"),
    [
        (["run"], "wrong.token.here", "", "Discord refuses the token"),
        (["sync"], "wrong.token.here", "", "Discord refuses the token"),
        (["run"], "", "", "there is no token for Discord"),
        (["run"], "", '[discord]\ntoken_file = "none"\n', "none can't be read: No such file"),
        (["run"], TOKEN, '[discord]\nstate = "config.toml"\n', "config.toml can't be used"),
    ],
)
async def test_a_start_that_fails_is_one_sentence(fake, settings, tmp_path, arguments, token, config, sentence):
    """Exit code 2, and the last line says what to do; nothing secret in it."""
    async with process(fake, settings, tmp_path, *arguments, token=token, config=config) as made:
        code, out, err = await ended(made)

    assert (code, out) == (2, "")
    assert sentence in err.splitlines()[-1]
    assert "Traceback" not in err
    assert "wrong.token" not in err


async def test_asking_in_a_terminal_loads_no_discord(settings, tmp_path):
    """Nobody waits for discord.py who only asks."""
    code = (
        "import sys; from bot.terminal.main import main; done = main(['ask', 'when did Kim visit Russia?']);"
        "heavy = {'discord', 'aiohttp', 'prompt_toolkit', 'prometheus_client', 'trafilatura'} & sys.modules.keys();"
        "sys.exit(done + 7 * bool(heavy))"
    )
    made = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, cwd=tmp_path, stdout=asyncio.subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "CUTTINGS_LIBRARY": str(settings.library)},
    )  # fmt: skip

    async with asyncio.timeout(30):
        assert await made.wait() == 0


@pytest.fixture
def make_client(settings):
    """Return a function that makes clients, and close what they share afterwards."""
    service, keeper = Service(settings), Keeper(settings.state)
    yield lambda: CuttingsClient(service, keeper, ready_timeout_s=0.05)
    keeper.close()
    service.close()


async def stopped_once_ready(fake, make_client, **options):
    """Run until the fake has welcomed the bot, then tell the process to stop."""
    task = asyncio.create_task(running.run(make_client, TOKEN, **options))
    waiting = asyncio.create_task(fake.ready.wait())
    async with asyncio.timeout(TIMEOUT_S):
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if not task.done():
            os.kill(os.getpid(), signal.SIGTERM)
        await task


async def test_a_login_that_is_limited_is_tried_again(fake, make_client):
    fake.limit_logins = 1

    await stopped_once_ready(fake, make_client, waits_s=(0.01,))

    assert fake.ready.is_set()


async def test_discord_that_comes_late_is_waited_for(fake, make_client):
    """Refused at the login and at the first websocket, the bot tries again."""
    fake.refuse_logins, fake.refuse_gateways = 1, 1

    await stopped_once_ready(fake, make_client, waits_s=(0.01, 0.01, 0.01))

    assert fake.ready.is_set()


async def test_discord_that_stays_away_ends_the_process(make_client, monkeypatch):
    monkeypatch.setattr("discord.http.Route.BASE", "http://127.0.0.1:9/api")

    with pytest.raises(running.StartError, match="can't be reached") as caught:
        await running.run(make_client, TOKEN, (0.01,))

    assert caught.value.is_passing


@pytest.mark.parametrize(
    ("code", "sentence"), [(4004, "closed the connection for good"), (4014, "refuses the intents")]
)
async def test_a_close_that_is_for_good_ends_the_process(fake, make_client, code, sentence):
    fake.close_code = code

    with pytest.raises(running.StartError, match=sentence) as caught:
        await running.run(make_client, TOKEN, (0.01,))

    assert not caught.value.is_passing
