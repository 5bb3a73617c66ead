"""Fit the probabilities and the short answers on cases with and without an answer, and say how well they do.

Usage: ``python -m benchmarks.fit_answers DATA_FOLDER [--work FOLDER] [--short] [--write]``, after
`benchmarks.fit`, whose data folder it reads and ``wikiqa`` and ``question_classes`` beside, as questions about other
things. Figures are of cases whose group was not fitted on: each sixth of the groups by what is fitted on the others.
``--write`` replaces all but the sentences' weights and the floors; with ``--short`` only what reads short answers is
fitted.
Floors are set by hand from these figures: the least confidence at which nine of ten short answers of a kind are right.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from zlib import crc32

import numpy as np

from benchmarks.cases import Case, all_cases, shortened
from benchmarks.fit import WEIGHTS, fit_groups
from benchmarks.labelled import judged_news, judged_squad
from benchmarks.logistic import fit_logistic
from bot.answering.matching.features import GROUPS
from bot.answering.measure import RIGHT_F1, area, compare
from bot.answering.ranking.evidence import CALIBRATIONS, answers_probability, calibration_features, calibration_of
from bot.answering.short_answers.readings import SpanReading, span_readings
from bot.answering.short_answers.short import BY_HAND, confidence_features, likeliest, said_by, span_odds
from bot.answering.weights import weighed, weights

COUNTS = {
    "brief": 4.0,
    "brief unanswerable": 4.0,
    "squad": 0.67,
    "news hidden": 0.5,
    "squad on news": 0.5,
    "mixed on news": 0.5,
}
"""How often a case of a kind counts: as many questions with an answer as without, for either library."""
KNOWN = {
    "squad": ("squad hidden", "quiz on squad", "mixed on squad"),
    "news": ("news hidden", "squad on news", "mixed on news"),
    "brief": ("brief unanswerable", "brief hidden", "squad on news", "mixed on news"),
}
GIVEN = "squad given"
STRANGE = " on "
"""What stands in the kinds of cases that ask about other things."""
FOLDS = 6
"""In how many parts the data are divided, by article or question: figures of each are by what the others give."""
EVIDENCE_RIDGE = 5.0
CONFIDENCE_RIDGE = 30.0
SPAN_RIDGE = {"who": 200.0, "where": 150.0}
OTHER_RIDGE = 10.0
"""How strongly weights are drawn to nought; names have most features and least to tell them by."""


@dataclass(frozen=True, slots=True)
class Read:
    """The readings of a case, which of them are right, and which to the word."""

    case: Case
    readings: tuple[SpanReading, ...]
    right: tuple[bool, ...]
    exact: tuple[bool, ...]


def fold_of(case: Case) -> int:
    """Return in which of the `FOLDS` parts of the data a case is."""
    return crc32(case.group.encode()) % FOLDS


def fit_evidence(cases: Sequence[Case]) -> dict[str, float]:
    """Return the weights that tell whether the first sentence answers, but for what calibration makes of their sum.

    They are the sums of those that tell this and of those that tell whether the library holds an answer at all: of
    either alone more is answered for nothing, or less rightly.
    """
    cases = [case for case in cases if case.source != GIVEN]
    rows = [case.evidence for case in cases]
    counts = [COUNTS.get(case.source, 1.0) for case in cases]
    told = ([case.right for case in cases], [case.source in KNOWN for case in cases])
    here, anywhere = (fit_logistic(rows, truth, counts, EVIDENCE_RIDGE) for truth in told)
    return {name: round(here.get(name, 0.0) + anywhere.get(name, 0.0), 3) for name in here | anywhere}


def unseen_odds(cases: Sequence[Case]) -> list[tuple[Case, float]]:
    """Return the log odds that the weights fitted on the other parts give each case."""
    cases = [case for case in cases if case.source != GIVEN]
    fitted = [fit_evidence([case for case in cases if fold_of(case) != fold]) for fold in range(FOLDS)]
    return [(case, odds_of(case.evidence, fitted[fold_of(case)])) for case in cases]


def odds_of(features: Mapping[str, float], model: Mapping[str, float]) -> float:
    """Return the log odds of a linear model."""
    return model["bias"] + weighed(model, features)


def fit_calibration(unseen: Sequence[tuple[Case, float]]) -> dict[str, dict[str, float]]:
    """Return the models that turn odds given to unseen cases into what was true of them, of the kinds there are."""
    models = {}
    for name in CALIBRATIONS:
        chosen = [(case, odds) for case, odds in unseen if calibration_of(case.evidence) == name]
        if not chosen:
            continue
        models[name] = fit_logistic(
            [calibration_features(odds) for _, odds in chosen],
            [case.right for case, _ in chosen],
            [COUNTS.get(case.source, 1.0) for case, _ in chosen],
            ridge=0.1,
        )
    return models


def show_calibration(unseen: Sequence[tuple[Case, float]]) -> None:
    """Print, for each kind, what is stated and what is true, in tenths; calibrated on the other parts."""
    models = [fit_calibration([item for item in unseen if fold_of(item[0]) != fold]) for fold in range(FOLDS)]
    for known, others in KNOWN.items():
        tenths: dict[int, list[tuple[float, float, float]]] = {}
        for case, odds in unseen:
            if case.source in (known, *others):
                model = models[fold_of(case)][calibration_of(case.evidence)]
                stated = 1 / (1 + math.exp(-odds_of(calibration_features(odds), model)))
                entry = (COUNTS.get(case.source, 1.0), stated, float(case.right))
                tenths.setdefault(min(int(stated * 10), 9), []).append(entry)
        shown = []
        for _, found in sorted(tenths.items()):
            total = sum(count for count, _, _ in found)
            stated, true = (sum(entry[0] * entry[place] for entry in found) / total for place in (1, 2))
            shown.append(f"{stated:.2f} is {true:.2f} ({len(found)})")
        print(f"{known:6} stated: {', '.join(shown)}")


def show_evidence(unseen: Sequence[tuple[Case, float]]) -> None:
    """Print, for each kind, how well the weights of the other parts tell the answerable from each kind of others."""
    odds: dict[str, list[float]] = {}
    for case, value in unseen:
        odds.setdefault(case.source, []).append(value)
    for known, others in KNOWN.items():
        floors = [sorted(odds[known])[int(share * len(odds[known]))] for share in (0.1, 0.05)]
        against = {other: odds[other] for other in others}
        against["all strangers"] = [value for other in others if STRANGE in other for value in odds[other]]
        for other, found in against.items():
            false = [sum(value >= floor for value in found) / len(found) for floor in floors]
            print(
                f"{known:6} against {other:15} area {area(odds[known], found):.3f}, false answers at 90 / 95 % "
                f"answered {false[0]:.3f} / {false[1]:.3f}"
            )


def read_cases(cases: Iterable[Case]) -> dict[str, list[Read]]:
    """Return the cases that ask for a span, by the group of their kind."""
    found: dict[str, list[Read]] = {}
    for case in cases:
        group = GROUPS.get(case.question.kind)
        if group is None or case.source == "brief":  # of those only the sentence is known
            continue
        readings = tuple(span_readings(case.question, case.candidates))
        compared = [compare(_text(item), case.answers) for item in readings]
        right = tuple(value >= RIGHT_F1 for value, _ in compared)
        exact = tuple(word_for_word for _, word_for_word in compared)
        found.setdefault(group, []).append(Read(case, readings, right, exact))
    return found


def _text(item: SpanReading) -> str:
    return item.candidate.article.text[item.span.start : item.span.end]


def fit_spans(group: str, items: Sequence[Read]) -> dict[str, float]:
    """Return the weights that rank the spans of one kind; newsroom questions count twice.

    The span that is right to the word is the one to choose, where there is one.
    """
    asked = [item for item in items if item.case.source in (*KNOWN, GIVEN)]
    asked += [item for item in items if item.case.source == "news"]
    groups = [
        ([_fitted(reading) for reading in item.readings], list(item.exact if any(item.exact) else item.right))
        for item in asked
        if item.readings
    ]
    return fit_groups(groups, ridge=SPAN_RIDGE.get(group, OTHER_RIDGE))


def _fitted(reading: SpanReading) -> dict[str, float]:
    """Return the features whose weights are fitted."""
    return {name: value for name, value in reading.features.items() if name not in BY_HAND}


def _likeliest(item: Read, model: dict[str, float]) -> tuple[dict[str, float], int]:
    """Return what tells whether the likeliest span of a case is right, and its place."""
    said = said_by(item.case.question, item.readings)
    chances, best = likeliest(said, [span_odds(model, reading) for reading in item.readings])
    return confidence_features(item.readings, said, chances, best, answers_probability(item.case.evidence)), best


def fit_confidence(items: Sequence[Read], model: dict[str, float]) -> dict[str, float]:
    """Return the weights of the probability that the likeliest span is right."""
    rows, right = [], []
    for item in items:
        if item.readings and item.case.source != GIVEN:
            features, best = _likeliest(item, model)
            rows.append(features)
            right.append(item.right[best])
    return fit_logistic(rows, right, ridge=CONFIDENCE_RIDGE)


def show_spans(group: str, items: Sequence[Read]) -> None:
    """Print how many answers of a kind are right, and what is shown where nine of ten are."""
    scored: list[tuple[float, Read, int]] = []
    for fold in range(FOLDS):
        fitting = [item for item in items if fold_of(item.case) != fold]
        model = fit_spans(group, fitting)
        sure = fit_confidence(fitting, model)
        for item in items:
            if fold_of(item.case) == fold and item.readings:
                features, best = _likeliest(item, model)
                odds = odds_of(features, sure)
                scored.append((1 / (1 + math.exp(-odds)), item, best))
    asked = [entry for entry in scored if entry[1].case.source == "squad"]
    count = sum(item.case.source == "squad" for item in items)
    exact = sum(item.exact[best] for _, item, best in asked)
    right = sum(item.right[best] for _, item, best in asked)
    for floor in np.arange(0.4, 0.99, 0.01):
        shown = [entry for entry in asked if entry[0] >= floor and not entry[1].case.faulty]
        if shown and sum(item.right[best] for _, item, best in shown) >= 0.9 * len(shown):
            break
    false = Counter(
        item.case.source
        for value, item, _ in scored
        if value >= floor and not item.case.answers and not item.case.faulty
    )
    _show_given(group, items, [(item, best) for _, item, best in scored if item.case.source == GIVEN])
    print(
        f"{group:7} {count:4} questions, first span exact {exact / count:.3f}, right {right / count:.3f}; "
        f"floor {floor:.2f} shows {len(shown) / count:.2f}; false {dict(sorted(false.items()))}"
    )


def _show_given(group: str, items: Sequence[Read], read: Sequence[tuple[Read, int]]) -> None:
    """Print how many short answers are right to the word where the paragraph is given, for each kind of a group."""
    asked = Counter(item.case.question.kind for item in items if item.case.source == GIVEN)
    exact = Counter(item.case.question.kind for item, best in read if item.exact[best])
    for kind, count in sorted(asked.items()):
        print(f"{group:7} given the paragraph, {kind.value}: {exact[kind] / count:.3f} of {count} exact")


def main() -> None:
    """Fit, print the figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description="Fit the probabilities and the short answers.")
    parser.add_argument("data", type=Path, help="folder that holds squad/v1.1, news, wikiqa and question_classes")
    parser.add_argument("--work", type=Path, help="folder for the libraries (default: a new one)")
    parser.add_argument("--short", action="store_true", help="fit only what reads short answers")
    parser.add_argument("--every", type=int, default=1, help="use every n-th question of SQuAD")
    parser.add_argument("--write", action="store_true", help="replace the weights in the file")
    arguments = parser.parse_args()
    work = arguments.work or Path(mkdtemp(prefix="cuttings-fit-"))
    work.mkdir(parents=True, exist_ok=True)
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    cases = _cases(arguments.data, work, arguments.every)
    if not arguments.short:
        _fit_refusing(cases, kept, write=arguments.write)
    _fit_short(cases, kept)
    if arguments.write:
        _write(kept)


def _cases(data: Path, work: Path, every: int) -> list[Case]:
    squad = list(map(shortened, judged_squad(data, "squad/v1.1", work, every)))
    news = list(map(shortened, judged_news(data, work)))
    return all_cases(data, work, squad, news)


def _fit_refusing(cases: Sequence[Case], kept: dict[str, dict[str, float]], *, write: bool) -> None:
    unseen = unseen_odds(cases)
    show_evidence(unseen)
    show_calibration(unseen)
    if write:
        kept["evidence"] = fit_evidence(cases)
        kept |= fit_calibration(unseen)
        _write(kept)  # confidence is fitted on what these state
        weights.cache_clear()


def _fit_short(cases: Sequence[Case], kept: dict[str, dict[str, float]]) -> None:
    for group, items in sorted(read_cases(cases).items()):
        show_spans(group, items)
        kept[f"span_{group}"] = fit_spans(group, items)
        kept[f"short_{group}"] = fit_confidence(items, kept[f"span_{group}"])


def _write(kept: Mapping[str, Mapping[str, float]]) -> None:
    WEIGHTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
