"""Who owns or made what a question names, and whom somebody plays for: what is told right beside the name (English).

"Halmar FC owner Ida Falk", "the club, founded by Falk", "Gulls goalkeeper Bo Rask", "Rask joined the Gulls".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from bot.answering.lexicon.gazetteer import COUNTRIES, DEMONYMS, FIRST_NAMES, words_of
from bot.answering.lexicon.name_runs import CALENDAR
from bot.answering.matching.candidate import Candidate
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import Question
from bot.answering.topics.relation_patterns import RELATIONS, Relation
from index.models import Span
from index.text.later import later
from index.text.normalise import without_genitive
from index.text.tokens import fold_accents, tokenize

_NO_TEAM = later(
    r"(?:NFL|NBA|WNBA|MLB|NHL|MLS|NWSL|UFC|PGA|ATP|WTA|FIFA|UEFA|NCAA|SEC|Big Ten|AP|Reuters|Getty Images|World Cup|"
    r"Premier League|La Liga|Super Bowl|All-Star|Pro Bowl|Olympics?|Team USA|Heisman|Instagram|Twitter|USMNT|USWNT|"
    r"Final Four)\b.*|[a-z].*"
)
"""What stands in a team's place and is none, whatever follows."""
_NO_TEAM_BEGINS = FIRST_NAMES | words_of(
    "Football Soccer Basketball Baseball Hockey Tennis Star Superstar Starting Veteran Rookie Former Senior Junior "
    "Sophomore Freshman Wide Offensive Defensive Running Tight Point Shooting Small Power Edge Pass First Second Third "
    "Team Captain Hollywood Netflix Covid Yesterday Today Quarterback Forward Guard Center Pitcher Striker Midfielder"
)
"""What a sentence, a position or somebody's name begins with."""
_NAMES_BESIDES = DEMONYMS | COUNTRIES | CALENDAR
"""Names that are no team's."""
_NO_MORE = later(
    r"\b(?:former(?:ly)?|ex|previous(?:ly)?|then|late)\b[\w ’'.,-]{0,25}$|"
    r"\b(?:was|were|would|could|might|if|not|never|once)\s+(?:(?:the|an?|about|\w+ly)\s+)*$|"
    r"\b(?:sell|sold|agreed to|plans? to|wants? to|trying to|deal to|bid to)\b[\w ’'.,-]{0,40}$",
    re.IGNORECASE,
)
"""What is said of what is so no more, or not yet."""
_BUYS = later(r"\b(?:bought|acquired|purchased|took over)\b")
_BUYS_ALL = later(r"\s*(?:$|[.,;:)–—]|(?:for|from|last|on|by|at|this|after|and)\b)")
"""What stands behind what somebody has bought as a whole: no "bought Lantern *stock*"."""
_WITH_OTHERS = later(r"\s+(?:[a-z]+\s+){0,3}(?:with|alongside)\b")
"""The same where others own it, too."""
_DESCRIBES = later(r"\s+(?:[a-z-]+\s+){0,2}?(?:firm|company|giant|conglomerate|group|billionaire|investor)\s+[A-Z]")
"""What stands behind a name that only says where an owner is from: "the *Norland* firm Kestrel"."""
_OWNS_MORE = later(r"['’]s?\s")
"""Within a name: that of what somebody owns ("*Falk's* House")."""
_APART = later(r",?[\"”’']?,?\s+")
"""What stands between a name in "the founder of Lantern" and who that is."""
_NUMBER = later(r"\s\d+$")
"""The number of a name, which may stand in letters; `numbered` sees to it."""
_PART = later(r"[:,]?\s+(?:(?:of|the|and|&|in|to|for|at|on|an?)\s+)*")
"""What stands between the words of a name."""
_GOES_ON = later(r"-\w|\s+[A-Z][a-z]")
"""What makes another name of one: "Lantern *Hotels*"."""
PERSON = 0.9
"""From this strength on a name is a person's."""
_SIGNS = ".,;:!?()[]\"'“”‘’"
"""What is around a word and not of it."""
REACH = 50
"""How many code points before a name that is looked for."""


class Asked(NamedTuple):
    """What a question asks of which name."""

    relation: Relation
    of: str


def relation_asked(question: Question) -> Asked | None:
    """Return what a question asks that is told beside a name; ``None`` if it is something else."""
    return asked_by(question.text) if question.language == "en" else None


@lru_cache(maxsize=64)
def asked_by(text: str) -> Asked | None:
    """Return the same of an English text.

    >>> asked_by("who owns the Halmar Gulls?").of, asked_by("what team is Bo Rask on?").of, asked_by("who is Bo Rask?")
    ('Halmar Gulls', 'Bo Rask', None)
    """
    return next(
        (
            Asked(relation, _NUMBER.sub("", without_genitive(match["of"]).rstrip("'’")))
            for relation in RELATIONS
            for pattern in relation.asked
            if (match := pattern.search(text))
        ),
        None,
    )


def asks_team(question: Question) -> bool:
    """Tell whether a question asks whom somebody plays for."""
    asked = relation_asked(question)
    return asked is not None and not asked.relation.is_person


def asks_maker(question: Question) -> bool:
    """Tell whether a question asks who made something, which is not otherwise today."""
    asked = relation_asked(question)
    return asked is not None and asked.relation.lasts


def terms_of_relation(question: Question) -> frozenset[str]:
    """Return other terms of a sentence that tells what is asked."""
    asked = relation_asked(question)
    return frozenset(tokenize(asked.relation.words, question.language)) if asked else frozenset()


def is_of_name(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence, or the title of its article, has the name itself: "the Mets" are not "they met".

    True of every question that asks for no owner and no team.
    """
    asked = relation_asked(question)
    if asked is None or asked.relation.lasts:
        return True
    said = f"{candidate.said} {candidate.article.title}"
    return _bare(asked.of.split()[-1]) in map(_bare, said.replace("-", " ").split())


def _bare(word: str) -> str:
    """Return a word without accents, genitive, case and the signs around it."""
    return without_genitive(fold_accents(word).strip(_SIGNS)).strip(_SIGNS).casefold()


def may_tell(question: Question, text: str) -> bool:
    """Tell whether what is asked stands beside the name in a text, as far as a few letters tell."""
    asked = relation_asked(question)
    return asked is not None and _beside(asked).search(text) is not None


@lru_cache(maxsize=64)
def _beside(asked: Asked) -> re.Pattern[str]:
    of = r"\s+".join(map(re.escape, asked.of.split()))
    return re.compile(asked.relation.beside.format(of=f"(?i:{of})"))


def told_beside(question: Question, candidate: Candidate) -> TypedSpan | None:
    """Return what is asked, as a sentence tells it beside the name; ``None`` if it does not."""
    asked = relation_asked(question)
    if asked is None:
        return None
    text = candidate.article.text
    may_be = [
        span
        for span in candidate.typed
        if not _OWNS_MORE.search(span.value) and (asked.relation.is_person or _may_be_team(span))
    ]
    names = sorted(may_be, key=lambda span: _length(text, span), reverse=True)
    found = (
        name._replace(part=name.part or (not asked.relation.lasts and _is_of_several(candidate, body, name)))
        for body in _bodies(question, candidate, asked.of)
        for name in names
        if _tells(asked.relation, candidate, body, name)
    )
    return next(found, None)


def _length(text: str, span: TypedSpan) -> int:
    """Return how much a name says: all of a list is more than one of it, but not of who is before "-owned"."""
    return -(span.end - span.start) if text.startswith("-owned", span.end) else span.end - span.start


def _is_of_several(candidate: Candidate, body: Span, name: TypedSpan) -> bool:
    """Tell whether others own it, too: one of them is half an answer."""
    text = candidate.article.text
    between = text[name.end : body.start] if name.end <= body.start else text[body.end : name.start]
    return "co-" in between or _WITH_OTHERS.match(text, body.end) is not None


def _may_be_team(span: TypedSpan) -> bool:
    is_other = span.value.split()[0] in _NO_TEAM_BEGINS or span.value in _NAMES_BESIDES
    return span.strength < PERSON and span.form != "list" and not is_other and not _NO_TEAM.fullmatch(span.value)


def _tells(relation: Relation, candidate: Candidate, body: Span, name: TypedSpan) -> bool:
    text, first = candidate.article.text, min(body.start, name.start)
    if _NO_MORE.search(text, max(candidate.span.start, first - REACH), first):
        return False
    if name.end <= body.start:
        stands = relation.before.fullmatch(text, name.end, body.start)
        is_more = _GOES_ON.match(text, body.end) or text.endswith(("'s", "’s"), body.start, body.end)
        if stands and _BUYS.search(stands[0]) and not _BUYS_ALL.match(text, body.end):
            return False
        return stands is not None and not (relation.is_person and is_more)
    if body.end > name.start or _DESCRIBES.match(text, name.end):
        return False
    if (
        relation.led
        and _APART.fullmatch(text, body.end, name.start)
        and relation.led.search(text, max(0, body.start - REACH), body.start)
    ):
        return True
    return relation.behind.fullmatch(text, body.end, name.start) is not None or any(
        between.fullmatch(text, body.end, name.start) and behind.match(text, name.end)
        for between, behind in relation.apart
    )


def _bodies(question: Question, candidate: Candidate, of: str) -> Iterator[Span]:
    """Yield where all that is named stands, word beside word."""
    text, asked = candidate.article.text, frozenset(tokenize(of, question.language)) & frozenset(question.terms)
    words = sorted({span for span, term in candidate.pairs if term in asked})
    terms = {span: {term for other, term in candidate.pairs if other == span} for span in words}
    for place, first in enumerate(words):
        held, end = set(terms[first]), first.end
        for word in words[place + 1 :]:
            if asked <= held or not _PART.fullmatch(text, end, word.start):
                break
            held, end = held | terms[word], word.end
        if asked and asked <= held:
            yield Span(first.start, end)
