"""Questions people ask of one story: the right sentence first, or nothing found with a useful word."""

from __future__ import annotations

import json

import pytest

from bot.terminal.main import main
from tests.stories import PADDING

STORY = """\
Anna Torv, leader of Norland, and Ilya Rask, premier of Vesland, met this Wednesday in the city of Halmar. There, \
both countries signed a fishing treaty that foresees shared patrols.

"The fishing treaty signed today provides, among other things, for shared patrols of the strait", Torv explained.

Prior to the signing of the treaty, Torv was received in Vesland with a parade of boats.

After the reception, the leaders began a meeting, their second meeting in a year, after Rask visited Norland in \
September 2023.

Rask has agreed to visit Norland again and hopes to be able to do so this year.

Norland and Vesland have been allies since the end of the Strait War (1950-1953). Norland used its veto at the \
Fisheries Union in March to end the monitoring of catches.
"""
SCRAPED = """\
Ola Brek and Tove Lund signed a grain pact

Tove Lund, leader of South Veldt and Ola Brekpresident of Ostmark, met this Friday in the town of Sarn, \
South Veldt. There, both states signed a pact on grain.

Prior to the signing of the pact, Brek was received in South Veldt with songs. Then, in Mill Square in Sarn, the \
president was shown a dance.

After the welcome, the leaders began a meeting in what was their second meeting in under a year, after Tove Lund \
visited Ostmark in October 2022.
"""
"""As pages are scraped: the title again, and a comma lost behind a name."""


def made(folder, rows):
    """Make a library of articles."""
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    path = folder / "library.db"
    assert main(["add", str(source), "--library", str(path)]) == 0
    return str(path)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Make a library of the story, which has no date of its own, and some that say nothing of it."""
    story = {"title": "Norland and Vesland sign a fishing treaty", "text": STORY}
    return made(tmp_path_factory.mktemp("story"), [story, *PADDING])


@pytest.fixture(scope="module")
def scraped(tmp_path_factory):
    """Make a library of the scraped story alone."""
    story = {"title": "Ola Brek and Tove Lund signed a grain pact", "text": SCRAPED}
    return made(tmp_path_factory.mktemp("scraped"), [story])


def answer(library, capsys, question):
    """Return the exit code and the answer."""
    capsys.readouterr()
    code = main(["ask", question, "--library", library, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("When did Rask visit Norland?", "Rask visited Norland in September 2023"),
        ("When did Torv visit Vesland?", "Torv was received in Vesland"),
        ("Who signed the treaty?", "both countries signed a fishing treaty"),
        ("What did Norland veto?", "used its veto at the Fisheries Union"),
        ("Where did the two leaders meet?", "in the city of Halmar"),
        ("How long have Norland and Vesland been allies?", "allies since the end of the Strait War"),
        ("What does the treaty provide for?", "provides, among other things, for shared patrols"),
    ],
)
def test_the_right_sentence_comes_first(library, capsys, question, words):
    code, found = answer(library, capsys, question)

    assert code == 0
    assert words in found["extracts"][0]["text"]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Where did Lund and Brek meet?", "met this Friday in the town of Sarn"),
        ("Where did the two leaders meet?", "met this Friday in the town of Sarn"),
        ("When did Brek visit South Veldt?", "met this Friday in the town of Sarn, South Veldt"),
        ("When did Lund visit Ostmark?", "visited Ostmark in October 2022"),
        ("Who signed the pact?", "both states signed a pact on grain"),
    ],
)
def test_the_right_sentence_of_a_scraped_page_comes_first(scraped, capsys, question, words):
    code, found = answer(scraped, capsys, question)

    assert code == 0
    assert words in found["extracts"][0]["text"]


def test_the_date_of_what_is_done_is_the_short_answer(library, capsys):
    """The visit that is only hoped for dates nothing, nor does a sentence without a date."""
    assert answer(library, capsys, "When did Rask visit Norland?")[1]["short_answer"]["value"] == "2023-09"
    assert answer(library, capsys, "When did Torv visit Vesland?")[1]["short_answer"] is None


@pytest.mark.parametrize(
    ("question", "word"), [("When did Rask visit Brazil?", "Brazil"), ("How much did the treaty cost?", "cost")]
)
def test_what_the_story_does_not_say_is_not_found(library, capsys, question, word):
    code, found = answer(library, capsys, question)

    assert code == 1
    assert found["status"] == "no_answer"
    main(["ask", question, "--library", library])
    assert f'"{word}"' in capsys.readouterr().out


def test_one_signer_of_two_is_no_short_answer(library, capsys):
    found = answer(library, capsys, "Who met in Halmar?")[1]

    assert found["short_answer"] is None or {"Torv", "Rask"} <= set(found["short_answer"]["text"].split())
