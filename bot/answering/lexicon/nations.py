"""What belongs to a country, as English has it: "Brazilian" for Brazil."""

from __future__ import annotations

from functools import cache

from index.text.tokens import tokenize

_BELONGING = """
Afghanistan Afghan, Albania Albanian, Algeria Algerian, Argentina Argentine Argentinian, Armenia Armenian, Australia
Australian, Austria Austrian, Belarus Belarusian, Belgium Belgian, Bolivia Bolivian, Brazil Brazilian, Britain British,
Bulgaria Bulgarian, Cambodia Cambodian, Canada Canadian, Chile Chilean, China Chinese, Colombia Colombian, Croatia
Croatian, Cuba Cuban, Denmark Danish, Egypt Egyptian, England English, Estonia Estonian, Ethiopia Ethiopian, Europe
European, Finland Finnish, France French, Germany German, Greece Greek, Haiti Haitian, Hungary Hungarian, Iceland
Icelandic, India Indian, Indonesia Indonesian, Iran Iranian, Iraq Iraqi, Ireland Irish, Israel Israeli, Italy Italian,
Jamaica Jamaican, Japan Japanese, Kenya Kenyan, Korea Korean, Latvia Latvian, Lebanon Lebanese, Libya Libyan,
Lithuania Lithuanian, Malaysia Malaysian, Mexico Mexican, Moldova Moldovan, Morocco Moroccan, Netherlands Dutch,
Nicaragua Nicaraguan, Nigeria Nigerian, Norway Norwegian, Pakistan Pakistani, Palestine Palestinian, Peru Peruvian,
Philippines Philippine Filipino, Poland Polish, Portugal Portuguese, Romania Romanian, Russia Russian, Scotland
Scottish, Serbia Serbian, Somalia Somali, Spain Spanish, Sudan Sudanese, Sweden Swedish, Switzerland Swiss, Syria
Syrian, Taiwan Taiwanese, Thailand Thai, Tunisia Tunisian, Turkey Turkish, Ukraine Ukrainian, Venezuela Venezuelan,
Vietnam Vietnamese, Wales Welsh, Yemen Yemeni
"""

NATIONALITIES = frozenset(word for entry in _BELONGING.split(",") for word in entry.split()[1:]) | {
    "American", "Saudi", "Swazi", "Singaporean", "Emirati", "Qatari", "Kuwaiti", "Congolese", "Ghanaian", "Ugandan",
}  # fmt: skip
"""What says of which country somebody is: "Brazilian"."""
_AMERICA = {"america": frozenset({"usa", "american"})}
"""The other way round it would be said of most that is in the news: "American" of the U.S., and of two continents."""

OF_THE_UK = {"britain": "uk", "british": "uk"}
"""Who and what is the UK's is called so; what the UK does is seldom done by what is ("British Columbia")."""


@cache
def _by_country() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in _BELONGING.split(","):
        country, *others = entry.split()
        (term,) = tokenize(country, "en")
        forms = {term, *(other for word in others for other in tokenize(word, "en"))}
        found |= {form: frozenset(forms - {form}) for form in forms}
    return found | _AMERICA


def belonging(term: str) -> frozenset[str]:
    """Return the terms of what belongs to the country of a term, or of that country; empty for any other.

    >>> sorted(belonging("brazil")), sorted(belonging("brazilian"))
    (['brazilian'], ['brazil'])
    """
    return _by_country().get(term, frozenset())
