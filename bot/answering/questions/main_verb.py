"""The main verb of a question: what was done, of which its answer tells (English)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.answering.lexicon.families import forms_of
from bot.answering.lexicon.gazetteer import words_of
from index.models import Span
from index.text.later import later

Tokens = Sequence[tuple[Span, tuple[str, ...]]]

_AUXILIARY = later(r"\b(?:did|does|do|has|have|had|will|can|is|are|was|were|be|been)\b", re.IGNORECASE)
_GUARDED = later(
    r"\b(?:did|does|do|ca|wo|is|are|was|were)n['’]t\b|"
    r"\b(?:would|could|should|must)\b(?=\s+(?:the\s+)?[A-Z])"
)
"""What is an auxiliary of the question only where no verb in the past stands before it, and "would" before a name."""
_BARE = words_of("did does do will can ca wo would could should must")
_TAKES_BARE = words_of(
    "accept admit adopt announce approve arrest attend avoid became become becoming build buy confirm create defeat "
    "deny describe destroy discuss enact enter establish explain file gain hire impose introduce invade join leave "
    "legalise legalize lose negotiate obtain oppose outlaw overturn pass plead "
    "produce prohibit propose protect provide publish raise ratify receive refuse reject remain remained remove repeal "
    "replace sell send serve set sign suffer suspend unveil uphold win write"
)
"""Verbs, never nouns, that a noun without an article may follow: "become president", "plead guilty"."""
_PARTICLES = words_of("away back together apart forward aside ahead")
"""What may stand behind a verb and be none: "pass *away*"."""
_NO_ADVERBS = words_of("fly apply supply reply rely comply imply rally ally tally bully multiply")
_WHO = later(r"\W*who\s+", re.IGNORECASE)
_DOING = later(r"\b(?:start|begin|stop|keep|finish|avoid|consider|resume|quit)\s+\w+ing\s+(?:[\w-]+\s+)?$")
"""Behind such verbs comes the one asked for, and then its object: "start *testing* ferries"."""
_NO_PAST = ("er", "or", "ing", "ion", "s", "th", "age", "ment", "ory")
"""What forms of verbs end in that are none of the past: "victory", "marriage"."""
_JOINED = later(r"(?!(?:re|co|pre|over|out|un)-)[\w’']+-")
"""A word of two, which is no verb: "high-speed"."""
_BREAK = later(
    r"in|on|at|to|from|for|with|by|about|as|after|before|during|since|when|while|until|against|into|over|under|between|"
    r"without|outside|inside|through|near|within|around|despite|because|if|than|"
    r"the|an?|his|her|their|its|your|our|my|this|that|and|or",
    re.IGNORECASE,
)
_SUBJECT = later(
    r"\s+(?:the|an?|his|her|their|its)\s+[a-z][\w-]*"
    r"(?:(?:\s+(?:of|in|at|on|by|from|near|with|between)(?:\s+the)?)?,?\s+(?:and\s+)?[A-Z0-9][\w’'-]*)+(?=\s+[a-z])"
)
"""A subject of an article, one plain word and names ("the ferry Alma", "the earthquake in Dunmore")."""
_PLANNED = later(
    r"(?:is|are|was|were)\b(?:(?!\b(?:who|that|which)\b).)*\b(?:supposed|scheduled|expected|set|slated|planned|meant)"
    r"\s+to\s+(?:be\s+)?(?P<verb>[a-z]+)\b",
    re.IGNORECASE,
)
"""What is planned is told by the verb behind: "is the plant scheduled to *open*"."""
_BEHIND_PLACE = later(
    r"\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+)+[a-z][\w-]*\s+(?:in|at|on|of|near)\s+(?:[A-Z][\w’'-]*\s+)+"
    r"(?P<verb>re-?open|open|close|begin|start|end|collapse|burn|explode|shut|sink|launch)\W*$"
)
"""Behind the place that ends its subject comes the verb, if it is one of those: "did the arena in Halmar *open*"."""
_CLAUSE = later(r"(?<=\w )(?:after|before|when|while|until|because|who|whom)\s")
"""What a clause opens with that tells of another event."""
_HAS = later(r"(?:do|does|did)\b.*\shave(?:\s+left)?\W*\Z", re.IGNORECASE)
_HAS_TO = later(r"(?:\s+[\w’'-]+){1,4}?\s+have to(?=\s)")
"""Asks what somebody *has*, which is told without a verb; and stands before the verb of what one *has to* do."""
AFTER_NAME = later(r"[A-Z][\w’'-]*\s+$")


def main_verb(text: str, tokens: Tokens, names: frozenset[str]) -> str | None:
    """Return the term of the main verb: the last plain word before an object or a preposition.

    Behind "is" and "was" only a participle is one; without any auxiliary, the word behind "who", or a past form.
    """
    auxiliary = _auxiliary(text)
    if auxiliary is None:
        return _past_verb(text, tokens, names)
    if _HAS.search(text, auxiliary.start()):
        return None
    start, takes_bare = auxiliary.end(), re.sub(r"n['’]t$", "", auxiliary[0].lower()) in _BARE
    if takes_bare and (subject := _HAS_TO.match(text, start) or _SUBJECT.match(text, start)):
        start = subject.end()
    plain = _behind_place(text, start) if takes_bare else _planned(text, auxiliary.start())
    if plain is not None:
        return next((terms[0] for span, terms in tokens if span.start == plain and terms), None)
    behind = [(span, terms) for span, terms in tokens if span.start >= start]
    return _last_verb(text, behind, names, takes_bare=takes_bare)


def _last_verb(text: str, tokens: Tokens, names: frozenset[str], *, takes_bare: bool) -> str | None:
    """Return the term of the last verb of what stands behind an auxiliary, before an object or a preposition."""
    found: str | None = None
    begun = False
    for span, terms in tokens:
        word = text[span.start : span.end]
        if begun and (_is_break(text, span) or (found and names.intersection(terms))):
            break
        begun = begun or bool(terms)
        if not _can_be_verb(word, terms, names) or (found and _is_beside(word)):
            continue
        if takes_bare or is_past(word):
            before = _word_before(text[: span.start])
            if found and not is_past(word) and (before in _TAKES_BARE or _DOING.search(text[: span.start])):
                break
            found = terms[0]
    return found


def _behind_place(text: str, start: int) -> int | None:
    """Return where the verb begins that stands last, behind the place of its subject; ``None`` if there is no such."""
    last = _BEHIND_PLACE.match(text, start)
    return last.start("verb") if last else None


def _planned(text: str, auxiliary: int) -> int | None:
    """Return where the verb begins of what is planned, unless that only describes what another verb is of."""
    planned = _PLANNED.match(text, auxiliary)
    last = text.rstrip(" ?.!").rpartition(" ")[2]
    if planned is None or (is_past(last) and planned.end() < len(text.rstrip(" ?.!"))):
        return None  # "when was the bridge that is to open *closed*"
    return planned.start("verb") if not any(map(is_past, text[:auxiliary].split())) else None


def asks_of_plan(text: str) -> bool:
    """Tell whether a question asks of what is or was only planned."""
    auxiliary = _auxiliary(text)
    return auxiliary is not None and _planned(text, auxiliary.start()) is not None


def _past_verb(text: str, tokens: Tokens, names: frozenset[str]) -> str | None:
    for number, (span, terms) in enumerate(tokens):
        word = text[span.start : span.end]
        if number and _is_break(text, span):
            return None
        asked = _WHO.fullmatch(text, 0, span.start)
        if _can_be_verb(word, terms, names) and (is_past(word) or asked):
            return terms[0]
    return None


def _auxiliary(text: str) -> re.Match[str] | None:
    """Return the first auxiliary of a question, but none behind its verb: "who led after Falk *was* gone?"."""
    clause = _CLAUSE.search(text)
    before = text[: clause.start()] if clause else ""
    if any(map(is_past, before.split())) and not _AUXILIARY.search(before):
        return None
    found, guarded = _AUXILIARY.search(text), _GUARDED.search(text)
    if guarded is None or (found and found.start() < guarded.start()):
        return found
    return found if any(map(is_past, text[: guarded.start()].split())) else guarded


def _can_be_verb(word: str, terms: Sequence[str], names: frozenset[str]) -> bool:
    return bool(terms) and not names.intersection(terms) and word[:1].islower() and not _JOINED.match(word)


def _word_before(text: str) -> str:
    """Return the last word of a text; what is joined to another ("same-sex") only describes what comes next."""
    return next((word for word in reversed(text.split()) if not _JOINED.match(word)), "")


def _is_beside(word: str) -> bool:
    """Tell whether a word behind a verb is no verb itself: "pass *away*", "consist *entirely*"."""
    return word in _PARTICLES or (word.endswith("ly") and word not in _NO_ADVERBS)


def asks_of_past(text: str, words: Mapping[str, str], verb: str | None) -> bool:
    """Tell whether the verb is a past form without an auxiliary ("who replaced Truss?")."""
    return verb is not None and not _auxiliary(text) and is_past(words[verb])


def _is_break(text: str, span: Span) -> bool:
    """Tell whether a word ends what may be the verb; the "and" of two names ("Xi and Biden meet") does not."""
    word = text[span.start : span.end]
    joins = word == "and" and bool(AFTER_NAME.search(text[: span.start])) and text[span.end :].lstrip()[:1].isupper()
    return bool(_BREAK.fullmatch(word)) and word.islower() and not joins


def is_past(word: str) -> bool:
    """Tell whether a word looks like a past form or a participle."""
    return word.endswith("ed") or (len(forms_of(word)) > 1 and not word.endswith(_NO_PAST))
