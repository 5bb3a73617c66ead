"""What was removed is found nowhere: in no answer, search, revision, story, export or receipt, and by no rollback."""

from __future__ import annotations

import json

import pytest

from bot.terminal.main import main
from index.store import Library
from tests.fake_discord import MANAGE_GUILD, buttons, text_of

PROOF = "heliotrope"
"""A word that stands in the article to be removed alone."""
STORY = " ".join(
    f"On day {day} the ship reached harbour number {day} and its crew unloaded {day} crates." for day in range(60)
)


@pytest.fixture
def here(tmp_path, monkeypatch, capsys):
    """Go to a folder with a library: an article that has changed, a copy of it in another outlet, another one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CUTTINGS_LIBRARY", raising=False)
    rows = [
        {"id": "wanted", "title": "The long voyage", "publisher": "Post", "published": "2024-03-01",
         "text": f"The {PROOF} sailed first. {STORY}"},
        {"id": "twin", "title": "The long voyage", "publisher": "Times", "published": "2024-03-01",
         "text": f"The vessel sailed first. {STORY}"},
        {"id": "other", "title": "The market", "text": "The market was painted green."},
    ]  # fmt: skip
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", "articles.jsonl"]) == 0
    rows[0]["text"] = f"The {PROOF} sailed at noon. {STORY}"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["reindex", "--full"]) == 0
    capsys.readouterr()
    return tmp_path


def printed(capsys, *arguments):
    main(list(arguments))
    shown = capsys.readouterr()
    return shown.out + shown.err


EVERYWHERE = [("revisions", "wanted"), ("revisions", "The long voyage"), ("export",), ("status",), ("sources",)]


def test_before_it_is_removed_it_is_found(here, capsys):
    assert PROOF in printed(capsys, "ask", f"when did the {PROOF} sail?")
    assert "also in Times" in printed(capsys, "ask", f"when did the {PROOF} sail?")
    assert "wanted" in printed(capsys, "export")
    assert printed(capsys, "revisions", "wanted").count("20") >= 1


@pytest.mark.parametrize(
    "after", ["", "reindex", "reindex --full", "add articles.jsonl", "rollback", "repair", "vacuum"]
)
def test_what_was_removed_is_found_nowhere(here, capsys, after):
    assert main(["remove", "wanted"]) == 0
    if after:
        main(after.split())
    capsys.readouterr()

    for command in EVERYWHERE:
        assert PROOF not in printed(capsys, *command), command
    for name in ("ask", "search"):
        found = json.loads(printed(capsys, name, f"when did the {PROOF} sail?", "--json"))
        shown = {key: value for key, value in found.items() if key not in {"question", "query", "terms", "missing"}}
        assert PROOF not in json.dumps(shown), name
    assert "also in" not in printed(capsys, "ask", "when did the vessel sail?")
    with Library.open_for_reading(here / "library.db") as library:
        assert library.find_ids("wanted") == []
        assert library.revisions_of("wanted") == []
        assert library.raw_input("wanted") is None
        assert not any(PROOF in found.text for found in library.articles_after("", 100))
    assert not any(
        PROOF.encode() in file.read_bytes() for file in here.glob("library.db*") if "generation" not in file.name
    )


async def test_a_receipt_of_what_was_removed_shows_none_of_it(bot):
    """Neither its words nor more around them; its buttons say so."""
    told = await bot.fake.command("ask", question="when did Kim visit Russia?")
    answer = await told.reply()
    shown = text_of(answer)
    with Library.open_for_reading(bot.service.settings.library) as library:
        ids = [item.id for item in library.listed() if item.title in shown]
    with Library.open_for_writing(bot.service.settings.library) as library:
        library.remove_by_hand(ids)
    again = text_of(await (await bot.fake.command("ask", question="when did Kim visit Russia?")).reply())
    pressed = [
        text_of(await (await bot.fake.press(answer, name, permissions=MANAGE_GUILD)).reply())
        for name in sorted({*buttons(answer)} & {"More", "More around it", "Open", "Details"})
    ]

    quoted = [line[2:] for line in shown.splitlines() if line.startswith("> ")]
    assert quoted
    for text in [again, *pressed]:
        assert not any(line in text for line in quoted)
