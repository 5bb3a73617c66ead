"""A name alone means one of several: the one whom most of the articles found speak of."""

import json

import pytest

from bot.answering.mentions.namesakes import Bearer, bearers, is_of_namesake
from bot.answering.questions.question import read_question
from bot.terminal.main import main
from index.models import Span

JOE = ["Joe Rask spoke.", "Yes, Joe Rask wept. Jill Rask smiled.", "Rask left. Joe Rask slept."]
JILL = ["Jill Rask sang."]
UN = Bearer("Kim", ("jong", "un"))


@pytest.mark.parametrize(
    ("question", "texts", "expected"),
    [
        ("When did Rask visit Oslo?", JOE + JILL, (Bearer("Rask", ("joe",)),)),
        ("When did Rask visit Oslo?", JOE[:2], ()),
        ("When did Rask visit Oslo?", JOE + 2 * JILL, ()),
        ("When did Joe Rask visit Oslo?", JOE, ()),
        ("When did Kim visit Oslo?", 3 * ["Kim Jong Un left."], (UN,)),
        ("When did Rask visit Oslo?", 3 * ["Harbour Rask opened."], ()),
        ("Who is the wife of Rask?", JOE, ()),
        ("When did Kim visit Oslo?", ["Kim Jong-un left.", *2 * ["Kim Jong Un left."]], (UN,)),
        ("When did Kim visit Oslo?", [*4 * ["Kim Jong-un left."], *2 * ["Kim Jong Il left."]], (UN,)),
        ("When did Kim visit Oslo?", [*3 * ["Kim Jong-un left."], *2 * ["Kim Jong Il left."]], ()),
        ("When did Kim visit Oslo?", [*2 * ["Kim Jong Un left."], "Kim Jung Un left."], (UN,)),
        ("When did Rask visit Oslo?", [*JOE[:2], "Joseph Rask spoke."], (Bearer("Rask", ("joe",)),)),
        ("Where is Jordan?", 3 * ["Michael Jordan left."], ()),
        ("Wann kam Rask?", JOE, ()),
    ],
)
def test_a_name_alone_means_whom_most_articles_write_first(question, texts, expected):
    assert bearers(read_question(question, ["en", "de"]), texts) == expected


@pytest.mark.parametrize(
    ("text", "sentence", "expected"),
    [
        ("Jill Rask flew to Oslo.", "Jill Rask flew to Oslo.", True),
        ("Joe Rask flew to Oslo.", "Joe Rask flew to Oslo.", False),
        ("Joseph Rask flew to Oslo.", "Joseph Rask flew to Oslo.", False),
        ("Joe Rask and Jill Rask flew to Oslo.", "Joe Rask and Jill Rask flew to Oslo.", False),
        ("Jill Rask sang. Rask flew to Oslo.", "Rask flew to Oslo.", True),
        ("Joe Rask spoke. Jill Rask sang. Rask flew to Oslo.", "Rask flew to Oslo.", False),
        ("Jill Rask sang. Joe Rask spoke. Rask flew to Oslo.", "Rask flew to Oslo.", True),
        ("Harbour Rask opened. Rask flew to Oslo.", "Rask flew to Oslo.", False),
        ("Jill Rask sang. The ship left.", "The ship left.", False),
    ],
)
def test_a_sentence_is_of_a_namesake_if_nobody_else_of_the_name_is_meant(text, sentence, expected):
    start = text.index(sentence)

    assert is_of_namesake([Bearer("Rask", ("joseph",))], text, Span(start, start + len(sentence))) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim Jong Il flew to Oslo.", True),
        ("Kim Jong-un flew to Oslo.", False),
        ("Kim Jung Un flew to Oslo.", False),
        ("Kim flew to Oslo.", False),
    ],
)
def test_father_and_son_are_told_apart(text, expected):
    assert is_of_namesake([UN], text, Span(0, len(text))) is expected


def test_the_visit_of_a_namesake_dates_nothing(tmp_path, capsys):
    texts = [
        "Jill Rask visited Norland on 5 March 2024.",
        "Joe Rask visited Norland on 8 March 2024.",
        "Joe Rask spoke of Norland and a visit to its harbour.",
        "Joe Rask wants more trade with Norland.",
    ]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(json.dumps({"title": f"S{n}", "text": text}) for n, text in enumerate(texts)))
    path = str(tmp_path / "library.db")
    assert main(["add", str(source), "--library", path]) == 0
    capsys.readouterr()

    assert main(["ask", "When did Rask visit Norland?", "--library", path, "--json"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["extracts"][0]["text"] == texts[1]
    assert answer["short_answer"]["value"] == "2024-03-08"
    assert answer["short_answer"].get("others", []) == []
