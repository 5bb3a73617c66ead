"""Read a question: what kind of answer it expects, which names it gives, which terms it asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from bot.answering.lexicon.families import IN_CHARGE, doers, forms, month_forms, office_forms, said_otherwise
from bot.answering.lexicon.gazetteer import words_of
from bot.answering.lexicon.name_runs import CALENDAR
from bot.answering.lexicon.nations import OF_THE_UK, belonging
from bot.answering.lexicon.synonyms import synonyms
from bot.answering.lexicon.variants import variants
from bot.answering.questions.asking_words import telling
from bot.answering.questions.constraints import Constraint, Use, read_constraints, softened, without
from bot.answering.questions.english import CLOCK, HOLDS, PLAYS_FOR, english_kind, in_full, measured_by, spelled_out
from bot.answering.questions.kinds import LANGUAGES, foreign_kind
from bot.answering.questions.main_verb import AFTER_NAME, Tokens, asks_of_past, asks_of_plan, main_verb
from bot.answering.questions.now import is_quoting, says_now, without_now
from index.models import DateMention, Span
from index.text.dates import find_dates
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.later import later
from index.text.tokens import token_spans, tokenize

STEM = 5
"""Terms that begin with as many same letters are taken to be of one family ("footballer", "football")."""
BRIEF, FULL = 3, 8
"""A question of so few terms tells nothing but what it asks for; one of so many tells a story besides."""
BRIEF_WORDS = 6
"""Of news, a question of at most so many words that tell something must be answered in those that say what is asked."""

TIME_OF_DAY = "clock"
"""The measure of a question that asks what time it is when something happens."""


class AnswerKind(StrEnum):
    """What a question asks for."""

    WHEN = "when"
    WHO = "who"
    WHERE = "where"
    HOW_MANY = "how many"
    HOW_MUCH = "how much"
    PERCENT = "percent"
    HOW_LONG = "how long"
    HOW_OLD = "how old"
    MEASURE = "measure"
    ORDINAL = "ordinal"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    DEFINITION = "definition"
    YES_NO = "yes/no"
    OTHER = "other"


_PAST = later(r"\b(did|was|were|had)\b", re.IGNORECASE)
_PASSIVE = later(r"\b(?:is|are|was|were|be|been)\b", re.IGNORECASE)
_SENTENCE_END = later(r"(?<=[\w)”\"’][\w)”\"’][\w)”\"’][.!?])\s+(?=[A-Z“\"‘])")
_NOUNS_IN_CAPITALS = frozenset({"de"})
"""Languages whose capitals tell no name from a noun."""
_AFTER_CAPITAL = later(r"\s[A-Z][\w’'-]*\s$")
_ARTICLED = later(r"(?:al|el|ad|an|ar|as|ash|at)[-‑][A-Z]")
"""How a name begins that has its article in small letters: "al-Rask"."""
_IN_NAME = later(r"['’]s\b|\s+[A-Z]")
"""What stands behind a word that a name goes on from."""
_ASKING = later(
    r"\b(?:how (?:many|much|long|old|far|tall|high|deep|wide|fast|big|large|heavy|hot|cold|often|close)|"
    r"(?:what|which) (?:year|month|day|date|time|country|city|place|number|percentage|age|amount|kind of|type of)|"
    r"(?:what (?:is|was|were|are) )?the (?:name|number|amount) of)\b",
    re.IGNORECASE,
)
_OF_THE_STATES = later(r"(?P<who>^\W*[Ww]ho\b.*\bof the )United States(?: of America)?(?=\W*$)")
"""What news calls the U.S. before an office: "the president *of the United States*"."""
_THE_WHO = later(r"(?<=\b[Tt]he )WHO\b")
"""A name that is no word to look for as it is written."""
_ALONE = later(r"(?<!^)(?<![\w-])[A-Z][a-z]+(?![\w-]|\s+[A-Z])")
_IN_CAPITALS = later(r"[A-Z][\w.’-]*(?:\s+[A-Z][\w.’-]*)*")
_AT_WILL = words_of(
    "president minister premier king queen prince princess pope chancellor senator governor mayor judge justice "
    "general congress senate house parliament government court constitution army navy police internet web earth sun "
    "moon bible church state states federal republic democracy democrat democrats republican republicans conservative "
    "liberal christianity communism capitalism socialism imperialism islam"
)
_LIGHT = words_of(
    "people person money name number time times thing things stuff total one two three four "
    "five six seven eight nine ten away supposed scheduled slated current currently latest recent"
)
_BARE = words_of(
    "happen happens happened get gets got gotten come comes came put puts take takes took taken "
    "make makes made give gives gave given turn turns turned need needs needed carry carries carried run runs ran set "
    "sets find finds"
)
"""Verbs that say little by themselves, so that an answer has others: "who *took* the title?" is told by who won it."""
_GETS_TO = later(r"\b(?:[Gg]et|[Gg]ot|[Cc]ome|[Cc]ame)\s+(?:back\s+)?to\s+[A-Z]")
"""The same of somebody who gets to a place, which is told by who arrived there."""
_LIGHT |= _BARE
_TEAM = words_of("play playing team club")
"""The same where it is asked whom somebody plays for."""
_CHARGE = words_of("run charg boss")
"""Terms of words for being in charge of something, whatever the office is called."""
_ASKS_HEAD = later(
    r"\W*[Ww]ho (?:coached|managed)\b|"
    r"\W*[Ww]ho(?:['’]s| is| was) (?:the |[A-Z][\w’' ]*?['’]s? |(?:[A-Z]\w+ ){1,3})(?:[a-z-]+ ){0,2}?"
    r"(?:head|coach|manager|chair(?:man|woman)?)(?: of\b|\W*$)"
)
"""Asks for an office that goes by several names."""
_FOCUS = later(
    r"\b(?:how many|how much|which|what|"
    r"whose)\s+((?:[\w'’-]+\s+){0,3}?[\w'’-]+?)\s+(?=(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of a question that the library does not hold, and the one it was asked with."""

    word: str
    meant: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question as read.

    ``terms`` are distinct and in code point order; ``ordered`` are the same as asked. ``names`` are the terms of
    words written with a capital inside the question; ``verb`` is the main verb's term where a rule finds it,
    ``passive`` tells that its subject is the one it is done to. ``light`` are terms that may well be missing beside the
    answer ("people" in "how many people"); ``aliases`` maps the term of another form of the verb to the question's
    ("death" to "die"), ``variants`` that of another spelling ("color" to "colour"); ``dates`` are those the question
    names; ``measure`` is the adjective of "how tall", "time" of "how many days", "clock" of "what time", "year" of
    "which year", "nationality" of "which nationality", or empty; ``asked`` the day it is asked, if that matters,
    ``today`` that day in any case; ``preamble`` are terms that stand only in sentences before the one that asks;
    ``stems`` maps `STEM` letters to the plain terms that begin with them, ``synonyms`` other words to the terms that
    they may stand for; ``constraints`` say which articles it wants; ``corrections`` are words that were misspelt.
    """

    text: str
    language: str
    kind: AnswerKind
    terms: tuple[str, ...]
    ordered: tuple[str, ...]
    names: frozenset[str]
    words: dict[str, str]
    verb: str | None
    past: bool
    passive: bool = False
    light: frozenset[str] = frozenset()
    focus: frozenset[str] = frozenset()
    aliases: dict[str, str] = field(default_factory=dict)
    dates: tuple[DateMention, ...] = ()
    measure: str = ""
    asked: date | None = None
    today: date | None = None
    preamble: frozenset[str] = frozenset()
    stems: Mapping[str, frozenset[str]] = field(default_factory=dict)
    synonyms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    variants: Mapping[str, str] = field(default_factory=dict)
    constraints: tuple[Constraint, ...] = ()
    now: bool = False
    written: str = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """What stands in quotation marks, to be found as it is written."""
        return tuple(item.value for item in self.constraints if item.kind == "phrase")

    @property
    def times(self) -> tuple[Constraint, ...]:
        """The times that an answer must speak of."""
        return tuple(item for item in self.constraints if item.use is Use.EVIDENCE and item.kind != "phrase")

    def aliases_of(self, term: str) -> frozenset[str]:
        """Return the other forms that stand for a term."""
        return frozenset(other for other, meant in self.aliases.items() if meant == term)

    @property
    def searched(self) -> tuple[str, ...]:
        """The terms that passages are looked for by: its own, and those of other spellings of its words."""
        return (*self.terms, *sorted(self.variants))

    @property
    def years(self) -> frozenset[str]:
        """The years that its times name, those that are looked for."""
        return frozenset(item.value[:4] for item in self.times) & frozenset(self.terms)

    @property
    def proper(self) -> frozenset[str]:
        """The terms that only a word with a capital stands for: "Spare" is no spare part.

        Of names of several words, and of what people write with a capital at will ("the President"), there are none.
        """
        return _proper(self.text, self.language, self.names)

    @property
    def name_groups(self) -> tuple[frozenset[str], ...]:
        """The terms of each name: those of words with a capital that follow one another."""
        return _grouped(self.text, self.language, self.names)

    @property
    def fullness(self) -> float:
        """How much a question tells of what it asks for: 0 for "who bought Twitter?", 1 for a quiz of two sentences."""
        return min(1.0, max(0.0, (len(self.terms) - BRIEF) / (FULL - BRIEF)))

    @property
    def is_brief(self) -> bool:
        """Whether it tells hardly more than what it asks for; a compound ("six-week") is one word."""
        return len({self.words[term] for term in self.terms}) <= BRIEF_WORDS

    @property
    def key_terms(self) -> frozenset[str]:
        """The terms without which nothing answers the question."""
        return frozenset(self.terms) - self.light


def read_question(
    text: str,
    languages: Sequence[str] = (),
    asked: date | None = None,
    *,
    today: date | None = None,
    outlet_named: Callable[[str], str | None] = lambda name: None,
) -> Question:
    """Read a question; ``languages`` are the library's, most common first, ``asked`` the day it belongs to.

    Words that become a filter are none of its terms. ``today`` and ``outlet_named`` are as in `read_constraints`;
    ``today`` is ``asked`` where that is known.

    >>> read_question("When did Kim visit Russia?").names == {"kim", "russia"}
    True
    """
    given = " ".join(text.split())
    whole = _THE_WHO.sub("World Health Organization", given)
    whole = _OF_THE_STATES.sub(r"\g<who>US", whole)
    language = detect_language(whole, languages or (DEFAULT_LANGUAGE,)) or (
        languages[0] if languages else DEFAULT_LANGUAGE
    )
    now = language == DEFAULT_LANGUAGE and says_now(whole)
    if language == DEFAULT_LANGUAGE:
        whole = spelled_out(without_now(whole if is_quoting(whole) else in_full(whole)))
    of_day = language == DEFAULT_LANGUAGE and CLOCK.search(whole) is not None
    if of_day:
        whole = CLOCK.sub("when", whole)
    constraints = read_constraints(whole, asked or today, outlet_named, language)
    if asked:  # fresh articles come first then, and a quiz's "this week" may be said in passing
        constraints = tuple(softened(item) for item in constraints)
    text = without(whole, constraints)
    tokens = token_spans(telling(text, language), language)
    ordered = [term for _, terms in tokens for term in terms]
    words: dict[str, str] = {}
    for span, terms in tokens:
        for term in terms:
            words.setdefault(term, text[span.start : span.end])
    names = _names(text, tokens) if language not in _NOUNS_IN_CAPITALS else frozenset()
    joined = _joined(tokens, names)
    ordered = [term for term in ordered if term not in joined]
    names = names.difference(joined)
    core = text[max((found.end() for found in _SENTENCE_END.finditer(text)), default=0) :]
    asking = token_spans(core, language)
    is_english = language == DEFAULT_LANGUAGE
    kind = AnswerKind(foreign_kind(core, language) if language in LANGUAGES else english_kind(core))
    said = main_verb(core, asking, names) if is_english else None
    verb = None if _is_told_in_other_words(core, words.get(said or ""), kind) else said
    distinct = tuple(dict.fromkeys(ordered))
    light = _light(core, asking) - names - {verb} if is_english else frozenset()
    if light.issuperset(distinct):
        light = frozenset()
    focus = _FOCUS.search(core)
    elsewhere = variants(words) if is_english else {}
    return Question(
        text=whole,
        language=language,
        kind=kind,
        terms=tuple(sorted(distinct)),
        ordered=distinct,
        names=names,
        words=words,
        verb=verb,
        past=is_english and (bool(_PAST.search(core)) or asks_of_past(core, words, verb)) and not asks_of_plan(core),
        passive=verb is not None and bool(_PASSIVE.search(core)),
        light=light,
        focus=frozenset(tokenize(focus[1], language)) if focus else frozenset(),
        aliases=(_aliases(distinct, names, said, kind) if is_english else {})
        | (_office_aliases(core, distinct, names) if is_english and kind is AnswerKind.WHO else {})
        | joined
        | elsewhere
        | (said_otherwise(core, words) if is_english else {}),
        dates=tuple(find_dates(whole, asked or today, language)),
        constraints=constraints,
        asked=asked,
        today=asked or today,
        preamble=frozenset(ordered) - {term for _, terms in asking for term in terms},
        stems=_stems(distinct),
        synonyms=_synonyms(distinct, names) if is_english else {},
        measure=TIME_OF_DAY if of_day else measured_by(core),
        now=now,
        written=given,
        variants=elsewhere,
    )


def _is_told_in_other_words(text: str, verb: str | None, kind: AnswerKind) -> bool:
    """Tell whether the verb of a question hardly ever stands in its answer.

    What somebody gets is told otherwise ("*took* 58 % of the vote"), who coaches is called a coach, and whoever plays
    for a club its goalkeeper.
    """
    if verb is not None and verb.lower() in _BARE:
        return not _GETS_TO.search(text)
    return bool(kind is AnswerKind.WHO and (HOLDS.match(text) or _plays_for(text)))


def _plays_for(text: str) -> bool:
    return any(pattern.match(text) for pattern in PLAYS_FOR)


def _names(text: str, tokens: Tokens) -> frozenset[str]:
    """Return the terms of the words with a capital, but for months, and the first word if that is all it has of one."""
    names: set[str] = set()
    for span, terms in tokens:
        word = text[span.start : span.end]
        if word in CALENDAR and not (_AFTER_CAPITAL.search(text, 0, span.start) or _IN_NAME.match(text, span.end)):
            continue
        first = span.start == 0 and len(tokens) > 1 and word[1:].islower() and not word[1:2].isupper()
        if (word[:1].isupper() or _ARTICLED.match(word)) and not (first and not _starts_a_name(text, span)):
            names.update(terms)
    return frozenset(names)


@lru_cache(maxsize=64)
def _proper(text: str, language: str, names: frozenset[str]) -> frozenset[str]:
    """Return the terms of names of one word, if that is in lower case but for its first letter."""
    if language != DEFAULT_LANGUAGE:
        return frozenset()
    alone = [
        match.group()
        for match in _ALONE.finditer(text)
        if match.group().lower() not in _AT_WILL and not AFTER_NAME.search(text[: match.start()])
    ]
    return names & {term for word in alone for term in tokenize(word, language)}


@lru_cache(maxsize=64)
def _grouped(text: str, language: str, names: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Return the terms of names, each by itself: "Paul" and "Pelosi" are one, "Kroger" and "Albertsons" two."""
    groups = [frozenset(tokenize(found.group(), language)) & names for found in _IN_CAPITALS.finditer(text)]
    return tuple(group for group in groups if group)


def _joined(tokens: Tokens, names: frozenset[str]) -> dict[str, str]:
    """Return what joins the parts of a name with a hyphen, with the first part: "jongun" of "Jong-un".

    Others write "Jong Un", so it is no term of its own that has to be there.
    """
    found = {}
    for _, terms in tokens:
        *parts, last = terms or ("",)
        if len(parts) > 1 and last == "".join(parts) and last in names:
            found[last] = parts[0]
    return found


def _starts_a_name(text: str, span: Span) -> bool:
    """Tell whether the first word goes on in a name ("Elon Musk's firm ...")."""
    return bool(_IN_NAME.match(text, span.end))


def _light(text: str, tokens: Tokens) -> frozenset[str]:
    """Return the terms of the asking words and of words that an answer seldom repeats."""
    asking = _ASKING.search(text)
    reach = asking.span() if asking else (0, 0)
    light = _LIGHT | _TEAM if _plays_for(text) else _LIGHT
    return frozenset(
        term
        for span, terms in tokens
        if reach[0] <= span.start < reach[1] or text[span.start : span.end].lower() in light
        for term in terms
    )


def _stems(terms: Sequence[str]) -> dict[str, frozenset[str]]:
    plain = [term for term in terms if len(term) >= STEM and term.isalpha()]
    return {term[:STEM]: frozenset(other for other in plain if other[:STEM] == term[:STEM]) for term in plain}


def _synonyms(terms: Sequence[str], names: frozenset[str]) -> dict[str, frozenset[str]]:
    """Return other words for those of the question, each with the terms that it may stand for; a name has none."""
    found: dict[str, frozenset[str]] = {}
    for term in terms:
        for other in synonyms(term) if term not in names else ():
            found[other] = found.get(other, frozenset()) | {term}
    return found


def _office_aliases(text: str, terms: Sequence[str], names: frozenset[str]) -> dict[str, str]:
    """Return the terms of what else the holder of an office is called, each with the question's term."""
    held = HOLDS.match(text)
    if not (held or _ASKS_HEAD.match(text)):
        return {}
    found = {form: term for term in terms if term not in names for form in office_forms(term)}
    if held:
        charge = [term for term in tokenize(held["office"], DEFAULT_LANGUAGE) if term in _CHARGE]
        found |= {form: term for term in charge for form in IN_CHARGE}
    return {form: term for form, term in found.items() if form not in terms}


def _aliases(terms: Sequence[str], names: frozenset[str], verb: str | None, kind: AnswerKind) -> dict[str, str]:
    """Return the terms of other forms of the question's words, each with the term it stands for.

    Who does what a verb says may be called by it ("director").
    """
    found = {form: term for term in terms for form in sorted(belonging(term) if term in names else forms(term))}
    found |= {form: term for term in terms for form in month_forms().get(term, ())}
    if verb and kind is AnswerKind.WHO:
        found = dict.fromkeys(sorted(doers(verb)), verb) | found
    if not verb and "uk" in names:
        found |= OF_THE_UK
    return {form: term for form, term in found.items() if form not in terms}
