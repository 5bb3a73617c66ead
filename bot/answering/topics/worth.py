"""What somebody or something is worth, and what only is worth as much beside it (English).

"A *plan worth* $50bn" and "$85 billion *worth of* goods" tell nothing of the worth of whoever stands in the sentence.
"""

from __future__ import annotations

import re

from bot.answering.matching.reading import Reading
from bot.answering.mentions.names import Mention
from bot.answering.questions.question import Question
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

_ASKED = later(
    r"^\W*(?:how much(?:['’]s| is| are| was| were) (?P<named>.+?)(?:['’]s?)? (?:net )?worth\b(?! of)|"
    r"what(?:['’]s| is| was) (?:(?:the )?net worth of (?P<of>.+?)|(?P<owner>.+?)(?:['’]s?)? (?:net )?worth))\W*$",
    re.IGNORECASE,
)
_WORTH = later(r"\bworth\b")
_SAID_OF_IT = later(
    r"(?:\b(?:is|are|was|were|be|been|being|net)|['’]s)\s+(?:(?:\w+ly|now|still|about|around|thought to be)\s+)*$"
)
"""What stands before "worth" where the sentence is about that: "Musk's *net* worth"."""
_OF_GOODS = later(r"\s+of\b")
_RICHES = later(r"\b(?:net worth|fortune|wealth|valued|valuation|market (?:value|cap))", re.IGNORECASE)
_IS_WORTH = later(r"(?:,[^,.;]{1,60},|,\s+who)?\s+(?:(?:is|was)\b|(?:could|may|might) be\b)[^.,;]{0,30}\bworth\b")
_BEHIND_PREPOSITION = later(r"\b(?:about|behind|by|for|from|of|to|with)\s+(?:[A-Z][\w’'-]*\s+)*\Z")
"""What stands before a name that is not the one that is worth something: "a plan *for* Musk is worth"."""
_WHOSE_RICHES = later(r"(?P<who>[\w’'-]+),\s+whose\s+(?:net worth|fortune|wealth)\b")
REACH = 40
"""How many code points before a name that is looked for."""
_VERB_REACH = 40
"""How many code points before the word its verb is looked for."""


def worth_of_others(question: Question, text: str, start: int, end: int) -> list[Mention]:
    """Return where "worth" is of goods or of a thing, in a stretch of text, if it is asked how much a name is worth."""
    if not asks_worth(question):
        return []
    terms = frozenset(tokenize("worth", question.language))
    return [
        Mention(Span(*word.span()), terms, word[0], is_other=True)
        for word in _WORTH.finditer(text, start, end)
        if _OF_GOODS.match(text, word.end())
        or not _SAID_OF_IT.search(text, max(start, word.start() - _VERB_REACH), word.start())
    ]


def asks_worth(question: Question) -> bool:
    """Tell whether a question asks what somebody or something with a name of its own is worth."""
    asked = _ASKED.search(question.text)
    named = tokenize(asked["named"] or asked["of"] or asked["owner"], question.language) if asked else []
    return bool(named) and question.names.issuperset(named)


def is_worth_of_other(question: Question, reading: Reading) -> bool:
    """Tell whether an amount may be what something else is worth: whom the question names does not stand before it."""
    if not asks_worth(question):
        return False
    text, candidate = reading.candidate.article.text, reading.candidate
    names = [place for place, term in candidate.pairs if term in question.names]
    if _RICHES.search(candidate.said):
        whose = _WHOSE_RICHES.search(text, *candidate.span)
        return whose is not None and all(place.start != whose.start("who") for place in names)
    return not any(
        _IS_WORTH.match(text, name.end) and not _BEHIND_PREPOSITION.search(text, max(0, name.start - REACH), name.start)
        for name in names
    )
