"""Export and import, edits by hand, and earlier texts: nothing is lost, nothing comes back that was removed."""

from __future__ import annotations

import json
import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.terminal.main import main
from index.build import add, reindex, take_over
from index.export import exported
from index.models import DateRule, Query
from index.reading.records import EXPORTED_KEYS, KEYS
from index.search import search
from index.store import Library

FIRST = "The ferry left at noon. People waved from the quay. The captain was Ann Lee."
SECOND = "The ferry left at one. People waved from the quay. The captain was Ann Lee. It came back late."


def quiet(what, done, total):
    """Show no progress."""


@pytest.fixture
def here(tmp_path, monkeypatch, sample_library):
    """Go to a folder with a library of the sample articles."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CUTTINGS_LIBRARY", raising=False)
    (tmp_path / "library.db").write_bytes(sample_library.read_bytes())
    return tmp_path


def run(capsys, *arguments):
    code = main(list(arguments))
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def lines_of(path):
    with Library.open_for_reading(path) as library:
        return list(exported(library))


def test_an_exported_library_comes_back_the_same(here, capsys):
    """Export, import and export again give the same bytes, the same ids and the same answers."""
    assert run(capsys, "export", "all.jsonl") == (0, "all.jsonl: 22 articles\n", "")
    assert main(["import", "all.jsonl", "--library", "other.db"]) == 0
    capsys.readouterr()

    assert lines_of(here / "other.db") == (here / "all.jsonl").read_text(encoding="utf-8").splitlines()
    question = ("ask", "when did Kim visit Russia?", "--json")
    answers = [json.loads(run(capsys, *question, "--library", name)[1]) for name in ("library.db", "other.db")]
    assert [answer | {"took_ms": 0} for answer in answers] == [answers[0] | {"took_ms": 0}] * 2
    assert run(capsys, "import", "all.jsonl", "--library", "other.db")[1] == "other.db: 0 added, 22 unchanged\n"


def test_export_without_a_file_prints_the_lines(here, capsys):
    code, printed, _ = run(capsys, "export")

    assert (code, printed.splitlines()) == (0, lines_of(here / "library.db"))
    assert all(set(json.loads(line)) <= {*KEYS, *EXPORTED_KEYS} for line in printed.splitlines())


def test_a_file_that_is_there_is_not_written_over(here, capsys):
    (here / "all.jsonl").write_text("mine", encoding="utf-8")

    assert run(capsys, "export", "all.jsonl")[::2] == (
        2, "cuttings: all.jsonl is there already; name another file, or remove it first\n",
    )  # fmt: skip
    assert (here / "all.jsonl").read_text(encoding="utf-8") == "mine"
    assert run(capsys, "export", "none/all.jsonl")[0] == 2


def test_a_bad_import_says_what_is_wrong(here, capsys):
    (here / "bad.jsonl").write_text('{"id": "a", "text": "A text."}\nnot json\n', encoding="utf-8")

    code, printed, _ = run(capsys, "import", "bad.jsonl", "--library", "new.db")

    assert code == 2
    assert "1 added, 1 failed" in printed
    assert "line 2: is not JSON" in printed
    assert run(capsys, "import", "missing.jsonl", "--library", "none.db")[1].endswith(
        "can't be read (No such file or directory)\n"
    )


def test_what_was_imported_is_not_read_again_by_itself(here, capsys):
    run(capsys, "export", "all.jsonl")
    run(capsys, "import", "all.jsonl", "--library", "other.db")
    (here / "all.jsonl").unlink()

    assert run(capsys, "reindex", "--library", "other.db") == (0, "other.db: 0 added\n", "")


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"text": WORDS.map(lambda text: f"A word. {text}")},
            optional={
                "title": WORDS, "publisher": WORDS, "author": WORDS, "tags": st.lists(WORDS, max_size=3),
                "published": st.sampled_from(["2024-03-01", "2024-03-01T08:00:00Z"]), "url": WORDS,
                "language": st.sampled_from(["en", "de", "EN-gb"]),
            },
        ),
        max_size=6,
    )
)  # fmt: skip
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_in_a_library_comes_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("round")
    source = folder / "rows.jsonl"
    source.write_text("\n".join(json.dumps(row | {"id": f"a{n}"}) for n, row in enumerate(rows)), encoding="utf-8")
    with Library.open_for_writing(folder / "one.db") as one, Library.open_for_writing(folder / "two.db") as two:
        add(one, [source], progress=quiet)
        first = list(exported(one))
        (folder / "all.jsonl").write_text("".join(f"{line}\n" for line in first), encoding="utf-8")
        report = take_over(two, folder / "all.jsonl", progress=quiet)

        assert (report.added, report.failed) == (len(first), [])
        assert list(exported(two)) == first


def test_earlier_texts_hand_edits_and_split_stories_come_back(ferry, capsys):
    """So an import is as good as the library itself: the same lines, and the same account of what has changed."""
    (ferry / "ferry.md").write_text(f"---\nid: ferry\ntitle: The boat\n---\n{SECOND}", encoding="utf-8")
    run(capsys, "reindex")
    run(capsys, "edit", "ferry", "--author", "Ann Lee", "--published", "2024-03-01")
    run(capsys, "split", "ferry")
    run(capsys, "export", "all.jsonl")
    assert main(["import", "all.jsonl", "--library", "other.db"]) == 0
    capsys.readouterr()

    assert lines_of(ferry / "other.db") == lines_of(ferry / "library.db")
    (line,) = map(json.loads, lines_of(ferry / "library.db"))
    assert line["edited"] == {"author": "Ann Lee", "published": "2024-03-01"}
    assert (line["apart"], line["date_rule"]) == (True, DateRule.SET)
    assert [(earlier["title"], earlier["text"]) for earlier in line["earlier"]] == [("The ferry", FIRST)]
    shown = [run(capsys, "revisions", "ferry", "--library", name) for name in ("library.db", "other.db")]
    assert shown[0] == shown[1]
    assert shown[0][0] == 0


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"edited": {"text": "x"}}, '"edited" holds anything but title, published, publisher, author, each a string'),
        ({"apart": "yes"}, '"apart" is not true or false'),
        ({"earlier": {}}, None),
        ({"earlier": ["x"]}, '"earlier" is not a list of objects'),
        ({"earlier": [{"text": "x"}]}, '"earlier" lacks revision, title, text or replaced_at of an earlier text'),
        ({"modified": "soon"}, '"modified" is not an ISO date ("soon")'),
        ({"date_rule": "guess"}, '"date_rule" is not one of'),
    ],
)
def test_an_import_with_odd_histories_says_what_is_wrong(here, capsys, extra, reason):
    (here / "odd.jsonl").write_text(json.dumps({"id": "a", "text": "A text."} | extra), encoding="utf-8")

    code, printed, _ = run(capsys, "import", "odd.jsonl", "--library", "new.db")

    assert code == (2 if reason else 0)
    assert f"line 1: {reason}" in printed if reason else "1 added" in printed


def test_the_library_opens_as_a_plain_database(here):
    """As Datasette and the like do: read-only, with every table readable."""
    with sqlite3.connect(f"file:{here / 'library.db'}?mode=ro", uri=True) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert {"articles", "sources", "revisions"} <= set(tables)
        assert all(connection.execute(f'SELECT count(*) FROM "{table}"').fetchone() for table in tables)
    connection.close()


# -- edits -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ferry(tmp_path, monkeypatch, capsys):
    """Go to a folder with a library of one article."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CUTTINGS_LIBRARY", raising=False)
    (tmp_path / "ferry.md").write_text(f"---\nid: ferry\ntitle: The ferry\n---\n{FIRST}", encoding="utf-8")
    assert main(["add", "ferry.md"]) == 0
    capsys.readouterr()
    return tmp_path


def stored(folder):
    with Library.open_for_reading(folder / "library.db") as library:
        (found,) = library.articles_after("", 5)
        return found


def test_what_is_set_by_hand_stays(ferry, capsys):
    """Through a changed source and a full reindex; undone, the source's word counts again."""
    code, printed, _ = run(
        capsys, "edit", "ferry", "--published", "2024-03-01", "--publisher", "The Post", "--title", "Late ferry"
    )
    assert (code, printed) == (0, "Changed “Late ferry”; this stays when its source is read again.\n")
    assert (stored(ferry).published, stored(ferry).date_rule) == ("2024-03-01", DateRule.SET)
    with Library.open_for_reading(ferry / "library.db") as library:
        assert search(library, Query(("late",))).hits
    (ferry / "ferry.md").write_text(f"---\nid: ferry\ntitle: The boat\n---\n{SECOND}", encoding="utf-8")
    run(capsys, "reindex")
    run(capsys, "reindex", "--full")

    assert (stored(ferry).title, stored(ferry).publisher, stored(ferry).text) == ("Late ferry", "The Post", SECOND)
    run(capsys, "edit", "ferry", "--publisher", "")
    assert (stored(ferry).title, stored(ferry).publisher) == ("Late ferry", None)
    run(capsys, "edit", "ferry", "--undo")
    assert run(capsys, "reindex")[1] == "library.db: 0 added, 1 changed\n"
    assert (stored(ferry).title, stored(ferry).published, stored(ferry).date_rule) == ("The boat", None, None)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["ferry"], "nothing is set; name a --title, --published, --publisher or --author, or --undo"),
        (["ferry", "--published", "soon"], '"soon" is not a date such as 2024-06-19'),
        (["ferry", "--published", "2024"], '"2024" is not a date such as 2024-06-19'),
        (["ferry", "--published", "2999-01-01"], "2999-01-01 lies in the future"),
        (["ferry", "--title", " "], "an article can't be without a title"),
        (["none", "--title", "x"], 'no article has the id, link, title or path "none"'),
        (["ferry", "--undo", "--title", "x"], "--undo forgets everything that was set; leave the other options out"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused(ferry, capsys, arguments, message):
    assert run(capsys, "edit", *arguments) == (2, "", f"cuttings: {message}\n")


# -- earlier texts ---------------------------------------------------------------------------------------------------


def change(folder, text):
    (folder / "ferry.md").write_text(f"---\nid: ferry\ntitle: The ferry\n---\n{text}", encoding="utf-8")
    assert main(["reindex"]) == 0


def test_an_earlier_text_is_kept_and_the_difference_shown(ferry, capsys):
    before = stored(ferry).revision
    change(ferry, SECOND)
    capsys.readouterr()

    code, printed, _ = run(capsys, "revisions", "ferry")
    assert code == 0
    assert [line.split()[0] for line in printed.splitlines()[1:]] == [stored(ferry).revision, before]
    assert run(capsys, "revisions", "ferry", "--since", before)[1].splitlines()[1:] == [
        "- The ferry left at noon.", "+ The ferry left at one.", "+ It came back late.",
    ]  # fmt: skip
    assert run(capsys, "revisions", "ferry", "--since", "none")[2] == (
        'cuttings: "The ferry" has no earlier revision "none"\n'
    )


def test_only_the_last_few_texts_are_kept_and_each_once(ferry, capsys):
    for number in range(8):
        change(ferry, f"{FIRST} Note {number}.")
    change(ferry, FIRST)
    change(ferry, f"{FIRST} Note 7.")

    with Library.open_for_reading(ferry / "library.db") as library:
        texts = [item.text for item in library.revisions_of("ferry")]
    assert texts == [FIRST, *(f"{FIRST} Note {number}." for number in (6, 5, 4, 3))]


def test_what_is_removed_takes_its_earlier_texts_along(ferry, capsys):
    change(ferry, SECOND)
    assert main(["remove", "ferry"]) == 0

    with Library.open_for_reading(ferry / "library.db") as library:
        assert library.revisions_of("ferry") == []
        assert library.db.execute("SELECT count(*) FROM revisions").fetchone()[0] == 0
    assert b"came back late" not in (ferry / "library.db").read_bytes()


def test_a_reindex_that_changes_nothing_keeps_no_revision(ferry, capsys):
    with Library.open_for_writing(ferry / "library.db") as library:
        reindex(library, [], progress=quiet, full=True)
        assert library.revisions_of("ferry") == []
