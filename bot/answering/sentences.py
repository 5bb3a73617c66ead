"""Rank the sentences of the best passages by how well each answers the question."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.answering.called import names_none
from bot.answering.cues import cue_features
from bot.answering.dated import dated_spans, names_thing
from bot.answering.features import (
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
from bot.answering.foreign import LANGUAGES, foreign_spans
from bot.answering.names import Mention, mentions, terms_at
from bot.answering.namesakes import Bearer, bearers, is_of_namesake
from bot.answering.placed import is_of_another_place
from bot.answering.question import AnswerKind, Question
from bot.answering.roles import verb_features, verbs_done
from bot.answering.spans import completed, typed_spans
from bot.answering.typed import TypedSpan
from bot.answering.visiting import visits
from bot.answering.weights import weighed, weights
from index.models import Article, Hit, Span
from index.rank import Statistics
from index.text.later import later
from index.text.tokens import tokenize

MAX_SENTENCES = 3
LIGHT_WEIGHT = 0.3
"""How much a light term of the question counts beside the others."""
CAPTION_MALUS = 3.0
"""Taken off the score of a caption or a pointer to another article; set by hand, the fitting data hold too few."""
PREAMBLE_WEIGHT = 0.4
"""The same for a term of the sentences before the one that asks."""
DATED = (
    "passage", "title", "early", "lead", "share", "whole", "article", "typed_who", "typed_where", "near_who",
    "near_where", "length", "context", "article_hits", "names", "short", "no_end",
)  # fmt: skip
"""Features that weigh otherwise where a full question is asked of news, which tells a story in other words."""
BRIEF = (
    "rank", "title", "early", "length", "verb", "background", "cue_why",
    "cue_definition", "is_a", "led", "typed_when", "typed_who", "typed_where", "near_when", "near_who",
    "near_where", "lead", "caption", "no_end", "pairs", "whole", "adjacent", "article_names",
)  # fmt: skip
"""The same where a brief question is: one that many stories hold all the words of."""
_DATED = tuple((f"dated_{name}", name) for name in DATED)
_BRIEF = tuple((f"brief_{name}", name) for name in BRIEF)
NOUN_MALUS = 0.9
"""Taken off where the question's verb stands only as a noun ("began a meeting"); by hand, it changes few."""
RANKED = ("share", "context")
"""Features that also count by their rank among the candidates."""
BACKGROUND_MALUS = 1.0
"""Taken off where a sentence looks back on years before ("In 1999, ..."); by hand, quizzes of the week hold few."""
DENIED_MALUS = 0.7
"""Taken off where what a question asks a name or figure of is denied, or only hoped for; see also below."""
TURNED_MALUS = 2.0
"""Taken off where whom the question names does it, not whoever is asked for; by hand, see `verb_is_turned`."""
NAMELESS_MALUS = 4.0
"""Taken off where whoever did it is only described ("by a young man") where a name is asked for."""
NAMESAKE_MALUS = 2.0
"""Taken off where a sentence is of somebody else than a name alone means; see `namesakes`."""
ELSEWHERE_MALUS = 1.0
"""Taken off where, asked for a place, a sentence names only those of another event than its verb; see `roles`."""
ANOTHER_PLACE_MALUS = 2.0
"""Taken off where a sentence of news is of another town or state than a brief question asks of; see `placed`."""
UNNAMED_MALUS = 2.0
"""Taken off where a question wants something named and a sentence names nothing; see `called`."""
BY_HAND = {
    "caption": CAPTION_MALUS, "verb_noun": NOUN_MALUS, "background": BACKGROUND_MALUS, "denied": DENIED_MALUS,
    "verb_turned": TURNED_MALUS, "nameless": NAMELESS_MALUS, "unnamed": UNNAMED_MALUS, "elsewhere": ELSEWHERE_MALUS,
    "namesake": NAMESAKE_MALUS, "of_another_place": ANOTHER_PLACE_MALUS,
}  # fmt: skip
OTHER_VERB_MALUS = 2.0
"""Taken off where another does what is asked when or why; also, asked when, where it is denied or only hoped for."""
OTHERS_WHEN = ("verb_other", "verb_denied")
SURE_PLACE = 0.5
"""From this strength on a span is a place, not only a phrase behind "in"."""
_WHY = later(r"\b(?:why|how come)\b", re.IGNORECASE)
"""What asks for the reason of what somebody does; of "what caused the fires?" nobody does it."""
NAMING = 0.2
"""How surely a year that names a thing dates it: "the 2024 election" seldom tells when something is."""


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


def evidence_terms(candidate: Candidate, question: Question) -> set[str]:
    """Return the question's terms that stand in a candidate's passage or its article's title."""
    text = candidate.article.text[candidate.passage.start : candidate.passage.end]
    found = {*tokenize(text, question.language), *tokenize(candidate.article.title, question.language)}
    meant = frozenset[str]().union(*(item.terms for item in candidate.named if not item.is_other))
    found = {question.aliases.get(term, term) for term in found} | meant | _told_by_date(question, candidate.article)
    return found & set(question.terms)


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
    return sorted(_compared(question, found), key=lambda item: (-item.score, item.article.id, item.span.start))


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
    named = (*mentions(question, *stretch), *visits(question, *stretch))
    meant, others = terms_at(named, is_other=False), terms_at(named, is_other=True)
    tokens = tuple(
        read_tokens(words, article.text, sentence, meant=meant, others=others) for sentence in hit.passage.sentences
    )
    title = frozenset(
        question.aliases.get(term, term) for term in tokenize(article.title, question.language)
    ) & frozenset(question.terms)
    title |= _told_by_date(question, article)
    return _Read(hit, tokens, title, title.union(*(item.held for item in tokens)), named)


def _told_by_date(question: Question, article: Article) -> frozenset[str]:
    """Return the year of the question's that an article was published in: news of 2022 seldom says that it is 2022."""
    year = (article.published or "")[:4]
    return question.years & {year}


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
        if is_news_in_brief:
            features["unnamed"] = float(names_none(question, text[span.start : sentence.end]))
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


def _compared(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with what comes of comparing them, and their scores."""
    model = weights("sentence")
    full = question.fullness
    telling_others = _telling_others(question)
    local = _local_shares(candidates)
    best_local = max((_sum(local, item) for item in candidates), default=0.0)
    ranks = {name: _ranks([item.features.get(name, 0.0) for item in candidates]) for name in RANKED}
    best = {
        name: max((item.features.get(name, 0.0) for item in candidates), default=0.0)
        for name in ("share", "bm25", "context")
    }
    nearest = max((_near(item) for item in candidates), default=0.0)
    scored: list[Candidate] = []
    for item in candidates:
        features = dict(item.features)
        features["share_lack"] = best["share"] - features["share"]
        features["bm25_lack"] = best["bm25"] - features["bm25"]
        features["context_lack"] = best["context"] - features["context"]
        features["near_lack"] = nearest - _near(item)
        for name in RANKED:
            features[f"{name}_rank"] = ranks[name][item.features.get(name, 0.0)]
        features["local"] = _sum(local, item)
        features["local_lack"] = best_local - features["local"]
        if item.article.published:
            if full:
                features |= {of_dated: full * features[name] for of_dated, name in _DATED if name in features}
            if full < 1:
                features |= {of_brief: (1 - full) * features[name] for of_brief, name in _BRIEF if name in features}
        score = weighed(model, features)
        score -= sum(malus * features.get(name, 0.0) for name, malus in BY_HAND.items())
        score -= OTHER_VERB_MALUS * any(features.get(name) for name in telling_others)
        scored.append(item._replace(features=features, score=score))
    return scored


def _telling_others(question: Question) -> tuple[str, ...]:
    """Return which features tell that others do what is asked the time or reason of, or, asked when, nobody does."""
    if question.kind is AnswerKind.WHEN:
        return OTHERS_WHEN
    asks_reason = question.kind is AnswerKind.WHY and not question.passive and _WHY.search(question.text)
    return ("verb_other",) if asks_reason else ()


def is_of_others(question: Question, features: Mapping[str, float]) -> bool:
    """Tell whether a sentence, asked when, says that others do it, or that it is denied or only hoped for."""
    return question.kind is AnswerKind.WHEN and any(features.get(name) for name in OTHERS_WHEN)


def _ranks(values: Sequence[float]) -> dict[float, float]:
    """Return 1 for the highest value, 1/2 for the second, and so on; equal values share the better place."""
    places: dict[float, float] = {}
    for place, value in enumerate(sorted(values, reverse=True)):
        places.setdefault(value, 1 / (1 + place))
    return places


def _local_shares(candidates: Sequence[Candidate]) -> Shares:
    """Return each term's share of the idf among the candidates: what all of them hold tells none from another."""
    counts = Counter(term for item in candidates for term in set(item.matched_terms))
    raw = {term: math.log(1 + len(candidates) / count) for term, count in counts.items()}
    total = sum(raw[term] for term in sorted(raw)) or 1.0
    return Shares({term: value / total for term, value in raw.items()})


def _sum(shares: Shares, item: Candidate) -> float:
    return shares.total(item.tokens.held)


def _near(item: Candidate) -> float:
    return max((near * span.strength for near, span in zip(item.nearness, item.typed, strict=True)), default=0.0)


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
