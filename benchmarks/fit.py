"""Fit the weights that rank sentences on labelled questions, and say how well they do on questions not fitted on.

Usage: ``python -m benchmarks.fit DATA_FOLDER [--work FOLDER] [--write]``. The data folder is that of `labelled`; the
libraries are made in the work folder and used again. ``--write`` puts the weights into ``bot/answering/weights.json``;
`benchmarks.fit_answers` comes next, since what it fits depends on the order of sentences.

The weights are those of a conditional logit model: the chance that a sentence is the one that answers is proportional
to the exponential of its weighted features, among all sentences of one question (McFadden 1974). Questions of
newsrooms count three times: there are few of them, and they are nearer to what is asked in earnest.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import mkdtemp
from zlib import crc32

import numpy as np

from benchmarks.labelled import Judged, judged_news, judged_squad
from benchmarks.logistic import LEAST_WEIGHT, Floats, matrix, names_of
from bot.answering.sentences import BY_HAND

WEIGHTS = Path(__file__).parent.parent / "bot" / "answering" / "weights.json"
NEWS_COUNTS = 3
FULL = "dated_"
"""What the features begin with that weigh only in full questions."""

Group = tuple[Sequence[Mapping[str, float]], Sequence[bool]]
"""What there is to choose from, and which of it is right."""


def fit_groups(groups: Sequence[Group], ridge: float = 1.0) -> dict[str, float]:
    """Return the weights that make what is right in each group likeliest, by Newton's method with halved steps.

    ``ridge`` says how strongly weights are drawn to nought, on features scaled to a standard deviation of 1.
    """
    usable = [(rows, right) for rows, right in groups if any(right) and not all(right)]
    names = [name for name in names_of([row for rows, _ in usable for row in rows]) if name not in BY_HAND]
    features = np.concatenate([matrix(rows, names) for rows, _ in usable])
    right = np.concatenate([np.array(labels) for _, labels in usable])
    sizes = np.array([len(labels) for _, labels in usable])
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    group = np.repeat(np.arange(len(usable)), sizes)
    scale = features.std(0) + 1e-9
    features = features / scale
    weights = np.zeros(len(names))

    def chances(scores: Floats) -> tuple[Floats, Floats]:
        top = np.maximum.reduceat(scores, starts)
        raised = np.exp(scores - top[group])
        total = np.add.reduceat(raised, starts)
        return raised / total[group], top + np.log(total)

    def likelihood(weights: Floats) -> float:
        scores = features @ weights
        all_of = chances(scores)[1]
        right_of = chances(np.where(right, scores, -1e9))[1]
        return float((right_of - all_of).sum() - ridge * weights @ weights / 2)

    reached = likelihood(weights)
    for _ in range(30):
        scores = features @ weights
        share = chances(scores)[0]
        wanted = chances(np.where(right, scores, -1e9))[0]
        slope = features.T @ (wanted - share) - ridge * weights
        weighted = features * share[:, None]
        means = np.add.reduceat(weighted, starts)
        curve = features.T @ weighted - means.T @ means + ridge * np.eye(len(names))
        step = np.linalg.solve(curve, slope)
        while likelihood(weights + step) < reached and np.abs(step).max() > 1e-6:
            step = step / 2
        weights = weights + step
        gained = likelihood(weights) - reached
        reached += gained
        if gained < 1e-3:
            break
    found = zip(names, weights / scale, strict=True)
    return {name: round(float(weight), 3) for name, weight in found if abs(weight) >= LEAST_WEIGHT}


def fit_sentences(squad: Sequence[Judged], news: Sequence[Judged]) -> dict[str, float]:
    """Return the weights that rank sentences.

    What weighs otherwise where a full question is asked of news is fitted as if all questions were full: the brief ones
    of the data are none that people ask of news.
    """
    data = [*squad, *(list(news) * NEWS_COUNTS)]
    return fit_groups([([_as_full(candidate.features) for candidate in item.candidates], item.right) for item in data])


def _as_full(features: Mapping[str, float]) -> Mapping[str, float]:
    """Return the features of a sentence as they would be if its question were a full one."""
    return {name: features[name.removeprefix(FULL)] for name in features}


def measure(data: Sequence[Judged], weights: Mapping[str, float]) -> tuple[float, float]:
    """Return the share of questions whose first sentence, and one of whose first three, holds the answer."""
    first = third = 0
    for item in data:
        order = sorted(range(len(item.right)), key=lambda place: _key(item, place, weights))
        first += any(item.right[place] for place in order[:1])
        third += any(item.right[place] for place in order[:3])
    return first / len(data), third / len(data)


def _key(item: Judged, place: int, weights: Mapping[str, float]) -> tuple[float, int]:
    """Return what sorts a candidate by its score; ties by a hash of its text, so that no order of the data tells."""
    candidate = item.candidates[place]
    score = sum(weights.get(name, 0.0) * value for name, value in candidate.features.items())
    score -= sum(malus * candidate.features.get(name, 0.0) for name, malus in BY_HAND.items())
    text = candidate.article.text[candidate.sentence.start : candidate.sentence.end]
    return -score, crc32(text.encode())


def cross_validated(squad: Sequence[Judged], news: Sequence[Judged]) -> list[tuple[float, float]]:
    """Return `measure` on SQuAD and on news, each half (of articles, of questions) by weights fitted on the other."""
    halves = [_halves(squad), _halves(news)]
    fitted = [fit_sentences(halves[0][half], halves[1][half]) for half in (0, 1)]
    return [_pooled([(both[1 - half], measure(both[1 - half], fitted[half])) for half in (0, 1)]) for both in halves]


def _halves(data: Sequence[Judged]) -> list[list[Judged]]:
    half_of = {group: place % 2 for place, group in enumerate(sorted({item.group for item in data}))}
    return [[item for item in data if half_of[item.group] == half] for half in (0, 1)]


def _pooled(parts: Sequence[tuple[Sequence[Judged], tuple[float, float]]]) -> tuple[float, float]:
    count = sum(len(data) for data, _ in parts)
    first, third = (sum(len(data) * figures[place] for data, figures in parts) / count for place in (0, 1))
    return first, third


def main() -> None:
    """Fit, print the figures, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description="Fit the weights that rank sentences.")
    parser.add_argument("data", type=Path, help="folder that holds squad/v1.1 and news")
    parser.add_argument("--work", type=Path, help="folder for the libraries (default: a new one)")
    parser.add_argument("--write", action="store_true", help="replace the weights in the file")
    arguments = parser.parse_args()
    work = arguments.work or Path(mkdtemp(prefix="cuttings-fit-"))
    work.mkdir(parents=True, exist_ok=True)
    squad = list(judged_squad(arguments.data, "squad/v1.1", work))
    news = list(judged_news(arguments.data, work))
    for name, data, (first, third) in zip(("SQuAD", "news"), (squad, news), cross_validated(squad, news), strict=True):
        print(f"{name:6} {len(data):5} questions, sentence @1 {first:.3f} @3 {third:.3f} (fitted on the other half)")
    if arguments.write:
        kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
        kept["sentence"] = fit_sentences(squad, news)
        WEIGHTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
