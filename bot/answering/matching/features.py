"""What a sentence says about a question, as named numbers: the features that ranking weighs."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from bot.answering.matching.freshness import FRESH_DAYS, is_timed
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import STEM, AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.tokens import Sieve, look_up, terms_by_token, token_spans

_K1, _B, _MEAN_LENGTH = 0.9, 0.4, 22.0
"""BM25 over sentences, whose mean length is taken as 22 tokens."""

LEANS = later(r"\W*(He|She|They|It|This|That|These|Those|His|Her|Their|There|Its|Both)\b")
_CAPTION_HEAD = later(
    r"\W*(?:(?:Photos?|Image|Video|PHOTOS|Watch|Read more|Related|See also|More)\b|"
    r"(?:OPINION|MORE|RELATED|READ MORE|MUST WATCH|WATCH|VIDEO|FACT CHECK|EXCLUSIVE)\b|"
    r"(?:[A-Z][\w.'’-]*\s+){1,4}for (?:CNN|The [A-Z]\w+)\s+[A-Z])"
)
_CAPTION = later(
    r"Hide Caption|[a-z]:[A-Z]|\bReplay\b|\bPrev Next\b|In pictures|"
    r"^[^.]{0,60}(?:\b(?:AP|AFP|Reuters|Redux|Bloomberg|Shutterstock)/|/(?:AP|AFP|Getty|Redux|Reuters|Shutterstock)\b|"
    r"\bGetty Images\b)|^\W*(?:[A-Z][\w.’'-]*\s+){1,4}?[A-Z][\w.’'-]*/[A-Z]\w+[ /][A-Z]|for CNN\W*$|"
    r"\b\d\d:\d\d - Source\b"
)
_CAPTION_SIGNS = (":", "/", "CNN", "Getty Images", "Replay", "Hide Caption", "Prev Next", "In pictures")
"""One of these stands in all that `_CAPTION` finds: looking for them is many times quicker."""

_YEAR = later(r"(?<![\d,.$£€-])(?:1\d{3}|20\d{2})(?!,\d|[\d%-])")
_UNLIKE = frozenset({("found", "founded"), ("sales", "sold"), ("sales", "sell")})
"""Words that come down to one term, and say something else."""
_NONE: frozenset[str] = frozenset()
Places = Mapping[int, frozenset[str]]
_NOWHERE: Places = {}


class Shares(dict[str, float]):
    """Term -> its share of the question's idf; and the sums of them, each worked out once."""

    def __init__(self, shares: Mapping[str, float]) -> None:
        super().__init__(shares)
        self._totals: dict[frozenset[str], float] = {}

    def total(self, terms: frozenset[str]) -> float:
        """Return the sum for some terms, always added in the same order."""
        found = self._totals.get(terms)
        if found is None:
            found = self._totals[terms] = sum((self[term] for term in sorted(terms)), 0.0)
        return found


@dataclass(frozen=True, slots=True)
class SentenceTokens:
    """The tokens of one sentence: where each starts, and which of the question's terms it stands for."""

    starts: tuple[int, ...]
    matched: tuple[tuple[int, Span, str], ...]
    held: frozenset[str]
    alike: frozenset[str]
    count: int


class _Said(NamedTuple):
    """The question's terms that a word is one of, and those that it is like."""

    terms: tuple[str, ...]
    alike: frozenset[str]


class AskedWords(dict[str, _Said | None]):
    """Word as written -> what it says of a question; ``None`` for most. Filled as words are met."""

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.language = question.language
        self._question, self._terms = question, terms_by_token(question.language)
        self._stems = question.stems
        self._known = frozenset({*question.words, *question.aliases, *question.synonyms})
        self.sieve = Sieve(self._terms, self._known, self._stems, STEM)

    def __missing__(self, word: str) -> _Said | None:
        said = None
        # Not any(): this runs some hundred times a question, and hardly any word is known.
        for form in self._terms[word]:
            if form in self._known or form[:STEM] in self._stems:
                said = self._said(word)
                break
        self[word] = said
        return said

    def forms(self, word: str) -> set[str]:
        """Return the terms of a word, or those of the question that they stand for."""
        return {self._question.aliases.get(form, form) for form in self._terms[word]}

    def _said(self, word: str) -> _Said | None:
        question = self._question
        said: list[str] = []
        alike: set[str] = set()
        for form in self._terms[word]:
            term = question.aliases.get(form, form)
            if term not in question.words:
                alike |= question.stems.get(form[:STEM], _NONE) | question.synonyms.get(form, _NONE)
            elif not _is_unlike(question, term, word):
                said.append(term)
        return _Said(tuple(said), frozenset(alike)) if said or alike else None


def read_tokens(
    asked: AskedWords, text: str, sentence: Span, *, meant: Places = _NOWHERE, others: Places = _NOWHERE
) -> SentenceTokens:
    """Return the tokens of a sentence of an article's text.

    ``meant`` is place -> the question's terms that what begins there stands for besides its own, ``others`` the same
    for those that it does not stand for, as it is the name of somebody else.
    """
    starts, found = look_up(text, sentence.start, sentence.end, asked, asked.sieve)
    alike: set[str] = set()
    matched: list[tuple[int, Span, str]] = []
    for place, start, end, said in found:
        kept = others.get(start, _NONE)
        matched += [(place, Span(start, end), term) for term in said.terms if term not in kept]
        alike |= said.alike
    for start in meant:
        if sentence.start <= start < sentence.end and start in starts:
            token, _ = token_spans(text[start : sentence.end], asked.language)[0]
            span = Span(start, start + token.end)
            more = meant[start] - asked.forms(text[span.start : span.end])
            matched += [(starts.index(start), span, term) for term in sorted(more)]
    matched.sort(key=itemgetter(0))
    held = frozenset(term for _, _, term in matched)
    return SentenceTokens(tuple(starts), tuple(matched), held, frozenset(alike) - held, len(starts))


def _is_unlike(question: Question, term: str, word: str) -> bool:
    """Tell whether a word only looks like a term of the question: "spare" for Spare, "found" for founded."""
    return word[:1].islower() and (term in question.proper or (word, question.words[term].lower()) in _UNLIKE)


def time_features(question: Question, published: date | None) -> dict[str, float]:
    """Return how fresh an article was when the question was asked, where the question names no time of its own."""
    if question.asked is None or published is None or not is_timed(question):
        return {}
    age = (question.asked - published).days
    return {"fresh": math.exp(-age / FRESH_DAYS) if age >= 0 else 0.0, "later": float(age < -2)}


def background_features(question: Question, words: str, published: date | None) -> dict[str, float]:
    """Return whether a sentence of news looks back on years before, where a figure is asked for and no time is named.

    "How many died in the earthquake?" means the last one, not that of 1999.
    """
    if published is None or question.dates or GROUPS.get(question.kind) not in FIGURES:
        return {}
    years = [int(year) for year in _YEAR.findall(words)]
    return {"background": float(bool(years) and max(years) < published.year - 1)}


def word_features(question: Question, item: SentenceTokens, shares: Shares) -> dict[str, float]:
    """Return how much of the question stands in a sentence, and how: together, in its order, with its names.

    ``shares`` are the terms' shares of the question's idf.
    """
    share = shares.total(item.held)
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
        "alike": shares.total(item.alike),
        "bm25": bm25 / (_K1 + 1),
        "pairs": _pairs(question.ordered, order),
        "adjacent": adjacent(question.ordered, order, places),
        "window": len(item.held) / width if width else 0.0,
        "names": len(names & item.held) / len(names) if names else 0.0,
        "longest": _longest(question.ordered, order) / max(1, len(question.ordered)),
        "names_missing": float(bool(names) and not names & item.held),
        "focus": len(question.focus & item.held) / len(question.focus) if question.focus else 0.0,
    }


def context_features(question: Question, context: frozenset[str], shares: Shares) -> dict[str, float]:
    """Return how much stands in the sentence with those beside it and the title; ``context`` are the terms there."""
    return {
        "context": shares.total(context),
        "context_verb": float(question.verb is None or question.verb in context),
        "context_names": len(question.names & context) / len(question.names) if question.names else 0.0,
    }


GROUPS = {
    AnswerKind.WHEN: "when", AnswerKind.HOW_MANY: "number", AnswerKind.HOW_MUCH: "amount", AnswerKind.PERCENT: "amount",
    AnswerKind.HOW_LONG: "amount", AnswerKind.HOW_OLD: "amount", AnswerKind.MEASURE: "amount", AnswerKind.WHO: "who",
    AnswerKind.WHERE: "where", AnswerKind.ORDINAL: "amount",
}  # fmt: skip


FIGURES = frozenset({"number", "amount"})


def type_features(kind: AnswerKind, typed: Sequence[TypedSpan], near: Sequence[float]) -> dict[str, float]:
    """Return whether something of the type asked for is there, and how near to the question's terms it stands."""
    group = GROUPS.get(kind)
    if group is None:
        return {}
    best = max(range(len(typed)), key=lambda place: near[place] * typed[place].strength, default=None)
    return {
        f"typed_{group}": max((item.strength for item in typed), default=0.0),
        f"near_{group}": near[best] * typed[best].strength if best is not None else 0.0,
    }


def shape_features(words: str, sentence: Span, item: SentenceTokens) -> dict[str, float]:
    """Return what a sentence looks like, whatever is asked."""
    stripped = words.rstrip()
    return {
        "lead": float(sentence.start == 0),
        "early": 1 / (1 + sentence.start / 500),
        "length": min(math.log1p(item.count) / 4, 1.5),
        "short": float(item.count < 6),
        "long": float(item.count > 45),
        "no_end": float(not stripped.endswith((".", "!", '"', "”", "’", "'", ")", "。"))),
        "caption": float(_is_caption(words)),
        "pronoun": float(bool(LEANS.match(words))),
    }


def _is_caption(words: str) -> bool:
    if _CAPTION_HEAD.match(words):
        return True
    return any(sign in words for sign in _CAPTION_SIGNS) and _CAPTION.search(words) is not None


def nearness(span: TypedSpan, item: SentenceTokens, shares: Mapping[str, float]) -> float:
    """Return 1 where all of the question stands right beside a span, less the farther its terms stand from it."""
    first = bisect_right(item.starts, span.start) - 1  # -1 for a span in the sentence before
    last = bisect_right(item.starts, span.end - 1) - 1
    best: dict[str, float] = {}
    for place, _, term in item.matched:
        gap = max(first - place, place - last, 0)
        if gap:
            best[term] = max(best.get(term, 0.0), shares[term] / (1 + (gap - 1) / 5))
    return sum(best[term] for term in sorted(best))


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


def adjacent(asked: Sequence[str], order: Sequence[str], places: Sequence[int]) -> float:
    """Return the share of the question's neighbouring terms that stand within two tokens of each other."""
    pairs = list(pairwise(asked)) if len(order) > 1 else []
    if not pairs:
        return 0.0
    near = {
        (order[one], order[two])
        for one in range(len(order))
        for two in range(one + 1, min(one + 4, len(order)))
        if places[two] - places[one] <= 2
    }
    return sum(pair in near for pair in pairs) / len(pairs)


def _longest(asked: Sequence[str], matched: Sequence[str]) -> int:
    """Return the length of the longest common subsequence of the question's terms, all distinct, and a sentence's."""
    if len(matched) == 1:  # so it is for half of the sentences
        return int(matched[0] in asked)
    # A bit for each of the question's terms; one that has become 0 is a term that the subsequence has (Hyyrö 2004).
    places = {term: 1 << place for place, term in enumerate(asked)}
    every = row = (1 << len(asked)) - 1
    for term in matched:
        here = row & places.get(term, 0)
        row = ((row + here) | (row - here)) & every
    return len(asked) - row.bit_count()


def _pairs(asked: Sequence[str], matched: Sequence[str]) -> float:
    """Return the share of the question's neighbouring terms that stand in the same order in the sentence."""
    pairs = list(pairwise(asked)) if len(matched) > 1 else []
    if not pairs:
        return 0.0
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, term in enumerate(matched):
        first.setdefault(term, place)
        last[term] = place
    kept = sum(one in first and two in last and first[one] < last[two] for one, two in pairs)
    return kept / len(pairs)
