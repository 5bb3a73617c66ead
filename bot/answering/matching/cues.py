"""Words of a sentence that tell it gives what is asked: a reason, a manner, a definition, where something happens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answering.matching.features import SentenceTokens
from bot.answering.mentions.typed import TypedSpan
from bot.answering.questions.english import PERSONS
from bot.answering.questions.question import AnswerKind, Question
from index.models import Span
from index.text.later import later

_REASON = later(
    r"\b(because|due to|owing to|so that|in order to|led to|reasons?|caused?|therefore|as a result|amid|"
    r"(?:after|over)(?!\s+(?:\d|(?:about|less|more|nearly|almost|just|only|a|an|one|two|three|four|five|six|seven|eight|nine|"
    r"ten)\b)))\b",
    re.IGNORECASE,
)
_BEHIND_CUE = later(r"\b(?:because|due to|owing to|amid|after|over)\b[^,;.]*$", re.IGNORECASE)
"""What makes a reason for something else of the words behind it: "he complained *after she* slapped him"."""
_MANNER = later(r"\b(by \w+ing|using|through|via|with the help)\b", re.IGNORECASE)
_DEFINES = later(r"\b(?:is|are|was|were) (?:an?|the|one)\b|\b(?:known as|called|means|refers to)\b|,\s(?:an?|the)\s|\(")
_BEHIND_NAME = (
    r"['’\"”]?\s*(?:\([^)]{1,40}\)\s*)?"
    r"(?:,\s+(?:or|(?:also\s)?(?:known|called|referred\sto)\s(?:as\s)?)\s?[^,.;]{1,50},)?"
)
_WHAT = (
    r"(?!(?:best|big|biggest|challenge|crucial|favou?rite|good|great|growing|hot|huge|important|key|main|major|overwhelming|"
    r"perfect|problem|real|resounding|top|topic|vehicle|way|winner|worst)\b)"
)
"""What "a" and "the" are no definition before: "a *crucial* part of"."""
_IS_TOLD = later(
    rf"{_BEHIND_NAME}"
    r"(?:,\s+(?:an?|the|also|which|who|one)\b|\s(?:is|are|was|were|means|refers|stands for)\s|\s[—–-]\s(?:an?|the)\b)"
)
"""What stands behind a name where something is said of who or what that is: "Juneteenth, *the* day"."""
_DOES = (
    "commemorates|marks|celebrates|honou?rs|prohibits|bans|bars|requires|allows|guarantees|protects|provides|regulates|"
    "limits|measures|tracks|describes|consists of"
)
"""What a thing is for, said of it in the present: "Juneteenth *marks* the day", "the act *bans* fishing"."""
IS_A = later(
    rf"{_BEHIND_NAME}"
    rf"(?:,\s+(?:who\s(?:is|was)\s)?(?:an?|the)\s{_WHAT}|\s(?:is|are|was|were)\s(?:an?|the|one|any|when|defined)\b(?!\s(?!{_WHAT}))|"
    rf"\s(?:means|refers to|stands for)\b|(?:\s[a-z]+)?\s(?:{_DOES})\b|\s[—–-]\s(?:an?|the)\b|"
    r"\s(?:is|was)\s(?:now\s)?(?:[A-Z][\w-]+(?:\s[A-Z][\w-]+)?['’]s?)\s[a-z]|"
    r"\sare\s(?!\w+(?:ed|ing|wn|nd)\b)(?:[a-z-]+,?\s){0,4}?[a-z]{3,}s\s(?:with|that|which|from|of)\b)"
)
"""The same where that is said of it itself."""
_CALLED = later(
    r"\b(?P<article>an?|the)\s(?:[\w-]+\s){1,5}(?:called|known\sas|named)\s(?:the\s)?[\"“‘']?$", re.IGNORECASE
)
"""What stands before a name where it is given to what the sentence tells of: "a rare *disease called*"."""
ROLE = later(
    rf"\b(?i:{PERSONS}|activist|attorney general|billionaire|businessman|businesswoman|chairman|chairwoman|chief|"
    r"commissioner|congressman|congresswoman|entrepreneur|nominee|pastor|premier|professor|representative|spokesperson|"
    r"star|gov\.|rep\.|sen\.)\s+$"
)
"""What stands right before the name of somebody, and tells who that is: "Norland's *chancellor* Mia Rask"."""
ROLE_REACH = 30
"""How many code points before a name that stands at most."""
TITLED = 0.4
"""How much that is of a definition."""
_QUOTES = '"“‘'
CALLED_REACH = 80
"""How many code points of what a name is given to are read before it."""
_GIVEN = later(r"\W*(?:[A-Z][\w.’'-]*\s+){1,3}")
"""The other names of somebody before the one that a question has: "*Yevgeny* Prigozhin"."""
OPENING = 6
"""How many code points may stand before the name that a definition opens with."""
APART = 3
"""So many words between two of the question's make the second no part of what a sentence opens with."""
_LED = later(
    r"(?:\b(?i:in|at|near|from|outside|inside|off|to|on|across|around|through|throughout|over|into|between|along|within|"
    r"visit(?:ed|ing|s)?|left|leaving)\s+(?:(?:the|an?|his|her|their|its|nearby|downtown|[a-z]+ern|north|south|east|west)\s+)*"
    r"(?:[a-z][\w-]*\s+){0,2}|\b[A-Z][\w’'-]*,\s+|^\W*)$"
)
"""What stands before a place where something is or happens: "died *in* Ohio", "Halmar*, * Norland", a dateline."""
LED_REACH = 40


def cue_features(
    question: Question, text: str, start: int, sentence: Span, item: SentenceTokens, typed: Sequence[TypedSpan]
) -> dict[str, float]:
    """Return what speaks for a sentence of a text, where a reason, a manner, a definition or a place is asked for.

    ``start`` is where the extract begins, as it may lean on those before; ``typed`` are spans of the type asked for.
    """
    words = text[sentence.start : sentence.end]
    if question.kind is AnswerKind.WHY:
        return {"cue_why": float(_gives_reason(question, text, sentence, item))}
    if question.kind is AnswerKind.HOW:
        return {"cue_how": float(bool(_MANNER.search(words)))}
    if question.kind is AnswerKind.DEFINITION:
        return {"cue_definition": float(bool(_DEFINES.search(words))), **_definition(question, text, sentence, item)}
    if question.kind is AnswerKind.WHERE:
        led = (span for span in typed if _LED.search(text[max(start, span.start - LED_REACH) : span.start]))
        return {"led": max((span.strength for span in led), default=0.0)}
    return {}


def _gives_reason(question: Question, text: str, sentence: Span, item: SentenceTokens) -> bool:
    """Tell whether a sentence gives a reason, other than what the question asks the reason of itself."""
    verbs = [span for _, span, term in item.matched if term == question.verb]
    cues = [_BEHIND_CUE.search(text, sentence.start, verb.start) for verb in verbs]
    words = text[sentence.start : sentence.end]
    if cues and cues[0] and all(cues):
        words = f"{text[sentence.start : cues[0].start()]} {text[verbs[-1].end : sentence.end]}"
    return bool(_REASON.search(words))


def _opening_end(text: str, item: SentenceTokens) -> int:
    """Return where the question's words end with which a sentence opens, few others between; -1 if it has none."""
    end = -1
    for _, span, _ in item.matched:
        if end >= 0 and len(text[end : span.start].split()) >= APART:
            break
        end = max(end, span.end)
    return end


def _definition(question: Question, text: str, sentence: Span, item: SentenceTokens) -> dict[str, float]:
    """Return whether a sentence goes on to say what a name is right behind it, and opens with that."""
    ends = [span.end for _, span, term in item.matched if term == question.ordered[-1]]
    first = item.matched[0][1].start if item.matched else sentence.end
    opening = _opening_end(text, item)
    opens = first - sentence.start < OPENING or (
        bool(question.names) and _GIVEN.fullmatch(text, sentence.start, first) is not None
    )
    is_said = (
        opens and text[sentence.start] in _QUOTES and not any(text[end] in '"”’' for end in ends if end < len(text))
    )
    called = _CALLED.search(text, max(sentence.start, first - CALLED_REACH), first)
    defines = any(_IS_TOLD.match(text, end, sentence.end) for end in ends)
    is_called = called is not None and (called["article"].lower() != "the" or defines)
    is_a = opens and not is_said and any(IS_A.match(text, end, sentence.end) for end in ends if end <= opening)
    is_titled = len(question.names) > 1 and bool(ROLE.search(text[max(sentence.start, first - ROLE_REACH) : first]))
    return {
        "defines": float(defines),
        "is_a": 1.0 if is_a or is_called else TITLED * is_titled,
    }
