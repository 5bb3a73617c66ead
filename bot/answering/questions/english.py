"""What kind of answer an English question expects, by its question words and the thing it asks for."""

from __future__ import annotations

import re

from index.text.later import later

PERSONS = (
    "actor|actress|artist|astronaut|athlete|author|boxer|candidate|captain|cartoonist|ceo|champion|chancellor|"
    "coach|comedian|commissioner|composer|cowboy|criminal|critic|daughter|detective|dictator|director|driver|economist|emperor|engineer|explorer|"
    "father|founder|general|god|goddess|golfer|governor|hero|host|husband|inventor|journalist|judge|justice|king|lawyer|"
    "leader|man|mathematician|mayor|minister|monarch|mother|murderer|musician|novelist|official|painter|person|"
    "philosopher|photographer|physicist|pilot|player|poet|politician|pope|president|prime minister|prince|princess|"
    "premier|queen|quarterback|rapper|scientist|sculptor|secretary|senator|singer|son|speaker|spokesman|spokeswoman|swimmer|"
    "wife|woman|writer"
)
HOLDS = later(
    r"\W*[Ww]ho(?:['’]s| is)? (?P<office>coach(?:es|ing)|chairs|heads|manag(?:es|ing)|run(?:s|ning)|"
    r"(?:in )?charge (?:of|at)|(?:the )?boss (?:of|at)) (?:the )?"
    r"(?P<of>[A-Z][\w.&’'-]*(?: (?:of |the )*[A-Z][\w.&’'-]*){0,3})\W*$"
)
"""Asks in other words for the holder of an office: "who *coaches* ...?", "who is *in charge of* ...?"."""
_OWNED = r"(?P<of>(?-i:[A-Z0-9])[\w.&’'+-]*(?: [\w.&’'+-]+){0,4}?)"
OWNS = (
    later(
        r"^\W*(?:who|(?:what|which) (?:company|person|family|firm|group))(?:['’]s| is| are)?(?: (?:currently|now))? "
        rf"(?:owns|(?:the |an? )?(?:current |new )?(?:owners?|parent(?: company)?) of) (?:the )?{_OWNED}\W*$",
        re.IGNORECASE,
    ),
    later(
        rf"^\W*(?:who|what)(?:['’]s| is| are) (?:the )?{_OWNED}(?:['’]s?)? (?:owners?|parent company)\W*$",
        re.IGNORECASE,
    ),
)
"""Asks who owns something."""
_PLAYER = r"(?P<of>(?-i:[A-Z])[\w.’'-]+(?: [\w.’'-]+){0,3}?)"
PLAYS_FOR = (
    later(
        rf"^\W*(?:who|(?:what|which) (?:\w+ )?(?:team|club|franchise)) (?:does|is) {_PLAYER} (?:now )?"
        r"play(?:ing)? (?:for|on|with|at)\W*$",
        re.IGNORECASE,
    ),
    later(
        rf"^\W*(?:what|which) (?:\w+ )?(?:team|club|franchise) is {_PLAYER} (?:now )?(?:on|at|with|in)\W*$",
        re.IGNORECASE,
    ),
    later(rf"^\W*what(?:['’]s| is) {_PLAYER}['’]s? (?:team|club)(?: called)?\W*$", re.IGNORECASE),
)
"""Asks whom somebody plays for."""
_PLACES = (
    "airport|bay|beach|birthplace|canal|canyon|capital|castle|cathedral|city|cities|continent|country|countries|county|"
    "desert|district|hamlet|island|islands|lake|landmark|location|mountain|mountains|museum|nation|nationality|nations|neighborhood|"
    "ocean|peak|peninsula|place|planet|port|province|region|resort|river|rivers|sea|seaport|state|states|stadium|strait|street|"
    "suburb|town|valley|venue|village|volcano|waterfall"
)
_PLAIN = (
    r"(?:(?!(?:from|in|at|on|by|of|to|the|is|are|was|were|did|does|do|has|have|had|installed|with|that)\b)[\w.’'-]+ )"
)
"""A word between "which" and the thing asked for."""
_MEASURE = later(
    r"\bhow (far|tall|high|deep|wide|fast|big|large|heavy|hot|cold|close|near|thick|strong)\b", re.IGNORECASE
)
_LENGTH_OF_THING = later(
    r"\bhow long (?:is|was|are|were) (?:the |an? |this )?"
    r"(?:(?!(?:to|at|on|in|down|up|over|of|across|by|ride|drive|flight|wait|trip|line|delay)\b)[\w’'-]+ ){0,4}?"
    r"(?:treks?|trails?|routes?|roads?|highways?|rivers?|bridges?|walls?|canals?|tunnels?|coastline|coasts?|borders?|"
    r"tracks?|pipelines?|fences?|piers?|beach(?:es)?|runways?|railways?|ships?|yachts?|snakes?|pythons?|alligators?|"
    r"crocodiles?|whales?|sharks?|tails?|ropes?)"
    r"(?= of\b| in\b| on\b| from\b| between\b| around\b| across\b|\W*$)",
    re.IGNORECASE,
)
"""What has a length in miles or feet, not in hours."""
_MEASURED = {
    "speed": "fast", "height": "tall", "length": "far", "distance": "far", "depth": "deep", "width": "wide",
    "weight": "heavy", "temperature": "hot", "area": "large", "diameter": "wide", "wingspan": "wide",
}  # fmt: skip
"""What is asked for by a noun -> the adjective of "how" that asks for the same."""
_IS = r"(?:['’]s| is| are| was| were) (?:the |an? |your )?(?:name of (?:the |an? )?)?(?:[\w.’'-]+ ){0,3}?"
_SUMS = (
    r"(?:bonus|bribe|budget|debt|donation|fine|jackpot|loan|loss|offer|pay (?:cut|rise)|prize|profit|raise|ransom|"
    r"reward|settlement|tax cut)"
)
"""What is as large as a sum of money."""
_HEAD_END = r"(?= of\b| in\b| that\b| who\b| which\b| for\b| to\b| on\b| not\b| you\b|\W*$)"
"""What stands between "what" and the thing it is, and what may follow the thing."""
_KINDS = (
    ("definition", r"(?-i:^\W*[Ww]ho(?:['’]s| is| was) (?:[A-Z][\w.’'-]*\s*)+\W*$)"),
    ("how", r"^\W*how (?:can|could|do|should|would) (?:i|you|we|one)\b|^\W*how to\b"),
    (
        "definition",
        r"^\W*what (?:does|do|did) .{1,60}\bmeans?\b|\bmeant by\b|\bstands? for what\b|^\W*define\b",
    ),
    (
        "why",
        r"^\W*what (?:causes?|caused|makes)\b|"
        r"^\W*what(?:['’]s| is| are| was| were) .{1,60}\b(?:known|famous|noted) for\W*$|"
        rf"^\W*what{_IS}(?:reasons?|causes?|purpose|claim to fame)\b",
    ),
    ("when", rf"^\W*what{_IS}(?:date|birthday|birthdate|year|day)(?: of birth)?{_HEAD_END}"),
    (
        "how much",
        rf"^\W*what{_IS}(?:cost|price|salary|wage|wages|fare|fee|fine|budget|income|revenue|rent|debt|deficit|worth|"
        rf"market (?:value|cap(?:itali[sz]ation)?)){_HEAD_END}",
    ),
    ("how old", rf"^\W*what{_IS}age{_HEAD_END}"),
    (
        "percent",
        rf"^\W*what{_IS}(?:probability|odds|chances?|percentage|"
        r"(?:approval|funds|growth|inflation|interest|jobless|literacy|mortgage|poverty|tax|unemployment|vacancy) "
        r"rates?|approval ratings?)\b",
    ),
    (
        "how long",
        rf"^\W*what{_IS}(?:life ?span|(?:life|gestation) (?:expectancy|period)|duration|time it takes?)\b",
    ),
    ("how many", rf"^\W*what{_IS}(?:number|population|death toll)\b"),
    ("measure", rf"^\W*what{_IS}(?:{'|'.join(_MEASURED)})\b|\bhow much (?:does|do|did) .{{1,60}}\bweigh\b"),
    ("how much", r"^\W*what (?:does|do|did) .{1,60}\b(?:cost|earn|get paid)\b"),
    ("who", rf"^\W*what{_IS}(?:{PERSONS}){_HEAD_END}"),
    ("where", rf"^\W*what{_IS}(?:{_PLACES}){_HEAD_END}"),
    (
        "when",
        r"^\W*(?:\w+ ){0,2}when\b|\b(since when|(?:what|which) (?:\w+ )?(?:year|month|day|"
        r"date|decade|century|time)s?)\b(?! zone)",
    ),
    ("percent", r"\b(what (?:percentage|percent|share|proportion|fraction)|how many percent)\b"),
    ("how many", r"\b(how many|what (?:is|was) the (?:\w+ )?(?:number|population|death toll)|what number)\b"),
    (
        "ordinal",
        r"\b(?:what|which) (?:edition|rank|number (?:\w+ )?president)\b|\bhow manieth\b|"
        r"\bin (?:what|which) (?:place|position) (?:did|does|do|has|had)\b|"
        r"\b(?:what|which) (?:place|position) (?:did|does|do) .{1,60}\b(?:finish|come|rank|place|end up)\b",
    ),
    ("how old", r"\b(how old|(?:at )?what age)\b"),
    ("percent", r"\bhow high (?:is|was|are|were) (?:[\w-]+ ){0,2}?(?:inflation|unemployment|taxes|rates?)\b"),
    (
        "how much",
        rf"\bhow (?:big|large|huge) an? (?:[\w-]+ ){{0,2}}?{_SUMS}\b|"
        rf"\bhow (?:big|large|huge) (?:is|was|are|were) (?:the|\S+['’]s?) (?:[\w-]+ ){{0,3}}?{_SUMS}\b",
    ),
    ("measure", rf"{_MEASURE.pattern}|{_LENGTH_OF_THING.pattern}"),
    ("how long", r"\bhow (?:long|often)\b"),
    (
        "how much",
        r"\b(how much|what (?:is|was|were|are)? ?(?:the )?(?:price|cost|amount|sum|salary|"
        r"budget|fee|fine)|how expensive)\b",
    ),
    (
        "who",
        rf"(?-i:\bwho|^\W*Who)(?:m|se)?\b(?!\s+(?:episode|series))|\b((?:what|which) {_PLAIN}{{0,2}}(?:{PERSONS}))\b",
    ),
    ("where", rf"^\W*(?:which{_IS}|name (?:the|an?) {_PLAIN}{{0,3}})(?:{_PLACES})\b"),
    (
        "where",
        rf"\b(where|(?:what|which) (?!\w+ed (?-i:[A-Z])){_PLAIN}{{0,2}}(?:{_PLACES})|what (?:is|was) the capital)\b",
    ),
    ("why", r"\b(why|for what reason|what caused|how come)\b"),
    ("definition", r"^\W*what(?:'s| is| are| was| were) (?:an? |the )?[\w-]+(?: [\w-]+){0,2}\W*$"),
    ("how", r"\bhow\b"),
    ("which", r"\b(which|what)\b"),
    ("yes/no", r"^\W*(is|are|was|were|did|does|do|has|have|had|can|could|will|would|should)\b"),
)
_KIND_PATTERNS = tuple((kind, later(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_BARE = later(r"^\W*(?:the\s+)?|\s+name(?=\W*$)", re.IGNORECASE)
_NO_THING = later(
    r"[.?!,;:]\s|\bof the (?:year|month|week|day)\b|[A-Z]\w*\s[a-z]\w*\W*$|\b\w+(?:ed|ing)\W*$|"
    r"^(?:(?!\b(?:when|where|who|that)\b).)*\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could)\b|"
    r"\b(?:when|where|who|whom|what|which|how|why)\W*$"
)
"""What tells that more is said than what is asked for: "Mayor of *Halmar resigns*"."""
_NAMED = later(
    rf"\b(?:{PERSONS}|age|budget|capital|cost|death toll|debt|deficit|expectancy|fare|fee|fine|lifespan|number|"
    r"population|price|rates?|ratings?|rent|salary|wages?|worth)(?= of\b| in\b| at\b| for\b|\W*$)",
    re.IGNORECASE,
)
"""Nouns that alone ask for what they name, at the end of a text or before what it is of."""
_NAMED_BY_NOUN = frozenset({"how much", "how old", "percent", "how long", "how many", "where"})
"""Kinds that a noun alone asks for: "price of gas"."""
_WHEN_CLAUSE = later(
    r"\W*when\b[^,?]*,\s*(?=(?:in |at |to |from |by |of )?(?:who|what|which|where|how|why)\b)", re.IGNORECASE
)
_ASKS_BEFORE = later(
    r"\W*(?:(?:at|by|for|from|in|on|to|of|with)\s)?"
    r"(?:when|where|why|how|who|did|do|does|what (?:did|does|do|has|had))\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"(?<=\w )(?<!\bknow )(?<!\btell )(?<!\bsay )(?<!\bsaid )(?<!\band )(?<!\bor )(?<!\bto )(?<!\bof )(?<!\bby )"
    r"(?<!\bfor )(?<!\bwith )(?<!\bfrom )(?<!\bdecide )(?<!\breveal )(?<!\bask )(?<!\bguess )who(?= )"
)
"""What belongs to a person just named, behind the word that asks: "why did the judge *who* led it resign?"."""
CLOCK = later(
    r"(?<!\bin )\b(?:at )?what (?:time|hour)"
    r"(?=['’]s\b|\s+(?:is|are|was|were|does|do|did|will|would|can|could|should|has|have)\b|\W*$)",
    re.IGNORECASE,
)
"""Asks when on a day something is, not for a time limit or a time zone."""
_COUNTED = (
    (
        "time",
        later(
            r"\bhow many (?:more )?(?:seconds|minutes|hours|days|weeks|months|years|decades|centuries)\b", re.IGNORECASE
        ),
    ),
    ("year", later(r"\b(?:what|which) (?:\w+ )?year\b", re.IGNORECASE)),
    ("nationality", later(r"\b(?:what|which) nationalit(?:y|ies)\b", re.IGNORECASE)),
)
"""What "how many" counts or "which" asks for -> what is read where the answer is a time."""
_IN_FULL = {
    "pm": "prime minister", "vp": "vice president", "veep": "vice president", "potus": "US president",
    "flotus": "US first lady", "scotus": "Supreme Court", "govt": "government",
}  # fmt: skip
_SHORTENED = later(r"(?<!\d )(?<!\d)\b(?:PM|VP|(?i:veep|potus|flotus|scotus|govt))\b")
"""What people write in short, and in full; "3 PM" is a time."""


def english_kind(text: str) -> str:
    """Return the value of `AnswerKind` that a question asks for: the first whose words it holds, special ones first.

    >>> english_kind("What was the death toll?")
    'how many'
    """
    if any(pattern.match(text) for pattern in (*OWNS, *PLAYS_FOR)):
        return "who"
    asks = _WHEN_CLAUSE.match(text)
    if asks:
        text = text[asks.end() :]
    if _ASKS_BEFORE.match(text):
        text = _RELATIVE.sub("that", text)
    return next((kind for kind, pattern in _KIND_PATTERNS if pattern.search(text)), "other")


def in_full(text: str) -> str:
    """Return a question with the titles and bodies in full that people shorten.

    >>> in_full("who is Norland's PM?"), in_full("what did the veep say at 3 PM?")
    ("who is Norland's prime minister?", 'what did the vice president say at 3 PM?')
    """
    return _SHORTENED.sub(lambda found: _IN_FULL[found[0].lower()], text)


def spelled_out(text: str) -> str:
    """Return what only names the thing asked for as a whole question.

    >>> spelled_out("mayor of Halmar"), spelled_out("price of a kite"), spelled_out("kites in Halmar")
    ('who is the mayor of Halmar', 'what is the price of a kite', 'kites in Halmar')
    """
    bare = _BARE.sub("", text)
    if not _NAMED.search(bare) or _NO_THING.search(text) or english_kind(text) != "other":
        return text
    kind = english_kind(f"what is the {bare}")
    if kind == "who":
        return f"who is the {bare}"
    return f"what is the {bare}" if kind in _NAMED_BY_NOUN else text


def measured_by(text: str) -> str:
    """Return the adjective of "how tall", also where the height is asked for, or what is counted; empty if none is."""
    counted = next((name for name, pattern in _COUNTED if pattern.search(text)), None)
    if counted:
        return counted
    if found := _MEASURE.search(text):
        return found[1].lower()
    if _LENGTH_OF_THING.search(text):
        return "far"
    noun = next((noun for noun in _MEASURED if re.search(rf"\bwhat\b.*\b{noun}\b", text, re.IGNORECASE)), None)
    if noun:
        return _MEASURED[noun]
    return "heavy" if re.search(r"\bhow much\b.*\bweigh\b", text, re.IGNORECASE) else ""
