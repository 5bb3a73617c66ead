"""Names as articles write them: who is meant by a surname alone, another spelling, or a description.

Learnt from each article while it is asked: "Kim" refers to the last full name before it that fits, "the North Korean
leader" to whom the article calls so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.answering.lexicon.gazetteer import FIRST_NAMES, words_of
from bot.answering.lexicon.name_runs import BLANK
from bot.answering.questions.question import Question
from index.models import Span
from index.text.later import later
from index.text.normalise import without_genitive
from index.text.tokens import tokenize

SURNAME_FIRST = words_of(
    """
    Ban Chen Cheng Chiang Deng Ding Gao Guo Han Hu Huang Jiang Jin Kang Kim Kwon Lai Le Lee Li Lim Lin Liu Ma Mao Moon
    Ngo Nguyen Park Peng Pham Qin Roh Shin Song Sun Tan Tran Tsai Wang Wen Wu Xi Xu Yang Yoon Zhang Zhao Zhou Zhu
    """
)
"""Surnames of languages that put them first."""
LIKE_LENGTH = 4
"""Names of at least so many letters may differ by one of them: Jong and Jung, Zelensky and Zelenskyy."""
STEM = 5
"""Words of a description that begin with so many same letters are one ("Korea", "Korean")."""

CAPITALISED = r"[A-Z][\w.’'-]*(?:\s+[A-Z][\w.’'-]*)*"
"""A run of words with capitals."""
_PART = r"[A-Z][\w’']*(?:-\w+)*"
_FULL = later(rf"\b{_PART}(?:\s+{_PART})+")
_TITLE = (
    r"(?:[Ll]eader|[Pp]resident|[Pp]rime [Mm]inister|[Ff]oreign [Mm]inister|[Mm]inister|[Cc]hancellor|[Kk]ing|[Qq]ueen|"
    r"[Pp]remier|[Gg]overnor|[Mm]ayor|[Ss]enator|[Cc]oach|[Cc]aptain|[Cc]hairman|[Cc]hief|[Ff]ounder|[Dd]irector|CEO)"
)
_DESCRIPTION = later(rf"\b[Tt]he\s+((?:[A-Z][\w’-]+\s+){{1,3}}{_TITLE})\b(?!\s+[A-Z])")
"""Somebody meant by what they are: "the North Korean leader"."""
_CALLED_BEFORE = later(rf"((?:[A-Z][\w’-]+\s+){{1,3}}{_TITLE})\s+({_PART}(?:\s+{_PART}){{0,3}})")
"""North Korean leader Kim Jong Un."""
_CALLED_BEHIND = later(
    rf"({_PART}(?:\s+{_PART}){{0,3}}),\s+(?:the\s+)?"
    rf"((?:[A-Z][\w’-]+\s+){{1,3}}{_TITLE}|{_TITLE}\s+of\s+(?:the\s+)?(?:[A-Z][\w’-]+\s*){{1,3}})"
)
"""Kim Jong Un, the North Korean leader; Kim Jong Un, leader of North Korea."""
_RUN_TOGETHER = later(
    r"\b(?P<name>[A-Z]\w{2,}?)(?:president|prime|minister|chancellor|premier|governor|senator|chairman)\b"
)
LEAST_INITIALS = 3
_ACRONYM = later(r"\b[A-Z]{3,6}\b")
_BETWEEN_INITIALS = r"\s+(?:(?:of|the|and|for|on|in|to)\s+){0,2}"
_SPELLED_OUT = later(r"\b[A-Z][a-z]+(?:\s+(?:(?:of|the|and|for|on|in|to)\s+){0,2}[A-Z][a-z]+){2,5}")
_ALSO_WRITTEN = {
    "US": "United States", "U.S.": "United States", "USA": "United States", "UK": "Britain|British|United Kingdom",
    "U.K.": "Britain|British|United Kingdom", "Britain": "UK|U\\.K\\.|United Kingdom", "EU": "European Union",
    "UN": "United Nations", "U.N.": "United Nations", "NY": "New York", "NYC": "New York", "LA": "Los Angeles",
    "DC": "Washington", "D.C.": "Washington", "SF": "San Francisco", "Philly": "Philadelphia", "GOP": "Republicans?",
    "Dems": "Democrats?", "SCOTUS": "Supreme Court", "Fed": "Federal Reserve", "Covid": "[Cc]oronavirus",
    "COVID": "[Cc]oronavirus", "Q1": "first[ -]quarter", "Q2": "second[ -]quarter",
    "Q3": "third[ -]quarter", "Q4": "fourth[ -]quarter",
}  # fmt: skip
"""Short names of questions, and how the news writes them, as a pattern."""
_GIVEN_BEFORE = later(rf"((?:{_PART}{BLANK}){{1,3}})$")
_GIVEN_BEHIND = later(rf"(?:-|{BLANK})+({_PART}(?:[^\S\n]{_PART}|-{_PART})?)")
_SHORT_FORMS = """
    Abby Abigail, Abe Abraham, Alex Alexander, Andy Andrew, Becky Rebecca, Ben Benjamin, Bernie Bernard, Beth Elizabeth,
    Bill William, Billy William, Bob Robert, Bobby Robert, Charlie Charles, Chris Christopher, Chuck Charles,
    Cindy Cynthia, Dan Daniel, Danny Daniel, Dave David, Debbie Deborah, Dick Richard, Don Donald, Donnie Donald,
    Drew Andrew, Ed Edward, Eddie Edward, Fred Frederick, Gabe Gabriel, Greg Gregory, Jake Jacob, Jeff Jeffrey,
    Jen Jennifer, Jenny Jennifer, Jerry Gerald, Jim James, Jimmy James, Joe Joseph, Joey Joseph, Johnny John,
    Jon Jonathan, Josh Joshua, Kate Katherine, Ken Kenneth, Kenny Kenneth, Larry Lawrence, Liz Elizabeth,
    Maggie Margaret, Matt Matthew, Mike Michael, Mitch Mitchell, Nate Nathan, Nick Nicholas, Nicolas Nicholas,
    Patty Patricia, Pete Peter, Phil Philip, Ray Raymond, Rick Richard, Rob Robert, Ron Ronald, Ronnie Ronald,
    Russ Russell, Sam Samuel, Stan Stanley, Stephen Steven, Steve Steven, Sue Susan, Ted Theodore, Tim Timothy,
    Tom Thomas, Tommy Thomas, Tony Anthony, Vince Vincent, Walt Walter, Will William, Zach Zachary
"""
_IN_FULL = dict(pair.lower().split() for pair in _SHORT_FORMS.split(","))
"""Short forms and other spellings of given names, and what they stand for."""
_REACH = 60
"""How far before a surname its given names are looked for, in code points."""
_OPENS = later(r"(?:^|[.!?:;\n]|\s[–—-])[\s“\"‘]*$")
OPENS_REACH = 4
"""How many code points before a word that opens a question are looked at."""
_NO_NAMES = words_of("the a an mr mrs ms dr sir dean judge president minister said and of in for but when after")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an article's text that stands for a name of the question, or its verb, and for which of its terms.

    ``meant`` is the name or description as the article gives it where it tells who that is. Of one that ``is_other``
    the terms are those that it does not stand for: it is the name of somebody else.
    """

    span: Span
    terms: frozenset[str]
    meant: str
    is_other: bool = False


@dataclass(frozen=True, slots=True)
class _FullName:
    """A full name of the question: the word that may stand alone for it, and the others."""

    words: tuple[str, ...]
    short: str
    rest: tuple[str, ...]
    terms: frozenset[str]


def mentions(question: Question, text: str, start: int, end: int) -> tuple[Mention, ...]:
    """Return what stands for the question's names in a stretch of an article's text, in order of place."""
    if not question.names:
        return ()
    piece = text[start:end]
    found: list[Mention] = []
    for name in _full_names(question.text, question.language, question.names):
        if name.short in piece:
            found += _short_mentions(name, text, start, end)
    found += _shortened(question, piece, start)
    found += _run_together(question, piece, start)
    found += _described(question, text, start, end)
    return tuple(sorted(found, key=lambda item: item.span))


@lru_cache(maxsize=64)
def _full_names(text: str, language: str, names: frozenset[str]) -> tuple[_FullName, ...]:
    """Return the names of at least two words in a question."""
    found = []
    for match in _FULL.finditer(text):
        words = [
            word for word in re.split(r"\s+", without_genitive(match.group())) if names & set(tokenize(word, language))
        ]
        if len(words) < 2 or not {words[0], words[0].partition("-")[0]} & (FIRST_NAMES | SURNAME_FIRST):
            continue  # "White House" and "World Cup" are no persons
        short = words[0] if words[0] in SURNAME_FIRST else words[-1]
        rest = tuple(words[1:] if short is words[0] else words[:-1])
        terms = names & set(tokenize(" ".join(words), language))
        found.append(_FullName(tuple(words), short, rest, terms))
    return tuple(found)


def _shortened(question: Question, piece: str, start: int) -> Iterator[Mention]:
    """Yield where a passage spells out what the question has as initials, or has the initials of what is spelled out.

    "NATO" and "North Atlantic Treaty Organization", "European Court of Justice" and "ECJ".
    """
    for pattern, terms in _initials(question.text, question.language, question.names):
        for match in pattern.finditer(piece):
            yield Mention(Span(start + match.start(), start + match.end()), terms, match.group())


def _run_together(question: Question, piece: str, start: int) -> Iterator[Mention]:
    """Yield where a page has lost what stood between a name and what somebody is: "Vladimir Putinpresident"."""
    for word in _RUN_TOGETHER.finditer(piece):
        terms = question.names & frozenset(tokenize(word["name"], question.language))
        if terms:
            yield Mention(Span(start + word.start(), start + word.end("name")), terms, word["name"])


@lru_cache(maxsize=64)
def _initials(text: str, language: str, names: frozenset[str]) -> tuple[tuple[re.Pattern[str], frozenset[str]], ...]:
    """Return what the names of a question can be written as instead, each with the terms it stands for."""
    found = []
    for match in _ACRONYM.finditer(text):
        terms = names & set(tokenize(match.group(), language))
        if terms:
            spelled = _BETWEEN_INITIALS.join(rf"{letter}[a-z][\w’'-]*" for letter in match.group())
            found.append((later(rf"\b{spelled}"), terms))
    for short, written in _ALSO_WRITTEN.items():
        terms = names & set(tokenize(short, language)) if short in text else frozenset()
        if terms and re.search(rf"(?<!\w){re.escape(short)}(?!\w)", text):
            found.append((later(rf"(?<![A-Z]\w )(?<!\w)(?:{written})(?!\w|[^\S\n][A-Z])"), terms))
    for match in _SPELLED_OUT.finditer(text):
        terms = names & set(tokenize(match.group(), language))
        initials = "".join(word[0] for word in match.group().split() if word[0].isupper())
        if len(terms) == len(initials) >= LEAST_INITIALS:
            found.append((later(rf"\b{initials}\b"), terms))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Written:
    """A full name in an article: where, as written, and whether it is the question's."""

    span: Span
    text: str
    fits: bool


def _short_mentions(name: _FullName, text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield where the short form of a name stands for it, or for another that was written before."""
    full = _written(name, text)
    if not full:
        return
    for match in re.finditer(rf"\b{re.escape(name.short)}\b", text[start:end]):
        span = Span(start + match.start(), start + match.end())
        before = [item for item in full if item.span.start <= span.start]
        last = before[-1] if before else full[0] if len({item.fits for item in full}) == 1 else None
        if last and last.fits:
            yield Mention(span, name.terms, last.text)
        elif last:
            inside = last.span if last.span.end > span.start else span
            for part in re.finditer(r"[\w’']+", text[inside.start : inside.end]):
                place = Span(inside.start + part.start(), inside.start + part.end())
                yield Mention(place, name.terms, last.text, is_other=True)


@lru_cache(maxsize=128)
def _written(name: _FullName, text: str) -> tuple[_Written, ...]:
    """Return every full name with the same short form, in order."""
    found = []
    leads = name.short == name.words[0]
    wanted = letters_of(name.rest)
    for match in re.finditer(rf"\b{re.escape(name.short)}\b", text):
        if leads:
            beside = _GIVEN_BEHIND.match(text, match.end())
            span = Span(match.start(), beside.end()) if beside else None
        else:
            first = max(0, match.start() - _REACH)
            beside = _GIVEN_BEFORE.search(text[first : match.start()])
            span = Span(first + beside.start(), match.end()) if beside else None
        if beside is None or span is None:
            continue
        words = re.split(r"[\s-]+", beside[1].strip())
        given = letters_of(words)
        if can_be_one(given, wanted):
            found.append(_Written(span, text[span.start : span.end], fits=True))
        elif leads or (
            {words[0], words[-1]} & FIRST_NAMES and not _NO_NAMES & set(given) and not _asks(words, text, span.start)
        ):
            found.append(_Written(span, text[span.start : span.end], fits=False))
    return tuple(found)


def _asks(words: Sequence[str], text: str, start: int) -> bool:
    """Tell whether a given name only opens a question: "*Will* Falk resign?"."""
    return list(words) == ["Will"] and _OPENS.search(text, max(0, start - OPENS_REACH), start) is not None


def letters_of(words: Sequence[str]) -> list[str]:
    """Return the parts of a name's words, in small letters: "Jong-un" has two."""
    return [part.lower() for word in words for part in re.split(r"[-’'.]", word) if part]


def can_be_one(given: Sequence[str], wanted: Sequence[str]) -> bool:
    """Tell whether the other parts of two names can be the same: each of the fewer is like one of the others."""
    if "".join(given) == "".join(wanted):
        return True
    fewer, more = sorted((given, wanted), key=len)
    return bool(fewer) and all(any(_alike(one, other) for other in more) for one in fewer)


def _alike(one: str, other: str) -> bool:
    """Tell whether two parts of names are equal, an initial or a short form and its name, or one letter apart."""
    one, other = _IN_FULL.get(one, one), _IN_FULL.get(other, other)
    if one == other or (min(len(one), len(other)) == 1 and one[0] == other[0]):
        return True
    if min(len(one), len(other)) < LIKE_LENGTH or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    shorter, longer = sorted((one, other), key=len)
    place = next((at for at, letter in enumerate(shorter) if letter != longer[at]), len(shorter))
    return shorter[place + (len(shorter) == len(longer)) :] == longer[place + 1 :]


def _described(question: Question, text: str, start: int, end: int) -> Iterator[Mention]:
    """Yield descriptions that stand for a name of the question, and names that stand for its description."""
    asked = _described_in(question.text)
    wanted = _stems(asked) if asked else frozenset()
    here = list(_DESCRIPTION.finditer(text, start, end))
    if not wanted and not here:
        return
    for called, name in _called(text):
        words = re.split(r"\s+", name)
        if asked and _stems(called) >= wanted:
            short = words[0] if words[0] in SURNAME_FIRST else words[-1]
            terms = frozenset(tokenize(asked, question.language)) & frozenset(question.terms)
            for match in re.finditer(rf"\b{re.escape(short)}\b", text[start:end]):
                yield Mention(Span(start + match.start(), start + match.end()), terms, f"{called}, {name}")
        terms = question.names & frozenset(tokenize(name, question.language))
        if not terms or not (terms >= question.names or _is_name_of(question, name)):
            continue
        for match in here:
            if _stems(match[1]) == _stems(called):
                yield Mention(Span(*match.span()), terms, f"{called}, {name}")


@lru_cache(maxsize=64)
def _described_in(text: str) -> str:
    """Return the description of somebody in a question, empty if there is none."""
    found = _DESCRIPTION.search(text)
    return found[1] if found else ""


def _is_name_of(question: Question, name: str) -> bool:
    """Tell whether a name of an article is one of the question's, whole or by the part that may stand for it."""
    words = re.split(r"\s+", name)
    short = words[0] if words[0] in SURNAME_FIRST else words[-1]
    return re.search(rf"\b{re.escape(short)}\b", question.text) is not None


def _called(text: str) -> Iterator[tuple[str, str]]:
    """Yield description and name wherever an article says who somebody is."""
    for match in _CALLED_BEFORE.finditer(text):
        yield match[1], match[2]
    for match in _CALLED_BEHIND.finditer(text):
        yield match[2].strip(), match[1]


def _stems(words: str) -> frozenset[str]:
    """Return the beginnings of the words of a description, but for "of" and "the"."""
    return frozenset(word.lower()[:STEM] for word in words.split() if word not in {"of", "the"})


def terms_at(found: Sequence[Mention], *, is_other: bool) -> dict[int, frozenset[str]]:
    """Return place -> the terms that what begins there stands for besides its own, or does not stand for."""
    held: dict[int, frozenset[str]] = {}
    for item in found:
        if item.is_other == is_other:
            held[item.span.start] = held.get(item.span.start, frozenset()) | item.terms
    return held
