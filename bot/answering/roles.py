"""Who does what: whether a verb in a sentence has the subject and object that the question gives it (English)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.answering.asked_role import Role, asks_doer, asks_subject, role_asked
from bot.answering.beside import tells_only_whose
from bot.answering.features import GROUPS
from bot.answering.question import AnswerKind, Question
from bot.answering.visiting import GOING
from index.models import Span
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.later import later
from index.text.tokens import tokenize, whole_words

BE = later(
    r"\b(?:is|was|were|are|be|been|being|gets?|got)\s+(?:\w+ly\s+|not\s+|also\s+|then\s+|first\s+)?$", re.IGNORECASE
)
"""What makes a passive, before its participle."""
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
_FUTURE = later(
    r"\b(?:will|would|shall|hopes?|hoping|hoped|plans?|planned|planning|expected|agreed to|intends?|wants?|"
    r"wanted|may|might|could|"
    r"invited?|invitation|is to|are to|going to|set to|scheduled|if|whether|ahead of|before|threaten\w*|"
    r"vow\w*|pledg\w*|prospects?|possib\w+|idea of|propos\w+|consider\w*)\b",
    re.IGNORECASE,
)
_UNDONE = later(r"\bto\s+$")
"""Before a verb: a purpose, which says nothing of its fulfilment."""
_NEGATION = later(
    r"\b(?:not|never|no longer|without|denied|denies|declined|refused|fails? to|failed to|avert\w*|avoided|cancel\w*|"
    r"called off)\b|n['’]t\b",
    re.IGNORECASE,
)
_NOUN_BEFORE = later(
    r"\b(?:an?|the|his|her|their|its|this|that|first|second|third|of|\w+(?:['’]s|s['’]))\s+(?:(?!to\b)[\w-]+\s+)?$",
    re.IGNORECASE,
)
_GERUND_BEFORE = later(
    r"\b(?:an?|the|his|her|their|its|this|that|\w+(?:['’]s|s['’]))\s+(?:(?:first|second|third)\s+)?$", re.IGNORECASE
)
_NOUN_ENDS = ("tion", "sion", "ment", "ance", "ence", "tions", "sions", "ments")
"""What nouns made of verbs end in: "her confirma*tion* hearings"."""
_NOUN_BEHIND = later(
    r"\s+(?:windows?|dates?|attempts?|pads?|sites?|plans?|schedules?|opportunit(?:y|ies)|hearings?|process|battle|bids?|"
    r"push|talks|efforts?|proceedings|campaigns?)\b"
)
"""What makes a noun of the verb before it, and something else: "launch windows", "confirmation hearings"."""
_INFINITIVE = later(r"\b(?:to|will|would|can|could|may|might|shall|should|must|do|does|did|not)\s+(?:\w+ly\s+)?$")
_ADVERBS = later(r"(?:\s+(?:\w+ly|has|have|had|also|then|never|once|just|again|first))*\s+")
"""What may stand between who does something and the verb."""
_JOINED = later(r"(?!(?:co|re|un|pre|over|out)-)\w+-[a-z]{3,}", re.IGNORECASE)
_RELATIVE = later(rf"(?:\s+(?:that|which|who))?{_ADVERBS.pattern}")
_THING_FOLLOWS = later(r"\s+(?:the|an?|his|her|their|its|this|that|more|(?!(?:On|In|At|By)\b)[A-Z0-9$£€])")
"""What follows a verb in the active: "beat the champion", but "shot dead"."""
_DETERMINED = later(r"(?:\b(?:an?|the|his|her|their|its|this|that|of)|['’]s|s['’])\s+$", re.IGNORECASE)
_BY_THING = later(r"\s+by\s+(?:(?:the|an?|this|these|those)\s+)?", re.IGNORECASE)
_BY_NAMES = later(
    r"[^.,;:!?]{0,80}?\bby\s+(?:either\s+|both\s+)?(?P<names>[A-Z][\w’'-]*(?:,?\s(?:(?:and|or)\s)?[A-Z][\w’'-]*)*)"
)
"""Behind a passive, all who do it: "was beaten in the final *by either Ida Falk or Bo Rask*"."""
_OPENS = later(r"(?:^|[.!?:\n]\s*|[\"“])(?:(?:The|[A-Z][\w’'-]*)\s+)*$")
"""What may stand before the name that a sentence opens with."""
_TO_WHOM = later(r"\s+(?:him|her|them|it)(?:\s+(?:as|to|on|in|at|by|for|with|after|when|last|this|that)\b|[.,;:!?])")
"""A pronoun as the object of a verb: "Falk made history as they confirmed *her as* a judge"."""
_SPOKEN_FOR = frozenset({"say", "said", "tell", "told", "announce", "announced", "deny", "denied", "claim", "claimed"})
_TO_ONE = later(r"\s+(?:him|her|them|it)\b")
_THEIRS = later(r"\b(?:his|her|their)\s+(?:[a-z]+\s+)?$")
_PREPOSITION = later(r"\b(?:of|to|for|with|from|in|at|by|on|about|against|as)\b")
"""What ends the object of a verb: what follows is none of it."""
_WHILE_DOING = later(r"(?:\b(?:after|before|since|while|when|by|for|upon|without)|,)\s+(?:\w+ly\s+)?\w+ing$")
"""A verb whose doer is that of the sentence: "she became mayor *after defeating* Rask", "*, succeeding* Rask"."""
_BY_SOMEBODY = later(
    r"[^.;:!?]{0,120}?\bby\s+(?:an?|some|two|three|several|unknown|unidentified)\s"
    r"(?:[^A-Z.;:!?,]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)*(?:[.;:!?]|,(?!\s(?:\w+\s)?[A-Z]))"
)
"""Behind a verb in the passive: whoever did it is described, not named ("was attacked *by a young man on Monday,*")."""
_CLAUSE = later(r"[,;:—–]\s|\s[-–—]\s|\b(?:when|while|after|before|who|which|whose|where|although|because|as|since)\b")

_APPOSITION = later(
    r"^,\s(?:(?:headquartered|based|located|founded|owned)\b(?:[^;:.,]*,\s){1,2}?(?=[a-z]|\Z)"
    r"|(?!(?:and|but|or|said|says|while|when|where|as|after|before|because|since|until|if|though|although)\b)"
    r"[a-z\d][^,;:.!?]*,\s(?=(?:(?:\w+ly|has|have|had|is|was|were|been|also|not|then)\s)*\Z))"
)
"""What is said of a name in between: "Halmar Lines*, based in Nord, Norland, *grew", "Falk*, who beat Rask, *died"."""
_SENTENCE_OPENS = later(r"(?:^|[.!?]\s|\n|[\"“])\Z")
_OPENING = later(r"[^,;:.!?]{1,60},\s+(?:(?:the|former|then|[A-Z][\w’'-]*)\s+){0,3}")
_NOT = frozenset({"not", "never", "n't", "n’t"})
_NOT_UNTIL = later(r"\s+(?:\w+\s+){0,3}until\b")
"""Behind what is denied only up to a time: "was not opened *until* May"."""
_SUBORDINATE = later(
    r";|\s[–—]\s|\b(?:but|while|when|although|because|who)\b|"
    r"\b(?:after|before|since)\s+(?=[A-Z]|(?:he|she|they|it)\b)"
)
"""What parts of a sentence begin with that tell of another event; "where" tells of the place just named."""


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
    elif before and not _has_subject(between := _behind_it(text[before[-1].end : verb.start]), question):
        own = _strangers(between, question) < 2
        own = own and not _owner(text[before[-1].start : before[-1].end], between, question)
        own = own and not (_PRONOUN.search(between) and _names_another(between, question))
    elif after:
        link = r"\s+(?:(?:the|former|then|\w+-?\w* )\s*){0,2}$" if question.passive else r"\s+(?:of|by)\b"
        own = bool(re.match(link, text[verb.end : after[0].start])) or (
            question.passive and _opens(text, verb, after[0])
        )
    else:
        own = leans or _is_theirs(question, text, verb)
    if question.passive and before:
        own = own and (not _THING_FOLLOWS.match(text, verb.end) or _has_it_done(question, text, matched, verb, after))
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


def _owner(name: str, between: str, question: Question) -> bool:
    """Tell whether a name only owns what does it ("the queen's husband died"); of "her death" it is the subject.

    Not so where the question asks of just that ("when did the queen's husband die?").
    """
    bare = name.removesuffix("'s").removesuffix("’s")
    owned = between.strip("'’s ").split()[:1]
    if owned and any(f"{bare}{mark}s {owned[0]}" in question.text for mark in "'’"):
        return False
    return (name.endswith(("'s", "’s")) or between.startswith(("'s", "’s", "' ", "’ "))) and bool(between.strip("'’s "))


def _behind_it(text: str) -> str:
    """Return what follows a name without what is said of it in between."""
    return _APPOSITION.sub(" ", _behind_name(text))


def _behind_name(text: str) -> str:
    """Return what follows without the rest of the name that it follows ("Jong Un visited")."""
    return re.sub(r"^(?:[\s-]+[A-Z][\w’'-]*)+", "", text)


def _roles(question: Question) -> tuple[frozenset[str], frozenset[str]]:
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
    """Return words that are none of the question's, nor days nor months, in small letters."""
    known = {word.lower() for word in question.words.values()}
    return [word for word in map(str.lower, words) if word not in known and word not in WEEKDAYS and word not in MONTHS]


def verbs_done(question: Question, words: str, start: int, matched: Sequence[tuple[Span, str]]) -> list[Span]:
    """Return where the question's verb stands in a sentence neither denied nor, of the past, only hoped for.

    ``words`` is the sentence, which begins at ``start`` of its article; ``matched`` are as for `own_verb`.
    """
    found = []
    asks_denied = _NEGATION.search(question.text)
    for span, term in matched:
        if term != question.verb:
            continue
        before = words[: span.start - start]
        clause = before[max((cut.end() for cut in _CLAUSE.finditer(before)), default=0) :][-60:]
        after = words[span.end - start :][:12]
        denial = None if asks_denied else _NEGATION.search(clause)
        is_until = denial and denial[0].lower() in _NOT and _NOT_UNTIL.match(words, span.end - start)
        is_denied = denial and not is_until
        if is_denied or _NOUN_BEHIND.match(words, span.end - start):
            continue
        if is_joined(words, span.start - start, span.end - start):
            continue
        is_purpose = _UNDONE.search(clause) and not words[: span.end - start].endswith("ing")  # "admitted to shooting"
        if question.past and (_FUTURE.search(clause) or is_purpose or after.lstrip().startswith("would")):
            continue
        found.append(span)
    return found


def is_joined(text: str, start: int, end: int) -> bool:
    """Tell whether a verb only describes a thing, joined to another word: "*government-owned* boats"."""
    return bool(_JOINED.fullmatch(text, start, end))


def verb_features(
    question: Question,
    text: str,
    sentence: Span,
    matched: Sequence[tuple[Span, str]],
    done: Sequence[Span],
    places: Sequence[Span],
    *,
    leans: bool,
    in_news: bool,
) -> dict[str, float]:
    """Return what a sentence that holds the question's verb tells of it, each 0 or 1.

    ``matched`` and ``leans`` are as for `own_verb`, ``done`` are `verbs_done`, ``places`` those named in the sentence.
    """
    asks_name = question.kind in GROUPS and question.kind is not AnswerKind.WHEN
    told = {
        "verb": True,
        "verb_denied": not done,
        "denied": not done and asks_name,
        "verb_other": not verb_is_own(question, text, matched, done, leans=leans),
        "verb_noun": verb_is_noun(question, text, matched, in_news=in_news),
        "verb_turned": verb_is_turned(question, text, matched),
        "nameless": verb_is_by_somebody(question, text, matched),
        "aside": names_only_whose(question, text, sentence, matched),
    }
    if question.kind is AnswerKind.WHERE:
        told["elsewhere"] = verb_is_elsewhere(question, text, sentence, matched, places)
    return {name: float(value) for name, value in told.items()}


def verb_is_own(
    question: Question, text: str, matched: Sequence[tuple[Span, str]], done: Sequence[Span], *, leans: bool
) -> bool:
    """Tell whether the question's verb stands in a sentence with the question's subject and object.

    ``done`` are `verbs_done`: where it is said twice, as done and as only hoped for, it is asked of what is done.
    """
    said = done or [span for span, term in matched if term == question.verb]
    return any(own_verb(question, text, matched, span, leans=leans) for span in said)


def verb_is_noun(question: Question, text: str, matched: Sequence[tuple[Span, str]], *, in_news: bool) -> bool:
    """Tell whether the question's verb stands in a sentence only as a noun ("their second meeting").

    Outside the news, where more is called by such nouns, only one in -ing is told from the verb.
    """
    is_noun = _is_noun if in_news else _is_gerund
    return all(is_noun(question, text, span) for span, term in matched if term == question.verb)


def _is_noun(question: Question, text: str, verb: Span) -> bool:
    if text[verb.start : verb.end].lower().endswith(_NOUN_ENDS) and not question.words[question.verb or ""].endswith(
        _NOUN_ENDS
    ):
        return True
    return bool(_NOUN_BEFORE.search(text[max(0, verb.start - 30) : verb.start])) or _is_bare(question, text, verb)


def _is_gerund(question: Question, text: str, verb: Span) -> bool:
    return text.endswith("ing", verb.start, verb.end) and bool(
        _GERUND_BEFORE.search(text[max(0, verb.start - 30) : verb.start])
    )


def _is_bare(question: Question, text: str, verb: Span) -> bool:
    """Tell whether a verb asked for in the past stands there in a form that only a noun has ("the document leak")."""
    asked, word = question.words[question.verb or ""].lower(), text[verb.start : verb.end].lower()
    if not asked.endswith("ed") or word not in {asked[:-1], asked[:-2], f"{asked[:-1]}s", f"{asked[:-2]}s"}:
        return False
    return not _INFINITIVE.search(text[max(0, verb.start - 30) : verb.start])


def verb_is_turned(question: Question, text: str, matched: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether what the question names does itself what it asks the doer of.

    "Williams beat the champion" does not tell who beat Williams, nor "damage caused by fires" what caused fires.
    """
    if role_asked(question) is not Role.AGENT:
        return False
    verbs = [span for span, term in matched if term == question.verb]
    is_name_asked = question.kind in {AnswerKind.WHO, AnswerKind.WHICH}
    return bool(verbs) and all(
        _is_done_by(question, text, matched, verb)
        or _object_does(question, text, matched, verb)
        or (is_name_asked and _is_turned(question, text, matched, verb))
        for verb in verbs
    )


def _object_does(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    """Tell whether the thing that something was done to does it itself: "a *fire* that *caused* an evacuation"."""
    if not asks_subject(question) or question.verb not in question.ordered:
        return False
    objects = question.ordered[question.ordered.index(question.verb) + 1 :]
    ends = [span.end for span, term in matched if term in objects and span.end <= verb.start]
    if not ends or text[: max(ends)].endswith(("'s", "’s")) or not _THING_FOLLOWS.match(text, verb.end):
        return False
    return bool(_RELATIVE.fullmatch(text[max(ends) : verb.start]))


def _is_done_by(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    by = _BY_THING.match(text, verb.end)
    if by is not None and any(span.start == by.end() for span, _ in matched):
        return True
    agents = _BY_NAMES.match(text, verb.end) if BE.search(text[max(0, verb.start - 30) : verb.start]) else None
    return agents is not None and any(
        agents.start("names") <= span.start < agents.end() for span, term in matched if term in question.names
    )


def _is_turned(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    names = [span for span, term in matched if term in question.names and span.end <= verb.start]
    if not names or not _THING_FOLLOWS.match(text, verb.end):
        return False
    if _OPENS.search(text, max(0, names[0].start - 40), names[0].start) and _WHILE_DOING.search(text[: verb.end]):
        return not _owner(text[names[0].start : names[0].end], text[names[0].end : verb.start], question)
    if text[: names[-1].end].endswith(("'s", "’s")):
        return False
    return bool(_ADVERBS.fullmatch(_behind_name(text[names[-1].end : verb.start])))


def names_only_whose(question: Question, text: str, sentence: Span, matched: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether whom the question names is named before its verb, and only to say whose somebody else is.

    Who does it to Rask may well be a friend of his: then it counts only where the verb says what is done. A lawyer may
    say for somebody what is asked that one said.
    """
    subjects, objects = _roles(question)
    if question.verb is None or question.words[question.verb].lower() in _SPOKEN_FOR:
        return False
    names = [span for span, term in matched if term in (subjects or objects)]
    verbs = [span for span, term in matched if term == question.verb]
    return bool(names) and all(
        names[-1].end <= verb.start
        and (bool(subjects) or (is_done_to(question, text, matched, verb) and not _TO_ONE.match(text, verb.end)))
        and tells_only_whose(
            text[sentence.start : sentence.end],
            Span(names[-1].start - sentence.start, names[-1].end - sentence.start),
            Span(verb.start - sentence.start, verb.end - sentence.start),
            question.text,
        )
        for verb in verbs
    )


def verb_is_elsewhere(
    question: Question, text: str, sentence: Span, matched: Sequence[tuple[Span, str]], places: Sequence[Span]
) -> bool:
    """Tell whether all places of a sentence are of another event than the question's verb is.

    "They met after Rask visited Norland" does not tell where they met.
    """
    cuts = [cut.start() for cut in _SUBORDINATE.finditer(text, *sentence)]
    verbs = {bisect_right(cuts, span.start) for span, term in matched if term == question.verb}
    return bool(places) and not verbs & {bisect_right(cuts, place.start) for place in places}


def verb_is_by_somebody(question: Question, text: str, matched: Sequence[tuple[Span, str]]) -> bool:
    """Tell whether who did what the question's verb says is only described, where its name is asked for."""
    verbs = [span for span, term in matched if term == question.verb]
    return asks_doer(question) and all(
        bool(BE.search(text[max(0, verb.start - 30) : verb.start]) and _BY_SOMEBODY.match(text, verb.end))
        for verb in verbs
    )


def is_done_to(question: Question, text: str, matched: Sequence[tuple[Span, str]], verb: Span) -> bool:
    """Tell whether a verb only says that it is done: in the passive, as a noun, or "Abe shot dead"."""
    before = text[max(0, verb.start - 30) : verb.start]
    if BE.search(before) or _DETERMINED.search(before) or _is_bare(question, text, verb):
        return True
    if verb.start == 0 or before.endswith(("\n", ". ", ": ")):
        return True
    ends = [span.end for span, term in matched if term in question.names and span.end <= verb.start]
    behind_object = bool(ends) and bool(_ADVERBS.fullmatch(_behind_name(text[max(ends) : verb.start])))
    return behind_object and not _THING_FOLLOWS.match(text, verb.end)
