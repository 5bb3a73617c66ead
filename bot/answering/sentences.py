"""Rank the sentences of the best passages by how well each answers the question."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bot.answering.freshness import FRESH_DAYS, is_timed
from bot.answering.question import STEM, AnswerKind, Question
from bot.answering.roles import own_verb
from bot.answering.spans import TypedSpan, typed_spans
from bot.answering.weights import weights
from index.models import Article, Hit, Span
from index.rank import Statistics
from index.text.tokens import token_spans, tokenize

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
"""Features that weigh otherwise in an article with a date of publication: news is written otherwise than reference."""
OTHER_VERB_MALUS = 2.0
"""Taken off, for a when-question, where somebody else does it or it is denied or only hoped for; set by hand too."""
_K1, _B, _MEAN_LENGTH = 0.9, 0.4, 22.0
"""BM25 over sentences, whose mean length is taken as 22 tokens."""

_LEANS = re.compile(r"\W*(He|She|They|It|This|That|These|Those|His|Her|Their|There|Its|Both)\b")
_REASON = re.compile(
    r"\b(because|due to|owing to|so that|in order to|led to|reasons?|caused?|therefore|as a result|after|amid|over)\b",
    re.IGNORECASE,
)
_DEFINES = re.compile(
    r"\b(?:is|are|was|were) (?:an?|the|one)\b|\b(?:known as|called|means|refers to)\b|,\s(?:an?|the)\s|\("
)
_MANNER = re.compile(r"\b(by \w+ing|using|through|via|with the help)\b", re.IGNORECASE)
_FUTURE = re.compile(
    r"\b(?:will|would|shall|hopes?|hoping|hoped|plans?|planned|planning|expected|agreed to|intends?|wants?|"
    r"wanted|may|might|could|"
    r"invited?|invitation|is to|are to|going to|set to|scheduled|if|whether|ahead of|before|threaten\w*|"
    r"vow\w*|pledg\w*)\b",
    re.IGNORECASE,
)
_UNDONE = re.compile(r"\bto\s+$")
"""Before a verb: a purpose, which says nothing of its fulfilment."""
_NEGATION = re.compile(
    r"\b(?:not|never|no longer|without|denied|denies|declined|refused|fails? to|" r"failed to)\b|n['’]t\b",
    re.IGNORECASE,
)
_CAPTION = re.compile(
    r"Hide Caption|^\W*(?:Photos?|Image|Video|PHOTOS|Watch|Read more|Related|See also|More)\b|[a-z]:[A-Z]|"
    r"\bReplay\b|\bPrev Next\b|In pictures"
)
_CLAUSE = re.compile(
    r"[,;:—–]\s|\s[-–—]\s|\b(?:when|while|after|before|who|which|whose|where|although|because|as|since)\b"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence (with the ones it leans on) as a possible extract.

    ``share`` is the share of the question's idf that stands in the sentence, ``context_share`` the same with the
    sentences beside it and the title; both 0 to 1. ``matched`` are the tokens of the sentence that the question asks
    for, in order, ``matched_terms`` the question's terms they stand for, one each. ``typed`` are the spans of the kind
    asked for, offsets in the article's text, ``nearness`` how close each stands to the matched tokens, 0 to 1.
    ``verb`` tells whether the question's verb stands there as asked: not denied, nor only hoped for.
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

    @property
    def key(self) -> tuple[str, int]:
        """What tells a candidate from others: its article and its place."""
        return self.article.id, self.sentence.start


def evidence_terms(candidate: Candidate, question: Question) -> set[str]:
    """Return the question's terms that stand in a candidate's passage or its article's title."""
    text = candidate.article.text[candidate.passage.start : candidate.passage.end]
    found = {*tokenize(text, question.language), *tokenize(candidate.article.title, question.language)}
    return {question.aliases.get(term, term) for term in found} & set(question.terms)


def rank_sentences(question: Question, hits: Sequence[Hit], statistics: Statistics) -> list[Candidate]:
    """Return all sentences of the hits' passages as candidates, best first; equal ones by article id and place."""
    if not hits:
        return []
    shares = term_shares(question, statistics)
    read = [_read(question, hit) for hit in hits]
    best = max(hit.score for hit in hits) or 1.0
    articles = _by_article(read)
    found = [
        candidate
        for item in read
        for candidate in _candidates(question, item, articles[item.hit.passage.article.id], shares, best)
    ]
    return sorted(_compared(question, found), key=lambda item: (-item.score, item.article.id, item.span.start))


def term_shares(question: Question, statistics: Statistics) -> dict[str, float]:
    """Return each term's share of the question's idf; a term the library does not know weighs most."""
    rarest = Statistics(statistics.passage_count, statistics.token_count, {"": 1}).idf("")
    raw = {
        term: (statistics.idf(term) or rarest)
        * (LIGHT_WEIGHT if term in question.light else PREAMBLE_WEIGHT if term in question.preamble else 1.0)
        for term in question.terms
    }
    total = sum(raw.values()) or 1.0
    return {term: weight / total for term, weight in raw.items()}


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The tokens of one sentence: where each starts, and which of the question's terms it stands for."""

    starts: tuple[int, ...]
    matched: tuple[tuple[int, Span, str], ...]
    held: frozenset[str]
    alike: frozenset[str]
    count: int


def _tokens(question: Question, text: str, sentence: Span) -> _Tokens:
    wanted = question.words
    stems = question.stems
    alike: set[str] = set()
    starts: list[int] = []
    matched: list[tuple[int, Span, str]] = []
    start = sentence.start
    for place, (span, terms) in enumerate(token_spans(text[start : sentence.end], question.language)):
        starts.append(start + span.start)
        for form in terms:
            term = question.aliases.get(form, form)
            if term in wanted:
                matched.append((place, Span(start + span.start, start + span.end), term))
            elif form[:STEM] in stems:
                alike |= stems[form[:STEM]]
    held = frozenset(term for _, _, term in matched)
    return _Tokens(tuple(starts), tuple(matched), held, frozenset(alike) - held, len(starts))


@dataclass(frozen=True, slots=True)
class _Read:
    """A hit with the tokens of its sentences; ``title`` and ``whole`` are the question's terms there and in all."""

    hit: Hit
    tokens: tuple[_Tokens, ...]
    title: frozenset[str]
    whole: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the hits of one article hold together: the question's terms, and how many hits there are."""

    held: frozenset[str]
    count: int


def _read(question: Question, hit: Hit) -> _Read:
    article = hit.passage.article
    tokens = tuple(_tokens(question, article.text, sentence) for sentence in hit.passage.sentences)
    title = frozenset(
        question.aliases.get(term, term) for term in tokenize(article.title, question.language)
    ) & frozenset(question.terms)
    return _Read(hit, tokens, title, title.union(*(item.held for item in tokens)))


def _by_article(read: Sequence[_Read]) -> dict[str, _Told]:
    told: dict[str, _Told] = {}
    for item in read:
        key = item.hit.passage.article.id
        known = told.get(key, _Told(frozenset(), 0))
        told[key] = _Told(known.held | item.whole, known.count + 1)
    return told


def _candidates(
    question: Question, read: _Read, told: _Told, shares: Mapping[str, float], best: float
) -> Iterator[Candidate]:
    passage, tokens = read.hit.passage, read.tokens
    text = passage.article.text
    published = passage.article.published
    anchor = date.fromisoformat(published[:10]) if published else None
    shared = {
        "passage": read.hit.score / best,
        "rank": 1 / (1 + read.hit.rank),
        "whole": sum(shares[term] for term in sorted(read.whole)),
        "title": sum(shares[term] for term in sorted(read.title)),
        "article": sum(shares[term] for term in sorted(told.held)),
        "article_names": len(question.names & told.held) / len(question.names) if question.names else 0.0,
        "whole_adjacent": _adjacent(
            question.ordered,
            [term for item in tokens for _, _, term in item.matched],
            [100 * number + place for number, item in enumerate(tokens) for place, _, _ in item.matched],
        ),
        "article_hits": min(told.count, 5) / 5,
        **_time_features(question, anchor),
    }
    for place, sentence in enumerate(passage.sentences):
        item = tokens[place]
        words = text[sentence.start : sentence.end]
        if not item.held or words.rstrip("\"'”’ ").endswith("?"):
            continue
        span = _standing_alone(text, passage.sentences, place)
        first = span.start if question.kind is AnswerKind.WHO else sentence.start
        typed, near = _typed(question, text[first : sentence.end], first, item, shares, anchor)
        context = read.title.union(*(other.held for other in tokens[max(0, place - 1) : place + 2]))
        verb = _verb_stands(question, words, sentence.start, item)
        features = {
            **shared,
            **_word_features(question, item, shares),
            **_context_features(question, context, shares),
            **_type_features(question.kind, words, typed, near),
            **_shape_features(words, sentence, item),
        }
        features["share_whole"] = features["share"] * features["whole"]
        features["share_passage"] = features["share"] * features["passage"]
        if question.verb in item.held:
            features["verb"] = 1.0
            features["verb_denied"] = float(not verb)
            leans = bool(features["pronoun"])
            features["verb_other"] = float(not _verb_is_own(question, text, item, leans=leans))
        yield Candidate(
            article=passage.article,
            sentence=sentence,
            span=span,
            passage=Span(passage.start, passage.end),
            passage_score=read.hit.score,
            score=0.0,
            share=features["share"],
            context_share=features["context"],
            matched=tuple(span for _, span, _ in item.matched),
            matched_terms=tuple(term for _, _, term in item.matched),
            typed=typed,
            nearness=near,
            verb=verb,
            features=features,
        )


def _time_features(question: Question, published: date | None) -> dict[str, float]:
    """Return how fresh an article was when the question was asked, where the question names no time of its own."""
    if question.asked is None or published is None or not is_timed(question):
        return {}
    age = (question.asked - published).days
    return {"fresh": math.exp(-age / FRESH_DAYS) if age >= 0 else 0.0, "later": float(age < -2)}


def _word_features(question: Question, item: _Tokens, shares: Mapping[str, float]) -> dict[str, float]:
    share = sum(shares[term] for term in sorted(item.held))
    norm = _K1 * (1 - _B + _B * item.count / _MEAN_LENGTH)
    counts: dict[str, int] = {}
    for _, _, term in item.matched:
        counts[term] = counts.get(term, 0) + 1
    bm25 = sum(shares[term] * counts[term] * (_K1 + 1) / (counts[term] + norm) for term in sorted(counts))
    order = [term for _, _, term in item.matched]
    places = [place for place, _, _ in item.matched]
    width = _tightest(item.matched, len(item.held))
    names = question.names
    return {
        "share": share,
        "share_squared": share * share,
        "alike": sum(shares[term] for term in sorted(item.alike)),
        "bm25": bm25 / (_K1 + 1),
        "pairs": _pairs(question.ordered, order),
        "adjacent": _adjacent(question.ordered, order, places),
        "window": len(item.held) / width if width else 0.0,
        "names": len(names & item.held) / len(names) if names else 0.0,
        "names_missing": float(bool(names) and not names & item.held),
        "focus": len(question.focus & item.held) / len(question.focus) if question.focus else 0.0,
    }


def _context_features(question: Question, context: frozenset[str], shares: Mapping[str, float]) -> dict[str, float]:
    return {
        "context": sum(shares[term] for term in sorted(context)),
        "context_verb": float(question.verb is None or question.verb in context),
        "context_names": len(question.names & context) / len(question.names) if question.names else 0.0,
    }


GROUPS = {
    AnswerKind.WHEN: "when", AnswerKind.HOW_MANY: "number", AnswerKind.HOW_MUCH: "amount", AnswerKind.PERCENT: "amount",
    AnswerKind.HOW_LONG: "amount", AnswerKind.HOW_OLD: "amount", AnswerKind.MEASURE: "amount", AnswerKind.WHO: "who",
    AnswerKind.WHERE: "where",
}  # fmt: skip


def _type_features(kind: AnswerKind, words: str, typed: Sequence[TypedSpan], near: Sequence[float]) -> dict[str, float]:
    group = GROUPS.get(kind)
    features: dict[str, float] = {}
    if group:
        best = max(range(len(typed)), key=lambda place: near[place] * typed[place].strength, default=None)
        features[f"typed_{group}"] = max((item.strength for item in typed), default=0.0)
        features[f"near_{group}"] = near[best] * typed[best].strength if best is not None else 0.0
    elif kind is AnswerKind.WHY:
        features["cue_why"] = float(bool(_REASON.search(words)))
    elif kind is AnswerKind.DEFINITION:
        features["cue_definition"] = float(bool(_DEFINES.search(words)))
    elif kind is AnswerKind.HOW:
        features["cue_how"] = float(bool(_MANNER.search(words)))
    return features


def _shape_features(words: str, sentence: Span, item: _Tokens) -> dict[str, float]:
    stripped = words.rstrip()
    return {
        "lead": float(sentence.start == 0),
        "early": 1 / (1 + sentence.start / 500),
        "length": min(math.log1p(item.count) / 4, 1.5),
        "short": float(item.count < 6),
        "long": float(item.count > 45),
        "no_end": float(not stripped.endswith((".", "!", '"', "”", "’", "'", ")", "。"))),
        "caption": float(bool(_CAPTION.search(words))),
        "pronoun": float(bool(_LEANS.match(words))),
    }


def _compared(question: Question, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return the candidates with what comes of comparing them, and their scores."""
    model = weights("sentence")
    strict = question.kind is AnswerKind.WHEN
    ranks: dict[float, int] = {}
    for place, share in enumerate(sorted((item.features["share"] for item in candidates), reverse=True)):
        ranks.setdefault(share, place)
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
        features["share_rank"] = 1 / (1 + ranks[item.features["share"]])
        if item.article.published:
            features.update({f"dated_{name}": features[name] for name in DATED if name in features})
        score = sum(model.get(name, 0.0) * value for name, value in features.items())
        score -= CAPTION_MALUS * features["caption"]
        if strict:
            score -= OTHER_VERB_MALUS * max(features.get("verb_other", 0.0), features.get("verb_denied", 0.0))
        scored.append(replace(item, features=features, score=score))
    return scored


def _near(item: Candidate) -> float:
    return max((near * span.strength for near, span in zip(item.nearness, item.typed, strict=True)), default=0.0)


def _typed(
    question: Question, words: str, start: int, item: _Tokens, shares: Mapping[str, float], published: date | None
) -> tuple[tuple[TypedSpan, ...], tuple[float, ...]]:
    """Return the spans of the type asked for that the question does not hold itself, and their nearness."""
    asked = set(question.terms)
    spans: list[TypedSpan] = []
    near: list[float] = []
    for span in typed_spans(question.kind, words, published, question.measure):
        terms = tokenize(words[span.start : span.end], question.language)
        if terms and asked.issuperset(terms):
            continue
        placed = replace(span, start=start + span.start, end=start + span.end)
        spans.append(placed)
        near.append(_nearness(placed, item, shares))
    return tuple(spans), tuple(near)


def _nearness(span: TypedSpan, item: _Tokens, shares: Mapping[str, float]) -> float:
    """Return 1 where all of the question stands right beside a span, less the farther its terms stand from it."""
    first = bisect_right(item.starts, span.start) - 1  # -1 for a span in the sentence before
    last = bisect_right(item.starts, span.end - 1) - 1
    best: dict[str, float] = {}
    for place, _, term in item.matched:
        gap = max(first - place, place - last, 0)
        if gap:
            best[term] = max(best.get(term, 0.0), shares[term] / (1 + (gap - 1) / 5))
    return sum(best[term] for term in sorted(best))


def _verb_stands(question: Question, words: str, start: int, item: _Tokens) -> bool:
    """Tell whether the question's verb stands in a sentence neither denied nor, of the past, only hoped for."""
    if question.verb is None:
        return True
    for _, span, term in item.matched:
        if term != question.verb:
            continue
        before = words[: span.start - start]
        clause = before[max((cut.end() for cut in _CLAUSE.finditer(before)), default=0) :][-60:]
        after = words[span.end - start :][:12]
        if _NEGATION.search(clause):
            continue
        if question.past and (_FUTURE.search(clause) or _UNDONE.search(clause) or after.lstrip().startswith("would")):
            continue
        return True
    return False


def _verb_is_own(question: Question, text: str, item: _Tokens, *, leans: bool) -> bool:
    """Tell whether the question's verb stands in a sentence with the question's subject and object."""
    matched = [(span, term) for _, span, term in item.matched]
    return any(own_verb(question, text, matched, span, leans=leans) for span, term in matched if term == question.verb)


def _tightest(matched: Sequence[tuple[int, Span, str]], kinds: int) -> int:
    """Return the width in tokens of the narrowest stretch that holds every matched term."""
    if not kinds:
        return 0
    counts: dict[str, int] = {}
    left = 0
    best = 10**6
    for place, _, term in matched:
        counts[term] = counts.get(term, 0) + 1
        while len(counts) == kinds:
            best = min(best, place - matched[left][0] + 1)
            gone = matched[left][2]
            counts[gone] -= 1
            if not counts[gone]:
                del counts[gone]
            left += 1
    return best


def _adjacent(asked: Sequence[str], order: Sequence[str], places: Sequence[int]) -> float:
    """Return the share of the question's neighbouring terms that stand within two tokens of each other."""
    pairs = list(pairwise(asked))
    if not pairs:
        return 0.0
    near = {
        (order[one], order[two])
        for one in range(len(order))
        for two in range(one + 1, min(one + 4, len(order)))
        if places[two] - places[one] <= 2
    }
    return sum(pair in near for pair in pairs) / len(pairs)


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
