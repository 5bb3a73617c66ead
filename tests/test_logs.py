"""The log: lines for people, JSON for a service, one id through an interaction, and no secret in any."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from dataclasses import replace

import pytest

from bot import trace
from bot.config import Settings
from bot.handlers.reloading import reloaded
from bot.handlers.service import Service
from bot.logs import Log
from bot.source_settings import SourceSetting
from index.models import Source

SECRET = "top.secret.token"  # noqa: S105 - opens nothing
log = logging.getLogger("cuttings.test")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self):
        """Say so."""
        return True


@pytest.fixture
def logged():
    """Return a function that begins a log on a stream; all end with the test."""
    begun = []
    level = logging.getLogger().level

    def begin(stream, settings):
        begun.append(Log(stream, [SECRET, ""]))
        begun[-1].begin(settings)
        return begun[-1]

    yield begin
    for item in begun:
        item.end()
    logging.getLogger().setLevel(level)


def test_lines_of_json_hold_one_object_each(logged):
    """Whatever is logged: line breaks, letters of all kinds, an error with its traceback."""
    stream = io.StringIO()
    logged(stream, Settings())

    log.info("two\nlines “ä”", extra={"fields": {"name": "ask", "took_ms": 1.5}})
    try:
        raise ValueError(f"not with {SECRET}")
    except ValueError:
        log.exception("it broke")

    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["message"], first["name"], first["took_ms"]) == ("two\nlines “ä”", "ask", 1.5)
    assert (first["level"], first["logger"]) == ("info", "cuttings.test")
    assert "ValueError: not with (secret)" in second["error"]
    assert "interaction" not in first


def test_people_get_a_line_without_breaks(logged):
    stream = Terminal()
    logged(stream, Settings())

    log.warning("two\nlines \x1b[31m%s", SECRET)

    (line,) = stream.getvalue().splitlines()
    assert line.endswith("WARNING cuttings.test: two lines  [31m(secret)")


@pytest.mark.parametrize(
    ("stream", "form", "is_json"),
    [
        (io.StringIO, "auto", True),
        (Terminal, "auto", False),
        (io.StringIO, "text", False),
        (Terminal, "json", True),
    ],
)
def test_the_form_is_chosen(logged, stream, form, is_json):
    out = stream()
    logged(out, Settings(log=form))

    log.info("hello")

    assert out.getvalue().startswith("{") is is_json


def test_the_form_changes_while_it_is_written(logged):
    out = io.StringIO()
    made = logged(out, Settings(log="text"))
    log.info("one")
    made.change(Settings(log="json"))
    log.info("two")

    one, two = out.getvalue().splitlines()
    assert one.endswith("one")
    assert json.loads(two)["message"] == "two"


async def test_an_interactions_id_goes_into_the_threads_that_work_for_it(settings, logged):
    """Two at once: what each reads in a thread of its own is logged under its own id."""
    out = io.StringIO()
    logged(out, Settings(log="json"))
    service = Service(settings)

    async def work(name):
        trace.begin(name)
        await service.read(lambda library: log.info("reading %s", name))
        await service.write(lambda library: log.info("writing %s", name))

    await asyncio.gather(*(asyncio.create_task(work(name)) for name in ("7", "8")))
    service.close()

    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert sorted((line["message"], line["interaction"]) for line in lines) == [
        ("reading 7", "7"), ("reading 8", "8"), ("writing 7", "7"), ("writing 8", "8"),
    ]  # fmt: skip
    assert trace.current() == ""


def test_what_can_change_live_is_taken_and_the_rest_is_told(tmp_path):
    now = Settings()
    read = replace(
        now, extracts=5, admin_guilds=(7, 8), keep_questions=True, library=tmp_path / "x.db", test_guild=9, port=1,
        libraries=((7, tmp_path / "y.db"),), sources=(SourceSetting(Source("https://example.org/feed.xml")),),
    )  # fmt: skip

    settings, said = reloaded(now, read)

    assert settings == replace(now, extracts=5, admin_guilds=(7, 8), keep_questions=True, sources=read.sources)
    assert said == [
        f"library stays library.db until the bot is started again; the file says {tmp_path / 'x.db'}",
        "answers.extracts is 5 now; it was 3",
        "discord.test_guild stays none until the bot is started again; the file says 9",
        "discord.admin_guilds is 7, 8 now; it was none",
        "discord.keep_questions is true now; it was false",
        "service.port stays 0 until the bot is started again; the file says 1",
        "the sources have changed",
        "the libraries of guilds stay as they are until the bot is started again",
    ]
    assert reloaded(now, now) == (now, [])
