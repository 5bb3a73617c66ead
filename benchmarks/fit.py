"""Fit the weights that rank sentences on labelled questions, and say how well they do on questions not fitted on.

Usage: ``python -m benchmarks.fit DATA_FOLDER [--work FOLDER] [--brief] [--write]``. The data folder is that of
`labelled`; the libraries are made in the work folder and used again. ``--write`` puts the weights into
``bot/answering/weights.json``; `benchmarks.fit_answers` comes next, since what it fits depends on the order of
sentences. With ``--brief`` the weights stay, and only those of brief questions to news are fitted.

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

from benchmarks.labelled import Judged, brief_questions, judged_brief, judged_news, judged_squad, library
from benchmarks.logistic import LEAST_WEIGHT, Floats, matrix, names_of
from bot.answering.matching.candidate import Candidate
from bot.answering.ranking.comparing import BY_HAND
from bot.answering.weights import weighed

WEIGHTS = Path(__file__).parent.parent / "bot" / "answering" / "weights.json"
NEWS_COUNTS = 3
FULL = "dated_"
"""What the features begin with that weigh only in full questions."""
SHORT = "brief_"
"""The same of those that weigh only in brief ones."""
BRIEF_RIDGE = 20.0
FOLDS = 5

Group = tuple[Sequence[Mapping[str, float]], Sequence[bool]]
"""What there is to choose from, and which of it is right."""


def fit_groups(
    groups: Sequence[Group], ridge: float = 1.0, given: Sequence[Sequence[float]] | None = None
) -> dict[str, float]:
    """Return the weights that make what is right in each group likeliest, by Newton's method with halved steps.

    ``ridge`` says how strongly weights are drawn to nought, on features scaled to a standard deviation of 1; ``given``
    are scores, one for each of each group, that what is fitted is added to.
    """
    telling = [place for place, (_, right) in enumerate(groups) if any(right) and not all(right)]
    usable = [groups[place] for place in telling]
    start = np.concatenate([given[place] for place in telling]) if given else 0.0
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
        scores = start + features @ weights
        all_of = chances(scores)[1]
        right_of = chances(np.where(right, scores, -1e9))[1]
        return float((right_of - all_of).sum() - ridge * weights @ weights / 2)

    reached = likelihood(weights)
    for _ in range(30):
        scores = start + features @ weights
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
    return {name: features[name.removeprefix(FULL)] for name in features if not name.startswith(SHORT)}


def fit_brief(brief: Sequence[Judged], kept: Mapping[str, float]) -> dict[str, float]:
    """Return the weights that rank sentences: those given, and what they lack where a brief question is asked of news.

    The data of brief questions are few, so those weights are drawn strongly to nought.
    """
    kept = {name: weight for name, weight in kept.items() if not name.startswith(SHORT)}
    groups = [
        (
            [
                {name: value for name, value in candidate.features.items() if name.startswith(SHORT)}
                for candidate in item.candidates
            ],
            item.right,
        )
        for item in brief
    ]
    given = [[score(candidate, kept) for candidate in item.candidates] for item in brief]
    return dict(kept) | fit_groups(groups, BRIEF_RIDGE, given)


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
    text = candidate.article.text[candidate.sentence.start : candidate.sentence.end]
    return -score(candidate, weights), crc32(text.encode())


def score(candidate: Candidate, weights: Mapping[str, float]) -> float:
    """Return what weights make of a candidate's features."""
    return weighed(weights, candidate.features) - sum(
        malus * candidate.features.get(name, 0.0) for name, malus in BY_HAND.items()
    )


def brief_cross_validated(brief: Sequence[Judged], kept: Mapping[str, float]) -> tuple[float, float]:
    """Return `measure` on brief questions, each fifth of them by weights fitted on the others."""
    parts = [brief[place::FOLDS] for place in range(FOLDS)]
    others = [[item for other in parts if other is not part for item in other] for part in parts]
    return _pooled([(part, measure(part, fit_brief(rest, kept))) for part, rest in zip(parts, others, strict=True)])


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
    parser.add_argument("--brief", action="store_true", help="fit only what weighs in brief questions to news")
    parser.add_argument("--write", action="store_true", help="replace the weights in the file")
    arguments = parser.parse_args()
    work = arguments.work or Path(mkdtemp(prefix="cuttings-fit-"))
    work.mkdir(parents=True, exist_ok=True)
    kept = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    stories = library(arguments.data, "news", work)
    brief, held_back = ([item for item in judged_brief(stories, part) if item.pattern] for part in brief_questions())
    if not arguments.brief:
        kept["sentence"] = fit_full(arguments.data, work)
    print(_line("brief", brief, brief_cross_validated(brief, kept["sentence"]), "fitted on the others"))
    kept["sentence"] = fit_brief(brief, kept["sentence"])
    print(_line("brief", held_back, measure(held_back, kept["sentence"]), "held back"))
    if arguments.write:
        WEIGHTS.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def fit_full(data: Path, work: Path) -> dict[str, float]:
    """Return the weights of all but brief questions to news, and print how they do."""
    squad = list(judged_squad(data, "squad/v1.1", work))
    news = list(judged_news(data, work))
    for name, found, figures in zip(("SQuAD", "news"), (squad, news), cross_validated(squad, news), strict=True):
        print(_line(name, found, figures, "fitted on the other half"))
    return fit_sentences(squad, news)


def _line(name: str, data: Sequence[Judged], figures: tuple[float, float], how: str) -> str:
    first, third = figures
    return f"{name:6} {len(data):5} questions, sentence @1 {first:.3f} @3 {third:.3f} ({how})"


if __name__ == "__main__":
    main()
