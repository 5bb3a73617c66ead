"""/healthz, /readyz and /metrics of a running bot; the dashboard and the alerts name only figures that are there."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.chat.health import Health
from bot.chat.metrics import Metrics
from bot.chat.run import StartError
from index.models import Source
from tests.fake_discord import text_of

DEPLOY = Path(__file__).parent.parent / "deploy"


async def get(port, path):
    """Return status and text of what is served."""
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}{path}") as response:
        return response.status, await response.text()


async def figures(port):
    """Return (name, labels) -> value of all figures."""
    status, text = await get(port, "/metrics")
    assert status == 200
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.fixture
async def health(bot):
    """Return the health of a connected bot."""
    made = Health(Metrics("1.2.3"))
    made.watch(bot.client)
    return made


async def test_a_connected_bot_is_alive_and_ready(health):
    async with health.served("127.0.0.1", 0) as port:
        assert await get(port, "/healthz") == (200, '{"alive": true}')
        assert await get(port, "/readyz") == (200, '{"ready": true, "faults": []}')
        assert (await get(port, "/"))[0] == 404


async def test_without_a_client_it_is_alive_but_not_ready():
    async with Health(Metrics("1")).served("127.0.0.1", 0) as port:
        status, text = await get(port, "/readyz")
        assert (await get(port, "/healthz"))[0] == 200
        assert (await figures(port))["cuttings_gateway_ready",] == 0

    assert (status, json.loads(text)["faults"]) == (503, ["the gateway is not connected"])


async def test_a_lost_library_makes_it_unready(health, bot):
    """Those who have it open could go on, but the next start could not."""
    bot.service.settings.library.unlink()
    async with health.served("127.0.0.1", 0) as port:
        status, text = await get(port, "/readyz")
        found = await figures(port)

    assert found["cuttings_library_condition", ("library", "main")] == 3
    assert (status, json.loads(text)["faults"]) == (503, ["the library can't be read"])


async def test_what_people_did_is_counted(health, bot):
    """By command and how it ended; no figure holds a word of anybody's."""
    answer = await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()
    await (await bot.fake.command("ask", question="when did Kim visit Brazil?")).reply()
    await (await bot.fake.command("ask", question="tell me")).reply()
    await (await bot.fake.press(answer, "Next ▶")).reply()
    await (await bot.fake.command("library status")).reply()
    await bot.client.settled()

    async with health.served("127.0.0.1", 0) as port:
        found = await figures(port)
        _, text = await get(port, "/metrics")

    def count(name, outcome):
        return found.get(("cuttings_interactions_total", ("name", name), ("outcome", outcome)))

    assert count("ask", "done") == 1
    assert count("ask", "nothing") == 1
    assert count("ask", "refused") == 1
    assert count("button page", "done") == 1
    assert count("library status", "refused") == 1
    assert found["cuttings_interaction_seconds_count", ("name", "ask")] == 3
    assert found["cuttings_library_articles", ("library", "main")] == 22
    assert found["cuttings_library_condition", ("library", "main")] == 0
    assert found["cuttings_guilds",] == 1
    assert found["cuttings_interactions_under_way",] == 0
    assert found["cuttings_info", ("version", "1.2.3")] == 1
    assert "Kim" not in text
    assert "September" in text_of(answer)


async def test_how_old_sources_are_and_how_often_they_failed(health, bot):
    """By what people call them; no path, no user and no secret of a link, and no two by one name."""
    links = ["https://me:pw@news.example.org/feed?key=secret", "https://news.example.org/feed?key=other"]

    def note(library):
        for address in [*links, "/srv/private/articles"]:
            library.note_source(address, "2024-01-01T00:00:00+00:00")
        library.describe_source(Source("/srv/private/articles", name="harbour"))
        for _ in range(3):
            library.note_outcome(links[0], "2024-02-01T00:00:00+00:00", {}, "no answer")

    await bot.service.write(note)
    async with health.served("127.0.0.1", 0) as port:
        found = await figures(port)
        _, text = await get(port, "/metrics")

    runs = {name[2][1]: value for name, value in found.items() if name[0] == "cuttings_source_failed_runs"}
    read = [value for name, value in found.items() if name[0] == "cuttings_source_read_timestamp_seconds"]
    assert sorted(runs.values()) == [0, 0, 0, 3]
    assert {"harbour", "articles"} < runs.keys()
    assert len([name for name in runs if name.startswith("news.example.org/feed ")]) == 2
    assert 1706745600.0 in read
    assert "secret" not in text
    assert "me:pw" not in text
    assert "/srv" not in text


async def test_a_port_in_use_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(StartError, match=rf"127.0.0.1 port {port} can't be served at"):
            async with Health(Metrics("1")).served("127.0.0.1", port):
                pass


def expressions():
    """Return every expression of the dashboard and of the alert rules."""
    board = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))
    rules = yaml.safe_load((DEPLOY / "alerts.yaml").read_text(encoding="utf-8"))
    found = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    return found + [rule["expr"] for group in rules["groups"] for rule in group["rules"]]


async def test_what_never_happened_counts_as_zero():
    """So that a rate over it sees the first time, too."""
    async with Health(Metrics("1")).served("127.0.0.1", 0) as port:
        found = await figures(port)

    assert found["cuttings_reloads_total", ("outcome", "refused")] == 0
    assert found["cuttings_interactions_total", ("name", "ask"), ("outcome", "failed")] == 0


async def test_the_dashboard_and_the_alerts_name_figures_that_are_there(health, bot):
    await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()
    await bot.client.settled()
    health.metrics.reloaded("done")
    async with health.served("127.0.0.1", 0) as port:
        there = {name for name, *_ in await figures(port)} | {"up"}

    named = {name for text in expressions() for name in re.findall(r"\b(?:cuttings|process)_\w+|\bup\b", text)}
    assert len(named) > 10
    assert named - there == set()


def test_the_dashboards_panels_do_not_overlap():
    panels = json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"]
    places = [panel["gridPos"] for panel in panels]
    cells = [
        (x, y)
        for place in places
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]

    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
