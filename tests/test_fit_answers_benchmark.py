"""What the probability of an answer is fitted on: whether the first sentence answers, and whether any would."""

import math

import pytest

from benchmarks.cases import Case
from benchmarks.fit_answers import fit_calibration, fit_evidence, fold_of, odds_of, unseen_odds
from bot.answering.questions.question import read_question
from bot.answering.ranking.evidence import calibration_features

QUESTION = read_question("who lit the lamp?", ["en"])


def case(number: int, source: str, *, right: bool, **evidence: float) -> Case:
    kept = {"dated": 0.0, "brief": 0.0, **evidence}
    return Case(source, f"{source}{number}", QUESTION, (), 0, kept, faulty=False, answers=(), right=right)


def cases() -> list[Case]:
    """Return questions with an answer, half of whose first sentences are right, and as many without one."""
    return [
        *(case(number, "squad", right=number % 2 == 0, near=number % 2 == 0, whole=0.9) for number in range(60)),
        *(case(number, "squad hidden", right=False, near=number % 3 == 0, whole=0.2) for number in range(60)),
    ]


def test_evidence_tells_the_right_sentence_and_whether_there_is_one_at_all():
    """The share of the question in the passage tells the latter; of right sentences alone it would count less."""
    weights = fit_evidence(cases())

    assert weights["near"] > 1
    assert weights["whole"] > 2 * weights["near"]
    assert "bias" in weights


def test_what_is_stated_is_as_often_true_of_cases_not_fitted_on():
    unseen = unseen_odds(cases())
    models = fit_calibration(unseen)

    assert {fold_of(item) for item, _ in unseen} == set(range(6))
    assert list(models) == ["calibration"]
    for near in (0.0, 1.0):  # whether a first sentence is right hangs on nothing else here
        alike = [(item, odds) for item, odds in unseen if item.evidence["near"] == near and item.source == "squad"]
        stated = [1 / (1 + math.exp(-odds_of(calibration_features(odds), models["calibration"]))) for _, odds in alike]
        assert sum(stated) / len(alike) == pytest.approx(sum(item.right for item, _ in alike) / len(alike), abs=0.1)
