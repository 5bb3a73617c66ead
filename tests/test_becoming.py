"""What somebody became, and what not."""

import json

import pytest

from bot.terminal.main import main

STORIES = [
    ("Lettuce", "Prime Minister Ida Falk on Thursday became the shortest-serving leader of Torland when she resigned."),
    ("A new start", "Otto Lund became Torland's prime minister on Monday. Ida Falk went home."),
    ("Prizes", "Singer Eva Holm became the top-awarded artist on Sunday, and the president clapped."),
    *((f"Hill {number}", f"Rain fell over hill number {number}, and nobody minded.") for number in range(9)),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("becoming")
    source = folder / "articles.jsonl"
    rows = [{"title": title, "text": text, "published": "2023-05-04", "language": "en"} for title, text in STORIES]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", str(source), "--library", str(folder / "library.db")]) == 0
    return str(folder / "library.db")


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("when did Otto Lund become prime minister?", "2023-05-01"),
        ("when did Ida Falk become the shortest-serving leader?", "2023-05-04"),
        ("when did Ida Falk become prime minister?", None),
        ("when did Eva Holm become president?", None),
    ],
)
def test_only_what_was_become_is_dated(library, capsys, question, value):
    capsys.readouterr()
    code = main(["ask", question, "--library", library, "--json"])
    found = json.loads(capsys.readouterr().out)

    assert code == (value is None)
    assert (found["short_answer"] or {}).get("value") == value
