"""Rank the sentences of the best passages by how well each answers the question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answering.matching.candidate import Candidate, term_shares, told_by_date
from bot.answering.matching.cues import cue_features
from bot.answering.matching.features import (
    LEANS,
    AskedWords,
    SentenceTokens,
    Shares,
    adjacent,
    background_features,
    context_features,
    nearness,
    read_tokens,
    shape_features,
    time_features,
    type_features,
    word_features,
)
from bot.answering.matching.placed import is_of_another_place
from bot.answering.matching.roles import verb_features, verbs_done
from bot.answering.matching.visiting import visits
from bot.answering.mentions.called import names_none
from bot.answering.mentions.dated import NAMING, dated_spans, names_thing
from bot.answering.mentions.foreign import LANGUAGES, foreign_spans
from bot.answering.mentions.names import Mention, mentions, terms_at
from bot.answering.mentions.namesakes import Bearer, bearers, is_of_namesake
from bot.answering.mentions.spans import completed, typed_spans
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import AnswerKind, Question
from bot.answering.ranking.comparing import compared
from bot.answering.topics.worth import worth_of_others
from index.models import Article, Hit, Span
from index.rank import Statistics
from index.text.tokens import tokenize

MAX_SENTENCES = 3
SURE_PLACE = 0.5
"""From this strength on a span is a place, not only a phrase behind "in"."""


def rank_sentences(question: Question, hits: Sequence[Hit], statistics: Statistics) -> list[Candidate]:
    """Return all sentences of the hits' passages as candidates, best first; equal ones by article id and place."""
    if not hits:
        return []
    shares = term_shares(question, statistics)
    words = AskedWords(question)
    read = [_read(question, words, hit) for hit in hits]
    articles = {hit.passage.article.id: hit.passage.article.text for hit in hits}
    known = bearers(question, list(articles.values()))
    best = max(hit.score for hit in hits) or 1.0
    told = _by_article(read)
    found = [
        candidate
        for item in read
        for candidate in _candidates(question, item, told[item.hit.passage.article.id], shares, best, known)
    ]
    return sorted(compared(question, found), key=lambda item: (-item.score, item.article.id, item.span.start))


@dataclass(frozen=True, slots=True)
class _Read:
    """A hit with the tokens of its sentences; ``title`` and ``whole`` are the question's terms there and in all.

    ``named`` is what stands in the passage for names of the question.
    """

    hit: Hit
    tokens: tuple[SentenceTokens, ...]
    title: frozenset[str]
    whole: frozenset[str]
    named: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the hits of one article hold together: the question's terms, and how many hits there are."""

    held: frozenset[str]
    count: int


def _read(question: Question, words: AskedWords, hit: Hit) -> _Read:
    article = hit.passage.article
    stretch = article.text, hit.passage.start, hit.passage.end
    named = (*mentions(question, *stretch), *visits(question, *stretch), *worth_of_others(question, *stretch))
    meant, others = terms_at(named, is_other=False), terms_at(named, is_other=True)
    tokens = tuple(
        read_tokens(words, article.text, sentence, meant=meant, others=others) for sentence in hit.passage.sentences
    )
    title = frozenset(
        question.aliases.get(term, term) for term in tokenize(article.title, question.language)
    ) & frozenset(question.terms)
    title |= told_by_date(question, article)
    return _Read(hit, tokens, title, title.union(*(item.held for item in tokens)), named)


def _by_article(read: Sequence[_Read]) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for item in read:
        key = item.hit.passage.article.id
        known = told.get(key, _Told(frozenset(), 0))
        told[key] = _Told(known.held | item.whole, known.count + 1)
    return told


def _candidates(
    question: Question,
    read: _Read,
    told: _Told,
    shares: Shares,
    best: float,
    known: Sequence[Bearer],
) -> Iterator[Candidate]:
    passage, tokens = read.hit.passage, read.tokens
    text = passage.article.text
    published = passage.article.published
    anchor = date.fromisoformat(published[:10]) if published else None
    is_news_in_brief = anchor is not None and question.is_brief
    shared = _shared_features(question, read, told, shares, best, anchor)
    for place, sentence in enumerate(passage.sentences):
        item = tokens[place]
        words = text[sentence.start : sentence.end]
        if not item.held or words.rstrip("\"'”’ ").endswith(("?", "？", "؟")):
            continue
        span = _standing_alone(text, passage.sentences, place)
        first = span.start if question.kind is AnswerKind.WHO else sentence.start
        found = _spans(question, passage.article, first, sentence.end, anchor)
        typed, near = _typed(question, text, found, item, shares)
        beside = tokens[max(0, place - 1) : place + 2]
        context = read.title.union(*(other.held for other in beside))
        matched = [(span, term) for _, span, term in item.matched]
        done = verbs_done(question, words, sentence.start, matched)
        verb = question.verb is None or bool(done)
        features = {
            **shared,
            **word_features(question, item, shares),
            **context_features(question, context, shares),
            **type_features(question.kind, typed, near),
            **shape_features(words, sentence, item),
            **background_features(question, words, anchor),
            **cue_features(question, text, span.start, sentence, item, typed),
        }
        if anchor is not None:
            features["unnamed"] = float(names_none(question, text[span.start : sentence.end], text))
        if is_news_in_brief:
            features["of_another_place"] = float(is_of_another_place(question, words, item.held))
        if known:
            features["namesake"] = float(is_of_namesake(known, text, sentence))
        features["share_whole"] = features["share"] * features["whole"]
        before = tokens[place - 1].held if place else frozenset()
        features["before"] = shares.total(before - item.held)
        features["share_passage"] = features["share"] * features["passage"]
        if question.verb in item.held:
            places = [Span(one.start, one.end) for one in typed if one.strength >= SURE_PLACE]
            features |= verb_features(
                question, text, span, matched, done, places, leans=bool(features["pronoun"]), in_news=anchor is not None
            )
        yield Candidate(
            article=passage.article,
            sentence=sentence,
            span=span,
            passage=Span(passage.start, passage.end),
            passage_score=read.hit.score,
            score=0.0,
            share=features["share"],
            context_share=features["context"],
            matched=tuple(span for span, _ in matched),
            matched_terms=tuple(term for _, term in matched),
            typed=typed,
            nearness=near,
            verb=verb,
            features=features,
            tokens=item,
            shares=shares,
            named=read.named,
        )


def _shared_features(
    question: Question, read: _Read, told: _Told, shares: Shares, best: float, anchor: date | None
) -> dict[str, float]:
    """Return the features that all sentences of a passage have in common."""
    return {
        "passage": read.hit.score / best,
        "rank": 1 / (1 + read.hit.rank),
        "whole": shares.total(read.whole),
        "title": shares.total(read.title),
        "article": shares.total(told.held),
        "article_names": len(question.names & told.held) / len(question.names) if question.names else 0.0,
        "whole_adjacent": adjacent(
            question.ordered,
            [term for item in read.tokens for _, _, term in item.matched],
            [100 * number + place for number, item in enumerate(read.tokens) for place, _, _ in item.matched],
        ),
        "article_hits": min(told.count, 5) / 5,
        **time_features(question, anchor),
    }


def _spans(question: Question, article: Article, start: int, end: int, published: date | None) -> list[TypedSpan]:
    """Return the spans of the type asked for in a stretch of an article, offsets in its text."""
    if question.language in LANGUAGES:
        found = list(foreign_spans(question.kind, question.language, article, start, end))
    elif question.kind is AnswerKind.WHEN and article.times:
        found = completed(list(dated_spans(article.times, start, end)), article.text[start:end], question.measure)
    else:
        found = typed_spans(question.kind, article.text[start:end], published, question.measure)
    spans = [span.shifted(start) for span in found]
    if question.kind is not AnswerKind.WHEN:
        return spans
    return [span._replace(strength=NAMING) if names_thing(question, article.text, span) else span for span in spans]


def _typed(
    question: Question, text: str, found: Sequence[TypedSpan], item: SentenceTokens, shares: Mapping[str, float]
) -> tuple[tuple[TypedSpan, ...], tuple[float, ...]]:
    """Return the spans that the question does not hold itself, and their nearness."""
    asked = set(question.terms)
    spans: list[TypedSpan] = []
    near: list[float] = []
    for span in found:
        said = text[span.start : span.end]
        if said[0].isdigit():  # the "4-day" week is the one of "4 day week"
            said = said.replace("-", " ")
        terms = tokenize(said, question.language)
        if terms and (asked.issuperset(terms) or _is_named(question, span, terms)):
            continue
        spans.append(span._replace(strength=0.0) if span.value in question.years else span)
        near.append(nearness(span, item, shares))
    return tuple(spans), tuple(near)


def _is_named(question: Question, span: TypedSpan, terms: Sequence[str]) -> bool:
    """Tell whether a name is that of somebody whom the question names with less: "Shinzo Abe" for Abe; or a list so."""
    held = [name for name in question.name_groups if name <= set(terms)]
    if span.form == "list":
        return len(held) > 1
    return question.kind is AnswerKind.WHO and any(terms[-1] in name for name in held)


def _standing_alone(text: str, sentences: Sequence[Span], place: int) -> Span:
    """Return the sentence with those before it that it leans on ("He", "This")."""
    first = place
    while (
        0 < first > place - MAX_SENTENCES + 1
        and LEANS.match(text, *sentences[first])
        and "\n" not in text[sentences[first - 1].end : sentences[first].start]
    ):
        first -= 1
    return Span(sentences[first].start, sentences[place].end)
