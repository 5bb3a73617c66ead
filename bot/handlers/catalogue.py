"""What the library holds, kept in memory for lists and for completing what people type."""

from __future__ import annotations

import asyncio
import difflib
import heapq
import re
import time
from collections.abc import Sequence
from itertools import chain, islice

from bot.answering.questions.question import read_question
from bot.handlers.requests import AskRequest
from bot.handlers.service import Service
from index.engines.engine import ReadingEngine
from index.store import ListedArticle

LIKE = 0.75
"""How alike a word has to be to be offered for one that was not found, 0 to 1."""
MAX_SLIPS = 2
_WORD = re.compile(r"[^\W\d_]{4,}")
FRESH_S = 60.0
"""How long what is in memory counts as fresh."""


class Catalogue:
    """Titles and outlets of every article; `refresh` reads them anew, `titles` and `outlets` never wait."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._reading = asyncio.Lock()
        self._read_at: float | None = None
        self.articles: tuple[ListedArticle, ...] = ()
        self.sources: tuple[str, ...] = ()
        self.languages: tuple[str, ...] = ()
        self.days: tuple[str, str] | None = None
        """The first and the last day of publication, ``None`` if none is known."""
        self._titles: list[str] = []
        self._outlets: list[str] = []
        self._words: dict[str, dict[str, str]] = {}

    @property
    def is_stale(self) -> bool:
        """Whether it is time to `refresh`."""
        return self._read_at is None or time.monotonic() - self._read_at > FRESH_S

    def expire(self) -> None:
        """Count what is in memory as no longer fresh."""
        self._read_at = None

    async def refresh(self) -> None:
        """Read the library's articles anew, unless they are fresh.

        Raises
        ------
        ArticleIndexError
        """
        async with self._reading:
            if self.is_stale:
                self.articles, self.sources, self.languages = await self._service.read(_read)
                self._titles, self._outlets, self._words = await asyncio.to_thread(_prepared, self.articles)
                days = [article.published for article in self.articles if article.published]
                self.days = (min(days), max(days)) if days else None
                self._read_at = time.monotonic()

    @property
    def outlet_count(self) -> int:
        """How many outlets there are."""
        return len(self._outlets)

    def titles(self, typed: str, count: int) -> list[ListedArticle]:
        """Return articles whose title holds what was typed: those that begin so first, then newest first.

        Over 100,000 titles this takes about ten milliseconds, so the event loop can do it.
        """
        return [self.articles[place] for place in _matching(self._titles, typed, count)]

    def outlets(self, typed: str, count: int) -> list[str]:
        """Return outlets whose name holds what was typed: those that begin so first, then by name."""
        folded = [name.casefold() for name in self._outlets]
        return [self._outlets[place] for place in _matching(folded, typed, count)]

    def holds_words(self, request: AskRequest) -> bool:
        """Tell whether a question holds a word to look for, as far as that can be told from memory alone."""
        if self._read_at is None:
            return True
        read = read_question(request.text, self.languages, request.asked, outlet_named=self._outlet_named)
        return bool(read.terms)

    def titled_like(self, request: AskRequest, count: int) -> list[ListedArticle]:
        """Return the articles whose titles hold the most words of a question, newest first among equals."""
        read = read_question(request.text, self.languages, request.asked, outlet_named=self._outlet_named)
        words = {word.casefold() for term, word in read.words.items() if term not in read.light}
        held = ((sum(word in title for word in words), -place) for place, title in enumerate(self._titles))
        best = heapq.nlargest(count, (item for item in held if item[0]))
        return [self.articles[-place] for _, place in best]

    def _outlet_named(self, name: str) -> str | None:
        wanted = name.casefold()
        return next((outlet for outlet in self._outlets if outlet.casefold() == wanted), None)

    def spelled_like(self, word: str) -> str | None:
        """Return the word of the titles that is most like a word, other than the same, or ``None``."""
        wanted = word.casefold()
        near = [other for other in self._words.get(wanted[:1], ()) if abs(len(other) - len(wanted)) <= MAX_SLIPS]
        found = difflib.get_close_matches(wanted, sorted(set(near) - {wanted}), n=1, cutoff=LIKE)
        return self._words[wanted[:1]][found[0]] if found else None


def _read(library: ReadingEngine) -> tuple[tuple[ListedArticle, ...], tuple[str, ...], tuple[str, ...]]:
    languages = tuple(language for language, _ in library.languages())
    return tuple(library.listed()), tuple(library.sources()), languages


def _prepared(articles: Sequence[ListedArticle]) -> tuple[list[str], list[str], dict[str, dict[str, str]]]:
    """Return titles as they are searched, outlets by name, and the titles' words as spelled, by first letter."""
    names = {article.publisher for article in articles if article.publisher}
    titles = [article.title.casefold() for article in articles]
    words: dict[str, dict[str, str]] = {}
    for article in articles:
        for word in _WORD.findall(article.title):
            folded = word.casefold()
            words.setdefault(folded[0], {}).setdefault(folded, word)
    return titles, sorted(names, key=lambda name: (name.casefold(), name)), words


def _matching(folded: Sequence[str], typed: str, count: int) -> list[int]:
    wanted = typed.casefold().strip()
    begin = islice((place for place, text in enumerate(folded) if text.startswith(wanted)), count)
    hold = (place for place, text in enumerate(folded) if wanted in text and not text.startswith(wanted))
    return list(islice(chain(begin, hold), count))
