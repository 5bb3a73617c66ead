"""`/library add`: a link is fetched with nobody waiting for it, or refused in one sentence; several files at once."""

from __future__ import annotations

import threading
from dataclasses import replace

import pytest

from index.reading import means
from index.store import Library
from tests.bad_server import reply, serving
from tests.chatting import running_bot
from tests.discord_limits import EPHEMERAL
from tests.fake_discord import MANAGE_GUILD, File, buttons, text_of

MOON = "when did Armstrong step onto the Moon?"
BODY = "".join(
    f"<p>Neil Armstrong stepped onto the Moon on 21 July 1969, and spoke of one small step. Part {part}.</p>"
    for part in ("one", "two", "three", "four")
)
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>First steps</title><meta name="author" content="Ada Lowe">'
    '<meta property="og:site_name" content="The @everyone Times">'
    '<meta property="article:published_time" content="2019-07-20T10:00:00Z"></head>'
    f"<body><article><h1>First steps</h1>{BODY}</article></body></html>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><item><title>a</title></item></channel></rss>'
)


@pytest.fixture
def bad(kept_sandbox, monkeypatch):
    """Return a web server on loopback."""
    monkeypatch.setattr(means, "Sandbox", lambda: kept_sandbox)
    monkeypatch.setattr(means.Web, "close", lambda self: self.crew.stop())
    monkeypatch.setattr(kept_sandbox, "stop", lambda: None)
    monkeypatch.setattr("index.reading.web.fetcher.WAITS_S", (0.0, 0.0))
    with serving() as server:
        yield server


@pytest.fixture
async def bot(fake, settings):
    """Return a bot that may fetch from this machine."""
    async with running_bot(fake, replace(settings, allow_loopback=True, delay=0.0)) as running:
        yield running


async def add(bot, link, end, **options):
    """Add a link, and return the message once it says how that ended."""
    told = await bot.fake.command("library add", permissions=MANAGE_GUILD, link=link, **options)
    await told.until(lambda it: it.original and it.edits and end in text_of(it.original))
    return told


async def test_a_link_is_added_with_the_facts_found(bot, bad):
    """Also a second time, when nothing has changed; what the page says of itself pings nobody."""
    bad.pages["/steps"] = reply(PAGE)
    first = text_of((await add(bot, bad.link("/steps"), "Add: done")).original)
    answer = text_of(await (await bot.fake.command("ask", question=MOON)).reply())
    again = text_of((await add(bot, bad.link("/steps"), "Add: done")).original)

    assert "**added** 1" in first
    assert "## First steps\n**published** <t:15636" in first
    assert (
        "**outlet** The @\u200beveryone Times\n**author** Ada Lowe\n**date from** these words of the source: " in first
    )
    assert "**language** en\n**length** " in first
    assert "## 21 July 1969" in answer
    assert "**added** 0" in again
    assert "**unchanged** 1" in again


@pytest.fixture(autouse=True)
def _quick_edits(monkeypatch):
    """Let nobody wait for the time between two edits."""
    monkeypatch.setattr("bot.chat.library.EDIT_EVERY_S", 0.02)
    monkeypatch.setattr("bot.chat.library.QUICK_S", 0.02)


@pytest.mark.parametrize(
    ("path", "page", "reason"),
    [
        ("/none", None, "it is not there: its server answers with 404"),
        ("/shut", reply(PAGE, "403 Forbidden"), "it may not be read: its server answers with 403"),
        ("/broken", reply("", "500 Oops"), "its server answers with 500"),
        ("/private/a", reply(PAGE), r"its host's robots.txt forbids it"),
        ("/picture", reply(b"\x89PNG..", content_type="image/png"), "it is image/png, which holds no article"),
        ("/bytes", reply(b"\x00\x01\x02" * 9), "it is no text, whatever its server calls it"),
        ("/large", reply(b"<p>" + b"a" * (11 * 1024 * 1024)), "it is larger than 10 MB"),
        ("/feed", reply(FEED, content_type="application/rss+xml"), "it is a feed, which lists pages but is none"),
        ("/empty", reply(" "), "it is empty"),
        ("/round", reply("", "302 Found", location="/round"), "it leads back to itself"),
        ("/inside", reply("", "302 Found", location="http://10.0.0.1/"),
         "it leads to a private address, which is never asked"),
    ],
)  # fmt: skip
async def test_what_cannot_be_fetched_is_refused_in_one_sentence(bot, bad, path, page, reason):
    """Nothing is added, nothing is remembered as a source, and the next run may begin."""
    robots = "User-agent: *\nDisallow: /private/"
    bad.pages |= {"/robots.txt": reply(robots, content_type="text/plain")} | ({path: page} if page else {})
    told = text_of((await add(bot, bad.link(path), "was not added")).original).replace("\\", "")
    status = text_of(await (await bot.fake.command("library status", permissions=MANAGE_GUILD)).reply())

    assert told == f"The link “{bad.link(path)}” was not added: {reason}."
    assert "**articles** 22" in status
    assert "**sources** articles\n" in status
    assert "Last run: Add, failed" in status


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ("ftp://example.org/a", "only http and https links are fetched"),
        ("/etc/passwd", "only http and https links are fetched"),
        ("https://ada:secret@example.org/", "a link with a name or password in it is not fetched"),
        ("https://exa mple.org/", "the link holds a character that no link has"),
        ("https://" + "a" * 3_000, "the link is longer than 2,000 characters"),
    ],
)
async def test_what_is_no_link_is_refused_at_once_and_privately(bot, link, reason):
    refused = await (await bot.fake.command("library add", permissions=MANAGE_GUILD, link=link)).reply()

    assert refused["flags"] & EPHEMERAL
    assert text_of(refused).replace("\\", "").endswith(f"” was not added: {reason}.")


async def test_a_refusal_is_in_the_language_of_the_person(bot, bad):
    told = await add(bot, bad.link("/none"), "404", locale="de")

    assert (
        text_of(told.original)
        .replace("\\", "")
        .endswith("“ wurde nicht hinzugefügt: er ist nicht da: der Server antwortet mit 404.")
    )


async def test_others_write_while_a_page_is_awaited_and_it_can_be_stopped(bot, bad, settings):
    """The library's lock is free, questions are answered, and what is stopped adds nothing."""
    going_on = threading.Event()
    bad.pages["/slow"] = lambda connection, asked: (going_on.wait(20), connection.sendall(reply(PAGE)))
    told = await bot.fake.command("library add", permissions=MANAGE_GUILD, link=bad.link("/slow"))
    await told.until(lambda it: it.original and "Fetching the page" in text_of(it.original))
    with Library.open_for_writing(settings.library) as library:
        assert library.find_ids("nothing") == []
    answer = await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply()
    await bot.fake.forge(told.original, buttons(told.original)["Cancel"], permissions=MANAGE_GUILD)
    await told.until(lambda it: "Add: stopped" in text_of(it.original))
    going_on.set()
    missing = text_of(await (await bot.fake.command("ask", question=MOON)).reply())

    assert "## September 2023" in text_of(answer)
    assert "Nothing found" in missing


async def test_several_files_are_added_at_once(bot, settings):
    bot.fake.files = {"sun.txt": b"The Sun\n\nThe Sun set at nine.", "moon.md": b"# The Moon\n\nThe Moon rose at ten."}
    told = await bot.fake.command("library add", permissions=MANAGE_GUILD, file=File("sun.txt"), file2=File("moon.md"))
    await told.until(lambda it: it.original and "Add: done" in text_of(it.original))

    assert "**added** 2" in text_of(told.original)
    assert {path.name for path in (settings.library.parent / "uploads").iterdir()} == {"sun.txt", "moon.md"}


@pytest.mark.parametrize(
    "options", [{}, {"link": "https://example.org/", "file": File("sun.txt")}], ids=["none", "both"]
)
async def test_a_link_or_files_are_given(bot, options):
    bot.fake.files = {"sun.txt": b"The Sun"}
    refused = await (await bot.fake.command("library add", permissions=MANAGE_GUILD, **options)).reply()

    assert text_of(refused) == "Give a link, or attach files."
    assert refused["flags"] & EPHEMERAL


async def test_a_link_is_for_managers_alone(bot, bad):
    """Nothing is asked of the web for anybody else."""
    refused = await (await bot.fake.command("library add", link=bad.link("/steps"))).reply()

    assert text_of(refused) == "Only managers of this server may do that."
    assert bad.paths() == []
