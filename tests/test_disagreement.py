"""Where articles give different figures or dates, both are shown, each with its own extract."""

import json

import pytest

from bot.config import Settings
from bot.handlers.ask import ask
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.replies import Heading, Quote, Text
from index.build import add
from index.store import Library

PADDING = [{"title": f"Hill {number}", "text": f"Rain fell over hill number {number}."} for number in range(12)]


@pytest.fixture
def asked(tmp_path):
    """Return a function that asks a question of articles, given as their texts, and returns the reply."""

    async def ask_of(question: str, *texts: str, count: int = 3):
        rows = [{"id": f"a{number}", "title": f"Report {number}", "text": text} for number, text in enumerate(texts)]
        source = tmp_path / "articles.jsonl"
        source.write_text("\n".join(json.dumps(row) for row in [*rows, *PADDING]), encoding="utf-8")
        with Library.open_for_writing(tmp_path / "library.db") as library:
            add(library, [source], progress=lambda what, done, total: None)
        service = Service(Settings(library=tmp_path / "library.db"), readers=1)
        try:
            return await ask(service, AskRequest(question, count))
        finally:
            service.close()

    return ask_of


QUAKE = "how many people did the earthquake in Dunmore kill?"


def values(reply):
    short = reply.answer.short_answer
    return [item.value for item in (short, *short.others)] if short else []


async def test_two_figures_are_both_shown_and_cited(asked):
    reply = await asked(
        QUAKE,
        "The earthquake in Dunmore killed 9,000 people, the ministry said.",
        "The earthquake in Dunmore killed 12,000 people, the relief council said.",
        count=1,
    )

    assert sorted(values(reply)) == ["12000", "9000"]
    short = reply.answer.short_answer
    quotes = [block for block in reply.blocks if isinstance(block, Quote)]
    for item in (short, *short.others):
        assert item.text in quotes[item.extract - 1].text
    assert reply.blocks[0] == Heading(f"{short.text} or {short.others[0].text}")
    assert Text(f"Articles differ: {short.text} [1], {short.others[0].text} [2]") in reply.blocks


async def test_a_day_without_its_year_is_the_same_day(asked):
    reply = await asked(
        "when did the ferry Alma sink?",
        "The ferry Alma sank on 22 November 2020 near the quay.",
        "The ferry Alma sank on 22 November in a storm.",
    )

    assert len(values(reply)) < 2


async def test_two_dates_are_both_shown(asked):
    reply = await asked(
        "when did the ferry Alma sink?",
        "The ferry Alma sank on 3 May 2021 near the quay.",
        "The ferry Alma sank on 5 May 2021 in a storm.",
    )

    assert sorted(values(reply)) == ["2021-05-03", "2021-05-05"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("killed 9,000 people.", "killed 9,000 people, the council said."),
        ("killed 9,000 people.", "killed 12,000 sheep."),
        ("killed 9,000 people.", "in the year of the 12,000 candles worried people."),
    ],
    ids=["the same figure", "of something else", "said of something else"],
)
async def test_what_does_not_differ_is_not_said_to(asked, one, other):
    reply = await asked(QUAKE, f"The earthquake in Dunmore {one}", f"The earthquake in Dunmore {other}")

    assert "Articles differ" not in " ".join(block.text for block in reply.blocks if isinstance(block, Text))


async def test_a_coarser_date_is_no_other_date(asked):
    reply = await asked(
        "when did the ferry Alma sink?",
        "The ferry Alma sank on 3 May 2021 near the quay.",
        "The ferry Alma sank in May 2021 in a storm.",
    )

    assert values(reply) == ["2021-05-03"]


async def test_one_article_does_not_differ_from_itself(asked):
    reply = await asked(
        QUAKE, "The earthquake in Dunmore killed 9,000 people. The earthquake in Dunmore killed 12,000 people."
    )

    assert len(values(reply)) <= 1
