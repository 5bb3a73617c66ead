"""Why something could not be read, as `index` says it, as a phrase that can be said in every language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bot.phrases import Phrase, say

_PLAIN: dict[str, Phrase] = {
    str(phrase): phrase
    for phrase in (
        say("its host's robots.txt forbids it"),
        say("its host is not known"),
        say("its host can't be reached"),
        say("its host could not be looked up in time"),
        say("its encrypted connection failed"),
        say("its server's reply is no HTTP"),
        say("its server broke off"),
        say("took too long"),
        say("ended before all of it had come"),
        say("leads to a private address, which is never asked"),
        say("leads back to itself"),
        say("the link holds a character that no link has"),
        say("the link is not one"),
        say("only http and https links are fetched"),
        say("a link with a name or password in it is not fetched"),
        say("the link names no host that can be asked"),
        say("was not asked for, as the run was stopped"),
        say("was stopped"),
        say("is packed in a way that was not asked for"),
        say("is packed in a way that is not read"),
        say("is packed, but damaged"),
        say("is no text, whatever its server calls it"),
        say("is empty"),
        say("is damaged"),
        say("is a damaged PDF"),
        say("is a damaged Word document"),
        say("is a damaged book"),
        say("is a damaged archive"),
        say("is locked with a password"),
        say("is nested too deep"),
        say("holds no text"),
        say("has no text left after cleaning"),
        say("unpacks to too much"),
        say("unpacks to too much, or ends early"),
        say("defines entities, which no feed needs"),
        say("defines entities or a document type, which no sitemap needs"),
        say("needs too much memory to read"),
        say("is a feed, which lists pages but is none"),
        say("is a sitemap, which lists pages but is none"),
        say("is not a feed"),
        say("is not a sitemap"),
        say("is not a sitemap that can be read"),
        say("lists no pages"),
        say("there is no such file or folder"),
        say("is a page that names no feed; give the link of the feed itself"),
        say("leads to its site's front page, so it is most likely no longer there"),
        say("says that there is no such page (any more)"),
        say("only sends browsers elsewhere, which is not followed"),
        say("is being read by another run; wait until that has ended"),
    )
}
_WITH: tuple[tuple[re.Pattern[str], Callable[[Mapping[str, str]], Phrase]], ...] = (
    (re.compile(r"is larger than (?P<size>[\d,]+) MB"), lambda it: say("is larger than {size} MB", size=it["size"])),
    (
        re.compile(r"is not there: its server answers with (?P<status>\d+)"),
        lambda it: say("is not there: its server answers with {status}", status=it["status"]),
    ),
    (
        re.compile(r"is gone for good: its server answers with (?P<status>\d+)"),
        lambda it: say("is gone for good: its server answers with {status}", status=it["status"]),
    ),
    (
        re.compile(r"may not be read: its server answers with (?P<status>\d+)"),
        lambda it: say("may not be read: its server answers with {status}", status=it["status"]),
    ),
    (
        re.compile(r"its server answers with (?P<status>\d+)"),
        lambda it: say("its server answers with {status}", status=it["status"]),
    ),
    (
        re.compile(r"its host's robots\.txt can't be had: (?P<why>.+)"),
        lambda it: say("its host's robots.txt can't be had: {reason}", reason=reason(it["why"])),
    ),
    (
        re.compile(r"is (?P<kind>[\w.+/-]+), which holds no article"),
        lambda it: say("is {kind}, which holds no article", kind=it["kind"]),
    ),
    (
        re.compile(r"its certificate is not valid \((?P<why>.+)\)"),
        lambda it: say("its certificate is not valid ({reason})", reason=it["why"]),
    ),
    (
        re.compile(r"has more than (?P<most>[\d,]+) pages"),
        lambda it: say("has more than {most} pages", most=it["most"]),
    ),
    (
        re.compile(r"holds more than (?P<most>[\d,]+) files"),
        lambda it: say("holds more than {most} files", most=it["most"]),
    ),
    (re.compile(r"leads on more than (?P<most>\d+) times"), lambda it: say("leads on too often")),
    (
        re.compile(r"the link is longer than (?P<most>[\d,]+) characters"),
        lambda it: say("the link is longer than {most} characters", most=it["most"]),
    ),
    (
        re.compile(r"port (?P<port>\d+) is not one of the web's"),
        lambda it: say("port {port} is not one of the web's", port=it["port"]),
    ),
    (
        re.compile(r"takes longer than (?P<seconds>\d+) seconds to read"),
        lambda it: say("takes longer than {seconds} seconds to read", seconds=it["seconds"]),
    ),
    (
        re.compile(r"unpacks to more than (?P<most>\d+) times its size"),
        lambda it: say("unpacks to more than {most} times its size", most=it["most"]),
    ),
    (re.compile(r"can't be read(?: \(.*\))?(?:; .*)?"), lambda it: say("can't be read")),
    (
        re.compile(r"line (?P<line>\d+): (?P<why>.+)"),
        lambda it: say("line {line}: {reason}", line=it["line"], reason=reason(it["why"])),
    ),
    (
        re.compile(r"its host failed (?P<times>\d+) times in a row.*"),
        lambda it: say("its host failed {times} times in a row and is left alone for now", times=it["times"]),
    ),
    (
        re.compile(r"lacks (?P<count>[\d,]+) of its articles, so none was removed; .*"),
        lambda it: say("lacks {count} of its articles, so none was removed", count=it["count"]),
    ),
)  # fmt: skip


def reason(text: str) -> str:
    """Return a reason as a phrase where it is a known one, else as it stands."""
    if text in _PLAIN:
        return _PLAIN[text]
    for pattern, phrase in _WITH:
        if found := pattern.fullmatch(text):
            return phrase(found.groupdict())
    return text
