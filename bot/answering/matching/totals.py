"""How many of something there are in all, which a figure of some of them does not tell (English)."""

from __future__ import annotations

import re

from bot.answering.lexicon.families import forms
from bot.answering.lexicon.synonyms import synonyms
from bot.answering.matching.candidate import Candidate, evidence_terms
from bot.answering.matching.counting import COUNTS_OTHERS, LEAST, PEOPLE
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.question import Question
from index.text.later import later
from index.text.tokens import tokenize

_ASKS_THERE = later(
    r"\W*how many\s+(?P<what>(?:[\w’'-]+\s+){1,4}?)"
    r"(?:(?:are|is)(?:\s+there)?(?:\s+(?:in|on|of)\s+(?P<where>.+?))?|in\s+(?P<unit>an?\s+\w+))\W*\Z"
)
"""Asks only how many there are, maybe of a place."""
_OF_ALL = later(
    r"(?:\A\W*|[.:;\n]\s*|(?:['’]s|\b(?:there(?:['’]s|\s(?:are|were|is))|ha[sd]|have|with|contain\w*|consist\w*\sof|"
    r"compris\w*|made\sup(?:\sof)?|all(?:\sof)?|the|its|their|(?<!one\s)of|includ\w*|boast\w*|between|lasts?|holds?|runs?|divided\sinto|counts|features?|fields?|together|unites?|equals?|operates?|recogni[sz]es?|estimate\w*|"
    r"home\sto|houses?|where|than|are|is|be|now|at|about|to|was|were))\s+)"
    r"(?:(?:about|around|some|roughly|nearly|almost|over|more\sthan|the|an?|estimated|total\sof|at\sleast|only|just|up\sto|"
    r"currently|now)\s+)*\Z",
    re.IGNORECASE,
)
"""What stands before the figure of all of them: "Norland *has* ten provinces", not "across ten provinces"."""
BEFORE = 80
"""How many code points before a figure are looked at."""
THERE_BEHIND = 3
"""How many words behind a figure may name them."""


def counts_all_there(question: Question, candidate: Candidate) -> bool:
    """Tell whether a figure is of all that a question asks how many there are of, right before what it counts.

    True of every question that asks more; of people, who are told of in many words, as well.
    """
    asked = _ASKS_THERE.match(question.text[:1].lower() + question.text[1:])
    if asked is None:
        return True
    noun = frozenset(tokenize(asked["what"], question.language))
    if PEOPLE.intersection(asked["what"].split()):
        return True
    where = question.key_terms.intersection(tokenize(asked["where"] or asked["unit"] or "", question.language))
    if where and where.isdisjoint(evidence_terms(candidate, question)):
        return False
    meant = noun.union(*(forms(term) | synonyms(term) for term in noun))
    return any(_is_of_all(question, candidate, span, noun, meant) for span in candidate.typed if span.strength >= LEAST)


def _is_of_all(
    question: Question, candidate: Candidate, span: TypedSpan, noun: frozenset[str], meant: frozenset[str]
) -> bool:
    text, (start, end) = candidate.article.text, candidate.span
    named = set(tokenize(" ".join(text[span.end : end].split()[:THERE_BEHIND]), question.language))
    others = COUNTS_OTHERS.match(text, span.end)
    if meant.isdisjoint(named) or (others and noun.isdisjoint(tokenize(others[0] + "s", question.language))):
        return False
    return (
        text.startswith("-", span.end) or _OF_ALL.search(text[max(start, span.start - BEFORE) : span.start]) is not None
    )
