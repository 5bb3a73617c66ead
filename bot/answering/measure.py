"""Measure answers to labelled questions: what was found where, what was shown, and how often that was right."""

from __future__ import annotations

import string
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.answering.answer import Answer
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.models import Hit, Passage
from index.text.later import later
from index.text.passages import UNSPACED

PASSAGE_DEPTHS = (1, 5, 20)
EXTRACT_DEPTHS = (1, 3)
RIGHT_F1 = 0.5
"""A short answer is right from this F1 on."""
_WORD = later(rf"[^\W_{UNSPACED}]+|(?=\w)[{UNSPACED}]")
_ARTICLES = later(r"\b(a|an|the)\b")


@dataclass(frozen=True, slots=True)
class Label:
    """What is known of a question: its right answers (none: the library holds none), and the article they are in.

    ``articles`` are the ids of the articles that hold an answer; empty: any may. ``hidden`` are the answers of those
    that are left out, which others may tell all the same.
    """

    answers: tuple[str, ...]
    articles: frozenset[str] = frozenset()
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """How one answer did. ``passage``, ``ranked`` and ``extract`` are the 0-based ranks of the first that is right.

    ``None`` means none is; ``ranked`` is that of passages in the order of their best sentences.
    ``short`` is the F1 of the short answer shown, also with what is hidden, ``None`` where there is none; ``exact``
    whether it is right to the word.
    """

    kind: str
    answerable: bool
    answered: bool
    confidence: float
    passage: int | None
    ranked: int | None
    extract: int | None
    short: float | None
    exact: bool


def judge(
    question: Question, hits: Sequence[Hit], ranked: Sequence[Passage], answer: Answer, label: Label
) -> Judgement:
    """Compare an answer with what is known; a passage or extract is right if it holds an answer's words in order.

    ``ranked`` are the passages of the hits in the order of their best sentences.
    """
    wanted = [normal(text) for text in label.answers]

    def holds(article_id: str, text: str) -> bool:
        words = normal(text)
        return (not label.articles or article_id in label.articles) and any(want in words for want in wanted)

    def first(passages: Sequence[Passage]) -> int | None:
        return next((rank for rank, item in enumerate(passages) if holds(item.article.id, item.text)), None)

    extracts = [holds(item.article.id, item.text) for item in answer.extracts]
    short = answer.short_answer
    told = compare(short.text, label.answers or label.hidden) if short else None
    return Judgement(
        kind=question.kind.value,
        answerable=bool(label.answers),
        answered=answer.answered,
        confidence=answer.confidence,
        passage=first([hit.passage for hit in hits]),
        ranked=first(ranked),
        extract=extracts.index(True) if True in extracts else None,
        short=told[0] if told else None,
        exact=told is not None and told[1],
    )


def compare(text: str, answers: Sequence[str]) -> tuple[float, bool]:
    """Return the F1 of a text with the right answer it is nearest to, and whether it is one to the word."""
    nearest = max((f1(text, answer) for answer in answers), default=0.0)
    return nearest, any(bare(text) == bare(answer) for answer in answers)


def normal(text: str) -> str:
    """Return a text as its words in lower case, single blanks around them, thousands marks off.

    Of a script without spaces between words each character is one.

    >>> normal("9,000 in 北京")
    ' 9000 in 北 京 '
    """
    return f" {' '.join(_WORD.findall(text.lower().replace(',', '')))} "


def bare(text: str) -> str:
    """Return a text without case, punctuation and articles, as SQuAD compares answers (Rajpurkar 2016)."""
    plain = "".join(character for character in text.lower() if character not in string.punctuation)
    return " ".join(_ARTICLES.sub(" ", plain).split())


def f1(one: str, other: str) -> float:
    """Return the F1 of the words that two answers share, as SQuAD reckons it."""
    words, others = bare(one).split(), bare(other).split()
    shared = sum((Counter(words) & Counter(others)).values())
    return 2 * shared / (len(words) + len(others)) if shared else 0.0


@dataclass(slots=True)
class Tally:
    """Figures over many judgements; ``rows`` gives them as names and values."""

    judgements: list[Judgement] = field(default_factory=list)
    precisions: list[tuple[float, float]] = field(default_factory=list)
    """Average precision and reciprocal rank of each question that came with candidate sentences."""
    given: list[tuple[str, float, bool]] = field(default_factory=list)
    """Kind, F1 and whether it is right to the word, of what was read from each paragraph that was given."""

    def rows(self) -> list[tuple[str, str]]:
        """Return the figures that the judgements allow, each a name and a value."""
        known = [item for item in self.judgements if item.answerable]
        strange = [item for item in self.judgements if not item.answerable]
        rows = [*self._ranking(), *_found(known), *_shown(known), *self._read(), *_calibration(self.judgements)]
        if strange:
            rows.append(("no answer in the library", f"{len(strange)} questions"))
            rows.append(("  answered all the same", _share([item.answered for item in strange])))
            rows.append(("  given a short answer", _share([item.short is not None for item in strange])))
            wrong = [item.short is not None and item.short < RIGHT_F1 for item in strange]
            rows.append(("  the same, and not that of what was left out", _share(wrong)))
        if strange and known:
            rows.extend(_refusing([item.confidence for item in known], [item.confidence for item in strange]))
        return rows

    def _ranking(self) -> list[tuple[str, str]]:
        if not self.precisions:
            return []
        count = len(self.precisions)
        precision, reciprocal = (sum(pair[place] for pair in self.precisions) / count for place in (0, 1))
        return [
            ("questions with candidates", f"{count}"),
            ("  mean average precision", f"{precision:.3f}"),
            ("  mean reciprocal rank", f"{reciprocal:.3f}"),
        ]

    def _read(self) -> list[tuple[str, str]]:
        rows = []
        for kind in sorted({kind for kind, _, _ in self.given}):
            read = [(value, exact) for other, value, exact in self.given if other == kind]
            mean = sum(value for value, _ in read) / len(read)
            exact = _share([exact for _, exact in read])
            rows.append((f"  given the paragraph, {kind}", f"{len(read)} read, {exact} to the word, F1 {mean:.3f}"))
        return rows


def _found(known: Sequence[Judgement]) -> list[tuple[str, str]]:
    if not known:
        return []
    passages = _at([item.passage for item in known], PASSAGE_DEPTHS)
    ranked = _at([item.ranked for item in known], PASSAGE_DEPTHS)
    extracts = _at([item.extract for item in known], EXTRACT_DEPTHS)
    return [
        ("answerable", f"{len(known)} questions"),
        ("  passage 1 / 1-5 / 1-20 holds the answer", passages),
        ("  the same, ranked by their best sentence", ranked),
        ("  extract 1 / 1-3 holds the answer", extracts),
        ("  answered", _share([item.answered for item in known])),
        (
            "  of the answered, extract 1 holds the answer",
            _share([item.extract == 0 for item in known if item.answered]),
        ),
    ]


def _at(ranks: Sequence[int | None], depths: Sequence[int]) -> str:
    return " / ".join(_share([rank is not None and rank < depth for rank in ranks]) for depth in depths)


def _shown(known: Sequence[Judgement]) -> list[tuple[str, str]]:
    rows = []
    for kind in sorted({item.kind for item in known if item.short is not None}):
        asked = [item for item in known if item.kind == kind]
        shown = [item for item in asked if item.short is not None]
        right = _share([(item.short or 0) >= RIGHT_F1 for item in shown])
        exact = _share([item.exact for item in shown])
        mean = sum(item.short or 0 for item in shown) / len(shown)
        told = f"{len(shown)} of {len(asked)} shown, {right} right, {exact} to the word, F1 {mean:.3f}"
        rows.append((f"  short answer, {kind}", told))
    return rows


def _calibration(judgements: Sequence[Judgement]) -> list[tuple[str, str]]:
    """Return, for each tenth of stated confidence of what was answered, the share whose first extract is right."""
    rows = []
    for tenth in range(10):
        inside = [item for item in judgements if item.answered and tenth <= min(item.confidence * 10, 9.99) < tenth + 1]
        if inside:
            stated = sum(item.confidence for item in inside) / len(inside)
            true = _share([item.extract == 0 for item in inside])
            rows.append((f"  confidence {stated:.2f}", f"{true} right, {len(inside)} answers"))
    return rows


def _refusing(known: Sequence[float], strange: Sequence[float]) -> list[tuple[str, str]]:
    """Return how well confidence tells answerable questions from others, whatever the floor."""
    return [
        ("area under the curve of refusing", f"{area(known, strange):.3f}"),
        *(
            (f"  false answers where {answered:.0%} are answered", f"{_false_share(known, strange, answered):.3f}")
            for answered in (0.9, 0.95)
        ),
    ]


def area(known: Sequence[float], strange: Sequence[float]) -> float:
    """Return the chance that one of ``known`` is higher than one of ``strange``; equal ones count half."""
    ordered = sorted(strange)
    wins = sum(bisect_left(ordered, value) + bisect_right(ordered, value) for value in known)
    return wins / (2 * len(known) * len(strange))


def _false_share(known: Sequence[float], strange: Sequence[float], answered: float) -> float:
    floor = sorted(known)[int((1 - answered) * len(known))]
    return sum(value >= floor for value in strange) / len(strange)


def _share(truths: Sequence[bool]) -> str:
    return f"{sum(truths) / len(truths):.3f}" if truths else "-"


def rank_passages(hits: Sequence[Hit], candidates: Sequence[Candidate]) -> list[Passage]:
    """Return the passages of hits in the order of their best sentences; those without any come last, as they were."""
    place = {(item.article.id, item.passage.start): rank for rank, item in reversed(list(enumerate(candidates)))}
    passages = [hit.passage for hit in hits]
    return sorted(passages, key=lambda item: place.get((item.article.id, item.start), len(candidates)))


def average_precision(labels: Sequence[bool]) -> tuple[float, float]:
    """Return average precision and reciprocal rank of labels in ranked order, at least one of them true."""
    right = [rank for rank, label in enumerate(labels, start=1) if label]
    return sum(place / rank for place, rank in enumerate(right, start=1)) / len(right), 1 / right[0]
