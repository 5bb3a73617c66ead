"""Make articles ready to be stored: clean, cut and tokenise them, in worker processes where there are many."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain, count, islice

import numpy as np

from index.identity import Identified, digest
from index.models import Article, PassageSpan
from index.postings import Ints
from index.store import PreparedArticle, pack_passage
from index.text.clean import clean_article
from index.text.language import DEFAULT_LANGUAGE, detect_language
from index.text.passages import split_passages
from index.text.tokens import tokenize

CHUNK_ARTICLES = 50
"""How many articles go to a worker process at a time; fewer than twice this are prepared without one."""


@dataclass(frozen=True, slots=True)
class Unusable:
    """An article that was read but can't be stored, the source it came from, and why."""

    source: str
    location: str
    reason: str


Prepared = list[PreparedArticle | Unusable]
"""What became of a chunk of articles, in order."""


def prepare_all(chunks: Iterator[bytes], article_count: int, repeated: dict[str, frozenset[str]]) -> Iterator[Prepared]:
    """Yield what becomes of each chunk (a pickled list of `Identified`), in order.

    A bounded number of chunks is under way at a time, whatever ``article_count`` is.
    """
    work = partial(prepare_chunk, repeated=repeated)
    if article_count < 2 * CHUNK_ARTICLES:
        yield from map(work, chunks)
        return
    worker_count = max(1, os.cpu_count() or 1)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(worker_count, mp_context=context, initializer=_ignore_interrupt) as pool:
        pending = deque(pool.submit(work, chunk) for chunk in islice(chunks, 3 * worker_count))
        while pending:
            result = pending.popleft().result()
            pending.extend(pool.submit(work, chunk) for chunk in islice(chunks, 1))
            yield result


def _ignore_interrupt() -> None:
    """Leave Ctrl-C to the main process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def prepare_chunk(chunk: bytes, repeated: dict[str, frozenset[str]]) -> Prepared:
    """Prepare a pickled list of `Identified`, and keep its order."""
    articles: list[Identified] = pickle.loads(chunk)  # noqa: S301 - made by ourselves a moment ago
    return [prepare(item, repeated.get(item.raw.publisher or "", frozenset())) for item in articles]


def prepare(item: Identified, repeated: frozenset[str]) -> PreparedArticle | Unusable:
    """Clean, cut and tokenise an article, without the lines its outlet repeats."""
    raw = item.raw
    clean = clean_article(raw.title, raw.text, raw.fallback_title, repeated)
    language = (raw.language or "")[:2].lower() or detect_language(clean.text) or DEFAULT_LANGUAGE
    passages = split_passages(clean.text, language)
    if not passages:
        return Unusable(item.source, raw.location, "has no text left after cleaning")
    article = Article(
        id=item.id,
        title=clean.title,
        text=clean.text,
        revision=digest(clean.text.encode()),
        url=raw.url,
        published=raw.published,
        publisher=raw.publisher,
        author=raw.author,
        language=language,
        tags=raw.tags,
        location=raw.location,
    )
    terms, term_index, passage_index, tf, lengths = _postings(article, passages)
    return PreparedArticle(
        article=article,
        content_hash=item.content_hash,
        source=item.source,
        raw=zlib.compress(raw.raw, 3),
        passages=tuple(map(pack_passage, passages)),
        terms=terms,
        term_index=term_index,
        passage_index=passage_index,
        tf=tf,
        lengths=lengths,
    )


def _postings(article: Article, passages: Sequence[PassageSpan]) -> tuple[tuple[str, ...], Ints, Ints, Ints, Ints]:
    """Return an article's distinct terms and its postings as `PreparedArticle` has them; the title's terms count once.

    Postings are in order of passage, then of the term's first place in the article.
    """
    language = article.language or DEFAULT_LANGUAGE
    title = tokenize(article.title, language)
    found = [tokenize(article.text[passage.start : passage.end], language) + title for passage in passages]
    places: defaultdict[str, int] = defaultdict(count().__next__)
    flat = np.fromiter(map(places.__getitem__, chain.from_iterable(found)), dtype=np.int64)
    lengths = np.fromiter(map(len, found), dtype=np.int64, count=len(found))
    keys = np.repeat(np.arange(len(found)), lengths) * len(places) + flat
    distinct, tf = np.unique(keys, return_counts=True)
    passage_index, term_index = np.divmod(distinct, max(len(places), 1))
    return tuple(places), term_index, passage_index, tf, lengths
