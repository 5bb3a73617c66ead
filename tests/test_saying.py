"""What somebody said about something."""

import json

import pytest

from bot.answering.answer import TOLD
from bot.answering.given import given_hit
from bot.answering.matching.saying import says_what_is_asked
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.terminal.main import main
from index.rank import Statistics

SAID = "The harbour strike will not end before spring, Mayor Ida Falk said on Sunday."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SAID, True),
        ("Ida Falk said to News that the harbour strike had been a mistake.", True),
        ("The harbour strike will not end before spring, said Olga Lind, who met Ida Falk on Sunday.", False),
        ("Mayor Ida Falk has not said a word about the harbour strike.", False),
        ("Mayor Ida Falk said on Sunday that the harbour will not freeze before spring.", False),
        ("Mayor Ida Falk watched the harbour strike.", False),
    ],
)
def test_whoever_is_named_says_it_of_what_is_asked(text, expected):
    question = read_question("what did Ida Falk say about the harbour strike?", ["en"])
    (candidate,) = rank_sentences(question, [given_hit(question, text)], Statistics(1, 9, {}))

    assert says_what_is_asked(question, candidate) is expected


def test_other_questions_ask_for_no_saying():
    question = read_question("when did Ida Falk speak of the harbour strike?", ["en"])
    (candidate,) = rank_sentences(question, [given_hit(question, SAID)], Statistics(1, 9, {}))

    assert not says_what_is_asked(question, candidate)


def test_what_is_said_is_an_answer(tmp_path, capsys):
    texts = [
        SAID,
        *(f"Mayor Ida Falk of hill {number} said that the harbour was glad of rain." for number in range(40)),
    ]
    rows = [{"title": "News", "text": text, "published": "2023-05-01"} for text in texts]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    path = str(tmp_path / "library.db")
    assert main(["add", str(tmp_path / "news.jsonl"), "--library", path]) == 0
    capsys.readouterr()

    assert main(["ask", "what did Ida Falk say about the harbour strike?", "--library", path, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["confidence"] >= TOLD
    assert found["extracts"][0]["text"] == SAID
