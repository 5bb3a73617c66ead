"""Whether a sentence tells who won what a question asks of, or that whom it names did (English)."""

from __future__ import annotations

import re

from bot.answering.lexicon.gazetteer import words_of
from bot.answering.matching.candidate import Candidate
from bot.answering.questions.question import AnswerKind, Question
from index.text.later import later
from index.text.tokens import tokenize

_WON = frozenset({"win", "wins", "won"})
_SOME = r"(?:two|three|four|five|six|seven|eight|nine|ten|several|multiple|\d{1,2})"
_ASKS_TALLY = later(rf"\b(?:{_SOME}|most|more|titles|times|\w+-time|twice|ever)\b", re.IGNORECASE)
_TITLED = later(
    rf"\b(?:\w+-time|former|past|previous|defending|great|true|last\s{_SOME})\s+(?:(?!and\b|who\b)[\w’'&-]+\s+){{0,3}}"
    r"(?:champions?|winners?)$",
    re.IGNORECASE,
)
"""A champion of earlier times: "*three-time Lantern Cup winner* Ida Falk"."""
_TIMES_WON = later(
    rf"\s+(?:(?:a|the|at|least|more|than|record)\s+){{0,2}}{_SOME}\s+(?:[\w’'&-]+\s+){{0,4}}"
    r"(?:titles|championships|crowns|trophies|awards|prizes|medals|times|cups|bowls|slams|opens|series)\b|"
    r"\s+(?:the\s+)?(?:[\w’'&-]+\s+){1,4}(?:twice|thrice|\w+ times)\b",
    re.IGNORECASE,
)
"""The same behind the verb: "won *six Lantern Cup titles*"."""
_WINNER = later(r"(?:[A-Z\d][\w’'&-]*\s+){1,3}(?:champions?|winners?)$")
"""What somebody won, up to the word for who did: "*World Cup champion*"."""
_IS_WON = later(
    r"\s+(?:(?:the|an?|his|her|their|its|this|that)\s+|(?=[A-Z]))"
    r"(?P<what>(?:[\w’'&.-]+\s+){0,5}?[\w’'&.-]*[\w’'])"
    r"(?=[,;:!?—–)]|(?<!\.[A-Z])\.(?!\w)|$|"
    r"\s(?:in|on|at|over|with|by|against|from|after|before|when|as|last|this|during|since|for|to|and|of)\b)"
)
"""What is won, behind the verb: "won *the Norland primary* on Monday"."""
_ANY_PRIZE = words_of(
    "it them title titles championship cup trophy gold medal medals match final game race award awards prize election "
    "vote seat crown series tournament contest event day everything all again twice big place best first landslide "
    "reelection re-election honors honours prizes trophies nothing term presidency office majority point points set "
    "lot oscar oscars globe globes emmy emmys grammy grammys tony tonys"
)
"""What may be said of anything that is won."""
_NAMED_CUP = later(r"\b(?!Grand\b|Slam\b)[A-Z][\w’'-]+(?=\s)")
"""A word of its name; a Grand Slam is any of four."""
_ASKS_OF_WINNER = later(
    r"\b(?:[Hh]ow|[Ww]hen|[Ww]here|[Ww]hy)\s+(?:did|does|do|will)\s+(?P<who>(?:the\s+)?[A-Z][^?,;]*?)\s+"
    r"(?:win|beat|defeat)\s+(?:the\s+|an?\s+|its\s+|his\s+|her\s+|their\s+)?(?:[a-z]+\s+){0,2}[A-Z\d]"
)
"""Asks how, when, where or why whom it names won something that has a name."""
_WINS = later(
    r"(?:['’]s)?(?:,?\s+who)?\s+(?:(?:to|had|has|have|\w+ly)\s+)?(?:w[io]n(?:s|ning)?|beat(?:s|ing)?|took|defeat(?:s|ed|ing))\b"
)
"""What tells right behind a name that it won."""
_BEATS = later(
    r"\b(?:beat(?:s|ing|en)?|defeat(?:s|ed|ing)?(?!\sof)|down(?:s|ed|ing)|(?<!\bis\s)(?<!\bwas\s)over|past|top(?:s|ped|ping)|"
    r"upset|edged|eliminat\w+|ended|stunn\w+|rout\w+|outlast\w+|conquer\w*)\s+"
    r"(?:(?!(?:as|when|after|before|by|for|to|all|and|while|where)\b)[\w’'.-]+\s+){0,3}\Z"
)
_IS_BEATEN = later(
    r"(?:['’]s?)?\s+(?:(?!never\b|not\b)\w+\s+){0,2}?"
    r"(?:lost|loses|losing|fell|loss|defeat(?!\sof)|(?:was|were)\s(?:beaten|eliminated))\b"
)
"""What stands before and behind who did not win."""
_A_WIN = later(
    r"\b(?:w[io]n(?:s|ning|ners?)?|victor\w+|triumph\w*|beat(?:s|ing)?|defeat(?:s|ed|ing)?|claim(?:s|ed|ing)?|"
    r"captur\w+|clinch\w*|title|champion\w*|gold|lift(?:s|ed|ing)?|crowned|top(?:s|ped|ping)|upset\w*|earn\w*|"
    r"elect(?:ed|ion)?|prevail\w*|swept|sweep|secur\w+|t(?:ook|ake[sn]?|aking)|nabbed|landed|awarded|receiv\w+|got|gain\w*|"
    r"hono(?:u)?red|shar(?:ed|es|ing)|edged|rout\w+|crush\w+|thrash\w+|overc\w+|outlast\w+|stunn\w+|dominat\w+|cruis\w+|"
    r"rall(?:y|ied))\b",
    re.IGNORECASE,
)
_WON_BY = later(
    r"(?:\bw[io]n(?:ning|ners?)?(?:\s\w+){0,2}\s+by|(?<!efending )\bchampions?,?|\bw[io]nners?\b[^.;]{0,60}|"
    r"\bw[io]n\s(?:for|by)|"
    r"\b(?:victory|triumph)\s(?:for|by)|\b(?:beaten|defeated|routed|lost|losing|falling|fell)\s+(?:by|to)|"
    r"\b(?:allow(?:s|ed|ing)?|to|for|gave|sends?|sent|lift(?:s|ed)?|led|propel\w*|help\w*))\s+(?:the\s+)?"
    r"(?:[\w’'-]+\s+){0,2}\Z"
)
"""What tells that a name won, anywhere behind it or right before it."""
NAME_REACH = 90
"""How many code points before a name are looked at."""
WIN_REACH = 90
"""How many code points behind a name that is looked for."""


def tells_win(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence can tell who won what is asked for, or of the win of whom a question names.

    True of every other question.
    """
    return not _is_tally(question, candidate) and not _is_of_loser(question, candidate)


def _is_tally(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence only counts what somebody ever won, where it is asked who won one of these."""
    word = question.words.get(question.verb or "", "").lower()
    if word not in _WON or question.kind not in {AnswerKind.WHO, AnswerKind.WHICH} or _ASKS_TALLY.search(question.text):
        return False
    text, (start, end) = candidate.article.text, candidate.span
    wins = candidate.spans_of(question.verb)
    return bool(wins) and all(
        _TIMES_WON.match(text, win.end, end)
        or _TITLED.search(text, max(start, win.start - 60), win.end)
        or _is_of_another_prize(question, text[max(start, win.start - 60) : win.end])
        or _wins_another(question, text[win.start : end])
        for win in wins
    )


def _is_of_another_prize(question: Question, text: str) -> bool:
    """Tell whether a winner, at the end of a text, is that of something else that is named: "World Cup champion"."""
    found = _WINNER.search(text)
    words = _NAMED_CUP.findall(found[0]) if found else []
    return bool(words) and question.names.isdisjoint(tokenize(" ".join(words), question.language))


def _wins_another(question: Question, text: str) -> bool:
    """Tell whether what is won, in a text from the verb on, is neither what is asked for nor called as anything is."""
    verb = re.match(r"w[io]n(?:s|ning)?\b", text)
    found = _IS_WON.match(text, verb.end()) if verb else None
    if found is None:
        return False
    words = found["what"].lower().split()
    terms = {question.aliases.get(term, term) for term in tokenize(found["what"], question.language)}
    asked = {*question.terms, *question.synonyms}
    return _ANY_PRIZE.isdisjoint(words) and bool(terms) and terms.isdisjoint(asked)


def _is_of_loser(question: Question, candidate: Candidate) -> bool:
    """Tell whether a question asks of a win of somebody whom the sentence only names as who lost or played."""
    asked = _ASKS_OF_WINNER.search(question.text)
    if asked is None or question.language != "en":
        return False
    winner = {question.aliases.get(term, term) for term in tokenize(asked["who"], question.language)}
    named = [place for place, term in candidate.pairs if term in winner & question.names]
    return bool(named) and not any(_may_have_won(candidate, place.start, place.end) for place in named)


def _may_have_won(candidate: Candidate, start: int, end: int) -> bool:
    """Tell whether a name at some code points can be that of who won."""
    text, (first, last) = candidate.article.text, candidate.span
    if _WINS.match(text, end, last):
        return True
    before = max(first, start - NAME_REACH)
    if _BEATS.search(text, before, start) or _IS_BEATEN.match(text, end, last):
        return False
    return bool(_A_WIN.search(text, end, min(last, end + WIN_REACH)) or _WON_BY.search(text, before, start))
