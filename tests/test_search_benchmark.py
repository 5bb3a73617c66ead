"""The search benchmark: its corpora, its questions, its oracle, and a small run of all of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from rank_bm25 import BM25Okapi

from benchmarks.search import __main__ as benchmark
from benchmarks.search import measure, questions, report, worker
from benchmarks.search.corpus import Corpus, SyntheticTerms
from benchmarks.search.engine import ENGINES, make_engine
from benchmarks.search.exact import Agreement, Oracle, compare
from benchmarks.search.real import write_real
from benchmarks.search.synthetic import write_synthetic
from index.text.tokens import tokenize

ROOT = Path(__file__).parent.parent
INSTALLED = ["cuttings", "cuttings-store", "rank-bm25", "fts5", "nothing"]
"""The engines that need nothing beyond what Cuttings' own tests need."""
SENTENCES = [
    "The ferry Kittiwake left the harbour at noon with two hundred passengers and a brass band on board.",
    "Nobody had told the harbour master, who was asleep, and so the bridge stayed shut for an hour.",
    "Councillor Priya Nandal called the delay regrettable but said that such things happen in May.",
    "The next ferry sails on Tuesday, weather permitting, and the band has been asked to stay at home.",
]


@pytest.fixture(scope="module")
def articles(tmp_path_factory):
    """Make a file of articles and one of questions."""
    folder = tmp_path_factory.mktemp("articles")
    rows = [{"title": f"Note {number}", "text": " ".join(SENTENCES * 6) + f" Boat {number}."} for number in range(12)]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    asked = ["Which ferry left the harbour in May?", "Who is Priya Nandal?", "when did boat 7 sail?", "Zanzibar?"]
    lines = (json.dumps({"question": question}) for question in asked)
    (folder / "questions.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def synthetic(tmp_path_factory):
    """Make a small made-up corpus."""
    folder = tmp_path_factory.mktemp("synthetic")
    write_synthetic(folder, 3_000)
    return Corpus(folder)


def test_real_passages_are_cuttings_own(articles, tmp_path):
    """Cut once, the terms are those of the whole articles, in order, with the title's behind each passage."""
    about = write_real(tmp_path / "corpus", articles / "articles.jsonl", None)

    found = list(Corpus(tmp_path / "corpus").articles())
    first = [term for passage in found[0].passages for term in passage if term not in {"note", "0"}]
    assert (about.articles, about.passages) == (12, sum(len(one.passages) for one in found))
    assert first == [term for term in tokenize(" ".join(SENTENCES * 6) + " Boat 0.", "en") if term != "0"]
    assert about.distinct_terms == len({term for one in found for passage in one.passages for term in passage})
    assert found[1].first == len(found[0].passages)


def test_passages_are_cut_anew_until_there_are_enough(articles, tmp_path):
    """More are wanted than there are: rounds start a sentence later each, and the report says so."""
    once = write_real(tmp_path / "once", articles / "articles.jsonl", None)
    about = write_real(tmp_path / "corpus", articles / "articles.jsonl", 2 * once.passages + 1)

    found = list(Corpus(tmp_path / "corpus").articles())
    assert about.passages == 2 * once.passages + 1
    assert "cut 3 times, each time from one sentence later on, with fresh ids" in about.description
    assert found[12].passages[0] != found[0].passages[0]
    assert found[12].passages[0][0] == "nobodi"


def test_the_articles_come_to_an_end(articles, tmp_path):
    """When no article has sentences left, fewer passages than wanted are given."""
    about = write_real(tmp_path / "corpus", articles / "articles.jsonl", 1_000_000)

    assert 0 < about.passages < 1_000_000


def test_made_up_passages_are_always_the_same_and_like_english(synthetic, tmp_path):
    """The seed fixes them; few terms are common, many are rare, and terms come in bursts."""
    write_synthetic(tmp_path, 3_000)
    again = Corpus(tmp_path)

    tokens, lengths = synthetic.numbers("tokens"), synthetic.numbers("lengths")
    assert np.array_equal(tokens, again.numbers("tokens"))
    assert synthetic.about.passages == len(lengths) == 3_000
    assert 55 < lengths.mean() < 70
    counts = np.sort(np.unique(tokens, return_counts=True)[1])[::-1]
    assert 0.007 < counts[0] / len(tokens) < 0.012
    assert 0.5 < counts[:1_000].sum() / len(tokens) < 0.65
    numbered = np.repeat(np.arange(3_000), lengths) * (tokens.max() + 1) + tokens
    assert 0.79 < len(np.unique(numbered)) / len(tokens) < 0.86


def test_made_up_terms_are_distinct_and_grow():
    terms = SyntheticTerms()

    assert len({terms[rank] for rank in range(20_000)}) == 20_000
    assert len(terms[3]) < len(terms[5_000]) < len(terms[10**9])


def test_questions_are_asked_whole_and_short(articles, tmp_path):
    """Questions without a known term are left out; short ones have the rarest three or four terms that occur."""
    write_real(tmp_path, articles / "articles.jsonl", None)

    asked = questions.real_questions(articles / "questions.jsonl", Corpus(tmp_path))

    assert sorted(asked["real"]) == [["7", "boat", "sail"], ["ferri", "harbour", "left", "may"], ["nandal", "priya"]]
    for whole, short, length in zip(asked["real"], asked["short"], (3, 4, 3), strict=True):
        assert set(short) <= set(whole)
        assert len(short) == min(length, len(whole))


def test_the_oracle_scores_as_rank_bm25_does(synthetic):
    """Holding only the asked terms changes no score, against a model of the whole corpus."""
    passages = [passage for article in synthetic.articles() for passage in article.passages]
    asked = questions.synthetic_questions(synthetic)["real"][:5]
    model = BM25Okapi(passages, k1=0.9, b=0.75)
    df = {term: sum(term in found for found in model.doc_freqs) for terms in asked for term in terms}
    model.idf = {term: float(np.log(1 + (3_000 - count + 0.5) / (count + 0.5))) for term, count in df.items()}
    oracle = Oracle(synthetic, set(df))

    for terms in asked:
        scores = model.get_scores(terms)
        found = oracle.top(terms, 10)
        assert [number for number, _ in found] == np.lexsort((np.arange(3_000), -scores))[:10].tolist()
        assert [score for _, score in found] == pytest.approx([scores[number] for number, _ in found], rel=1e-12)


def test_answers_are_compared():
    """Order, scores and share are told apart; no answer to a question nobody can answer is right."""
    right = [[(1, 2.0), (2, 1.0)], [(1, 2.0), (2, 1.0)], [(1, 2.0), (2, 1.0)], []]
    found = [[(1, 2.0), (2, 1.0)], [(1, 4.0), (2, 2.0)], [(2, 2.0), (3, 1.0)], []]

    assert compare(found, right) == Agreement(asked=4, same_order=3, same_scores=2, overlap=0.875)


@pytest.mark.parametrize("name", INSTALLED)
def test_an_engine_builds_opens_and_answers(synthetic, tmp_path, name):
    """Every engine finds the passage that a question was taken from, and knows the size of its index."""
    terms = questions.synthetic_questions(synthetic)["real"][0]
    engine = make_engine(name)
    engine.build(synthetic, tmp_path)
    engine.open(tmp_path)

    found = engine.top(terms, 10)
    engine.close()

    if not ENGINES[name].answers:
        assert found == []
    else:
        assert found[0][0] == Oracle(synthetic, set(terms)).top(terms, 1)[0][0]
        assert 0 < engine.index_bytes(tmp_path) <= sum(path.stat().st_size for path in tmp_path.iterdir())


def test_a_small_run_of_real_articles(articles, tmp_path, capsys):
    """All figures of all engines, Cuttings' answers right, and the whole way from the file to the library."""
    options = ["--articles", str(articles / "articles.jsonl"), "--questions", str(articles / "questions.jsonl")]
    options += [
        "--passages",
        "100",
        "--peers",
        "rank-bm25",
        "fts5",
        "--out",
        str(tmp_path),
        "--budget",
        "1",
        "--rush",
        "0.2",
    ]
    assert benchmark.main(options) == 0

    printed = capsys.readouterr().out
    rows = {row["engine"]: row for row in json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))}
    assert list(rows) == ["cuttings", "rank-bm25", "fts5"]
    assert all(row["build_s"] > 0 and row["build_peak_bytes"] > 10**6 for row in rows.values())
    assert rows["cuttings"]["latency"]["real"]["count"] == 3
    assert "100 passages of the articles of articles.jsonl, cut 2 times" in printed
    assert "| cuttings | 3 / 3 of 3 / 100% | 3 / 3 of 3 / 100% |" in printed
    assert "| Cuttings divided by | real p50 | real p99 | short p50 | short p99 | build | index |" in printed
    assert "The whole way, `cuttings add` of 12 articles" in printed
    assert (tmp_path / "report.md").read_text(encoding="utf-8") == printed
    assert not list(tmp_path.glob("index-*"))


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (
            {"cuttings": 10, "rank-bm25": 5, "fts5": 6, "cuttings-store": 6, "nothing": 1},
            "Without storing the text Cuttings' building takes 5.0 s: 1 times as long as rank-bm25.",
        ),
        (
            {"cuttings": 10, "fts5": 6, "cuttings-store": 6, "nothing": 1},
            "Without storing the text Cuttings' building takes 5.0 s.",
        ),
        ({"cuttings": 10, "rank-bm25": 5, "cuttings-store": 6}, ""),
    ],
)
def test_the_report_tells_the_index_from_what_stores(seconds, told):
    """What storing takes beyond reading is taken off Cuttings' building; peers that keep no text stand beside."""
    figures = [measure.Figures(name, 100, took, 9, 9, 9, 9, 0.1, {}, None) for name, took in seconds.items()]

    table, _, rest = report._sizes_table(figures).partition("\n\n")

    assert rest == told
    assert table.count("\n") == 1 + len(figures)


def test_a_small_run_of_growing_corpora(tmp_path, capsys):
    options = ["--growth", "200", "400", "--peers", "--out", str(tmp_path), "--budget", "1", "--rush", "0"]
    assert benchmark.main(options) == 0

    printed = capsys.readouterr().out
    assert "| cuttings | 200 |" in printed
    assert "| cuttings | 400 |" in printed


def test_unusable_options_are_refused(tmp_path, capsys):
    for options in (["--articles", "a.jsonl"], ["--synthetic", "10", "--peers", "lucene"]):
        with pytest.raises(SystemExit):
            benchmark.main([*options, "--out", str(tmp_path)])

    told = capsys.readouterr().err
    assert "--articles needs --questions" in told
    assert "there is no engine lucene; known: cuttings, cuttings-numpy" in told


@pytest.mark.parametrize("absent", ["articles", "questions"])
def test_a_file_that_is_not_there_is_named_before_anything_is_measured(articles, tmp_path, capsys, absent):
    files = {name: str(articles / f"{name}.jsonl") for name in ("articles", "questions")} | {absent: "gone.jsonl"}
    options = [part for name, path in files.items() for part in (f"--{name}", path)]

    assert benchmark.main([*options, "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("gone.jsonl is no file")
    assert not (tmp_path / "out").exists()


def test_an_engine_that_is_not_installed_is_left_out(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(benchmark, "missing_libraries", lambda name: ["tantivy"] if name == "tantivy" else [])
    options = ["--synthetic", "100", "--peers", "tantivy", "--out", str(tmp_path), "--budget", "1", "--rush", "0"]
    assert benchmark.main(options) == 0

    told = capsys.readouterr()
    assert "tantivy is left out: tantivy is not installed" in told.err
    assert "| cuttings |" in told.out


def test_a_worker_that_fails_says_why(tmp_path):
    with pytest.raises(RuntimeError, match=r"^cuttings could not build: .*No such file.*about\.json'$"):
        measure.measure("cuttings", tmp_path / "none", 1, tmp_path, measure.Effort())


def test_processes_that_fail_together_are_ended(tmp_path):
    """Without an index none gets ready: that is said, and none is left behind."""
    questions.save({"real": [["a"]], "short": [["a"]]}, tmp_path / "questions.json")

    with pytest.raises(RuntimeError, match="cuttings could not ask in several processes"):
        measure._rush("cuttings", tmp_path, tmp_path / "questions.json", 0.1)


def test_time_that_is_up_ends_the_asking(synthetic, tmp_path):
    """A slow engine is asked at least one question of each kind, and no more."""
    asked = questions.synthetic_questions(synthetic)
    questions.save(asked, tmp_path / "questions.json")
    folder = tmp_path / "index"
    folder.mkdir()
    make_engine("nothing").build(synthetic, folder)

    told = worker.ask(
        "nothing", folder, tmp_path / "questions.json", {"started": 0, "k": 10, "budget_s": -1, "kept": 2}
    )

    assert {kind: len(times) for kind, times in told["times_ms"].items()} == {"real": 1, "short": 1}
    assert len(told["answers"]["real"]) == 2
    assert told["ask_peak_bytes"] > 10**6


def test_every_engine_is_described():
    assert set(INSTALLED) < set(ENGINES)
    assert all(entry.note for entry in ENGINES.values())


def test_figures_are_drawn(tmp_path):
    """Where matplotlib is installed, both kinds of picture name every engine."""
    pytest.importorskip("matplotlib")
    from benchmarks.search import plots

    latency = dict.fromkeys(("real", "short"), measure.Latency(10, 1.0, 2.0, 3.0))
    figures = [
        measure.Figures(engine, size, 1.0, 10**6, 10**6, 10**8, 10**8, 0.2, latency, 100.0)
        for engine in ("cuttings", "fts5")
        for size in (100, 1_000)
    ]
    plots.plot_engines(figures[::2], tmp_path / "engines.svg")
    plots.plot_growth(figures, tmp_path / "growth.svg")

    for name in ("engines.svg", "growth.svg"):
        svg = (tmp_path / name).read_text(encoding="utf-8")
        assert "cuttings" in svg
        assert "fts5" in svg
