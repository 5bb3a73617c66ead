"""The words that constrain a question in time or to an outlet: "since", "last", "according to", in five languages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.text.language import DEFAULT_LANGUAGE
from index.text.later import later

_NAME = r"[A-ZÀ-ÞА-ЯЁ][\w&.’'-]*(?:\s+(?:(?:of|de|du|des|the)\s+)?[A-ZÀ-ÞА-ЯЁ0-9][\w&’'-]*){0,4}"


@dataclass(frozen=True, slots=True)
class ConstraintWords:
    """How a language says them.

    ``relations`` maps each word before a time to "since", "after", "until", "before" or "in"; ``relation`` finds one at
    the end of what stands before a time. ``counted`` are words of times that are counted from today. ``event`` finds
    a time that is told by an event, its first group the relation's word; ``outlet`` an outlet (English: ``None``).
    """

    relations: dict[str, str]
    relation: re.Pattern[str]
    counted: re.Pattern[str]
    event: re.Pattern[str]
    outlet: re.Pattern[str] | None = None


def _words(
    relations: dict[str, str], between: str, counted: str, event: tuple[str, str], outlet: str
) -> ConstraintWords:
    """Make a language's patterns.

    ``between`` may stand between a relation and its time; ``event`` are the relations that an event may follow, and
    what opens its name; ``outlet`` is what stands before an outlet.
    """
    before, opening = event
    known = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(relations, key=len, reverse=True))
    return ConstraintWords(
        relations,
        later(rf"(?<!\w)({known})(?<!['’])\s+(?:(?:{between})[\s-]*)*$|(?<!\w)({known})(?<=['’])$", re.IGNORECASE),
        later(rf"(?<!\w)(?:{counted})", re.IGNORECASE),
        later(rf"(?<!\w)({before})\s+(?=(?:{opening}))((?:[\w’'-]+\s*){{2,5}})", re.IGNORECASE),
        later(rf"[,\s]*(?<!\w)(?P<lead>(?i:{outlet}))\s+(?P<name>{_NAME})(?P<own>(?!))?") if outlet else None,
    )


_SAID: dict[str, tuple[dict[str, str], str, str, tuple[str, str], str]] = {
    DEFAULT_LANGUAGE: (
        {"since": "since", "from": "since", "after": "after", "until": "until", "till": "until", "by": "until",
         "in": "in", "on": "in", "during": "in", "before": "before"},
        r"the|early|late|mid|end of|start of|beginning of",
        r"(?:last|this|past|previous|yesterday|today|tonight|ago|recent|current)\b",
        ("since|after|before|until", r"the\s|his\s|her\s|their\s|its\s"),
        "",
    ),
    "de": (
        {"seit": "since", "ab": "since", "nach": "after", "bis": "until", "vor": "before", "in": "in", "im": "in",
         "am": "in", "während": "in"},
        r"zum|zur|de[rmns]|jahre?s?|ende|anfang|mitte",
        r"letzt|vergangen|vorig|diese|gestern|heute|vorgestern",
        ("seit|nach|vor|bis", r"de[rmns]\s|ihre[rmns]?\s|seine[rmns]?\s"),
        r"laut|(?:nach|den) angaben(?: von)?(?: de[rs])?|gemäß",
    ),
    "es": (
        {"desde": "since", "a partir de": "since", "después de": "after", "tras": "after", "hasta": "until",
         "antes de": "before", "antes del": "before", "después del": "after", "en": "in", "durante": "in", "el": "in"},
        r"el|la|los|año|mes de|finales de|principios de|mediados de",
        r"(?:\w+\s+)?(?:semana|mes|año)\s+pasad|est[ae]\s|últim|ayer|hoy|anteayer",
        ("desde|después de|tras|antes de|hasta", r"el\s|la\s|los\s|las\s|su\s|sus\s"),
        r"según(?: el| la)?|de acuerdo con(?: el| la)?",
    ),
    "fr": (
        {"depuis": "since", "à partir de": "since", "dès": "since", "après": "after", "jusqu'à": "until",
         "jusqu’à": "until", "jusqu'en": "until", "jusqu’en": "until", "avant": "before", "en": "in", "au": "in",
         "pendant": "in", "durant": "in", "le": "in"},
        r"la|le|l['’]|les|mois de|année|fin|début",
        r"(?:[\w’']+\s+)?(?:semaine|mois|an|année)\s+(?:dern|pass)|cette\s|ce\s|hier|aujourd|avant-hier",
        ("depuis|après|avant|jusqu['’]à", r"le\s|la\s|les\s|l['’]|son\s|sa\s|ses\s|leur\s"),
        r"selon(?: le| la)?|d['’]après(?: le| la)?",
    ),
    "ru": (
        {"с": "since", "со": "since", "начиная с": "since", "после": "after", "до": "before", "перед": "before",
         "по": "until", "в": "in", "во": "in", "на": "in", "за": "in", "летом": "in"},
        r"начал[ае]|конц[ае]|середин[ыеу]",
        r"прошл|эт[ойаумт]|вчера|сегодня|позавчера",
        ("после|до|перед", r"[а-яё-]{4,}\s*(?:[\w’'-]+)"),
        r"по (?:данным|сообщению|информации|словам)|согласно",
    ),
}  # fmt: skip


@cache
def words_of_constraints(language: str) -> ConstraintWords:
    """Return the words of a language; those of English for one without."""
    return _words(*_SAID.get(language, _SAID[DEFAULT_LANGUAGE]))
