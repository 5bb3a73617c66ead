"""Options of the test run, and what several test files need."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from bot.config import Settings
from bot.terminal.main import main
from index.reading import means
from index.reading.sandbox import Sandbox
from index.store import Library
from tests.bad_server import serving
from tests.chatting import running_bot
from tests.cluster.nodes import THREE, TWO, Cluster, NoClusterError, prepare
from tests.fake_discord import GUILD, FakeDiscord, lead_to
from tests.stories import answer_from

SAMPLES = Path(__file__).parent.parent / "samples" / "articles"


def pytest_addoption(parser):
    """Let a test run be made longer than the usual one."""
    parser.addoption("--kill-rounds", type=int, default=20, help="how often the crash test kills a writer")
    parser.addoption("--cluster", action="store_true", help="also run the tests that need real OpenSearch nodes")
    parser.addoption(
        "--cluster-version", type=int, choices=[2, 3], default=2, help="of the node of most of these tests"
    )
    parser.addoption("--edits", type=int, default=200, help="how many changes the history test makes")


def pytest_collection_modifyitems(config, items):
    """Leave out what needs a cluster, unless it was asked for."""
    if not config.getoption("--cluster"):
        config.hook.pytest_deselected(items=[item for item in items if "cluster" in item.keywords])
        items[:] = [item for item in items if "cluster" not in item.keywords]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory, request):
    """Return a cluster of one real node, started once."""
    release = {2: TWO, 3: THREE}[request.config.getoption("--cluster-version")]
    try:
        prepare(release)
        one = Cluster(tmp_path_factory.mktemp("cluster"), 1, release)
        one.start()
    except NoClusterError as error:
        pytest.skip(f"no OpenSearch node can be started here: {error}")
    yield one
    one.stop()


@pytest.fixture
def bad():
    """Return a web server on loopback that serves, or misbehaves, as it is told."""
    with serving() as server:
        yield server


@pytest.fixture(scope="module")
def kept_sandbox():
    """Start the process that reads pages once for all tests of a file."""
    sandbox = Sandbox()
    yield sandbox
    sandbox.close()


@pytest.fixture
def one_sandbox(kept_sandbox, monkeypatch):
    """Read pages in the process that is kept, and fail without waiting in between."""

    def close(self):
        self.stopped.set()
        self.fetcher.stop()
        self.crew.stop()

    monkeypatch.setattr("index.reading.web.fetcher.WAITS_S", (0.0, 0.0))
    monkeypatch.setattr(means, "Sandbox", lambda: kept_sandbox)
    monkeypatch.setattr(means.Web, "close", close)


@pytest.fixture
def library(tmp_path):
    """Return a new library, open for writing."""
    with Library.open_for_writing(tmp_path / "library.db") as opened:
        yield opened


@pytest.fixture
def ask(tmp_path):
    """Return a function that answers a question from a few articles, see `answer_from`."""
    return partial(answer_from, tmp_path)


@pytest.fixture
def kill_rounds(request):
    """Return how often the crash test kills a writer."""
    return request.config.getoption("--kill-rounds")


@pytest.fixture
def edits(request):
    """Return how many changes the history test makes."""
    return request.config.getoption("--edits")


@pytest.fixture(scope="session")
def sample_library(tmp_path_factory):
    """Make a library of the sample articles, once; tests copy it."""
    path = tmp_path_factory.mktemp("samples") / "library.db"
    assert main(["add", str(SAMPLES), "--library", str(path)]) == 0
    return path


@pytest.fixture
def settings(sample_library, tmp_path):
    """Return settings with a library of the sample articles and a state file, both this test's own."""
    shutil.copy(sample_library, tmp_path / "library.db")
    return Settings(library=tmp_path / "library.db", state=tmp_path / "state.db", admin_guilds=(GUILD,))


@pytest.fixture
async def fake(monkeypatch):
    """Return a fake Discord that discord.py takes for the real one; it has nothing to complain about at the end."""
    async with FakeDiscord().serve() as served:
        lead_to(served, monkeypatch)
        yield served
    assert served.problems == []


@pytest.fixture
async def bot(fake, settings):
    """Return a bot that is connected to the fake Discord."""
    async with running_bot(fake, settings) as running:
        yield running
