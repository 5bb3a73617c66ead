"""The benchmark of changes: makes them for real, and asks with filters that the library has."""

import json

from benchmarks import changes
from index.build import add
from index.store import Library


def test_changes_and_filters_are_measured_on_a_copy(tmp_path, capsys, monkeypatch):
    """A row for each kind of change and of filter; the library itself stays as it is."""
    rows = [
        {"id": str(number), "title": f"Notes {number}", "text": "The harbour was quiet. " * 40, "publisher": outlet,
         "author": "A. Writer", "published": f"2024-01-0{number}"}
        for number, outlet in enumerate(["Wire", "Wire", "Post"], start=1)
    ]  # fmt: skip
    source, questions, path = tmp_path / "rows.jsonl", tmp_path / "questions.jsonl", tmp_path / "library.db"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    questions.write_text(json.dumps({"question": "Was the harbour quiet?"}), encoding="utf-8")
    with Library.open_for_writing(path) as library:
        add(library, [source], progress=lambda what, done, total: None)
    before = path.read_bytes()
    options = ["--library", str(path), "--questions", str(questions), "--rounds", "2"]
    monkeypatch.setattr("sys.argv", ["changes", *options])

    changes.main()

    shown = capsys.readouterr().out
    for name in (
        "| add |",
        "| replace |",
        "| remove |",
        "| merging after it |",
        "| publisher, the largest (",
        "| one day |",
    ):
        assert name in shown
    assert path.read_bytes() == before
