"""Whether a sentence tells what a brief question asks: who does it, where it is, how many or how old (English).

It may hold every word of "who shot Abe?" and name nobody ("Abe was shot during a speech").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.answering.lexicon.gazetteer import PLACES
from bot.answering.matching.candidate import Candidate, evidence_terms
from bot.answering.matching.counting import counts_asked, is_point
from bot.answering.matching.deeds import is_done_to
from bot.answering.matching.dying import tells_cause
from bot.answering.matching.roles import is_joined
from bot.answering.matching.succession import tells_succession
from bot.answering.matching.superlatives import is_superlative_of_other
from bot.answering.matching.totals import counts_all_there
from bot.answering.matching.winning import tells_win
from bot.answering.mentions.figures import is_age_of_another
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.asked_role import asks_doer
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later
from index.text.tokens import tokenize

LEAST_PLACE = 0.1
"""A name of no more strength is hardly a place."""
CLAUSE_REACH = 120
"""How many code points behind a verb its "by" may stand."""
OWNED = 20
"""How far behind a name that owns it what somebody does may stand: "Berg's alleged attack"."""

_BY = later(r"[^.;:!?]*?\bby\s+(?!\w+ing\b|\d)", re.IGNORECASE)
_LED = later(
    r"(?:\b(?:in|at|near|of|from|outside|on|to|for|against|about|than|between)|\bvs?\.)\s+(?:the\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
_BARE_NAMES = frozenset({"opening", "place", "organised"})
"""Forms of names that are seldom who does something: "Tokyo (CNN)", "Photos"."""
_NO_HOLDERS = frozenset({"opening", "place", "organised"})
NAMED = 0.4
"""From this strength on a name may be that of a person."""
_ASKS_HOLDER = later(r"\bwho(?:['’]s| is| was| are| were)\s+(?:the|\w+['’]s)\b", re.IGNORECASE)
_IS_WHERE = later(
    r"^\W*[Ww]here(?:['’]s| is| are| was| were)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s+(?:of|the|[A-Z0-9][\w’'-]*))*\W*$"
)
_STANDS_FOR = later(r"\b[Ww]hat do(?:es)? (?:the )?(?P<initials>[A-Z]{2,8})s? stand for\b")
_BETWEEN_WORDS = r"(?:[,\s]|\s(?:and|of|the|for|on|in|to|&))+"
_WHERE_FROM = later(r"\bwhere\b.*\bfrom\W*$", re.IGNORECASE)
_COMES_FROM = later(
    r"\b(?:from|natives?|born|hails?|raised|gr[eo]w(?:ing|n)? up|based|bred|roots|home ?towns?)\b",
    re.IGNORECASE,
)
_ASKS_SCHOOL = later(r"\bgo(?:es)? to (?:\w+ )?(?:school|college|university)\b", re.IGNORECASE)
_SCHOOL = later(
    r"\b(?:schools?|college|university|academy|institute|educat\w+|graduat\w+|studie[sd]|alum\w+|alma mater|campus|"
    r"degree|attend\w*|grad|trained|went to|Harvard|Yale|Eton|Princeton|Stanford|Oxford|Cambridge|High)\b",
    re.IGNORECASE,
)
_ASKS_HOME = later(r"\bwhere\b.*\blives?\b", re.IGNORECASE)
_HOME = later(
    r"\b(?:liv(?:es|ed|ing)|live(?! in concert| on (?:TV|stage|air))|resid\w+|home|house|moved|based|mansion|apartment|"
    r"villa|ranch|estate|native|neighbou?r\w*)\b"
)
"""What tells where somebody went to school, or lives."""
_DOING_NOW = later(r"\bwhat(?:['’]s|\sis|\sare)\s.+\sdoing\W*$", re.IGNORECASE)
"""Asks what somebody is doing, which anything that is said of them would answer."""
_ASKS_SENTENCE = later(r"\bsentence[ds]?\b|\bhow long\b.*\b(?:jail|prison|behind bars)\b", re.IGNORECASE)
_ASKS_MAXIMUM = later(r"\b(?:could|can|may|might|face[sd]?|facing|maximum|up to|would|carry|carries)\b", re.IGNORECASE)
_MAXIMUM = later(
    r"\b(?:faces?|faced|facing|maximum|up to|if (?:he|she|they)?\s?(?:is |are )?convicted|punishable|carries)\b"
)
_SENTENCED = later(r"\b(?:sentenced|was given|received|got|serv(?:ed|ing))\b")
"""What a court may give, which is not what somebody got."""
_LIES = later(
    r"\W{0,2}(?:which\s)?(?:(?:is|are|was|were|lies|stands|sits)\s)?(?:\w+ly\s)?"
    r"(?:(?:located|situated|based|built|buried|housed|lying|deep|high|just|right)\s(?:\w+ly\s)?)*"
    r"(?:in|at|near|on|outside|inside|beneath|under|underneath|off|between|along|across|below|above|atop)\s[^.;,!?]{0,40}",
    re.IGNORECASE,
)
"""What stands between a thing and where it is: "the tower, *in the heart of* Paris"."""
_OWNS = later(r"['’]s?\s(?:\w+\s){0,2}")
_COMMA = later(r",\s(?:the\s)?")
_OPENS = later(r"\W*(?:\w+\s)?(?:in|at|near)\s(?:the\s)?(?:[\w’'-]+\s){0,2}", re.IGNORECASE)
"""The same where the place comes first: "Paris*'s* Eiffel Tower", "*Elsewhere in* Paris*, the* Eiffel Tower"."""
COUNTS = 0.5
"""From this strength on a span is a figure, not "several" or a share."""
_COUNTED = later(r"\bhow many\s+(?P<what>[\w’'-]+)", re.IGNORECASE)
_HOW_OFTEN = later(r"\bhow many times\b", re.IGNORECASE)
_OFTEN = later(r"\b(?:once|twice|never|\w+[- ]times?|again)\b", re.IGNORECASE)
_ASK_THING = frozenset({AnswerKind.WHO, AnswerKind.WHICH, AnswerKind.OTHER, AnswerKind.DEFINITION})
_OWNED_THING = later(
    r"['’]s\s+(?:[a-z][\w-]*\s+){0,3}?(?P<thing>[a-z][\w-]*)\s*"
    r"(?:\W*$|(?=(?:named|called|in|at|on|of|for|with|after|from|to|by|when|during|worth)\b))"
)
_THING_OF = later(
    r"\b(?:is|was|are|were|[Ww]hat['’]s|[Ww]ho['’]s)\s+the\s+(?:[\w-]+\s+){0,2}?(?P<thing>[a-z][\w-]*)\s+(?:of|at|in|for|on|to)\b"
)
_EACH = later(r"\b(?:per|each|every)\s+$", re.IGNORECASE)
_ANOTHER_CLAUSE = later(r"\b(?:but|and|while|because|although)\b|[;:]", re.IGNORECASE)
_ANOTHER_SUBJECT = later(r"\b(?:but|while|because|although|after|when)\b|;|\band\s(?:[a-z]+\s){0,3}[A-Z]")
_AT_DEATH = later(r"\b(?:died|dies|dead|passed away)\b(?:[^.;A-Z]|[A-Z][a-z]+day)*?\b(?:at|aged?)\s(?:the age of\s)?\Z")
_YEAR_OLD = later(r"-year-old\s(?:will|would|said|told)\b")
_NAME_OPENS = later(r"(?:\W|[A-Z][\w.’'-]*\s)*")
_KIN_BEFORE = later(r",\s[^,;:.]{1,60}['’]s?\s")
_KIN_BEHIND = later(r"-year-old\s\w+(?:\s\w+)?[,.]")
_IN_PLACE = later(r"\b(?:in|at|across|within)\s+(?:the\s+)?(?=[A-Z])")
_WHERE_CLAUSE = later(r"(?P<place>[\w’'-]+)(?:\s+alone)?,?\s+(?:alone,?\s+)?where\s(?P<clause>[^,;.]*)")
_THING_ELSEWHERE = later(r"\s+(?:[a-z][\w’'-]*\s+){1,4}(?:in|across|throughout)\s+(?:the\s+)?(?P<place>[A-Z][\w’'-]*)")
"""Things counted behind a figure, and where they are: "3.5 million *people in California*"."""
_NEXT = later(r"\bnext\b", re.IGNORECASE)
_LAST = later(r"\bthe\s+(?:last|previous|most recent)\s+((?:[\w’'-]+\s*){1,4})", re.IGNORECASE)
"""The one before, and what it is: "*the last total solar eclipse*"."""


def tells(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate tells what is asked, as far as that can be seen; true of every other question."""
    if question.language != "en":
        return True
    lacks_name = candidate.features.get("unnamed") and is_news_in_brief(question, candidate)
    if lacks_name or is_superlative_of_other(question, candidate):
        return False
    if (
        _lacks_thing_owned(question, candidate)
        or not tells_win(question, candidate)
        or not tells_succession(question, candidate)
        or not tells_cause(question, candidate)
        or _keeps_initials(question, candidate)
        or _is_of_last(question, candidate)
    ):
        return False
    if _DOING_NOW.search(question.text) or _tells_only_maximum(question, candidate):
        return False
    if question.kind is AnswerKind.WHO:
        return not _is_agentless(question, candidate) and not _holder_is_unnamed(question, candidate)
    if question.kind is AnswerKind.WHERE:
        return _tells_where(question, candidate)
    if question.kind is AnswerKind.HOW_OLD:
        return _tells_age(question, candidate)
    if question.kind is AnswerKind.HOW_LONG:
        return not candidate.typed or not all(is_point(question, candidate, span) for span in candidate.typed)
    return question.kind is not AnswerKind.HOW_MANY or _tells_number(question, candidate)


def _tells_only_maximum(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence says only what a court may give somebody, where it is asked what they got."""
    if not _ASKS_SENTENCE.search(question.text) or _ASKS_MAXIMUM.search(question.text):
        return False
    return _MAXIMUM.search(candidate.said) is not None and not _SENTENCED.search(candidate.said)


def _tells_number(question: Question, candidate: Candidate) -> bool:
    """Tell whether a candidate counts what is asked, where it is asked, and says how often if that is asked."""
    if _HOW_OFTEN.search(question.text) and not _OFTEN.search(candidate.article.text, *candidate.span):
        return False
    if is_news_in_brief(question, candidate) and not (
        counts_asked(question, candidate) and counts_all_there(question, candidate)
    ):
        return False
    if _counts_another_thing(question, candidate):
        return False
    return not _is_counted_elsewhere(question, candidate) and not _is_share(question, candidate)


def _is_of_last(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence is of the last one of what a question asks for the next of."""
    said = candidate.said
    if not _NEXT.search(question.text) or _NEXT.search(said):
        return False
    last = _LAST.search(said)
    return last is not None and not question.key_terms.isdisjoint(tokenize(last[1], question.language))


def _keeps_initials(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence does not say what initials stand for, where that is asked."""
    asked = _STANDS_FOR.search(question.text)
    if asked is None:
        return False
    spelled = _BETWEEN_WORDS.join(rf"{letter}[a-z’'-]+" for letter in asked["initials"])
    said = candidate.said
    return "stands for" not in said and not re.search(rf"\b{spelled}\b", said, re.IGNORECASE)


def is_news_in_brief(question: Question, candidate: Candidate) -> bool:
    """Tell whether little is asked of an article with a date: encyclopedias say it in other words, quizzes ask more."""
    return candidate.article.published is not None and question.is_brief


def _lacks_thing_owned(question: Question, candidate: Candidate) -> bool:
    """Tell whether a passage of news does not speak of what a brief question asks of somebody: "Rask's *lawyer*"."""
    if question.kind not in _ASK_THING or not is_news_in_brief(question, candidate):
        return False
    asked = _OWNED_THING.search(question.text) or _THING_OF.search(question.text)
    if asked is None:
        return False
    terms = {question.aliases.get(term, term) for term in tokenize(asked["thing"], question.language)}
    wanted = terms & question.key_terms
    return bool(wanted) and not wanted & evidence_terms(candidate, question)


def _is_agentless(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence says that it was done, but not by whom, and names nobody else."""
    if not asks_doer(question) or question.verb not in candidate.matched_terms:
        return False
    text, end = candidate.article.text, candidate.span.end
    pairs = candidate.pairs
    verbs = candidate.spans_of(question.verb)
    if all(is_joined(text, verb.start, verb.end) for verb in verbs):
        return True
    named = [span for span, term in pairs if term in question.names]
    others = [item for item in candidate.typed if sum(item.start <= one.start < item.end for one in named) < 2]
    if any(_could_act(candidate, span, verbs) for span in others):
        return False
    return all(
        is_done_to(question, text, pairs, verb) and not _BY.match(text, verb.end, min(end, verb.end + CLAUSE_REACH))
        for verb in verbs
    )


def _holder_is_unnamed(question: Question, candidate: Candidate) -> bool:
    """Tell whether a sentence of news, asked who somebody is, names nobody: "the new head of the army has warned"."""
    if not is_news_in_brief(question, candidate) or not _ASKS_HOLDER.search(question.text):
        return False
    return not any(span.strength >= NAMED and span.form not in _NO_HOLDERS for span in candidate.typed)


def _could_act(candidate: Candidate, span: TypedSpan, verbs: Sequence[Span]) -> bool:
    text = candidate.article.text
    if text[span.end : span.end + 2] in {"'s", "’s"} and not any(0 <= verb.start - span.end <= OWNED for verb in verbs):
        return False
    return span.form not in _BARE_NAMES and not _LED.search(
        text[max(candidate.span.start, span.start - 30) : span.start]
    )


def _tells_where(question: Question, candidate: Candidate) -> bool:
    """Tell whether a place stands beside the thing that is asked for, if nothing but that is asked."""
    if _WHERE_FROM.search(question.text) and is_news_in_brief(question, candidate):
        return bool(_COMES_FROM.search(candidate.article.text, *candidate.span))
    if _ASKS_HOME.search(question.text) and is_news_in_brief(question, candidate) and not _HOME.search(candidate.said):
        return False
    if _ASKS_SCHOOL.search(question.text):
        return bool(_SCHOOL.search(candidate.said))
    if question.verb or not _IS_WHERE.match(question.text):
        return True
    spans = [(thing, place) for thing in _runs(candidate) for place in candidate.typed if place.strength > LEAST_PLACE]
    return any(_lies(candidate, thing, place) for thing, place in spans)


def _runs(candidate: Candidate) -> list[Span]:
    """Return the matched tokens of a candidate, those side by side made one."""
    text, runs = candidate.article.text, [*candidate.matched[:1]]
    for one, other in pairwise(candidate.matched):
        if other.start - one.end <= 1 and text[one.end : other.start].strip() in {"", "-"}:
            runs[-1] = Span(runs[-1].start, other.end)
        else:
            runs.append(other)
    return runs


def _lies(candidate: Candidate, thing: Span, place: TypedSpan) -> bool:
    text = candidate.article.text
    if thing.end <= place.start:
        is_owner = text.startswith(("'", "’"), place.end)
        is_within = place.value in PLACES and text[thing.end : place.start] == ", " and not is_owner
        return is_within or bool(_LIES.fullmatch(text, thing.end, place.start))
    if _OWNS.fullmatch(text, place.end, thing.start):
        return True
    opens = _OPENS.fullmatch(text, candidate.sentence.start, place.start)
    return bool(opens and _COMMA.fullmatch(text, place.end, thing.start))


def _tells_age(question: Question, candidate: Candidate) -> bool:
    """Tell whether an age is that of whom the question names, not of the next one in the sentence."""
    text = candidate.article.text
    names = [span for span, term in candidate.pairs if term in question.names]
    if not names or not candidate.typed:
        return True
    return any(
        not (_ANOTHER_SUBJECT if _is_of_subject(text, age) else _ANOTHER_CLAUSE).search(
            text, min(one.end, age.end), max(one.start, age.start)
        )
        for age in candidate.typed
        for one in names
        if not is_age_of_another(question.text, text, age) or _is_apposed(candidate, one, age)
    )


def _is_of_subject(text: str, age: TypedSpan) -> bool:
    """Tell whether an age is that of whom the sentence is about: "died at 91", "the 47-year-old will"."""
    return bool(_AT_DEATH.search(text, max(0, age.start - 40), age.start)) or (
        text.endswith("the ", 0, age.start) and _YEAR_OLD.match(text, age.end) is not None
    )


def _is_apposed(candidate: Candidate, name: Span, age: TypedSpan) -> bool:
    """Tell whether an age is said of the name that opens it: "Ida Falk, Bo Rask's 54-year-old daughter, won"."""
    text = candidate.article.text
    opens = _NAME_OPENS.fullmatch(text, candidate.sentence.start, name.start)
    return bool(opens and _KIN_BEFORE.fullmatch(text, name.end, age.start) and _KIN_BEHIND.match(text, age.end))


def _counts_another_thing(question: Question, candidate: Candidate) -> bool:
    """Tell whether a passage of news speaks neither of what a brief question counts nor of what that does."""
    asked = _COUNTED.search(question.text)
    if not asked or not is_news_in_brief(question, candidate):
        return False
    does = {term for term in question.key_terms if question.words[term].islower()}
    wanted = set(tokenize(asked["what"], question.language)) | does
    return bool(wanted) and not wanted & evidence_terms(candidate, question)


def _is_share(question: Question, candidate: Candidate) -> bool:
    """Tell whether what is asked for is only what others are counted for: "four tests per household"."""
    asked = _COUNTED.search(question.text)
    if not asked:
        return False
    text, terms = candidate.article.text, tokenize(asked["what"], question.language)
    things = [span for span, term in candidate.pairs if term in terms]
    return bool(things) and all(_EACH.search(text[max(0, span.start - 10) : span.start]) for span in things)


def _is_counted_elsewhere(question: Question, candidate: Candidate) -> bool:
    """Tell whether all figures of a sentence count what is in another place than the one asked for."""
    inside = _IN_PLACE.search(question.text)
    figures = [span for span in candidate.typed if span.strength >= COUNTS]
    if not inside or not figures:
        return False
    asked = {word.lower() for word in re.findall(r"[\w’'-]+", question.text[inside.end() :])}
    return all(_counts_in_other(candidate, span, asked) for span in figures)


def _counts_in_other(candidate: Candidate, figure: TypedSpan, asked: set[str]) -> bool:
    text, (start, end) = candidate.article.text, candidate.span
    behind = _THING_ELSEWHERE.match(text, figure.end, end)
    if behind and behind["place"].lower() not in asked:
        return True
    return any(
        clause.start("clause") <= figure.start < clause.end("clause") and clause["place"].lower() not in asked
        for clause in _WHERE_CLAUSE.finditer(text, start, end)
    )
