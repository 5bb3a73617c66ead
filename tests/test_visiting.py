"""A visit told in other words: "landed in Taipei" tells when somebody visited Taiwan."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.matching.visiting import visits
from bot.answering.questions.question import read_question
from bot.terminal.main import main


def found(question, text):
    """Return what stands for the place or the verb of a visit, with the terms."""
    items = visits(read_question(question, ["en"]), text, 0, len(text))
    return [(text[item.span.start : item.span.end], tuple(sorted(item.terms))) for item in items]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("When did Rask visit Taiwan?", "Rask landed in Taipei.", [("Taipei", ("taiwan",)), ("landed", ("visit",))]),
        ("When did Rask visit Taiwan?", "Rask met farmers in Taiwan.", [("met", ("visit",))]),
        ("When did Rask visit Norland?", "Rask met her in the town of Sarn, Norland.", [("met", ("visit",))]),
        (
            "When did Rask go to Poland?",
            "Rask flew to the city of Warsaw.",
            [("Warsaw", ("poland",)), ("flew", ("go",))],
        ),
        ("When did Rask travel to Norland?", "Rask arrived in Norland.", [("arrived", ("travel",))]),
        ("When did Rask travel to Norland?", "Rask travelled to Norland.", []),
        ("Who did Rask meet in Poland?", "Rask met her.", []),
        ("When did Rask visit Taiwan?", "Rask met the Taiwan lobby.", []),
        ("When did Rask visit Taiwan?", "Rask landed in Lisbon. Taiwan protested.", []),
        ("When did Rask leave Taiwan?", "Rask landed in Taipei.", []),
        ("When did Rask return from Norland?", "Rask landed in Norland.", []),
        ("When did the law come into force?", "Rask met farmers in Oslo.", []),
        ("How did Rask get into debt?", "Rask met her in Oslo.", []),
        ("When did Rask get to Norland?", "Rask landed in Norland.", [("landed", ("get",))]),
        ("When did Rask go to the bridge?", "Rask arrived at the bridge.", [("arrived", ("go",))]),
        ("Where did Rask go?", "Rask flew to Oslo.", [("flew", ("go",))]),
        ("When did Rask visit India?", "In New Delhi Rask spoke.", [("New Delhi", ("india",))]),
        ("How many people live in Poland?", "Two million live in Warsaw.", []),
        ("Wann besuchte Rask Polen?", "Rask landed in Warsaw.", []),
    ],
)
def test_whoever_arrives_in_a_place_or_its_capital_visits_it(question, text, expected):
    assert found(question, text) == expected


@given(st.text(max_size=60), st.integers(0, 80), st.integers(0, 80))
def test_what_stands_for_a_visit_lies_in_the_stretch(noise, start, length):
    text = f"Rask landed in Taipei. {noise} Rask met her in Taiwan."
    end = min(len(text), start + length)

    for item in visits(read_question("When did Rask visit Taiwan?", ["en"]), text, start, end):
        assert start <= item.span.start < item.span.end <= end


ARRIVAL = "Ada Rask landed in Taipei on Tuesday for talks on fishing."
OTHERS = [
    "Bo Torv said that a visit to Taiwan would be the first in years.",
    "Ada Rask hopes to visit Taiwan again, Taiwan radio said in a report.",
    "The weather in Taiwan stayed dry.",
]


def made(folder, *texts):
    """Make a library of articles of 9 May 2024."""
    rows = [{"title": f"Story {number}", "text": text, "published": "2024-05-09"} for number, text in enumerate(texts)]
    source = folder / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    path = folder / "library.db"
    assert main(["add", str(source), "--library", str(path)]) == 0
    return str(path)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Make a library in which only one article tells of the visit, in other words than the question's."""
    return made(tmp_path_factory.mktemp("visits"), ARRIVAL, *OTHERS)


def test_a_visit_in_other_words_is_found_and_dated(library, capsys):
    capsys.readouterr()
    assert main(["ask", "When did Rask visit Taiwan?", "--library", library, "--json", "--explain"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["extracts"][0]["text"] == ARRIVAL
    assert answer["short_answer"]["value"] == "2024-05-07"
    used = {(name["text"], name["meant"]) for name in answer["why"]["ranked"][0]["names"]}
    assert used == {("Taipei", "Taiwan"), ("landed", "visit")}


def test_whoever_comes_from_a_place_does_not_visit_it(tmp_path, capsys):
    text = "On Tuesday Rask landed in Oslo aboard a train that travelled overnight from neighbouring Poland."
    path = made(tmp_path, text)
    capsys.readouterr()

    assert main(["ask", "When did Rask visit Poland?", "--library", path, "--json"]) == 1


def test_the_year_of_an_earlier_visitor_is_no_short_answer(tmp_path, capsys):
    text = "Rask is the first premier to visit Taiwan since Falk arrived there in 1928."
    path = made(tmp_path, text)
    capsys.readouterr()

    main(["ask", "When did Rask arrive in Taiwan?", "--library", path, "--json"])

    assert json.loads(capsys.readouterr().out)["short_answer"] is None
