"""How it is told who owns or made something, and whom somebody plays for: the patterns of `relations` (English)."""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.answering.questions.english import OWNS, PLAYS_FOR
from index.text.later import later

_NOW = r"(?:(?:now|also|currently|officially|still|wholly|jointly|all|both|reportedly)\s+)*"
_NAMES = r"(?:[A-Z][\w.&’'-]*(?:\s+(?:(?:of|the)\s+)*[A-Z][\w.&’'-]*)*(?:,\s+(?:and\s+)?|\s+and\s+)(?:[Tt]he\s+)?){0,6}"
"""What else somebody owns, named first."""
_OWNER = r"(?:owner|parent(?:\s+company)?)"
"""Who owns something."""
_POSITION = (
    r"(?:quarterback|QB|running back|tight end|(?:wide )?receiver|wideout|(?:offensive |defensive )?(?:lineman|tackle|"
    r"end)|linebacker|cornerback|safety|kicker|punter|(?:edge|pass) rusher|(?:point |shooting )?guard|"
    r"(?:small |power )?forward|center|big man|pitcher|ace|closer|catcher|shortstop|(?:first|second|third) baseman|"
    r"infielder|outfielder|slugger|designated hitter|goalkeeper|goalie|goaltender|netminder|defender|defenseman|"
    r"midfielder|striker|winger|"
    r"captain|phenom|rookie|star|superstar)"
)
_ABOUT = (
    r"(?:(?:star|superstar|rookie|veteran|backup|starting|injured|two-way|young|new|All-Star|All-Pro|MVP|point|third-year)"
    r"\s+)*"
)
"""What a player is called beside the team."""
_TITLE = r"[A-Z0-9][\w.&:’'-]*(?: (?:(?:of|the|and|in|at|an?|on|to) )*[A-Z0-9&][\w.&:’'-]*){0,5}?"
"""What a company, a film or a book is called: words with capitals."""


class Relation(NamedTuple):
    """What is asked of a name: how, by which other words it is told, and what stands between the name and the answer.

    ``beside`` finds, by the name put in for ``{of}``, whether a text may tell it; ``apart`` is what stands between name
    and answer, and behind both, ``led`` before a name that the answer follows. No team is a person. What ``lasts`` is
    not otherwise today.
    """

    asked: tuple[re.Pattern[str], ...]
    words: str
    before: re.Pattern[str]
    behind: re.Pattern[str]
    beside: str
    apart: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = ()
    is_person: bool = True
    lasts: bool = False
    led: re.Pattern[str] | None = None


def _maker(verbs: str, nouns: str, participles: str) -> Relation:
    """Return the relation of whoever did once what one of some verbs says, and is called by a noun for it since."""
    to_name = r"(?:the\s+)?(?:[a-z-]+\s+){0,3}?[\"“‘']?"
    return Relation(
        asked=(
            later(
                rf"^\W*who (?:co-?)?(?:{verbs}) (?:the )?"
                r"(?:(?:movie|film|book|novel|memoir|company|group|show|series|song) )?"
                rf"(?:the )?[\"“‘']?(?P<of>(?-i:{_TITLE}))[\"”’']?\W*$",
                re.IGNORECASE,
            ),
        ),
        words=nouns.partition("|")[0],
        before=later(
            rf"(?:,[^,;.]{{1,60}},)?(?:,?\s+who)?\s+(?:co-?)?(?:{verbs})\s+(?:and\s+\w+\s+)?{to_name}|"
            rf",?\s+(?:(?:is|was)\s+)?(?:(?:the|an?|former|CEO|and|current|late|chair(?:man|woman)?)\s+){{0,5}}(?:co-)?"
            rf"(?:{nouns})(?:\s+and\s+\w+)?\s+of\s+{to_name}"
        ),
        behind=later(
            rf",?[\"”’']?(?:['’]s?)?,?\s+(?:co-)?(?:{nouns})s?(?:\s+and\s+(?:former\s+)?CEO)?,?\s+|"
            rf",?[\"”’']?,?\s+(?:(?:which|that)\s+)?(?:(?:was|is|were|are)\s+)?(?:\w+ly\s+)?(?:co-)?(?:{participles})"
            r"(?:\s+in\s+\d{4})?\s+by\s+(?:the\s+)?(?:[A-Za-z-]+\s+){0,4}?"
        ),
        beside=rf"\b{{of}}[\"”’']?(?:['’]s?)?,?\s(?:\w+\s){{{{0,3}}}}?(?:co-)?(?:{nouns}|{participles})|"
        rf"(?:{nouns})\s(?:and\s\w+\s)?of\s(?:\w+\s){{{{0,4}}}}?[\"“‘']?{{of}}|"
        rf"(?:{verbs})\s(?:\w+\s){{{{0,4}}}}?[\"“‘']?{{of}}",
        lasts=True,
        led=later(rf"\b(?:{nouns})\s+of\s+(?:the\s+)?$"),
    )


RELATIONS = (
    Relation(
        asked=OWNS,
        words="owner owned owns parent",
        before=later(
            rf"\.?(?:,[^,;.]{{1,60}},|\s+\([^)]*\))?(?:,?\s+(?:who|which|that))?\s+{_NOW}owns\s+(?:[Tt]he\s+)?{_NAMES}|"
            rf"(?:\.?,|\s+is|\s+\([^)]*\),?)\s+(?:(?:the|an?|now|current|billionaire|majority|principal)\s+)*(?:co-)?{_OWNER}"
            r"\s+of\s+(?:the\s+)?|(?:['’]s?)?-owned\s+(?:[a-z]+\s+){0,2}|"
            r"\s+(?:has\s+)?(?:bought|acquired|purchased|took over)\s+(?:the\s+)?"
        ),
        behind=later(
            rf"(?:,\s+(?:the|an?)(?:\s+[\w-]+){{1,4}})?,?\s+(?:(?:which|that)\s+)?(?:(?:is|are|has been)\s+)?{_NOW}"
            r"(?:owned|acquired|bought)"
            r"(?:\s+and\s+\w+)?\s+by\s+(?:(?:[Tt]he|an?|its)\s+)?(?:[A-Z][\w-]*\s+)?(?:[a-z-]+\s+){0,4}?|"
            rf"(?:['’]s?)?,?\s+(?:(?:its|the|current|majority|principal|billionaire|team)\s+)*(?:co-)?{_OWNER}s?,?\s+"
            r"(?:billionaire\s+)?"
        ),
        beside=r"\b(?:owns|owner of|parent of|-owned)\s(?:[^.;a-z]|the|and|of|[A-Z]\w+){{0,60}}?\b{of}\b|"
        r"\b{of}(?:['’]s?)?,?\s(?:\w+\s){{0,3}}?(?:owners?|owned|parent|bought|acquired)\b",
    ),
    Relation(
        asked=PLAYS_FOR,
        words="plays signed joined",
        before=later(
            rf"(?:['’]s?)?\s+{_ABOUT}{_POSITION}\s+(?:[A-Z][\w.’'-]*\s+)?|"
            r"\s+(?:(?:are|is|have|has)\s+)?"
            r"(?:acquir(?:es?|ed|ing)|sign(?:s|ed|ing)?|land(?:s|ed|ing)?|draft(?:s|ed)?|select(?:s|ed)?)\s+"
            rf"(?:[A-Z]+\s+)?{_ABOUT}(?:{_POSITION}\s+)?(?:[A-Z][\w.’'-]*\s+)?"
        ),
        behind=later(
            r"(?:,\s+(?:who\s+)?|\s+)(?:(?:has|have|now|will|is|also|officially)\s+)*"
            r"(?:announce[sd]\b[^.,;]{0,30}\b(?:plans?|decision|intention) to\s+)?"
            r"(?:(?:signs?|signed|signing|play(?:s|ing)?)\s+(?:with|for)|(?:traded|moved?)\s+to|join(?:s|ed|ing)?|chooses|chose)\s+"
            r"(?:the\s+)?|\s+of\s+the\s+"
        ),
        beside=rf"\b[A-Z][\w.’'-]*\s{_ABOUT}{_POSITION}\s(?:[A-Z][\w.’'-]*\s)?{{of}}\b|"
        r"\b{of},?\s(?:\w+\s){{0,2}}?(?:sign|join|play|trade|move|of the)",
        apart=((later(r",\s+(?:(?:the|an?|his|her)\s+)?"), later(rf"['’]?s?\s+{_ABOUT}{_POSITION}\b")),),
        is_person=False,
    ),
    _maker("founded|established|started|set up", "founder", "founded|established|started|set up"),
    _maker("directed", "director", "directed"),
    _maker("created|invented|designed", "creator|inventor|designer", "created|invented|designed"),
    _maker("wrote|authored|penned", "author|writer", "written|authored|penned"),
)
