"""Why an answer is what it is: the whole account as values, made only when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answering.answer import PROMOTED, Decision
from bot.answering.matching.candidate import Candidate, term_shares
from bot.answering.questions.constraints import Constraint
from bot.answering.questions.question import AnswerKind, Correction, Question
from bot.answering.ranking.choosing import is_part, tells_the_same
from bot.answering.ranking.evidence import answers_probability, calibrated, faults
from bot.answering.short_answers.short import best_reading
from bot.answering.short_answers.showing import floor_of
from bot.answering.weights import weights
from index.models import Filters, Hit
from index.rank import Statistics, TermScore, explain

RANKED = 8
"""How many sentences are accounted for, besides those shown."""
BY_HAND = "set by hand"
"""What is added to a score besides fitted weights."""
CALIBRATION = "calibration"
"""What is added to the odds so that what is stated is true as often, see `evidence.calibrated`."""


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A word of the question that was looked for.

    ``passages`` is in how many passages of the library it stands, ``share`` its part of the question's weight, 0 to 1,
    ``role`` "name", "verb", "light" (may well be missing), "said before" or "", ``forms`` what stands for it, too.
    """

    word: str
    term: str
    passages: int
    share: float
    role: str
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date that the question names: its words, and the day, month, year or range they mean in ISO 8601."""

    text: str
    value: str


@dataclass(frozen=True, slots=True)
class QuestionRead:
    """A question as it was read. ``focus`` is the thing asked for ("which treaty"), ``left_out`` was not looked for."""

    text: str
    kind: str
    language: str
    focus: tuple[str, ...]
    terms: tuple[AskedTerm, ...]
    dates: tuple[NamedDate, ...]
    constraints: tuple[Constraint, ...]
    corrections: tuple[Correction, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """The passage of a sentence: its rank among those read, from 1, its BM25 score, and what each term adds to that.

    ``lift`` is what was added for its article, its place and its day, as a share of the best score.
    """

    rank: int
    score: float
    lift: float
    terms: tuple[TermScore, ...]


@dataclass(frozen=True, slots=True)
class NameUse:
    """Words of a sentence that stand for a name, and the name as its article gives it.

    Of one that ``is_other`` it is somebody else's than the question's.
    """

    text: str
    meant: str
    is_other: bool


@dataclass(frozen=True, slots=True)
class RankedSentence:
    """A sentence that was weighed: its rank from 1, its score, and what became of it.

    ``start`` and ``end`` stand in the article's text. ``extract`` is its number among the extracts, 0 if it is none;
    ``fate`` says why not, or "". ``faults`` are why it can't answer, of those that were examined.
    """

    rank: int
    article: str
    title: str
    start: int
    end: int
    text: str
    score: float
    extract: int
    fate: str
    faults: tuple[str, ...]
    names: tuple[NameUse, ...]
    passage: RankedPassage | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One feature of the first extract beside the runner-up's; ``lead`` is the weight times the difference.

    The leads of all features add up to the difference of the two scores.
    """

    feature: str
    weight: float
    first: float
    other: float
    lead: float


@dataclass(frozen=True, slots=True)
class Weighed:
    """A feature with its weight; ``adds`` is their product, in log odds."""

    feature: str
    value: float
    weight: float
    adds: float


@dataclass(frozen=True, slots=True)
class ShortRead:
    """The likeliest short answer, whether it was shown, and what it was weighed by.

    It is not shown below ``floor``, nor where ``fate`` says why.
    """

    text: str
    value: str
    kind: str
    confidence: float
    floor: float
    shown: bool
    fate: str
    articles: int


@dataclass(frozen=True, slots=True)
class Why:
    """The account of an answer.

    ``passages`` and ``articles`` tell how much was read, ``sentences`` how many were weighed. ``runner_up`` is the rank
    of the sentence that the first extract is compared with, 0 if there is none. ``evidence`` explains ``confidence``,
    the probability that the first extract answers; the answer is given from ``floor`` on. ``is_latest`` tells that the
    first extract comes first because its article is the latest that names who holds the office asked for.
    """

    question: QuestionRead
    filters: Filters
    passages: int
    articles: int
    sentences: int
    ranked: tuple[RankedSentence, ...]
    runner_up: int
    compared: tuple[Compared, ...]
    evidence: tuple[Weighed, ...]
    confidence: float
    floor: float
    answered: bool
    is_latest: bool
    short: ShortRead | None


def why(question: Question, hits: Sequence[Hit], statistics: Statistics, filters: Filters, decision: Decision) -> Why:
    """Return the account of a decision; the arguments are those it was made from."""
    ranked = tuple(_ranked(question, hits, statistics, decision))
    first = decision.chosen[0] if decision.chosen else None
    place = next((place for place, item in enumerate(decision.candidates) if item is not first), None)
    other = decision.candidates[place] if place is not None else None
    return Why(
        question=_read(question, statistics),
        filters=filters,
        passages=len(hits),
        articles=len({hit.passage.article.id for hit in hits}),
        sentences=len(decision.candidates),
        ranked=ranked,
        runner_up=place + 1 if place is not None else 0,
        compared=tuple(_compared(first, other)) if first and other else (),
        evidence=tuple(_weighed(decision.evidence)),
        confidence=round(decision.sure, 3),
        floor=decision.floor,
        answered=decision.answered,
        is_latest=decision.is_latest,
        short=_short(question, decision),
    )


def _read(question: Question, statistics: Statistics) -> QuestionRead:
    shares = term_shares(question, statistics)
    terms = tuple(
        AskedTerm(
            word=question.words[term],
            term=term,
            passages=statistics.df.get(term, 0),
            share=round(shares[term], 3),
            role=_role(question, term),
            forms=tuple(sorted(question.aliases_of(term))),
        )
        for term in question.ordered
    )
    known = set(question.words.values())
    bare = [word.strip("?!.,;:\"'“”„«»¿¡()") for word in question.text.split()]
    return QuestionRead(
        text=question.text,
        kind=question.kind.value,
        language=question.language,
        focus=tuple(question.words[term] for term in question.ordered if term in question.focus),
        terms=terms,
        dates=tuple(NamedDate(item.text, item.value) for item in question.dates),
        constraints=question.constraints,
        corrections=question.corrections,
        left_out=tuple(dict.fromkeys(word for word in bare if word and word not in known)),
    )


def _role(question: Question, term: str) -> str:
    if term in question.names:
        return "name"
    if term == question.verb:
        return "verb"
    if term in question.light:
        return "light"
    return "said before" if term in question.preamble else ""


def _ranked(
    question: Question, hits: Sequence[Hit], statistics: Statistics, decision: Decision
) -> Iterator[RankedSentence]:
    """Yield the best sentences and all that were chosen, in order of rank."""
    numbers = {item.key: number for number, item in enumerate(decision.shown, start=1)}
    passages = {(hit.passage.article.id, hit.passage.start): hit for hit in hits}
    for rank, item in enumerate(decision.candidates, start=1):
        number = numbers.get(item.key, 0)
        if rank > RANKED and not number:
            continue
        found = tuple(faults(question, item, statistics)) if rank <= PROMOTED or number == 1 else ()
        hit = passages.get((item.article.id, item.passage.start))
        terms = explain(statistics, question.terms, hit.tfs, hit.length) if hit else ()
        yield RankedSentence(
            rank=rank,
            article=item.article.id,
            title=item.article.title,
            start=item.span.start,
            end=item.span.end,
            text=item.said,
            score=round(item.score, 4),
            extract=number,
            fate="" if number else _fate(item, decision, is_sound=rank <= PROMOTED and not found),
            faults=found,
            names=tuple(_names(item)),
            passage=RankedPassage(hit.rank + 1, round(hit.score, 4), round(hit.lift, 4), terms) if hit else None,
        )


def _names(item: Candidate) -> Iterator[NameUse]:
    """Yield what stands for a name in a sentence, each once."""
    seen: set[NameUse] = set()
    for mention in item.named:
        text = item.article.text[mention.span.start : mention.span.end]
        use = NameUse(text, mention.meant, mention.is_other)
        inside = item.span.start <= mention.span.start < item.span.end
        if inside and use not in seen:
            seen.add(use)
            yield use


def _fate(item: Candidate, decision: Decision, *, is_sound: bool) -> str:
    """Return why a sentence is no extract; ``is_sound`` tells that it was looked at and has no fault."""
    for number, other in enumerate(decision.shown, start=1):
        if is_part(item, other):
            return f"is part of extract {number}"
        if tells_the_same(item, other):
            return f"says the same as extract {number}"
    if any(other is item for other in decision.chosen):
        return "it holds too little of the question"
    if decision.best is None and is_sound:
        return "it is far behind the first"
    return "others come before it"


def _compared(first: Candidate, other: Candidate) -> Iterator[Compared]:
    """Yield the features in which two sentences differ, those that decide most first."""
    model = weights("sentence")
    rows = []
    for name in sorted(first.features.keys() | other.features.keys()):
        weight = model.get(name, 0.0)
        ours, theirs = first.features.get(name, 0.0), other.features.get(name, 0.0)
        if weight and ours != theirs:
            rows.append(Compared(name, weight, ours, theirs, weight * (ours - theirs)))
    rest = first.score - other.score - sum(row.lead for row in rows)
    if abs(rest) > 1e-9:
        rows.append(Compared(BY_HAND, 1.0, rest, 0.0, rest))
    yield from sorted(rows, key=lambda row: (-abs(row.lead), row.feature))


def _weighed(features: Mapping[str, float]) -> Iterator[Weighed]:
    """Yield what adds to the log odds, most first, the constant and what calibration adds among it."""
    if not features:
        return
    fitted = weights("evidence")
    values = {"bias": 1.0, **features}
    rows = [
        Weighed(name, value, fitted[name], value * fitted[name]) for name, value in values.items() if name in fitted
    ]
    bent = calibrated(features) - sum(row.adds for row in rows)
    rows.append(Weighed(CALIBRATION, 1.0, bent, bent))
    yield from sorted((row for row in rows if row.adds), key=lambda row: (-abs(row.adds), row.feature))


def _short(question: Question, decision: Decision) -> ShortRead | None:
    shown = next(iter(decision.readings), None)
    reading = shown or best_reading(question, decision.candidates, answers_probability(decision.evidence))
    if reading is None:
        return None
    floor = floor_of(reading)
    fate = ""
    if not shown:
        if not decision.answered:
            fate = "nothing was found that answers"
        elif reading.confidence < floor:
            fate = "not sure enough"
        elif reading.span.part:
            fate = "it is one of several in a list"
        elif reading.span.form.startswith("phrase"):
            fate = "it may be no name"
        elif question.kind is not AnswerKind.WHEN:
            fate = "it may be that of something else"
        else:
            fate = "it may date something else, or be denied or only hoped for"
    return ShortRead(
        text=reading.candidate.article.text[reading.span.start : reading.span.end],
        value=reading.span.value,
        kind=reading.kind,
        confidence=round(reading.confidence, 3),
        floor=floor,
        shown=shown is not None,
        fate=fate,
        articles=reading.articles,
    )
