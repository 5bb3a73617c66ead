"""Whether a name only tells whose, or of whom, somebody else is that a sentence is about (English)."""

from __future__ import annotations

from functools import lru_cache

from bot.answering.lexicon.gazetteer import KIN
from index.models import Span
from index.text.later import later
from index.text.stopwords import STOPWORDS

_RELATED = (
    rf"(?i:(?:ex-)?(?:{KIN})|wives|niece|nephew|grandson|granddaughter|stepson|stepdaughter|relative|friend|colleague|teammate|"
    r"aide|advis[eo]r|assistant|deputy|spokes(?:man|woman|person)|lawyer|attorney|bodyguard|mentor|successor|predecessor|"
    r"follower|supporter|associate|all(?:y|ie)|critic|rival|opponent|accuser|killer|dog|cat|horse)s?"
)
_ASKS_RELATED = later(
    rf"\b(?:{_RELATED}|murderer|shooter|attacker|assassin|gunman|captor|suspect|actor|actress|star|singer|author|winner)\b"
)
_OPENS = r"(?:^|[.!?:;,—–]\s|\b(?:and|but)\s)(?:(?:[Tt]he|[Aa]n?|[A-Z]\w+)\s)?(?:[a-z-]+\s)?"
_RELATED_TO = later(
    rf"{_OPENS}(?:{_RELATED}\s(?:of|to|for)\s(?:(?:(?:the|late|former|and)\s)*[A-Z][\w.’'-]*\s)*(?:the\s)?"
    r"|(?:[Mm][ae]n|[Ww]om[ae]n|[Pp]eople|[Pp]erson)\s(?:who|accused)\s(?:(?!\b(?:said|says|told|claim\w*)\b)[^,;:.!?])*)$"
)
"""What stands before a name, from the beginning of a clause, where somebody else is meant: "*The wife of* Ida Falk"."""
_ASIDE = later(
    r"(?:^|[.!?:]\s)(?P<name>[A-Z][\w.’'-]*(?:\s[A-Z][\w.’'-]*)*)(?:,\s|\s\(|\s[—–]\s)(?:(?:aged\s)?\d+,\s)?(?=[a-z])"
    r"(?:[^,;:!?()—–]*?\s)?(?:of|to|for|against|than|under|who|whose|whom|\w+ing)\s(?:(?!\b(?:and|or)\b)[^,;:!?()—–])*$"
)
"""The same where a name is in what is said of another: "*Bo Rask, who met* Ida Falk".

Behind "and" it may be that of somebody who does it, too.
"""
_WHOSE_KIN = later(
    rf"(?:(?<=['’]s)|(?<=s['’])|['’]s?)\s(?:[a-z-]+\s){{0,2}}(?:{KIN})\b"
    r"(?:(?!\b(?:said|says|told|tells|confirm\w*|announc\w*|that|who|whose|he|she)\b)[^;:.!?])*"
)
"""What stands between a name and a verb of the kin: "Ida Falk*'s mother is Uma Berg,* born in 1950"."""
REACH = 300
"""How many code points before a name that is looked for."""
_NAME_ENDS = r"(?:-[\w’'-]+|\s[A-Z][\w’'-]*)*"
_AUXILIARIES = r"(?:(?:\w+ly|has|have|had|is|was|were|are|been|be|also|not|then|will|would)\s)*"
_VERB_FOLLOWS = later(rf"{_NAME_ENDS}\s{_AUXILIARIES}")
"""All that stands between a name and the verb of the one whose it tells."""
_ASIDE_ENDS = later(rf"[^,;:.!?()—–]*(?:,(?:\s\d+,)?\s|\)\s|\s[—–]\s){_AUXILIARIES}")
"""The same where what is said of that one ends in between."""


def tells_only_whose(sentence: str, name: Span, verb: Span, asked: str) -> bool:
    """Tell whether a name before a verb only says whose somebody is who does what the verb says.

    "The wife of Ida Falk died", "Bo Rask, who met Ida Falk, died". Not so where the question, ``asked``, is of somebody
    who is somebody's.
    """
    if _asks_related(asked):
        return False
    before, between = sentence[max(0, name.start - REACH) : name.start], sentence[name.end : verb.start]
    if _VERB_FOLLOWS.fullmatch(between) and _RELATED_TO.search(before):
        return True
    if _WHOSE_KIN.fullmatch(sentence, name.end, verb.start):
        return True
    aside = _ASIDE.search(before) if _ASIDE_ENDS.fullmatch(between) else None
    if aside is None:
        return False
    names = aside["name"].lower().split()
    return names[0] not in STOPWORDS["en"] and not set(names) & set(asked.lower().split())


@lru_cache(maxsize=64)
def _asks_related(text: str) -> bool:
    return _ASKS_RELATED.search(text) is not None
