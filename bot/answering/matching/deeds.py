"""Whose deed a verb in a sentence tells: whether it has the question's subject and object (English)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.answering.matching.visiting import GOING
from bot.answering.questions.question import Question
from index.models import Span
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.later import later
from index.text.normalise import without_genitive
from index.text.tokens import tokenize, whole_words

BE = later(
    r"\b(?:is|was|were|are|be|been|being|gets?|got)\s+(?:\w+ly\s+|not\s+|also\s+|then\s+|first\s+|found\s+)?$",
    re.IGNORECASE,
)
"""What makes a passive, before its participle."""
_ARTICLES = frozenset({"the", "a", "an"})
OBJECT_REACH = 60
"""How many code points may lie between a verb and its object."""

_OTHER_SUBJECT = later(
    r"\b(?:when|while|after|before|as|where|because)\b(?!\s+(?:he|she|they|it)\b)|\bwhose\b|\b(?:his|her|their|its)\s+\w+",
    re.IGNORECASE,
)
_CLAUSE_NAME = later(r"\b(?:since|until|than|that|if)\s+([A-Z][\w’'-]+)")
"""A name that a clause begins with."""
_TOWN = later(r"\b(?:in|at|near|to|outside)\s(?:[a-z]+\s){0,4}[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*){0,2},\s*$")
"""A town named before its country: "met *in the town of Halmar,* Norland"."""
_FROM = later(r"\bfrom\s+(?:[a-z]+\s+)?$")
"""What stands before a place that is left, not visited: "travelled *from neighbouring* Norland"."""
_PRONOUN = later(r"\b(?:he|she|they)\s+(?:(?:\w+ly|had|has|have|also|then|first)\s+)*$", re.IGNORECASE)
"""Right before a verb it stands for whoever was named last."""
_OBJECT = later(r"\s+(?:the\s+)?((?:[A-Z][\w’'-]*\s*)+)")
_CAPITAL = later(r"(?<![.!?:]\s)(?<!^)\b[A-Z][\w’'-]+")
_SOMEBODY = later(rf"(?<!\bin\s)(?<!\bat\s)(?<!\bon\s)(?<!\bfrom\s)(?<!\bnear\s){_CAPITAL.pattern}")
_INFINITIVE = later(r"\b(?:to|will|would|can|could|may|might|shall|should|must|do|does|did|not)\s+(?:\w+ly\s+)?$")
ADVERBS = later(r"(?:\s+(?:\w+ly|has|have|had|also|then|never|once|just|again|first))*\s+")
"""What may stand between who does something and the verb."""
THING_FOLLOWS = later(r"\s+(?:the|an?|his|her|their|its|this|that|more|(?!(?:On|In|At|By)\b)[A-Z0-9$£€])")
"""What follows a verb in the active: "beat the champion", but "shot dead"."""
_DETERMINED = later(r"(?:\b(?:an?|the|his|her|their|its|this|that|of)|['’]s|s['’])\s+$", re.IGNORECASE)
_TO_WHOM = later(r"\s+(?:him|her|them|it)(?:\s+(?:as|to|on|in|at|by|for|with|after|when|last|this|that)\b|[.,;:!?])")
"""A pronoun as the object of a verb: "Falk made history as they confirmed *her as* a judge"."""
_THEIRS = later(r"\b(?:his|her|their)\s+(?:[a-z]+\s+)?$")
_PREPOSITION = later(r"\b(?:of|to|for|with|from|in|at|by|on|about|against|as)\b")
"""What ends the object of a verb: what follows is none of it."""
_APPOSITION = later(
    r"^,\s(?:(?:headquartered|based|located|founded|owned)\b(?:[^;:.,]*,\s){1,2}?(?=[a-z]|\Z)"
    r"|(?!(?:and|but|or|said|says|while|when|where|as|after|before|because|since|until|if|though|although)\b)"
    r"[a-z\d][^,;:.!?]*,\s(?=(?:(?:\w+ly|has|have|had|is|was|were|been|also|not|then)\s)*\Z))"
)
"""What is said of a name in between: "Halmar Lines*, based in Nord, Norland, *grew", "Falk*, who beat Rask, *died"."""
_SENTENCE_OPENS = later(r"(?:^|[.!?]\s|\n|[\"“])\Z")
_OPENING = later(r"[^,;:.!?]{1,60},\s+(?:(?:the|former|then|[A-Z][\w’'-]*)\s+){0,3}")


def own_verb(
    question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span, *, leans: bool = False
) -> bool:
    """Tell whether a verb in a sentence has the question's subject and object.

    ``matched`` are the sentence's tokens that the question asks for, with their terms; ``leans`` tells that it opens
    with a pronoun, which may stand for the subject.
    """
    subjects, objects = named_roles(question)
    before = [span for span, term in matched if term in subjects and span.end <= verb.start]
    after = [span for span, term in matched if term in subjects and span.start >= verb.end]
    if not subjects:
        own = True
    elif before and not _has_subject(between := _behind_it(text[before[-1].end : verb.start]), question):
        own = _strangers(between, question) < 2
        own = own and not only_owns(text[before[-1].start : before[-1].end], between, question)
        own = own and not (_PRONOUN.search(between) and _names_another(between, question))
    elif after:
        link = r"\s+(?:(?:the|former|then|\w+-?\w* )\s*){0,2}$" if question.passive else r"\s+(?:of|by)\b"
        own = bool(re.match(link, text[verb.end : after[0].start])) or (
            question.passive and _opens(text, verb, after[0])
        )
    else:
        own = leans or _is_theirs(question, text, verb)
    if question.passive and before:
        own = own and (not THING_FOLLOWS.match(text, verb.end) or _has_it_done(question, text, matched, verb, after))
        own = own or bool(_TO_WHOM.match(text, verb.end))
    if not own or not objects:
        return own
    near = [span for span, term in matched if term in objects]
    gaps = [text[verb.end : span.start] if span.start >= verb.end else text[span.end : verb.start] for span in near]
    leaves = question.verb in GOING
    return any(
        len(gap) < OBJECT_REACH and _strangers(_TOWN.sub("", gap), question) == 0 and not (leaves and _FROM.search(gap))
        for gap in gaps
    )


def _is_theirs(question: Question, text: str, verb: Span) -> bool:
    """Tell whether a noun in a sentence that names nobody is of whom it goes on about: "affected by *his* death"."""
    return bool(_THEIRS.search(text[max(0, verb.start - 20) : verb.start])) and not _names_another(text, question)


def _has_it_done(
    question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span, after: Sequence[Span]
) -> bool:
    """Tell whether a verb is in the passive or a name behind it is its object: not so in "a game for the Lantern"."""
    if is_done_to(question, text, matched, verb):
        return True
    return bool(after) and not _PREPOSITION.search(text, verb.end, after[0].start)


def _has_subject(between: str, question: Question) -> bool:
    """Tell whether a clause with a subject of its own begins between a name and a verb: "since Falk arrived"."""
    return bool(_OTHER_SUBJECT.search(between)) or bool(_unasked(_CLAUSE_NAME.findall(between), question))


def _opens(text: str, verb: Span, name: Span) -> bool:
    """Tell whether a verb opens a sentence that goes on about a name: "*Born* in 1951, *Falk* grew up"."""
    return bool(_SENTENCE_OPENS.search(text[max(0, verb.start - 4) : verb.start])) and bool(
        _OPENING.fullmatch(text, verb.end, name.start)
    )


def only_owns(name: str, between: str, question: Question) -> bool:
    """Tell whether a name only owns what does it ("the queen's husband died"); of "her death" it is the subject.

    Not so where the question asks of just that ("when did the queen's husband die?").
    """
    bare = without_genitive(name)
    owned = between.strip("'’s ").split()[:1]
    if owned and any(f"{bare}{mark}s {owned[0]}" in question.text for mark in "'’"):
        return False
    return (name.endswith(("'s", "’s")) or between.startswith(("'s", "’s", "' ", "’ "))) and bool(between.strip("'’s "))


def _behind_it(text: str) -> str:
    """Return what follows a name without what is said of it in between."""
    return _APPOSITION.sub(" ", behind_name(text))


def behind_name(text: str) -> str:
    """Return what follows without the rest of the name that it follows ("Jong Un visited")."""
    return re.sub(r"^(?:[\s-]+[A-Z][\w’'-]*)+", "", text)


def named_roles(question: Question) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names before the question's verb, and those right behind it: who does it, and whom it is done to."""
    if question.verb is None or question.verb not in question.ordered:
        return frozenset(), frozenset()
    place = question.ordered.index(question.verb)
    before = frozenset(term for term in question.ordered[:place] if term in question.names)
    objects = _objects(question.words[question.verb], question.text, question.language)
    return before, question.names & objects


@lru_cache(maxsize=64)
def _objects(word: str, text: str, language: str) -> frozenset[str]:
    ends = [span.end for span in whole_words(word, text) if text[span.start : span.end] == word]
    found = (_OBJECT.match(text, end) for end in ends)
    behind = next(filter(None, found), None)
    return frozenset(tokenize(behind[1], language)) if behind else frozenset()


def _strangers(text: str, question: Question) -> int:
    """Count the words with a capital that are none of the question's, but for days and months."""
    return len(_unasked(_CAPITAL.findall(text), question))


def _names_another(text: str, question: Question) -> bool:
    """Tell whether a text may name somebody whom the question does not; places have capitals, too."""
    return bool(_unasked(_SOMEBODY.findall(text), question))


def _unasked(words: Iterable[str], question: Question) -> list[str]:
    """Return words that are none of the question's, nor days, months or articles ("The Post"), in small letters."""
    known = {word.lower() for word in question.words.values()} | _ARTICLES
    return [word for word in map(str.lower, words) if word not in known and word not in WEEKDAYS and word not in MONTHS]


def is_bare(question: Question, text: str, verb: Span) -> bool:
    """Tell whether a verb asked for in the past stands there in a form that only a noun has ("the document leak")."""
    asked, word = question.words[question.verb or ""].lower(), text[verb.start : verb.end].lower()
    if not asked.endswith("ed") or word not in {asked[:-1], asked[:-2], f"{asked[:-1]}s", f"{asked[:-2]}s"}:
        return False
    return not _INFINITIVE.search(text[max(0, verb.start - 30) : verb.start])


def is_done_to(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    """Tell whether a verb only says that it is done: in the passive, as a noun, or "Abe shot dead"."""
    before = text[max(0, verb.start - 30) : verb.start]
    if BE.search(before) or _DETERMINED.search(before) or is_bare(question, text, verb):
        return True
    if verb.start == 0 or before.endswith(("\n", ". ", ": ")):
        return True
    ends = [span.end for span, term in matched if term in question.names and span.end <= verb.start]
    behind_object = bool(ends) and bool(ADVERBS.fullmatch(behind_name(text[max(ends) : verb.start])))
    return behind_object and not THING_FOLLOWS.match(text, verb.end)
