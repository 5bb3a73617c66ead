"""Forms of one verb that no stemmer brings together: irregular forms and the nouns made of them (English)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from index.text.calendar import MONTHS
from index.text.tokens import tokenize

_FAMILIES = """
arise arose arisen
attack attacked assault assaulted attacker
bear bore born birth
beat defeat defeated defeats
become became
begin began begun beginning start started
bite bit bitten
break broke broken
bring brought
build built
buy bought purchase purchased acquire acquired acquisition
catch caught
choose chose chosen choice
collapse collapsed fail failed failure
come came
conquer conquest
crown crowned coronation
decide decided decision
die died dead death dies
derail derailed derailment
discover discovered discovery
divorce divorced
draw drew drawn
drive drove driven
earn earned
eat ate eaten
elect elected election
explode exploded explosion blast
fall fell fallen
fight fought
find found
fire fired oust ousted dismiss dismissed sack sacked
fly flew flown flight
forget forgot forgotten
found founded founder
get got gotten
give gave given gift
go went gone
governor gov
grow grew grown growth
hide hid hidden
hit struck strike
hold held
indict indicted indictment
invade invaded invasion invaders
join joined
keep kept
kill killed slain slew
know knew known
lead led leader
leave left
lend lent loan
lie lay lain
lose lost loss
make made
marry married marriage wed wedding
mean meant
meet met meeting
move moved
oversee oversaw
overturn overturned overthrow overthrew
pay paid payment
play played
resign resigned resignation quit resigns
replace replaced succeed succeeded successor
retire retired retirement
ride rode ridden
ring rang rung
rise rose risen
run ran
say said
see saw seen
seek sought
sell sold sale
send sent
senator sen
set
shake shook shaken
shoot shot shooting
sing sang sung
sink sank sunk
sit sat
sleep slept
speak spoke spoken speech
spend spent
spread
stand stood
steal stole stolen theft
step stepped
strike struck
sue sued lawsuit
swear swore sworn
swim swam swum
take took taken
teach taught
tell told
think thought
throw threw thrown
understand understood
visit visited
wake woke woken
wear wore worn
win won winner winning victory champion
withdraw withdrew withdrawn withdrawal
write wrote written writer author
"""

LEAST_DOING = 3
"""From so many letters on a verb's term makes a word for who does it."""
_NO_DOERS = frozenset({"liver", "counter", "matter", "number", "offer", "order", "other", "tender", "tower"})

_IMPLIED = {
    "die": "kill killed", "kill": "shot assassinated assassination murdered murder",
    "visit": "trip arrived received welcomed travelled", "cancel": "canceled shelved scrapped axed",
    "shut": "closed shuttered", "close": "shut shuttered", "oversee": "presiding presides presided",
    "convict": "guilty", "governor": "gov", "senator": "sen",
}  # fmt: skip
"""What says that something happened though it is another verb: who was killed has died; and titles in short."""

_CALLED_ALSO = {
    "head": "chief director chair chairman chairwoman administrator", "coach": "manager", "manager": "coach",
    "chair": "chairman chairwoman chairperson", "chairman": "chair", "chairwoman": "chair",
}  # fmt: skip
"""What else the holder of an office is called."""
IN_CHARGE = ("ceo", "president", "leader", "head")
"""What whoever is in charge of something may be called."""
_PHRASES = (
    (r"pass(?:ed|es|ing)? away", "pass", "die dead death died"),
    (r"(?:come|comes|came|coming) out", "come", "release released premiere premieres premiered debuts debuted"),
    (r"step(?:s|ped|ping)? down", "step", "resign resigned resignation quit quits"),
    (r"t(?:ake|akes|ook|aking|aken) over", "take", "acquire acquired acquisition bought takeover replace succeed"),
    (r"(?:go|goes|going|went|gone) up", "go", "rise rises rose risen jump climb increase surge soar"),
    (r"(?:go|goes|going|went|gone) down", "go", "fall falls fell fallen drop decline decrease"),
    (r"(?:blow|blows|blew|blown|blowing) up", "blow", "explode exploded explosion"),
    (r"call(?:s|ed|ing)? off", "call", "cancel canceled cancelled postponed"),
    (r"put(?:s|ting)? off", "put", "postpone postponed delay delayed"),
    (r"turn(?:s|ed|ing)? down", "turn", "reject rejected refused declined"),
    (r"kick(?:s|ed|ing)? off", "kick", "begin begins began start starts started opens"),
    (r"(?:break|breaks|broke|broken|breaking) up", "break", "split splits separated divorce divorced"),
    (r"(?:lay|lays|laid|laying) off", "lay", "layoff layoffs"),
    (r"c(?:ome|omes|ame|oming) up with", "come", "create created creator invent invented developed"),
    (r"thr(?:ow|ows|ew|own|owing) out", "throw", "overturn overturned dismiss dismissed struck void"),
    (r"kick(?:s|ed|ing)? out", "kick", "expel expelled evict evicted oust ousted removed"),
    (r"walk(?:s|ed|ing)? (?:off|out)", "walk", "strike walkout"),
    (r"(?:go|goes|going|went|gone) off", "go", "explode exploded explosion erupt erupted"),
    (r"pick(?:s|ed|ing)? up", "pick", "win wins won earn earned"),
    (r"t(?:ake|akes|ook|aking|aken) away", "take", "strip stripped revoke revoked"),
    (r"put(?:s|ting)? to death", "put", "execute executed execution"),
    (r"call(?:s|ed|ing)? back", "call", "recall recalled recalling"),
    (r"touch(?:es|ed|ing)? down", "touch", "land landed landing"),
    (r"set(?:s|ting)? up", "set", "create created founded establish established launched"),
    (r"fill(?:s|ed|ing)? in", "fill", "interim acting temporary"),
    (r"(?:get|gets|got|getting) rid of", "get", "remove removed scrap scrapped eliminate eliminated"),
    (r"(?:hold|holds|held|holding) (?:up|back)", "hold", "delay delayed"),
    (r"wip(?:e|es|ed|ing) out", "wipe", "destroy destroyed"),
    (r"(?:give|gives|gave|giving|given) up", "give", "quit surrender surrendered"),
    (r"turn(?:s|ed|ing)? (?:out|up)", "turn", "attend attended"),
    (r"knock(?:s|ed|ing)? out", "knock", "eliminate eliminated beat defeated"),
)  # fmt: skip
"""Verbs of two words: how they are written, the term of the first, and what says the same in one."""


@cache
def _by_term() -> dict[str, frozenset[str]]:
    """Return term -> the terms of its families, itself among them."""
    found: dict[str, frozenset[str]] = {}
    for line in _FAMILIES.strip().splitlines():
        terms = frozenset(term for word in line.split() for term in tokenize(word, "en"))
        for term in terms:
            found[term] = found.get(term, frozenset()) | terms
    for word, others in _IMPLIED.items():
        for term in tokenize(word, "en"):
            found[term] = found.get(term, frozenset({term})) | frozenset(tokenize(others, "en"))
    return found


def forms(term: str) -> frozenset[str]:
    """Return the terms that say the same as a verb's term, itself among them.

    >>> sorted(forms("die"))
    ['dead', 'death', 'die', 'kill']
    """
    return _by_term().get(term, frozenset({term}))


@cache
def office_forms(term: str) -> frozenset[str]:
    """Return the terms of what else the holder of an office is called.

    >>> sorted(office_forms("coach"))
    ['manag']
    """
    others = (other for word, other in _CALLED_ALSO.items() if term in tokenize(word, "en"))
    return frozenset(form for other in others for form in tokenize(other, "en")) - {term}


def doers(term: str) -> frozenset[str]:
    """Return the terms of who does what a verb's term says, as far as an ending makes them.

    >>> sorted(doers("direct"))
    ['director']
    """
    if len(term) < LEAST_DOING:
        return frozenset()
    made = {other for ending in ("er", "or") for other in tokenize(term + ending, "en")}
    return frozenset(made - {term} - _NO_DOERS)


def forms_of(word: str) -> frozenset[str]:
    """Return `forms` of a word as written; a stop word has none."""
    return frozenset(form for term in tokenize(word, "en") for form in forms(term))


def said_otherwise(text: str, terms: Iterable[str]) -> dict[str, str]:
    """Return the terms that say the same as a question's verbs of two words, each with the term it stands for.

    >>> said_otherwise("when did they break up?", {"break"})["split"], said_otherwise("he broke up", {"broke"})["split"]
    ('break', 'broke')
    """
    return {
        form: asked
        for pattern, term, words in _PHRASES
        if re.search(rf"\b{pattern}\b", text, re.IGNORECASE)
        for asked in forms(term).intersection(terms)
        for form in tokenize(words, "en")
    }


@cache
def month_forms() -> dict[str, frozenset[str]]:
    """Return the term of each name of a month -> those of its other names: "Oct." says the same as "October"."""
    names: dict[int, set[str]] = {}
    for name, number in MONTHS.items():
        names.setdefault(number, set()).update(tokenize(name, "en"))
    return {term: frozenset(terms - {term}) for terms in names.values() for term in terms}
