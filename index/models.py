"""The values that cross borders inside Cuttings: frozen, and free of any storage or display detail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import NamedTuple, Protocol


class Span(NamedTuple):
    """A stretch of a text: code point offsets, end exclusive."""

    start: int
    end: int


class DateRule(StrEnum):
    """What gave a publication date, the surest first."""

    SET = "set by hand"
    RECORD = "record"
    STRUCTURED = "structured data"
    MARKUP = "markup"
    TEXT = "text"
    FEED = "feed"
    NAME = "file name"


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from, and how they are read.

    Parameters
    ----------
    address
        The absolute path of a folder or file, or a link.
    name
        What people call it; ``""`` means the address.
    kind
        ``"files"``, ``"page"``, ``"feed"`` or ``"sitemap"``; ``"auto"`` lets a link's content decide, and
        ``"import"`` is never read again.
    every_s
        How often the running bot reads it, in seconds; ``None`` means never by itself.
    outlet
        The publisher of every article, whatever its page says; ``None`` leaves it to the page.
    tags
        Given to every article, besides its own.
    include, exclude
        Patterns of links, as in ``"*/news/*"``: of a sitemap only what one of the first matches (empty: everything)
        and none of the second.
    """

    address: str
    name: str = ""
    kind: str = "auto"
    every_s: int | None = None
    outlet: str | None = None
    tags: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What it is called in reports."""
        return self.name or self.address


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as a source gave it, before cleaning.

    Parameters
    ----------
    location
        Where it was read: an absolute path, for a line of a JSONL file with ``#<line number>`` behind it.
    raw
        The bytes of the source (of the one line, for JSONL).
    title
        The title as found, or ``""`` where the source names none (cleaning then takes the first line or file name).
    text
        The text, with plain line feeds, otherwise as found.
    own_id
        The source's own identifier, or ``None``.
    published
        ISO date or datetime as found and checked, or ``None``.
    fallback_title
        A title to use when neither ``title`` nor the text offers one (the file name without its ending).
    modified
        When it was last changed, in the form of ``published``, or ``None``.
    date_rule
        What gave ``published``: a value of `DateRule`, or ``None``.
    is_clean
        Whether title and text are to be stored as they are.
    """

    location: str
    raw: bytes
    title: str
    text: str
    own_id: str | None = None
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    fallback_title: str = ""
    modified: str | None = None
    date_rule: str | None = None
    is_clean: bool = False


@dataclass(frozen=True, slots=True)
class ReadFailure:
    """A source, or a part of one, that could not be read, and why (one plain sentence, no full stop)."""

    location: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A page that has not changed since it was last read, by what its server, its feed or its sitemap says.

    ``reason`` is why nobody was asked this time, if the page failed a short while ago; else ``""``.
    """

    location: str
    article_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Gone:
    """A page whose server says that it is not there any more."""

    location: str
    article_id: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page without an article that is not asked for now, as it failed for this reason a short while ago."""

    location: str
    reason: str


Read = RawArticle | ReadFailure | Kept | Gone | Waiting
"""What the reading of a source gives, piece by piece."""


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """What is known of a page from when it was last fetched.

    ``etag`` and ``modified`` are what the server gave with it; ``mark`` is what its feed or sitemap said of it then,
    ``""`` if nothing; ``checked_at`` is an ISO datetime in UTC; ``final`` is the link to which the page has moved for
    good, ``""`` if it has not.
    """

    link: str
    article_id: str
    etag: str | None = None
    modified: str | None = None
    mark: str = ""
    checked_at: str = ""
    final: str = ""

    @property
    def place(self) -> str:
        """The link to ask for."""
        return self.final or self.link


@dataclass(frozen=True, slots=True)
class PageFailure:
    """A page that could not be read: why, how often in a row, and from when on it is asked for again (ISO, UTC)."""

    link: str
    reason: str
    failures: int
    retry_at: str


@dataclass(frozen=True, slots=True)
class TimeMention:
    """A time expression in a text: its span and its value in TIMEX3, as `index.text.calendar` explains.

    ``kind`` is ``DATE``, ``DURATION`` or ``SET`` (a repeated time); ``relative`` tells whether the value was reckoned
    from the date of publication.
    """

    start: int
    end: int
    kind: str
    value: str
    relative: bool = False


class Times(Protocol):
    """The time expressions of an article's text."""

    def between(self, start: int, end: int) -> Sequence[TimeMention]:
        """Return those that stand wholly inside a stretch of the text."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the library, cleaned; ``revision`` names this exact text (12 hex digits).

    ``times`` are ``None`` where nobody has looked for them yet.
    """

    id: str
    title: str
    text: str
    revision: str
    url: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str | None = None
    tags: tuple[str, ...] = ()
    location: str = ""
    modified: str | None = None
    date_rule: str | None = None
    times: Times | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PassageSpan:
    """Where a passage and its sentences stand in the article's text.

    ``sentences`` are in order, inside ``start`` and ``end``; together they hold everything but white space.
    """

    start: int
    end: int
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one article, the unit that is ranked. ``text`` is ``article.text[start:end]``."""

    passage_id: int
    article: Article
    start: int
    end: int
    sentences: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The passage as it stands in the article."""
        return self.article.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its BM25 score (unitless, higher is better) and its 0-based rank.

    ``length`` is the passage's, in tokens with those of the title; ``tfs`` is term -> tf of the query's terms it holds.
    ``lift`` is what was added, as a share of the best score, where the order is not that of the scores.
    """

    passage: Passage
    score: float
    rank: int
    length: int = 0
    tfs: Mapping[str, int] = field(default_factory=dict)
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Filters:
    """What an article must be for its passages to count; ``None`` means no bound.

    ``since`` and ``until`` bound the publication date, both inclusive. An article without a date passes neither.
    Names are compared whole, whatever their letter case; an article has every author and tag it names.
    """

    since: date | None = None
    until: date | None = None
    publisher: str | None = None
    author: str | None = None
    tag: str | None = None
    language: str | None = None
    article_id: str | None = None

    @property
    def active(self) -> bool:
        """Whether any bound is set."""
        return self is not ANY and self != ANY

    @property
    def facets(self) -> list[tuple[str, str]]:
        """What is compared whole, as kind and value, letter case folded."""
        given = {"publisher": self.publisher, "author": self.author, "tag": self.tag, "language": self.language}
        return [(kind, value.casefold()) for kind, value in given.items() if value]


ANY = Filters()
"""No bound: what every article passes."""


@dataclass(frozen=True, slots=True)
class Query:
    """What the ranker is asked: distinct terms in code point order, bounds, and how many hits at most."""

    terms: tuple[str, ...]
    filters: Filters = ANY
    limit: int = 10


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date written in a text: its span, and what it means.

    ``value`` is ISO 8601: ``2023-09-13``, ``2023-09``, ``2023`` or a range ``2004/2005``; ``text`` is as written.
    """

    start: int
    end: int
    text: str
    value: str
    relative: bool = False
