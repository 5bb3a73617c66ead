"""What is counted of whole answers to brief questions and quizzes."""

import gzip
import json
import sys

import pytest

from benchmarks import newsroom

STORIES = [
    {"id": "a", "title": "Ferry", "text": "Ida Falk opened the ferry to Halmar on Friday.", "published": "2023-05-06"},
    {
        "id": "b",
        "title": "Storm",
        "text": "A storm closed the port of Vesland for days.",
        "published": "2023-05-09",
    },
    *(
        {"id": f"hill{number}", "title": "Weather", "text": f"Rain fell over hill {number}.", "published": "2023-05-01"}
        for number in range(12)
    ),
]
QUIZ = {"question": "Which port did a storm close this week?", "asked": "2023-05-10", "answers": ["Vesland"]}


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    (folder / "news").mkdir(parents=True)
    for name, rows in (("articles", STORIES), ("questions", [QUIZ | {"answer_seen_in": ["b"]}])):
        with gzip.open(folder / "news" / f"{name}.jsonl.gz", "wt", encoding="utf-8") as out:
            out.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def run(monkeypatch, capsys, *arguments) -> list[list[str]]:
    """Return the cells of the lines that are printed, the heads left out."""
    monkeypatch.setattr(sys, "argv", ["newsroom", *map(str, arguments)])
    newsroom.main()
    return [line.split() for line in capsys.readouterr().out.splitlines()[1:]]


def test_brief_questions_of_a_file_are_counted_and_kept(data, tmp_path, monkeypatch, capsys):
    asked = tmp_path / "asked.tsv"
    asked.write_text("who opened the ferry to Halmar?\tFalk\nwho sank the ferry to Brevik?\n", encoding="utf-8")
    kept = tmp_path / "kept.jsonl"

    rows = run(monkeypatch, capsys, data, asked, "--work", tmp_path / "work", "--save", kept)

    assert rows == [["asked", "1", "1", "1", "1", "1", "1", "1", "1", "1", "0", "0"]]
    first, second = map(json.loads, kept.read_text(encoding="utf-8").splitlines())
    assert (first["answered"], first["right"], first["short"]) == (True, [True], "Ida Falk")
    assert (second["answered"], second["has_answer"]) == (False, False)


def test_all_lots_are_asked_by_default(data, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(newsroom, "brief_questions", lambda: (["who opened the ferry?\tFalk"], ["who sank it?"]))

    rows = run(monkeypatch, capsys, data, "--work", tmp_path / "work")

    assert [row[:3] for row in rows] == [
        ["brief,", "fitted", "on"], ["brief,", "held", "back"], ["quizzes,", "on", "their"],
    ]  # fmt: skip
    assert rows[0][3:9] == ["1"] * 6
    assert rows[1][3:9] == ["0"] * 6
    assert rows[1][11:] == ["1", "0", "0"]
    assert rows[2][4:7] == ["1", "1", "1"]
