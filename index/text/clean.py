"""Remove what a web page leaves around a story: repeated titles, share lines, comment forms, lists of links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text.normalise import matching_form, normalise_line, normalise_text

# Limits in code points unless the name says otherwise.
MAX_LEFTOVER_LENGTH = 120
MAX_REPEATED_LENGTH = 400
MAX_TITLE_LENGTH = 200
MAX_TITLE_WORDS = 30
CUT_TITLE_LENGTH = 80
_MAX_LINK_LENGTH = 140
_MAX_LINK_LINES = 40
_MAX_OUTLET_LENGTH = 40
_MAX_TITLE_COPIES = 6
_HEAD = 3

_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|e-?mail|linked ?in|reddit|pinterest|telegram|tumblr|instagram|messenger|"
    r"threads|bluesky|mastodon|youtube|tik ?tok|flipboard|pocket|skype|print|copy link|google\+?|rss|share|tweet|save)"
)
_NETWORKS = rf"{_NETWORK}(?:(?:[ ,/|•·&]|\band\b|\bor\b)+{_NETWORK})*"
_STORY = r"(?:article|story|post|page|video|link|entry|news)"
_NAME = r"(?:[^\W\d_]\.|[^\W\d_][\w'-]*)"
_AGENCY = r"(?:getty(?: images)?|afp|reuters|ap(?: photo)?|epa|shutterstock|alamy|bloomberg|usa today sports|imagn)"
_PICTURE = r"(?:image|photo|photograph|picture|illustration|graphic|video|composite|photography)s?"
_LETTER = r"(?:newsletters?|mailing list|e-?mails?|(?:e-?mail|text|news) (?:alerts|updates)|updates|alerts|bulletin)"

# Each of these is a whole line in matching form, without bullets before it or colons and arrows behind it.
_LINKS_HEADING = (
    r"(?:latest|recent|related|popular|trending|recommended|similar|you (?:may|might) (?:also )?like|more) "
    r"(?:posts|articles|stories|reading|content|coverage|links|videos|topics)",
    r"related",
    r"recommended(?: for you| reading)?",
    r"read next",
    r"(?:you (?:may|might) also|you'll also) (?:like|enjoy|be interested in)",
    r"most (?:read|popular|viewed|shared|commented)",
)
_LEFTOVER = (
    rf"share(?: (?:this|the))?(?: {_STORY})?(?: (?:on|via|with|to|by|using) {_NETWORKS})?",
    r"click to (?:share|print|e-?mail)(?: [\w +-]{1,40})?(?: \(opens in new window\))?",
    rf"{_NETWORK}(?:[ ,/|•·&]+{_NETWORK})+",
    r"tweet|retweet|pin it|copy link|link copied!?|sharing is caring!?|share your thoughts|print this|email this",
    rf"(?:e-?mail|print|save|bookmark) this {_STORY}",
    rf"follow us(?: (?:on|at) {_NETWORKS})?",
    r"leave a (?:reply|comment)(?: cancel reply)?|cancel reply|(?:post|submit|add|write) (?:a |your )?comment",
    r"your e-?mail address will not be published\.?(?: required fields are marked ?\*?\.?)?",
    r"required fields are marked ?\*?\.?",
    r"save my name, e-?mail,? (?:and|&) (?:website|site|web site) in this browser(?: for the next time i comment\.?)?",
    r"save my name, e-?mail",
    r"(?:name|e-?mail|website|comment|your (?:name|e-?mail|comment)) ?\*",
    r"(?:no|\d+) comments?(?: yet)?|comments are closed\.?|(?:view|show|load|hide|see|read) (?:all )?(?:\d+ )?comments",
    r"(?:you must be |please )?log(?:ged)? in to (?:post a |leave a )?(?:comment|reply)\.?",
    r"notify me of (?:follow-up|new) (?:comments|posts) (?:by|via) e-?mail\.?",
    r"advertisements?|sponsored(?: content| links?| posts?)?|paid (?:content|post)|promoted(?: content| links?)?",
    rf"(?:{_STORY} )?continues? (?:reading )?(?:below|after)(?: (?:the )?(?:ad|advertisement|this ad))?\.?",
    rf"continue reading(?: below| the main story| this {_STORY})?|scroll (?:down )?to continue(?: reading)?",
    r"(?:skip|jump|back|return) (?:to|past) (?:main |the )?(?:content|advertisement|ad|top|newsletter promotion)",
    r"read (?:more|also|full (?:story|article)|the (?:full|whole) (?:story|article))",
    r"(?:show|load|view|see) (?:more|all)(?: (?:posts|stories|articles|news))?",
    r"view this post on instagram|(?:youtube )?watch on(?: youtube)?|up next|more on this(?: story)?",
    rf"(?:please )?(?:sign[- ]?up|subscribe|register)(?: now| today| here| free| for free)*"
    rf"(?: (?:for|to)(?: [\w'-]+){{0,6}} {_LETTER}(?: (?:now|today|here|by email))?)?[.!]?",
    rf"(?:get|receive|join) (?:our|my)(?: [\w'-]+){{0,4}} {_LETTER}[.!]?",
    r"(?:our )?newsletter(?: sign[- ]?up)?|enter your e-?mail(?: address)?",
    rf"\({_PICTURE}(?: (?:credit|source|courtesy(?: of)?|by))?:? [^()]{{1,100}}\)",
    rf"{_PICTURE}(?: (?:credits?|source|courtesy(?: of)?|by))? ?: ?[\w'./&,@-]+(?: [\w'./&,@-]+){{0,6}}(?<![.!?])",
    rf"{_PICTURE} (?:credits?|courtesy of|by)(?: [\w'/&,@-]+){{1,6}}",
    r"\(?(?:getty images|(?:ap|afp|epa|reuters) (?:photos?|images))\)?",
    rf"\(?{_NAME}(?: {_NAME}){{0,4}}(?: ?/{{1,2}} ?{_NAME}(?: {_NAME}){{0,3}}){{0,3}} ?/{{1,2}} ?"
    rf"(?:via )?{_AGENCY}(?: [\w ]{{1,30}})?(?:/{_AGENCY})?\)?",
    r"\(?(?:ap|afp|reuters|epa) (?:photo|images?|file) ?(?:/|by|via) ?.{1,60}(?<![.!?])",
)
_IMAGE_FILE = (
    r"(?!.*[.!?] )(?!.*\b(?:is|was|are|were|be|as|to|save|open|see|file|called|named|this|your|run)\b)"
    r"(?:\S+ ){0,11}\S*\.(?:jpe?g|png|gif|webp|svg|avif|bmp)(?: \(?\d+ ?[x×] ?\d+\)?)?"
)
_IS_LEFTOVER = re.compile(rf"(?P<heading>{'|'.join(_LINKS_HEADING)})|{'|'.join((*_LEFTOVER, _IMAGE_FILE))}")
_BREAK_RUN = re.compile("\n\n\n+")
_BULLETS = " •·-|>\"'#+_=▶►→"
_TAILS = ' :|>"-_→▶►'

_SENTENCE_END = re.compile(r"""[.!?…。！？।؟]["'”’»)\]]*$""")
_OUTLET = re.compile(r" (?:[|:·•/]|-{1,2}) ")
# A line ending so is a dateline ("LONDON -") or introduces something.
_NO_TITLE_END = ("-", "–", "—", ":", ",", ";")


@dataclass(frozen=True, slots=True)
class CleanText:
    """An article's title, on one line, and its text, both as they are stored."""

    title: str
    text: str


def clean_article(title: str, text: str, fallback_title: str, repeated: frozenset[str] = frozenset()) -> CleanText:
    """Return the article's title and its story.

    Parameters
    ----------
    title
        As the source gives it; if empty, a first line that looks like a title is taken, else ``fallback_title``,
        else the beginning of the text.
    repeated
        Keys of lines that stand in many articles of the same outlet (see `index.text.repeated`); such lines go too.

    Returns
    -------
    CleanText
        Only whole lines are removed. If none would be left, the text stays as it was. The title is ``""`` only if the
        text and both given titles are empty.

    Notes
    -----
    Known weakness: the lines are recognised in English. Elsewhere `repeated` does the work.
    """
    whole = normalise_text(text)
    lines = _story_lines(whole.split("\n"), repeated)
    chosen = normalise_line(title)
    if chosen:
        lines = _without_title(lines, chosen)
    else:
        chosen, lines = _take_title(lines, normalise_line(fallback_title))
    story = _BREAK_RUN.sub("\n\n", "\n".join(lines)).strip("\n") or whole
    return CleanText(chosen or _cut(story), story)


def line_key(line: str) -> str:
    """Return the form in which lines of one outlet are compared."""
    return matching_form(line)


def _story_lines(lines: Sequence[str], repeated: frozenset[str]) -> list[str]:
    """Return the lines that are no leftovers; a list of links ends the text at its heading."""
    kept: list[str] = []
    headings: list[int] = []
    heads = _heads(repeated)
    for line in lines:
        if repeated and line and len(line) <= MAX_REPEATED_LENGTH and _is_among(line, repeated, heads):
            continue
        leftover = _IS_LEFTOVER.fullmatch(_bare(line)) if line and len(line) <= MAX_LEFTOVER_LENGTH else None
        if leftover is None:
            kept.append(line)
        elif leftover["heading"]:
            headings.append(len(kept))
    return kept[: _links_start(kept, headings)] if headings else kept


@lru_cache(maxsize=64)
def _heads(repeated: frozenset[str]) -> frozenset[str]:
    """Return how the keys of repeated lines begin."""
    return frozenset(key[:_HEAD] for key in repeated)


def _is_among(line: str, repeated: frozenset[str], heads: frozenset[str]) -> bool:
    """Tell whether a line's key is among the repeated ones; most lines need not be brought into that form."""
    head = line[:_HEAD]
    if head.isascii() and head.isalnum() and head.lower() not in heads:
        return False
    return line_key(line) in repeated


def _bare(line: str) -> str:
    """Return a line in matching form without bullets before it, or colons, arrows and dots of omission behind it."""
    return matching_form(line).lstrip(_BULLETS).removesuffix("...").rstrip(_TAILS)


def _links_start(lines: Sequence[str], headings: Sequence[int]) -> int:
    """Return where the list of links at the end begins: the first heading with nothing but links behind it."""
    last_other = max((place for place, line in enumerate(lines) if not _is_link(line)), default=-1)
    start = next((place for place in headings if place > last_other), len(lines))
    return start if sum(map(bool, lines[start:])) <= _MAX_LINK_LINES else len(lines)


def _is_link(line: str) -> bool:
    """Whether a line could be a link in a list: short, and not ending as a sentence does (empty lines count)."""
    return len(line) <= _MAX_LINK_LENGTH and _SENTENCE_END.search(line) is None


def _take_title(lines: Sequence[str], fallback_title: str) -> tuple[str, list[str]]:
    """Return a title for a text that came without one (``""`` if there is none), and the lines without it."""
    place = next((place for place, line in enumerate(lines) if line), None)
    if place is None or not _looks_like_title(lines, place):
        return fallback_title, list(lines)
    first = lines[place].lstrip("# ") or lines[place]
    is_sentence = _SENTENCE_END.search(first) is not None
    if is_sentence and lines.count(lines[place]) == 1:
        # It may be the story's first sentence: it serves as title and stays.
        return first, list(lines)
    return first, _without_title(lines, first)


def _looks_like_title(lines: Sequence[str], place: int) -> bool:
    line, following = lines[place], lines[place + 1 : place + 2]
    if len(line) > MAX_TITLE_LENGTH or len(line.split()) > MAX_TITLE_WORDS or line.endswith(_NO_TITLE_END):
        return False
    stands_apart = not following or not following[0] or matching_form(following[0]) == matching_form(line)
    return stands_apart or _SENTENCE_END.search(line) is None


def _without_title(lines: Sequence[str], title: str) -> list[str]:
    """Return the lines without those at the beginning that repeat the title, with or without the outlet's name."""
    wanted = _title_forms(title)
    start = 0
    for place, line in enumerate(lines[: 2 * _MAX_TITLE_COPIES]):
        if line and (len(line) > MAX_TITLE_LENGTH + len(title) or wanted.isdisjoint(_title_forms(line))):
            break
        start = place + 1
    return list(lines[start:])


def _title_forms(line: str) -> frozenset[str]:
    """Return a title's forms to compare: whole, and without an outlet's name ("Title | Outlet", "Title - Outlet")."""
    form = _bare(line)
    cuts = [cut for cut in _OUTLET.finditer(form) if len(form) - cut.end() <= _MAX_OUTLET_LENGTH]
    return frozenset([form, *(form[: cut.start()] for cut in cuts if cut.start() > len(form) - cut.end())])


def _cut(text: str) -> str:
    """Return the beginning of a text, cut at a space where there is one."""
    line = normalise_line(text[: 2 * CUT_TITLE_LENGTH])
    if len(line) <= CUT_TITLE_LENGTH:
        return line
    return line[: CUT_TITLE_LENGTH + 1].rpartition(" ")[0] or line[:CUT_TITLE_LENGTH]
