"""A sentence as a possible extract, with what it holds of the question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from bot.answering.matching.features import SentenceTokens, Shares
from bot.answering.mentions.names import Mention
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import Question
from index.models import Article, Span
from index.rank import Statistics
from index.text.tokens import tokenize

LIGHT_WEIGHT = 0.3
"""How much a light term of the question counts beside the others."""
PREAMBLE_WEIGHT = 0.4
"""The same for a term of the sentences before the one that asks."""


class Candidate(NamedTuple):
    """A sentence (with the ones it leans on) as a possible extract.

    ``share`` is the share of the question's idf that stands in the sentence, ``context_share`` the same with the
    sentences beside it and the title; both 0 to 1. ``matched`` are the tokens of the sentence that the question asks
    for, in order, ``matched_terms`` the question's terms they stand for, one each. ``typed`` are the spans of the kind
    asked for, offsets in the article's text, ``nearness`` how close each stands to the matched tokens, 0 to 1.
    ``verb`` tells whether the question's verb stands there as asked: not denied, nor only hoped for. ``shares`` are
    those of `term_shares`; ``named`` is what stands in its passage for names of the question.
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
    typed: tuple[TypedSpan, ...]
    nearness: tuple[float, ...]
    verb: bool
    features: Mapping[str, float]
    tokens: SentenceTokens
    shares: Mapping[str, float]
    named: tuple[Mention, ...] = ()

    @property
    def key(self) -> tuple[str, int]:
        """What tells a candidate from others: its article and its place."""
        return self.article.id, self.sentence.start

    @property
    def said(self) -> str:
        """The words of it and of those it leans on."""
        return self.article.text[self.span.start : self.span.end]

    @property
    def pairs(self) -> list[tuple[Span, str]]:
        """The matched tokens, each with the term it stands for."""
        return list(zip(self.matched, self.matched_terms, strict=True))

    def spans_of(self, term: str | None) -> list[Span]:
        """Return where a term of the question stands."""
        return [span for span, other in self.pairs if other == term]


def days_between(one: Candidate, other: Candidate) -> int | None:
    """Return how many days after the article of one candidate that of another was published; ``None`` if unknown."""
    days = [date.fromisoformat(item.article.published[:10]) for item in (one, other) if item.article.published]
    return (days[1] - days[0]).days if len(days) == 2 else None


def evidence_terms(candidate: Candidate, question: Question) -> set[str]:
    """Return the question's terms that stand in a candidate's passage or its article's title."""
    text = candidate.article.text[candidate.passage.start : candidate.passage.end]
    found = {*tokenize(text, question.language), *tokenize(candidate.article.title, question.language)}
    meant = frozenset[str]().union(*(item.terms for item in candidate.named if not item.is_other))
    found = {question.aliases.get(term, term) for term in found} | meant | told_by_date(question, candidate.article)
    return found & set(question.terms)


def told_by_date(question: Question, article: Article) -> frozenset[str]:
    """Return the year of the question's that an article was published in: news of 2022 seldom says that it is 2022."""
    year = (article.published or "")[:4]
    return question.years & {year}


def term_shares(question: Question, statistics: Statistics) -> Shares:
    """Return each term's share of the question's idf; a term the library does not know weighs most."""
    rarest = Statistics(statistics.passage_count, statistics.token_count, {"": 1}).idf("")
    raw = {
        term: (statistics.idf(term) or rarest)
        * (LIGHT_WEIGHT if term in question.light else PREAMBLE_WEIGHT if term in question.preamble else 1.0)
        for term in question.terms
    }
    total = sum(raw.values()) or 1.0
    return Shares({term: weight / total for term, weight in raw.items()})
