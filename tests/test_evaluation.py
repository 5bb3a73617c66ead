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
    assert figures["short answer, when"] == "1 of 1 shown, 1.000 right, 1.000 to the word"


def test_hidden_articles_and_strangers_are_questions_without_an_answer(library, capsys):
    strangers = library.parent / "strangers.jsonl"
    strangers.write_text(json.dumps({"question": "Who stole the moon?", "answers": ["Nobody"]}), encoding="utf-8")

    figures = evaluate(library, capsys, QUESTIONS, "--hide", "--strangers", str(strangers))

    assert figures["no answer in the library"] == "3 questions"
    assert figures["answered all the same"] == "0.000"
    assert figures["given a short answer"] == "0.000"
    assert figures["area under the curve of refusing"] == "1.000"


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


def test_a_picture_is_drawn_where_that_can_be(library, capsys):
    """With matplotlib; without it one sentence says what to install."""
    picture = library.parent / "figures.svg"
    evaluate(library, capsys, OWN)
    code, out, err = run_eval(library, capsys, "--plot", str(picture))

    if find_spec("matplotlib"):
        assert (code, picture.read_text()[:5], "drawn in" in out) == (0, "<?xml", True)
    else:
        assert (code, "pip install matplotlib" in err) == (2, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "is no run that --save has kept"), ('{"form": 9}', "another version"), ("[]", "is no run"),
     ("[" * 100_000, "is no run"),
     ('{"form": 1, "questions": []}', "holds none of these questions")],
    ids=["missing", "of another form", "a list", "nested", "of other questions"],
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
        ('{"question": "Who?", "answers": [], "asked": "soon"}', "line 1 is no labelled question"),
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
    assert f1("the September 2023", "September 2023") == 1.0
    assert f1("May 2023", "2023") == pytest.approx(2 / 3)
    assert average_precision([False, True, True]) == pytest.approx(((1 / 2 + 2 / 3) / 2, 0.5))
    assert area([0.9, 0.5], [0.5, 0.1]) == 0.875
