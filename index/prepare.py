"""Make articles ready to be stored: clean, cut and tokenise them, in worker processes where there are many."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from index.errors import WorkerLostError
from index.identity import Identified, digest, outlet_key
from index.models import Article
from index.starting import interrupts_held
from index.store import PreparedArticle, PreparedGroup, pack_passage
from index.text.bags import bags_of, tokens_of
from index.text.clean import clean_article
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.passages import split_passages
from index.text.sketch import sketch
from index.text.times import article_times, pack_times

CHUNK_ARTICLES = 50
"""How many articles are prepared at a time."""
WORKERS_FROM = 2 * CHUNK_ARTICLES
"""From this many articles on, worker processes are worth their start."""
RAW_COMPRESSION = 1
"""zlib's level for raw inputs; 3 would save 3 % of their size for a quarter more time."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """An article that was read but can't be stored, the source it came from, and why."""

    source: str
    location: str
    reason: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What became of a chunk of articles: those to store, in order, and those that can't be."""

    group: PreparedGroup
    unusable: tuple[Unusable, ...]


class Preparer:
    """Prepares chunks of articles, by itself or, once `start` was called, in worker processes."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._worker_count = max(1, os.cpu_count() or 1)

    def start(self) -> None:
        """Start the worker processes, so that they are ready when they are needed."""
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(self._worker_count, mp_context=context, initializer=_ignore_interrupt)
        with interrupts_held():
            for _ in range(self._worker_count):
                self._pool.submit(prepare_chunk, pickle.dumps([]), {})

    def prepare_all(self, chunks: Iterator[bytes], repeated: dict[str, frozenset[str]]) -> Iterator[Prepared]:
        """Yield what becomes of each chunk (a pickled list of `Identified`), in order.

        A bounded number of chunks is under way at a time, however many there are.

        Raises
        ------
        WorkerLostError
        """
        work = partial(prepare_chunk, repeated=repeated)
        if self._pool is None:
            yield from map(work, chunks)
            return
        try:
            pending = deque(self._pool.submit(work, chunk) for chunk in islice(chunks, 3 * self._worker_count))
            while pending:
                result = pending.popleft().result()
                pending.extend(self._pool.submit(work, chunk) for chunk in islice(chunks, 1))
                yield result
        except BrokenProcessPool as error:
            raise WorkerLostError from error

    def dismiss(self) -> None:
        """Let the worker processes end by themselves, even behind `close`; what still comes is done without them."""
        if self._pool:
            self._pool.shutdown(wait=False)
            self._pool = None

    def close(self) -> None:
        """End the worker processes; what is under way is waited for, what is not is dropped."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def prepare_chunk(chunk: bytes, repeated: dict[str, frozenset[str]]) -> Prepared:
    """Prepare a pickled list of `Identified`, and keep its order."""
    articles: list[Identified] = pickle.loads(chunk)  # noqa: S301 - made by ourselves a moment ago
    return prepare(articles, repeated)


def prepare(articles: Sequence[Identified], repeated: Mapping[str, frozenset[str]]) -> Prepared:
    """Clean, cut and tokenise articles, without the lines that each one's outlet repeats.

    Each step is taken with all of them before the next one is: what a step needs stays in the processor's caches, which
    is a seventh quicker than article by article.
    """
    cleaned = [_clean(item, repeated.get(outlet_key(item.raw) or "", frozenset())) for item in articles]
    cut = [split_passages(article.text, _language(article)) for article in cleaned]
    usable = [one for one in zip(articles, cleaned, cut, strict=True) if one[2]]
    raws = [zlib.compress(item.raw.raw, RAW_COMPRESSION) for item, _, _ in usable]
    sketches = [sketch(article.text) for _, article, _ in usable]
    times = [article_times(article.text, article.published, article.language) for _, article, _ in usable]
    tokens = [tokens_of(article.title, article.text, passages, _language(article)) for _, article, passages in usable]
    ready = tuple(
        PreparedArticle(
            article=article,
            content_hash=item.content_hash,
            source=item.source,
            raw=raw,
            passages=tuple(map(pack_passage, passages)),
            fingerprint=item.fingerprint,
            sketch=sketched,
            times=pack_times(found),
        )
        for (item, article, passages), raw, sketched, found in zip(usable, raws, sketches, times, strict=True)
    )
    unusable = tuple(
        Unusable(item.source, item.raw.location, "has no text left after cleaning")
        for item, passages in zip(articles, cut, strict=True)
        if not passages
    )
    return Prepared(PreparedGroup(ready, bags_of(list(chain.from_iterable(tokens)))), unusable)


def _language(article: Article) -> str:
    return article.language or DEFAULT_LANGUAGE


def _clean(item: Identified, repeated: frozenset[str]) -> Article:
    raw = item.raw
    title, text = raw.title, raw.text
    if not raw.is_clean:
        clean = clean_article(title, text, raw.fallback_title, repeated)
        title, text = clean.title, clean.text
    return Article(
        id=item.id,
        title=title,
        text=text,
        revision=digest(text.encode()),
        url=raw.url,
        published=raw.published,
        publisher=raw.publisher,
        author=raw.author,
        language=(raw.language or "")[:2].lower() or detect_language(text) or DEFAULT_LANGUAGE,
        tags=raw.tags,
        location=raw.location,
        modified=raw.modified,
        date_rule=raw.date_rule,
    )
