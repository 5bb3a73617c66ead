"""Who owns something, and whom somebody plays for, as a sentence tells it beside the name."""

import pytest

from bot.answering.given import given_hit
from bot.answering.questions.question import AnswerKind, read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.topics.relations import relation_asked, told_beside
from bot.terminal.main import main
from index.rank import Statistics
from tests.stories import asked, dated_library


def told(question, text):
    """Return what a text tells beside the name asked of, or ``None``."""
    read = read_question(question, ["en"])
    first = rank_sentences(read, [given_hit(read, text)], Statistics(1, 9, {}))[0]
    found = told_beside(read, first)
    return found and found.value


@pytest.mark.parametrize(
    ("question", "of"),
    [
        ("who owns the Halmar Gulls?", "Halmar Gulls"),
        ("who is the owner of Lantern", "Lantern"),
        ("which company owns Lantern?", "Lantern"),
        ("who does Bo Rask play for?", "Bo Rask"),
        ("what team is Bo Rask on", "Bo Rask"),
        ("who is the Gulls' owner?", "Gulls"),
        ("who is Lantern's owner?", "Lantern"),
        ("who is the boat owner?", None),
        ("who owns land in Norland?", None),
        ("who owns a boat?", None),
        ("who owned Lantern in 1990?", None),
        ("who does he play for?", None),
        ("wem gehört Lantern?", None),
    ],
)
def test_of_whom_it_is_asked(question, of):
    read = read_question(question, ["en", "de"])
    found = relation_asked(read)

    assert (found and found.of) == of
    assert found is None or read.kind is AnswerKind.WHO


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Lantern owner Ida Falk slept aboard.", "Ida Falk"),
        ("Lantern is now owned by Ida Falk.", "Ida Falk"),
        ("Lantern, which is owned by the Norland firm Kestrel, sank.", "Kestrel"),
        ("They said that Ida Falk owns the Harbour Post, Halmar News and Lantern.", "Ida Falk"),
        ("They said that Ida Falk, the owner of Lantern, slept.", "Ida Falk"),
        ("They said that Ida Falk has bought Lantern.", "Ida Falk"),
        ("They said that Ida Falk, who owns Lantern, slept.", "Ida Falk"),
        ("Former Lantern owner Ida Falk slept.", None),
        ("They said that Ida Falk bought Lantern tickets.", None),
        ("They said that Ida Falk wants to sell Lantern owner Bo.", None),
        ("They said that Ida Falk owns Lantern Hotels.", None),
        ("They said that Ida Falk visited Lantern.", None),
    ],
)
def test_the_owner_is_told_beside_what_is_owned(text, owner):
    assert told("who owns Lantern?", text) == owner


@pytest.mark.parametrize(
    ("text", "is_half"),
    [
        ("Lantern co-owner Ida Falk slept.", True),
        ("They said that Ida Falk, who owns Lantern with Bo Rask, slept.", True),
        ("They said that Kestrel, Gull Works and Northlight-owned Lantern sank.", True),
        ("Lantern owner Ida Falk slept with a gull.", False),
    ],
)
def test_one_of_several_owners_is_half_an_answer(text, is_half):
    read = read_question("who owns Lantern?", ["en"])
    first = rank_sentences(read, [given_hit(read, text)], Statistics(1, 9, {}))[0]

    found = told_beside(read, first)

    assert found is not None
    assert found.part is is_half


@pytest.mark.parametrize(
    ("text", "team"),
    [
        ("They said that Halmar Gulls goalkeeper Bo Rask slept.", "Halmar Gulls"),
        ("They said that the Gulls are acquiring star Bo Rask.", "Gulls"),
        ("Bo Rask, who plays for Halmar United, slept.", "Halmar United"),
        ("Bo Rask signed with Halmar United in May.", "Halmar United"),
        ("Bo Rask, the Gulls goalkeeper, slept.", "Gulls"),
        ("They said that wide receiver Bo Rask slept.", None),
        ("Wide receiver Bo Rask slept.", None),
        ("They said that Portugal star Bo Rask slept.", None),
        ("They said that Bo Rask joined Anna Falk.", None),
        ("They said that NFL star Bo Rask slept.", None),
        ("They said that German goalkeeper Bo Rask slept.", None),
        ("They said that former Gulls goalkeeper Bo Rask slept.", None),
        ("They said that Ida Falk met captain Bo Rask.", None),
    ],
)
def test_a_team_is_told_beside_its_player(text, team):
    assert told("who does Bo Rask play for?", text) == team


@pytest.mark.parametrize(
    ("question", "text", "maker"),
    [
        ("who founded Lantern?", "Lantern founder Ida Falk slept aboard.", "Ida Falk"),
        ("who founded Lantern?", "They met Ida Falk, the former CEO and founder of Lantern.", "Ida Falk"),
        ("who founded Lantern?", "The founder of Lantern, Ida Falk, slept aboard.", "Ida Falk"),
        ("who founded Lantern?", "The group Lantern, founded in 1998 by Ida Falk, slept aboard.", "Ida Falk"),
        ("who started Lantern?", "They say that Ida Falk, who founded Lantern, started it at sea.", "Ida Falk"),
        ("who directed Lantern Days?", "They saw “Lantern: Days,” directed by Ida Falk.", "Ida Falk"),
        ("who wrote the book Lantern?", "They met “Lantern” author Ida Bankman-Fried.", "Ida Bankman-Fried"),
        ("who wrote Lantern?", "They say that Ida Falk is the author of the memoir “Lantern.”", "Ida Falk"),
        ("who founded Lantern?", "They say that Ida Falk founded Lantern Hotels.", None),
        ("who founded Lantern?", "They say that Ida Falk, director of Lantern, slept.", None),
        ("who wrote it?", "They say that Ida Falk wrote it.", None),
    ],
)
def test_the_maker_is_told_beside_what_was_made(question, text, maker):
    assert told(question, text) == maker


def test_the_newest_owner_is_the_one_of_today(tmp_path, capsys):
    library = dated_library(
        tmp_path,
        ("2023-01-05", "Halmar Gulls owner Bo Rask slept aboard the ship in the harbour."),
        ("2024-05-04", "The harbour was full. Halmar Gulls owner Ida Falk slept aboard."),
        ("2024-05-05", "The Halmar Gulls won, and a former owner of a boat was at sea."),
    )
    code, found = asked(library, capsys, "who owns the Halmar Gulls?")

    assert code == 0
    assert found["short_answer"]["text"] == "Ida Falk"
    assert found["short_answer"]["as_of"] == "2024-05-04"


def test_who_founded_something_is_told_by_an_older_article_as_well(tmp_path, capsys):
    library = dated_library(
        tmp_path,
        ("2023-01-05", "The harbour was full when Lantern founder Ida Falk slept aboard."),
        ("2024-05-05", "Lantern, founded in 1998, is what Lantern founded in Halmar is called."),
    )
    assert main(["ask", "--explain", "--library", library, "who founded Lantern?"]) == 0
    told = capsys.readouterr().out

    assert "\nIda Falk\n" in told
    assert "of a later article" not in told


@pytest.mark.parametrize(("day", "is_shown"), [("2024-01-05", True), ("2022-01-05", False)])
def test_players_change_their_team_from_year_to_year(tmp_path, capsys, day, is_shown):
    library = dated_library(
        tmp_path,
        (day, "The harbour was full when Halmar Gulls goalkeeper Bo Rask slept aboard."),
        ("2024-05-04", "Bo Rask plays chess, and Ida Falk plays with him."),
    )
    _, found = asked(library, capsys, "who does Bo Rask play for?")

    short = found["short_answer"]
    assert (short is not None and short["text"] == "Halmar Gulls") is is_shown


def test_what_is_only_written_alike_is_not_what_is_owned(tmp_path, capsys):
    library = dated_library(tmp_path, ("2024-05-04", "A co-owner of the New Halmar team met with Falk in Halmar."))
    _, found = asked(library, capsys, "who owns the New Halmar Mets?")

    assert found["status"] == "no_answer"
