"""Measuring: labelled questions in, figures out."""

import gzip
import json
from importlib.util import find_spec

import pytest

from bot.answering.measure import area, average_precision, f1, normal
from bot.terminal.main import main


@pytest.fixture
def library(tmp_path):
    """Make a library of two articles."""
    articles = [
        {"id": "kim", "title": "Trains", "text": "Kim visited Russia in September 2023 by armoured train."},
        {"id": "tower", "title": "Tower", "text": "The tower was designed by Ann Smith and is 330 metres tall."},
        *(
            {"id": f"n{n}", "title": f"Note {n}", "text": f"Rain fell over hill {n}; farmers were glad."}
            for n in range(9)
        ),
    ]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    path = tmp_path / "library.db"
    assert main(["add", str(source), "--library", str(path)]) == 0
    return path


def evaluate(library, capsys, rows, *options, name="questions.jsonl"):
    """Return the figures as a dict."""
    path = library.parent / name
    data = "\n".join(map(json.dumps, rows)).encode()
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    capsys.readouterr()
    assert main(["eval", str(path), "--library", str(library), *options]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if "  " in line.strip()]
    return {line.strip().split("  ")[0]: line.strip().split("  ")[-1].strip() for line in lines}


QUESTIONS = [
    {"question": "When did Kim visit Russia?", "answers": ["September 2023"], "article_id": "kim"},
    {
        "question": "Who designed the tower?",
        "answers": ["Ann Smith"],
        "asked": "2024-01-01",
        "answer_seen_in": ["tower"],
    },
]


def test_figures_of_answerable_questions(library, capsys):
    figures = evaluate(library, capsys, QUESTIONS, name="questions.jsonl.gz")

    assert figures["answerable"] == "2 questions"
    assert figures["passage 1 / 1-5 / 1-20 holds the answer"] == "1.000 / 1.000 / 1.000"
    assert figures["extract 1 / 1-3 holds the answer"] == "1.000 / 1.000"
    assert figures["answered"] == "1.000"
    assert figures["short answer, when"] == "1 of 1 shown, 1.000 right, 1.000 to the word, F1 1.000"


def test_hidden_articles_and_strangers_are_questions_without_an_answer(library, capsys):
    strangers = library.parent / "strangers.jsonl"
    strangers.write_text(json.dumps({"question": "Who stole the moon?", "answers": ["Nobody"]}), encoding="utf-8")

    figures = evaluate(library, capsys, QUESTIONS, "--hide", "--strangers", str(strangers))

    assert figures["no answer in the library"] == "3 questions"
    assert figures["answered all the same"] == "0.000"
    assert figures["given a short answer"] == "0.000"
    assert figures["area under the curve of refusing"] == "1.000"


def test_what_others_tell_of_a_hidden_answer_is_not_wrong(library, capsys):
    rows = [{"id": "echo", "title": "Echo", "text": "Kim visited Russia in September 2023."}]
    source = library.parent / "echo.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", str(source), "--library", str(library)]) == 0

    figures = evaluate(library, capsys, QUESTIONS[:1], "--hide")

    assert figures["given a short answer"] == "1.000"
    assert figures["the same, and not that of what was left out"] == "0.000"


def test_every_other_question(library, capsys):
    assert evaluate(library, capsys, QUESTIONS, "--every", "2")["answerable"] == "1 questions"


def test_an_unanswerable_row_counts_as_one(library, capsys):
    rows = [*QUESTIONS, {"question": "When did Kim visit Brazil?", "answers": [], "is_impossible": True}]

    assert evaluate(library, capsys, rows)["no answer in the library"] == "1 questions"


def test_given_candidates_are_ranked(library, capsys):
    row = {
        "question": "Who designed the tower?",
        "candidates": [
            {"text": "Rain fell on the hill.", "label": 0},
            {"text": "It is tall.", "label": 0},
            {"text": "The tower was designed by Ann Smith.", "label": 1},
        ],
    }
    figures = evaluate(library, capsys, [row, {"question": "Why?", "candidates": []}])

    assert figures["questions with candidates"] == "1"
    assert figures["mean average precision"] == "1.000"


def test_short_answers_are_read_from_given_paragraphs(library, capsys):
    """What the library holds does not matter then, nor how sure the reading is."""
    paragraphs = library.parent / "paragraphs.jsonl"
    text = "It was begun by Eve Jones. The tower was designed by Ann Smith."
    paragraphs.write_text(json.dumps({"id": "p1", "text": text}) + "\n", encoding="utf-8")
    rows = [row | {"passage_id": name} for row, name in zip(QUESTIONS, ("p0", "p1"), strict=True)]

    figures = evaluate(library, capsys, rows, "--hide", "--paragraphs", str(paragraphs))

    assert figures["given the paragraph, who"] == "1 read, 1.000 to the word, F1 1.000"
    assert "given the paragraph, when" not in figures


@pytest.mark.parametrize(("content", "words"), [("3", "line 1 is no paragraph"), ('{"id": "p1"}', '"id" and "text"')])
def test_a_bad_paragraph_is_named(library, capsys, content, words):
    path = library.parent / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    questions = library.parent / "questions.jsonl"
    questions.write_text(json.dumps(QUESTIONS[0]), encoding="utf-8")

    assert main(["eval", str(questions), "--library", str(library), "--paragraphs", str(path)]) == 2
    assert words in capsys.readouterr().err


OWN = [
    {"question": "When did Kim visit Russia?", "answers": ["September 2023"], "articles": ["kim"], "answerable": True},
    {"question": "When did Kim visit Brazil?", "answerable": False},
    {"question": "the", "answers": ["nothing to look for"]},
]


def test_our_own_form_names_articles_and_what_is_answerable(library, capsys):
    figures = evaluate(library, capsys, OWN)

    assert figures["passage within 1"] == "0.500"
    assert figures["extract within 3"] == "0.500"
    assert figures["refused, of the unanswerable"] == "1.000"
    assert figures["right or rightly refused"] == "0.667"


def test_a_run_is_kept_and_compared_with(library, capsys):
    """The same again is not worse; a run that knew more before is, with exit code 1."""
    run = library.parent / "run.json"
    evaluate(library, capsys, OWN, "--save", str(run))
    out = run_eval(library, capsys, "--compare", str(run))
    assert (out[0], f"Not worse than {run}." in out[1]) == (0, True)

    data = json.loads(run.read_text())
    many = [data["questions"][0] | {"question": f"{n} when did Kim visit Russia?"} for n in range(40)]
    lost = [{"question": item["question"], "answers": ["May 1990"]} for item in many]
    run.write_text(json.dumps(data | {"questions": many}))
    (library.parent / "questions.jsonl").write_text("\n".join(map(json.dumps, lost)), encoding="utf-8")
    out = run_eval(library, capsys, "--compare", str(run))
    assert (out[0], f"Worse than {run}: passage within 1, " in out[1]) == (1, True)


def run_eval(library, capsys, *options):
    """Return exit code, output and errors of an evaluation of the same file again."""
    capsys.readouterr()
    code = main(["eval", str(library.parent / "questions.jsonl"), "--library", str(library), *options])
    return code, *capsys.readouterr()


def test_figures_as_json(library, capsys):
    evaluate(library, capsys, OWN)
    _, out, _ = run_eval(library, capsys, "--json")

    data = json.loads(out)
    assert data["figures"]["passage within 1"] == 0.5
    assert data["kinds"]["when"] == {"questions": 1, "shown": 1, "exact": 1.0, "f1": 1.0}


def test_a_comparison_as_json(library, capsys):
    """Every figure that a run shows stands in its comparison too, with the interval of the difference."""
    run = library.parent / "run.json"
    evaluate(library, capsys, OWN, "--save", str(run))
    code, out, _ = run_eval(library, capsys, "--json", "--compare", str(run))

    data = json.loads(out)
    assert (code, sorted(data["compared"])) == (0, sorted(data["figures"]))
    same = {"now": 0.3889, "before": 0.3889, "interval": [0, 0], "worse": False, "better": False}
    assert data["compared"]["confidence-weighted score"] == same


def test_questions_asked_twice_are_compared_each_with_itself(library, capsys):
    """Sets made by many people ask the same of several articles; a run is never unlike itself."""
    twice = [QUESTIONS[0], QUESTIONS[0] | {"article_id": "tower"}]
    run = library.parent / "run.json"
    evaluate(library, capsys, twice, "--save", str(run))
    _, out, _ = run_eval(library, capsys, "--compare", str(run))

    assert "passage within 1                    0.500 before, 0.500 now, +0.000 to +0.000" in out


@pytest.mark.parametrize(
    "row",
    [
        {"question": "When did Kim visit Russia?", "answers": [{"text": "September 2023", "answer_start": 23}]},
        {"question": "When did Kim visit Russia?", "answers": {"text": ["September 2023"], "answer_start": [23]}},
        {"version": "v2.0", "data": [{"title": "Trains", "paragraphs": [{"context": "Kim", "qas": [
            {"question": "When did Kim visit Russia?", "answers": [{"text": "September 2023"}]}]}]}]},
    ],
    ids=["objects", "texts in an object", "a whole file"],
)  # fmt: skip
def test_answers_as_squad_is_given_out(library, capsys, row):
    figures = evaluate(library, capsys, [row])

    assert (figures["answerable"], figures["extract within 1"]) == ("1 questions", "1.000")


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--compare", "none/run.json can't be read: No such file"),
        ("--save", "none/run.json can't be written: there is no such folder"),
    ],
)
def test_what_cant_work_is_told_before_anything_is_asked(library, capsys, monkeypatch, option, words):
    evaluate(library, capsys, OWN)
    monkeypatch.setattr("bot.terminal.evaluate.evaluate", None)
    code, _, err = run_eval(library, capsys, option, "none/run.json")

    assert (code, words in err) == (2, True)


def test_a_picture_is_drawn_where_that_can_be(library, capsys):
    """With matplotlib; without it one sentence says what to install."""
    picture = library.parent / "figures.svg"
    evaluate(library, capsys, OWN)
    code, out, err = run_eval(library, capsys, "--plot", str(picture))

    if find_spec("matplotlib"):
        assert (code, picture.read_text()[:5], "drawn in" in out) == (0, "<?xml", True)
    else:
        assert (code, "pip install matplotlib" in err) == (2, True)


KEPT = {"question": "When did Kim visit Russia?", "kind": "when", "answerable": True, "answered": True,
        "confidence": 0.9, "passage": 0, "extract": 0, "short_f1": 1.0, "short_exact": True,
        "took_ms": 1.0}  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "can't be read: No such file"), ('{"form": 9}', "another version"), ("[]", "is no run"),
     ("[" * 100_000, "is no run"),
     ('{"form": 1, "questions": []}', "holds none of these questions"),
     ('{"form": 1, "questions": [{"question": "Who?"}]}', "is no run"),
     (json.dumps({"form": 1, "questions": [KEPT | {"passage": "first"}]}), "is no run")],
    ids=["missing", "of another form", "a list", "nested", "of other questions", "without figures", "of other types"],
)  # fmt: skip
def test_what_is_no_kept_run_is_refused(library, capsys, content, words):
    run = library.parent / "run.json"
    if content:
        run.write_text(content)
    evaluate(library, capsys, OWN)

    code, _, err = run_eval(library, capsys, "--compare", str(run))
    assert (code, words in err) == (2, True)


def test_a_run_that_cant_be_kept_is_one_sentence(library, capsys):
    evaluate(library, capsys, OWN)
    code, _, err = run_eval(library, capsys, "--save", "no/where.json")

    assert (code, "no/where.json can't be written" in err) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("[1]", "line 1 is no labelled question"),
        ("{", "line 1 is not JSON"),
        ('{"question": "Who?", "answerable": true}', "line 1 is answerable, but has no"),
        ('{"question": "Who?"}', 'neither "answers" nor "candidates"'),
        ('{"question": "Who?", "answers": [], "asked": "soon"}', '"asked" must be a day such as'),
        ('{"question": "Who?", "answers": [], "asked": 5}', '"asked" must be a day such as'),
        ('{"question": "Who?", "answers": "Ann"}', '"answers" must be a list'),
        ('{"question": "Who?", "answers": [null]}', '"answers" must be a list of texts'),
        ('{"question": "Who?", "answers": ["Ann"], "articles": "tower"}', '"articles" must be a list'),
        ('{"question": "Who?", "answerable": "no"}', '"answerable" must be true or false'),
        ('{"question": "Who?", "answers": [], "passage_id": 5}', '"passage_id" must be a text'),
        ('{"question": 5, "answers": []}', '"question" must be a text'),
        ('{"answers": []}', "it lacks 'question'"),
        ('{"question": "Who?", "candidates": [{"label": 1}]}', '"candidates" must each have a "text"'),
        ('{"data": [{"title": "Tower"}]}', "line 1 is no whole file of SQuAD"),
    ],
)
def test_a_bad_line_is_named(library, capsys, content, words):
    path = library.parent / "bad.jsonl"
    path.write_text(content, encoding="utf-8")

    assert main(["eval", str(path), "--library", str(library)]) == 2
    assert words in capsys.readouterr().err


def test_a_file_that_is_not_there(library, capsys):
    assert main(["eval", str(library.parent / "none.jsonl"), "--library", str(library)]) == 2
    assert "can't be read" in capsys.readouterr().err


def test_measures():
    assert normal("The 1,200 Guests!") == " the 1200 guests "
    assert normal("公元前3世纪，在北京") == " 公 元 前 3 世 纪 在 北 京 "
    assert normal("レオナルド・ダ") == normal("レオナルド ダ")
    assert f1("the September 2023", "September 2023") == 1.0
    assert f1("May 2023", "2023") == pytest.approx(2 / 3)
    assert average_precision([False, True, True]) == pytest.approx(((1 / 2 + 2 / 3) / 2, 0.5))
    assert area([0.9, 0.5], [0.5, 0.1]) == 0.875
