"""Rank the sentences of the best passages by how well each answers the question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.answering.question import AnswerKind, Question
from index.models import Article, Hit, Passage, Span
from index.rank import Statistics
from index.text.dates import find_dates
from index.text.tokens import token_spans, tokenize

MAX_SENTENCES = 3

_LEANS = re.compile(r"\W*(He|She|They|It|This|That|These|Those|His|Her|Their|There|Its|Both)\b")
_FIGURE = re.compile(
    r"\d|\b(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundred|thousand|million|billion|half|third|quarter)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[$€£¥₩₽]\s?\d|\b\d[\d,.]*\s?(?:million|billion|trillion|thousand)?\s?"
    r"(?:dollars|euros|pounds|roubles|rubles|won|yen|yuan|cents|percent|per cent)\b|\d\s?%",
    re.IGNORECASE,
)
_DURATION = re.compile(
    r"\b(years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur\w+|km|kilomet\w+|miles?|met(?:er|re)s?|feet|since)\b",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"\b(because|due to|owing to|so that|in order to|led to|reason|caused|therefore|as a result)\b", re.IGNORECASE
)
_PLACE = re.compile(r"\b(?:in|at|near|from|to|outside|across)\s+(?:the\s+)?[A-Z]")
_PERSON = re.compile(r"[A-Z][\w’'-]+\s+[A-Z][\w’'-]+")
_FUTURE = re.compile(
    r"\b(will|would|shall|hopes?|hoping|plans?|planned|planning|expected|agreed to|intends?|wants?|"
    r"may|might|could|invited?|invitation|is to|are to|going to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (with the ones it leans on) as a possible extract.

    ``share`` is the share of the question's idf that stands in the sentence, ``context_share`` the same with the
    sentences beside it and the title; both 0 to 1. ``matched`` are the tokens of the sentence that the question asks
    for, in order; ``has_type`` whether it holds something of the kind asked for.
    """

    article: Article
    sentence: Span
    span: Span
    passage: Span
    passage_score: float
    score: float
    share: float
    context_share: float
    matched: tuple[Span, ...]
    matched_terms: tuple[str, ...]
    has_type: bool
    future: bool


def has_type(kind: AnswerKind, sentence: str, *, dated: bool = False) -> bool:
    """Tell whether a sentence holds something of the kind a question asks for."""
    if kind is AnswerKind.WHEN:
        return dated or bool(find_dates(sentence))
    if kind is AnswerKind.HOW_MANY:
        for mention in reversed(find_dates(sentence)):
            sentence = sentence[: mention.start] + sentence[mention.end :]
    pattern = {
        AnswerKind.HOW_MANY: _FIGURE,
        AnswerKind.HOW_MUCH: _MONEY,
        AnswerKind.HOW_LONG: _DURATION,
        AnswerKind.WHY: _REASON,
        AnswerKind.WHERE: _PLACE,
        AnswerKind.WHO: _PERSON,
    }.get(kind)
    return bool(pattern and pattern.search(sentence))


def evidence_terms(candidate: Candidate, language: str) -> set[str]:
    """Return the terms that stand in a candidate's passage or its article's title."""
    text = candidate.article.text[candidate.passage.start : candidate.passage.end]
    return {*tokenize(text, language), *tokenize(candidate.article.title, language)}


def rank_sentences(question: Question, hits: Sequence[Hit], statistics: Statistics) -> list[Candidate]:
    """Return all sentences of the hits' passages as candidates, best first; equal ones by article id and place."""
    if not hits:
        return []
    best = max(hit.score for hit in hits) or 1.0
    weights = _weights(question, statistics)
    candidates = [
        candidate for hit in hits for candidate in _candidates(question, hit.passage, hit.score, best, weights)
    ]
    return sorted(candidates, key=lambda item: (-item.score, item.article.id, item.span.start))


def _weights(question: Question, statistics: Statistics) -> dict[str, float]:
    """Return each term's share of the question's idf; a term the library does not know weighs most."""
    rarest = Statistics(statistics.passage_count, statistics.token_count, {"": 1}).idf("")
    weights = {term: statistics.idf(term) or rarest for term in question.terms}
    total = sum(weights.values()) or 1.0
    return {term: weight / total for term, weight in weights.items()}


def _candidates(
    question: Question, passage: Passage, score: float, best: float, weights: dict[str, float]
) -> list[Candidate]:
    text = passage.article.text
    title = set(tokenize(passage.article.title, question.language)) & weights.keys()
    tokens = [
        [
            (Span(sentence.start + span.start, sentence.start + span.end), terms)
            for span, terms in token_spans(text[sentence.start : sentence.end], question.language)
        ]
        for sentence in passage.sentences
    ]
    held = [{term for _, terms in items for term in terms} & weights.keys() for items in tokens]
    found: list[Candidate] = []
    for place, sentence in enumerate(passage.sentences):
        if not held[place]:
            continue
        context = set[str]().union(title, *held[max(0, place - 1) : place + 2])
        words = text[sentence.start : sentence.end]
        share = sum(weights[term] for term in sorted(held[place]))
        context_share = sum(weights[term] for term in sorted(context))
        typed = has_type(question.kind, words)
        matched = [(span, terms) for span, terms in tokens[place] if any(term in weights for term in terms)]
        order = tuple(term for _, terms in matched for term in terms if term in weights)
        future = bool(_FUTURE.search(words)) and question.past
        value = (
            1.2 * share
            + 0.8 * share * share
            + 0.6 * context_share
            + 0.7 * score / best
            + (0.45 * share if typed else 0.0)
            + 0.25 * _pairs(question.ordered, order)
            - (0.35 if future else 0.0)
            - (0.3 if words.rstrip().endswith("?") else 0.0)
            - (0.15 if len(words) < 30 else 0.0)
        )
        found.append(
            Candidate(
                article=passage.article,
                sentence=sentence,
                span=_standing_alone(text, passage.sentences, place),
                passage=Span(passage.start, passage.end),
                passage_score=score,
                score=value,
                share=share,
                context_share=context_share,
                matched=tuple(span for span, _ in matched),
                matched_terms=order,
                has_type=typed,
                future=future,
            )
        )
    return found


def _pairs(asked: Sequence[str], matched: Sequence[str]) -> float:
    """Return the share of the question's neighbouring terms that stand in the same order in the sentence."""
    pairs = list(pairwise(asked))
    if not pairs:
        return 0.0
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, term in enumerate(matched):
        first.setdefault(term, place)
        last[term] = place
    kept = sum(one in first and two in last and first[one] < last[two] for one, two in pairs)
    return kept / len(pairs)


def _standing_alone(text: str, sentences: Sequence[Span], place: int) -> Span:
    """Return the sentence with those before it that it leans on ("He", "This")."""
    first = place
    while (
        0 < first > place - MAX_SENTENCES + 1
        and _LEANS.match(text, *sentences[first])
        and "\n" not in text[sentences[first - 1].end : sentences[first].start]
    ):
        first -= 1
    return Span(sentences[first].start, sentences[place].end)
