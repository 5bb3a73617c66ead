"""`cuttings exam`: questions made of sentences, the figures they give, and the floor that answers get from them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.answer import Decision, held_back
from bot.answering.questions.cloze import Cloze, clozes
from bot.answering.questions.question import read_question
from bot.answering.ranking.sentences import rank_sentences
from bot.answering.score import Scored, by_kind, compare, confidence_weighted, figures
from bot.handlers import rebuilding
from bot.handlers.exam import ask_twice
from bot.handlers.floors import Examined, Floor, file_of, floor_of, load, save
from bot.terminal.main import main
from index.models import Article, Hit, Passage, Span
from index.rank import Statistics


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Alexander Fleming discovered penicillin in London in September 1928.",
            [
                Cloze("when", "When Alexander Fleming discovered penicillin in London?", "September 1928"),
                Cloze("who", "Who discovered penicillin in London in September 1928?", "Alexander Fleming"),
            ],
        ),
        (
            "The new ferry carries 1,450 passengers from the old town across the bay.",
            [
                Cloze(
                    "how many",
                    "How many passengers the new ferry carries from the old town across the bay?",
                    "1,450",
                )
            ],
        ),
        (
            "In 1957 the architect won the competition with a set of drawings.",
            [Cloze("when", "When the architect won the competition with a set of drawings?", "1957")],
        ),
        ("The old town hall was pulled down on 3 May 2021, to make room for a park.",
         [Cloze("when", "When the old town hall was pulled down, to make room for a park?", "3 May 2021")]),
    ],
)  # fmt: skip
def test_a_sentence_becomes_questions(sentence, expected):
    assert list(clozes(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "It opened on 20 October 1973, ten years late and over its budget.",
        "Rain fell.",
        "Although Ann Smith designed the tower in 1990, nobody knew her.",
        '"We met in June 2024," said the mayor of the old town.',
        "He said: the tower opened in June 2024 in the old town.",
        "The crew of Apollo 6 members flew around the whole moon again.",
        "The talks in the old hall of the town went on for 12 hours.",
        "The tower that was built between 1990 and 1995 is the tallest in town.",
        "word " * 40 + "in 1990.",
    ],
)
def test_what_makes_no_good_question_makes_none(sentence):
    assert [item for item in clozes(sentence) if item.kind != "who"] == []


@given(st.text("AaBb 19-.,", max_size=80))
def test_any_text_makes_questions_or_none(text):
    """Nothing breaks, and an answer stands in its sentence."""
    for cloze in clozes(text):
        assert cloze.answer in " ".join(text.split())
        assert cloze.question.endswith("?")


def scored(question="q", **changes):
    """Return how a question went that went well."""
    good = Scored(question, "when", True, True, 0.9, 0, 0, 1.0, True, 5.0)
    return replace(good, **changes)


LOST = {"answered": False, "passage": None, "extract": None, "short_f1": None, "short_exact": False}


def test_figures_are_shares_of_their_cases():
    items = [
        scored("a"),
        scored("b", passage=2, extract=2, short_f1=0.5, short_exact=False),
        scored("c", **LOST),
        scored("d", answerable=False, **LOST),
        scored("e", answerable=False, passage=None, extract=None, short_f1=None, short_exact=False),
    ]

    found = figures(items)

    assert found["passage within 1"] == pytest.approx(1 / 3)
    assert found["passage within 3"] == pytest.approx(2 / 3)
    assert found["extract within 1"] == pytest.approx(1 / 3)
    assert found["answered, of the answerable"] == pytest.approx(2 / 3)
    assert found["right, of the answered"] == 0.5
    assert found["refused, of the unanswerable"] == 0.5
    assert found["short answer F1, of those shown"] == 0.75
    assert found["right or rightly refused"] == pytest.approx(2 / 5)
    assert by_kind(items) == [("when", 3, 2, 0.5, 0.75)]
    assert figures([]) == {}


def test_the_confidence_weighted_score_rewards_being_right_when_sure():
    right, wrong = scored("a", confidence=0.9), scored("b", confidence=0.5, extract=1)

    assert confidence_weighted([right, wrong]) == pytest.approx((1 + 1 / 2) / 2)
    assert confidence_weighted([replace(right, confidence=0.1), wrong]) == pytest.approx((0 + 1 / 2) / 2)


def test_a_clear_loss_is_worse_and_the_same_is_not():
    before = [scored(f"q{n}") for n in range(60)]
    now = [replace(item, **LOST) if n % 3 == 0 else item for n, item in enumerate(before)]

    worse = {item.name: item for item in compare(now, before)}
    same = compare(before, before)
    better = compare(before, now)

    assert worse["passage within 1"].is_worse
    assert worse["passage within 1"].now == pytest.approx(2 / 3)
    assert not any(item.is_worse or item.is_better for item in same)
    assert any(item.is_better for item in better)
    assert compare(now, before) == compare(now, before), "the same every time"


def test_one_question_of_many_is_no_loss_that_counts():
    before = [scored(f"q{n}") for n in range(60)]

    assert not any(item.is_worse for item in compare([replace(before[0], **LOST), *before[1:]], before))


@pytest.mark.parametrize(
    ("confidences", "floor"),
    [([], 0.0), ([0.4], 0.401), ([0.4] * 5 + [0.0] * 95, 0.0), ([0.4] * 6 + [0.0] * 94, 0.401), ([1.0] * 100, 1.0)],
)
def test_a_floor_lets_no_more_than_its_share_pass(confidences, floor):
    items = [
        scored(str(n), answerable=False, answered=value > 0, confidence=value) for n, value in enumerate(confidences)
    ]

    assert floor_of(items, 0.05) == floor


def candidate():
    """Return a sentence of an article."""
    article = Article("a", "Notes", "It rained.", "1")
    (found,) = rank_sentences(
        read_question("Why did it rain?", ["en"]),
        [Hit(Passage(0, article, 0, 10, (Span(0, 10),)), 1.0, 0)],
        Statistics(9, 90, {"rain": 1}),
    )
    return found


def test_an_answer_below_the_floor_is_held_back():
    decision = Decision((), (), candidate(), {}, 0.3, 0.15)

    assert held_back(decision, 0.3).answered
    assert held_back(decision, 0.1) == decision
    assert not held_back(decision, 0.31).answered


def test_an_examination_is_kept_and_its_floor_is_seen_at_once(tmp_path):
    """Also when it changes; no floor is above what would leave nothing, and a spoilt file means none."""
    library = tmp_path / "library.db"
    floor = Floor(library)
    examined = Examined("2026-11-24T00:00:00+00:00", 1, 0.4, (scored(),))

    values = [floor.value()]
    save(library, examined)
    values.append(floor.value())
    assert load(library) == examined
    save(library, replace(examined, floor=0.95))
    values.append(floor.value())
    file_of(library).write_text('{"form": 99}')
    values.append(floor.value())

    assert values == [0.0, 0.4, 0.6, 0.0]
    file_of(library).write_text("[" * 100_000)
    assert load(library) is None


@pytest.fixture
def library(tmp_path, monkeypatch):
    """Make a library whose every sentence makes a question."""
    monkeypatch.chdir(tmp_path)
    names = ["Ann Smith", "Ben Jones", "Cara Stone", "Dan Wood"]
    things = ["tower", "bridge", "harbour", "theatre", "library"]
    rows = [
        {
            "id": f"{name}-{thing}",
            "title": f"The {thing} of {name}",
            "text": f"{name} designed the great {thing} for the people of {name.split()[1]}town in May "
            f"{1950 + n * 8 + m}. The {thing} has room for {200 + n * 8 + m} visitors from {name.split()[1]}town.",
        }
        for n, name in enumerate(names)
        for m, thing in enumerate(things)
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["add", "articles.jsonl"]) == 0
    return tmp_path / "library.db"


def test_a_library_examines_itself(library, capsys):
    """The same seed asks the same; nothing is kept unless it is wanted."""
    capsys.readouterr()
    assert main(["exam", "--questions", "30"]) == 0
    first = capsys.readouterr().out
    assert main(["exam", "--questions", "30"]) == 0

    assert capsys.readouterr().out == first
    assert first.startswith("30 questions made of the library's own sentences, seed 1\n")
    assert "Not kept; --keep keeps it." in first
    assert not file_of(library).exists()


def test_a_kept_examination_sets_the_floor_and_is_compared_with(library, capsys):
    assert main(["exam", "--questions", "45", "--keep"]) == 0
    assert "Kept; answers have this floor from now on." in capsys.readouterr().out
    examined = load(library)
    assert examined is not None
    assert main(["exam", "--questions", "45"]) == 0
    assert " before, " in capsys.readouterr().out

    sure = replace(examined, floor=0.6, items=tuple(replace(item, extract=0, answered=True) for item in examined.items))
    save(library, sure)
    code = main(["exam", "--questions", "45"])
    assert (code, "Worse than the examination that was kept." in capsys.readouterr().out) == (
        (1, True) if any(item.answerable and item.extract != 0 for item in examined.items) else (0, False)
    )


def test_a_floor_turns_a_doubtful_answer_into_nothing_found(library, capsys):
    question = "who designed the great tower for the people of Smithtown?"
    assert main(["ask", question]) == 0
    capsys.readouterr()
    main(["ask", question, "--json"])
    confidence = json.loads(capsys.readouterr().out)["confidence"]

    save(library, Examined("now", 1, 0.6, ()))

    assert main(["ask", question]) == (0 if confidence >= 0.6 else 1)


def test_figures_as_json(library, capsys):
    capsys.readouterr()
    assert main(["exam", "--questions", "9", "--json"]) == 0

    data = json.loads(capsys.readouterr().out)
    assert set(data) == {"form", "figures", "kinds"}
    assert data["kinds"]["who"]["questions"] == 3


@pytest.mark.parametrize("count", ["0", "many", "10001"])
def test_so_many_questions_are_not_asked(count, capsys):
    with pytest.raises(SystemExit):
        main(["exam", "--questions", count])
    assert "ask from 1 to 10,000 questions" in capsys.readouterr().err


def test_a_library_without_sentences_to_ask_about(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "rain.txt").write_text("Rain\n\nIt rained.", encoding="utf-8")
    assert main(["add", "rain.txt"]) == 0

    assert main(["exam"]) == 2
    assert "no sentence of this library makes a question" in capsys.readouterr().err


def refused_reindex(capsys, *more):
    """Return the exit code of a full reindex, and what it said."""
    capsys.readouterr()
    code = main(["reindex", "--full", *more])
    return code, capsys.readouterr()


def spoil(monkeypatch):
    """Let a library that is made anew do worse, as if by a rule that went wrong; return what counts the questions."""
    asked = []

    def spoilt(library, service, kind, row):
        asked.append(row)
        found = ask_twice(library, service, kind, row)
        is_new = "rebuilding" in str(library.path)
        return [replace(item, passage=None, extract=None) for item in found] if is_new else found

    monkeypatch.setattr(rebuilding, "ask_twice", spoilt)
    return asked


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_library_that_does_worse_never_takes_the_place_of_the_old_one(library, capsys, monkeypatch, is_kept):
    """A kept examination is enough; without one, --exam asks for it."""
    if is_kept:
        assert main(["exam", "--questions", "30", "--keep"]) == 0
    before = library.read_bytes()
    spoil(monkeypatch)

    code, shown = refused_reindex(capsys, *([] if is_kept else ["--exam"]))

    assert code == 2
    assert "was not put in the place of library.db: it does worse in its examination: passage within 1 " in shown.err
    assert shown.err.endswith("; nothing was changed\n")
    assert library.read_bytes() == before
    assert [path.name for path in library.parent.glob("library.db*") if "rebuilding" in path.name] == []


def test_one_that_does_as_well_takes_it(library, capsys):
    assert main(["exam", "--questions", "9", "--keep"]) == 0

    code, shown = refused_reindex(capsys, "--json")

    assert (code, json.loads(shown.out)["changed"]) == (0, 20)


def test_nothing_is_asked_where_no_examination_is_kept(library, capsys, monkeypatch):
    asked = spoil(monkeypatch)

    assert refused_reindex(capsys)[0] == 0
    assert asked == []


def test_a_library_whose_sentences_are_gone_is_refused_unless_that_is_meant(library, capsys):
    """As when every page of a site says no more than that one should subscribe."""
    assert main(["exam", "--questions", "30", "--keep"]) == 0
    source = library.with_name("articles.jsonl")
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    said = [json.dumps(row | {"text": f"Please subscribe to read of {row['title']}."}) for row in rows]
    source.write_text("\n".join(said), encoding="utf-8")

    code, shown = refused_reindex(capsys)

    assert code == 2
    assert "only 0 of the 30 sentences that its examination asks about still stand in it" in shown.err
    assert refused_reindex(capsys, "--confirm-removals")[0] == 0


def test_texts_that_grow_and_articles_that_go_are_no_loss(library, capsys):
    """A question is still asked where its sentence stands, whatever was written before it; of what is gone none is."""
    assert main(["exam", "--questions", "30", "--keep"]) == 0
    source = library.with_name("articles.jsonl")
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()][:11]
    more = [json.dumps(row | {"text": f"The town is proud of it. Here is why. {row['text']}"}) for row in rows]
    source.write_text("\n".join(more), encoding="utf-8")

    code, shown = refused_reindex(capsys, "--json")

    assert (code, json.loads(shown.out)["changed"], json.loads(shown.out)["removed"]) == (0, 11, 9)


@pytest.mark.parametrize("arguments", [["--exam"], ["--full", "--exam", "articles.jsonl"]])
def test_only_what_is_made_anew_can_be_examined_before(library, capsys, arguments):
    assert main(["reindex", *arguments]) == 2
    assert "--exam goes with --full and no SOURCE" in capsys.readouterr().err
