"""Who does what: whether a verb in a sentence has the subject and object that the question gives it (English)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.question import Question
from index.models import Span
from index.text.tokens import tokenize

OBJECT_REACH = 60
"""How many code points may lie between a verb and its object."""

_OTHER_SUBJECT = re.compile(
    r"\b(?:when|while|after|before|as|where|because)\b(?!\s+(?:he|she|they|it)\b)|\bwhose\b|\b(?:his|her|their|its)\s+\w+",
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'-]+")


def own_verb(
    question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span, *, leans: bool = False
) -> bool:
    """Tell whether a verb in a sentence has the question's subject and object.

    ``matched`` are the sentence's tokens that the question asks for, with their terms; ``leans`` tells that it opens
    with a pronoun, which may stand for the subject.
    """
    subjects, objects = _roles(question)
    before = [span for span, term in matched if term in subjects and span.end <= verb.start]
    after = [span for span, term in matched if term in subjects and span.start >= verb.end]
    if not subjects:
        own = True
    elif before and not _OTHER_SUBJECT.search(between := _behind_name(text[before[-1].end : verb.start])):
        own = _strangers(between, question) < 2 and not _owner(text[before[-1].start : before[-1].end], between)
    elif after:
        link = r"\s+(?:(?:the|former|then|\w+-?\w* )\s*){0,2}$" if question.passive else r"\s+(?:of|by)\b"
        own = bool(re.match(link, text[verb.end : after[0].start]))
    else:
        own = leans
    if not own or not objects:
        return own
    near = [span for span, term in matched if term in objects]
    gaps = [text[verb.end : span.start] if span.start >= verb.end else text[span.end : verb.start] for span in near]
    return any(_strangers(gap, question) == 0 and len(gap) < OBJECT_REACH for gap in gaps)


def _owner(name: str, between: str) -> bool:
    """Tell whether a name only owns what does it ("the queen's husband died"); of "her death" it is the subject."""
    return (name.endswith(("'s", "’s")) or between.startswith(("'s", "’s", "' ", "’ "))) and bool(between.strip("'’s "))


def _behind_name(text: str) -> str:
    """Return what follows without the rest of the name that it follows ("Jong Un visited")."""
    return re.sub(r"^(?:[\s-]+[A-Z][\w’'-]*)+", "", text)


def _roles(question: Question) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names before the question's verb, and those right behind it: who does it, and whom it is done to."""
    if question.verb is None or question.verb not in question.ordered:
        return frozenset(), frozenset()
    place = question.ordered.index(question.verb)
    before = frozenset(term for term in question.ordered[:place] if term in question.names)
    word = re.escape(question.words[question.verb])
    behind = re.search(rf"\b{word}\s+(?:the\s+)?((?:[A-Z][\w’'-]*\s*)+)", question.text)
    objects = set(tokenize(behind[1], question.language)) if behind else set()
    return before, question.names & objects


def _strangers(text: str, question: Question) -> int:
    """Count the words with a capital that are none of the question's."""
    known = {word.lower() for word in question.words.values()}
    return sum(word.lower() not in known for word in _CAPITAL.findall(text))
