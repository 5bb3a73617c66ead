"""What words and names of a sentence stand for of the question."""

from __future__ import annotations

from collections.abc import Iterable

from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import Question
from index.models import Span
from index.text.tokens import token_spans


def stands_for(question: Question, candidate: Candidate, name: Span) -> bool:
    """Tell whether a name stands for one of the question's: not if only the surname is the same.

    A surname does by itself, where the article has it behind the question's name: "Presley" for Elvis.
    """
    text = candidate.article.text
    said = text[name.start : name.end]
    words = list(token_spans(said, question.language))
    meant = [item.span for item in candidate.named if not item.is_other]
    known = [
        not terms_meant(question, terms).isdisjoint(question.terms)
        or any(place.start < name.start + word.end and name.start + word.start < place.end for place in meant)
        for word, terms in words
    ]
    if len(known) == 1 and not known[0]:
        return any(f"{question.words[term]} {said}" in text for term in question.names)
    if any(known[:-1]) or len(known) < 2 or not known[-1]:
        return any(known)
    place = next((place for place, term in enumerate(question.ordered) if term in words[-1][1]), 0)
    return place == 0 or question.ordered[place - 1] not in question.names


def terms_meant(question: Question, terms: Iterable[str]) -> set[str]:
    """Return what terms of a sentence stand for: themselves or the question's, by other forms and other words."""
    return {meant for term in terms for meant in (question.aliases.get(term, term), *question.synonyms.get(term, ()))}
