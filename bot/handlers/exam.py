"""`exam`: an examination that a library sets itself, and the floor of confidence that comes of it."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from bot.answering.measure import Label
from bot.answering.questions.cloze import Cloze, clozes
from bot.answering.score import Difference, Scored, by_kind, compare, figures
from bot.handlers.articles import article_by_id
from bot.handlers.evaluate import score_row
from bot.handlers.floors import MOST, Examined, floor_of, load
from bot.handlers.labelled import LabelledRow
from bot.handlers.requests import RequestError
from bot.handlers.service import Service
from bot.handlers.wording import share
from bot.replies import Block, Facts, Heading, Outcome, Reply, Text
from index.engines.engine import ReadingEngine
from index.models import Article
from index.text.sentences import split_paragraphs, split_sentences

KINDS = ("when", "how many", "who")
PASSING = 0.05
"""Share of questions whose answer is hidden that may be answered all the same."""
LEAST = 30
"""Questions with a hidden answer; with fewer, a floor would be chance."""
QUESTIONS, SEED = 300, 1
"""Of an examination that says nothing else."""
READ_FOR_EACH = 30
"""How many articles are read for each question wanted, at most."""


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of an examination: each with its kind, and the article that it was made of."""

    items: tuple[tuple[str, LabelledRow], ...]


async def examine(service: Service, count: int, seed: int, progress: Callable[[int, int], None]) -> Examined:
    """Ask a library about its own sentences, once with their articles and once with them hidden.

    Raises
    ------
    RequestError
        The library holds no sentence to ask about.
    """
    paper = await service.read(partial(set_paper, count=count, seed=seed))
    if not paper.items:
        raise RequestError("no sentence of this library makes a question; only English articles are asked about")
    found: list[Scored] = []
    for kind, row in paper.items:
        found += await service.read(partial(ask_twice, service=service, kind=kind, row=row))
        progress(len(found), 2 * len(paper.items))
    strangers = [item for item in found if not item.answerable]
    floor = floor_of(strangers, PASSING) if len(strangers) >= LEAST else 0.0
    return Examined(datetime.now(UTC).isoformat(timespec="seconds"), seed, floor, tuple(found))


def ask_twice(library: ReadingEngine, service: Service, kind: str, row: LabelledRow) -> list[Scored]:
    """Ask a question of a paper, and once more with its article hidden; return how that went."""
    found = [replace(score_row(library, service, row), kind=kind)]
    hidden = score_row(library, service, _hidden(row))
    # Where another article says the same, the answer was not hidden after all.
    if hidden.extract is None:
        found.append(replace(hidden, kind=kind, answerable=False, passage=None))
    return found


def _hidden(row: LabelledRow) -> LabelledRow:
    """Return a question whose own article may not be used; its answer is right in any other."""
    return replace(row, label=Label(row.label.answers), hidden=row.label.articles)


def set_paper(library: ReadingEngine, count: int, seed: int) -> Paper:
    """Return questions made of a library's sentences: the same for the same seed, as many of each kind as can be."""
    wanted = dict.fromkeys(KINDS, -(-count // len(KINDS)))
    ids = sorted((article.id for article in library.listed()), key=lambda name: _order(seed, name))
    items: list[tuple[str, LabelledRow]] = []
    for article_id in ids[: count * READ_FOR_EACH]:
        article = article_by_id(library, article_id)
        if article is None or (article.language or "en") != "en":
            continue
        for cloze in _questions(article, seed):
            if wanted[cloze.kind]:
                wanted[cloze.kind] -= 1
                label = Label((cloze.answer,), frozenset({article.id}))
                items.append((cloze.kind, LabelledRow(cloze.question, label)))
        if not any(wanted.values()):
            break
    return Paper(tuple(items[:count]))


def still_there(paper: Paper, library: ReadingEngine) -> Paper:
    """Return the questions of a paper whose articles another library holds, too."""
    ids = {article.id for article in library.listed()}
    return Paper(tuple((kind, row) for kind, row in paper.items if row.label.articles <= ids))


def still_asked(paper: Paper, library: ReadingEngine) -> Paper:
    """Return the questions of a paper whose sentences stand in the articles of another library, too."""
    kept = []
    for kind, row in paper.items:
        articles = [article_by_id(library, article_id) for article_id in row.label.articles]
        made = {cloze.question for article in articles if article for cloze in _clozes(article)}
        kept += [(kind, row)] if row.question in made else []
    return Paper(tuple(kept))


def _order(seed: int, name: str) -> bytes:
    return hashlib.blake2b(f"{seed}:{name}".encode(), digest_size=8).digest()


def _questions(article: Article, seed: int) -> Iterator[Cloze]:
    """Yield one question of each kind at most, of sentences in an order that the seed gives."""
    sentences = _sentences(article)
    random.Random(f"{seed}:{article.id}").shuffle(sentences)  # noqa: S311 - the same questions for the same seed
    had: set[str] = set()
    for text in sentences:
        for cloze in clozes(text):
            if cloze.kind not in had:
                had.add(cloze.kind)
                yield cloze


def _clozes(article: Article) -> Iterator[Cloze]:
    """Yield all questions that can be made of an article."""
    for text in _sentences(article):
        yield from clozes(text)


def _sentences(article: Article) -> list[str]:
    spans = split_sentences(article.text, "en", split_paragraphs(article.text))
    return [article.text[span.start : span.end] for part in spans for span in part]


def differences(service: Service, examined: Examined) -> list[Difference]:
    """Return how an examination differs from the one that was kept, as far as both asked the same."""
    before = load(service.settings.library)
    if before is None:
        return []
    return compared(examined.items, before.items)


def compared(now: Sequence[Scored], before: Sequence[Scored]) -> list[Difference]:
    """Return how two runs differ in the questions that both asked, each as answerable or not.

    A question that is asked several times, as in sets made by many people, is paired in the order it comes in.
    """
    old = dict(_numbered(before))
    pairs = [(item, old[key]) for key, item in _numbered(now) if key in old]
    return compare([one for one, _ in pairs], [other for _, other in pairs]) if pairs else []


def _numbered(items: Sequence[Scored]) -> Iterator[tuple[tuple[str, bool, int], Scored]]:
    seen: Counter[tuple[str, bool]] = Counter()
    for item in items:
        key = (item.question, item.answerable)
        yield (*key, seen[key]), item
        seen[key] += 1


def told(examined: Examined, found: Sequence[Difference], *, kept: bool) -> Reply:
    """Tell how an examination went, by kind of question, and what it means for this library."""
    rows = [(name, share(value)) for name, value in figures(examined.items).items()]
    known = sum(item.answerable for item in examined.items)
    blocks: list[Block] = [
        Heading(f"{known} questions made of the library's own sentences, seed {examined.seed}"),
        Facts(tuple(rows)),
        Facts(
            tuple(
                (f"short answers, {kind}", f"{shown} of {asked} shown, {share(exact)} exact, F1 {share(mean)}")
                for kind, asked, shown, exact, mean in by_kind(examined.items)
            )
        ),
        Text(_floor_line(examined)),
    ]
    if found:
        beside = Text("Beside the examination that was kept, with the interval of the difference:", quiet=True)
        blocks += [beside, difference_facts(found)]
    worse = any(item.is_worse for item in found)
    if worse:
        blocks.append(Text("Worse than the examination that was kept."))
    blocks.append(Text(_kept_line(examined) if kept else "Not kept; --keep keeps it."))
    return Reply(Outcome.NOTHING if worse else Outcome.DONE, tuple(blocks))


def _kept_line(examined: Examined) -> str:
    return "Kept; answers have this floor from now on." if examined.floor else "Kept; reindex --full is held to it."


def _floor_line(examined: Examined) -> str:
    strangers = [item for item in examined.items if not item.answerable]
    if len(strangers) < LEAST:
        return f"Only {len(strangers)} questions had their answer hidden; a floor takes {LEAST}."
    if not examined.floor:
        return f"At most {PASSING:.0%} of those with a hidden answer are answered; no floor is needed."
    floor = min(examined.floor, MOST)
    return f"Floor of confidence {floor:.2f}: at most {PASSING:.0%} of those with a hidden answer reach it."


def difference_facts(found: Sequence[Difference]) -> Facts:
    """Return the figures of two runs side by side, with the interval of what lies between them."""
    marks = {True: "  worse", False: ""}
    return Facts(
        tuple(
            (
                item.name,
                f"{share(item.before)} before, {share(item.now)} now, {item.low:+.3f} to {item.high:+.3f}"
                + (marks[item.is_worse] or ("  better" if item.is_better else "")),
            )
            for item in found
        )
    )
