"""How a word is written elsewhere: "legalise" and "legalize", "colour" and "color" are one word (English)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from bot.answering.lexicon.gazetteer import words_of
from index.text.later import later
from index.text.tokens import tokenize

_ISE = later(r"(?P<stem>[a-z]*[aeiouy][a-z]*[a-z])i(?P<letter>[sz])(?P<end>e|es|ed|er|ers|ing|ation|ations)")
_YSE = later(r"(?P<stem>(?:anal|paral|catal|dial|electrol|hydrol))y(?P<letter>[sz])(?P<end>e|es|ed|er|ers|ing)")
_NO_ISE = words_of(
    "adv advert appra ar arr bru caps chast circumc compr comprom conc cru dem desp dev disgu enterpr exc exerc expert "
    "franch improv inc likew merchand mort otherw parad pra prec prem prom ra res rev se superv surm surpr telev tra "
    "treat upr"
)
"""What stands before "ise" in words that are written so everywhere, or never with an s ("prize", "size")."""
_OUR = (
    "arm", "behavi", "cand", "clam", "col", "demean", "discol", "endeav", "fav", "ferv", "flav", "glam", "harb", "hon",
    "hum", "lab", "neighb", "od", "parl", "ranc", "rig", "rum", "sav", "splend", "succ", "tum", "val", "vap", "vig",
)  # fmt: skip
_OUR_WORD = later(
    rf"(?P<stem>(?:dis|un)?(?:{'|'.join(_OUR)}))o(?P<u>u?)r"
    r"(?P<end>(?:s|ed|ing|ite|ites|able|ably|hood|hoods|al|ful|less|er|ers|ly)?)"
)
_RE = later(
    r"(?P<stem>(?:cent|epicent|theat|amphitheat|lit|(?:kilo|centi|milli)met|fib|calib|sab|spect|lust|somb|sepulch|meag))"
    r"(?P<end>re|er)(?P<s>s?)"
)
_PAIRS = """
aeroplane airplane
ageing aging
aluminium aluminum
anaesthetic anesthetic
archaeologist archeologist
catalogue catalog
centred centered
cosy cozy
defence defense
dialogue dialog
doughnut donut
enrol enroll
foetus fetus
fulfil fulfill
gaol jail
grey gray
gynaecologist gynecologist
haemorrhage hemorrhage
instalment installment
jewellery jewelry
judgement judgment
leukaemia leukemia
licence license
manoeuvre maneuver
mould mold
moustache mustache
mum mom
offence offense
orthopaedic orthopedic
paediatric pediatric
paediatrician pediatrician
paedophile pedophile
plough plow
practise practice
practised practiced
pretence pretense
programme program
pyjamas pajamas
sceptic skeptic
sceptical skeptical
skilful skillful
tyre tire
whisky whiskey
yoghurt yogurt
"""
_NAMES = words_of("labour labor tyre tire grey gray mould mold plough plow mum mom sceptic skeptic")
"""What is a name where it has a capital, and is written in one way only: the Labour Party, Tyre Nichols."""


def variants(words: Mapping[str, str]) -> dict[str, str]:
    """Return the terms of other spellings of a question's words, each with the term it stands for.

    ``words`` maps each term to the word it comes from.

    >>> variants({"legalis": "legalise"}), variants({"colour": "Colour"}), variants({"labour": "Labour"})
    ({'legal': 'legalis'}, {'color': 'colour'}, {})
    """
    found = {
        other: term
        for term, word in words.items()
        if not (word.lower() in _NAMES and word[:1].isupper())
        for written in _written(word.lower())
        for other in tokenize(written, "en")
    }
    return {other: term for other, term in found.items() if other not in words}


def _written(word: str) -> Iterator[str]:
    if word in _pairs():
        yield _pairs()[word]
    ise = _ISE.fullmatch(word) or _YSE.fullmatch(word)
    if ise and ise["stem"] not in _NO_ISE:
        between = "y" if word[len(ise["stem"])] == "y" else "i"
        yield f"{ise['stem']}{between}{'z' if ise['letter'] == 's' else 's'}{ise['end']}"
    if our := _OUR_WORD.fullmatch(word):
        yield f"{our['stem']}o{'' if our['u'] else 'u'}r{our['end']}"
    if end := _RE.fullmatch(word):
        yield f"{end['stem']}{'er' if end['end'] == 're' else 're'}{end['s']}"


@cache
def _pairs() -> dict[str, str]:
    both = [line.split() for line in _PAIRS.strip().splitlines()]
    both += [[f"{first}s", f"{second}s"] for first, second in both]
    return {one: other for first, second in both for one, other in ((first, second), (second, first))}
