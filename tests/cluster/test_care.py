"""Care of a library in a cluster: the commands that change a file change it, and tell the same."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
import tomllib
from contextlib import contextmanager

import pytest

from bot.chat.health import Health
from bot.chat.metrics import Metrics
from bot.config import Settings
from bot.terminal.main import main
from tests.chatting import running_bot
from tests.cluster.nodes import Cluster, NoClusterError, prepare
from tests.conftest import SAMPLES
from tests.engines import fresh_name
from tests.fake_discord import GUILD, MANAGE_GUILD, File, text_of

pytestmark = pytest.mark.cluster

PATIENCE_S = 60.0


class Desk:
    """A folder of articles and a configuration: runs commands and returns exit code and output."""

    def __init__(self, home, name, capsys, lines):
        self.home, self._capsys = home, capsys
        home.mkdir()
        self.config = home / "config.toml"
        self.config.write_text("\n".join([f'library = "{name}.db"', *lines]), encoding="utf-8")
        self.name = name

    def run(self, *arguments):
        """Return exit code and what was printed, without what only names the library."""
        code = main([*map(str, arguments), "--config", str(self.config)])
        said = self._capsys.readouterr()
        text = (said.out + said.err).replace(str(self.home), "HOME")
        for name in (f"cuttings-{self.name} on 127.0.0.1", f"HOME/{self.name}.db"):
            text = text.replace(name, "LIBRARY")
        return code, [line.replace(":" + line.partition(":")[2][:5], "", 1) if line.startswith("LIBRARY:") and
                      line[8:13].isdigit() else line for line in text.splitlines()]  # fmt: skip


@pytest.fixture
def desks(cluster, tmp_path, capsys):
    """Return a desk with a file, and one with a library in a cluster."""
    port = cluster.nodes[0].http_port
    lines = ['engine = "opensearch"', "[opensearch]", f'nodes = ["http://127.0.0.1:{port}"]', "copies = 0"]
    made = Desk(tmp_path / "file", fresh_name(), capsys, []), Desk(tmp_path / "cluster", fresh_name(), capsys, lines)
    for desk in made:
        shutil.copytree(SAMPLES, desk.home / "articles")
        (desk.home / "articles" / "ferry.txt").write_text("A ferry\n\nThe ferry Marit carries 412 people.\n")
    return made


def changed(desk):
    """Change one article, add one, delete one."""
    folder = desk.home / "articles"
    (folder / "ferry.txt").write_text("A ferry\n\nThe ferry Marit carries 500 people now.\n")
    (folder / "zeppelin.txt").write_text("A zeppelin\n\nThe zeppelin Otto landed on 3 May 2021.\n")
    sorted((folder / "town").iterdir())[0].unlink()


def test_the_same_commands_tell_the_same(desks):
    """Adding, asking, reading again, editing, removing, forgetting: a file and a cluster can't be told apart."""
    steps = [
        lambda desk: desk.run("status"),
        lambda desk: desk.run("add", desk.home / "articles"),
        lambda desk: desk.run("add", desk.home / "articles"),
        lambda desk: desk.run("ask", "how many people does the ferry Marit carry?"),
        lambda desk: (changed(desk), desk.run("reindex"))[1],
        lambda desk: desk.run("ask", "how many people does the ferry Marit carry?"),
        lambda desk: desk.run("ask", "when did the zeppelin Otto land?"),
        lambda desk: (desk.run("revisions", "A ferry")[0], len(desk.run("revisions", "A ferry")[1])),
        lambda desk: desk.run("edit", "A zeppelin", "--title", "Otto", "--published", "2021-05-04"),
        lambda desk: desk.run("search", "zeppelin"),
        lambda desk: desk.run("reindex", "--full"),
        lambda desk: desk.run("search", "zeppelin"),
        lambda desk: desk.run("edit", "Otto", "--undo")[0],
        lambda desk: desk.run("reindex"),
        lambda desk: desk.run("search", "zeppelin"),
        lambda desk: desk.run("remove", "A zeppelin")[0],
        lambda desk: desk.run("remove", "A zeppelin"),
        lambda desk: desk.run("ask", "when did the zeppelin Otto land?"),
        lambda desk: desk.run("repair"),
        lambda desk: desk.run("ask", "when did Kim visit Russia?"),
        lambda desk: desk.run("sources")[1][:2],
        lambda desk: desk.run("sources", "--forget", desk.home / "articles"),
        lambda desk: desk.run("ask", "when did Kim visit Russia?")[0],
    ]

    for number, step in enumerate(steps):
        on_file, in_cluster = map(step, desks)

        if number:  # a library that is not there is called by another name
            assert in_cluster == on_file, number
        else:
            assert in_cluster[0] == on_file[0] == 2


def test_nothing_is_left_of_a_library_in_which_nothing_was_put(desks):
    """As for a file: a mistyped folder makes no library."""
    _, desk = desks

    code, lines = desk.run("add", desk.home / "artikles")

    assert code == 2
    assert "artikles" in lines[-1]
    assert "there is no library" in desk.run("status")[1][0]


def test_articles_go_out_and_in_by_a_pipe(desks, tmp_path):
    """``cuttings export | cuttings import --engine opensearch``, as a shell would run it; and back."""
    file, desk = desks
    file.run("add", file.home / "articles")
    config = tmp_path / "both.toml"
    nodes = tomllib.loads(desk.config.read_text())["opensearch"]["nodes"]
    config.write_text(f'library = "file/{file.name}.db"\n[opensearch]\nnodes = {json.dumps(nodes)}\ncopies = 0\n')

    there = piped(config, "export", "import --engine opensearch")
    again = piped(config, "export", "import --engine opensearch")
    back, forth = piped(config, "export --engine opensearch"), piped(config, "export")

    assert "23 added" in there
    assert "23 unchanged" in again
    assert back == forth


def test_a_backup_of_a_cluster_is_a_library_file(desks, tmp_path):
    """It answers as it is, and goes back into a cluster that lost everything; `vacuum` keeps every answer."""
    _, desk = desks
    desk.run("add", desk.home / "articles")
    changed(desk)
    desk.run("reindex")
    assert desk.run("vacuum")[0] == 0
    expected = desk.run("ask", "how many people does the ferry Marit carry?")

    assert desk.run("backup", tmp_path / "backup")[0] == 0
    assert desk.run("sources", "--forget", desk.home / "articles")[0] == 0
    assert desk.run("restore", tmp_path / "backup")[0] == 0
    assert desk.run("move", "--to", "opensearch")[0] == 0

    assert expected[0] == 0
    assert desk.run("ask", "how many people does the ferry Marit carry?") == expected
    assert len(desk.run("revisions", "A ferry")[1]) == 3
    assert "23 articles" in desk.run("check")[1][-2] or "Everything" in desk.run("check")[1][-2]


def test_a_full_disk_is_told_wherever_one_looks(desks, cluster):
    """Adding says why not, `check` counts it as a fault, `status` tells it, asking goes on; later all is well again."""
    _, desk = desks
    desk.run("add", desk.home / "articles")
    expected = desk.run("ask", "when did Kim visit Russia?")
    block = "index.blocks.read_only_allow_delete"
    names = f"/cuttings-{desk.name}-articles,cuttings-{desk.name}-passages/_settings"
    cluster.ask("PUT", names, body=json.dumps({block: True}))
    changed(desk)
    added, checked, told = desk.run("reindex"), desk.run("check"), desk.run("status")
    asked = desk.run("ask", "when did Kim visit Russia?")
    cluster.ask("PUT", names, body=json.dumps({block: None}))

    assert added[0] == checked[0] == 2
    assert "could not store everything (its disks are full, so it lets nothing be added)" in added[1][-1]
    assert "fault: the cluster lets nothing be added; its disks may be full" in checked[1]
    assert any("its disks may be full" in line for line in told[1])
    assert asked == expected
    assert desk.run("reindex")[0] == desk.run("check")[0] == 0


async def test_all_copies_gone_under_the_bot(fake, tmp_path):
    """It says so to those who ask and to those who look after it, and recovers by itself."""
    try:
        prepare()
        own = Cluster(tmp_path / "own", 1)
        own.start()
    except NoClusterError as error:
        pytest.skip(f"no OpenSearch node can be started here: {error}")
    with closing_cluster(own):
        port, name = own.nodes[0].http_port, fresh_name()
        settings = Settings(
            library=tmp_path / f"{name}.db", state=tmp_path / "state.db", admin_guilds=(GUILD,), engine="opensearch",
            nodes=(own.nodes[0].url,), copies=0,
        )  # fmt: skip
        fake.files["zeppelin.txt"] = b"A zeppelin\n\nThe zeppelin Otto landed on 3 May 2021.\n"
        async with running_bot(fake, settings) as bot:
            bot.service.budget_s = PATIENCE_S
            health = Health(Metrics("1"))
            health.watch(bot.client)
            await run(bot, "library add", "Add: done", file=File("zeppelin.txt"))
            assert (await health.readiness()).is_ready
            own.nodes[0].kill()

            assert "The library can't be used at the moment" in await use(
                bot, "ask", question="when did the zeppelin Otto land?"
            )
            assert "**state** down (red)" in await use(bot, "library status")
            assert (await health.readiness()).faults == ("the library can't be read",)
            own.nodes[0].start(**{"discovery.seed_hosts": "127.0.0.1:1"})
            await asyncio.to_thread(own.nodes[0].wait)
            assert own.nodes[0].http_port == port
            await asyncio.to_thread(own.wait, nodes=1)
            assert "3 May 2021" in await use(bot, "ask", question="when did the zeppelin Otto land?")
            assert (await health.readiness()).is_ready


@contextmanager
def closing_cluster(cluster):
    """Stop a cluster at the end of the block."""
    try:
        yield
    finally:
        cluster.stop()


def piped(config, *commands):
    """Run commands as a shell does, what one prints for the next one to read; return what the last one prints."""
    line = " | ".join(f"{sys.executable} -m bot.terminal.main {command} --config {config}" for command in commands)
    return subprocess.run(["/bin/sh", "-c", line], capture_output=True, text=True, check=True).stdout


async def use(bot, name, **options):
    return text_of(await (await bot.fake.command(name, permissions=MANAGE_GUILD, **options)).reply())


async def run(bot, name, end, **options):
    """Begin work on the library, and return what is told at its end."""
    told = await bot.fake.command(name, permissions=MANAGE_GUILD, **options)
    await told.until(lambda it: it.original and end in text_of(it.original))
    return text_of(told.original)


async def test_the_bot_over_a_cluster(cluster, fake, tmp_path):
    """What members and managers do, from a library that begins empty."""
    settings = Settings(
        library=tmp_path / f"{fresh_name()}.db",
        state=tmp_path / "state.db",
        admin_guilds=(GUILD,),
        engine="opensearch",
        nodes=(cluster.nodes[0].url,),
        copies=0,
    )
    assert not settings.library.exists()
    async with running_bot(fake, settings) as bot:
        fake.files["zeppelin.txt"] = b"A zeppelin\n\nThe zeppelin Otto landed on 3 May 2021.\n"
        assert "**added** 1" in await run(bot, "library add", "Add: done", file=File("zeppelin.txt"))
        assert "3 May 2021" in await use(bot, "ask", question="when did the zeppelin Otto land?")
        assert "**articles** 1" in await use(bot, "about")
        assert "**state** good" in await use(bot, "library status")
        assert "**A zeppelin**" in await use(bot, "articles")
        assert "zeppelin" in await use(bot, "search", words="zeppelin")
        assert "A zeppelin" in await use(bot, "library inspect", article="A zeppelin")
        for full in (False, True):
            assert "**failed** 0" in await run(bot, "library reindex", "Reindex: done", full=full)
        asked = await (await fake.command("library remove", permissions=MANAGE_GUILD, article="A zeppelin")).reply()
        await (await fake.press(asked, "Remove it", permissions=MANAGE_GUILD)).reply()
        assert "3 May 2021" not in await use(bot, "ask", question="when did the zeppelin Otto land?")
    assert not settings.library.exists()
