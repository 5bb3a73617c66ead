"""The command: answers, JSON, exit codes, and a clear sentence for every mistake."""

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.terminal.main import main

KIM = """Vladimir Putin and Kim Jong-un signed an agreement

Vladimir Putin and Kim Jong-un signed an agreement

The two leaders met again after Kim Jong-un visited Russia in September 2023. Putin visited North Korea in June 2024.

leaders at the table.JPG

Kim has agreed to visit Russia and hopes to be able to do so in 2025.

The talks in Pyongyang lasted for two hours, and both delegations then went to a concert in the square.

Leave a Reply

Your email address will not be published. Required fields are marked *
"""


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Make a library of one article, in the current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CUTTINGS_LIBRARY", raising=False)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "kim.txt").write_text(KIM, encoding="utf-8")
    assert main(["add", "articles"]) == 0
    return tmp_path / "library.db"


def test_when_did_kim_visit_russia(library, capsys):
    """The date of the visit, not the one hoped for nor that of the other visitor."""
    assert main(["ask", "when", "did", "Kim", "visit", "Russia?"]) == 0

    out = capsys.readouterr().out
    assert "\nSeptember 2023\n" in f"\n{out}"
    assert "after Kim Jong-un visited Russia in September 2023." in out
    assert "Vladimir Putin and Kim Jong-un signed an agreement" in out


def test_json_has_the_answer_and_its_offsets(library, capsys):
    capsys.readouterr()
    assert main(["ask", "--json", "when did Kim visit Russia?"]) == 0

    row = json.loads(capsys.readouterr().out)
    extract = row["extracts"][0]
    assert row["status"] == "answered"
    assert row["short_answer"]["value"] == "2023-09"
    assert extract["passage"]["start"] <= extract["start"] < extract["end"] <= extract["passage"]["end"]
    inside = extract["start"] - extract["passage"]["start"]
    assert extract["passage"]["text"][inside : inside + len(extract["text"])] == extract["text"]


def test_nothing_found_is_exit_1_and_says_what_is_missing(library, capsys):
    assert main(["ask", "when did Kim visit Brazil?"]) == 1

    out = capsys.readouterr().out
    assert "Nothing found" in out
    assert '"Brazil"' in out


def test_batch_answers_in_order_and_marks_bad_lines(library, tmp_path, capsys):
    lines = ['{"id": 7, "question": "when did Kim visit Russia?"}', "nonsense", '{"id": 9, "question": "who is he?"}']
    (tmp_path / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    capsys.readouterr()

    assert main(["ask", "--batch", "q.jsonl"]) == 2

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["id"], row["status"]) for row in rows] == [(7, "answered"), (None, "error"), (9, "error")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"nonsense", "line 1: is not JSON"),
        (b"\xff\xfe", "line 1: is not JSON"),
        (b"[" * 100_000, "line 1: is not JSON"),
        (b"[]", 'line 1: lacks "question"'),
        (b'{"id": 1}', 'line 1: lacks "question"'),
        (b'{"question": 7}', 'line 1: "question" is not a string'),
        (b'{"question": " "}', "line 1: the question is empty; ask something, for example: when did Kim visit Russia?"),
        (b'{"question": "Kim", "k": 0}', "line 1: 0 extracts can't be shown; ask for 1 to 10 with -k"),
        (b'{"question": "Kim", "k": "2"}', 'line 1: "k" is not a whole number'),
        (b'{"question": "Kim", "publisher": ["Wire"]}', 'line 1: "publisher" is not a string'),
        (b'{"question": "Kim", "since": 2024}', 'line 1: "since" is not a date such as 2024-06-19'),
        (b'{"question": "Kim", "until": "soon"}', 'line 1: "until" is not a date such as 2024-06-19'),
    ],
)
def test_a_bad_line_of_a_batch_says_what_is_wrong(library, tmp_path, capsys, line, expected):
    """The line's number and one sentence; the lines behind it are answered."""
    (tmp_path / "q.jsonl").write_bytes(line + b'\n{"question": "when did Kim visit Russia?"}\n')
    capsys.readouterr()

    assert main(["ask", "--batch", "q.jsonl"]) == 2

    bad, good = (json.loads(row) for row in capsys.readouterr().out.splitlines())
    assert (bad["status"], bad["error"]) == ("error", expected)
    assert good["status"] == "answered"


def test_a_line_of_a_batch_comes_before_the_command(library, tmp_path, capsys):
    """What a line says of dates, outlet and number of extracts holds for it; the rest is the command's."""
    rows = [{"question": "when did Kim visit Russia?", "k": 1}, {"question": "Kim", "until": "2024-02-01"}]
    (tmp_path / "q.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    capsys.readouterr()

    assert main(["ask", "--batch", "q.jsonl", "-k", "2"]) == 0

    first, second = (json.loads(row) for row in capsys.readouterr().out.splitlines())
    assert len(first["extracts"]) == 1
    assert {name: value for name, value in second["filters"].items() if value} == {"until": "2024-02-01"}


def test_what_utf_8_cant_hold_breaks_nothing(library, tmp_path, capsys):
    """Lone surrogates in a batch, and bytes of another encoding on the command line."""
    row = b'{"id": "\\ud800", "question": "\\ud800 Kim Russia", "publisher": "\\ud800"}'
    (tmp_path / "q.jsonl").write_bytes(row)

    assert main(["ask", "--batch", "q.jsonl"]) == 0
    assert main(["ask", "Kim \udcff", "--publisher", "\udcff"]) == 1
    assert main(["remove", "\udcff"]) == 2
    assert main(["ask", "Kim", "--library", "\udcff"]) == 2
    assert capsys.readouterr().err.count("\n") == 2


def test_a_terminal_without_quotation_marks_gets_question_marks(library):
    """An output that can't show a character is no reason to stop."""
    done = subprocess.run(
        [sys.executable, "-m", "bot.terminal.main", "ask", "when did Kim visit Russia?"],
        capture_output=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONIOENCODING": "ascii"},
    )

    assert done.returncode == 0
    assert b"?The two leaders met again" in done.stdout
    assert done.stderr == b""


def test_the_version_is_that_of_the_package(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"cuttings {version('cuttings')}\n"


def test_no_command_at_all_shows_the_help(capsys):
    """Help on standard error, exit code 2, and nothing on standard output."""
    assert main([]) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("usage: cuttings")
    assert "answer a question" in told.err


@pytest.mark.parametrize("name", ["search", "status", "reindex"])
def test_other_commands_work(library, name, capsys):
    assert main([name, *(["treaty", "Pyongyang"] if name == "search" else [])]) == 0
    assert capsys.readouterr().out


def test_a_removed_article_does_not_answer(library, capsys):
    assert main(["remove", "articles/kim.txt"]) == 0
    assert main(["ask", "when did Kim visit Russia?"]) == 2
    assert "holds no passages" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["ask", ""], "the question is empty"),
        (["ask", "x" * 10_000], "10,000 characters"),
        (["ask", "who is he?"], "holds no word to look for"),
        (["ask", "-k", "0", "Kim"], "0 extracts can't be shown"),
        (["ask", "--since", "2024-02-01", "--until", "2024-01-01", "Kim"], "--since is later"),
        (["ask", "--library", "none.db", "Kim"], "there is no library at none.db"),
        (["ask", "--library", "articles/kim.txt", "Kim"], "is not a Cuttings library"),
        (["ask", "--json", ""], "the question is empty"),
        (["ask", "--json", "who is he?"], "holds no word to look for"),
        (["search", "--json", "-k", "11", "Kim"], "11 extracts can't be shown"),
        (["ask", "--batch", "none.jsonl"], "can't be read"),
        (["ask", "--batch", "articles"], "articles can't be read: Is a directory"),
        (["ask", "--batch", "none.jsonl", "-k", "0"], "0 extracts can't be shown"),
        (["ask", "--batch", "none.jsonl", "Kim"], "a question and --batch can't be asked at once"),
        (["ask", "--config", "none.toml", "Kim"], "none.toml"),
        (["reindex", "--library", "none.db"], "there is no library"),
        (["remove", "nothing"], "no article has"),
        (["add", "\udcff"], "is not UTF-8, so it can't be remembered"),
        (["add", "articles", "--library", "none/library.db"], "its folder does not exist"),
    ],
)
def test_a_mistake_gets_one_sentence_on_stderr(library, capsys, arguments, sentence):
    """Exit code 2, one line, no traceback, and the library is as it was."""
    before = library.read_bytes()
    capsys.readouterr()

    assert main(arguments) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert library.read_bytes() == before


def test_an_empty_name_is_not_the_current_folder(library, capsys):
    """An unset variable of a script adds nothing."""
    with pytest.raises(SystemExit) as stop:
        main(["add", ""])

    assert stop.value.code == 2
    assert "a source's name is empty" in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("arguments", [["status"], ["ask", "--json", "Kim"]], ids=["drawn", "JSON"])
def test_an_output_that_cant_be_written_is_one_sentence(library, arguments):
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "bot.terminal.main", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    assert (done.returncode, done.stderr) == (2, "cuttings: the output: No space left on device\n")


@pytest.mark.parametrize("arguments", [["status"], ["ask", "--json", "Kim"]], ids=["drawn", "JSON"])
def test_a_reader_that_goes_is_no_mistake(library, arguments):
    """As for ``cuttings status | head -1``: nothing is said, and the exit code is 0."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "bot.terminal.main", *arguments],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        )

    assert (done.returncode, done.stderr) == (0, "")


def test_an_unknown_option_is_exit_2(library, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["ask", "--colour", "Kim"])
    assert stop.value.code == 2
    assert "--colour" in capsys.readouterr().err


@pytest.mark.parametrize(
    "question",
    ["'; DROP TABLE articles; --", "$(rm -rf /)", "متى زار كيم روسيا", "金正恩什么时候访问俄罗斯", "👩‍👩‍👧 Zanzibar?"],
)
def test_odd_questions_find_nothing_and_break_nothing(library, question):
    assert main(["ask", question]) == 1
    assert main(["ask", "when did Kim visit Russia?"]) == 0


@pytest.mark.parametrize(
    ("text", "code"), [("Pyongyang", 0), ("\x00\x01\x02\x07", 2), ("word " * 1_000_000, 0), ("x" * 5_000_000, 0)]
)
def test_odd_articles(tmp_path, monkeypatch, text, code):
    """One word, only control characters, 5 MB with and without spaces."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "odd.txt").write_text(text, encoding="utf-8")

    assert main(["add", "odd.txt"]) == code


def test_an_empty_folder_makes_no_library(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()

    assert main(["add", "empty"]) == 2
    assert "holds no articles" in capsys.readouterr().out
    assert not (tmp_path / "library.db").exists()


def test_control_characters_never_reach_the_terminal(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.txt").write_text("A title\n\nThe harbour turned\x07 red\u202e in May\x1b 2024.", encoding="utf-8")
    main(["add", "bad.txt"])

    assert main(["ask", "when did the harbour turn red?"]) == 0
    assert not {"\x1b", "\x07", "\u202e"} & set(capsys.readouterr().out)


def test_a_full_disk_loses_nothing(library, tmp_path):
    """A write that fails is one sentence and exit 2, and the library answers as before."""
    rows = [{"id": str(n), "title": f"T{n}", "text": f"Boat {n} was {'grey ' * 400}."} for n in range(400)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "bot.terminal.main", "add", "many.jsonl"],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000)),
    )

    assert done.returncode == 2
    assert "can't be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert main(["ask", "when did Kim visit Russia?"]) == 0
    connection = sqlite3.connect(library)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


def test_ctrl_c_keeps_what_was_committed(library, tmp_path):
    """An interrupted add ends at once, says so, exits with 130 and leaves a whole library."""
    rows = [{"id": str(n), "title": f"T{n}", "text": f"Boat {n} was {'grey ' * 900}."} for n in range(6_000)]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")

    running = subprocess.Popen(
        [sys.executable, "-m", "bot.terminal.main", "add", "many.jsonl"],
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    watcher = sqlite3.connect(library)
    while running.poll() is None and watcher.execute("SELECT count(*) FROM articles").fetchone()[0] == 1:
        watcher.commit()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)

    kept = watcher.execute("SELECT count(*) FROM articles").fetchone()[0]
    assert (kept - 1) % 1_000 == 0
    assert watcher.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    watcher.close()
    assert running.returncode == 130
    assert kept - 1 < len(rows)
    assert "Traceback" not in told


def test_search_explains_its_scores(library, capsys):
    """What the terms add is shown, and adds up to the score."""
    assert main(["search", "Kim Russia", "--explain"]) == 0
    drawn = capsys.readouterr().out
    assert "term" in drawn
    assert "length norm" in drawn

    assert main(["search", "Kim Russia", "--explain", "--json"]) == 0
    for hit in json.loads(capsys.readouterr().out)["hits"]:
        assert sum(term["contribution"] for term in hit["terms"]) == pytest.approx(hit["score"], abs=1e-12)
        assert all(term["idf"] > 0 < term["tf"] for term in hit["terms"])


def test_filters_are_said_and_kept(library, capsys):
    """Every filter is named above what passes it; nothing passes one that no article fits."""
    for option, value, said in (
        ("--author", "Nobody", "author Nobody"),
        ("--tag", "none", "tag none"),
        ("--language", "fi", "language fi"),
        ("--article", "x", "article x"),
    ):
        assert main(["search", "Kim", option, value]) == 1
        assert f"Only articles: {said}" in capsys.readouterr().out


def test_a_damaged_index_is_said_and_repaired(library, capsys):
    """A flipped byte is one sentence and exit code 2; repair makes the same answers as before."""
    assert main(["search", "Kim Russia", "--json"]) == 0
    before = json.loads(capsys.readouterr().out)["hits"]
    with closing(sqlite3.connect(library)) as connection:
        connection.execute("UPDATE packs SET body = CAST(body || x'00' AS BLOB)")
        connection.commit()

    assert main(["search", "Kim Russia"]) == 2
    error = capsys.readouterr().err
    assert "is damaged; make it anew from the stored articles: cuttings repair" in error
    assert error.count("\n") == 1

    assert main(["repair"]) == 0
    capsys.readouterr()
    assert main(["search", "Kim Russia", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["hits"] == before


def test_repair_needs_a_library(tmp_path, capsys):
    assert main(["repair", "--library", str(tmp_path / "none.db")]) == 2
    assert "there is no library" in capsys.readouterr().err


def test_keeping_a_library_loads_nothing_that_answers(settings):
    """Start-up stays quick: reading questions and weighing sentences is for those who ask."""
    script = (
        "import sys; from bot.terminal.main import main; "
        f"code = main(['status', '--library', {str(settings.library)!r}]); "
        "heavy = {'bot.answering.answer', 'bot.answering.questions.question'}; "
        "sys.exit(code or sorted(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_asking_loads_nothing_that_it_does_not_need(settings):
    """Start-up stays quick: no Discord, shell, figures, cluster or reading of sources on the way to an answer."""
    script = (
        "import sys; from bot.terminal.main import main; "
        f"code = main(['ask', 'when did Kim visit Russia?', '--library', {str(settings.library)!r}]); "
        "heavy = {'discord', 'aiohttp', 'prometheus_client', 'prompt_toolkit', 'urllib3', 'trafilatura'}; "
        "sys.exit(code or sorted(heavy & sys.modules.keys()) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [["vacuum", "--library", ""], ["vacuum", "--library", "/"], ["backup", ""], ["backup", "/"],
     ["add", "x", "--library", "."], ["status", "\x1b[31m"], ["ask", "x", "-k", "\x1b[31m"]],
    ids=ascii,
)  # fmt: skip
def test_odd_arguments_are_told_of_in_a_sentence(tmp_path, monkeypatch, capsys, arguments):
    """Without anything that the terminal obeys."""
    monkeypatch.chdir(tmp_path)
    try:
        code: object = main(arguments)
    except SystemExit as stopped:
        code = stopped.code

    err = capsys.readouterr().err
    assert code == 2
    assert err.splitlines()[-1].startswith("cuttings")
    assert "\x1b" not in err
