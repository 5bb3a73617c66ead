"""What `cuttings eval` can do with its figures: keep them, compare them with kept ones, write JSON, draw them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from importlib.util import find_spec
from pathlib import Path

from bot.answering.score import Difference, Scored, by_kind, figures, read_scored
from bot.handlers.exam import compared, difference_facts
from bot.handlers.requests import RequestError
from bot.handlers.wording import share
from bot.replies import Facts, Heading, Outcome, Reply, Text
from bot.terminal.files import unreadable

FORM = 1


def run_json(scored: Sequence[Scored], *, whole: bool, found: Sequence[Difference] = ()) -> str:
    """Return a run as JSON: its figures, how they differ from a kept run's, with ``whole`` how every question went."""
    data = {
        "form": FORM,
        "figures": {name: round(value, 4) for name, value in figures(scored).items()},
        "kinds": {
            kind: {"questions": asked, "shown": shown, "exact": round(exact, 4), "f1": round(mean, 4)}
            for kind, asked, shown, exact, mean in by_kind(scored)
        },
        **({"compared": {item.name: _difference_data(item) for item in found}} if found else {}),
        **({"questions": [asdict(item) for item in scored]} if whole else {}),
    }
    return json.dumps(data, ensure_ascii=False)


def _difference_data(item: Difference) -> dict[str, object]:
    return {
        "now": round(item.now, 4),
        "before": round(item.before, 4),
        "interval": [round(item.low, 4), round(item.high, 4)],
        "worse": item.is_worse,
        "better": item.is_better,
    }


def read_run(path: Path) -> list[Scored]:
    """Return the questions of a run that was kept.

    Raises
    ------
    RequestError
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["form"] != FORM:
            raise RequestError(f"{path} was written by another version of Cuttings; keep a run anew with --save")
        return list(map(read_scored, data["questions"]))
    except OSError as error:
        raise unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RequestError(f"{path} is no run that --save has kept") from error


def save_run(scored: Sequence[Scored], path: Path) -> None:
    """Keep a run.

    Raises
    ------
    RequestError
    """
    _write(path, run_json(scored, whole=True) + "\n")


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RequestError(f"{path} can't be written: {error.strerror}") from error


def scored_facts(scored: Sequence[Scored]) -> Facts:
    """Return the figures of a run, one a line."""
    return Facts(tuple((name, share(value)) for name, value in figures(scored).items()))


def differences(scored: Sequence[Scored], kept: Sequence[Scored], path: Path) -> list[Difference]:
    """Return how a run differs from one that a file keeps.

    Raises
    ------
    RequestError
        The kept run asked none of these questions.
    """
    found = compared(scored, kept)
    if not found:
        raise RequestError(f"{path} holds none of these questions, so there is nothing to compare")
    return found


def with_comparison(reply: Reply, found: Sequence[Difference], path: Path) -> Reply:
    """Return a reply with the run beside a kept one; it says that nothing was won where a figure is worse."""
    worse = [item.name for item in found if item.is_worse]
    said = f"Worse than {path}: {', '.join(worse)}." if worse else f"Not worse than {path}."
    beside = Text(f"Beside {path}, with the interval of the difference:", quiet=True)
    blocks = (*reply.blocks, beside, difference_facts(found), Heading(said))
    return replace(reply, outcome=Outcome.NOTHING if worse else reply.outcome, blocks=blocks)


def check_plot(path: Path) -> None:
    """Refuse what can't be drawn before hours are spent on it.

    Raises
    ------
    RequestError
        matplotlib is not installed, or there is no such folder.
    """
    if find_spec("matplotlib") is None:
        raise RequestError("--plot draws with matplotlib; install it: pip install matplotlib")
    check_folder(path)


def check_folder(path: Path) -> None:
    """Refuse a file in a folder that isn't there.

    Raises
    ------
    RequestError
    """
    if not path.absolute().parent.is_dir():
        raise RequestError(f"{path} can't be written: there is no such folder")


def draw_plot(scored: Sequence[Scored], path: Path) -> Text:
    """Draw how often stated confidence is true, and the figures; return a line that says where.

    Raises
    ------
    RequestError
        The picture can't be written.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(10, 4), layout="constrained")
    left, right = figure.subplots(1, 2)
    points = _calibration(scored)
    left.plot([0, 1], [0, 1], color="#888888", linewidth=1)
    left.plot([stated for stated, _ in points], [true for _, true in points], "o-", color="#2e7d32")
    left.set(xlabel="stated confidence", ylabel="share that is right", xlim=(0, 1), ylim=(0, 1))
    shown = list(figures(scored).items())[::-1]
    right.barh([name for name, _ in shown], [value for _, value in shown], color="#2e7d32")
    right.set(xlim=(0, 1))
    try:
        figure.savefig(path)
    except (OSError, ValueError) as error:
        raise RequestError(f"{path} can't be drawn: {error}") from error
    return Text(f"drawn in {path}", quiet=True)


def _calibration(scored: Sequence[Scored]) -> list[tuple[float, float]]:
    """Return, for each tenth of stated confidence, its mean and the share of first extracts that are right."""
    points = []
    for tenth in range(10):
        inside = [item for item in scored if item.answered and min(int(item.confidence * 10), 9) == tenth]
        if inside:
            stated = sum(item.confidence for item in inside) / len(inside)
            points.append((stated, sum(item.extract == 0 for item in inside) / len(inside)))
    return points
