"""A guild with a library of its own: nothing of it shows elsewhere, whatever is tried, nor of the others in it."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace

import pytest

from bot.chat.local import LocalDiscord
from bot.chat.seats import Seat
from bot.handlers.keeper import Keeper
from bot.handlers.service import Service
from bot.shown import Button, Form, Message
from bot.terminal.main import main
from bot.terminal.session import as_text

OWN, MAIN = 7, 1
SECRET = "zanzibar"  # noqa: S105 - a word of an article
PUBLIC = "penicillin"
HERE, THERE, DIRECT = Seat("ann", OWN), Seat("eve", MAIN), Seat("eve", 0)


@pytest.fixture(scope="module")
def own_library(tmp_path_factory):
    """Make the library of guild 7, once; tests copy it."""
    tmp_path = tmp_path_factory.mktemp("own")
    article = {
        "id": "secret-1",
        "title": "The Zanzibar plan",
        "text": "Ann Smith designed the Zanzibar tower in May 1990. It is kept in Zanzibar by nine people.",
        "publisher": "Zanzibar Times",
        "url": "https://example.org/zanzibar",
    }
    source = tmp_path / "own.jsonl"
    source.write_text(json.dumps(article), encoding="utf-8")
    own = tmp_path / "own.db"
    assert main(["add", str(source), "--library", str(own)]) == 0
    return own


@pytest.fixture
def two(settings, own_library, tmp_path):
    """Return settings with a library of the samples for all, and one of guild 7's own."""
    shutil.copy(own_library, tmp_path / "own.db")
    return replace(settings, libraries=((OWN, tmp_path / "own.db"),))


class Spy(LocalDiscord):
    """A bot without Discord that keeps all that is seen as text."""

    def __init__(self, service, keeper):
        self.last, self.said = None, ""
        super().__init__(service, keeper, self.note)

    def note(self, sight):
        """Keep what is seen."""
        self.last = sight
        self.said += as_text(sight, lambda stretch: stretch).casefold()
        self.said += json.dumps(getattr(sight, "raw", {}), ensure_ascii=False).casefold()

    async def use(self, seat, name, **given):
        """Use a command, and return all that was seen of it."""
        self.said = ""
        offer = next(offer for offer in self.offers() if offer.name == name)
        if offer.on_message:
            await self.choose(seat, offer, given["text"])
        else:
            await self.command(seat, offer, given)
        return self.said


@pytest.fixture
async def spy(two):
    service, keeper = Service(two), Keeper(two.state)
    async with Spy(service, keeper) as made:
        yield made
    keeper.close()
    service.close()


async def test_each_guild_is_answered_from_its_own(spy):
    assert "may 1990" in await spy.use(HERE, "ask", question="when did Ann Smith design the tower?")
    assert "september 1928" in await spy.use(THERE, "ask", question="when was penicillin discovered?")
    assert "**articles** 1\n" in await spy.use(HERE, "about")
    assert "**articles** 22\n" in await spy.use(THERE, "about")


ASKED = "who designed the Zanzibar tower?"
WAYS = [
    ("ask", {"question": "who designed the tower in May 1990?"}),
    ("ask", {"question": "Ann Smith", "outlet": "x"}),
    ("search", {"words": "designed tower nine people"}),
    ("articles", {}),
    ("about", {}),
    ("article", {"title": "secret-1"}),
    ("library status", {}),
    ("library inspect", {"article": "secret-1"}),
    ("library remove", {"article": "secret-1"}),
    ("library reindex", {}),
    ("Find the source", {"text": "Ann Smith designed the tower in May 1990."}),
    ("privacy", {}),
]


@pytest.mark.parametrize("seat", [THERE, DIRECT, Seat("admin", MAIN)], ids=["member", "direct", "admin"])
@pytest.mark.parametrize(("name", "given"), WAYS, ids=[f"{name} {n}" for n, (name, _) in enumerate(WAYS)])
async def test_nothing_of_a_guilds_library_shows_elsewhere(spy, seat, name, given):
    """After the guild itself has asked, no command of anybody else brings a word of it."""
    assert SECRET in await spy.use(HERE, "ask", question=ASKED)

    assert SECRET not in await spy.use(seat, name, **given)


@pytest.mark.parametrize(("name", "given"), WAYS, ids=[f"{name} {n}" for n, (name, _) in enumerate(WAYS)])
async def test_nothing_of_the_main_library_shows_there(spy, name, given):
    await spy.use(THERE, "ask", question="when was penicillin discovered?")
    given = {key: value.replace("secret-1", "The mould on the window sill") for key, value in given.items()}

    assert PUBLIC not in await spy.use(Seat("admin", OWN), name, **given)


@pytest.mark.parametrize("seat", [THERE, DIRECT], ids=["member", "direct"])
async def test_codes_and_buttons_of_a_guild_are_worth_nothing_elsewhere(spy, seat):
    """Someone who has seen them there and takes them along: receipts typed, and every button forged into a message."""
    await spy.use(HERE, "ask", question=ASKED)
    answer = spy.last
    assert isinstance(answer, Message)
    codes = {button.custom_id.split(":")[2] for button in answer.buttons}
    await spy.use(seat, "ask", question="when was penicillin discovered?")
    mine = spy.last

    for code in sorted(codes):
        assert SECRET not in await spy.use(seat, "receipt", code=code)
    for button in answer.buttons:
        spy.said = ""
        forged = json.loads(json.dumps(mine.raw).replace(mine.buttons[0].custom_id, button.custom_id))
        await spy.press(seat, replace(mine, raw=forged), Button(button.label, button.custom_id))
        if isinstance(spy.last, Form):
            await spy.submit(seat, spy.last, ["why"], mine)
        assert SECRET not in spy.said, button.label


@pytest.mark.parametrize("seat", [THERE, DIRECT, Seat("admin", MAIN)], ids=["member", "direct", "admin"])
@pytest.mark.parametrize(
    ("name", "option"), [("article", "title"), ("ask", "outlet"), ("search", "outlet"), ("library remove", "article")]
)
async def test_nothing_of_it_is_offered_while_somebody_types_elsewhere(spy, seat, name, option):
    offer = next(offer for offer in spy.offers() if offer.name == name)
    for typed in ("z", "zan", "The Zanzibar", ""):
        for label, value in await spy.complete(seat, offer, option, {option: typed}):
            assert SECRET not in (label + value).casefold()


async def test_an_article_of_a_guild_cant_be_removed_from_elsewhere(spy):
    """Nor by a button made up from what stands in its message."""
    await spy.use(Seat("admin", OWN), "library remove", article="secret-1")
    (drop,) = [button for button in spy.last.buttons if ":drop:" in button.custom_id]
    await spy.press(Seat("admin", MAIN), spy.last, drop)

    assert "may 1990" in await spy.use(HERE, "ask", question="when did Ann Smith design the tower?")
    assert SECRET in await spy.use(HERE, "ask", question=ASKED)
