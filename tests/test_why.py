"""The account of an answer: its figures are those the answer was made by, and it tells what became of the rest."""

import ast
import json
import math
from pathlib import Path

import pytest

from bot.answering.why import BY_HAND, Why
from bot.config import Settings
from bot.handlers.ask import ask, explain_answer
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from bot.handlers.why import said_of
from bot.phrases import LANGUAGES, Phrase, translated
from bot.replies import Facts, Heading, Outcome, Reply, Table, Text
from bot.terminal.main import main


def account_of(reply: Reply) -> Why:
    """Return the account of a reply that has one."""
    assert reply.why
    return reply.why


QUESTIONS = ["when did Kim visit Russia?", "where did Trump and Kim meet?", "when did Kim visit Brazil?"]


@pytest.fixture
def service(sample_library):
    """Return a service of the sample library."""
    made = Service(Settings(library=sample_library), readers=1)
    yield made
    made.close()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_the_features_add_up_to_the_scores(service, question):
    """What is shown as the lead of the first extract is the difference of the two scores, to the last place."""
    account = account_of(await explain_answer(service, AskRequest(question)))

    scores = {item.rank: item.score for item in account.ranked}
    first = next(item for item in account.ranked if item.extract == 1)
    lead = sum(row.lead for row in account.compared)
    assert lead == pytest.approx(first.score - scores[account.runner_up], abs=1e-3)
    assert all(row.lead == pytest.approx(row.weight * (row.first - row.other)) for row in account.compared)


@pytest.mark.parametrize("question", QUESTIONS[:2])
async def test_the_evidence_gives_the_confidence(service, question):
    """Or the short answer does, where that is surer."""
    reply = await explain_answer(service, AskRequest(question))

    assert reply.answer
    account = account_of(reply)
    sure = 1 / (1 + math.exp(-sum(row.adds for row in account.evidence)))
    shown = account.short.confidence if account.short and account.short.shown else 0.0
    assert max(sure, shown) == pytest.approx(reply.answer.confidence, abs=1e-3)


async def test_what_was_set_by_hand_is_a_row_of_its_own(service):
    """The malus for a verb that another does is no fitted weight."""
    account = account_of(await explain_answer(service, AskRequest("when did Moon visit Pyongyang?")))

    assert BY_HAND in {row.feature for row in account.compared}


async def test_the_account_tells_why_nothing_was_found(service):
    account = account_of(await explain_answer(service, AskRequest("when did Kim visit Brazil?")))

    first = next(item for item in account.ranked if item.extract == 1)
    assert not account.answered
    assert "a name is missing" in first.faults
    assert account.short
    assert account.short.fate == "nothing was found that answers"
    assert {term.word: term.passages for term in account.question.terms}["Brazil"] == 0


async def test_every_sentence_has_an_extract_number_or_a_fate(service):
    account = account_of(await explain_answer(service, AskRequest("when did Kim visit Russia?", 2)))

    assert [item.rank for item in account.ranked] == sorted(item.rank for item in account.ranked)
    assert sorted(item.extract for item in account.ranked if item.extract) == [1, 2]
    assert all(bool(item.extract) != bool(item.fate) for item in account.ranked)


async def test_explaining_changes_nothing_of_the_answer(service):
    """The account comes below what would be said without it."""
    request = AskRequest("when did Kim visit Russia?")
    plain, explained = await ask(service, request), await explain_answer(service, request)

    assert explained.blocks[: len(plain.blocks)] == plain.blocks
    assert explained.answer == plain.answer
    assert explained.blocks[len(plain.blocks)] == Heading("Why this answer?")
    assert plain.why is None
    assert any(isinstance(block, Text) and "; shown." in block.text for block in explained.blocks)


def test_the_account_tells_that_the_latest_holder_comes_first(tmp_path, capsys):
    texts = (
        "Halmar Mayor Ivan Rask has opened a bridge.",
        "After a storm of three days and as many nights, Halmar Mayor Ida Falk has opened a bridge.",
    )
    rows = [
        {"title": "News", "text": text, "published": f"2023-03-1{number}", "language": "en"}
        for number, text in enumerate(texts)
    ]
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    library = str(tmp_path / "library.db")
    assert main(["add", str(source), "--library", library]) == 0

    assert main(["ask", "who is the mayor of Halmar?", "--library", library, "--explain"]) == 0
    assert "is of a later article than the sentence" in capsys.readouterr().out
    assert main(["ask", "who was the mayor of Halmar?", "--library", library, "--explain"]) == 0
    assert "is of a later article than the sentence" not in capsys.readouterr().out


async def test_a_question_of_which_nothing_is_known_has_an_account(service):
    """No passage, no sentence, no short answer, and still no error."""
    account = account_of(await explain_answer(service, AskRequest("Xylophonqqq?")))

    assert account.ranked == ()
    assert (account.passages, account.sentences, account.runner_up, account.short) == (0, 0, 0, None)


def test_a_batch_is_explained_line_by_line(sample_library, tmp_path, capsys):
    questions = tmp_path / "questions.jsonl"
    questions.write_text('{"id": 1, "question": "when did Kim visit Russia?"}\n{"id": 2}\n', encoding="utf-8")

    code = main(["ask", "--batch", str(questions), "--explain", "--library", str(sample_library)])

    good, bad = map(json.loads, capsys.readouterr().out.splitlines())
    assert code == 2
    assert good["why"]["question"]["kind"] == "when"
    assert "why" not in bad


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_account_is_told_in_every_language(service, question, language):
    """All but names of features, words of the question and what articles say."""
    blocks = (await explain_answer(service, AskRequest(question))).blocks
    account = blocks[blocks.index(Heading("Why this answer?")) :]
    made = translated(Reply(Outcome.DONE, account), language)

    for before, after in zip(account, made.blocks, strict=True):
        if isinstance(before, Text | Heading):
            assert isinstance(before.text, Phrase), before
            assert isinstance(after, Text | Heading)
            assert after.text != str(before.text)
        elif isinstance(before, Facts):
            assert all(isinstance(name, Phrase) for name, _ in before.rows)
        elif isinstance(before, Table):
            assert all(isinstance(name, Phrase) for name in before.names)


def test_what_the_account_says_is_known():
    """Every fault and fate that answering can give is a phrase; a new one has to be added to the table."""
    written = set()
    for name, function in (("ranking/evidence", "faults"), ("why", "_fate"), ("why", "_short")):
        tree = ast.parse(Path(f"bot/answering/{name}.py").read_text(encoding="utf-8"))
        (found,) = [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == function]
        for node in ast.walk(ast.Module(found.body[1:], [])):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip():
                written.add(
                    node.value.replace("extract ", "extract 1") if node.value.endswith("extract ") else node.value
                )

    assert len(written) >= 12
    assert [text for text in sorted(written) if not isinstance(said_of(text), Phrase)] == []
